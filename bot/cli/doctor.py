"""``khaosat doctor``: says whether everything is as it should be."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.endings import run_async
from bot.cli.printing import print_json, print_line, print_table
from bot.texts import say
from bot.texts.doctor import STATES, TEXTS

if TYPE_CHECKING:
    from bot.cli.diagnosis import Finding


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")] = False) -> None:
    """Khám toàn bộ: cơ sở dữ liệu, mã truy cập, lần nhận tin gần nhất, hàng đợi, các đợt."""
    outcome: list[bool] = []

    async def work() -> None:
        from bot.cli.diagnosis import worst
        from bot.cli.examination import examine

        findings = await examine()
        gravest = worst(findings)
        is_well = gravest is None or gravest.state != "bad"
        if as_json:
            checks = {
                f.name: {"state": f.state, "detail": f.detail, "remedy": f.remedy, **f.data} for f in findings
            }
            print_json({"ok": is_well, "worst": gravest and gravest.name, "checks": checks})
        else:
            rows = [(STATES[f.state], TEXTS.names[f.name], f.detail) for f in findings]
            print_table(("", "Mục", "Tình trạng"), rows)
            _print_verdict(gravest)
        outcome.append(is_well)

    run_async(work)
    if not all(outcome):
        raise typer.Exit(1)


def _print_verdict(gravest: "Finding | None") -> None:
    """End with the worst: what is wrong and what to do, or that nothing is."""
    if gravest is None:
        print_line(say(TEXTS.well))
        return
    name, detail = TEXTS.names[gravest.name], " ".join(gravest.detail.split()).rstrip(".")
    parts = [say(TEXTS.worst, mark=STATES[gravest.state], name=name, detail=detail)]
    if gravest.remedy:
        parts.append(say(TEXTS.remedy, remedy=gravest.remedy))
    print_line(" ".join(parts))
