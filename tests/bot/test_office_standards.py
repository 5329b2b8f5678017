"""The office's standards in reports that are ordered in the chat: the version used, or the template to fill in."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from bot.office.material import reviewed, told_of
from bot.office.work import OfficeWork
from storage import sql
from storage import standards as versions
from storage.database import Database
from surveys.aggregation.material import Material
from surveys.aggregation.table import Code
from surveys.reporting.standards_remarks import cited, regime_names
from surveys.reporting.word.facts import Own, ReportFacts
from surveys.reporting.wording import Lexicon
from surveys.standards.book import StandardsBook, read_standards_book
from tests.bot.answered_wave import answer_wave
from tests.bot.office_chat import MORNING, OfficeChat
from tests.bot.test_report_work import SETTINGS
from tests.surveys.standards_books import DAY, book_of, with_book
from tests.surveys.standards_people import built_in, chair

DAYS = timedelta(days=1)


async def ordered(database: Database) -> list[dict[str, object]]:
    """Order a report in the chat and return the messages with files that it sends."""
    await answer_wave(database, MORNING - DAYS, MORNING + 5 * DAYS, count=8)
    chat = OfficeChat(database)
    await chat.enter("cadre")
    await chat.says("/quantri")
    await chat.taps("Báo cáo")
    for label in ("Hướng dẫn 36", "Ẩn số liệu nhỏ"):
        if any(each.startswith(label) for each in chat.labels):
            await chat.taps(label)
    await OfficeWork(database, SETTINGS).do_jobs(MORNING)
    async with database.read() as conn:
        query = select(sql.outbox).where(sql.outbox.c.key.like("job:%")).order_by(sql.outbox.c.id)
        return [
            dict(row) for row in (await conn.execute(query)).mappings() if ":step:" not in str(row["key"])
        ]


async def test_without_rules_the_template_comes_with_the_report(sqlite_database: Database) -> None:
    """The key figures say in a sentence what to do; the last file is the empty workbook, ready to be read back."""
    messages = await ordered(sqlite_database)
    texts = [str(message["message"]) for message in messages]
    assert any("Chưa có tiêu chuẩn của cơ quan" in text for text in texts)
    last = messages[-1]
    assert "Mẫu biểu tiêu chuẩn" in str(last["message"])
    content = last["attachment"]
    assert isinstance(content, bytes)
    found = read_standards_book(content, "bieu.xlsx", built_in(), day=DAY)
    assert isinstance(found, StandardsBook)
    assert found.rules == ()


async def test_with_rules_the_report_names_them_and_sends_no_template(sqlite_database: Database) -> None:
    """The version that is valid on the day of the report."""
    rules = book_of({"title": "Chủ tịch UBND", "qual": "Sau đại học"}).rules
    async with sqlite_database.begin() as conn:
        await versions.import_version(
            conn, b"bieu", "bieu.xlsx", rules, as_of=rules[0].starts_on, actor="cli:x", now=MORNING
        )
    messages = await ordered(sqlite_database)
    texts = [str(message["message"]) for message in messages]
    assert any("biểu số 1" in text for text in texts)
    assert not any("Mẫu biểu tiêu chuẩn" in text for text in texts)


def test_what_a_review_is_said_to_be_by_is_where_its_levels_stand() -> None:
    """A law that leaves its levels to the office is not cited for them; a decree that it raises is, beside it."""
    day = date(2026, 11, 27)
    standards = with_book({"title": "Chủ tịch UBND", "qual": "Sau đại học"})
    material = Material(day, {}, (chair(),))
    _, regimes = reviewed(material, standards)
    facts = ReportFacts(day, regimes=regimes, version=told_of(standards, day)[0])
    ruling = regimes[0]
    assert (ruling.id, ruling.own) == ("luat80_2025", Own.EVERYTHING)
    assert cited(ruling, facts) == "biểu tiêu chuẩn số 1 của cơ quan (nhập ngày 27/11/2026)"
    lexicon = Lexicon(regimes=regime_names(facts))
    assert lexicon.label(Code("regime", "luat80_2025")) == "Biểu tiêu chuẩn số 1 của cơ quan"
    raised = replace(ruling, own=Own.SOMETHING)
    assert cited(raised, facts).startswith("Luật Cán bộ, công chức")
    assert "và biểu tiêu chuẩn số 1" in cited(raised, facts)
    assert cited(replace(ruling, own=Own.NOTHING), facts) == ruling.basis
