"""The chats of officials: made when somebody first writes, linked by a code or a phone number."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.administrators import revoke_of_chat
from storage.best_chat import BEST_LAST
from storage.frame.codes import end_codes
from storage.mailbox.cards import forget_debts
from storage.mailbox.outcomes import drop_where
from storage.page import WEB, clear_chats
from storage.records import ContactPointRecord, record
from storage.sql import cases, chunked, contact_points, insert, outbox, waves

NO_CARD = {"card_ref": "", "card_visit": 0, "card_response_id": None, "card_sent_at": None}
"""What a contact point remembers of a live card when there is none."""


async def ensure_contact_points(
    conn: AsyncConnection,
    channel: str,
    addresses: Collection[str],
    now: datetime,
    *,
    takes_messages: bool = True,
) -> dict[str, ContactPointRecord]:
    """Return the contact points of these chats by address; missing ones are made, belonging to nobody.

    ``takes_messages`` says whether a message reaches somebody there who does not look at the chat.
    """
    rows = [
        {
            "channel": channel,
            "address": address,
            "created_at": now,
            "card_ref": "",
            "card_visit": 0,
            "takes_messages": takes_messages,
            "office_step": "",
        }
        for address in sorted(addresses)
    ]
    if rows:
        await conn.execute(insert(conn, contact_points).on_conflict_do_nothing(), rows)
    found: dict[str, ContactPointRecord] = {}
    for part in chunked(sorted(addresses)):
        query = select(contact_points).where(
            contact_points.c.channel == channel, contact_points.c.address.in_(part)
        )
        for row in (await conn.execute(query)).mappings():
            found[row["address"]] = record(ContactPointRecord, row)
    return found


async def contact_points_of(
    conn: AsyncConnection, official_ids: Collection[int]
) -> dict[int, ContactPointRecord]:
    """Return where to write to officials, by official: the chat last used of those that can be written to, else any."""
    found: dict[int, ContactPointRecord] = {}
    for part in chunked(sorted(official_ids)):
        query = select(contact_points).where(contact_points.c.official_id.in_(part)).order_by(*BEST_LAST)
        for row in (await conn.execute(query)).mappings():
            found[row["official_id"]] = record(ContactPointRecord, row)
    return found


async def link(conn: AsyncConnection, contact_point_id: int, official_id: int, now: datetime) -> None:
    """Tie a chat to an official, who writes from here now: another chat on the same channel is let go.

    Chats on other channels stay. Live codes of the official end, and in every open wave the case begins (reminders
    count from now). Whoever declined reminders gets none here either, as long as they keep a chat that says so.
    """
    own = select(contact_points.c.channel, contact_points.c.official_id)
    channel, owner = (await conn.execute(own.where(contact_points.c.id == contact_point_id))).one()
    if owner not in (None, official_id):
        await unlink(conn, contact_point_id, now)  # with the right to give orders, which was its last owner's
    reminders_off_at = None
    for other in await _hold_others(conn, official_id, contact_point_id):
        if other.channel == channel:
            await unlink(conn, other.id, now)
        else:
            reminders_off_at = reminders_off_at or other.reminders_off_at
    await conn.execute(
        update(contact_points)
        .where(contact_points.c.id == contact_point_id)
        .values(
            official_id=official_id,
            linked_at=now,
            used_at=now,
            blocked_at=None,
            reminders_off_at=reminders_off_at,
            pending_official_id=None,
            pending_code_id=None,
            **NO_CARD | {"card_first_ref": "", "offered": ""},
        )
    )
    await conn.execute(update(cases).where(cases.c.official_id == official_id).values(is_linked=True))
    await end_codes(conn, [official_id], now)
    await conn.execute(
        update(cases)
        .where(
            cases.c.official_id == official_id,
            cases.c.wave_id.in_(select(waves.c.id).where(waves.c.state == "open")),
        )
        .values(begun_at=func.coalesce(cases.c.begun_at, now))
    )


async def unlink(conn: AsyncConnection, contact_point_id: int, now: datetime) -> None:
    """Let a chat go: it belongs to nobody and gives no orders, and what waits for it about a case is dropped.

    What stands in a chat on the page is deleted: whoever opens that browser next is perhaps somebody else.
    """
    await revoke_of_chat(conn, contact_point_id, now, "unlinked")
    await _clear_page(conn, contact_point_id)
    owner = select(contact_points.c.official_id).where(contact_points.c.id == contact_point_id)
    official_id = await conn.scalar(owner)
    nobodys = {
        "official_id": None,
        "linked_at": None,
        "used_at": None,
        "pending_official_id": None,
        "pending_code_id": None,
        "card_first_ref": "",
        "offered": "",
    }
    await conn.execute(
        update(contact_points).where(contact_points.c.id == contact_point_id).values(nobodys | NO_CARD)
    )
    if official_id is not None:
        await _note_whether_linked(conn, official_id)
    about_a_case = and_(outbox.c.contact_point_id == contact_point_id, outbox.c.case_id.is_not(None))
    await drop_where(conn, about_a_case, now, "unlinked")


async def _clear_page(conn: AsyncConnection, contact_point_id: int) -> None:
    """Delete what stands in a chat, if it is one on the page."""
    query = select(contact_points.c.address).where(
        contact_points.c.id == contact_point_id, contact_points.c.channel == WEB
    )
    if (address := await conn.scalar(query)) is not None:
        await clear_chats(conn, [int(address)])


async def _hold_others(
    conn: AsyncConnection, official_id: int, contact_point_id: int
) -> Sequence[Row[Any, Any, Any]]:
    """Return an official's other chats, held until the transaction ends: no turn is taken in one of them meanwhile."""
    query = (
        select(contact_points.c.id, contact_points.c.channel, contact_points.c.reminders_off_at)
        .where(contact_points.c.official_id == official_id, contact_points.c.id != contact_point_id)
        .order_by(contact_points.c.id)
        .with_for_update(key_share=True)
    )
    return (await conn.execute(query)).all()


