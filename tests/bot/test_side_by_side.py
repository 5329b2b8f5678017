"""Several processes that serve the same chats at the same time, as webhook workers on PostgreSQL do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.app import App
from bot.messages import Inbound, InboundKind
from storage import mailbox
from storage.database import Database
from storage.mailbox import Debt
from tests.bot.house import House, Official, open_house
from tests.conftest import POSTGRES_IS_OFF
from tests.postgres import PostgresServer

pytestmark = pytest.mark.skipif(POSTGRES_IS_OFF, reason="on SQLite one process works at a time")


@pytest.fixture
async def house(postgres_server: PostgresServer, tmp_path: Path) -> AsyncIterator[House]:
    """Open a house on PostgreSQL."""
    url = await postgres_server.create()
    async with open_house(url, tmp_path) as opened:
        yield opened
    await postgres_server.drop(url)


@asynccontextmanager
async def colleague(house: House) -> AsyncIterator[App]:
    """Give another process's house on the same database: a webhook worker that nothing is delivered to yet."""
    hook = {"telegram_webhook_url": "http://127.0.0.1/x", "telegram_webhook_secret": SecretStr("x")}
    app = App(house.app.settings.model_copy(update=hook), house.clock, look_every=None)
    try:
        yield app
    finally:
        await app.close()


class Held:
    """Holds a house's turns in the middle of their transactions until ``release``."""

    def __init__(self, app: App) -> None:
        self.began = asyncio.Event()
        self._gate = asyncio.Event()
        desk: Any = app.reception._desk
        self._form_for = desk.form_for
        desk.form_for = self._wait

    async def _wait(self, *about: Any) -> Any:
        found = await self._form_for(*about)
        self.began.set()
        await self._gate.wait()
        return found

    def release(self) -> None:
        """Let them go on."""
        self._gate.set()


class Looks:
    """Tells when a house begins to wait for another's card."""

    def __init__(self, app: App) -> None:
        self.began = asyncio.Event()
        dispatcher: Any = app.dispatcher
        self._breathe = dispatcher.breathe
        dispatcher.breathe = self._wait

    async def _wait(self) -> None:
        self.began.set()
        await self._breathe()


async def is_waiting(database: Database) -> bool:
    """Whether somebody waits for a lock of the database."""
    async with database.read() as conn:
        return bool(await conn.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


async def at_once(house: House, other: App, first: Inbound, second: Inbound) -> None:
    """Let the other house take ``second`` while this one is in the middle of ``first``."""
    held = Held(house.app)
    one = asyncio.create_task(house.app.reception.hear([first]))
    await held.began.wait()
    two = asyncio.create_task(other.reception.hear([second]))
    while not (two.done() or await is_waiting(house.app.database)):  # noqa: ASYNC110 - the database tells nobody
        await asyncio.sleep(0)
    held.release()
    both = asyncio.gather(one, two)
    while not both.done():
        await house.settle()
    await both


def told(official: Official, number: int, words: str = "", **about: Any) -> Inbound:
    """Return what an official types, as it is delivered."""
    address, now = str(official.phone.chat.person.user_id), official.house.clock.now()
    plain = {"kind": InboundKind.TEXT, "ref": str(10**6 + number), "text": words} | about
    return Inbound("telegram", 10**6 + number, address=address, sender=address, sent_at=now, **plain)


async def test_an_update_delivered_to_two_processes_at_once_counts_once(house: House) -> None:
    """The second delivery waits for the first turn, and then finds it taken."""
    official = await house.at_question(1)
    await official._reads()
    async with colleague(house) as other:
        update = told(official, 1, "1963")
        await at_once(house, other, update, update)
    assert (await house.answers())["birth"] == "1963"
    given = [row["value"] for row in await house.rows("answer_revisions") if row["item"] == "birth"]
    assert given == ["1963"]


async def test_two_taps_taken_by_two_processes_at_once_both_count(house: House) -> None:
    """Neither of two turns in one chat is written over by the other."""
    official = await house.at_question(5)
    first, second = [button["callback_data"] for row in official.phone.card.buttons for button in row][:2]
    card = str(official.phone.card.message_id)
    taps = [
        told(official, number, kind=InboundKind.TAP, data=data, card_ref=card, tap_id=str(number))
        for number, data in enumerate((first, second), start=1)
    ]
    async with colleague(house) as other:
        await at_once(house, other, *taps)
    assert len((await house.answers())["topics"].split()) == 2
    assert len({row["value"] for row in await house.rows("answer_revisions") if row["item"] == "topics"}) == 2


async def test_an_answer_to_another_process_card_counts(house: House) -> None:
    """Whoever answers a card before the process that sent it has recorded its arrival is not told to be too early."""
    official = await house.at_question(1)
    await official._reads()
    await official.phone.says("1963")
    await official.phone.hears("Câu 2/")
    async with colleague(house) as other:
        assert len(await house.rows("owed_cards")) == 1
        looks = Looks(other)
        hearing = asyncio.create_task(other.reception.hear([told(official, 1, "7")]))
        looked = asyncio.create_task(looks.began.wait())
        await asyncio.wait({hearing, looked}, return_when=asyncio.FIRST_COMPLETED)
        looked.cancel()
        while not hearing.done():
            await house.settle()
        await hearing
    assert (await house.answers())["years"] == "7"


async def test_a_card_that_never_arrives_holds_no_other_process_up(house: House) -> None:
    """After two seconds the turn is taken all the same, and the debt is the second process's."""
    official = await house.at_question(2)
    chat = (await house.rows("contact_points"))[0]["id"]
    async with house.app.database.begin() as conn:
        await mailbox.owe(conn, [Debt(chat, 1, "hangs")])
    async with colleague(house) as other:
        started = house.clock.monotonic()
        hearing = asyncio.create_task(other.reception.hear([told(official, 1, "7")]))
        while not hearing.done():
            await house.settle()
        await hearing
        assert house.clock.monotonic() - started >= 2
        (debt,) = await house.rows("owed_cards")
        assert debt["holder"] == other.dispatcher.holder
    assert (await house.answers())["years"] == "7"
