"""Buttons for what has no list of choices: the numbers of a range, a time by its hour and minutes, “Đã rõ”. Pure."""

from typing import Final

from bot.callbacks import to36
from bot.conversation.card_parts import CardPress, in_rows
from bot.messages import Button, Caps
from bot.texts import say
from bot.texts.files import TEXTS as FILE_TEXTS
from bot.texts.interview import TEXTS
from surveys.attachments import FILES, LIMITS
from surveys.interview import Prompt
from surveys.interview.kinds import SENT, scale, taps
from surveys.questionnaire import ItemType
from surveys.replies import file_number, show_decimal, show_size, show_time

HOURS: Final = 24
MINUTES: Final = (0, 15, 30, 45)

Rows = list[tuple[Button, ...]]


def entry_rows(prompt: Prompt, press: CardPress, opened: int = -1) -> Rows:
    """Return the buttons that answer a question without choices; ``opened`` tells the hour that was tapped before."""
    kind = prompt.item.type
    if kind is ItemType.ACKNOWLEDGE:
        return [(press.answer(TEXTS.button_acknowledge, prompt.index, 0, on=True),)]
    if kind in FILES and prompt.value:
        return [(Button(FILE_TEXTS.see_button, f"f.{to36(file_number(prompt.value))}"),)]
    if kind is ItemType.RANGE:
        numbers = enumerate(taps(prompt.item))
        return in_rows(
            [
                press.answer(
                    _marked(show_decimal(number), number == prompt.value), prompt.index, place, on=True
                )
                for place, number in numbers
            ]
        )
    if kind is ItemType.TIME:
        index, hour = divmod(opened, HOURS)
        return (
            _minutes(prompt, press, hour) if opened >= 0 and index == prompt.index else _hours(prompt, press)
        )
    return []


def _marked(label: str, is_chosen: bool) -> str:
    return f"✔ {label}" if is_chosen else label


def _hours(prompt: Prompt, press: CardPress) -> Rows:
    first = prompt.index * HOURS
    return in_rows(
        [press.move(say(TEXTS.button_hour, hour=hour), "hour", first + hour) for hour in range(HOURS)]
    )


def _minutes(prompt: Prompt, press: CardPress, hour: int) -> Rows:
    times, first = taps(prompt.item), hour * 60
    quarters = [
        press.answer(show_time(times[first + minute]), prompt.index, first + minute, on=True)
        for minute in MINUTES
    ]
    return [tuple(quarters), (press.move(TEXTS.button_other_hour, "here"),)]


def entry_instruction(prompt: Prompt, caps: Caps) -> str:
    """Say how such a question is answered on a channel that can do so much."""
    kind = prompt.item.type
    if kind in SENT:
        again = [FILE_TEXTS.send_again] if kind in FILES and prompt.value else []
        send = FILE_TEXTS.pick if caps.picks_files else FILE_TEXTS.send
        limit = show_size(min(LIMITS[kind], caps.file_limit or LIMITS[kind])) if kind in LIMITS else ""
        return " ".join([*again, say(send[kind.value], limit=limit)])
    if kind is ItemType.TEXT and "numbers" in prompt.item.appearance.split():
        return TEXTS.type_digits
    if kind is ItemType.RANGE:
        offered = scale(prompt.item)
        first, last = (show_decimal(offered.number(place)) for place in (0, offered.count - 1))
        template = TEXTS.tap_on_scale if taps(prompt.item) else TEXTS.type_on_scale
        size = abs(offered.step)
        step = "" if size == 1 else say(TEXTS.step_of_scale, step=show_decimal(f"{size.normalize():f}"))
        return say(template, first=first, last=last, step=step)
    return {
        ItemType.INTEGER: TEXTS.type_integer,
        ItemType.DECIMAL: TEXTS.type_decimal,
        ItemType.DATE: TEXTS.type_date,
        ItemType.TIME: TEXTS.type_time,
        ItemType.DATETIME: TEXTS.type_moment,
        ItemType.ACKNOWLEDGE: TEXTS.type_acknowledged,
        ItemType.TEXT: TEXTS.type_text,
    }.get(kind, "")
