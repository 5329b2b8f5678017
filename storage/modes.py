"""By which channel people answered: the mode of a response, told by the channels of its answers."""

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, SmallInteger, Subquery, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.scope import EVERYTHING, Scope
from storage.sql import answer_revisions, cases, chunked, packed_responses, responses
from storage.tables.columns import CHANNELS
from surveys.projection import Layout

if TYPE_CHECKING:
    from surveys.aggregation.material import Mode
    from surveys.projection.matrix import Matrix

SEVERAL: Final = "several"
"""The mode of whoever answered on more than one channel."""


async def modes_of(
    conn: AsyncConnection,
    wave_id: int,
    is_submitted: ColumnElement[bool],
    seconds: ColumnElement[int],
    *,
    scope: Scope = EVERYTHING,
) -> "dict[str, Mode]":
    """Return by mode how many answered anything, and how long each took who submitted; nobody who withdrew."""
    from surveys.aggregation.material import Mode  # noqa: PLC0415 - brings numpy, which the chat never needs

    each = _modes(wave_id, scope)
    query = (
        select(each.c.first, each.c.last, is_submitted.label("done"), seconds.label("seconds"), func.count())
        .select_from(responses)
        .join(each, each.c.response_id == responses.c.id)
        .group_by(each.c.first, each.c.last, "done", "seconds")
    )
    begun: Counter[str] = Counter()
    took: dict[str, list[int]] = {}
    for first, last, done, lasted, count in await conn.execute(query):
        mode = _name(first, last)
        begun[mode] += count
        if done:
            took.setdefault(mode, []).extend([max(0, int(lasted or 0))] * count)
    return {mode: Mode(begun[mode], tuple(sorted(took.get(mode, ())))) for mode in sorted(begun)}


async def mode_by_response(
    conn: AsyncConnection, wave_id: int, *, scope: Scope = EVERYTHING
) -> dict[int, str]:
    """Return the mode of each response with answers, by its number."""
    each = _modes(wave_id, scope)
    rows = await conn.execute(select(each.c.response_id, each.c.first, each.c.last))
    return {response_id: _name(first, last) for response_id, first, last in rows}


async def load_by_mode(
    conn: AsyncConnection, wave_id: int, layout: Layout, *, fewest: int, scope: Scope = EVERYTHING
) -> "dict[str, Matrix]":
    """Return the packed responses of each mode of at least so many people; nothing unless there are two of them.

    Who withdrew, or refused half-way, is in none.
    """
    from surveys.projection.matrix import Matrix  # noqa: PLC0415 - numpy

    each = _modes(wave_id, scope)
    query = (
        select(each.c.first, each.c.last, responses.c.id)
        .select_from(responses)
        .join(each, each.c.response_id == responses.c.id)
        .join(cases, cases.c.id == responses.c.case_id)
        .where(cases.c.refused_at.is_(None) | responses.c.status.in_(("completed", "amended")))
    )
    members: dict[str, list[int]] = {}
    for first, last, response_id in await conn.execute(query):
        members.setdefault(_name(first, last), []).append(response_id)
    large = {mode: ids for mode, ids in sorted(members.items()) if len(ids) >= fewest}
    if len(large) < 2:
        return {}
    return {mode: Matrix(layout, await _packed(conn, wave_id, ids)) for mode, ids in large.items()}


async def _packed(conn: AsyncConnection, wave_id: int, response_ids: Collection[int]) -> bytes:
    parts: list[bytes] = []
    for part in chunked(sorted(response_ids)):
        query = select(packed_responses.c.packed).where(
            packed_responses.c.wave_id == wave_id, packed_responses.c.response_id.in_(part)
        )
        parts += (await conn.execute(query)).scalars()
    return b"".join(parts)


def _modes(wave_id: int, scope: Scope) -> Subquery:
    """Select the lowest and the highest channel of each response's answers: one mode if they are the same."""
    channel = type_coerce(answer_revisions.c.channel, SmallInteger)
    return (
        select(
            answer_revisions.c.response_id,
            func.min(channel).label("first"),
            func.max(channel).label("last"),
        )
        .join(responses, responses.c.id == answer_revisions.c.response_id)
        .join(cases, cases.c.id == responses.c.case_id)
        .where(responses.c.wave_id == wave_id, cases.c.withdrawn_at.is_(None), channel > 0, scope.case())
        .group_by(answer_revisions.c.response_id)
        .subquery("modes")
    )


def _name(first: Any, last: Any) -> str:
    return CHANNELS[first] if first == last else SEVERAL
