"""The workbooks that a plan is made from: courses, succession, learning, limits. Bytes in, values or problems out."""

from surveys.planning.book.problems import EDIT_PARAMETERS, NOTE_PARAMETERS, PROBLEM_PARAMETERS
from surveys.planning.book.reading import PlanBook, read_plan_book
from surveys.planning.book.sheets import names_plan_table
from surveys.planning.book.surroundings import Surroundings
from surveys.planning.book.words import PlanWords, plan_words

__all__ = [
    "EDIT_PARAMETERS",
    "NOTE_PARAMETERS",
    "PROBLEM_PARAMETERS",
    "PlanBook",
    "PlanWords",
    "Surroundings",
    "names_plan_table",
    "plan_words",
    "read_plan_book",
]
