"""The audit log in the chat: sentences, narrowed and in pages, of one's own units only; requests marked as done."""

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from openpyxl import load_workbook
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.callbacks import to36
from bot.office.orders import note_order
from bot.texts.audit import ACTIONS
from storage import frame, office
from storage.database import Database
from storage.erasure import withdraw
from storage.records import ConsentRecord
from storage.sql import officials
from tests.bot.house import House
from tests.bot.office_chat import MORNING, OfficeChat, furnish, link_official

pytestmark = pytest.mark.usefixtures("warm_workers")

ROOT: Final = Path(__file__).parent.parent.parent


def test_every_action_has_a_sentence() -> None:
    """Whatever the program writes into the log can be read there."""
    kinds = {action.split(".")[0] for action in ACTIONS}
    written = re.compile(
        r"record_orders?\([^)]*?\"([a-z]+\.[a-z_]+)\"|note_order\([^)]*?\"([a-z]+\.[a-z_]+)\"", re.DOTALL
    )
    found = {
        action
        for floor in ("bot", "storage")
        for path in (ROOT / floor).rglob("*.py")
        for match in written.findall(path.read_text(encoding="utf-8"))
        for action in match
        if action.split(".")[0] in kinds
    }
    assert len(found) > 15
    assert found <= set(ACTIONS)


async def test_the_log_is_read_by_kind_person_and_time_within_ones_units(database: Database) -> None:
    """An administrator of a commune reads what its own people ordered, without a name of somebody who has moved."""
    await furnish(database)
    owner, chief = OfficeChat(database, "900"), OfficeChat(database, "901")
    await owner.enter()
    await link_official(database, "A1", "901")
    await chief.enter("administrator", unit="09505")
    await OfficeChat(database, "902").enter("coordinator", unit="09499")
    async with database.begin() as conn:
        day = MORNING - timedelta(days=20)
        await office.record_order(conn, day, "cli:an", "roster.import", {"added": 3})
        for key, actor in (("A2", "2"), ("B1", "2"), ("B1", "3")):
            about = {"wave": 1, "roster_key": key, "mode": "paper"}
            await note_order(conn, actor, "entry.submit", about, MORNING)
        for _ in range(9):
            await note_order(conn, "1", "wave.remind", {"wave": 1, "count": 5}, MORNING)
    await owner.says("/quantri")
    assert "(14 dòng)" in await owner.taps("Nhật ký công việc")
    assert "nhắc 5 người, đợt số 1" in owner.card.text
    assert "người vận hành máy – nạp danh sách cán bộ" in await owner.taps("Trang sau")
    await owner.taps("Chọn thời gian")
    assert "(13 dòng)" in await owner.taps("7 ngày")
    assert "(14 dòng)" in await owner.presses_data("q.u.0.0.999999999.0")  # more days than there ever were
    await owner.taps("Chọn thời gian")
    await owner.taps("7 ngày")
    await owner.taps("Chọn việc")
    assert "(3 dòng)" in await owner.taps("Nhập phiếu giúp")
    await owner.taps("Chọn người")
    assert "(2 dòng)" in await owner.taps("Nguyễn Văn An")
    assert "nhập xong phiếu của Lê Văn Cường (phiếu giấy)" in owner.card.text

    await chief.says("/quantri")
    told = await chief.taps("Nhật ký công việc")
    assert "(2 dòng)" in told
    assert "Nguyễn Văn An – nhập xong phiếu của Trần Thị Bình" in told
    assert "nhập xong phiếu của một người" in told
    assert "Lê Văn Cường" not in told
    await chief.taps("Chọn người")
    assert chief.labels == ["Mọi người", "Nguyễn Văn An", "◀ Nhật ký"]


async def test_the_log_goes_out_as_a_workbook(house: House) -> None:
    """As it was narrowed; that somebody took it is noted, too."""
    owner = await house.administrator()
    await owner.says("/quantri")
    await owner.taps("Nhật ký công việc")
    await owner.taps("Lấy tệp Excel")
    await house.tick()
    sheet = load_workbook(io.BytesIO(owner.phone.documents[-1][1])).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Thời gian", "Người", "Việc"]
    assert any("lập đợt số 1" in str(row[2]) for row in rows)
    assert (await house.rows("audit_log"))[-1]["action"] == "audit.export"


