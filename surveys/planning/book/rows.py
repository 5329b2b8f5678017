"""One row of a workbook of the plan: its cells one by one, what is wrong with them, and what was understood."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from surveys.planning.book.cells import is_in_other_units, read_money, read_number
from surveys.planning.book.problems import EDIT_PARAMETERS, NOTE_PARAMETERS, PROBLEM_PARAMETERS, problem
from surveys.planning.book.words import PlanWords, plan_words
from surveys.problems import Place, Problem
from surveys.roster.misread import Misread
from surveys.spelling import fold_words
from surveys.standards.book.cells import plain
from surveys.workbooks import CellValue, cell_name, cell_position
from surveys.workbooks.tables import SheetTable

_Value = TypeVar("_Value")
_NUMBER: Final = "number"


@dataclass(slots=True)
class Row:
    """A row of a table of one kind. ``understood``: attribute, text and meaning of what was not read as it stands.

    ``supposed``: attribute and meaning of what is empty.
    """

    kind: str
    table: SheetTable
    row: int
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    understood: list[tuple[str, str, str]] = field(default_factory=list)
    supposed: list[tuple[str, str]] = field(default_factory=list)
    words: PlanWords = field(default_factory=plan_words)

    @property
    def cell(self) -> str:
        """Where the row stands, for a sentence about another row."""
        return self.table.place(self.row, self.table.key).cell

    def heading(self, attribute: str) -> str:
        """Return the heading of a column: the file's, else ours."""
        return self.table.headings.get(attribute) or self.words.tables[self.kind].columns[attribute]

    def report(self, code: str, attribute: str, **parameters: str) -> None:
        """Add a problem at the cell of an attribute."""
        named = {"column": self.heading(attribute)} | parameters
        place = self.table.place(self.row, attribute)
        is_own = code in PROBLEM_PARAMETERS or code in EDIT_PARAMETERS
        found = problem(code, place, **named) if is_own else Problem(code, place, named)
        if found not in self.problems:  # a cell may be looked at twice
            self.problems.append(found)

    def note(self, code: str, attribute: str, **parameters: str) -> None:
        """Add a note at the cell of an attribute."""
        place = self.table.place(self.row, attribute)
        is_own = code in NOTE_PARAMETERS
        self.notes.append(problem(code, place, **parameters) if is_own else Problem(code, place, parameters))

    def is_at(self, place: Place) -> bool:
        """Say whether a place lies in the row."""
        return place.sheet == self.table.sheet.name and cell_position(place.cell)[0] == self.row

    def aside(self) -> Problem:
        """Note that the row is none of the table."""
        cells = self.table.sheet.rows[self.row - 1]
        column = next(number for number, value in enumerate(cells, start=1) if value is not None)
        shown = " ".join(str(cells[column - 1]).split())[:80]
        return problem(
            "plan_ignored_row", Place(self.table.sheet.name, cell_name(self.row, column)), found=shown
        )

    def value(self, attribute: str) -> CellValue:
        """Return a cell as it stands; ``None`` for one with nothing but a dash."""
        value = self.table.value(self.row, attribute)
        return None if isinstance(value, str) and not fold_words(value) else value

    def text(self, attribute: str) -> str:
        """Return a cell's text on one line, '' for one that is empty or cannot be read."""
        return self.read(attribute, plain, "")

    def read(self, attribute: str, reading: Callable[[CellValue], _Value], empty: _Value) -> _Value:
        """Read a cell that may be empty; what is wrong with it is reported."""
        value = self.value(attribute)
        if value is None:
            return empty
        try:
            return reading(value)
        except Misread as misread:
            self.report(misread.code, attribute, **misread.parameters)
            return empty

    def read_text(self, attribute: str, reading: Callable[[str], _Value], empty: _Value) -> _Value:
        """Read a cell's text; see ``read``."""
        return self.read(attribute, lambda value: reading(plain(value)), empty)

    def need(self, attribute: str) -> bool:
        """Say whether a cell that must not be empty holds something; if not, that is reported."""
        if self.value(attribute) is not None:
            return True
        self.report("plan_missing", attribute)
        return False

    def number(self, attribute: str, least: int, most: int, *, in_days: bool = False) -> int | None:
        """Read a whole number; ``None`` if there is none."""

        def reading(value: CellValue) -> int | None:
            return read_number(value, least, most, in_days=in_days)

        found = self.read(attribute, reading, None)
        text = self.text(attribute) if found is not None and in_days else ""
        if is_in_other_units(text):
            self.understood.append((attribute, text, str(found)))
        return found

    def money(self, attribute: str) -> int:
        """Read an amount in đồng, 0 if there is none."""
        return self.read(attribute, lambda value: read_money(value, self.heading(attribute)), 0)


