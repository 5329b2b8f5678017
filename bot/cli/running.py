"""``khaosat run`` and ``khaosat demo``."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.edge import run_async
from bot.cli.failures import InputWrong
from bot.texts import say
from bot.texts.cli import TEXTS

if TYPE_CHECKING:
    from bot.settings import Settings


def run() -> None:
    """Chạy trợ lý: nhận câu trả lời, mở và đóng đợt, mời và nhắc. Dừng bằng Ctrl+C."""
    from bot.cli.house import opened, settings_or_wrong, working_calendar
    from bot.cli.telegram import require_token

    settings = settings_or_wrong()
    require_token(settings, why=TEXTS.tokenless_run)
    _require_secret(settings)

    async def check() -> None:
        async with opened() as house:
            working_calendar(house)

    run_async(check)
    from bot import running

    running.run(settings)


def _require_secret(settings: "Settings") -> None:
    """Raise ``InputWrong`` for a webhook without a proper secret: anybody could write updates."""
    from bot.channels.telegram import Webhook

    if settings.telegram_webhook_url:
        try:
            Webhook(settings.telegram_webhook_url, settings.telegram_webhook_secret.get_secret_value())
        except ValueError as error:
            reason = f"KHAOSAT_TELEGRAM_WEBHOOK_SECRET: {error}"
            raise InputWrong(say(TEXTS.bad_setting, reason=reason)) from error


def demo(
    serve: Annotated[
        bool, typer.Option("--serve", help="Giữ điện thoại mô phỏng chạy để tự tay thử.")
    ] = False,
) -> None:
    """Chạy thử cả một đợt khảo sát với 75 cán bộ mô phỏng; kết quả trong demo-output/."""
    from bot.demo import run_demo

    raise typer.Exit(run_demo(serve=serve))
