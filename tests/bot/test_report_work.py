"""A report made for real: ordered on a phone, made in a worker process, told step by step, sent file by file."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import docx
import openpyxl
import pytest
from sqlalchemy import select

from bot.office.work import OfficeWork
from bot.settings import Settings
from storage import administrators, frame, office, sql
from storage.database import Database
from tests.bot.answered_wave import answer_wave
from tests.bot.house import CLOSES_AT, House, Official, open_house
from tests.bot.office_chat import MORNING, OfficeChat

pytestmark = pytest.mark.usefixtures("warm_workers")

DAYS: Final = timedelta(days=1)
LOOK: Final = 0.02  # seconds between two looks at the clock while the worker is at work
SETTINGS: Final = Settings.model_construct(office_name="Ban Tổ chức", report_issuer="HUYỆN ỦY LƯƠNG TÀI")


@pytest.fixture
async def answered(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """Open a house with a wave in which sixty of 79 officials have answered."""
    changes = {"report_issuer": "HUYỆN ỦY LƯƠNG TÀI", "report_recipients": "Như trên;  ; Lưu VT"}
    async with open_house(
        sqlite_url, tmp_path, is_form_built_in=True, is_wave_open=False, **changes
    ) as house:
        wave = await answer_wave(house.app.database, house.clock.now(), CLOSES_AT)
        house.wave = wave.id
        yield house


async def administrator(house: House) -> Official:
    """Let somebody become an administrator with their phone."""
    person = house.somebody("Vân")
    async with house.app.database.begin() as conn:
        code = await frame.issue_admin_code(conn, house.clock.now(), CLOSES_AT)
    await person.starts(code.long)
    return person


async def do_work(house: House) -> None:
    """Run the tick that does the jobs."""
    await house.app.ticks["work"].work()


async def until_done(house: House, work: asyncio.Task[None]) -> None:
    """Let the house's clock go on, as far as the next messages need it, while a worker process is at work."""
    while not work.done():
        await asyncio.wait({work}, timeout=LOOK)
        moment = house.clock.next_moment
        if moment is not None and moment <= house.clock.now() + timedelta(seconds=5):
            house.clock.advance_to_next()
    await work
    await house.settle()


async def test_an_administrator_taps_and_receives_a_report(answered: House) -> None:
    """Progress at once, then the key figures under a picture and three files; an official answers meanwhile."""
    chief, official = await administrator(answered), await answered.asked("K01")
    await chief.says("/quantri")
    for label in ("Báo cáo", "Nghị định 30", "Ẩn số liệu nhỏ"):
        await chief.taps(label)
    assert "Đang lập báo cáo" in chief.heard
    work = asyncio.create_task(do_work(answered))
    await chief.phone.waits_until(lambda phone: "bước 1/5: tổng hợp số liệu" in phone.heard[-1].text)
    await official.phone.taps("Đúng cả")
    await official.phone.waits_until(lambda phone: "B7." in phone.heard[-1].text, "the next question")
    assert not work.done()
    await until_done(answered, work)
    told = [moment.text for moment in chief.phone.chat.story if "bước" in moment.text]
    assert len(told) > 1
    ((picture, png),) = chief.phone.pictures
    assert picture == f"needs-ranking-dot-{answered.wave}-20150420.png"
    assert png.startswith(b"\x89PNG")
    caption = next(each.caption for each in chief.phone.heard if "photo" in each.extra)
    assert f"Kết quả đợt số {answered.wave}" in caption
    assert "Nhu cầu đào tạo, bồi dưỡng cao nhất: (1)" in caption
    day = f"dot-{answered.wave}-20150420"
    names = [name for name, _ in chief.phone.documents]
    assert names == [f"bao-cao-{day}.docx", f"bao-cao-{day}.xlsx", f"danh-sach-han-che-{day}.docx"]
    order = [
        each.message_id for each in chief.phone.heard if "photo" in each.extra or "document" in each.extra
    ]
    assert order == sorted(order)
    assert any("Đã lập xong báo cáo" in each.text for each in chief.phone.heard)
    word, workbook, restricted = (content for _, content in chief.phone.documents)
    _check_files(word, workbook, restricted)


