"""The plan in the chat: a draft, what if, approval, release; each in a worker process, shown on cards."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select, update

from bot.office.work import OfficeWork
from storage import frame, office, planning, sql
from storage.database import Database
from storage.planning.inputs import CATALOGUE, LIMITS
from storage.planning.seats import COMPLETED
from surveys.planning import (
    Catalogue,
    Fixed,
    Limits,
    Needs,
    Plan,
    PlannedClass,
    Reason,
    ReasonKind,
    Seat,
    TeachingPlace,
    example_catalogue,
    from_json,
    to_json,
)
from surveys.planning.classes import Task, plan_classes
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.planning.workbook import plan_workbook
from surveys.roster.values import Roster, RosterRow
from surveys.titles import built_in_titles
from tests.bot.office_chat import MORNING, UNITS, OfficeChat
from tests.bot.test_list_work import SETTINGS, Sent, last_buttons, told

pytestmark = pytest.mark.usefixtures("warm_workers")


@pytest.fixture
async def database(sqlite_database: Database) -> Database:
    """Give the database of most tests here: the queries of plans are tried on both kinds in ``tests/storage``."""
    return sqlite_database


PEOPLE = tuple(
    RosterRow(
        f"A{number:02}",
        f"Nguyễn Văn {chr(65 + number)}",
        ("ct_ubnd", "pct_ubnd", "mttq", "bt")[number % 4],
        UNITS[1 + number % 2].code,
        UNITS[1 + number % 2].name,
        parent=UNITS[0].name,
    )
    for number in range(24)
)


def edited(facts: PlanFacts) -> bytes:
    """The workbook of a plan in which the first class was moved to another place."""
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(facts)))
    sheet = book.worksheets[0]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value}
    row = next(
        row for row in range(cells["Địa điểm"].row + 1, sheet.max_row) if sheet.cell(row, 1).value == 1
    )
    sheet.cell(row, cells["Địa điểm"].column, "Hội trường xã")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def plain(content: bytes) -> bytes:
    """All that stands in a file, its parts unpacked if it has some."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


class Planner:
    """An administrator who plans; a tap that asks for work sees it done."""

    def __init__(self, database: Database) -> None:
        self.chat = OfficeChat(database)
        self._database = database
        self.sent = Sent(b"")
        self.work = OfficeWork(database, SETTINGS, fetch=self.sent.fetch)

    async def begins(self) -> None:
        """Have a right, and twenty-four officials in two communes."""
        async with self._database.begin() as conn:
            await frame.import_roster(conn, Roster(UNITS, PEOPLE), date(2026, 11, 1), MORNING)
        await self.chat.enter()

    async def presses(self, data: str) -> str:
        """Press a button that asks for work; returns the card that comes of it."""
        await self.chat.presses_data(data)
        assert await self.work.do_jobs(MORNING) == 1
        return next(text for text in reversed(await told(self._database)) if text.startswith("**"))


async def files_of(database: Database) -> dict[str, bytes]:
    """The files that were sent, by name, in their order."""
    async with database.read() as conn:
        query = select(sql.outbox.c.message, sql.outbox.c.attachment).order_by(sql.outbox.c.id)
        rows = [(row.message.get("filename", ""), row.attachment) for row in await conn.execute(query)]
    return {name: content for name, content in rows if name}


async def ordered(database: Database, action: str) -> dict[str, object]:
    """What stands in the audit log of the one order of a kind."""
    async with database.read() as conn:
        (entry,) = await office.list_orders(conn, action=action)
    return dict(entry.details)


async def plan_of(database: Database, number: int) -> Plan:
    """Read a version."""
    async with database.read() as conn:
        record = await planning.find_plan(conn, number)
    assert record is not None
    return from_json(Plan, record.plan)


