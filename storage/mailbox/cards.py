"""Cards that are owed: which chats do not show yet what was stored. A card itself is never stored, only drawn."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Case,
    Column,
    Integer,
    String,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mailbox.messages import CardOutcome, Debt
from storage.sql import cases, chunked, contact_points, insert_of, owed_cards, responses, waves

_COLUMNS: Final = ("contact_point_id", "turn", "holder")
_VISIT: Final = bindparam("b_visit", type_=Integer)
_RESPONSE: Final = bindparam("b_response", type_=Integer)
_IS_SAME_VISIT: Final = and_(
    contact_points.c.card_visit == _VISIT, contact_points.c.card_response_id == _RESPONSE
)
_IS_OWED: Final = exists().where(owed_cards.c.contact_point_id == contact_points.c.id)
"""A card that arrives where none is owed any more is not live: the conversation has left that chat meanwhile."""


def _first(column: Column[Any], value: BindParameter[Any]) -> Case[Any]:
    """Keep what stands there while the same visit is only drawn again: its question has been seen since then."""
    return case((_IS_SAME_VISIT, column), else_=value)


_REMEMBER: Final = (
    update(contact_points)
    .where(contact_points.c.id == bindparam("b_id"))
    .values(
        card_ref=case((_IS_OWED, bindparam("b_ref", type_=String)), else_=contact_points.c.card_ref),
        card_visit=_VISIT,
        card_response_id=_RESPONSE,
        card_sent_at=_first(
            contact_points.c.card_sent_at, bindparam("b_sent_at", type_=contact_points.c.card_sent_at.type)
        ),
        card_first_ref=_first(contact_points.c.card_first_ref, bindparam("b_ref", type_=String)),
        card_turn=_first(contact_points.c.card_turn, bindparam("b_turn", type_=BigInteger)),
    )
)
_SETTLE: Final = delete(owed_cards).where(
    owed_cards.c.contact_point_id == bindparam("b_chat", type_=Integer),
    owed_cards.c.turn == bindparam("b_turn", type_=BigInteger),
)


async def owe(conn: AsyncConnection, debts: Sequence[Debt]) -> None:
    """Note that these chats are owed a card; a newer turn takes the place of an older one."""
    if debts:
        rows = [{name: getattr(debt, name) for name in _COLUMNS} for debt in debts]
        await conn.execute(_owe(conn.dialect.name), rows)


@cache
def _owe(dialect: str) -> sqlite.Insert | postgresql.Insert:
    upsert = insert_of(dialect, owed_cards)
    newer = {"turn": upsert.excluded.turn, "holder": upsert.excluded.holder}
    return upsert.on_conflict_do_update(index_elements=["contact_point_id"], set_=newer)


async def owe_open_questions(conn: AsyncConnection, since: datetime, until: datetime, now: datetime) -> int:
    """Owe the open question to everybody who has not finished and did something last between two moments.

    Returns how many there are.

    The debt has turn 0 and nobody holds it: the next recovery draws the card.
    """
    answering = (
        select(contact_points.c.id, literal(0), literal(""))
        .join(responses, responses.c.id == contact_points.c.card_response_id)
        .join(cases, cases.c.id == responses.c.case_id)
        .join(waves, waves.c.id == responses.c.wave_id)
        .where(
            contact_points.c.blocked_at.is_(None),
            contact_points.c.card_ref != "",  # not in a chat that the conversation has left
            responses.c.status == "in_progress",
            responses.c.updated_at.between(since, until),
            cases.c.withdrawn_at.is_(None),
            cases.c.refused_at.is_(None),
            waves.c.state == "open",
            func.coalesce(cases.c.closes_at, waves.c.closes_at) > now,
        )
    )
    query = insert_of(conn.dialect.name, owed_cards).from_select(_COLUMNS, answering)
    return (await conn.execute(query.on_conflict_do_nothing(index_elements=["contact_point_id"]))).rowcount


async def record_cards(conn: AsyncConnection, outcomes: Sequence[CardOutcome]) -> None:
    """End debts, and let each contact point remember the card that its chat shows now."""
    shown = [
        {
            "b_id": card.contact_point_id,
            "b_ref": card.ref,
            "b_visit": card.visit,
            "b_response": card.response_id,
            "b_sent_at": card.sent_at,
            "b_turn": card.turn,
        }
        for card in outcomes
        if card.ref
    ]
    if shown:
        await conn.execute(_REMEMBER, shown)
    if outcomes:
        ended = [{"b_chat": card.contact_point_id, "b_turn": card.turn} for card in outcomes]
        await conn.execute(_SETTLE, ended)


async def overtaken(
    conn: AsyncConnection, outcomes: Sequence[CardOutcome], holder: str
) -> dict[int, str | None]:
    """Return the chats that another process has answered since ``holder`` sent these cards.

    Each with the holder of the debt, ``None`` where the newer card has arrived already. A chat without debt and
    card was left meanwhile and is not among them.
    """
    chats = {card.contact_point_id for card in outcomes}
    holders: dict[int, str | None] = {}
    for part in chunked(sorted(chats)):
        live = select(contact_points.c.id).where(
            contact_points.c.id.in_(part), contact_points.c.card_ref != ""
        )
        holders |= dict.fromkeys((await conn.execute(live)).scalars())
        query = select(owed_cards.c.contact_point_id, owed_cards.c.holder)
        rows = await conn.execute(query.where(owed_cards.c.contact_point_id.in_(part)))
        holders |= {row.contact_point_id: row.holder for row in rows}
    return {chat: other for chat, other in holders.items() if other != holder}


async def let_go(conn: AsyncConnection, contact_point_ids: Collection[int]) -> None:
    """Let nobody hold these debts: whoever is sending the card draws it once more."""
    for part in chunked(sorted(contact_point_ids)):
        await conn.execute(
            update(owed_cards).where(owed_cards.c.contact_point_id.in_(part)).values(holder="")
        )


async def is_owed_by(conn: AsyncConnection, contact_point_id: int, holder: str) -> bool:
    """Say whether ``holder`` still owes this chat its card: no other process has answered it since."""
    query = select(owed_cards.c.turn).where(
        owed_cards.c.contact_point_id == contact_point_id, owed_cards.c.holder == holder
    )
    return (await conn.execute(query)).first() is not None


async def owed_elsewhere(
    conn: AsyncConnection, chats: Collection[tuple[str, str]], holder: str
) -> set[tuple[str, str]]:
    """Return those of ``chats`` (channel, address) to which another process is sending a card."""
    addresses = sorted({address for _, address in chats})
    found: set[tuple[str, str]] = set()
    for part in chunked(addresses):
        query = (
            select(contact_points.c.channel, contact_points.c.address)
            .join(owed_cards, owed_cards.c.contact_point_id == contact_points.c.id)
            .where(contact_points.c.address.in_(part), owed_cards.c.holder.not_in((holder, "")))
        )
        found |= {(channel, address) for channel, address in await conn.execute(query)}
    return found & set(chats)


async def abandoned_debts(conn: AsyncConnection, living: Collection[str], limit: int = 500) -> list[Debt]:
    """Return debts whose holder is not among the ``living``: their cards are to be drawn again.

    Their chats are held until the transaction ends; one in which a turn is being taken is left out.
    """
    is_abandoned = owed_cards.c.holder.not_in(sorted(living))
    chats = (
        select(contact_points.c.id)
        .join(owed_cards, owed_cards.c.contact_point_id == contact_points.c.id)
        .where(is_abandoned)
        .order_by(contact_points.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True, of=contact_points)
    )
    held = list((await conn.execute(chats)).scalars())
    query = select(owed_cards).where(is_abandoned, owed_cards.c.contact_point_id.in_(held))
    return [Debt(row.contact_point_id, row.turn, row.holder) for row in await conn.execute(query)]


async def forget_debts(conn: AsyncConnection, contact_point_ids: Collection[int]) -> None:
    """End the debts to these chats without a card."""
    if contact_point_ids:
        mine = owed_cards.c.contact_point_id.in_(sorted(contact_point_ids))
        await conn.execute(delete(owed_cards).where(mine))
