"""A workbook typed for an old font, in Unicode: cell by cell, told for each column, in doubt asked about.

What is proper Unicode is never changed. What makes sense both as it stands and in the font follows its neighbours in
the column; where they disagree, nobody knows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain
from typing import Final

from surveys.problems import Place, Problem
from surveys.workbooks.cells import (
    CellValue,
    Retyped,
    Sheet,
    Unclear,
    Workbook,
    cell_name,
    clean_text,
    column_name,
)
from surveys.workbooks.fonts import Font, font_of, words_of
from surveys.workbooks.syllables import is_syllable

_Place = tuple[int, int]  # row and column, from 1
_LAST_LATIN: Final = "\u00ff"


class Kind(Enum):
    """What the words of a cell say of how it was typed."""

    PLAIN = "plain"  # nothing: letters without marks
    UNICODE = "unicode"
    FONT = "font"
    EITHER = "either"


def in_unicode_everywhere(book: Workbook) -> Workbook:
    """Return the workbook in Unicode, with what was retyped and what is in doubt; soft hyphens are gone."""
    found = [_in_unicode(sheet) for sheet in book.sheets]
    return replace(
        book,
        sheets=tuple(each.sheet for each in found),
        retyped=tuple(chain.from_iterable(each.retyped for each in found)),
        unclear=tuple(chain.from_iterable(each.unclear for each in found)),
    )


def fonts_retyped(book: Workbook) -> list[Problem]:
    """Return a note for each column that was retyped."""
    return [
        Problem(
            "old_font",
            Place(each.sheet),
            {"column": each.column, "font": each.font, "before": each.before, "after": each.after},
        )
        for each in book.retyped
    ]


def fonts_unclear(book: Workbook) -> list[Problem]:
    """Return a problem for each cell of which nobody knows how it was typed."""
    return [
        Problem(
            "font_unclear",
            Place(each.sheet, cell_name(each.row, each.column)),
            {"found": each.found, "font": each.font, "shown": each.shown},
        )
        for each in book.unclear
    ]


@dataclass(frozen=True, slots=True)
class _Found:
    sheet: Sheet
    retyped: tuple[Retyped, ...] = ()
    unclear: tuple[Unclear, ...] = ()


def _in_unicode(sheet: Sheet) -> _Found:
    texts = {
        (row, column): cell
        for row, cells in enumerate(sheet.rows, start=1)
        for column, cell in enumerate(cells, start=1)
        if isinstance(cell, str) and not cell.isascii()
    }
    font = font_of(words_of(set(texts.values())))
    if font is None:
        return _Found(_rewritten(sheet, {}))
    chosen, unsure = _choose(font, texts)
    written = _written(font, sheet, {place: texts[place] for place in chosen})
    doubts = [
        Unclear(
            sheet.name, row, column, font.name, clean_text(texts[row, column]), font.shown(texts[row, column])
        )
        for row, column in unsure
    ]
    return _Found(_rewritten(sheet, written), tuple(_told(font, sheet, texts, written)), tuple(doubts))


def _choose(font: Font, texts: Mapping[_Place, str]) -> tuple[list[_Place], list[_Place]]:
    """Return the cells that were typed for the font, and those of which nobody knows."""
    known = {text: kind_of(font, text) for text in set(texts.values())}
    kinds = {place: known[text] for place, text in texts.items()}
    chosen = [place for place, kind in kinds.items() if kind is Kind.FONT]
    either = [place for place, kind in kinds.items() if kind is Kind.EITHER]
    if Kind.UNICODE not in kinds.values():
        return [*chosen, *either], []
    unsure = []
    for place, kind in _of_neighbours(kinds, either):
        if kind is None:
            unsure.append(place)
        elif kind is Kind.FONT:
            chosen.append(place)
    return chosen, unsure


def kind_of(font: Font, text: str) -> Kind:
    """Return what a cell's words say of it, where others of its sheet were typed for a font."""
    words = words_of([text])
    if not words:
        return Kind.PLAIN
    if any(letter > _LAST_LATIN for word in words for letter in word) or not font.holds(text):
        return Kind.UNICODE
    if any(map(font.explains, words)):
        return Kind.FONT
    is_proper = any(is_syllable(word) and not is_syllable(font.shown(word)) for word in words)
    return Kind.UNICODE if is_proper else Kind.EITHER


