"""A table on a sheet of its own: title, headings, typed cells, notes, filter, print set-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any, Final

from surveys.aggregation.table import Cell, Code, Column, Kind, Source, Table
from surveys.reporting.numbers import date_text, number_text
from surveys.reporting.sheets import write_text
from surveys.reporting.texts.common import NOTHING_MARK
from surveys.reporting.texts.workbook import WorkbookTexts
from surveys.reporting.wording import Lexicon
from surveys.reporting.workbook.cells import cell_text, write_cell
from surveys.reporting.workbook.natives import insert_chart
from surveys.reporting.workbook.styles import Styles

HEAD_ROW: Final = 2  # 0: title, 1: remark and the way back to the contents
FIRST_ROW: Final = 3
TAB_COLOURS: Final = {
    Source.ANSWERS: "#0072B2",
    Source.FIELDWORK: "#7F7F7F",
    Source.ROSTER: "#009E73",
    Source.PERSONS: "#C00000",
}
_A4: Final = 9
_PORTRAIT: Final = 112.0  # characters that fit upright without getting small
_WIDEST: Final = 46.0
_WIDEST_FIGURE: Final = 20.0  # a finding among measures wraps
_PRINTED: Final = '&"Times New Roman,Regular"&10'
_HEADER_LIMIT: Final = 255
_LINE_POINTS: Final = 16.5
_TOP_POINTS: Final = 60.0  # of title and remark
_MOST_LINES: Final = 20  # Excel's rows are at most 409 points high


@dataclass(frozen=True, slots=True)
class Page:
    """A table with the name of its sheet."""

    table: Table
    sheet_name: str
    title: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What the pages of a workbook have in common."""

    lexicon: Lexicon
    styles: Styles
    texts: WorkbookTexts
    as_of: date
    title: str
    is_restricted: bool  # every printed page says so


