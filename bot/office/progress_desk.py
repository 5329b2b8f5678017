"""How far a wave is: by unit or by title, live, as a picture; telling coordinators, now and before the closing.

Callback data: ``q.p.<wave>[.t]`` shows the card (t: by title), ``q.P.<wave>.<u|t>`` orders the picture;
``q.q.<wave>`` asks whether coordinators shall be told, ``q.Q.<wave>.<token>`` tells them; ``q.j.<wave>`` asks how many
days before the closing they are told, ``q.J.<wave>.<days>`` sets that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.callbacks import number_in, to36
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office import live
from bot.office.actor import Actor
from bot.office.administrators_desk import name_of
from bot.office.asking import work_card
from bot.office.digests import (
    ORDERED,
    Occasion,
    Wording,
    coordinators,
    escalation_days,
    queue_for,
    set_escalation,
)
from bot.office.menu import Card, WaveLine, message, to_menu
from bot.office.orders import find_wave, note_order, require_all_of
from bot.office.progress_card import BY_TITLE, BY_UNIT, Showing, days_text
from bot.office.rights import Right
from bot.texts import moment_text, say
from bot.texts.office import TEXTS as OFFICE
from bot.texts.progress import TEXTS
from storage import extracts
from storage.administrators import AdministratorRecord
from storage.closings import Time
from storage.responses import Person
from storage.scope import Scope
from surveys.field_period import Calendar

PICTURE: Final = "picture"
"""The kind of the job that draws the picture."""
DAYS: Final = (1, 2, 3, 5, 0)
NAMED: Final = 10
"""So many coordinators are named before they are told."""


@dataclass(frozen=True, slots=True)
class ProgressDesk:
    """Answers taps about progress."""

    calendar: Calendar

    async def take(
        self, turn: Turn, person: Person, actor: Actor, wave: WaveLine, *, verb: str, arguments: Sequence[str]
    ) -> Card:
        """Carry out a tap."""
        match verb:
            case "p":
                return await self.show(turn, person, actor, wave, arguments)
            case "P":
                return await self._draw(turn, person, wave, arguments)
            case "q":
                return await self._ask_to_tell(turn, actor, wave)
            case "Q":
                return await self._tell(turn, actor, wave, arguments)
            case "j":
                return await self._ask_days(turn, wave)
            case _:
                return await self._set_days(turn, actor, wave, number_in(arguments))

    async def show(
        self, turn: Turn, person: Person, actor: Actor, wave: WaveLine, arguments: Sequence[str] = ()
    ) -> Card:
        """Show the card; where messages can be edited, it lives for some hours."""
        by = arguments[0] if arguments and arguments[0][:1] in (BY_UNIT, BY_TITLE) else BY_UNIT
        until = None
        if wave.state == "open" and turn.caps.edits and turn.inbound.card_ref:
            last = wave.last_closes_at or wave.closes_at
            until = min(turn.now + live.LASTS, last) if last > turn.now else None
        showing = Showing(turn.now, self.calendar, turn.titles)
        card = await showing.card(turn.conn, actor, wave, by, until=until, has_files=turn.caps.files)
        if until is not None:
            watched = live.Watched(
                person.contact_point.id,
                wave.number,
                by,
                turn.inbound.card_ref,
                until,
                has_files=turn.caps.files,
                is_large=wave.total > live.LARGE,
            )
            await live.watch(turn.conn, watched, card, turn.now)
        return card

    async def _draw(self, turn: Turn, person: Person, wave: WaveLine, arguments: Sequence[str]) -> Card:
        by = BY_TITLE if BY_TITLE in arguments else BY_UNIT
        words = {"number": wave.number, "what": OFFICE.files[PICTURE]}
        wanted = {"wave": wave.number, "by": by}
        queued, waiting = say(OFFICE.export_queued, **words), say(OFFICE.export_waiting, **words)
        return await work_card(turn, person, PICTURE, wanted, queued=queued, waiting=waiting)

    # --- coordinators -----------------------------------------------------------------------------

    async def _ask_to_tell(self, turn: Turn, actor: Actor, wave: WaveLine) -> Card:
        told = await self._to_tell(turn, actor, wave)
        if not told:
            return message(say(TEXTS.tell_nobody, number=wave.number))
        names = "\n".join("• " + name_of(each) for each in told[:NAMED])
        text = say(TEXTS.tell_ask, count=len(told), number=wave.number, names=names)
        token = to36(turn.inbound.update_id)
        label, style = TEXTS.tell_yes, "primary"
        if not self.calendar.is_office_time(turn.now):
            at = moment_text(self.calendar.next_office_moment(turn.now), self.calendar.zone)
            text += "\n\n" + say(TEXTS.tell_outside, at=at)
            label, style = TEXTS.tell_anyway, "danger"
        return Card(text, ((Button(label, f"q.Q.{wave.number}.{token}", style=style),), _back(wave)))

    async def _tell(self, turn: Turn, actor: Actor, wave: WaveLine, arguments: Sequence[str]) -> Card:
        token = arguments[0] if arguments else ""
        if wave.state != "open" or not token.isalnum():
            return message(say(OFFICE.stale))
        told = await self._to_tell(turn, actor, wave)
        record = await find_wave(turn.conn, wave.number, scope=actor.units(Right.REMIND))
        occasion = Occasion(ORDERED, record, token)
        count = await queue_for(turn.conn, occasion, told, Wording(self.calendar, turn.titles), turn.now)
        if not count:
            return Card(say(TEXTS.told_before), (_back(wave), to_menu()))
        details = {"wave": wave.number, "count": count}
        await note_order(turn.conn, actor.name, "wave.tell_coordinators", details, turn.now)
        return Card(say(TEXTS.told, count=count), (_back(wave), to_menu()))

    async def _to_tell(self, turn: Turn, actor: Actor, wave: WaveLine) -> list[AdministratorRecord]:
        """Return the other coordinators within whose units somebody is left."""
        scope = actor.units(Right.REMIND)
        found = await coordinators(turn.conn, turn.now, scope=scope)
        return [
            each
            for each in found
            if each.id != actor.number
            and await _has_unfinished(turn, wave, Actor.of_administrator(each, turn.now, turn.zone))
        ]

    async def _ask_days(self, turn: Turn, wave: WaveLine) -> Card:
        days = await escalation_days(turn.conn, wave.number)
        rows = [
            (Button(_begun(days_text(each)), f"q.J.{wave.number}.{each}"),) for each in DAYS if each != days
        ]
        text = say(TEXTS.escalation_ask, number=wave.number, days=days_text(days))
        return Card(text, (*rows, _back(wave)))

    async def _set_days(self, turn: Turn, actor: Actor, wave: WaveLine, days: int) -> Card:
        scope = actor.units(Right.CLOSE)
        record = await find_wave(turn.conn, wave.number, scope=scope)
        await require_all_of(turn.conn, record, scope)
        if days not in DAYS or wave.state == "closed":
            return message(say(OFFICE.stale))
        await set_escalation(turn.conn, wave.number, days, turn.now)
        details = {"wave": wave.number, "days": days}
        await note_order(turn.conn, actor.name, "wave.escalation", details, turn.now)
        template = TEXTS.escalation_set if days else TEXTS.escalation_unset
        text = say(template, number=wave.number, days=days_text(days))
        return Card(text, (_back(wave), to_menu()))


async def _has_unfinished(turn: Turn, wave: WaveLine, of: Actor) -> bool:
    scope: Scope = of.units(Right.NAMES)
    in_time = Time(after=turn.now)
    count, _ = await extracts.unfinished(turn.conn, wave.number, 0, 1, time=in_time, scope=scope)
    return count > 0


def _back(wave: WaveLine) -> tuple[Button, ...]:
    return (Button(TEXTS.back, f"q.p.{wave.number}"),)


def _begun(label: str) -> str:
    return label[:1].upper() + label[1:]
