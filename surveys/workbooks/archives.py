"""The parts of a zipped workbook, without trusting the archive."""

import zipfile
from xml.etree import ElementTree as ET


class NotAWorkbook(Exception):  # noqa: N818 - says what the file is, not that the program failed
    """The archive lacks a part that every workbook has, or the part is no XML that we read."""


def content_of(archive: zipfile.ZipFile, part: str) -> bytes:
    """Return a part. Raises ``NotAWorkbook`` if it is missing or declares a document type."""
    content = archive.read(_member(archive, part))
    if b"<!DOCTYPE" in content:  # no part of a workbook has one: it can only carry an entity bomb
        raise NotAWorkbook(part)
    return content


def tag_of(element: ET.Element) -> str:
    """Return the local name of an element: the namespace differs from version to version."""
    return element.tag.rpartition("}")[2]


def _member(archive: zipfile.ZipFile, part: str) -> zipfile.ZipInfo:
    """Find a part as Office does, without regard to case."""
    wanted = part.lower()
    for entry in archive.infolist():
        if entry.filename.lower() == wanted:
            return entry
    raise NotAWorkbook(part)
