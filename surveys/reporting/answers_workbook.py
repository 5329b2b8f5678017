"""The answers of a wave for people: four sheets (answers, codes, codebook, cases) of typed cells."""

import io
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final

import xlsxwriter

from surveys.questionnaire import Item, ItemType
from surveys.repeats import repeat_tables
from surveys.reporting.answers import (
    AnswerRow,
    AnswerTable,
    Column,
    answer_columns,
    instance_values,
    item_label,
    repeat_columns,
)
from surveys.reporting.codebook import choice_labels, write_codebook
from surveys.reporting.sheets import sheet_name, write_header
from surveys.reporting.streamed_rows import (
    Cell,
    RowStream,
    date_cell,
    number_cell,
    put_rows,
    styles_of,
    text_cell,
)
from surveys.reporting.texts import ANSWERS, AnswersTexts

_PERSON_WIDTHS: Final = (9, 12, 24, 20, 26, 24, 14, 17, 17, 22)
_ANSWER_WIDTH: Final = 22
_CODE_WIDTH: Final = 12
_MOMENTS: Final = (ItemType.DATETIME, ItemType.START, ItemType.END)
_FIRST_DATE: Final = date(1900, 3, 1)  # before it Excel's calendar is wrong
_CANONICAL: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_EXACT_DIGITS: Final = 15
_PERSON_COUNT: Final = 5  # case, key, name, unit, title
_ANSWERS, _CODES, _CASES = 1, 2, 4  # numbers of the sheets; the codebook is the third


def answers_workbook(table: AnswerTable, texts: AnswersTexts = ANSWERS) -> bytes:
    """Return an .xlsx of the answers.

    Rows are written as they come and kept in temporary files, so a wave of any size fits into
    memory. Numbers and dates are typed; choice codes are numbers where the whole list is numbers (ratings)
    and text elsewhere ("09496"); whatever a person typed is text and never a formula.
    """
    return _AnswersBook(table, texts).make()


