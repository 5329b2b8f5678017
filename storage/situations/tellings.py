"""What colleagues are told of a situation: kept as it was hidden, renewed when enough have answered since."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql import insert
from storage.sql import situation_cards as cards
from storage.sql import situation_tallies as tallies
from storage.sql import situation_tellings as tellings
from surveys.situations import Bank, Situation, Told, told_from, upto


@dataclass(frozen=True, slots=True)
class Telling:
    """What is to be told anew of a situation: so many chose each option, among the first who answered."""

    situation: Situation
    chosen: tuple[int, ...]


async def find_telling(conn: AsyncConnection, situation: Situation) -> Told | None:
    """Return what may be told of a situation as it is worded now."""
    query = select(tellings.c.told).where(
        tellings.c.code == situation.code, tellings.c.edition == situation.edition
    )
    text = await conn.scalar(query)
    return None if text is None else told_from(text)


async def to_tell(conn: AsyncConnection, bank: Bank) -> list[Telling]:
    """Return what has to be told anew: where another step of answers is complete, or one was taken back."""
    live = await _counts(conn, bank)
    held = {
        (row.code, row.edition): row.count
        for row in await conn.execute(select(tellings.c.code, tellings.c.edition, tellings.c.count))
    }
    found = []
    for each in bank:
        key = (each.code, each.edition)
        nobodys, count = live.get(key, (0, 0))
        reach = max(upto(nobodys + count), nobodys)
        if reach != held.get(key, 0):
            found.append(Telling(each, await _chosen(conn, each, reach - nobodys)))
    return found


async def _counts(conn: AsyncConnection, bank: Bank) -> dict[tuple[str, str], tuple[int, int]]:
    """Return how many answers of each situation are nobody's, and how many are somebody's."""
    codes = [each.code for each in bank]
    found: dict[tuple[str, str], tuple[int, int]] = {}
    sums = select(tallies.c.code, tallies.c.edition, func.sum(tallies.c.count))
    for code, edition, count in await conn.execute(sums.group_by(tallies.c.code, tallies.c.edition)):
        found[code, edition] = (int(count), 0)
    answered = (cards.c.state == "answered", cards.c.code.in_(codes))
    counts = select(cards.c.code, cards.c.edition, func.count()).where(*answered)
    for code, edition, count in await conn.execute(counts.group_by(cards.c.code, cards.c.edition)):
        found[code, edition] = (found.get((code, edition), (0, 0))[0], int(count))
    return found


async def _chosen(conn: AsyncConnection, situation: Situation, first: int) -> tuple[int, ...]:
    chosen = [0] * len(situation.options)
    own = (tallies.c.code == situation.code, tallies.c.edition == situation.edition)
    for choice, count in await conn.execute(select(tallies.c.choice, tallies.c.count).where(*own)):
        chosen[choice] += count
    answered = (
        cards.c.code == situation.code,
        cards.c.edition == situation.edition,
        cards.c.state == "answered",
    )
    query = select(cards.c.choice).where(*answered).order_by(cards.c.answered_at, cards.c.id).limit(first)
    for choice in (await conn.execute(query)).scalars():
        chosen[choice] += 1
    return tuple(chosen)


async def keep_telling(conn: AsyncConnection, situation: Situation, told: Told) -> None:
    """Keep what may be told of a situation from now on."""
    values = {"count": told.count, "told": told.to_json()}
    upsert = insert(conn, tellings).values(code=situation.code, edition=situation.edition, **values)
    await conn.execute(upsert.on_conflict_do_update(index_elements=["code", "edition"], set_=values))
