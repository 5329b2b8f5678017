"""Codes from the chat: for whom, who may, and that no code can be used that nobody can read."""

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select, update

from bot.callbacks import to36
from bot.messages import Account, Button
from bot.office.account import remember_account
from bot.office.work import OfficeWork
from bot.settings import Settings
from bot.texts import say
from bot.texts.codes import TEXTS as CODES
from bot.texts.office import TEXTS
from storage import administrators, frame, office, sql
from storage.database import Database
from tests.bot.office_chat import MORNING, OfficeChat, furnish

pytestmark = pytest.mark.usefixtures("warm_workers")

SETTINGS = Settings.model_construct(office_name="Ban Tổ chức", code_days=60)
ALL = {"A1", "A2", "B1"}
"""The officials of the little office, none of whom has a chat."""


@pytest.fixture
async def archive(database: Database) -> Database:
    """An office on each kind of database whose bot is known on Telegram."""
    await furnish(database)
    async with database.begin() as conn:
        account = Account("khaosat_bot", "Khảo Sát", "https://t.me/khaosat_bot?start=")
        await remember_account(conn, "telegram", account, MORNING)
    return database


def work_of(database: Database) -> OfficeWork:
    """Who makes the files."""
    return OfficeWork(database, SETTINGS, channels=("telegram",))


async def sent(database: Database) -> list[tuple[str, set[str]]]:
    """Return the words of what was made, with the people in each file."""
    async with database.read() as conn:
        rows = (await conn.execute(select(sql.outbox.c.message, sql.outbox.c.attachment))).all()
    new = [(message, content) for message, content in rows if not message.get("edit_ref")]
    return [(str(message), people_in(content) if content else set()) for message, content in new]


def people_in(content: bytes) -> set[str]:
    """Return the keys in a workbook of slips."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    values = {str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
    return values & ALL


async def live_codes(database: Database) -> int:
    """Count the codes of officials that can be used."""
    query = select(func.count()).where(
        sql.link_codes.c.purpose == "official", sql.link_codes.c.ended_at.is_(None)
    )
    async with database.read() as conn:
        return int(await conn.scalar(query) or 0)


async def entered(database: Database, role: str = "owner", unit: str = "") -> OfficeChat:
    """Somebody with a role who has opened the menu."""
    chat = OfficeChat(database)
    await chat.enter(role, unit=unit)
    await chat.says("/quantri")
    return chat


async def orders(chat: OfficeChat, labels: Sequence[str]) -> None:
    """Press one button after the other."""
    for label in labels:
        await chat.taps(label)


async def test_everybody_without_a_code_gets_one_once(archive: Database) -> None:
    """Two orders at once are one; a third, later, finds nobody: the codes stand in one workbook."""
    chat = await entered(archive)
    await chat.taps(TEXTS.codes_button)
    button = chat.button(TEXTS.codes_all)
    assert say(TEXTS.codes_queued) in await chat.presses(button)
    assert say(TEXTS.codes_waiting) in await chat.presses(button)
    assert await work_of(archive).do_jobs(MORNING) == 1
    await chat.presses(button)
    assert await work_of(archive).do_jobs(MORNING) == 1
    (_, people), (words, nobody) = await sent(archive)
    assert people == ALL
    assert say(TEXTS.codes_nobody) in words
    assert nobody == set()
    assert await live_codes(archive) == len(ALL)


async def test_a_unit_gets_its_own_workbook(archive: Database) -> None:
    """Chosen from the list of units: the others keep waiting for theirs."""
    chat = await entered(archive)
    await orders(chat, (TEXTS.codes_button, TEXTS.codes_by_unit, "Xã An Thịnh"))
    await work_of(archive).do_jobs(MORNING)
    ((_, people),) = await sent(archive)
    assert people == {"B1"}


async def test_new_codes_end_the_old_ones(archive: Database) -> None:
    """It is asked about first; then as many codes are live as before, and they are others."""
    chat = await entered(archive)
    await orders(chat, (TEXTS.codes_button, TEXTS.codes_all))
    await work_of(archive).do_jobs(MORNING)
    await chat.says("/quantri")
    await orders(chat, (TEXTS.codes_button, TEXTS.codes_renew_button, TEXTS.codes_renew_yes))
    await work_of(archive).do_jobs(MORNING)
    assert [people for _, people in await sent(archive)] == [ALL, ALL]
    assert await live_codes(archive) == len(ALL)


async def test_a_coordinator_hands_out_codes_of_the_own_unit(archive: Database) -> None:
    """Everybody there, and nobody else: also where another unit's number is forged."""
    chat = await entered(archive, "coordinator", "09505")
    await orders(chat, (TEXTS.codes_button, TEXTS.codes_all))
    async with archive.read() as conn:
        beyond = {unit.code: unit.id for unit in await frame.list_units(conn, MORNING.date())}["09499"]
    assert say(TEXTS.stale) in await chat.presses(Button("?", f"q.i.n.{beyond}"))
    await work_of(archive).do_jobs(MORNING)
    ((_, people),) = await sent(archive)
    assert people == {"A1", "A2"}