async def test_a_request_is_marked_as_done_with_its_day(sqlite_database: Database) -> None:
    """Late ones say so; of somebody who withdrew everything is erased, now instead of on the last day."""
    await furnish(sqlite_database)
    chat = OfficeChat(sqlite_database, "900")
    await chat.enter("dpo", unit="09505")
    received = MORNING - timedelta(days=30)
    answer_due, act_due = received.date() + timedelta(days=2), received.date() + timedelta(days=15)

    async def register(conn: AsyncConnection, key: str, kind: str) -> None:
        about = people[key], kind, received
        await frame.register_request(conn, *about, answer_due=answer_due, act_due=act_due)

    async with sqlite_database.begin() as conn:
        people = {each.roster_key: each.id for each in await frame.list_officials(conn, MORNING.date())}
        await register(conn, "A1", "copy")
        await frame.record_consent(conn, ConsentRecord(people["A2"], "given", "1", "x", "telegram", received))
        await withdraw(conn, people["A2"], received)
        await register(conn, "A2", "withdraw")
        await register(conn, "B1", "copy")
    await chat.says("/quantri")
    listed = await chat.taps("Yêu cầu về dữ liệu")
    assert "(2)" in listed
    assert "QUÁ HẠN: Nguyễn Văn An (Xã Phú Hòa) – xin bản sao" in listed
    assert "thực hiện trước 09/11/2026" in listed
    await chat.taps("Nguyễn Văn An")
    assert "xong ngày 23/11/2026" in await chat.taps("✔ Xong ngày 23/11/2026")
    await chat.taps("◀ Danh sách yêu cầu")
    assert "tự xóa dữ liệu" in await chat.taps("Trần Thị Bình")
    assert "Đã xóa dữ liệu" in await chat.taps("Xóa ngay")
    async with sqlite_database.read() as conn:
        requests = await frame.list_requests(conn)
        chain = await frame.consent_chain(conn, people["A2"])
        noted = await office.list_orders(conn, action="request.done")
    assert [each.done_at is not None for each in requests] == [True, True, False]
    assert chain[-1].action == "erased"
    await chat.says("/quantri")
    await chat.taps("Yêu cầu về dữ liệu")
    await chat.taps("Ghi yêu cầu")
    await chat.says("nguyen an")
    await chat.taps("Nguyễn Văn An")
    await chat.taps("Rút lại đồng ý")
    entered = await chat.taps("Nhận ngày 23/11/2026")
    assert "Hạn trả lời: 25/11/2026" in entered
    assert "08/12/2026" in entered
    assert [each.details["day"] for each in noted] == ["2026-11-24", "2026-11-23"]


async def test_a_request_on_paper_is_entered_once_also_for_who_left(sqlite_database: Database) -> None:
    """Entered again it keeps its first days; the data of somebody who left the list are theirs all the same."""
    await furnish(sqlite_database)
    chat = OfficeChat(sqlite_database, "900")
    await chat.enter("dpo", unit="09505")
    async with sqlite_database.read() as conn:
        people = {each.roster_key: each.id for each in await frame.list_officials(conn, MORNING.date())}
    await chat.presses_data(f"q.W.n.{to36(people['A1'])}.withdraw.20261123")
    again = await chat.presses_data(f"q.W.n.{to36(people['A1'])}.withdraw.20261124")
    assert "đã được ghi từ trước" in again
    assert "nhận 23/11/2026" in again
    async with sqlite_database.begin() as conn:
        await conn.execute(
            update(officials).where(officials.c.roster_key == "A2").values(left_on=MORNING.date())
        )
    await chat.presses_data("q.W.n")
    await chat.says("binh")
    assert chat.labels[0] == "Trần Thị Bình – Xã Phú Hòa (đã rời danh sách)"
    await chat.taps("Trần Thị Bình")
    await chat.taps("Xin bản sao")
    assert "Đã ghi yêu cầu của Trần Thị Bình" in await chat.taps("Nhận ngày 24/11/2026")
