"""Opening classes one after the other: the plain way to a plan, and how what the solver found becomes one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from surveys.planning.classes.task import Want
from surveys.planning.classes.timetable import Opened, Timetable, fit_together, is_journey
from surveys.planning.classes.weeks import Session
from surveys.planning.courses import Course
from surveys.planning.limits import Budget, TeachingPlace


class Where(NamedTuple):
    """Where a class is held, and who pays for it."""

    place: TeachingPlace
    source: Budget | None


def wheres_of(table: Timetable, course: Course) -> list[Where]:
    """Return every place and source of money that a class of a course could have."""
    demand = table.demand
    return [
        Where(place, source) for place in demand.places[course.code] for source in demand.sources[course.code]
    ]


def open_best(
    table: Timetable,
    wants: Sequence[Want],
    sessions: Iterable[Session],
    wheres: Sequence[Where],
    *,
    most: int,
    is_late_allowed: bool = False,
) -> Opened | None:
    """Open the class that serves the weightiest of some wants, and seat them; nothing if too few could come.

    ``wants``, all for one course, in the order in which places are given; ``most``: how many it takes at most. Of
    sessions that serve the same, the one in which the fewest are away otherwise is taken, so that classes spread over
    the year.
    """
    if not wants:
        return None
    course = wants[0].course
    ideal = _worth(wants[:most])
    best: tuple[tuple[int, int], Session, list[Want]] | None = None
    for session in sorted(sessions, key=lambda each: (table.load(each), each.first)):
        room = max((table.room(course, session, *where) for where in wheres), default=0)
        if min(room, len(wants)) < course.smallest:
            continue
        room = min(room, max(most, course.smallest))
        fitting = fit_together(table, wants, session, room, is_late_allowed=is_late_allowed)
        if len(fitting) < course.smallest:
            continue
        worth = _worth(fitting, session)
        if best is None or worth > best[0]:
            best = worth, session, fitting
        if worth >= ideal:
            break
    if best is None:
        return None
    _, session, fitting = best
    where = _best_where(table, course, session, fitting, wheres)
    opened = table.open(course, session, *where)
    if opened is not None:
        for want in fitting:
            if table.hindrance(want, opened) is None:
                table.seat(want, opened)
    return opened


def open_all(table: Timetable, *, is_due: bool = False, is_late_allowed: bool = False) -> bool:
    """Open classes for all who have no seat yet, while enough of them can come. Say whether any was opened.

    ``is_due``: only for those who have a deadline. ``is_late_allowed``: also if a class ends too late for them.
    """
    unmet: defaultdict[str, list[Want]] = defaultdict(list)
    for want in table.unmet():
        if want.due is not None or not is_due:
            unmet[want.course.code].append(want)
    has_opened = False
    for course in sorted(
        (wants[0].course for wants in unmet.values()), key=lambda c: _urgency(c, unmet[c.code])
    ):
        wants = unmet[course.code]
        while len(wants) >= course.smallest:
            found = open_best(
                table,
                wants,
                table.demand.sessions[course.code],
                wheres_of(table, course),
                most=_share(len(wants), course),
                is_late_allowed=is_late_allowed,
            )
            if found is None:
                break
            has_opened = True
            wants = [want for want in wants if want.place not in table.seat_of]
    return has_opened


def fill(table: Timetable, *, is_late_allowed: bool = False, is_due: bool = False) -> bool:
    """Seat whoever has no seat and can sit in a class that is open. Say whether anybody could.

    ``is_late_allowed``: also in a class that ends too late for them, which is better than none. ``is_due``: only
    those who have a deadline.
    """
    has_seated = False
    for want in table.unmet():
        if is_due and want.due is None:
            break
        near_first = sorted(table.classes_of(want.course), key=lambda opened: is_journey(want, opened.place))
        for opened in near_first:
            is_fitting = is_late_allowed or want.is_met_by(opened.session)
            if is_fitting and table.hindrance(want, opened) is None:
                table.seat(want, opened)
                has_seated = True
                break
    return has_seated


def _share(count: int, course: Course) -> int:
    """Return how many sit in each class if so many are shared out evenly."""
    share = -(-count // -(-count // course.largest))
    return share if share >= course.smallest else course.largest


def _worth(wants: Sequence[Want], session: Session | None = None) -> tuple[int, int]:
    """How much it is worth to serve these, in a session: deadlines met, then weight."""
    met = sum(want.due is not None and (session is None or want.is_met_by(session)) for want in wants)
    return met, sum(want.weight for want in wants)


def _urgency(course: Course, wants: Sequence[Want]) -> tuple[int, float, str]:
    """The order in which courses are opened: deadlines, then the weight that the money buys."""
    first = wants[: course.largest]
    cost = course.cost_per_class + len(first) * course.cost_per_person
    in_due, weight = _worth(first)
    return -in_due, -weight / max(1, cost), course.code


def _best_where(
    table: Timetable, course: Course, session: Session, wants: Sequence[Want], wheres: Sequence[Where]
) -> Where:
    """Return where the most of some people find room; then where the fewest have to travel."""

    def worse(where: Where) -> tuple[int, int]:
        room = min(len(wants), table.room(course, session, *where))
        return -room, sum(is_journey(want, where.place) for want in wants)

    return min(wheres, key=worse)
