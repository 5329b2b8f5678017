"""``begin loop over LIST``: the rows of a loop once for each choice, as groups, before anything else reads them.

Within them ``%(name)s`` and ``%(label)s`` are the choice's. A question ``q`` of the loop becomes ``q.code``: on ODK it
stands in a group of the choice's name, here every name stands once in the form.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from surveys.xlsform.draft import CHOICE_COLUMNS, SURVEY_COLUMNS, Header, read_headers
from surveys.xlsform.grid import Cell, Sheet

_BEGIN: Final = re.compile(r"begin[_ ]loop[_ ]over[_ ](\S+)", re.IGNORECASE)
_END: Final = re.compile(r"end[_ ]loop", re.IGNORECASE)
_PART: Final = re.compile(r"%\((name|label)\)s")
_OTHER: Final = re.compile(r"(\S+)[_ ](?:or[_ ]other|or[_ ]specify[_ ]other)$", re.IGNORECASE)

Row = dict[int, Cell]
MOST_ROWS: Final = 2000
"""A loop over a long list of places would be a form that nobody answers."""


def expand_loops(sheets: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """Return the sheets with every loop written out; what is no loop over a known list stays for others to refuse."""
    survey, choices = sheets["survey"], sheets.get("choices")
    if choices is None or not any(_BEGIN.search(cell.text) for row in survey.rows for cell in row.values()):
        return dict(sheets)
    expander = _Expander(survey, _gather(choices, _with_other(survey)))
    return {**sheets, "survey": replace(survey, rows=list(expander.write_out(survey.rows)))}


@dataclass(frozen=True, slots=True)
class _Choice:
    """One choice of a list: its code, and its label by language."""

    name: str
    labels: Mapping[str, str]

    def part(self, word: str, language: str) -> str:
        if word == "name":
            return self.name
        return self.labels.get(language) or next(iter(self.labels.values()), self.name)


def _with_other(survey: Sheet) -> set[str]:
    """Return the lists that get a choice "other" by the type of a question."""
    cells = (cell.text.strip() for row in survey.rows for cell in row.values())
    return {found[1] for text in cells if (found := _OTHER.search(text))}


def _gather(sheet: Sheet, with_other: set[str]) -> dict[str, list[_Choice]]:
    headers, _ = read_headers(sheet, CHOICE_COLUMNS)
    lists: dict[str, list[_Choice]] = {}
    for row in sheet.rows:
        named = {headers[column]: cell.text for column, cell in row.items() if column in headers}
        code = named.get(Header("name"), "")
        labels = {header.language: text for header, text in named.items() if header.name == "label"}
        if code:
            lists.setdefault(named.get(Header("list_name"), ""), []).append(_Choice(code, labels))
    for name in with_other & lists.keys():
        if all(choice.name != "other" for choice in lists[name]):
            lists[name].append(_Choice("other", {"": "Khác"}))
    return lists


class _Expander:
    """Knows the columns of the survey sheet and the lists."""

    def __init__(self, survey: Sheet, lists: Mapping[str, list[_Choice]]) -> None:
        self.headers, _ = read_headers(survey, SURVEY_COLUMNS)
        self.columns = {header.name: column for column, header in reversed(self.headers.items())}
        self.lists = lists

    def _type(self, row: Row) -> str:
        cell = row.get(self.columns.get("type", -1))
        return re.sub(r"\s+", " ", cell.text.strip()) if cell else ""

    def write_out(self, rows: list[Row]) -> Iterator[Row]:
        at = 0
        while at < len(rows):
            found = _BEGIN.fullmatch(self._type(rows[at]))
            end = self._end(rows, at)
            if found is None or found[1] not in self.lists or end is None or "name" not in self.columns:
                yield rows[at]
                at += 1
                continue
            inner = list(self.write_out(rows[at + 1 : end]))
            choices = self.lists[found[1]]
            if len(inner) * len(choices) > MOST_ROWS:
                yield rows[at]
                at += 1
                continue
            yield self._saying(rows[at], type="begin_group")
            for choice in choices:
                yield from self._of_choice(rows[at], inner, choice)
            yield self._saying(rows[end], type="end_group")
            at = end + 1

    def _end(self, rows: list[Row], at: int) -> int | None:
        """Return where the loop that begins in a row ends."""
        depth = 0
        for place in range(at, len(rows)):
            kind = self._type(rows[place])
            depth += bool(_BEGIN.fullmatch(kind)) - bool(_END.fullmatch(kind))
            if depth == 0:
                return place
        return None

    def _of_choice(self, begin: Row, inner: list[Row], choice: _Choice) -> Iterator[Row]:
        mark = re.sub(r"[^\w\-]", "_", choice.name)
        opening = {
            column: begin[next(iter(begin))]
            for column, header in self.headers.items()
            if header.name == "label"
        }
        labelled = {
            column: Cell(choice.part("label", self.headers[column].language), cell.address)
            for column, cell in opening.items()
        }
        loop = begin.get(self.columns["name"])
        name = f"{loop.text if loop else 'loop'}.{mark}"
        yield self._saying({**labelled, **self._head(begin)}, type="begin_group", name=name)
        for row in inner:
            filled = {
                column: Cell(self._filled(cell.text, choice, column), cell.address)
                for column, cell in row.items()
            }
            own = filled.get(self.columns["name"])
            yield self._saying(filled, name=f"{own.text}.{mark}") if own else filled
        yield self._saying(self._head(begin), type="end_group")

    def _head(self, begin: Row) -> Row:
        return {self.columns["type"]: begin[self.columns["type"]]}

    def _filled(self, text: str, choice: _Choice, column: int) -> str:
        language = self.headers[column].language if column in self.headers else ""
        return _PART.sub(lambda found: choice.part(found[1], language), text)

    def _saying(self, row: Row, **texts: str) -> Row:
        """Return a row with other texts in some columns, at the address of its first cell where there was none."""
        first = next(iter(row.values())).address
        said = dict(row)
        for name, text in texts.items():
            column = self.columns[name]
            said[column] = Cell(text, row[column].address if column in row else first)
        return dict(sorted(said.items()))