def rows_of(kind: str, tables: Iterable[SheetTable], words: PlanWords | None = None) -> list[Row]:
    """Return the rows with something in them; one that is an example holds nothing but a note of it.

    ``words``: those of the workbook, the plan's if they are not given.
    """
    found = []
    for table in tables:
        for number in table.rows():
            row = Row(kind, table, number, words=words or plan_words())
            if any(row.value(name) is not None for name in table.columns if name != _NUMBER):
                found.append(row)
    return found


def is_example(row: Row) -> bool:
    """Say whether a row says of itself that it is only an example."""
    shown = (row.table.value(row.row, name) for name in (_NUMBER, row.table.key, "full_name", "name"))
    return any(isinstance(value, str) and row.words.begins_example(value) for value in shown)


def parted(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Return the rows of a table, and what stands between and below them: headings, sums, signatures.

    Where rows are numbered, what has no number and lacks what a row must have is none of them, if it holds nothing
    else or stands below the last of them.
    """
    held = list(rows)
    last = {id(row.table): row.row for row in held if _is_numbered(row)}
    own: list[Row] = []
    others: list[Row] = []
    for row in held:
        (others if is_sum(row) or _is_beside(row, last.get(id(row.table), 0)) else own).append(row)
    return own, others


def is_sum(row: Row) -> bool:
    """Say whether a row sums up others: "Cộng", "Tổng cộng: 5 lớp"."""
    if _is_numbered(row):
        return False
    shown = (
        row.table.value(row.row, name) for name in (_NUMBER, row.table.key, "name", "full_name", "course")
    )
    texts = [fold_words(value) for value in shown if isinstance(value, str)]
    totals = [fold_words(each) for each in row.words.words["total"]]
    whole = tuple(f"{each} " for each in totals if " " in each)  # a course may begin with "Công" or "Tổng"
    return any(text in totals or f"{text} ".startswith(whole) for text in texts)


def _is_beside(row: Row, last_numbered: int) -> bool:
    required = row.words.tables[row.kind].required
    filled = [name for name in row.table.columns if name != _NUMBER and row.value(name) is not None]
    lacks = [name for name in required if row.value(name) is None]
    if row.value("key") is not None:  # a key names somebody as well as the name does
        lacks = [name for name in lacks if name != "full_name"]
    if not lacks or _is_numbered(row):
        return False
    if last_numbered:
        return len(filled) == 1 or row.row > last_numbered
    return len(filled) == 1 and filled[0] not in required


def _is_numbered(row: Row) -> bool:
    value = row.table.value(row.row, _NUMBER)
    return isinstance(value, int) or (isinstance(value, str) and value.strip(" .)(").isdigit())


def notes_of(rows: Iterable[Row]) -> list[Problem]:
    """Return what was understood or supposed, each thing once, at its first cell, with how often."""
    first: dict[tuple[str, ...], tuple[Row, int]] = {}
    for row in rows:
        told = (
            *(("plan_understood", *each) for each in row.understood),
            *(("plan_supposed", *each) for each in row.supposed),
        )
        for key in told:
            held = first.get((row.kind, *key))
            first[row.kind, *key] = (held[0], held[1] + 1) if held else (row, 1)
    return [_counted(row, key[1:], count) for key, (row, count) in first.items()]


def _counted(row: Row, key: tuple[str, ...], count: int) -> Problem:
    code, attribute, *said = key
    names = [name for name in NOTE_PARAMETERS[code] if name not in ("column", "count")]
    words = dict(zip(names, said, strict=True))
    place = row.table.place(row.row, attribute)
    return problem(code, place, column=row.heading(attribute), count=str(count), **words)
