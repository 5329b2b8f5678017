"""One official changed without a workbook: what is typed is read as a cell of a list is, and a row is made of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from surveys.problems import Place, Problem
from surveys.roster.columns import Table
from surveys.roster.drafts import Reader
from surveys.roster.keys import make_key
from surveys.roster.people import Official
from surveys.roster.rows import read_row
from surveys.roster.values import RosterRow, RosterUnit
from surveys.titles import Titles
from surveys.workbooks.cells import CellValue, Sheet

ATTRIBUTES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "full_name": ("full_name",),
        "title": ("title", "field_of_work"),
        "unit": ("unit_code", "unit_name"),
        "birth": ("birth_year", "birth_date"),
        "gender": ("gender",),
        "phone": ("phone",),
        "title_since": ("title_since",),
        "field_of_work": ("field_of_work",),
        "edu": ("edu",),
        "qual": ("qual",),
        "major": ("major",),
        "pol": ("pol",),
        "qlnn": ("qlnn",),
        "cert": ("cert",),
        "note": ("note",),
    }
)
"""What can be said of a person, by the names of the columns of a list -> the fields of a row that it fills."""

NEEDED: Final = ("full_name", "unit", "title")
"""What nobody can be without."""

_DATES: Final = ("birth_date", "title_since")

Changes = Mapping[str, Any]
"""Fields of a row with their new values, as JSON keeps them."""


def read_attribute(
    attribute: str, text: str, titles: Titles, as_of: date, row: RosterRow
) -> Changes | list[Problem]:
    """Read what was typed for one attribute of the person that a row tells of; returns the fields that change."""
    cells: dict[str, CellValue] = {
        "birth": row.birth_date or row.birth_year,
        "title_since": row.title_since,
        attribute: text.strip(),
    }
    columns = {name: (place,) for place, name in enumerate(cells, start=1)}
    table = Table(Sheet("", (tuple(cells.values()),)), columns, 0, 0)
    draft = read_row(table, 1, Reader(titles, as_of))
    if wrong := [each for each in draft.problems if each.code != "missing_value"]:
        return [replace(each, place=Place()) for each in wrong]
    if attribute == "birth":
        born = draft.read["birth"]
        return {"birth_year": born.year, "birth_date": _plain(born.exact_day)}
    if attribute == "title_since":
        return {"title_since": _plain(draft.read["title_since"].first_day)}
    if attribute == "title":
        return _titles_of(
            draft.text("title"), draft.text("concurrent_titles"), draft.text("title_field"), row
        )
    return {attribute: draft.text(attribute)}


def _titles_of(title: str, others: str, field: str, row: RosterRow) -> Changes:
    """Return the main title; further ones replace those held only if some were typed."""
    kept = [code for code in (others or row.concurrent_titles).split() if code != title]
    return {"title": title, "concurrent_titles": " ".join(kept), "field_of_work": field}


def choice(attribute: str, code: str) -> Changes:
    """Return what changes when a code was chosen for an attribute; an empty one empties it."""
    if attribute == "title":
        return {"title": code, "field_of_work": ""}
    empty: dict[str, Any] = dict.fromkeys(ATTRIBUTES[attribute], "")
    empty |= {name: None for name in ("birth_year", *_DATES) if name in empty}
    return empty if not code else {attribute: code}


def in_unit(unit: RosterUnit) -> Changes:
    """Return what changes when somebody is to be in a unit."""
    return {"unit_code": unit.code, "unit_name": unit.name}


def row_of(official: Official, phone: str) -> RosterRow:
    """Return the row of a list that says what is held of somebody."""
    shared = {name: getattr(official, name) for name in Official.__slots__}
    return RosterRow(**shared, phone=phone)


def changed(row: RosterRow, changes: Changes) -> RosterRow:
    """Return a row with changes. Since when a new post is held is not known unless it is said."""
    values: dict[str, Any] = {
        name: date.fromisoformat(value) if name in _DATES and value else value
        for name, value in changes.items()
    }
    after = replace(row, **values)
    is_other_post = (row.title, row.unit_code) != (after.title, after.unit_code)
    return replace(after, title_since=None) if is_other_post and "title_since" not in changes else after


def newcomer(changes: Changes) -> RosterRow:
    """Return the row of somebody new, with a key that is made as for a list without keys."""
    row = changed(RosterRow("", "", "", "", ""), {"title_since": None, **changes})
    return replace(row, roster_key=make_key(row), is_key_made=True)


def _plain(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
