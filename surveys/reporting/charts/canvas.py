"""A sheet of pixels to draw on with matplotlib's object API: no pyplot, no global state, no clock.

Everything is placed in pixels from the top left corner, so that what stands where is decided (and tested) by our
own arithmetic and not by a layout engine.
"""

import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from PIL import Image, ImageColor

from surveys.reporting.charts.boxes import Box, Point

WIDTH: Final = 1080  # pixels: a phone's own width
SMALLEST: Final = 28  # pixels of the smallest letters

# Colours by Okabe and Ito (2008), told apart by every kind of colour vision; text is nearly black.
INK: Final = "#1A1A1A"
GREY: Final = "#4D4D4D"
FAINT: Final = "#D9D9D9"
PAPER: Final = "#FFFFFF"
BLUE: Final = "#0072B2"
ORANGE: Final = "#D55E00"
GREEN: Final = "#009E73"
TINT: Final = "#FCEBDD"  # a ground for what to look at first
HATCH: Final = "#8C8C8C"

_DPI: Final = 100
_APART: Final = 10  # Pillow tells colours apart by steps of four: a shade must not pass for one of ours
_STEPS: Final = 14  # shades from a colour to the ground it stands on: smooth edges
_FONTS: Final = Path(mpl.get_data_path()) / "fonts" / "ttf"  # what matplotlib ships: all Vietnamese letters
_FILES: Final = {False: _FONTS / "DejaVuSans.ttf", True: _FONTS / "DejaVuSans-Bold.ttf"}
_LOOSE: Final = " ,;.–-"  # what may not stand before an ellipsis
_LINE: Final = 1.25  # height of a line of text, in font sizes


@dataclass(frozen=True, slots=True)
class Text:
    """A line that was written: where, how large, in which colour, on what (empty: whatever lies there)."""

    shown: str
    box: Box
    size: float
    colour: str
    behind: str


class Canvas:
    """A white sheet, ``WIDTH`` pixels wide. ``texts`` are all the lines written so far; what comes later lies above."""

    def __init__(self, height: float) -> None:
        self.height = round(height)
        self._figure = Figure(figsize=(WIDTH / _DPI, self.height / _DPI), dpi=_DPI, facecolor=PAPER)
        self._agg = FigureCanvasAgg(self._figure)
        self.texts: list[Text] = []
        self._drawn = 0

    def _place(self, x: float, y: float) -> Point:
        return x / WIDTH, 1 - y / self.height

    def _lay(self, artist: Artist) -> None:
        """Lay something over all that was drawn before."""
        self._drawn += 1
        artist.set_zorder(self._drawn)
        if artist not in self._figure.texts:
            self._figure.add_artist(artist)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = SMALLEST,
        *,
        colour: str = INK,
        bold: bool = False,
        anchor: str = "left",
        behind: str = "",
    ) -> Box:
        """Write a line whose middle height is ``y``; ``anchor`` (left, center, right) says where ``x`` is in it.

        ``behind`` is a colour to lay behind it. Letters that the font lacks become a replacement mark. Returns
        the box that the line takes.
        """
        shown = drawable(text)
        width = text_width(shown, size, bold=bold)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[anchor]
        box = Box(left, y - size * _LINE / 2, left + width, y + size * _LINE / 2)
        if behind:
            self.rectangle(Box(box.left - 6, box.top, box.right + 6, box.bottom), behind)
        across, up = self._place(left, y + size * 0.36)
        written = self._figure.text(
            across, up, shown, color=colour, fontproperties=_font(bold), fontsize=size * 72 / _DPI
        )
        written.set_parse_math(False)
        self._lay(written)
        self.texts.append(Text(shown, box, size, colour, behind))
        return box

    def turned(self, x: float, y: float, text: str, size: float = SMALLEST, *, bold: bool = False) -> None:
        """Write a line upwards, its middle at a point."""
        shown = drawable(text)
        width = text_width(shown, size, bold=bold)
        across, up = self._place(x + size * 0.36, y)
        written = self._figure.text(
            across, up, shown, color=INK, fontproperties=_font(bold), fontsize=size * 72 / _DPI, rotation=90
        )
        written.set_parse_math(False)
        written.set_verticalalignment("center")
        written.set_horizontalalignment("right")
        self._lay(written)
        box = Box(x - size * _LINE / 2, y - width / 2, x + size * _LINE / 2, y + width / 2)
        self.texts.append(Text(shown, box, size, INK, ""))

    def lines(
        self, x: float, top: float, lines: list[str], size: float, *, bold: bool = False, colour: str = INK
    ) -> float:
        """Write lines one below the other, the first one's top at ``top``; return where the last one ends."""
        for number, line in enumerate(lines):
            self.text(x, top + (number + 0.5) * size * _LINE, line, size, bold=bold, colour=colour)
        return top + len(lines) * size * _LINE

    def rectangle(self, box: Box, colour: str, *, hatch: str = "", edge: str = "") -> None:
        """Fill a box; with ``hatch`` in lines of the ``edge`` colour."""
        left, bottom = self._place(box.left, box.bottom)
        shape = Rectangle(
            (left, bottom),
            box.width / WIDTH,
            box.height / self.height,
            transform=self._figure.transFigure,
            facecolor=colour,
            edgecolor=edge or colour,
            hatch=hatch or None,
            linewidth=1.5 if edge else 0,
            snap=True,
        )
        if hatch:
            shape.set_hatch_linewidth(1.5)
        self._lay(shape)

    def line(
        self, start: Point, end: Point, colour: str = INK, width: float = 2, *, dashed: bool = False
    ) -> None:
        """Draw a line, ``width`` pixels thick."""
        xs, ys = zip(self._place(*start), self._place(*end), strict=True)
        self._lay(
            Line2D(
                xs,
                ys,
                color=colour,
                linewidth=width * 72 / _DPI,
                linestyle=(0, (4, 3)) if dashed else "-",
                solid_capstyle="butt",
                transform=self._figure.transFigure,
            )
        )

    def mark(self, point: Point, shape: str, colour: str, size: float = 22) -> None:
        """Draw a mark of matplotlib's ``shape`` (o s D ^), ``size`` pixels wide, with a white rim."""
        x, y = self._place(*point)
        self._lay(
            Line2D(
                [x],
                [y],
                marker=shape,
                color=colour,
                markersize=size * 72 / _DPI,
                markeredgecolor=PAPER,
                markeredgewidth=1.2,
                linestyle="",
                transform=self._figure.transFigure,
            )
        )

    def png(self) -> bytes:
        """Return the picture: a palette of few colours, no time stamp; the same drawing, the same bytes."""
        self._agg.draw()  # type: ignore[no-untyped-call]
        shown = bytes(self._agg.buffer_rgba())  # type: ignore[no-untyped-call]
        pixels = Image.frombytes("RGBA", self._agg.get_width_height(), shown)
        few = pixels.convert("RGB").quantize(palette=_palette(), dither=Image.Dither.NONE)
        buffer = io.BytesIO()
        few.save(buffer, format="PNG", optimize=True)
        return buffer.getvalue()


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """Return the colours of every picture: ours exactly, and their shades to the grounds that they stand on."""
    own = [ImageColor.getrgb(c)[:3] for c in (PAPER, TINT, INK, GREY, FAINT, BLUE, ORANGE, GREEN, HATCH)]
    shades: list[tuple[int, ...]] = [*own]
    for colour, ground in (*((c, own[0]) for c in own[2:]), *((c, own[1]) for c in own[2:7])):
        for step in range(1, _STEPS):
            shade = tuple(round(g + (c - g) * step / _STEPS) for c, g in zip(colour, ground, strict=True))
            if all(max(abs(x - y) for x, y in zip(shade, each, strict=True)) > _APART for each in own):
                shades.append(shade)
    image = Image.new("P", (1, 1))
    image.putpalette([part for shade in dict.fromkeys(shades) for part in shade])
    return image


