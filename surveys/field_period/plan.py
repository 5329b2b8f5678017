"""What an administrator types: the reminder plan and the dates of a wave."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from surveys.field_period.calendar import OFFICE_HOURS
from surveys.problems import Problem

DAY_OPENS: Final = OFFICE_HOURS[0][0]
DAY_CLOSES: Final = OFFICE_HOURS[-1][1]

_RULE = re.compile(r"(?P<sign>[+-])(?P<count>\d{1,3})(?P<unit>[dh])(?:@(?P<hour>\d{1,2}):(?P<minute>\d{2}))?")


class Anchor(StrEnum):
    """From where a reminder counts."""

    BEGUN = "begun"  # the invitation was sent, or the official linked during the wave
    CLOSES = "closes"  # the closing of the wave


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """One reminder: so many days or hours after the beginning or before the closing; ``at``, local time.

    Without ``at`` a reminder after the beginning keeps its time of day, and one counted in days before the
    closing comes when that day's office hours begin.
    """

    days: int
    anchor: Anchor
    at: time | None = None
    hours: int = 0

    @property
    def offset(self) -> timedelta:
        """How far from the anchor, as a positive length."""
        return timedelta(days=self.days, hours=self.hours)

    def __str__(self) -> str:
        sign = "+" if self.anchor is Anchor.BEGUN else "-"
        length = f"{self.hours}h" if self.hours else f"{self.days}d"
        return f"{sign}{length}" + (f"@{self.at:%H:%M}" if self.at else "")


def parse_plan(text: str) -> tuple[ReminderRule, ...] | Problem:
    """Read ``+2d,+4d,-1d@08:30`` (also ``+6h``): rules in the order typed; an empty text means no reminder.

    The problem is ``bad_plan`` with what was ``found``, or ``repeated_rule``.
    """
    rules: list[ReminderRule] = []
    for part in (part.strip() for part in re.split(r"[,;]", text)):
        if not part and not text.strip():
            continue
        rule = _rule(part.lower())
        if rule is None:
            return Problem("bad_plan", parameters={"found": part, "expected": "+2d,+4d,-1d@08:30"})
        if rule in rules:
            return Problem("repeated_rule", parameters={"found": part})
        rules.append(rule)
    return tuple(rules)


def _rule(part: str) -> ReminderRule | None:
    match = _RULE.fullmatch(part)
    if match is None:
        return None
    count, is_days = int(match["count"]), match["unit"] == "d"
    if match["hour"] is not None and (not is_days or int(match["hour"]) > 23 or int(match["minute"]) > 59):
        return None
    if count == 0 and not (is_days and match["sign"] == "-"):
        return None  # nothing can be due at the very beginning; "-0d@08:30" is the closing day
    return ReminderRule(
        days=count if is_days else 0,
        anchor=Anchor.BEGUN if match["sign"] == "+" else Anchor.CLOSES,
        at=time(int(match["hour"]), int(match["minute"])) if match["hour"] is not None else None,
        hours=0 if is_days else count,
    )


YEARS: Final = range(2000, 2100)
"""The years in which a wave may open and close."""


def parse_when(text: str, now: datetime, zone: ZoneInfo, *, is_end: bool) -> datetime | Problem:
    """Read ``now``, ``2026-12-15`` or ``2026-12-15T17:00`` (local): an aware moment in ``zone``.

    A date alone opens at 7:30, and closes at 17:00 (``is_end``). The problem is ``bad_moment`` with what was
    ``found``; a year outside ``YEARS`` is a slip of the finger.
    """
    word = text.strip()
    if word.casefold() == "now":
        return now.astimezone(zone)
    read = _read_moment(word, zone, is_end=is_end)
    if read is not None and read.year in YEARS:
        return read
    expected = "now, 2026-12-15, 2026-12-15T17:00"
    return Problem("bad_moment", parameters={"found": word, "expected": expected})


def _read_moment(word: str, zone: ZoneInfo, *, is_end: bool) -> datetime | None:
    """Read a local date or moment; ``None`` for every other shape."""
    try:
        if len(word) == len("2026-12-15"):
            return datetime.combine(
                date.fromisoformat(word), DAY_CLOSES if is_end else DAY_OPENS, tzinfo=zone
            )
        if word[10:11] in ("T", "t", " "):
            moment = datetime.fromisoformat(word.upper())
            return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None
    return None


def check_dates(opens_at: datetime, closes_at: datetime, now: datetime) -> list[Problem]:
    """Say what is wrong with the dates of a wave that is about to be ordered; empty if nothing.

    ``closes_before_opening``: the closing is not after the opening; ``closes_in_the_past``: it is already
    over.
    """
    if closes_at <= opens_at:
        return [Problem("closes_before_opening")]
    if closes_at <= now:
        return [Problem("closes_in_the_past")]
    return []
