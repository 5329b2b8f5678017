"""What hangs on the type of an item alone: how a value is read, shown, computed with, and what is tapped for it."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Final

from surveys.attachments import FILES
from surveys.expressions import Value, stored_value, text
from surveys.expressions.values import number, to_day
from surveys.questionnaire import Item, ItemType
from surveys.replies import (
    ACKNOWLEDGED,
    Rejected,
    read_acknowledgement,
    read_date,
    read_decimal,
    read_digits,
    read_geopoint,
    read_integer,
    read_moment,
    read_text,
    read_time,
    show_acknowledgement,
    show_date,
    show_decimal,
    show_file,
    show_geopoint,
    show_moment,
    show_time,
    time_at,
)
from surveys.replies.moments import OFFSET
from surveys.scales import Scale, scale_of

SELECTS: Final = (ItemType.SELECT_ONE, ItemType.SELECT_MULTIPLE, ItemType.RANK)
"""What is answered with choices of a list."""
SENT: Final = (*FILES, ItemType.GEOPOINT)
"""What is sent rather than said: no channel carries all of it, and where it is not carried it may be left empty."""
BUTTONS_AT_MOST: Final = 11
"""Numbers of a range that are shown as buttons; of a longer one the number is typed."""
MINUTES_A_DAY: Final = 24 * 60


def scale(item: Item) -> Scale:
    """Return the numbers of a range; the usual ones where a stored form says nothing that leads anywhere."""
    found = scale_of(item.scale) or scale_of(())
    assert found is not None
    return found


def taps(item: Item) -> tuple[str, ...]:
    """Return what may be tapped for an item that has no choices, by the place that a button tells."""
    if item.type is ItemType.ACKNOWLEDGE:
        return (ACKNOWLEDGED,)
    if item.type is ItemType.TIME:
        return _TIMES
    if item.type is ItemType.RANGE and scale(item).count <= BUTTONS_AT_MOST:
        return scale(item).numbers()
    return ()


_TIMES: Final = tuple(time_at(minutes) for minutes in range(MINUTES_A_DAY))

_READERS: Final[Mapping[ItemType, Callable[[str], str | Rejected]]] = {
    ItemType.TEXT: read_text,
    ItemType.DECIMAL: read_decimal,
    ItemType.RANGE: read_decimal,
    ItemType.TIME: read_time,
    ItemType.DATETIME: read_moment,
    ItemType.ACKNOWLEDGE: read_acknowledgement,
    ItemType.GEOPOINT: read_geopoint,
}
_SHOWN: Final[Mapping[ItemType, Callable[[str], str]]] = {
    ItemType.DATE: show_date,
    ItemType.DECIMAL: show_decimal,
    ItemType.RANGE: show_decimal,
    ItemType.TIME: show_time,
    ItemType.DATETIME: show_moment,
    ItemType.START: show_moment,
    ItemType.END: show_moment,
    ItemType.TODAY: show_date,
    ItemType.ACKNOWLEDGE: show_acknowledgement,
    ItemType.GEOPOINT: show_geopoint,
    **{kind: partial(show_file, kind.value) for kind in FILES},
}


def read_plain(item: Item, text: str) -> str | Rejected:
    """Read a typed text as a value of an item without choices."""
    if item.type is ItemType.INTEGER:
        return read_integer(text, f"{item.label} {item.hint}")
    if item.type in FILES:
        return Rejected("not_a_file")
    if item.type is ItemType.DATE:
        return read_date(text, item.appearance)
    if item.type is ItemType.TEXT and "numbers" in item.appearance.split():
        return read_digits(text)
    return _READERS.get(item.type, read_text)(text)


def show_plain(item: Item, value: str) -> str:
    """Write a stored value of an item without choices as people read it: 2/9/1975, 2,5, 07:30."""
    return _SHOWN.get(item.type, str)(value)


def default_key(name: str) -> str:
    """Return under which name a default that was worked out is kept beside the answers; no item can have it."""
    return name + _DEFAULT


def item_of(key: str) -> str:
    """Return the item under whose name, or beside whose answer, something is stored."""
    return key.removesuffix(_DEFAULT)


_DEFAULT: Final = "@default"


def canonical(item: Item, value: Value) -> str:
    """Write what an expression gave, or a form says, as an answer of the item is stored; ``''`` if it is none."""
    given = stored_value(value)
    if not text(given):
        return ""
    if item.type in (ItemType.INTEGER, ItemType.DECIMAL, ItemType.RANGE):
        return _canonical_number(number(given), is_whole=item.type is ItemType.INTEGER)
    if item.type is ItemType.TIME:
        given = _time_of_sheet(given)
        at = given.timetz() if isinstance(given, datetime) else given
        found = read_time(text(at))
        return found if isinstance(found, str) else ""
    if item.type in (ItemType.DATE, ItemType.DATETIME):
        return _canonical_day(to_day(given), has_time=item.type is ItemType.DATETIME)
    return ACKNOWLEDGED if item.type is ItemType.ACKNOWLEDGE else text(given)


def _time_of_sheet(value: Value) -> Value:
    """Read a part of a day, as old Excel keeps a time, as that time; anything else stays."""
    part = number(value) if isinstance(value, str | float) and ":" not in text(value) else -1.0
    return time_at(round(part * MINUTES_A_DAY) % MINUTES_A_DAY) if 0 <= part < 1 else value


def _canonical_number(given: float, *, is_whole: bool) -> str:
    if not math.isfinite(given):
        return ""
    return text(float(math.trunc(given)) if is_whole else given)


def _canonical_day(day: date | str, *, has_time: bool) -> str:
    if isinstance(day, str):
        return ""
    if not has_time:
        return (day.date() if isinstance(day, datetime) else day).isoformat()
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + OFFSET


def unfit(item: Item, value: str, choice_count: int) -> Rejected | None:
    """Say that a number is none of those that a range offers, or that an order misses choices, if it is so."""
    if item.type is ItemType.RANK:
        missing = choice_count - len(set(value.split()))
        return Rejected("rank_incomplete", item.name, {"count": str(missing)}) if missing else None
    if item.type is not ItemType.RANGE or scale(item).place(value) is not None:
        return None
    offered = scale(item)
    numbers = {"first": offered.number(0), "last": offered.number(offered.count - 1)}
    numbers["step"] = f"{abs(offered.step).normalize():f}"
    return Rejected("off_scale", item.name, {name: show_decimal(number) for name, number in numbers.items()})


_COMPUTED: Final[Mapping[ItemType, Callable[[str], Value]]] = {
    ItemType.INTEGER: float,
    ItemType.DECIMAL: float,
    ItemType.RANGE: float,
    ItemType.DATE: date.fromisoformat,
    ItemType.TIME: time.fromisoformat,
    ItemType.DATETIME: datetime.fromisoformat,
    ItemType.START: datetime.fromisoformat,
    ItemType.END: datetime.fromisoformat,
    ItemType.TODAY: date.fromisoformat,
}


def typed_value(item: Item, value: str) -> Value:
    """Turn a stored string into what expressions compute with; what cannot be read stays text."""
    convert = _COMPUTED.get(item.type)
    if not value or convert is None:
        return value
    try:
        return convert(value)
    except ValueError:
        return value


def show_calculated(value: Value) -> str:
    """Write what a calculation came to as people read it: 2,5, 20/4/2015, 07:30; nothing if it is infinite."""
    if isinstance(value, float):
        return show_decimal(text(value)) if math.isfinite(value) else ""
    if isinstance(value, datetime):
        return show_moment(text(value))
    if isinstance(value, time):
        return show_time(text(value))
    return show_date(text(value)) if isinstance(value, date) else text(value)
