"""Zalo as a channel: several bots, each with its people; polling or webhook in, ``sendMessage`` out."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from bot.channels.lengths import split
from bot.channels.zalo.api import ZaloApi
from bot.channels.zalo.counting import Counting
from bot.channels.zalo.events import NAME, apart
from bot.channels.zalo.fetching import fetch_file, is_address
from bot.channels.zalo.intake import Intake
from bot.channels.zalo.webhook import WebhookReceiver, ZaloWebhook
from bot.clock import Clock
from bot.messages import Account, Caps, FailureKind, Hear, Outbound, OutboundKind, Seat, SendError, Sent
from bot.serving import serve
from storage.database import Database

logger = logging.getLogger(__name__)

ZALO_URL: Final = "https://bot-api.zaloplatforms.com/bot"
TEXT_LIMIT: Final = 2000  # Bot API "sendMessage"


class ZaloChannel:
    """Zalo as a ``bot.messages.Channel``. People are bound to the bot they wrote to: it stands in their address.

    ``tokens`` are those of the bots, ``links`` where people find each of them, in the same order. ``monthly_limit``
    messages a bot may leave in a month (0: not counted), ``people_limit`` people may write to one.
    """

    name = NAME
    caps = Caps(
        buttons=False,
        edits=False,
        files=False,
        text_limit=TEXT_LIMIT,
        shares_phone=False,
        file_limit=0,
        keyboards=False,
        carries=frozenset({"image", "audio"}),
    )

    def __init__(
        self,
        tokens: Sequence[str],
        *,
        clock: Clock,
        database: Database,
        base_url: str = ZALO_URL,
        links: Sequence[str] = (),
        monthly_limit: int = 3000,
        people_limit: int = 50,
        webhook: ZaloWebhook | None = None,
        on_fetch: Callable[[datetime], None] | None = None,
    ) -> None:
        apis = [ZaloApi(token, base_url) for token in tokens]
        self._origin = base_url.removesuffix(urlsplit(base_url).path)
        self._apis = {api.bot_id: api for api in apis}
        if not tokens or len(self._apis) != len(tokens):
            raise ValueError("each bot of Zalo needs one token, and there has to be one")
        self._links = dict(zip(self._apis, links, strict=False))
        self._people_limit = people_limit
        self._webhook = webhook
        self._names: dict[str, str] = {}
        self._counting = Counting(database, clock, monthly_limit)
        self._intakes = {bot_id: Intake(api, clock, on_fetch) for bot_id, api in self._apis.items()}

    def __repr__(self) -> str:
        return f"ZaloChannel({', '.join(self._apis)})"

    @property
    def in_flight(self) -> int:
        """How many requests other than polls have no answer yet, and how many events are being stored."""
        sending = sum(api.in_flight for api in self._apis.values())
        return sending + sum(intake.in_hand_count for intake in self._intakes.values())

    async def open(self) -> Account:
        """Ask Zalo who our bots are. One that is refused does not keep the others; raises ``SendError`` if all are."""
        asked = await asyncio.gather(*map(self._ask_name, self._apis.values()), return_exceptions=True)
        failures = [each for each in asked if isinstance(each, BaseException)]
        if len(failures) == len(asked):
            raise failures[0]
        for bot_id, failure in zip(self._apis, asked, strict=True):
            if failure is not None:
                logger.warning("the bot %s of Zalo is not ready: %s", bot_id, failure)
        await self._counting.begin({bot_id: self._names.get(bot_id, bot_id) for bot_id in self._apis})
        return account_of(tuple(self._apis), self._names, self._links, self._people_limit)

    async def _ask_name(self, api: ZaloApi) -> None:
        about = await api.call("getMe")
        named = about.get("account_name") if isinstance(about, dict) else None
        self._names[api.bot_id] = named if isinstance(named, str) and named else api.bot_id

    async def publish_commands(self, commands: Sequence[tuple[str, str]]) -> None:
        """There is no menu."""

    async def look_after(self) -> None:
        """Set our webhook again where somebody else has changed it. Raises ``SendError``."""
        if self._webhook is None:
            return
        for api in self._apis.values():
            told = await api.call("getWebhookInfo")
            if not isinstance(told, dict) or told.get("url") != self._webhook.url_of(api.bot_id):
                await self._set_webhook(api, self._webhook)

    async def listen(self, hear: Hear) -> None:
        """Take what people write for ever."""
        if self._webhook is not None:
            await self._receive(self._webhook, hear)
            return
        async with asyncio.TaskGroup() as bots:
            for intake in self._intakes.values():
                bots.create_task(intake.poll(hear))

    async def _receive(self, webhook: ZaloWebhook, hear: Hear) -> None:
        receiver = WebhookReceiver(webhook, self._intakes, hear)
        async with serve(receiver.routes, webhook.host, webhook.port, webhook.limits):
            try:
                async with asyncio.TaskGroup() as bots:
                    for bot_id, intake in self._intakes.items():
                        api = self._apis[bot_id]
                        bots.create_task(intake.persist(partial(self._set_webhook, api, webhook)))
                await asyncio.Event().wait()
            finally:
                await receiver.finish()

    async def _set_webhook(self, api: ZaloApi, webhook: ZaloWebhook) -> None:
        await api.call("setWebhook", {"url": webhook.url_of(api.bot_id), "secret_token": webhook.secret})

    async def send(self, address: str, message: Outbound) -> Sent:
        """Send the text of a message, in parts if it is long. Raises ``SendError``."""
        bot_id, chat_id = apart(address)
        api = self._apis.get(bot_id)
        if api is None:
            raise SendError(
                FailureKind.REFUSED, retryable=False, detail=f"the bot {bot_id} is not ours any more"
            )
        sent = Sent()
        for part in split(message.text, TEXT_LIMIT):
            sent = await self._send_text(api, chat_id, part, is_card=message.kind is OutboundKind.CARD)
        return sent

    async def _send_text(self, api: ZaloApi, chat_id: str, text: str, *, is_card: bool) -> Sent:
        about = {"chat_id": chat_id, "text": text}
        try:
            answer = await api.call("sendMessage", about, repeats_safely=is_card)
        except SendError as error:
            if error.kind is FailureKind.UNKNOWN:
                await self._count(api)
            if error.kind is FailureKind.UNAUTHORIZED:  # one bot's trouble: the other channels need not wait
                logger.error("Zalo refuses the token of bot %s: what waits there is tried again", api.bot_id)  # noqa: TRY400
                raise SendError(FailureKind.UNREACHABLE, retryable=True, detail=error.detail) from None
            raise
        await self._count(api)
        return _sent(answer)

    async def _count(self, api: ZaloApi) -> None:
        await self._counting.note_sent(api.bot_id, self._names.get(api.bot_id, api.bot_id))

    async def fetch(self, address: str, ref: str, limit: int) -> bytes:  # noqa: ARG002  there are no documents here
        """Return the bytes of a picture or a recording; ``ref`` is where they lie. Raises ``SendError``."""
        if not is_address(ref, self._origin):
            raise SendError(FailureKind.GONE, retryable=False, detail="no address of a file")
        return await fetch_file(ref)

    async def close(self) -> None:
        """Close every connection."""
        for api in self._apis.values():
            await api.close()


def account_of(
    bots: Sequence[str], names: Mapping[str, str], links: Mapping[str, str], people_limit: int
) -> Account:
    """Return who our bots are: one seat each. Where no name is known the bot's number stands for it."""
    seats = tuple(Seat(bot, names.get(bot, bot), links.get(bot, ""), people_limit) for bot in bots)
    return Account(seats[0].name, seats[0].name, carries_code=False, seats=seats)


def _sent(answer: Any) -> Sent:
    """Read what Zalo said of a message; a date that cannot be is left out."""
    if not isinstance(answer, dict):
        return Sent()
    date, ref = answer.get("date"), answer.get("message_id")
    is_date = type(date) is int and 0 < date < 2**41
    at = datetime.fromtimestamp(date / 1000, UTC) if is_date and type(date) is int else None
    return Sent(ref if isinstance(ref, str) else "", at)
