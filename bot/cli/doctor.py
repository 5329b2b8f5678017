"""``khaosat doctor``: says whether everything is as it should be."""

from typing import Annotated

import typer

from bot.cli.endings import run_async
from bot.cli.printing import console, print_json, print_table
from bot.texts import say
from bot.texts.doctor import STATES, TEXTS


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")] = False) -> None:
    """Khám toàn bộ: cơ sở dữ liệu, mã truy cập, lần nhận tin gần nhất, hàng đợi, các đợt."""
    outcome: list[bool] = []

    async def work() -> None:
        from bot.cli.examination import examine

        findings = await examine()
        is_well = all(finding.state != "bad" for finding in findings)
        if as_json:
            checks = {f.name: {"state": f.state, "detail": f.detail, **f.data} for f in findings}
            print_json({"ok": is_well, "checks": checks})
        else:
            rows = [(STATES[f.state], TEXTS.names[f.name], f.detail) for f in findings]
            print_table(("", "Mục", "Tình trạng"), rows)
            console().print(say(TEXTS.well if is_well else TEXTS.unwell))
        outcome.append(is_well)

    run_async(work)
    if not all(outcome):
        raise typer.Exit(1)
