"""What an office receives back: its own list with the keys filled in, and a file of titles to fill in. Bytes out."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from surveys.problems import Problem
from surveys.roster.columns import COLUMNS
from surveys.roster.header import has_header, read_header
from surveys.roster.values import RosterRow
from surveys.spelling import fold_words
from surveys.titles import Titles, nearest_titles
from surveys.titles.placing import new_code
from surveys.workbooks import read_workbook
from surveys.workbooks.editing import Editable, write

TITLE_PROBLEMS: Final = ("unknown_title", "misspelt_title")
"""The problems of a list that name a title which nobody knows."""
UNCHOSEN: Final = "?"
"""What stands for the group of a title until the office has chosen it: no group is guessed."""


def with_keys(content: bytes, filename: str, rows: Sequence[RosterRow]) -> bytes:
    """Return the office's workbook with a column "Mã" behind its table (or the one it has filled in), as .xlsx.

    The rest of an .xlsx stays as it is; of other files the values stay.
    """
    book = read_workbook(content, filename)
    assert not isinstance(book, list), book  # it was read before
    target = Editable(content, book)
    for sheet in book.sheets:
        mine = [row for row in rows if row.sheet == sheet.name]
        if not mine or not has_header(sheet):
            continue
        table, _, _ = read_header(sheet)
        page = target.page(sheet.name)
        width = max(len(cells) for cells in sheet.rows[table.header_starts - 1 :])
        column = table.columns.get("roster_key", (width + 1,))[0]
        if "roster_key" not in table.columns:
            write(page, table.header_starts, column, COLUMNS["roster_key"])
        for row in mine:
            write(page, row.row, column, row.roster_key)
    return target.content()


def titles_to_fill_in(problems: Iterable[Problem], titles: Titles, day: date | None, heading: str) -> str:
    """Return a file of titles (YAML) with each unknown one: the nearest known beside it, its group to be chosen.

    ``heading`` says what to do; it stands above, as a comment. Until a group stands instead of each question mark the
    file is refused. Empty if no title is unknown.
    """
    wanted: dict[str, str] = {}
    for each in problems:
        if each.code in TITLE_PROBLEMS:
            wanted.setdefault(fold_words(each.parameters["found"]), each.parameters["found"])
    lines = []
    taken = set(titles)
    for name in wanted.values():
        near = "; ".join(f"{code} = {titles.label(code)}" for code in nearest_titles(titles, name, day))
        lines += [f"  # {near}"] if near else []
        code = new_code(name, taken)
        taken.add(code)
        lines.append(f'  {code}: {{name: {_quoted(name)}, group: "{UNCHOSEN}"}}')
    if not lines:
        return ""
    groups = ", ".join(f"{code} ({group.label})" for code, group in titles.groups.items())
    above = [f"# {line}" for line in (*heading.splitlines(), groups)]
    return "\n".join([*above, "schema: 1", "titles:", *lines, ""])


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
