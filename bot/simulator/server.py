"""The HTTP face of the simulated Bot API."""

import json
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web

from bot.simulator.call import Call
from bot.simulator.errors import (
    NOT_FOUND,
    OTHER_POLL,
    UNAUTHORIZED,
    UNKNOWN_METHOD,
    ApiError,
    conflict,
    too_many_requests,
)
from bot.simulator.failures import Fault, Faults
from bot.simulator.intake import Intake
from bot.simulator.methods import METHODS
from bot.simulator.world import World

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}|\d+:[A-Za-z0-9_-]+")
_REFUSALS: Final = {
    Fault.UNAUTHORIZED: UNAUTHORIZED,
    Fault.NOT_FOUND: NOT_FOUND,
    Fault.CONFLICT: conflict(OTHER_POLL),
    Fault.SERVER_ERROR: ApiError(500, "Internal Server Error"),
}
_BODY_LIMIT: Final = 60 * 1024 * 1024  # bytes
PATH_KEPT_FOR: Final = timedelta(hours=1)
"""How long a file lies where ``getFile`` said."""


class Server:
    """Answers ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``. Counts what is being answered."""

    def __init__(self, world: World, intake: Intake, faults: Faults, token: str) -> None:
        self._world = world
        self._intake = intake
        self._faults = faults
        self._token = token
        self.in_flight = 0
        self.call_counts: dict[str, int] = {}

    def application(self) -> web.Application:
        """Return the routes."""
        application = web.Application(client_max_size=_BODY_LIMIT)
        application.router.add_route("*", "/bot{token}/{method}", self._answer_call)
        application.router.add_get("/file/bot{token}/{path:.+}", self._answer_file)
        return application

    async def _answer_call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        try:
            self._check_token(request.match_info["token"])
            call = await _read_call(request)
            self.call_counts[method] = self.call_counts.get(method, 0) + 1
            return await self._carry_out(request, method, call)
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)

    async def _carry_out(self, request: web.Request, method: str, call: Call) -> web.StreamResponse:
        order = self._faults.take(method)
        if order is None:
            return _result(await self._run(method, call))
        if order.fault is Fault.LIMITED:
            raise too_many_requests(order.retry_after)
        if order.fault in _REFUSALS:
            raise _REFUSALS[order.fault]
        if order.fault is Fault.GATEWAY_ERROR:
            return web.Response(text="<html>Bad Gateway</html>", status=HTTPStatus.BAD_GATEWAY)
        if order.fault is Fault.DROPPED_AFTER:
            await self._run(method, call)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def carry_out_reply(self, reply: bytes) -> None:
        """Carry out the call that the answer to a delivery may bring; nobody is told whether it went well."""
        try:
            values = json.loads(reply or b"{}")
            if isinstance(values, dict) and "method" in values:
                await self._run(str(values.pop("method")).lower(), Call(values))
        except (ValueError, ApiError):
            return  # as Telegram does

    async def _run(self, method: str, call: Call) -> Any:
        if method == "getupdates":
            return await self._intake.get_updates(call)
        actions: dict[str, Callable[[], Any]] = {
            "setwebhook": lambda: self._intake.set_webhook(call),
            "deletewebhook": lambda: self._intake.delete_webhook(call),
            "getwebhookinfo": self._intake.get_webhook_info,
        }
        if method in actions:
            return actions[method]()
        if method not in METHODS:
            raise UNKNOWN_METHOD
        return METHODS[method](self._world, call)

    async def _answer_file(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request.match_info["token"])
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        order = self._faults.take("file")
        if order is not None:
            is_dropped = order.fault in (Fault.DROPPED_BEFORE, Fault.DROPPED_AFTER)
            if is_dropped and request.transport is not None:
                request.transport.abort()
            return web.Response(text="<html>Bad Gateway</html>", status=HTTPStatus.BAD_GATEWAY)
        file_id, since = self._world.paths.get(request.match_info["path"], ("", self._world.clock.now()))
        if not file_id or self._world.clock.now() - since > PATH_KEPT_FOR:
            return web.json_response(NOT_FOUND.body(), status=HTTPStatus.NOT_FOUND)
        return web.Response(body=self._world.files[file_id][1], content_type="application/octet-stream")

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise NOT_FOUND
        if token != self._token:
            raise UNAUTHORIZED

    @web.middleware
    async def count_requests(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Count a request while it is answered; an idle long poll does not count."""
        if request.path.lower().endswith("/getupdates"):
            return await handler(request)
        self.in_flight += 1
        try:
            return await handler(request)
        finally:
            self.in_flight -= 1
            self._world.wake()


def _result(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


async def _read_call(request: web.Request) -> Call:
    """Read the parameters wherever the Bot API accepts them: address, form, multipart, JSON."""
    values: dict[str, Any] = dict(request.query)
    files: dict[str, tuple[str, bytes]] = {}
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            raise ApiError(400, "Bad Request: can't parse the request body") from None
        values.update({name: value for name, value in body.items() if value is not None})
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = (value.filename, value.file.read())
            else:
                values[name] = value
    return Call(values, files)
