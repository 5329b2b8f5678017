"""The packed projection of a wave: written beside the answers, read as one matrix, made again from the record.

Exceptions::

    ProjectionError(Exception)
    ├── ProjectionMissing       responses without their packed form: run ``khaosat db upgrade``
    └── ProjectionMisfit        packed by another layout than the form's: run ``khaosat db upgrade``
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    LargeBinary,
    Select,
    Text,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.scope import EVERYTHING, Scope
from storage.sql import answers, cases, insert_missing, insert_of, packed_responses, responses
from surveys.interview import Interview, Status, required_progress
from surveys.projection import Layout, answered_count_of, pack_interview
from surveys.questionnaire import Questionnaire

if TYPE_CHECKING:
    from surveys.projection.matrix import Matrix

CHUNK: Final = 250_000
"""Numbers of responses that one query of ``load_matrix`` covers: some 20 MB."""

REBUILD_CHUNK: Final = 400
"""Responses whose answers are in memory at a time while a projection is made again."""

FINAL: Final = tuple(status.value for status in Status if status.is_final)


class ProjectionError(Exception):
    """The projection of ``wave_id`` does not stand as the record does; it can be made again from it."""

    def __init__(self, wave_id: int, message: str) -> None:
        super().__init__(f"wave {wave_id}: {message}; run khaosat db upgrade")
        self.wave_id, self.message = wave_id, message

    def __reduce__(self) -> tuple[type["ProjectionError"], tuple[int, str]]:
        return type(self), (self.wave_id, self.message)  # it crosses from the worker to the bot


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


async def load_matrix(
    conn: AsyncConnection, wave_id: int, layout: Layout, *, scope: Scope = EVERYTHING
) -> "Matrix":
    """Return the packed responses of a wave as a matrix, without those who withdrew or refused.

    A refusal leaves out what was begun and not submitted (``surveys.disposition``). Raises ``ProjectionMissing``
    and ``ProjectionMisfit``: what is loaded is every response, or nothing.
    """
    from surveys.projection.matrix import Matrix  # noqa: PLC0415 - numpy, which a turn does not need

    begun = await conn.scalar(_BEGUN_COUNT, {"wave": wave_id})
    packed, first, last = (await conn.execute(_EXTENT, {"wave": wave_id})).one()
    if packed != begun:
        raise ProjectionMissing(wave_id, f"{begun} responses, {packed} of them packed")
    parts = [
        part
        for start in range(first or 0, (last or -1) + 1, CHUNK)
        if (part := await _load_part(conn, wave_id, layout, start, scope))
    ]
    return Matrix(layout, b"".join(parts))


async def _load_part(conn: AsyncConnection, wave_id: int, layout: Layout, start: int, scope: Scope) -> bytes:
    """Bring the packed bytes of responses numbered from ``start``, one after the other, as one value."""
    at = {"wave": wave_id, "first": start, "last": start + CHUNK - 1}
    count, least, most, content = (await conn.execute(_within(conn.dialect.name, scope), at)).one()
    if not count:
        return b""
    if {least, most, len(content) // count} != {layout.size}:
        raise ProjectionMisfit(
            wave_id, f"packed in {least} to {most} bytes, the form's layout has {layout.size}"
        )
    return bytes(content)


_BEGUN_COUNT: Final = select(func.count()).where(responses.c.wave_id == bindparam("wave"))
_EXTENT: Final = select(
    func.count(), func.min(packed_responses.c.response_id), func.max(packed_responses.c.response_id)
).where(packed_responses.c.wave_id == bindparam("wave"))
_LEFT: Final = (
    select(responses.c.id)
    .join(cases, cases.c.id == responses.c.case_id)
    .where(
        cases.c.wave_id == bindparam("wave"),
        or_(cases.c.withdrawn_at.is_not(None), cases.c.refused_at.is_not(None)),  # the words of ix_cases_left
        or_(cases.c.withdrawn_at.is_not(None), responses.c.status.not_in(FINAL)),
    )
)


def _within(dialect: str, scope: Scope) -> Select[Any]:
    query = _part(dialect)
    if scope.is_everything:
        return query
    own = select(responses.c.id).join(cases, cases.c.id == responses.c.case_id)
    own = own.where(responses.c.wave_id == bindparam("wave"), scope.case())
    return query.where(packed_responses.c.response_id.in_(own))


@cache
def _part(dialect: str) -> Select[Any]:
    packed = packed_responses.c.packed
    length = func.length(packed)
    joined: ColumnElement[bytes]
    if dialect == "postgresql":
        joined = func.string_agg(packed, cast(b"", LargeBinary))
    else:  # to SQLite a text is its bytes, whatever they are: neither way is anything converted
        joined = cast(func.group_concat(cast(packed, Text), ""), LargeBinary)
    return select(func.count(), func.min(length), func.max(length), joined).where(
        packed_responses.c.wave_id == bindparam("wave"),
        packed_responses.c.response_id.between(bindparam("first"), bindparam("last")),
        packed_responses.c.response_id.not_in(_LEFT),
    )


# --- making it again --------------------------------------------------------------------------------


async def is_whole(conn: AsyncConnection, wave_id: int, layout: Layout) -> bool:
    """Say whether every response of a wave is packed, in as many bytes as the layout has."""
    begun = await conn.scalar(_BEGUN_COUNT, {"wave": wave_id})
    fitting = await conn.scalar(_FITTING, {"wave": wave_id, "size": layout.size})
    return bool(begun == fitting)


_FITTING: Final = select(func.count()).where(
    packed_responses.c.wave_id == bindparam("wave"),
    func.length(packed_responses.c.packed) == bindparam("size"),
)


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
