"""``khaosat run``: it starts without the library that reads command lines, which it does not need."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.texts import say
from bot.texts.cli import TEXTS

if TYPE_CHECKING:
    from bot.settings import Settings


def run() -> None:
    """Chạy trợ lý: nhận câu trả lời, mở và đóng đợt, mời và nhắc. Dừng bằng Ctrl+C."""
    with _no_garbage():
        from bot.cli.house import opened, own_titles, settings_or_wrong, working_calendar
        from bot.cli.telegram import require_token
        from bot.process import running

        settings = settings_or_wrong()
        if not settings.web_url and not settings.list_zalo_tokens():
            require_token(settings, why=TEXTS.tokenless_run)
        _require_secret(settings)
        _require_zalo(settings)

        async def check() -> None:
            async with opened() as house:
                working_calendar(house)
                own_titles(house)

        run_async(check)
    running.run(settings)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Look for no cycles of objects meanwhile: what a start makes stays, and looking took a tenth of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _require_secret(settings: "Settings") -> None:
    """Raise ``InputWrong`` for a webhook without a proper secret: anybody could write updates."""
    from bot.channels.telegram import Webhook

    if settings.telegram_webhook_url:
        try:
            Webhook(settings.telegram_webhook_url, settings.telegram_webhook_secret.get_secret_value())
        except ValueError as error:
            reason = f"KHAOSAT_TELEGRAM_WEBHOOK_SECRET: {error}"
            raise InputWrong(say(TEXTS.bad_setting, reason=reason)) from error


def _require_zalo(settings: "Settings") -> None:
    """Raise ``InputWrong`` for tokens that cannot be told apart, or a webhook without a proper secret."""
    from bot.channels.zalo import ZaloWebhook

    tokens = settings.list_zalo_tokens()
    numbers = {token.partition(":")[0] for token in tokens if ":" in token}
    if len(numbers) != len(tokens):
        reason = "KHAOSAT_ZALO_TOKENS: each token reads <number of the bot>:<secret>, each bot once"
        raise InputWrong(say(TEXTS.bad_setting, reason=reason))
    if tokens and settings.zalo_webhook_url:
        try:
            ZaloWebhook(settings.zalo_webhook_url, settings.zalo_webhook_secret.get_secret_value())
        except ValueError as error:
            reason = f"KHAOSAT_ZALO_WEBHOOK_SECRET: {error}"
            raise InputWrong(say(TEXTS.bad_setting, reason=reason)) from error
