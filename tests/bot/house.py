"""A whole house for the tests: the App on a database file, a simulated Telegram, people with phones."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import Table, select
from sqlmodel import SQLModel

from bot.app import App
from bot.office.orders import WaveOrder, open_wave
from bot.settings import Settings
from bot.simulator import Message, Phone, Simulator
from bot.simulator.virtual_clock import NeverClock, VirtualClock
from storage import frame
from storage.frame import IssuedCode
from storage.records import OfficialRecord
from surveys.titles import built_in_titles
from tests.bot.furnishing import furnish
from tests.patience import HANGING
from tests.scenarios.transcript import render_scenario

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING: Final = datetime(2015, 4, 20, 8, 0, tzinfo=ZONE)
CLOSES_AT: Final = datetime(2015, 5, 8, 17, 0, tzinfo=ZONE)
BREATH: Final = 0.0005  # seconds of the machine's clock: lets sockets and the database's thread work
QUIET_LOOKS: Final = 3
SOON: Final = timedelta(seconds=30)  # what is due within this belongs to the same exchange
READING: Final = timedelta(seconds=5)  # how long a person looks at the phone before the next act


def house_settings(simulator: Simulator, database_url: str, folder: Path, **changes: Any) -> Settings:
    """Settings of a made-up office; nothing is read from the environment."""
    values: dict[str, Any] = {
        "telegram_token": SecretStr(simulator.token),
        "telegram_base_url": simulator.base_url,
        "telegram_webhook_url": "",
        "telegram_webhook_secret": SecretStr(""),
        "telegram_webhook_port": 8443,
        "telegram_webhook_host": "127.0.0.1",
        "data_dir": folder,
        "database_url": SecretStr(database_url),
        "timezone": str(ZONE),
        "holidays_file": None,
        "office_name": "Ban Tổ chức Huyện ủy Lương Tài",
        "office_address": "thị trấn Thứa",
        "data_contact": "đồng chí Vân, điện thoại 0222 000 0000",
        "retention_days": 90,
        "code_days": 60,
    }
    return Settings.model_construct(**(values | changes))


@dataclass
class House:
    """Everything that a conversation needs. People act through ``Official``, which waits for the answer."""

    app: App
    simulator: Simulator
    clock: VirtualClock
    officials: dict[str, OfficialRecord]
    codes: dict[str, IssuedCode]
    wave: int = 0
    _next_phone: int = 1001

    # --- people ---------------------------------------------------------------------------------------

    def somebody(self, name: str = "Khách") -> "Official":
        """A person with a phone whom nobody knows."""
        self._next_phone += 1
        return Official(self, self.simulator.phone(self._next_phone, name), None)

    def official(self, key: str = "K01") -> "Official":
        """The phone of an official who has not written yet."""
        record = self.officials[key]
        person = self.somebody(record.full_name)
        person.record = record
        return person

    async def linked(self, key: str = "K01") -> "Official":
        """An official who has confirmed who they are and reads the notice."""
        person = self.official(key)
        await person.starts(self.codes[key].long)
        await person.taps("Đúng, là tôi")
        return person

    async def asked(self, key: str = "K01") -> "Official":
        """An official who has agreed: the introduction of the form stands open."""
        person = await self.linked(key)
        await person.taps("Tôi đồng ý")
        return person

    async def at_question(self, number: int, key: str = "K01") -> "Official":
        """An official who has answered every question of the small form before ``number``."""
        person = await self.asked(key)
        await person.taps("Tiếp")
        replies = ["đúng", "đúng", "đúng", "5 2", "1,2", "bỏ qua", "bỏ qua"]
        for reply in replies[: number - 1]:
            await person.says(reply)
        return person

    async def finished(self, key: str = "K01") -> "Official":
        """An official who has answered everything and sent the form."""
        person = await self.at_question(8, key)
        await person.taps("Gửi phiếu")
        return person

    async def administrator(self, role: str = "owner") -> "Official":
        """Somebody who has claimed an administrator's code."""
        async with self.app.database.begin() as conn:
            code = await frame.issue_admin_code(conn, self.clock.now(), CLOSES_AT, role)
        person = self.somebody("Vân")
        await person.starts(code.long)
        return person

    async def somebody_who_is(self, role: str) -> "Official":
        """Somebody asked, linked, an administrator or a stranger."""
        match role:
            case "asked":
                return await self.at_question(2)
            case "linked":
                return await self.linked()
            case "administrator":
                return await self.administrator()
            case _:
                return self.somebody()

    async def restart(self, **changes: Any) -> None:
        """Stop the house and open it again on the same tables, with some settings changed."""
        settings = self.app.settings.model_copy(update=changes)
        await self.app.stop()
        self.app = App(settings, self.clock, look_every=None)
        async with self.app.database.begin() as conn:
            await self.app.note_accounts(conn)
            await self.app.titles.refresh(conn)
        self.app.start()
        await self.settle()

    # --- time -----------------------------------------------------------------------------------------

    def is_quiet(self) -> bool:
        """Whether nobody has anything left to do at this moment."""
        return self.clock.is_settled and self.simulator.is_quiet() and self.app.is_idle()

    async def settle(self) -> None:
        """Return when everything that was said has been answered, letting at most ``SOON`` pass for it."""
        end = self.clock.now() + SOON
        while True:
            await self._settle_now()
            upcoming = self.clock.next_moment
            if upcoming is None or upcoming > end:
                return
            self.clock.advance_to_next()

    async def _settle_now(self) -> None:
        looks = 0
        async with asyncio.timeout(HANGING):
            while looks < QUIET_LOOKS:
                await asyncio.sleep(0 if looks else BREATH)
                looks = looks + 1 if self.is_quiet() else 0

    async def lets_pass(self, span: timedelta) -> None:
        """Let time pass; the ticks run at the end of it."""
        await self.waits_until(self.clock.now() + span)

    async def waits_until(self, moment: datetime, *, ticks: bool = True) -> None:
        """Let time pass until ``moment``, then run every tick and let what it queued arrive."""
        sleeping = asyncio.create_task(self.clock.sleep_until(moment))
        await self._settle_now()
        while not sleeping.done():
            self.clock.advance_to_next()
            await self._settle_now()
        if ticks:
            await self.tick()

    async def tick(self) -> None:
        """Run every tick once."""
        for tick in self.app.ticks.values():
            await tick.work()
        await self.settle()

    # --- what is stored -------------------------------------------------------------------------------

    async def rows(self, table: str) -> list[Mapping[str, Any]]:
        """All rows of a table, in the order of their making."""
        columns: Table = SQLModel.metadata.tables[table]
        async with self.app.database.read() as conn:
            query = select(columns).order_by(*columns.primary_key.columns)
            return [dict(row) for row in (await conn.execute(query)).mappings()]

    async def answers(self, key: str = "K01") -> dict[str, str]:
        """The stored answers of an official, by item; notes left out."""
        own = [case["id"] for case in await self.rows("cases") if case["roster_key"] == key]
        begun = [row["id"] for row in await self.rows("responses") if row["case_id"] in own]
        stored = {
            row["item"]: row["value"] for row in await self.rows("answers") if row["response_id"] in begun
        }
        return {item: value for item, value in stored.items() if item != "intro"}

    async def response(self, key: str = "K01") -> Mapping[str, Any]:
        """The response of an official."""
        own = [case["id"] for case in await self.rows("cases") if case["roster_key"] == key]
        (row,) = [row for row in await self.rows("responses") if row["case_id"] in own]
        return row

    async def case(self, key: str = "K01") -> Mapping[str, Any]:
        """The case of an official."""
        (row,) = [case for case in await self.rows("cases") if case["roster_key"] == key]
        return row

    async def everything_stored(self) -> str:
        """Every value of every table as one text, to search for what must not be there."""
        tables = {name: await self.rows(name) for name in SQLModel.metadata.tables}
        return json.dumps(tables, default=_as_text, ensure_ascii=False)


