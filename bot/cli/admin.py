"""``khaosat admin``: make the first administrator."""

from datetime import timedelta
from typing import Annotated, Final

import typer

from bot.cli.endings import run_async
from bot.cli.printing import moment_json, print_json, print_line
from bot.texts import moment_text, say
from bot.texts.cli import TEXTS

app = typer.Typer(help="Người quản trị.", no_args_is_help=True)

LIFETIME: Final = timedelta(days=3)
"""An invitation to administer is good for this long."""


@app.callback()
def administrators() -> None:
    """Người quản trị."""


@app.command()
def invite(as_json: Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")] = False) -> None:
    """Cấp mã dùng một lần: ai nhắn mã này cho trợ lý sẽ thành người quản trị."""

    async def work() -> None:
        from bot.cli.house import opened
        from bot.cli.telegram import account_if_known
        from bot.office.account import deep_link
        from bot.office.orders import note_order
        from storage import frame

        async with opened() as house:
            account = await account_if_known(house)
            expires_at = house.now + LIFETIME
            async with house.database.begin() as conn:
                code = await frame.issue_admin_code(conn, house.now, expires_at)
                details = {"expires_at": expires_at.isoformat()}
                await note_order(conn, "cli", "admin.invite", details, house.now)
            link = deep_link(account, code.long)
            if as_json:
                expires = moment_json(expires_at, house.settings.zone)
                print_json({"code": code.short, "link": link, "expires_at": expires})
                return
            expiry = moment_text(expires_at, house.settings.zone)
            print_line(say(TEXTS.invite, code=code.short, expires_at=expiry))
            if link:
                print_line(say(TEXTS.invite_link, link=link))
            print_line(say(TEXTS.invite_how))

    run_async(work)
