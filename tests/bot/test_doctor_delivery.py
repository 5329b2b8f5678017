"""``khaosat doctor`` behind a webhook: what Telegram says of its deliveries is told, for nothing else shows it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.examination import examine_delivery
from bot.clock import SystemClock
from bot.settings import Settings
from tests.bot.house import house_settings
from tests.library_bot import LibraryBot
from tests.phone import Simulator


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    """Start Telegram on the machine's own clock: a moment of Telegram's is compared with ours."""
    async with Simulator(SystemClock()) as opened:
        yield opened


@pytest.fixture
def settings(simulator: Simulator, tmp_path: Path, unused_tcp_port: int) -> Settings:
    """Set a webhook at a port on which nobody listens."""
    url = f"http://127.0.0.1:{unused_tcp_port}/hook"
    return house_settings(simulator, f"sqlite:///{tmp_path}/x.sqlite3", tmp_path, telegram_webhook_url=url)


@pytest.fixture
async def telegram(simulator: Simulator) -> AsyncIterator[LibraryBot]:
    """Speak to Telegram as whoever holds the token."""
    async with LibraryBot(simulator.token, simulator.base_url) as opened:
        yield opened


async def test_a_webhook_that_was_never_set_is_told(settings: Settings) -> None:
    """The bot was not started since the address was configured."""
    found = await examine_delivery(settings, datetime.now(UTC))
    assert (found.state, found.data["url"]) == ("warning", "")


async def test_a_webhook_that_another_one_has_is_told(settings: Settings, telegram: LibraryBot) -> None:
    """With the address that updates go to."""
    await telegram.set_webhook("https://example.vn/hook", secret_token="bi-mat")
    found = await examine_delivery(settings, datetime.now(UTC))
    assert found.state == "warning"
    assert "https://example.vn/hook" in found.detail


async def test_deliveries_that_fail_are_bad_while_messages_wait(
    settings: Settings, telegram: LibraryBot, simulator: Simulator
) -> None:
    """Nobody listens at the address: the message waits at Telegram, whose reason is told."""
    await telegram.set_webhook(settings.telegram_webhook_url, secret_token="bi-mat")
    assert (await examine_delivery(settings, datetime.now(UTC))).state == "good"
    await simulator.phone(501).presses_start()
    await simulator.waits_until(lambda: simulator.pending > 0 and not simulator.in_flight)
    found = await examine_delivery(settings, datetime.now(UTC))
    assert (found.state, found.data["waiting"]) == ("bad", simulator.pending)
    assert "Wrong response from the webhook" in found.detail


async def test_an_old_failure_is_no_trouble_today(
    settings: Settings, telegram: LibraryBot, simulator: Simulator
) -> None:
    """Telegram keeps the last error for long; after a quarter of an hour it says nothing of now."""
    await telegram.set_webhook(settings.telegram_webhook_url, secret_token="bi-mat")
    await simulator.phone(501).presses_start()
    await simulator.waits_until(lambda: simulator.pending > 0 and not simulator.in_flight)
    later = datetime.now(UTC).replace(year=datetime.now(UTC).year + 1)
    assert (await examine_delivery(settings, later)).state == "good"
