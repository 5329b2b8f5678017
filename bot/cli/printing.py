"""What the commands print: coloured tables in a terminal, plain text into a file or a pipe, JSON when asked."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from rich.console import Console  # imported where something is printed: the running bot prints nothing

WIDE: Final = 400
"""Columns of plain output: nobody folds a pipe."""


def console(*, stderr: bool = False) -> "Console":
    """Return a console for now: without colours and folding unless it is a terminal."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    is_terminal = bool(getattr(stream, "isatty", bool)())
    return Console(
        file=stream,
        force_terminal=is_terminal,
        no_color=not is_terminal,
        width=None if is_terminal else WIDE,
        markup=False,
        highlight=False,
        emoji=False,
    )


def print_line(text: str = "", style: str = "") -> None:
    """Print one sentence; ``style`` is seen only in a terminal."""
    from rich.text import Text

    console().print(Text(text, style=style), soft_wrap=True)


def print_done(text: str) -> None:
    """Print what was done."""
    print_line(text, "green")


def print_error(lines: Iterable[str]) -> None:
    """Print what went wrong to the error stream, the headline in red."""
    from rich.text import Text

    target = console(stderr=True)
    for number, line in enumerate(lines):
        target.print(Text(line, style="" if number else "red"), soft_wrap=True)


def print_json(value: Any) -> None:
    """Print JSON and nothing else: moments in ISO form, letters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def moment_json(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """Return a moment as other programs read it: local time with its offset, to the second."""
    return None if moment is None else moment.astimezone(zone).isoformat(timespec="seconds")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print a table; numbers stand to the right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    lines = [list(row) for row in rows]
    table = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for index, name in enumerate(columns):
        is_number = bool(lines) and all(isinstance(line[index], int) for line in lines)
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for line in lines:
        table.add_row(*(Text(str(value)) for value in line))
    console().print(table)
