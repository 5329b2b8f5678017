"""An office's own workbook of standards: read with the care of a roster, never below what stands above it."""

from surveys.standards.book.cells import demands_by_column
from surveys.standards.book.problems import NOTE_PARAMETERS, PROBLEM_PARAMETERS
from surveys.standards.book.reading import StandardsBook, read_standards_book
from surveys.standards.book.storing import rules_from_json, rules_to_json
from surveys.standards.book.words import BookWords, book_words

__all__ = [
    "NOTE_PARAMETERS",
    "PROBLEM_PARAMETERS",
    "BookWords",
    "StandardsBook",
    "book_words",
    "demands_by_column",
    "read_standards_book",
    "rules_from_json",
    "rules_to_json",
]
