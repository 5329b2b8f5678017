"""The words of the workbooks that a plan is made from: their tables, columns and choices. Data, read once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from surveys.content import read
from surveys.entries import Entry, Problems, read_entries
from surveys.spelling import fold_words
from surveys.workbooks.tables import Headings

_UNITS_OF_MONEY: Final = (
    "dong",
    "d",
    "vnd",
    "nghin dong",
    "ngan dong",
    "1000 dong",
    "1 000 dong",
    "trieu dong",
    "trd",
)


@dataclass(frozen=True)
class PlanWords:
    """``tables``: a kind of table -> its headings; ``names``: what we call it. ``inputs``: what a plan is made from.

    ``choices``: attribute -> code -> what it may be written as, the first is ours. ``words``: the same of single words.
    """

    tables: Mapping[str, Headings]
    names: Mapping[str, str]
    choices: Mapping[str, Mapping[str, tuple[str, ...]]]
    words: Mapping[str, tuple[str, ...]]
    inputs: tuple[str, ...]

    def says(self, word: str, text: str) -> bool:
        """Say whether a text is a way to write a word (``yes``, ``everyone`` …)."""
        return fold_words(text) in self._folded_words[word]

    def written(self, word: str) -> str:
        """Return a word as we write it."""
        return self.words[word][0]

    def label(self, attribute: str, code: str) -> str:
        """Return a choice as we write it."""
        return self.choices[attribute][code][0]

    def labels(self, attribute: str) -> tuple[str, ...]:
        """Return all choices of an attribute as we write them."""
        return tuple(written[0] for written in self.choices[attribute].values())

    def choose(self, attribute: str, text: str) -> str:
        """Return the code that a text means, '' if it means none."""
        return self._folded_choices[attribute].get(fold_words(text), "")

    def begins_example(self, text: str) -> bool:
        """Say whether a text says that what it names is only an example."""
        begun = f"{fold_words(text)} "
        return any(begun.startswith(f"{word} ") for word in self._folded_words["example"])

    def is_own_sheet(self, name: str) -> bool:
        """Say whether a sheet belongs to a template and holds nothing to be read."""
        return fold_words(name) in self._folded_words["own_sheets"]

    @cached_property
    def _folded_words(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(map(fold_words, written)) for name, written in self.words.items()}

    @cached_property
    def _folded_choices(self) -> Mapping[str, Mapping[str, str]]:
        return {
            name: {fold_words(each): code for code, written in codes.items() for each in (*written, code)}
            for name, codes in self.choices.items()
        }


def plan_words() -> PlanWords:
    """Return the words of the plan's workbooks."""
    return words_of("plan_book.yaml")


@cache
def words_of(filename: str) -> PlanWords:
    """Return the words of a file of ours. Raises ``ValueError`` if it is broken."""
    entry = read_entries(read(filename).decode("utf-8"), 1)
    if isinstance(entry, list):
        raise ValueError(entry)  # noqa: TRY004 - the file is broken, whatever its type
    problems = Problems()
    raw = problems.mapping(entry, "schema", ("schema", "sheets", "plan_sheets", "words", "choices"))
    inputs = problems.mapping(raw["sheets"], "sheets")
    sheets = inputs | problems.mapping(raw["plan_sheets"], "plan_sheets")
    stated = {name: problems.mapping(each, name) for name, each in sheets.items()}
    words = PlanWords(
        {name: _headings(each, problems) for name, each in stated.items()},
        {name: problems.text(each["name"], name) for name, each in stated.items()},
        {
            name: {code: problems.texts(one, code) for code, one in problems.mapping(each, name).items()}
            for name, each in problems.mapping(raw["choices"], "choices").items()
        },
        {name: problems.texts(each, name) for name, each in problems.mapping(raw["words"], "words").items()},
        tuple(inputs),
    )
    if problems.found:
        raise ValueError(problems.found)
    return words


def _headings(stated: Mapping[str, Entry], problems: Problems) -> Headings:
    columns: dict[str, str] = {}
    known: dict[str, str] = {}
    money = problems.texts(stated.get("money"), "money")
    for attribute, entry in problems.mapping(stated["columns"], "columns").items():
        each = problems.mapping(entry, attribute, ("name", "spellings"))
        columns[attribute] = problems.text(each["name"], attribute)
        for text in (*problems.texts(each.get("spellings"), attribute), columns[attribute]):
            known[fold_words(text)] = attribute
            if attribute in money:
                known |= {f"{fold_words(text)} {unit}": attribute for unit in _UNITS_OF_MONEY}
    return Headings(
        columns,
        known,
        problems.texts(stated["required"], "required"),
        problems.texts(stated["keys"], "keys"),
        int(problems.text(stated["fewest"], "fewest")),
    )


_THOUSANDS: Final = re.compile(r"\b(?:nghin|ngan|1 ?000)\b")
_MILLIONS: Final = re.compile(r"\b(?:trieu|trd|tr)\b")


def money_factor(text: str) -> int:
    """Return how many đồng one of the unit is that a text names: "Kinh phí (triệu đồng)" is 1.000.000."""
    words = fold_words(text)
    return 1_000_000 if _MILLIONS.search(words) else 1000 if _THOUSANDS.search(words) else 1
