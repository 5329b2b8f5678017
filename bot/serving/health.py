"""``/healthz`` and ``/metrics``: how the house is, for whoever looks after it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, Final

from bot.serving.crowd import Limits
from bot.serving.exchange import Exchange, Route
from bot.serving.mistakes import log_mistake
from bot.serving.server import serve

Health = Callable[[], Awaitable[Mapping[str, Any]]]
"""Gives what ``/healthz`` shows: a mapping for JSON; ``ok`` decides between 200 and 503."""
Metrics = Callable[[], Awaitable[str]]
"""Gives what ``/metrics`` shows: Prometheus's text format."""

_JSON: Final = "application/json"
_METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_Report = tuple[int, bytes, str]  # status, body, content type


def health_routes(health: Health | None, metrics: Metrics | None = None) -> dict[bytes, Route]:
    """Return the routes: ``/healthz`` always, ``/metrics`` only if there are any."""
    routes = {b"/healthz": Route(b"GET", _Inquiry(lambda: _report_health(health)).respond)}
    if metrics is not None:
        routes[b"/metrics"] = Route(b"GET", _Inquiry(lambda: _report_metrics(metrics)).respond)
    return routes


@asynccontextmanager
async def serve_health(
    host: str, port: int, health: Health | None, metrics: Metrics | None = None
) -> AsyncIterator[None]:
    """Serve ``/healthz`` and ``/metrics`` alone. Raises ``ListenError`` if the address cannot be had."""
    async with serve(health_routes(health, metrics), host, port, Limits(connections=20)):
        yield


class _Inquiry:
    """One question to the house. However many ask at a time, it is asked once: the door is open to anybody."""

    def __init__(self, ask: Callable[[], Awaitable[_Report]]) -> None:
        self._ask = ask
        self._waiting: list[Exchange] = []
        self._asking: asyncio.Task[None] | None = None

    def respond(self, exchange: Exchange) -> None:
        """Answer when the house has answered."""
        self._waiting.append(exchange)
        if self._asking is None:
            self._asking = asyncio.create_task(self._answer_all())

    async def _answer_all(self) -> None:
        status, body, content_type = int(HTTPStatus.SERVICE_UNAVAILABLE), b'{"ok": false}', _JSON
        try:
            status, body, content_type = await self._ask()
        except Exception as error:  # noqa: BLE001  whatever it is, the house is not well
            log_mistake("The state of the house is not known", error)
        finally:
            waiting, self._waiting, self._asking = self._waiting, [], None
            for exchange in waiting:
                exchange.answer(status, body, content_type)


async def _report_health(health: Health | None) -> _Report:
    report = {"ok": True} if health is None else dict(await health())
    status = HTTPStatus.OK if report.get("ok") else HTTPStatus.SERVICE_UNAVAILABLE
    return status, json.dumps(report).encode(), _JSON


async def _report_metrics(metrics: Metrics) -> _Report:
    return HTTPStatus.OK, (await metrics()).encode(), _METRICS_TYPE
