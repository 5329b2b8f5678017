"""Ask Telegram who the bot is, once, from the command line."""

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

from bot.cli.failures import InputWrong, OrderFailed
from bot.messages import Account, FailureKind, SendError
from bot.texts import say
from bot.texts.cli import TEXTS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.channels.telegram import Delivery, TelegramChannel
    from bot.settings import Settings

T = TypeVar("T")
PATIENCE: Final = 15.0
"""Seconds to wait for Telegram."""


def require_token(settings: "Settings", *, why: str = TEXTS.tokenless) -> str:
    """Return the token; raises ``InputWrong`` saying ``why`` it is needed if it is not set."""
    token = settings.telegram_token.get_secret_value().strip()
    if not token:
        raise InputWrong(say(why))
    return token


async def ask_account(settings: "Settings") -> Account:
    """Return who the bot is. Raises ``InputWrong`` for a wrong token, ``OrderFailed`` if nobody answers."""
    from bot.channels.telegram import TelegramChannel

    return await _ask(settings, TelegramChannel.open)


async def ask_delivery(settings: "Settings") -> "Delivery":
    """Return what Telegram says of its deliveries to our webhook. Raises as ``ask_account`` does."""
    from bot.channels.telegram import TelegramChannel

    return await _ask(settings, TelegramChannel.ask_delivery)


async def _ask(settings: "Settings", question: "Callable[[TelegramChannel], Awaitable[T]]") -> T:
    from bot.channels.telegram import TelegramChannel
    from bot.clock import SystemClock

    channel = TelegramChannel(
        require_token(settings), clock=SystemClock(), base_url=settings.telegram_base_url
    )
    try:
        async with asyncio.timeout(PATIENCE):
            return await question(channel)
    except TimeoutError as error:
        raise OrderFailed(say(TEXTS.channel_unreachable, reason=TEXTS.no_answer)) from error
    except SendError as error:
        if error.kind is FailureKind.UNAUTHORIZED:
            raise InputWrong(say(TEXTS.unauthorized)) from error
        raise OrderFailed(say(TEXTS.channel_unreachable, reason=error.detail or error.kind.value)) from error
    finally:
        await channel.close()
