"""``khaosat codes``: codes for those who are not linked yet, in a workbook to print."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.actor import everything, this_actor
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.cli.files import check_target, write_file
from bot.cli.printing import print_done, print_line
from bot.texts import say
from bot.texts.cli import TEXTS
from bot.texts.places import place_of


def codes(
    out: Annotated[Path, typer.Option("--out", metavar="TỆP.xlsx", readable=False, help="Tệp sẽ ghi.")],
    renew: Annotated[
        bool, typer.Option("--renew", help="Thay cả các mã đang chờ dùng; mã cũ bị hủy.")
    ] = False,
    only: Annotated[
        str | None,
        typer.Option(
            "--only", metavar="MÃ,…", help="Cấp mã mới cho đúng những người này (mã trong danh sách)."
        ),
    ] = None,
) -> None:
    """Cấp mã cho người chưa kết nối: mỗi đơn vị một trang để in, có mã QR."""
    check_target(out, (".xlsx",))
    keys = () if only is None else read_keys(only)
    if keys and renew:
        raise InputWrong(say(TEXTS.codes_only_or_renew))

    async def work() -> None:
        from bot.cli.house import opened
        from bot.cli.waves import refused
        from bot.cli.ways import handing_out, missing_ways
        from bot.office.codes import issue_workbook
        from bot.office.orders import OrderRefused

        async with opened() as house:
            office = await handing_out(house)
            for name in missing_ways(house, office):
                print_line(say(TEXTS.codes_way_missing, place=place_of(name)))
            # The file is written before the commit: codes that nobody can read are never issued.
            try:
                async with house.database.begin() as conn:
                    count, workbook = await issue_workbook(
                        conn,
                        office,
                        house.now,
                        actor=this_actor(),
                        renew=renew,
                        only=keys,
                        scope=everything(),
                    )
                    if count:
                        write_file(out, workbook)
            except OrderRefused as error:
                raise refused(error) from error
        if count:
            print_done(say(TEXTS.codes_done, count=count, path=out))
        else:
            print_line(say(TEXTS.codes_none))

    run_async(work)


def read_keys(text: str) -> tuple[str, ...]:
    """Read roster keys separated by commas; raises ``InputWrong`` if there are none."""
    keys = tuple(dict.fromkeys(clean for key in text.split(",") if (clean := " ".join(key.split()))))
    if not keys:
        raise InputWrong(say(TEXTS.codes_only_nobody))
    return keys
