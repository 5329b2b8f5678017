"""A small field for the tests of sending: officials with chats, a wave with cases, an obedient channel."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select

from bot.dispatcher import Dispatcher
from bot.messages import Account, Caps, Hear, Outbound, SendError, Sent
from bot.simulator.virtual_clock import VirtualClock
from storage import sql
from storage.database import Database
from surveys.field_period import VIETNAM

MONDAY = datetime(2015, 4, 20, 8, 0, tzinfo=VIETNAM)  # a working day, in office hours
BREATH = 0.0005  # lets the database's threads run, which a spinning loop would starve
CLOSING = datetime(2015, 5, 8, 17, 0, tzinfo=VIETNAM)


class Post:
    """A channel that writes down what it is given. ``failures`` answer the next sends, first come first."""

    name = "post"
    caps = Caps()

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.sent: list[tuple[datetime, str, Outbound]] = []
        self.tried: list[tuple[datetime, str, Outbound]] = []
        self.failures: list[SendError] = []
        self.gate: asyncio.Event | None = None

    async def open(self) -> Account:
        """Open nothing."""
        return Account("bot", "Bot")

    async def listen(self, hear: Hear) -> None:
        """Hear nothing."""

    async def send(self, address: str, message: Outbound) -> Sent:
        """Write it down, or fail as told; behind a ``gate`` it takes until the gate opens."""
        self.tried.append((self.clock.now(), address, message))
        if self.gate is not None:
            await self.gate.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((self.clock.now(), address, message))
        return Sent(str(len(self.sent)), self.clock.now())

    async def close(self) -> None:
        """Close nothing."""

    @property
    def texts(self) -> list[str]:
        """What arrived, in order."""
        return [message.text for _, _, message in self.sent]


async def settle(*parts: Callable[[], bool]) -> None:
    """Let everybody run until each part says that it is idle."""
    while True:
        for _ in range(3):
            await asyncio.sleep(0)
        if all(is_idle() for is_idle in parts):
            return
        await asyncio.sleep(BREATH)


@asynccontextmanager
async def running(dispatcher: Dispatcher) -> AsyncIterator[asyncio.Task[None]]:
    """Run a dispatcher; at the end it is killed, not drained."""
    task = asyncio.create_task(dispatcher.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})


async def carry_on(clock: VirtualClock, dispatcher: Dispatcher, until: datetime | None = None) -> None:
    """Move the clock from event to event until nobody sleeps, or ``until`` would be passed."""
    await settle(lambda: clock.is_settled, dispatcher.is_idle)
    while (moment := clock.next_moment) is not None and (until is None or moment <= until):
        clock.advance_to_next()
        await settle(lambda: clock.is_settled, dispatcher.is_idle)


async def make_wave(
    database: Database, count: int, *, definition: str = "{}", has_cases: bool = True, **changes: Any
) -> list[int]:
    """Store a wave and ``count`` officials, each with a linked chat named by its number; return the case ids."""
    wave = {
        "form_sha256": "f",
        "unit_codes": [],
        "titles": [],
        "choice_lists": {},
        "opens_at": MONDAY,
        "closes_at": CLOSING,
        "reminders": "+2d,-1d@08:30",
        "any_hour": False,
        "state": "open",
        "created_at": MONDAY,
    } | changes
    form = {
        "sha256": "f",
        "form_id": "f",
        "version": "1",
        "title": "Phiếu khảo sát",
        "definition": definition,
    }
    async with database.begin() as conn:
        await conn.execute(insert(sql.form_versions), [form | {"published_at": MONDAY}])
        unit_id = await _added(conn, sql.units, code="1", name="Xã Phú Hòa", valid_from=date(2015, 1, 1))
        wave_id = await _added(conn, sql.waves, **wave)
        case_ids = []
        for number in range(1, count + 1):
            official_id = await _added(conn, sql.officials, **_official(number, unit_id))
            await _added(conn, sql.contact_points, **_chat(number, official_id))
            if not has_cases:
                continue
            case = {"wave_id": wave_id, "official_id": official_id, "roster_key": f"K{number}"}
            case_ids.append(
                await _added(conn, sql.cases, **case, unit_id=unit_id, title="ct_ubnd", outcome="")
            )
    return case_ids


async def _added(conn: Any, into: Any, **values: Any) -> int:
    return int((await conn.execute(insert(into).values(**values).returning(into.c.id))).scalar_one())


def _official(number: int, unit_id: int) -> dict[str, Any]:
    blank = dict.fromkeys(("gender", "edu", "qual", "major", "pol", "qlnn", "cert", "phone", "note"), "")
    return blank | {
        "roster_key": f"K{number}",
        "full_name": f"Nguyễn Văn {number}",
        "title": "ct_ubnd",
        "unit_id": unit_id,
        "as_of": date(2015, 1, 1),
    }


def _chat(number: int, official_id: int) -> dict[str, Any]:
    return {
        "channel": "post",
        "address": str(number),
        "official_id": official_id,
        "created_at": MONDAY,
        "linked_at": MONDAY,
        "card_ref": "",
        "card_visit": 0,
        "office_step": "",
    }


async def rows_of(database: Database, table: Any) -> list[dict[str, Any]]:
    """Return every row of a table, in order of coming."""
    async with database.read() as conn:
        rows = (await conn.execute(select(table).order_by(*table.primary_key.columns))).mappings()
        return [dict(row) for row in rows]


def moments(sent: Sequence[tuple[datetime, str, Outbound]]) -> list[datetime]:
    """Return when messages left, in UTC."""
    return [at.astimezone(UTC) for at, _, _ in sent]
