"""What the agenda of a round is made of, read from the archive; how its pulse stands."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office.briefing_talk import Talk
from bot.office.briefing_words import agenda_lines
from bot.office.list_cards import fitting
from bot.office.standing import wave_lines
from bot.texts import moment_text, say
from bot.texts.briefings import AGENDA, TEXTS
from storage import briefings
from storage.briefings import ActionRecord, RoundRecord
from storage.scope import Scope
from surveys.briefing import (
    Agenda,
    ClassRow,
    Deadline,
    OpenAction,
    Pulse,
    RoundTimes,
    WaveSoFar,
)
from surveys.briefing.rounds import PULSE_FORM
from surveys.field_period import Calendar


async def gather_agenda(
    conn: AsyncConnection,
    held: RoundRecord,
    calendar: Calendar,
    *,
    scope: Scope,
    classes: Sequence[ClassRow] = (),
) -> Agenda:
    """Return all that an agenda may hold by now; owners of actions are named within a scope.

    ``classes`` are those of the plan that begin within two months.
    """
    actions = await briefings.open_actions(conn, held.briefing_id, scope=scope)
    proposals = await briefings.notes_of(conn, held.id, briefings.PROPOSAL)
    pulse, deadlines = figures_of(held)
    return Agenda(
        [_open(each) for each in actions],
        pulse,
        deadlines,
        classes,
        await waves_so_far(conn, calendar, scope=scope),
        [each.text for each in proposals],
    )


def figures_of(held: RoundRecord) -> tuple[Pulse | None, tuple[Deadline, ...]]:
    """Return what was counted for a round: nothing before its agenda is sent."""
    if held.figures is None:
        return None, ()
    pulse = held.figures.get("pulse")
    deadlines = tuple(Deadline.from_json(each) for each in held.figures["deadlines"])
    return (None if pulse is None else Pulse.from_json(pulse)), deadlines


async def waves_so_far(conn: AsyncConnection, calendar: Calendar, *, scope: Scope) -> list[WaveSoFar]:
    """Return the surveys that are open, with how many of a scope have answered; pulses are none."""
    return [
        WaveSoFar(each.title, each.completed, each.total, each.closes_at.astimezone(calendar.zone).date())
        for each in await wave_lines(conn, "open", scope=scope)
        if each.form_id != PULSE_FORM
    ]


def _open(action: ActionRecord) -> OpenAction:
    owner, unit = action.owner or "", action.owner_unit or ""
    return OpenAction(action.id, action.text, owner, action.due, action.owner_unit_id, unit)


async def preview(talk: Talk, held: RoundRecord) -> str:
    """Return the agenda as it is by now, for whoever prepares it."""
    whole = await gather_agenda(talk.turn.conn, held, talk.calendar, scope=talk.scope)
    named = [
        replace(each, owner=f"{each.owner}, {each.unit}") if each.owner else each for each in whole.actions
    ]
    return fitting([say(AGENDA.preview), *agenda_lines(replace(whole, actions=named), talk.turn.today)])


async def say_pulse(talk: Talk, held: RoundRecord, times: RoundTimes) -> str:
    """Say when the pulse of a round opens, or how far it is."""
    zone = talk.calendar.zone
    if held.wave_id is None:
        is_over = talk.turn.now >= times.pulse_closes_at
        return say(
            TEXTS.pulse_none if is_over else TEXTS.pulse_planned, at=moment_text(times.pulse_opens_at, zone)
        )
    known = {each.number: each for each in await wave_lines(talk.turn.conn, scope=talk.scope)}
    wave = known.get(held.wave_id)
    figures = {"completed": wave.completed, "total": wave.total} if wave else {"completed": 0, "total": 0}
    return say(TEXTS.pulse_open, number=held.wave_id, at=moment_text(times.pulse_closes_at, zone), **figures)
