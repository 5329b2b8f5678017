"""The work on a list, as offices keep it: read in a process of its own, told on one card, by the day of today."""

import pytest
from sqlalchemy import select

from bot.messages import Button
from bot.office.upload_desk import LONGEST_NAME, clean_name
from bot.office.work import OfficeWork
from bot.settings import Settings
from storage import erasure, frame, sql
from storage.database import Database
from tests.bot.office_chat import MORNING, OfficeChat, link_official
from tests.surveys.office_lists import NINE

pytestmark = pytest.mark.usefixtures("warm_workers")

SETTINGS = Settings.model_construct(office_name="Ban Tổ chức", province="Tỉnh Bắc Ninh")


class Sent:
    """What people sent, as the platform gives it back; counts how often it was asked."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.count = 0

    async def fetch(self, channel: str, address: str, ref: str) -> bytes:  # noqa: ARG002
        """Return the bytes."""
        self.count += 1
        return self.content


async def told(database: Database) -> list[str]:
    """What waits to be sent, the texts alone."""
    async with database.read() as conn:
        found = (await conn.execute(select(sql.outbox.c.message).order_by(sql.outbox.c.id))).scalars()
        return [str(message.get("text", "")) for message in found]


async def last_buttons(database: Database) -> dict[str, Button]:
    """The buttons of the newest message that waits, by label."""
    async with database.read() as conn:
        query = select(sql.outbox.c.message).order_by(sql.outbox.c.id.desc()).limit(1)
        message = (await conn.execute(query)).scalar_one()
    return {each["label"]: Button(**each) for row in message["buttons"] for each in row}


async def test_nine_officials_as_the_office_keeps_them_go_in(database: Database) -> None:
    """No keys, no codes, two communes, titles of today: sent as it is, shown, taken in; fetched once."""
    chat, sent = OfficeChat(database), Sent(NINE.content())
    await chat.enter()
    assert "Đang đọc thử" in await chat.sends_file("danh-sach.xlsx")
    work = OfficeWork(database, SETTINGS, fetch=sent.fetch)
    assert await work.do_jobs(MORNING) == 1
    *_, shown = await told(database)
    assert "Đọc được 9 người" in shown
    assert "Thêm 9" in shown
    assert "Đơn vị mới: Xã Lương Tài (09496), Xã Lâm Thao (09529)" in shown
    assert "Hiểu là:" in shown
    await chat.presses((await last_buttons(database))["Ghi vào danh sách"])
    assert await work.do_jobs(MORNING) == 1
    async with database.read() as conn:
        held = await frame.list_officials(conn, MORNING.date())
        log = (await conn.execute(select(sql.audit_log.c.action, sql.audit_log.c.details))).all()
    assert len(held) == 9
    assert sent.count == 1
    assert [details["added"] for action, details in log if action == "roster.import"] == [9]


async def test_who_erases_their_data_takes_the_list_that_they_sent_along(database: Database) -> None:
    """The upload hangs on the chat: with the chat it is gone."""
    chat, sent = OfficeChat(database), Sent(NINE.content())
    await chat.enter()
    work = OfficeWork(database, SETTINGS, fetch=sent.fetch)
    await chat.sends_file("danh-sach.xlsx")
    await work.do_jobs(MORNING)
    await chat.presses((await last_buttons(database))["Ghi vào danh sách"])
    await work.do_jobs(MORNING)
    async with database.read() as conn:
        person = (await frame.list_officials(conn, MORNING.date()))[0]
    await link_official(database, person.roster_key, chat.address)
    await chat.sends_file("khac.xlsx")
    async with database.begin() as conn:
        await erasure.erase(conn, person.id, MORNING)
        assert (await conn.execute(select(sql.uploads.c.id))).all() == []


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("../../etc/passwd.xlsx", "passwd.xlsx"),
        ("C:\\Users\\van\\ds.xls", "ds.xls"),
        ("a" * 300 + ".csv", "a" * (LONGEST_NAME - 4) + ".csv"),
        ("\u202excod.xlsx\n", "xcod.xlsx"),
        ("", ""),
    ],
)
def test_a_name_becomes_one_that_a_card_can_show(given: str, cleaned: str) -> None:
    """Without folders and signs that turn a text around, and not too long; the kind stays."""
    assert clean_name(given) == cleaned
