"""The cards of plans as pure functions: what is known in, a text with buttons out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.messages import Button
from bot.office.menu import PAGE, Card, labelled, to_menu, turns
from bot.office.plans.changes import FREE, MONEY, MORE, QUARTER, Change
from bot.office.plans.year import InUse
from bot.texts import day_text, moment_text, say
from bot.texts.plans import TEXTS
from bot.texts.seats import TEXTS as SEATS
from storage.planning import PlanRecord, SeatRecord
from storage.planning.plans import APPROVED, DRAFT
from surveys.planning import Course
from surveys.reporting.numbers import number_text
from surveys.titles import Titles

VERB: Final = "q.pl"
NAMED: Final = 8
"""People who are named on a card; the others are counted."""
DRAFTS: Final = 3
"""So many drafts are offered, the newest."""
_STATES: Final = dict(TEXTS.states)
_REASONS: Final = dict(SEATS.reasons)
_QUARTERS: Final = {1: "I", 2: "II", 3: "III", 4: "IV"}


@dataclass(frozen=True, slots=True)
class Compared:
    """What another plan changes: đồng more, who gains and loses which course, in words, how many are moved."""

    cost: int
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is for a year's plan."""

    year: int
    used: InUse
    planned: int
    learned: int
    current: PlanRecord | None
    drafts: Sequence[PlanRecord]


def overview(known: Overview, zone: ZoneInfo, *, takes_files: bool) -> Card:
    """Show what a plan would be made from, and which there are."""
    courses = len(known.used.catalogue.courses)
    catalogue = (
        say(TEXTS.catalogue_own, number=known.used.catalogue_number, count=courses)
        if known.used.catalogue_number
        else say(TEXTS.catalogue_example, count=courses)
    )
    number = known.used.limits_number
    limits = say(TEXTS.limits_own, number=number) if number else say(TEXTS.limits_none)
    text = say(
        TEXTS.card,
        year=known.year,
        catalogue=catalogue,
        limits=limits,
        planned=number_text(known.planned),
        learned=number_text(known.learned),
        current=_current(known.current, zone),
    )
    rows: list[tuple[Button, ...]] = [(Button(TEXTS.draft_button, f"{VERB}.n"),)]
    rows += [
        (Button(say(TEXTS.show_draft_button, number=each.id), f"{VERB}.s.{each.id}"),)
        for each in known.drafts[:DRAFTS]
    ]
    if known.current is not None:
        rows.append((Button(TEXTS.show_current_button, f"{VERB}.s.{known.current.id}"),))
    rows += [(Button(TEXTS.template_button, f"{VERB}.m"),), to_menu()]
    return Card(text, tuple(rows), picks="file" if takes_files else "")


def _current(record: PlanRecord | None, zone: ZoneInfo) -> str:
    if record is None or record.approved_at is None:
        return say(TEXTS.no_current)
    released = say(TEXTS.released) if record.released_at else ""
    return say(TEXTS.current, number=record.id, at=moment_text(record.approved_at, zone), released=released)


def version(
    record: PlanRecord, figures: Sequence[tuple[str, str]], zone: ZoneInfo, before: Sequence[str] = ()
) -> Card:
    """Show the key figures of a version. ``before``: what it changes against another."""
    states = {DRAFT: TEXTS.state_draft, APPROVED: TEXTS.state_approved}
    lines = [
        say(
            TEXTS.head,
            state=states.get(record.state, TEXTS.state_replaced),
            number=record.id,
            year=record.year,
            at=moment_text(record.created_at, zone),
            wave=say(TEXTS.wave, number=record.wave_id) if record.wave_id else say(TEXTS.no_wave),
        ),
        *before,
        *(say(TEXTS.figure, what=what, value=value) for what, value in figures),
    ]
    number = record.id
    rows: list[tuple[Button, ...]] = [
        (Button(TEXTS.classes_button, f"{VERB}.l.{number}"), Button(TEXTS.files_button, f"{VERB}.f.{number}"))
    ]
    if record.state == DRAFT:
        rows.append((Button(TEXTS.changes_button, f"{VERB}.c.{number}"),))
        rows.append((Button(TEXTS.approve_button, f"{VERB}.a.{number}", style="primary"),))
    if record.state == APPROVED:
        rows.append(
            (
                Button(TEXTS.list_button, f"{VERB}.z.{number}"),
                Button(TEXTS.report_button, f"{VERB}.d.{number}"),
            )
        )
    if record.state == APPROVED and record.released_at is None:
        rows.append((Button(TEXTS.release_button, f"{VERB}.r.{number}", style="primary"),))
    return Card("\n".join(lines), (*rows, to_plans(), to_menu()))


