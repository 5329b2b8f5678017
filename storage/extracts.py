"""Rows out of the archive: the answers of a wave, its progress, the copy of one person's data."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import RowMapping, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import briefings, planning, situations
from storage.closings import ANY_TIME, Time
from storage.frame.officials import official
from storage.frame.rights import consent_chain
from storage.modes import mode_by_response
from storage.responses import answers_of
from storage.scope import EVERYTHING, Scope
from storage.sql import (
    answer_revisions,
    cases,
    contact_attempts,
    contact_points,
    data_requests,
    officials,
    responses,
    units,
    waves,
)
from storage.standings import CaseStanding, case_facts

CHUNK = 500
"""Cases whose answers are in memory at a time."""


@dataclass(frozen=True, slots=True)
class CaseAnswers:
    """A case as it stands, with its answers by item as stored (irrelevant ones among them) and their mode."""

    standing: CaseStanding
    facts: Mapping[str, str]
    answers: Mapping[str, str]
    mode: str = ""


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How far a unit is, counted on persons."""

    unit_id: int
    unit_code: str
    unit_name: str
    total: int
    linked: int
    started: int
    completed: int

    @property
    def not_completed(self) -> int:
        """How many have not finished, for whatever reason."""
        return self.total - self.completed


async def answers_of_wave(
    conn: AsyncConnection, wave_id: int, chunk: int = CHUNK, *, scope: Scope = EVERYTHING
) -> AsyncIterator[CaseAnswers]:
    """Give every case of a wave with its answers, in the order of their drawing; withdrawn ones have none."""
    standings = await case_facts(conn, wave_id, scope=scope)
    modes = await mode_by_response(conn, wave_id, scope=scope)
    for start in range(0, len(standings), chunk):
        part = standings[start : start + chunk]
        begun = [
            standing.response_id
            for standing in part
            if standing.response_id is not None and standing.withdrawn_at is None
        ]
        given = await answers_of(conn, begun)
        query = select(responses.c.id, responses.c.facts).where(responses.c.id.in_(begun))
        facts = {row[0]: row[1] for row in await conn.execute(query)}
        for standing in part:
            key = standing.response_id or 0
            yield CaseAnswers(standing, facts.get(key, {}), given.get(key, {}), modes.get(key, ""))


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Somebody who has not finished, whatever the reason: a refusal shows as that, too."""

    case_id: int
    full_name: str
    title: str
    unit_name: str


async def unfinished(
    conn: AsyncConnection,
    wave_id: int,
    first: int,
    count: int,
    *,
    time: Time = ANY_TIME,
    scope: Scope = EVERYTHING,
) -> tuple[int, list[Unfinished]]:
    """Return how many in office have not finished, and of these some by unit and name, from the place ``first``.

    Of those only who have ``time`` left to do so.
    """
    done = select(responses.c.case_id).where(
        responses.c.wave_id == wave_id, responses.c.status.in_(("completed", "amended"))
    )
    which = (
        cases.c.wave_id == wave_id,
        officials.c.left_on.is_(None),
        cases.c.id.not_in(done),
        scope.official(),
        *time.left(wave_id),
    )
    joined = cases.join(officials, officials.c.id == cases.c.official_id)
    total = await conn.scalar(select(func.count()).select_from(joined).where(*which))
    query = (
        select(cases.c.id, officials.c.full_name, officials.c.title, units.c.name)
        .select_from(joined.join(units, units.c.id == officials.c.unit_id))
        .where(*which)
        .order_by(units.c.code, officials.c.full_name, cases.c.id)
    )
    rows = await conn.execute(query.offset(first).limit(count))
    return int(total or 0), [Unfinished(*row) for row in rows]


async def progress_by_unit(
    conn: AsyncConnection, wave_id: int, *, scope: Scope = EVERYTHING
) -> list[UnitProgress]:
    """Count a wave's cases by unit, by unit code. Two counts along indexes: quick enough to be asked at any time."""
    wave = {"wave": wave_id}
    begun: Counter[int] = Counter()
    completed: Counter[int] = Counter()
    for unit_id, status, count in await conn.execute(_begun(scope), wave):
        begun[unit_id] += count
        completed[unit_id] += count if status in ("completed", "amended") else 0
    total: Counter[int] = Counter()
    linked: Counter[int] = Counter()
    for unit_id, is_linked, count, withdrawn in await conn.execute(_DRAWN.where(scope.case()), wave):
        total[unit_id] += count
        linked[unit_id] += count if is_linked else withdrawn
    named = (await conn.execute(_UNITS, {"units": sorted(total)})).all()
    return [
        UnitProgress(unit, code, name, total[unit], linked[unit], begun[unit], completed[unit])
        for unit, code, name in named
    ]


