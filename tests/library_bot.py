"""The real library as a client of the simulated Telegram: what the simulator answers, python-telegram-bot must read."""

import os
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns at each 429

import telegram
from telegram.request import HTTPXRequest


class LibraryBot(telegram.Bot):
    """``telegram.Bot`` on a Bot API server of our own, with its own transport. Proxies are ignored."""

    def __init__(self, token: str, base_url: str) -> None:
        files = base_url.removesuffix("/bot") + "/file/bot"
        options: dict[str, Any] = {"httpx_kwargs": {"trust_env": False}}
        super().__init__(
            token,
            base_url=base_url,
            base_file_url=files,
            request=HTTPXRequest(connection_pool_size=16, **options),
            get_updates_request=HTTPXRequest(**options),
        )
