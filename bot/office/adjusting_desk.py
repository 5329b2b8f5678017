"""Changes of a wave that exists: what can be changed, the draft of each change, and carrying it out."""

from dataclasses import replace
from datetime import date, datetime

from bot.callbacks import to36
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office import adjusting, adjusting_cards, orders
from bot.office.actor import Actor
from bot.office.adjusting import Extension, Joined
from bot.office.draft import Draft
from bot.office.menu import Card, WaveLine, message, to_menu
from bot.office.rights import Right
from bot.texts import moment_text, say
from bot.texts.adjusting import TEXTS
from bot.texts.office import TEXTS as OFFICE
from storage import closings, series
from storage.records import WaveRecord
from storage.scope import Scope
from storage.wave_people import asks_again, named_by
from surveys.field_period import Calendar
from surveys.problems import Problem

NOBODY = Joined(0, 0)


def is_offered(wave: WaveLine, now: datetime) -> bool:
    """Say whether anything may be changed of a wave: it has not ended, or not long ago."""
    return wave.closed_at is None or now <= wave.closed_at + adjusting.REOPENED_WITHIN


async def show(turn: Turn, actor: Actor, wave: WaveLine, calendar: Calendar) -> Card:
    """Show what can be changed of a wave."""
    scope = actor.units(Right.OPEN)
    record = await orders.find_wave(turn.conn, wave.number, scope=scope)
    joined = NOBODY
    if (await closings.parts_of(turn.conn, record))[-1].closes_at > turn.now and wave.state == "open":
        joined = await adjusting.count_joined(
            turn.conn, wave.number, turn.now, day=_day(turn, calendar), scope=scope
        )
    later = await closings.count_later(turn.conn, wave.number, scope=scope)
    is_whole = await orders.is_all_within(turn.conn, record, scope=scope)
    is_reopenable = is_whole and adjusting.is_reopenable(record, turn.now)
    return adjusting_cards.show_wave(
        wave, calendar, joined, later, is_whole=is_whole, is_reopenable=is_reopenable
    )


async def add_joined(turn: Turn, actor: Actor, wave: WaveLine, calendar: Calendar) -> Card:
    """Ask who joined the list since the wave was opened."""
    count = await adjusting.add_joined(
        turn.conn,
        wave.number,
        actor.name,
        turn.now,
        day=_day(turn, calendar),
        scope=actor.units(Right.OPEN),
    )
    if not count:
        return message(say(TEXTS.added_before))
    return message(say(TEXTS.added, count=count, number=wave.number))


async def begin(turn: Turn, actor: Actor, wave: WaveLine, what: str, calendar: Calendar) -> Draft | None:
    """Return the draft of a change: e (of what is planned), x (extend) or r (reopen); ``None`` for another letter.

    Raises ``OrderRefused`` if the wave is not in that state.
    """
    scope = actor.units(Right.OPEN)
    record = await orders.find_wave(turn.conn, wave.number, scope=scope)
    draft = Draft(token=to36(turn.inbound.update_id), wave=wave.number)
    match what:
        case "x":
            _require(record.state == "open", "wave_not_open", wave)
            standing = record.closes_at.isoformat()
            return replace(draft, order="extend", step="audience", opens=standing)
        case "r":
            _require(adjusting.is_reopenable(record, turn.now), "not_reopened", wave)
            await orders.require_all_of(turn.conn, record, scope)
            return replace(draft, order="reopen", step="closes")
        case "e":
            _require(record.state == "planned", "wave_begun", wave)
            await orders.require_all_of(turn.conn, record, scope)
            return await _draft_of(turn, record, draft, calendar)
    return None


async def as_it_stands(turn: Turn, draft: Draft, scope: Scope) -> Draft:
    """Return the draft of an extension with the closing that stands now: somebody else may have put it off."""
    if draft.order != "extend":
        return draft
    wave = await orders.find_wave(turn.conn, draft.wave, scope=scope)
    return replace(draft, opens=wave.closes_at.isoformat())


def _require(is_so: bool, code: str, wave: WaveLine) -> None:
    """Raise ``OrderRefused`` with a problem unless something is so."""
    if not is_so:
        raise orders.OrderRefused(Problem(code, parameters={"found": str(wave.number)}))


async def _draft_of(turn: Turn, wave: WaveRecord, draft: Draft, calendar: Calendar) -> Draft:
    """Return a planned wave as the draft from which it could have been ordered, at its summary."""
    named = await named_by(turn.conn, wave)
    recurring = {each.id: each for each in await series.list_series(turn.conn)}
    of = recurring.get(wave.series_id or 0)
    return replace(
        draft,
        order="change",
        step="confirm",
        is_reviewed=True,
        form=wave.form_sha256,
        unit_codes=wave.unit_codes,
        titles=wave.titles,
        opens=wave.opens_at.isoformat(),
        closes=wave.closes_at.isoformat(),
        hour=f"{wave.closes_at.astimezone(calendar.zone):%H:%M}",
        reminders=wave.reminders,
        any_hour=wave.any_hour,
        every=of.every if of else "",
        is_later=(wave.number_in_series or 1) > 1,
        pilot=tuple(sorted(named.only or ())),
        excluded=tuple(sorted(named.excluded)),
        asks_again=await asks_again(turn.conn, wave),
    )


async def put_off(turn: Turn, actor: Actor, draft: Draft, calendar: Calendar) -> Card:
    """Extend or reopen a wave as a draft says. Raises ``OrderRefused``."""
    assert draft.closes_at is not None
    scope = actor.units(Right.OPEN)
    words = {"number": draft.wave, "closes_at": moment_text(draft.closes_at, calendar.zone)}
    if draft.order == "reopen":
        await adjusting.reopen_wave(turn.conn, draft.wave, draft.closes_at, actor.name, turn.now, scope=scope)
        return message(say(TEXTS.reopened, **words))
    extension = Extension(draft.closes_at, draft.unit_codes, draft.pilot)
    count = await adjusting.extend_wave(
        turn.conn, draft.wave, extension, actor.name, turn.now, day=_day(turn, calendar), scope=scope
    )
    remind = (Button(OFFICE.remind_button, f"q.r.{draft.wave}"),)
    return Card(say(TEXTS.extended, count=count, **words), (remind, to_menu()))


def _day(turn: Turn, calendar: Calendar) -> date:
    return turn.now.astimezone(calendar.zone).date()