# Grouped in the order of ix_responses_progress and ix_cases_progress: nothing is sorted, no row is looked at.
_BEGUN: Final = (
    select(responses.c.unit_id, responses.c.status, func.count())
    .where(responses.c.wave_id == bindparam("wave"))
    .group_by(responses.c.unit_id, responses.c.status)
)
_DRAWN: Final = (
    select(cases.c.unit_id, cases.c.is_linked, func.count(), func.count(cases.c.withdrawn_at))
    .where(cases.c.wave_id == bindparam("wave"))
    .group_by(cases.c.unit_id, cases.c.is_linked)
)


def _begun(scope: Scope) -> Select[Any]:
    if scope.is_everything:
        return _BEGUN
    return _BEGUN.join(cases, cases.c.id == responses.c.case_id).where(scope.case())


_UNITS: Final = (
    select(units.c.id, units.c.code, units.c.name)
    .where(units.c.id.in_(bindparam("units", expanding=True)))
    .order_by(units.c.code, units.c.id)
)


async def copy_of_person(conn: AsyncConnection, official_id: int) -> dict[str, Any]:
    """Return everything the house holds of one official and of nobody else, for /dulieu.

    Keys: ``official``, ``contact_points``, ``consents``, ``requests``, ``responses`` (each with ``answers``
    and ``revisions``), ``contact_attempts``, ``briefings``, ``plans``,
    ``situations``. Values are plain, moments aware.
    """
    of_person = cases.c.official_id == official_id
    begun = (
        select(
            responses.c.id,
            waves.c.id.label("wave"),
            responses.c.status,
            responses.c.started_at,
            responses.c.updated_at,
            responses.c.completed_at,
            responses.c.facts,
        )
        .join(cases, cases.c.id == responses.c.case_id)
        .join(waves, waves.c.id == cases.c.wave_id)
        .where(of_person)
        .order_by(responses.c.id)
    )
    rows = [dict(row) for row in (await conn.execute(begun)).mappings()]
    given = await answers_of(conn, [row["id"] for row in rows])
    for row in rows:
        row["answers"] = given[row["id"]]
        revisions = (
            select(answer_revisions.c.item, answer_revisions.c.value, answer_revisions.c.revised_at)
            .where(answer_revisions.c.response_id == row.pop("id"))
            .order_by(answer_revisions.c.id)
        )
        row["revisions"] = _plain((await conn.execute(revisions)).mappings().all())
    chats = select(
        contact_points.c.channel,
        contact_points.c.address,
        contact_points.c.linked_at,
        contact_points.c.blocked_at,
        contact_points.c.reminders_off_at,
    ).where(contact_points.c.official_id == official_id)
    attempts = (
        select(
            cases.c.wave_id.label("wave"),
            contact_attempts.c.purpose,
            contact_attempts.c.at,
            contact_attempts.c.result,
        )
        .join(cases, cases.c.id == contact_attempts.c.case_id)
        .where(of_person)
        .order_by(contact_attempts.c.id)
    )
    requests = select(data_requests.c.kind, data_requests.c.received_at, data_requests.c.done_at).where(
        data_requests.c.official_id == official_id
    )
    person = await official(conn, official_id)
    hidden = ("id", "unit_id")
    return {
        "official": {name: getattr(person, name) for name in person.__slots__ if name not in hidden},
        "contact_points": _plain((await conn.execute(chats)).mappings().all()),
        "consents": [
            {"action": event.action, "version": event.version, "channel": event.channel, "at": event.at}
            for event in await consent_chain(conn, official_id)
        ],
        "requests": _plain((await conn.execute(requests)).mappings().all()),
        "responses": rows,
        "contact_attempts": _plain((await conn.execute(attempts)).mappings().all()),
        "briefings": await briefings.told_of(conn, official_id),
        "plans": await planning.told_of(conn, official_id),
        "situations": await situations.told_of(conn, official_id),
    }


def _plain(rows: "list[RowMapping] | Any") -> list[dict[str, Any]]:
    return [dict(row) for row in rows]
