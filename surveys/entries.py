"""A YAML text as entries that know their lines: every value a text, so that ``09496`` and ``no`` stay what they are."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import yaml

from surveys.problems import Place, Problem

ENTRY_PROBLEMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # the file
        "entry_empty": (),
        "entry_too_large": ("limit",),  # kilobytes
        "entry_broken": (),
        "entry_alias": (),
        "entry_too_deep": ("limit",),
        # one entry
        "entry_wrong_shape": ("key",),
        "entry_unknown_key": ("found", "expected"),
        "entry_key_twice": ("found",),
        "entry_missing_key": ("key",),
        "entry_unknown_value": ("key", "found", "expected"),
        "entry_not_a_number": ("key", "found"),
        "entry_not_a_day": ("key", "found"),
        "entry_days_reversed": ("first", "last"),
    }
)
"""What can be wrong with any YAML file: problem code -> names of its parameters.

A place's ``cell`` is the line; its ``sheet`` is the number of the file (empty for the first).
"""

_LIMIT: Final = 500_000
_DEPTH: Final = 12
_NULL: Final = "tag:yaml.org,2002:null"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, ten times as fast, where it is
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One node: a text, a list, a mapping, or ``None`` for null. ``place`` is where it stands."""

    value: "str | list[Entry] | dict[str, Entry] | None"
    place: Place


def problem(code: str, place: Place, /, **parameters: str) -> Problem:
    """Make a problem of ``ENTRY_PROBLEMS``. Raises ``KeyError`` for a code or a parameter that is not listed."""
    return Problem(code, place, {name: parameters[name] for name in ENTRY_PROBLEMS[code]})


class Problems:
    """Gathers what is wrong while entries are taken apart: each ``take`` gives a value or says what is wrong.

    ``make`` makes the problems of the file's own kind, those that are not of any YAML file.
    """

    def __init__(self, make: Callable[..., Problem] = problem) -> None:
        self.found: list[Problem] = []
        self._make = make

    def report(self, code: str, entry: Entry, /, **parameters: str) -> None:
        """Note a problem at an entry."""
        make = problem if code in ENTRY_PROBLEMS else self._make
        self.found.append(make(code, entry.place, **parameters))

    def mapping(self, entry: Entry, key: str, known: tuple[str, ...] | None = None) -> dict[str, Entry]:
        """Take a mapping whose keys are ``known`` (any, if ``None``); entries that are null are left out."""
        if not isinstance(entry.value, dict):
            if entry.value is not None:
                self.report("entry_wrong_shape", entry, key=key)
            return {}
        for name, each in entry.value.items():
            if known is not None and name not in known:
                self.report("entry_unknown_key", each, found=name, expected=", ".join(known))
        return {name: each for name, each in entry.value.items() if each.value is not None}

    def items(self, entry: Entry | None, key: str) -> list[Entry]:
        """Take a list; of nothing, an empty one."""
        if entry is None or entry.value is None:
            return []
        if isinstance(entry.value, list):
            return entry.value
        self.report("entry_wrong_shape", entry, key=key)
        return []

    def texts(self, entry: Entry | None, key: str) -> tuple[str, ...]:
        """Take a list of texts, or one text."""
        if entry is not None and isinstance(entry.value, str):
            return (entry.value,)
        return tuple(self.text(each, key) for each in self.items(entry, key))

    def text(self, entry: Entry | None, key: str) -> str:
        """Take a text; of nothing, an empty one."""
        if entry is None or entry.value is None:
            return ""
        if isinstance(entry.value, str):
            return entry.value
        self.report("entry_wrong_shape", entry, key=key)
        return ""

    def needed(self, owner: Entry, mapping: dict[str, Entry], key: str) -> Entry | None:
        """Take an entry that must be there."""
        if key not in mapping:
            self.report("entry_missing_key", owner, key=key)
        return mapping.get(key)

    def one_of(self, entry: Entry | None, key: str, expected: tuple[str, ...]) -> str:
        """Take a text that must be one of several; of nothing or something else, an empty one."""
        found = self.text(entry, key)
        if entry is None or not found or found in expected:
            return found
        self.report("entry_unknown_value", entry, key=key, found=found, expected=", ".join(expected))
        return ""

    def number(self, entry: Entry | None, key: str) -> int | None:
        """Take a whole number from 0 to 9999."""
        found = self.text(entry, key)
        if entry is None or not found:
            return None
        if found.isascii() and found.isdigit() and len(found) <= 4:
            return int(found)
        self.report("entry_not_a_number", entry, key=key, found=found)
        return None

    def day(self, entry: Entry | None, key: str) -> date | None:
        """Take a day such as ``2023-08-01``."""
        found = self.text(entry, key)
        if entry is None or not found:
            return None
        try:
            return date.fromisoformat(found if _DAY.fullmatch(found) else "")
        except ValueError:
            self.report("entry_not_a_day", entry, key=key, found=found)
            return None

    def period(self, entry: Entry | None, owner: Entry) -> tuple[date, date | None] | None:
        """Take ``{from: day, to: day or null}``; without a first day there is none."""
        if entry is None:
            self.report("entry_missing_key", owner, key="effective")
            return None
        days = self.mapping(entry, "effective", ("from", "to", "note"))
        first = self.day(self.needed(entry, days, "from"), "from")
        last = self.day(days.get("to"), "to")
        if first is not None and last is not None and last < first:
            self.report("entry_days_reversed", entry, first=f"{first}", last=f"{last}")
        return None if first is None else (first, last)


def read_entries(text: str, number: int) -> Entry | list[Problem]:
    """Return the entries of one YAML text, the ``number``-th (from 1), or what is wrong with it."""
    sheet = "" if number == 1 else str(number)
    if len(text) > _LIMIT:
        return [problem("entry_too_large", Place(sheet), limit=str(_LIMIT // 1000))]
    try:
        refused = _refused(text, sheet)
        node = None if refused else yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        return [problem("entry_broken", _place(getattr(error, "problem_mark", None), sheet))]
    if refused:
        return refused
    if node is None:
        return [problem("entry_empty", Place(sheet))]
    found: list[Problem] = []
    entry = _entry(node, sheet, found)
    return found or entry


def _refused(text: str, sheet: str) -> list[Problem]:
    """Refuse what could grow without end when it is read: aliases, and nesting deeper than rules ever are."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        place = _place(event.start_mark, sheet)
        if isinstance(event, yaml.AliasEvent):
            return [problem("entry_alias", place)]
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            return [problem("entry_too_deep", place, limit=str(_DEPTH))]
    return []


def _place(mark: Any, sheet: str) -> Place:
    """Return the place of a mark; PyYAML has two classes of them."""
    return Place(sheet, "" if mark is None else str(mark.line + 1))


def _entry(node: yaml.Node, sheet: str, found: list[Problem]) -> Entry:
    place = _place(node.start_mark, sheet)
    if isinstance(node, yaml.MappingNode):
        return Entry(dict(_pairs(node, sheet, found)), place)
    if isinstance(node, yaml.SequenceNode):
        return Entry([_entry(each, sheet, found) for each in node.value], place)
    return Entry(None if node.tag == _NULL else str(node.value).strip(), place)


def _pairs(node: yaml.MappingNode, sheet: str, found: list[Problem]) -> Iterator[tuple[str, Entry]]:
    seen: set[str] = set()
    for key, value in node.value:
        name = str(key.value)
        if name in seen:
            found.append(problem("entry_key_twice", _place(key.start_mark, sheet), found=name))
        seen.add(name)
        yield name, _entry(value, sheet, found)
