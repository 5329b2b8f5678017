"""What happens by itself as time passes: withdrawals are carried out, expired waves become nobody's."""

from datetime import date, datetime

from storage import situations
from storage.database import Database
from storage.erasure import erase_withdrawn
from storage.unlinking import unlink_expired


async def retain(database: Database, today: date, now: datetime, retention_days: int | None) -> None:
    """Erase whose withdrawal is due ``today``, and unlink what was closed ``retention_days`` ago (``None``: nothing).

    Answers to situations are closed with their month.

    Each in a transaction of its own: what goes wrong with one does not hold the other up.
    """
    async with database.begin() as conn:
        await erase_withdrawn(conn, today, now)
    if retention_days is not None:
        async with database.begin() as conn:
            await unlink_expired(conn, now, retention_days)
        async with database.begin() as conn:
            await situations.expire(conn, now, retention_days)
