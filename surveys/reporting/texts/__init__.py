"""The sentences of the documents that leave the house. One module a room of tables; all of them stand in ``TABLES``."""

from typing import Final

from surveys.reporting.texts import common, demand, fieldwork, needs, quality, review, training, trend
from surveys.reporting.texts.answers import ANSWERS, BY_HAND, CODES, AnswersTexts, ByHandTexts, CodesTexts
from surveys.reporting.texts.words import TableTexts

TABLES: Final[tuple[TableTexts, ...]] = (
    common.TEXTS,
    quality.TEXTS,
    review.TEXTS,
    *needs.TEXTS,
    demand.TEXTS,
    fieldwork.TEXTS,
    trend.TEXTS,
    training.TEXTS,
)
"""The words of every handler's tables; a later one wins."""

__all__ = ["ANSWERS", "BY_HAND", "CODES", "TABLES", "AnswersTexts", "ByHandTexts", "CodesTexts", "TableTexts"]
