"""The lists of classes in Word: who sits in which, and why. Restricted: turned pages, marked on every one."""

from collections.abc import Collection, Mapping
from typing import Final

from surveys.planning.plan import PlannedClass, Seat
from surveys.reporting.numbers import date_text, number_text
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.planning.wording import PlanWording, day_or_none
from surveys.reporting.texts.common import NOTHING_MARK
from surveys.reporting.texts.plan_document import CLASS_LISTS as TEXTS
from surveys.reporting.texts.report import PHRASES
from surveys.reporting.texts.restricted import RESTRICTED
from surveys.reporting.word.blocks import Heading, Text, dashed
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
from surveys.reporting.word.profiles import Profile
from surveys.reporting.word.setting import Typesetter
from surveys.reporting.word.tables import write_grid
from surveys.roster import Official, name_sort_key

_KIND: Final = "list"
_REASON: Final = 5  # the column of reasons
_FLEXIBLE: Final = (False, True, False, True, True, True, False)


def class_lists(
    facts: PlanFacts,
    people: Mapping[int, Official],
    letterhead: Letterhead,
    profile: Profile,
    only: Collection[int] = (),
) -> bytes:
    """Make the lists of the classes, or of those ``only`` whose numbers are given. The same input, the same bytes.

    ``people``: by number those whom the reader may see; nobody else is named, and a list that is not whole says so.
    """
    subject = TEXTS.subject.format(year=facts.year)
    title = f"{TEXTS.type} {subject[:1].lower()}{subject[1:]}"
    document = open_document(profile, title=title, office=facts.office, day=facts.as_of)
    section = begin_section(document, profile, is_landscape=True, is_first=True)
    number_pages(section, profile, RESTRICTED.marking)
    width = text_width_of(profile, is_landscape=True)
    write_head(document, profile, letterhead, _KIND, width)
    write_title(document, profile, TEXTS.type, subject, width)
    setter = Typesetter(document, profile)
    setter.set(Text(TEXTS.purpose.format(year=facts.year)))
    number = 0
    for planned in facts.plan.classes:
        seen = _seen(planned, people)
        if not seen or (only and planned.number not in only):
            continue
        number += 1
        setter.set(
            Heading(1, TEXTS.heading.format(number=planned.number, name=facts.course(planned.course).name))
        )
        setter.set(Text(_lead(planned, seen, facts), keeps=True))
        caption = TEXTS.caption.format(number=number, class_number=planned.number)
        write_grid(document, _grid(seen, facts), profile, caption=caption, width=width, notes=())
    if not number:
        setter.set(Text(TEXTS.nobody))
    setter.set(Heading(1, TEXTS.handling))
    for block in dashed([*TEXTS.rules]):
        setter.set(block)
    write_foot(document, profile, letterhead, width)
    return close_document(document, facts.as_of)


_Seen = list[tuple[Seat, Official]]


def _seen(planned: PlannedClass, people: Mapping[int, Official]) -> _Seen:
    """Return the people of a class whom the reader may see, by name."""
    found = [(seat, people[seat.official]) for seat in planned.seats if seat.official in people]
    return sorted(found, key=lambda each: (name_sort_key(each[1].full_name), each[0].official))


def _lead(planned: PlannedClass, seen: _Seen, facts: PlanFacts) -> str:
    """Say what the class is, and the reason that all of its people share."""
    wording, course = PlanWording(facts), facts.course(planned.course)
    told = [wording.when(planned), wording.length(course)]
    for template, value in (
        (TEXTS.form, wording.form(planned.form)),
        (TEXTS.place, planned.place),
        (TEXTS.provider, planned.provider),
    ):
        told += [template.format(value=value)] if value else []
    said = TEXTS.lead.format(facts=PHRASES.semicolon.join(told), count=number_text(len(planned.seats)))
    if len(seen) < len(planned.seats):
        said += TEXTS.lead_some.format(count=number_text(len(seen)))
    shared = _shared(seen, wording)
    return said + (TEXTS.shared.format(reasons=shared) if shared else "")


def _shared(seen: _Seen, wording: PlanWording) -> str:
    """Return the reasons of all people of a class, '' if they differ: what all share is said once."""
    told = {wording.reasons(seat.reasons) for seat, _ in seen}
    return told.pop() if len(told) == 1 and len(seen) > 1 else ""


def _grid(seen: _Seen, facts: PlanFacts) -> Grid:
    wording = PlanWording(facts)
    is_shared = bool(_shared(seen, wording))
    kept = [place for place in range(len(TEXTS.columns)) if not (is_shared and place == _REASON)]
    rows = [_row(place, *each, facts) for place, each in enumerate(seen, 1)]
    return Grid(
        (tuple(Box(TEXTS.columns[place]) for place in kept),),
        tuple(tuple(row[place] for place in kept) for row in rows),
        tuple(_FLEXIBLE[place] for place in kept),
    )


def _row(place: int, seat: Seat, official: Official, facts: PlanFacts) -> tuple[Box, ...]:
    due = day_or_none(reason.due for reason in seat.reasons)
    born = official.birth_date.year if official.birth_date else official.birth_year
    return (
        Box(number_text(place), "center"),
        Box(official.full_name),
        Box(str(born) if born else NOTHING_MARK, "center"),
        Box(facts.titles.label(official.title)),
        Box(official.unit_name),
        Box(PlanWording(facts).reasons(seat.reasons)),
        Box(date_text(due) if due else NOTHING_MARK, "center"),
    )
