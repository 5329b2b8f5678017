"""What the frame around the phones shows of the office's tables: who stands where, and what was sent to whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.scenes import ZONE
from bot.fieldwork.closing import facts_of
from bot.texts.demo import CHANNELS, PURPOSES, RESULTS, STATES, TEXTS
from storage import cases as waves
from storage import standings
from storage.database import Database
from storage.sql import cases, contact_attempts, contact_points, officials
from surveys.disposition import disposition

SHOWN: Final = 60
"""The newest invitations and reminders that are shown."""
LEFT: Final = ("sent", "unknown")


@dataclass(frozen=True, slots=True)
class Archive:
    """The tables of the demo's office, read only."""

    database: Database

    async def states(self) -> dict[str, str]:
        """Return how everybody stands in the newest wave, in words, by roster key."""
        async with self.database.read() as conn:
            known = await waves.list_waves(conn)
            standing = await standings.case_facts(conn, known[-1].id) if known else []
        return {each.roster_key: STATES[disposition(facts_of(each))] for each in standing}

    async def sent(self) -> list[dict[str, Any]]:
        """Return the newest invitations and reminders, newest first."""
        async with self.database.read() as conn:
            return await _attempts(conn)

    async def count_reminders(self) -> int:
        """Return how many reminders have left."""
        has_left = (contact_attempts.c.purpose == "reminder") & contact_attempts.c.result.in_(LEFT)
        async with self.database.read() as conn:
            count = await conn.scalar(select(func.count()).select_from(contact_attempts).where(has_left))
        return count or 0

    async def last_closing(self) -> datetime | None:
        """Return when the last wave that is open or planned closes; ``None`` if there is none."""
        async with self.database.read() as conn:
            return max(
                (wave.closes_at for wave in await waves.list_waves(conn) if wave.state != "closed"),
                default=None,
            )


async def _attempts(conn: AsyncConnection) -> list[dict[str, Any]]:
    query = (
        select(
            contact_attempts.c.id,
            contact_attempts.c.at,
            contact_attempts.c.purpose,
            contact_attempts.c.number,
            contact_attempts.c.result,
            officials.c.full_name,
            func.coalesce(contact_points.c.channel, "").label("channel"),
        )
        .join(cases, cases.c.id == contact_attempts.c.case_id)
        .outerjoin(officials, officials.c.id == cases.c.official_id)
        .outerjoin(contact_points, contact_points.c.id == contact_attempts.c.contact_point_id)
        .order_by(contact_attempts.c.id.desc())
        .limit(SHOWN)
    )
    return [
        {
            "id": row["id"],
            "at": row["at"].astimezone(ZONE).isoformat(timespec="seconds"),
            "what": _what(row["purpose"], row["number"]),
            "to": row["full_name"] or "",
            "how": CHANNELS.get(row["channel"], row["channel"]),
            "result": RESULTS[row["result"]],
        }
        for row in (await conn.execute(query)).mappings()
    ]


def _what(purpose: str, number: int) -> str:
    """Name a message; a reminder that somebody ordered has no number in the plan."""
    return TEXTS.reminder.format(number=number) if purpose == "reminder" and number > 0 else PURPOSES[purpose]
