"""The rows of people: who sits in which class after the change."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from surveys.planning.book.people import People
from surveys.planning.book.rows import Row
from surveys.planning.edits.classes import ClassRow
from surveys.planning.edits.editing import Editing
from surveys.planning.plan import Seat

_MOST = 10_000


@dataclass(slots=True)
class Seating:
    """``seats``: by class its people; ``rows``: where each person of a class stands, for what is told of them."""

    seats: dict[int, list[int]] = field(default_factory=dict)
    rows: dict[tuple[int, int], Row] = field(default_factory=dict)


def read_seating(rows: Iterable[Row], classes: Iterable[ClassRow], editing: Editing) -> Seating:
    """Read who sits where; what is wrong stands in the rows. A row without a class seats nobody."""
    people = People(editing.around)
    courses = {each.planned.number: each.course.code for each in classes}
    dropped = {each.number for each in editing.plan.classes} - set(courses)
    found = Seating()
    for row in rows:
        official = people.find(row)
        number = row.number("class", 1, _MOST)
        if number is None or official is None:
            continue
        if number in dropped:
            continue  # whoever sits in a class that is dropped goes with it
        if number not in courses:
            row.report("plan_class_unknown", "class", found=str(number))
        elif (number, official) in found.rows:
            name = editing.around.people[official].full_name
            row.report("plan_row_twice", "key", found=name, first=found.rows[number, official].cell)
        elif (official, courses[number]) not in editing.reasons:
            name = editing.around.people[official].full_name
            row.report("plan_without_reason", "class", found=name, course=courses[number])
        else:
            found.seats.setdefault(number, []).append(official)
            found.rows[number, official] = row
    return found


def seats_of(read: ClassRow, seating: Seating | None, editing: Editing) -> tuple[Seat, ...]:
    """Return the seats of a class: those of the rows, and of people whom the editor may not see."""
    held = {seat.official: seat for seat in read.before.seats} if read.before else {}
    officials = list(held)
    if seating is not None:
        unseen = [official for official in held if official not in editing.around.people]
        officials = sorted({*unseen, *seating.seats.get(read.planned.number, ())})
    is_as_before = read.before is not None and read.before.last == read.planned.last
    return tuple(
        held[official] if is_as_before and official in held else _seat(official, read, editing)
        for official in officials
    )


def _seat(official: int, read: ClassRow, editing: Editing) -> Seat:
    reasons = editing.reasons[official, read.course.code]
    dues = [reason.due for reason in reasons if reason.kind == "standard" and reason.due]
    return Seat(official, reasons, not dues or read.planned.last <= min(dues))
