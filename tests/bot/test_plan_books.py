"""Workbooks that a plan is made from, sent into the chat: shown as they were understood, used, set back."""

from datetime import timedelta

import pytest

from bot.office.work import OfficeWork
from storage import planning
from storage.database import Database
from storage.planning.inputs import CATALOGUE, LIMITS
from surveys.planning import Catalogue, Limits, ReasonKind, from_json
from surveys.planning.classes import Task
from tests.bot.office_chat import MORNING, OfficeChat, furnish
from tests.bot.test_list_work import SETTINGS, Sent, last_buttons, told
from tests.surveys.planning.plan_books import Cell, workbook

pytestmark = pytest.mark.usefixtures("warm_workers")

COURSES: list[list[Cell]] = [
    ["Mã khóa", "Nội dung", "Loại", "Số ngày", "Số tiết"],
    ["TIN", "Kỹ năng số", "Tin học", 3, 24],
]
BUDGETS: list[list[Cell]] = [["Nguồn", "Kinh phí"], ["Ngân sách xã", "200.000.000"]]
SUCCESSION: list[list[Cell]] = [
    ["Họ và tên", "Đơn vị", "Quy hoạch chức danh"],
    ["Trần Thị Bình", "Xã Phú Hòa", "Bí thư Đảng ủy"],
]


async def held(database: Database) -> tuple[Catalogue | None, Limits | None, int]:
    """The catalogue and the limits in use, and how many are planned for a title."""
    async with database.read() as conn:
        catalogue = await planning.input_on(conn, CATALOGUE, MORNING.date())
        limits = await planning.input_on(conn, LIMITS, MORNING.date())
        posts = await planning.planned_posts(conn)
    return (
        from_json(Catalogue, catalogue.value) if catalogue else None,
        from_json(Limits, limits.value) if limits else None,
        len(posts),
    )


async def test_a_workbook_of_the_plan_is_shown_used_and_set_back(database: Database) -> None:
    """Several tables in one file: each replaces what was there; one tap sets all of them back."""
    await furnish(database)
    content = workbook(
        {"Khóa học": COURSES, "Kinh phí": BUDGETS, "Quy hoạch": SUCCESSION, "Khác": [["Ghi nhớ"]]}
    )
    chat, sent = OfficeChat(database), Sent(content)
    await chat.enter()
    work = OfficeWork(database, SETTINGS, fetch=sent.fetch)
    assert "mẫu có sẵn" in await chat.presses_data("q.pl")
    await chat.sends_file("so-lieu.xlsx")
    await work.do_jobs(MORNING)
    *_, shown = await told(database)
    assert "Xem thử “so-lieu.xlsx”" in shown
    assert "đọc được 1 dòng" in shown
    assert "Không đọc trang “Khác”" in shown
    assert await held(database) == (None, None, 0)
    await chat.presses((await last_buttons(database))["Dùng tệp này"])
    await work.do_jobs(MORNING)
    catalogue, limits, posts = await held(database)
    assert catalogue is not None
    assert limits is not None
    assert [course.code for course in catalogue.courses] == ["TIN"]
    assert limits.budgets[0].amount == 200_000_000
    assert posts == 1
    assert "bản số 1, 1 khóa" in await chat.presses_data("q.pl")
    await chat.presses((await last_buttons(database))["Hoàn tác"])
    await work.do_jobs(MORNING + timedelta(minutes=1))
    assert "Đã hoàn tác" in (await told(database))[-1]
    assert await held(database) == (None, None, 0)


async def test_a_table_that_is_not_sent_or_has_no_rows_stays_as_it_is(database: Database) -> None:
    """The limits are several tables: whoever sends the days sends no money away, and an empty succession nobody."""
    await furnish(database)
    first = workbook({"Kinh phí": BUDGETS, "Quy hoạch": SUCCESSION})
    closed: list[list[Cell]] = [["Từ ngày", "Đến ngày", "Lý do"], ["01/02/2027", "15/02/2027", "Tết"]]
    second = workbook({"Nghỉ": closed, "Quy hoạch": SUCCESSION[:1]})
    chat = OfficeChat(database)
    await chat.enter()
    for content in (first, second):
        work = OfficeWork(database, SETTINGS, fetch=Sent(content).fetch)
        await chat.sends_file("so-lieu.xlsx")
        await work.do_jobs(MORNING)
        await chat.presses((await last_buttons(database))["Dùng tệp này"])
        await work.do_jobs(MORNING)
    _, limits, posts = await held(database)
    assert limits is not None
    assert [each.reason for each in limits.closed] == ["Tết"]
    assert limits.budgets[0].amount == 200_000_000
    assert posts == 1


async def test_a_slip_in_a_workbook_of_the_plan_is_named_by_its_cell(database: Database) -> None:
    """Nothing is written; the marked copy comes with the sentence."""
    await furnish(database)
    chat, sent = (
        OfficeChat(database),
        Sent(workbook({"Kinh phí": [BUDGETS[0], ["Ngân sách xã", "rất nhiều"]]})),
    )
    await chat.enter()
    work = OfficeWork(database, SETTINGS, fetch=sent.fetch)
    await chat.sends_file("so-lieu.xlsx")
    await work.do_jobs(MORNING)
    shown = (await told(database))[-1]
    assert "“rất nhiều”" in shown
    assert await held(database) == (None, None, 0)


async def test_whoever_may_plan_and_nothing_else_is_told_so_of_a_list(database: Database) -> None:
    """A cadre officer sends what a plan is made from; a list of officials is not theirs to send."""
    await furnish(database)
    chat = OfficeChat(database)
    await chat.enter("cadre")
    work = OfficeWork(
        database, SETTINGS, fetch=Sent("Họ và tên,Chức danh,Đơn vị\nA,Bí thư,Xã\n".encode()).fetch
    )
    await chat.sends_file("danh-sach.csv")
    await work.do_jobs(MORNING)
    assert "không gồm việc nạp danh sách" in (await told(database))[-1]


async def test_what_somebody_asked_the_office_for_is_a_reason_and_is_not_learned(database: Database) -> None:
    """The paper is its source; a wish that names no course of the catalogue is told and is none."""
    await furnish(database)
    head: list[Cell] = ["Họ và tên", "Đơn vị", "Khóa học", "Tình trạng", "Văn bằng"]
    rows: list[list[Cell]] = [
        head,
        ["Trần Thị Bình", "Xã Phú Hòa", "Ngoại ngữ cơ bản (tiếng Anh)", "Đề nghị học", "Đơn ngày 02/11/2026"],
    ]
    chat, sent = OfficeChat(database), Sent(workbook({"Học tập": rows}))
    await chat.enter()
    work = OfficeWork(database, SETTINGS, fetch=sent.fetch)
    await chat.sends_file("hoc-tap.xlsx")
    await work.do_jobs(MORNING)
    await chat.presses((await last_buttons(database))["Dùng tệp này"])
    await work.do_jobs(MORNING)
    await chat.presses_data("q.pl.n")
    await work.do_jobs(MORNING)
    async with database.read() as conn:
        record = await planning.find_plan(conn, 1)
    assert record is not None
    needs = from_json(Task, record.inputs).needs.needs
    (wished,) = [need for need in needs if need.course == "NN-CB"]
    assert [(reason.kind, reason.basis) for reason in wished.reasons] == [
        (ReasonKind.WISH, "Đơn ngày 02/11/2026")
    ]
