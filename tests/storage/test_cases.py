"""Waves from planning to closing, and how their cases stand."""

from collections import Counter

import pytest
from sqlalchemy import select

from storage import cases, frame, instruments, mailbox
from storage.cases import NewWave
from storage.database import Database
from storage.instruments import FormTakenError
from storage.mailbox import Outcome, QueuedMessage
from storage.responses import AnswerWrite, ResponseWrite, TurnWrites, save
from storage.sql import waves
from storage.standings import CaseStanding
from surveys.questionnaire import Questionnaire
from tests.storage.archive import (
    AS_OF,
    DAY,
    HOUR,
    NOW,
    ROWS,
    begin,
    consent,
    form,
    link,
    load_roster,
    open_field,
)


async def test_a_published_form_is_immutable(database: Database) -> None:
    """The same form again is nothing new; the same version with another content is refused by name."""
    async with database.begin() as conn:
        assert await instruments.publish(conn, form(), NOW)
        assert not await instruments.publish(conn, form(), NOW)
        with pytest.raises(FormTakenError, match="thu 1"):
            await instruments.publish(conn, form(label="Năm sinh?"), NOW)
        assert await instruments.publish(conn, form("2", "Năm sinh?"), NOW + DAY)
        newest = await instruments.latest(conn, "thu")
        assert newest is not None
        assert newest.version == "2"
        assert [found.version for found in await instruments.published(conn)] == ["2", "1"]


async def test_a_form_comes_back_equal(database: Database) -> None:
    """What was published is read back as the same form, under its hash."""
    async with database.begin() as conn:
        await instruments.publish(conn, form(), NOW)
        text = await instruments.definition(conn, form().sha256)
        with pytest.raises(LookupError):
            await instruments.definition(conn, "unknown")
        assert await instruments.latest(conn, "unknown") is None
    assert Questionnaire.from_json(text) == form()


async def test_a_wave_opens_and_closes_once_each(database: Database) -> None:
    """A wave is due by its dates and its state; a second opening or closing does nothing."""
    async with database.begin() as conn:
        await instruments.publish(conn, form(), NOW)
        number = await cases.create_wave(
            conn, NewWave(form().sha256, NOW, NOW + DAY, ["263"], ["bi_thu"]), NOW
        )
        assert await cases.due_to_open(conn, NOW - HOUR) == []
        (due,) = await cases.due_to_open(conn, NOW)
        assert (due.id, due.unit_codes, due.titles) == (number, ("263",), ("bi_thu",))
        assert await cases.due_to_close(conn, NOW + DAY) == []
        assert await cases.open_wave(conn, number, NOW, {"units": [["09505", "Xã Phú Hòa"]]})
        assert not await cases.open_wave(conn, number, NOW, {})
        (running,) = await cases.due_to_close(conn, NOW + DAY)
        assert await conn.scalar(select(waves.c.choice_lists)) == {"units": [["09505", "Xã Phú Hòa"]]}
        assert await cases.open_waves(conn) == [running]
        assert await cases.close_wave(conn, number, NOW + DAY, {})
        assert not await cases.close_wave(conn, number, NOW + DAY, {})
        assert [wave.state for wave in await cases.list_waves(conn)] == ["closed"]


async def test_drawing_twice_makes_each_case_once(database: Database) -> None:
    """A second draw adds only who has come since; who has left is not drawn."""
    async with database.begin() as conn:
        await load_roster(conn, ROWS[:3])
        await instruments.publish(conn, form(), NOW)
        wave = await cases.find_wave(
            conn, await cases.create_wave(conn, NewWave(form().sha256, NOW, NOW + DAY, ["263"]), NOW)
        )
        assert wave is not None
        assert await cases.draw(conn, wave, AS_OF) == 3
        assert await cases.draw(conn, wave, AS_OF) == 0
        await load_roster(conn, ROWS[1:])
        assert await cases.draw(conn, wave, AS_OF) == 2
        drawn = await cases.list_cases(conn, wave.id)
    assert [case.roster_key for case in drawn] == ["LT03", "LT01", "LT02", "LT04", "LT05"]


@pytest.mark.parametrize(
    ("unit_codes", "titles"), [((), ()), (("263",), ()), (("09505",), ("bi_thu",)), (("nowhere",), ())]
)
async def test_an_audience_is_counted_as_it_is_listed(
    database: Database, unit_codes: tuple[str, ...], titles: tuple[str, ...]
) -> None:
    """By unit and title, with those who have a chat: the same people as one by one, who left not among them."""
    async with database.begin() as conn:
        field = await open_field(conn)
        await link(conn, field, "LT01")
        await load_roster(conn, ROWS[:-1])
        people = await frame.list_officials(conn, AS_OF, unit_codes, titles)
        posts = await frame.list_posts(conn, AS_OF, unit_codes, titles)
        assert await frame.count_officials(conn, AS_OF, unit_codes, titles) == len(people)
    held = Counter((one.unit_code, one.unit_name, one.title) for one in people)
    assert {(post.unit_code, post.unit_name, post.title): post.count for post in posts} == held
    assert sum(post.linked_count for post in posts) == sum(one.roster_key == "LT01" for one in people)


