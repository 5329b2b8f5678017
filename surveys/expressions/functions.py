"""The functions of the form language. Each takes values and gives a value; the parser checks their counts."""

import base64
import hashlib
import math
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Final

from surveys.expressions.mathematics import MATHEMATICS
from surveys.expressions.nodes import Value
from surveys.expressions.places import PLACES
from surveys.expressions.regex import compile_pattern
from surveys.expressions.values import (
    DAY,
    EPOCH_MOMENT,
    LOCAL,
    NAN,
    number,
    read_time,
    text,
    to_day,
    truth_of,
)

Signature = tuple[int, int | None]
"""The least and the greatest number of arguments; ``None``: any."""

LAZY: Final[dict[str, Signature]] = {
    "if": (3, 3),
    "coalesce": (2, None),
    "once": (1, 1),
    "today": (0, 0),
    "now": (0, 0),
    "random": (0, 0),
    "uuid": (0, 1),
    "jr:choice-name": (2, 2),
    "pulldata": (4, 4),
    "position": (0, 1),
    "indexed-repeat": (3, 11),
}
"""Functions that the evaluator works out itself: they need the context, or not all of their arguments."""

UNSUPPORTED: Final = frozenset(
    {
        "current",
        "instance",
        "randomize",
        "search",
        "extract-signed",
        "version",
        "property",
        "lookup",
        "geofence",
        "intersects",
        "local-name",
        "name",
        "last",
        "id",
        "nlset",
        "cond-date",
        "jr:itext",
    }
)
"""Functions of ODK or XPath that need repeats, files or places, or that no form here has needed."""


def codes(value: Value) -> list[str]:
    """Return the codes of a ``select_multiple`` answer."""
    return text(value).split()


def _selected(value: Value, code: Value) -> bool:
    """An empty answer is the list of one empty code, as on ODK: ``selected(${x}, '')`` asks whether x is empty."""
    return text(code).strip() in (codes(value) or ("",))


def _selected_at(value: Value, index: Value) -> str:
    chosen, at = codes(value), number(index)
    return chosen[int(at)] if 0 <= at < len(chosen) else ""


def _substr(value: Value, start: Value, end: Value = "") -> str:
    """Characters from ``start`` (0 is the first, negative from the end) up to before ``end``."""
    source = text(value)
    first = _offset(start, len(source), 0)
    last = _offset(end, len(source), len(source)) if text(end) else len(source)
    return source[first:last]


def _offset(value: Value, length: int, otherwise: int) -> int:
    at = number(value)
    if math.isnan(at):
        return otherwise
    bounded = int(max(-length, min(length, at)))
    return bounded + length if at < 0 else bounded


def _translate(value: Value, old: Value, new: Value) -> str:
    targets = text(new)
    table: dict[int, str | None] = {}
    for at, character in enumerate(text(old)):
        table.setdefault(ord(character), targets[at] if at < len(targets) else None)
    return text(value).translate(table)


def _whole(value: Value) -> float:
    figure = number(value)
    return float(math.trunc(figure)) if math.isfinite(figure) else figure


def _round(value: Value, digits: Value = 0.0) -> float:
    """Round half up (towards the greater), as XPath and JavaRosa do; ``round(-2.5)`` is -2."""
    figure, places = number(value), number(digits)
    if not (math.isfinite(figure) and math.isfinite(places)):
        return NAN if math.isnan(places) else figure
    scale = 10.0 ** max(-15.0, min(15.0, float(int(places))))
    scaled = figure * scale
    return math.floor(scaled + 0.5) / scale if math.isfinite(scaled) else figure


def _least(*values: Value) -> float:
    figures = [number(value) for value in values]
    return NAN if any(map(math.isnan, figures)) else min(figures)


def _greatest(*values: Value) -> float:
    figures = [number(value) for value in values]
    return NAN if any(map(math.isnan, figures)) else max(figures)


def _checklist(least: Value, most: Value, *answers: Value) -> bool:
    return _within(float(sum(map(truth_of, answers))), least, most)


def _weighted_checklist(least: Value, most: Value, *pairs: Value) -> bool:
    weights = zip(pairs[::2], pairs[1::2], strict=False)
    return _within(sum(number(weight) for answer, weight in weights if truth_of(answer)), least, most)


def _within(total: float, least: Value, most: Value) -> bool:
    """``-1`` as a bound means that there is none (JavaRosa)."""
    low, high = number(least), number(most)
    return (low < 0 or total >= low) and (high < 0 or total <= high)


def _format_date(value: Value, layout: Value) -> str:
    """Write a day by ODK's letters: ``%Y %y %m %n %b %d %e %H %h %M %S %3 %a``; ``''`` when there is none."""
    day = to_day(value)
    if isinstance(day, str):
        return ""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    letters = {
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "n": str(moment.month),
        "b": f"tháng {moment.month}",
        "d": f"{moment.day:02}",
        "e": str(moment.day),
        "H": f"{moment.hour:02}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}",
        "a": ("T2", "T3", "T4", "T5", "T6", "T7", "CN")[moment.weekday()],
        "%": "%",
    }
    pieces = text(layout).replace("%%", "%\0").split("%")
    return pieces[0] + "".join(
        "%" + piece[1:] if piece[:1] == "\0" else letters.get(piece[:1], "%" + piece[:1]) + piece[1:]
        for piece in pieces[1:]
    )


