"""Spellings that mean the same: types in any case, a language on a column that has none. Before anything is checked."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from surveys.problems import Problem
from surveys.xlsform.draft import TEXTS, column_name
from surveys.xlsform.grid import Cell, Sheet

_SELECT: Final = re.compile(
    r"(select1|select[ _]one|select[ _]multiple|select[ _]all[ _]that[ _]apply|rank)"
    r"((?:[ _]from)?(?:[ _]file)?(?:[ _]external)?)\s+(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_TRANSLATED: Final = frozenset({*TEXTS, "image", "big-image", "audio", "video", "guidance_hint"})
"""Columns that may stand once for each language."""


def spelled_alike(sheets: Mapping[str, Sheet]) -> tuple[dict[str, Sheet], list[Problem]]:
    """Return the sheets with these spellings evened out, and what could mean two things."""
    survey = sheets.get("survey")
    if survey is None:
        return dict(sheets), []
    problems: list[Problem] = []
    kept = dict(_columns(survey, problems))
    rows = [
        {column: _spelled(kept[column], cell) for column, cell in row.items() if column in kept}
        for row in survey.rows
    ]
    return {**sheets, "survey": Sheet(survey.name, kept, [row for row in rows if row])}, problems


def _columns(sheet: Sheet, problems: list[Problem]) -> Iterator[tuple[int, Cell]]:
    """Yield the columns to keep, those without translations under their plain names."""
    first: dict[str, int] = {}
    for column, cell in sheet.header.items():
        name = column_name(cell.text)
        if "::" not in cell.text or name in _TRANSLATED or _is_grouped(cell.text):
            first.setdefault(name, column)
            yield column, cell
        elif name not in first:
            first[name] = column
            yield column, Cell(name, cell.address)
        else:
            problems.extend(_differences(sheet, name, first[name], column))


def _is_grouped(header: str) -> bool:
    """Whether ``::`` does not part a language: ``bind::relevant``, ``media::image``."""
    return header.partition("::")[0].strip().lower() in ("bind", "control", "media", "body", "instance")


def _differences(sheet: Sheet, name: str, one: int, other: int) -> Iterator[Problem]:
    """Yield where the same column says something else in another language: a condition has none."""
    for row in sheet.rows:
        cell = row.get(other)
        if cell is not None and (one not in row or row[one].text != cell.text):
            yield Problem("column_translated", sheet.place(cell.address), {"column": name})


def _spelled(header: Cell, cell: Cell) -> Cell:
    if column_name(header.text) != "type":
        return cell
    found = _SELECT.fullmatch(cell.text)
    text = f"{found[1].lower()}{found[2].lower()} {found[3]}" if found else cell.text.lower()
    return Cell(text, cell.address)