async def test_a_draft_is_made_changed_approved_and_released(database: Database) -> None:
    """From a roster alone the yearly refresher gives reasons; each step is one tap, each version stays."""
    planner = Planner(database)
    await planner.begins()
    async with database.begin() as conn:
        few = sql.officials.c.roster_key.in_([each.roster_key for each in PEOPLE[:6]])
        await conn.execute(update(sql.officials).where(few).values(gender="nu", ethnicity="dtts"))
    assert "Chưa có kế hoạch được duyệt" in await planner.chat.presses_data("q.pl")
    shown = await planner.presses("q.pl.n")
    assert "Trong đó: nữ: 6" in shown
    assert "Trong đó: dân tộc thiểu số: 6" in shown
    async with database.begin() as conn:
        two = sql.officials.c.roster_key.in_([each.roster_key for each in PEOPLE[:2]])
        await conn.execute(update(sql.officials).where(two).values(ethnicity="kinh"))
    assert "Trong đó: dân tộc thiểu số: không nêu số liệu" in await planner.presses("q.pl.s.1")
    assert "Dự thảo kế hoạch số 1, năm 2027" in shown
    assert "Số lượt người được xếp học" in shown
    draft = await plan_of(database, 1)
    assert draft.people
    assert all(seat.reasons for each in draft.classes for seat in each.seats)

    cheaper = await planner.presses("q.pl.w.1.b.-20")
    assert "Thay đổi so với bản số 1: Kinh phí −20 %" in cheaper
    assert (await plan_of(database, 2)).cost <= draft.cost * 8 // 10
    assert "Bị bớt: " in cheaper
    async with database.read() as conn:
        record = await planning.find_plan(conn, 2)
    assert record is not None
    assert "Nguyễn" not in record.inputs
    assert plan_classes(from_json(Task, record.inputs)) == from_json(Plan, record.plan), (
        "it can be made again"
    )

    assert "Duyệt dự thảo số 1" in await planner.chat.presses_data("q.pl.a.1")
    async with database.begin() as conn:
        gone = sql.officials.c.id == min(draft.people)
        await conn.execute(update(sql.officials).where(gone).values(left_on=MORNING.date()))
    await planner.chat.presses_data("q.pl.A.1")
    await planner.work.do_jobs(MORNING)
    approved = (await told(database))[-2]
    assert "✔ Kế hoạch năm 2027 đã được duyệt: bản số 1" in approved
    assert "của người đã rời danh sách cán bộ thì bỏ" in approved
    assert "không còn là dự thảo" in await planner.chat.presses_data("q.pl.A.1")
    assert "chưa báo: " in await planner.chat.presses_data("q.pl.i.1.1")
    people = len(draft.people) - 1
    asked = await planner.chat.presses_data("q.pl.r.1")
    assert f"Báo cho {people} người" in asked
    assert f"Trong đó {people} người chưa nhận được tin" in asked
    assert "bắt đầu báo" in await planner.chat.presses_data("q.pl.R.1")
    assert "đã được báo" in await planner.chat.presses_data("q.pl.R.1")


async def test_a_plan_made_anew_in_the_year_carries_what_has_begun(database: Database) -> None:
    """What has begun or was told stands in the new draft, shown as such; what was told may be set free."""
    planner = Planner(database)
    await planner.begins()
    async with database.begin() as conn:
        twice = Limits(2027, places=(TeachingPlace("Trung tâm", (12, 0, 12, 0)),))
        about: dict[str, Any] = {"as_of": MORNING.date(), "actor": "1", "now": MORNING}
        await planning.keep_input(conn, LIMITS, b"", "gioi-han.xlsx", value=to_json(twice), **about)
        course = replace(example_catalogue().by_code["BD-CN"], smallest=5)
        await planning.keep_input(
            conn, CATALOGUE, b"", "danh-muc.xlsx", value=to_json(Catalogue((course,))), **about
        )
    await planner.presses("q.pl.n")
    await planner.chat.presses_data("q.pl.A.1")
    await planner.work.do_jobs(MORNING)
    first = await plan_of(database, 1)
    *_, last = first.classes
    june = datetime(2027, 6, 15, 9, tzinfo=MORNING.tzinfo)
    begun = {each.number for each in first.classes if each.first <= june.date()}
    assert begun
    assert last.number not in begun
    left = next(seat.official for each in first.classes if each.number in begun for seat in each.seats)
    async with database.begin() as conn:
        seats = await planning.seats_of(conn, 1, class_number=last.number)
        await planning.mark_told(conn, [seats[0].id], MORNING)
        done = await planning.seats_of(conn, 1, class_number=min(begun))
        await planning.settle_seats(conn, done, COMPLETED, "1", june)
        gone = sql.officials.c.id == left
        await conn.execute(update(sql.officials).where(gone).values(left_on=june.date()))

    await planner.chat.presses_data("q.pl.n")
    await planner.work.do_jobs(june)
    card = next(text for text in reversed(await told(database)) if text.startswith("**"))
    assert f"Lớp đã mở, giữ nguyên: {len(begun)}" in card
    assert "Lớp đã báo học viên, giữ nguyên: 1" in card
    again = await plan_of(database, 2)
    stand = {each.number: replace(each, fixed=None) for each in again.classes if each.fixed}
    assert stand == {each.number: each for each in first.classes if each.number in {*begun, last.number}}
    planner.chat.now = june
    assert "[đã mở]" in await planner.chat.presses_data("q.pl.l.2") + " ".join(planner.chat.labels)
    assert "⚠" not in await planner.chat.presses_data("q.pl.a.2")
    await planner.chat.presses_data("q.pl.c.2")
    await planner.chat.taps("Xếp lại cả lớp đã báo")
    await planner.work.do_jobs(june)
    assert {each.fixed for each in (await plan_of(database, 3)).classes} <= {Fixed.BEGUN, None}

    await planner.chat.presses_data("q.pl.A.2")
    await planner.work.do_jobs(june)
    async with database.read() as conn:
        kept = {
            (each.class_number, each.official_id): each.state
            for each in await planning.seats_of(conn, 2)
            if each.class_number == min(begun)
        }
    assert kept == {(each.class_number, each.official_id): COMPLETED for each in done}, "also of who has left"


