"""Whom a plan is for: officials by number, the titles that they are planned for, what they learn and have learned."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.differences import PEOPLE
from storage.scope import EVERYTHING, Scope
from storage.sql import learning, officials, plan_seats
from storage.sql import planned_posts as posts
from surveys.planning import Learning, LearningState, PlannedPost
from surveys.roster import Official
from surveys.standards import Criterion

_POST: Final = ("title", "term", "decision")
_LEARNED: Final = ("course", "level", "name", "starts_on", "ends_on", "periods", "evidence")


async def people_by_number(conn: AsyncConnection, *, scope: Scope = EVERYTHING) -> dict[int, Official]:
    """Return everybody in office within a scope, by the number under which a plan knows them."""
    rows = await conn.execute(PEOPLE.add_columns(officials.c.id).where(scope.official()))
    return {row[-1]: Official(*row[:-1]) for row in rows}


async def women_and_minorities(
    conn: AsyncConnection, *, scope: Scope = EVERYTHING
) -> tuple[frozenset[int], frozenset[int] | None]:
    """Return who in office are women, and who are of a minority; ``None`` if the list says of nobody what they are."""
    query = select(officials.c.id, officials.c.gender, officials.c.ethnicity)
    rows = (await conn.execute(query.where(officials.c.left_on.is_(None), scope.official()))).all()
    is_known = any(row.ethnicity for row in rows)
    minorities = frozenset(row.id for row in rows if row.ethnicity == "dtts")
    return frozenset(row.id for row in rows if row.gender == "nu"), minorities if is_known else None


async def planned_posts(conn: AsyncConnection, *, scope: Scope = EVERYTHING) -> tuple[PlannedPost, ...]:
    """Return who is planned for which title, of those in office within a scope."""
    query = (
        select(posts.c.official_id, *(posts.c[name] for name in _POST))
        .join(officials, officials.c.id == posts.c.official_id)
        .where(posts.c.ended_at.is_(None), officials.c.left_on.is_(None), scope.official())
        .order_by(posts.c.official_id, posts.c.title)
    )
    return tuple(PlannedPost(*row) for row in await conn.execute(query))


async def replace_planned_posts(
    conn: AsyncConnection,
    planned: Iterable[PlannedPost],
    input_id: int | None,
    now: datetime,
    *,
    scope: Scope = EVERYTHING,
) -> None:
    """Let these be all who are planned for a title within a scope. What stands there already stays."""
    held = {
        (each.official, each.title, each.term, each.decision)
        for each in await planned_posts(conn, scope=scope)
    }
    wanted = {(each.official, each.title, each.term, each.decision) for each in planned}
    within = select(officials.c.id).where(scope.official()).scalar_subquery()
    for official_id, title, term, decision in sorted(held - wanted):
        same = (posts.c.official_id == official_id, posts.c.title == title, posts.c.term == term)
        query = update(posts).where(*same, posts.c.decision == decision, posts.c.official_id.in_(within))
        await conn.execute(query.values(ended_at=now))
    added = [
        dict(zip(("official_id", *_POST), each, strict=True)) | {"input_id": input_id, "recorded_at": now}
        for each in sorted(wanted - held)
    ]
    if added:
        await conn.execute(plain_insert(posts), added)


async def undo_import(conn: AsyncConnection, input_ids: Sequence[int], at: datetime) -> None:
    """Take back what these imports added at a moment, and let what they replaced stand again."""
    for rows in (posts, learning):
        await conn.execute(delete(rows).where(rows.c.input_id.in_(input_ids)))
        await conn.execute(update(rows).where(rows.c.ended_at == at).values(ended_at=None))


async def people_state(conn: AsyncConnection) -> str:
    """Return what stands for all that is kept of people: equal only while nothing of it changes."""
    told = []
    for rows in (posts, learning):
        query = select(func.count(), func.max(rows.c.id), func.count(rows.c.ended_at)).select_from(rows)
        told += [str(each or 0) for each in (await conn.execute(query)).one()]
    return ".".join(told)


async def learning_of(conn: AsyncConnection, *, scope: Scope = EVERYTHING) -> tuple[Learning, ...]:
    """Return what those in office within a scope learn and have learned."""
    query = (
        select(learning)
        .join(officials, officials.c.id == learning.c.official_id)
        .where(learning.c.ended_at.is_(None), officials.c.left_on.is_(None), scope.official())
        .order_by(learning.c.official_id, learning.c.id)
    )
    return tuple(_learning(row) for row in (await conn.execute(query)).mappings())


def _learning(row: Any) -> Learning:
    return Learning(
        official=row["official_id"],
        state=LearningState(row["state"]),
        criterion=Criterion(row["criterion"]) if row["criterion"] else None,
        **{name: row[name] for name in _LEARNED},
    )


async def record_learning(
    conn: AsyncConnection,
    learned: Sequence[Learning],
    now: datetime,
    *,
    input_id: int | None = None,
    seat_id: int | None = None,
) -> int:
    """Note what people learn and have learned; returns how many lines are new.

    A line about the same course (or the same criterion and name) of a person takes the place of the one before.
    """
    held = {_subject(each): each for each in await learning_of(conn)}
    added = [each for each in learned if held.get(_subject(each)) != each]
    for each in added:
        if (before := held.get(_subject(each))) is not None:
            await _end(conn, before, now)
    rows = [
        {name: getattr(each, name) for name in _LEARNED}
        | {
            "official_id": each.official,
            "state": each.state.value,
            "criterion": each.criterion.value if each.criterion else "",
            "input_id": input_id,
            "seat_id": seat_id,
            "recorded_at": now,
        }
        for each in added
    ]
    if rows:
        await conn.execute(plain_insert(learning), rows)
    return len(rows)


def _subject(each: Learning) -> tuple[object, ...]:
    """Return what a line is about: whose, and which course or degree."""
    return (each.official, each.course or (each.criterion, each.level, each.name), each.starts_on)


async def _end(conn: AsyncConnection, before: Learning, now: datetime) -> None:
    same = [
        learning.c.official_id == before.official,
        learning.c.course == before.course,
        learning.c.name == before.name,
        learning.c.level == before.level,
        learning.c.ended_at.is_(None),
    ]
    await conn.execute(update(learning).where(*same).values(ended_at=now))


async def forget_said(conn: AsyncConnection, official_id: int) -> None:
    """Erase what a person said of their seats. Seats, planned titles and what was learned are the office's record."""
    said = (plan_seats.c.official_id == official_id, plan_seats.c.state.in_(("confirmed", "declined")))
    await conn.execute(update(plan_seats).where(*said).values(state="told", reason="", answered_at=None))


async def told_of(conn: AsyncConnection, official_id: int) -> list[dict[str, Any]]:
    """Return what plans hold of a person, for the copy of their data."""
    hidden = {"id", "official_id", "input_id", "seat_id", "plan_id"}
    return [
        {name: value for name, value in row.items() if name not in hidden and value not in (None, "", 0)}
        for rows in (posts, learning, plan_seats)
        for row in (await conn.execute(select(rows).where(rows.c.official_id == official_id))).mappings()
    ]
