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
from surveys.reporting.numbers import number_text

if TYPE_CHECKING:
    from surveys.problems import Problem

PRINTED: Final = 50
"""Problems that are printed one by one; the others are counted by kind."""

MarkedOut = Annotated[
    Path | None,
    typer.Option(
        "--marked-out",
        metavar="TỆP",
        readable=False,
        help="Ghi bản sao .xlsx đã tô màu, ghi chú mọi chỗ cần sửa.",
    ),
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
        self.check_out(self.marked_out, ".xlsx")

    def check_out(self, out: Path | None, suffix: str) -> None:
        """Raise ``InputWrong`` unless a file can be written there, and is not the very file that was handed in."""
        if out is None:
            return
        check_target(out, (suffix,))
        if out.exists() and out.samefile(self.path):
            raise InputWrong(say(TEXTS.out_is_source, path=out))

    def refused(self, head: str, problems: "Sequence[Problem]", *more: str) -> InputWrong:
        """Return the refusal with what is wrong; the marked copy is written, if one is wanted and the file opens."""
        lines = [*word_problems(problems, self.about), *more]
        if self.marked_out is not None:
            lines.append(self._mark(self.marked_out, problems))
        return InputWrong(head, *lines)

    def _mark(self, target: Path, problems: "Sequence[Problem]") -> str:
        """Write the marked copy; returns what is to be said of it."""
        from bot.texts.problems import word_what
        from surveys.workbooks import read_workbook
        from surveys.workbooks.editing import Mark, marked

        book = read_workbook(self.content, self.path.name)
        if isinstance(book, list):
            return say(TEXTS.marked_not)
        marks = [
            Mark(place.sheet, place.cell, word_what(each, self.about))
            for each in problems
            for place in (each.place, *each.also)
        ]
        replaced = say(TEXTS.out_replaced) if target.exists() else ""
        write_file(target, marked(self.content, book, marks, TEXTS.marked_by))
        counts = {"count": len(problems), "cells": len({(mark.sheet, mark.cell) for mark in marks})}
        told = {name: number_text(count) for name, count in counts.items()}
        return f"{say(TEXTS.marked_written, path=target, **told)} {replaced}".rstrip()


def word_problems(problems: "Sequence[Problem]", about: str) -> list[str]:
    """Word the first problems; of the others how many there are of each kind."""
    from bot.texts.problems import word_problem
    from bot.texts.roster import KINDS

    lines = [word_problem(each, about) for each in problems[:PRINTED]]
    more = Counter(KINDS.get(each.code, KINDS[""]) for each in problems[PRINTED:])
    if more:
        kinds = "; ".join(f"{kind}: {number_text(count)}" for kind, count in more.most_common())
        lines.append(say(TEXTS.roster_more, count=number_text(more.total()), kinds=kinds))
    return lines
