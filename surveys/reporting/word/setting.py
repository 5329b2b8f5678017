"""Setting blocks of text: numbered headings, body paragraphs, lists."""

from docx.document import Document

from surveys.reporting.word.blocks import Block, Dashed, Ground, Heading, Text
from surveys.reporting.word.elements import indent_body, write_line
from surveys.reporting.word.header import write_ground
from surveys.reporting.word.numerals import letter, roman
from surveys.reporting.word.profiles import Profile


class Typesetter:
    """Sets blocks one after the other and counts the headings."""

    def __init__(self, document: Document, profile: Profile) -> None:
        self._document = document
        self._profile = profile
        self._counts = [0, 0, 0]

    def set(self, block: Block) -> None:
        """Set one block. Raises ``TypeError`` for a picture: it needs its bytes."""
        match block:
            case Heading(level, text):
                self._set_heading(level, text)
            case Text(text, keeps):
                self.write_paragraph(text, keeps=keeps)
            case Dashed(text, keeps):
                self.write_paragraph(f"- {text}", keeps=keeps)
            case Ground(text):
                write_ground(self._document, self._profile, text)
            case _:
                raise TypeError(f"{block} is no text")

    def _set_heading(self, level: int, text: str) -> None:
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (3 - level)
        number = self._counts[level - 1]
        numbered = self._profile.headings[level - 1].format(
            roman=roman(number), number=number, letter=letter(number), text=text
        )
        style = self._profile.elements[f"heading_{level}"]
        after = self._profile.spacing.after
        line = self._document.add_paragraph(style=f"Heading {level}")
        write_line(line, numbered, style, self._profile.font, before=after, after=after, keep=True)
        indent_body(line, self._profile)

    def write_paragraph(self, text: str, *, keeps: bool = False) -> None:
        """Write a paragraph of the body; ``keeps``: on one page with the next."""
        line = self._document.add_paragraph()
        style, after = self._profile.elements["body"], self._profile.spacing.after
        write_line(line, text, style, self._profile.font, after=after, keep=keeps)
        indent_body(line, self._profile)
