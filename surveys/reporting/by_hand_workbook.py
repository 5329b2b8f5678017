"""Whom coordinators remind by hand: a sheet per unit, for each person the text to send and the link in it."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Final

from surveys.reporting.sheets import sheet_name, write_header, write_text
from surveys.reporting.texts import BY_HAND, ByHandTexts

_WIDTHS: Final = (24, 26, 16, 24, 40, 60, 60)


@dataclass(frozen=True, slots=True)
class Errand:
    """One person to be reminded by hand. The fields stand in the order of the columns."""

    full_name: str
    title: str
    phone: str
    state: str
    link: str
    message: str
    sms: str


def by_hand_workbook(units: Iterable[tuple[str, Sequence[Errand]]], texts: ByHandTexts = BY_HAND) -> bytes:
    """Return an .xlsx with a sheet per unit, in the order given."""
    import xlsxwriter  # noqa: PLC0415 - a text for one person needs no workbook

    buffer = io.BytesIO()
    taken: set[str] = set()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#D9E2F3", "border": 1})
        body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        for name, errands in units:
            _write_unit(
                book.add_worksheet(sheet_name(name, taken, texts.unnamed_unit)), errands, (head, body), texts
            )
        if not taken:
            write_header(book.add_worksheet(texts.empty_sheet), list(texts.headers), head)
    return buffer.getvalue()


def _write_unit(sheet: Any, errands: Sequence[Errand], styles: tuple[Any, Any], texts: ByHandTexts) -> None:
    head, body = styles
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    write_header(sheet, list(texts.headers), head)
    for number, errand in enumerate(errands, start=1):
        for column, value in enumerate(astuple(errand)):
            write_text(sheet, number, column, value, body)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
