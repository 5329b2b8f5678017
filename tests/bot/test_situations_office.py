"""The bank of situations in the office's hands: the workbook, what waits, results, a point for the next briefing."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import select

from bot.office.sorting import kind_of
from bot.office.tellings import renew_tellings
from bot.office.work import OfficeWork
from storage import briefings, frame, office, situations
from storage.database import Database
from storage.sql import uploads
from storage.uploads import SITUATIONS
from surveys.field_period import Every
from surveys.roster.values import Roster
from tests.bot.office_chat import MORNING, OfficeChat
from tests.bot.test_list_work import SETTINGS, Sent, last_buttons, told
from tests.bot.test_rules_in_chat import files_sent
from tests.storage.archive import UNITS, official
from tests.surveys.situations.banks import book, row

pytestmark = pytest.mark.usefixtures("warm_workers")

FIRST = book(row("a", Nhóm_chức_danh="Chính quyền"), row("b", Người_duyệt=None, Ngày_duyệt=None))
SECOND = book(row("a", Nhóm_chức_danh="Chính quyền", Đáp_án="A"), row("c"))


async def answer(database: Database, choices: list[int]) -> None:
    """Let officials answer the first situation."""
    async with database.begin() as conn:
        used = await situations.bank_in_use(conn)
        assert used is not None
        asked = used.bank.situations[0]
        people = await frame.list_officials(conn, MORNING.date())
        for official, choice in zip(people, choices, strict=False):
            await situations.put_card(
                conn,
                official.id,
                MORNING.date(),
                asked.code,
                edition=asked.edition,
                title_group="chinh_quyen",
                now=MORNING,
            )
            card = await situations.open_card(conn, official.id)
            assert card is not None
            is_right = choice == asked.key
            await situations.answer_card(conn, card, choice, MORNING, is_right=is_right, month="2026-11")


async def test_a_bank_goes_out_and_comes_back_reviewed(sqlite_database: Database) -> None:
    """The template has the nine examples without keys; what comes back is checked, shown, used, set back."""
    chat, sent = OfficeChat(sqlite_database), Sent(FIRST)
    await chat.enter()
    work = OfficeWork(sqlite_database, SETTINGS, fetch=sent.fetch)
    assert "chưa nạp ngân hàng" in await chat.presses_data("q.si")
    await chat.taps("Lấy mẫu")
    await work.do_jobs(MORNING)
    (file,) = [content for _, content in await files_sent(sqlite_database)]
    assert kind_of(file, "x.xlsx") == SITUATIONS
    sheet = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[4]}
    assert [sheet.cell(row, columns["Đáp án"] or 0).value for row in range(5, 14)] == [None] * 9
    sent.content = file
    await chat.sends_file("mau.xlsx")
    await work.do_jobs(MORNING)
    assert "9 tình huống, 0 đã duyệt, 9 chờ duyệt" in (await told(sqlite_database))[-1]

    sent.content = FIRST
    await chat.sends_file("ngan-hang.xlsx")
    await work.do_jobs(MORNING)
    shown = (await told(sqlite_database))[-1]
    assert "2 tình huống, 1 đã duyệt, 1 chờ duyệt" in shown
    assert "Tình huống b chưa có người duyệt: chưa gửi cho ai." in shown
    await chat.presses((await last_buttons(sqlite_database))["Dùng bản này"])
    await work.do_jobs(MORNING)
    assert "Tình huống chưa duyệt chưa gửi cho ai." in (await told(sqlite_database))[-1]
    assert "đang dùng 1, chờ duyệt 1, hết hạn 0" in await chat.presses_data("q.si")
    assert "• b – Tình huống b?" in await chat.taps("Chờ duyệt (1)")

    sent.content = SECOND
    await chat.sends_file("ngan-hang-2.xlsx")
    await work.do_jobs(MORNING)
    shown = (await told(sqlite_database))[-1]
    assert "Thêm** (1)\n• c – Tình huống c?" in shown
    assert "Sửa** (1)\n• a – Tình huống a?" in shown
    assert "Bỏ** (1)\n• b – Tình huống b?" in shown
    assert "đếm lại từ đầu" in shown
    await chat.presses((await last_buttons(sqlite_database))["Dùng bản này"])
    await work.do_jobs(MORNING)
    await chat.presses((await last_buttons(sqlite_database))["Hoàn tác"])
    await work.do_jobs(MORNING + timedelta(minutes=1))
    assert "bản trước (nếu có) được dùng lại" in (await told(sqlite_database))[-1]
    assert "Bản số 1" in await chat.presses_data("q.si")
    async with sqlite_database.read() as conn:
        noted = await office.list_orders(conn, action="situations.withdraw")
    assert len(noted) == 1


async def test_what_is_wrong_is_marked_and_a_list_is_not_everybodys(sqlite_database: Database) -> None:
    """Each cell is named; whoever may keep the bank but not the list is told so once the file is read."""
    sent = Sent(book(row("a", Đáp_án="K")))
    work = OfficeWork(sqlite_database, SETTINGS, fetch=sent.fetch)
    chat = OfficeChat(sqlite_database)
    await chat.enter("cadre")
    await chat.sends_file("ngan-hang.xlsx")
    await work.do_jobs(MORNING)
    assert "“K” ở cột “Đáp án” không phải là một phương án" in (await told(sqlite_database))[-1]
    sent.content = "STT;Họ và tên;Chức danh;Đơn vị\n1;Lê A;Bí thư;Xã A".encode()
    await chat.sends_file("danh-sach.csv")
    await work.do_jobs(MORNING)
    async with sqlite_database.read() as conn:
        assert await frame.list_officials(conn, MORNING.date()) == []
        assert (await conn.execute(select(uploads.c.content).order_by(uploads.c.id.desc()))).first() == (
            None,
        )
    assert "không gồm việc nạp danh sách" in (await told(sqlite_database))[-1]


async def test_results_are_told_in_aggregate_and_become_a_point_of_the_briefing(
    sqlite_database: Database,
) -> None:
    """Shares of groups and months go to the office, those of one person in a part do not; a point names nobody."""
    chat, sent = OfficeChat(sqlite_database), Sent(FIRST)
    async with sqlite_database.begin() as conn:
        rows = [
            official(f"LT{number:02}", f"Nguyễn Văn {number}", "Xã An Thịnh" if number else "Xã Phú Hòa")
            for number in range(11)
        ]
        await frame.import_roster(conn, Roster(UNITS, tuple(rows)), date(2026, 11, 1), MORNING)
    await chat.enter()
    work = OfficeWork(sqlite_database, SETTINGS, fetch=sent.fetch)
    await chat.sends_file("ngan-hang.xlsx")
    await work.do_jobs(MORNING)
    await chat.presses((await last_buttons(sqlite_database))["Dùng bản này"])
    await work.do_jobs(MORNING)
    await chat.presses_data("q.si.r")
    await work.do_jobs(MORNING)
    assert "Chưa có kết quả nào" in (await told(sqlite_database))[-2]
    assert "đủ 5 người" in await chat.presses_data("q.si.b")

    await answer(sqlite_database, [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    assert await renew_tellings(sqlite_database) == 1
    await chat.presses_data("q.si.r")
    await work.do_jobs(MORNING)
    said = "\n".join(await told(sqlite_database))
    assert "Chính quyền: tháng 11/2026 45% (11 câu trả lời)" in said
    assert "• a: 45% trong 11 người – Tình huống a?" in said
    assert "• Chính quyền, a: 45% trong 11 người" in said
    files = await files_sent(sqlite_database)
    sheets = openpyxl.load_workbook(io.BytesIO(files[-1][1]))
    cells = [[cell.value for cell in line] for line in sheets["Theo nhóm"].iter_rows()]
    assert cells[1] == ["a", "Tình huống a?", "Chính quyền", "11", "5", "45,5%"]

    part = OfficeChat(sqlite_database, "901")
    await part.enter("cadre", unit="09505")
    assert "Số người đang nhận trong phạm vi" in await part.presses_data("q.si")
    assert "mọi đơn vị" in await part.presses_data("q.si.t")
    await part.presses_data("q.si.r")
    await work.do_jobs(MORNING)
    assert "Chưa có kết quả nào" in (await told(sqlite_database))[-2]

    assert "nêu tình huống nào" in await chat.presses_data("q.si.b")
    assert "Chưa có buổi giao ban" in await chat.taps("a – Tình huống a?")
    async with sqlite_database.begin() as conn:
        number = await briefings.create_briefing(
            conn, Every.MONTH, MORNING + timedelta(days=9), None, MORNING
        )
        await briefings.plan_round(conn, number, 1, MORNING + timedelta(days=9))
    await chat.presses_data("q.si.b.0")
    noted = await chat.taps("thứ")
    assert "“Tình huống a?” (10 người đã trả lời, 5 người chọn đúng đáp án ngay)" in noted
    async with sqlite_database.read() as conn:
        (held,) = await briefings.rounds_of(conn, number)
        (note,) = await briefings.notes_of(conn, held.id, briefings.PROPOSAL)
    assert "Tình huống a?" in note.text
    assert note.person_id is None
