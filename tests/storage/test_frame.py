"""The frame: a roster taken in day after day, and who is found in it."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from storage import frame, mailbox
from storage.database import Database
from storage.frame import ImportSummary
from storage.mailbox import QueuedMessage
from storage.sql import officials, outbox, units
from surveys.roster.values import Roster, RosterRow, RosterUnit
from tests.storage.archive import AS_OF, DAY, NOW, ROSTER, ROWS, UNITS, count, link, load_roster, open_field

LATER = date(2027, 7, 1)


async def take(
    database: Database,
    rows: tuple[RosterRow, ...] = ROWS,
    units_: tuple[RosterUnit, ...] = UNITS,
    as_of: date = AS_OF,
    **options: Any,
) -> ImportSummary:
    """Take a roster in, in a transaction of its own."""
    async with database.begin() as conn:
        return await frame.import_roster(conn, Roster(units_, rows), as_of, NOW, **options)


def keys(entries: tuple[frame.ImportedOfficial, ...]) -> list[str]:
    """Return the roster keys of a summary's part."""
    return [entry.roster_key for entry in entries]


async def test_a_first_roster_makes_a_tree(database: Database) -> None:
    """Units stand under their parents, named by code or by name; a unit without a code gets one."""
    summary = await take(database)
    assert keys(summary.added) == [row.roster_key for row in ROWS]
    async with database.read() as conn:
        found = {unit.name: unit for unit in await frame.list_units(conn, AS_OF)}
        below = await frame.subtree_codes(conn, ["263"], AS_OF)
    top = found["Huyện Lương Tài"]
    assert {unit.parent_id for unit in found.values()} == {None, top.id}
    assert below == {"263", "09505", "09499", "xa-trung-kenh"}


async def test_the_same_roster_again_changes_nothing(database: Database) -> None:
    """A second import finds everybody unchanged and makes no unit."""
    await take(database)
    summary = await take(database)
    assert len(summary.unchanged) == 5
    assert (summary.added, summary.changed, summary.left, summary.units_added) == ((), (), (), ())
    assert await count(database, units) == 4


async def test_a_dry_run_says_the_same_and_stores_nothing(database: Database) -> None:
    """A dry run returns what the import would, on an empty frame and on a filled one."""
    assert await take(database, dry_run=True) == await take(database)
    changed = (replace(ROWS[0], title="bi_thu"), *ROWS[2:])
    told = await take(database, changed, as_of=LATER, dry_run=True)
    assert keys(told.left) == ["LT02"]
    assert await count(database, officials) == 5
    assert await take(database, changed, as_of=LATER) == told


async def test_a_change_names_its_fields(database: Database) -> None:
    """Only who differs is changed, and the summary says in what."""
    await take(database)
    moved = replace(ROWS[0], unit_code="09499", unit_name="Xã An Thịnh", title="bi_thu")
    summary = await take(database, (moved, *ROWS[1:]), as_of=LATER)
    (entry,) = summary.changed
    assert (entry.roster_key, set(entry.fields)) == ("LT01", {"title", "unit_id"})
    async with database.read() as conn:
        official = await frame.official_by_key(conn, "LT01")
    assert official is not None
    assert (official.unit_code, official.title, official.as_of) == ("09499", "bi_thu", LATER)


async def test_a_list_without_a_column_leaves_what_is_held_of_it(database: Database) -> None:
    """An empty cell empties what is held; a column that is not there says nothing."""
    known = replace(ROWS[0], qual="dh", pol="tc")
    await take(database, (known, *ROWS[1:]))
    silent = replace(known, qual="", pol="", unsaid=frozenset({"qual"}))
    (entry,) = (await take(database, (silent, *ROWS[1:]), as_of=LATER)).changed
    assert entry.fields == ("pol",)
    async with database.read() as conn:
        assert await conn.scalar(select(officials.c.qual).where(officials.c.roster_key == "LT01")) == "dh"


async def test_a_year_of_birth_leaves_the_day_that_is_held(database: Database) -> None:
    """Another year, or an empty cell, does change it; a list without the column does not."""
    born = replace(ROWS[0], birth_date=date(1975, 9, 2), birth_year=1975)
    await take(database, (born, *ROWS[1:]))
    year = replace(born, birth_date=None)
    assert (await take(database, (year, *ROWS[1:]), as_of=LATER)).changed == ()
    none = replace(born, birth_date=None, birth_year=None)
    silent = replace(none, unsaid=frozenset({"birth_date", "birth_year"}))
    assert (await take(database, (silent, *ROWS[1:]), as_of=LATER)).changed == ()
    (entry,) = (await take(database, (none, *ROWS[1:]), as_of=LATER)).changed
    assert set(entry.fields) == {"birth_date", "birth_year"}


