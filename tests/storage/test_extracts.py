"""Rows out of the archive."""

import random

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import administrators, cases, erasure, extracts, frame, office
from storage.cases import NewWave, case_facts
from storage.database import Database
from storage.responses import AnswerWrite, ResponseWrite, TurnWrites, save
from storage.unlinking import unlink_expired
from tests.storage.archive import AS_OF, DAY, HOUR, NOW, begin, consent, link, open_field


async def test_answers_come_case_by_case_in_chunks(database: Database) -> None:
    """Every case of a wave comes once, with its own answers, whatever the size of the chunks."""
    async with database.begin() as conn:
        field = await open_field(conn)
        for key in ("LT01", "LT03"):
            response = await begin(conn, field, key)
            await save(conn, TurnWrites(answers=[AnswerWrite(response, "q", key, NOW)]))
    async with database.read() as conn:
        for chunk in (1, 2, 100):
            rows = [found async for found in extracts.answers_of_wave(conn, field.wave.id, chunk)]
            assert len(rows) == 5
            answered = {found.standing.roster_key: found.answers for found in rows if found.answers}
            assert answered == {"LT01": {"q": "LT01"}, "LT03": {"q": "LT03"}}


async def test_progress_counts_persons_by_unit(database: Database) -> None:
    """Linked, started and completed are counted in each unit, and add up to the wave."""
    async with database.begin() as conn:
        field = await open_field(conn)
        for key in ("LT01", "LT02", "LT03"):
            await link(conn, field, key)
        for key in ("LT01", "LT02"):
            await begin(conn, field, key)
        response = await begin(conn, field, "LT01")
        done = ResponseWrite(response, "amended", "", 1, 0, NOW, NOW, 1, 1, 1, field.wave.id, b"")
        await save(conn, TurnWrites(responses=[done]))
    async with database.read() as conn:
        progress = await extracts.progress_by_unit(conn, field.wave.id)
    found = [(unit.unit_code, unit.total, unit.linked, unit.started, unit.completed) for unit in progress]
    assert found == [("09499", 2, 1, 0, 0), ("09505", 2, 2, 2, 1), ("xa-trung-kenh", 1, 0, 0, 0)]
    assert [unit.not_completed for unit in progress] == [2, 1, 1]


async def test_a_copy_holds_ones_own_data_and_nobody_elses(database: Database) -> None:
    """A copy has roster, chat, consent, answers with every revision; two people's copies share nothing."""
    copies = {}
    async with database.begin() as conn:
        field = await open_field(conn)
        for key in ("LT01", "LT03"):
            await link(conn, field, key)
            await consent(conn, field, key, "given")
            response = await begin(conn, field, key)
            written = [AnswerWrite(response, "q", f"{value}-{key}", NOW) for value in ("cũ", "mới")]
            await save(conn, TurnWrites(answers=written))
    async with database.read() as conn:
        for key in ("LT01", "LT03"):
            copies[key] = await extracts.copy_of_person(conn, field.officials[key])
    own = copies["LT01"]
    assert own["official"]["full_name"] == "Nguyễn Văn An"
    assert own["contact_points"][0]["address"] == "chat-LT01"
    assert own["consents"][0]["action"] == "given"
    assert own["responses"][0]["answers"] == {"q": "mới-LT01"}
    assert [revision["value"] for revision in own["responses"][0]["revisions"]] == ["cũ-LT01", "mới-LT01"]
    assert "LT03" not in str(own)
    assert "LT01" not in str(copies["LT03"])


