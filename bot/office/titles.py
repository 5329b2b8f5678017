"""The titles of the office: the built-in ones with the office's own file over them.

Exceptions::

    TitlesWrong(Exception)      the office's own file of titles cannot be used; ``problems`` says why
"""

from collections.abc import Sequence

from bot.texts.problems import word_problem
from surveys.content import read
from surveys.problems import Problem
from surveys.titles import Titles, built_in_titles, read_titles


class TitlesWrong(Exception):  # noqa: N818 - says what is the matter
    """The office's file of titles cannot be read: everything that is wrong with it at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "; ".join(word_problem(problem, "titles") for problem in self.problems)


def load_titles(own: str) -> Titles:
    """Read the built-in titles with the office's own file (its text, or nothing) over them.

    Raises ``TitlesWrong``.
    """
    if not own.strip():
        return built_in_titles()
    found = read_titles(read("titles.yaml").decode("utf-8"), own)
    if isinstance(found, Titles):
        return found
    raise TitlesWrong(found)
