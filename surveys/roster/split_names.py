"""A header "Họ và tên" over two columns: the family's and middle names, and the given name."""

from typing import Final

from surveys.roster.matching import match
from surveys.workbooks import CellValue, Sheet

_LOOKED_AT: Final = 200  # rows below the header
_MOST_WORDS: Final = 2  # of a given name; two as in "Y Khương"


def is_name_split(sheet: Sheet, header_ends: int, column: int, *, is_merged: bool) -> bool:
    """Say whether the given names stand in the column right of the one of names (1-based).

    Beside most names stands a word there: no gender and, unless the header is merged over both, not the same ones again
    and again, as peoples are.
    """
    rows = sheet.rows[header_ends : header_ends + _LOOKED_AT]
    pairs = [(name, given) for name, given in (_pair(cells, column) for cells in rows) if name]
    found = [given for _, given in pairs if given]
    if len(found) * 2 <= len(pairs) or any(match("gender", each) for each in found):
        return False
    return is_merged or (all(map(_is_word, found)) and len(set(found)) * 2 > len(found))


def _pair(cells: tuple[CellValue, ...], column: int) -> tuple[str, str]:
    both = (*cells[column - 1 : column + 1], None, None)[:2]
    name, given = (cell.strip() if isinstance(cell, str) else "" for cell in both)
    return name, given


def _is_word(text: str) -> bool:
    return len(text.split()) <= _MOST_WORDS and text[:1].isupper() and text.replace(" ", "").isalpha()
