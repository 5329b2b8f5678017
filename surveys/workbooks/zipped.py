"""Zipped workbooks, of Excel and of LibreOffice: opened within limits; what is damaged or locked is said."""

import io
import lzma
import zipfile
import zlib
from typing import Final
from xml.etree import ElementTree as ET

from surveys.problems import Place, Problem
from surveys.workbooks.archives import NotAWorkbook
from surveys.workbooks.cells import Limits, Workbook
from surveys.workbooks.opendocument import MIME, read_opendocument
from surveys.workbooks.sheets import SheetTooLarge
from surveys.workbooks.spreadsheet import read_spreadsheet


def read_zipped(content: bytes, limits: Limits) -> Workbook | list[Problem]:
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
    parts = set(archive.namelist())
    kind = archive.read("mimetype").strip() if "mimetype" in parts else b""
    if "word/document.xml" in parts or kind.startswith(_OPEN_TEXT):
        return [Problem("file_is_word")]
    return (read_opendocument if kind.startswith(MIME) else read_spreadsheet)(archive, limits)


_OPEN_TEXT: Final = b"application/vnd.oasis.opendocument.text"