async def test_the_office_remembers_facts_orders_and_jobs(database: Database) -> None:
    """A fact replaces the one before, orders stay newest first, a job is taken once and given back after a crash."""
    async with database.begin() as conn:
        assert await office.get_fact(conn, "bot") is None
        await office.set_fact(conn, "bot", "cu", NOW)
        await office.set_fact(conn, "bot", "moi", NOW + DAY)
        fact = await office.get_fact(conn, "bot")
        assert fact is not None
        assert (fact.value, fact.at) == ("moi", NOW + DAY)
        await office.record_order(conn, NOW, "cli", "wave opened", {"wave": 1})
        await office.record_order(conn, NOW, "1", "wave closed")
        assert [order.action for order in await office.list_orders(conn)] == ["wave closed", "wave opened"]
        number = await office.queue_job(conn, "export", {"wave": 1}, NOW)
        job = await office.claim_job(conn, NOW)
        assert job is not None
        assert (job.id, job.parameters) == (number, {"wave": 1})
        assert await office.claim_job(conn, NOW) is None
        assert await office.release_jobs(conn) == 1
        assert await office.claim_job(conn, NOW) is not None
        await office.finish_job(conn, number, NOW)
        assert await office.release_jobs(conn) == 0


async def test_administrators_come_and_go(database: Database) -> None:
    """A chat gives orders from the grant to the revocation, and again after another grant."""
    async with database.begin() as conn:
        chat = (await frame.ensure_contact_points(conn, "telegram", ["a"], NOW))["a"].id
        await administrators.grant_administration(conn, chat, NOW)
        (admin,) = await administrators.list_administrators(conn)
        await administrators.revoke_administration(conn, admin.id, NOW)
        assert await administrators.list_administrators(conn) == []
        await administrators.grant_administration(conn, chat, NOW, "analyst")
        (again,) = await administrators.list_administrators(conn)
    assert (again.id, again.role) == (admin.id, "analyst")
    assert AS_OF.year == again.granted_at.year


async def _progress_case_by_case(conn: AsyncConnection, wave_id: int) -> dict[str, tuple[int, int, int, int]]:
    """Count total, linked, started and completed of each unit from how every case stands."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for standing in await case_facts(conn, wave_id):
        is_linked = standing.contact_point_id is not None or standing.withdrawn_at is not None
        one = (1, int(is_linked), int(standing.response_id is not None), int(standing.is_completed))
        total, linked, started, completed = found.get(standing.unit_code, (0, 0, 0, 0))
        found[standing.unit_code] = (total + one[0], linked + one[1], started + one[2], completed + one[3])
    return found


@pytest.mark.parametrize("seed", [1, 2])
async def test_progress_is_that_of_every_case(database: Database, seed: int) -> None:
    """However people link, change chats, withdraw, are erased and unlinked: the quick counts are those case by case."""
    chance, now = random.Random(seed), NOW
    async with database.begin() as conn:
        field = await open_field(conn)
        waves = [field.wave.id]
        for _ in range(40):
            now += HOUR
            key = chance.choice([*field.cases])
            match chance.choice(
                ["link", "link", "link", "unlink", "begin", "withdraw", "again", "erase", "draw"]
            ):
                case "link":
                    await link(conn, field, key, chance.choice(["a", "b", f"chat-{key}"]))
                case "unlink":
                    made = await frame.ensure_contact_points(conn, "telegram", ["a"], now)
                    await frame.unlink(conn, made["a"].id, now)
                case "begin":
                    await begin(conn, field, key)
                case "withdraw":
                    await erasure.withdraw(conn, field.officials[key], now)
                case "again":
                    await consent(conn, field, key, "given", now)
                case "erase":
                    await erasure.erase(conn, field.officials[key], now)
                case _ if len(waves) < 3:
                    order = NewWave(field.wave.form_sha256, now, now + DAY)
                    waves.append(await cases.create_wave(conn, order, now))
                    wave = await cases.find_wave(conn, waves[-1])
                    assert wave is not None
                    await cases.draw(conn, wave, AS_OF)
            for wave_id in waves:
                progress = await extracts.progress_by_unit(conn, wave_id)
                found = {
                    unit.unit_code: (unit.total, unit.linked, unit.started, unit.completed)
                    for unit in progress
                }
                assert found == await _progress_case_by_case(conn, wave_id)
        await cases.close_wave(conn, field.wave.id, now, {})
        await unlink_expired(conn, now + 100 * DAY, 90)
        assert sum(unit.linked for unit in await extracts.progress_by_unit(conn, field.wave.id)) == sum(
            linked for _, linked, _, _ in (await _progress_case_by_case(conn, field.wave.id)).values()
        )