async def _note_whether_linked(conn: AsyncConnection, official_id: int) -> None:
    """Note in the cases of an official whether they still have a chat."""
    has_chat = exists().where(contact_points.c.official_id == official_id)
    await conn.execute(update(cases).where(cases.c.official_id == official_id).values(is_linked=has_chat))


async def set_reminders_off(conn: AsyncConnection, official_id: int, at: datetime | None) -> None:
    """Stop reminders to an official from ``at``, whatever chat they have, or allow them again (``None``)."""
    await conn.execute(
        update(contact_points).where(contact_points.c.official_id == official_id).values(reminders_off_at=at)
    )


async def move_here(conn: AsyncConnection, contact_point_id: int, now: datetime) -> None:
    """Note that the conversation has come to this chat."""
    await conn.execute(
        update(contact_points).where(contact_points.c.id == contact_point_id).values(used_at=now)
    )


async def put_cards_away(
    conn: AsyncConnection, contact_point_ids: Collection[int], *, still_shown: Collection[int] = ()
) -> None:
    """Take the cards of chats which a conversation has left for dead, and end the debts of cards to them.

    ``card_first_ref`` names the card that was left: it may have to be changed once more. Those of ``still_shown``
    cannot be: their owners still read the question there.
    """
    for chats, changes in (
        (set(contact_point_ids).difference(still_shown), NO_CARD),
        (set(contact_point_ids).intersection(still_shown), {"card_ref": ""}),
    ):
        for part in chunked(sorted(chats)):
            query = update(contact_points).where(
                contact_points.c.id.in_(part), contact_points.c.card_ref != ""
            )
            await conn.execute(query.values(changes | {"card_first_ref": contact_points.c.card_ref}))
    await forget_debts(conn, contact_point_ids)
