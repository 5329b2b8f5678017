"""What every card of an interview is made of: buttons of the open visit, lines that name an answer. Pure."""

from collections.abc import Sequence
from typing import Final

from bot.callbacks import AnswerTap, MoveTap, to36
from bot.messages import Button, Caps, Outbound, OutboundKind
from bot.texts import say
from bot.texts.either import clip
from bot.texts.interview import TEXTS
from surveys.interview import Line
from surveys.questionnaire import Questionnaire

LABEL_LIMIT: Final = 30  # characters that a cheap phone shows on one button
NUMBERS_A_ROW: Final = 5
USUAL: Final = Caps()
CARD_LIMIT: Final = 3500  # characters; leaves room under 4096 UTF-16 units


class CardPress:
    """Makes the buttons of one response's current visit."""

    def __init__(self, response_id: int, visit: int) -> None:
        self._response_id = response_id
        self._visit = visit
        self._answers = AnswerTap.prefix(response_id, visit)

    def answer(self, label: str, item: int, choice: int, *, on: bool) -> Button:
        """Return the button that sets a choice on or off."""
        return Button(label, f"{self._answers}{to36(item)}.{to36(choice)}.{'1' if on else '0'}")

    def move(
        self, label: str, verb: str, argument: int = 0, style: str = "", typed: str | None = None
    ) -> Button:
        """Return the button that goes somewhere, and what may be typed instead."""
        data = MoveTap(self._response_id, self._visit, verb, argument).encode()
        return Button(label, data, style=style, typed=TEXTS.typed.get(verb, "") if typed is None else typed)


def as_card(lines: Sequence[str], rows: Sequence[Sequence[Button]], visit: int) -> Outbound:
    """Return a card of these paragraphs and rows."""
    text = "\n\n".join(line for line in lines if line)
    return Outbound(
        kind=OutboundKind.CARD, text=clip(text, CARD_LIMIT), buttons=tuple(map(tuple, rows)), visit=visit
    )


def jumps(lines: Sequence[Line], form: Questionnaire, press: CardPress) -> list[Button]:
    """Return a button a line, by its number, which opens the question."""
    places = {line.number: form.screen_index[line.screen] for line in lines}
    return [press.move(str(number), "jump", place) for number, place in places.items()]


def line_button(line: Line, form: Questionnaire, press: CardPress) -> Button:
    """Return the button that opens a question and shows what was answered to it, in full words."""
    return press.move(answer_line(line).replace("**", ""), "jump", form.screen_index[line.screen])


def answer_line(line: Line, empty: str = TEXTS.left_empty) -> str:
    """Say what was answered to a question: its number, its label, the answer."""
    value = clip(line.value_label, 160) or (TEXTS.unanswered if line.is_pending else empty)
    return say(
        TEXTS.section_line, number=line.number, label=clip(line.label, 120).rstrip(" :?."), value=value
    )


def in_rows(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    """Put buttons in rows of five."""
    width = NUMBERS_A_ROW
    return [tuple(buttons[i : i + width]) for i in range(0, len(buttons), width)]


def short(label: str) -> str:
    """Cut a label to what a cheap phone shows on a button."""
    return clip(label, LABEL_LIMIT)
