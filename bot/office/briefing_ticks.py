"""What briefings do by themselves: plan rounds, open pulses, send agendas, write to the owners of actions.

All of it in office hours. What was sent stands in the rows of rounds and actions, changed in the transaction that
queues the message: any number of ticks or processes send each once.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import encode
from bot.messages import Outbound, OutboundKind, SendError
from bot.office.actor import HOUSE
from bot.office.beside import worker
from bot.office.briefing_figures import FigureSource, count_figures
from bot.office.briefing_own import owner_message
from bot.office.briefing_rounds import gather_agenda, waves_so_far
from bot.office.briefing_talk import Chat, chats_of
from bot.office.briefing_words import agenda_buttons, agenda_message
from bot.office.details import office_details
from bot.office.form_work import read
from bot.office.material import version_on
from bot.office.orders import OrderRefused, WaveOrder, note_order, open_wave, publish_form
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.settings import Settings
from bot.texts import moment_text
from storage import briefings, instruments, mailbox
from storage.briefings import ActionRecord, BriefingRecord, PersonRecord, RoundRecord
from storage.database import Database
from storage.mailbox import QueuedMessage
from storage.scope import Scope
from surveys import content
from surveys.briefing import (
    Agenda,
    ClassRow,
    Occasion,
    Party,
    RoundTimes,
    agenda_for,
    following_round,
    occasion_due,
    times_of,
)
from surveys.briefing.rounds import PULSE_FORM
from surveys.field_period import Calendar
from surveys.questionnaire import Questionnaire

log = logging.getLogger(__name__)

Fetch = Callable[[str, str, str], Awaitable[bytes]]
REMINDERS: Final = "-1d@08:30"
"""The reminder plan of a pulse."""


class Briefings:
    """Carries briefings out. ``wake`` the dispatcher; ``fetch`` brings the files that people sent."""

    def __init__(  # noqa: PLR0917 - called by place
        self,
        database: Database,
        settings: Settings,
        calendar: Calendar,
        titles: TitlesNow,
        wake: Callable[[], None],
        fetch: Fetch | None = None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._details = office_details(settings)
        self._calendar = calendar
        self._titles = titles
        self._wake = wake
        self._fetch = fetch

    async def hold(self, now: datetime) -> None:
        """Do what is due now."""
        await self._fetch_files()
        if self._calendar.span_at(now) is None:
            return
        async with self._database.read() as conn:
            live = await briefings.list_briefings(conn, scope=HOUSE.units(Right.BRIEF))
        for each in live:
            held = await self._next_round(each, now)
            if held is not None:
                times = times_of(held.at, self._calendar)
                await self._open_pulse(held, times, now)
                await self._send_agenda(each, held, times, now)
        await self._write_to_owners(now)

    async def _next_round(self, briefing: BriefingRecord, now: datetime) -> RoundRecord | None:
        """Return the round that lies ahead; it is planned when the one before is over."""
        async with self._database.read() as conn:
            rounds = await briefings.rounds_of(conn, briefing.id)
        if not rounds or rounds[0].at <= now:
            after = rounds[0].number if rounds else 0
            number, at = following_round(briefing.rhythm, after, self._calendar, now)
            async with self._database.begin() as conn:
                await briefings.plan_round(conn, briefing.id, number, at)
                rounds = await briefings.rounds_of(conn, briefing.id)
        return rounds[0] if rounds and rounds[0].at > now else None

    # --- the pulse ----------------------------------------------------------------------------------

    async def _open_pulse(self, held: RoundRecord, times: RoundTimes, now: datetime) -> None:
        """Ask the communes' officials: a wave that names them; nobody is asked while there is none."""
        if held.wave_id is not None or not times.pulse_opens_at <= now < times.pulse_closes_at:
            return
        async with self._database.read() as conn:
            people = await briefings.people_of(
                conn, held.briefing_id, Party.COMMUNES, scope=HOUSE.units(Right.BRIEF)
            )
            is_published = await instruments.latest(conn, PULSE_FORM) is not None
        asked = [each.official_id for each in people if each.official_id is not None and each.left_on is None]
        if not asked or self._details.missing():
            return
        form = None if is_published else await self._read_form()
        try:
            async with self._database.begin() as conn:
                if not await briefings.change_round(conn, held, wave_id=0):
                    return  # another process was faster
                if form is not None:
                    await publish_form(conn, form, HOUSE.name, now)
                opened = await open_wave(
                    conn,
                    WaveOrder(
                        PULSE_FORM,
                        now,
                        times.pulse_closes_at,
                        reminders=REMINDERS,
                        pilot=tuple(asked),
                        asks_again=True,
                    ),
                    self._details,
                    self._calendar,
                    titles=self._titles(),
                    actor=HOUSE.name,
                    now=now,
                    scope=HOUSE.units(Right.OPEN),
                )
                (begun,) = [
                    each for each in await briefings.rounds_of(conn, held.briefing_id) if each.id == held.id
                ]
                await briefings.change_round(conn, begun, wave_id=opened.number)
        except OrderRefused as refusal:
            log.warning("the pulse of round %d is not opened: %s", held.id, refusal)
            return
        self._wake()

    async def _read_form(self) -> Questionnaire:
        name = f"{PULSE_FORM}.md"
        async with worker() as carry:
            form = await carry(read, content.read(name), name)
        assert isinstance(form, Questionnaire), form  # the tests keep the built-in forms clean
        return form

    # --- the agenda ---------------------------------------------------------------------------------

    async def _send_agenda(
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
            queued = await self._agendas(conn, found, now, scope=scope)
            await mailbox.queue(conn, queued)
            details = {"briefing": briefing.id, "count": len(queued)}
            await note_order(conn, HOUSE.name, "briefing.agenda", details, now)
        self._wake()

    async def _agendas(
        self, conn: AsyncConnection, held: RoundRecord, now: datetime, *, scope: Scope
    ) -> list[QueuedMessage]:
        people = await briefings.people_of(conn, held.briefing_id, scope=scope)
        chats = await chats_of(conn, people, now)
        today, at = now.astimezone(self._calendar.zone).date(), moment_text(held.at, self._calendar.zone)
        whole = await gather_agenda(
            conn, held, self._calendar, scope=scope, classes=await classes_ahead(conn, today)
        )
        queued = []
        for each in people:
            if each.id in chats:
                told = await self._own(conn, each, whole, now)
                text = agenda_message(told, Party(each.party), each.full_name or "", at, today)
                message = Outbound(OutboundKind.NOTICE, text, buttons=agenda_buttons(held.id))
                queued.append(self._addressed(message, chats[each.id], now, f"agenda:{held.id}:{each.id}"))
        return queued

    async def _own(self, conn: AsyncConnection, person: PersonRecord, whole: Agenda, now: datetime) -> Agenda:
        """Return the agenda as somebody's party reads it: a commune's with the surveys of their own unit."""
        party = Party(person.party)
        if party is not Party.COMMUNES:
            return agenda_for(party, whole)
        own = frozenset() if person.unit_id is None else frozenset({person.unit_id})
        unit = Scope(own, now.astimezone(self._calendar.zone).date())
        waves = await waves_so_far(conn, self._calendar, scope=unit)
        return agenda_for(
            party,
            Agenda(whole.actions, whole.pulse, whole.deadlines, whole.classes, waves, whole.proposals),
            own,
        )

    # --- owners -------------------------------------------------------------------------------------

    async def _write_to_owners(self, now: datetime) -> None:
        """Tell owners of what is new, and remind them of its day; each once, who cannot be written to later."""
        async with self._database.read() as conn:
            due = [
                (each, what)
                for each in await briefings.actions_to_tell(conn)
                if (what := self._due(each, now))
            ]
        if not due:
            return
        async with self._database.begin() as conn:
            queued: list[QueuedMessage] = []
            for action, what in due:
                queued += await self._owner_told(conn, action, what, now)
            await mailbox.queue(conn, queued)
        self._wake()

    def _due(self, action: ActionRecord, now: datetime) -> str:
        if action.told_at is None:
            return "told"
        assert action.due is not None
        today = now.astimezone(self._calendar.zone).date()
        told_on = action.told_at.astimezone(self._calendar.zone).date()
        found = occasion_due(action.due, Occasion(action.reminded), today, self._calendar)
        return "" if found is None or told_on == today else found.value

    async def _owner_told(
        self, conn: AsyncConnection, action: ActionRecord, what: str, now: datetime
    ) -> Sequence[QueuedMessage]:
        everywhere = HOUSE.units(Right.BRIEF)
        person = await briefings.find_person(conn, action.person_id or 0, scope=everywhere)
        held = await briefings.find_round(conn, action.round_id, scope=everywhere)
        chat = (await chats_of(conn, [person], now)).get(person.id) if person is not None else None
        if person is None or held is None or chat is None:
            return ()
        changed = {"told_at": now} if what == "told" else {"reminded": what}
        if not await briefings.change_action(conn, action, **changed):
            return ()
        message = owner_message(action, person, held, what, self._calendar.zone)
        return [self._addressed(message, chat, now, f"action:{action.id}:{what}:{now.isoformat()}")]

    def _addressed(self, message: Outbound, to: Chat, now: datetime, key: str) -> QueuedMessage:
        """Return a message that leaves before offices close. Who loses a role loses what waits under such a key."""
        plain, _ = encode(message)
        return QueuedMessage(
            lane="reply",
            purpose="notice",
            channel=to.channel,
            address=to.address,
            message=plain,
            created_at=now,
            contact_point_id=to.contact_point_id,
            not_after=self._calendar.spans_of(now.astimezone(self._calendar.zone).date())[-1].end,
            key=f"digest:briefing:{key}",
        )

    # --- files --------------------------------------------------------------------------------------

    async def _fetch_files(self) -> None:
        """Bring the files that owners sent; one that is there no more is forgotten."""
        if self._fetch is None:
            return
        async with self._database.read() as conn:
            waiting = await briefings.unfetched(conn)
        for number, channel, address, ref in waiting:
            file: bytes | None = None
            try:
                file = await self._fetch(channel, address, ref)
            except SendError as error:
                if error.retryable:
                    continue  # the next tick tries again
                log.warning("the file of action %d is lost: %s", number, error.kind)
            async with self._database.begin() as conn:
                await briefings.keep_evidence(conn, number, ref, file)


def scope_of(briefing: BriefingRecord, now: datetime, calendar: Calendar) -> Scope:
    """Return the units that a briefing is about."""
    if briefing.unit_id is None:
        return HOUSE.units(Right.BRIEF)
    return Scope(frozenset({briefing.unit_id}), now.astimezone(calendar.zone).date())


async def classes_ahead(conn: AsyncConnection, today: Any) -> Sequence[ClassRow]:  # noqa: ARG001 - until there is a plan
    """Return the classes of the plan that begin within two months; none while there is no plan."""
    return ()
