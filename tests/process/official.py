"""An official with a phone who answers whatever stands on the screen, and keeps a journal of it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bot.texts import say
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.fieldwork import TEXTS as FIELDWORK
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW
from tests.phone import Message, Phone
from tests.process.form import BY_ITEM, QUESTIONS, Question, Reply, is_asked
from tests.process.watching import FOREVER

STORED: Final = "✔ "
INVITES: Final = "Có thể dừng giữa chừng và trả lời tiếp sau"  # only an invitation says it
REPEATS: Final = "Lời mời trước có thể chưa tới"  # only the repetition of an invitation says it
assert INVITES in FIELDWORK.invitation
assert REPEATS in FIELDWORK.invitation_again
BACKS_AT_MOST: Final = 3
MOVES: Final = (INTERVIEW.button_back, INTERVIEW.button_next, INTERVIEW.button_skip)
BY_HEAD: Final = {question.head: question for question in QUESTIONS}


@dataclass(frozen=True)
class Entry:
    """``gave`` or ``saw`` a value of an item, as it is stored; an option of several, for ``gave`` of ``many``."""

    what: str
    item: str
    value: str


@dataclass
class Journal:
    """What one phone did and saw, in order."""

    entries: list[Entry] = field(default_factory=list)
    invitations: list[int] = field(default_factory=list)  # message numbers
    repetitions: list[int] = field(default_factory=list)
    reminders: list[int] = field(default_factory=list)
    apologies: int = 0

    @property
    def contacts(self) -> list[int]:
        """The numbers of all messages that the bot wrote of its own accord."""
        return [*self.invitations, *self.repetitions, *self.reminders]

    def gave(self, item: str, value: str) -> None:
        """Note an answer on its way."""
        self.entries.append(Entry("gave", item, value))

    def saw(self, line: str) -> None:
        """Note what the bot acknowledged ("✔ question: answer"). A line about nothing known fails."""
        head, _, shown = line.removeprefix(STORED).partition(": ")
        question = BY_HEAD[head]
        self.entries.append(Entry("saw", question.item, stored_as(question, shown)))


def is_contact(text: str) -> bool:
    """Whether a message is one that the bot wrote of its own accord."""
    return any(words in text for words in (INVITES, REPEATS, FIELDWORK.reminder_footer))


def stored_as(question: Question, shown: str) -> str:
    """The stored value of what the bot says it stored; the words themselves if nobody can have said them."""
    by_words = {reply.shown: reply.stored for reply in question.replies}
    if question.kind == "many":
        return " ".join(by_words.get(part, part) for part in shown.split("; "))
    return by_words.get(shown, shown)


class Official:
    """Answers until the thank-you. Knows what stands on the screen, nothing else; ``chance`` decides the rest."""

    def __init__(self, phone: Phone, payload: str, chance: random.Random) -> None:
        self.phone = phone
        self.journal = Journal()
        self.has_finished = False
        self._payload = payload
        self._chance = chance
        self._read_count = 0
        self._answered: object = None
        self._back_count = 0
        self._is_tapping = False
        self._tapped: tuple[list[Question], str] = ([], "")  # the screen last tapped on, and the button
        phone.patience = FOREVER

    async def links(self) -> None:
        """Use the code, and say who one is; a wave need not be open."""
        await self.phone.presses_start(self._payload)
        await self.phone.waits_until(lambda phone: IDENTITY.confirm_yes in phone.buttons)
        await self.phone.taps(IDENTITY.confirm_yes)
        nothing = say(IDENTITY.no_open_wave)
        await self.phone.waits_until(lambda phone: nothing in phone.last.text)

    async def finishes(self) -> None:
        """Link if that has not happened, then answer whatever comes until the thank-you."""
        if not self.phone.messages:
            await self.phone.presses_start(self._payload)
        while not self.has_finished:
            await self._reads()
            card = self._open_card()
            if card is not None:
                await self._reacts(card)
            if not self.has_finished:
                await self.phone.waits_until(lambda phone: len(phone.chat.story) > self._read_count)

    async def _reads(self) -> None:
        story = self.phone.chat.story
        fresh, self._read_count = story[self._read_count :], len(story)
        for moment in fresh:
            if moment.kind not in ("sent", "redrawn", "toast"):
                continue
            self.journal.apologies += say(IDENTITY.apology) in moment.text
            if moment.kind == "sent":
                if INVITES in moment.text:
                    self.journal.invitations.append(moment.message_id)
                if REPEATS in moment.text:
                    self.journal.repetitions.append(moment.message_id)
                if FIELDWORK.reminder_footer in moment.text:
                    self.journal.reminders.append(moment.message_id)
            for line in moment.text.splitlines():
                if line.startswith(STORED):
                    self.journal.saw(line)

    def _open_card(self) -> Message | None:
        """The card that was shown last, unless it stands as it did when it was answered, or is being replaced."""
        shown = next((moment for moment in reversed(self.phone.chat.story) if moment.buttons), None)
        if shown is None:
            return None
        card = self.phone.chat.messages[shown.message_id]
        state = (card.message_id, card.text, tuple(card.labels))
        if not card.buttons or state == self._answered:
            return None
        self._answered = state
        return card

    async def _reacts(self, card: Message) -> None:
        labels = card.labels
        at_once = (
            IDENTITY.confirm_yes,
            CONSENT.agree,
            FIELDWORK.button_begin,
            FIELDWORK.button_continue,
            INTERVIEW.button_submit,
        )
        pressed = next((label for label in at_once if label in labels), None)
        if pressed is not None:
            await self._taps(card, pressed)
        elif labels == [INTERVIEW.button_correct_answers]:
            self.has_finished = True
        else:
            await self._answers(card)

    async def _answers(self, card: Message) -> None:
        lines = card.text.splitlines()
        asked = [question for question in QUESTIONS if question.label in lines]
        screen, pressed = self._tapped
        self._is_tapping = asked == screen
        if self._is_tapping and pressed in card.labels and pressed in MOVES:
            await self._taps(card, pressed)  # it shows the same again: press the same again
        elif INTERVIEW.button_back in card.labels and self._feels_like_going_back():
            self._back_count += 1
            await self._taps(card, INTERVIEW.button_back)
        elif not asked or (INTERVIEW.button_next in card.labels and self._chance.random() < 0.5):
            await self._taps(card, INTERVIEW.button_next)
        elif len(asked) > 1:
            await self._rates(card, asked)
        elif asked[0].kind == "many":
            await self._selects(card, asked[0])
        elif asked[0].kind == "one":
            await self._chooses(card, asked[0])
        else:
            await self._types(card, asked[0])

    def _feels_like_going_back(self) -> bool:
        return self._back_count < BACKS_AT_MOST and self._chance.random() < 0.1

    def _prefers_typing(self, share: float) -> bool:
        """Nobody taps and types about the same screen: Telegram's whole seconds cannot tell which question is meant."""
        return self._chance.random() < share and not self._is_tapping

    async def _taps(self, card: Message, label: str) -> None:
        times = 2 if self._chance.random() < 0.1 else 1
        await self._presses(card, label, times)

    async def _presses(self, card: Message, button: str, times: int = 1) -> None:
        lines = card.text.splitlines()
        self._tapped = ([question for question in QUESTIONS if question.label in lines], button)
        await self.phone.taps(button, on=card, times=times)

    async def _says(self, question: Question, reply: Reply) -> None:
        self.journal.gave(question.item, reply.stored)
        await self.phone.says(reply.typed)

    async def _chooses(self, card: Message, question: Question) -> None:
        reply = self._chance.choice(question.replies)
        if self._prefers_typing(0.3):
            await self._says(question, reply)
            return
        self.journal.gave(question.item, reply.stored)
        await self._presses(card, f"{reply.typed}. {reply.shown}")

    async def _types(self, card: Message, question: Question) -> None:
        if not question.required and self._chance.random() < 0.3:
            self.journal.gave(question.item, "")
            await self._taps(card, INTERVIEW.button_skip)
            return
        await self._says(question, self._chance.choice(question.replies))

    async def _selects(self, card: Message, question: Question) -> None:
        marked = [label for label in card.labels if label.startswith(STORED)]
        free = [reply for reply in question.replies if f"{reply.typed}. {reply.shown}" in card.labels]
        if marked and (len(marked) >= 3 or self._chance.random() < 0.5):
            done = next(label for label in card.labels if label.startswith(INTERVIEW.button_done))
            await self._presses(card, done)
        elif self._prefers_typing(0.2):
            for reply in question.replies[:2]:
                self.journal.gave(question.item, reply.stored)
            await self.phone.says("1,2")
        else:
            reply = self._chance.choice(free)
            self.journal.gave(question.item, reply.stored)
            await self._taps(card, f"{reply.typed}. {reply.shown}")

    async def _rates(self, card: Message, asked: Sequence[Question]) -> None:
        if self._prefers_typing(0.4):
            replies = [self._chance.choice(question.replies) for question in asked]
            for question, reply in zip(asked, replies, strict=True):
                self.journal.gave(question.item, reply.stored)
            await self.phone.says(" ".join(reply.typed for reply in replies))
            return
        row = self._chance.choice(_unanswered(card) or list(range(len(asked))))
        # Nobody presses the number that is marked already: nothing would change on the screen.
        unmarked = [reply for reply in asked[row].replies if not _is_marked(card, row, int(reply.typed))]
        reply = self._chance.choice(unmarked)
        self.journal.gave(asked[row].item, reply.stored)
        await self._presses(card, _scale_rows(card)[row][int(reply.typed) - 1])


