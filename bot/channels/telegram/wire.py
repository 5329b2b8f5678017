"""The library's ``Bot`` with a way to call a method without building objects of what nobody reads."""

import logging
from typing import Any

import telegram

from bot.channels.telegram.request import AiohttpRequest


class WireBot(telegram.Bot):
    """A ``telegram.Bot`` over aiohttp; getUpdates has a pool of its own. Its repr hides the token."""

    def __init__(self, token: str, base_url: str) -> None:
        logging.getLogger("telegram").setLevel(logging.INFO)  # its DEBUG lines carry people's words
        fetching, sending = AiohttpRequest(pool_size=2), AiohttpRequest()
        super().__init__(
            token,
            base_url=base_url,
            base_file_url=file_url(base_url),
            request=sending,
            get_updates_request=fetching,
        )
        self._fetching, self._sending = fetching, sending

    @property
    def in_flight(self) -> int:
        """Requests other than the long poll that wait for an answer."""
        return self._sending.in_flight

    def __repr__(self) -> str:
        return "WireBot(token=***)"

    async def call(self, method: str, *, read_timeout: float | None = None, **parameters: Any) -> Any:
        """Call a Bot API method; return the raw result. Raises ``telegram.error.TelegramError``.

        Parsing one sent message into the library's objects costs as much as half the call.
        """
        if read_timeout is None:
            return await self._post(method, parameters)
        return await self._post(method, parameters, read_timeout=read_timeout)

    async def open_connections(self) -> None:
        """Open both pools, without asking the server who we are."""
        await self._fetching.initialize()
        await self._sending.initialize()

    async def close_connections(self) -> None:
        """Close both pools."""
        await self._fetching.shutdown()
        await self._sending.shutdown()


def file_url(base_url: str) -> str:
    """Return the address of files for a Bot API address: ``…/bot`` gives ``…/file/bot``."""
    if not base_url.endswith("/bot"):
        raise ValueError("the Bot API address must end in /bot")
    return base_url.removesuffix("/bot") + "/file/bot"
