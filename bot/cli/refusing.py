"""A file that is not taken: its problems in words, the first one by one, and a copy of it with all of them marked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.failures import InputWrong
from bot.cli.files import check_target, write_file
from bot.texts import say
from bot.texts.cli import TEXTS

if TYPE_CHECKING:
    from surveys.problems import Problem

PRINTED: Final = 50
"""Problems that are printed one by one; the others are counted by kind."""

MarkedOut = Annotated[
    Path | None,
    typer.Option("--marked-out", metavar="TỆP", help="Ghi bản sao .xlsx đã tô màu, ghi chú mọi chỗ cần sửa."),
]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that somebody handed in, ``about`` what it is ("roster", "standards_book"); where its marked copy goes."""

    path: Path
    content: bytes
    about: str
    marked_out: Path | None = None

    def check(self) -> None:
        """Raise ``InputWrong`` unless the marked copy can be written: asked before any work."""
        if self.marked_out is not None:
            check_target(self.marked_out, (".xlsx",))

    def refused(self, head: str, problems: "Sequence[Problem]", *more: str) -> InputWrong:
        """Return the refusal with what is wrong; the marked copy is written, if one is wanted and the file opens."""
        lines = [*word_problems(problems, self.about), *more]
        if self.marked_out is not None and self._mark(self.marked_out, problems):
            lines.append(say(TEXTS.marked_written, path=self.marked_out, count=len(problems)))
        return InputWrong(head, *lines)

    def _mark(self, target: Path, problems: "Sequence[Problem]") -> bool:
        from bot.texts.problems import word_what
        from surveys.workbooks import read_workbook
        from surveys.workbooks.editing import Mark, marked

        book = read_workbook(self.content, self.path.name)
        if isinstance(book, list):
            return False
        marks = [
            Mark(each.place.sheet, each.place.cell, word_what(each, self.about), _alike(each))
            for each in problems
        ]
        write_file(target, marked(self.content, book, marks, TEXTS.marked_by))
        return True


def _alike(problem: "Problem") -> str:
    """Return what stands in every cell of which a problem tells, if it tells of several."""
    return problem.parameters.get("found", "") if problem.parameters.get("count", "1") != "1" else ""


def word_problems(problems: "Sequence[Problem]", about: str) -> list[str]:
    """Word the first problems; of the others how many there are of each kind."""
    from bot.texts.problems import word_problem
    from bot.texts.roster import KINDS

    lines = [word_problem(each, about) for each in problems[:PRINTED]]
    more = Counter(KINDS.get(each.code, KINDS[""]) for each in problems[PRINTED:])
    if more:
        kinds = "; ".join(f"{kind}: {count}" for kind, count in more.most_common())
        lines.append(say(TEXTS.roster_more, count=more.total(), kinds=kinds))
    return lines
