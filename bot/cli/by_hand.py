"""``khaosat wave by-hand``: whom coordinators remind by hand, in a workbook."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.actor import everything, this_actor
from bot.cli.endings import run_async
from bot.cli.files import check_target, write_file
from bot.cli.printing import print_done, print_line
from bot.texts import say
from bot.texts.cli import TEXTS


def by_hand(
    number: Annotated[int, typer.Argument(metavar="SỐ", help="Số của đợt.")],
    out: Annotated[Path, typer.Option("--out", metavar="TỆP.xlsx", readable=False, help="Tệp sẽ ghi.")],
) -> None:
    """Lập danh sách nhắc giúp: người chưa xong mà trợ lý không nhắn tới được, kèm lời nhắn và đường dẫn."""
    check_target(out, (".xlsx",))

    async def work() -> None:
        from bot.cli.house import opened
        from bot.cli.waves import refused
        from bot.cli.ways import handing_out
        from bot.office.by_hand import errands_workbook
        from bot.office.orders import OrderRefused

        async with opened() as house:
            office = await handing_out(house)
            try:
                async with house.database.begin() as conn:
                    count, workbook = await errands_workbook(
                        conn, number, office, house.now, actor=this_actor(), scope=everything()
                    )
                    if count:  # before the commit: codes that nobody can read are never issued
                        write_file(out, workbook)
            except OrderRefused as error:
                raise refused(error) from error
        if count:
            print_done(say(TEXTS.by_hand_done, count=count, path=out))
        else:
            print_line(say(TEXTS.by_hand_none))

    run_async(work)
