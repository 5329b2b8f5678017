"""The empty list of officials in which an office may write its people: a column each, lists to choose from."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import xlsxwriter

from surveys.reporting.numbers import date_text
from surveys.reporting.sheets import write_text
from surveys.reporting.template_sheets import moment, write_lists
from surveys.reporting.texts.roster_template import TEXTS
from surveys.roster.columns import OWN, OWN_SHEETS
from surveys.roster.vocabularies import VOCABULARIES
from surveys.titles import Titles

_WIDTHS: Final[Mapping[str, float]] = {
    "number": 5,
    "full_name": 24,
    "title": 24,
    "title_kiem": 20,
    "unit": 16,
    "field_of_work": 14,
    "note": 14,
}
_WIDTH: Final = 11
_HEADER_ROW: Final = 6  # from 0; above it the office, the motto of the country, the title
_ROWS: Final = 500  # rows with lists to choose from
_MOTTO_COLUMNS: Final = 6


def roster_template(titles: Titles, units: Sequence[str], day: date, office: str = "") -> bytes:
    """Return the workbook (.xlsx): the titles of a day and the names of ``units`` to choose from.

    ``office`` stands at its head. Every cell is a text, so that no program turns 02/09/1975 or 12/12 into another day.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": TEXTS.sheet, "created": moment(day)})
        styles = _Styles.of(book)
        table = book.add_worksheet(TEXTS.sheet)
        guide, lists = (book.add_worksheet(name) for name in OWN_SHEETS)
        ranges = write_lists(lists, OWN, _choices(titles, units, day), styles.head, styles.text)
        _write_table(table, day, office, styles)
        _offer(table, ranges)
        _write_guide(guide, styles)
        table.activate()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    title: Any
    middle: Any
    bold_middle: Any
    head: Any
    text: Any
    cell: Any
    framed: Any

    @classmethod
    def of(cls, book: Any) -> "_Styles":
        font = {"font_name": "Times New Roman", "font_size": 12}
        middle = font | {"align": "center", "valign": "vcenter"}
        return cls(
            title=book.add_format(middle | {"bold": True, "font_size": 14}),
            middle=book.add_format(middle | {"italic": True}),
            bold_middle=book.add_format(middle | {"bold": True}),
            head=book.add_format(
                middle | {"bold": True, "border": 1, "text_wrap": True, "bg_color": "#D9E2F3"}
            ),
            text=book.add_format(font | {"text_wrap": True, "valign": "top"}),
            cell=book.add_format(font | {"num_format": "@", "text_wrap": True, "valign": "vcenter"}),
            framed=book.add_format({"border": 1}),
        )


def _choices(titles: Titles, units: Sequence[str], day: date) -> dict[str, list[str]]:
    known = [titles.label(code) for code in titles.on(day)]
    levels = {name: list(labels.values()) for name, labels in VOCABULARIES.items() if name in TEXTS.columns}
    fields = list(titles.field_labels.values())
    found = {"title": known, "title_kiem": known, "unit": list(units), "field_of_work": fields} | levels
    return {attribute: values for attribute, values in found.items() if values}


def _write_table(table: Any, day: date, office: str, styles: _Styles) -> None:
    last = len(TEXTS.columns) - 1
    for place, attribute in enumerate(TEXTS.columns):
        table.set_column(place, place, _WIDTHS.get(attribute, _WIDTH), styles.cell)
    right = last - _MOTTO_COLUMNS + 1
    for row, column, end, text, style in (
        (0, 0, 3, office.upper(), styles.bold_middle),
        (0, right, last, TEXTS.country, styles.bold_middle),
        (1, right, last, TEXTS.motto, styles.bold_middle),
        (3, 0, last, TEXTS.title, styles.title),
        (4, 0, last, TEXTS.as_of.format(day=date_text(day)), styles.middle),
    ):
        table.merge_range(row, column, row, end, "", style)
        write_text(table, row, column, text, style)
    for place, attribute in enumerate(TEXTS.columns):
        write_text(table, _HEADER_ROW, place, OWN[attribute], styles.head)
    table.set_row(_HEADER_ROW, 50)
    table.freeze_panes(_HEADER_ROW + 1, 3)
    table.set_landscape()
    table.set_paper(8)  # A3: twenty columns are read on it without a lens; it scales down to A4
    table.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    table.fit_to_pages(1, 0)
    table.repeat_rows(_HEADER_ROW)
    table.set_footer(f"&R{TEXTS.page.format(page='&P', pages='&N')}")
    first, name = _HEADER_ROW + 1, chr(ord("A") + list(TEXTS.columns).index("full_name"))
    rule = {"type": "formula", "criteria": f'=${name}{first + 1}<>""', "format": styles.framed}
    table.conditional_format(
        first, 0, _HEADER_ROW + _ROWS, last, rule
    )  # a frame around those who are written down


def _offer(table: Any, ranges: Mapping[str, str]) -> None:
    """Put the lists on their columns, beside every cell how to fill it in; other words than those listed may stand."""
    for place, (attribute, how) in enumerate(TEXTS.columns.items()):
        options = (
            {"validate": "list", "source": ranges[attribute]} if attribute in ranges else {"validate": "any"}
        )
        hint = {"show_error": False, "input_title": OWN[attribute][:32], "input_message": how}
        table.data_validation(_HEADER_ROW + 1, place, _HEADER_ROW + _ROWS, place, options | hint)


def _write_guide(sheet: Any, styles: _Styles) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    write_text(sheet, 0, 0, OWN_SHEETS[0], styles.title)
    for row, line in enumerate(TEXTS.lead, 2):
        sheet.merge_range(row, 0, row, 1, "", styles.text)
        write_text(sheet, row, 0, line, styles.text)
        sheet.set_row(row, 17 * (1 + len(line) // 110))
    top = len(TEXTS.lead) + 3
    for column, heading in enumerate(TEXTS.column_head):
        write_text(sheet, top, column, heading, styles.head)
    for row, (attribute, how) in enumerate(TEXTS.columns.items(), top + 1):
        write_text(sheet, row, 0, OWN[attribute], styles.text)
        write_text(sheet, row, 1, how, styles.text)
        sheet.set_row(row, 17 * (1 + len(how) // 85))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
