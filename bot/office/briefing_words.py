"""An agenda in words, as each party reads it. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bot.messages import Button
from bot.office.list_cards import fitting
from bot.texts import day_text, say
from bot.texts.briefings import AGENDA
from surveys.briefing import Agenda, Deadline, Pulse, Question, WaveSoFar
from surveys.briefing.rounds import Party
from surveys.reporting.numbers import number_text
from surveys.reporting.texts.review import TEXTS as REVIEW

NAMED: Final = 10
"""Actions and proposals that are named; the others are counted."""
LONGEST: Final = 160
"""Letters of an action or a proposal in a list."""


def short(text: str, limit: int = LONGEST) -> str:
    """Return a text in one line, cut where a list has no room for it."""
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def agenda_message(agenda: Agenda, party: Party, name: str, at: str, today: date) -> str:
    """Return the agenda as one person of a party reads it; ``name`` is empty of an administrator without one."""
    said = {"name": name, "at": at, "lead": AGENDA.leads[party]}
    head = say(AGENDA.head if name else AGENDA.head_office, **said)
    own = party is Party.COMMUNES
    return fitting([head, *agenda_lines(agenda, today, is_own_unit=own)])


def agenda_buttons(round_id: int) -> tuple[tuple[Button, ...], ...]:
    """Return what somebody may answer to an agenda."""
    propose = Button(AGENDA.propose_button, f"b.p.{round_id}", typed="/denghi")
    return ((propose,), (Button(AGENDA.mine_button, "b.l", typed="/viec"),))


def agenda_lines(agenda: Agenda, today: date, *, is_own_unit: bool = False) -> list[str]:
    """Return the sections of an agenda, numbered; it begins with what is open."""
    waves = AGENDA.waves_own if is_own_unit else AGENDA.waves
    sections = [
        _actions(agenda, today),
        _pulse(agenda.pulse),
        _section(AGENDA.deadlines, map(_deadline, agenda.deadlines)),
        _section(
            AGENDA.classes,
            (
                say(
                    AGENDA.course,
                    name=each.name,
                    day=day_text(each.begins_on),
                    place=each.place,
                    seats=number_text(each.seats),
                )
                for each in agenda.classes
            ),
        ),
        _section(say(waves), map(_wave, agenda.waves)),
        _section(
            AGENDA.proposals, _listed([say(AGENDA.proposal, text=short(each)) for each in agenda.proposals])
        ),
    ]
    lines: list[str] = []
    for number, section in enumerate((each for each in sections if each), start=1):
        lines += ["", f"**{number}. {section[0]}**", *section[1:]]
    return lines


def _section(head: str, lines: Iterator[str] | Sequence[str]) -> list[str]:
    """Return a section; nothing if it is empty."""
    found = list(lines)
    return [head, *found] if found else []


def _listed(lines: Sequence[str]) -> list[str]:
    rest = len(lines) - NAMED
    return [*lines[:NAMED], *([say(AGENDA.more, count=rest)] if rest > 0 else [])]


def _actions(agenda: Agenda, today: date) -> list[str]:
    if not agenda.actions:
        return [AGENDA.no_actions]
    late = sum(each.due is not None and each.due < today for each in agenda.actions)
    lines = [
        say(
            AGENDA.action,
            text=short(each.text),
            owner=each.owner or each.unit or "–",
            due="–" if each.due is None else day_text(each.due),
        )
        for each in agenda.actions
    ]
    return [say(AGENDA.actions, count=len(agenda.actions), late=late), *_listed(lines)]


def _deadline(each: Deadline) -> str:
    count = AGENDA.few if each.count is None else say(AGENDA.people, count=number_text(each.count))
    label = REVIEW.labels["criterion"].get(each.criterion, each.criterion)
    return say(AGENDA.deadline, criterion=label, count=count, day=day_text(each.day))


def _wave(each: WaveSoFar) -> str:
    return say(
        AGENDA.wave,
        title=each.title,
        completed=number_text(each.completed),
        total=number_text(each.total),
        day=day_text(each.closes_on),
    )


def _pulse(pulse: Pulse | None) -> list[str]:
    if pulse is None:
        return []
    lines = [line for question in pulse.questions for line in _question(question)]
    head = say(AGENDA.pulse, answered=pulse.answered, asked=pulse.asked)
    return [head, *(lines or [AGENDA.pulse_few])]


def _question(question: Question) -> Iterator[str]:
    if question.n is None:
        return
    before = "" if question.before is None else say(AGENDA.before, n=question.before)
    yield say(AGENDA.question, title=question.title, n=question.n, before=before)
    for line in question.told:
        change = "" if line.change is None else say(AGENDA.change, points=_signed(line.change))
        percent = number_text(line.percent or 0.0, 1)
        yield say(AGENDA.choice, label=line.label, count=line.count, percent=percent, change=change)
    if any(line.count is None for line in question.lines):
        yield AGENDA.hidden if question.told else AGENDA.hidden_all


def _signed(points: float) -> str:
    return ("+" if points > 0 else "") + number_text(points, 1)
