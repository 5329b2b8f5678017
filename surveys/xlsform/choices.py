"""The choices sheet: its rows by list, and what is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from surveys.problems import Problem
from surveys.xlsform.draft import Draft, Drafts

MAX_CHOICES = 400


@dataclass(slots=True)
class ChoiceSheet:
    """The lists by name, each with its rows, and the columns that a ``choice_filter`` may look at.

    ``outside``: the columns of lists that stand in files; of those a list by the same name holds no more than that.
    """

    lists: dict[str, list[Draft]] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    outside: dict[str, frozenset[str] | None] = field(
        default_factory=dict
    )  # lists in files; None: not at hand
    problems: list[Problem] = field(default_factory=list)

    def has(self, choice_list: str) -> bool:
        """Whether there is a list of this name, in the sheet or in a file."""
        return choice_list in self.lists or choice_list in self.outside

    def columns_of(self, choice_list: str) -> frozenset[str] | None:
        """Return the columns of a list; ``None`` if they are not known, for its file is not at hand."""
        return self.outside.get(choice_list, self.columns)


def gather_choices(drafts: Drafts, *, may_repeat: bool = False) -> ChoiceSheet:
    """Return the lists of the choices sheet with every problem of its rows.

    ``may_repeat``: a code may stand twice in a list, as the towns of one name in a list that is filtered by province.
    """
    sheet = ChoiceSheet(columns=drafts.columns | {"name", "label"}, problems=list(drafts.problems))
    for row in drafts.rows:
        list_name = row.text("list_name")
        if not list_name:
            sheet.problems.append(row.note("choice_without_list"))
            continue
        sheet.lists.setdefault(list_name, []).append(row)
    for list_name, rows in sheet.lists.items():
        sheet.problems.extend(_check_list(list_name, rows, may_repeat=may_repeat))
    return sheet


def _check_list(list_name: str, rows: list[Draft], *, may_repeat: bool) -> Iterator[Problem]:
    if len(rows) > MAX_CHOICES:
        yield rows[0].problem(
            "too_many_choices", "list_name", list=list_name, found=str(len(rows)), limit=str(MAX_CHOICES)
        )
    first: dict[str, str] = {}
    for row in rows:
        name = row.text("name")
        if not name:
            yield row.problem("choice_name_missing", "label", list=list_name)
        elif len(name) > 64:
            yield row.problem("choice_name_invalid", "name", name=name[:80])
        elif name in first and not may_repeat:
            yield row.problem("choice_duplicate", "name", name=name, list=list_name, first=first[name])
        else:
            first.setdefault(name, row.cells["name"].address)
        if not row.text("label"):
            yield row.note("choice_label_missing", "name", name=name, list=list_name)
        elif "${" in row.text("label"):
            yield row.note("choice_label_reference", "label", name=name)
