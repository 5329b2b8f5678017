"""What briefings write to people: agendas, what owners are told, and that conclusions are missing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import encode
from bot.messages import Button, Outbound, OutboundKind
from bot.office.actor import HOUSE, Actor
from bot.office.beside import worker
from bot.office.briefing_figures import FigureSource, count_figures
from bot.office.briefing_own import owner_message
from bot.office.briefing_rounds import gather_agenda, waves_so_far
from bot.office.briefing_talk import Chat, chats_of
from bot.office.briefing_words import agenda_buttons, agenda_message
from bot.office.material import version_on
from bot.office.orders import note_order
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.settings import Settings
from bot.texts import moment_text, say
from bot.texts.briefings import TEXTS
from storage import administrators, briefings, mailbox, office, planning
from storage.briefings import ActionRecord, BriefingRecord, PersonRecord, RoundRecord
from storage.database import Database
from storage.mailbox import QueuedMessage
from storage.scope import Scope
from surveys.briefing import (
    Agenda,
    ClassRow,
    Occasion,
    Party,
    RoundTimes,
    WaveSoFar,
    agenda_for,
    occasion_due,
)
from surveys.field_period import Calendar

ASKED_WITHIN: Final = timedelta(days=7)
"""So long after a round its conclusions are asked for."""
LANE: Final = "reply"
KEY: Final = "digest:briefing:"
"""How the keys of these messages begin."""
CLASSES_AHEAD: Final = timedelta(days=61)


class BriefingPost:
    """Queues it. ``wake`` the dispatcher."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        calendar: Calendar,
        titles: TitlesNow,
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._settings = settings
        self._calendar = calendar
        self._titles = titles
        self._wake = wake

    # --- the agenda ---------------------------------------------------------------------------------

    async def send_agenda(
        self, briefing: BriefingRecord, held: RoundRecord, times: RoundTimes, now: datetime
    ) -> None:
        """Count what stands on the agenda, and queue it for everybody as their party reads it."""
        if held.agenda_at is not None or not times.agenda_at <= now < held.at:
            return
        today = now.astimezone(self._calendar.zone).date()
        scope = scope_of(briefing, now, self._calendar)
        async with self._database.read() as conn:
            earlier = [each for each in await briefings.rounds_of(conn, briefing.id) if each.wave_id]
            version = await version_on(conn, today, self._calendar.zone)
            own = await self._own_waves(conn, briefing.id, today, scope=scope)
        previous = next((each.wave_id for each in earlier if each.number < held.number), 0) or 0
        source = FigureSource(
            self._database.source,
            held.wave_id or 0,
            previous if held.wave_id else 0,
            today,
            self._calendar.zone,
            self._titles(),
            scope,
            self._settings.own_standards(),
            version,
        )
        async with worker() as carry:
            figures = await carry(count_figures, source)
        async with self._database.begin() as conn:
            if not await briefings.change_round(conn, held, agenda_at=now, figures=figures):
                return
            found = await briefings.find_round(conn, held.id, scope=HOUSE.units(Right.BRIEF))
            assert found is not None
            queued = await self._agendas(conn, found, own, now, scope=scope)
            await mailbox.queue(conn, queued)
            details = {"briefing": briefing.id, "count": len(queued)}
            await note_order(conn, HOUSE.name, "briefing.agenda", details, now)
        self._wake()

    async def send_agenda_again(self, briefing: BriefingRecord, held: RoundRecord, now: datetime) -> None:
        """Queue the agenda of a round that lies ahead for those whom an outage kept it from."""
        if held.agenda_at is None or now >= held.at:
            return
        today, prefix = now.astimezone(self._calendar.zone).date(), f"{KEY}agenda:{held.id}:"
        scope = scope_of(briefing, now, self._calendar)
        async with self._database.read() as conn:
            missed = await mailbox.expired(conn, LANE, prefix)
            own = await self._own_waves(conn, briefing.id, today, scope=scope) if missed else {}
        if missed:
            async with self._database.begin() as conn:
                taken = _numbers(await mailbox.take_back(conn, LANE, missed))
                await mailbox.queue(conn, await self._agendas(conn, held, own, now, scope=scope, only=taken))
            self._wake()

    async def _agendas(
        self,
        conn: AsyncConnection,
        held: RoundRecord,
        own: Mapping[int, Sequence[WaveSoFar]],
        now: datetime,
        *,
        scope: Scope,
        only: Collection[int] | None = None,
    ) -> list[QueuedMessage]:
        """Return the agenda for everybody who can be written to; ``own``: how far the surveys are, by unit.

        ``only``: for these people of the parties, by their numbers.
        """
        people = await briefings.people_of(conn, held.briefing_id, scope=scope)
        people = [each for each in people if only is None or each.id in only]
        chats = await chats_of(conn, people, now)
        today, at = now.astimezone(self._calendar.zone).date(), moment_text(held.at, self._calendar.zone)
        classes = await classes_ahead(conn, today)
        whole = await gather_agenda(conn, held, self._calendar, scope=scope, classes=classes)
        queued = []
        for each in people:
            if each.id in chats:
                text = agenda_message(
                    _told(each, whole, own), Party(each.party), each.full_name or "", at, today
                )
                message = Outbound(OutboundKind.NOTICE, text, buttons=agenda_buttons(held.id))
                queued.append(self._addressed(message, chats[each.id], now, f"agenda:{held.id}:{each.id}"))
        return queued

    async def _own_waves(
        self, conn: AsyncConnection, briefing_id: int, today: date, *, scope: Scope
    ) -> dict[int, Sequence[WaveSoFar]]:
        """Return how far the open surveys are in each unit of the communes' people."""
        people = await briefings.people_of(conn, briefing_id, Party.COMMUNES, scope=scope)
        units = {each.unit_id for each in people if each.unit_id is not None}
        return {
            unit: await waves_so_far(conn, self._calendar, scope=Scope(frozenset({unit}), today))
            for unit in sorted(units)
        }

    # --- what was concluded ---------------------------------------------------------------------------

    async def ask_for_conclusions(self, briefing: BriefingRecord, now: datetime) -> None:
        """Ask, on the working day after a round, whoever prepares it for what it concluded; once.

        Again whom an outage kept it from.
        """
        async with self._database.read() as conn:
            held = next(
                (each for each in await briefings.rounds_of(conn, briefing.id) if each.at <= now), None
            )
            if held is None or held.agenda_at is None or held.concluded_at is not None:
                return
            day = self._calendar.working_day_from(held.at.astimezone(self._calendar.zone).date(), 1)
            key = f"briefing.asked:{held.id}"
            is_due = day <= now.astimezone(self._calendar.zone).date() and now - held.at < ASKED_WITHIN
            is_asked = await office.get_fact(conn, key) is not None
            missed = await mailbox.expired(conn, LANE, f"{KEY}conclude:{held.id}:") if is_asked else []
            if not is_due or (is_asked and not missed):
                return
        async with self._database.begin() as conn:
            again = _numbers(await mailbox.take_back(conn, LANE, missed)) if is_asked else None
            text = say(TEXTS.ask_conclusions, at=moment_text(held.at, self._calendar.zone))
            way = (Button(TEXTS.enter_button, f"q.bf.k.{held.id}"),)
            message = Outbound(OutboundKind.NOTICE, text, buttons=(way,))
            queued = [
                self._addressed(message, chat, now, f"conclude:{held.id}:{number}")
                for number, chat in (await self._preparing(conn, briefing, now)).items()
                if again is None or number in again
            ]
            await mailbox.queue(conn, queued)
            await office.set_fact(conn, key, str(len(queued)), now)
        self._wake()

    async def _preparing(
        self, conn: AsyncConnection, briefing: BriefingRecord, now: datetime
    ) -> dict[int, Chat]:
        """Return who prepares a briefing: administrators whose right reaches it."""
        found = {}
        for each in await administrators.list_administrators(conn, now, scope=HOUSE.units(Right.BRIEF)):
            actor = Actor.of_administrator(each, now, self._calendar.zone)
            if actor.may(Right.BRIEF) and await briefings.find_briefing(
                conn, briefing.id, scope=actor.units(Right.BRIEF)
            ):
                found[each.id] = Chat(each.channel, each.address, each.contact_point_id)
        return found

    # --- owners -------------------------------------------------------------------------------------

    async def write_to_owners(self, now: datetime) -> None:
        """Tell owners of what is new, and remind them of its day; each once, who cannot be written to later.

        What an outage kept from them is still to be told.
        """
        await self._take_back_actions()
        async with self._database.read() as conn:
            found = await briefings.actions_to_tell(conn)
            due = [(each, what) for each in found if (what := self._due(each, now))]
            known = await self._reached(conn, [each for each, _ in due], now)
        if not known:
            return
        async with self._database.begin() as conn:
            queued = []
            for action, what in due:
                if action.person_id in known and await briefings.change_action(
                    conn, action, **({"told_at": now} if what == "told" else {"reminded": what})
                ):
                    queued.append(await self._owner_told(conn, action, known[action.person_id], what, now))
            await mailbox.queue(conn, queued)
        self._wake()

    async def _take_back_actions(self) -> None:
        async with self._database.read() as conn:
            missed = await mailbox.expired(conn, LANE, f"{KEY}action:")
        if missed:
            async with self._database.begin() as conn:
                for key in await mailbox.take_back(conn, LANE, missed):
                    number, what, *_ = key.removeprefix(f"{KEY}action:").split(":")
                    await briefings.note_untold(conn, int(number), was_first=what == "told")

    async def _reached(
        self, conn: AsyncConnection, actions: Sequence[ActionRecord], now: datetime
    ) -> dict[int, tuple[PersonRecord, Chat]]:
        """Return the owners of actions who can be written to, by number."""
        everywhere = HOUSE.units(Right.BRIEF)
        numbers = sorted({each.person_id for each in actions if each.person_id is not None})
        found = [await briefings.find_person(conn, number, scope=everywhere) for number in numbers]
        people = [each for each in found if each is not None]
        chats = await chats_of(conn, people, now) if people else {}
        return {each.id: (each, chats[each.id]) for each in people if each.id in chats}

    def _due(self, action: ActionRecord, now: datetime) -> str:
        if action.told_at is None:
            return "told"
        assert action.due is not None
        today = now.astimezone(self._calendar.zone).date()
        told_on = action.told_at.astimezone(self._calendar.zone).date()
        found = occasion_due(action.due, Occasion(action.reminded), today, self._calendar)
        return "" if found is None or told_on == today else found.value

    async def _owner_told(
        self,
        conn: AsyncConnection,
        action: ActionRecord,
        owner: tuple[PersonRecord, Chat],
        what: str,
        now: datetime,
    ) -> QueuedMessage:
        person, chat = owner
        held = await briefings.find_round(conn, action.round_id, scope=HOUSE.units(Right.BRIEF))
        assert held is not None, action.round_id
        message = owner_message(action, person, held, what, self._calendar.zone)
        return self._addressed(message, chat, now, f"action:{action.id}:{what}:{now.isoformat()}")

    def _addressed(self, message: Outbound, to: Chat, now: datetime, key: str) -> QueuedMessage:
        """Return a message that leaves before offices close. Who loses a role loses what waits under such a key."""
        plain, _ = encode(message)
        return QueuedMessage(
            lane=LANE,
            purpose="notice",
            channel=to.channel,
            address=to.address,
            message=plain,
            created_at=now,
            contact_point_id=to.contact_point_id,
            not_after=self._calendar.spans_of(now.astimezone(self._calendar.zone).date())[-1].end,
            key=f"{KEY}{key}",
        )


