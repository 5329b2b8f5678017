"""What a batch loads and saves."""

import asyncio
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from storage import cases, mailbox, responses
from storage.administrators import grant_administration, list_administrators
from storage.cases import NewWave
from storage.database import Database
from storage.mailbox import InboxEntry
from storage.responses import AnswerWrite, Change, ParadatumWrite, ResponseWrite, TurnWrites
from storage.sql import answer_revisions, answers, inbox, paradata
from tests.storage.archive import AS_OF, DAY, HOUR, NOW, begin, consent, count, form, link, open_field


async def test_a_stranger_is_nobody(database: Database) -> None:
    """A chat that never wrote is missing from what is loaded."""
    async with database.read() as conn:
        assert await responses.load(conn, "telegram", ["nobody"], NOW) == {}


async def test_a_person_is_loaded_whole(database: Database) -> None:
    """Chat, official with unit, role, consent, wave, case, response and answers come together."""
    async with database.begin() as conn:
        field = await open_field(conn)
        chat = await link(conn, field, "LT01")
        await grant_administration(conn, chat, NOW)
        await consent(conn, field, "LT01", "refused")
        await consent(conn, field, "LT01", "given", NOW + HOUR)
        response = await begin(conn, field, "LT01")
        await responses.save(conn, TurnWrites(answers=[AnswerWrite(response, "birth_year", "1970", NOW)]))
    async with database.read() as conn:
        person = (await responses.load(conn, "telegram", ["chat-LT01"], NOW))["chat-LT01"]
        administrators = await list_administrators(conn)
    assert person.official is not None
    assert (person.official.full_name, person.official.unit_name) == ("Nguyễn Văn An", "Xã Phú Hòa")
    assert person.consent is not None
    assert person.consent.action == "given"
    assert person.wave is not None
    assert person.wave.form_sha256 == form().sha256
    assert person.case is not None
    assert person.case.refused_at is None
    assert person.case.begun_at == NOW
    assert person.response is not None
    assert person.response.facts == {"unit": "09505"}
    assert person.answers == {"birth_year": "1970"}
    assert (person.role, [admin.address for admin in administrators]) == ("owner", ["chat-LT01"])


async def test_people_do_not_mix(database: Database) -> None:
    """In a batch of several chats each gets their own and nobody else's."""
    keys = ["LT01", "LT02", "LT03"]
    async with database.begin() as conn:
        field = await open_field(conn)
        for key in keys:
            await link(conn, field, key)
            response = await begin(conn, field, key)
            await responses.save(conn, TurnWrites(answers=[AnswerWrite(response, "q", key, NOW)]))
    async with database.read() as conn:
        people = await responses.load(conn, "telegram", [f"chat-{key}" for key in keys], NOW)
    found = [
        (person.official and person.official.roster_key, person.answers["q"]) for person in people.values()
    ]
    assert sorted(found, key=str) == [(key, key) for key in keys]


