"""Which situation is whose turn, when it may come, and in which order its options stand. Nothing is left to chance."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from surveys.field_period import Calendar, Span
from surveys.situations.model import Bank, Situation

WEEKDAYS: Final = range(5)
"""The days that may be chosen: Monday to Friday, from 0."""
FIRST_HOUR: Final = 7
LAST_HOUR: Final = 20
"""The hours that may be chosen: nobody is written to at night."""
_LASTS: Final = timedelta(hours=2)
_NIGHT: Final = time(21)
"""How long after the hour a card may still leave, if the bot stood still; and never after that."""


@dataclass(frozen=True, slots=True)
class Wish:
    """When somebody wants their weekly card: a weekday from 0, an hour."""

    weekday: int
    hour: int

    @property
    def is_possible(self) -> bool:
        """Say whether it may be chosen."""
        return self.weekday in WEEKDAYS and FIRST_HOUR <= self.hour <= LAST_HOUR


def choose_next(bank: Bank, group: str, field: str, asked: Container[str], day: date) -> Situation | None:
    """Return the first situation of the bank that somebody has not been asked yet; ``None`` if there is none.

    The order is the same for all, so that colleagues have soon answered the same one.
    """
    return next(
        (each for each in bank.sent_on(day) if each.code not in asked and each.is_for(group, field)), None
    )


def shuffled_places(situation: Situation, seed: int) -> tuple[int, ...]:
    """Return the places of the options in the order in which one person sees them."""

    def draw(place: int) -> bytes:
        key = f"{seed}:{situation.code}:{place}"
        return hashlib.blake2b(key.encode(errors="surrogatepass"), digest_size=8).digest()

    return tuple(sorted(range(len(situation.options)), key=draw))


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def first_window(calendar: Calendar, now: datetime, wish: Wish) -> Span:
    """Return when the next card may leave, from now on."""
    week = week_of(now.astimezone(calendar.zone).date())
    weeks = (week + timedelta(weeks=each) for each in range(60))
    windows = (window_of(calendar, each, wish) for each in weeks)
    return next(window for window in windows if window is not None and window.start > now)


def window_of(calendar: Calendar, week: date, wish: Wish) -> Span | None:
    """Return when the card of a week may leave; ``None`` if the week has no day for it.

    On a day off it comes on the next working day of that week, at the same hour.
    """
    days = (week + timedelta(days=each) for each in range(wish.weekday, 7))
    day = next((each for each in days if calendar.is_working_day(each)), None)
    if day is None:
        return None
    start = calendar.local(day, time(wish.hour))
    return Span(start, min(start + _LASTS, calendar.local(day, _NIGHT)))
