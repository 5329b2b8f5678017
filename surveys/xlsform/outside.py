"""Data from outside: the lists and tables of a form that stand in .csv files beside it.

``select_one_from_file``, ``csv-external``, ``pulldata()`` and the appearance ``search()`` name them; the published
version holds what the files said.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from surveys.problems import Note, Place, Problem
from surveys.questionnaire import Choice, ItemType
from surveys.xlsform.choices import ChoiceSheet
from surveys.xlsform.draft import EXPRESSIONS, Draft
from surveys.xlsform.layout import Layout
from surveys.xlsform.parcel import plain_name
from surveys.xlsform.tables import Table, read_table
from surveys.xlsform.wanting import Wanted

MAX_MARKED: Final = 20
"""Lines of one file that are told one by one."""

LONGEST_CODE: Final = 200
_PULLED: Final = re.compile(r"""pulldata\s*\(\s*['"]([^'"]+)['"]""")


@dataclass(slots=True)
class Outside:
    """What the files hold: ``lists`` by name, each with the ``columns`` it has; ``problems`` name the files to send."""

    lists: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    columns: dict[str, frozenset[str] | None] = field(default_factory=dict)  # None: the file is not here
    problems: list[Problem] = field(default_factory=list)


def fetch_outside(layout: Layout, choices: ChoiceSheet, files: Mapping[str, bytes]) -> Outside:
    """Return what the form wants of files, as far as they are there."""
    outside = Outside()
    by_name = {plain_name(name).casefold(): content for name, content in files.items()}
    tables: dict[str, Table | Problem] = {}
    for name, wanted in {**_pulled(layout), **layout.wanted}.items():
        key = plain_name(wanted.file).casefold()
        if key not in tables:
            tables[key] = found = _table(wanted, by_name.get(key))
            outside.problems += [found] if isinstance(found, Problem) else []
        found = tables[key]
        if isinstance(found, Problem):
            outside.columns[name] = None
        else:
            _take(outside, name, wanted, found, choices)
    return outside


def _pulled(layout: Layout) -> dict[str, Wanted]:
    found: dict[str, Wanted] = {}
    rows = [*(group.draft for group in layout.groups), *(entry.draft for entry in layout.entries)]
    for row in rows:
        for column in EXPRESSIONS:
            for file in _PULLED.findall(row.text(column)):
                name = file.strip().removesuffix(".csv")
                found.setdefault(name, Wanted(f"{name}.csv", row, column))
    return found


def _table(wanted: Wanted, content: bytes | None) -> Table | Problem:
    suffix = PurePosixPath(wanted.file).suffix.lower()
    if suffix != ".csv":
        return wanted.row.problem("file_kind_unsupported", wanted.column, file=wanted.file)
    if content is None:
        return wanted.row.problem("file_needed", wanted.column, file=wanted.file)
    return read_table(content, wanted.file)


def _take(outside: Outside, name: str, wanted: Wanted, table: Table, choices: ChoiceSheet) -> None:
    outside.columns[name] = frozenset(table.columns) | {"name", "label"}
    if not wanted.is_list:
        outside.lists[name] = tuple(
            Choice(row.cells.get("name", ""), row.cells.get("label", ""), row.cells) for row in table.rows
        )
        return
    value, labels = wanted.value, [wanted.label]
    fixed: tuple[Choice, ...] = ()
    if wanted.is_search:
        rows = choices.lists.get(name, [])
        fixed = tuple(Choice(row.text("name"), row.text("label")) for row in rows if _is_fixed(row))
        dynamic = next((row for row in rows if not _is_fixed(row)), None)
        if dynamic is None:
            outside.problems.append(wanted.row.problem("search_without_columns", wanted.column, list=name))
            return
        if fixed and not wanted.is_distinct:
            outside.problems.append(wanted.row.problem("search_with_fixed", wanted.column, list=name))
            return
        value, labels = dynamic.text("name"), re.split(r"\s*,\s*", dynamic.text("label"))
    missing = [column for column in (value, *labels) if column not in table.columns]
    for column in missing:
        about = {"file": wanted.file, "column": column, "expected": ", ".join(filter(None, table.columns))}
        outside.problems.append(wanted.row.problem("table_column_missing", wanted.column, **about))
    if missing:
        return
    listed = tuple(_listed(table, value, labels, wanted))
    outside.problems.extend(_check_codes(table, value, labels, wanted))
    outside.lists[name] = (*listed, *fixed)


def _is_fixed(row: Draft) -> bool:
    """Whether a row under ``search()`` is a choice of its own: ODK knows it by its number."""
    return row.text("name").isdecimal()


def _listed(table: Table, value: str, labels: list[str], wanted: Wanted) -> Iterator[Choice]:
    known: set[tuple[str, str]] = set()
    for row in table.rows:
        code = row.cells.get(value, "")
        label = ", ".join(said for column in labels if (said := row.cells.get(column, "")))
        if wanted.is_distinct and (code, label) in known:
            continue
        known.add((code, label))
        yield Choice(code, label or code, row.cells)


def _check_codes(table: Table, value: str, labels: list[str], wanted: Wanted) -> Iterator[Problem]:
    """Refuse lines without a code; a code of several lines is noted once: on ODK, too, they are stored alike."""
    said: dict[str, list[str]] = {}
    told = 0
    for row in table.rows:
        code, label = row.cells.get(value, ""), [row.cells.get(column, "") for column in labels]
        place = Place(wanted.file, f"A{row.line}")
        about = {"file": wanted.file, "column": value, "name": code[:80], "line": str(row.line)}
        is_spaced = wanted.type is ItemType.SELECT_MULTIPLE and re.search(r"\s", code) is not None
        if not code or is_spaced or len(code) > LONGEST_CODE:
            told += 1
            if told <= MAX_MARKED:
                yield Problem("table_code_invalid", place, about)
        elif code not in said:
            said[code] = label
        elif said[code] != label and "" not in said:
            said[""] = label  # the first is told for all
            yield Note("table_code_twice", place, about)
