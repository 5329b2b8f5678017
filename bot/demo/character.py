"""A simulated official of whatever channel: knows what stands on the screen, and notes what the bot acknowledged."""

import math
import random
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final, Generic, TypeVar

from bot.clock import Clock
from bot.demo.opinions import Opinions
from bot.demo.tempers import Temper
from bot.simulator import Browser, Phone
from bot.simulator.zalo import ZaloPhone
from bot.texts.fieldwork import TEXTS as FIELDWORK
from bot.texts.interview import TEXTS as INTERVIEW

FOREVER: Final = 86_400.0  # seconds without work of this process that a phone may wait
BEAT: Final = 30  # seconds
ACKNOWLEDGED: Final = "✔ "
FROM_BOT: Final = {"sent", "redrawn"}
MANY: Final = re.compile(INTERVIEW.stored_many.replace("{count}", r"\d+"))
LISTED: Final = re.compile(r"^\d+\. (.+)$", re.MULTILINE)

P = TypeVar("P", Phone, ZaloPhone, Browser)


@dataclass
class Ledger:
    """What one phone saw: every acknowledged answer line in order, and how it ended."""

    acknowledged: list[str] = field(default_factory=list)
    has_linked: bool = False
    has_finished: bool = False
    has_refused: bool = False
    has_blocked: bool = False
    is_through: bool = False


class Character(ABC, Generic[P]):
    """Lives one field period: links, waits, answers, leaves, according to a temper."""

    channel: ClassVar[str]
    """The name of the channel on which this person answers."""

    def __init__(
        self, phone: P, temper: Temper, clock: Clock, chance: random.Random, *, code: str, birth_year: int
    ) -> None:
        self.phone: P = phone
        self.temper = temper
        self.ledger = Ledger()
        self._clock = clock
        self._chance = chance
        self._code = code
        self._opinions = Opinions(birth_year, chance, clock.now().year)
        self._seen_count = 0
        self._listed: list[str] = []
        phone.patience = FOREVER

    @abstractmethod
    async def _begin(self) -> None:
        """Write to the bot for the first time, with the code."""

    @abstractmethod
    async def _react(self) -> None:
        """Answer what stands on the screen."""

    async def live(self, link_at: datetime) -> None:
        """Do everything this person does; ends when they are through, or by cancellation."""
        if not self.temper.links:
            return
        await self._clock.sleep_until(link_at)
        await self._begin()
        self.ledger.has_linked = True
        while not self.ledger.is_through:
            await self.phone.waits_until(lambda _: len(self.phone.chat.story) > self._seen_count)
            if self._look():
                await self._think()
                self._look()
                await self._react()

    def _look(self) -> bool:
        """Read what is new; return whether the bot wrote something."""
        story = self.phone.chat.story
        fresh = [moment for moment in story[self._seen_count :] if moment.kind in FROM_BOT]
        self._seen_count = len(story)
        for moment in fresh:
            self.ledger.acknowledged += self._acknowledged(moment.text)
            if INTERVIEW.list_head in moment.text.splitlines():
                self._listed = LISTED.findall(moment.text)
        return bool(fresh)

    def _acknowledged(self, text: str) -> list[str]:
        """The answers that a card says are stored: each by its question, or as many as the list before it had lines."""
        lines = [line for line in text.splitlines() if line.startswith(ACKNOWLEDGED)]
        if not any(MANY.fullmatch(line) for line in lines):
            return lines
        known = [line for line in self._listed if not line.endswith(INTERVIEW.none_known)]
        return [ACKNOWLEDGED + line for line in known]

    async def _think(self) -> None:
        """Pause as long as the temper says, to a whole half minute: people of one hour answer side by side."""
        shortest, longest = self.temper.think_seconds
        due = (self._clock.now() + timedelta(seconds=self._chance.randint(shortest, longest))).timestamp()
        await self._clock.sleep_until(datetime.fromtimestamp(math.ceil(due / BEAT) * BEAT, UTC))

    @property
    def reminder_count(self) -> int:
        """How many reminders this phone has received."""
        story = self.phone.chat.story
        return sum(moment.kind == "sent" and FIELDWORK.reminder_footer in moment.text for moment in story)

    @property
    def _is_waiting(self) -> bool:
        return self.reminder_count < self.temper.begins_at


AnyCharacter = Character[Phone] | Character[ZaloPhone] | Character[Browser]
"""Whoever answers in the demo, on whichever channel."""
