"""The demo that a person tries by hand: the page, the codes, the real bot behind them."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from sqlalchemy import select

from bot.clock import SystemClock
from bot.demo.serving import FILE, Invitation, Served, announcement, free_port, serving
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW
from bot.texts.office import TEXTS as OFFICE
from storage import sql
from tests.patience import HANGING
from tests.phone import Phone


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Keep the house up on a free port."""
    async with serving(tmp_path, SystemClock()) as running:
        yield running


async def act(served: Served, phone: Phone, **order: object) -> None:
    """Do something on the page, as its script does."""
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(f"{served.url}/page/chats/{phone.user_id}", json=order) as answer,
    ):
        assert answer.status == 200, await answer.text()


async def open_link(served: Served, invitation: Invitation) -> Phone:
    """Open a printed link and press the start button that the page shows."""
    asked = parse_qs(urlsplit(invitation.link).query)
    phone = served.simulator.phone(int(asked["phone"][0]))
    await act(served, phone, act="start", text=asked["start"][0])
    return phone


async def press(served: Served, phone: Phone, label: str) -> None:
    """Wait for a button of this label on the live card and press it on the page."""
    await phone.waits_until(lambda phone: label in phone.buttons, f"the button {label!r}")
    card = phone.card
    data = next(key["callback_data"] for row in card.buttons for key in row if key["text"] == label)
    await act(served, phone, act="tap", message=card.message_id, data=data)


async def test_a_printed_link_leads_to_a_stored_answer(served: Served) -> None:
    """Who opens a link is asked who they are and whether they agree, then answers; the answer is in a table."""
    phone = await open_link(served, served.officials[0])
    await press(served, phone, IDENTITY.confirm_yes)
    await press(served, phone, CONSENT.agree)
    await phone.waits_until(lambda phone: INTERVIEW.list_head in phone.last.text, "what the roster knows")
    assert "Thị trấn Thứa" in phone.last.text
    await act(served, phone, act="say", text="đúng")
    await phone.waits_until(lambda phone: "B7" in phone.last.text, "the first question")
    async with served.app.database.read() as conn:
        answers = (await conn.execute(select(sql.answers.c.value))).scalars().all()
    assert "09496" in answers


async def test_the_administrator_gets_the_menu(served: Served) -> None:
    """The administrator's link claims the bot; /quantri then shows the menu."""
    phone = await open_link(served, served.administrator)
    await phone.waits_until(lambda phone: bool(phone.heard), "a welcome")
    await act(served, phone, act="say", text="/quantri")
    await phone.waits_until(lambda phone: OFFICE.progress_button in phone.buttons, "the menu")


async def test_three_officials_of_three_units_are_offered(served: Served) -> None:
    """The links differ in title and unit, and stand in the announcement with the administrator's."""
    assert len({one.name.partition(", ")[2] for one in served.officials}) == 3
    said = announcement(served)
    for one in (*served.officials, served.administrator):
        assert one.link in said


async def test_every_start_is_fresh(tmp_path: Path) -> None:
    """What was tried before is gone: old links are void, the database is new."""
    for _ in range(2):
        async with serving(tmp_path, SystemClock()) as served:
            await open_link(served, served.officials[0])
            async with served.app.database.read() as conn:
                waves = (await conn.execute(select(sql.waves.c.id))).scalars().all()
            assert waves == [1]
    assert (tmp_path / FILE).exists()


async def test_a_taken_port_is_passed_over() -> None:
    """Where somebody listens already, any free port is taken instead."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert free_port(port) == 0
    assert free_port(port) == port


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_stays_up_until_it_is_stopped(tmp_path: Path, number: signal.Signals) -> None:
    """The command prints its links, lives until Ctrl+C or SIGTERM, and leaves with 0 and no complaint."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KHAOSAT_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--serve",
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(HANGING):
            said = ""
            while "Ctrl+C" not in said:
                line = await process.stdout.readline()
                assert line, "it ended before it was stopped"
                said += line.decode()
            process.send_signal(number)
            _, complaints = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0
    assert complaints == b""
    assert said.count("/?phone=") == 4


async def test_the_page_blocks_edits_and_sends_stickers(served: Served) -> None:
    """What a person may do with a chat besides writing reaches the bot as Telegram tells it."""
    phone = await open_link(served, served.officials[1])
    await phone.waits_until(lambda phone: IDENTITY.confirm_yes in phone.buttons)
    await act(served, phone, act="say", text="dung")
    message = next(message for message in phone.messages if message.text == "dung")
    await act(served, phone, act="edit", message=message.message_id, text="đúng")
    assert message.text == "đúng"
    await act(served, phone, act="sticker")
    await act(served, phone, act="block")
    assert phone.chat.is_blocked
    await act(served, phone, act="unblock")
    await act(served, phone, act="start", text="")
    assert not phone.chat.is_blocked
