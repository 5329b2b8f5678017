"""A simulated official with buttons to tap. Knows what stands on the screen, and notes what the bot acknowledged."""

import re
from abc import abstractmethod
from typing import Final, TypeVar

from bot.channels.building import TELEGRAM
from bot.conversation.cards import SIDE_BY_SIDE
from bot.demo.character import ACKNOWLEDGED, Character
from bot.simulator import Browser, Message, Phone
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.either import choose_wording
from bot.texts.fieldwork import TEXTS as FIELDWORK
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW

SUGGESTION: Final = "Mở lớp vào quý III, sát với thực tế ở xã."
CREDENTIALS: Final = ("edu", "qual", "major", "pol", "qlnn", "cert")
CREDENTIAL: Final = re.compile(
    rf"^(\d+)\. (?:{'|'.join(INTERVIEW.list_labels[name] for name in CREDENTIALS)}): ", re.MULTILINE
)
"""The lines of the list that may differ from how somebody sees it: what they have learnt."""
LIST_IS_RIGHT: Final = 0.75  # the share of people whose credentials stand in the list as they are
ASKS_FOR_THREE: Final = "D1. Chọn tối đa 3"
EACH_IN_TURN: Final = choose_wording(INTERVIEW.each_in_turn, has_buttons=True)
RATE_ALL: Final = choose_wording(INTERVIEW.rate_all, has_buttons=True)[:20]
CHOICE_NUMBER: Final = re.compile(r"^(\d+)")
CHOICE_LINE: Final = re.compile(rf"(?:^|{SIDE_BY_SIDE})(\d+)\. ", re.MULTILINE)


F = TypeVar("F", Phone, Browser)


