"""The demo that a person tries by hand: the real bot behind its page, several phones, the clock of the office."""

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.demo.archive import Archive
from bot.demo.field_period import Carrier
from bot.demo.office_clock import OfficeClock
from bot.demo.respondent import Respondent
from bot.demo.scenes import ARTICLE
from bot.demo.serving import FILE, Served, serving
from bot.demo.setting import free_port
from bot.simulator import Browsers
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW
from storage import sql
from tests.bot.house import ZONE, open_house, order_wave
from tests.bot.test_preview import FORM
from tests.patience import HANGING
from tests.web.visitor import Visitor, visiting

SECRETARY, DEPUTY = 1, 2  # the first two officials of the list
QUESTION = re.compile(r"\b[A-D]\d+\. ")
Frame = aiohttp.ClientSession


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Keep the demo up on a free port, its clock standing still."""
    async with serving(tmp_path, ARTICLE) as running:
        running.clock.turn_to(0)
        yield running


@pytest.fixture
async def frame(served: Served) -> AsyncIterator[Frame]:
    """Open the frame, as a browser does."""
    async with aiohttp.ClientSession(served.url) as session:
        yield session


async def order(frame: Frame, path: str, **body: Any) -> dict[str, Any]:
    """Order something, as the script of the frame does."""
    async with frame.post(path, json=body) as answer:
        assert answer.status == 200, await answer.text()
        told: dict[str, Any] = await answer.json()
        return told


async def take(frame: Frame, served: Served, visitor: Visitor, number: int) -> None:
    """Take a phone into the hand and open what it shows first."""
    told = await order(frame, "/frame-phones", number=number)
    visitor.url = f"{served.url}/p/{number}/"
    code = told["address"].rpartition("/k/")[2]
    if code != told["address"]:
        await visitor.starts(code)


async def test_a_phone_leads_to_a_stored_answer_while_the_clock_stands_still(
    served: Served, frame: Frame
) -> None:
    """Whoever takes a phone is asked who they are and whether they agree, then answers; the answer is in a table."""
    async with visiting("") as visitor:
        await take(frame, served, visitor, SECRETARY)
        begun = served.clock.now()
        await visitor.taps(IDENTITY.confirm_yes)
        await visitor.looks()
        await visitor.taps(CONSENT.agree)
        await visitor.looks()
        assert INTERVIEW.list_head in visitor.card["text"]
        await visitor.says("đúng")
        assert "B7" in visitor.card["text"]
    async with served.app.database.read() as conn:
        answers = (await conn.execute(select(sql.answers.c.value))).scalars().all()
    assert "09496" in answers
    assert served.clock.now() == begun


async def test_each_phone_is_a_browser_of_its_own(served: Served, frame: Frame) -> None:
    """Two phones in one browser do not see each other's chats; a phone that is opened again shows what it showed."""
    async with visiting("") as first, visiting("") as second, visiting("") as again:
        await take(frame, served, first, SECRETARY)
        await take(frame, served, second, DEPUTY)
        assert first.texts != second.texts
        await take(frame, served, again, SECRETARY)
        await again.looks()
        assert again.texts == first.texts


async def test_whoever_answered_elsewhere_goes_on_where_they_were(served: Served, frame: Frame) -> None:
    """An official who is in the middle of the form on Telegram is taken over by a new code of the office."""
    everybody = served.people.respondents().items()
    slow = {n: one for n, one in everybody if isinstance(one, Respondent) and one.temper.name == "slow"}
    served.clock.turn_to(3600)
    await served.simulator.waits_until(lambda: any(one.ledger.acknowledged for one in slow.values()))
    served.clock.turn_to(0)
    number, begun = next((number, one) for number, one in slow.items() if one.ledger.acknowledged)
    async with visiting("") as visitor:
        await take(frame, served, visitor, number)
        asked = begun.phone.last.text
        await visitor.taps(IDENTITY.confirm_yes)
        await visitor.looks()
        await visitor.taps(CONSENT.agree)  # the notice names the channel, so it is another one
        await visitor.looks()
        question = QUESTION.search(visitor.card["text"])
        assert question is not None
        assert question[0] in asked


