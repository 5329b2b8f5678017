"""Working days and office hours of a Vietnamese office."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from surveys.field_period.public_holidays import public_holidays
from surveys.problems import Place, Problem

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE_HOURS: Final = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
"""Local hours in which an office may be written to: from the first, up to but not including the second."""

_SATURDAY = 5
_FARTHEST = 400  # days searched for a working day: longer than any run of days off


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: from ``start`` up to, not including, ``end``. Both aware, in local time."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


@dataclass(frozen=True)
class Calendar:
    """Working days: Monday to Friday, less ``holidays`` (day -> its name), plus ``working_weekends``.

    A make-up Saturday (làm bù) is a working day. Days beyond the years it was made for are judged by the
    week alone.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    working_weekends: frozenset[date] = frozenset()
    zone: ZoneInfo = VIETNAM
    hours: tuple[tuple[time, time], ...] = OFFICE_HOURS

    @classmethod
    def vietnam(cls, years: Iterable[int], override_text: str = "", zone: ZoneInfo = VIETNAM) -> "Calendar":
        """Return the public calendar: Tết, Giỗ Tổ, 30/4, 1/5, 2/9, substituted days off, make-up Saturdays.

        Source: the ``holidays`` package (Bộ luật Lao động, Điều 112, and each year's notice). The overrides
        are lines that ``read_overrides`` accepts; raises ``ValueError`` if one is bad: read them first to
        show problems.
        """
        span = sorted(set(years))
        known = public_holidays(span)
        substituted: set[date] = set(getattr(known, "weekend_workdays", ()))
        days = {day: str(name) for day, name in known.items() if day not in substituted}
        overrides = read_overrides(override_text)
        if isinstance(overrides, list):
            raise ValueError(f"bad calendar override: line {overrides[0].place.cell}")  # noqa: TRY004
        worked = frozenset(substituted) | {day for day, (is_off, _) in overrides.items() if not is_off}
        off = {day: note for day, (is_off, note) in overrides.items() if is_off}
        return cls(
            holidays={day: name for day, name in (days | off).items() if day in off or day not in worked},
            working_weekends=frozenset(worked - off.keys()),
            zone=zone,
        )

    def is_working_day(self, day: date) -> bool:
        """Say whether the office works on that day."""
        if day in self.working_weekends:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def working_day_from(self, day: date, count: int) -> date:
        """Return the working day that comes so many working days after ``day``; before it, if ``count`` is negative."""
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def is_office_time(self, moment: datetime) -> bool:
        """Say whether the office may be written to at that moment (aware)."""
        return self.span_at(moment) is not None

    def span_at(self, moment: datetime) -> Span | None:
        """Return the half day of office hours around ``moment``; ``None`` outside office hours."""
        spans = self.spans_of(moment.astimezone(self.zone).date())
        return next((span for span in spans if moment in span), None)

    def next_span(self, moment: datetime) -> Span:
        """Return the half day around ``moment``, else the first one after it."""
        return next(span for span in self._spans_from(moment) if span.end > moment)

    def previous_span(self, moment: datetime) -> Span:
        """Return the half day around ``moment``, else the last one before it."""
        return next(span for span in self._spans_back_from(moment) if span.start <= moment)

    def next_office_moment(self, moment: datetime) -> datetime:
        """Return ``moment`` itself in office time, else the beginning of the next half day."""
        return max(moment, self.next_span(moment).start).astimezone(self.zone)

    def previous_office_moment(self, moment: datetime) -> datetime:
        """Return ``moment`` itself in office time, else the last whole second of the half day before it."""
        return min(moment, self.previous_span(moment).end - timedelta(seconds=1)).astimezone(self.zone)

    def spans_of(self, day: date) -> tuple[Span, ...]:
        """Return the office hours of one day, in order; none on a day off."""
        if not self.is_working_day(day):
            return ()
        return tuple(Span(self.local(day, start), self.local(day, end)) for start, end in self.hours)

    def local(self, day: date, at: time) -> datetime:
        """Return a local day and time as an aware moment."""
        return datetime.combine(day, at, tzinfo=self.zone)

    def _spans_from(self, moment: datetime) -> Iterator[Span]:
        day = moment.astimezone(self.zone).date()
        for ahead in range(_FARTHEST):
            yield from self.spans_of(day + timedelta(days=ahead))
        raise ValueError("no working day within a year: look at the calendar's override file")

    def _spans_back_from(self, moment: datetime) -> Iterator[Span]:
        day = moment.astimezone(self.zone).date()
        for back in range(_FARTHEST):
            yield from reversed(self.spans_of(day - timedelta(days=back)))
        raise ValueError("no working day within a year: look at the calendar's override file")


def read_overrides(text: str) -> dict[date, tuple[bool, str]] | list[Problem]:
    """Read the override file: a line ``2026-12-31 off Nghỉ bù`` or ``2026-12-26 work Làm bù`` a day.

    Returns day -> (is a day off, note), or every problem at once (``bad_override``, with the line as its
    cell). Empty lines and lines that begin with ``#`` are skipped; a day named twice is a problem.
    """
    days: dict[date, tuple[bool, str]] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        words = line.split(maxsplit=2)
        if not words or words[0].startswith("#"):
            continue
        day = _read_day(words[0])
        kind = words[1].casefold() if len(words) > 1 else ""
        if day is None or kind not in ("off", "work"):
            problems.append(_problem("bad_override", number, line))
        elif day in days:
            problems.append(_problem("repeated_override", number, line))
        else:
            days[day] = (kind == "off", words[2].strip() if len(words) > 2 else "")
    return problems or days


def _problem(code: str, number: int, line: str) -> Problem:
    return Problem(code, Place(cell=str(number)), {"found": line.strip()})


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-12-31") else None
    except ValueError:
        return None