async def test_a_plan_that_was_changed_in_its_workbook_becomes_a_new_draft(database: Database) -> None:
    """Every change is told in words before anything is kept; the version that went out stays as it was."""
    planner = Planner(database)
    await planner.begins()
    await planner.presses("q.pl.n")
    async with database.read() as conn:
        record = await planning.find_plan(conn, 1)
    assert record is not None
    plan, task = from_json(Plan, record.plan), from_json(Task, record.inputs)
    facts = PlanFacts(plan, task.catalogue, task.limits, built_in_titles(), record.as_of)
    planner.sent.content = edited(facts)
    await planner.chat.sends_file("ke-hoach.xlsx")
    await planner.work.do_jobs(MORNING)
    shown = (await told(database))[-1]
    assert "Xem thử bản kế hoạch số 1 đã sửa" in shown
    assert "Hội trường xã" in shown
    await planner.chat.presses((await last_buttons(database))["Ghi thành dự thảo mới"])
    await planner.work.do_jobs(MORNING)
    assert (await plan_of(database, 1)) == plan
    assert (await plan_of(database, 2)).classes[0].place == "Hội trường xã"
    assert "[đã sửa]" in await planner.chat.presses_data("q.pl.l.2") + " ".join(planner.chat.labels)
    await planner.presses("q.pl.w.2.b.20")
    richer = await plan_of(database, 3)
    assert richer.classes == (await plan_of(database, 2)).classes, "the edit is kept, nothing else is another"
    await planner.presses("q.pl.w.2.b.-20")
    assert "Hội trường xã" in {each.place for each in (await plan_of(database, 4)).classes}
    planner.sent.content = plan_workbook(facts)
    await planner.chat.sends_file("ke-hoach.xlsx")
    await planner.work.do_jobs(MORNING)
    assert "không khác gì bản kế hoạch số 1" in (await told(database))[-1]


async def test_what_became_of_a_class_is_entered_and_the_roster_follows(database: Database) -> None:
    """After its last day: all at once, one changed; the roster follows what was completed when somebody says so."""
    planner = Planner(database)
    await planner.begins()
    async with database.begin() as conn:
        people = await planning.people_by_number(conn)
        one, two, *_ = people
        course = next(each for each in example_catalogue().courses if each.code == "LLCT-TC")
        day = MORNING.date() - timedelta(days=1)
        number = await planning.keep_draft(
            conn,
            Plan(2026, ()),
            grounds="{}",
            inputs="{}",
            catalogue=Catalogue((course,)),
            as_of=day,
            wave_id=None,
            actor="1",
            now=MORNING,
        )
        seats = [planning.NewSeat(1, course.code, course.name, each, "", "", day, day) for each in (one, two)]
        assert await planning.approve(conn, number, seats, "1", MORNING)
        await planning.keep_draft(
            conn,
            Plan(2026, ()),
            grounds="{}",
            inputs="{}",
            catalogue=Catalogue((course,)),
            as_of=day,
            wave_id=None,
            actor="1",
            now=MORNING,
        )
    chat = planner.chat
    assert "1 lớp đã khai giảng, chưa ghi đủ kết quả" in await chat.presses_data("q.pl.a.2")
    await chat.presses_data("q.pl.i.1.1")
    assert "Kết quả lớp 1" in await chat.taps("Ghi kết quả")
    assert "đã hoàn thành: 2" in await chat.taps("Cả lớp hoàn thành")
    missed = chat.button(f"✔ {people[two].full_name}")
    for _ in range(2):
        assert "không hoàn thành: 1" in await chat.presses(missed), "a second tap does not turn it back"
    assert "không hoàn thành: 1" in await chat.presses_data(f"q.pl.x.1.{missed.data.split('.')[4]}.p0")
    assert "Trung cấp" in await chat.taps("Cập nhật danh sách cán bộ (1)")
    assert "1 người" in await chat.taps("Cập nhật")
    async with database.read() as conn:
        now_held = await planning.people_by_number(conn)
        (learned,) = await planning.learning_of(conn)
    assert (now_held[one].pol, now_held[two].pol) == ("tc", people[two].pol)
    assert (learned.official, learned.course) == (one, "LLCT-TC")
    assert "Cập nhật" not in await chat.presses_data("q.pl.e.1.1")
    await chat.presses_data("q.pl.o.1.1")
    await planner.work.do_jobs(MORNING)
    assert any("học viên quét vào ngày cuối" in text for text in await told(database))
    await chat.presses_data("q.pl.d.1")
    await planner.work.do_jobs(MORNING)
    files = await files_of(database)
    assert [name for name in files if name.startswith("ket-qua")] == [
        "ket-qua-ke-hoach-2026.docx",
        "ket-qua-ke-hoach-2026.xlsx",
    ]
    assert "không nêu số liệu về kết quả".encode() in plain(files["ket-qua-ke-hoach-2026.docx"])
    async with database.begin() as conn:
        assert await planning.approve(conn, 2, [], "1", MORNING)
    assert "đã được thay" in await chat.presses_data("q.pl.g.1.1"), "a card of before"