def to_plans() -> tuple[Button, ...]:
    """Return the row that leads back to the plans."""
    return (Button(TEXTS.back_button, VERB),)


def compared_lines(number: int, change: str, found: Compared) -> list[str]:
    """Say what a plan changes against the one with a number."""
    lines = [say(TEXTS.changed, number=number, change=change)]
    sign = "+" if found.cost > 0 else ""
    told = {"gained": len(found.gained), "lost": len(found.lost), "moved": found.moved}
    cost = sign + number_text(found.cost) if found.cost >= 0 else "−" + number_text(-found.cost)
    lines.append(say(TEXTS.compared, number=number, cost=cost, **told))
    for template, names in ((TEXTS.gainers, found.gained), (TEXTS.losers, found.lost)):
        if names:
            more = say(TEXTS.and_more, count=len(names) - NAMED) if len(names) > NAMED else ""
            lines.append(say(template, names="; ".join(names[:NAMED]) + more))
    return lines


def changed(change: Change, name: str) -> str:
    """Return a change in words; ``name``: the course that it is about."""
    if change.kind == MONEY:
        percent = f"+{change.number}" if change.number > 0 else f"−{-change.number}"
        return say(TEXTS.change_money, percent=percent)
    if change.kind == MORE:
        return say(TEXTS.change_more, course=name)
    if change.kind == FREE:
        return say(TEXTS.change_free)
    return say(TEXTS.change_quarter, course=name, quarter=_QUARTERS.get(change.number, ""))


def ask_change(number: int, *, has_told: bool) -> Card:
    """Ask what is to be tried. ``has_told``: whether classes stand only because people were told of them."""
    free = ((Button(TEXTS.free_button, f"{VERB}.w.{number}.{FREE}"),),) if has_told else ()
    rows = (
        (
            Button(TEXTS.less_button, f"{VERB}.w.{number}.{MONEY}.-20"),
            Button(TEXTS.greater_button, f"{VERB}.w.{number}.{MONEY}.20"),
        ),
        (Button(TEXTS.more_button, f"{VERB}.k.{number}"),),
        (Button(TEXTS.quarter_button, f"{VERB}.t.{number}"),),
        *free,
        _to_version(number),
    )
    return Card(say(TEXTS.ask_change, number=number), rows)


def ask_course(number: int, kind: str, courses: Sequence[Course], page: int) -> Card:
    """Ask which course a change is about; ``kind`` MORE or QUARTER."""
    shown = list(enumerate(courses))[page * PAGE : (page + 1) * PAGE]
    order = f"{VERB}.w.{number}.{MORE}" if kind == MORE else f"{VERB}.q.{number}"
    rows: list[tuple[Button, ...]] = [(labelled(course.name, f"{order}.{place}"),) for place, course in shown]
    rows += turns(page, len(courses), f"{VERB}.{kind}.{number}", "p")
    return Card(say(TEXTS.ask_more if kind == MORE else TEXTS.ask_moved), (*rows, _to_version(number)))


def ask_quarter(number: int, place: int, course: Course) -> Card:
    """Ask into which quarter a course is moved."""
    row = tuple(
        Button(say(TEXTS.quarter_label, quarter=roman), f"{VERB}.w.{number}.{QUARTER}.{place}.{quarter}")
        for quarter, roman in _QUARTERS.items()
    )
    return Card(say(TEXTS.ask_quarter, course=course.name), (row[:2], row[2:], _to_version(number)))


def _to_version(number: int) -> tuple[Button, ...]:
    return (Button(TEXTS.back_button, f"{VERB}.s.{number}"),)


