"""Who is written to is chosen in SQL, a page at a time: the same people as if every case were judged."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.fieldwork.contacting import (
    Compose,
    Page,
    compose_invitations,
    compose_reminders,
    is_remindable,
    is_remindable_at,
    next_page,
    plan_of,
    times_of,
)
from bot.fieldwork.ordered import count_remindable, remind_now
from storage import cases, office, reachable, sending, sql
from storage.database import Database
from surveys.field_period import MIN_GAP, Calendar, reminder_due
from tests.bot.field import MONDAY, make_wave
from tests.bot.test_fieldwork import Field, local
from tests.postgres import run_apart

CALENDAR = Calendar.vietnam([2015])
PLANS = (
    "",
    "+2d",
    "+1d,+3d@16:00",
    "+6h,-1d@08:30",
    "+1d@00:00,+2d,-0d",
    "-2d,-1d@08:30,+4h,-3h",
    "+9d,-1h,-0d@16:59",
)
MOMENTS = st.integers(0, 19 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
MAYBE = st.none() | MOMENTS
ABOUT = st.fixed_dictionaries(
    {
        "begun_at": MAYBE,
        "postponed_until": MAYBE,
        "refused_at": st.sampled_from((None, None, None, MONDAY)),
        "withdrawn_at": st.sampled_from((None, None, None, MONDAY)),
        "chat": st.sampled_from(("open", "open", "open", "blocked", "off", "none")),
        "response": st.sampled_from(("", "", "in_progress", "completed", "amended", "stopped")),
        "attempts": st.lists(
            st.tuples(st.integers(0, 3), MOMENTS, st.sampled_from(("sent", "unknown", "failed", "dropped"))),
            max_size=3,
        ),
        "message": st.none()
        | st.tuples(
            st.integers(0, 3),
            st.sampled_from(("queued", "claimed", "sent", "failed", "dropped", "unknown")),
            MAYBE,
            st.integers(0, 1),
        ),
    }
)


async def _tell(conn: AsyncConnection, case_id: int, about: dict[str, Any]) -> None:
    """Store how one case stands."""
    columns = ("begun_at", "postponed_until", "refused_at", "withdrawn_at")
    await conn.execute(
        update(sql.cases).where(sql.cases.c.id == case_id).values({name: about[name] for name in columns})
    )
    chats = sql.contact_points
    await conn.execute(
        update(chats)
        .where(chats.c.address == str(case_id))
        .values(
            official_id=None if about["chat"] == "none" else case_id,
            blocked_at=MONDAY if about["chat"] == "blocked" else None,
            reminders_off_at=MONDAY if about["chat"] == "off" else None,
        )
    )
    for number, at, result in about["attempts"]:
        row = {"case_id": case_id, "contact_point_id": case_id, "purpose": "reminder", "result": result}
        await conn.execute(insert(sql.contact_attempts).values(**row, number=number, at=at))
    if about["response"]:
        await conn.execute(insert(sql.responses).values(**_response(case_id, about["response"])))
    if about["message"]:
        number, status, not_before, attempts = about["message"]
        await conn.execute(
            insert(sql.outbox).values(
                lane="bulk", purpose="reminder", number=number, channel="post", address=str(case_id), case_id=case_id,
                message={}, created_at=MONDAY, claimed_by="", status=status, attempt_count=attempts,
                not_before=not_before, sent_ref="", error="", key=f"reminder:{case_id}:{number}",
            )
        )  # fmt: skip


def _response(case_id: int, status: str) -> dict[str, Any]:
    counts = dict.fromkeys(
        ("visit", "tries", "seed", "answered_count", "required_answered", "required_total"), 0
    )
    moments = {"started_at": MONDAY, "updated_at": MONDAY}
    return {"case_id": case_id, "status": status, "screen": "q", "facts": {}, **counts, **moments}


async def _judged(conn: AsyncConnection, now: datetime) -> set[str]:
    """Return the keys of the reminders due, by the pure rule, looking at every case."""
    (wave,) = await cases.open_waves(conn)
    under_way = await sending.reminders_under_way(conn, wave.id, now)
    keys = set()
    for standing in await cases.case_facts(conn, wave.id):
        if is_remindable(standing) and standing.id not in under_way:
            found = reminder_due(plan_of(wave), CALENDAR, times_of(standing, any_hour=wave.any_hour), now)
            if found is not None:
                wish = standing.postponed_until
                mark = f":{int(wish.timestamp())}" if found.number == 0 and wish else ""
                keys.add(f"reminder:{standing.id}:{found.number}{mark}")
    return keys - await sending.known_keys(conn, sorted(keys))


async def _paged(conn: AsyncConnection, compose: Compose, now: datetime) -> list[str]:
    keys: list[str] = []
    page: Page | None = None
    while (page := await next_page(conn, compose, CALENDAR, now, page)) is not None:
        keys += [message.key or "" for message in page.due]
    return keys


CLOSINGS = (local(8, 17, month=5), local(8, 12, month=5), local(3, 9, month=5), local(24, 13, 45))
WAVES = st.fixed_dictionaries(
    {
        "reminders": st.sampled_from(PLANS),
        "any_hour": st.booleans(),
        "closes_at": st.sampled_from(CLOSINGS),
    }
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wave=WAVES,
    people=st.lists(ABOUT, min_size=1, max_size=12),
    moments=st.lists(MOMENTS, min_size=1, max_size=8),
)
def test_sql_chooses_whom_the_rule_reminds(
    database_url: str, wave: dict[str, Any], people: list[dict[str, Any]], moments: list[datetime]
) -> None:
    """Whatever cases there are, at any moment: those chosen page by page are those whom the rule finds among all."""

    async def play() -> None:
        database = Database(database_url)
        try:
            case_ids = await _fresh_wave(database, len(people))
            async with database.begin() as conn:
                await conn.execute(update(sql.waves).values(**wave))
                for case_id, about in zip(case_ids, people, strict=True):
                    await _tell(conn, case_id, about)
            async with database.read() as conn:
                for now in moments:
                    expected = await _judged(conn, now) if now < wave["closes_at"] else set()
                    assert sorted(await _paged(conn, compose_reminders, now)) == sorted(expected)
        finally:
            await database.dispose()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reachable, "PAGE", 3)
        run_apart(play())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(ABOUT, min_size=1, max_size=12),
    words=st.lists(
        st.tuples(st.integers(1, 12), st.sampled_from(("given", "refused", "withdrawn"))), max_size=6
    ),
    left=st.sets(st.integers(1, 12), max_size=2),
    moments=st.lists(MOMENTS, min_size=1, max_size=8),
)
def test_sql_chooses_whom_an_order_reaches(
    database_url: str,
    people: list[dict[str, Any]],
    words: list[tuple[int, str]],
    left: set[int],
    moments: list[datetime],
) -> None:
    """Ordered out of turn: those chosen, and counted, are those whom the rule finds among all."""

    async def play() -> None:
        database = Database(database_url)
        try:
            case_ids = await _fresh_wave(database, len(people))
            async with database.begin() as conn:
                for case_id, about in zip(case_ids, people, strict=True):
                    await _tell(conn, case_id, about)
                for number, action in words:
                    if number <= len(people):
                        row = {"official_id": number, "action": action, "version": "1", "text_sha256": "0"}
                        await conn.execute(insert(sql.consent_events).values(**row, at=MONDAY))
                gone = update(sql.officials).where(sql.officials.c.id.in_(left))
                await conn.execute(gone.values(left_on=MONDAY.date()))
            async with database.read() as conn:
                for now in moments:
                    expected = await _reached(conn, now)
                    assert await _chosen(conn, now) == expected
                    about = {"reminded_before": now - MIN_GAP, "closes_after": now}
                    assert await reachable.count_remindable_at(conn, 1, now, **about) == len(expected)
        finally:
            await database.dispose()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reachable, "PAGE", 3)
        run_apart(play())


async def _reached(conn: AsyncConnection, now: datetime) -> list[int]:
    """Return the cases that an order reaches, looking at every case."""
    under_way = await sending.reminders_under_way(conn, 1, now)
    standings = await cases.case_facts(conn, 1)
    reached = [each for each in standings if is_remindable_at(each, now) and each.closes_at > now]
    return [each.id for each in reached if each.id not in under_way]


async def _chosen(conn: AsyncConnection, now: datetime) -> list[int]:
    chosen: list[int] = []
    while page := await reachable.remindable_at(
        conn,
        1,
        now,
        reminded_before=now - MIN_GAP,
        closes_after=now,
        after=chosen[-1] if chosen else 0,
    ):
        chosen += page
    return chosen


async def test_an_order_to_remind_a_large_wave_is_carried_out_page_by_page(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first leave with the order, which tells how many it reaches; the ticks queue the rest, once."""
    monkeypatch.setattr(reachable, "PAGE", 2)
    field = Field(database)
    case_ids = await make_wave(database, 7, reminders="")
    await field.change(sql.cases, begun_at=MONDAY)
    now = local(21, 9)
    async with database.begin() as conn:
        (wave,) = await cases.open_waves(conn)
        assert await count_remindable(conn, wave, CALENDAR, now) == 7
        assert await remind_now(conn, wave, CALENDAR, now, token="a") == 7
        assert await remind_now(conn, wave, CALENDAR, now, token="a") == 0
    assert len(await field.keys()) == 2
    for _ in range(2):
        await field.tick(now + timedelta(seconds=30))
        assert await field.keys() == [f"reminder:{case_id}:a" for case_id in case_ids]


