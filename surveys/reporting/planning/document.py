"""The plan in Word: KẾ HOẠCH, its sections, the picture of the year, the table of classes as an annex. No names."""

from typing import Final

from surveys.confidentiality import FEWEST
from surveys.planning.plan import PlannedClass
from surveys.reporting.numbers import number_text
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.planning.sentences import FIGURE, tell_plan
from surveys.reporting.planning.wording import PlanWording
from surveys.reporting.texts.common import NOTHING_MARK
from surveys.reporting.texts.plan_document import PLAN_DOCUMENT as TEXTS
from surveys.reporting.texts.report import FRAME
from surveys.reporting.word.annexes import Annex, Numbered, annex_label
from surveys.reporting.word.blocks import Figure, Text
from surveys.reporting.word.grid import Box, Grid
from surveys.reporting.word.header import write_foot, write_head, write_title
from surveys.reporting.word.letterhead import Letterhead
from surveys.reporting.word.opening import (
    begin_section,
    close_document,
    number_pages,
    open_document,
    text_width_of,
)
from surveys.reporting.word.parts import annex_reference, write_annex, write_picture
from surveys.reporting.word.profiles import Profile
from surveys.reporting.word.setting import Typesetter

_KIND: Final = "plan"
_FLEXIBLE: Final = (False, True, True, False, True, True, True, True, True, False, True, True)


def plan_document(
    facts: PlanFacts, letterhead: Letterhead, profile: Profile, picture: bytes | None = None
) -> bytes:
    """Make the plan. ``picture``: PNG of the classes over the year. The same input gives the same bytes."""
    subject = TEXTS.subject.format(year=facts.year)
    title = f"{TEXTS.type} {subject[:1].lower()}{subject[1:]}"
    document = open_document(profile, title=title, office=facts.office, day=facts.as_of)
    width = text_width_of(profile, is_landscape=False)
    number_pages(begin_section(document, profile, is_landscape=False, is_first=True), profile)
    write_head(document, profile, letterhead, _KIND, width)
    write_title(document, profile, TEXTS.type, subject, width)
    annex = classes_annex(facts, profile)
    place = FRAME.place.format(numbers=annex.tables[0].number, annex=annex.label)
    setter = Typesetter(document, profile)
    for block in tell_plan(facts, FRAME.reference.format(places=place), has_picture=picture is not None):
        if isinstance(block, Figure):
            caption = FRAME.figure_caption.format(number=1, title=TEXTS.figure.format(year=facts.year))
            write_picture(document, profile, picture or b"", caption)
        elif isinstance(block, Text) and block.figure == FIGURE:
            reference = FRAME.reference.format(places=FRAME.figure_reference.format(number=1))
            setter.set(Text(block.text[:-1] + reference + block.text[-1:], block.keeps))
        else:
            setter.set(block)
    ending = TEXTS.ending.format(year=facts.year, office=facts.office or TEXTS.this_office)
    setter.write_paragraph(ending + profile.ending, keeps=True)
    write_foot(document, profile, letterhead, width)
    write_annex(document, profile, annex, annex_reference(profile, letterhead, _KIND, TEXTS.type))
    return close_document(document, facts.as_of)


def classes_annex(facts: PlanFacts, profile: Profile) -> Annex:
    """Return the annex with the table of classes, in the columns that offices use."""
    wording = PlanWording(facts)
    rows = [_row(place, each, facts, wording) for place, each in enumerate(facts.plan.classes, 1)]
    grid = Grid((tuple(Box(head) for head in TEXTS.columns),), (*rows, _total(facts)), _FLEXIBLE)
    caption = FRAME.table_caption.format(number=1, title=TEXTS.table)
    notes = (TEXTS.small.format(threshold=FEWEST),)
    table = Numbered(1, caption, grid, is_landscape=True, notes=notes)
    return Annex(annex_label(profile, 1), TEXTS.annex.format(year=facts.year), (table,))


def _row(place: int, planned: PlannedClass, facts: PlanFacts, wording: PlanWording) -> tuple[Box, ...]:
    course = facts.course(planned.course)
    return (
        Box(number_text(place), "center"),
        Box(course.name),
        Box(wording.groups(course)),
        Box(number_text(len(planned.seats)), "center"),
        Box(wording.when(planned)),
        Box(wording.length(course)),
        Box(wording.form(planned.form) or NOTHING_MARK),
        Box(planned.place or NOTHING_MARK),
        Box(planned.provider or NOTHING_MARK),
        Box(number_text(planned.cost), "right"),
        Box(planned.source or NOTHING_MARK),
        Box(wording.why(planned)),
    )


def _total(facts: PlanFacts) -> tuple[Box, ...]:
    """Return the last row: how many seats, how much money."""
    empty = Box("")
    return (
        empty,
        Box(TEXTS.total, is_bold=True),
        empty,
        Box(number_text(facts.plan.covered), "center", is_bold=True),
        *(empty,) * 5,
        Box(number_text(facts.plan.cost), "right", is_bold=True),
        empty,
        empty,
    )
