"""Unlinked means unlinked: whoever has the whole database in hand knows of nobody what they answered."""

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.office.export import answer_table, make_document
from bot.office.material import facts_of, gather
from bot.office.report import ReportOrder, make_report
from storage import projections, sql, unlinking
from storage.cases import close_wave, find_wave
from storage.database import Database
from storage.erasure import withdraw
from storage.extracts import answers_of_wave, progress_by_unit
from storage.frame import list_requests, register_request
from storage.instruments import form_of
from storage.records import WaveRecord
from storage.responses import AnswerWrite, NewResponse, TurnWrites, create_response, save
from storage.retention import retain
from storage.scrubbing import scrub
from storage.unlinking import unlink_expired
from surveys.aggregation import tables_of
from surveys.aggregation.groups import title_groups
from surveys.aggregation.material import Material
from surveys.confidentiality import FEWEST
from surveys.field_period import VIETNAM
from surveys.interview import begin as begin_interview
from surveys.projection import Layout, pack_interview
from surveys.questionnaire import Item, ItemType, Questionnaire, Screen
from surveys.reporting.word.letterhead import Letterhead
from surveys.titles import built_in_titles
from tests.storage.archive import DAY, NOW, Field, count, open_field
from tests.storage.files import files_that_hold
from tests.storage.intruder import Intruder
from tests.storage.lived_wave import ANSWERED, CLOSES_AT, HALF_WAY, live_through_wave, opinion

AFTER = CLOSES_AT + timedelta(days=90)
BY_CHANCE = 10
"""So many right guesses of 75 happen by chance once in a million times."""


async def truth_of(database: Database) -> dict[int, int]:
    """Return whose each case is, while it is known."""
    async with database.read() as conn:
        rows = await conn.execute(select(sql.cases.c.id, sql.cases.c.official_id))
        return {row[0]: row[1] for row in rows}


async def unlink(database: Database) -> int:
    """Let the retention end."""
    async with database.begin() as conn:
        return await unlink_expired(conn, AFTER, 90)


async def test_before_the_retention_everybody_is_known(database: Database) -> None:
    """The intruder is no straw man: while a wave is linked, each way of matching finds nearly everybody."""
    await live_through_wave(database)
    truth, intruder = await truth_of(database), await Intruder.breaks_in(database)
    answered = set(intruder.answered())
    assert len(answered) == ANSWERED
    assert intruder.hits(intruder.by_reference(), truth) == len(truth)
    assert intruder.hits(intruder.by_moments(), truth) >= ANSWERED
    assert [intruder.hits(guess, truth) for guess in intruder.by_order()] == [75, 60, 60, 60, 60]
    assert intruder.hits(intruder.by_words(), truth) == ANSWERED
    fitting = intruder.candidates()
    assert sum(fitting[case] == {truth[case]} for case in answered) >= ANSWERED - 1


async def test_of_a_claim_the_day_is_left(database: Database) -> None:
    """When a code was claimed stands to the second while the wave is linked, and to the day afterwards."""
    await live_through_wave(database)
    before = list((await Intruder.breaks_in(database)).claims())
    await unlink(database)
    after = list((await Intruder.breaks_in(database)).claims())
    assert sum(at.time() != time() for at in before) > 4 * ANSWERED - 10
    assert [at for at in after if at.time() != time()] == []
    assert sorted(at.date() for at in after) == sorted(at.date() for at in before)


async def test_after_the_retention_nobody_is_known(database: Database) -> None:
    """No reference, moment, word or order tells whose a case is; at least five officials fit to each."""
    await live_through_wave(database)
    before = await Intruder.breaks_in(database)
    whose = answers_by_official(before, await truth_of(database))
    assert await unlink(database) == 75
    intruder = await Intruder.breaks_in(database)
    assert len(intruder.cases) == 75
    assert len(intruder.answered()) == ANSWERED
    assert intruder.by_reference() == {}
    assert intruder.by_moments() == {}
    assert intruder.by_words() == {}
    assert not any({"from", "to"} & entry["details"].keys() for entry in intruder.tables["audit_log"])
    assert {len(fitting) >= FEWEST for fitting in intruder.candidates().values()} == {True}
    for guess in intruder.by_order():
        assert recognised(intruder, guess, whose) < BY_CHANCE


def answers_by_official(intruder: Intruder, truth: Mapping[int, int]) -> dict[int, dict[str, str]]:
    """Return what each official answered."""
    own, begun = intruder.answers(), intruder.responses()
    return {truth[case]: own[row["id"]] for case, row in begun.items()}


def recognised(intruder: Intruder, guess: Mapping[int, int], whose: Mapping[int, Mapping[str, str]]) -> int:
    """Count the cases whose kept answers are all those of the official that was guessed: the right one, or a twin."""
    own, begun = intruder.answers(), intruder.responses()
    return sum(
        official in whose and kept_of(own[begun[case]["id"]]).items() <= whose[official].items()
        for case, official in guess.items()
        if case in begun
    )


