"""The workbook of a bank of situations. Bytes in, a bank or problems out."""

from surveys.situations.book.reading import SituationBook, read_situation_book
from surveys.situations.book.words import PROBLEM_PARAMETERS, names_situation_table, situation_words

__all__ = [
    "PROBLEM_PARAMETERS",
    "SituationBook",
    "names_situation_table",
    "read_situation_book",
    "situation_words",
]
