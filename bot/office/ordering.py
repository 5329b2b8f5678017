"""What every order does: it is refused with all reasons, noted in the audit log, and finds waves of a scope alone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.texts import say
from bot.texts.office import TEXTS
from bot.texts.problems import word_problem
from storage import cases, frame, office
from storage.records import UnitRecord, WaveRecord
from storage.scope import EVERYTHING, Scope
from storage.wave_people import people_of
from surveys.problems import Problem
from surveys.titles import Titles

NAMED_AT_MOST: Final = 30
"""How many codes a refusal lists."""
LARGEST_NUMBER: Final = 2**31 - 1
"""The largest number that the column of wave numbers holds."""


class OrderRefused(Exception):  # noqa: N818 - says what became of the order
    """An order was not carried out: ``problems`` says why, all at once."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type["OrderRefused"], tuple[Problem, ...]]:
        return type(self), self.problems  # it crosses from the worker to the bot


def refusal_text(refusal: OrderRefused) -> str:
    """Word a refused order."""
    lines = [say(TEXTS.refused), *("• " + word_problem(problem, "order") for problem in refusal.problems)]
    return "\n".join(lines)


async def note_order(
    conn: AsyncConnection, actor: str, action: str, details: Mapping[str, Any], now: datetime
) -> None:
    """Write an order into the audit log. ``actor`` is ``cli:<account>`` or the administrator's number."""
    await office.record_order(conn, now, actor, action, details)


def unknown_units(codes: Collection[str], units: Sequence[UnitRecord]) -> list[Problem]:
    """Return a problem for each code that no unit has today."""
    known = [unit.code for unit in units]
    return [unknown("unknown_unit", code, known) for code in codes if code not in known]


def unknown_titles(codes: Collection[str], titles: Titles) -> list[Problem]:
    """Return a problem for each code that is no title's."""
    return [unknown("unknown_title", code, list(titles)) for code in codes if code not in titles]


def unknown(code: str, found: str, known: Sequence[str]) -> Problem:
    """Return the problem of a code that is not known, with those that are near."""
    near = get_close_matches(found, known, n=3)
    listed = near or known[:NAMED_AT_MOST]
    ellipsis = ", …" if len(known) > len(listed) and not near else ""
    return Problem(code, parameters={"found": found, "known": ", ".join(listed) + ellipsis})


async def find_wave(conn: AsyncConnection, number: int, *, scope: Scope = EVERYTHING) -> WaveRecord:
    """Return a wave by its number; raises ``OrderRefused`` for an unknown one, or one that asks nobody of a scope."""
    wave = await cases.find_wave(conn, number) if number <= LARGEST_NUMBER else None
    if wave is None or not await asks_somebody(conn, wave, scope=scope):
        listed = await cases.list_waves(conn)
        known = [str(each.id) for each in listed if await asks_somebody(conn, each, scope=scope)]
        raise OrderRefused(
            Problem("no_wave", parameters={"found": str(number), "known": ", ".join(known[-20:]) or "–"})
        )
    return wave


async def asks_somebody(conn: AsyncConnection, wave: WaveRecord, *, scope: Scope = EVERYTHING) -> bool:
    """Say whether a wave asks, or would ask, somebody of a scope."""
    if scope.is_everything:
        return True
    if wave.state == "planned":
        asked, people = (wave.unit_codes, wave.titles), await people_of(conn, wave)
        return await frame.count_officials(conn, scope.day, *asked, people=people, scope=scope) > 0
    return await cases.has_cases_in(conn, wave.id, scope=scope)


async def require_all_of(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> None:
    """Raise ``OrderRefused`` if a wave asks people beyond a scope: whoever has a part does not end it for all."""
    if not await is_all_within(conn, wave, scope=scope):
        raise OrderRefused(Problem("wave_beyond", parameters={"found": str(wave.id)}))


async def is_all_within(conn: AsyncConnection, wave: WaveRecord, *, scope: Scope) -> bool:
    """Say whether a wave asks nobody beyond a scope."""
    if scope.is_everything:
        return True
    within = {unit.code for unit in await frame.list_units(conn, scope.day, scope=scope)}
    return bool(wave.unit_codes) and within.issuperset(wave.unit_codes)
