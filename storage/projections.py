"""The packed projection of a wave: written beside the answers, read as one matrix, made again from the record.

Exceptions::

    ProjectionError(Exception)
    ├── ProjectionMissing       responses without their packed form: run ``khaosat db upgrade``
    └── ProjectionMisfit        packed by another layout than the form's: run ``khaosat db upgrade``
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Select, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql import answers, cases, insert_missing, insert_of, packed_responses, responses
from surveys.interview import Interview, Status, required_progress
from surveys.projection import Layout, answered_count_of, pack_interview
from surveys.questionnaire import Questionnaire

if TYPE_CHECKING:
    from surveys.projection.matrix import Matrix

CHUNK: Final = 50_000
"""Responses that one query of ``load_matrix`` brings."""

REBUILD_CHUNK: Final = 400
"""Responses whose answers are in memory at a time while a projection is made again."""

FINAL: Final = tuple(status.value for status in Status if status.is_final)


class ProjectionError(Exception):
    """The projection of ``wave_id`` does not stand as the record does; it can be made again from it."""

    def __init__(self, wave_id: int, message: str) -> None:
        super().__init__(f"wave {wave_id}: {message}; run khaosat db upgrade")
        self.wave_id = wave_id


class ProjectionMissing(ProjectionError):  # noqa: N818 - says what is the matter
    """Responses without their packed form: they were begun before the projection was kept."""


class ProjectionMisfit(ProjectionError):  # noqa: N818 - says what is the matter
    """Packed bytes that are not as long as the form's layout says."""


# --- writing ----------------------------------------------------------------------------------------


async def store(conn: AsyncConnection, packed: Sequence[tuple[int, int, bytes]]) -> None:
    """Write packed responses (wave, response, bytes) over what stood there, with one executemany."""
    if packed:
        rows = [{"wave_id": wave, "response_id": who, "packed": content} for wave, who, content in packed]
        await conn.execute(_store(conn.dialect.name), rows)


@cache
def _store(dialect: str) -> sqlite.Insert | postgresql.Insert:
    upsert = insert_of(dialect, packed_responses)
    return upsert.on_conflict_do_update(
        index_elements=["wave_id", "response_id"], set_={"packed": upsert.excluded.packed}
    )


async def store_missing(conn: AsyncConnection, packed: Mapping[int, bytes]) -> None:
    """Write the packed form of responses that have just begun, by response; who has one keeps it."""
    rows = [{"b_response": response_id, "packed": content} for response_id, content in packed.items()]
    if rows:
        await conn.execute(_store_missing(conn.dialect.name), rows)


@cache
def _store_missing(dialect: str) -> sqlite.Insert | postgresql.Insert:
    who: BindParameter[int] = bindparam("b_response")
    wave = select(responses.c.wave_id).where(responses.c.id == who).scalar_subquery()
    query = insert_missing(dialect, packed_responses, "wave_id", "response_id")
    return query.values(wave_id=wave, response_id=who)


# --- reading ----------------------------------------------------------------------------------------


async def load_matrix(conn: AsyncConnection, wave_id: int, layout: Layout) -> "Matrix":
    """Return the packed responses of a wave as a matrix, without those who withdrew or refused.

    A refusal leaves out what was begun and not submitted (``surveys.disposition``). Raises ``ProjectionMissing``
    and ``ProjectionMisfit``: what is loaded is every response, or nothing.
    """
    from surveys.projection.matrix import Matrix  # noqa: PLC0415 - numpy, which a turn does not need

    await _require_complete(conn, wave_id)
    parts = [part async for part in _packed_parts(conn, wave_id, layout)]
    return Matrix(layout, b"".join(parts))


async def _require_complete(conn: AsyncConnection, wave_id: int) -> None:
    begun = await conn.scalar(select(func.count()).where(responses.c.wave_id == wave_id)) or 0
    packed = await conn.scalar(select(func.count()).where(packed_responses.c.wave_id == wave_id)) or 0
    if packed != begun:
        raise ProjectionMissing(wave_id, f"{begun - packed} of {begun} responses are not packed")


async def _packed_parts(conn: AsyncConnection, wave_id: int, layout: Layout) -> AsyncIterator[bytes]:
    query, last = _part(conn.dialect.name), 0
    while True:
        at = {"wave": wave_id, "after": last, "size": CHUNK}
        count, last_found, least, most, content = (await conn.execute(query, at)).one()
        if not count:
            return
        if {least, most} != {layout.size}:
            raise ProjectionMisfit(
                wave_id, f"packed in {least} to {most} bytes, the form's layout has {layout.size}"
            )
        yield bytes.fromhex(content) if isinstance(content, str) else content
        if count < CHUNK:
            return
        last = last_found


