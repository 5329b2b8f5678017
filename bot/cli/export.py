"""``khaosat export``: the answers of a wave as a file."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.actor import everything, this_actor
from bot.cli.endings import run_async
from bot.cli.files import check_target, write_file
from bot.cli.printing import print_done
from bot.texts import say
from bot.texts.cli import TEXTS


def export(
    wave: Annotated[int, typer.Option("--wave", metavar="SỐ", help="Số của đợt.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="TỆP", readable=False, help="Tệp .xlsx hoặc .csv sẽ ghi.")
    ],
    exact: Annotated[
        bool,
        typer.Option("--exact", help="Tệp .csv giữ nguyên từng chữ, cho chương trình; đừng mở bằng Excel."),
    ] = False,
) -> None:
    """Ghi câu trả lời của một đợt ra .xlsx (để đọc) hoặc .csv (cho chương trình khác)."""
    check_target(out, (".csv",) if exact else (".xlsx", ".csv"))

    async def work() -> None:
        from bot.cli.house import opened, own_titles
        from bot.cli.waves import refused
        from bot.office import orders
        from bot.office.export import answer_table, make_document

        async with opened() as house:
            titles = own_titles(house)
            async with house.database.read() as conn:
                try:
                    found = await orders.find_wave(conn, wave, scope=everything())
                except orders.OrderRefused as error:
                    raise refused(error) from error
                table = await answer_table(
                    conn, found, house.now, house.settings.zone, titles, scope=everything()
                )
            rows = list(table.rows)
            write_file(out, make_document(table, out.suffix.lower(), is_exact=exact))
            async with house.database.begin() as conn:
                details = {"wave": wave, "format": out.suffix.lower(), "cases": len(rows), "exact": exact}
                await orders.note_order(conn, this_actor(), "wave.export", details, house.now)
        print_done(say(TEXTS.exported, path=out, count=len(rows)))

    run_async(work)
