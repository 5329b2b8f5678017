"""What limits a plan: weeks that do not suit, seats at each place, money, and how many may be away at once."""

from dataclasses import dataclass
from datetime import date

from surveys.planning.courses import Course, CourseKind

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Closed:
    """Days on which nobody is taught, the first and the last of them. ``reason``: elections, harvest, Tết."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TeachingPlace:
    """A place where classes are held. ``seats``: for how many people each quarter; ``None``: as many as come.

    ``provider``: who teaches there, empty if anybody may. ``kinds``: what is taught there, empty if anything.
    ``near``: the units whose people reach it without a journey.
    """

    name: str
    seats: tuple[int | None, int | None, int | None, int | None] = (None, None, None, None)
    provider: str = ""
    kinds: tuple[CourseKind, ...] = ()
    near: tuple[str, ...] = ()

    def suits(self, course: Course) -> bool:
        """Say whether a course may be held here."""
        is_its_own = not self.provider or not course.providers or self.provider in course.providers
        return is_its_own and (not self.kinds or course.kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Budget:
    """The money of one source for the year, in đồng. ``kinds``: what it may be spent on, empty if on anything."""

    source: str
    amount: int
    kinds: tuple[CourseKind, ...] = ()

    def pays(self, course: Course) -> bool:
        """Say whether a course may be paid from it."""
        return not self.kinds or course.kind in self.kinds


@dataclass(frozen=True, slots=True)
class Ordered:
    """What was ordered for one course: at least so many classes, and only in these quarters (all, if empty)."""

    course: str
    at_least: int = 0
    quarters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one year's plan. Without a place, a class is held anywhere; without a budget, money is no limit.

    ``days_away``: how many working days a unit may do without its people in any one week, all of them together
    (``None``: no limit), and ``days_away_of``: that of single units. ``small_office``: of an office with so many
    people or fewer no two are away in the same week (0: they may be). ``per_person``: how many courses a year
    (0: as many as are needed). ``holidays``: public ones, on which nobody is taught.
    """

    year: int
    closed: tuple[Closed, ...] = ()
    places: tuple[TeachingPlace, ...] = ()
    budgets: tuple[Budget, ...] = ()
    days_away: int | None = None
    days_away_of: tuple[tuple[str, int], ...] = ()
    small_office: int = 0
    per_person: int = 0
    ordered: tuple[Ordered, ...] = ()
    holidays: tuple[date, ...] = ()

    def is_closed(self, day: date) -> bool:
        """Say whether nobody is taught on a day, whatever the day of the week."""
        return day in self.holidays or any(each.first <= day <= each.last for each in self.closed)