@cache
def _part(dialect: str) -> Select[Any]:
    excluded = (
        select(responses.c.id)
        .join(cases, cases.c.id == responses.c.case_id)
        .where(
            cases.c.wave_id == bindparam("wave"),
            or_(
                cases.c.withdrawn_at.is_not(None),
                cases.c.refused_at.is_not(None) & responses.c.status.not_in(FINAL),
            ),
        )
    )
    rows = (
        select(packed_responses.c.response_id, packed_responses.c.packed)
        .where(
            packed_responses.c.wave_id == bindparam("wave"),
            packed_responses.c.response_id > bindparam("after"),
            packed_responses.c.response_id.not_in(excluded),
        )
        .order_by(packed_responses.c.response_id)
        .limit(bindparam("size"))
        .subquery()
    )
    length = func.length(rows.c.packed)
    joined = (
        func.string_agg(rows.c.packed, b"")
        if dialect == "postgresql"
        else func.group_concat(func.hex(rows.c.packed), "")
    )
    return select(func.count(), func.max(rows.c.response_id), func.min(length), func.max(length), joined)


# --- making it again --------------------------------------------------------------------------------


async def waves_to_rebuild(conn: AsyncConnection) -> list[int]:
    """Return the waves of which some response has no packed form."""
    unpacked = (
        select(responses.c.wave_id)
        .outerjoin(packed_responses, packed_responses.c.response_id == responses.c.id)
        .where(packed_responses.c.response_id.is_(None))
        .distinct()
    )
    return [row[0] for row in await conn.execute(unpacked.order_by(responses.c.wave_id))]


async def rebuild(conn: AsyncConnection, wave_id: int, form: Questionnaire, zone: ZoneInfo) -> int:
    """Make a wave's projection anew from the table of record; returns how many responses it holds.

    ``form`` carries the wave's own choice lists. What an answer means on a day (``today()`` in an expression) is
    judged on the local day of the response's last turn, as that turn did.
    """
    await conn.execute(delete(packed_responses).where(packed_responses.c.wave_id == wave_id))
    count, last = 0, 0
    while rows := (await conn.execute(_BEGUN, {"wave": wave_id, "after": last})).mappings().all():
        last, count = rows[-1]["id"], count + len(rows)
        given: dict[int, dict[str, str]] = {row["id"]: {} for row in rows}
        for response_id, item, value in await conn.execute(
            _GIVEN, {"wave": wave_id, "first": rows[0]["id"], "last": last}
        ):
            given[response_id][item] = value
        interviews = {row["id"]: _interview(row, form, given[row["id"]], zone) for row in rows}
        await store(conn, [(wave_id, who, pack_interview(each)) for who, each in interviews.items()])
        await conn.execute(_COUNT, [_counts(who, each) for who, each in interviews.items()])
    return count


_BEGUN: Final = (
    select(responses)
    .where(responses.c.wave_id == bindparam("wave"), responses.c.id > bindparam("after"))
    .order_by(responses.c.id)
    .limit(REBUILD_CHUNK)
)
_GIVEN: Final = (
    select(answers.c.response_id, answers.c.item, answers.c.value)
    .join(responses, responses.c.id == answers.c.response_id)
    .where(
        responses.c.wave_id == bindparam("wave"),
        answers.c.response_id.between(bindparam("first"), bindparam("last")),
    )
)
_COUNT: Final = (
    update(responses)
    .where(responses.c.id == bindparam("b_id"))
    .values(
        answered_count=bindparam("b_answered"),
        required_answered=bindparam("b_required"),
        required_total=bindparam("b_total"),
    )
)


def _counts(response_id: int, interview: Interview) -> dict[str, int]:
    required, total = required_progress(interview)
    return {
        "b_id": response_id,
        "b_answered": answered_count_of(interview),
        "b_required": required,
        "b_total": total,
    }


def _interview(
    row: Mapping[Any, Any], form: Questionnaire, given: Mapping[str, str], zone: ZoneInfo
) -> Interview:
    last_turn: datetime = row["updated_at"]
    return Interview(
        form=form,
        answers=given,
        screen=row["screen"],
        status=Status(row["status"]),
        today=last_turn.astimezone(zone).date(),
        facts=row["facts"],
        seed=row["seed"],
    )
