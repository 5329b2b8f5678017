"""An XLSForm sent into the chat: checked, compared in words, tried without a trace, published."""

import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from bot.office.orders import publish_form
from bot.office.work import OfficeWork
from storage import instruments, sql
from storage.database import Database
from surveys.reporting.form_workbook import form_workbook
from tests.bot.office_chat import MORNING, OfficeChat
from tests.bot.small_form import FORM, small_form
from tests.bot.test_list_work import SETTINGS, Sent, last_buttons, told
from tests.bot.test_long_lists import FORM as LONG_FORM
from tests.bot.test_long_lists import TABLE
from tests.bot.test_rules_in_chat import files_sent

pytestmark = pytest.mark.usefixtures("warm_workers")

SECOND = (
    FORM.replace("| phieu_thu | 1 |", "| phieu_thu | 2 |")
    .replace("A1. Năm sinh", "A1. Đồng chí sinh năm nào?")
    .replace("|  | topic | none |", "|  | topic | law | Pháp luật |\n|  | topic | none |")
    .replace("|  | text | idea | | | B4. Ý kiến khác | | | | | |\n", "")
)


async def rows_of_answers(database: Database) -> list[int]:
    """How many answers, responses and cases there are."""
    async with database.read() as conn:
        return [
            len((await conn.execute(select(table.c[0]))).all())
            for table in (sql.answers, sql.responses, sql.cases)
        ]


async def test_a_form_is_compared_tried_and_published(database: Database) -> None:
    """What is another is said in words; a trial takes taps and texts and leaves nothing; the published form stays."""
    async with database.begin() as conn:
        await publish_form(conn, small_form(), "test", MORNING - timedelta(days=1))
    chat, sent = OfficeChat(database), Sent(SECOND.encode())
    await chat.enter()
    work = OfficeWork(database, SETTINGS, fetch=sent.fetch)
    await chat.sends_file("phieu.md")
    await work.do_jobs(MORNING)
    *_, shown = await told(database)
    assert "“Phiếu thử” (mã phieu_thu, phiên bản 2): đọc được" in shown.replace("*", "").replace(
        "Mẫu phiếu ", ""
    )
    assert "So với phiên bản 1 đã công bố:" in shown
    assert "Đổi lời câu hỏi: “A1. Năm sinh” → “A1. Đồng chí sinh năm nào?”" in shown
    assert "“B2. Nội dung cần bồi dưỡng”: thêm lựa chọn Pháp luật" in shown
    assert "Bỏ câu “B4. Ý kiến khác”" in shown

    buttons = await last_buttons(database)
    assert "TRẢ LỜI THỬ" in await chat.presses(buttons["Trả lời thử"])
    assert "A1. Đồng chí sinh năm nào?" in await chat.taps("Tiếp")
    assert "Năm sinh từ 1940 đến 1997" in await chat.says("2020")
    assert "A2" in await chat.says("1970")
    assert "A1" in await chat.taps("◀ Quay lại")
    await chat.says("1970")
    await chat.says("10")
    assert "B1" in await chat.taps("4. Đại học")
    await chat.says("5 2")
    await chat.says("1,2")
    assert "TRẢ LỜI THỬ" in await chat.says("bỏ qua")
    assert "1. A1. Đồng chí sinh năm nào" in await chat.taps("A. BẢN THÂN")
    await chat.says("xem lại")
    assert "TRẢ LỜI THỬ" in await chat.taps("📨 Gửi phiếu")
    assert await rows_of_answers(database) == [0, 0, 0]
    await chat.taps("Thôi thử")
    await work.do_jobs(MORNING)
    assert "đọc được" in (await told(database))[-1]
    assert "đã kết thúc" in await chat.presses_data("q.F.n.0.1.next.0")

    await chat.presses((await last_buttons(database))["Công bố"])
    await work.do_jobs(MORNING)
    assert "Đã công bố “phieu.md”" in (await told(database))[-1]
    assert "Hoàn tác" not in await last_buttons(database)
    async with database.read() as conn:
        assert [each.version for each in await instruments.published(conn)] == ["2", "1"]
        log = (await conn.execute(select(sql.audit_log.c.action))).scalars().all()
    assert log.count("form.publish") == 2
    await chat.sends_file("phieu.md")
    await work.do_jobs(MORNING)
    assert "đã được công bố" in (await told(database))[-1]
    sent.content = SECOND.replace("B3.", "B3a.").encode()
    await chat.sends_file("phieu.md")
    await work.do_jobs(MORNING)
    assert "phiên bản mới ở trang settings" in (await told(database))[-1]


async def test_what_is_wrong_in_a_form_is_told_by_cell_and_marked(sqlite_database: Database) -> None:
    """The workbook comes back with the cell marked; nothing is published."""
    broken = form_workbook(FORM.replace("select_one qual", "select_one quals").encode(), "phieu.md")
    chat, sent = OfficeChat(sqlite_database), Sent(broken)
    await chat.enter()
    work = OfficeWork(sqlite_database, SETTINGS, fetch=sent.fetch)
    await chat.sends_file("phieu.xlsx")
    await work.do_jobs(MORNING)
    assert "ô A6" in (await told(sqlite_database))[-1]
    ((_, content),) = await files_sent(sqlite_database)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["survey"]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["A6"]
    async with sqlite_database.read() as conn:
        assert await instruments.published(conn) == []


async def test_a_table_is_sent_after_the_bot_has_asked_for_it(sqlite_database: Database) -> None:
    """It is asked for by name, joins the form that waits, and both are published as one; another name is no answer."""
    chat, sent = OfficeChat(sqlite_database), Sent(LONG_FORM.encode())
    await chat.enter()
    work = OfficeWork(sqlite_database, SETTINGS, fetch=sent.fetch)
    await chat.sends_file("dai.md")
    await work.do_jobs(MORNING)
    assert "• xa.csv" in (await told(sqlite_database))[-1]
    sent.content = TABLE.encode()
    await chat.sends_file("XA.csv")
    await work.do_jobs(MORNING)
    assert "đọc được" in (await told(sqlite_database))[-1]
    assert "Danh sách có 301 mục" in await chat.presses((await last_buttons(sqlite_database))["Trả lời thử"])
    await chat.taps("Thôi thử")
    await work.do_jobs(MORNING)
    await chat.presses((await last_buttons(sqlite_database))["Công bố"])
    await work.do_jobs(MORNING)
    async with sqlite_database.read() as conn:
        assert [each.form_id for each in await instruments.published(conn)] == ["dai"]