@lru_cache(maxsize=2)
def _font(bold: bool) -> FontProperties:
    return FontProperties(fname=str(_FILES[bold]))


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how many pixels wide a line is."""
    font = get_font(str(_FILES[bold]))
    font.set_size(size * 72 / _DPI, _DPI)
    font.set_text(drawable(text), 0.0, flags=LoadFlags.NO_HINTING)
    width, _ = font.get_width_height()
    return float(width) / 64


@lru_cache(maxsize=4096)
def drawable(text: str) -> str:
    """Return a text as the font can draw it: composed letters, one line, a mark for what it lacks."""
    known = get_font(str(_FILES[False])).get_charmap()
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter if ord(letter) in known else "\N{REPLACEMENT CHARACTER}" for letter in joined)


def wrap(text: str, width: float, size: float, *, bold: bool = False, limit: int = 0) -> list[str]:
    """Break a text into lines no wider than ``width`` pixels, by words; a word that is wider by letters.

    At most ``limit`` lines (0: any), an ellipsis ending what was cut.
    """
    lines: list[str] = []
    for word in drawable(text).split():
        wider = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(wider, size, bold=bold) <= width:
            lines[-1] = wider
            continue
        lines += _pieces(word, width, size, bold=bold)
    if limit and len(lines) > limit:
        return [*lines[: limit - 1], _cut(lines[limit - 1], width, size, bold=bold)]
    return lines


def _pieces(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def balanced(text: str, width: float, size: float, *, bold: bool = False, limit: int = 0) -> list[str]:
    """Break a text into as few lines as ``wrap`` does, the lines about equally long (unless some must be cut)."""
    lines = wrap(text, width, size, bold=bold)
    if limit and len(lines) > limit:
        return wrap(text, width, size, bold=bold, limit=limit)
    low, high = 0.0, width
    while len(lines) > 1 and high - low > 8:
        middle = (low + high) / 2
        narrower = wrap(text, middle, size, bold=bold)
        fits = len(narrower) <= len(lines) and all(text_width(x, size, bold=bold) <= middle for x in narrower)
        low, high = (low, middle) if fits else (middle, high)
    return wrap(text, high, size, bold=bold)


def _cut(line: str, width: float, size: float, *, bold: bool) -> str:
    """End a line with an ellipsis, after the last whole word that leaves room for it."""
    kept = line
    while kept and text_width(f"{kept.rstrip(_LOOSE)}…", size, bold=bold) > width:
        kept = kept.rpartition(" ")[0] or kept[:-1]
    return f"{kept.rstrip(_LOOSE)}…"
