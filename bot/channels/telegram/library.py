"""The only import of python-telegram-bot: files as multipart, by its ``Bot``."""

import logging
import os
from collections.abc import Mapping
from typing import Any, Final

# The library gives waiting times as timedelta from its next version on; without this it warns at each 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")

import httpx
import telegram
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels.telegram.connections import NotSentError, UnknownError, WireError
from bot.channels.telegram.failures import lost, refusal
from bot.messages import SendError

UPLOAD_SECONDS: Final = 300.0  # a file of up to 50 MB on a slow line
_CODES: Final = (
    (RetryAfter, 429),
    (InvalidToken, 401),
    (Forbidden, 403),
    (Conflict, 409),
    (ChatMigrated, 400),
)


class Library:
    """A ``telegram.Bot`` that sends files and gives back raw results. Its repr hides the token."""

    def __init__(self, token: str, base_url: str) -> None:
        logging.getLogger("telegram").setLevel(logging.INFO)  # its DEBUG lines carry people's words
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)  # their INFO lines carry the address
        self._request = HTTPXRequest(
            read_timeout=30.0,
            media_write_timeout=UPLOAD_SECONDS,
            write_timeout=UPLOAD_SECONDS,
            httpx_kwargs={"trust_env": False},
        )
        files = base_url.removesuffix("/bot") + "/file/bot"
        self._bot = telegram.Bot(token, base_url=base_url, base_file_url=files, request=self._request)
        self.in_flight = 0
        """Files that are being sent."""

    def __repr__(self) -> str:
        return "Library(token=***)"

    async def send_file(
        self, method: str, parameters: Mapping[str, Any], file: tuple[str, str, bytes]
    ) -> Any:
        """Send a file (parameter, name, content) by ``method``; return the raw message. Raises ``SendError``."""
        name, filename, content = file
        upload = telegram.InputFile(content, filename=filename)
        self.in_flight += 1
        try:
            await self._request.initialize()
            return await self._bot._post(method, {**parameters, name: upload})  # noqa: SLF001 - the raw result
        except TelegramError as error:
            raise classify(error) from None
        finally:
            self.in_flight -= 1

    async def close(self) -> None:
        """Close the connections."""
        await self._request.shutdown()


def classify(error: TelegramError) -> SendError:
    """Return what an error of the library means. A file that may have arrived is not sent again by itself."""
    for kind, code in _CODES:
        if isinstance(error, kind):
            return refusal(code, _answer(code, error), repeats_safely=False)
    if isinstance(error, BadRequest):
        return refusal(400, _answer(400, error), repeats_safely=False)
    if isinstance(error, NetworkError):
        was_sent = not isinstance(
            error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout
        )
        reason: WireError = UnknownError("no answer") if was_sent else NotSentError("no connection")
        return lost(reason, repeats_safely=False)
    return refusal(500, None, repeats_safely=False)


def _answer(code: int, error: TelegramError) -> dict[str, Any]:
    answer: dict[str, Any] = {"error_code": code, "description": error.message}
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait if isinstance(wait, int | float) else wait.total_seconds()
        answer["parameters"] = {"retry_after": seconds}
    return answer
