"""What must not happen again after a restore: messages that waited when the backup was made may have left since.

Nobody can tell which of them the living bot sent after that moment. So none that was due is sent: an invitation or
reminder counts as unknown, as after a crash on the wire; other messages are dropped, and a report that was under way
is ordered anew by whoever wants it. What may not leave before a later moment cannot have left: it stays.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import mailbox
from storage.mailbox import Outcome
from storage.mailbox.messages import CONTACT_PURPOSES
from storage.mailbox.messages import RESTORED as REASON
from storage.moving import HEARTBEATS, MOVED_TO, SIGNS_OF_LIFE
from storage.office import record_order
from storage.reachable import ORDERS
from storage.sql import house_facts, jobs, leases, outbox, responses

VISITS_SINCE: Final = 1000
"""How far visits are put forward: cards that were sent after the backup was made must not fit a question by chance."""


async def settle(conn: AsyncConnection, now: datetime) -> tuple[int, int]:
    """Settle what waited in a restored database; returns how many messages are (unknown, dropped)."""
    was_due = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
    waits = outbox.c.status.in_(("claimed", "sending")) | ((outbox.c.status == "queued") & was_due)
    is_contact = outbox.c.purpose.in_(CONTACT_PURPOSES)
    unknown = list((await conn.scalars(select(outbox.c.id).where(waits, is_contact))).all())
    await mailbox.mark(conn, [Outcome(each, "unknown", now, error=REASON) for each in unknown])
    dropped = await conn.execute(
        update(outbox)
        .where(waits, ~is_contact)
        .values(status="dropped", error=REASON, message={}, attachment=None)
    )
    await conn.execute(update(jobs).where(jobs.c.done_at.is_(None)).values(done_at=now, error=REASON))
    await conn.execute(update(responses).values(visit=responses.c.visit + VISITS_SINCE))
    await conn.execute(delete(leases))
    key = house_facts.c.key
    is_over = or_(*map(key.startswith, (HEARTBEATS, SIGNS_OF_LIFE, ORDERS)), key == MOVED_TO)
    await conn.execute(delete(house_facts).where(is_over))
    counts = {"unknown": len(unknown), "dropped": dropped.rowcount}
    await record_order(conn, now, "cli", "restore", counts)
    return len(unknown), dropped.rowcount
