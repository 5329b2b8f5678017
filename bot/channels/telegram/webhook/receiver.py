"""From the route to ``hear``: stored first, answered then."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from bot.channels.persistence import why_not_stored
from bot.channels.telegram.updates import read_batch
from bot.channels.telegram.webhook.address import Webhook
from bot.channels.telegram.webhook.body import parse_update, tap_of
from bot.channels.telegram.webhook.taps import OpenTaps
from bot.clock import Clock
from bot.messages import Hear
from bot.serving import Exchange, Health, Metrics, Route, health_routes, serve

logger = logging.getLogger(__name__)

_BATCH_LIMIT: Final = 100  # updates in one transaction


@dataclass(slots=True)
class _Delivery:
    """One update that waits to be stored, and its open request. ``toast`` is set once its tap is answered."""

    update: dict[str, Any]
    exchange: Exchange
    tap_id: str
    toast: str | None = None


class WebhookReceiver:
    """Takes updates from the route to ``hear``: all that wait make one batch, one batch at a time.

    The request of a tap stays open for a moment after it was stored, so that ``answer_tap`` can put its words into
    the reply.
    """

    def __init__(
        self,
        webhook: Webhook,
        hear: Hear,
        clock: Clock,
        *,
        on_fetch: Callable[[datetime], None] | None = None,
        health: Health | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self._hear = hear
        self._clock = clock
        self._on_fetch = on_fetch
        self._waiting: deque[_Delivery] = deque()
        self._in_hand: list[_Delivery] = []
        self._arrived = asyncio.Event()
        self._is_closed = False
        self._taps = OpenTaps(webhook.tap_seconds) if webhook.tap_seconds else None
        self.routes = health_routes(health, metrics) | {
            webhook.path.encode(): Route(b"POST", self._take, webhook.admit)
        }
        """The webhook (POST), ``/healthz`` and, if there are any, ``/metrics``."""

    def answer_tap(self, tap_id: str, text: str) -> bool:
        """Answer a tap in the reply to the request that brought it; an empty ``text`` only ends the waiting.

        Returns False if that request is not open any more: the tap has to be answered by a call.
        """
        if self._taps is None:
            return False
        if self._taps.answer(tap_id, text):
            return True
        for delivery in self._in_hand:  # answered between its commit and the end of the batch
            if delivery.tap_id == tap_id and delivery.exchange.is_open:
                delivery.toast = text
                return True
        return False

    async def consume(self) -> None:
        """Let ``hear`` store what waits, until cancelled; what still waits then is refused."""
        try:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                while self._waiting:
                    await self._consume_batch()
        finally:
            self._is_closed = True
            for delivery in self._waiting:
                delivery.exchange.answer(HTTPStatus.SERVICE_UNAVAILABLE)
            self._waiting.clear()
            if self._taps is not None:
                self._taps.let_all_go()

    async def _consume_batch(self) -> None:
        waiting = self._waiting
        taken = self._in_hand = [waiting.popleft() for _ in range(min(len(waiting), _BATCH_LIMIT))]
        is_stored = False
        try:
            is_stored = await self._store([delivery.update for delivery in taken])
        finally:
            self._in_hand = []
            if is_stored:
                self._acknowledge(taken)
            else:
                for delivery in taken:
                    delivery.exchange.answer(HTTPStatus.SERVICE_UNAVAILABLE)

    def _acknowledge(self, stored: list[_Delivery]) -> None:
        """Answer 200, taps with their words; a tap that has none yet stays open for a moment."""
        kept = []
        for delivery in stored:
            if self._taps is None or not delivery.tap_id:
                delivery.exchange.answer(HTTPStatus.OK)
            else:
                kept.append((delivery.tap_id, delivery.exchange))
        if self._taps is not None and kept:
            self._taps.keep(kept)
            for delivery in stored:
                if delivery.toast is not None:
                    self._taps.answer(delivery.tap_id, delivery.toast)

    async def _store(self, updates: list[dict[str, Any]]) -> bool:
        now = self._clock.now()
        if self._on_fetch is not None:
            self._on_fetch(now)
        try:
            if batch := read_batch(updates, now):
                await self._hear(batch)
        except Exception as error:  # noqa: BLE001  nothing was stored: Telegram brings it again
            logger.error("A batch was not stored (%s", why_not_stored(error))  # noqa: TRY400
            return False
        return True

    def _take(self, exchange: Exchange) -> None:
        """Let a delivered update wait for the next batch."""
        update = parse_update(exchange.body)
        exchange.body = b""
        if update is None:
            exchange.answer(HTTPStatus.BAD_REQUEST)
        elif self._is_closed:
            exchange.answer(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._waiting.append(_Delivery(update, exchange, tap_of(update)))
            self._arrived.set()


async def receive(webhook: Webhook, receiver: WebhookReceiver) -> None:
    """Serve the route and store what comes, until cancelled."""
    async with serve(receiver.routes, webhook.host, webhook.port, webhook.limits):
        await receiver.consume()
