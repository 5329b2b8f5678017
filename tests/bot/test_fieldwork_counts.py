"""The fieldwork of a wave, counted in the archive: the same as judging every case by itself."""

import random
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.fieldwork import close_due, close_now, facts_of, is_by_hand
from bot.office.progress import UnitCase, count_progress
from bot.office.standing import progress_of
from storage import cases, sql
from storage.database import Database
from storage.fieldwork import fieldwork_of
from storage.standings import CaseStanding
from surveys.disposition import Outcome, outcome
from tests.bot.field import CLOSING, MONDAY, make_wave

NOW: Final = datetime(2015, 4, 28, 3, 0, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
COUNT: Final = 240


async def scatter(database: Database, seed: int = 1) -> None:
    """Let everything happen to the cases of a wave at random: chats, consents, answers, messages, reminders."""
    chance = random.Random(seed)
    case_ids = await make_wave(database, COUNT)
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("consents", "responses", "outbox", "attempts", "chats")
    }
    async with database.begin() as conn:
        await conn.execute(
            insert(sql.units).values(code="2", name="Xã An Thịnh", valid_from=date(2015, 1, 1))
        )
        for number, case_id in enumerate(case_ids, start=1):
            await scatter_one(conn, chance, number, case_id, rows)
        for name, into in (
            ("consents", sql.consent_events),
            ("responses", sql.responses),
            ("outbox", sql.outbox),
            ("attempts", sql.contact_attempts),
            ("chats", sql.contact_points),
        ):
            await conn.execute(insert(into), rows[name])


async def scatter_one(
    conn: Any, chance: random.Random, number: int, case_id: int, rows: dict[str, list[dict[str, Any]]]
) -> None:
    """Let everything happen to one case."""
    changes: dict[str, Any] = {
        "unit_id": chance.choice((1, 2)),
        "title": chance.choice(("bt", "ct_ubnd", "tpht")),
    }
    changes |= {
        name: NOW if chance.random() < 0.1 else None for name in ("refused_at", "withdrawn_at", "invited_at")
    }
    await conn.execute(update(sql.cases).where(sql.cases.c.id == case_id).values(changes))
    own_chat = update(sql.contact_points).where(sql.contact_points.c.official_id == number)
    await conn.execute(
        own_chat.values(
            official_id=number if chance.random() < 0.8 else None,
            blocked_at=NOW if chance.random() < 0.3 else None,
        )
    )
    if chance.random() < 0.2:
        rows["chats"].append(second_chat(number, is_blocked=chance.random() < 0.5))
    for action in chance.choices(("given", "refused", "withdrawn", "erased", ""), (9, 1, 1, 1, 9), k=2):
        if action:
            rows["consents"].append(
                {
                    "official_id": number,
                    "action": action,
                    "version": "1",
                    "text_sha256": "0",
                    "channel": "post",
                    "at": NOW,
                }
            )
    if chance.random() < 0.6:
        rows["responses"].append(response(case_id, chance))
    for status in chance.choices(("sent", "failed", "queued", ""), k=2):
        if status:
            rows["outbox"].append(message(case_id, status))
    for step in range(chance.randint(0, 4)):
        rows["attempts"].append(attempt(case_id, step, chance.choice(("sent", "sent", "unknown", "failed"))))


def second_chat(number: int, *, is_blocked: bool) -> dict[str, Any]:
    """Return another chat of an official."""
    return {
        "channel": "zalo",
        "address": str(number),
        "official_id": number,
        "created_at": MONDAY,
        "linked_at": MONDAY + HOUR,
        "blocked_at": NOW if is_blocked else None,
        "card_ref": "",
        "card_visit": 0,
        "office_step": "",
    }


def response(case_id: int, chance: random.Random) -> dict[str, Any]:
    """Return a response that is somewhere."""
    status = chance.choice(("in_progress", "completed", "amended", "stopped"))
    started_at = MONDAY + chance.randint(0, 200) * HOUR
    is_done = status in ("completed", "amended")
    required = chance.randint(0, 6)
    return {
        "case_id": case_id,
        "wave_id": 1,
        "unit_id": 1,
        "status": status,
        "screen": "@done" if is_done else chance.choice(("a", "b", "@review")),
        "visit": 1,
        "tries": 0,
        "seed": 0,
        "answered_count": chance.choice((0, required, required + 2)),
        "required_answered": required,
        "required_total": 6,
        "facts": {},
        "started_at": started_at,
        "updated_at": started_at,
        "completed_at": started_at + timedelta(seconds=chance.randint(60, 4000)) if is_done else None,
    }


