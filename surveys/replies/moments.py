"""Typed times of day, alone or with a day → the string that ODK stores, and how it is shown again.

A time is stored as ODK writes it, with the offset of Vietnam: ``07:30:00.000+07:00``.
"""

import re
from typing import Final

from surveys.replies.rejected import Rejected
from surveys.replies.values import quote, read_date, show_date
from surveys.replies.words import fold, squeeze_polite

OFFSET: Final = "+07:00"
_ISO: Final = re.compile(
    r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})?",
    re.IGNORECASE,
)
_PART: Final = r"(sang|trua|chieu|toi|dem|khuya|am|pm|sa|ch)"
_TIME: Final = re.compile(
    r"([0-9]{1,2}) ?(?:h|g|gio|:|\.)"
    r"(?: ?([0-9]{1,2})(?: ?(?:p|ph|phut|'))?| ?(ruoi)| ?kem ([0-9]{1,2})(?: ?(?:p|ph|phut|'))?)?"
    rf"(?::00)?(?: ?{_PART})?",
    re.ASCII,
)
_BARE: Final = re.compile(rf"([0-9]{{1,2}})(?: (ruoi))?(?: ?{_PART})?", re.ASCII)
_AROUND: Final = re.compile(r"^(?:luc|vao|hoi|khoang) ")
_MOST_WORDS: Final = 12


def read_time(text: str) -> str | Rejected:
    """Read a time of day: "7h30", "14:05", "7 giờ rưỡi chiều", "8 giờ kém 15", "7:30 pm".

    An hour that says nothing more ("7") could be two: it is asked back.
    """
    typed = _plain(text)
    if iso := _ISO.fullmatch(typed):
        return typed if len(typed) > len("07:30:00.000") else f"{iso[1]}:{iso[2]}:{iso[3]}.000{OFFSET}"
    parameters = {"typed": quote(text)}
    if found := _TIME.fullmatch(typed):
        hour, minute, half, less, part = found.groups()
        return _time_of(int(hour), 30 if half else int(minute or 0), int(less or 0), part, parameters)
    if bare := _BARE.fullmatch(typed):
        if bare[2] or bare[3] or int(bare[1]) > 12:
            return _time_of(int(bare[1]), 30 if bare[2] else 0, 0, bare[3], parameters)
        return Rejected("incomplete_time", parameters=parameters)
    return Rejected("not_time" if typed else "empty", parameters=parameters)


def _plain(text: str) -> str:
    typed = squeeze_polite(text).casefold().rstrip(" .,;!?")
    folded = re.sub(r"[^\W\d_]+", lambda word: fold(word[0]), typed)
    return _AROUND.sub("", re.sub(r" ?([:.]) ?", r"\1", folded))


def _time_of(
    hour: int, minute: int, less: int, part: str | None, parameters: dict[str, str]
) -> str | Rejected:
    on_clock = _hour_of_day(hour, part)
    if on_clock is None or minute > 59 or less > 59:
        return Rejected("impossible_time", parameters=parameters)
    minutes = (60 * on_clock + minute - less) % (24 * 60)
    return time_at(minutes)


def time_at(minutes: int) -> str:
    """Return the time so many minutes after midnight, as it is stored."""
    return f"{minutes // 60:02}:{minutes % 60:02}:00.000{OFFSET}"


_LATER: Final = {"trua": range(1, 3), "chieu": range(1, 8), "toi": range(5, 12), "dem": range(7, 12)}
"""Hours that are said of the clock's second half, by the part of the day."""
_SAID: Final = {
    "sang": range(12),
    "trua": range(10, 15),
    "chieu": range(12, 20),
    "toi": range(17, 24),
    "dem": (*range(5), *range(19, 24)),
}
"""Hours of the day that may be said of a part of it."""


def _hour_of_day(hour: int, part: str | None) -> int | None:
    """Return the hour from 0 to 23; ``None`` if there is none such, as of "14 giờ sáng"."""
    if part in ("am", "pm", "sa", "ch"):
        return hour % 12 + 12 * (part in ("pm", "ch")) if 1 <= hour <= 12 else None
    part = "dem" if part == "khuya" else part
    if part in ("toi", "dem") and hour == 12:
        return 0
    if part is None:
        return hour if hour <= 23 else None
    hour = hour + 12 if hour in _LATER.get(part, ()) else hour
    return hour if hour in _SAID[part] else None


def read_moment(text: str) -> str | Rejected:
    """Read a day with a time of it, in either order: "2/9/2026 14:05", "7h30 sáng ngày 2/9/2026"."""
    words = re.sub(r"(?<=[0-9])T(?=[0-9])", " ", squeeze_polite(text)).replace(",", " ").split()
    found = None
    for at in range(1, min(len(words), _MOST_WORDS)):
        first, second = " ".join(words[:at]), " ".join(words[at:])
        for day_text, time_text in ((first, second), (second, first)):
            day, time = read_date(day_text), read_time(time_text)
            if isinstance(day, str) and isinstance(time, str):
                return f"{day}T{time}"
            if isinstance(day, str) or isinstance(time, str):
                found = found or (time if isinstance(day, str) else day)
    parameters = {"typed": quote(text)}
    if isinstance(found, Rejected) and found.code in ("impossible_date", "impossible_time", "two_digit_year"):
        return found
    is_half = isinstance(read_date(text), str) or isinstance(read_time(text), str)
    return Rejected(
        "incomplete_moment" if is_half else "not_moment" if words else "empty", parameters=parameters
    )


def show_time(value: str) -> str:
    """Write a stored time as people do here: ``07:30:00.000+07:00`` → 07:30; anything else stays."""
    return value[:5] if _ISO.fullmatch(value) else value


def show_moment(value: str) -> str:
    """Write a stored moment: ``2026-09-02T14:05:00.000+07:00`` → 14:05, 2/9/2026; anything else stays."""
    day, _, time = value.partition("T")
    return f"{show_time(time)}, {show_date(day)}" if _ISO.fullmatch(time) else value


ACKNOWLEDGED: Final = "OK"
"""What ODK stores of an ``acknowledge``."""
_SAYING_SO: Final = frozenset(
    {
        *(
            "da ro",
            "toi da ro",
            "ro roi",
            "da doc",
            "da hieu",
            "da biet",
            "da nam",
            "xac nhan",
            "da xac nhan",
        ),
        *("dong y", "toi dong y", "ok", "oke", "okay", "1"),
    }
)


def read_acknowledgement(text: str) -> str | Rejected:
    """Read that somebody has taken note: "đã rõ", "đồng ý", "ok"."""
    typed = fold(squeeze_polite(text))
    return (
        ACKNOWLEDGED
        if typed in _SAYING_SO
        else Rejected("not_acknowledged", parameters={"typed": quote(text)})
    )


def show_acknowledgement(value: str) -> str:
    """Say in words what ODK stores of an ``acknowledge``."""
    return "Đã rõ" if value == ACKNOWLEDGED else value


_DIGITS: Final = re.compile(r"[0-9+\-.,()/ ]*[0-9][0-9+\-.,()/ ]*", re.ASCII)


def read_digits(text: str) -> str | Rejected:
    """Read a text of figures (appearance ``numbers``): zeros at its head stay."""
    typed = squeeze_polite(text)
    return typed if _DIGITS.fullmatch(typed) else Rejected("not_digits", parameters={"typed": quote(text)})