async def standings(database: Database, wave_id: int) -> dict[str, CaseStanding]:
    """Return how the cases stand, by roster key."""
    async with database.read() as conn:
        return {standing.roster_key: standing for standing in await cases.case_facts(conn, wave_id)}


async def test_a_fresh_case_knows_nothing(database: Database) -> None:
    """Before anything happened a case is not linked, not begun, not reminded."""
    async with database.begin() as conn:
        field = await open_field(conn)
    fresh = (await standings(database, field.wave.id))["LT05"]
    assert not fresh.is_linked
    assert (fresh.consent, fresh.response_status, fresh.begun_at, fresh.last_number) == ("", "", None, 0)
    assert (fresh.answered_count, fresh.delivered_count, fresh.undelivered_count) == (0, 0, 0)


async def test_a_case_stands_as_its_rows_say(database: Database) -> None:
    """Link, consent, answers, messages and reminders of one person show in that person's case alone."""
    async with database.begin() as conn:
        field = await open_field(conn)
        chat = await link(conn, field, "LT01")
        await frame.set_reminders_off(conn, chat, NOW)
        await consent(conn, field, "LT01", "given")
        response = await begin(conn, field, "LT01")
        written = [AnswerWrite(response, "a", "1", NOW), AnswerWrite(response, "b", "", NOW)]
        stand = ResponseWrite(response, "in_progress", "c", 3, 0, NOW, None, 1, 4, 1, field.wave.id, b"")
        await save(conn, TurnWrites(answers=written, responses=[stand]))
        common = {"channel": "telegram", "address": "a", "message": {}, "created_at": NOW}
        messages = [
            QueuedMessage("bulk", "reminder", case_id=field.cases["LT01"], number=n, key=f"{n}", **common)  # type: ignore[arg-type]
            for n in (1, 2, 3)
        ]
        await mailbox.queue(conn, messages)
        claimed = await mailbox.claim(conn, "bulk", NOW, 2, "one")
        await mailbox.mark(
            conn, [Outcome(claimed[0].id, "sent", NOW + HOUR), Outcome(claimed[1].id, "failed", NOW + DAY)]
        )
    found = await standings(database, field.wave.id)
    one = found["LT01"]
    assert (one.is_linked, one.consent, one.reminders_off_at, one.begun_at) == (True, "given", NOW, NOW)
    assert (one.answered_count, one.required_answered, one.required_total) == (1, 1, 4)
    assert (one.last_number, one.last_reminded_at) == (3, NOW + HOUR)
    assert (one.delivered_count, one.undelivered_count) == (1, 1)
    assert (one.full_name, one.unit_name, one.address) == ("Nguyễn Văn An", "Xã Phú Hòa", "chat-LT01")
    assert [standing.last_number for key, standing in found.items() if key != "LT01"] == [0] * 4


async def test_a_refusal_is_taken_back_by_consent(database: Database) -> None:
    """Who refused and then agrees after all has not refused; who refuses twice did so the first time."""
    async with database.begin() as conn:
        field = await open_field(conn)
        await consent(conn, field, "LT01", "refused", NOW)
        await consent(conn, field, "LT01", "refused", NOW + HOUR)
        await consent(conn, field, "LT02", "refused", NOW)
        await consent(conn, field, "LT02", "given", NOW + HOUR)
    found = await standings(database, field.wave.id)
    assert [found[key].refused_at for key in ("LT01", "LT02")] == [NOW, None]
    assert [found[key].consent for key in ("LT01", "LT02")] == ["refused", "given"]


async def test_who_left_shows_in_their_case(database: Database) -> None:
    """A case remembers that its official is no more in office, so that nobody reminds them."""
    async with database.begin() as conn:
        field = await open_field(conn)
        await load_roster(conn, ROWS[1:])
    assert (await standings(database, field.wave.id))["LT01"].left_on == AS_OF


async def test_closing_freezes_outcomes_and_drops_what_waits(database: Database) -> None:
    """After the closing each case bears its outcome, and no queued reminder of the wave leaves."""
    async with database.begin() as conn:
        field = await open_field(conn)
        queued = QueuedMessage("bulk", "reminder", "telegram", "a", {}, NOW, case_id=field.cases["LT01"])
        await mailbox.queue(conn, [queued])
        outcomes = dict.fromkeys(field.cases.values(), "unlinked")
        assert await cases.close_wave(conn, field.wave.id, NOW, outcomes)
        assert await mailbox.claim(conn, "bulk", NOW, 10, "one") == []
    assert {standing.outcome for standing in (await standings(database, field.wave.id)).values()} == {
        "unlinked"
    }


async def test_putting_off_and_beginning(database: Database) -> None:
    """A case begins once; its reminders may be put off and taken up again."""
    async with database.begin() as conn:
        field = await open_field(conn)
        case_id = field.cases["LT01"]
        await cases.note_beginning(conn, case_id, NOW)
        await cases.note_beginning(conn, case_id, NOW + DAY)
        await cases.postpone(conn, case_id, NOW + HOUR)
        (put_off,) = await cases.case_facts(conn, field.wave.id, [case_id])
        await cases.postpone(conn, case_id, None)
        (taken_up,) = await cases.case_facts(conn, field.wave.id, [case_id])
    assert (put_off.begun_at, put_off.postponed_until, taken_up.postponed_until) == (NOW, NOW + HOUR, None)
