"""Workbooks (.xlsx, Office Open XML, ECMA-376 part 1): the archive, its sheets, their names and styles."""

import io
import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from surveys.problems import Place, Problem
from surveys.workbooks.cells import Limits, Sheet, Workbook, clean_text
from surveys.workbooks.sheets import SheetReader, SheetTooLarge, Style, text_of

_OFFICE_RELATIONS = re.compile(r"\{http://(schemas|purl)\.[^}]*relationships\}id")
_PADDED = re.compile(r'"?(0{2,15})"?')


class NotAWorkbook(Exception):  # noqa: N818 - says what the file is, not that the program failed
    """The archive lacks a part that every workbook has, or the part is no XML that we read."""


def read_spreadsheet(content: bytes, limits: Limits) -> Workbook | list[Problem]:
    """Read all worksheets, or say why not: no workbook, a password, too large unpacked, too many cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read_archive(archive, limits)
    except SheetTooLarge as large:
        return [Problem(large.code, Place(large.sheet, large.cell), {"limit": str(large.limit)})]
    except _BROKEN as error:
        has_password = isinstance(error, RuntimeError) and "encrypt" in str(error)
        return [Problem("file_has_password" if has_password else "not_a_workbook")]


# What the standard library raises on a damaged archive or on damaged XML.
_BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    ET.ParseError,
    EOFError,
    OSError,
    ValueError,  # numbers and references that are none; UnicodeDecodeError among them
    LookupError,  # missing parts, shared strings and encodings
    NotAWorkbook,
    RuntimeError,  # an encrypted entry; NotImplementedError: methods unknown to Python
    OverflowError,
)


def _read_archive(archive: zipfile.ZipFile, limits: Limits) -> Workbook | list[Problem]:
    unpacked = sum(entry.file_size for entry in archive.infolist())  # zipfile never yields more than declared
    if unpacked > limits.unpacked_bytes:
        parameters = {"found": str(unpacked // 1_000_000), "limit": str(limits.unpacked_bytes // 1_000_000)}
        return [Problem("unpacked_too_large", Place(), parameters)]
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
        sheet = reader.read_sheet(entry.name, _content(archive, entry.part), budget)
        budget -= sum(len(row) for row in sheet.rows)
        sheets.append(Sheet(sheet.name, sheet.rows, sheet.merged, is_hidden=entry.is_hidden))
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
    if _tag(book) != "workbook":
        raise NotAWorkbook(book_part)
    relations = _read_relations(archive, book_part)
    entries = []
    for element in book.iter():
        if _tag(element) != "sheet":
            continue
        link = next((value for name, value in element.items() if _OFFICE_RELATIONS.fullmatch(name)), "")
        kind, target = relations.get(link, ("", ""))
        if kind == "worksheet":  # charts and dialogs are sheets too, without cells
            hidden = element.get("state", "visible") != "visible"
            entries.append(_SheetEntry(clean_text(element.get("name", "")), target, hidden))
    properties = next((element for element in book.iter() if _tag(element) == "workbookPr"), None)
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
    return [clean_text(text_of(element)) for element in _parse(archive, part) if _tag(element) == "si"]


def _read_styles(archive: zipfile.ZipFile, part: str) -> list[Style]:
    if not part:
        return []
    root = _parse(archive, part)
    from openpyxl.styles.numbers import BUILTIN_FORMATS  # noqa: PLC0415 - and numpy, which a running bot never needs

    formats = dict(BUILTIN_FORMATS)
    styles: list[Style] = []
    for element in root.iter():
        if _tag(element) == "numFmt":
            formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
    for block in root:
        if _tag(block) == "cellXfs":
            styles.extend(_style(formats.get(int(xf.get("numFmtId", "0")), "General")) for xf in block)
    return styles


def _style(number_format: str) -> Style:
    padded = _PADDED.fullmatch(number_format)
    from openpyxl.styles.numbers import is_date_format  # noqa: PLC0415 - as above

    return Style(is_date=bool(is_date_format(number_format)), digits=len(padded[1]) if padded else 0)


def _parse(archive: zipfile.ZipFile, part: str) -> ET.Element:
    return ET.fromstring(_content(archive, part))  # noqa: S314 - without a DTD there are no entities to expand


def _content(archive: zipfile.ZipFile, part: str) -> bytes:
    content = archive.read(_member(archive, part))
    if b"<!DOCTYPE" in content:  # no part of a workbook has one: it can only carry an entity bomb
        raise NotAWorkbook(part)
    return content


def _member(archive: zipfile.ZipFile, part: str) -> zipfile.ZipInfo:
    """Find a part as Office does, without regard to case."""
    wanted = part.lower()
    for entry in archive.infolist():
        if entry.filename.lower() == wanted:
            return entry
    raise NotAWorkbook(part)


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
