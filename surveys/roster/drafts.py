"""What the cells of one row say, before rows are compared, and what they are read by."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from surveys.problems import Problem
from surveys.roster.columns import Table
from surveys.roster.posts import Understood
from surveys.roster.problems import problem
from surveys.titles import Titles


@dataclass(frozen=True, slots=True)
class Reader:
    """What cells are read by. ``as_of``, if given, is the day on which ages are judged and titles are meant."""

    titles: Titles
    as_of: date | None = None
    has_1904_dates: bool = False


@dataclass(slots=True)
class Draft:
    """What the cells of one row say, before rows are compared. ``read``: attribute -> value.

    ``bodies``: those of the sections in which they stand, the nearest first: "Phòng Kinh tế", "KHỐI CHÍNH QUYỀN".
    ``usual``: a title alone in its cell that was taken for the usual one of several.
    """

    table: Table
    row: int
    read: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    bodies: tuple[str, ...] = ()
    usual: Understood | None = None

    def text(self, attribute: str) -> str:
        """Return a textual attribute, '' where the cell is empty or was not understood."""
        return str(self.read.get(attribute, ""))

    def report(self, code: str, attribute: str, **parameters: str) -> None:
        """Add a problem at the cell of ``attribute``."""
        self.problems.append(problem(code, self.table.place(self.row, attribute), **parameters))

    def note(self, code: str, attribute: str, **parameters: str) -> None:
        """Add a note at the cell of ``attribute``."""
        self.notes.append(problem(code, self.table.place(self.row, attribute), **parameters))
