"""``khaosat admin``: invite administrators, list them, end their rights."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.actor import this_operator
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.cli.printing import moment_json, print_done, print_json, print_line, print_table
from bot.texts import moment_text, say
from bot.texts.cli import TEXTS

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.cli.house import House

app = typer.Typer(help="Người quản trị.", no_args_is_help=True)


@app.callback()
def administrators() -> None:
    """Người quản trị."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code that gives a role; ``link`` is empty while nobody knows the bot's name. ``given``: in words."""

    code: str
    link: str | None
    expires_at: datetime
    given: str = ""


async def issue_invitation(
    house: "House", role: str = "owner", unit_code: str = "", days: int | None = None
) -> Invitation:
    """Make an invitation and note the order. Raises ``InputWrong`` for a role, unit or end that cannot be."""
    from bot.cli.waves import refused
    from bot.cli.ways import way_if_known
    from bot.office import granting
    from bot.office.account import deep_link
    from bot.office.administrators_desk import role_text
    from bot.office.orders import OrderRefused

    account = await way_if_known(house)
    try:
        async with house.database.begin() as conn:
            unit_id = await _unit_of(house, conn, unit_code) if unit_code else None
            made = await granting.invite(
                conn, this_operator(), role, unit_id, days=days, now=house.now, today=house.today
            )
    except OrderRefused as error:
        raise refused(error) from error
    until = say(TEXTS.invite_days, count=days) if days else ""
    words = role_text(role, made.unit.name if made.unit else None)
    given = say(TEXTS.invite_role, role=words, until=until)
    return Invitation(made.code.short, deep_link(account, made.code.long), made.expires_at, given)


async def _unit_of(house: "House", conn: "AsyncConnection", code: str) -> int:
    """Return the number of the unit that bears a code today. Raises ``OrderRefused``."""
    from bot.office.orders import OrderRefused, unknown_units
    from bot.office.rights import Right
    from storage import frame

    units = await frame.list_units(conn, house.today, scope=this_operator().units(Right.ADMINISTER))
    problems = unknown_units([code], units)
    if problems:
        raise OrderRefused(*problems)
    return next(unit.id for unit in units if unit.code == code)


def print_invitation(invitation: Invitation, zone: ZoneInfo) -> None:
    """Say the code, the link, and what to do with them."""
    print_line(say(TEXTS.invite, code=invitation.code, expires_at=moment_text(invitation.expires_at, zone)))
    if invitation.given:
        print_line(invitation.given)
    if invitation.link:
        print_line(say(TEXTS.invite_link, link=invitation.link))
    print_line(say(TEXTS.invite_how))


@app.command()
def invite(
    role: Annotated[
        str,
        typer.Option(
            "--role",
            metavar="QUYỀN",
            help="owner (mọi quyền), administrator, coordinator (đầu mối), analyst, cadre hoặc dpo.",
        ),
    ] = "owner",
    unit: Annotated[
        str, typer.Option("--unit", metavar="MÃ", help="Chỉ ở đơn vị này và các đơn vị bên dưới.")
    ] = "",
    days: Annotated[
        int | None, typer.Option("--days", metavar="SỐ", help="Quyền hết sau số ngày này kể từ khi nhận.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")] = False,
) -> None:
    """Cấp mã dùng một lần: ai nhắn mã này cho trợ lý sẽ nhận quyền ấy."""

    async def work() -> None:
        from bot.cli.house import opened

        async with opened() as house:
            invitation = await issue_invitation(house, role, unit.strip(), days)
            zone = house.settings.zone
        if as_json:
            expires = moment_json(invitation.expires_at, zone)
            print_json({"code": invitation.code, "link": invitation.link, "expires_at": expires})
        else:
            print_invitation(invitation, zone)

    run_async(work)


@app.command("list")
def list_all(as_json: Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")] = False) -> None:
    """Liệt kê người đang có quyền; người có nhiều quyền đứng nhiều dòng."""

    async def work() -> None:
        from bot.cli.house import opened
        from bot.office.administrators_desk import name_of, role_text
        from bot.office.granting import list_grants

        async with opened() as house, house.database.read() as conn:
            listed = await list_grants(conn, this_operator(), house.now)
            zone = house.settings.zone
        if as_json:
            print_json(
                [
                    {
                        "grant": grant.id,
                        "administrator": each.id,
                        "role": grant.role,
                        "unit": grant.unit_code,
                        "official": each.roster_key,
                        "name": each.full_name,
                        "channel": each.channel,
                        "since": moment_json(grant.granted_at, zone),
                        "expires_at": moment_json(grant.expires_at, zone),
                    }
                    for each, grant in listed
                ]
            )
            return
        if not listed:
            print_line(say(TEXTS.admin_none))
            return
        rows = [
            (
                grant.id,
                name_of(each),
                each.roster_key or "",
                role_text(grant.role, grant.unit_name),
                moment_text(grant.granted_at, zone),
                moment_text(grant.expires_at, zone) if grant.expires_at else "",
            )
            for each, grant in listed
        ]
        print_table(("Số", "Người quản trị", "Mã", "Quyền", "Từ", "Đến"), rows)

    run_async(work)


@app.command()
def revoke(number: Annotated[int, typer.Argument(metavar="SỐ", help="Số trong khaosat admin list.")]) -> None:
    """Thu một quyền: người ấy không dùng quyền đó được nữa, tệp đang chờ gửi cho họ bị hủy."""

    async def work() -> None:
        from bot.cli.house import opened
        from bot.cli.waves import refused
        from bot.office import granting
        from bot.office.administrators_desk import name_of
        from bot.office.orders import OrderRefused

        async with opened() as house:
            try:
                async with house.database.begin() as conn:
                    listed = await granting.list_grants(conn, this_operator(), house.now)
                    chosen = next((each for each in listed if each[1].id == number), None)
                    if chosen is None:
                        raise InputWrong(say(TEXTS.admin_unknown, number=number))
                    await granting.end_grant(conn, this_operator(), chosen[1], house.now)
            except OrderRefused as error:
                raise refused(error) from error
        print_done(say(TEXTS.admin_revoked, number=number, name=name_of(chosen[0])))

    run_async(work)