def _check_files(word: bytes, workbook: bytes, restricted: bytes) -> None:
    """The report names nobody; the restricted list does."""
    report = docx.Document(io.BytesIO(word))
    said = "\n".join(paragraph.text for paragraph in report.paragraphs)
    said += "\n".join(cell.text for table in report.tables for row in table.rows for cell in row.cells)
    assert "HUYỆN ỦY LƯƠNG TÀI" in said
    assert report.inline_shapes
    names = {row.full_name for row in _people()}
    assert not [name for name in names if name in said]
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    cells = {str(value) for sheet in book for line in sheet.iter_rows(values_only=True) for value in line}
    assert not names & cells
    listed = docx.Document(io.BytesIO(restricted))
    rows = [cell.text for table in listed.tables for row in table.rows for cell in row.cells]
    assert names & set(rows)


def _people() -> Any:
    from tests.bot.answered_wave import sample_roster  # noqa: PLC0415

    return sample_roster().rows


async def keys(database: Database) -> list[str]:
    """Return the keys of what was queued for the files, in order."""
    async with database.read() as conn:
        found = (await conn.execute(select(sql.outbox.c.key).order_by(sql.outbox.c.id))).scalars()
        return [str(key) for key in found if key is not None and ":step:" not in key]


async def test_a_report_whose_process_was_killed_is_made_by_the_next(sqlite_database: Database) -> None:
    """A claimed job that died is claimed again after the start; each message stands in the outbox once."""
    await answer_wave(sqlite_database, MORNING - DAYS, MORNING + 5 * DAYS, count=12)
    chat = OfficeChat(sqlite_database)
    await chat.enter("analyst")
    await chat.says("/quantri")
    await chat.taps("Báo cáo")
    await chat.taps("Hướng dẫn 36")
    begun = asyncio.Event()
    killed = asyncio.create_task(OfficeWork(sqlite_database, SETTINGS, begun.set).do_jobs(MORNING))
    await begun.wait()
    killed.cancel()
    await asyncio.wait({killed})
    assert await keys(sqlite_database) == []
    work = OfficeWork(sqlite_database, SETTINGS)
    assert await work.do_jobs(MORNING) == 0
    async with sqlite_database.begin() as conn:
        assert await office.release_jobs(conn) == 1
    assert await work.do_jobs(MORNING) == 1
    assert await keys(sqlite_database) == [f"job:1:{place}" for place in range(5)]
    async with sqlite_database.begin() as conn:
        rows = (await conn.execute(select(sql.outbox.c.message))).scalars().all()
    files = [row["filename"] for row in rows if "filename" in row]
    assert [name.rsplit(".")[-1] for name in files] == [
        "png",
        "docx",
        "xlsx",
        "xlsx",
    ]  # no names for an analyst


@pytest.mark.parametrize(
    ("content", "profile", "said"),
    [
        ("schema: 1\noverrides:\n - {regime: abc}\n", "nd30", "Không có quy định “abc”"),
        (None, "nd30", "KHAOSAT_STANDARDS_FILE"),
        ("schema: 1\n", "xyz", "bấm “Báo cáo” để làm lại"),
    ],
    ids=["broken", "missing", "a fault"],
)
async def test_a_report_that_cannot_be_made_says_what_to_do(
    sqlite_database: Database, tmp_path: Path, content: str | None, profile: str, said: str
) -> None:
    """A file of standards that cannot be used, or a fault, ends the job in words; the card says that it ended."""
    own = tmp_path / "tieu-chuan.yaml"
    if content is not None:
        own.write_text(content, encoding="utf-8")
    await answer_wave(sqlite_database, MORNING - DAYS, MORNING + 5 * DAYS, count=6)
    chat = OfficeChat(sqlite_database)
    chat_id = await chat.enter()
    parameters = {"wave": 1, "profile": profile, "publishes_roster": False, "card": "7"}
    async with sqlite_database.begin() as conn:
        await office.queue_job(conn, "report", parameters, MORNING, chat_id)
    settings = SETTINGS.model_copy(update={"standards_file": own})
    assert await OfficeWork(sqlite_database, settings).do_jobs(MORNING) == 1
    waiting = select(sql.outbox.c.message).where(sql.outbox.c.status == "queued").order_by(sql.outbox.c.id)
    async with sqlite_database.read() as conn:
        card, notice = (await conn.execute(waiting)).scalars().all()
    assert card["edit_ref"] == "7"
    assert "xem tin bên dưới" in card["text"]
    assert said in notice["text"]


