"""Conversions between text, numbers, truths and days, as JavaRosa makes them (``XPathFuncExpr``)."""

import math
import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from surveys.expressions.nodes import Value

NAN = math.nan
EPOCH = date(1970, 1, 1)
EPOCH_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone of a moment that names none."""

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)


def text(value: Value) -> str:
    """Write a value as text: ``3.0`` → ``3``, ``True`` → ``true``, days and times as ODK stores them, NaN as NaN."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return _number_text(float(value))
    return (
        value.isoformat(timespec="milliseconds") if isinstance(value, datetime | time) else value.isoformat()
    )


_TINY = 1e-12  # JavaRosa: what is closer to a whole number than this is that number


def _number_text(number: float) -> str:
    """Write a number as JavaRosa does, but never with an exponent (XPath 1.0, section 4.2)."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    whole = math.trunc(number)
    return f"{Decimal(repr(float(whole) if abs(number - whole) < _TINY else number)):f}".removesuffix(".0")


def stored_value(value: Value) -> Value:
    """Return what is left of a value once it is an item's answer: NaN is no answer (``Recalculate.wrapData``)."""
    return "" if isinstance(value, float) and math.isnan(value) else value


def number(value: Value) -> float:
    """Read a value as a number; days count from 1970-01-01, a time is a part of one; what is no number is NaN."""
    if isinstance(value, str):
        return _read_number(value)
    if isinstance(value, datetime):
        return _fractional_days(value)
    if isinstance(value, date):
        return float((value - EPOCH).days)
    if isinstance(value, time):
        return _fractional_days(datetime.combine(EPOCH, value))
    return float(value)


def _read_number(source: str) -> float:
    """Read ``4,6`` as 4.6, as JavaRosa does (``toNumeric``): that is how numbers are written here."""
    stripped = source.strip().replace(",", ".")
    if _NUMBER.fullmatch(stripped):
        return float(stripped)
    moment = read_day(stripped)
    return NAN if moment is None else number(moment)


def _fractional_days(moment: datetime) -> float:
    """Local wall time counts, as JavaRosa does: noon is .5 whatever the zone."""
    wall = moment.replace(tzinfo=UTC)
    return (wall - datetime.combine(EPOCH, time(), UTC)) / timedelta(days=1)


def truth_of(value: Value) -> bool:
    """Read a value as a truth: text if not empty, a number if neither 0 nor NaN, a day always."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value != ""
    if isinstance(value, float | int):
        return not math.isnan(value) and abs(value) > 1e-12
    return True


def read_day(source: str) -> date | datetime | None:
    """Read an ISO day or moment; ``None`` when it is none."""
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", source):
        return None
    try:
        return date.fromisoformat(source) if len(source) == 10 else datetime.fromisoformat(source)
    except ValueError:
        return None


def read_time(source: str) -> datetime | None:
    """Read a time of day as a moment of some day in the local zone; ``None`` when it is none."""
    try:
        moment = datetime.combine(_SOME_DAY, time.fromisoformat(source))
    except ValueError:
        return None
    return moment if moment.tzinfo is None else moment.astimezone(LOCAL)


_SOME_DAY = date(2000, 1, 1)


def to_day(value: Value) -> date | datetime | str:
    """Read a value as a day: an ISO text, or a number of days since 1970; ``''`` when it is none."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and (day := read_day(value.strip())) is not None:
        return day
    days = number(value)
    if math.isnan(days) or not -719162 <= days <= 2932896:
        return ""
    whole = EPOCH + timedelta(days=math.floor(days))
    part = days - math.floor(days)
    if part == 0:
        return whole
    return datetime.combine(whole, time()) + timedelta(days=part)


def equals(left: Value, right: Value) -> bool:
    """Compare as JavaRosa's ``=``: truths if either is one, numbers if either is one, else text."""
    if type(left) is str and type(right) is str:  # as most are
        return left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return truth_of(left) == truth_of(right)
    if isinstance(left, float | int) or isinstance(right, float | int):
        return _same(number(left), number(right))
    if isinstance(left, date | time) and isinstance(right, date | time):
        return _same(number(left), number(right))
    return text(left) == text(right)


def _same(left: float, right: float) -> bool:
    return left == right or abs(left - right) < 1e-12
