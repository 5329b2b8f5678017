"""``or_other``: one more choice, and a text question for whoever takes it (https://xlsform.org/en/#specify-other).

pyxform adds both, always in English: here the rest of the house learns of them, and they speak the form's language.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import yaml

from surveys.content import read
from surveys.xlsform.choices import ChoiceSheet
from surveys.xlsform.draft import Draft
from surveys.xlsform.grid import Cell

OTHER: Final = "other"
OF_PYXFORM: Final = ("Other", "Specify other.")
"""The label of its choice, and of its question."""

_WRITTEN: Final = re.compile(r"(?:or_other|or specify other|or_specify_other|or other)", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"\(([a-z]{2,3})\)\s*\Z", re.IGNORECASE)


def is_or_other(text: str) -> bool:
    """Whether what follows a list's name asks for it."""
    return _WRITTEN.fullmatch(text.strip()) is not None


def question_for(row: Draft, name: str) -> Draft:
    """Return the row of the text question that follows a row with ``or_other``."""
    address = row.cells["name"].address if "name" in row.cells else row.address
    cells = {"type": "text", "name": f"{name}_other", "label": OF_PYXFORM[1]}
    return Draft(row.sheet, {column: Cell(text, address) for column, text in cells.items()}, row.address)


def add_other(choices: ChoiceSheet, lists: Iterable[str]) -> frozenset[str]:
    """Add the choice to the lists that have none of that code; return which these are."""
    added = set()
    for name in lists:
        rows = choices.lists.get(name)
        if rows and not any(row.text("name") == OTHER for row in rows):
            cells = {column: Cell(text, rows[-1].address) for column, text in _cells(name).items()}
            rows.append(Draft(rows[-1].sheet, cells, rows[-1].address))
            added.add(name)
    return frozenset(added)


def _cells(name: str) -> dict[str, str]:
    return {"list_name": name, "name": OTHER, "label": OF_PYXFORM[0]}


def speak_other(tree: Any, lists: frozenset[str], language: str) -> Any:
    """Return pyxform's tree with the words that it added itself in a language.

    Its choice is the last one of each of ``lists``.
    """
    choice, question = _said_in(language)

    def spoken(node: Any) -> Any:
        name = str(node.get("name") or "").removesuffix("_other")
        is_added = (node.get("bind") or {}).get("relevant") == f"selected(../{name}, 'other')"
        condition = {"bind": {"relevant": f"selected(${{{name}}}, 'other')"}}  # a name may have a dot in it
        words = {"label": question, **condition} if is_added else {}
        children = {"children": [spoken(each) for each in node["children"]]} if "children" in node else {}
        return {**node, **words, **children}

    choices = {
        name: [*rows[:-1], {**rows[-1], "label": choice}] if name in lists else rows
        for name, rows in (tree.get("choices") or {}).items()
    }
    return spoken(tree) | {"choices": choices}


def _said_in(language: str) -> tuple[str, str]:
    """Return the label of the choice and of the question in a language as a form names it ("English (en)")."""
    found = _LANGUAGE.search(language)
    code = found[1].lower() if found else "en" if language.lower().startswith("english") else "vi"
    words = _words().get(code, _words()["en"])
    return words["choice"], words["question"]


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(read("or_other.yaml"))
    return words
