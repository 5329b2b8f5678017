"""Making a timetable better, step by step: nothing here breaks a limit, and each step keeps what was reached."""

from collections.abc import Iterator

from surveys.planning.classes.opening import fill, open_all, open_best, wheres_of
from surveys.planning.classes.task import Want
from surveys.planning.classes.timetable import Opened, Timetable, is_journey
from surveys.planning.plan import LeftOutWhy

_ROUNDS = 4
_MOST_VICTIMS = 12
_MOST_RESCUED = 60
_MOST_TRADED = 20


def mend(table: Timetable) -> None:
    """Fill classes, open further ones, rescue deadlines, close classes of too few; then save journeys and money."""
    for _ in range(_ROUNDS):
        changes = [fill(table), open_all(table), _rescue(table), _close_small(table)]
        if not any(changes):
            break
    _merge(table)
    _save_journeys(table)
    _close_small(table)
    fill(table)
    fill(table, is_late_allowed=True)
    open_all(table, is_late_allowed=True)


def order_classes(table: Timetable) -> None:
    """See that there are as many classes of a course as were ordered, as far as people and limits allow."""
    courses = {course.code: course for course in table.demand.courses}
    for code, least in table.demand.at_least.items():
        course = courses.get(code)
        while course is not None and len(table.classes_of(course)) < least:
            wants = [want for want in table.demand.wants if want.course.code == course.code]
            spare = sorted(
                (want for want in wants if _can_leave(want, table)),
                key=lambda w: (w.place in table.seat_of, w.rank),
            )
            if not _split(table, spare):
                break


def _split(table: Timetable, wants: list[Want]) -> bool:
    """Open a further class for people who have no seat or can leave theirs."""
    if not wants:
        return False
    course = wants[0].course
    seats = {want.place: table.seat_of.get(want.place) for want in wants}
    sizes = {id(opened): len(opened.wants) for opened in seats.values() if opened}
    leaving = []
    for want in wants:
        opened = seats[want.place]
        if opened is not None:
            if sizes[id(opened)] <= course.smallest:
                continue
            sizes[id(opened)] -= 1
            table.unseat(want)
        leaving.append(want)
        if len(leaving) == course.smallest:
            break
    sessions = table.demand.sessions[course.code]
    found = open_best(table, leaving, sessions, wheres_of(table, course), most=course.smallest)
    for want in leaving:
        before = seats[want.place]
        if want.place not in table.seat_of and before is not None:
            table.seat(want, before)
    return found is not None


def _can_leave(want: Want, table: Timetable) -> bool:
    opened = table.seat_of.get(want.place)
    return opened is None or len(opened.wants) > opened.course.smallest


def _rescue(table: Timetable) -> bool:
    """Make a place for whoever would miss a deadline: people without one give theirs up, the least needed first."""
    has_rescued = False
    for want in table.unmet()[:_MOST_RESCUED]:
        if want.due is None:
            break
        for opened in table.classes_of(want.course):
            if want.is_met_by(opened.session) and _make_place(table, want, opened):
                has_rescued = True
                break
    return _trade(table) or has_rescued


def _make_place(table: Timetable, want: Want, opened: Opened) -> bool:
    """Unseat whoever hinders somebody, as long as none of them has a deadline; undo it if that is not enough."""
    unseated: list[tuple[Want, Opened]] = []
    while (why := table.hindrance(want, opened)) is not None:
        victim = _victim(table, want, opened, why) if len(unseated) < _MOST_VICTIMS else None
        if victim is None:
            for other, before in reversed(unseated):
                table.seat(other, before)
            return False
        unseated.append((victim, table.unseat(victim)))
    table.seat(want, opened)
    return True


def _victim(table: Timetable, want: Want, opened: Opened, why: LeftOutWhy) -> Want | None:
    """Return the least needed person who stands in the way and may give up their place."""
    candidates = [
        other
        for each in table.classes
        if _is_in_the_way(opened, each, why)
        for other in each.wants
        if other.due is None and _hinders(want, other, why) and _is_spared(each)
    ]
    return min(candidates, key=lambda other: (other.weight, -other.place), default=None)


def _is_in_the_way(opened: Opened, other: Opened, why: LeftOutWhy) -> bool:
    """Say whether the people of another class may be why a class has no place."""
    if why is LeftOutWhy.FULL:
        if len(opened.wants) >= opened.course.largest:
            return other is opened
        return (other.place.name, other.session.quarter) == (opened.place.name, opened.session.quarter)
    if why is LeftOutWhy.BUDGET:
        return other.source == opened.source and other.course.cost_per_person > 0
    return why is LeftOutWhy.PER_PERSON or bool(other.session.mask & opened.session.mask)


