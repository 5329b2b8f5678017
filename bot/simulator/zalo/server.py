"""The HTTP face of the simulated Zalo Bot API: every answer is 200 or nonsense, the body counts."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web

from bot.clock import Clock
from bot.simulator.failures import Fault, Faults
from bot.simulator.intake import LOOPBACK
from bot.simulator.zalo.world import Json, Webhook, ZaloBot, ZaloError, ZaloWorld

LONGEST_POLL: Final = 60  # seconds
_REFUSALS: Final = {
    Fault.LIMITED: ZaloError(429, "quota exceeded"),
    Fault.UNAUTHORIZED: ZaloError(401, "Unauthorized"),
    Fault.NOT_FOUND: ZaloError(404, "Not Found"),
    Fault.CONFLICT: ZaloError(409, "Conflict"),
    Fault.SERVER_ERROR: ZaloError(403, "Internal server error"),
}


class ZaloServer:
    """Answers ``/bot<token>/<method>``. ``poll_clock`` times idle polls."""

    def __init__(self, world: ZaloWorld, faults: Faults, poll_clock: Clock) -> None:
        self._world = world
        self._faults = faults
        self._poll_clock = poll_clock
        self.in_flight = 0
        self.call_counts: dict[str, int] = {}
        self._methods: dict[str, Callable[[ZaloBot, Json], Any]] = {
            "getme": _get_me,
            "sendmessage": lambda bot, call: world.send(bot, call.get("chat_id"), call.get("text")),
            "setwebhook": self._set_webhook,
            "deletewebhook": lambda bot, _: self._use_webhook(bot, Webhook(updated_at=world.milliseconds())),
            "getwebhookinfo": lambda bot, _: _webhook_info(bot),
            "sendchataction": lambda _bot, _call: None,
        }

    def application(self) -> web.Application:
        """Return the routes."""
        application = web.Application(middlewares=[self._count_requests])
        application.router.add_route("GET", "/files/{name}", self._give_file)
        application.router.add_route("*", "/bot{token}/{method}", self._answer)
        return application

    async def _give_file(self, request: web.Request) -> web.StreamResponse:
        content = self._world.files.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        self.call_counts[method] = self.call_counts.get(method, 0) + 1
        try:
            bot = self._world.bots.get(request.match_info["token"])
            if bot is None:
                raise _REFUSALS[Fault.UNAUTHORIZED]
            return await self._carry_out(request, bot, method, await _read(request))
        except ZaloError as error:
            return web.json_response(error.body())

    async def _carry_out(
        self, request: web.Request, bot: ZaloBot, method: str, call: Json
    ) -> web.StreamResponse:
        order = self._faults.take(method)
        if order is None:
            return _result(await self._run(bot, method, call))
        if order.fault in _REFUSALS:
            raise _REFUSALS[order.fault]
        if order.fault is Fault.GATEWAY_ERROR:
            return web.Response(text="<html>Bad Gateway</html>", status=HTTPStatus.BAD_GATEWAY)
        if order.fault is Fault.DROPPED_AFTER:
            await self._run(bot, method, call)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _run(self, bot: ZaloBot, method: str, call: Json) -> Any:
        if method == "getupdates":
            return await self._get_updates(bot, call)
        if method not in self._methods:
            raise ZaloError(404, "method not found")
        return self._methods[method](bot, call)

    async def _get_updates(self, bot: ZaloBot, call: Json) -> Json:
        """Give away the oldest event, once; none within the timeout is the error 408."""
        if bot.webhook.url:
            raise ZaloError(400, "a webhook is set: delete it before polling")
        try:
            seconds = min(int(call.get("timeout", 30)), LONGEST_POLL)
        except (TypeError, ValueError):
            raise ZaloError(400, "timeout is not a number") from None
        bot.is_one_in_hand = False
        self._world.changes.wake()
        deadline = self._poll_clock.now() + timedelta(seconds=seconds)
        while True:
            with self._world.changes.watching() as changed:
                if bot.waiting:
                    bot.is_one_in_hand = True
                    return bot.waiting.popleft()
                if self._poll_clock.now() >= deadline:
                    raise ZaloError(408, "Request timeout")
                await _first_of(changed.wait(), self._poll_clock.sleep_until(deadline))

    def _set_webhook(self, bot: ZaloBot, call: Json) -> Json:
        url, secret = str(call.get("url", "")), str(call.get("secret_token", ""))
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ZaloError(400, "url must be https")
        if not 8 <= len(secret) <= 256:
            raise ZaloError(400, "secret_token must have 8 to 256 characters")
        return self._use_webhook(bot, Webhook(url, secret, self._world.milliseconds()))

    def _use_webhook(self, bot: ZaloBot, webhook: Webhook) -> Json:
        bot.webhook = webhook
        self._world.changes.wake()
        return _webhook_info(bot)

    @web.middleware
    async def _count_requests(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Count a request while it is answered; an idle poll does not count."""
        if request.path.lower().endswith("/getupdates"):
            return await handler(request)
        self.in_flight += 1
        try:
            return await handler(request)
        finally:
            self.in_flight -= 1
            self._world.changes.wake()


def _get_me(bot: ZaloBot, _call: Json) -> Json:
    return {"id": bot.bot_id, "account_name": bot.name, "account_type": "BASIC", "can_join_groups": False}


def _webhook_info(bot: ZaloBot) -> Json:
    return {"url": bot.webhook.url, "updated_at": bot.webhook.updated_at}


def _result(result: Any) -> web.Response:
    return web.json_response({"ok": True} if result is None else {"ok": True, "result": result})


async def _read(request: web.Request) -> Json:
    try:
        call = json.loads(await request.read() or b"{}")
    except ValueError:
        raise ZaloError(400, "the body is no JSON") from None
    if not isinstance(call, dict):
        raise ZaloError(400, "the body is no object")
    return call


async def _first_of(*waits: Any) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
