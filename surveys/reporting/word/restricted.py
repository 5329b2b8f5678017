"""The restricted lists in Word: named officials below standard. Turned pages, marked on every one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from surveys.aggregation.table import Code, Source, Table
from surveys.reporting.numbers import date_text, number_text
from surveys.reporting.standards_remarks import cited, standards_remarks
from surveys.reporting.texts.restricted import RESTRICTED
from surveys.reporting.word.blocks import Block, Dashed, Heading, Text, dashed
from surveys.reporting.word.facts import RegimeFacts, ReportFacts
from surveys.reporting.word.header import write_foot, write_head, write_title
from surveys.reporting.word.letterhead import Letterhead
from surveys.reporting.word.opening import (
    begin_section,
    close_document,
    number_pages,
    open_document,
    text_width_of,
)
from surveys.reporting.word.persons import on_paper, summed
from surveys.reporting.word.profiles import Profile
from surveys.reporting.word.setting import Typesetter
from surveys.reporting.word.tables import grid_of, write_grid
from surveys.reporting.wording import Lexicon

_KIND: Final = "list"
_UNKNOWN: Final = "not_known"
_REVIEWED: Final = ("below_standard", "below_qualification", _UNKNOWN)
_ROSTER_KEY: Final = "roster_key"
_NUMBER: Final = "stt"  # counts people where there is no key


def restricted_document(
    tables: Iterable[Table],
    lexicon: Lexicon,
    facts: ReportFacts,
    letterhead: Letterhead,
    profile: Profile,
) -> bytes:
    """Make the lists from the tables of persons. The same input gives the same bytes.

    Raises ``ValueError`` for any other table: what comes from answers stands in the report, without names.
    """
    named = tuple(tables)
    if any(table.source is not Source.PERSONS for table in named):
        raise ValueError("the restricted lists hold only tables of persons")
    subject = RESTRICTED.subject.format(day=date_text(facts.as_of))
    title = f"{RESTRICTED.type} {subject[:1].lower()}{subject[1:]}".replace("\n", " ")
    document = open_document(profile, title=title, office=facts.office, day=facts.as_of)
    section = begin_section(document, profile, is_landscape=True, is_first=True)
    number_pages(section, profile, RESTRICTED.marking)
    width = text_width_of(profile, is_landscape=True)
    write_head(document, profile, letterhead, _KIND, width)
    write_title(document, profile, RESTRICTED.type, subject, width)
    setter = Typesetter(document, profile)
    _write_opening(setter, named, facts, lexicon)
    number = 0
    for key, heading in RESTRICTED.headings.items():
        setter.set(Heading(1, heading))
        found = [table for table in named if table.key == key]
        if not any(table.rows for table in found):
            setter.set(Text(_nobody(key, named, facts, is_reviewed=bool(found or facts.regimes))))
        for table in found:
            if table.rows:
                number += 1
                setter.set(Text(_lead(table), keeps=True))
                for block in _summary(table, lexicon):
                    setter.set(block)
                caption = RESTRICTED.caption.format(number=number, title=lexicon.title(table))
                shown, remarks = on_paper(table, lexicon)
                grid = grid_of(shown, lexicon)
                write_grid(document, grid, profile, caption=caption, width=width, notes=remarks)
    setter.set(Heading(1, RESTRICTED.handling))
    for block in _rules():
        setter.set(block)
    write_foot(document, profile, letterhead, width)
    return close_document(document, facts.as_of)


def _summary(table: Table, lexicon: Lexicon) -> list[Block]:
    """Say what is lacking of how many: most of it is lacking of everybody, and mended in one go."""
    lines = summed(table, lexicon)
    return [Text(RESTRICTED.summed_lead, keeps=True), *dashed(lines)] if lines else []


def _rules() -> list[Block]:
    """Return how to handle the lists; the signature never stands alone on a page."""
    *others, last = dashed([*RESTRICTED.rules])
    return [*others, replace(last, keeps=True) if isinstance(last, Dashed) else last]


def _nobody(key: str, tables: tuple[Table, ...], facts: ReportFacts, *, is_reviewed: bool) -> str:
    """Say that a list is empty; without a review, or without what it needs to know, nobody can be sure."""
    if key in _REVIEWED and not is_reviewed:
        return RESTRICTED.no_review
    if any(table.key == _UNKNOWN and table.rows for table in tables):
        return RESTRICTED.nobody_known.get(key, RESTRICTED.nobody[key])
    ruling = _ruling(tables, facts)
    if key in _REVIEWED and ruling is not None and not ruling.has_judged:
        return RESTRICTED.nobody_judged
    return RESTRICTED.nobody[key]


def _reviewed_by(tables: tuple[Table, ...]) -> Code | None:
    """Return the code of the rules that the lists were made by."""
    found = (note.parameters.get("regime") for table in tables for note in table.notes)
    return next((code for code in found if isinstance(code, Code) and code.code), None)


def _ruling(tables: tuple[Table, ...], facts: ReportFacts) -> RegimeFacts | None:
    """Return the rules that the lists were made by, as they are cited; ``None`` if there are several, or none."""
    code = _reviewed_by(tables)
    if code is None:
        return facts.regimes[0] if facts.regimes else None
    return next((regime for regime in facts.regimes if regime.id == code.code), None)


def _write_opening(
    setter: Typesetter, tables: tuple[Table, ...], facts: ReportFacts, lexicon: Lexicon
) -> None:
    setter.set(Text(RESTRICTED.purpose))
    ruling, code = _ruling(tables, facts), _reviewed_by(tables)
    said = cited(ruling, facts) if ruling is not None else lexicon.label(code) if code is not None else ""
    if said:
        setter.set(Text(RESTRICTED.regime.format(regimes=said)))
    for remark in standards_remarks(facts):
        setter.set(Text(remark))
    if any(_is_unverified(table) for table in tables):
        setter.set(Text(RESTRICTED.verify))


def _is_unverified(table: Table) -> bool:
    places = [place for place, column in enumerate(table.columns) if column.key == "verify"]
    return any(row[place] for row in table.rows for place in places)


def _lead(table: Table) -> str:
    """Say how many people a list holds, and how many lines if some have several."""
    keys = [column.key for column in table.columns]
    place = keys.index(_ROSTER_KEY if _ROSTER_KEY in keys else _NUMBER)
    people = len({row[place] for row in table.rows})
    lines = RESTRICTED.lines.format(count=number_text(len(table.rows))) if len(table.rows) > people else ""
    return RESTRICTED.leads[table.key].format(people=number_text(people), lines=lines)
