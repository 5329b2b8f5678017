"""Workbooks (.xlsx, Office Open XML, ECMA-376 part 1): the archive, its sheets, their names and styles."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from surveys.problems import Problem
from surveys.workbooks.archives import NotAWorkbook, content_of, tag_of
from surveys.workbooks.cells import Limits, Sheet, Workbook, clean_text, shows_capitals, typed_text
from surveys.workbooks.sheets import SheetReader, Style, text_of

_OFFICE_RELATIONS = re.compile(r"\{http://(schemas|purl)\.[^}]*relationships\}id")
_PADDED = re.compile(r'"?(0{2,15})"?')


def read_spreadsheet(archive: zipfile.ZipFile, limits: Limits) -> Workbook | list[Problem]:
    """Read every worksheet. Raises ``SheetTooLarge``, ``NotAWorkbook`` and what damaged XML raises."""
    book = _read_book(archive)
    reader = SheetReader(
        strings=_read_strings(archive, book.parts.get("sharedStrings", "")),
        styles=_read_styles(archive, book.parts.get("styles", "")),
        limits=limits,
        has_1904_dates=book.has_1904_dates,
    )
    budget = limits.cells
    sheets: list[Sheet] = []
    for entry in book.sheets:
        sheet = reader.read_sheet(entry.name, content_of(archive, entry.part), budget)
        budget -= sum(len(row) for row in sheet.rows)
        sheets.append(replace(sheet, is_hidden=entry.is_hidden))
    if not any(sheet.rows for sheet in sheets):
        return [Problem("file_empty")]
    return Workbook(tuple(sheets), has_1904_dates=book.has_1904_dates)


@dataclass(frozen=True, slots=True)
class _SheetEntry:
    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class _Book:
    sheets: tuple[_SheetEntry, ...]
    parts: Mapping[str, str]  # the last word of a relationship's type -> part
    has_1904_dates: bool


def _read_book(archive: zipfile.ZipFile) -> _Book:
    root_relations = _read_relations(archive, "")
    book_part = next((target for kind, target in root_relations.values() if kind == "officeDocument"), "")
    book = _parse(archive, book_part)
    if tag_of(book) != "workbook":
        raise NotAWorkbook(book_part)
    relations = _read_relations(archive, book_part)
    entries = []
    for element in book.iter():
        if tag_of(element) != "sheet":
            continue
        link = next((value for name, value in element.items() if _OFFICE_RELATIONS.fullmatch(name)), "")
        kind, target = relations.get(link, ("", ""))
        if kind == "worksheet":  # charts and dialogs are sheets too, without cells
            hidden = element.get("state", "visible") != "visible"
            entries.append(_SheetEntry(clean_text(element.get("name", "")), target, hidden))
    properties = next((element for element in book.iter() if tag_of(element) == "workbookPr"), None)
    is_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    return _Book(tuple(entries), dict(relations.values()), is_1904)


def _read_relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    relations: dict[str, tuple[str, str]] = {}
    for element in _parse(archive, posixpath.join(folder, "_rels", f"{name}.rels")):
        target = element.get("Target", "")
        path = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        relations[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], path)
    return relations


def _read_strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    if not part:
        return []
    return [typed_text(text_of(element)) for element in _parse(archive, part) if tag_of(element) == "si"]


def _read_styles(archive: zipfile.ZipFile, part: str) -> list[Style]:
    if not part:
        return []
    root = _parse(archive, part)
    from openpyxl.styles.numbers import BUILTIN_FORMATS  # noqa: PLC0415 - and numpy, which a running bot never needs

    formats = dict(BUILTIN_FORMATS)
    styles: list[Style] = []
    for element in root.iter():
        if tag_of(element) == "numFmt":
            formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
    blocks = {tag_of(block): block for block in root}
    fonts = [
        next((part.get("val", "") for part in font if tag_of(part) == "name"), "")
        for font in blocks.get("fonts", ())
    ]
    for xf in blocks.get("cellXfs", ()):
        at = int(xf.get("fontId", "0"))
        font = fonts[at] if 0 <= at < len(fonts) else ""
        styles.append(_style(formats.get(int(xf.get("numFmtId", "0")), "General"), font))
    return styles


def _style(number_format: str, font: str) -> Style:
    padded = _PADDED.fullmatch(number_format)
    from openpyxl.styles.numbers import is_date_format  # noqa: PLC0415 - as above

    digits = len(padded[1]) if padded else 0
    return Style(bool(is_date_format(number_format)), digits, shows_capitals(font))


def _parse(archive: zipfile.ZipFile, part: str) -> ET.Element:
    return ET.fromstring(content_of(archive, part))  # noqa: S314 - without a DTD there are no entities to expand