async def test_who_loses_a_right_meanwhile_receives_what_is_left(sqlite_database: Database) -> None:
    """An administrator who becomes a cadre officer while it is made: the roster is not published whole any more."""
    await answer_wave(sqlite_database, MORNING - DAYS, MORNING + 5 * DAYS, count=12)
    chat = OfficeChat(sqlite_database)
    chat_id = await chat.enter()
    await chat.says("/quantri")
    for label in ("Báo cáo", "Nghị định 30", "Công bố"):
        await chat.taps(label)
    work = OfficeWork(sqlite_database, SETTINGS)
    async with sqlite_database.begin() as conn:
        job = await office.claim_job(conn, MORNING)
    assert job is not None
    made = await work._carry_out(job, MORNING)
    async with sqlite_database.begin() as conn:
        await administrators.grant_administration(conn, chat_id, MORNING, "cadre")
        assert await administrators.revoke_grant(conn, 1, MORNING)
    assert not await work._finish(job, made, MORNING)
    assert await keys(sqlite_database) == []
    again = await work._carry_out(job, MORNING)
    assert await work._finish(job, again, MORNING)
    assert [each.text for each in made.messages] != [each.text for each in again.messages]


async def test_two_houses_on_one_database_send_one_report(database: Database, database_url: str) -> None:
    """A second process that starts meanwhile makes it as well; each file stands in the outbox once."""
    await answer_wave(database, MORNING - DAYS, MORNING + 5 * DAYS, count=6)
    chat = OfficeChat(database)
    await chat.enter("analyst")
    await chat.says("/quantri")
    for label in ("Báo cáo", "Hướng dẫn 36"):
        await chat.taps(label)
    begun, other = asyncio.Event(), Database(database_url)
    first = asyncio.create_task(OfficeWork(database, SETTINGS, begun.set).do_jobs(MORNING))
    await begun.wait()
    async with other.begin() as conn:
        await office.release_jobs(conn)
    try:
        assert await OfficeWork(other, SETTINGS).do_jobs(MORNING) == 1
        assert await first == 1
    finally:
        await other.dispose()
    assert await keys(database) == [f"job:1:{place}" for place in range(5)]


async def test_a_report_for_a_unit_tells_of_it_alone(sqlite_database: Database) -> None:
    """The files say for which commune they are and count its people; of fewer than five answers none is made."""
    await answer_wave(sqlite_database, MORNING - DAYS, MORNING + 5 * DAYS, count=13)
    chat = OfficeChat(sqlite_database)
    await chat.enter("analyst", unit="09499")
    await chat.says("/quantri")
    assert "6/6 người đã gửi phiếu" in await chat.taps("Báo cáo")
    await chat.taps("Nghị định 30")
    await OfficeWork(sqlite_database, SETTINGS).do_jobs(MORNING)
    async with sqlite_database.read() as conn:
        rows = (await conn.execute(select(sql.outbox.c.message, sql.outbox.c.attachment))).all()
    texts = [str(message["text"]) for message, _ in rows if message]
    assert any("Phạm vi: Xã An Thịnh" in text for text in texts)
    word = next(content for message, content in rows if content and content[:2] == b"PK")
    told = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(word)).paragraphs)
    assert "(phạm vi: Xã An Thịnh)" in told
    assert not any(name in told for name in ("Xã Trung Kênh", "Thị trấn Thứa"))
    small = OfficeChat(sqlite_database, "901")
    await small.enter("analyst", unit="09502")
    await small.says("/quantri")
    assert "chưa đủ 5 phiếu" in await small.taps("Báo cáo")
