"""An administrator's right from its beginning to its end: with phones, and from the command line."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.actor import this_actor
from bot.texts.identity import TEXTS as IDENTITY
from storage import administrators, frame, office
from tests.bot.house import CLOSES_AT, House, Official
from tests.bot.test_cli import Khaosat, khaosat, upgraded

__all__ = ["khaosat", "upgraded"]

CHATS = (
    "INSERT INTO contact_points (id, channel, address, created_at, card_ref, card_visit, office_step) VALUES "
)


async def invited(house: House, person: Official) -> Official:
    """Let somebody claim an administrator's code."""
    async with house.app.database.begin() as conn:
        code = await frame.issue_admin_code(conn, house.clock.now(), CLOSES_AT)
    await person.starts(code.long)
    return person


async def test_who_claimed_which_code_is_in_the_audit_log(house: House) -> None:
    """An official's code and an administrator's: chat and official by their numbers, no name and no address."""
    person = await invited(house, await house.linked("K01"))
    stranger = await invited(house, house.somebody("Vân"))
    async with house.app.database.read() as conn:
        official, *_ = [entry.details for entry in await office.list_orders(conn, action="code.claimed")]
        second, first = [entry.details for entry in await office.list_orders(conn, action="admin.claimed")]
        everybody = await administrators.list_administrators(conn)
    assert person.record is not None
    assert (official["official"], first["official"], second["official"]) == (
        person.record.id,
        person.record.id,
        None,
    )
    assert official["chat"] == first["chat"] == everybody[0].contact_point_id
    assert second == {
        "code": second["code"],
        "administrator": everybody[1].id,
        "chat": everybody[1].contact_point_id,
        "official": None,
    }
    assert stranger.phone is not person.phone


async def test_a_revoked_administrators_buttons_do_nothing(house: House) -> None:
    """Whatever was on their screen is a stranger's now."""
    person = await invited(house, house.somebody("Vân"))
    await person.says("/quantri")
    card = person.phone.card
    async with house.app.database.begin() as conn:
        (administrator,) = await administrators.list_administrators(conn)
        await administrators.revoke_administration(conn, administrator.id, house.clock.now())
    for button in ("Mở đợt", "Xem tiến độ", "Người được giao quyền"):
        assert IDENTITY.welcome_stranger[:20] in await person.taps(button, on=card)
    assert "Quản trị" not in await person.says("/quantri")


async def test_an_official_who_erases_their_data_gives_no_orders(house: House) -> None:
    """/xoa ends the right with the chat; the other administrator stays."""
    person = await invited(house, await house.linked("K01"))
    other = await invited(house, house.somebody("Vân"))
    await person.says("/xoa")
    await person.taps("Xóa hẳn")
    assert "Quản trị" not in await person.says("/quantri")
    assert "Quản trị" in await other.says("/quantri")


def appoint(folder: Path, count: int) -> None:
    """Make chats of nobody administrators."""
    archive = sqlite3.connect(folder / "data" / "khaosat.sqlite3")
    for number in range(1, count + 1):
        archive.execute(f"{CHATS} ({number}, 'telegram', '{number}', '2026-11-24', '', 0, '')")
        archive.execute(
            "INSERT INTO administrators (contact_point_id, granted_at) VALUES (?, '2026-11-24')", (number,)
        )
        archive.execute(
            "INSERT INTO grants (administrator_id, role, granted_at, granted_by) "
            "VALUES (?, 'owner', '2026-11-24', '')",
            (number,),
        )
    archive.commit()
    archive.close()


def test_rights_are_listed_and_ended_from_the_command_line(upgraded: Khaosat, tmp_path: Path) -> None:
    """The number in the list is the one that revoke takes; the last owner stays; who typed it is on record."""
    assert "khaosat admin invite" in upgraded("admin", "list").out
    appoint(tmp_path, 2)
    listed = json.loads(upgraded("admin", "list", "--json").out)
    assert [each["administrator"] for each in listed] == [1, 2]
    assert "người quản trị số 2" in upgraded("admin", "list").out
    done = upgraded("admin", "revoke", "1")
    assert (done.code, "Đã thu quyền quản trị số 1" in done.out) == (0, True)
    last = upgraded("admin", "revoke", "2")
    assert (last.code, "người cuối cùng có mọi quyền" in last.err) == (2, True)
    again = upgraded("admin", "revoke", "1")
    assert (again.code, again.out) == (2, "")
    assert "Không có người quản trị số 1" in again.err
    archive = sqlite3.connect(tmp_path / "data" / "khaosat.sqlite3")
    actors = archive.execute("SELECT actor FROM audit_log WHERE action = 'admin.revoked'").fetchall()
    archive.close()
    assert actors == [(this_actor(),)]


def test_an_order_says_which_account_typed_it(upgraded: Khaosat, tmp_path: Path) -> None:
    """Every order of the command line stands in the audit log with the account, not only as typed."""
    upgraded("admin", "invite")
    archive = sqlite3.connect(tmp_path / "data" / "khaosat.sqlite3")
    actors = {row[0] for row in archive.execute("SELECT actor FROM audit_log")}
    archive.close()
    assert actors == {this_actor()}
    assert this_actor().removeprefix("cli:")


def test_an_account_without_a_name_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container the number may have no name: it stands for itself."""
    monkeypatch.setattr("os.getuid", lambda: 4_000_000)
    assert this_actor() == "cli:4000000"


async def test_a_link_gives_the_role_that_it_is_bound_to(house: House) -> None:
    """Whoever uses it hears the role, the unit and the last day; a second phone gets nothing by it."""
    now = house.clock.now()
    async with house.app.database.begin() as conn:
        unit = (await frame.list_units(conn, now.date()))[0]
        code = await frame.issue_admin_code(conn, now, CLOSES_AT, "coordinator", unit_id=unit.id, days=30)
    person, other = house.somebody("Vân"), house.somebody("Hoa")
    heard = await person.starts(code.long)
    assert f"đầu mối đơn vị ({unit.name}), đến " in heard
    await person.says("/quantri")
    assert "Ai chưa xong" in str(person.phone.card)
    await other.starts(code.long)
    async with house.app.database.read() as conn:
        (known,) = await administrators.list_administrators(conn, now)
    (grant,) = known.grants
    assert (grant.role, grant.unit_id) == ("coordinator", unit.id)
    assert grant.expires_at == grant.granted_at + timedelta(days=30)


def test_a_role_for_a_unit_is_invited_from_the_command_line(upgraded: Khaosat) -> None:
    """What cannot be is refused in words; without a role it is every right, as ever."""
    assert "Quyền: mọi quyền" in upgraded("admin", "invite").out
    assert (
        "xem số liệu, trong 30 ngày" in upgraded("admin", "invite", "--role", "analyst", "--days", "30").out
    )
    for options, reason in (
        (("--role", "king"), "Không có quyền “king”"),
        (("--unit", "99999", "--role", "analyst"), "Không có đơn vị mã “99999”"),
        (("--days", "30"), "không có thời hạn"),
        (("--role", "dpo", "--days", "0"), "từ 1 đến"),
    ):
        wrong = upgraded("admin", "invite", *options)
        assert (wrong.code, wrong.out) == (2, "")
        assert reason in wrong.err
