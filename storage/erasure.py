"""Withdrawing and erasing (domain: NĐ 356/2025/NĐ-CP; Luật 91/2025 Đ14).

Erasure reaches everything that the survey holds of a person: answers, revisions, paradata, messages in and
out with their files, the chat, what the audit log quotes. What stays: the roster's own record (the office's), the
case as a tombstone, the chain of consent, the register of requests.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import briefings, planning, situations
from storage.administrators import forget_chat, revoke_of_chat
from storage.decisions import forget_answers
from storage.frame.rights import consent_chain, record_consent
from storage.mailbox.cards import forget_debts
from storage.mailbox.messages import CONTACT_PURPOSES, UNDER_WAY
from storage.mailbox.outcomes import drop_where
from storage.office import CANCELLED
from storage.page import WEB, clear_chats
from storage.records import ConsentRecord
from storage.scrubbing import mark_leftovers
from storage.sql import (
    answer_revisions,
    answers,
    attachments,
    cases,
    chunked,
    consent_events,
    contact_attempts,
    contact_points,
    data_requests,
    inbox,
    jobs,
    link_attempts,
    link_codes,
    officials,
    outbox,
    packed_responses,
    paradata,
    responses,
    roster_decisions,
    uploads,
)
from storage.wave_people import forget_person


async def withdraw(conn: AsyncConnection, official_id: int, now: datetime, channel: str = "") -> None:
    """Take consent back: the person counts nowhere any more and gets no reminder. Again: nothing happens."""
    await _end_consent(conn, official_id, "withdrawn", now, channel)
    await situations.forget_official(conn, official_id, now)
    await _withdraw_cases(conn, official_id, now)


async def losses(conn: AsyncConnection) -> int:
    """Count how often anybody took consent or their data back: what was made from answers before is not to go out."""
    taken_back = consent_events.c.action.in_(("withdrawn", "erased"))
    return int(await conn.scalar(select(func.count()).select_from(consent_events).where(taken_back)) or 0)


async def _withdraw_cases(conn: AsyncConnection, official_id: int, now: datetime) -> None:
    own = select(cases.c.id).where(cases.c.official_id == official_id)
    counted = (
        select(responses.c.id)
        .join(cases, cases.c.id == responses.c.case_id)
        .where(cases.c.official_id == official_id, cases.c.withdrawn_at.is_(None))
    )
    if await conn.scalar(counted.limit(1)) is not None:
        await _recall_documents(conn)
    await conn.execute(
        update(cases)
        .where(cases.c.official_id == official_id)
        .values(withdrawn_at=func.coalesce(cases.c.withdrawn_at, now), postponed_until=None)
    )
    unsent = outbox.c.case_id.in_(own) & outbox.c.purpose.in_(CONTACT_PURPOSES)
    await drop_where(conn, unsent, now, "withdrawn")


async def _recall_documents(conn: AsyncConnection) -> None:
    """Take back what jobs made from answers and what has not arrived yet; those jobs are done once more.

    What is on the wire at this moment arrives; but a sending that fails is not tried again.
    """
    is_under_way = outbox.c.status.in_(UNDER_WAY) & outbox.c.key.startswith("job:")
    recalled = (await conn.execute(select(outbox.c.id, outbox.c.key).where(is_under_way))).all()
    for part in chunked([row[0] for row in recalled]):
        await conn.execute(delete(outbox).where(outbox.c.id.in_(part)))
    numbers = {int(str(row[1]).split(":")[1]) for row in recalled}
    for part in chunked(sorted(numbers)):
        done = jobs.c.id.in_(part) & jobs.c.done_at.is_not(None) & (jobs.c.error != CANCELLED)
        await conn.execute(update(jobs).where(done).values(started_at=None, done_at=None, error=""))


async def _end_consent(
    conn: AsyncConnection, official_id: int, action: str, now: datetime, channel: str
) -> None:
    """Append the end of consent to its chain, once, with the text to which it was given."""
    chain = await consent_chain(conn, official_id)
    if not chain or chain[-1].action == action:
        return
    last = chain[-1]
    await record_consent(
        conn, ConsentRecord(official_id, action, last.version, last.text_sha256, channel, now)
    )


async def erase(conn: AsyncConnection, official_id: int, now: datetime, channel: str = "") -> None:
    """Erase what the survey holds of an official; their chats are strangers then. Again: nothing happens.

    A chat that gives orders loses its right with the rest: its administrator stays a number in the audit log.
    """
    own_cases = _ids(await conn.execute(select(cases.c.id).where(cases.c.official_id == official_id)))
    chats = await _chats(conn, official_id)
    await conn.execute(
        update(contact_points)
        .where(contact_points.c.pending_official_id == official_id)
        .values(pending_official_id=None, pending_code_id=None)
    )
    await _withdraw_cases(conn, official_id, now)
    await _erase_responses(conn, own_cases)
    for chat_id, chat_channel, address in chats:
        await _erase_mail(conn, chat_channel, address)
        if chat_channel == WEB:
            await clear_chats(conn, [int(address)])
        await _erase_chat(conn, chat_id, now)
    await conn.execute(update(cases).where(cases.c.official_id == official_id).values(is_linked=False))
    about_them = outbox.c.case_id.in_(own_cases)
    await conn.execute(delete(outbox).where(about_them))
    await conn.execute(
        update(contact_attempts)
        .where(contact_attempts.c.case_id.in_(own_cases))
        .values(contact_point_id=None)
    )
    await conn.execute(
        update(link_codes)
        .where(link_codes.c.official_id == official_id, link_codes.c.used_at.is_(None))
        .values(ended_at=func.coalesce(link_codes.c.ended_at, now))
    )
    await forget_person(conn, official_id)
    await briefings.forget_official(conn, official_id, now)
    await planning.forget_said(conn, official_id)
    await situations.forget_official(conn, official_id, now)
    mine = officials.c.id == official_id
    await conn.execute(
        update(officials).where(mine).values(ethnicity="")
    )  # sensitive: kept only while they agree
    key = await conn.scalar(select(officials.c.roster_key).where(officials.c.id == official_id))
    await forget_answers(conn, {"roster_key": key})
    await _end_consent(conn, official_id, "erased", now, channel)
    await mark_leftovers(conn, now)


async def _chats(conn: AsyncConnection, official_id: int) -> list[tuple[int, str, str]]:
    """Return an official's chats: linked now, or nobody's and once linked by their code or about to be."""
    used = select(link_codes.c.used_by).where(link_codes.c.official_id == official_id)
    was_theirs = or_(contact_points.c.pending_official_id == official_id, contact_points.c.id.in_(used))
    query = select(contact_points.c.id, contact_points.c.channel, contact_points.c.address).where(
        or_(contact_points.c.official_id == official_id, contact_points.c.official_id.is_(None) & was_theirs)
    )
    return [(row[0], row[1], row[2]) for row in await conn.execute(query)]


def _ids(rows: Any) -> list[int]:
    return [int(row[0]) for row in rows]


async def _erase_responses(conn: AsyncConnection, case_ids: Sequence[int]) -> None:
    own = _ids(await conn.execute(select(responses.c.id).where(responses.c.case_id.in_(case_ids))))
    for rows in (answers, answer_revisions, paradata, packed_responses, attachments):
        await conn.execute(delete(rows).where(rows.c.response_id.in_(own)))
    await conn.execute(delete(roster_decisions).where(roster_decisions.c.case_id.in_(case_ids)))
    await conn.execute(delete(responses).where(responses.c.id.in_(own)))


async def _erase_mail(conn: AsyncConnection, channel: str, address: str) -> None:
    def is_theirs(table_columns: Any) -> ColumnElement[bool]:
        theirs: ColumnElement[bool] = (table_columns.channel == channel) & (table_columns.address == address)
        return theirs

    await conn.execute(delete(outbox).where(is_theirs(outbox.c)))
    await conn.execute(delete(link_attempts).where(is_theirs(link_attempts.c)))
    await conn.execute(update(inbox).where(is_theirs(inbox.c)).values(address="", payload=None))


async def _erase_chat(conn: AsyncConnection, chat_id: int, now: datetime) -> None:
    await conn.execute(update(link_codes).where(link_codes.c.used_by == chat_id).values(used_by=None))
    await revoke_of_chat(conn, chat_id, now, "erased")
    await briefings.forget_chat(conn, chat_id, now)
    await forget_chat(conn, chat_id)
    await conn.execute(delete(jobs).where(jobs.c.contact_point_id == chat_id))
    await conn.execute(delete(uploads).where(uploads.c.contact_point_id == chat_id))
    await forget_debts(conn, [chat_id])
    await conn.execute(delete(contact_points).where(contact_points.c.id == chat_id))


async def erase_withdrawn(conn: AsyncConnection, today: date, now: datetime) -> list[int]:
    """Erase whoever withdrew and whose request is due today or overdue; returns their official ids."""
    query = select(data_requests.c.id, data_requests.c.official_id).where(
        data_requests.c.kind == "withdraw",
        data_requests.c.done_at.is_(None),
        data_requests.c.act_due <= today,
    )
    due = (await conn.execute(query)).all()
    for request_id, official_id in due:
        await erase(conn, official_id, now)
        await conn.execute(update(data_requests).where(data_requests.c.id == request_id).values(done_at=now))
    return [official_id for _, official_id in due]
