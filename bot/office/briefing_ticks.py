"""What briefings do by themselves: plan rounds, open pulses, fetch the files of owners; the rest is ``briefing_post``.

All of it in office hours. What was sent stands in the rows of rounds and actions, changed in the transaction that
queues the message: any number of ticks or processes send each once.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from bot.messages import SendError
from bot.office.actor import HOUSE
from bot.office.beside import worker
from bot.office.briefing_post import BriefingPost
from bot.office.details import office_details
from bot.office.form_work import Readable, Wrong, read
from bot.office.orders import OrderRefused, WaveOrder, open_wave, publish_form
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.settings import Settings
from storage import briefings, instruments
from storage.briefings import BriefingRecord, RoundRecord
from storage.database import Database
from surveys import content
from surveys.briefing import (
    Party,
    RoundTimes,
    following_round,
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
        self._post = BriefingPost(database, settings, calendar, titles, wake)

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
                await self._post.send_agenda(each, held, times, now)
                await self._post.send_agenda_again(each, held, now)
            await self._post.ask_for_conclusions(each, now)
        await self._post.write_to_owners(now)

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
            found: Readable | Wrong = await carry(read, content.read(name), name)
        assert isinstance(found, tuple), found  # the tests keep the built-in forms clean
        return found[0]

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
