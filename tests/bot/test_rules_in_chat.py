"""The office's workbook of standards sent into the chat: checked, shown against the one in use, used, set back."""

import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import select

from bot.office.sorting import kind_of
from bot.office.work import OfficeWork
from storage import frame, sql, standards
from storage.database import Database
from surveys.content import built_in_forms, read
from surveys.reporting.form_workbook import form_workbook
from surveys.roster.values import Roster
from surveys.xlsform import read_form
from tests.bot.office_chat import MORNING, UNITS, OfficeChat
from tests.bot.test_list_work import SETTINGS, Sent, last_buttons, told
from tests.surveys.standards_books import table

pytestmark = pytest.mark.usefixtures("warm_workers")

FIRST = table({"title": "Chủ tịch UBND", "qual": "Đại học"}, {"title": "Bí thư Đảng ủy", "pol": "Cao cấp"})
SECOND = table(
    {"title": "Chủ tịch UBND", "qual": "Sau đại học"}, {"title": "Chủ tịch HĐND", "qual": "Đại học"}
)
WRONG = table({"title": "Chủ tịch UBND", "qual": "Đại hoc hỏi"})


async def files_sent(database: Database) -> list[tuple[str, bytes]]:
    """The files that wait to be sent."""
    async with database.read() as conn:
        rows = (await conn.execute(select(sql.outbox.c.message, sql.outbox.c.attachment))).all()
    return [(str(message.get("filename", "")), content) for message, content in rows if content]


async def test_a_workbook_of_standards_is_told_from_a_list_and_taken_in(database: Database) -> None:
    """What changes against the one in use is said in words; one tap uses it, one tap uses the one before again."""
    async with database.begin() as conn:
        await frame.import_roster(conn, Roster(UNITS, ()), MORNING.date(), MORNING, leaving=())
    chat, sent = OfficeChat(database), Sent(FIRST)
    await chat.enter()
    work = OfficeWork(database, SETTINGS, fetch=sent.fetch)
    assert "Chưa nạp biểu tiêu chuẩn nào" in await chat.presses_data("q.D")
    await chat.sends_file("bieu.csv")
    await work.do_jobs(MORNING)
    *_, shown = await told(database)
    assert "Xem thử biểu tiêu chuẩn “bieu.csv”" in shown
    assert "Cơ quan chưa có bản nào trước đây." in shown
    await chat.presses((await last_buttons(database))["Dùng biểu này"])
    await work.do_jobs(MORNING)
    assert "Đã nạp “bieu.csv”" in (await told(database))[-1]
    assert "bản số 1, 2 tiêu chuẩn" in await chat.presses_data("q.D")

    sent.content = SECOND
    await chat.sends_file("bieu-moi.csv")
    await work.do_jobs(MORNING)
    *_, shown = await told(database)
    assert "So với bản số 1 đang dùng:" in shown
    assert "Thêm** (1)\n• Chủ tịch HĐND" in shown
    assert "trước là Trình độ chuyên môn: Đại học" in shown
    assert "Thôi áp dụng** (1)\n• Bí thư Đảng ủy" in shown
    await chat.presses((await last_buttons(database))["Dùng biểu này"])
    await work.do_jobs(MORNING)
    async with database.read() as conn:
        used = await standards.version_on(conn, MORNING.date())
    assert used is not None
    assert used.filename == "bieu-moi.csv"
    undo = (await last_buttons(database))["Hoàn tác"]
    await chat.presses(undo)
    await work.do_jobs(MORNING + timedelta(minutes=1))
    assert "bản trước (nếu có) được dùng lại" in (await told(database))[-1]
    async with database.read() as conn:
        used = await standards.version_on(conn, MORNING.date())
    assert used is not None
    assert used.filename == "bieu.csv"
    await chat.sends_file("bieu.csv")
    sent.content = FIRST
    await work.do_jobs(MORNING)
    assert "Biểu này đã được nạp: bản số 1" in (await told(database))[-1]


async def test_what_is_wrong_in_a_workbook_of_standards_comes_back_marked(sqlite_database: Database) -> None:
    """Each cell is named, the copy has it marked, nothing is kept; the files to begin with are made on a tap."""
    chat, sent = OfficeChat(sqlite_database), Sent(WRONG)
    await chat.enter()
    work = OfficeWork(sqlite_database, SETTINGS, fetch=sent.fetch)
    await chat.sends_file("bieu.csv")
    await work.do_jobs(MORNING)
    assert "“Đại hoc hỏi”" in (await told(sqlite_database))[-1]
    async with sqlite_database.read() as conn:
        assert await standards.list_versions(conn) == []
    await chat.presses_data("q.D.r")
    await chat.presses_data("q.D.f")
    await work.do_jobs(MORNING)
    contents = [content for _, content in await files_sent(sqlite_database)]
    sheets = [openpyxl.load_workbook(io.BytesIO(content)).sheetnames for content in contents]
    assert "survey" in sheets[-1]
    assert len(sheets) == 3


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("roster_luong_tai.xlsx", "list"),
        ("roster_today.xlsx", "list"),
        ("standards_today_example.xlsx", "rules"),
    ],
)
def test_a_file_is_sorted_by_what_stands_in_it(name: str, kind: str) -> None:
    """Both kinds of workbook have a column of titles; its name says nothing."""
    assert kind_of(read(name), "tep.xlsx") == kind


def test_the_built_in_form_as_a_workbook_is_the_same_form() -> None:
    """Cell by cell: what an office changes in it is what is another; and it is told from lists and standards."""
    name, content = built_in_forms()[0]
    made = form_workbook(content, name)
    assert read_form(made, "mau.xlsx") == read_form(content, name)
    assert kind_of(made, "mau.xlsx") == kind_of(content, name) == "form"
