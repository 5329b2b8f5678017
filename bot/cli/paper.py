"""``khaosat wave paper``: the questionnaire on paper, a copy for each person."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.actor import everything, this_actor
from bot.cli.codes import read_keys
from bot.cli.endings import run_async
from bot.cli.files import check_target, write_file
from bot.cli.printing import print_done, print_line
from bot.texts import say
from bot.texts.cli import TEXTS


def paper(
    number: Annotated[int, typer.Argument(metavar="SỐ", help="Số của đợt.")],
    out: Annotated[Path, typer.Option("--out", metavar="TỆP.docx", readable=False, help="Tệp sẽ ghi.")],
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="MÃ,…", help="Chỉ những người này (mã trong danh sách)."),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar="MÃ", help="Chỉ đơn vị này và cấp dưới; ghi được nhiều lần."),
    ] = None,
) -> None:
    """In phiếu giấy cho người chưa trả lời: mỗi người một bản, chỉ gồm những câu người đó được hỏi."""
    check_target(out, (".docx",))
    keys = () if only is None else read_keys(only)

    async def work() -> None:
        from bot.cli.house import opened, own_titles
        from bot.cli.waves import refused
        from bot.office.details import office_details
        from bot.office.orders import OrderRefused
        from bot.office.paper import Printing, paper_forms

        async with opened() as house:
            settings = house.settings
            printing = Printing(
                office_details(settings), own_titles(house), settings.zone, settings.report_profile
            )
            try:
                async with house.database.begin() as conn:
                    count, document = await paper_forms(
                        conn,
                        number,
                        printing,
                        house.now,
                        actor=this_actor(),
                        only=keys,
                        units=tuple(unit or ()),
                        scope=everything(),
                    )
                    if count:
                        write_file(out, document)
            except OrderRefused as error:
                raise refused(error) from error
        if count:
            print_done(say(TEXTS.paper_done, count=count, path=out))
        else:
            print_line(say(TEXTS.paper_none))

    run_async(work)
