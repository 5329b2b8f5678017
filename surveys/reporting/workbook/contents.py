"""The first sheet: what the workbook is, of which day, and the way to every table."""

from collections.abc import Sequence
from typing import Any, Final

from surveys.reporting.numbers import date_text
from surveys.reporting.sheets import write_text
from surveys.reporting.workbook.pages import Page, Paper, set_up_print, write_across

_WIDTHS: Final = (6.0, 62.0, 34.0, 10.0, 30.0)


def write_contents(
    sheet: Any,
    pages: Sequence[Page],
    paper: Paper,
    *,
    prepared_by: str,
    remarks: Sequence[str],
    has_codebook: bool,
) -> None:
    """Write the contents."""
    texts, styles = paper.texts, paper.styles
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    write_across(sheet, 0, 0, _WIDTHS, text=paper.title, style=styles.title, large=14 / 12)
    said = [(texts.as_of.format(date=date_text(paper.as_of)), styles.plain)]
    if prepared_by:
        said.append((texts.prepared_by.format(prepared_by=prepared_by), styles.plain))
    said += [(text, styles.plain) for text in remarks]
    if paper.is_restricted:
        said.append((f"{texts.restricted}. {texts.restricted_explanation}", styles.warning))
    said += [(text, styles.note) for text in texts.explanations]
    for row, (text, style) in enumerate(said, start=1):
        write_across(sheet, row, 0, _WIDTHS, text=text, style=style)
    head = len(said) + 2
    for place, heading in enumerate(texts.headings):
        write_text(sheet, head, place, heading, styles.head)
    for number, page in enumerate(pages, start=1):
        _write_line(sheet, head + number, number, page, paper)
    last = head + len(pages)
    if has_codebook:
        last += 1
        _write_link(sheet, last, len(pages) + 1, title=texts.codebook_title, name=texts.codebook, paper=paper)
        for place in (3, 4):
            sheet.write_blank(last, place, None, styles.cell())
    sheet.freeze_panes(head + 1, 0)
    set_up_print(sheet, paper, is_wide=True)
    sheet.repeat_rows(head)
    sheet.print_area(0, 0, last, len(_WIDTHS) - 1)


def _write_line(sheet: Any, row: int, number: int, page: Page, paper: Paper) -> None:
    styles, table = paper.styles, page.table
    _write_link(sheet, row, number, title=page.title, name=page.sheet_name, paper=paper)
    if table.base is None:
        sheet.write_blank(row, 3, None, styles.cell())
    else:
        sheet.write_number(row, 3, table.base.value, styles.cell(number_format="#,##0", align="center"))
    write_text(sheet, row, 4, paper.texts.sources[table.source.value], styles.cell())


def _write_link(sheet: Any, row: int, number: int, *, title: str, name: str, paper: Paper) -> None:
    styles = paper.styles
    place = f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1"
    sheet.write_number(row, 0, number, styles.cell(align="center"))
    sheet.write_url(row, 1, place, styles.linked, title)
    write_text(sheet, row, 2, name, styles.cell())
