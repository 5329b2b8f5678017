"""COMPOSITION ROOT: settings in, a running house out. The only place where the parts meet, and the only clock.

Intake (channel) → reception → commit → dispatcher → channel; schedule → fieldwork → commit → dispatcher → channel.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.building import Ears, accounts_set_up, build_channels, fetching
from bot.clock import Clock
from bot.conversation.collecting import Collecting
from bot.conversation.desk import Desk
from bot.conversation.forms import FormShelf
from bot.conversation.interviewer import Interviewer
from bot.conversation.reception import Reception
from bot.conversation.redrawing import Redrawing
from bot.dispatcher import Dispatcher
from bot.dispatcher.dispatcher import LOOK_EVERY
from bot.fieldwork import Fieldwork
from bot.messages import Account, Caps, Channel, SendError
from bot.office.account import remember_account
from bot.office.backups import BackupKeys
from bot.office.desk import Office
from bot.office.details import office_details
from bot.office.ticks import office_ticks
from bot.office.titles import TitleShelf
from bot.office.work import OfficeWork
from bot.process.heartbeat import Heartbeat
from bot.process.house_facts import RETAINED
from bot.process.intakes import Intakes
from bot.process.metrics import HouseState, health_report, metrics_text
from bot.process.outages import Outages
from bot.process.schedule import Tick
from bot.process.tenure import Tenure, tenures_of
from bot.settings import Settings, calendar_years
from bot.texts.consent import ConsentNotice, fill_notice
from bot.texts.places import PLACES
from storage import administrators, best_chat, health, leases, mailbox, office, page, uploads
from storage.database import Database, default_url
from storage.moving import require_not_moved
from storage.retention import retain
from storage.scrubbing import scrub
from surveys.field_period import Calendar

log = logging.getLogger(__name__)

FIELDWORK_EVERY: Final = 30  # seconds
RECOVER_EVERY: Final = 30  # seconds
RECOVER_OTHERS_EVERY: Final = 5  # seconds, where others work beside this process and may die at any time
LETTER_DAYS: Final = timedelta(days=30)  # how long it is kept that a message was sent
UPDATE_DAYS: Final = timedelta(days=3)  # how long an update is known again


class App:
    """A whole house around one database. ``open`` builds it; ``run`` keeps it alive until it is stopped."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        *,
        look_every: timedelta | None = LOOK_EVERY,
        is_durable: bool = True,
    ) -> None:
        self.settings = settings
        self.clock = clock
        url = settings.database_url.get_secret_value() or default_url(settings.data_dir)
        self.database = Database(url, is_durable=is_durable)
        self.details = office_details(settings)
        self.calendar = Calendar.vietnam(
            calendar_years(clock.now().astimezone(settings.zone).date()),
            settings.holiday_overrides(),
            settings.zone,
        )
        self.titles = TitleShelf(settings.own_titles())
        self._heartbeat = Heartbeat()
        self.channels = self._build_channels()
        caps = {channel.name: channel.caps for channel in self.channels}
        shelf = FormShelf()
        interviewer = Interviewer(settings.zone, caps, shelf.picture)
        self.dispatcher = Dispatcher(
            self.database,
            {channel.name: channel for channel in self.channels},
            clock,
            bulk_rate=settings.bulk_rate,
            look_every=look_every,
            redraw=Redrawing(interviewer, shelf).redraw,
            living=self._living,
            may_claim=self._may_claim,
            may_broadcast=self._may_broadcast,
            is_shared=self._is_shared,
        )
        self._tenures: tuple[Tenure, ...] = ()  # the process's own, and perhaps that of the broadcast
        self.reception = self._build_reception(interviewer, shelf, caps)
        self._intakes = Intakes(
            self.channels, self.reception.hear, clock, self._remember_account, self._while_held
        )
        self.fieldwork = Fieldwork(
            self.database,
            self.calendar,
            titles=self.titles,
            consent_is_complete=lambda: not self.details.missing(),
            wake=self.dispatcher.wake,
        )
        self.work = OfficeWork(
            self.database,
            settings,
            self.dispatcher.wake,
            titles=self.titles,
            holder=self.dispatcher.holder,
            channels=self._ways(),
            fetch=fetching(self.channels),
        )
        self.ticks = self._build_ticks()
        self._outages = Outages(self.calendar)
        self._busy_ticks = 0
        self._keeping: set[asyncio.Task[None]] = set()

    # --- building ---------------------------------------------------------------------------------

    def _build_channels(self) -> tuple[Channel, ...]:
        ears = Ears(
            on_fetch=self._heartbeat.note_fetch,
            on_conflict=self._heartbeat.note_conflict,
            on_gap=lambda seconds: self._outages.note_gap(self.clock.now(), seconds),
            health=self.health,
            metrics=self.metrics if self.settings.metrics else None,
        )
        return build_channels(self.settings, self.database, self.clock, ears, is_shared=self._is_shared)

    def _ways(self) -> list[str]:
        """Name the channels, the easiest first."""
        return sorted((channel.name for channel in self.channels), key=list(PLACES).index)

    def _build_reception(
        self, interviewer: Interviewer, shelf: FormShelf, caps: Mapping[str, Caps]
    ) -> Reception:
        desk = Desk(
            zone=self.settings.zone,
            titles=self.titles,
            calendar=self.calendar,
            notice_for=self.notice_for,
            office=Office(
                self.settings.zone,
                self.calendar,
                self.details,
                titles=self.titles,
                report_profile=self.settings.report_profile,
                channels=self._ways(),
                code_lifetime=self.settings.code_lifetime,
                backup_keys=BackupKeys.of(self.settings),
            ),
            interviewer=interviewer,
            shelf=shelf,
            caps=caps,
            page_url=self.settings.web_url,
        )
        return Reception(self.database, desk, interviewer, self.clock.now, self.dispatcher)

    def _build_ticks(self) -> dict[str, Tick]:
        """The named ticks: all that happens by itself. Each is safe to run at any time, any number of times."""
        files = Collecting(self.database, fetching(self.channels), self.reception.hear, self._may_broadcast)
        ticks: dict[str, tuple[int, Callable[[datetime], Awaitable[Any]]]] = {
            **{name: (FIELDWORK_EVERY, tick) for name, tick in self.fieldwork.ticks.items()},
            "work": (2, self.titles.before(self.database, self.work.do_jobs)),
            **office_ticks(self.database, self.calendar, self.titles, self.dispatcher.wake),
            "files": (1, files.collect),
            "briefings": (60, self.work.briefings(self.calendar).hold),
            "grants": (30, self._end_grants),
            "heartbeat": (30, self._beat),
            "retain": (3600, self._retain),
            "scrub": (30, self._scrub),
            "recover": (RECOVER_OTHERS_EVERY if self._is_shared else RECOVER_EVERY, self._recover),
        }
        return {name: Tick(seconds, self._ticking(run)) for name, (seconds, run) in ticks.items()}

    def _ticking(self, run: Callable[[datetime], Awaitable[Any]]) -> Callable[[], Awaitable[None]]:
        async def tick() -> None:
            self._busy_ticks += 1
            try:
                await run(self.clock.now())
            finally:
                self._busy_ticks -= 1
                self.dispatcher.wake()

        return tick

    def notice_for(self, channel: str) -> ConsentNotice | None:
        """The consent notice as filled for a channel; ``None`` while a blank is unfilled."""
        return None if self.details.missing() else fill_notice(self.details, channel)

    # --- what others see --------------------------------------------------------------------------

    def is_idle(self) -> bool:
        """Whether nothing is left to do until the clock moves or somebody writes."""
        is_waiting = self._intakes.connecting_count > 0 or any(channel.in_flight for channel in self.channels)
        return self.dispatcher.is_idle() and not self._busy_ticks and not is_waiting

    async def health(self) -> Mapping[str, Any]:
        """What ``/healthz`` answers: the database, the lease, when updates last came, how long things wait."""
        return health_report(await self._state())

    async def metrics(self) -> str:
        """What ``/metrics`` answers: the same for Prometheus."""
        return metrics_text(await self._state())

    async def _state(self) -> HouseState:
        is_current = await self.database.is_current()
        told: dict[str, Any] = {}
        if is_current:
            async with self.database.read() as conn:
                told["depths"] = await mailbox.depths(conn)
                told["dead_count"], _ = await health.dead_updates(conn)
                told["job_since"] = await health.oldest_job(conn)
                told["process_count"] = len(await leases.list_leases(conn, leases.PROCESS))
        files = health.database_files(self.database)
        return HouseState(
            now=self.clock.now(),
            is_current=is_current,
            is_held=self._may_claim(),
            fetched_at=self._heartbeat.fetched_at,
            conflict_at=self._heartbeat.conflict_at,
            database_bytes=sum(file.stat().st_size for file in files) if files else None,
            **told,
        )

    # --- ticks of its own -------------------------------------------------------------------------

    async def _beat(self, now: datetime) -> None:
        """Write down when updates were last fetched and another program last met, for ``khaosat doctor``."""
        is_delivered_to = self.settings.is_delivered_to and self._may_claim()
        if is_delivered_to:
            for channel in self.channels:
                with suppress(SendError):  # whoever sends says so
                    await channel.look_after()
        moments = self._heartbeat.news()
        if not moments and not is_delivered_to:
            return
        async with self.database.begin() as conn:
            for key, at in moments.items():
                await office.set_fact(conn, key, at.isoformat(), now)
            if is_delivered_to:
                await self._outages.give_sign_of_life(conn, now, self.clock.monotonic())
        self._heartbeat.note_written(moments)

    async def _retain(self, now: datetime) -> None:
        """Clear settled messages, carry out withdrawals that are due, make expired waves nobody's."""
        async with self.database.begin() as conn:
            await mailbox.purge(conn, now - LETTER_DAYS, updates_before=now - UPDATE_DAYS)
            await page.purge(conn, now - LETTER_DAYS, strangers_before=now - UPDATE_DAYS)
            await uploads.purge(conn, now)
        today = now.astimezone(self.settings.zone).date()
        await retain(self.database, today, now, self.settings.retention_days)
        async with self.database.begin() as conn:
            await office.set_fact(conn, RETAINED, now.isoformat(), now)

    async def _end_grants(self, now: datetime) -> None:
        """End the roles whose last day has come, with what waits to be sent by them."""
        async with self.database.read() as conn:
            if not await administrators.has_expired(conn, now):
                return
        async with self.database.begin() as conn:
            await administrators.end_expired(conn, now)

    async def _scrub(self, _now: datetime) -> None:
        """Remove from the files what an erasure left there; while somebody holds them, the next tick does it."""
        await scrub(self.database)

    # --- beside other processes -------------------------------------------------------------------

    async def enter(self) -> None:
        """Return when this process may work on the database, and what dead ones left is given back.

        Pollers, and all on SQLite, work one at a time; webhook workers on PostgreSQL share the work, and one of
        them broadcasts.
        """
        self._tenures = tenures_of(
            self.database,
            self.clock,
            self.dispatcher.holder,
            self.channels[0].name,
            is_shared=self._is_shared,
        )
        await self._tenures[0].enter()
        async with self.database.begin() as conn:
            await office.release_jobs(conn, await self._living(conn))
            await require_not_moved(conn)
            await self.note_accounts(conn)
            await self.titles.refresh(conn)
            if self.settings.is_delivered_to:
                await self._outages.give_sign_of_life(conn, self.clock.now(), self.clock.monotonic())
            else:
                await self._outages.remember(conn, self.clock.now())

    async def note_accounts(self, conn: AsyncConnection) -> None:
        """Note on which channels people can be written to, as they are set up now."""
        await best_chat.note_accounts(conn, accounts_set_up(self.settings))

    async def _living(self, conn: AsyncConnection) -> Collection[str]:
        return await self._tenures[0].living(conn) if self._tenures else {self.dispatcher.holder}

    @property
    def _is_shared(self) -> bool:
        """Whether other processes may work on the same database at the same time."""
        return not self.database.is_sqlite and self.settings.is_delivered_to

    def _may_claim(self) -> bool:
        return not self._tenures or self._tenures[0].is_held

    def _may_broadcast(self) -> bool:
        return not self._tenures or self._tenures[-1].is_held

    async def _recover(self, now: datetime) -> None:
        """Settle what processes that died since the last time left, and what an outage cost people."""
        await self._outages.make_up(self.database, now)
        await self.dispatcher.recover()
        await self._release_jobs()

    async def _release_jobs(self) -> None:
        async with self.database.begin() as conn:
            await office.release_jobs(conn, await self._living(conn))

    # --- running ----------------------------------------------------------------------------------

    async def _remember_account(self, channel: str, account: Account) -> None:
        async with self.database.begin() as conn:
            await remember_account(conn, channel, account, self.clock.now())

    async def _while_held(self, work: Callable[[], Awaitable[None]]) -> None:
        await (self._tenures[0].while_held(work) if self._tenures else work())

    def start(self) -> None:
        """Begin to take in and send out. The ticks are somebody else's: the schedule's, or a demo's."""
        self._sending = asyncio.create_task(self.dispatcher.run(), name="dispatcher")
        self._hearing = self._intakes.start()
        self._keeping = {asyncio.create_task(tenure.keep(), name="lease") for tenure in self._tenures}

    async def broken(self) -> None:
        """Return only by raising: when a part that should run for ever has ended."""
        parts = {self._sending, self._hearing, *self._keeping}
        done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        raise RuntimeError("a part of the house stopped by itself")

    async def stop(self) -> None:
        """Take nothing in any more, finish what is on its way, release every connection."""
        self._hearing.cancel()
        await asyncio.wait({self._hearing})
        await self.dispatcher.drain()
        await asyncio.wait({self._sending})
        for part in self._keeping:
            part.cancel()
        if self._keeping:
            await asyncio.wait(self._keeping)
        await self.close()

    async def abandon(self) -> None:
        """Drop everything where it stands, as a crash does; return when nothing listens any more."""
        parts = {self._hearing, self._sending, *self._keeping}
        for part in parts:
            part.cancel()
        await asyncio.wait(parts)

    async def close(self) -> None:
        """Let others take over, and release every connection."""
        for channel in self.channels:
            await channel.close()
        if self._tenures:
            try:
                await self._tenures[0].leave()  # all that this process holds
            except Exception as error:  # noqa: BLE001  whatever keeps the database away
                log.warning("the lease could not be given back (%s): it runs out", type(error).__name__)
        await self.database.dispose()