async def test_what_is_left_of_an_order_ends_with_the_wave(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is reminded of a wave that was closed before their page came."""
    monkeypatch.setattr(reachable, "PAGE", 2)
    field = Field(database)
    await make_wave(database, 7, reminders="")
    await field.change(sql.cases, begun_at=MONDAY)
    async with database.begin() as conn:
        (wave,) = await cases.open_waves(conn)
        await remind_now(conn, wave, CALENDAR, local(21, 9), token="a")
    await field.change(sql.waves, state="closed")
    await field.tick(local(21, 9))
    assert len(await field.keys()) == 2
    async with database.read() as conn:
        assert await office.list_facts(conn, reachable.ORDERS) == []


async def _fresh_wave(database: Database, count: int) -> list[int]:
    """Clear the database, then store a wave with as many people, numbered from 1."""
    gone = (
        sql.outbox,
        sql.contact_attempts,
        sql.responses,
        sql.cases,
        sql.contact_points,
        sql.consent_events,
        sql.officials,
        sql.waves,
    )
    async with database.begin() as conn:
        for table in (*gone, sql.form_versions, sql.units):
            await conn.execute(delete(table))
        if not database.is_sqlite:
            for name in ("officials", "cases", "waves", "units"):
                await conn.exec_driver_sql(f"ALTER SEQUENCE {name}_id_seq RESTART")
    return await make_wave(database, count)


async def test_a_large_wave_is_written_to_page_by_page(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody is invited, and reminded, once, though no page holds all; between two pages others may write."""
    monkeypatch.setattr(reachable, "PAGE", 2)
    field = Field(database)
    case_ids = await make_wave(database, 7)
    await field.tick(MONDAY)
    assert await field.keys() == [f"invitation:{case_id}" for case_id in case_ids]
    assert field.wake_count == 4
    await field.change(sql.outbox, status="sent")
    await field.change(sql.cases, begun_at=MONDAY)
    await field.tick(MONDAY + timedelta(days=2))
    assert (await field.keys())[7:] == [f"reminder:{case_id}:1" for case_id in case_ids]


async def test_a_look_reads_only_who_may_be_due(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first reminder is due, and after it was queued, no case is judged; nor is who was invited."""
    judged: list[int] = []
    facts = cases.case_facts

    async def counting(conn: AsyncConnection, wave_id: int, case_ids: Any = None) -> Any:
        judged.extend(case_ids)
        return await facts(conn, wave_id, case_ids)

    monkeypatch.setattr(cases, "case_facts", counting)
    field = Field(database)
    await make_wave(database, 5)
    await field.tick(MONDAY)
    await field.change(sql.cases, begun_at=MONDAY)
    judged.clear()
    async with database.read() as conn:
        for now in (local(20, 9), local(21, 17) - timedelta(minutes=2)):
            assert await _paged(conn, compose_invitations, now) == []
            assert await _paged(conn, compose_reminders, now) == []
    assert judged == []
    await field.tick(MONDAY + timedelta(days=2))
    assert set(judged) == {1, 2, 3, 4, 5}
    judged.clear()
    await field.tick(MONDAY + timedelta(days=2, minutes=1))
    assert judged == []
