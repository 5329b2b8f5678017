"""Open a table that somebody hands in (.xlsx, .xls, .ods or .csv, as bytes) without trusting it.

The bytes decide what the file is, not its name. Everything is limited before it is unpacked, text is NFC, and
what cannot be read comes back as a ``Problem`` or as an ``Unreadable`` cell: nothing raises.

The sheets of an .xlsx are parsed here and not by openpyxl because four things must be known that its
streaming reader does not tell: formulas without a stored value, merged cells, the display of leading zeros,
and a limit that holds while reading (a declared width of 16,384 columns must not become that many cells).
"""

from surveys.problems import Place, Problem
from surveys.workbooks.cells import (
    Area,
    CellValue,
    Limits,
    Sheet,
    Unreadable,
    Workbook,
    cell_name,
    cell_position,
    clean_text,
    parse_area,
)
from surveys.workbooks.delimited import (
    decode,
    find_delimiter,
    is_table,
    plain_text,
    read_delimited,
    shown_name,
)
from surveys.workbooks.old_excel import read_old_excel
from surveys.workbooks.retyping import fonts_retyped, fonts_unclear, in_unicode_everywhere
from surveys.workbooks.zipped import read_zipped

__all__ = [
    "MAX_BYTES",
    "Area",
    "CellValue",
    "Limits",
    "Sheet",
    "Unreadable",
    "Workbook",
    "cell_name",
    "cell_position",
    "clean_text",
    "find_delimiter",
    "fonts_retyped",
    "fonts_unclear",
    "parse_area",
    "plain_text",
    "read_old_excel",
    "read_workbook",
    "shown_name",
]

MAX_BYTES = Limits().file_bytes
"""The largest file that is read at all: check a file's size against it before loading the file."""

_ZIP = b"PK"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls and .doc, and every .xlsx with a password
_BARE = tuple(
    bytes.fromhex(begin) for begin in ("09000400", "09020600", "09040600", "0908")
)  # .xls in no container
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_PAGE = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<head", b"<meta", b"<style", b"mime-version:")


def read_workbook(content: bytes, filename: str, limits: Limits | None = None) -> Workbook | list[Problem]:
    """Read every visible and hidden sheet, or say why the file cannot be opened at all.

    The bytes decide. ``filename`` names the only sheet of a text table, and vouches for one (.csv, .tsv, .txt) that
    does not look like any.
    """
    limits = limits or Limits()
    if not content.strip():
        return [Problem("file_empty", Place())]
    if len(content) > limits.file_bytes:
        return [_too_large(content, limits)]
    book = _read(content, filename, limits)
    return in_unicode_everywhere(book) if isinstance(book, Workbook) else book


def _read(content: bytes, filename: str, limits: Limits) -> Workbook | list[Problem]:
    if other := _other_kind(content):
        return [Problem(other)]
    if content.startswith((_OLE, *_BARE)):
        return read_old_excel(content, limits)
    if content.startswith(_ZIP):
        return read_zipped(content, limits)
    if filename.lower().endswith((".csv", ".tsv", ".txt")):
        return read_delimited(content, filename, limits)
    text = decode(content)
    return (
        [Problem("not_a_workbook")]
        if text is None or not is_table(text)
        else read_delimited(content, filename, limits)
    )


def _other_kind(content: bytes) -> str:
    """Return what is wrong with a file of another kind, whatever its name; '' if it may be a table."""
    if content.startswith(_OLE) and _ENCRYPTED in content:
        return "file_has_password"
    if content.startswith(b"{\\rtf") or (content.startswith(_OLE) and _OLD_WORD in content):
        return "file_is_word"
    if content.startswith(b"%PDF"):
        return "file_is_pdf"
    return (
        "file_is_page"
        if content[:99].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGE)
        else ""
    )


def _too_large(content: bytes, limits: Limits) -> Problem:
    found = {"found": str(len(content) // 1_000_000), "limit": str(limits.file_bytes // 1_000_000)}
    return Problem("file_too_large", Place(), found)
