"""What a report is made from: read on both databases, reviewed by what is in force or asked for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.office.material import StandardsWrong, facts_of, gather, load_standards, reviewed
from storage import frame
from storage.database import Database
from surveys.aggregation.material import Material
from surveys.aggregation.review import review_tables
from surveys.aggregation.table import Code
from surveys.field_period import VIETNAM
from surveys.roster import Roster, RosterUnit
from surveys.titles import built_in_titles
from tests.bot.answered_wave import answer_wave, sample_roster
from tests.bot.office_chat import MORNING

DAYS = timedelta(days=1)
THEN = date(2015, 4, 20)


async def read(database: Database, *, has_wave: bool = True) -> Material:
    """Read the material of a wave that eight officials answered, one of them otherwise than the roster."""
    changes = {"LT001": {"b_qual": "sdh"}}
    wave = await answer_wave(database, MORNING - DAYS, MORNING + 5 * DAYS, count=8, changes=changes)
    async with database.read() as conn:
        return await gather(
            conn, wave if has_wave else None, as_of=THEN, zone=VIETNAM, titles=built_in_titles()
        )


async def test_the_material_of_a_wave(database: Database) -> None:
    """The whole roster, the packed responses, every case, and the difference that is undecided."""
    material = await read(database)
    assert material.wave is not None
    assert (len(material.roster), len(material.wave.responses.counted())) == (75, 8)
    assert sum(group.count for group in material.wave.fieldwork.groups) == 75
    assert {official.unit_code for official in material.roster} <= set(material.units)
    (difference,) = material.differences
    assert (difference.official.roster_key, difference.attribute, difference.answer) == (
        "LT001",
        "qual",
        "sdh",
    )
    assert material.previous is None
    facts = facts_of(material, office="Ban Tổ chức", grounds=["Kế hoạch số 1"])
    assert (facts.wave_number, facts.is_closed, facts.opens_on) == (1, False, date(2026, 11, 23))


async def test_without_a_wave_there_is_the_roster_only(sqlite_database: Database) -> None:
    """A review needs no answers and holds none."""
    material = await read(sqlite_database, has_wave=False)
    assert (len(material.roster), material.wave, material.differences) == (75, None, ())


async def test_the_regime_in_force_comes_first_and_others_for_comparison(sqlite_database: Database) -> None:
    """In 2015 the rules of 2004 judge; a regime that is asked for takes the first place."""
    material = await read(sqlite_database, has_wave=False)
    standards = load_standards("")
    first, cited = reviewed(material, standards)
    assert next(iter(first.reviews)) == "qd04_2004"
    assert "nd33_2023" in first.reviews
    assert [regime.id for regime in cited] == list(first.reviews)
    not_yet = {each.id: each.not_in_force for each in cited}
    assert (not_yet["qd04_2004"], not_yet["nd33_2023"]) == (None, date(2023, 8, 1))
    remarks = [
        note for table in review_tables(first) for note in table.notes if note.code == "regime_not_yet"
    ]
    assert [
        note.parameters["day"] for note in remarks if note.parameters["regime"] == Code("regime", "nd33_2023")
    ] == [date(2023, 8, 1)]
    asked, _ = reviewed(material, standards, "nd33_2023")
    assert next(iter(asked.reviews)) == "nd33_2023"
    assert all(each.count == 75 for each in asked.reviews.values())
    assert [len(each.verdicts) for each in asked.reviews.values()] == [75, *[0] * (len(asked.reviews) - 1)]
    with pytest.raises(KeyError):
        reviewed(material, standards, "nd33")


def test_standards_that_are_wrong_tell_everything_also_across_processes() -> None:
    """The problems survive the way from the worker back."""
    import pickle  # noqa: PLC0415

    with pytest.raises(StandardsWrong) as caught:
        load_standards("schema: 1\noverrides:\n - {regime: abc}\n")
    assert len(caught.value.problems) > 1
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


async def test_a_wave_says_the_unit_of_its_day(database: Database) -> None:
    """The code 09499 was An Thịnh when the wave was drawn and is Trung Kênh in today's roster: both names stay."""
    wave = await answer_wave(database, MORNING - DAYS, MORNING + 5 * DAYS, count=8)
    later = (MORNING + DAYS).date()
    rows = [
        replace(row, unit_code="09499", unit_name="Xã Trung Kênh", parent="")
        for row in sample_roster().rows
        if row.unit_code == "09499"
    ]
    merged = Roster((RosterUnit("09499", "Xã Trung Kênh"),), tuple(rows))
    async with database.begin() as conn:
        await frame.import_roster(conn, merged, later, MORNING + DAYS)
        material = await gather(conn, wave, as_of=later, zone=VIETNAM, titles=built_in_titles())
    assert material.wave is not None
    drawn = {material.units[group.unit_code] for group in material.wave.fieldwork.groups}
    assert "Xã An Thịnh" in drawn
    assert "Xã Trung Kênh" in drawn  # the one of then, 09502
    assert len(drawn) == 14
    held = {each.unit_code for each in material.roster if each.unit_name == "Xã Trung Kênh"}
    assert "09499" in held
    assert material.units["09499"] == "Xã Trung Kênh"
    assert sum(group.count for group in material.wave.fieldwork.groups) == 75
