"""The choices sheet: its rows by list, and what is wrong with them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from surveys.problems import Problem
from surveys.xlsform.draft import Draft, Drafts

MAX_CHOICES = 400


@dataclass(slots=True)
class ChoiceSheet:
    """The lists by name, each with its rows, and the columns that a ``choice_filter`` may look at."""

    lists: dict[str, list[Draft]] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)


def gather_choices(drafts: Drafts) -> ChoiceSheet:
    """Return the lists of the choices sheet with every problem of its rows."""
    sheet = ChoiceSheet(columns=drafts.columns | {"name", "label"}, problems=list(drafts.problems))
    for row in drafts.rows:
        list_name = row.text("list_name")
        if not list_name:
            sheet.problems.append(row.problem("choice_without_list"))
            continue
        sheet.lists.setdefault(list_name, []).append(row)
    for list_name, rows in sheet.lists.items():
        sheet.problems.extend(_check_list(list_name, rows))
    return sheet


def _check_list(list_name: str, rows: list[Draft]) -> Iterator[Problem]:
    if len(rows) > MAX_CHOICES:
        yield rows[0].problem(
            "too_many_choices", "list_name", list=list_name, found=str(len(rows)), limit=str(MAX_CHOICES)
        )
    first: dict[str, str] = {}
    for row in rows:
        name = row.text("name")
        if not name:
            yield row.problem("choice_name_missing", "label", list=list_name)
        elif re.search(r"\s", name) or len(name) > 64:
            yield row.problem("choice_name_invalid", "name", name=name[:80])
        elif name in first:
            yield row.problem("choice_duplicate", "name", name=name, list=list_name, first=first[name])
        else:
            first[name] = row.cells["name"].address
        if not row.text("label"):
            yield row.note("choice_label_missing", "name", name=name, list=list_name)
        elif "${" in row.text("label"):
            yield row.problem("choice_label_reference", "label", name=name)
