"""The tree of commands."""

import typer

from bot.cli import (
    admin,
    backup,
    by_hand,
    codes,
    database,
    demo,
    differences,
    doctor,
    export,
    first_start,
    forms,
    paper,
    reports,
    roster,
    running,
    standards,
    wave_changes,
    waves,
)
from bot.cli.edge import Commands

app = typer.Typer(
    cls=Commands,
    name="khaosat",
    help="Khảo Sát: hỏi cán bộ cấp xã cần đào tạo, bồi dưỡng gì, ngay trong khung chat trên điện thoại.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command("init")(first_start.init)
app.add_typer(database.app, name="db")
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.add_typer(roster.app, name="roster")
app.command("codes")(codes.codes)
app.add_typer(forms.app, name="form")
waves.app.command("by-hand")(by_hand.by_hand)
waves.app.command("paper")(paper.paper)
waves.app.command("extend")(wave_changes.extend)
waves.app.command("add")(wave_changes.add)
waves.app.command("reopen")(wave_changes.reopen)
app.add_typer(waves.app, name="wave")
app.command("export")(export.export)
app.command("report")(reports.report)
app.command("review")(reports.review)
app.add_typer(standards.app, name="standards")
app.command("differences")(differences.differences)
app.add_typer(admin.app, name="admin")
app.command("run")(running.run)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
