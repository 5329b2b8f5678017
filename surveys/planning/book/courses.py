"""The catalogue of courses, row by row."""

from collections.abc import Iterable
from typing import Final

from surveys.planning.book.cells import (
    parts_of,
    read_choice,
    read_choices,
    read_codes,
    read_fulfils,
    read_groups,
    read_yes,
)
from surveys.planning.book.rows import Row
from surveys.planning.book.surroundings import Surroundings
from surveys.planning.courses import Course, CourseKind, Fulfils
from surveys.spelling import fold_words

_PERIODS_A_DAY: Final = 8
_MOST_DAYS: Final = 1000
_MOST_PEOPLE: Final = 1000
_SMALLEST: Final = 15
_LARGEST: Final = 60


def read_courses(rows: Iterable[Row], around: Surroundings) -> tuple[Course, ...]:
    """Return the courses; what is wrong stands in the rows."""
    found: list[Course] = []
    first: dict[str, str] = {}
    for row in rows:
        course = _course(row, around)
        other = first.setdefault(fold_words(course.code), row.cell)
        if course.code and other != row.cell:
            row.report("plan_row_twice", "code", found=course.code, first=other)
        found.append(course)
    return tuple(found)


def _course(row: Row, around: Surroundings) -> Course:
    for needed in ("code", "name", "kind", "days"):
        row.need(needed)
    nothing: tuple[str, ...] = ()
    fulfilled: tuple[Fulfils, ...] = ()
    days = row.number("days", 1, _MOST_DAYS, in_days=True) or 1
    smallest, largest = _sizes(row)
    return Course(
        code=row.text("code"),
        name=row.text("name"),
        kind=row.read_text(
            "kind", lambda text: CourseKind(read_choice("kind", text)), CourseKind.JOB_POSITION
        ),
        days=days,
        periods=_number(row, "periods", days * _PERIODS_A_DAY, 10_000, is_supposed=True),
        competencies=row.read_text("competencies", lambda text: _competencies(text, around), nothing),
        situations=row.read_text("situations", parts_of, nothing),
        fulfils=row.read_text("fulfils", read_fulfils, fulfilled),
        groups=row.read_text("groups", lambda text: read_groups(text, around.titles.group_labels), nothing),
        weeks=_number(row, "weeks", 0, 200),
        forms=row.read_text("forms", lambda text: read_choices("form", text), ("tt",)),
        smallest=smallest,
        largest=largest,
        cost_per_class=row.money("cost_per_class"),
        cost_per_person=row.money("cost_per_person"),
        providers=row.read_text("providers", parts_of, nothing),
        counts_as_refresher=row.read_text("refresher", read_yes, False),
        is_elsewhere=row.read_text("elsewhere", read_yes, False),
    )


def _competencies(text: str, around: Surroundings) -> tuple[str, ...]:
    """Read competencies of the form, or what a course in use serves; without a form, whatever is written."""
    if not around.competencies:
        return parts_of(text)
    served = {code for course in around.catalogue.courses for code in course.competencies}
    return read_codes(text, {code: code for code in sorted(served)} | dict(around.competencies))


def _sizes(row: Row) -> tuple[int, int]:
    """Return how many people a class has at least and at most."""
    smallest = row.number("smallest", 1, _MOST_PEOPLE)
    largest = row.number("largest", 1, _MOST_PEOPLE)
    if smallest is not None and largest is not None and smallest > largest:
        row.report("plan_sizes_reversed", "largest", smallest=str(smallest), largest=str(largest))
    if largest is None:
        largest = max(_LARGEST, smallest or 1)
        row.supposed.append(("largest", str(largest)))
    if smallest is None:
        smallest = min(_SMALLEST, largest)
        row.supposed.append(("smallest", str(smallest)))
    return smallest, largest


def _number(row: Row, attribute: str, default: int, most: int, *, is_supposed: bool = False) -> int:
    """Read a number of a column that may be empty."""
    found = row.number(attribute, 1, most)
    if found is not None:
        return found
    if is_supposed and row.value(attribute) is None:
        row.supposed.append((attribute, str(default)))
    return default
