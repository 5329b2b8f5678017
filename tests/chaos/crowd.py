"""The people of a chaos run: some wait for an invitation, the others come one after the other."""

import asyncio
import random
from typing import Any, Final

from tests.phone import Message
from tests.process.official import Official
from tests.process.premises import Premises, key_of

BUSY: Final = 3
"""So many who come by themselves are answering at any time."""
FIRST_PHONE: Final = 2000


class ChaoticOfficial(Official):
    """An official who may block the bot, and does nothing until unblocking it."""

    async def _reacts(self, card: Message) -> None:
        await self.phone.waits_until(lambda phone: not phone.chat.is_blocked)
        await super()._reacts(card)

    @property
    def is_answering(self) -> bool:
        """Whether something keeps them busy: they have a card and have not finished."""
        return not self.has_finished and bool(self.phone.buttons) and not self.phone.chat.is_blocked


class Crowd:
    """Everybody, by roster key. ``lives`` are done when they have finished."""

    def __init__(self, premises: Premises, payloads: dict[str, str], count: int, seed: int) -> None:
        self.officials = {
            key_of(number): ChaoticOfficial(
                premises.phone(FIRST_PHONE + number, key_of(number)),
                payloads[key_of(number)],
                random.Random(f"{seed}:{number}"),
            )
            for number in range(1, count + 1)
        }
        everybody = list(self.officials.values())
        self._invited = everybody[: count // 3]
        self._coming = everybody[count // 3 :]
        self._premises = premises
        self.lives: list[asyncio.Future[Any]] = []
        self.may_come = asyncio.Event()  # cleared, nobody new begins

    async def links(self) -> None:
        """Let those who wait for an invitation say who they are."""
        await self._premises.sees(asyncio.gather(*(official.links() for official in self._invited)))

    def begins(self) -> None:
        """Let everybody live from now on: a wave is open."""
        self.may_come.set()
        lanes = [asyncio.create_task(self._come()) for _ in range(BUSY)]
        invited = [asyncio.create_task(official.finishes()) for official in self._invited]
        self.lives = [*invited, *lanes, asyncio.create_task(self._ask(lanes))]

    async def _come(self) -> None:
        """Let one after the other begin and finish."""
        while self._coming:
            await self.may_come.wait()
            if self._coming:
                await self._coming.pop(0).finishes()

    async def _ask(self, lanes: list[asyncio.Task[None]]) -> None:
        """Let those ask, when everybody else has finished, who still wait for an invitation: it is lost."""
        await asyncio.gather(*map(asyncio.shield, lanes))
        for official in self._invited:
            if not official.journal.contacts:
                await official.phone.presses_start()

    @property
    def finished_count(self) -> int:
        """How many have sent their form."""
        return sum(official.has_finished for official in self.officials.values())

    def somebody(self, chance: random.Random) -> ChaoticOfficial | None:
        """Return one of those who are answering now."""
        answering = [official for official in self.officials.values() if official.is_answering]
        return chance.choice(answering) if answering else None
