"""The administrators' desk in the chat: a tap or a typed date in, the next card out. Every state is a row."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import fieldwork
from bot.callbacks import to36
from bot.conversation.turns import Turn
from bot.messages import Caps, Inbound, InboundKind, Outbound, OutboundKind
from bot.office import (
    administrators_desk,
    codes_desk,
    differences_desk,
    menu,
    orders,
    person_desk,
    requests_desk,
    unfinished_desk,
    upload_desk,
    wave_cards,
)
from bot.office.actor import Actor, NotAllowed
from bot.office.budgets import budget_lines
from bot.office.codes import HandingOut, handing_out
from bot.office.composing import Composer
from bot.office.draft import Draft, decode, entering
from bot.office.entry_desk import EntryDesk
from bot.office.menu import Card, WaveLine
from bot.office.orders import OrderRefused
from bot.office.report_desk import ReportDesk
from bot.office.rights import Right
from bot.office.standing import progress_of, wave_lines
from bot.texts import say
from bot.texts.consent import OfficeDetails
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW
from bot.texts.office import TEXTS
from storage import desk
from storage.responses import Person
from surveys.field_period import Calendar
from surveys.titles import Titles, built_in_titles

EXPORT: Final = "export"
"""The kind of the job that makes a workbook of answers."""
PAPER: Final = "paper"
"""The kind of the job that makes the questionnaire on paper."""

ALL: Final = Caps()

VERBS: Final = {
    "m": Right.MENU,
    "x": Right.MENU,
    "o": Right.OPEN,
    "d": Right.OPEN,
    "p": Right.PROGRESS,
    "r": Right.REMIND,
    "R": Right.REMIND,
    "c": Right.CLOSE,
    "C": Right.CLOSE,
    "S": Right.CLOSE,
    "e": Right.EXPORT,
    "b": Right.REPORT,
    "B": Right.REPORT,
    "v": Right.PERSONS,
    "V": Right.PERSONS,
    "n": Right.NAMES,
    "f": Right.NAMES,
    "h": Right.NAMES,
    **dict.fromkeys(("y", "Y", "z"), Right.ENTER),
    "i": Right.CODES,
    "w": Right.REQUESTS,
    "l": Right.ROSTER,
    "L": Right.ROSTER,
    "E": Right.ROSTER,
    **dict.fromkeys(("a", "k", "K", "g", "G"), Right.ADMINISTER),
}
STATES: Final = {
    "p": ("planned", "open", "closed"),
    "r": ("open",),
    "c": ("planned", "open"),
    "s": ("planned", "open", "closed"),
    "e": ("open", "closed"),
    "b": ("open", "closed"),
    "v": ("open", "closed"),
    "n": ("open",),
    "f": ("open",),
    "h": ("open",),
    "y": ("open",),
}
"""In which states a wave can be meant by a verb."""


class Office:
    """Serves whoever has a role. Holds settings only: the drafts stand in the contact points' rows.

    ``channels``: by which people come, the easiest first; ``code_lifetime`` of the codes that are given with a text.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        calendar: Calendar,
        details: OfficeDetails,
        *,
        titles: Titles | None = None,
        report_profile: str = "nd30",
        channels: Sequence[str] = (),
        code_lifetime: timedelta = timedelta(days=60),
    ) -> None:
        self._reports = ReportDesk(report_profile)
        self._zone = zone
        self._titles = titles or built_in_titles()
        self._calendar = calendar
        self._details = details
        self._entry = EntryDesk(details)
        self._composer = Composer(calendar, details)
        self._channels = channels
        self._code_lifetime = code_lifetime

    async def serve(
        self, conn: AsyncConnection, person: Person, inbound: Inbound, now: datetime, caps: Caps = ALL
    ) -> list[Outbound]:
        """Answer an administrator; anybody else hears what they hear to any unknown command."""
        turn = Turn(conn, inbound, now, self._zone, self._titles, caps)
        actor = Actor.of_person(person, now, self._zone)
        if not actor.may(Right.MENU):
            return [turn.notice(say(IDENTITY.not_understood))]
        if not caps.buttons:
            return [turn.notice(await self._tell(turn, actor))]
        try:
            card = await self._answer(turn, person, actor)
        except OrderRefused as refusal:
            card = refused(refusal)
        except NotAllowed:
            card = menu.message(say(TEXTS.not_allowed))
        passed_on = [Outbound(OutboundKind.NOTICE, card.to_pass_on)] if card.to_pass_on else []
        return [*passed_on, replace(turn.notice(card.text, *card.rows), picks=card.picks, toast=card.toast)]

    async def _tell(self, turn: Turn, actor: Actor) -> str:
        """Say how the waves stand, where no menu can be shown, and where orders are given and files are received."""
        waves = await self._current(turn, actor)
        told = [(await self._show_progress(turn, actor, wave)).text for wave in waves]
        return "\n\n".join([*(told or [say(TEXTS.nothing_open)]), say(TEXTS.orders_elsewhere)])

    async def _answer(self, turn: Turn, person: Person, actor: Actor) -> Card:
        chat_id = person.contact_point.id
        step = await desk.read_step(turn.conn, chat_id)
        draft = decode(step)
        if turn.inbound.kind is InboundKind.TAP:
            return await self._take_tap(turn, person, actor, step, draft)
        if turn.inbound.file is not None:
            return await upload_desk.take_file(turn, person, actor)
        if (entered := entering(step)) and turn.inbound.kind is InboundKind.TEXT and not turn.command:
            return await self._entry.take_text(turn, person, actor, entered)
        if turn.inbound.kind is not InboundKind.TEXT:
            card = await (
                self._composer.show(turn, draft, actor.units(Right.OPEN))
                if draft
                else self._menu(turn, actor)
            )
            return replace(card, text=say(INTERVIEW.not_text) + "\n\n" + card.text)
        if not turn.command and (answer := await person_desk.take_text(turn, person, actor, step)):
            return answer
        if turn.command or draft is None:
            await desk.swap_step(turn.conn, chat_id, step, "")
            return await self._menu(turn, actor)
        if draft.ask:
            return await self._composer.take_text(turn, chat_id, step, draft, actor.units(Right.OPEN))
        return await self._composer.show(turn, draft, actor.units(Right.OPEN))

    async def _take_tap(
        self, turn: Turn, person: Person, actor: Actor, step: str, draft: Draft | None
    ) -> Card:
        verb, arguments = _read(turn.inbound.data)
        right = VERBS.get(verb)
        if right is None:
            return await self._menu(turn, actor, say(TEXTS.stale))
        if not actor.may(right):
            raise NotAllowed(right)
        chat_id = person.contact_point.id
        if verb == "d":
            return await self._compose(turn, person, actor, step=step, draft=draft, arguments=arguments)
        if verb == "z":
            return await self._entry.take_tap(turn, person, actor, arguments)
        if step:
            await desk.swap_step(turn.conn, chat_id, step, "")
        if verb == "m":
            return await self._menu(turn, actor)
        if verb == "x":
            return Card(say(TEXTS.left))
        if verb == "o":
            return await self._composer.begin(
                turn, chat_id, Draft(token=to36(turn.inbound.update_id)), actor.units(right)
            )
        if right is Right.ADMINISTER:
            return await administrators_desk.take(turn, actor, verb, arguments)
        if verb == "i":
            return await codes_desk.take(turn, person, actor, arguments)
        if verb == "w":
            return await requests_desk.show(turn, actor)
        if right is Right.ROSTER:
            if verb == "E":
                card = await person_desk.take(turn, person, actor, arguments)
            else:
                card = await upload_desk.take(turn, person, actor, verb, arguments)
            return card or await self._menu(turn, actor, say(TEXTS.stale))
        return await self._take_order(turn, person, actor, verb, arguments)

    async def _compose(
        self,
        turn: Turn,
        person: Person,
        actor: Actor,
        *,
        step: str,
        draft: Draft | None,
        arguments: list[str],
    ) -> Card:
        token, *rest = arguments or [""]
        if draft is None or draft.token != token or not rest:
            return await self._menu(turn, actor, say(TEXTS.stale))
        card = await self._composer.take_tap(turn, person, actor, step=step, draft=draft, arguments=rest)
        return card or await self._menu(turn, actor, say(TEXTS.stale))

    async def _current(self, turn: Turn, actor: Actor) -> list[WaveLine]:
        """Return the waves planned or open whose progress an actor may see."""
        if not actor.may(Right.PROGRESS):
            return []
        return await wave_lines(turn.conn, "planned", "open", scope=actor.units(Right.PROGRESS))

    async def _menu(self, turn: Turn, actor: Actor, lead: str = "") -> Card:
        card = menu.main_menu(await self._current(turn, actor), actor, self._zone)
        return replace(card, text="\n\n".join(part for part in (lead, card.text) if part))

    # --- waves that exist -------------------------------------------------------------------------

    async def _take_order(
        self, turn: Turn, person: Person, actor: Actor, verb: str, arguments: list[str]
    ) -> Card:
        chosen = verb.lower()
        scope = actor.units(VERBS[verb])
        waves = await wave_lines(turn.conn, *STATES[chosen], scope=scope)
        if not arguments:
            if not waves:
                return menu.message(say(TEXTS.nothing_open))
            if len(waves) > 1:
                return menu.choose_wave(waves[::-1], chosen, self._zone)
            number = waves[0].number
        else:
            number = int(arguments[0]) if arguments[0].isdecimal() and len(arguments[0]) < 10 else 0
        wave = next(
            (each for each in await wave_lines(turn.conn, scope=scope) if each.number == number), None
        )
        if wave is None:
            return await self._menu(turn, actor, say(TEXTS.stale))
        match verb:
            case "p":
                return await self._show_progress(turn, actor, wave)
            case "r":
                return await self._ask_remind(turn, actor, wave)
            case "R":
                return await self._remind(turn, wave, actor, arguments[1:])
            case "c":
                return wave_cards.ask_close(wave) if wave.state != "closed" else _closed_before(wave)
            case "C":
                return await self._close(turn, wave, actor)
            case "S":
                called_off = await orders.stop_series(
                    turn.conn, wave.number, actor.name, turn.now, scope=scope
                )
                template = TEXTS.series_stopped_before if called_off is None else TEXTS.series_stopped
                return menu.message(say(template))
            case "b" | "B":
                card = await self._reports.take(turn, person, actor, wave, verb=verb, arguments=arguments[1:])
                return card or await self._menu(turn, actor, say(TEXTS.stale))
            case "v" | "V":
                card = await differences_desk.take(turn, actor, wave.number, verb, arguments[1:])
                return card or await self._menu(turn, actor, say(TEXTS.stale))
            case "n":
                return await unfinished_desk.show(turn, actor, wave, arguments[1:])
            case "f":
                office = await self._handing_out(turn)
                return await unfinished_desk.forward(turn, actor, wave, office, arguments[1:])
            case "y":
                return await self._entry.choose(turn, actor, wave.number, arguments[1:])
            case "Y":
                return await self._entry.begin(turn, person, actor, wave.number, arguments[1:])
            case "h":
                return await self._queue(turn, wave, person, actor, PAPER)
            case _:
                return await self._queue(turn, wave, person, actor, EXPORT)

    async def _handing_out(self, turn: Turn) -> HandingOut:
        return await handing_out(
            turn.conn,
            self._details.office_name,
            self._channels,
            turn.titles,
            self._zone,
            expires_at=turn.now + self._code_lifetime,
        )

    async def _show_progress(self, turn: Turn, actor: Actor, wave: WaveLine) -> Card:
        scope = actor.units(Right.PROGRESS)
        record = await orders.find_wave(turn.conn, wave.number, scope=scope)
        progress = await progress_of(turn.conn, record, turn.today, scope=scope)
        budgets = await budget_lines(turn.conn, turn.now) if scope.is_everything else []
        return wave_cards.show_progress(wave, progress, self._zone, budgets)

    async def _ask_remind(self, turn: Turn, actor: Actor, wave: WaveLine) -> Card:
        if wave.state != "open":
            return menu.message(say(TEXTS.remind_not_open, number=wave.number))
        scope = actor.units(Right.REMIND)
        record = await orders.find_wave(turn.conn, wave.number, scope=scope)
        count = await fieldwork.count_remindable(turn.conn, record, self._calendar, turn.now, scope=scope)
        token = to36(turn.inbound.update_id)
        return wave_cards.ask_remind(wave.number, count, token, self._calendar, turn.now)

    async def _remind(self, turn: Turn, wave: WaveLine, actor: Actor, arguments: list[str]) -> Card:
        if len(arguments) != 2 or arguments[1] not in ("0", "1") or not arguments[0].isalnum():
            return menu.message(say(TEXTS.stale))
        token, hours = arguments
        count = await orders.remind_now(
            turn.conn,
            wave.number,
            self._calendar,
            actor.name,
            turn.now,
            token=token,
            scope=actor.units(Right.REMIND),
            any_hour=hours == "1",
        )
        if not count:
            return menu.message(say(TEXTS.reminded_before))
        return menu.message(say(TEXTS.reminded, count=count, number=wave.number))

    async def _close(self, turn: Turn, wave: WaveLine, actor: Actor) -> Card:
        scope = actor.units(Right.CLOSE)
        if not await orders.close_wave(
            turn.conn, wave.number, self._calendar, actor.name, turn.now, scope=scope
        ):
            return _closed_before(wave)
        return menu.message(say(TEXTS.closed, number=wave.number))

    async def _queue(self, turn: Turn, wave: WaveLine, person: Person, actor: Actor, kind: str) -> Card:
        """Let a file be made, unless the same one is being made already."""
        chat_id, parameters = person.contact_point.id, {"wave": wave.number}
        words = {"number": wave.number, "what": TEXTS.files[kind]}
        if not await desk.queue_once(turn.conn, kind, parameters, chat_id, turn.now):
            return menu.message(say(TEXTS.export_waiting, **words))
        await orders.note_order(turn.conn, actor.name, f"wave.{kind}", parameters, turn.now)
        return menu.message(say(TEXTS.export_queued, **words))


def refused(refusal: OrderRefused) -> Card:
    """Word a refused order."""
    return menu.message(orders.refusal_text(refusal))


def _closed_before(wave: WaveLine) -> Card:
    return menu.message(say(TEXTS.closed_before, number=wave.number))


def _read(data: str) -> tuple[str, list[str]]:
    """Take callback data apart: the verb after ``q`` and its arguments; an empty verb if it is not ours."""
    head, *parts = data.split(".")
    return (parts[0], parts[1:]) if head == "q" and parts else ("", [])
