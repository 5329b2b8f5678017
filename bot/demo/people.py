"""Whom one can be in the demo. Everybody answers by themselves until somebody takes their phone into the hand."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.demo.casting import Role
from bot.demo.character import AnyCharacter
from bot.demo.scenes import ZONE
from bot.demo.setting import Stage
from bot.texts.demo import TEXTS
from storage import frame
from storage.database import Database
from surveys.titles import Titles

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Person:
    """One of those who can be played. ``key`` is that of the roster, empty for whoever does not stand there.

    ``code`` is what is printed on the slip, empty for whoever has none.
    """

    name: str
    title: str
    unit: str
    key: str = ""
    code: str = ""
    role: Role | None = None
    life: asyncio.Task[None] | None = None
    is_by_hand: bool = False

    @property
    def is_linked_elsewhere(self) -> bool:
        """Whether they used their code on a simulated platform."""
        return self.role is not None and self.role.respondent.ledger.has_linked


class People:
    """The administrator, the officials of the stage, and a phone that nobody has used yet; each has a number."""

    def __init__(
        self, database: Database, clock: Clock, stage: Stage, titles: Titles, expires_at: datetime
    ) -> None:
        self._database = database
        self._clock = clock
        self._expires_at = expires_at
        self._all = [Person(TEXTS.administrator, "", TEXTS.administrator_place, code=stage.admin_code)]
        for official in stage.officials:
            self._all.append(
                Person(
                    official.full_name,
                    titles.label(official.title),
                    official.unit_name,
                    official.roster_key,
                    stage.codes[official.roster_key].long,
                )
            )
        self._all.append(Person(TEXTS.stranger, TEXTS.stranger_title, TEXTS.stranger_place))

    def __len__(self) -> int:
        return len(self._all)

    def begin(self, roles: Iterable[Role]) -> None:
        """Let those who have a role answer by themselves."""
        by_key = {person.key: person for person in self._all if person.key}
        for role in roles:
            person = by_key[role.official.roster_key]
            person.role = role
            person.life = asyncio.create_task(_live(role))

    def respondents(self) -> dict[int, AnyCharacter]:
        """Return those who answer by themselves, by number."""
        return {
            number: person.role.respondent
            for number, person in enumerate(self._all)
            if person.role is not None and not person.is_by_hand
        }

    async def end(self) -> None:
        """Stop everybody."""
        lives = [person.life for person in self._all if person.life is not None]
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)

    async def take(self, number: int) -> str:
        """Take a phone into the hand; returns the code with which it begins, empty if it needs none (any more)."""
        person = self._all[number]
        if person.is_by_hand:
            return ""
        person.is_by_hand = True
        if person.life is not None:
            person.life.cancel()
        return await self._new_code(person) if person.is_linked_elsewhere else person.code

    async def _new_code(self, person: Person) -> str:
        """Have the office give a new code, as for a new phone: the one on the slip was used."""
        now = self._clock.now()
        today = now.astimezone(ZONE).date()
        async with self._database.begin() as conn:
            codes = await frame.issue_codes(conn, now, self._expires_at, today, roster_keys=[person.key])
        return codes[0].long if codes else ""

    def shown(self, states: dict[str, str]) -> list[dict[str, Any]]:
        """Return everybody as the frame shows them; ``states`` are words by roster key."""
        return [
            {
                "number": number,
                "name": person.name,
                "title": person.title,
                "unit": person.unit,
                "state": states.get(person.key, ""),
                "elsewhere": person.is_linked_elsewhere and not person.is_by_hand,
            }
            for number, person in enumerate(self._all)
        ]


async def _live(role: Role) -> None:
    """Play a role; whoever is at a loss stops, and the others go on."""
    try:
        await role.respondent.live(role.links_at)
    except Exception:
        logger.exception("a simulated official stopped")