async def test_the_files_of_a_plan_come_in_order_those_with_names_last(database: Database) -> None:
    """Picture, document and calendar may be passed on; the workbook and the lists are marked as restricted."""
    planner = Planner(database)
    await planner.begins()
    await planner.presses("q.pl.n")
    await planner.chat.presses_data("q.pl.f.1")
    await planner.work.do_jobs(MORNING)
    files = await files_of(database)
    assert list(files) == [
        "ke-hoach-2027-so-1.png",
        "ke-hoach-2027-so-1.docx",
        "ke-hoach-2027-so-1.ics",
        "ke-hoach-2027-so-1-han-che.xlsx",
        "danh-sach-lop-2027-so-1-han-che.docx",
    ]
    assert await ordered(database, "plan.files") == {"plan": 1}, "whoever takes names stands in the audit log"
    for name, content in files.items():
        assert (b"Nguy" in plain(content)) == ("han-che" in name), name


async def test_results_are_entered_in_a_list_that_is_sent_back(database: Database) -> None:
    """It goes out with what is known, comes back filled in, and is written when somebody says so."""
    planner = Planner(database)
    await planner.begins()
    async with database.begin() as conn:
        people = await planning.people_by_number(conn)
        one, two, *_ = people
        course = next(each for each in example_catalogue().courses if each.code == "TIN-CB")
        day = MORNING.date() - timedelta(days=1)
        seats = tuple(Seat(each, (Reason(ReasonKind.REFRESHER, 6),)) for each in (one, two))
        plan = Plan(2026, (PlannedClass(1, course.code, 4, day, day, seats),))
        catalogue = Catalogue((course,))
        number = await planning.keep_draft(
            conn,
            plan,
            grounds="{}",
            inputs=to_json(Task(Needs(()), (), catalogue, Limits(2026))),
            catalogue=catalogue,
            as_of=day,
            wave_id=None,
            actor="1",
            now=MORNING,
        )
        given = [planning.NewSeat(1, course.code, course.name, each, "", "", day, day) for each in (one, two)]
        assert await planning.approve(conn, number, given, "1", MORNING)
    await planner.chat.presses_data("q.pl.z.1")
    await planner.work.do_jobs(MORNING)
    files = await files_of(database)
    assert await ordered(database, "plan.result_list") == {"plan": 1}
    book = openpyxl.load_workbook(io.BytesIO(files["ket-qua-ke-hoach-2026-so-1-han-che.xlsx"]))
    sheet = book.worksheets[0]
    listed = {str(row[3].value): row for row in sheet.iter_rows(min_row=6) if row[3].value}
    listed[people[one].roster_key][8].value = "Hoàn thành"
    listed[people[one].roster_key][9].value = "CC 5"
    listed[people[two].roster_key][8].value = "vắng"
    buffer = io.BytesIO()
    book.save(buffer)
    planner.sent.content = buffer.getvalue()
    await planner.chat.sends_file("ket-qua.xlsx")
    await planner.work.do_jobs(MORNING)
    shown = (await told(database))[-1]
    assert "Hoàn thành: 1; không hoàn thành: 1" in shown
    assert f"{people[two].full_name} không hoàn thành" in shown
    await planner.chat.presses((await last_buttons(database))["Ghi kết quả"])
    await planner.work.do_jobs(MORNING)
    async with database.read() as conn:
        states = {each.official_id: each.state for each in await planning.seats_of(conn, 1)}
        (learned,) = await planning.learning_of(conn)
    assert states == {one: "completed", two: "missed"}
    assert (learned.official, learned.evidence, learned.periods) == (one, "CC 5", course.periods)
