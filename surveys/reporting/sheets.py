"""Writing cells so that what a person typed can never become a formula, a link or a broken file."""

import re
from typing import Any, Final

_CELL_LIMIT: Final = 32_767  # characters; Excel refuses the file, xlsxwriter drops the cell
_SHEET_LIMIT: Final = 31
_FORBIDDEN: Final = re.compile(
    "[\\[\\]:*?/\\\\\x00-\x1f\ud800-\udfff\U00010000-\U0010ffff]"
)  # Excel counts UTF-16 units

_NO_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")  # control characters are escaped by xlsxwriter


def readable(text: str) -> str:
    """Return a text as a cell holds it: without what XML cannot, cut at Excel's limit with an ellipsis to show it."""
    text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) > _CELL_LIMIT // 2 and len(text.encode("utf-16-le")) // 2 > _CELL_LIMIT:
        text = text[: _CELL_LIMIT // 2 - 1] + "…"
    return text


def write_text(sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Write text as text, whatever it begins with; see ``readable``."""
    text = readable(text)
    if text:
        sheet.write_string(row, column, text, style)


def write_header(sheet: Any, titles: list[str], style: Any) -> None:
    """Write row 1."""
    for column, title in enumerate(titles):
        write_text(sheet, 0, column, title, style)


def sheet_name(wanted: str, taken: set[str], fallback: str) -> str:
    """Make a name that Excel takes, not yet in ``taken`` (case-folded), and add it there."""
    name = " ".join(_FORBIDDEN.sub(" ", wanted).split()).strip("' ")[:_SHEET_LIMIT].rstrip("' ")
    name = fallback if not name or name.casefold() == "history" else name
    unique, number = name, 1
    while unique.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        unique = name[: _SHEET_LIMIT - len(suffix)].rstrip("' ") + suffix
    taken.add(unique.casefold())
    return unique