def _hinders(want: Want, other: Want, why: LeftOutWhy) -> bool:
    if why in (LeftOutWhy.PERSON_AWAY, LeftOutWhy.PER_PERSON):
        return other.need.official == want.need.official
    if why is LeftOutWhy.OFFICE_AWAY:
        return other.office == want.office
    return why is not LeftOutWhy.UNIT_AWAY or other.unit == want.unit


def _is_spared(opened: Opened) -> bool:
    """Say whether one may leave a class without costing somebody else's deadline."""
    return len(opened.wants) > opened.course.smallest or all(want.due is None for want in opened.wants)


def _trade(table: Timetable) -> bool:
    """Close a class without deadlines for the sake of one with them."""
    waiting = {want.course.code: want.course for want in table.unmet() if want.due is not None}
    for course in waiting.values():
        wants = [want for want in table.unmet() if want.course.code == course.code]
        lightest = sorted(_without_deadlines(table), key=lambda each: sum(w.weight for w in each.wants))
        for opened in lightest[:_MOST_TRADED]:
            freed = table.close(opened)
            sessions = [
                session
                for session in table.demand.sessions[course.code]
                if any(want.due is not None and want.is_met_by(session) for want in wants)
            ]
            found = open_best(table, wants, sessions, wheres_of(table, course), most=course.largest)
            if found is not None and any(want.due is not None for want in found.wants):
                return True
            if found is not None:
                table.close(found)
            _reopen(table, opened, freed)
    return False


def _without_deadlines(table: Timetable) -> Iterator[Opened]:
    for opened in table.classes:
        if all(want.due is None for want in opened.wants):
            yield opened


def _reopen(table: Timetable, opened: Opened, wants: list[Want]) -> None:
    again = table.open(opened.course, opened.session, opened.place, opened.source)
    if again is None:
        raise AssertionError("what was closed can be opened")
    for want in wants:
        table.seat(want, again)


def _close_small(table: Timetable) -> bool:
    """Bring classes of too few up to their size from others of the course, or close them."""
    has_closed = False
    for opened in [each for each in table.classes if not each.is_running]:
        for other in table.classes_of(opened.course):
            for want in list(other.wants):
                if opened.is_running or other is opened or len(other.wants) <= other.course.smallest:
                    break
                table.move(want, opened)
        if not opened.is_running:
            table.close(opened)
            has_closed = True
    return has_closed


def _merge(table: Timetable) -> None:
    """Close a class if all its people find a seat in others of the course."""
    ordered = table.demand.at_least
    for opened in sorted(table.classes, key=lambda each: (len(each.wants), each.order)):
        others = [each for each in table.classes_of(opened.course) if each is not opened]
        if len(others) < max(1, ordered.get(opened.course.code, 0)):
            continue
        free = sum(max(0, each.course.largest - len(each.wants)) for each in others)
        if free < len(opened.wants):
            continue
        moved = _moved(table, opened, others)
        if opened.wants:
            for want in reversed(moved):
                table.move(want, opened)
        else:
            table.close(opened)


def _moved(table: Timetable, opened: Opened, others: list[Opened]) -> list[Want]:
    """Move people to other classes until one of them finds no seat; return who was moved."""
    moved = []
    for want in list(opened.wants):
        if not any(table.move(want, other) for other in others):
            break
        moved.append(want)
    return moved


def _save_journeys(table: Timetable) -> None:
    """Let people who travel change places with those near whom they would sit."""
    for want in table.demand.wants:
        opened = table.seat_of.get(want.place)
        if opened is None or not is_journey(want, opened.place):
            continue
        for other in table.classes_of(want.course):
            if not is_journey(want, other.place) and _change(table, want, opened, other):
                break


def _change(table: Timetable, want: Want, opened: Opened, other: Opened) -> bool:
    """Move somebody, if need be in exchange for somebody who gains or loses nothing by it."""
    if len(opened.wants) > opened.course.smallest and table.move(want, other):
        return True
    for partner in list(other.wants):
        if is_journey(partner, opened.place) > is_journey(partner, other.place):
            continue
        table.unseat(partner)
        if table.move(want, other):
            if table.hindrance(partner, opened) is None and partner.is_met_by(opened.session):
                table.seat(partner, opened)
                return True
            table.move(want, opened)
        table.seat(partner, other)
    return False
