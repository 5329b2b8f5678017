"""The parts a document is set from: styled paragraphs, lines of a given length, tables without borders, fields."""

import unicodedata
from typing import Final

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from surveys.reporting.word.profiles import Profile, Style

SCRIPTS: Final = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
ALIGNMENTS: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def clean(text: str) -> str:
    """Return text as a document may hold it: composed letters, no control signs (tabs and new lines become blanks)."""
    shown = (" " if c in "\t\n\r" else c for c in unicodedata.normalize("NFC", text))
    return "".join(c for c in shown if c.isprintable() or c == "\N{NO-BREAK SPACE}")


def element(name: str, **attributes: str) -> BaseOxmlElement:
    """Make an element of WordprocessingML: ``element("w:shd", fill="EEEEEE")``."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def set_fonts(properties: BaseOxmlElement, font: str) -> None:
    """Name one font for every script, in run properties."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in SCRIPTS:
        fonts.set(qn(script), font)
    properties.insert(0, fonts)


def write_run(paragraph: Paragraph, text: str, style: Style, font: str) -> Run:
    """Add text in an element's style; capitals are written as capitals."""
    shown = clean(text)
    run = paragraph.add_run(shown.upper() if style.caps else shown)
    set_fonts(run._r.get_or_add_rPr(), font)  # noqa: SLF001 - the library knows only one script
    run.font.size = Pt(style.size)
    run.font.cs_bold = run.font.bold = style.bold
    run.font.cs_italic = run.font.italic = style.italic
    run.font.underline = style.underline or None
    size = element("w:szCs", val=str(style.size * 2))
    run._r.get_or_add_rPr().find(qn("w:sz")).addnext(size)  # noqa: SLF001
    return run


def set_paragraph(
    paragraph: Paragraph, style: Style, *, before: float = 0, after: float = 0, keep: bool = False
) -> Paragraph:
    """Align a paragraph and set its gaps in points; single line spacing. ``keep``: on one page with the next."""
    paragraph.alignment = ALIGNMENTS[style.align]
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing = 1.0
    form.keep_with_next = keep
    return paragraph


def write_line(
    paragraph: Paragraph,
    text: str,
    style: Style,
    font: str,
    *,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> Paragraph:
    """Write a whole paragraph in one style."""
    set_paragraph(paragraph, style, before=before, after=after, keep=keep)
    write_run(paragraph, text, style, font)
    return paragraph


def indent_body(paragraph: Paragraph, profile: Profile) -> Paragraph:
    """Give a paragraph the body's first line and line spacing."""
    spacing, form = profile.spacing, paragraph.paragraph_format
    form.first_line_indent = Mm(spacing.indent)
    if spacing.is_exact:
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(spacing.line)
    else:
        form.line_spacing = spacing.line
    return paragraph


def draw_rule(paragraph: Paragraph, length: float, width: float) -> None:
    """Make a paragraph a centred line ``length`` mm long in a column ``width`` mm wide."""
    side = max(0.0, (width - length) / 2)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(side)
    form.first_line_indent = Mm(0)
    form.space_before, form.space_after = Pt(3), Pt(2)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(3)
    borders = OxmlElement("w:pBdr")
    borders.append(element("w:top", val="single", sz="6", space="1", color="000000"))
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - borders are not in the library
    properties.insert_element_before(
        borders,
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:adjustRightInd", "w:spacing", "w:ind"),
        *("w:contextualSpacing", "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr"),
    )


def twips(millimetres: float) -> int:
    """Return twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


def write_page_number(paragraph: Paragraph, style: Style, font: str) -> None:
    """Write the field that shows the page's number."""
    for kind, code in (("begin", None), (None, " PAGE "), ("separate", None), (None, "1"), ("end", None)):
        run = write_run(paragraph, "", style, font)
        if kind is not None:
            run._r.append(element("w:fldChar", fldCharType=kind))  # noqa: SLF001 - fields are not in the library
        elif code == "1":
            run.text = code
        else:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = code
            run._r.append(text)  # noqa: SLF001


def paragraph_style(document: Document, name: str) -> ParagraphStyle:
    """Return one of the document's own paragraph styles."""
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no paragraph style")
    return style
