"""The report on what became of a plan, in Word: a few sentences, the forms of the State as an annex. No names."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from surveys.aggregation.table import HIDDEN, Count, Source, Table
from surveys.reporting.numbers import date_text, number_text
from surveys.reporting.texts.report import FRAME, PHRASES
from surveys.reporting.texts.training import TRAINING as TEXTS
from surveys.reporting.word.annexes import Annex, Numbered, annex_label
from surveys.reporting.word.blocks import Block, Heading, Text, dashed
from surveys.reporting.word.header import write_foot, write_head, write_title
from surveys.reporting.word.letterhead import Letterhead
from surveys.reporting.word.opening import (
    begin_section,
    close_document,
    number_pages,
    open_document,
    text_width_of,
)
from surveys.reporting.word.parts import annex_reference, write_annex
from surveys.reporting.word.profiles import Profile
from surveys.reporting.word.setting import Typesetter
from surveys.reporting.word.tables import grid_of
from surveys.reporting.wording import Lexicon

_KIND: Final = "report"


def results_document(
    tables: Iterable[Table],
    lexicon: Lexicon,
    letterhead: Letterhead,
    profile: Profile,
    *,
    year: int,
    as_of: date,
) -> bytes:
    """Make the report from the tables of ``result_tables``, small cells hidden already. The same input, the same bytes.

    Raises ``ValueError`` for a table of persons.
    """
    shown = tuple(tables)
    if any(table.source is Source.PERSONS for table in shown):
        raise ValueError("a report holds no table of persons")
    subject = TEXTS.subject.format(year=year)
    title = f"{TEXTS.type} {subject[:1].lower()}{subject[1:]}".replace("\n", " ")
    document = open_document(profile, title=title, office=letterhead.issuer, day=as_of)
    width = text_width_of(profile, is_landscape=False)
    number_pages(begin_section(document, profile, is_landscape=False, is_first=True), profile)
    write_head(document, profile, letterhead, _KIND, width)
    write_title(document, profile, TEXTS.type, subject, width)
    annex = _annex(tuple(table for table in shown if table.rows), lexicon, profile, year)
    is_hidden = any(not table.rows or HIDDEN in table.rows[-1] for table in shown)
    setter = Typesetter(document, profile)
    for block in _told(annex, as_of, is_hidden=is_hidden):
        setter.set(block)
    setter.write_paragraph(TEXTS.ending.format(year=year) + profile.ending, keeps=True)
    write_foot(document, profile, letterhead, width)
    if annex.tables:
        write_annex(document, profile, annex, annex_reference(profile, letterhead, _KIND, TEXTS.type))
    return close_document(document, as_of)


def _annex(tables: tuple[Table, ...], lexicon: Lexicon, profile: Profile, year: int) -> Annex:
    """Return the annex; both forms are wide, so its pages are turned."""
    numbered = tuple(
        Numbered(
            number,
            FRAME.table_caption.format(number=number, title=lexicon.title(table)),
            grid_of(table, lexicon),
            is_landscape=True,
            notes=tuple(map(lexicon.note, table.notes)),
            table=table,
        )
        for number, table in enumerate(tables, 1)
    )
    return Annex(annex_label(profile, 1), TEXTS.annex.format(year=year), numbered)


def _told(annex: Annex, as_of: date, *, is_hidden: bool) -> list[Block]:
    blocks: list[Block] = [Heading(1, TEXTS.result), Text(TEXTS.day.format(day=date_text(as_of)))]
    sentences = [
        _sentence(each, each.table, annex) for each in reversed(annex.tables) if each.table is not None
    ]
    told = [each for each in sentences if each]
    blocks += map(Text, told)
    if not told:
        blocks.append(Text(TEXTS.few if is_hidden else TEXTS.nobody))
    elif is_hidden:
        blocks.append(Text(TEXTS.some))
    return [*blocks, Heading(1, TEXTS.rest), *dashed([*TEXTS.rests])]


_FIGURES: Final = {
    "training_plan": ("planned", "completed", "missed", "open"),
    "training_results": ("people", "women", "minorities"),
}
"""The figures that a sentence tells of each table: without the first, none."""


def _sentence(numbered: Numbered, table: Table, annex: Annex) -> str:
    """Tell the figures of the last row, that of all; what is hidden is left out."""
    keys = [column.key for column in table.columns]
    last = dict(zip(keys, table.rows[-1], strict=True))
    told = [
        getattr(TEXTS, key).format(count=number_text(cell.value))
        for key in _FIGURES[table.key]
        if isinstance(cell := last[key], Count)
    ]
    if not isinstance(last[_FIGURES[table.key][0]], Count):
        return ""
    places = FRAME.place.format(numbers=numbered.number, annex=annex.label)
    reference = FRAME.reference.format(places=places)
    return TEXTS.sentence.format(told=PHRASES.semicolon.join(told), reference=reference)
