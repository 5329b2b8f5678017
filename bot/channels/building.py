"""From the settings to the channels that an office has."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.channels.telegram import TelegramChannel, Webhook
from bot.channels.web import WebAddress, WebChannel
from bot.channels.zalo import ZaloChannel, ZaloWebhook, account_of, bot_id_of
from bot.clock import Clock
from bot.messages import Account, Caps, Channel, FailureKind, SendError
from bot.serving import Health, Metrics
from bot.settings import Settings
from storage.database import Database
from storage.page import WEB

TELEGRAM: Final = "telegram"
ZALO: Final = "zalo"
TOKEN_SETTINGS: Final = {TELEGRAM: "KHAOSAT_TELEGRAM_TOKEN", ZALO: "KHAOSAT_ZALO_TOKENS"}


@dataclass(frozen=True, slots=True)
class Ears:
    """Who is told what channels notice, and who answers for the whole process.

    ``on_fetch`` gets the time of each fetch that worked, ``on_conflict`` that of each meeting with another program on
    the same token, ``on_gap`` the seconds for which nothing was fetched.
    """

    on_fetch: Callable[[datetime], None]
    on_conflict: Callable[[datetime], None]
    on_gap: Callable[[float], None]
    health: Health
    metrics: Metrics | None


def channels_set_up(settings: Settings) -> tuple[str, ...]:
    """Return the names of the channels that are set up; Telegram's, too, where none is."""
    has_zalo, has_page = bool(settings.list_zalo_tokens()), bool(settings.web_url)
    has_telegram = bool(settings.telegram_token.get_secret_value()) or not (has_zalo or has_page)
    set_up = {TELEGRAM: has_telegram, ZALO: has_zalo, WEB: has_page}
    return tuple(name for name, is_set_up in set_up.items() if is_set_up)


def accounts_set_up(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Return the channels that write first, each with its accounts: none where no address names the account."""
    bots = tuple(bot_id_of(token) for token in settings.list_zalo_tokens())
    writing: dict[str, tuple[Caps, tuple[str, ...]]] = {
        TELEGRAM: (TelegramChannel.caps, ()),
        ZALO: (ZaloChannel.caps, bots),
        WEB: (WebChannel.caps, ()),
    }
    names = channels_set_up(settings)
    return {name: own for name, (caps, own) in writing.items() if name in names and caps.writes_first}


def with_links(settings: Settings, known: Account | None) -> Account | None:
    """Return who the bots on Zalo are by the settings, with the names that are ``known``; ``None`` if nothing is."""
    bots = [bot_id_of(token) for token in settings.list_zalo_tokens()]
    names = {seat.account: seat.name for seat in known.seats} if known else {}
    links = dict(zip(bots, _zalo_links(settings), strict=False))
    if not names and not links:
        return None
    return account_of(tuple(dict.fromkeys(bots)), names, links, settings.zalo_people)


def _zalo_links(settings: Settings) -> list[str]:
    return settings.zalo_links.replace(",", " ").split()


def build_channels(
    settings: Settings, database: Database, clock: Clock, ears: Ears, *, is_shared: bool
) -> tuple[Channel, ...]:
    """Return the channels that are set up. Telegram without a token says what is missing."""
    names = channels_set_up(settings)
    channels: list[Channel] = []
    if TELEGRAM in names:
        channels.append(_telegram(settings, clock, ears))
    if ZALO in names:
        channels.append(_zalo(settings, database, clock, ears))
    if WEB in names:
        channels.append(_page(settings, database, clock, ears, is_shared=is_shared))
    return tuple(channels)


def _telegram(settings: Settings, clock: Clock, ears: Ears) -> TelegramChannel:
    webhook = None
    if settings.telegram_webhook_url:
        webhook = Webhook(
            settings.telegram_webhook_url,
            settings.telegram_webhook_secret.get_secret_value(),
            settings.telegram_webhook_port,
            settings.telegram_webhook_host,
        )
    return TelegramChannel(
        settings.telegram_token.get_secret_value(),
        clock=clock,
        base_url=settings.telegram_base_url,
        on_fetch=ears.on_fetch,
        on_conflict=ears.on_conflict,
        on_gap=ears.on_gap,
        webhook=webhook,
        health=ears.health,
        metrics=ears.metrics,
    )


def _zalo(settings: Settings, database: Database, clock: Clock, ears: Ears) -> ZaloChannel:
    webhook = None
    if settings.zalo_webhook_url:
        webhook = ZaloWebhook(
            settings.zalo_webhook_url,
            settings.zalo_webhook_secret.get_secret_value(),
            settings.zalo_webhook_port,
            settings.zalo_webhook_host,
        )
    return ZaloChannel(
        settings.list_zalo_tokens(),
        clock=clock,
        database=database,
        base_url=settings.zalo_base_url,
        links=_zalo_links(settings),
        monthly_limit=settings.zalo_monthly_messages,
        people_limit=settings.zalo_people,
        webhook=webhook,
        on_fetch=ears.on_fetch,
    )


def _page(settings: Settings, database: Database, clock: Clock, ears: Ears, *, is_shared: bool) -> WebChannel:
    return WebChannel(
        WebAddress(settings.web_url, settings.web_port, settings.web_host),
        database,
        clock,
        office=settings.office_name,
        zone=settings.zone,
        on_fetch=ears.on_fetch,
        is_shared=is_shared,
    )


def fetching(channels: Sequence[Channel]) -> Callable[[str, str, str], Awaitable[bytes]]:
    """Return what brings the bytes of a file that somebody sent: by channel, address and the platform's name of it.

    It raises ``SendError``.
    """

    async def fetch(channel: str, address: str, ref: str) -> bytes:
        found = next((each for each in channels if each.name == channel), None)
        if found is None:
            raise SendError(FailureKind.GONE, retryable=False, detail="this channel is not set up any more")
        return await found.fetch(address, ref, found.caps.file_limit)

    return fetch
