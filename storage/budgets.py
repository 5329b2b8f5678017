"""Messages that an account of ours may send in a month: counted here, so that every process knows.

A channel with several accounts writes its addresses as ``account:chat``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import record
from storage.sql import insert, message_budgets

MONTHS_OF: Final = ZoneInfo("Asia/Ho_Chi_Minh")  # where a month begins: the platforms are Vietnam's
Account = tuple[str, str]  # channel, account


@dataclass(frozen=True, slots=True)
class BudgetRecord:
    """One account in one month. ``name`` is what the account is called."""

    id: int
    channel: str
    account: str
    name: str
    month: str
    sent_count: int
    message_limit: int
    warned_percent: int

    @property
    def percent(self) -> int:
        """The share that is spent, in whole percent."""
        return 100 * self.sent_count // self.message_limit if self.message_limit else 0

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left."""
        return 0 < self.message_limit <= self.sent_count


def month_of(now: datetime) -> str:
    """Return the month of a moment: "2026-11"."""
    return f"{now.astimezone(MONTHS_OF):%Y-%m}"


def account_of(channel: str, address: str) -> Account:
    """Return which of our accounts writes to an address."""
    account, mark, _ = address.partition(":")
    return channel, account if mark else ""


async def spend(
    conn: AsyncConnection, account: Account, count: int, now: datetime, *, limit: int, name: str = ""
) -> None:
    """Count messages that an account has sent; ``limit`` is how many it may send in a month, 0 for any number."""
    row = {
        "channel": account[0],
        "account": account[1],
        "name": name,
        "month": month_of(now),
        "sent_count": count,
        "message_limit": limit,
        "warned_percent": 0,
        "updated_at": now,
    }
    upsert = insert(conn, message_budgets).values(row)
    changes = {
        "sent_count": message_budgets.c.sent_count + count,
        "message_limit": limit,
        "name": name,
        "updated_at": now,
    }
    await conn.execute(
        upsert.on_conflict_do_update(index_elements=["channel", "account", "month"], set_=changes)
    )


async def list_budgets(conn: AsyncConnection, now: datetime) -> list[BudgetRecord]:
    """Return what the accounts have sent in this month, by channel and account."""
    query = (
        select(message_budgets)
        .where(message_budgets.c.month == month_of(now), message_budgets.c.message_limit > 0)
        .order_by(message_budgets.c.channel, message_budgets.c.account)
    )
    return [record(BudgetRecord, row) for row in (await conn.execute(query)).mappings()]


async def spent_accounts(conn: AsyncConnection, now: datetime) -> set[Account]:
    """Return the accounts that have nothing left in this month: they only answer people."""
    query = select(message_budgets.c.channel, message_budgets.c.account).where(
        message_budgets.c.month == month_of(now),
        message_budgets.c.message_limit > 0,
        message_budgets.c.sent_count >= message_budgets.c.message_limit,
    )
    return {(row.channel, row.account) for row in await conn.execute(query)}


async def to_warn_of(conn: AsyncConnection, now: datetime, steps: Sequence[int]) -> list[BudgetRecord]:
    """Return the budgets that have reached one of these shares (percent) of which nobody was told."""
    reached = await list_budgets(conn, now)
    return [each for each in reached if any(each.warned_percent < step <= each.percent for step in steps)]


async def note_warning(conn: AsyncConnection, budget: BudgetRecord, percent: int) -> bool:
    """Note that somebody is told of a share; false if that was done before."""
    query = update(message_budgets).where(
        message_budgets.c.id == budget.id, message_budgets.c.warned_percent < percent
    )
    return (await conn.execute(query.values(warned_percent=percent))).rowcount == 1
