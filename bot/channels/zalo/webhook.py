"""Our webhook: each bot has a path of its own, and an event is answered with 200 only after it is stored."""

import asyncio
import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from bot.channels.persistence import why_not_stored
from bot.channels.zalo.intake import Intake
from bot.messages import Hear
from bot.serving import Exchange, Headers, Limits, Route, Routes

logger = logging.getLogger(__name__)

SECRET_HEADER: Final = "X-Bot-Api-Secret-Token"  # noqa: S105  a name
_SECRET_NAME: Final = SECRET_HEADER.lower().encode()


@dataclass(frozen=True, slots=True)
class ZaloWebhook:
    """Where Zalo delivers: ``url`` and the number of the bot. We listen on ``host`` and ``port`` behind it.

    ``secret`` has 8 to 256 signs; raises ``ValueError`` otherwise: without one anybody could write events.
    """

    url: str
    secret: str = field(repr=False)
    port: int = 8444
    host: str = "127.0.0.1"
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not 8 <= len(self.secret) <= 256 or not self.secret.isascii():
            raise ValueError("the secret of Zalo's webhook needs 8 to 256 plain signs")

    def url_of(self, bot_id: str) -> str:
        """Return the public address for one bot's events."""
        return f"{self.url.rstrip('/')}/{bot_id}"

    def admit(self, headers: Headers) -> int:
        """Return 0 for Zalo, else the status to turn a stranger away with, by the head alone."""
        given = headers.get(_SECRET_NAME, b"")
        return 0 if hmac.compare_digest(given, self.secret.encode()) else HTTPStatus.FORBIDDEN


class WebhookReceiver:
    """Lets ``hear`` store what is delivered to the ``intakes``, by the numbers of their bots."""

    def __init__(self, webhook: ZaloWebhook, intakes: Mapping[str, Intake], hear: Hear) -> None:
        self._webhook = webhook
        self._intakes = intakes
        self._hear = hear
        self._taking: set[asyncio.Task[None]] = set()

    @property
    def routes(self) -> Routes:
        """One path for each bot."""
        base = urlsplit(self._webhook.url).path.rstrip("/")
        return {f"{base}/{bot_id}".encode(): self._route(intake) for bot_id, intake in self._intakes.items()}

    def _route(self, intake: Intake) -> Route:
        def begin(exchange: Exchange) -> None:
            task = asyncio.ensure_future(self._take(intake, exchange))
            self._taking.add(task)
            task.add_done_callback(self._taking.discard)

        return Route(b"POST", begin, self._webhook.admit)

    async def _take(self, intake: Intake, exchange: Exchange) -> None:
        try:
            event = json.loads(exchange.body)
        except (ValueError, RecursionError):
            exchange.answer(HTTPStatus.BAD_REQUEST)
            return
        try:
            await intake.take(event, self._hear)
        except Exception as error:  # noqa: BLE001  it was not stored: Zalo may bring it again
            logger.error("An event was not stored (%s", why_not_stored(error))  # noqa: TRY400
            exchange.answer(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            exchange.answer(HTTPStatus.OK)

    async def finish(self) -> None:
        """Return when all that was begun is answered."""
        if self._taking:
            await asyncio.wait(set(self._taking))