def _as_text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


@dataclass
class Official:
    """A person with a phone. Every act waits until the house has answered it."""

    house: House
    phone: Phone
    record: OfficialRecord | None

    async def _reads(self) -> None:
        await self.house.waits_until(self.house.clock.now() + READING, ticks=False)

    async def says(self, text: str) -> str:
        """Type a message; returns what the bot's newest message says then."""
        await self._reads()
        await self.phone.says(text)
        await self.house.settle()
        return self.heard

    async def says_at_once(self, *texts: str) -> str:
        """Type several messages that reach the bot in one batch."""
        await self._reads()
        for text in texts:
            await self.phone.says(text)
        await self.house.settle()
        return self.heard

    async def starts(self, payload: str = "") -> str:
        """Press Start, perhaps from a link."""
        return await self.says(f"/start {payload}".rstrip())

    async def taps(self, button: str, *, on: Message | None = None, times: int = 1) -> str:
        """Press a button by its label or a part of it."""
        await self._reads()
        await self.phone.taps(button, on=on, times=times)
        await self.house.settle()
        return self.heard

    async def taps_row(self, row: int, column: int) -> str:
        """Press a button by its place under the card, both from 0."""
        button = self.phone.card.buttons[row][column]
        return await self.taps(button["callback_data"])

    async def taps_data(self, data: str, *, on: Message | None = None) -> str:
        """Press a button that a card once had, as a slow phone still can."""
        await self._reads()
        await self.phone.taps_late(data, on=on)
        await self.house.settle()
        return self.heard

    async def forges(self, data: str) -> str:
        """Send callback data that no card of this chat ever had."""
        self.phone.card.past_data.add(data)
        return await self.taps_data(data, on=self.phone.card)

    async def shares(self, number: str, *, owner: int | None = None) -> str:
        """Share a phone number."""
        await self._reads()
        await self.phone.shares_contact(number, owner=owner)
        await self.house.settle()
        return self.heard

    async def edits(self, message: Message, text: str) -> str:
        """Change an own message."""
        await self._reads()
        await self.phone.edits(message, text)
        await self.house.settle()
        return self.heard

    async def sends_sticker(self) -> str:
        """Send a sticker."""
        await self._reads()
        await self.phone.sends_sticker()
        await self.house.settle()
        return self.heard

    async def sends_file(self, name: str, content: bytes) -> str:
        """Send a document, and wait until what is to be done with it is done."""
        return await self.does(self.phone.sends_file(name, content))

    async def does(self, act: Awaitable[Any]) -> str:
        """Do something on the phone, and wait until what is to be done with it is done."""
        await self._reads()
        await act
        await self.house.settle()
        await self.house.tick()
        return self.heard

    @property
    def heard(self) -> str:
        """What the bot's newest message says now; empty if it never spoke."""
        return self.phone.heard[-1].text if self.phone.heard else ""

    @property
    def buttons(self) -> list[str]:
        """The labels under the live card."""
        return self.phone.buttons

    @property
    def toast(self) -> str:
        """The newest short answer to a tap."""
        return self.phone.toasts[-1]

    def data_of(self, label: str) -> str:
        """The callback data behind a button of the live card."""
        for row in self.phone.card.buttons:
            for button in row:
                if label in button["text"]:
                    return str(button["callback_data"])
        raise AssertionError(f"no button {label!r} among {self.buttons}")

    def transcript(self) -> str:
        """The whole chat as readable text."""
        return render_scenario(self.phone.chat.person.first_name, self.phone.chat.story, ZONE)