async def test_a_batch_takes_few_queries(database: Database) -> None:
    """The number of queries does not grow with the number of people."""
    async with database.begin() as conn:
        field = await open_field(conn)
        for key in field.cases:
            await link(conn, field, key)
            await begin(conn, field, key)
    statements: list[str] = []
    async with database.read() as conn:
        event.listen(conn.sync_connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
        await responses.load(conn, "telegram", ["chat-LT01"], NOW)
        one = len(statements)
        await responses.load(conn, "telegram", [f"chat-{key}" for key in field.cases], NOW)
    assert len(statements) == 2 * one <= 20
    assert not any("choice_lists" in each for each in statements)  # of the whole country they are 150 KB


async def test_a_wave_is_open_only_within_its_time(database: Database) -> None:
    """Before its opening, from its closing on, and once closed, a wave asks nobody."""
    async with database.begin() as conn:
        field = await open_field(conn, closes_at=NOW + DAY)
        await link(conn, field, "LT01")
        found = []
        for moment in (NOW - HOUR, NOW, NOW + DAY - timedelta(seconds=1), NOW + DAY):
            person = (await responses.load(conn, "telegram", ["chat-LT01"], moment))["chat-LT01"]
            found.append(person.case is not None)
    assert found == [False, True, True, False]


async def test_of_several_waves_the_one_in_progress_comes_first(database: Database) -> None:
    """A wave that was begun goes before one that closes earlier; without it, the earlier closing goes first."""
    async with database.begin() as conn:
        field = await open_field(conn)
        await link(conn, field, "LT01")
        sooner = await cases.create_wave(conn, NewWave(form().sha256, NOW, NOW + DAY), NOW)
        wave = await cases.find_wave(conn, sooner)
        assert wave is not None
        await cases.draw(conn, wave, AS_OF)
        await cases.open_wave(conn, sooner, NOW, {})

        async def chosen() -> int:
            person = (await responses.load(conn, "telegram", ["chat-LT01"], NOW))["chat-LT01"]
            assert person.wave is not None
            return person.wave.id

        assert await chosen() == sooner
        response = await begin(conn, field, "LT01")
        assert await chosen() == field.wave.id
        done = ResponseWrite(response, "completed", "", 9, 0, NOW, NOW, 1, 1, 1, field.wave.id, b"\2\3\0")
        await responses.save(conn, TurnWrites(responses=[done]))
        assert await chosen() == sooner


async def test_a_response_begins_once(database: Database) -> None:
    """Beginning a case that has a response returns that one, unchanged."""
    async with database.begin() as conn:
        field = await open_field(conn)
        first = await begin(conn, field, "LT01")
        write = ResponseWrite(first, "in_progress", "later", 5, 1, NOW, None, 2, 4, 2, field.wave.id, b"")
        await responses.save(conn, TurnWrites(responses=[write]))
        assert await begin(conn, field, "LT01") == first
        (kept,) = (
            await responses.create_responses(
                conn, [responses.NewResponse(field.cases["LT01"], "x", 1, {}, NOW, b"")]
            )
        ).values()
    assert (kept.screen, kept.visit, kept.required_answered, kept.required_total) == ("later", 5, 2, 4)


async def test_everything_of_a_batch_is_saved(database: Database) -> None:
    """One save writes answers, revisions, paradata, chats, cases and updates."""
    async with database.begin() as conn:
        field = await open_field(conn)
        chat = await link(conn, field, "LT01")
        response = await begin(conn, field, "LT01")
        writes = TurnWrites(
            answers=[AnswerWrite(response, "q", "1", NOW), AnswerWrite(response, "q", "2", NOW)],
            paradata=[ParadatumWrite(response, "answered", NOW, "q", "q", "telegram")],
            contact_points=[Change(chat, {"office_step": "x"}), Change(chat, {"reminders_off_at": NOW})],
            cases=[Change(field.cases["LT01"], {"postponed_until": NOW + HOUR})],
            inbox=[InboxEntry("telegram", 1, "chat-LT01", NOW)],
        )
        await responses.save(conn, writes)
        person = (await responses.load(conn, "telegram", ["chat-LT01"], NOW))["chat-LT01"]
    assert person.answers == {"q": "2"}
    assert (person.contact_point.office_step, person.contact_point.reminders_off_at) == ("x", NOW)
    assert person.case is not None
    assert person.case.postponed_until == NOW + HOUR
    counts = [await count(database, rows) for rows in (answers, answer_revisions, paradata, inbox)]
    assert counts == [1, 2, 1, 1]


async def test_a_failed_batch_leaves_nothing(database: Database) -> None:
    """An answer to a response that does not exist undoes the whole batch."""
    failed = False
    try:
        async with database.begin() as conn:
            await mailbox.mark_received(conn, [InboxEntry("telegram", 1, "a", NOW)])
            await responses.save(conn, TurnWrites(answers=[AnswerWrite(999, "q", "1", NOW)]))
    except Exception:  # noqa: BLE001 - each database has its own
        failed = True
    assert failed
    assert await count(database, inbox) == await count(database, answers) == 0


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.sampled_from("abc"), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
            ),
            max_size=6,
        ),
        max_size=4,
    )
)
def test_answers_are_the_last_revisions(
    sqlite_database: Database, batches: list[list[tuple[str, str]]]
) -> None:
    """Whatever batches of answers are saved, each answer is its newest revision and every revision is kept."""

    async def play() -> None:
        async with sqlite_database.begin() as conn:
            savepoint = await conn.begin_nested()
            field = await open_field(conn)
            response = await begin(conn, field, "LT01")
            for batch in batches:
                writes = [AnswerWrite(response, item, value, NOW) for item, value in batch]
                await responses.save(conn, TurnWrites(answers=writes))
            flat = [pair for batch in batches for pair in batch]
            kept = await conn.execute(
                select(answer_revisions.c.item, answer_revisions.c.value).order_by(answer_revisions.c.id)
            )
            assert [tuple(row) for row in kept] == flat
            assert (await responses.answers_of(conn, [response]))[response] == dict(flat)
            await savepoint.rollback()
        await sqlite_database.dispose()

    asyncio.run(play())
