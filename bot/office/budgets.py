"""Telling administrators what a month's messages of an account come to."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import encode
from bot.messages import Outbound, OutboundKind
from bot.office.actor import HOUSE
from bot.office.rights import Right, rights_of
from bot.texts import say
from bot.texts.budgets import TEXTS
from storage import administrators, budgets, mailbox
from storage.budgets import BudgetRecord
from storage.database import Database
from storage.mailbox import QueuedMessage

STEPS: Final = (80, 100)
"""Percent of a month's messages at which administrators are told, once each."""


def budget_line(budget: BudgetRecord) -> str:
    """Say what an account has sent in this month, and what follows if nothing is left."""
    line = say(
        TEXTS.line,
        name=budget.name or budget.account,
        channel=TEXTS.channels.get(budget.channel, budget.channel),
        sent=budget.sent_count,
        limit=budget.message_limit,
        percent=budget.percent,
    )
    return line + " " + say(TEXTS.spent) if budget.is_spent else line


async def budget_lines(conn: AsyncConnection, now: datetime) -> list[str]:
    """Say it of every account that counts its messages."""
    return [budget_line(budget) for budget in await budgets.list_budgets(conn, now)]


async def warn(database: Database, now: datetime) -> int:
    """Tell administrators of the budgets that have reached a step; returns how many messages are queued."""
    async with database.read() as conn:
        if not await budgets.to_warn_of(conn, now, STEPS):
            return 0
    count = 0
    async with database.begin() as conn:
        for budget in await budgets.to_warn_of(conn, now, STEPS):
            step = max(step for step in STEPS if step <= budget.percent)
            if await budgets.note_warning(conn, budget, step):
                count += await mailbox.queue(conn, await _notices(conn, budget, step, now))
    return count


async def _notices(
    conn: AsyncConnection, budget: BudgetRecord, step: int, now: datetime
) -> list[QueuedMessage]:
    text = say(TEXTS.warning, line=budget_line(budget))
    plain, _ = encode(Outbound(OutboundKind.NOTICE, text))
    return [
        QueuedMessage(
            lane="reply",
            purpose="notice",
            channel=each.channel,
            address=each.address,
            message=plain,
            created_at=now,
            contact_point_id=each.contact_point_id,
            key=f"budget:{budget.id}:{step}:{each.id}",
        )
        for each in await administrators.list_administrators(conn, now, scope=HOUSE.units(Right.OPEN))
        if any(Right.OPEN in rights_of(grant.role) for grant in each.grants)
    ]
