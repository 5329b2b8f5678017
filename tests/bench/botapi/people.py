"""The people: small state machines that tap as soon as the next question's buttons are there, or after a thought."""

import asyncio
import random
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.bench.botapi.chats import Chat, Message
from tests.bench.botapi.world import World
from tests.bench.form40 import CHOICES, QUESTIONS

STRANGE_KEPT: Final = 5
LOOK_EVERY: Final = 0.5  # seconds between two looks for whom patience has left


@dataclass(frozen=True)
class Manner:
    """How people behave. Seconds. ``think`` is the mean; zero means at once. ``patience`` zero: never twice."""

    count: int
    seconds: float
    think: float = 0.0
    patience: float = 0.0
    settle: float = 15.0


class Person:
    """One person: which question stands open, since when its answer is under way, what was tapped so far."""

    __slots__ = ("asked_at", "chat", "given", "has_question", "message", "tapped_at")

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.message: Message | None = None
        self.has_question = False
        self.given: list[int] = []  # which choice of each question
        self.tapped_at = 0.0  # 0: nothing is under way
        self.asked_at = 0.0  # of the newest of several taps


class Crowd:
    """Everybody. ``on_ready`` is called when all have their first question, ``on_end`` when all is settled."""

    def __init__(
        self, world: World, manner: Manner, on_ready: Callable[[], None], on_end: Callable[[], None]
    ) -> None:
        self.world, self.manner = world, manner
        self.on_ready, self.on_end = on_ready, on_end
        self.on_window: Callable[[], None] = lambda: None
        self.people = [Person(Chat(number, number)) for number in range(manner.count)]
        self.latencies: array[float] = array("d")
        self.strange: list[str] = []
        self.answer_count = self.strange_count = self.repeat_count = 0
        self.began_at = self.ended_at = self.last_shown_at = 0.0
        self._missing = manner.count
        self._walking = 0
        self._pending = 0
        self._is_over = False
        self._chance = random.Random(2014)
        self._loop = asyncio.get_running_loop()
        world.watcher = self
        for person in self.people:
            world.chats[person.chat.chat_id] = person.chat

    # --- before the clock runs --------------------------------------------------------------------

    def arrive(self) -> None:
        """Let everybody write /start and wait for the first question."""
        for person in self.people:
            self.world.say(person.chat, "/start")

    def _meet(self, person: Person, message: Message) -> None:
        if message.question != 0:
            self._wonder(person, message)
            return
        person.has_question, person.message = True, message
        self._missing -= 1
        if not self._missing:
            self.on_ready()

    # --- while the clock runs ---------------------------------------------------------------------

    def go(self) -> None:
        """Start the clock: everybody answers until the end, or until time is up."""
        self.began_at = time.perf_counter()
        self._walking = len(self.people)
        for person in self.people:
            if self.manner.think:
                self._loop.call_later(self._chance.random() * self.manner.think, self._tap, person)
            else:
                self._tap(person)
        self._loop.call_later(self.manner.seconds, self._stop)
        if self.manner.patience:
            self._loop.call_later(LOOK_EVERY, self._look)

    def shown(self, chat: Chat, message: Message) -> None:
        """See a message sent or edited on one's phone."""
        person = self.people[chat.person]
        if not person.has_question:
            self._meet(person, message)
            return
        now = time.perf_counter()
        expected, question = len(person.given), message.question
        if not person.tapped_at or question == expected - 1:  # the same again, a redrawn card
            person.message = message
            return
        if question != expected and not (question < 0 and expected == len(QUESTIONS)):
            self._wonder(person, message)
            return
        person.message = message
        self._settle(person, now)

    def _settle(self, person: Person, now: float) -> None:
        self.latencies.append(now - person.tapped_at)
        if not self._is_over:
            self.answer_count += 1
            self.last_shown_at = now
        person.tapped_at = 0.0
        self._pending -= 1
        if self._is_over:
            if not self._pending:
                self._end()
        elif len(person.given) == len(QUESTIONS):
            self._walking -= 1
            if not self._walking:
                self._stop()
        elif self.manner.think:
            thought = (0.5 + self._chance.random()) * self.manner.think
            self._loop.call_later(thought, self._tap, person)
        else:
            self._tap(person)

    def _tap(self, person: Person) -> None:
        if self._is_over:
            return
        question = len(person.given)
        choice = (person.chat.person * 7 + question * 3) % len(CHOICES)
        person.given.append(choice)
        self._pending += 1
        person.asked_at = person.tapped_at = time.perf_counter()
        self._press(person, choice)

    def _press(self, person: Person, choice: int) -> None:
        assert person.message is not None
        label = CHOICES[choice]
        for button in person.message.buttons():
            if button["text"].endswith(label):
                self.world.tap(person.chat, person.message, button["callback_data"])
                return
        self._wonder(person, person.message)

    def _look(self) -> None:
        """Let whoever has waited too long tap again."""
        if self._is_over:
            return
        now = time.perf_counter()
        for person in self.people:
            if person.tapped_at and now - person.asked_at > self.manner.patience:
                person.asked_at = now
                self.repeat_count += 1
                self._press(person, person.given[-1])
        self._loop.call_later(LOOK_EVERY, self._look)

    def _wonder(self, person: Person, message: Message) -> None:
        """Note something that nobody expected."""
        self.strange_count += 1
        if len(self.strange) < STRANGE_KEPT:
            self.strange.append(f"at {len(person.given)}, shown {message.question}: {message.text[:200]!r}")

    # --- the end ----------------------------------------------------------------------------------

    def _stop(self) -> None:
        if self._is_over:
            return
        self._is_over = True
        is_early = not self._walking
        self.ended_at = self.last_shown_at if is_early else time.perf_counter()
        self.on_window()
        if self._pending:
            self._loop.call_later(self.manner.settle, self._end)
        else:
            self._end()

    def _end(self) -> None:
        ended, self.on_end = self.on_end, lambda: None
        ended()

    def report(self) -> dict[str, Any]:
        """Return what was seen: answers, seconds, latencies in ms, repeated taps, what was tapped.

        Answers count if the next question came before time was up; latencies are those of every tap made by then.
        """
        now = time.perf_counter()
        waiting = [now - person.tapped_at for person in self.people if person.tapped_at]
        ordered = sorted([*self.latencies, *waiting])
        seconds = self.ended_at - self.began_at
        return {
            "answers": self.answer_count,
            "seconds": seconds,
            "answers_per_second": self.answer_count / seconds if seconds > 0 else 0.0,
            "p50_ms": _quantile(ordered, 0.5),
            "p99_ms": _quantile(ordered, 0.99),
            "repeats": self.repeat_count,
            "strange": self.strange_count,
            "strange_examples": self.strange,
            "unanswered": self._pending,
            "given": {str(person.chat.chat_id): person.given for person in self.people},
            "open": [str(person.chat.chat_id) for person in self.people if person.tapped_at],
        }


def _quantile(ordered: list[float], part: float) -> float:
    """Return a quantile in milliseconds; nan without values."""
    if not ordered:
        return float("nan")
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000
