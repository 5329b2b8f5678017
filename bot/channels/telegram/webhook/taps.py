"""Taps whose requests are kept open for a moment, so that their answers ride in the replies."""

import asyncio
import json
from collections.abc import Sequence
from http import HTTPStatus

from bot.channels.lengths import cut
from bot.channels.telegram.rendering import TOAST_LIMIT
from bot.serving import Exchange


class OpenTaps:
    """The requests of stored taps. Each is answered with the tap's words, or without any after ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._open: dict[str, Exchange] = {}

    def keep(self, taps: Sequence[tuple[str, Exchange]]) -> None:
        """Keep the requests of a batch open: one timer for all."""
        for tap_id, exchange in taps:
            self._let_go(tap_id)  # the same tap, delivered twice
            self._open[tap_id] = exchange
        if taps:
            asyncio.get_running_loop().call_later(self._seconds, self._expire, taps)

    def answer(self, tap_id: str, text: str) -> bool:
        """Answer the tap in its request's reply. Returns False if that is not open: it has to be answered by a call."""
        exchange = self._open.pop(tap_id, None)
        if exchange is None or not exchange.is_open:
            return False
        exchange.answer(HTTPStatus.OK, render_answer(tap_id, text), "application/json")
        return True

    def let_all_go(self) -> None:
        """Answer every request without words."""
        for tap_id in list(self._open):
            self._let_go(tap_id)

    def _expire(self, taps: Sequence[tuple[str, Exchange]]) -> None:
        for tap_id, exchange in taps:
            if self._open.get(tap_id) is exchange:
                self._let_go(tap_id)

    def _let_go(self, tap_id: str) -> None:
        exchange = self._open.pop(tap_id, None)
        if exchange is not None:
            exchange.answer(HTTPStatus.OK)


def render_answer(tap_id: str, text: str) -> bytes:
    """Return the call that acknowledges a tap, as a reply to a delivery may carry it."""
    call = {"method": "answerCallbackQuery", "callback_query_id": tap_id}
    if text:
        call["text"] = cut(text, TOAST_LIMIT)
    return json.dumps(call).encode()
