"""A workbook typed for old fonts, in Unicode: column by column, each told."""

from dataclasses import replace

from surveys.workbooks.cells import CellValue, Retyped, Sheet, Workbook, clean_text, column_name
from surveys.workbooks.fonts import Font, font_of, in_unicode, words_of

Columns = tuple[tuple[str, ...], ...]


def in_unicode_everywhere(book: Workbook) -> Workbook:
    """Return the workbook with the columns of old fonts in Unicode, and of every other text the soft hyphens gone.

    A column with few words follows its sheet.
    """
    sheets, told = [], []
    for sheet in book.sheets:
        fonts = _fonts(sheet)
        sheets.append(replace(sheet, rows=tuple(_row(row, fonts) for row in sheet.rows)))
        told += [_tell(sheet, column, font) for column, font in fonts.items()]
    return replace(book, sheets=tuple(sheets), retyped=tuple(told))


def _fonts(sheet: Sheet) -> dict[int, Font]:
    """Return the old fonts of a sheet's columns, by column from 0."""
    words: dict[int, set[str]] = {}
    for column in range(max(map(len, sheet.rows), default=0)):
        texts = {row[column] for row in sheet.rows if column < len(row)}
        if found := words_of(text for text in texts if isinstance(text, str) and not text.isascii()):
            words[column] = found
    of_sheet = font_of(set[str]().union(*words.values()))
    if of_sheet is None:
        return {}
    fonts = {column: font_of(found) or font_of(found, few=True) for column, found in words.items()}
    return {column: font for column, font in fonts.items() if font is not None}


def _row(row: tuple[CellValue, ...], fonts: dict[int, Font]) -> tuple[CellValue, ...]:
    return tuple(
        _cell(value, fonts.get(column)) if isinstance(value, str) and not value.isascii() else value
        for column, value in enumerate(row)
    )


def _cell(text: str, font: Font | None) -> str:
    return clean_text(in_unicode(font, text) if font else text)


def _tell(sheet: Sheet, column: int, font: Font) -> Retyped:
    texts = (row[column] for row in sheet.rows if column < len(row))
    before = next(text for text in texts if isinstance(text, str) and in_unicode(font, text) != text)
    return Retyped(
        sheet.name, column_name(column + 1), font.name, before, clean_text(in_unicode(font, before))
    )