def message(case_id: int, status: str) -> dict[str, Any]:
    """Return a message of a case in the outbox."""
    return {
        "lane": "bulk",
        "purpose": "invitation",
        "number": 0,
        "channel": "post",
        "address": "1",
        "case_id": case_id,
        "message": {},
        "created_at": NOW,
        "claimed_by": "",
        "status": status,
        "attempt_count": 0,
        "sent_ref": "",
        "error": "",
    }


def attempt(case_id: int, step: int, result: str) -> dict[str, Any]:
    """Return an invitation (step 0) or a reminder that was tried, two days apart."""
    return {
        "case_id": case_id,
        "contact_point_id": 1,
        "purpose": "reminder" if step else "invitation",
        "number": step,
        "at": MONDAY + step * 48 * HOUR,
        "result": result,
    }


async def judged_one_by_one(database: Database) -> Counter[tuple[str, str, Outcome]]:
    """Judge each case by itself, as closing does."""
    async with database.read() as conn:
        standings = await cases.case_facts(conn, 1)
    return Counter((each.unit_code, each.title, outcome(facts_of(each))) for each in standings)


async def counted(database: Database) -> Counter[tuple[str, str, Outcome]]:
    """Count them in the archive."""
    async with database.read() as conn:
        found = await fieldwork_of(conn, 1)
    return Counter({(each.unit_code, each.title, each.outcome): each.count for each in found.groups})


async def test_an_open_wave_is_counted_as_each_case_is_judged(database: Database) -> None:
    """Whatever happened to the cases, the counts by unit, title and outcome are those of judging one by one."""
    await scatter(database)
    found = await counted(database)
    assert found == await judged_one_by_one(database)
    assert found.total() == COUNT
    assert {kind[2] for kind in found} == set(Outcome)


