"""The answers of a wave for people: four sheets (answers, codes, codebook, cases) of typed cells."""

import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from surveys.questionnaire import Item, ItemType
from surveys.reporting.answers import AnswerRow, AnswerTable, answer_items, item_label
from surveys.reporting.codebook import choice_labels, write_codebook
from surveys.reporting.sheets import write_header, write_text
from surveys.reporting.texts import ANSWERS, AnswersTexts

_PERSON_WIDTHS: Final = (9, 12, 24, 20, 26, 24, 14, 17, 17)
_ANSWER_WIDTH: Final = 22
_CODE_WIDTH: Final = 12
_FIRST_DATE: Final = date(1900, 3, 1)  # before it Excel's calendar is wrong
_CANONICAL: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_EXACT_DIGITS: Final = 15
_PERSON_COUNT: Final = 5  # case, key, name, unit, title


def answers_workbook(table: AnswerTable, texts: AnswersTexts = ANSWERS) -> bytes:
    """Return an .xlsx of the answers.

    Rows are written as they come and kept in temporary files by xlsxwriter, so a wave of any size fits into
    memory. Numbers and dates are typed; choice codes are numbers where the whole list is numbers (ratings)
    and text elsewhere ("09496"); whatever a person typed is text and never a formula.
    """
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _AnswersBook(book, table, texts).write()
    return buffer.getvalue()


class _AnswersBook:
    """The four sheets while they are written."""

    def __init__(self, book: Any, table: AnswerTable, texts: AnswersTexts) -> None:
        self.table, self.texts, self.form = table, texts, table.form
        self.items = answer_items(table.form)
        self.labels = {item.name: choice_labels(self.form, item) for item in self.items}
        self.numeric = {item.name for item in self.items if _has_number_codes(self.labels[item.name])}
        self.head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        names = (texts.labels_sheet, texts.codes_sheet, texts.codebook_sheet, texts.cases_sheet)
        self.answers, self.codes, self.codebook, self.cases = (book.add_worksheet(name) for name in names)

    def write(self) -> None:
        """Write all sheets, reading the rows once."""
        self._write_headers()
        for number, row in enumerate(self.table.rows, start=1):
            for sheet in (self.answers, self.codes):
                self._write_person(sheet, number, row)
            for column, item in enumerate(self.items, start=_PERSON_COUNT):
                value = row.answers.get(item.name, "")
                if value:
                    self._write_label(number, column, item, value)
                    self._write_code(number, column, item, value)
            self._write_person(self.cases, number, row)
            self._write_case(number, row)
        self._write_codebook()

    def _write_headers(self) -> None:
        person = list(self.texts.case_headers[:_PERSON_COUNT])
        headers = (
            (self.answers, [*person, *(item_label(self.form, item) for item in self.items)], _ANSWER_WIDTH),
            (self.codes, [*person, *(item.name for item in self.items)], _CODE_WIDTH),
            (self.cases, list(self.texts.case_headers), _ANSWER_WIDTH),
        )
        for sheet, titles, width in headers:
            for column in range(len(titles)):
                is_person = column < _PERSON_COUNT or sheet is self.cases
                sheet.set_column(column, column, _PERSON_WIDTHS[column] if is_person else width)
            write_header(sheet, titles, self.head)
            sheet.freeze_panes(1, 3)

    def _write_person(self, sheet: Any, number: int, row: AnswerRow) -> None:
        sheet.write_number(number, 0, row.case)
        for column, text in enumerate((row.roster_key, row.full_name, row.unit, row.title), start=1):
            write_text(sheet, number, column, text)

    def _write_case(self, number: int, row: AnswerRow) -> None:
        label = self.texts.dispositions.get(row.disposition, row.disposition)
        write_text(self.cases, number, _PERSON_COUNT, label)
        write_text(self.cases, number, _PERSON_COUNT + 1, row.disposition)
        for column, moment in enumerate((row.started_at, row.completed_at), start=_PERSON_COUNT + 2):
            if moment:
                local = moment.astimezone(self.table.zone).replace(tzinfo=None, microsecond=0)
                self.cases.write_datetime(number, column, local, self.moment)

    def _write_label(self, number: int, column: int, item: Item, value: str) -> None:
        labels = self.labels[item.name]
        if item.type is ItemType.SELECT_ONE:
            write_text(self.answers, number, column, labels.get(value, value))
        elif item.type is ItemType.SELECT_MULTIPLE:
            chosen = "; ".join(labels.get(code, code) for code in value.split())
            write_text(self.answers, number, column, chosen)
        else:
            self._write_value(self.answers, number, column, item, value)

    def _write_code(self, number: int, column: int, item: Item, value: str) -> None:
        if item.type is ItemType.SELECT_ONE and item.name in self.numeric and value.isdecimal():
            self.codes.write_number(number, column, int(value))
        else:
            self._write_value(self.codes, number, column, item, value)

    def _write_value(self, sheet: Any, number: int, column: int, item: Item, value: str) -> None:
        """Write a number or date as such; what does not read as one stays text."""
        if item.type in {ItemType.INTEGER, ItemType.DECIMAL, ItemType.CALCULATE}:
            amount = _number(value)
            if amount is not None:
                sheet.write_number(number, column, amount)
                return
        if item.type is ItemType.DATE:
            day = _date(value)
            if day is not None:
                sheet.write_datetime(number, column, datetime(day.year, day.month, day.day), self.day)  # noqa: DTZ001
                return
        write_text(sheet, number, column, value)

    def _write_codebook(self) -> None:
        write_codebook(self.codebook, self.form, self.wrapped, head=self.head, texts=self.texts)
        self.codebook.freeze_panes(1, 1)


def _has_number_codes(labels: Mapping[str, str]) -> bool:
    return bool(labels) and all(code.isdecimal() and str(int(code)) == code for code in labels)


def _number(text: str) -> float | None:
    """Read a canonical number; None for text, codes with leading zeros and more digits than Excel keeps."""
    if not _CANONICAL.fullmatch(text) or sum(letter.isdigit() for letter in text) > _EXACT_DIGITS:
        return None
    return float(text)


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _FIRST_DATE else None
