"""Opening and closing a document: a bare template, its sections and page numbers, the same bytes each time."""

import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor

from surveys.reporting.word.elements import (
    element,
    paragraph_style,
    set_fonts,
    set_paragraph,
    write_page_number,
    write_run,
)
from surveys.reporting.word.profiles import Profile

_KEPT_STYLES: Final = {"Normal", "Heading 1", "Heading 2", "Heading 3", "Header", "Footer", "Caption"}
_KEPT_DEFAULTS: Final = {"DefaultParagraphFont", "TableNormal", "NoList"}
_DROPPED_PARTS: Final = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects", "numbering")
_DROPPED_SETTINGS: Final = ("w:savePreviewPicture", "w:rsids", "w:proofState")
_BLACK: Final = RGBColor(0, 0, 0)


def open_document(profile: Profile, *, title: str, office: str, day: date) -> Document:
    """Make an empty document in a profile's font and language, with nothing of the template's looks in it."""
    document = docx.Document()
    _strip(document)
    _set_styles(document, profile)
    _set_properties(document, title, office, day)
    return document


def _strip(document: Document) -> None:
    """Drop the template's preview picture, unused styles and marks of another programme."""
    for rels in (document.part.package.rels, document.part.rels):
        for key in [k for k, rel in rels.items() if any(word in rel.reltype for word in _DROPPED_PARTS)]:
            del rels[key]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        name = style.find(qn("w:name")).get(qn("w:val"))
        is_named = name.lower() in {each.lower() for each in _KEPT_STYLES}
        if not is_named and style.get(qn("w:styleId")) not in _KEPT_DEFAULTS:
            styles.remove(style)
            continue
        for link in style.findall(qn("w:link")):
            style.remove(link)
    settings = document.settings.element
    for name in _DROPPED_SETTINGS:
        for old in settings.findall(qn(name)):
            settings.remove(old)
    for old in settings.iter(qn("w:themeFontLang")):
        for attribute in list(old.attrib):
            del old.attrib[attribute]
        old.set(qn("w:val"), "vi-VN")
    for compat in settings.iter(qn("w:compat")):
        for old in compat.findall(qn("w:useFELayout")):
            compat.remove(old)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _set_styles(document: Document, profile: Profile) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    set_fonts(run, profile.font)
    language = run.find(qn("w:lang"))
    for script in ("val", "eastAsia"):
        language.set(qn(f"w:{script}"), "vi-VN")
    for spacing in defaults.iter(qn("w:spacing")):
        spacing.attrib.clear()
        spacing.set(qn("w:after"), "0")
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Header", "Caption"):
        style = paragraph_style(document, name)
        properties = style.element.get_or_add_rPr()
        for old in list(properties):
            properties.remove(old)
        look = profile.elements[name.lower().replace(" ", "_") if name.startswith("Heading") else "body"]
        set_fonts(properties, profile.font)
        style.font.size, style.font.bold = Pt(look.size), look.bold
        style.font.color.rgb = _BLACK
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.widow_control = True
    for old in list(paragraph_style(document, "Header").element.iter(qn("w:tabs"))):
        old.getparent().remove(old)


def _set_properties(document: Document, title: str, office: str, day: date) -> None:
    properties = document.core_properties
    made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the format writes it as UTC
    properties.title, properties.author, properties.last_modified_by = title, office, office
    properties.comments, properties.keywords, properties.subject = "", "", ""
    properties.created = properties.modified = made
    properties.language = "vi-VN"
    properties.revision = 1


def set_page(section: Section, profile: Profile, *, is_landscape: bool) -> None:
    """Set size, orientation and margins. The binding edge (the left of a portrait page) is above in landscape."""
    page = profile.page
    width, height = (page.height, page.width) if is_landscape else (page.width, page.height)
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance = section.footer_distance = Mm(page.header)


def text_width_of(profile: Profile, *, is_landscape: bool) -> float:
    """Return how wide the text is, in mm."""
    page = profile.page
    return (page.height if is_landscape else page.width) - page.left - page.right


def begin_section(
    document: Document, profile: Profile, *, is_landscape: bool, is_first: bool = False, restarts: bool = True
) -> Section:
    """Begin a section on a new page (``is_first``: use the document's own).

    ``restarts``: pages are numbered from 1 anew and the first shows none; otherwise numbering goes on.
    """
    section = document.sections[0] if is_first else document.add_section(WD_SECTION.NEW_PAGE)
    if not is_first:
        _flatten_break(document)
    set_page(section, profile, is_landscape=is_landscape)
    properties = section._sectPr  # noqa: SLF001 - page numbers are not in the library
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    if restarts:
        number = element("w:pgNumType", start="1")
        properties.insert_element_before(number, "w:cols", "w:titlePg", "w:docGrid")
    section.different_first_page_header_footer = restarts
    return section


def _flatten_break(document: Document) -> None:
    """Make the paragraph that ends a section as low as can be: below a full page it would leave an empty one."""
    breaks = [p for p in document.paragraphs if p._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]  # noqa: SLF001
    form = breaks[-1].paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(1)


def number_pages(section: Section, profile: Profile, marking: str = "") -> None:
    """Centre the page's number in the upper margin, not on a first page; a marking stands on every page."""
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    first, later = section.first_page_header.paragraphs[0], section.header.paragraphs[0]
    number, mark, font = profile.elements["page_number"], profile.elements["marking"], profile.font
    set_paragraph(first, mark if marking else number)
    if not marking:
        write_page_number(set_paragraph(later, number), number, font)
        return
    width = text_width_of(profile, is_landscape=section.orientation is WD_ORIENT.LANDSCAPE)
    set_paragraph(later, replace(mark, align="left"))
    later.paragraph_format.tab_stops.add_tab_stop(Mm(width / 2), WD_TAB_ALIGNMENT.CENTER)
    later.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    write_run(first, marking, mark, font)
    later.add_run().add_tab()
    write_page_number(later, number, font)
    later.add_run().add_tab()
    write_run(later, marking, mark, font)


def close_document(document: Document, day: date) -> bytes:
    """Return the file. The same document gives the same bytes: every entry is dated ``day``."""
    written = BytesIO()
    document.save(written)
    result = BytesIO()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return result.getvalue()