async def test_the_bot_keeps_its_page_out_of_frames(served: Served, frame: Frame) -> None:
    """Only what passes through the demo may stand in the demo's own frame."""
    for address, ancestors in ((served.url + "/p/1/", "'self'"), (served.page_url, "'none'")):
        async with frame.get(address) as answer:
            assert f"frame-ancestors {ancestors}" in answer.headers["Content-Security-Policy"]


async def test_orders_of_other_places_are_refused(served: Served, frame: Frame) -> None:
    """Neither another site, nor a plain form, nor another name of this machine gets anything done."""
    foreign = {"Origin": "https://example.org"}
    async with frame.post("/frame-clock", json={"speed": 60}, headers=foreign) as answer:
        assert answer.status == 403
    async with frame.post("/p/1/chat", json={}, headers=foreign) as answer:
        assert answer.status == 403
    async with frame.post("/frame-clock", data={"speed": "60"}) as answer:
        assert answer.status == 415
    async with frame.get("/", headers={"Host": "example.org"}, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, f"{served.url}/")
    assert served.clock.speed == 0


@pytest.mark.parametrize(
    ("path", "body"),
    [("/frame-clock", {"speed": 7}), ("/frame-phones", {"number": 999}), ("/frame-phones", {})],
    ids=["no such speed", "nobody of this number", "no number"],
)
async def test_what_cannot_be_done_is_refused(frame: Frame, path: str, body: dict[str, Any]) -> None:
    """A clear refusal, never a crash."""
    async with frame.post(path, json=body) as answer:
        assert answer.status == 400


async def test_a_link_from_a_chat_opens_on_a_new_phone(frame: Frame) -> None:
    """Links that the bot prints lead to a phone that nobody has used, twice to two of them."""
    opened = []
    for _ in range(2):
        async with frame.get("/k/K7QM-3XPT", allow_redirects=False) as answer:
            opened.append(answer.headers["Location"])
    assert opened == ["/p/10001/k/K7QM-3XPT", "/p/10002/k/K7QM-3XPT"]
    async with frame.get(opened[0]) as answer:
        assert '<base href="/p/10001/">' in await answer.text()


async def test_every_start_is_fresh(tmp_path: Path) -> None:
    """What was tried before is gone: the database is new."""
    for _ in range(2):
        async with serving(tmp_path, ARTICLE) as served, served.app.database.read() as conn:
            waves = (await conn.execute(select(sql.waves.c.id))).scalars().all()
            assert waves == [1]
    assert (tmp_path / FILE).exists()


async def test_without_anybody_to_remind_the_clock_stops_before_the_end(
    sqlite_template: Path, tmp_path: Path
) -> None:
    """Nobody is linked, so no reminder ever leaves; the wave is not carried past its end."""
    path = tmp_path / "khaosat.sqlite3"
    shutil.copy(sqlite_template, path)
    async with open_house(f"sqlite:///{path}", tmp_path, is_wave_open=False) as house:
        closes_at = house.clock.now().astimezone(ZONE).replace(hour=17) + timedelta(days=2)
        await order_wave(house, reminders="+1d", closes_at=closes_at)
        carrier = Carrier(house.clock, (house.simulator,), Browsers(house.clock, ""), ZONE)
        archive = Archive(house.app.database)
        carrier.app = house.app
        clock = OfficeClock(house.clock, carrier, house.app.ticks, archive=archive)
        clock.seek_reminder()
        await clock._seek()
        assert not clock.is_seeking
        assert clock.found_none
        assert clock.now() < closes_at
        assert clock.now().date() == closes_at.date()


async def test_a_taken_port_is_passed_over() -> None:
    """Where somebody listens already, another free port is taken instead."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert free_port(port) not in (0, port)
    assert free_port(port) == port


@pytest.mark.parametrize(
    ("command", "number"),
    [("demo --serve", signal.SIGTERM), ("form preview thu.md --phone", signal.SIGINT)],
    ids=["the demo, by SIGTERM", "a preview, by Ctrl+C"],
)
async def test_it_stays_up_until_it_is_stopped(tmp_path: Path, command: str, number: signal.Signals) -> None:
    """The command prints where the page is, lives until Ctrl+C or SIGTERM, leaves with 0 and no complaint."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KHAOSAT_")}
    (tmp_path / "thu.md").write_text(FORM, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *command.split(),
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
    assert said.count("http://127.0.0.1:") == 1