def _scale_rows(card: Message) -> list[list[str]]:
    """The callback data of each row of numbers."""
    rows = [row for row in card.buttons if len(row) == 5]
    return [[str(button["callback_data"]) for button in row] for row in rows]


def _is_marked(card: Message, row: int, number: int) -> bool:
    rows = [row for row in card.buttons if len(row) == 5]
    return str(rows[row][number - 1]["text"]).startswith(STORED)


def _unanswered(card: Message) -> list[int]:
    rows = [row for row in card.buttons if len(row) == 5]
    return [
        place
        for place, row in enumerate(rows)
        if not any(str(button["text"]).startswith(STORED) for button in row)
    ]


def discrepancies(
    journal: Journal, answers: dict[str, str], revisions: Sequence[tuple[str, str]]
) -> list[str]:
    """Hold a journal against the tables: what is lost, counted twice, or was never said.

    ``revisions`` are (item, value) in the order in which they were stored.
    """
    found = [f"{journal.apologies} apologies"] if journal.apologies else []
    for item, question in BY_ITEM.items():
        entries = [entry for entry in journal.entries if entry.item == item]
        stored = [value for name, value in revisions if name == item]
        final = answers.get(item, "")
        gave = [entry.value for entry in entries if entry.what == "gave"]
        seen = [place for place, entry in enumerate(entries) if entry.what == "saw"]
        if any(first == second for first, second in pairwise(stored)):
            found.append(f"{item}: stored twice {stored}")
        if len(stored) > len(gave):
            found.append(f"{item}: given {gave}, stored {stored}")
        if lost := {entries[place].value for place in seen} - set(stored):
            found.append(f"{item}: acknowledged and lost {lost}")
        if not _parts(question, *stored) <= _parts(question, *gave):
            found.append(f"{item}: stored {stored}, never given")
        if not is_asked(question, answers):
            # Kept among the revisions, and not counted any more: whoever said "another field" took it back.
            if final:
                found.append(f"{item}: counts as {final!r}, and is not asked")
            continue
        if final != (stored[-1] if stored else ""):
            found.append(f"{item}: stands at {final!r}, last stored {stored}")
        if seen and final != entries[seen[-1]].value and not _may_have_changed(entries, seen[-1], stored):
            found.append(f"{item}: stands at {final!r}, last acknowledged {entries[seen[-1]].value!r}")
    return found


def _may_have_changed(entries: Sequence[Entry], acknowledged: int, stored: Sequence[str]) -> bool:
    """Whether an answer was still under way when an earlier one was acknowledged, or was given afterwards.

    After a kill a tap may be delivered again when its sender has tapped once more on the card that was drawn anew: the
    first tap is acknowledged after the second was given, and the card that says so of the second may be replaced.
    """
    value = entries[acknowledged].value
    stored_by_then = max((place for place, each in enumerate(stored, 1) if each == value), default=0)
    given_by_then = sum(entry.what == "gave" for entry in entries[:acknowledged])
    is_stored_later = stored_by_then < len(stored) and given_by_then > stored_by_then
    return is_stored_later or any(entry.what == "gave" for entry in entries[acknowledged + 1 :])


def _parts(question: Question, *values: str) -> set[str]:
    return {part for value in values for part in (value.split() if question.kind == "many" else [value])}