async def furnish_house(
    app: App, clock: VirtualClock, *, is_form_built_in: bool
) -> tuple[dict[str, OfficialRecord], dict[str, IssuedCode]]:
    """Fill a house that has not begun; returns its officials and their codes, by key."""
    today = clock.now().astimezone(ZONE).date()
    return await furnish(app.database, clock.now(), CLOSES_AT, today, is_form_built_in=is_form_built_in)


@asynccontextmanager
async def open_house(
    database_url: str,
    folder: Path,
    *,
    is_form_built_in: bool = False,
    is_wave_open: bool = True,
    reminders: str = "+2d,+4d,-1d@08:30",
    **changes: Any,
) -> AsyncIterator[House]:
    """Open a house with four officials and their codes, and a wave of the small form unless told otherwise."""
    clock = VirtualClock(MORNING)
    async with Simulator(clock, limits=None, poll_clock=NeverClock(MORNING)) as simulator:
        app = App(house_settings(simulator, database_url, folder, **changes), clock, look_every=None)
        house = House(
            app, simulator, clock, *await furnish_house(app, clock, is_form_built_in=is_form_built_in)
        )
        if is_wave_open:
            house.wave = await order_wave(house, "tna_capxa" if is_form_built_in else "phieu_thu", reminders)
        app.start()
        await house.settle()
        try:
            yield house
        finally:
            await house.app.stop()


async def order_wave(
    house: House, form: str = "phieu_thu", reminders: str = "", closes_at: datetime = CLOSES_AT
) -> int:
    """Open a wave now; returns its number."""
    now = house.clock.now()
    order = WaveOrder(form, now, closes_at, reminders=reminders)
    async with house.app.database.begin() as conn:
        opened = await open_wave(
            conn, order, house.app.details, house.app.calendar, titles=built_in_titles(), actor="cli", now=now
        )
    return opened.number
