"""What is offered so that nobody has to type: days to open and close on, reminder plans; and how both are typed."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.texts import say
from bot.texts.composing import TEXTS
from surveys.field_period import Anchor, Calendar, ReminderRule, parse_plan, parse_when
from surveys.problems import Problem
from surveys.replies import fold, squeeze

PLANS: Final = (
    ("+2d,+4d,-1d@08:30", TEXTS.plan_usual),
    ("+2d,-1d@08:30", TEXTS.plan_light),
    ("+1d,+3d,+5d,-1d@08:30", TEXTS.plan_dense),
    ("", TEXTS.plan_none),
)
"""Reminder plans as ``parse_plan`` reads them, with their words."""

TICKS: Final = ("+1d", "+2d", "+3d", "+5d", "+7d", "+10d", "-3d@08:30", "-1d@08:30", "-0d@08:30")
"""The reminders that are offered one by one."""
HOURS: Final = ("11:30", "17:00", "20:00", "23:59")
"""The hours of closing that are offered."""

WEEKS: Final = (1, 2, 3)
OFFERED_DAYS: Final = 3

_VIETNAMESE_DAY = re.compile(r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})")
_HOUR = re.compile(r"(?P<hour>\d{1,2})\s*(?:[:hg]|gio)\s*(?P<minute>\d{2})?")
_DAY_WORDS = re.compile(r"\b(?:thu \w+|chu nhat|ngay|luc|vao)\b|,")
_RULE_WORDS = re.compile(
    r"(?P<anchor>sau|truoc)(?: han| khi dong)? (?P<count>\d{1,3}) ?(?P<unit>ngay|gio)(?: (?:luc )?(?P<at>\d.*))?"
)


def opening_days(calendar: Calendar, now: datetime) -> tuple[date, ...]:
    """Return the next working days after today on which a wave may open."""
    today = now.astimezone(calendar.zone).date()
    ahead = (today + timedelta(days=count) for count in range(1, 60))
    working = [day for day in ahead if calendar.is_working_day(day)]
    return tuple(working[:OFFERED_DAYS])


def closing_days(calendar: Calendar, opens_at: datetime) -> tuple[tuple[int, date], ...]:
    """Return (weeks, day): the last working day within so many weeks of the opening."""
    first = opens_at.astimezone(calendar.zone).date()
    offered = []
    for weeks in WEEKS:
        day = first + timedelta(weeks=weeks)
        while not calendar.is_working_day(day) and day > first:
            day -= timedelta(days=1)
        if day > first:
            offered.append((weeks, day))
    return tuple(offered)


def read_moment(text: str, calendar: Calendar, now: datetime, *, is_end: bool) -> datetime | Problem:
    """Read a typed date, perhaps with an hour: 15/12/2026 16:30, or whatever ``parse_when`` accepts."""
    word = " ".join(_DAY_WORDS.sub(" ", _unaccented(text)).split())
    match = _VIETNAMESE_DAY.search(word)
    if match is None:
        return parse_when(text, now, calendar.zone, is_end=is_end)
    day = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    rest = f"{word[: match.start()]} {word[match.end() :]}".strip()
    at = _hour(rest) if rest else ""
    if at is None:
        return Problem("bad_moment", parameters={"found": text.strip(), "expected": ""})
    return parse_when(f"{day}T{at}" if at else day, now, calendar.zone, is_end=is_end)


def names_an_hour(text: str) -> bool:
    """Say whether a typed date tells an hour, too."""
    return bool(_HOUR.search(_VIETNAMESE_DAY.sub("", _unaccented(text))))


def _hour(text: str) -> str | None:
    """Read 16:30, 16h30, 16h or 16 gio as 16:30; ``None`` for anything else."""
    match = _HOUR.fullmatch(text)
    return f"{int(match['hour']):02}:{match['minute'] or '00'}" if match else None


def _unaccented(text: str) -> str:
    """Return a text without accents, in small letters; its signs stay."""
    return "".join(fold(letter) or letter for letter in squeeze(text))


def at_opening(calendar: Calendar, day: date) -> datetime:
    """Return the moment at which a wave opens on a day."""
    return calendar.local(day, calendar.hours[0][0])


def at_closing(calendar: Calendar, day: date, hour: str) -> datetime:
    """Return the moment at which a wave closes on a day; ``hour`` is like 17:00."""
    return calendar.local(day, time.fromisoformat(hour))


# --- reminder plans ---------------------------------------------------------------------------------


def read_plan(text: str) -> str | Problem:
    """Read a typed plan, in words (sau 2 ngày, trước 1 ngày lúc 8:30) or as ``parse_plan`` takes it: the plan."""
    parts = [part for part in re.split(r"[,;]| va ", _unaccented(text.replace("\n", ","))) if part.strip()]
    plan = ",".join(_rule_of(" ".join(part.split())) for part in parts)
    read = parse_plan(plan) if plan else Problem("bad_plan", parameters={"found": text.strip()})
    return read if isinstance(read, Problem) else ",".join(str(rule) for rule in read)


def _rule_of(words: str) -> str:
    """Return a rule in words as ``parse_plan`` reads it; other words as they are."""
    match = _RULE_WORDS.fullmatch(words)
    at = _hour(match["at"]) if match and match["at"] else ""
    if match is None or at is None:
        return words
    sign, unit = "+" if match["anchor"] == "sau" else "-", "d" if match["unit"] == "ngay" else "h"
    return f"{sign}{int(match['count'])}{unit}" + (f"@{at}" if at else "")


def rules_in(plan: str) -> tuple[str, ...]:
    """Return the rules of a plan, each as it is written."""
    return tuple(plan.split(",")) if plan else ()


def with_rule(plan: str, rule: str) -> str:
    """Return a plan with a rule added, or taken out if it is there; those before the closing come last."""
    held = rules_in(plan)
    chosen = [each for each in held if each != rule] if rule in held else [*held, rule]
    read = parse_plan(",".join(chosen))
    if isinstance(read, Problem):
        return plan
    return ",".join(str(each) for each in sorted(read, key=_order))


def _order(rule: ReminderRule) -> tuple[bool, timedelta]:
    is_before = rule.anchor is Anchor.CLOSES
    return is_before, -rule.offset if is_before else rule.offset


def plan_words(plan: str) -> str:
    """Return a plan in words: those of the plans that are offered, else rule by rule."""
    read = parse_plan(plan)
    if plan in dict(PLANS) or isinstance(read, Problem):
        return dict(PLANS).get(plan, plan)
    return ", ".join(_rule_words(rule) for rule in read)


def _rule_words(rule: ReminderRule) -> str:
    at = say(TEXTS.rule_at, at=f"{rule.at:%H:%M}") if rule.at else ""
    if not rule.days and not rule.hours:
        return TEXTS.rule_closing_day + at
    template = TEXTS.rule_after if rule.anchor is Anchor.BEGUN else TEXTS.rule_before
    count, unit = (rule.hours, TEXTS.hours) if rule.hours else (rule.days, TEXTS.days)
    return say(template, count=count, unit=unit) + at


def names_in_short(names: Sequence[str], limit: int = 4) -> str:
    """Return the first names and an ellipsis."""
    return ", ".join(names[:limit]) + (", …" if len(names) > limit else "")