def _date(value: Value) -> date | str:
    day = to_day(value)
    return day.date() if isinstance(day, datetime) else day


def _moment(value: Value) -> datetime | None:
    """Read a value as a moment, a day as its beginning; ``None`` when it is none."""
    day = to_day(value)
    if isinstance(day, str):
        return None
    return day if isinstance(day, datetime) else datetime.combine(day, time())


def _date_time(value: Value) -> datetime | str:
    return _moment(value) or ""


def _decimal_date_time(value: Value) -> float:
    """Days since 1970-01-01 UTC, so that a moment without a zone is one of the local zone."""
    moment = _moment(value)
    if moment is None:
        return NAN
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LOCAL)
    return (moment - EPOCH_MOMENT) / DAY


def _decimal_time(value: Value) -> float:
    """Noon is 0.5; the zone that is written decides nothing but which local time it is."""
    moment = read_time(text(value).strip())
    return (
        NAN if moment is None else (moment - moment.replace(hour=0, minute=0, second=0, microsecond=0)) / DAY
    )


_DIGESTS: Final = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


def _digest(value: Value, algorithm: Value, encoding: Value = "base64") -> str:
    name = _DIGESTS.get(text(algorithm))
    if name is None:
        return ""
    found = hashlib.new(name, text(value).encode(errors="surrogatepass"), usedforsecurity=False).digest()
    return found.hex() if text(encoding) == "hex" else base64.b64encode(found).decode()


def _base64_decode(value: Value) -> str:
    try:
        return base64.b64decode(text(value), validate=True).decode()
    except ValueError:
        return ""


def _before(value: Value, mark: Value) -> str:
    found, between, _ = text(value).partition(text(mark)) if text(mark) else ("", "", "")
    return found if between else ""


def _after(value: Value, mark: Value) -> str:
    return text(value).partition(text(mark))[2] if text(mark) else text(value)


FUNCTIONS: Final[dict[str, tuple[Signature, Callable[..., Value]]]] = {
    "selected": ((2, 2), _selected),
    "is-selected": ((2, 2), _selected),
    "selected-at": ((2, 2), _selected_at),
    "count-selected": ((1, 1), lambda value: float(len(codes(value)))),
    "regex": ((2, 2), lambda value, pattern: compile_pattern(pattern).matches(text(value))),
    "contains": ((2, 2), lambda value, part: text(part) in text(value)),
    "starts-with": ((2, 2), lambda value, part: text(value).startswith(text(part))),
    "ends-with": ((2, 2), lambda value, part: text(value).endswith(text(part))),
    "substr": ((2, 3), _substr),
    "substring-before": ((2, 2), _before),
    "substring-after": ((2, 2), _after),
    "digest": ((2, 3), _digest),
    "base64-decode": ((1, 1), _base64_decode),
    "string-length": ((1, 1), lambda value: float(len(text(value)))),
    "concat": ((1, None), lambda *values: "".join(map(text, values))),
    "join": ((1, None), lambda between, *values: text(between).join(map(text, values))),
    "normalize-space": ((1, 1), lambda value: " ".join(text(value).split())),
    "translate": ((3, 3), _translate),
    "string": ((1, 1), text),
    "number": ((1, 1), number),
    "int": ((1, 1), _whole),
    "round": ((1, 2), _round),
    "abs": ((1, 1), lambda value: abs(number(value))),
    "min": ((1, None), _least),
    "max": ((1, None), _greatest),
    "sum": ((1, None), lambda *values: sum(map(number, values))),
    "count": ((1, 1), lambda *values: float(len(values))),
    "count-non-empty": ((1, None), lambda *values: float(sum(text(value) != "" for value in values))),
    "date": ((1, 1), _date),
    "format-date": ((2, 2), _format_date),
    "format-date-time": ((2, 2), _format_date),
    "date-time": ((1, 1), _date_time),
    "decimal-date-time": ((1, 1), _decimal_date_time),
    "decimal-time": ((1, 1), _decimal_time),
    "boolean": ((1, 1), truth_of),
    "boolean-from-string": ((1, 1), lambda value: text(value) in ("1", "true")),
    "not": ((1, 1), lambda value: not truth_of(value)),
    "true": ((0, 0), lambda: True),
    "false": ((0, 0), lambda: False),
    "checklist": ((3, None), _checklist),
    "weighted-checklist": ((4, None), _weighted_checklist),
    "depend": ((1, None), lambda value, *_: value),
    **MATHEMATICS,
    **PLACES,
}


SIGNATURES: Final[dict[str, Signature]] = {name: signature for name, (signature, _) in FUNCTIONS.items()}
