"""``khaosat run`` and ``khaosat demo``."""

from typing import Annotated

import typer

from bot.cli.edge import run_async
from bot.texts.cli import TEXTS


def run() -> None:
    """Chạy trợ lý: nhận câu trả lời, mở và đóng đợt, mời và nhắc. Dừng bằng Ctrl+C."""
    from bot.cli.house import opened, settings_or_wrong, working_calendar
    from bot.cli.telegram import require_token

    settings = settings_or_wrong()
    require_token(settings, why=TEXTS.tokenless_run)

    async def check() -> None:
        async with opened() as house:
            working_calendar(house)

    run_async(check)
    from bot import app

    app.run(settings)


def demo(
    serve: Annotated[
        bool, typer.Option("--serve", help="Giữ điện thoại mô phỏng chạy để tự tay thử.")
    ] = False,
) -> None:
    """Chạy thử cả một đợt khảo sát với 75 cán bộ mô phỏng; kết quả trong demo-output/."""
    from bot.demo import run_demo

    raise typer.Exit(run_demo(serve=serve))
