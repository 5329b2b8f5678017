"""The link codes for handing out: a sheet per unit, a slip a person with a QR image for every way, a text to send."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from surveys.reporting.sheets import sheet_name, write_header, write_text
from surveys.reporting.texts import CODES, CodesTexts

COLUMNS: Final = ("roster_key", "full_name", "unit", "title", "code", "link")
TO_SEND: Final = ("phone", "message", "sms")
"""The columns after the QR images, which are not printed: what a coordinator sends by hand."""
_WIDTHS: Final = (10, 20, 14, 20, 14, 16)  # characters; with the QR images one page width of A4 landscape
_TO_SEND_WIDTHS: Final = (16, 60, 60)
_QR_WIDTH: Final = 18
_ROW_POINTS: Final = 104.0
_HEAD_POINTS: Final = 30.0
_QR_PIXELS: Final = 112  # about 30 mm on paper
_SCALE: Final = 4  # pixels a module of the image that is scaled down
_HEADER_LIMIT: Final = 255


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One official's code as it is handed out.

    ``links`` are what the QR images hold, one for every way, the easiest first; empty where this person has none.
    ``names`` are what the QR images stand for in this person's case, where it is not the way's own name.
    ``message`` and ``sms`` are ready to be sent.
    """

    roster_key: str
    full_name: str
    unit: str
    title: str
    code: str
    links: tuple[str, ...]
    phone: str = ""
    message: str = ""
    sms: str = ""
    names: tuple[str, ...] = ()

    @property
    def link(self) -> str:
        """The easiest way, empty if none is known."""
        return next((link for link in self.links if link), "")


def codes_workbook(
    units: Iterable[tuple[str, Sequence[CodeRow]]], ways: Sequence[str], texts: CodesTexts = CODES
) -> bytes:
    """Return an .xlsx with a sheet per unit (in the order given; units without rows are left out).

    Row 1 of every sheet is ``COLUMNS``, then the names of the ``ways`` above the QR images, then ``TO_SEND``. What
    stands before ``TO_SEND`` prints on A4 landscape with the header row on every page; the instruction stands in the
    page header.
    """
    import xlsxwriter  # noqa: PLC0415 - a text for one person needs no workbook

    header = [*COLUMNS, *ways, *TO_SEND]
    buffer = io.BytesIO()
    taken: set[str] = set()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        styles = _Styles.of(book)
        for name, rows in units:
            if rows:
                sheet = book.add_worksheet(sheet_name(name, taken, texts.unnamed_unit))
                write_header(sheet, header, styles.head)
                _write_unit(sheet, rows, ways, styles)
                _set_up_print(sheet, name, len(rows), len(COLUMNS) + len(ways), texts)
        if not taken:
            write_header(book.add_worksheet(texts.empty_sheet), header, styles.head)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    head: Any
    body: Any
    code: Any
    small: Any
    below: Any

    @classmethod
    def of(cls, book: Any) -> "_Styles":
        frame = {"text_wrap": True, "valign": "vcenter", "border": 4}  # dashed: a line to cut along
        return cls(
            head=book.add_format(frame | {"bold": True, "bg_color": "#D9E2F3"}),
            body=book.add_format(frame),
            small=book.add_format(frame | {"font_size": 8}),
            below=book.add_format(frame | {"font_size": 9, "valign": "bottom", "align": "center"}),
            code=book.add_format(frame | {"bold": True, "font_name": "Courier New", "font_size": 13}),
        )


def _write_unit(sheet: Any, rows: Sequence[CodeRow], ways: Sequence[str], styles: _Styles) -> None:
    """Write a row a person. What a QR image opens stands below it, too: slips are cut apart."""
    for column, width in enumerate((*_WIDTHS, *[_QR_WIDTH] * len(ways), *_TO_SEND_WIDTHS)):
        sheet.set_column(column, column, width)
    sheet.set_row(0, _HEAD_POINTS)
    special = {"code": styles.code, "link": styles.small}
    for number, row in enumerate(rows, start=1):
        sheet.set_row(number, _ROW_POINTS)
        for column, name in enumerate(COLUMNS):
            write_text(sheet, number, column, getattr(row, name), special.get(name, styles.body))
        for column, (way, link) in enumerate(zip(ways, row.links, strict=True), start=len(COLUMNS)):
            if not link:
                sheet.write_blank(number, column, None, styles.below)
                continue
            name = row.names[column - len(COLUMNS)] if row.names else ""
            write_text(sheet, number, column, f"{way}: {name}" if name else way, styles.below)
            _insert_qr(sheet, (number, column), link, row.code)
        for column, name in enumerate(TO_SEND, start=len(COLUMNS) + len(ways)):
            write_text(sheet, number, column, getattr(row, name), styles.body)


def _insert_qr(sheet: Any, place: tuple[int, int], link: str, code: str) -> None:
    import segno  # noqa: PLC0415 - and no picture

    image = io.BytesIO()
    symbol = segno.make(link, error="m", micro=False)
    symbol.save(image, kind="png", scale=_SCALE, border=3)
    scale = _QR_PIXELS / symbol.symbol_size(scale=_SCALE, border=3)[0]
    placed = {"image_data": image, "x_scale": scale, "y_scale": scale, "x_offset": 10, "y_offset": 4}
    described = {"description": code, "object_position": 1}
    sheet.insert_image(*place, "qr.png", placed | described)


def _set_up_print(sheet: Any, unit: str, count: int, column_count: int, texts: CodesTexts) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=1.0, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, count, column_count - 1)
    sheet.freeze_panes(1, 2)
    title = texts.title.format(unit=" ".join(unit.split())).replace("&", "&&")
    room = _HEADER_LIMIT - len(texts.instruction) - len("&C&B&B\n")
    sheet.set_header(f"&C&B{title[:room].rstrip('&')}&B\n{texts.instruction}")
    sheet.set_footer(f"&R{texts.page.format(page='&P', pages='&N')}")