def write_page(book: Any, sheet: Any, page: Page, paper: Paper) -> None:
    """Write a table on its sheet."""
    table = page.table
    headings = [heading or NOTHING_MARK for heading in paper.lexicon.headings(table)]
    shown = [
        [cell_text(c, column, paper.lexicon) for c, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    widths = [
        _width(column, [row[at] for row in shown], headings[at]) for at, column in enumerate(table.columns)
    ]
    for place, (width, heading) in enumerate(zip(widths, headings, strict=True)):
        sheet.set_column(place, place, width)
        write_text(sheet, HEAD_ROW, place, heading, paper.styles.head)
    heights = [points(headings, widths, bold=True) + 6, *(points(texts, widths) for texts in shown)]
    for number, height in enumerate(heights, start=HEAD_ROW):
        sheet.set_row(number, height)
    _write_top(sheet, page, paper, widths)
    for number, row in enumerate(table.rows, start=FIRST_ROW):
        _write_row(sheet, number, table, row, paper)
    last = max(FIRST_ROW + len(table.rows) - 1, HEAD_ROW)
    sheet.autofilter(HEAD_ROW, 0, last, len(headings) - 1)
    sheet.freeze_panes(FIRST_ROW, _frozen_columns(table, widths))
    below, notes_height = _write_notes(sheet, page, paper, widths, first=last + 2)
    chart_row = max(below + 1, last + 2)
    end_row, end_column = insert_chart(book, sheet, page.sheet_name, table, row=chart_row, widths=widths)
    used = _TOP_POINTS + sum(heights) + notes_height
    if not _fits(used, (end_row - chart_row) * 15, sum(widths)):
        sheet.set_h_pagebreaks([chart_row])
    end_row = max(end_row, below, last)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{end_row + 1}"})
    set_up_print(sheet, paper, is_wide=sum(widths) > _PORTRAIT)
    sheet.repeat_rows(HEAD_ROW)
    sheet.print_area(0, 0, end_row, max(end_column, len(headings) - 1))
    sheet.set_tab_color(TAB_COLOURS[table.source])


def points(texts: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> float:
    """Return the height of a row in which texts wrap within columns so many characters wide."""
    room = 0.95 if bold else 1.0
    each = (len(wrap(text, max(int(width * room), 4))) for text, width in zip(texts, widths, strict=True))
    return min(max(each, default=1) or 1, _MOST_LINES) * _LINE_POINTS + 2


def _fits(used: float, more: float, width: float) -> bool:
    """Say whether table and chart fit on one page, shrunk to the paper's width, in points and characters."""
    height, characters = (487.0, 140.0) if width > _PORTRAIT else (734.0, 96.0)
    room = height / min(1.0, characters / width)
    return used + more <= room


def write_across(
    sheet: Any, row: int, first: int, widths: Sequence[float], *, text: str, style: Any, large: float = 1
) -> float:
    """Write a text over the columns from ``first`` on, wrapped; make the row as high as it needs, and return that."""
    last = len(widths) - 1
    if last > first:
        sheet.merge_range(row, first, row, last, "", style)
    write_text(sheet, row, first, text, style)
    height = points([text], [max(sum(widths[first:]), 8.0) / large], bold=large > 1) * large + 2
    sheet.set_row(row, height)
    return height


def set_up_print(sheet: Any, paper: Paper, *, is_wide: bool) -> None:
    """Print on A4, one page wide, page numbers at the foot; the restricted mark on every page's head."""
    if is_wide:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.6, right=0.5, top=0.8, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    if paper.is_restricted:
        sheet.set_header(f"&R{_PRINTED}&B{paper.texts.restricted}")
    foot = paper.texts.page.format(page="&P", pages="&N")
    title = " ".join(paper.title.split()).replace("&", "&&")
    room = _HEADER_LIMIT - len(foot) - len(f"&L&R{_PRINTED}{_PRINTED}")
    sheet.set_footer(f"&L{_PRINTED}{title[:room].rstrip('&')}&R{_PRINTED}{foot}")


def _write_top(sheet: Any, page: Page, paper: Paper, widths: Sequence[float]) -> None:
    table, texts = page.table, paper.texts
    write_across(sheet, 0, 0, widths, text=page.title, style=paper.styles.title, large=14 / 12)
    said = [texts.people.format(n=number_text(table.base.value))] if table.base else []
    said.append(texts.as_of.format(date=date_text(paper.as_of)))
    style = paper.styles.note
    if table.source is Source.PERSONS:
        said.insert(0, f"{texts.restricted}.")
        style = paper.styles.warning
    if len(widths) > 1:
        write_across(sheet, 1, 1, widths, text=" ".join(said), style=style)
    sheet.write_url(1, 0, f"internal:'{texts.contents}'!A1", paper.styles.link, texts.to_contents)


def _write_notes(
    sheet: Any, page: Page, paper: Paper, widths: Sequence[float], *, first: int
) -> tuple[int, float]:
    """Write the notes below the table; return the last row that was written, and how high they are together."""
    notes = [paper.lexicon.note(note) for note in page.table.notes]
    if not page.table.rows:
        notes.insert(0, paper.texts.no_rows)
    heights = [
        write_across(sheet, row, 0, widths, text=note, style=paper.styles.note)
        for row, note in enumerate(notes, start=first)
    ]
    return (first + len(notes) - 1, sum(heights) + _LINE_POINTS) if notes else (first - 2, 0.0)


def _write_row(sheet: Any, number: int, table: Table, row: Sequence[Cell], paper: Paper) -> None:
    is_total = bool(row) and isinstance(row[0], Code) and row[0].code == "total"
    for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
        write_cell(
            sheet, number, place, cell,
            column=column, lexicon=paper.lexicon, styles=paper.styles, is_total=is_total,
        )  # fmt: skip


def _width(column: Column, shown: Sequence[str], heading: str) -> float:
    """Return a column's width in characters: its longest cell, no wider than is good; headings wrap by words."""
    is_wordy = column.kind in (Kind.CODE, Kind.TEXT)
    longest = max((len(text) for text in shown), default=0)
    longest_word = max((len(word) for word in heading.split()), default=0) * 1.1 + 3  # the filter's arrow
    lines = 2 if is_wordy else 4  # of the heading
    wanted = max(longest * 1.05 + 2, longest_word, len(heading) / lines + 3, 10)
    return round(min(wanted, _WIDEST if is_wordy else _WIDEST_FIGURE), 1)


def _frozen_columns(table: Table, widths: Sequence[float]) -> int:
    """Return how many columns stay in sight: up to the first that names the row, if that leaves room for others."""
    for place, column in enumerate(table.columns):
        if column.kind in (Kind.CODE, Kind.TEXT):
            return place + 1 if sum(widths[: place + 1]) <= 70 and place + 1 < len(widths) else 0
    return 0