async def test_the_progress_is_that_of_each_case_and_reads_none(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an administrator sees of a wave is counted in SQL: the same figures as by going through the cases."""
    await scatter(database)
    async with database.read() as conn:
        standings = await cases.case_facts(conn, 1)
        expected = count_progress(UnitCase(s.unit_code, s.unit_name, facts_of(s)) for s in standings)
        expected = replace(expected, by_hand_count=sum(map(is_by_hand, standings)))
        monkeypatch.setattr(cases, "case_facts", None)
        wave = await cases.find_wave(conn, 1)
        assert wave is not None
        assert await progress_of(conn, wave, NOW.date()) == expected


async def test_a_closed_wave_keeps_its_outcomes(database: Database) -> None:
    """Closing freezes what was counted; what happens to the people later changes nothing of it."""
    await scatter(database)
    before = await counted(database)
    async with database.begin() as conn:
        wave = await cases.find_wave(conn, 1)
        assert wave is not None
        assert await close_now(conn, wave, CLOSING)
        await conn.execute(update(sql.contact_points).values(blocked_at=CLOSING))
    assert await counted(database) == before


async def test_a_large_wave_is_closed_a_page_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends for everybody at once; a crash between two pages changes nothing of how it is counted in the end."""
    monkeypatch.setattr(cases, "PAGE", 7)
    judged: list[int] = []
    facts = cases.case_facts

    async def counting(conn: AsyncConnection, wave_id: int, case_ids: Collection[int]) -> list[CaseStanding]:
        judged.append(len(case_ids))
        if len(judged) == 3:
            raise OSError
        return await facts(conn, wave_id, case_ids)

    await scatter(database)
    before = await counted(database)
    monkeypatch.setattr(cases, "case_facts", counting)
    async with database.begin() as conn:
        wave = await cases.find_wave(conn, 1)
        assert wave is not None
        assert await close_now(conn, wave, CLOSING)
        (ended,) = await cases.due_to_close(conn, CLOSING)
        assert (ended.state, ended.closes_at) == ("open", CLOSING)
    with pytest.raises(OSError):
        await close_due(database, CLOSING)
    assert await close_due(database, CLOSING) == [1]
    assert await close_due(database, CLOSING) == []
    assert max(judged) == 7
    assert sum(judged) == COUNT + 7
    monkeypatch.undo()
    assert await counted(database) == before


async def test_who_withdraws_after_the_closing_counts_as_refused(database: Database) -> None:
    """The frozen outcome gives way: consent taken back outweighs what was submitted."""
    (case_id,) = await make_wave(database, 1, state="closed")
    async with database.begin() as conn:
        await conn.execute(update(sql.cases).values(outcome="completed"))
    assert list(await counted(database)) == [("1", "ct_ubnd", Outcome.COMPLETED)]
    async with database.begin() as conn:
        await conn.execute(update(sql.cases).where(sql.cases.c.id == case_id).values(withdrawn_at=CLOSING))
    assert list(await counted(database)) == [("1", "ct_ubnd", Outcome.REFUSED)]


async def test_stops_times_and_reminders_are_those_of_the_rows(database: Database) -> None:
    """The same figures as by going through the rows in Python, people who withdrew left out."""
    await scatter(database, seed=2)
    async with database.read() as conn:
        found = await fieldwork_of(conn, 1)
        drawn = {case.id: case for case in await cases.list_cases(conn, 1)}
        begun = [dict(row) for row in (await conn.execute(sql.responses.select())).mappings()]
        tried = [dict(row) for row in (await conn.execute(sql.contact_attempts.select())).mappings()]
    begun = [row for row in begun if drawn[row["case_id"]].withdrawn_at is None]
    done = [row for row in begun if row["completed_at"] is not None]
    left = [row for row in tried if row["result"] != "failed"]
    seconds = sorted(round((row["completed_at"] - row["started_at"]).total_seconds()) for row in done)
    assert list(found.answering_seconds) == seconds
    assert found.reminded == Counter(row["number"] for row in left)
    assert found.completed_after == Counter(
        max(
            (
                row["number"]
                for row in left
                if row["case_id"] == each["case_id"] and row["at"] <= each["completed_at"]
            ),
            default=0,
        )
        for each in done
    )


async def test_stops_are_those_of_the_half_answered_and_the_broken_off(database: Database) -> None:
    """Open or closed: as many as there are such cases, each where it stands; who declined afterwards is not told of."""
    await scatter(database, seed=3)
    unfinished = (Outcome.PARTIAL, Outcome.BREAKOFF)
    async with database.read() as conn:
        found = await fieldwork_of(conn, 1)
        ended = {each.id: outcome(facts_of(each)) for each in await cases.case_facts(conn, 1)}
        begun = [dict(row) for row in (await conn.execute(sql.responses.select())).mappings()]
    expected = Counter(row["screen"] for row in begun if ended[row["case_id"]] in unfinished)
    assert found.stops == expected
    assert expected.total() == sum(group.count for group in found.groups if group.outcome in unfinished) > 9
    async with database.begin() as conn:
        wave = await cases.find_wave(conn, 1)
        assert wave is not None
        assert await close_now(conn, wave, CLOSING)
    async with database.read() as conn:
        assert (await fieldwork_of(conn, 1)).stops == expected


async def test_a_reminder_without_a_number_is_no_invitation(database: Database) -> None:
    """One put off by the person, or ordered out of turn, is left out of the numbered ones."""
    (case_id,) = await make_wave(database, 1)
    rows = [attempt(case_id, 0, "sent"), attempt(case_id, 1, "sent") | {"number": 0}]
    async with database.begin() as conn:
        await conn.execute(insert(sql.contact_attempts), rows)
        assert (await fieldwork_of(conn, 1)).reminded == {0: 1}


async def test_an_unknown_wave_is_an_error(sqlite_database: Database) -> None:
    """Nothing is made up of a wave that is not there."""
    async with sqlite_database.read() as conn:
        with pytest.raises(LookupError):
            await fieldwork_of(conn, 9)
