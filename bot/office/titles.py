"""The titles of the office: the built-in ones, its own file over them, over that what was placed from the chat.

Exceptions::

    TitlesWrong(Exception)      the office's own titles cannot be used; ``problems`` says why
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.texts.problems import word_problem
from storage import office
from storage.database import Database
from surveys.content import read
from surveys.problems import Problem
from surveys.titles import Titles, built_in_titles, read_titles
from surveys.titles.placing import new_code

log = logging.getLogger(__name__)

FACT: Final = "titles"
"""Under which key what was placed from the chat stands, as a file of titles."""

TitlesNow = Callable[[], Titles]
"""Returns the titles as they are now."""


class TitlesWrong(Exception):  # noqa: N818 - says what is the matter
    """The office's own titles cannot be read: everything that is wrong with them at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "; ".join(word_problem(problem, "titles") for problem in self.problems)


def load_titles(own: str, placed: str = "") -> Titles:
    """Read the built-in titles with the office's own over them: the text of its file, and what was placed.

    Raises ``TitlesWrong``.
    """
    more = [text for text in (own, placed) if text.strip()]
    if not more:
        return built_in_titles()
    found = read_titles(read("titles.yaml").decode("utf-8"), *more)
    if isinstance(found, Titles):
        return found
    raise TitlesWrong(found)


class TitleShelf:
    """Holds the titles as they are now. What another process placed is there after the next ``refresh``."""

    def __init__(self, own: str) -> None:
        self._own = own
        self._placed = ""
        self._titles = load_titles(own)

    def __call__(self) -> Titles:
        """Return the titles."""
        return self._titles

    async def refresh(self, conn: AsyncConnection) -> None:
        """Read what was placed, if it has changed. What cannot be read any more is logged and left out."""
        placed = await read_placed(conn)
        if placed == self._placed:
            return
        self._placed = placed
        try:
            self._titles = load_titles(self._own, placed)
        except TitlesWrong:
            log.exception("the titles placed from the chat cannot be used")
            self._titles = load_titles(self._own)

    def before(
        self, database: Database, work: Callable[[datetime], Awaitable[Any]]
    ) -> Callable[[datetime], Awaitable[None]]:
        """Return work that is done with the titles as they are then."""

        async def refreshed(now: datetime) -> None:
            async with database.read() as conn:
                await self.refresh(conn)
            await work(now)

        return refreshed


# --- what was placed from the chat ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a title that nobody knew belongs: as a new one into a ``group``, or as a spelling of the title ``same``."""

    name: str
    group: str = ""
    same: str = ""


async def read_placed(conn: AsyncConnection) -> str:
    """Return what was placed, as the text of a file of titles; empty if nothing was."""
    fact = await office.get_fact(conn, FACT)
    return "" if fact is None else fact.value


def entries_of(placed: str) -> dict[str, dict[str, Any]]:
    """Return what was placed: code -> what the file of titles says of it."""
    return dict(json.loads(placed)["titles"]) if placed else {}


async def place(
    conn: AsyncConnection, placements: Sequence[Placement], titles: Titles, day: date, now: datetime
) -> Mapping[str, Mapping[str, Any]]:
    """Add titles and spellings to the office's own, valid from a day; returns what was added, by code."""
    entries = entries_of(await read_placed(conn))
    added: dict[str, Mapping[str, Any]] = {}
    for each in placements:
        if each.same:
            held = entries.setdefault(each.same, {})
            held["spellings"] = [*held.get("spellings", []), each.name]
            added[each.same] = {"spellings": [each.name]}
        else:
            code = new_code(each.name, {*titles, *entries})
            entries[code] = {"name": each.name, "group": each.group, "from": day.isoformat()}
            added[code] = entries[code]
    await _keep(conn, entries, now)
    return added


async def take_away(conn: AsyncConnection, code: str, now: datetime) -> bool:
    """Forget what was placed under a code; False if nothing was."""
    entries = entries_of(await read_placed(conn))
    if entries.pop(code, None) is None:
        return False
    await _keep(conn, entries, now)
    return True


async def _keep(conn: AsyncConnection, entries: Mapping[str, Any], now: datetime) -> None:
    text = json.dumps({"schema": 1, "titles": entries}, ensure_ascii=False) if entries else ""
    await office.set_fact(conn, FACT, text, now)
