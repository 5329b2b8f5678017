"""When the waves of a recurring survey open and close."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.field_period import VIETNAM, Calendar, Every, Rhythm, check_rhythm

CALENDAR = Calendar.vietnam(range(2025, 2031))
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


def rhythm(every: Every, day: date, *, days: int = 14, at: time = time(7, 30)) -> Rhythm:
    """Make the rhythm of waves of so many days, the first one opening on a day."""
    return Rhythm(every, datetime.combine(day, at, tzinfo=VIETNAM), timedelta(days=days))


def opening_days(every: Every, first: date, count: int) -> list[date]:
    """Return the days on which the first waves open."""
    of = rhythm(every, first)
    return [of.opening(number, CALENDAR).date() for number in range(1, count + 1)]


def test_a_31st_is_shortened_and_comes_back() -> None:
    """Always counted from the first: February's 28th does not make a 28th of March."""
    days = opening_days(Every.MONTH, date(2025, 12, 31), 5)
    assert days == [
        date(2025, 12, 31),
        date(2026, 1, 30),  # the 31st is a Saturday and Monday would be February
        date(2026, 2, 27),  # the 28th is a Saturday
        date(2026, 3, 31),
        date(2026, 4, 29),  # the 30th is a holiday, and so is the 1st of May
    ]


def test_a_day_off_moves_to_the_next_working_day() -> None:
    """A quarter from 17/11/2025: 17/02/2026 is the first day of Tết; office work begins again on the 23rd."""
    assert opening_days(Every.QUARTER, date(2025, 11, 17), 3) == [
        date(2025, 11, 17),
        date(2026, 2, 23),
        date(2026, 5, 18),
    ]


def test_a_year_from_a_leap_day_is_the_28th() -> None:
    """29/02/2028 + 1 year = 28/02/2029, a working day."""
    assert opening_days(Every.YEAR, date(2028, 2, 29), 2)[1] == date(2029, 2, 28)


@given(every=st.sampled_from(Every), first=DAYS, number=st.integers(2, 40), hour=st.times())
def test_every_wave_opens_within_its_month_at_the_same_hour(
    every: Every, first: date, number: int, hour: time
) -> None:
    """Wave k is in the k-th month, quarter or year after the first, on a working day, later than the one before."""
    of = rhythm(every, first, at=hour)
    opens_at = of.opening(number, CALENDAR)
    months = (opens_at.year - first.year) * 12 + opens_at.month - first.month
    assert months == MONTHS[every] * (number - 1)
    assert CALENDAR.is_working_day(opens_at.date())
    assert opens_at.time() == hour
    assert of.opening(number - 1, CALENDAR) < opens_at


@given(every=st.sampled_from(Every), first=DAYS, days=st.integers(1, 400), number=st.integers(1, 20))
def test_no_wave_reaches_into_the_next(every: Every, first: date, days: int, number: int) -> None:
    """However long a wave is meant to last, it opens, then closes, and only then the next one opens."""
    of = rhythm(every, first, days=days)
    one, following = of.occurrence(number, CALENDAR), of.occurrence(number + 1, CALENDAR)
    assert one.opens_at < one.closes_at <= following.opens_at
    assert one.closes_at - one.opens_at <= timedelta(days=days)


@settings(max_examples=50)
@given(first=DAYS, after=st.integers(1, 5), pause=st.integers(0, 2000))
def test_the_next_wave_is_the_first_that_is_not_over(first: date, after: int, pause: int) -> None:
    """After any pause the wave to plan closes in the future, and every one left out has closed."""
    of = rhythm(Every.MONTH, first)
    now = of.opening(after, CALENDAR) + timedelta(days=pause)
    planned = of.next_after(after, CALENDAR, now)
    assert planned.number > after
    assert planned.closes_at > now
    assert all(of.occurrence(each, CALENDAR).closes_at <= now for each in range(after + 1, planned.number))


@pytest.mark.parametrize(
    ("every", "days", "longest"),
    [(Every.MONTH, 40, "28"), (Every.QUARTER, 92, "89"), (Every.YEAR, 400, "365")],
)
def test_a_wave_longer_than_its_rhythm_is_refused(every: Every, days: int, longest: str) -> None:
    """Waves may not overlap: the problem names how long it is and the most it may be."""
    (problem,) = check_rhythm(rhythm(every, date(2026, 12, 1), days=days), CALENDAR)
    assert problem.code == "overlapping_series"
    assert (problem.parameters["days"], problem.parameters["longest"]) == (str(days), longest)
    assert check_rhythm(rhythm(every, date(2026, 12, 1), days=14), CALENDAR) == []


def test_a_short_first_period_counts_too() -> None:
    """From Saturday 31/01 to Friday 27/02 are 27 days: a first wave of 28 days would overlap."""
    (problem,) = check_rhythm(rhythm(Every.MONTH, date(2026, 1, 31), days=28), CALENDAR)
    assert problem.parameters["longest"] == "27"
