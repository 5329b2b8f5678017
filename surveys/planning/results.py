"""What became of a plan: who has completed what, by group of titles, and the plan beside its result.

Import it where it is used: the tables bring the library of arrays with them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Note,
    Share,
    Source,
    Sum,
    Table,
    everybody,
    part,
    split,
)
from surveys.planning.courses import Catalogue, Course, CourseKind
from surveys.standards import Criterion

COLUMNS: Final = (
    *(
        "llct_sc",
        "llct_tc",
        "llct_cc",
        "llct_khac",
        "qlnn",
        "vtvl",
        "ky_nang",
        "qp_an",
        "ngoai_ngu",
        "tin_cds",
    ),
    *("dt_tc", "dt_cd", "dt_dh", "dt_sdh", "dt_khac"),
)
"""The columns of the form of the State, in its order; those in which nobody is are left out."""
_OTHERS: Final = ("llct_khac", "dt_khac")
_TOTAL: Final = "total"
_WOMAN: Final = "nu"
_MINORITY: Final = "dtts"
_LEVELS: Final = {
    CourseKind.POLITICAL_THEORY: (Criterion.POL, "llct"),
    CourseKind.PROFESSION: (Criterion.QUAL, "dt"),
}
_UNKNOWN: Final = "missing"


@dataclass(frozen=True, slots=True)
class Attended:
    """A seat of a plan and what became of it. ``is_completed``: ``None`` while nothing is known.

    ``ethnicity``: empty where the list does not say it.
    """

    official: int
    course: str
    group: str
    gender: str
    is_completed: bool | None = None
    ethnicity: str = ""


def column_of(course: Course) -> str:
    """Return the column of the form in which a course is counted."""
    leveled = _LEVELS.get(course.kind)
    if leveled is None:
        return course.kind.value
    criterion, stem = leveled
    levels = [each.level for each in course.fulfils if each.criterion is criterion]
    column = f"{stem}_{levels[-1]}" if levels else ""
    return column if column in COLUMNS else f"{stem}_khac"


def result_tables(attended: Iterable[Attended], catalogue: Catalogue, year: int) -> tuple[Table, ...]:
    """Count the seats of a year: ``training_results`` (group × what was learned), ``training_plan`` (plan and result).

    They are statistics of the roster: ``hide`` hides what is of few, unless the office publishes such statistics.
    """
    seats = tuple(attended)
    completed = [each for each in seats if each.is_completed]
    groups = tuple(dict.fromkeys(sorted(each.group or _UNKNOWN for each in seats)))
    tables = []
    if completed:
        tables.append(_results(completed, groups, catalogue, year))
    if seats:
        tables.append(_plan(seats, catalogue, year))
    return tuple(tables)


# --- who has learned what ---------------------------------------------------------------------------


def _results(seats: list[Attended], groups: tuple[str, ...], catalogue: Catalogue, year: int) -> Table:
    """Count people, each once in a column, however many courses of it they completed."""
    learned: defaultdict[int, set[str]] = defaultdict(set)
    person: dict[int, Attended] = {}
    for each in seats:
        course = catalogue.by_code.get(each.course)
        learned[each.official].add(column_of(course) if course else CourseKind.JOB_POSITION.value)
        person[each.official] = each
    used = tuple(name for name in COLUMNS if any(name in held for held in learned.values()))
    has_ethnicity = any(each.ethnicity for each in seats)
    tally = _Tally(used, learned, person, has_ethnicity)
    members: defaultdict[str, set[int]] = defaultdict(set)
    for number, each in person.items():
        members[each.group or _UNKNOWN].add(number)
    everyone = Count(len(person), everybody(f"training:{year}"))
    by_group, adds_up = split(everyone, "title_group", {group: len(members[group]) for group in groups})
    of_groups = {group: tally.line(total, members[group]) for group, total in by_group.items() if total.value}
    rows = [_row(group, by_group[group], cells) for group, cells in of_groups.items()]
    whole = tally.line(everyone, set(person))
    rows.append(_row(_TOTAL, everyone, whole))
    together = [
        Sum(count, tuple(cells[name] for cells in of_groups.values())) for name, count in whole.items()
    ]
    columns = (
        Column("group", Kind.CODE),
        *(Column(name, Kind.COUNT, Code("training", name)) for name in used),
        Column("people", Kind.COUNT),
        Column("women", Kind.COUNT),
        Column("minorities", Kind.COUNT),
    )
    ethnicity = "training_minorities" if has_ethnicity else "training_no_minorities"
    notes = (Note("training_people"), Note(ethnicity))
    sums = (adds_up, *tally.sums, *together)
    return Table("training_results", Source.ROSTER, columns, tuple(rows), everyone, sums, notes)


@dataclass(frozen=True)
class _Tally:
    """Counts people by what they learned (``used`` columns), and women and minorities: yes or no, each by itself.

    Minorities only if the list says of anybody what they are.
    """

    used: tuple[str, ...]
    learned: Mapping[int, set[str]]
    person: Mapping[int, Attended]
    has_ethnicity: bool
    sums: list[Sum] = field(default_factory=list)

    def line(self, total: Count, members: set[int]) -> dict[str, Count]:
        """Return the counts of some people, by column."""
        found = {
            name: self._yes(total, f"training={name}", sum(name in self.learned[each] for each in members))
            for name in self.used
        }
        women = sum(self.person[each].gender == _WOMAN for each in members)
        found["women"] = self._yes(total, "woman", women)
        if self.has_ethnicity:
            minorities = sum(self.person[each].ethnicity == _MINORITY for each in members)
            found["minorities"] = self._yes(total, "minority", minorities)
        return found

    def _yes(self, total: Count, variable: str, count: int) -> Count:
        yes, no = part(total, variable, "yes", count), part(total, variable, "no", total.value - count)
        self.sums.append(Sum(total, (yes, no)))
        return yes


def _row(group: str, total: Count, cells: Mapping[str, Count]) -> tuple[Cell, ...]:
    learned = [count for name, count in cells.items() if name not in ("women", "minorities")]
    return (Code("title_group", group), *learned, total, cells["women"], cells.get("minorities"))


# --- the plan beside its result ---------------------------------------------------------------------


def _plan(seats: tuple[Attended, ...], catalogue: Catalogue, year: int) -> Table:
    """Count seats by kind of course and group: planned, completed, not completed, not known yet."""
    everything = Count(len(seats), everybody(f"seats:{year}"))
    found: defaultdict[tuple[str, str], list[Attended]] = defaultdict(list)
    for each in seats:
        course = catalogue.by_code.get(each.course)
        kind = course.kind if course else CourseKind.JOB_POSITION
        found[kind.value, each.group or _UNKNOWN].append(each)
    order = {kind.value: place for place, kind in enumerate(CourseKind)}
    rows: list[tuple[Cell, ...]] = []
    sums: list[Sum] = []
    parts: list[Count] = []
    states: defaultdict[str, list[Count]] = defaultdict(list)
    for (code, group), held in sorted(found.items(), key=lambda each: (order[each[0][0]], each[0][1])):
        of_kind = everything.of | {("course_kind", code), ("title_group", group)}
        planned = Count(len(held), of_kind)
        by_state, adds_up = split(planned, "training_state", _states(held))
        parts.append(planned)
        sums.append(adds_up)
        for state, count in by_state.items():
            states[state].append(count)
        rows.append((Code("course_kind", code), Code("title_group", group), *_figures(planned, by_state)))
    sums.append(Sum(everything, tuple(parts)))
    of_all, adds_up = split(everything, "training_state", _states(seats))
    sums += [adds_up, *(Sum(of_all[state], tuple(counts)) for state, counts in states.items())]
    rows.append((Code("course_kind", _TOTAL), None, *_figures(everything, of_all)))
    columns = (
        Column("kind", Kind.CODE),
        Column("group", Kind.CODE),
        Column("planned", Kind.COUNT),
        Column("completed", Kind.COUNT),
        Column("completed_share", Kind.SHARE),
        Column("missed", Kind.COUNT),
        Column("open", Kind.COUNT),
    )
    return Table(
        "training_plan", Source.ROSTER, columns, tuple(rows), base=everything, sums=tuple(sums),
        notes=(Note("training_seats"),),
    )  # fmt: skip


def _states(seats: Iterable[Attended]) -> dict[str, int]:
    found = {"completed": 0, "missed": 0, "open": 0}
    for each in seats:
        found["open" if each.is_completed is None else "completed" if each.is_completed else "missed"] += 1
    return found


def _figures(planned: Count, by_state: Mapping[str, Count]) -> Iterator[Cell]:
    yield planned
    yield by_state["completed"]
    yield Share(by_state["completed"], planned)
    yield by_state["missed"]
    yield by_state["open"]
