"""The people of a chaos run: some wait for an invitation, the others come one after the other."""

import asyncio
import random
from typing import Any, Final

from tests.phone import Message, Phone
from tests.process.official import Official, is_contact
from tests.process.premises import Premises, key_of

BUSY: Final = 3
"""So many who come by themselves are answering at any time."""
FIRST_PHONE: Final = 2000
SLEEPING: Final = 2


class ChaoticOfficial(Official):
    """An official who may block the bot, and does nothing until unblocking it; each step waits for ``may_go_on``."""

    def __init__(self, phone: Phone, payload: str, chance: random.Random, may_go_on: asyncio.Event) -> None:
        super().__init__(phone, payload, chance)
        self._may_go_on = may_go_on

    async def _reacts(self, card: Message) -> None:
        await self.phone.waits_until(lambda phone: not phone.chat.is_blocked)
        await super()._reacts(card)
        await self._may_go_on.wait()

    @property
    def is_answering(self) -> bool:
        """Whether something keeps them busy: they have a card and have not finished."""
        return not self.has_finished and bool(self.phone.buttons) and not self.phone.chat.is_blocked


class SleepyOfficial(ChaoticOfficial):
    """An official who reads nothing until written to in the morning after the standstill."""

    def __init__(self, phone: Phone, payload: str, chance: random.Random, may_go_on: asyncio.Event) -> None:
        super().__init__(phone, payload, chance, may_go_on)
        self._read_from = 0
        self._morning = asyncio.Event()

    def hears_the_alarm(self) -> None:
        """Notice from now on who writes."""
        self._read_from = len(self.phone.chat.story)
        self._morning.set()

    async def finishes(self) -> None:
        """Sleep, be written to, answer."""
        await self._morning.wait()
        await self.phone.waits_until(
            lambda phone: any(is_contact(moment.text) for moment in phone.chat.story[self._read_from :])
        )
        await super().finishes()


class Crowd:
    """Everybody, by roster key. ``lives`` are done when they have finished.

    The first ones wait for an invitation, of those some sleep; the others come by themselves. Between two blows
    everybody takes one step at most, as in a chat where nothing answers: of several workers those that live would
    let everybody finish while the one that was hit starts anew, and nobody would be left for the next blow.
    """

    def __init__(self, premises: Premises, payloads: dict[str, str], count: int, seed: int) -> None:
        self.may_go_on = asyncio.Event()
        self.officials: dict[str, ChaoticOfficial] = {
            key_of(number): (SleepyOfficial if number <= SLEEPING else ChaoticOfficial)(
                premises.phone(FIRST_PHONE + number, key_of(number)),
                payloads[key_of(number)],
                random.Random(f"{seed}:{number}"),
                self.may_go_on,
            )
            for number in range(1, count + 1)
        }
        everybody = list(self.officials.values())
        self._invited = everybody[: max(SLEEPING + 1, count // 3)]
        self._coming = everybody[len(self._invited) :]
        self._premises = premises
        self.lives: list[asyncio.Future[Any]] = []
        self.awake: list[asyncio.Future[Any]] = []  # of those who do not sleep
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
        self.awake = [*invited[SLEEPING:], *lanes]

    async def _come(self) -> None:
        """Let one after the other begin and finish."""
        while self._coming:
            await self.may_come.wait()
            if self._coming:
                await self._coming.pop(0).finishes()

    async def _ask(self, lanes: list[asyncio.Task[None]]) -> None:
        """Let those ask, when everybody else has finished, who still wait for an invitation: it is lost."""
        await asyncio.gather(*map(asyncio.shield, lanes))
        for official in self._invited[SLEEPING:]:
            if not official.journal.contacts:
                await official.phone.presses_start()

    def wakes(self) -> None:
        """Let those who sleep notice from now on who writes."""
        for official in self._invited:
            if isinstance(official, SleepyOfficial):
                official.hears_the_alarm()

    @property
    def finished_count(self) -> int:
        """How many have sent their form."""
        return sum(official.has_finished for official in self.officials.values())

    def somebody(self, chance: random.Random) -> ChaoticOfficial | None:
        """Return one of those who are answering now."""
        answering = [official for official in self.officials.values() if official.is_answering]
        return chance.choice(answering) if answering else None
