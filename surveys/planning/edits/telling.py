"""What was changed, told class by class and person by person."""

from collections.abc import Iterator

from surveys.planning.book.problems import problem
from surveys.planning.book.rows import Row
from surveys.planning.edits.classes import ClassRow
from surveys.planning.edits.editing import Editing
from surveys.planning.edits.seats import Seating
from surveys.planning.plan import Plan, PlannedClass
from surveys.problems import Place, Problem


def changes_of(
    plan: Plan, classes: list[ClassRow], seating: Seating | None, editing: Editing
) -> Iterator[Problem]:
    """Yield every change: of classes, of people, and of what the whole costs."""
    if plan == editing.plan:
        return
    after = {each.number: each for each in plan.classes}
    for read in classes:
        yield from _of_class(read, after[read.planned.number])
    yield from _dropped(after, editing)
    yield from _of_people(plan, seating, editing)
    yield from _late(plan, editing)
    if plan.cost != editing.plan.cost:
        yield problem("plan_cost_total", Place(), before=_money(editing.plan.cost), after=_money(plan.cost))


def _of_class(read: ClassRow, after: PlannedClass) -> Iterator[Problem]:
    row, before = read.row, read.before
    named = {"number": str(after.number), "name": read.course.name}
    if before is None:
        days = f"{after.first:%d/%m/%Y}–{after.last:%d/%m/%Y}"
        told = named | {"days": days, "count": str(len(after.seats))}
        yield problem("plan_class_added", _at(row, "course"), **told)
        return
    for code, attribute, words in read.changes:
        yield problem(code, _at(row, attribute), **named, **words)
    if after.cost != before.cost:
        code = "plan_changed_cost" if read.sets_cost else "plan_cost_follows"
        words = {"before": _money(before.cost), "after": _money(after.cost)}
        yield problem(code, _at(row, "cost"), **named, **words)


def _dropped(after: dict[int, PlannedClass], editing: Editing) -> Iterator[Problem]:
    catalogue = editing.around.catalogue
    for each in editing.plan.classes:
        if each.number not in after:
            course = catalogue.by_code.get(each.course)
            told = {"number": str(each.number), "name": course.name if course else each.course}
            yield problem("plan_class_dropped", Place(), count=str(len(each.seats)), **told)


def _of_people(plan: Plan, seating: Seating | None, editing: Editing) -> Iterator[Problem]:
    """Tell of everybody whom the editor may see who has another seat on a course than before."""
    before, after = _seats(editing.plan), _seats(plan)
    rows = seating.rows if seating else {}
    for official, course in sorted({*before, *after}):
        person = editing.around.people.get(official)
        old, new = before.get((official, course), set()), after.get((official, course), set())
        if person is None or old == new:
            continue
        row = next((rows[number, official] for number in sorted(new) if (number, official) in rows), None)
        place = _at(row, "class") if row else Place()
        words = {"person": person.full_name, "before": _numbers(old - new), "after": _numbers(new - old)}
        code = "plan_person_moved" if old and new else "plan_person_added" if new else "plan_person_dropped"
        yield problem(code, place, **words)


def _late(plan: Plan, editing: Editing) -> Iterator[Problem]:
    """Tell whose standard would be met too late now."""
    early = {
        (seat.official, each.course)
        for each in editing.plan.classes
        for seat in each.seats
        if seat.is_in_time
    }
    for each in plan.classes:
        for seat in each.seats:
            person = editing.around.people.get(seat.official)
            if person is not None and not seat.is_in_time and (seat.official, each.course) in early:
                due = min(reason.due for reason in seat.reasons if reason.due)
                words = {"person": person.full_name, "number": str(each.number), "due": f"{due:%d/%m/%Y}"}
                yield problem("plan_too_late", Place(), **words)


def _seats(plan: Plan) -> dict[tuple[int, str], set[int]]:
    found: dict[tuple[int, str], set[int]] = {}
    for each in plan.classes:
        for seat in each.seats:
            found.setdefault((seat.official, each.course), set()).add(each.number)
    return found


def _numbers(numbers: set[int]) -> str:
    return ", ".join(map(str, sorted(numbers))) or "–"


def _at(row: Row, attribute: str) -> Place:
    return row.table.place(row.row, attribute)


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
