"""A file that is not taken: its problems in words, the first one by one, and a copy of it with all of them marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.failures import InputWrong
from bot.cli.files import check_target, write_file
from bot.texts import say
from bot.texts.cli import TEXTS
from surveys.reporting.numbers import number_text

if TYPE_CHECKING:
    from surveys.problems import Problem

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
        from bot.office.lists import word_problems

        lines = [*word_problems(problems, self.about), *more]
        if self.marked_out is not None:
            lines.append(self._mark(self.marked_out, problems))
        return InputWrong(head, *lines)

    def _mark(self, target: Path, problems: "Sequence[Problem]") -> str:
        """Write the marked copy; returns what is to be said of it."""
        from bot.office.lists import mark_copy

        copy = mark_copy(self.content, self.path.name, problems, self.about)
        if copy is None:
            return say(TEXTS.marked_not)
        replaced = say(TEXTS.out_replaced) if target.exists() else ""
        write_file(target, copy.content)
        told = {"count": number_text(len(problems)), "cells": number_text(copy.cells)}
        return f"{say(TEXTS.marked_written, path=target, **told)} {replaced}".rstrip()
