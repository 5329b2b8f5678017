"""The codebook: every question with its variable's name, its kind and its choices, a line a choice."""

from collections.abc import Mapping
from typing import Any, Final

from surveys.questionnaire import Item, ItemType, Questionnaire
from surveys.repeats import repeat_tables
from surveys.replies import show_decimal
from surveys.reporting.answers import answer_items, item_label, section_label
from surveys.reporting.sheets import write_text
from surveys.reporting.texts import ANSWERS, AnswersTexts
from surveys.scales import USUAL

CODEBOOK_WIDTHS: Final = (16, 24, 50, 14, 14, 50)  # characters


def write_codebook(
    sheet: Any,
    form: Questionnaire,
    style: Any,
    *,
    first: int = 0,
    head: Any = None,
    texts: AnswersTexts = ANSWERS,
) -> int:
    """Write the codebook from row ``first`` on, its headings first; return the last row."""
    for column, width in enumerate(CODEBOOK_WIDTHS):
        sheet.set_column(column, column, width)
    for column, title in enumerate(texts.codebook_headers):
        write_text(sheet, first, column, title, head)
    number = first
    repeated = [item for repeat in repeat_tables(form) for item in repeat.items]
    for item in [*answer_items(form), *repeated]:
        kind = _kind(item, texts)
        about = (item.name, section_label(form, item), item_label(form, item), kind)
        for code, label in choice_labels(form, item).items() or [("", "")]:
            number += 1
            for column, text in enumerate((*about, code, label)):
                write_text(sheet, number, column, text, style)
    return number


def _kind(item: Item, texts: AnswersTexts) -> str:
    """Say what kind of answer an item takes; of a range from where to where."""
    said = texts.item_types.get(item.type.value, item.type.value)
    if item.type is not ItemType.RANGE:
        return said
    first, last, step = (show_decimal(number) for number in item.scale or USUAL)
    return said.format(first=first, last=last, step=step)


def choice_labels(form: Questionnaire, item: Item) -> Mapping[str, str]:
    """Return the labels of a select item's choices by code; nothing for other items."""
    if item.type not in {ItemType.SELECT_ONE, ItemType.SELECT_MULTIPLE, ItemType.RANK}:
        return {}
    return {choice.name: choice.label for choice in form.choices(item)}
