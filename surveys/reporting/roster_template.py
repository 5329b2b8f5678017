"""The empty list of officials in which an office may write its people: a column each, lists to choose from."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import xlsxwriter

from surveys.reporting.sheets import write_text
from surveys.reporting.texts.roster_template import TEXTS
from surveys.roster.vocabularies import VOCABULARIES
from surveys.titles import Titles

_WIDTHS: Final[Mapping[str, float]] = {
    "number": 5,
    "full_name": 26,
    "title": 34,
    "title_kiem": 26,
    "unit": 20,
}
_WIDTH: Final = 15
_ROWS: Final = 500  # rows with lists to choose from
_DAYS: Final = ("birth", "title_since")


def roster_template(titles: Titles, units: Sequence[str], day: date) -> bytes:
    """Return the workbook (.xlsx): the titles of a day and the names of ``units`` to choose from."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": TEXTS.sheet, "created": _moment(day)})
        font = {"font_name": "Times New Roman", "font_size": 12}
        head = book.add_format(
            font | {"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#D9E2F3"}
        )
        text = book.add_format(font | {"text_wrap": True, "valign": "top"})
        cell = book.add_format(font | {"num_format": "@"})
        moment = book.add_format(font | {"num_format": "dd/mm/yyyy"})
        names = (TEXTS.sheet, TEXTS.guide_sheet, TEXTS.lists_sheet)
        table, guide, lists = (book.add_worksheet(name) for name in names)
        for place, (attribute, (heading, _)) in enumerate(TEXTS.columns.items()):
            style = moment if attribute in _DAYS else cell
            table.set_column(place, place, _WIDTHS.get(attribute, _WIDTH), style)
            write_text(table, 0, place, heading, head)
        table.set_row(0, 36)
        table.freeze_panes(1, 3)
        table.set_landscape()
        table.set_paper(9)
        table.fit_to_pages(1, 0)
        table.repeat_rows(0)
        _offer(table, lists, _choices(titles, units, day), head)
        _guide(guide, text, head)
        lists.hide()
        table.activate()
    return buffer.getvalue()


def _moment(day: date) -> Any:
    from datetime import datetime  # noqa: PLC0415 - the format wants a moment

    return datetime(day.year, day.month, day.day)  # noqa: DTZ001


def _choices(titles: Titles, units: Sequence[str], day: date) -> dict[str, list[str]]:
    known = [titles.label(code) for code in titles.on(day)]
    levels = {name: list(labels.values()) for name, labels in VOCABULARIES.items() if name in TEXTS.columns}
    fields = list(titles.field_labels.values())
    found = {"title": known, "title_kiem": known, "unit": list(units), "field_of_work": fields} | levels
    return {attribute: values for attribute, values in found.items() if values}


def _offer(table: Any, lists: Any, choices: Mapping[str, Sequence[str]], head: Any) -> None:
    """Put each list on a sheet of its own column and on the column that may choose from it; other words may stand."""
    places = {attribute: place for place, attribute in enumerate(TEXTS.columns)}
    for column, (attribute, values) in enumerate(choices.items()):
        lists.set_column(column, column, 30)
        write_text(lists, 0, column, TEXTS.columns[attribute][0], head)
        for row, value in enumerate(values, 1):
            write_text(lists, row, column, value)
        letter = chr(ord("A") + column)
        source = f"='{TEXTS.lists_sheet}'!${letter}$2:${letter}${len(values) + 1}"
        place = places[attribute]
        table.data_validation(
            1, place, _ROWS, place, {"validate": "list", "source": source, "show_error": False}
        )


def _guide(sheet: Any, text: Any, head: Any) -> None:
    sheet.set_column(0, 0, 26, text)
    sheet.set_column(1, 1, 90, text)
    for row, line in enumerate(TEXTS.lead):
        sheet.merge_range(row, 0, row, 1, "", text)
        write_text(sheet, row, 0, line, text)
        sheet.set_row(row, 34)
    for column, heading in enumerate(TEXTS.column_head):
        write_text(sheet, len(TEXTS.lead) + 1, column, heading, head)
    for row, (heading, how) in enumerate(TEXTS.columns.values(), len(TEXTS.lead) + 2):
        write_text(sheet, row, 0, heading, text)
        write_text(sheet, row, 1, how, text)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
