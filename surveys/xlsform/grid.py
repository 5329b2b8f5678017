"""Sheets of cells, and the limits of a file, whatever its format.

Text is NFC, stripped, with plain spaces. Every cell keeps where it stands: in a workbook its address, in a
.csv the address that a spreadsheet program shows, in Markdown the line of the file.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from surveys.problems import Place, Problem
from surveys.spelling import fold
from surveys.workbooks import cell_name

MAX_ROWS = 10_000
MAX_CHOICE_ROWS = 20_000  # the communes of a country
MAX_COLUMNS = 100
MAX_LENGTH = 32_767  # characters of a cell, as in Excel
SHEETS = ("survey", "choices", "settings")
"""The sheets that are read; any other is the author's own notes."""

_CALLED = {
    "survey": ("khao sat", "phieu khao sat", "cau hoi"),
    "choices": ("lua chon", "cac lua chon", "phuong an"),
    "settings": ("cai dat", "thiet lap"),
}
"""What Vietnamese authors call these sheets (folded)."""


def form_sheets(names: Iterable[str]) -> dict[str, str]:
    """Return what each sheet of a form is called among these names; its own name goes before any other."""
    given = list(names)
    found: dict[str, str] = {}
    for key in SHEETS:
        own = [name for name in given if name.strip().lower() == key]
        others = [name for name in given if fold(name) in _CALLED[key]]
        if own or len(others) == 1:
            found[key] = (own or others)[0]
    return found


class GridError(Exception):
    """The file cannot be read at all; ``problems`` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell: its text and its address, such as ``F12``."""

    text: str
    address: str


@dataclass(slots=True)
class Sheet:
    """One sheet: the header cells by column, and the filled rows, each with its cells by column."""

    name: str
    header: dict[int, Cell] = field(default_factory=dict)
    rows: list[dict[int, Cell]] = field(default_factory=list)
    key: str = ""  # what it is called in the form language

    def __post_init__(self) -> None:
        """A sheet that is called nothing else is called by its name."""
        self.key = self.key or self.name.lower()

    def place(self, address: str = "") -> Place:
        """Return where a problem of this sheet stands."""
        return Place(self.name, address)

    def add(self, cells: dict[int, Cell]) -> None:
        """Take the next filled row: the first is the header."""
        if not cells:
            return
        if self.header:
            self.rows.append(cells)
        else:
            self.header = cells
        limit = MAX_CHOICE_ROWS if self.key == "choices" else MAX_ROWS
        if len(self.rows) > limit:
            address = next(iter(cells.values())).address
            raise GridError(Problem("too_many_rows", Place(self.name, address), {"limit": str(limit)}))


_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")  # joiners stay
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@lru_cache(maxsize=4096)  # the cells of a workbook share their texts
def clean(text: str) -> str:
    """Return text in NFC, with plain spaces, without what nobody sees, stripped."""
    plain = text.replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n")
    plain = _NO_CHARACTER.sub(" ", _INVISIBLE.sub("", plain))
    return unicodedata.normalize("NFC", plain).strip()


def read_cells(values: Sequence[str], row: int, *, first_column: int = 1) -> dict[int, Cell]:
    """Return the filled cells of a row; ``first_column`` is the number of the first value's column.

    Raises ``GridError`` for a cell longer than Excel's longest.
    """
    cells: dict[int, Cell] = {}
    for column, value in enumerate(values[:MAX_COLUMNS], first_column):
        address = cell_name(row, column)
        if len(value) > MAX_LENGTH:
            raise GridError(Problem("cell_too_long", Place(cell=address), {"limit": str(MAX_LENGTH)}))
        if text := clean(value):
            cells[column] = Cell(text, address)
    return cells
