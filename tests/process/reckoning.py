"""What stands in the tables that no command prints: revisions in order, and the state of the outbox."""

from sqlalchemy import func, select

from storage.database import Database
from storage.sql import answer_revisions, cases, outbox, owed_cards, responses


async def revisions_of(url: str) -> dict[str, list[tuple[str, str]]]:
    """Every stored value in order, by roster key."""
    database = Database(url)
    query = (
        select(cases.c.roster_key, answer_revisions.c.item, answer_revisions.c.value)
        .join(responses, responses.c.id == answer_revisions.c.response_id)
        .join(cases, cases.c.id == responses.c.case_id)
        .order_by(answer_revisions.c.id)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    async with database.read() as conn:
        for key, item, value in await conn.execute(query):
            found.setdefault(key, []).append((item, value))
    await database.dispose()
    return found


async def outbox_states(url: str) -> set[str]:
    """The states of everything that was ever to be sent."""
    database = Database(url)
    async with database.read() as conn:
        found = set((await conn.execute(select(outbox.c.status))).scalars())
    await database.dispose()
    return found


async def owed_count(url: str) -> int:
    """How many chats do not show yet what was stored."""
    database = Database(url)
    async with database.read() as conn:
        found = int(await conn.scalar(select(func.count()).select_from(owed_cards)) or 0)
    await database.dispose()
    return found
