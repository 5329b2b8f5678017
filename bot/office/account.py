"""The bot's own name on each channel: remembered, so that links can be printed without a network."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Account, Seat
from storage import office

ACCOUNT_KEY: Final = "account."


async def remembered_account(conn: AsyncConnection, channel: str = "telegram") -> Account | None:
    """Return who the bot is on a channel, if it was ever told."""
    found = await office.get_fact(conn, ACCOUNT_KEY + channel)
    if found is None:
        return None
    raw = json.loads(found.value)
    seats = tuple(Seat(**seat) for seat in raw.get("seats", ()))
    return Account(raw["username"], raw.get("name", ""), raw.get("link_base", ""), seats)


async def remember_account(conn: AsyncConnection, channel: str, account: Account, now: datetime) -> None:
    """Remember who the bot is on a channel."""
    await office.set_fact(conn, ACCOUNT_KEY + channel, json.dumps(asdict(account), ensure_ascii=False), now)


def deep_link(account: Account | None, code: str) -> str:
    """Return the link that opens the bot with a code; empty while its name is not known."""
    if account is None:
        return ""
    return f"{account.link_base or f'https://t.me/{account.username}?start='}{code}"
