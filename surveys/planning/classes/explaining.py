"""A timetable as a plan: why each class exists, and why somebody has no seat or a later one."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from surveys.planning.classes.opening import wheres_of
from surveys.planning.classes.task import Want
from surveys.planning.classes.timetable import Opened, Timetable
from surveys.planning.courses import Course
from surveys.planning.plan import LeftOut, LeftOutWhy, Plan, PlannedClass, Quality, Seat, why_of

_Parameters = tuple[tuple[str, int], ...]


def explained(table: Timetable, quality: Quality) -> Plan:
    """Return a timetable as a plan. Its classes are numbered as they begin, after those that stand."""
    demand, held = table.demand, table.demand.task.held
    last = max((each.number for each in held), default=0)
    ordered = sorted(
        table.classes, key=lambda each: (each.session.first, each.session.last, each.course.code, each.order)
    )
    classes = [*held, *(_class(number, opened) for number, opened in enumerate(ordered, last + 1))]
    if held:
        classes.sort(key=lambda each: (each.first, each.last, each.number))
    left_out = [*_without_seat(table), *_put_off(table), *_without_course(table), *demand.task.left]
    left_out.sort(key=lambda each: (each.official, each.course))
    return Plan(demand.limits.year, tuple(classes), tuple(left_out), quality, demand.task.needs.repeats)


def _class(number: int, opened: Opened) -> PlannedClass:
    course, session, place = opened.course, opened.session, opened.place
    wants = sorted(opened.wants, key=lambda want: want.need.official)
    seats = tuple(_seat(want, opened) for want in wants)
    provider = place.provider or next(iter(sorted(course.providers, key=lambda each: each != place.name)), "")
    return PlannedClass(
        number,
        course.code,
        session.quarter,
        session.first,
        session.last,
        seats,
        place.name,
        provider,
        course.forms[0] if course.forms else "",
        opened.source.source if opened.source else "",
        course.cost_per_class + len(wants) * course.cost_per_person,
        why_of(seats),
    )


def _seat(want: Want, opened: Opened) -> Seat:
    due = want.need.due
    return Seat(want.need.official, want.need.reasons, due is None or opened.session.last <= due)


def _without_course(table: Timetable) -> Iterator[LeftOut]:
    """Yield the reasons that no course answers."""
    for each in table.demand.task.needs.unserved:
        yield LeftOut(each.official, "", LeftOutWhy.NO_COURSE, (each.reason,))


def _without_seat(table: Timetable) -> Iterator[LeftOut]:
    """Yield who has no seat, and why."""
    unmet: defaultdict[str, list[Want]] = defaultdict(list)
    for want in table.unmet():
        unmet[want.course.code].append(want)
    for wants in unmet.values():
        course = wants[0].course
        whole = _of_course(table, course, wants)
        classes = table.classes_of(course)
        for want in wants:
            why, parameters = _of_classes(table, want, classes) if classes else whole
            if why is LeftOutWhy.FULL and len(wants) >= course.smallest:  # why is there no further class?
                why, parameters = whole if whole[0] is not LeftOutWhy.LESS_NEEDED else (why, parameters)
            yield LeftOut(want.need.official, course.code, why, want.need.reasons, None, parameters)


def _of_course(table: Timetable, course: Course, wants: list[Want]) -> tuple[LeftOutWhy, _Parameters]:
    """Say why no class of a course was opened."""
    sessions = table.demand.sessions[course.code]
    if not sessions:
        return LeftOutWhy.CLOSED, ()
    if len(wants) < course.smallest:
        return LeftOutWhy.TOO_FEW, (("count", len(wants)), ("smallest", course.smallest))
    absences = Counter(
        why for want in wants for why in {table.absence(want, session) for session in sessions} if why
    )
    rooms = [
        table.room(course, session, *where) for session in sessions for where in wheres_of(table, course)
    ]
    if any(room >= course.smallest for room in rooms) and absences:
        return min(absences, key=lambda why: (-absences[why], why)), ()
    moneys = [table.money_left(source) for source in table.demand.sources[course.code]]
    least = course.cost_per_class + course.smallest * course.cost_per_person
    if all(money is not None and money < least for money in moneys):
        return LeftOutWhy.BUDGET, (("cost", least),)
    return LeftOutWhy.LESS_NEEDED, ()


def _of_classes(table: Timetable, want: Want, classes: list[Opened]) -> tuple[LeftOutWhy, _Parameters]:
    """Say why somebody sits in none of the classes that there are: what hindered it in the last of them."""
    for opened in reversed(classes):
        why = table.hindrance(want, opened)
        if why is LeftOutWhy.PER_PERSON:
            return why, (("count", table.demand.limits.per_person),)
        if why is not None:
            return why, (("quarter", opened.session.quarter),)
    return LeftOutWhy.LESS_NEEDED, ()


def _put_off(table: Timetable) -> Iterator[LeftOut]:
    """Yield who sits in a later class than the first, if something hindered an earlier one."""
    for opened in table.classes:
        earlier = [
            each for each in table.classes_of(opened.course) if each.session.quarter < opened.session.quarter
        ]
        for want in list(opened.wants) if earlier else ():
            why = _hindered(table, want, earlier)
            if why is not None:
                quarter = (("quarter", earlier[0].session.quarter),)
                yield LeftOut(
                    want.need.official,
                    opened.course.code,
                    why,
                    want.need.reasons,
                    opened.session.quarter,
                    quarter,
                )


def _hindered(table: Timetable, want: Want, earlier: list[Opened]) -> LeftOutWhy | None:
    """Say what keeps somebody out of all earlier classes, as if they had no seat yet; nothing if one would do."""
    opened = table.unseat(want)
    hindrances = [table.hindrance(want, each) for each in earlier]
    table.seat(want, opened)
    return None if None in hindrances else hindrances[0]
