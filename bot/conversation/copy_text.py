"""The copy of a person's data as one text, for channels without files: labels for codes, a line for each matter.

What the office holds and what the form was told of it is said once; of an answer's history, what it was before.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.texts import day_text, moment_text
from bot.texts.places import place_of
from bot.texts.rights import FIELDS, WORDS
from surveys.roster import VOCABULARIES
from surveys.titles import Titles


@dataclass(frozen=True, slots=True)
class ToldAnswers:
    """The answers of the open wave in words: those that count as ``text``, their items as ``items``.

    ``label`` words any value of an item ("A1. Năm sinh: 1963"); empty if the wave's form has no such item.
    """

    text: str = ""
    wave: int = 0
    items: Collection[str] = ()
    label: Callable[[str, str], str] = lambda _item, _value: ""


_CODED: Final = frozenset(VOCABULARIES)
_TITLES: Final = frozenset({"title", "concurrent_titles"})
_ONCE: Final = frozenset({"unit_code", "title_group", "title_years", "unit"})
"""What only repeats another value in other words."""


def copy_text(everything: Mapping[str, Any], titles: Titles, zone: ZoneInfo, told: ToldAnswers) -> str:
    """Return all of it but what ``told`` tells already, which stands above."""
    show = _Showing(titles, zone, told)
    lines: list[str] = []
    official = everything["official"]
    lines.append(_line("official", show.pairs(official)))
    for name in ("contact_points", "consents", "requests"):
        lines += [_line(name, show.pairs(row)) for row in everything[name]]
    for response in everything["responses"]:
        lines += show.response(response, official)
    lines += [_line("contact_attempts", show.pairs(row)) for row in everything["contact_attempts"]]
    for name in ("briefings", "plans", "situations"):
        lines += [_line(name, show.pairs(row)) for row in everything[name]]
    return "\n".join(line for line in lines if line)


def _line(name: str, parts: Sequence[str]) -> str:
    return f"{FIELDS[name]}: " + "; ".join(parts) if parts else ""


class _Showing:
    """Shows values as people read them."""

    def __init__(self, titles: Titles, zone: ZoneInfo, told: ToldAnswers) -> None:
        self._titles, self._zone, self._told = titles, zone, told

    def pairs(self, row: Mapping[str, Any]) -> list[str]:
        """Return "name: value" of everything that is there."""
        return [
            f"{FIELDS.get(name, name)}: {self.value(name, value)}"
            for name, value in row.items()
            if value not in (None, "") and name not in _ONCE
        ]

    def value(self, name: str, value: Any) -> str:
        """Return a value in words: no code, moments as the office writes them."""
        if isinstance(value, datetime):
            return moment_text(value, self._zone)
        if isinstance(value, date):
            return day_text(value)
        codes = str(value).split() if name in _CODED | _TITLES else []
        if name in _TITLES:
            return ", ".join(map(self._titles.label, codes))
        if name in _CODED:
            return ", ".join(VOCABULARIES[name].get(code, code) for code in codes)
        return place_of(value) if name == "channel" else WORDS.get(str(value), str(value))

    def response(self, row: Mapping[str, Any], official: Mapping[str, Any]) -> Iterator[str]:
        """Tell of a response: how it stands, what the list said that differs from now, what its answers were."""
        standing = {
            name: value for name, value in row.items() if name not in ("facts", "answers", "revisions")
        }
        yield _line("responses", self.pairs(standing))
        known = {
            name: value for name, value in row["facts"].items() if not self._is_said(name, value, official)
        }
        yield _line("facts", self.pairs(known))
        is_open = row["wave"] == self._told.wave
        shown = self._told.items if is_open else ()
        others = {item: value for item, value in row["answers"].items() if value and item not in shown}
        yield _line("answers", [self._answer(item, value, is_open=is_open) for item, value in others.items()])
        earlier = [
            f"{self._answer(each['item'], each['value'], is_open=is_open)} ({self.value('', each['revised_at'])})"
            for each in row["revisions"]
            if each["value"] and each["value"] != row["answers"].get(each["item"])
        ]
        yield _line("revisions", earlier)

    def _answer(self, item: str, value: str, *, is_open: bool) -> str:
        label = self._told.label(item, value) if is_open else ""
        return label or f"{item}: {value}"

    def _is_said(self, name: str, value: str, official: Mapping[str, Any]) -> bool:
        return str(official.get(name) or "") == str(value) or (
            name == "unit" and official["unit_code"] == value
        )
