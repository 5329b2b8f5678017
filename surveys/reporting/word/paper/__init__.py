"""The questionnaire as a Word document to print: one person after the other, each on pages of their own."""

from surveys.reporting.word.paper.document import Copy, paper_document

__all__ = ["Copy", "paper_document"]