async def test_the_day_of_a_title_stays_with_the_post(database: Database) -> None:
    """A list without that column keeps it, until the title is another one."""
    since = replace(ROWS[0], title_since=date(2020, 1, 1))
    await take(database, (since, *ROWS[1:]))
    silent = replace(since, title_since=None, unsaid=frozenset({"title_since"}))
    assert (await take(database, (silent, *ROWS[1:]), as_of=LATER)).changed == ()
    (entry,) = (await take(database, (replace(silent, title="ct_ubnd"), *ROWS[1:]), as_of=LATER)).changed
    assert set(entry.fields) == {"title", "title_since"}


async def test_who_is_missing_has_left_and_may_return(database: Database) -> None:
    """Missing from a complete roster means left, not deleted; on the roster again means in office again."""
    await take(database)
    assert keys((await take(database, ROWS[1:], as_of=LATER)).left) == ["LT01"]
    async with database.read() as conn:
        gone = await frame.official_by_key(conn, "LT01")
        assert gone is not None
        assert gone.left_on == LATER
        assert len(await frame.list_officials(conn, LATER)) == 4
    back = await take(database, as_of=LATER)
    assert [(entry.roster_key, entry.fields) for entry in back.changed] == [("LT01", ("left_on",))]


async def test_who_has_left_is_not_written_to_any_more(database: Database) -> None:
    """An invitation that waits for office hours goes with the official; nobody else's does."""
    async with database.begin() as conn:
        field = await open_field(conn)
        waiting = [
            QueuedMessage(
                "bulk", "invitation", "telegram", key, {"text": "mời"}, NOW, case_id=field.cases[key]
            )
            for key in ("LT01", "LT02")
        ]
        await mailbox.queue(conn, waiting)
    await take(database, tuple(row for row in ROWS if row.roster_key != "LT02"), as_of=LATER)
    async with database.read() as conn:
        rows = (await conn.execute(select(outbox.c.address, outbox.c.status).order_by(outbox.c.id))).all()
    assert [tuple(row) for row in rows] == [("LT01", "queued"), ("LT02", "dropped")]


async def test_a_partial_roster_makes_nobody_leave(database: Database) -> None:
    """An import of a part leaves everybody who is not in it, and their units, alone."""
    await take(database)
    summary = await take(database, ROWS[:1], UNITS[:2], LATER, leaving=())
    assert summary.left == ()
    assert summary.units_closed == ()
    async with database.read() as conn:
        assert len(await frame.list_officials(conn, LATER)) == 5
        assert len(await frame.list_units(conn, LATER)) == 4


async def test_a_code_reused_by_another_name_is_another_unit(database: Database) -> None:
    """After a merger 09499 is Trung Kênh: the old unit ends the day before, the new one begins that day."""
    await take(database)
    merged = (UNITS[0], UNITS[1], RosterUnit("09499", "Xã Trung Kênh", parent_code="263"))
    rows = tuple(
        replace(row, unit_code="09499", unit_name="Xã Trung Kênh") if row.unit_name != "Xã Phú Hòa" else row
        for row in ROWS
    )
    summary = await take(database, rows, merged, LATER)
    assert set(summary.units_closed) == {"09499", "xa-trung-kenh"}
    async with database.read() as conn:
        before = {unit.code: unit.name for unit in await frame.list_units(conn, LATER - DAY)}
        after = {unit.code: unit.name for unit in await frame.list_units(conn, LATER)}
        moved = await frame.list_officials(conn, LATER, ["09499"])
    assert before["09499"] == "Xã An Thịnh"
    assert after == {"263": "Huyện Lương Tài", "09499": "Xã Trung Kênh", "09505": "Xã Phú Hòa"}
    assert [official.roster_key for official in moved] == ["LT03", "LT04", "LT05"]


