"""Titles: what an office calls its posts, as data with groups, spellings and days of validity."""

from surveys.titles.catalogue import Bloc, Field, Group, Title, Titles
from surveys.titles.matching import TitleReading, nearest_titles, read_title
from surveys.titles.problems import PROBLEM_PARAMETERS
from surveys.titles.reading import built_in_titles, read_titles

__all__ = [
    "PROBLEM_PARAMETERS",
    "Bloc",
    "Field",
    "Group",
    "Title",
    "TitleReading",
    "Titles",
    "built_in_titles",
    "nearest_titles",
    "read_title",
    "read_titles",
]
