"""What a report is made of before it is set: headings, paragraphs, dashed lines, pictures. No layout in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (I.), 2 (1.) or 3 (a); numbered when it is set."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``figure``: the key of the picture that it speaks of, which gets a reference at its end."""

    text: str
    keeps: bool = False  # on one page with what follows: it introduces a list
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """A line of the grounds, in italics."""

    text: str


@dataclass(frozen=True, slots=True)
class Dashed:
    """A line of a list."""

    text: str
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, by its key among the charts."""

    key: str


Block = Heading | Text | Ground | Dashed | Figure


def dashed(lines: list[str]) -> list[Block]:
    """Make a list: a semicolon after each line, a full stop after the last."""
    return [
        Dashed(line.rstrip(".;") + ("." if place == len(lines) else ";"))
        for place, line in enumerate(lines, 1)
    ]
