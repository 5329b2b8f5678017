"""For how long an account's bulk rests after a 429 to any process: told to the one that broadcasts, or will."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.budgets import Account
from storage.leases import moment
from storage.office import get_fact, set_fact

BULK: Final = "pause.bulk"
"""How the key of the fact begins, before channel and account: so many seconds from its moment on."""


async def note(conn: AsyncConnection, account: Account, seconds: float, now: datetime) -> None:
    """Let an account's bulk rest for so long from now on; a shorter pause never ends a longer one."""
    if seconds > await seconds_left(conn, account, now):
        await set_fact(conn, _key(account), str(seconds), await moment(conn, now))


async def seconds_left(conn: AsyncConnection, account: Account, now: datetime) -> float:
    """Return for how long an account's bulk still rests.

    A pause that would begin later was noted before the clock was set back.
    """
    fact = await get_fact(conn, _key(account))
    if fact is None:
        return 0.0
    passed = (await moment(conn, now) - fact.at).total_seconds()
    return max(0.0, float(fact.value) - passed) if passed >= 0 else 0.0


def _key(account: Account) -> str:
    return ".".join((BULK, *account))
