"""The cards: one a week and person, each situation once, at most one open. The first answer stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import record
from storage.sql import chunked, insert
from storage.sql import situation_cards as cards


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A card; the fields are those of ``storage.tables.SituationCard``."""

    id: int
    official_id: int
    week: date
    code: str
    edition: str
    title_group: str
    state: str
    sent_at: datetime
    choice: int | None
    is_right: bool | None
    month: str
    answered_at: datetime | None


async def cards_of_people(
    conn: AsyncConnection, official_ids: Collection[int]
) -> dict[int, list[CardRecord]]:
    """Return all cards of some people, the oldest first."""
    found: dict[int, list[CardRecord]] = {}
    for some in chunked(sorted(official_ids)):
        query = select(cards).where(cards.c.official_id.in_(some)).order_by(cards.c.id)
        for row in (await conn.execute(query)).mappings():
            found.setdefault(row["official_id"], []).append(record(CardRecord, row))
    return found


async def open_card(conn: AsyncConnection, official_id: int) -> CardRecord | None:
    """Return the card that waits for somebody's answer."""
    query = select(cards).where(cards.c.official_id == official_id, cards.c.state == "open")
    row = (await conn.execute(query.order_by(cards.c.id.desc()).limit(1))).mappings().first()
    return None if row is None else record(CardRecord, row)


async def card_of_person(conn: AsyncConnection, card_id: int, official_id: int) -> CardRecord | None:
    """Return a card by its number, if it is this person's."""
    query = select(cards).where(cards.c.id == card_id, cards.c.official_id == official_id)
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else record(CardRecord, row)


async def put_card(
    conn: AsyncConnection,
    official_id: int,
    week: date,
    code: str,
    *,
    edition: str,
    title_group: str,
    now: datetime,
) -> int | None:
    """Open a card in the place of one that is open; ``None`` if somebody has one of this week, or had this one."""
    values = {
        "official_id": official_id,
        "week": week,
        "code": code,
        "edition": edition,
        "title_group": title_group,
        "state": "open",
        "sent_at": now,
        "month": "",
    }
    query = insert(conn, cards).values(values).on_conflict_do_nothing().returning(cards.c.id)
    number = (await conn.execute(query)).scalar_one_or_none()
    if number is None:
        return None
    before = (cards.c.official_id == official_id, cards.c.state == "open", cards.c.id != number)
    await conn.execute(update(cards).where(*before).values(state="passed"))
    return int(number)


async def answer_card(
    conn: AsyncConnection, card: CardRecord, choice: int, now: datetime, *, is_right: bool, month: str
) -> bool:
    """Note the first answer to a card; False if it is not open any more."""
    given = {"choice": choice, "is_right": is_right, "month": month, "answered_at": now, "state": "answered"}
    query = update(cards).where(cards.c.id == card.id, cards.c.state == "open").values(given)
    return (await conn.execute(query)).rowcount == 1


async def end_open_cards(conn: AsyncConnection, official_id: int) -> None:
    """Let no card wait for somebody's answer any more."""
    own = (cards.c.official_id == official_id, cards.c.state == "open")
    await conn.execute(update(cards).where(*own).values(state="passed"))
