"""The words of a workbook of standards: its columns and what is written in them. Data, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from surveys.content import read
from surveys.entries import Problems, read_entries
from surveys.spelling import fold_words


@dataclass(frozen=True)
class BookWords:
    """``columns``: attribute -> the heading that we write. ``words``: what a word may be written as, the first is ours.

    ``levels``: by attribute the levels that the roster's vocabularies lack. ``attribute_of``: a folded heading -> its
    attribute. ``examples``: rows that show how to write, nobody's rules.
    """

    columns: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, Mapping[str, str]]
    attribute_of: Mapping[str, str]
    examples: tuple[Mapping[str, str], ...] = ()

    def says(self, word: str, text: str) -> bool:
        """Say whether a text is a way to write a word (``nothing``, ``province`` …)."""
        return fold_words(text) in {fold_words(each) for each in self.words[word]}

    def written(self, word: str) -> str:
        """Return a word as we write it."""
        return self.words[word][0]


@cache
def book_words() -> BookWords:
    """Return the words. Raises ``ValueError`` if their file is broken."""
    entry = read_entries(read("standards_book.yaml").decode("utf-8"), 1)
    if isinstance(entry, list):
        raise ValueError(entry)  # noqa: TRY004 - the file is broken, whatever its type
    problems = Problems()
    raw = problems.mapping(entry, "schema", ("schema", "columns", "levels", "words", "examples"))
    stated = {
        name: problems.mapping(each, name)
        for name, each in problems.mapping(raw["columns"], "columns").items()
    }
    columns = {name: problems.text(each["name"], name) for name, each in stated.items()}
    spellings = {name: problems.texts(each.get("spellings"), name) for name, each in stated.items()}
    words = {
        name: problems.texts(each, name) for name, each in problems.mapping(raw["words"], "words").items()
    }
    levels = {
        name: {code: problems.text(label, code) for code, label in problems.mapping(each, name).items()}
        for name, each in problems.mapping(raw["levels"], "levels").items()
    }
    examples = tuple(
        {name: problems.text(each, name) for name, each in problems.mapping(row, "examples").items()}
        for row in problems.items(raw["examples"], "examples")
    )
    if problems.found:
        raise ValueError(problems.found)
    folded = {fold_words(text): name for name, written in spellings.items() for text in written}
    folded |= {fold_words(text): name for name, text in columns.items()}
    return BookWords(columns, words, levels, folded, examples)
