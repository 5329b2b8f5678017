"""The report in Word: title, sections, pictures, signature, annexes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from docx.document import Document

from surveys.aggregation.table import Source, Table
from surveys.reporting.texts.charts import CHARTS
from surveys.reporting.texts.report import FRAME, PHRASES
from surveys.reporting.word.annexes import (
    annex_label,
    plan_annexes,
    proposals_annex,
    references_of,
)
from surveys.reporting.word.blocks import Block, Figure, Text
from surveys.reporting.word.facts import ReportFacts
from surveys.reporting.word.header import write_foot, write_head, write_title
from surveys.reporting.word.letterhead import Letterhead
from surveys.reporting.word.lookup import Figures
from surveys.reporting.word.opening import (
    begin_section,
    close_document,
    number_pages,
    open_document,
    text_width_of,
)
from surveys.reporting.word.parts import annex_reference, write_annex, write_picture
from surveys.reporting.word.profiles import Profile
from surveys.reporting.word.sentences import tell_report
from surveys.reporting.word.sentences.courses import propose
from surveys.reporting.word.setting import Typesetter
from surveys.reporting.word.story import Story
from surveys.reporting.wording import Lexicon

_KIND: Final = "report"


def report_document(  # noqa: PLR0917 - called by place
    tables: Iterable[Table],
    lexicon: Lexicon,
    facts: ReportFacts,
    letterhead: Letterhead,
    profile: Profile,
    charts: Mapping[str, bytes] | None = None,
) -> bytes:
    """Make the report from tables whose small cells are hidden already. ``charts``: PNG by the chart's name.

    The same input gives the same bytes. Raises ``ValueError`` for a table of persons: names never stand here.
    """
    shown = tuple(tables)
    if any(table.source is Source.PERSONS for table in shown):
        raise ValueError("a report holds no table of persons")
    pictures = charts or {}
    annexes = plan_annexes(shown, lexicon, profile)
    story = Story(
        Figures(shown, lexicon),
        facts,
        references_of(annexes),
        frozenset(pictures),
        annex_label(profile, len(annexes) + 1),
    )
    proposals = propose(story) if facts.wave_number is not None else []
    if proposals:
        annexes = [*annexes, proposals_annex(proposals, story, profile, annexes)]
    document = open_document(profile, title=report_title(facts), office=facts.office, day=facts.as_of)
    width = text_width_of(profile, is_landscape=False)
    number_pages(begin_section(document, profile, is_landscape=False, is_first=True), profile)
    write_head(document, profile, letterhead, _KIND, width)
    write_title(document, profile, FRAME.type, _subject(facts), width)
    _write_body(document, profile, tell_report(story), pictures)
    _write_ending(document, profile, facts)
    write_foot(document, profile, letterhead, width)
    for annex in annexes:
        write_annex(document, profile, annex, annex_reference(profile, letterhead, _KIND, FRAME.type))
    return close_document(document, facts.as_of)


def _subject(facts: ReportFacts) -> str:
    template = FRAME.subject_review if facts.wave_number is None else FRAME.subject
    subject = template.format(year=facts.year)
    return (
        f"{subject}\n{FRAME.subject_units.format(units=', '.join(facts.units))}" if facts.units else subject
    )


def report_title(facts: ReportFacts) -> str:
    """Return the title by which the file is known."""
    subject = _subject(facts).replace("\n", " ")
    return f"{FRAME.type} {subject[:1].lower()}{subject[1:]}"


def _write_body(
    document: Document, profile: Profile, blocks: Iterable[Block], pictures: Mapping[str, bytes]
) -> None:
    setter = Typesetter(document, profile)
    told = list(blocks)
    drawn = [block.key for block in told if isinstance(block, Figure)]
    numbers = {key: number for number, key in enumerate(drawn, 1)}
    for block in told:
        if isinstance(block, Figure):
            caption = FRAME.figure_caption.format(number=numbers[block.key], title=CHARTS.titles[block.key])
            write_picture(document, profile, pictures[block.key], caption)
        elif isinstance(block, Text) and block.figure in numbers:
            setter.set(_with_reference(block, numbers[block.figure]))
        else:
            setter.set(block)


def _with_reference(block: Text, number: int) -> Text:
    """Name the picture before the sign that ends a sentence."""
    said, end = block.text[:-1], block.text[-1:]
    figure = FRAME.figure_reference.format(number=number)
    if said.endswith(FRAME.reference[-1]):
        return replace(block, text=said[:-1] + PHRASES.semicolon + figure + said[-1] + end)
    return replace(block, text=said + FRAME.reference.format(places=figure) + end)


def _write_ending(document: Document, profile: Profile, facts: ReportFacts) -> None:
    said = FRAME.ending_review if facts.wave_number is None else FRAME.ending
    Typesetter(document, profile).write_paragraph(said + profile.ending, keeps=True)
