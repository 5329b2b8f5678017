"""``khaosat run`` as a process: how it begins, how it ends, what it does when Telegram is not there."""

import asyncio
import random
from pathlib import Path
from typing import Any

import aiohttp

from bot.clock import SystemClock
from bot.simulator.call import Call
from bot.simulator.errors import UNAUTHORIZED
from tests.phone import Simulator
from tests.process.official import Official
from tests.process.premises import Premises, key_of, name_of, phone_of
from tests.process.reckoning import outbox_states, owed_count


async def test_sigterm_finishes_what_is_on_its_way(sqlite_premises: Premises) -> None:
    """SIGTERM in the middle of a send: the send is finished and recorded, nothing is in between, exit code 0."""
    premises = sqlite_premises
    payloads = await premises.furnish(3)
    simulator = premises.simulator
    wave = await premises.open_wave()
    officials = [
        Official(premises.phone(700 + n), payloads[key_of(n)], random.Random(n)) for n in range(1, 4)
    ]
    answering = [asyncio.create_task(official.finishes()) for official in officials]
    async with premises.running() as process:
        await process.lives_until(lambda: simulator.server.call_counts.get("editmessagetext", 0) >= 8)
        ending: list[asyncio.Task[int]] = []
        carry_out = simulator.server._run

        async def stop_meanwhile(method: str, call: Call) -> Any:
            if method == "sendmessage" and not ending:
                ending.append(asyncio.create_task(process.terminate()))
                await process.logs("stopping")
            return await carry_out(method, call)

        setattr(simulator.server, "_run", stop_meanwhile)  # noqa: B010 - a method, on purpose
        await process.lives_until(lambda: bool(ending))
        assert await ending[0] == 0
    setattr(simulator.server, "_run", carry_out)  # noqa: B010
    assert "sending" not in await outbox_states(premises.database_url)
    async with premises.running() as process:
        await premises.sees(asyncio.gather(*answering))
        assert await process.terminate() == 0
    assert await owed_count(premises.database_url) == 0
    exported = await premises.export(wave)
    assert [row["disposition"] for row in exported.values()] == ["completed"] * 3


async def test_a_wrong_token_is_said_in_one_line(sqlite_premises: Premises) -> None:
    """With a token that Telegram does not know the process stays up, says so without it, and goes on later."""
    premises = sqlite_premises
    await premises.must("db", "upgrade")
    server = premises.simulator.server
    server._token = "1:somebodyelses"
    process = await premises.start()
    await process.logs("check KHAOSAT_TELEGRAM_TOKEN", count=2)
    assert process.is_running
    for line in process.log.splitlines():
        assert line.count("KHAOSAT_TELEGRAM_TOKEN") <= 1
    assert "Traceback" not in process.log
    assert premises.simulator.token not in process.log
    server._token = premises.simulator.token
    await process.is_fetching()
    assert await process.terminate() == 0


async def test_telegram_may_be_away_at_the_start(tmp_path: Path) -> None:
    """Without a network the process stays up, says so, and begins when Telegram answers."""
    async with Simulator(SystemClock(), limits=None) as before:
        port = int(before.url.rpartition(":")[2])
    simulator = Simulator(SystemClock(), limits=None, port=port)
    premises = Premises(tmp_path, simulator, f"sqlite:///{tmp_path / 'khaosat.sqlite3'}")
    try:
        await premises.must("db", "upgrade")
        process = await premises.start()
        await process.logs("no connection")
        assert await process.terminate() == 0, "a stop before Telegram answers is clean, too"
        process = await premises.start()
        await process.logs("no connection", count=2)
        assert "Traceback" not in premises.logged()
        async with simulator:
            await process.is_fetching()
            phone = premises.phone(701)
            await phone.presses_start()
            await premises.sees(phone.hears("Xin chào"))
            assert await process.terminate() == 0
        assert simulator.token not in process.log
    finally:
        await premises.kill_all()


async def test_a_rival_does_not_make_it_deaf(sqlite_premises: Premises) -> None:
    """After a 409 (a second program with the token) it fetches again."""
    premises = sqlite_premises
    await premises.must("db", "upgrade")
    simulator = premises.simulator
    async with premises.running() as process, aiohttp.ClientSession() as session:
        await process.lives_until(lambda: simulator.intake._running is not None)
        async with session.get(f"{simulator.base_url}{simulator.token}/getUpdates?timeout=0") as answer:
            assert answer.status == 200
        await process.logs("409")
        phone = premises.phone(702)
        await phone.presses_start()
        await process.lives_until(lambda: bool(phone.heard))
        assert await process.terminate() == 0


async def test_one_refused_fetch_does_not_make_it_deaf(sqlite_premises: Premises) -> None:
    """After one 401 in the middle of fetching it goes on, long before anybody looks at it."""
    premises = sqlite_premises
    await premises.must("db", "upgrade")
    simulator = premises.simulator
    carry_out = simulator.server._run
    refused: list[str] = []

    async def refuse_once(method: str, call: Call) -> Any:
        if method == "getupdates" and not refused:
            refused.append(method)
            raise UNAUTHORIZED
        return await carry_out(method, call)

    setattr(simulator.server, "_run", refuse_once)  # noqa: B010 - a method, on purpose
    async with premises.running() as process:
        assert refused
        phone = premises.phone(703)
        await phone.presses_start()
        await premises.sees(phone.hears("Xin chào"))
        assert "KHAOSAT_TELEGRAM_TOKEN" in process.log


async def test_the_log_holds_nobodys_words(sqlite_premises: Premises) -> None:
    """A whole interview leaves neither the token, nor a name, a number, a code or an answer in the log."""
    premises = sqlite_premises
    payloads = await premises.furnish(1)
    await premises.open_wave()
    official = Official(premises.phone(704), payloads[key_of(1)], random.Random(11))
    async with premises.running() as process:
        await premises.sees(official.finishes())
        await official.phone.shares_contact(phone_of(1))
        await official.phone.says("Tôi muốn nói thêm một điều riêng.")
        await process.lives_until(premises.simulator.is_quiet)
        assert await process.terminate() == 0
    said = [moment.text for moment in official.phone.chat.story if moment.kind == "said"]
    for secret in (premises.simulator.token, name_of(1), phone_of(1), "0912", payloads[key_of(1)], "704"):
        assert secret not in premises.logged()
    assert not [words for words in said if len(words) > 4 and words in premises.logged()]


async def test_a_wrong_setting_is_named_in_one_line(sqlite_premises: Premises) -> None:
    """A missing token ends ``run`` with 2 and one line that names the setting."""
    await sqlite_premises.must("db", "upgrade")
    sqlite_premises.settings["KHAOSAT_TELEGRAM_TOKEN"] = ""
    done = await sqlite_premises.khaosat("run")
    assert done.code == 2
    assert "KHAOSAT_TELEGRAM_TOKEN" in done.err
    assert len(done.err.strip().splitlines()) == 1


async def test_an_old_database_is_not_touched(sqlite_premises: Premises) -> None:
    """Without ``db upgrade`` the bot says what to do and ends with 1."""
    done = await sqlite_premises.khaosat("run")
    assert done.code == 1
    assert "khaosat db upgrade" in done.err
