"""What a turn costs, in milliseconds of CPU. Not a test: ``make bench``. The least of several rounds counts.

The yardstick is one ORM session a turn that writes the same rows by the plain driver, and reads nothing.
"""

import asyncio
import logging
import tempfile
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event, select
from sqlmodel import Session, create_engine

from bot.callbacks import AnswerTap
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.desk import Desk
from bot.dispatcher import Dispatcher
from bot.forms import FormShelf
from bot.interviewer import Interviewer
from bot.messages import Inbound, InboundKind
from bot.office.desk import Office
from bot.reception import Reception
from bot.simulator import TOKEN, Phone, Simulator
from bot.texts.consent import OfficeDetails, fill_notice
from storage import cases, frame, instruments
from storage.database import Database
from storage.records import ConsentRecord
from storage.responses import NewResponse, create_responses
from storage.sql import answers
from storage.tables import Answer, AnswerRevision, InboxRow, OutboxRow, Paradatum, Response
from surveys.content import built_in_forms, read
from surveys.field_period import Calendar
from surveys.interview import Interview
from surveys.projection import pack_interview
from surveys.questionnaire import ItemType, Questionnaire
from surveys.roster import Roster, read_roster
from surveys.xlsform import read_form

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
PEOPLE: Final = 50
ROUNDS: Final = 5
CALENDAR: Final = Calendar.vietnam(range(2014, 2032))
DETAILS: Final = OfficeDetails("Huyện ủy Lương Tài", "Thị trấn Thứa", "Ban Tổ chức", 90)
NOTICE: Final = fill_notice(DETAILS, "Telegram")
FIRST_UPDATE: Final = 1_000_000  # far from the numbers that the simulator gives


@dataclass(frozen=True)
class Scene:
    """An open wave: fifty people stand at a question of several choices; a tap toggles one and stays there."""

    database: Database
    responses: tuple[int, ...]
    spare_code: str

    def reception(self, on_commit: Callable[[], None]) -> Reception:
        """Open the door of this house."""
        interviewer = Interviewer(ZONE)
        desk = Desk(
            zone=ZONE,
            calendar=CALENDAR,
            notice_for=lambda _: NOTICE,
            office=Office(ZONE, CALENDAR, DETAILS),
            interviewer=interviewer,
            shelf=FormShelf(),
        )
        return Reception(
            self.database,
            desk,
            interviewer,
            lambda: datetime.now(UTC),
            on_commit=on_commit,
            cards_settled=nothing_on_its_way,
        )


async def nothing_on_its_way(_chats: Collection[tuple[str, str]]) -> None:
    """No card is being sent while only reception is measured."""


def address_of(number: int) -> str:
    """Name the chat of a person."""
    return f"chat{number}"


async def set_the_scene(path: Path) -> Scene:
    """Take the roster in, open a wave with the built-in form and let everybody begin."""
    database = Database(f"sqlite:///{path}")
    await database.upgrade()
    now = datetime.now(UTC)
    name, content = built_in_forms()[0]
    form = read_form(content, name)
    roster = read_roster(read("roster_luong_tai.xlsx"), "roster.xlsx")
    assert isinstance(form, Questionnaire)
    assert isinstance(roster, Roster)
    screen = next(s for s in form.screens if s.items[0].type is ItemType.SELECT_MULTIPLE).name
    async with database.begin() as conn:
        await frame.import_roster(conn, roster, now.date(), now)
        await instruments.publish(conn, form, now)
        order = cases.NewWave(form.sha256, now - timedelta(hours=1), now + timedelta(days=3))
        wave_id = await cases.create_wave(conn, order, now)
        units = await frame.list_units(conn, now.date())
        lists = {"commune": [{"name": unit.code, "label": unit.name} for unit in units]}
        await cases.open_wave(conn, wave_id, now, lists)
        wave = await cases.find_wave(conn, wave_id)
        assert wave is not None
        await cases.draw(conn, wave, now.date())
        codes = await frame.issue_codes(conn, now, now + timedelta(days=3), now.date())
        drawn = (await cases.list_cases(conn, wave_id))[:PEOPLE]
        chats = await frame.ensure_contact_points(
            conn, "telegram", [address_of(number) for number in range(PEOPLE)], now
        )
        for number, case in enumerate(drawn):
            assert case.official_id is not None
            await frame.link(conn, chats[address_of(number)].id, case.official_id, now)
            given = ConsentRecord(case.official_id, "given", NOTICE.version, NOTICE.sha256, "telegram", now)
            await frame.record_consents(conn, [given])
        packed = pack_interview(Interview(form, {}, screen, today=now.astimezone(ZONE).date()))
        begun = await create_responses(
            conn, [NewResponse(case.id, screen, 1, {}, now, packed) for case in drawn]
        )
    taken = {case.official_id for case in drawn}
    spare = next(code for code in codes if code.official.id not in taken)
    return Scene(database, tuple(begun[case.id].id for case in drawn), spare.long)


# --- what is measured -------------------------------------------------------------------------------


class Taps:
    """Everybody in turn switches the first choice on and off."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._count = 0

    def next(self) -> Inbound:
        """Return the next person's tap."""
        number, turn = self._count % PEOPLE, self._count // PEOPLE
        self._count += 1
        tap = AnswerTap(self._scene.responses[number], 1, 0, 0, turn % 2 == 0)
        return Inbound(
            channel="telegram",
            update_id=FIRST_UPDATE + self._count,
            kind=InboundKind.TAP,
            address=address_of(number),
            sender=address_of(number),
            sent_at=datetime.now(UTC),
            data=tap.encode(),
            card_ref="7",
            tap_id=str(self._count),
        )


