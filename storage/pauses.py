"""For how long bulk rests, after a 429 to whichever process: told to the one that broadcasts, or will after a crash."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.leases import moment
from storage.office import get_fact, set_fact

BULK: Final = "pause.bulk"
"""The key of the fact: so many seconds from its moment on."""


async def note(conn: AsyncConnection, seconds: float, now: datetime) -> None:
    """Let bulk rest for so long from now on; a shorter pause never ends a longer one."""
    if seconds > await seconds_left(conn, now):
        await set_fact(conn, BULK, str(seconds), await moment(conn, now))


async def seconds_left(conn: AsyncConnection, now: datetime) -> float:
    """Return for how long bulk still rests. A pause that would begin later was noted before the clock was set back."""
    fact = await get_fact(conn, BULK)
    if fact is None:
        return 0.0
    passed = (await moment(conn, now) - fact.at).total_seconds()
    return max(0.0, float(fact.value) - passed) if passed >= 0 else 0.0