def kept_of(given: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that stand as they were given."""
    return {item: value for item, value in given.items() if value != "–"}


# --- what stays ---------------------------------------------------------------------------------------

UNCHANGED = (
    "dispositions",
    "rates",
    "stops",
    "answering_time",
    "reminders",
    "reliability",
    "quality_total",
)


async def material_of(database: Database, wave: WaveRecord) -> Material:
    """Read what a report of the wave is made from, as one month after its closing."""
    async with database.read() as conn:
        return await gather(
            conn, wave, as_of=(CLOSES_AT + timedelta(days=30)).date(), zone=VIETNAM, titles=built_in_titles()
        )


async def test_a_later_report_says_less_and_nothing_else(database: Database) -> None:
    """Outcomes, rates, times, reminders and what all were asked stay the same; the rest counts fewer people."""
    wave = await live_through_wave(database)
    before = {table.key: table for table in tables_of(await material_of(database, wave))}
    await unlink(database)
    material = await material_of(database, wave)
    after = {table.key: table for table in tables_of(material)}
    assert set(after) == set(before)
    assert {key for key in UNCHANGED if after[key].rows != before[key].rows} == set()
    assert material.wave is not None
    assert len(material.wave.responses.counted()) == ANSWERED
    groups = title_groups(material.wave.form, material.wave.responses, material.titles).counts()
    assert sum(count for code, count in groups.items() if code != "missing") >= 50


@pytest.mark.parametrize("people", [ANSWERED, 4])
async def test_every_file_of_a_report_can_still_be_made(sqlite_database: Database, people: int) -> None:
    """Word, workbook, pictures, lists and both exports are made of an unlinked wave, even if few answered it."""
    wave = await live_through_wave(sqlite_database, people)
    await unlink(sqlite_database)
    material = await material_of(sqlite_database, wave)
    order = ReportOrder("nd30", Letterhead(), facts_of(material, office="Ban Tổ chức"))
    made = await make_report(material, order, _carry, _tell)
    assert made.word.startswith(b"PK")
    assert made.workbook.startswith(b"PK")
    assert ("needs_ranking" in made.pictures) == (people == ANSWERED)
    async with sqlite_database.read() as conn:
        table = await answer_table(conn, wave, AFTER, VIETNAM, built_in_titles())
    assert len(list(table.rows)) == 75
    assert {row.full_name for row in table.rows} == {""}
    assert opinion("LT010").encode() not in make_document(table, ".csv")
    assert make_document(table, ".xlsx").startswith(b"PK")


async def _carry(work: Callable[..., Any], *arguments: Any) -> Any:
    return work(*arguments)


async def _tell(*_: Any) -> None:
    """Nobody waits for this report."""


async def test_a_projection_made_again_counts_the_same_people(database: Database) -> None:
    """``khaosat db upgrade`` may rebuild the packed responses of an unlinked wave: who submitted stays."""
    wave = await live_through_wave(database)
    await unlink(database)
    async with database.begin() as conn:
        form = await form_of(conn, wave)
        before = await projections.load_matrix(conn, wave.id, Layout.of(form))
        assert await projections.is_whole(conn, wave.id, Layout.of(form))
        await projections.rebuild(conn, wave.id, form, VIETNAM)
        after = await projections.load_matrix(conn, wave.id, Layout.of(form))
    assert after.counts("a_title") == before.counts("a_title")
    assert after.counts("e_bar") == before.counts("e_bar")
    assert len(after.counted()) >= ANSWERED - len(HALF_WAY)


async def test_progress_of_an_old_wave_still_adds_up(database: Database) -> None:
    """Every case is counted under the unit that is not told, and who submitted among them."""
    wave = await live_through_wave(database)
    await unlink(database)
    async with database.read() as conn:
        progress = await progress_by_unit(conn, wave.id)
        rows = [found async for found in answers_of_wave(conn, wave.id)]
    assert (sum(each.total for each in progress), sum(each.completed for each in progress)) == (75, 57)
    assert len(rows) == 75
    assert {found.standing.unit_code for found in rows} == {"missing"}


# --- when it happens ----------------------------------------------------------------------------------


async def test_it_happens_once_and_not_too_early(database: Database) -> None:
    """Before the last day nothing changes, then everything at once; a second time there is nothing to do."""
    await live_through_wave(database)
    async with database.begin() as conn:
        assert await unlink_expired(conn, AFTER - timedelta(seconds=1), 90) == 0
        assert await unlink_expired(conn, AFTER, 90) == 75
    once = (await Intruder.breaks_in(database)).everything()
    assert await unlink(database) == 0
    assert (await Intruder.breaks_in(database)).everything() == once


async def test_a_crash_in_the_middle_changes_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever dies between writing the new rows and deleting the old ones leaves the wave as it was."""
    await live_through_wave(database)
    before = (await Intruder.breaks_in(database)).everything()

    monkeypatch.setattr(unlinking.anew, "_delete", _die)
    with pytest.raises(ConnectionError):
        await unlink(database)
    assert (await Intruder.breaks_in(database)).everything() == before
    monkeypatch.undo()
    assert await unlink(database) == 75


async def test_a_wave_that_cannot_be_unlinked_holds_up_no_erasure(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A withdrawal is carried out on its day even if something goes wrong with an old wave."""
    wave = await live_through_wave(database)
    async with database.begin() as conn:
        due = AFTER.date()
        person = next(iter((await truth_of(database)).values()))
        await withdraw(conn, person, CLOSES_AT)
        await register_request(conn, person, "withdraw", CLOSES_AT, answer_due=due, act_due=due)
    monkeypatch.setattr(unlinking, "write_anew", _die)
    with pytest.raises(ConnectionError):
        await retain(database, due, AFTER, 90)
    async with database.read() as conn:
        assert await list_requests(conn, only_open=True) == []
        found = await find_wave(conn, wave.id)
        assert found is not None
        assert found.state == "closed"
    monkeypatch.undo()
    await retain(database, due, AFTER, None)
    assert (await Intruder.breaks_in(database)).by_reference() != {}
    await retain(database, due, AFTER, 90)
    assert (await Intruder.breaks_in(database)).by_reference() == {}


async def _die(*_: object) -> None:
    raise ConnectionError


async def test_what_an_earlier_version_unlinked_is_done_again(database: Database) -> None:
    """A wave that only lost the numbers of its officials is unlinked like any other."""
    await live_through_wave(database)
    before = await Intruder.breaks_in(database)
    whose = answers_by_official(before, await truth_of(database))
    async with database.begin() as conn:
        nobody = {"official_id": None, "roster_key": "", "is_linked": False}
        await conn.execute(sql.cases.update().values(**nobody))
    assert (await Intruder.breaks_in(database)).by_moments() != {}
    assert await unlink(database) == 75
    intruder = await Intruder.breaks_in(database)
    assert intruder.by_moments() == {}
    assert recognised(intruder, intruder.by_order()[1], whose) < BY_CHANCE


async def test_of_fewer_than_five_nothing_stays(database: Database) -> None:
    """If four answered, their cases stay and none of their answers."""
    field = await answered_by(database, 4)
    async with database.begin() as conn:
        await close_wave(conn, field.wave.id, NOW, dict.fromkeys(field.cases.values(), "completed"))
        assert await unlink_expired(conn, NOW + 90 * DAY, 90) == 5
    assert [await count(database, rows) for rows in (sql.cases, sql.responses, sql.answers)] == [5, 0, 0]


async def test_of_five_the_answers_stay_and_the_words_go(database: Database) -> None:
    """Five people's choices are kept, and that they wrote something, not what; withdrawn answers go altogether."""
    field = await answered_by(database, 5)
    async with database.begin() as conn:
        await close_wave(conn, field.wave.id, NOW, dict.fromkeys(field.cases.values(), "completed"))
        await unlink_expired(conn, NOW + 90 * DAY, 90)
        rows = (await conn.execute(select(sql.answers.c.item, sql.answers.c.value))).all()
    assert sorted(map(tuple, rows)) == [("words", "–")] * 5 + [("years", "3")] * 5


async def answered_by(database: Database, people: int) -> Field:
    """Let so many of five answer a form of a number and of words, and submit."""
    items = (Item("years", ItemType.INTEGER, "Số năm?"), Item("words", ItemType.TEXT, "Ý kiến?"))
    form = Questionnaire("hai_cau", "1", "Hai câu", tuple(Screen(item.name, (item,)) for item in items))
    async with database.begin() as conn:
        field = await open_field(conn, questionnaire=form)
        for key in sorted(field.cases)[:people]:
            packed = pack_interview(begin_interview(form, {}, NOW.date(), 7).interview)
            new = NewResponse(field.cases[key], "years", 7, {}, NOW, packed)
            response = (await create_response(conn, new)).id
            given = {"years": "3", "words": opinion(key)}
            writes = [AnswerWrite(response, item, value, NOW) for item, value in given.items()]
            await save(conn, TurnWrites(answers=writes))
            status = sql.responses.update().where(sql.responses.c.id == response)
            await conn.execute(status.values(status="completed", completed_at=NOW))
    return field


async def test_no_byte_of_what_was_cut_is_left(sqlite_database: Database) -> None:
    """Words of one's own are gone from the files too, once they were scrubbed."""
    await live_through_wave(sqlite_database)
    assert files_that_hold(sqlite_database, opinion("LT010"))
    await unlink(sqlite_database)
    assert await scrub(sqlite_database)
    assert files_that_hold(sqlite_database, opinion("LT010")) == []