async def least(count: int, work: Callable[[], Awaitable[None]]) -> float:
    """Return the milliseconds of CPU that one of ``count`` turns takes, the least of all rounds."""
    await work()
    costs: list[float] = []
    for _ in range(ROUNDS):
        began = time.process_time()
        await work()
        costs.append((time.process_time() - began) / count * 1000)
    return min(costs)


async def measure_reception(scene: Scene) -> tuple[float, float]:
    """Return what a turn costs from its message to its commit: alone, and in batches of everybody."""
    door = scene.reception(lambda: None)
    taps = Taps(scene)

    async def alone() -> None:
        for _ in range(PEOPLE):
            await door.hear([taps.next()])

    async def together() -> None:
        for _ in range(4):
            await door.hear([taps.next() for _ in range(PEOPLE)])

    lone, batched = await least(PEOPLE, alone), await least(4 * PEOPLE, together)
    async with scene.database.read() as conn:
        stored = set((await conn.execute(select(answers.c.response_id))).scalars())
    assert stored == set(scene.responses), "a tap was not taken as an answer"
    return lone, batched


async def measure_orm(scene: Scene) -> float:
    """Return what the yardstick costs."""
    engine = create_engine(f"sqlite:///{scene.database.url.database}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = FULL"))
    number = 10_000_000

    async def write() -> None:
        nonlocal number
        for response in scene.responses:
            number += 1
            _write_with_orm(engine, response, number)

    try:
        return await least(PEOPLE, write)
    finally:
        engine.dispose()


def _write_with_orm(engine: Engine, response_id: int, number: int) -> None:
    now, message = datetime.now(UTC), {"kind": "card", "text": "Câu 1" * 40, "tap_id": "7", "visit": 1}
    with Session(engine) as session:
        response = session.get_one(Response, response_id)
        response.tries, response.updated_at = number % 2, now
        session.merge(Answer(response_id=response_id, item="bench", value=str(number)))
        session.add(AnswerRevision(response_id=response_id, item="bench", value=str(number), revised_at=now))
        session.add(Paradatum(response_id=response_id, event="answered", item="bench", at=now))
        session.add(InboxRow(channel="telegram", update_id=number, received_at=now))
        session.add(
            OutboxRow(
                lane="reply",
                channel="telegram",
                address="bench",
                response_id=response_id,
                is_card=True,
                message=message,
                created_at=now,
                status="sent",
            )
        )
        session.commit()


async def measure_whole_loop(scene: Scene) -> float:
    """Return what a tap costs from phone to phone: simulated platform, intake, reception, dispatcher."""
    clock = SystemClock()
    async with Simulator(clock, limits=None) as simulator:
        channel = TelegramChannel(TOKEN, clock=clock, base_url=simulator.base_url)
        dispatcher = Dispatcher(scene.database, {"telegram": channel}, clock, overall_rate=100_000)
        door = scene.reception(dispatcher.wake)
        tasks = [asyncio.create_task(dispatcher.run()), asyncio.create_task(channel.listen(door.hear))]
        try:
            phone = simulator.phone(1001, "Hòa")
            phone.patience = 20
            await _begin(phone, scene.spare_code)

            async def walk() -> None:
                for _ in range(PEOPLE // 2):  # two taps each
                    await phone.taps("Quay lại")
                    await phone.hears("A1.")
                    await phone.taps("Tiếp")
                    await phone.hears("A2.")

            return await least(PEOPLE, walk)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await channel.close()


async def _begin(phone: Phone, code: str) -> None:
    await phone.presses_start(code)
    await phone.hears("Có phải")
    await phone.taps("Đúng, là tôi")
    await phone.hears("THÔNG BÁO")
    await phone.taps("Tôi đồng ý")
    await phone.hears("khảo sát")
    await phone.taps("Tiếp ▶")
    await phone.hears("A1.")
    await phone.taps(next(label for label in phone.buttons if label.startswith("✔ Đúng")))
    await phone.hears("A2.")


def report(rows: Sequence[tuple[str, float]], yardstick: float) -> None:
    """Print the figures and their ratios to the yardstick."""
    for name, cost in rows:
        print(f"{name:<58} {cost:7.2f} ms of CPU a turn  x{cost / yardstick:5.2f}")  # noqa: T201


async def main() -> None:
    """Measure everything on a fresh database file."""
    logging.basicConfig(level=logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        scene = await set_the_scene(Path(folder) / "bench.sqlite3")
        try:
            lone, batched = await measure_reception(scene)
            yardstick = await measure_orm(scene)
            async with scene.database.begin() as conn:  # what the rounds above queued has nowhere to go
                await conn.exec_driver_sql("DELETE FROM outbox")
            whole = await measure_whole_loop(scene)
        finally:
            await scene.database.dispose()
    report(
        [
            ("yardstick: one ORM session a turn, the same inserts", yardstick),
            ("reception, a lone turn", lone),
            (f"reception, a turn in batches of {PEOPLE}", batched),
            ("whole loop, a lone tap with simulator and phone", whole),
        ],
        yardstick,
    )


if __name__ == "__main__":
    asyncio.run(main())