async def test_another_habit_of_tone_marks_is_the_same_unit(database: Database) -> None:
    """The communes "Phú Hòa" and "Phú Hoà" are one unit."""
    await take(database)
    spelled = tuple(replace(unit, name=unit.name.replace("Hòa", "Hoà")) for unit in UNITS)
    rows = tuple(replace(row, unit_name=row.unit_name.replace("Hòa", "Hoà")) for row in ROWS)
    summary = await take(database, rows, spelled, LATER)
    assert (summary.units_added, summary.units_closed, len(summary.unchanged)) == ((), (), 5)


async def test_a_name_mended_on_the_same_day_renames(database: Database) -> None:
    """The same day's file with another name for a code is a correction, not a merger."""
    await take(database)
    mended = tuple(replace(unit, name="Xã An Thịnh mới") if unit.code == "09499" else unit for unit in UNITS)
    rows = tuple(
        replace(row, unit_name="Xã An Thịnh mới") if row.unit_code == "09499" else row for row in ROWS
    )
    summary = await take(database, rows, mended)
    assert (summary.units_added, summary.units_closed) == ((), ())
    assert await count(database, units) == 4


async def test_equal_names_under_two_parents_are_two_units(database: Database) -> None:
    """Two communes of one name without codes stand each under its own district, with codes of their own."""
    two = (
        RosterUnit("", "Huyện A"),
        RosterUnit("", "Huyện B"),
        RosterUnit("", "Xã Tân Lập", parent_name="Huyện A"),
        RosterUnit("", "Xã Tân Lập", parent_name="Huyện B"),
    )
    rows = tuple(
        RosterRow(key, f"Ông {key}", "bi_thu", "", "Xã Tân Lập", parent)
        for key, parent in (("1", "Huyện A"), ("2", "Huyện B"))
    )
    await take(database, rows, two)
    again = await take(database, rows, two)
    assert (len(again.unchanged), again.units_added) == (2, ())
    async with database.read() as conn:
        codes = [official.unit_code for official in await frame.list_officials(conn, AS_OF)]
        within = await frame.list_officials(conn, AS_OF, ["huyen-b"])
    assert codes == ["xa-tan-lap", "xa-tan-lap-2"]
    assert [official.roster_key for official in within] == ["2"]


async def test_an_audience_is_units_with_all_below_and_titles(database: Database) -> None:
    """Units take in everything below them, titles narrow, nothing means everybody."""
    async with database.begin() as conn:
        await load_roster(conn)
        found = [
            await frame.count_officials(conn, AS_OF, *narrowed)
            for narrowed in ((), (["263"],), (["09505"],), (["263"], ["bi_thu"]), (["unknown"],))
        ]
        heads = await frame.head_counts(conn)
    assert found == [5, 5, 2, 2, 0]
    assert sorted(heads.values()) == [1, 2, 2]


async def test_a_phone_number_names_one_official_or_none(database: Database) -> None:
    """A number is found however a platform writes it; shared by two, unknown or empty it names nobody."""
    async with database.begin() as conn:
        await load_roster(conn)
        for written in ("+84912345678", "84912345678", "0912 345 678"):
            official = await frame.officials_by_phone(conn, written)
            assert official is not None
            assert official.roster_key == "LT01"
        for nobody in ("+84987654321", "+84900000000", ""):
            assert await frame.officials_by_phone(conn, nobody) is None


async def test_linking_again_moves_an_official_to_the_new_chat(database: Database) -> None:
    """An official writes from one chat: the one linked last; the other is nobody's again."""
    async with database.begin() as conn:
        field = await open_field(conn)
        await link(conn, field, "LT01", "old")
        new = await link(conn, field, "LT01", "new")
        found = await frame.contact_points_of(conn, [field.officials["LT01"]])
        chats = await frame.ensure_contact_points(conn, "telegram", ["old", "new"], NOW)
        assert found[field.officials["LT01"]].id == new
        assert chats["old"].official_id is None
        await frame.unlink(conn, new, NOW)
        assert await frame.contact_points_of(conn, [field.officials["LT01"]]) == {}


async def test_a_roster_keeps_its_order_of_files(database: Database) -> None:
    """The units of the file that everybody else's tests use are those of the roster."""
    await take(database, ROSTER.rows, ROSTER.units)
    async with database.read() as conn:
        listed = await frame.list_officials(conn, AS_OF)
    assert [(official.unit_code, official.roster_key) for official in listed] == sorted(
        (official.unit_code, official.roster_key) for official in listed
    )
