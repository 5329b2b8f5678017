"""Who writes from a chat: the official, their consent, the right to give orders, their chats on other channels."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlalchemy import and_, bindparam, exists, func, select
from sqlalchemy import case as case_when
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.administrators import GrantRecord, grants_of
from storage.frame.officials import OFFICIALS
from storage.records import (
    CaseRecord,
    ConsentRecord,
    ContactPointRecord,
    OfficialRecord,
    ResponseRecord,
    WaveRecord,
    columns_of,
    split,
)
from storage.sql import administrators, chunked, consent_events, contact_points, officials, units


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes from a chat, and where their interview stands. ``wave`` and ``case`` are open now.

    ``pending_official`` was named by a code or a phone number and is not confirmed yet.
    ``grants`` are empty for whoever is not an administrator. ``answers`` are by item, as stored. ``consent`` is the
    newest word on it; of several given in a row, the one given on this channel. ``other_chats`` are those that the
    official has on other channels.
    """

    contact_point: ContactPointRecord
    official: OfficialRecord | None = None
    pending_official: OfficialRecord | None = None
    grants: tuple[GrantRecord, ...] = ()
    administrator_id: int | None = None
    consent: ConsentRecord | None = None
    wave: WaveRecord | None = None
    case: CaseRecord | None = None
    response: ResponseRecord | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    other_chats: tuple[ContactPointRecord, ...] = ()

    @property
    def role(self) -> str:
        """The first role that was granted; empty for whoever may give no orders."""
        return self.grants[0].role if self.grants else ""


# Built once: to build a statement costs more than to run it. The columns stand in the order of the records' fields.
_newest: Final = consent_events.alias("newest")
_ended: Final = consent_events.alias("ended")
_last_end: Final = (
    select(func.max(_ended.c.id))
    .where(_ended.c.official_id == _newest.c.official_id, _ended.c.action != "given")
    .correlate(_newest)
    .scalar_subquery()
)
# Each channel has a text of its own: of what was given since consent last ended, what was given here counts.
_newest_consent: Final = (
    select(_newest.c.id)
    .where(
        _newest.c.official_id == contact_points.c.official_id,
        _newest.c.id >= func.coalesce(_last_end, 0),
    )
    .order_by(
        case_when((_newest.c.action != "given", 2), (_newest.c.channel == bindparam("channel"), 0), else_=1),
        _newest.c.id.desc(),
    )
    .limit(1)
    .correlate(contact_points)
    .scalar_subquery()
)
_other: Final = contact_points.alias("other")
_has_others: Final = (
    exists()
    .where(_other.c.official_id == contact_points.c.official_id, _other.c.id != contact_points.c.id)
    .correlate(contact_points)
)
_CHATS: Final = (
    select(
        _has_others,
        administrators.c.id,
        *columns_of(ContactPointRecord, contact_points),
        *(OFFICIALS.selected_columns[name] for name in OfficialRecord.__slots__),
        *columns_of(ConsentRecord, consent_events),
    )
    .select_from(contact_points)
    .outerjoin(
        administrators,
        and_(administrators.c.contact_point_id == contact_points.c.id, administrators.c.revoked_at.is_(None)),
    )
    .outerjoin(officials, officials.c.id == contact_points.c.official_id)
    .outerjoin(units, units.c.id == officials.c.unit_id)
    .outerjoin(consent_events, consent_events.c.id == _newest_consent)
    .where(
        contact_points.c.channel == bindparam("channel"),
        contact_points.c.address.in_(bindparam("addresses", expanding=True)),
    )
)
_CHATS_OF: Final = (
    select(*columns_of(ContactPointRecord, contact_points))
    .where(contact_points.c.official_id.in_(bindparam("officials", expanding=True)))
    .order_by(contact_points.c.id)
)


async def read_chats(
    conn: AsyncConnection, channel: str, addresses: Collection[str], now: datetime
) -> tuple[list[Person], list[int]]:
    """Read who writes, and nothing yet of where their interview stands; and which officials have other chats."""
    found: list[Person] = []
    having_others: list[int] = []
    for part in chunked(sorted(addresses)):
        for row in await conn.execute(_CHATS, {"channel": channel, "addresses": part}):
            has_others, administrator_id, *columns = row
            chat, official, consent = split(columns, ContactPointRecord, OfficialRecord, ConsentRecord)
            found.append(
                Person(
                    contact_point=ContactPointRecord(*chat),
                    official=OfficialRecord(*official) if official[0] is not None else None,
                    administrator_id=administrator_id,
                    consent=ConsentRecord(*consent) if consent[0] is not None else None,
                )
            )
            if has_others:
                having_others.append(official[0])
    return await _with_grants(conn, found, now), having_others


async def _with_grants(conn: AsyncConnection, found: list[Person], now: datetime) -> list[Person]:
    """Say what administrators are granted now: of the few who are any."""
    numbers = [each.administrator_id for each in found if each.administrator_id is not None]
    if not numbers:
        return found
    given = await grants_of(conn, numbers, now)
    return [
        replace(each, grants=given.get(each.administrator_id, ())) if each.administrator_id else each
        for each in found
    ]


async def read_other_chats(
    conn: AsyncConnection, official_ids: Sequence[int]
) -> dict[int, list[ContactPointRecord]]:
    """Return all chats of officials: of the few who have several."""
    found: dict[int, list[ContactPointRecord]] = {}
    for part in chunked(official_ids):
        for row in await conn.execute(_CHATS_OF, {"officials": part}):
            chat = ContactPointRecord(*row)
            found.setdefault(chat.official_id or 0, []).append(chat)
    return found
