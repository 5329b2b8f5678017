"""The progress of a report on the error stream: a bar in a terminal, a line a step elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from bot.cli.printing import console
from bot.texts.reports import TEXTS

Told = Callable[[str, int, int], None]
"""Is told what begins, its place from 1, and how many steps there are."""


@contextmanager
def shown_progress() -> Iterator[Told]:
    """Show the steps as they begin. Standard output stays for what a program may read."""
    target = console(stderr=True)
    if not target.is_terminal:

        def print_step(what: str, place: int, count: int) -> None:
            target.print(Text(f"{TEXTS.cli_progress}: {place}/{count} {what}"), soft_wrap=True)

        yield print_step
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=target, transient=True) as progress:
        task = progress.add_task(TEXTS.cli_progress, total=None)

        def move(what: str, place: int, count: int) -> None:
            words = f"{TEXTS.cli_progress}: {what}"
            progress.update(task, description=words, total=count, completed=place - 1)

        yield move
