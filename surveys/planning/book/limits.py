"""What limits a plan, row by row: days, places, money, absences, classes that are ordered."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from surveys.planning.book.cells import nearest, parts_of, read_choices, read_first, read_last, read_quarters
from surveys.planning.book.people import is_unit
from surveys.planning.book.persons import course_of, nearest_course
from surveys.planning.book.rows import Row
from surveys.planning.book.surroundings import Surroundings
from surveys.planning.book.words import plan_words
from surveys.planning.courses import Catalogue, CourseKind
from surveys.planning.limits import Budget, Closed, Limits, Ordered, TeachingPlace
from surveys.roster.misread import Misread
from surveys.spelling import fold_words

_Value = TypeVar("_Value")

KINDS: Final = ("closed", "places", "budgets", "absences", "ordered")
"""The tables that together are the limits."""

_MOST: Final = 100_000
_EVERYWHERE: Final = ("small_office", "per_person")
"""What holds for all units alike."""


@dataclass(frozen=True, slots=True)
class _Absences:
    """What the table of units says."""

    days_away: int | None = None
    days_away_of: tuple[tuple[str, int], ...] = ()
    small_office: int = 0
    per_person: int = 0


def read_limits(rows: Mapping[str, list[Row]], around: Surroundings, catalogue: Catalogue) -> Limits:
    """Return the limits that the tables say; what is wrong stands in the rows. A table without rows changes nothing."""
    held = around.limits
    found = held if held is not None and held.year == around.year else Limits(around.year)
    if rows["closed"]:
        closed = tuple(each for row in rows["closed"] if (each := _closed(row, around)) is not None)
        found = replace(found, closed=closed)
    if rows["places"]:
        found = replace(found, places=tuple(_once(rows["places"], "place", lambda row: _place(row, around))))
    if rows["budgets"]:
        found = replace(found, budgets=tuple(_once(rows["budgets"], "source", _budget)))
    if rows["ordered"]:
        ordered = _once(rows["ordered"], "course", lambda row: _ordered(row, catalogue))
        found = replace(found, ordered=tuple(ordered))
    if rows["absences"]:
        away = _absences(rows["absences"], around)
        found = replace(
            found,
            days_away=away.days_away,
            days_away_of=away.days_away_of,
            small_office=away.small_office,
            per_person=away.per_person,
        )
    return found


def _once(rows: Iterable[Row], key: str, read: Callable[[Row], _Value]) -> Iterator[_Value]:
    """Read each row; one that says again what a row above has said is reported."""
    first: dict[str, str] = {}
    for row in rows:
        row.need(key)
        text = row.text(key)
        other = first.setdefault(fold_words(text), row.cell)
        if text and other != row.cell:
            row.report("plan_row_twice", key, found=text, first=other)
        yield read(row)


def _closed(row: Row, around: Surroundings) -> Closed | None:
    has_1904 = around.has_1904_dates
    row.need("from")
    first = row.read("from", lambda value: read_first(value, has_1904_dates=has_1904), None)
    end = "to" if row.value("to") is not None else "from"  # a single day needs no end
    last = row.read(end, lambda value: read_last(value, has_1904_dates=has_1904), None)
    if first is None or last is None:
        return None
    days = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    if last < first:
        row.report("plan_days_reversed", "to", **days)
    elif last.year < around.year or first.year > around.year:
        row.report("plan_other_year", "from", year=str(around.year), **days)
    return Closed(first, last, row.text("reason"))


def _kinds(row: Row) -> tuple[CourseKind, ...]:
    nothing: tuple[str, ...] = ()
    return tuple(map(CourseKind, row.read_text("kinds", lambda text: read_choices("kind", text), nothing)))


def _place(row: Row, around: Surroundings) -> TeachingPlace:
    seats = (
        row.number("q1", 0, _MOST),
        row.number("q2", 0, _MOST),
        row.number("q3", 0, _MOST),
        row.number("q4", 0, _MOST),
    )
    near = row.read_text("near", lambda text: tuple(_unit(part, around) for part in parts_of(text)), _NOBODY)
    return TeachingPlace(row.text("place"), seats, row.text("provider"), _kinds(row), near)


_NOBODY: Final[tuple[str, ...]] = ()


def _unit(text: str, around: Surroundings) -> str:
    """Return the code of a unit by code or name. Raises ``Misread``."""
    found = [unit for unit in around.units if text == unit.code or is_unit(text, unit.name)]
    if len(found) == 1:
        return found[0].code or found[0].name
    if found:
        candidates = "; ".join(f"{unit.name} ({unit.code})" for unit in found)
        raise Misread("plan_unit_unclear", found=text[:80], candidates=candidates)
    near = nearest(text, (unit.name for unit in around.units))
    raise Misread("plan_unit_unknown", found=text[:80], nearest=near)


def _budget(row: Row) -> Budget:
    row.need("amount")
    return Budget(row.text("source"), row.money("amount"), _kinds(row))


def _absences(rows: Iterable[Row], around: Surroundings) -> _Absences:
    everywhere = _Absences()
    single: dict[str, int] = {}
    first: dict[str, str] = {}
    for row in rows:
        row.need("unit")
        text = row.text("unit")
        is_everywhere = plan_words().says("every_unit", text)
        unit = "" if is_everywhere else row.read_text("unit", lambda text: _unit(text, around), "")
        other = first.setdefault(unit, row.cell)
        if other != row.cell and (unit or is_everywhere):
            row.report("plan_row_twice", "unit", found=text, first=other)
        days = row.number("days_away", 0, _MOST)
        if is_everywhere:
            small, most = row.number("small_office", 0, _MOST), row.number("per_person", 0, _MOST)
            everywhere = _Absences(days, (), small or 0, most or 0)
        else:
            _see_everywhere(row)
            single |= {unit: days} if unit and days is not None else {}
    return replace(everywhere, days_away_of=tuple(sorted(single.items())))


def _see_everywhere(row: Row) -> None:
    """Report in the row of one unit what can only be said of all."""
    for attribute in _EVERYWHERE:
        if row.value(attribute) is not None:
            row.report("plan_only_everywhere", attribute, everywhere=plan_words().written("every_unit"))


def _ordered(row: Row, catalogue: Catalogue) -> Ordered:
    text = row.text("course")
    course = course_of(text, catalogue)
    if text and not course:
        row.report("plan_course_unknown", "course", found=text[:80], nearest=nearest_course(text, catalogue))
    no_quarter: tuple[int, ...] = ()
    quarters = row.read_text("quarters", read_quarters, no_quarter)
    return Ordered(course, row.number("at_least", 0, 100) or 0, quarters)