class Finger(Character[F]):
    """Answers where there are buttons, by tapping and typing, as the temper says."""

    _screen_count = 0
    _has_read_list = False
    _is_correcting = False

    @abstractmethod
    async def _block(self) -> None:
        """Let the bot write no more."""

    async def _react(self) -> None:
        labels = self.phone.buttons
        if not labels:
            return
        if IDENTITY.confirm_yes in labels:
            await self.phone.taps(IDENTITY.confirm_yes)
        elif CONSENT.agree in labels:
            await self._decide()
        elif any(button in labels for button in (FIELDWORK.button_begin, FIELDWORK.button_continue)):
            await self._heed(labels)
        elif self._is_waiting:
            return
        elif INTERVIEW.button_submit in labels:
            await self.phone.taps(INTERVIEW.button_submit)
        elif labels == [INTERVIEW.button_correct_answers]:
            self.ledger.has_finished = self.ledger.is_through = True
        else:
            await self._answer(self.phone.card)

    async def _decide(self) -> None:
        """Agree or not; whoever is silent does not even read the notice."""
        if self._is_waiting:
            return
        if self.temper.stops_after == 0:
            await self._leave()
            return
        await self.phone.taps(CONSENT.refuse if self.temper.refuses else CONSENT.agree)
        if self.temper.refuses:
            self.ledger.has_refused = self.ledger.is_through = True

    async def _heed(self, labels: list[str]) -> None:
        """Follow an invitation or a reminder, or let it lie."""
        if not self._is_waiting:
            await self.phone.taps(
                FIELDWORK.button_begin if FIELDWORK.button_begin in labels else FIELDWORK.button_continue
            )

    async def _answer(self, card: Message) -> None:
        self._screen_count += 1
        if self.temper.stops_after is not None and self._screen_count > self.temper.stops_after:
            await self._leave()
        elif self._screen_count > 3 and self._chance.random() < self.temper.correcting_share:
            await self.phone.taps(INTERVIEW.button_back)
        elif self._chance.random() < self.temper.typing_share:
            await self._type(card)
        else:
            await self._tap(card)

    async def _leave(self) -> None:
        if self.temper.blocks:
            await self._block()
            self.ledger.has_blocked = True
        self.ledger.is_through = True

    async def _tap(self, card: Message) -> None:
        """Press what a person would: confirm what is right, one number a row, "done" after the choices."""
        confirm = next(
            (label for label in card.labels if label.startswith(INTERVIEW.button_correct[:6])), None
        )
        done = next((label for label in card.labels if label.startswith(INTERVIEW.button_done)), None)
        choices = _choice_rows(card)
        times = 2 if self._chance.random() < self.temper.double_tap_share else 1
        self._is_correcting = self._is_correcting or self._finds_fault(card)
        if self._is_correcting:
            await self._correct(card)
        elif confirm is not None:
            await self.phone.taps(confirm, times=times)
        elif done is not None and any(label.startswith(ACKNOWLEDGED) for label in card.labels):
            more = self._another(card)
            await self.phone.taps(done if more is None else more, times=times)
        elif choices:
            await self._tap_choice(card, times=times)
        elif INTERVIEW.button_next in card.labels:
            await self.phone.taps(INTERVIEW.button_next, times=times)
        else:
            await self._type(card)

    def _finds_fault(self, card: Message) -> bool:
        """Whether the list is shown for the first time, and something in it is wrong."""
        if INTERVIEW.button_correct_line not in card.labels or self._has_read_list:
            return False
        self._has_read_list = True
        return self._chance.random() >= LIST_IS_RIGHT

    async def _correct(self, card: Message) -> None:
        """Ask for the lines of the list, choose one of the credentials among them; on its question, another answer."""
        if INTERVIEW.button_correct_line in card.labels:
            await self.phone.taps(INTERVIEW.button_correct_line)
            return
        if INTERVIEW.button_all_correct in card.labels:
            await self.phone.taps(self._chance.choice(CREDENTIAL.findall(card.text)))
            return
        self._is_correcting = False
        await (self._tap_choice(card) if _choice_rows(card) else self._type(card))

    async def _tap_choice(self, card: Message, times: int = 1) -> None:
        """Press a number in the first row without one; with a number in each, go on."""
        choices = _choice_rows(card)
        place, row = next(((n, row) for n, row in enumerate(choices) if not _is_chosen(row)), (0, None))
        if row is None:
            has_all = INTERVIEW.button_next in card.labels
            await (self.phone.taps(INTERVIEW.button_next, times=times) if has_all else self._type(card))
            return
        rating = self._opinions.rating(card.text, place, len(choices))
        number = rating or self._opinions.choice(_read(card), range(1, len(row) + 1))
        await self.phone.taps(row[number - 1][1], times=times)

    def _another(self, card: Message) -> str | None:
        """One more choice where three are asked for, or ``None``: enough is chosen."""
        open_choices = [button for row in _choice_rows(card) for button in row if not _is_chosen([button])]
        chosen = sum(label.startswith(ACKNOWLEDGED) for label in card.labels)
        if ASKS_FOR_THREE not in card.text or chosen >= 3 or self._chance.random() < 0.4:
            return None
        places = [int(found[0]) for label, _ in open_choices if (found := CHOICE_NUMBER.findall(label))]
        if not places:
            return None
        wanted = self._opinions.choice(_read(card), places)
        return next(button for label, button in open_choices if CHOICE_NUMBER.findall(label) == [str(wanted)])

    async def _type(self, card: Message) -> None:
        """Answer in words or numbers, as the card asks."""
        labels = card.labels
        numbers = CHOICE_LINE.findall(_read(card))
        if EACH_IN_TURN in card.text:
            await self.phone.says(str(self._chance.randint(1, 4)))
        elif RATE_ALL in card.text:
            ratings = [self._opinions.rating(card.text, row, 2) or 3 for row in range(2)]
            await self.phone.says(" ".join(str(rating) for rating in ratings))
        elif any(label.startswith(INTERVIEW.button_correct[:6]) for label in labels):
            await self.phone.says("đúng")
        elif numbers and any(label.startswith(INTERVIEW.button_done) for label in labels):
            count = min(len(numbers), self._chance.randint(1, 2))
            await self.phone.says(",".join(self._chance.sample(numbers, k=count)))
        elif numbers:
            await self.phone.says(
                str(self._opinions.choice(_read(card), [int(number) for number in numbers]))
            )
        elif INTERVIEW.type_integer in card.text:
            await self.phone.says(str(self._chance.randint(0, 4)))
        elif INTERVIEW.button_skip in labels:
            await self.phone.says("bỏ qua" if self._chance.random() < 0.6 else SUGGESTION)
        elif INTERVIEW.type_text in card.text:
            await self.phone.says("Đường đến lớp còn xa.")
        else:
            await self.phone.says("tiếp")


class Respondent(Finger[Phone]):
    """Answers on Telegram."""

    channel = TELEGRAM

    async def _begin(self) -> None:
        await self.phone.presses_start(self._code)

    async def _block(self) -> None:
        await self.phone.blocks()


def _read(card: Message) -> str:
    """What is read on a card: its text, and the choices where they stand on the buttons alone."""
    return card.text if CHOICE_LINE.search(card.text) else "\n".join([card.text, *card.labels])


def _is_chosen(row: list[tuple[str, str]]) -> bool:
    return any(label.startswith(ACKNOWLEDGED) for label, _ in row)


def _choice_rows(card: Message) -> list[list[tuple[str, str]]]:
    """Label and data of the choices, one list an item: what a thumb finds under one heading."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for row in card.buttons:
        for button in row:
            kind, *parts = str(button.get("callback_data", "")).split(".")
            if kind == "a":
                rows.setdefault(parts[2], []).append((button["text"], button["callback_data"]))
    return list(rows.values())
