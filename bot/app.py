"""COMPOSITION ROOT: settings in, a running house out. The only place where the parts meet, and the only clock.

Intake (channel) → reception → commit → dispatcher → channel; schedule → fieldwork → commit → dispatcher → channel.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime, timedelta
from typing import Any, Final

from bot.channels.telegram import TelegramChannel, Webhook
from bot.clock import Clock, SystemClock
from bot.desk import Desk
from bot.dispatcher import Dispatcher
from bot.dispatcher.dispatcher import LOOK_EVERY
from bot.fieldwork import Fieldwork
from bot.forms import FormShelf
from bot.interviewer import Interviewer
from bot.logs import configure_logging
from bot.messages import FailureKind, SendError
from bot.office.account import remember_account
from bot.office.desk import Office
from bot.office.work import OfficeWork
from bot.reception import Reception
from bot.redrawing import Redrawing
from bot.schedule import Schedule, Tick
from bot.serving import serve_health
from bot.settings import Settings, calendar_years
from bot.stopping import stop_requested
from bot.texts.consent import ConsentNotice, OfficeDetails, fill_notice
from bot.texts.identity import COMMANDS
from storage import erasure, mailbox, office
from storage.database import Database, default_url
from storage.moving import require_not_moved
from surveys.field_period import Calendar

log = logging.getLogger(__name__)

FIELDWORK_EVERY: Final = 30  # seconds
PLATFORMS: Final = {"telegram": "Telegram", "zalo": "Zalo"}
HEARTBEAT: Final = "last_fetch.telegram"
CONNECT_AGAIN_AFTER: Final = timedelta(seconds=1)  # and twice as long each time, up to
CONNECT_AGAIN_AT_LATEST: Final = timedelta(seconds=15)
LETTER_DAYS: Final = timedelta(days=30)  # how long it is kept that a message was sent
UPDATE_DAYS: Final = timedelta(
    days=3
)  # how long an update is known again; no platform repeats one for longer


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
        self.channel = self._build_channel()
        interviewer, shelf = Interviewer(settings.zone), FormShelf()
        self.dispatcher = Dispatcher(
            self.database,
            {self.channel.name: self.channel},
            clock,
            bulk_rate=settings.bulk_rate,
            look_every=look_every,
            redraw=Redrawing(interviewer, shelf).redraw,
        )
        self.reception = self._build_reception(interviewer, shelf)
        self.fieldwork = Fieldwork(
            self.database,
            self.calendar,
            consent_is_complete=lambda: not self.details.missing(),
            wake=self.dispatcher.wake,
        )
        self.work = OfficeWork(self.database, settings, self.dispatcher.wake)
        self.ticks = self._build_ticks()
        self._last_fetch: datetime | None = None
        self._busy_ticks = 0

    # --- building ---------------------------------------------------------------------------------

    def _build_channel(self) -> TelegramChannel:
        settings = self.settings
        webhook = None
        if settings.telegram_webhook_url:
            webhook = Webhook(
                settings.telegram_webhook_url,
                settings.telegram_webhook_secret.get_secret_value(),
                settings.telegram_webhook_port,
                settings.telegram_webhook_host,
            )
        return TelegramChannel(
            settings.telegram_token.get_secret_value(),
            clock=self.clock,
            base_url=settings.telegram_base_url,
            on_fetch=self._note_fetch,
            webhook=webhook,
            health=self.health,
        )

    def _build_reception(self, interviewer: Interviewer, shelf: FormShelf) -> Reception:
        desk = Desk(
            zone=self.settings.zone,
            calendar=self.calendar,
            notice_for=self.notice_for,
            office=Office(
                self.settings.zone,
                self.calendar,
                self.details,
                report_profile=self.settings.report_profile,
            ),
            interviewer=interviewer,
            shelf=shelf,
        )
        return Reception(self.database, desk, interviewer, self.clock.now, self.dispatcher)

    def _build_ticks(self) -> dict[str, Tick]:
        """The named ticks: all that happens by itself. Each is safe to run at any time, any number of times."""
        ticks: dict[str, tuple[int, Callable[[datetime], Awaitable[Any]]]] = {
            **{name: (FIELDWORK_EVERY, tick) for name, tick in self.fieldwork.ticks.items()},
            "work": (2, self.work.do_jobs),
            "heartbeat": (30, self._beat),
            "retain": (3600, self._retain),
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
        return None if self.details.missing() else fill_notice(self.details, PLATFORMS[channel])

    # --- what others see --------------------------------------------------------------------------

    def is_idle(self) -> bool:
        """Whether nothing is left to do until the clock moves or somebody writes."""
        return self.dispatcher.is_idle() and not self._busy_ticks and not self.channel.in_flight

    async def health(self) -> Mapping[str, Any]:
        """What ``/healthz`` answers: whether the database fits, and when updates last came."""
        is_current = await self.database.is_current()
        last = self._last_fetch.isoformat(timespec="seconds") if self._last_fetch else None
        return {"ok": is_current, "database": is_current, "last_fetch_at": last}

    # --- ticks of its own -------------------------------------------------------------------------

    def _note_fetch(self, at: datetime) -> None:
        self._last_fetch = at

    async def _beat(self, now: datetime) -> None:
        """Write down when updates were last fetched, for ``khaosat doctor``."""
        if self._last_fetch is not None:
            async with self.database.begin() as conn:
                await office.set_fact(conn, HEARTBEAT, self._last_fetch.isoformat(), now)

    async def _retain(self, now: datetime) -> None:
        """Carry out withdrawals that are due, cut expired answers from their persons, clear settled messages."""
        async with self.database.begin() as conn:
            await erasure.erase_withdrawn(conn, now.astimezone(self.settings.zone).date(), now)
            if self.settings.retention_days is not None:
                await erasure.unlink_expired(conn, now, self.settings.retention_days)
            await mailbox.purge(conn, now - LETTER_DAYS, updates_before=now - UPDATE_DAYS)

    # --- running ----------------------------------------------------------------------------------

    async def connect(self) -> None:
        """Learn the bot's name and publish its commands, trying again until the platform answers."""
        wait = CONNECT_AGAIN_AFTER
        while True:
            try:
                account = await self.channel.open()
                await self.channel.publish_commands(tuple(COMMANDS.items()))
            except SendError as error:
                _explain_no_connection(error, wait)
                await self.clock.sleep(wait.total_seconds())
                wait = min(wait * 2, CONNECT_AGAIN_AT_LATEST)
            else:
                async with self.database.begin() as conn:
                    await remember_account(conn, account, self.clock.now())
                log.info("running as @%s", account.username)
                return

    def start(self) -> None:
        """Begin to take in and send out. The ticks are somebody else's: the schedule's, or a demo's."""
        self._sending = asyncio.create_task(self.dispatcher.run(), name="dispatcher")
        self._hearing = asyncio.create_task(self._listen(), name="intake")

    async def _listen(self) -> None:
        await self.connect()
        await self.channel.listen(self.reception.hear)

    async def broken(self) -> None:
        """Return only by raising: when a part that should run for ever has ended."""
        done, _ = await asyncio.wait({self._sending, self._hearing}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        raise RuntimeError("a part of the house stopped by itself")

    async def stop(self) -> None:
        """Take nothing in any more, finish what is on its way, release every connection."""
        self._hearing.cancel()
        await asyncio.wait({self._hearing})
        await self.dispatcher.drain()
        await asyncio.wait({self._sending})
        await self.close()

    def abandon(self) -> None:
        """Drop everything where it stands, as a crash does: nothing is finished, nothing is recorded."""
        self._hearing.cancel()
        self._sending.cancel()

    async def close(self) -> None:
        """Release every connection."""
        await self.channel.close()
        await self.database.dispose()


def _explain_no_connection(error: SendError, wait: timedelta) -> None:
    """Say in one line what is wrong and what to do; never the token."""
    reason = f"{error.kind} {error.detail}".strip()
    if error.kind is FailureKind.UNAUTHORIZED:
        reason = "Telegram does not know this token: check KHAOSAT_TELEGRAM_TOKEN"
    log.warning("no connection: %s; trying again in %.0f s", reason, wait.total_seconds())


def office_details(settings: Settings) -> OfficeDetails:
    """The blanks of the consent notice, from the settings."""
    return OfficeDetails(
        settings.office_name, settings.office_address, settings.data_contact, settings.retention_days
    )


@asynccontextmanager
async def running(settings: Settings, clock: Clock) -> AsyncIterator[App]:
    """A house with its real schedule, drained and closed at the end. Raises ``DatabaseError`` or ``MovedAway``."""
    app = App(settings, clock)
    try:
        await app.database.require_current()
        async with app.database.begin() as conn:
            await office.release_jobs(conn)
            await require_not_moved(conn)
    except BaseException:
        await app.close()
        raise
    schedule = Schedule(app.ticks, settings.zone)
    app.start()
    schedule.start()
    try:
        async with _health_on_its_port(app):
            yield app
    finally:
        await schedule.stop()
        await app.stop()


def _health_on_its_port(app: App) -> AbstractAsyncContextManager[None]:
    port = app.settings.health_port
    return nullcontext() if port is None else serve_health("127.0.0.1", port, app.health)


async def _run_until_stopped(settings: Settings) -> None:
    with stop_requested() as stopped:
        async with running(settings, SystemClock()) as app:
            waiting = {asyncio.create_task(stopped.wait()), asyncio.create_task(app.broken())}
            done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in pending:
                task.cancel()
            for task in done:
                task.result()
            log.info("stopping: what is on its way is finished first")


def run(settings: Settings) -> None:
    """Run the bot until Ctrl+C or SIGTERM."""
    secrets = (settings.telegram_token, settings.telegram_webhook_secret, settings.database_url)
    configure_logging(secret.get_secret_value() for secret in secrets)
    _collect_rarely()
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(_run_until_stopped(settings))


def _collect_rarely() -> None:
    """Look for cycles of garbage rarely: turns make none, and each look costs as much as a turn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return uvloop's event loop where it is installed (the extra ``speed``), else the usual one."""
    try:
        import uvloop  # noqa: PLC0415 - not everywhere
    except ImportError:
        return None
    return uvloop.new_event_loop
