"""``khaosat run`` with a webhook of its own: secrets, health, an interview, and a kill in the middle."""

import asyncio
import random
import socket

import aiohttp
import pytest

from tests.process.bot_process import BotProcess
from tests.process.misfortune import At, Blow, Fate
from tests.process.official import Official, discrepancies
from tests.process.premises import Premises, key_of
from tests.process.reckoning import revisions_of
from tests.serving.caller import free_port

SECRET = "mot-bi-mat-123"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def webhook(sqlite_premises: Premises) -> str:
    """Let the office take updates by webhook; returns its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/nhan-tin"
    sqlite_premises.settings |= {
        "KHAOSAT_TELEGRAM_WEBHOOK_URL": address,
        "KHAOSAT_TELEGRAM_WEBHOOK_SECRET": SECRET,
        "KHAOSAT_TELEGRAM_WEBHOOK_PORT": str(port),
    }
    return address


async def listens(process: BotProcess, premises: Premises, count: int = 1) -> None:
    """Wait until Telegram was told the address so many times."""
    calls = premises.simulator.server.call_counts
    await process.lives_until(lambda: calls.get("setwebhook", 0) >= count)


async def test_only_telegram_may_deliver(sqlite_premises: Premises, webhook: str) -> None:
    """The address is registered with its secret; a wrong secret gets 403; ``/healthz`` answers; SIGTERM ends it."""
    premises = sqlite_premises
    await premises.must("db", "upgrade")
    process = await premises.start()
    await listens(process, premises)
    assert premises.simulator.intake.webhook.url == webhook
    assert premises.simulator.intake.webhook.secret == SECRET
    update = {"update_id": 1, "message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}}
    async with aiohttp.ClientSession() as session:
        for secret in ("", "falsch"):
            async with session.post(webhook, json=update, headers={HEADER: secret}) as answer:
                assert answer.status == 403
        async with session.get(webhook.replace("/nhan-tin", "/healthz")) as answer:
            assert answer.status == 200
            assert (await answer.json())["ok"] is True
    phone = premises.phone(801)
    await phone.presses_start()
    await premises.sees(phone.hears("Xin chào"))
    assert await process.terminate() == 0
    assert SECRET not in process.log


async def test_a_killed_webhook_loses_nothing(sqlite_premises: Premises, webhook: str) -> None:  # noqa: ARG001
    """What was not answered with 200 comes again: interviews survive a kill, every answer stands once.

    Everybody sees at least two redrawn cards, the notice and the first question: the sixth always comes.
    """
    premises = sqlite_premises
    payloads = await premises.furnish(3)
    wave = await premises.open_wave()
    officials = {
        key_of(n): Official(premises.phone(810 + n), payloads[key_of(n)], random.Random(n))
        for n in range(1, 4)
    }
    fate = Fate(premises, [Blow("editMessageText", 6, At.SOON)], random.Random(3))
    process = await premises.start()
    await listens(process, premises)
    answering = [asyncio.create_task(official.finishes()) for official in officials.values()]
    process = await premises.sees(fate.deal(process, answering))
    await premises.sees(asyncio.gather(*answering))
    assert await process.terminate() == 0
    exported = await premises.export(wave)
    stored = await revisions_of(premises.database_url)
    for key, official in officials.items():
        assert not discrepancies(official.journal, exported[key], stored[key])
        assert exported[key]["disposition"] == "completed"


async def test_a_port_that_is_taken_is_named(sqlite_premises: Premises, webhook: str) -> None:
    """Another program has the webhook's port, or that of /healthz: the port is named, exit code 2."""
    await sqlite_premises.must("db", "upgrade")
    for setting in ("KHAOSAT_TELEGRAM_WEBHOOK_PORT", "KHAOSAT_HEALTH_PORT"):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            sqlite_premises.settings[setting] = str(port)
            done = await sqlite_premises.khaosat("run")
        assert done.code == 2
        assert f"127.0.0.1:{port}" in done.err
        sqlite_premises.settings[setting] = webhook.rpartition(":")[2].partition("/")[0]


async def test_health_has_a_port_of_its_own(sqlite_premises: Premises) -> None:
    """A bot that polls answers /healthz if it is given a port, and nothing else there."""
    port = free_port()
    sqlite_premises.settings["KHAOSAT_HEALTH_PORT"] = str(port)
    await sqlite_premises.must("db", "upgrade")
    async with sqlite_premises.running(), aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
            assert (answer.status, (await answer.json())["ok"]) == (200, True)
        async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            assert answer.status == 404


async def test_a_webhook_without_a_secret_is_refused(sqlite_premises: Premises, webhook: str) -> None:  # noqa: ARG001
    """A webhook without a secret is a wrong setting: one line, exit code 2."""
    await sqlite_premises.must("db", "upgrade")
    sqlite_premises.settings["KHAOSAT_TELEGRAM_WEBHOOK_SECRET"] = ""
    done = await sqlite_premises.khaosat("run")
    assert done.code == 2
    assert "KHAOSAT_TELEGRAM_WEBHOOK_SECRET" in done.err
    assert len(done.err.strip().splitlines()) == 1


async def test_metrics_are_told_on_request(sqlite_premises: Premises) -> None:
    """With KHAOSAT_METRICS=1 the health port answers /metrics in Prometheus's format, with the lease held."""
    premises = sqlite_premises
    await premises.must("db", "upgrade")
    port = free_port()
    premises.settings |= {"KHAOSAT_HEALTH_PORT": str(port), "KHAOSAT_METRICS": "1"}
    async with premises.running(), aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            assert answer.status == 200
            assert answer.content_type == "text/plain"
            told = (await answer.text()).splitlines()
        assert "khaosat_lease_held 1" in told
        assert "khaosat_processes 1" in told
