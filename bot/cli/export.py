"""``khaosat export``: the answers of a wave as a file."""

from pathlib import Path
from typing import Annotated, Final

import typer

from bot.cli.actor import everything, this_actor
from bot.cli.endings import run_async
from bot.cli.files import check_target, write_file
from bot.cli.printing import print_done
from bot.texts import say
from bot.texts.cli import TEXTS

ALL_IN_ONE: Final = 2**40
"""Bytes: of a folder there are no parts."""


def export(
    wave: Annotated[int, typer.Option("--wave", metavar="SỐ", help="Số của đợt.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="TỆP", readable=False, help="Tệp .xlsx hoặc .csv sẽ ghi.")
    ],
    files: Annotated[
        Path | None,
        typer.Option(
            "--files", metavar="TỆP", readable=False, help="Tệp .zip sẽ ghi ảnh, tệp mà cán bộ đã gửi."
        ),
    ] = None,
    exact: Annotated[
        bool,
        typer.Option("--exact", help="Tệp .csv giữ nguyên từng chữ, cho chương trình; đừng mở bằng Excel."),
    ] = False,
) -> None:
    """Ghi câu trả lời của một đợt ra .xlsx (để đọc) hoặc .csv (cho chương trình khác)."""
    check_target(out, (".csv",) if exact else (".xlsx", ".csv"))
    if files is not None:
        check_target(files, (".zip",))

    async def work() -> None:
        from bot.cli.house import opened, own_titles
        from bot.cli.waves import refused
        from bot.office import orders
        from bot.office.export import answer_table, make_document, make_more_files
        from bot.office.export_files import archives
        from surveys.reporting.sent_files import file_names, zip_files

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
            more = make_more_files(table, out.suffix.lower(), is_exact=exact)
            for name, content in more.items():
                write_file(out.with_name(f"{out.stem}.{name}{out.suffix}"), content)
            kept = 0
            if files is not None:
                names = file_names(table.form, rows)
                kept = len(names)
                packed = [
                    each async for each, *_ in archives(house.database, wave, names, everything(), ALL_IN_ONE)
                ]
                write_file(files, packed[0] if packed else zip_files(()))
            async with house.database.begin() as conn:
                details = {"wave": wave, "format": out.suffix.lower(), "cases": len(rows)}
                details |= {"exact": exact, "files": kept}
                await orders.note_order(conn, this_actor(), "wave.export", details, house.now)
        print_done(say(TEXTS.exported, path=out, count=len(rows)))
        for name in more:
            print_done(
                say(TEXTS.exported_repeat, path=out.with_name(f"{out.stem}.{name}{out.suffix}"), name=name)
            )
        if files is not None:
            print_done(say(TEXTS.exported_files, path=files, count=kept))

    run_async(work)
