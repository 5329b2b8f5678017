"""The bot's own name on each channel: remembered, so that links can be printed without a network."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Account, Seat
from storage import office

ACCOUNT_KEY: Final = "account."


async def remembered_account(conn: AsyncConnection, channel: str) -> Account | None:
    """Return who the bot is on a channel, if it was ever told."""
    found = await office.get_fact(conn, ACCOUNT_KEY + channel)
    if found is None:
        return None
    raw = json.loads(found.value)
    return Account(**raw | {"seats": tuple(Seat(**seat) for seat in raw.get("seats", ()))})


async def remember_account(conn: AsyncConnection, channel: str, account: Account, now: datetime) -> None:
    """Remember who the bot is on a channel."""
    await office.set_fact(conn, ACCOUNT_KEY + channel, json.dumps(asdict(account), ensure_ascii=False), now)


@dataclass(frozen=True, slots=True)
class Way:
    """A channel by which officials come to the bot, and who it is there."""

    channel: str
    account: Account


def deep_link(account: Account | None, code: str, seat: Seat | None = None) -> str:
    """Return the link that opens the bot with a code, or without one where it is typed; empty if it is not known.

    ``seat`` is the account that this person writes to, where a channel has several.
    """
    if account is None:
        return ""
    base = account.link_base if not account.seats else seat.link if seat is not None else ""
    return f"{base}{code if account.carries_code else ''}" if base else ""
