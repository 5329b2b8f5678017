"""The report's workbook: contents, a sheet per table with typed cells and native charts, codebook."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from surveys.aggregation.table import Source, Table
from surveys.questionnaire import Questionnaire
from surveys.reporting.codebook import CODEBOOK_WIDTHS, write_codebook
from surveys.reporting.sheets import sheet_name
from surveys.reporting.texts.workbook import WORKBOOK, WorkbookTexts
from surveys.reporting.wording import Lexicon
from surveys.reporting.workbook.contents import write_contents
from surveys.reporting.workbook.pages import Page, Paper, set_up_print, write_across, write_page
from surveys.reporting.workbook.styles import Styles


def report_workbook(
    tables: Iterable[Table],
    lexicon: Lexicon,
    *,
    title: str,
    as_of: date,
    prepared_by: str = "",
    form: Questionnaire | None = None,
    is_restricted: bool = False,
    remarks: Sequence[str] = (),
    texts: WorkbookTexts = WORKBOOK,
) -> bytes:
    """Return an .xlsx of tables (small cells already hidden), in their order; the same input, the same bytes.

    With ``form`` a codebook stands last. ``remarks`` stand on the first sheet. Tables with names
    (``Source.PERSONS``) are taken only with ``is_restricted``; then every printed page carries the mark, and theirs a
    red tab. Raises ``ValueError`` for such a table without it, ``KeyError`` for a table that no text names.
    """
    listed = tuple(tables)
    if not is_restricted and any(table.source is Source.PERSONS for table in listed):
        raise ValueError("a table with names stands only in a restricted workbook")
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        made = datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001
        book.set_properties({"title": title[:255], "author": prepared_by[:255], "created": made})
        paper = Paper(lexicon, Styles(book), texts, as_of, title, is_restricted)
        taken = {texts.contents.casefold(), texts.codebook.casefold()}
        contents = book.add_worksheet(texts.contents)
        pages = [_page(table, lexicon, texts, taken) for table in listed]
        write_contents(
            contents,
            pages,
            paper,
            prepared_by=prepared_by,
            remarks=remarks,
            has_codebook=form is not None,
        )
        for page in pages:
            write_page(book, book.add_worksheet(page.sheet_name), page, paper)
        if form is not None:
            _write_codebook(book.add_worksheet(texts.codebook), form, paper)
    return buffer.getvalue()


def _page(table: Table, lexicon: Lexicon, texts: WorkbookTexts, taken: set[str]) -> Page:
    title = lexicon.title(table)
    subject = lexicon.label(table.subject) if table.subject else ""
    wanted = texts.sheets[table.key].format(subject=subject) if table.key in texts.sheets else title
    return Page(table, sheet_name(wanted, taken, texts.table), title)


def _write_codebook(sheet: Any, form: Questionnaire, paper: Paper) -> None:
    styles, texts = paper.styles, paper.texts
    write_across(sheet, 0, 0, CODEBOOK_WIDTHS, text=texts.codebook_title, style=styles.title, large=14 / 12)
    sheet.write_url(1, 0, f"internal:'{texts.contents}'!A1", styles.link, texts.to_contents)
    last = write_codebook(sheet, form, styles.cell(), first=2, head=styles.head)
    sheet.autofilter(2, 0, last, len(CODEBOOK_WIDTHS) - 1)
    sheet.freeze_panes(3, 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:F{last + 1}"})
    set_up_print(sheet, paper, is_wide=True)
    sheet.repeat_rows(2)
    sheet.print_area(0, 0, last, len(CODEBOOK_WIDTHS) - 1)