def _numbers(keys: Collection[str]) -> set[int]:
    """Return the numbers with which keys end: whom each message is for."""
    return {int(key.rpartition(":")[2]) for key in keys}


def _told(person: PersonRecord, whole: Agenda, own: Mapping[int, Sequence[WaveSoFar]]) -> Agenda:
    """Return the agenda as somebody's party reads it: a commune's with the surveys of their own unit."""
    party = Party(person.party)
    if party is not Party.COMMUNES:
        return agenda_for(party, whole)
    unit = person.unit_id or 0
    return agenda_for(party, replace(whole, waves=own.get(unit, ())), frozenset({unit}))


def scope_of(briefing: BriefingRecord, now: datetime, calendar: Calendar) -> Scope:
    """Return the units that a briefing is about."""
    if briefing.unit_id is None:
        return HOUSE.units(Right.BRIEF)
    return Scope(frozenset({briefing.unit_id}), now.astimezone(calendar.zone).date())


async def classes_ahead(conn: AsyncConnection, today: date) -> list[ClassRow]:
    """Return the classes of the approved plan that begin within two months, the first one first."""
    from surveys.planning import Catalogue, Plan, from_json  # noqa: PLC0415 - only for an agenda

    last = today + CLASSES_AHEAD
    found = []
    for year in sorted({today.year, last.year}):
        record = await planning.current_plan(conn, year)
        if record is not None:
            courses = from_json(Catalogue, record.catalogue).by_code
            found += [
                ClassRow(courses[each.course].name, each.first, each.place, len(each.seats))
                for each in from_json(Plan, record.plan).classes
                if today <= each.first <= last
            ]
    return sorted(found, key=lambda each: each.begins_on)
