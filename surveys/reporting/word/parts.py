"""Parts that several documents have: pictures with captions, annexes in sections of their own."""

from datetime import date
from io import BytesIO
from typing import Final

from docx.document import Document
from docx.shared import Emu, Mm

from surveys.reporting.numbers import date_text
from surveys.reporting.texts.report import FRAME, PHRASES
from surveys.reporting.word.annexes import Annex
from surveys.reporting.word.elements import clean, set_paragraph, write_line
from surveys.reporting.word.header import number_line
from surveys.reporting.word.letterhead import Letterhead
from surveys.reporting.word.opening import begin_section, number_pages, text_width_of
from surveys.reporting.word.profiles import Profile
from surveys.reporting.word.tables import write_grid, write_note

_PICTURE_WIDTH: Final = 130.0  # mm
_PICTURE_HEIGHT: Final = 155.0


def write_picture(document: Document, profile: Profile, picture: bytes, caption: str) -> None:
    """Write a picture and its caption below, on one page."""
    style = profile.elements["caption"]
    place = set_paragraph(document.add_paragraph(), style, before=6, keep=True)
    shape = place.add_run().add_picture(BytesIO(picture), width=Mm(_PICTURE_WIDTH))
    limit = Mm(_PICTURE_HEIGHT)
    if shape.height > limit:
        shape.width, shape.height = Emu(round(shape.width * limit / shape.height)), limit
    shape._inline.docPr.set("descr", clean(caption))  # noqa: SLF001 - for readers who do not see it
    write_line(document.add_paragraph(), caption, style, profile.font, before=3, after=9)


def annex_reference(profile: Profile, letterhead: Letterhead, kind: str, type_: str) -> str:
    """Return the line that ties an annex to its document."""
    day: date | None = letterhead.day
    number = number_line(profile, letterhead, kind).replace(":", "", 1)  # a colon only in the head
    return FRAME.annex_reference.format(
        type=type_,
        number=number[:1].lower() + number[1:],
        day=FRAME.annex_day.format(day=date_text(day)) if day else FRAME.annex_blank_day,
        issuer=FRAME.annex_issuer.format(issuer=letterhead.issuer) if letterhead.issuer else "",
    )


def write_annex(document: Document, profile: Profile, annex: Annex, reference: str) -> None:
    """Write an annex in its own section; where the page turns, another section goes on counting its pages."""
    turned = annex.tables[0].is_landscape
    number_pages(begin_section(document, profile, is_landscape=turned), profile)
    styles, font = profile.elements, profile.font
    write_line(document.add_paragraph(), annex.label, styles["annex_label"], font, keep=True)
    write_line(document.add_paragraph(), annex.title, styles["annex_title"], font, keep=True)
    write_line(document.add_paragraph(), reference, styles["annex_reference"], font, after=6, keep=True)
    for each in annex.tables:
        if each.is_landscape != turned:
            turned = each.is_landscape
            section = begin_section(document, profile, is_landscape=turned, restarts=False)
            number_pages(section, profile)
        width = text_width_of(profile, is_landscape=turned)
        write_grid(document, each.grid, profile, caption=each.caption, width=width, notes=each.notes)
    if annex.left_out:
        titles = PHRASES.semicolon.join(annex.left_out)
        write_note(document, FRAME.left_out.format(titles=titles), profile, before=12)