def ask_approve(record: PlanRecord, begun: int, unsettled: int) -> Card:
    """Ask whether a draft becomes the plan of its year.

    ``begun``: how many of its classes have begun by now. ``unsettled``: how many of the plan in force have begun, are
    not in the draft and have open results.
    """
    yes = Button(TEXTS.approve_yes, f"{VERB}.A.{record.id}", style="primary")
    text = say(
        TEXTS.ask_approve,
        number=record.id,
        year=record.year,
        begun=say(TEXTS.begun, count=begun) if begun else "",
        unsettled=say(TEXTS.unsettled, count=unsettled) if unsettled else "",
    )
    return Card(text, ((yes,), _to_version(record.id)))


def approved(number: int, year: int, seats: int, left: int) -> Card:
    """Say that a draft is the plan now. ``left``: seats of people who have left the roster since."""
    release = (Button(TEXTS.release_button, f"{VERB}.r.{number}", style="primary"),)
    dropped = say(TEXTS.approved_left, count=left) if left else ""
    text = say(TEXTS.approved, number=number, year=year, seats=number_text(seats), left=dropped)
    return Card(text, (release, _to_version(number), to_menu()))


def ask_release(number: int, people: int, unreached: int) -> Card:
    """Ask whether the people of a plan are told. ``unreached``: how many of them cannot be written to."""
    yes = Button(TEXTS.release_yes, f"{VERB}.R.{number}", style="primary")
    more = say(TEXTS.unreached, count=number_text(unreached)) if unreached else ""
    text = say(TEXTS.ask_release, number=number, count=number_text(people), unreached=more)
    return Card(text, ((yes,), _to_version(number)))


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class as a card lists it."""

    number: int
    course: str
    first: str
    count: int
    fixed: str = ""


def classes(number: int, lines: Sequence[ClassLine], page: int) -> Card:
    """List the classes of a version."""
    shown = lines[page * PAGE : (page + 1) * PAGE]
    rows: list[tuple[Button, ...]] = [
        (
            labelled(
                say(
                    TEXTS.class_label,
                    number=each.number,
                    course=each.course,
                    first=each.first,
                    count=each.count,
                    fixed=each.fixed,
                ),
                f"{VERB}.i.{number}.{each.number}",
            ),
        )
        for each in shown
    ]
    rows += turns(page, len(lines), f"{VERB}.l.{number}", "p")
    return Card(say(TEXTS.classes, number=number), (*rows, _to_version(number)))


def seats(number: int, found: Sequence[SeatRecord], titles: Titles, page: int) -> Card:
    """Show the people of one class of an approved plan, and what they answered."""
    first = found[0]
    counted = Counter(each.state for each in found)
    counts = "; ".join(f"{label}: {counted[state]}" for state, label in TEXTS.states if counted[state])
    days = {"first": day_text(first.first), "last": day_text(first.last)}
    lines = [say(TEXTS.seats, number=first.class_number, course=first.course_name, counts=counts, **days), ""]
    size = PAGE * 2
    lines += [_seat_line(each, titles) for each in found[page * size : (page + 1) * size]]
    data = f"{VERB}.i.{number}.{first.class_number}"
    row = []
    if page:
        row.append(Button("◀", f"{data}.p{page - 1}"))
    if (page + 1) * size < len(found):
        row.append(Button("▶", f"{data}.p{page + 1}"))
    rows = [tuple(row)] if row else []
    rows.append(
        (
            Button(TEXTS.results_button, f"{VERB}.e.{number}.{first.class_number}"),
            Button(TEXTS.code_button, f"{VERB}.o.{number}.{first.class_number}"),
        )
    )
    rows.append((Button(TEXTS.classes_button, f"{VERB}.l.{number}"),))
    return Card("\n".join(lines), (*rows, _to_version(number)))


def _seat_line(seat: SeatRecord, titles: Titles) -> str:
    state = _STATES.get(seat.state, seat.state)
    if seat.reason:
        state += say(TEXTS.because, reason=_REASONS.get(seat.reason, seat.reason))
    told = {"name": seat.full_name, "title": titles.label(seat.title), "unit": seat.unit_name}
    return say(TEXTS.seat_line, state=state, **told)
