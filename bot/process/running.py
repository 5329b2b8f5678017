"""A house that runs: with its schedule, until Ctrl+C or SIGTERM; while another process works, it waits."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from bot.app import App
from bot.clock import Clock, SystemClock
from bot.office.worker import collect_less
from bot.process.logs import configure_logging
from bot.process.schedule import Schedule
from bot.process.stopping import stop_requested
from bot.serving import serve_health
from bot.settings import Settings

log = logging.getLogger(__name__)


@asynccontextmanager
async def running(settings: Settings, clock: Clock) -> AsyncIterator[App]:
    """A house with its real schedule, drained and closed at the end. Raises ``DatabaseError`` or ``MovedAway``.

    While another process works on the database it waits.
    """
    app = App(settings, clock)
    try:
        await app.database.require_current()
        await app.enter()
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
    metrics = app.metrics if app.settings.metrics else None
    return nullcontext() if port is None else serve_health("127.0.0.1", port, app.health, metrics)


async def _run_until_stopped(settings: Settings) -> None:
    is_open = asyncio.Event()
    with stop_requested() as stopped:
        serving = asyncio.create_task(_serve(settings, stopped, is_open))
        stopping = asyncio.create_task(stopped.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if (
            not is_open.is_set()
        ):  # it waits for another process: nothing is begun that would have to be finished
            serving.cancel()
        await asyncio.wait({serving})
    if not serving.cancelled():
        serving.result()


async def _serve(settings: Settings, stopped: asyncio.Event, is_open: asyncio.Event) -> None:
    async with running(settings, SystemClock()) as app:
        is_open.set()
        waiting = {asyncio.create_task(stopped.wait()), asyncio.create_task(app.broken())}
        done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        for task in done:
            task.result()
        log.info("stopping: what is on its way is finished first")


def run(settings: Settings) -> None:
    """Run the bot until Ctrl+C or SIGTERM."""
    secrets = (
        settings.telegram_token,
        settings.telegram_webhook_secret,
        settings.zalo_webhook_secret,
        settings.database_url,
    )
    hidden = [secret.get_secret_value() for secret in secrets]
    configure_logging([*hidden, *settings.list_zalo_tokens()])
    collect_less()  # a turn makes no cycles, and each look costs as much as a turn
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(_run_until_stopped(settings))


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return uvloop's event loop where it is installed (the extra ``speed``), else the usual one."""
    try:
        import uvloop  # noqa: PLC0415 - not everywhere
    except ImportError:
        return None
    return uvloop.new_event_loop