async def test_a_unit_that_is_gone_gives_nobody_a_code(archive: Database) -> None:
    """A unit that ended between the order and the work is not read as everybody."""
    chat = await entered(archive)
    await orders(chat, (TEXTS.codes_button, TEXTS.codes_by_unit, "Xã An Thịnh"))
    async with archive.begin() as conn:
        ended = update(sql.units).where(sql.units.c.code == "09499")
        await conn.execute(ended.values(valid_to=MORNING.date() - timedelta(days=1)))
    await work_of(archive).do_jobs(MORNING)
    ((words, people),) = await sent(archive)
    assert say(TEXTS.codes_gone) in words
    assert people == set()
    assert await live_codes(archive) == 0


async def test_whoever_lost_the_right_meanwhile_gets_nothing(archive: Database) -> None:
    """No file, and no code that could be used."""
    chat = await entered(archive)
    await orders(chat, (TEXTS.codes_button, TEXTS.codes_all))
    async with archive.begin() as conn:
        (known,) = await administrators.list_administrators(conn)
        await administrators.revoke_administration(conn, known.id, MORNING)
    await work_of(archive).do_jobs(MORNING)
    assert await sent(archive) == []
    assert await live_codes(archive) == 0


async def test_codes_are_good_from_the_moment_at_which_they_can_be_read(
    archive: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that dies before its workbook is queued leaves no code: the next one gives them."""
    chat = await entered(archive)
    await orders(chat, (TEXTS.codes_button, TEXTS.codes_all))
    work = work_of(archive)

    async def dies(*_arguments: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(work, "_finish", dies)
        with pytest.raises(KeyboardInterrupt):
            await work.do_jobs(MORNING)
    assert await live_codes(archive) == 0
    async with archive.begin() as conn:
        await office.release_jobs(conn, ())
    await work_of(archive).do_jobs(MORNING)
    ((_, people),) = await sent(archive)
    assert people == ALL
    assert await live_codes(archive) == len(ALL)


async def test_somebody_given_a_code_meanwhile_is_left_out(
    archive: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command line was quicker: its code stays good, and the workbook is made anew without that person."""
    chat = await entered(archive)
    await orders(chat, (TEXTS.codes_button, TEXTS.codes_all))
    work = work_of(archive)
    finish: Any = work._finish
    is_first = True

    async def finishes(*arguments: object) -> bool:
        nonlocal is_first
        if is_first:
            is_first = False
            async with archive.begin() as conn:
                await frame.issue_codes(
                    conn, MORNING, MORNING.replace(month=12), MORNING.date(), roster_keys={"A1"}
                )
        return bool(await finish(*arguments))

    monkeypatch.setattr(work, "_finish", finishes)
    await work.do_jobs(MORNING)
    ((_, people),) = await sent(archive)
    assert people == {"A2", "B1"}
    assert await live_codes(archive) == len(ALL)


async def test_without_a_way_in_it_is_said(database: Database) -> None:
    """No channel is known yet: nobody could use a code."""
    await furnish(database)
    chat = await entered(database)
    await orders(chat, (TEXTS.codes_button, TEXTS.codes_all))
    await work_of(database).do_jobs(MORNING)
    ((words, _),) = await sent(database)
    assert "khaosat doctor" in words
    assert await live_codes(database) == 0


async def test_one_person_gets_a_new_slip_and_a_text_to_forward(archive: Database) -> None:
    """Looked for by a part of the name; who holds an unused code is listed, and the old code ends with the new."""
    chat = await entered(archive)
    await orders(chat, (TEXTS.codes_button, TEXTS.codes_all))
    await work_of(archive).do_jobs(MORNING)
    await chat.says("/quantri")
    await chat.taps(TEXTS.codes_button)
    assert f"**{len(ALL)} người có mã chưa dùng**" in await chat.taps(CODES.unused_button)
    await chat.taps(TEXTS.back_button)
    await chat.taps(CODES.one_button)
    async with archive.read() as conn:
        one = next(
            each for each in await frame.list_officials(conn, MORNING.date()) if each.roster_key == "A2"
        )
    assert "Không tìm thấy ai" in await chat.says("Quách Tĩnh Văn")
    await chat.says(one.full_name.split()[-1])
    assert "Đang có mã chưa dùng" in await chat.taps(one.full_name)
    await chat.taps(CODES.new_button)
    await work_of(archive).do_jobs(MORNING)
    _, (caption, people), (told, _), (forward, _) = await sent(archive)
    assert people == {"A2"}
    assert "1" in caption
    assert one.full_name in told
    assert "https://t.me/khaosat_bot?start=" in forward
    assert await live_codes(archive) == len(ALL)


async def test_a_coordinator_finds_nobody_beyond_the_own_unit(archive: Database) -> None:
    """Neither by name, nor by a forged number, nor in the list of unused codes."""
    async with archive.begin() as conn:
        await frame.issue_codes(conn, MORNING, MORNING + timedelta(days=60), MORNING.date())
    chat = await entered(archive, "coordinator", "09505")
    await chat.taps(TEXTS.codes_button)
    assert "**2 người có mã chưa dùng**" in await chat.taps(CODES.unused_button)
    async with archive.read() as conn:
        beyond = next(
            each for each in await frame.list_officials(conn, MORNING.date()) if each.roster_key == "B1"
        )
    for verb in ("o", "O"):
        assert say(TEXTS.stale) in await chat.presses(Button("?", f"q.i.{verb}.{to36(beyond.id)}"))
    await chat.says("/quantri")
    await orders(chat, (TEXTS.codes_button, CODES.one_button))
    assert beyond.full_name not in (await chat.says(beyond.roster_key)).replace(beyond.roster_key, "")
