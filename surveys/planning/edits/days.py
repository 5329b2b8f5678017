"""When a class takes place after its quarter or its days were changed."""

from datetime import date, timedelta

from surveys.planning.checking import working_days
from surveys.planning.courses import Course
from surveys.planning.limits import Limits

_SATURDAY = 5


def quarter_of(day: date) -> int:
    """Return the quarter of a day."""
    return (day.month + 2) // 3


def last_day(course: Course, limits: Limits, first: date) -> date:
    """Return the day on which a class ends that begins on a day: after its working days, or after its weeks."""
    last, left = first, course.days
    for each in range(370):
        last = first + timedelta(days=each)
        left -= working_days(limits, last, last)
        if left <= 0:
            break
    by_weeks = first + timedelta(weeks=course.weeks) - timedelta(days=first.weekday() + 3)
    return max(last, by_weeks) if course.weeks else last


def first_in(course: Course, limits: Limits, quarter: int) -> tuple[date, date]:
    """Return the first days of a quarter, from a Monday, in which a class fits; its first Monday if none does."""
    begins = date(limits.year, 3 * quarter - 2, 1)
    monday = begins + timedelta(days=-begins.weekday() % 7)
    fallback = monday, last_day(course, limits, monday)
    while quarter_of(monday) == quarter and monday.year == limits.year:
        last = last_day(course, limits, monday)
        fits = (last - monday).days < 7 * course.length
        if fits and working_days(limits, monday, last) >= course.days:
            return monday, last
        monday += timedelta(weeks=1)
    return fallback
