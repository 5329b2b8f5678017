"""A questionnaire on paper: what one person is asked, as far as the roster can tell. Pure; nothing is laid out here."""

from surveys.paper.sheet import Block, Known, Question, Sheet, sheet_for

__all__ = ["Block", "Known", "Question", "Sheet", "sheet_for"]
