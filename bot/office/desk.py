"""The administrators' desk in the chat: a tap or a typed date in, the next card out. Every state is a row."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.callbacks import from36, to36
from bot.conversation.turns import Turn
from bot.messages import Caps, Inbound, InboundKind, Outbound, OutboundKind
from bot.office import (
    adjusting_desk,
    administrators_desk,
    audit_desk,
    codes_desk,
    entry_desk,
    live,
    menu,
    orders,
    person_desk,
    requests_desk,
    roster_desk,
    trial_desk,
    upload_desk,
)
from bot.office.actor import Actor, NotAllowed
from bot.office.backups import BackupDesk, BackupKeys
from bot.office.briefing_desk import BriefingDesk
from bot.office.composing import Composer
from bot.office.draft import Draft, decode, entering
from bot.office.entry_desk import EntryDesk
from bot.office.menu import Card, WaveLine
from bot.office.orders import OrderRefused
from bot.office.plans import desk as plan_desk
from bot.office.progress_card import BY_UNIT, Showing
from bot.office.requests_desk import RequestsDesk
from bot.office.rights import Right
from bot.office.situations import desk as situations_desk
from bot.office.standing import wave_lines
from bot.office.titles import TitlesNow
from bot.office.wave_desk import WaveDesk
from bot.texts import say
from bot.texts.consent import OfficeDetails
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW
from bot.texts.office import TEXTS
from storage import desk, office
from storage.responses import Person
from surveys.field_period import Calendar
from surveys.titles import Titles, built_in_titles

ALL: Final = Caps()

VERBS: Final = {
    "m": Right.MENU,
    "x": Right.MENU,
    "X": Right.MENU,
    "o": Right.OPEN,
    "d": Right.OPEN,
    "p": Right.PROGRESS,
    "P": Right.PROGRESS,
    "q": Right.REMIND,
    "Q": Right.REMIND,
    "j": Right.CLOSE,
    "J": Right.CLOSE,
    "r": Right.REMIND,
    "R": Right.REMIND,
    "c": Right.CLOSE,
    "C": Right.CLOSE,
    "S": Right.CLOSE,
    "s": Right.OPEN,
    "e": Right.EXPORT,
    "b": Right.REPORT,
    "B": Right.REPORT,
    "v": Right.PERSONS,
    "V": Right.PERSONS,
    "n": Right.NAMES,
    "f": Right.NAMES,
    "h": Right.NAMES,
    "H": Right.NAMES,
    **dict.fromkeys(("y", "Y", "z"), Right.ENTER),
    "i": Right.CODES,
    "w": Right.REQUESTS,
    "W": Right.REQUESTS,
    **dict.fromkeys(("l", "L", "E", "T", "D", "F"), Right.ROSTER),
    "A": Right.BACKUP,
    "pl": Right.PLAN,
    "u": Right.AUDIT,
    "U": Right.AUDIT,
    **dict.fromkeys(("a", "k", "K", "g", "G"), Right.ADMINISTER),
    "bf": Right.BRIEF,
    "si": Right.SITUATIONS,
}
Take = Callable[[Turn, Person, Actor, str, Sequence[str]], Awaitable[Card | None]]

BESIDE_WAVES: Final[Mapping[Right, Take]] = {
    Right.ADMINISTER: administrators_desk.take,
    Right.AUDIT: audit_desk.take,
    Right.CODES: codes_desk.take,
    Right.PLAN: plan_desk.take,
    Right.ROSTER: roster_desk.take,
    Right.SITUATIONS: situations_desk.take,
}
"""Who answers a tap that is about no wave."""
TYPED: Final = (
    person_desk.take_text,
    codes_desk.take_text,
    trial_desk.take_text,
    requests_desk.take_text,
    entry_desk.take_text,
)
"""Who may have asked for what was typed."""


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
        titles: TitlesNow = built_in_titles,
        report_profile: str = "nd30",
        channels: Sequence[str] = (),
        code_lifetime: timedelta = timedelta(days=60),
        backup_keys: BackupKeys | None = None,
    ) -> None:
        self._beside_waves: Mapping[Right, Take] = {
            **BESIDE_WAVES,
            Right.BACKUP: BackupDesk(backup_keys or BackupKeys()).take,
            Right.REQUESTS: RequestsDesk(calendar).take,
            Right.BRIEF: BriefingDesk(calendar).take,
        }
        self._typed = (*TYPED, BriefingDesk(calendar).take_text)
        self._zone = zone
        self._titles_now = titles
        self._entry = EntryDesk(details)
        self._calendar = calendar
        self._composer = Composer(calendar, details)
        self._waves = WaveDesk(
            zone,
            calendar,
            details,
            self._entry,
            report_profile=report_profile,
            channels=channels,
            code_lifetime=code_lifetime,
        )

    @property
    def _titles(self) -> Titles:
        """The titles as they are now."""
        return self._titles_now()

    async def serve(
        self,
        conn: AsyncConnection,
        person: Person,
        inbound: Inbound,
        now: datetime,
        caps: Caps = ALL,
        *,
        is_second_text: bool = False,
    ) -> list[Outbound]:
        """Answer an administrator; anybody else hears what they hear to any unknown command."""
        turn = Turn(conn, inbound, now, self._zone, self._titles, caps, is_second_text)
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
        showing = Showing(turn.now, self._calendar, turn.titles)
        told = [(await showing.card(turn.conn, actor, wave, BY_UNIT)).text for wave in waves]
        return "\n\n".join([*(told or [say(TEXTS.nothing_open)]), say(TEXTS.orders_elsewhere)])

    async def _answer(self, turn: Turn, person: Person, actor: Actor) -> Card:
        chat_id = person.contact_point.id
        step = await desk.read_step(turn.conn, chat_id)
        draft = decode(step)
        if turn.inbound.kind is InboundKind.TAP:
            return await self._take_tap(turn, person, actor, step, draft)
        if turn.inbound.file is not None:
            return await upload_desk.take_file(turn, person, actor)
        if (entered := entering(step)) and not turn.command:
            return await self._entry.take_text(turn, person, actor, entered)
        if turn.inbound.kind is not InboundKind.TEXT:
            card = await (
                self._composer.show(turn, draft, actor.units(Right.OPEN))
                if draft
                else self._menu(turn, actor)
            )
            return replace(card, text=say(INTERVIEW.not_text) + "\n\n" + card.text)
        for take_text in self._typed:
            if not turn.command and (answer := await take_text(turn, person, actor, step)):
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
        await live.unwatch(turn.conn, chat_id, turn.inbound.card_ref)
        if verb == "d":
            return await self._compose(turn, person, actor, step=step, draft=draft, arguments=arguments)
        if verb == "z":
            return await self._entry.take_tap(turn, person, actor, arguments)
        if verb == "F":
            card = await trial_desk.take(turn, person, actor, step, arguments)
            return card or await self._menu(turn, actor, say(TEXTS.stale))
        if step:
            await desk.swap_step(turn.conn, chat_id, step, "")
        if verb == "m":
            return await self._menu(turn, actor)
        if verb == "x":
            return Card(say(TEXTS.left))
        if verb == "X":
            return await _cancel_job(turn, person, arguments)
        if verb == "o":
            return await self._composer.begin(
                turn, chat_id, Draft(token=to36(turn.inbound.update_id)), actor.units(right)
            )
        if verb == "s" and len(arguments) == 2:
            return await self._adjust(turn, chat_id, actor, *arguments)
        if right in self._beside_waves:
            card = await self._beside_waves[right](turn, person, actor, verb, arguments)
            return card or await self._menu(turn, actor, say(TEXTS.stale))
        card = await self._waves.take(turn, person, actor, verb, arguments, right=right)
        return card or await self._menu(turn, actor, say(TEXTS.stale))

    async def _adjust(self, turn: Turn, chat_id: int, actor: Actor, number: str, what: str) -> Card:
        """Begin to change a wave that exists, or do at once what needs no question."""
        scope = actor.units(Right.OPEN)
        waves = {str(each.number): each for each in await wave_lines(turn.conn, scope=scope)}
        wave = waves.get(number)
        if wave is None:
            return await self._menu(turn, actor, say(TEXTS.stale))
        if what == "n":
            return await adjusting_desk.add_joined(turn, actor, wave, self._calendar)
        draft = await adjusting_desk.begin(turn, actor, wave, what, self._calendar)
        if draft is None:
            return await self._menu(turn, actor, say(TEXTS.stale))
        return await self._composer.take_up(turn, chat_id, draft, scope)

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


async def _cancel_job(turn: Turn, person: Person, arguments: Sequence[str]) -> Card:
    """End work that was asked for in this chat."""
    number = from36(arguments[0]) if arguments else None
    is_ended = number is not None and await office.cancel_job(
        turn.conn, number, person.contact_point.id, turn.now
    )
    return menu.message(say(TEXTS.job_cancelled if is_ended else TEXTS.job_over))


def refused(refusal: OrderRefused) -> Card:
    """Word a refused order."""
    return menu.message(orders.refusal_text(refusal))


def _read(data: str) -> tuple[str, list[str]]:
    """Take callback data apart: the verb after ``q`` and its arguments; an empty verb if it is not ours."""
    head, *parts = data.split(".")
    return (parts[0], parts[1:]) if head == "q" and parts else ("", [])
