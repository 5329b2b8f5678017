"""How every case of a wave stands: all that its outcome and its reminders are judged by, in one query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, ScalarSelect, Subquery, and_, case, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.best_chat import BEST_LAST
from storage.closings import CLOSES, EXTENDED
from storage.mailbox.messages import UNDER_WAY
from storage.records import record
from storage.scope import EVERYTHING, Scope
from storage.sql import (
    cases,
    consent_events,
    contact_attempts,
    contact_points,
    officials,
    outbox,
    responses,
    units,
    waves,
)


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """One case as it stands.

    ``left_on``: the official is no more in office since then. ``contact_point_id`` and what follows: the chat
    of the official that is written to, ``None`` if unlinked; ``takes_messages``: whether it can be.
    ``consent``: the newest consent action, empty if there is none.
    ``response_status`` is empty before the first answer; ``answered_count`` counts non-empty answers.
    ``closes_at`` is when the case closes, ``extended_at`` when that was put off last. ``last_number`` is the highest
    reminder queued or sent since then (0: none), ``last_reminded_at`` when the last one left or may have.
    ``delivered_count`` and ``undelivered_count``: messages of this case that arrived, or failed. Erased people keep
    their case: ``withdrawn_at`` is set, the response is gone.
    """

    id: int
    wave_id: int
    official_id: int | None
    roster_key: str
    full_name: str
    unit_id: int
    unit_code: str
    unit_name: str
    title: str
    left_on: date | None
    contact_point_id: int | None
    channel: str
    address: str
    linked_at: datetime | None
    blocked_at: datetime | None
    reminders_off_at: datetime | None
    takes_messages: bool
    consent: str
    invited_at: datetime | None
    begun_at: datetime | None
    refused_at: datetime | None
    withdrawn_at: datetime | None
    postponed_until: datetime | None
    response_id: int | None
    response_status: str
    started_at: datetime | None
    completed_at: datetime | None
    answered_count: int
    required_answered: int
    required_total: int
    last_number: int
    last_reminded_at: datetime | None
    delivered_count: int
    undelivered_count: int
    outcome: str
    closes_at: datetime
    extended_at: datetime | None

    @property
    def is_linked(self) -> bool:
        """Whether the official has, or had until they withdrew, a chat."""
        return self.contact_point_id is not None or self.withdrawn_at is not None

    @property
    def is_completed(self) -> bool:
        """Whether the questionnaire was submitted."""
        return self.response_status in ("completed", "amended")


async def case_facts(
    conn: AsyncConnection,
    wave_id: int,
    case_ids: Collection[int] | None = None,
    *,
    scope: Scope = EVERYTHING,
) -> list[CaseStanding]:
    """Return how the cases of a wave stand (or only some of them), in the order of their drawing."""
    which = and_(cases.c.wave_id == wave_id, scope.case())
    if case_ids is not None:
        which = and_(which, cases.c.id.in_(sorted(case_ids)))
    attempts, messages = _attempts(which), _messages(which)
    numbers = (func.coalesce(attempts.c.last_number, 0), func.coalesce(messages.c.last_number, 0))
    query = (
        select(
            *(column for column in cases.c if column.name not in ("closes_at", "extended_at")),
            CLOSES.label("closes_at"),
            EXTENDED.label("extended_at"),
            func.coalesce(officials.c.full_name, "").label("full_name"),
            units.c.code.label("unit_code"),
            units.c.name.label("unit_name"),
            officials.c.left_on,
            contact_points.c.id.label("contact_point_id"),
            func.coalesce(contact_points.c.channel, "").label("channel"),
            func.coalesce(contact_points.c.address, "").label("address"),
            contact_points.c.linked_at,
            contact_points.c.blocked_at,
            contact_points.c.reminders_off_at,
            func.coalesce(contact_points.c.takes_messages, false()).label("takes_messages"),
            func.coalesce(_newest_consent(), "").label("consent"),
            responses.c.id.label("response_id"),
            func.coalesce(responses.c.status, "").label("response_status"),
            responses.c.started_at,
            responses.c.completed_at,
            func.coalesce(responses.c.answered_count, 0).label("answered_count"),
            func.coalesce(responses.c.required_answered, 0).label("required_answered"),
            func.coalesce(responses.c.required_total, 0).label("required_total"),
            case((numbers[0] > numbers[1], numbers[0]), else_=numbers[1]).label("last_number"),
            attempts.c.last_reminded_at,
            func.coalesce(messages.c.delivered_count, 0).label("delivered_count"),
            func.coalesce(messages.c.undelivered_count, 0).label("undelivered_count"),
        )
        .join(waves, waves.c.id == cases.c.wave_id)
        .join(units, units.c.id == cases.c.unit_id)
        .outerjoin(officials, officials.c.id == cases.c.official_id)
        .outerjoin(contact_points, contact_points.c.official_id == cases.c.official_id)
        .outerjoin(responses, responses.c.case_id == cases.c.id)
        .outerjoin(attempts, attempts.c.case_id == cases.c.id)
        .outerjoin(messages, messages.c.case_id == cases.c.id)
        .where(which)
        .order_by(cases.c.id, *BEST_LAST)
    )
    rows = (await conn.execute(query)).mappings()
    return list({row["id"]: record(CaseStanding, row) for row in rows}.values())


def _newest_consent() -> ScalarSelect[str]:
    """Select the newest consent action of a case's official, by index: joined, SQLite compares each with each."""
    return (
        select(consent_events.c.action)
        .where(consent_events.c.official_id == cases.c.official_id)
        .order_by((consent_events.c.id + 0).desc())  # + 0: PostgreSQL shall not walk the primary key
        .limit(1)
        .scalar_subquery()
    )


def _counts(at: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Say of a reminder's moment whether its number is used: an extension numbers the reminders anew."""
    return or_(EXTENDED.is_(None), at > EXTENDED)


def _attempts(which: ColumnElement[bool]) -> Subquery:
    return (
        select(
            contact_attempts.c.case_id,
            func.max(case((_counts(contact_attempts.c.at), contact_attempts.c.number), else_=0)).label(
                "last_number"
            ),
            func.max(contact_attempts.c.at, type_=contact_attempts.c.at.type).label("last_reminded_at"),
        )
        .join(cases, cases.c.id == contact_attempts.c.case_id)
        .join(waves, waves.c.id == cases.c.wave_id)
        .where(
            which,
            contact_attempts.c.purpose == "reminder",
            contact_attempts.c.result.in_(("sent", "unknown")),
        )
        .group_by(contact_attempts.c.case_id)
        .subquery("attempts")
    )


def _messages(which: ColumnElement[bool]) -> Subquery:
    under_way = outbox.c.status.in_((*UNDER_WAY, "sent", "unknown"))
    is_reminder = and_(outbox.c.purpose == "reminder", under_way, _counts(outbox.c.created_at))
    return (
        select(
            outbox.c.case_id,
            func.max(case((is_reminder, outbox.c.number), else_=0)).label("last_number"),
            func.sum(case((outbox.c.status == "sent", 1), else_=0)).label("delivered_count"),
            func.sum(case((outbox.c.status == "failed", 1), else_=0)).label("undelivered_count"),
        )
        .join(cases, cases.c.id == outbox.c.case_id)
        .join(waves, waves.c.id == cases.c.wave_id)
        .where(which)
        .group_by(outbox.c.case_id)
        .subquery("messages")
    )
