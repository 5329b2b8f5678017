"""A statistical table on paper: heading rows that repeat, rows that never break, columns as wide as they need."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from surveys.reporting.word.elements import SCRIPTS, clean, twips
from surveys.reporting.word.metrics import longest_word, text_width
from surveys.reporting.word.profiles import Profile, Style

PADDING: Final = 1.0  # mm, left and right
_SPARE: Final = 0.8  # mm: text is measured only nearly
_READABLE: Final = 42.0  # mm: a text column that has as much is not widened by turning the page
_WIDEST: Final = 95.0  # mm: no text column wants more
_HEAD_LINES: Final = 3  # a heading likes to stand in no more
_WHOLE: Final = 15  # rows: so many are not parted by a page's end
_SMALLEST: Final = 9  # pt
_BORDERS: Final = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: its text and alignment, over how many columns it reaches; ``merge``: ``restart``, ``continue``."""

    text: str
    align: str = "left"
    is_bold: bool = False
    span: int = 1
    merge: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of boxes: ``heads`` are repeated on every page; ``flexible`` columns hold text that may be broken."""

    heads: tuple[tuple[Box, ...], ...]
    rows: tuple[tuple[Box, ...], ...]
    flexible: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Width:
    """What a column needs at least, and what it would like, in mm."""

    least: float
    wanted: float


def column_widths(grid: Grid, profile: Profile, width: float) -> tuple[tuple[float, ...], int]:
    """Share ``width`` mm among the columns; return them with the text's size, smaller only if it must be.

    Every column gets its longest word, then text gets room to be read, then what it would like.
    """
    size = _size(grid, profile.elements["table_cell"].size, width)
    needs = _needs(grid, size)
    shares = [need.least for need in needs]
    if sum(shares) >= width:
        return tuple(share * width / sum(shares) for share in shares), size
    readable = [_readable(need, is_flexible=f) for need, f in zip(needs, grid.flexible, strict=True)]
    for goal in (readable, [need.wanted for need in needs]):
        wish = [max(0.0, high - low) for low, high in zip(shares, goal, strict=True)]
        part = min(1.0, (width - sum(shares)) / sum(wish)) if sum(wish) else 0.0
        shares = [share + each * part for share, each in zip(shares, wish, strict=True)]
    return tuple(_stretched(shares, grid.flexible, width)), size


def _size(grid: Grid, size: int, width: float) -> int:
    """Return the size at which text can be read well; if there is none, the smallest at which words fit."""
    sizes = range(size, _SMALLEST - 1, -1)
    well = (each for each in sizes if _readable_width(grid, each) <= width)
    whole = (each for each in sizes[1:] if sum(need.least for need in _needs(grid, each)) <= width)
    return next(well, next(whole, _SMALLEST))


def _stretched(widths: list[float], flexible: Sequence[bool], width: float) -> list[float]:
    """Give what is left to the columns of text, or to all if there is none."""
    rest = width - sum(widths)
    takers = [place for place, is_flexible in enumerate(flexible) if is_flexible] or list(range(len(widths)))
    return [each + (rest / len(takers) if place in takers else 0) for place, each in enumerate(widths)]


def needs_landscape(grid: Grid, profile: Profile, width: float) -> bool:
    """Say whether an upright page (``width`` mm of text) would crowd the table."""
    return _readable_width(grid, profile.elements["table_cell"].size) > width


def _readable_width(grid: Grid, size: int) -> float:
    """Return how wide all columns are together when no text is crowded."""
    needs = zip(_needs(grid, size), grid.flexible, strict=True)
    return sum(_readable(need, is_flexible=is_flexible) for need, is_flexible in needs)


def _readable(need: _Width, *, is_flexible: bool) -> float:
    return max(need.least, min(need.wanted, _READABLE)) if is_flexible else need.least


def _needs(grid: Grid, size: int) -> list[_Width]:
    columns = len(grid.flexible)
    least, wanted = [0.0] * columns, [0.0] * columns
    spare = 2 * PADDING + _SPARE
    for boxes in (*grid.heads, *grid.rows):
        place = 0
        for box in boxes:
            bold = box.is_bold or boxes in grid.heads
            if box.span == 1 and box.merge != "continue":
                word = longest_word(box.text, size, bold=bold) + spare
                whole = min(text_width(box.text, size, bold=bold) + spare, _WIDEST)
                is_broken = grid.flexible[place] or boxes in grid.heads
                least[place] = max(least[place], word if is_broken else whole)
                is_head = boxes in grid.heads
                wanted[place] = max(wanted[place], max(word, whole / _HEAD_LINES) if is_head else whole)
            elif box.span > 1:
                word = longest_word(box.text, size, bold=True) + spare
                for each in range(place, place + box.span):
                    least[each] = max(least[each], word / box.span)
            place += box.span
    return [_Width(low, max(low, high)) for low, high in zip(least, wanted, strict=True)]


def add_grid(
    document: Document, grid: Grid, profile: Profile, width: float, *, keeps_notes: bool = False
) -> None:
    """Add a table ``width`` mm wide at the end of the document; a small one stands on one page.

    ``keeps_notes``: its last row is on one page with what follows.
    """
    widths, size = column_widths(grid, profile, width)
    head = replace(profile.elements["table_head"], size=size)
    cell = replace(profile.elements["table_cell"], size=size)
    columns = "".join(f'<w:gridCol w:w="{twips(each)}"/>' for each in widths)
    heads = "".join(_row(boxes, widths, head, profile.font, is_head=True) for boxes in grid.heads)
    last = len(grid.rows) - 1
    kept = set(range(last)) if last < _WHOLE else {0, last - 1} - {last}
    rows = "".join(
        _row(boxes, widths, cell, profile.font, keeps=place in kept or (place == last and keeps_notes))
        for place, boxes in enumerate(grid.rows)
    )
    xml = (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{twips(PADDING)}" w:type="dxa"/>'
        f'<w:right w:w="{twips(PADDING)}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{heads}{rows}</w:tbl>"
    )
    document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def _row(
    boxes: Sequence[Box],
    widths: Sequence[float],
    style: Style,
    font: str,
    *,
    is_head: bool = False,
    keeps: bool = False,
) -> str:
    """Write one row. ``keeps``: on one page with the next row."""
    cells, place = [], 0
    for box in boxes:
        wide = sum(widths[place : place + box.span])
        cells.append(_cell(box, wide, style, font, keeps=keeps or is_head, is_head=is_head))
        place += box.span
    header = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(box: Box, width: float, style: Style, font: str, *, keeps: bool, is_head: bool) -> str:
    span = f'<w:gridSpan w:val="{box.span}"/>' if box.span > 1 else ""
    merge = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(box.merge, "")
    bold = "<w:b/><w:bCs/>" if box.is_bold or style.bold else ""
    fonts = " ".join(f'{script}="{font}"' for script in SCRIPTS)
    align = "center" if is_head else box.align
    keep = "<w:keepNext/>" if keeps else ""
    run = ""
    if box.text and box.merge != "continue":
        text = escape(clean(box.text))
        run = (
            f'<w:r><w:rPr><w:rFonts {fonts}/>{bold}<w:sz w:val="{style.size * 2}"/>'
            f'<w:szCs w:val="{style.size * 2}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr>{keep}<w:spacing w:before="20" w:after="20"/><w:jc w:val="{align}"/></w:pPr>{run}</w:p></w:tc>'
    )