class _AnswersBook:
    """The four sheets while they are written: laid out first, then their rows are put in."""

    def __init__(self, table: AnswerTable, texts: AnswersTexts) -> None:
        self.table, self.texts, self.form = table, texts, table.form
        self.columns = answer_columns(table.form)
        self.repeats = [(each, repeat_columns(table.form, each)) for each in repeat_tables(table.form)]
        every = [*self.columns, *(column for _, columns in self.repeats for column in columns)]
        self.labels = {column.item.name: choice_labels(self.form, column.item) for column in every}
        self.numeric = {name for name, labels in self.labels.items() if _has_number_codes(labels)}
        self.known: dict[str, dict[str, tuple[Cell, Cell]]] = {column.name: {} for column in every}
        self.person_texts: dict[str, Cell] = {}

    def make(self) -> bytes:
        """Return the workbook."""
        layout = self._lay_out()
        self.day, self.moment, self.time = styles_of(layout, _CASES)
        width = _PERSON_COUNT + len(self.columns)
        answers, codes, cases = RowStream(width), RowStream(width), RowStream(len(self.texts.case_headers))
        widths = [_PERSON_COUNT + len(repeat.chain) + len(columns) for repeat, columns in self.repeats]
        added = [(RowStream(width), RowStream(width)) for width in widths]
        for row in self.table.rows:
            person = self._person(row)
            pairs = [self._cells(column, column.value(row.answers)) for column in self.columns]
            answers.append([*person, *(label for label, _ in pairs)])
            codes.append([*person, *(code for _, code in pairs)])
            cases.append([*person, *self._case(row)])
            self._add_instances(row, person, added)
        streams = [stream for pair in added for stream in pair]
        numbered = dict(enumerate(streams, start=_CASES + 1))
        return put_rows(layout, {_ANSWERS: answers, _CODES: codes, _CASES: cases, **numbered})

    def _add_instances(
        self, row: AnswerRow, person: list[Cell], streams: list[tuple[RowStream, RowStream]]
    ) -> None:
        """Add a row for each instance of each repeat, in words and in codes."""
        for (repeat, columns), (labels, codes) in zip(self.repeats, streams, strict=True):
            for indices in repeat.present(row.answers):
                answers = instance_values(row.answers, repeat, indices)
                head = [*person, *map(number_cell, indices)]
                pairs = [self._cells(column, column.value(answers)) for column in columns]
                labels.append([*head, *(label for label, _ in pairs)])
                codes.append([*head, *(code for _, code in pairs)])

    # --- the rows -----------------------------------------------------------------------------------

    def _person(self, row: AnswerRow) -> list[Cell]:
        shared = (self._shared(row.unit), self._shared(row.title))
        return [number_cell(row.case), text_cell(row.roster_key), text_cell(row.full_name), *shared]

    def _shared(self, text: str) -> Cell:
        """Return the cell of a text that many rows share."""
        if text not in self.person_texts:
            self.person_texts[text] = text_cell(text)
        return self.person_texts[text]

    def _case(self, row: AnswerRow) -> list[Cell]:
        label = self.texts.dispositions.get(row.disposition, row.disposition)
        moments = (self._moment(moment) for moment in (row.started_at, row.completed_at))
        mode = self._shared(self.texts.modes.get(row.mode, row.mode))
        return [self._shared(label), self._shared(row.disposition), *moments, mode]

    def _moment(self, moment: datetime | None) -> Cell:
        if moment is None:
            return ""
        return date_cell(moment.astimezone(self.table.zone).replace(tzinfo=None, microsecond=0), self.moment)

    def _cells(self, column: Column, value: str) -> tuple[Cell, Cell]:
        """Return an answer in words and as a code. What few can have said (a choice, a number) is made once."""
        if not value:
            return "", ""
        item = column.item
        if item.type is ItemType.TEXT:
            cell = text_cell(value)
            return cell, cell
        known = self.known[column.name]
        if value not in known:
            place = number_cell(int(value)) if column.choice is not None else ""
            known[value] = place or self._label(item, value), place or self._code(item, value)
        return known[value]

    def _label(self, item: Item, value: str) -> Cell:
        labels = self.labels[item.name]
        if item.type is ItemType.SELECT_ONE:
            return text_cell(labels.get(value, value))
        if item.type is ItemType.SELECT_MULTIPLE:
            return text_cell("; ".join(labels.get(code, code) for code in value.split()))
        if item.type is ItemType.RANK:
            chosen = (labels.get(code, code) for code in value.split())
            return text_cell("; ".join(f"{place}. {label}" for place, label in enumerate(chosen, start=1)))
        return self._value(item, value)

    def _code(self, item: Item, value: str) -> Cell:
        if item.type is ItemType.SELECT_ONE and item.name in self.numeric and value.isdecimal():
            return number_cell(int(value))
        return self._value(item, value)

    def _value(self, item: Item, value: str) -> Cell:
        """Write a number or date as such; what does not read as one stays text."""
        if item.type in {ItemType.INTEGER, ItemType.DECIMAL, ItemType.RANGE, ItemType.CALCULATE}:
            amount = _number(value)
            if amount is not None:
                return number_cell(amount)
        if item.type in {ItemType.DATE, ItemType.TODAY}:
            day = _date(value)
            if day is not None:
                return date_cell(day, self.day)
        if item.type is ItemType.TIME and (at := _time(value)) is not None:
            return number_cell((at.hour * 3600 + at.minute * 60 + at.second) / 86400, self.time)
        if item.type in _MOMENTS and (moment := _local_moment(value)) is not None:
            return date_cell(moment, self.moment)
        return text_cell(value)

    # --- the layout ---------------------------------------------------------------------------------

    def _lay_out(self) -> bytes:
        """Make the sheets with headers, widths and the codebook; the second row of the last shows the styles."""
        buffer = io.BytesIO()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(buffer, options) as book:
            style = {"bold": True, "bg_color": "#D9E2F3", "text_wrap": True, "valign": "top"}
            self.head = book.add_format(style)
            self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            texts = self.texts
            names = (texts.labels_sheet, texts.codes_sheet, texts.codebook_sheet, texts.cases_sheet)
            answers, codes, self.codebook, cases = (book.add_worksheet(name) for name in names)
            self._write_headers(answers, codes, cases)
            self._write_repeat_headers(book)
            for column, shape in enumerate(("dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm")):
                cases.write_number(1, column, 0, book.add_format({"num_format": shape}))
            self._write_codebook()
        return buffer.getvalue()

    def _write_headers(self, answers: Any, codes: Any, cases: Any) -> None:
        person = list(self.texts.case_headers[:_PERSON_COUNT])
        headers = (
            (answers, [*person, *map(self._title, self.columns)], _ANSWER_WIDTH),
            (codes, [*person, *(column.name for column in self.columns)], _CODE_WIDTH),
            (cases, list(self.texts.case_headers), _ANSWER_WIDTH),
        )
        for sheet, titles, width in headers:
            self._head(sheet, titles, width, len(titles) if sheet is cases else _PERSON_COUNT)

    def _head(self, sheet: Any, titles: list[str], width: int, own: int = _PERSON_COUNT) -> None:
        """Write a header; the first ``own`` columns have widths of their own."""
        for column in range(len(titles)):
            sheet.set_column(column, column, _PERSON_WIDTHS[column] if column < own else width)
        write_header(sheet, titles, self.head)
        sheet.freeze_panes(1, 3)

    def _write_repeat_headers(self, book: Any) -> None:
        person = list(self.texts.case_headers[:_PERSON_COUNT])
        taken = {sheet.name.casefold() for sheet in book.worksheets()}
        labels = {repeat.repeat.name: repeat.repeat.label for repeat, _ in self.repeats}
        for repeat, columns in self.repeats:
            numbers = [self.texts.number_of.format(label=labels[name]) for name in repeat.chain]
            name = labels[repeat.repeat.name]
            shown = (name, [*numbers, *map(self._title, columns)], _ANSWER_WIDTH)
            coded = (
                self.texts.codes_of.format(label=name),
                [*numbers, *(column.name for column in columns)],
                _CODE_WIDTH,
            )
            for title, headers, width in (shown, coded):
                sheet = book.add_worksheet(sheet_name(title, taken, repeat.repeat.name))
                self._head(sheet, [*person, *headers], width)

    def _title(self, column: Column) -> str:
        label = item_label(self.form, column.item)
        return (
            label
            if column.choice is None
            else self.texts.place_of.format(label=label, choice=column.choice.label)
        )

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


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def _local_moment(text: str) -> datetime | None:
    """Read a moment as the wall shows it where it was written."""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None
    return moment if moment.date() >= _FIRST_DATE else None
