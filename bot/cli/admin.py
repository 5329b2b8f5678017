"""``khaosat admin``: invite administrators, list them, end their rights."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final
from zoneinfo import ZoneInfo

import typer

from bot.cli.actor import this_actor
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.cli.printing import moment_json, print_done, print_json, print_line, print_table
from bot.texts import moment_text, say
from bot.texts.cli import TEXTS

if TYPE_CHECKING:
    from bot.cli.house import House

app = typer.Typer(help="Người quản trị.", no_args_is_help=True)

LIFETIME: Final = timedelta(days=3)
"""An invitation to administer is good for this long."""


@app.callback()
def administrators() -> None:
    """Người quản trị."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code that makes an administrator; ``link`` is empty while nobody knows the bot's name."""

    code: str
    link: str | None
    expires_at: datetime


async def issue_invitation(house: "House") -> Invitation:
    """Make an invitation and note the order."""
    from bot.cli.ways import way_if_known
    from bot.office.account import deep_link
    from bot.office.orders import note_order
    from storage import frame

    account = await way_if_known(house)
    expires_at = house.now + LIFETIME
    async with house.database.begin() as conn:
        code = await frame.issue_admin_code(conn, house.now, expires_at)
        details = {"expires_at": expires_at.isoformat()}
        await note_order(conn, this_actor(), "admin.invite", details, house.now)
    return Invitation(code.short, deep_link(account, code.long), expires_at)


def print_invitation(invitation: Invitation, zone: ZoneInfo) -> None:
    """Say the code, the link, and what to do with them."""
    print_line(say(TEXTS.invite, code=invitation.code, expires_at=moment_text(invitation.expires_at, zone)))
    if invitation.link:
        print_line(say(TEXTS.invite_link, link=invitation.link))
    print_line(say(TEXTS.invite_how))


@app.command()
def invite(as_json: Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")] = False) -> None:
    """Cấp mã dùng một lần: ai nhắn mã này cho trợ lý sẽ thành người quản trị."""

    async def work() -> None:
        from bot.cli.house import opened

        async with opened() as house:
            invitation = await issue_invitation(house)
            zone = house.settings.zone
        if as_json:
            expires = moment_json(invitation.expires_at, zone)
            print_json({"code": invitation.code, "link": invitation.link, "expires_at": expires})
        else:
            print_invitation(invitation, zone)

    run_async(work)


@app.command("list")
def list_all(as_json: Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")] = False) -> None:
    """Liệt kê người đang có quyền quản trị."""

    async def work() -> None:
        from bot.cli.house import opened
        from bot.office.administrators_desk import name_of
        from bot.texts.office import TEXTS as OFFICE
        from storage import administrators

        async with opened() as house, house.database.read() as conn:
            everybody = await administrators.list_administrators(conn)
            zone = house.settings.zone
        if as_json:
            print_json(
                [
                    {
                        "administrator": each.id,
                        "role": each.role,
                        "official": each.roster_key,
                        "name": each.full_name,
                        "channel": each.channel,
                        "since": moment_json(each.granted_at, zone),
                    }
                    for each in everybody
                ]
            )
            return
        if not everybody:
            print_line(say(TEXTS.admin_none))
            return
        rows = [
            (
                each.id,
                name_of(each),
                each.roster_key or "",
                OFFICE.roles.get(each.role, each.role),
                moment_text(each.granted_at, zone),
            )
            for each in everybody
        ]
        print_table(("Số", "Người quản trị", "Mã", "Quyền", "Từ"), rows)

    run_async(work)


@app.command()
def revoke(number: Annotated[int, typer.Argument(metavar="SỐ", help="Số trong khaosat admin list.")]) -> None:
    """Thu quyền quản trị: người ấy không ra lệnh được nữa, tệp đang chờ gửi cho họ bị hủy."""

    async def work() -> None:
        from bot.cli.house import opened
        from bot.office.administrators_desk import is_last, name_of
        from storage import administrators

        async with opened() as house, house.database.begin() as conn:
            everybody = await administrators.list_administrators(conn)
            chosen = next((each for each in everybody if each.id == number), None)
            if chosen is None:
                raise InputWrong(say(TEXTS.admin_unknown, number=number))
            await administrators.revoke_administration(conn, chosen.id, house.now, this_actor())
        print_done(say(TEXTS.admin_revoked, number=number, name=name_of(chosen)))
        if is_last(chosen, everybody):
            print_line(say(TEXTS.admin_last), "yellow")

    run_async(work)
