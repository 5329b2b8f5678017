"""The workbooks of situations: the one in which an office keeps its bank, and the one with what was answered."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import xlsxwriter

from surveys.aggregation.table import Cell, Code, Count, Share, Table
from surveys.reporting.numbers import number_text, percent_text
from surveys.reporting.sheets import write_header, write_text
from surveys.reporting.template_sheets import moment, write_lists
from surveys.reporting.texts.situations import RESULTS, TEMPLATE
from surveys.situations import Bank, Situation
from surveys.situations.book import situation_words
from surveys.situations.book.words import KIND, LETTERS
from surveys.situations.results import CHOICES, GROUPS, MONTHS
from surveys.titles import Titles

_HEADER_ROW: Final = 3
_SPARE_ROWS: Final = 200
_WIDTHS: Final = {
    "number": 6,
    "code": 12,
    "text": 46,
    "groups": 22,
    "fields": 20,
    "key": 9,
    "basis": 28,
    "note": 20,
}
_WIDTH: Final = 22


def situations_template(bank: Bank, titles: Titles, competencies: Mapping[str, str], day: date) -> bytes:
    """Return the workbook (.xlsx) with the situations of a bank, to be filled in. The same input, the same bytes."""
    columns = situation_words().tables[KIND].columns
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": TEMPLATE.title, "created": moment(day)})
        font = {"font_name": "Times New Roman", "font_size": 11}
        frame = font | {"text_wrap": True, "valign": "top", "border": 1}
        head = book.add_format(frame | {"bold": True, "align": "center", "bg_color": "#D9E2F3"})
        cell, heading = book.add_format(frame), book.add_format(font | {"bold": True, "font_size": 14})
        sheet = book.add_worksheet(situation_words().names[KIND])
        guide, lists = book.add_worksheet(TEMPLATE.guide_sheet), book.add_worksheet(TEMPLATE.lists_sheet)
        offered = {
            "groups": tuple(titles.group_labels.values()),
            "fields": tuple(titles.field_labels.values()),
            "competency": tuple(competencies),
            "key": tuple(letter.upper() for letter in LETTERS),
        }
        listed = {name: f"{columns[name]} *" for name in offered}  # no heading that a table is known by
        ranges = write_lists(lists, listed, offered, head, cell)
        write_text(sheet, 0, 0, TEMPLATE.title, heading)
        write_text(sheet, 1, 0, TEMPLATE.lead)
        for place, (name, title) in enumerate(columns.items()):
            sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH))
            write_text(sheet, _HEADER_ROW, place, title, head)
            if name in ranges:
                last = _HEADER_ROW + 1 + len(bank.situations) + _SPARE_ROWS
                options = {"validate": "list", "source": ranges[name], "show_error": False}
                sheet.data_validation(_HEADER_ROW + 1, place, last, place, options)
        for row, situation in enumerate(bank, _HEADER_ROW + 1):
            line = {"number": str(row - _HEADER_ROW), **_line(situation, titles)}
            for place, name in enumerate(columns):
                sheet.write_blank(row, place, None, cell)
                write_text(sheet, row, place, line.get(name, ""), cell)
        sheet.freeze_panes(_HEADER_ROW + 1, 3)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        guide.set_column(0, 0, 110)
        for place, text in enumerate((TEMPLATE.guide_sheet, "", *TEMPLATE.guide)):
            write_text(guide, place, 0, text, heading if place == 0 else None)
        sheet.activate()
    return buffer.getvalue()


def _line(situation: Situation, titles: Titles) -> dict[str, str]:
    """Return a situation as it would be written."""
    line = {
        "code": situation.code,
        "text": situation.text,
        "groups": "; ".join(titles.group_labels.get(each, each) for each in situation.groups),
        "fields": "; ".join(titles.field_labels.get(each, each) for each in situation.fields),
        "competency": situation.competency,
        "key": "" if situation.key is None else LETTERS[situation.key].upper(),
        "basis": situation.basis,
        "author": situation.author,
        "reviewer": situation.reviewer,
        "reviewed_on": _day(situation.reviewed_on),
        "valid_until": _day(situation.valid_until),
    }
    for letter, option in zip(LETTERS, situation.options, strict=False):
        line |= {f"option_{letter}": option.text, f"reason_{letter}": option.reason}
    return line


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"


def results_workbook(tables: Sequence[Table], bank: Bank, groups: Mapping[str, str]) -> bytes:
    """Return what was answered (.xlsx), from tables that have passed hiding. ``groups``: their labels."""
    texts = RESULTS
    by_key = {table.key: table for table in tables}
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#D9E2F3", "border": 1})
        body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        for name, headers, key in (
            (texts.groups_sheet, texts.groups, GROUPS),
            (texts.choices_sheet, texts.choices, CHOICES),
            (texts.months_sheet, texts.months, MONTHS),
        ):
            sheet = book.add_worksheet(name)
            write_header(sheet, list(headers), head)
            sheet.set_column(0, len(headers), 18)
            table = by_key.get(key)
            rows = [_words(key, row, bank, groups) for row in table.rows] if table else []
            for number, words in enumerate(rows, 1):
                for column, word in enumerate(words):
                    write_text(sheet, number, column, word, body)
            write_text(sheet, len(rows) + 2, 0, texts.note)
            sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _words(key: str, row: Sequence[Cell], bank: Bank, groups: Mapping[str, str]) -> list[str]:
    """Return a row as people read it."""
    if key == MONTHS:
        month, group, *figures = row
        return [str(month), _group(group, groups), *map(figure_text, figures)]
    label, other, *figures = row
    assert isinstance(label, Code)
    assert isinstance(other, Code)
    situation = bank.by_code[label.code]
    told = [situation.code, situation.text]
    if key == GROUPS:
        return [*told, _group(other, groups), *map(figure_text, figures)]
    place = int(other.code)
    mark = RESULTS.key_mark if place == situation.key else ""
    return [*told, LETTERS[place].upper(), situation.options[place].text, mark, *map(figure_text, figures)]


def _group(cell: Cell, groups: Mapping[str, str]) -> str:
    code = cell.code if isinstance(cell, Code) else ""
    return groups.get(code, RESULTS.others)


def figure_text(cell: Cell) -> str:
    """Word a count or a share; one that is hidden says so."""
    if isinstance(cell, Count):
        return number_text(cell.value)
    if isinstance(cell, Share) and cell.fraction is not None:
        return percent_text(cell.fraction)
    return RESULTS.hidden
