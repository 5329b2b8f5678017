"""Which file a row of the survey sheet wants, and what ``search()`` makes of a list."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from surveys.problems import Problem
from surveys.questionnaire import ItemType
from surveys.xlsform.draft import Draft

_FROM_FILE: Final = re.compile(r"select[ _](one|multiple)[ _]from[ _]file\s+(.+)", re.IGNORECASE)
_SEARCH: Final = re.compile(r"(.*?)\bsearch\s*\((.*)\)(.*)", re.IGNORECASE | re.DOTALL)
_FILTERS: Final = {
    "matches": "{column} = {value}",
    "contains": "contains({column}, {value})",
    "startswith": "starts-with({column}, {value})",
    "endswith": "ends-with({column}, {value})",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that a row names in one of its columns. ``is_list``: its rows are choices, by these columns.

    ``is_distinct``: rows that say the same are one choice.
    """

    file: str
    row: Draft
    column: str
    is_list: bool = False
    value: str = "name"
    label: str = "label"
    type: ItemType = ItemType.SELECT_ONE
    is_search: bool = False
    is_distinct: bool = False


def file_of(row: Draft, kind: str) -> Wanted | None:
    """Return the file of ``select_one_from_file`` or ``csv-external``; ``None`` for other types."""
    if kind.lower() in ("csv-external", "xml-external"):
        name = row.text("name")
        return (
            Wanted(f"{name}.{'csv' if kind.lower().startswith('csv') else 'xml'}", row, "type")
            if name
            else None
        )
    found = _FROM_FILE.fullmatch(kind)
    if found is None:
        return None
    item_type = ItemType.SELECT_ONE if found[1].lower() == "one" else ItemType.SELECT_MULTIPLE
    given = parameters_of(row.text("parameters"))
    value, label = given.get("value", "name"), given.get("label", "label")
    return Wanted(found[2].strip(), row, "type", is_list=True, value=value, label=label, type=item_type)


def list_name(wanted: Wanted) -> str:
    """Return the name of a file's list: the file's own, without its ending."""
    stem = re.sub(r"\s+", "_", PurePosixPath(wanted.file).stem)
    return (
        stem if (wanted.value, wanted.label) == ("name", "label") else f"{stem}.{wanted.value}.{wanted.label}"
    )


def parameters_of(text: str) -> dict[str, str]:
    """Return the pairs of a ``parameters`` cell as they are written: names of columns keep their letters."""
    tidy = re.sub(r"\s*=\s*", "=", text)
    pairs = (part.partition("=") for part in re.split(r"[\s,;]+", tidy) if part)
    return {name.lower(): value for name, _, value in pairs}


def without_columns(row: Draft) -> Draft:
    """Return a row without the columns of a file among its parameters: pyxform is told nothing of files."""
    given = parameters_of(row.text("parameters"))
    kept = {name: value for name, value in given.items() if name not in ("value", "label")}
    return row.saying("parameters", " ".join(f"{name}={value}" for name, value in kept.items()))


def without_search(
    row: Draft,
    found: tuple[ItemType, str] | None,
    wanted: dict[str, Wanted],
    complain: Callable[[Problem], None],
) -> Draft:
    """Return the row of a list with the filter that its ``search()`` means, once its file is noted."""
    if found is None:
        return row
    try:
        searched = _search_of(row, found[0])
    except (ValueError, KeyError):
        complain(row.problem("search_invalid", "appearance", found=row.text("appearance")[:80]))
        return row
    if searched is None:
        return row
    known = wanted.setdefault(found[1], searched[1])
    if (known.file, known.is_distinct) != (searched[1].file, searched[1].is_distinct):
        complain(row.problem("search_twice", "appearance", list=found[1], file=known.file))
    return searched[0]


def _search_of(row: Draft, item_type: ItemType) -> tuple[Draft, Wanted] | None:
    """Return a row without its ``search()`` but with the filter that this means, and the file; ``None`` without one.

    Raises ``ValueError`` if it is not written as ODK writes it.
    """
    found = _SEARCH.fullmatch(row.text("appearance"))
    if found is None:
        return None
    file, *rest = _arguments(found[2])
    if len(rest) not in (0, 3, 5):
        raise ValueError(found[2])
    name = _literal(file).removesuffix(".csv")
    conditions = []
    if rest:
        conditions.append(_FILTERS[_literal(rest[0]).lower()].format(column=_literal(rest[1]), value=rest[2]))
    if len(rest) == 5:
        conditions.append(f"{_literal(rest[3])} = {rest[4]}")
    if own := row.text("choice_filter"):
        conditions.append(f"({own})")
    tidied = row.saying("appearance", f"{found[1]} {found[3]}".strip())
    if conditions:
        tidied = tidied.saying("choice_filter", " and ".join(conditions))
    wanted = Wanted(
        f"{name}.csv",
        row,
        "appearance",
        is_list=True,
        type=item_type,
        is_search=True,
        is_distinct=not conditions,
    )
    return tidied, wanted


def _literal(argument: str) -> str:
    if len(argument) < 3 or argument[0] not in "'\"" or argument[-1] != argument[0]:
        raise ValueError(argument)
    return argument[1:-1].strip()


def _arguments(text: str) -> list[str]:
    """Split at the commas that stand outside of quotes and parentheses."""
    parts, depth, quote = [""], 0, ""
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        if letter == "," and not (quote or depth):
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
