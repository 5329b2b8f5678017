"""The link codes for handing out on paper: a sheet per unit, a QR image beside every person."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import segno
import xlsxwriter

from surveys.reporting.sheets import sheet_name, write_header, write_text
from surveys.reporting.texts import CODES, CodesTexts

COLUMNS: Final = ("roster_key", "full_name", "unit", "title", "code", "link")
_WIDTHS: Final = (11, 24, 20, 26, 15, 34)  # characters; with the QR image one page width of A4 landscape
_QR_WIDTH: Final = 18
_ROW_POINTS: Final = 92.0
_QR_PIXELS: Final = 112  # about 30 mm on paper
_SCALE: Final = 4  # pixels a module of the image that is scaled down
_HEADER_LIMIT: Final = 255


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One official's code as it is handed out. ``link`` is the deep link that the QR image holds."""

    roster_key: str
    full_name: str
    unit: str
    title: str
    code: str
    link: str


def codes_workbook(units: Iterable[tuple[str, Sequence[CodeRow]]], texts: CodesTexts = CODES) -> bytes:
    """Return an .xlsx with a sheet per unit (in the order given; units without rows are left out).

    Row 1 of every sheet is exactly ``COLUMNS``; the image stands in the column after them. The sheets print
    on A4 landscape with the header row on every page; the instruction stands in the page header.
    """
    buffer = io.BytesIO()
    taken: set[str] = set()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        styles = _Styles.of(book)
        for name, rows in units:
            if rows:
                sheet = book.add_worksheet(sheet_name(name, taken, texts.unnamed_unit))
                _write_unit(sheet, name, rows, styles, texts)
        if not taken:
            write_header(book.add_worksheet(texts.empty_sheet), list(COLUMNS), styles.head)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    head: Any
    body: Any
    code: Any

    @classmethod
    def of(cls, book: Any) -> "_Styles":
        frame = {"text_wrap": True, "valign": "vcenter", "border": 4}  # dashed: a line to cut along
        return cls(
            head=book.add_format(frame | {"bold": True, "bg_color": "#D9E2F3"}),
            body=book.add_format(frame),
            code=book.add_format(frame | {"bold": True, "font_name": "Courier New", "font_size": 13}),
        )


def _write_unit(sheet: Any, unit: str, rows: Sequence[CodeRow], styles: _Styles, texts: CodesTexts) -> None:
    for column, width in enumerate((*_WIDTHS, _QR_WIDTH)):
        sheet.set_column(column, column, width)
    write_header(sheet, list(COLUMNS), styles.head)
    for number, row in enumerate(rows, start=1):
        sheet.set_row(number, _ROW_POINTS)
        for column, name in enumerate(COLUMNS):
            write_text(
                sheet, number, column, getattr(row, name), styles.code if name == "code" else styles.body
            )
        sheet.write_blank(number, len(COLUMNS), None, styles.body)
        _insert_qr(sheet, number, row)
    _set_up_print(sheet, unit, len(rows), texts)


def _insert_qr(sheet: Any, number: int, row: CodeRow) -> None:
    image = io.BytesIO()
    symbol = segno.make(row.link, error="m", micro=False)
    symbol.save(image, kind="png", scale=_SCALE, border=3)
    scale = _QR_PIXELS / symbol.symbol_size(scale=_SCALE, border=3)[0]
    placed = {"image_data": image, "x_scale": scale, "y_scale": scale, "x_offset": 8, "y_offset": 5}
    described = {"description": row.code, "object_position": 1}
    sheet.insert_image(number, len(COLUMNS), "qr.png", placed | described)


def _set_up_print(sheet: Any, unit: str, count: int, texts: CodesTexts) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=1.0, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, count, len(COLUMNS))
    sheet.freeze_panes(1, 2)
    title = texts.title.format(unit=" ".join(unit.split())).replace("&", "&&")
    room = _HEADER_LIMIT - len(texts.instruction) - len("&C&B&B\n")
    sheet.set_header(f"&C&B{title[:room].rstrip('&')}&B\n{texts.instruction}")
    sheet.set_footer(f"&R{texts.page.format(page='&P', pages='&N')}")