def _of_neighbours(
    kinds: Mapping[_Place, Kind], either: Iterable[_Place]
) -> Iterable[tuple[_Place, Kind | None]]:
    """Yield each cell with the kind of the nearest sure ones above and below it, ``None`` where they disagree."""
    columns: dict[int, list[tuple[int, Kind]]] = {}
    for (row, column), kind in sorted(kinds.items(), key=lambda each: each[0]):
        if kind in (Kind.FONT, Kind.UNICODE):
            columns.setdefault(column, []).append((row, kind))
    for row, column in either:
        sure = columns.get(column, [])
        above = [kind for each, kind in sure if each < row][-1:]
        below = [kind for each, kind in sure if each > row][:1]
        near = {*above, *below}
        yield (row, column), near.pop() if len(near) == 1 else None


# --- capitals ---------------------------------------------------------------------------------------


def _written(font: Font, sheet: Sheet, typed: Mapping[_Place, str]) -> dict[_Place, str]:
    """Return what people saw. A font of capitals shows small letters as capitals; else the letters around tell."""
    columns: dict[int, set[str]] = {}
    for (_, column), text in typed.items():
        columns.setdefault(column, set()).add(text)
    habits = {column: _in_capitals(texts) for column, texts in columns.items()}
    known: dict[tuple[str, bool | None, bool], str] = {}  # a list repeats its words
    written = {}
    for place, text in typed.items():
        how = (text, habits[place[1]], place in sheet.in_capitals)
        if how not in known:
            known[how] = clean_text(_shown(font, *how))
        written[place] = known[how]
    return written


def _shown(font: Font, text: str, of_column: bool | None, is_of_capitals: bool) -> str:
    own = _in_capitals([text])
    shown = font.shown(text)
    if is_of_capitals or own or (own is None and of_column):
        return shown.upper()
    words = _SPACES.split(shown)
    begins = [word[0] for word in words if word[:1].isalpha()]
    small = [letter for letter in begins if letter.islower()]
    if len(small) < len(begins) and not any(map(font.has_capital, small)):
        return "".join(word[:1].upper() + word[1:] for word in words)  # "Nguyễn Thị ánh"
    return shown


_SPACES: Final = re.compile(r"(\s+)")


def _in_capitals(texts: Iterable[str]) -> bool | None:
    """Say whether texts are in capitals, by the plain letters of their words; a letter alone tells nothing."""
    plain = ("".join(filter(str.isascii, word)) for text in texts for word in _LETTERS.findall(text))
    found = Counter(word.isupper() for word in plain if len(word) > 1)
    return found[True] > found[False] if found else None


_LETTERS: Final = re.compile(r"[^\s\d!-@\[-`{-~\u2000-\u206f]+")


# --- the sheet --------------------------------------------------------------------------------------


def _rewritten(sheet: Sheet, written: Mapping[_Place, str]) -> Sheet:
    rows = tuple(
        tuple(
            _clean(written.get((row, column), cell)) if isinstance(cell, str) and not cell.isascii() else cell
            for column, cell in enumerate(cells, start=1)
        )
        for row, cells in enumerate(sheet.rows, start=1)
    )
    return replace(sheet, rows=rows)


def _clean(text: str) -> CellValue:
    return clean_text(text) or None


def _told(
    font: Font, sheet: Sheet, texts: Mapping[_Place, str], written: Mapping[_Place, str]
) -> Iterable[Retyped]:
    """Yield the first cell of each column as it was and as it is now."""
    first: dict[int, _Place] = {}
    for row, column in sorted(written):
        first.setdefault(column, (row, column))
    for column, place in sorted(first.items()):
        yield Retyped(sheet.name, column_name(column), font.name, clean_text(texts[place]), written[place])
