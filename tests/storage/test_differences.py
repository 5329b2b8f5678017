"""Answers that say otherwise than the roster: listed, accepted into it, or kept out; on both databases."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import cases, decisions, differences, erasure, frame, instruments, office, sql
from storage.cases import NewWave
from storage.database import Database
from storage.records import OfficialRecord, WaveRecord
from surveys.aggregation.material import Difference
from surveys.expressions import parse
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Screen
from surveys.roster import VOCABULARIES
from surveys.roster.values import Roster, RosterRow, RosterUnit
from surveys.titles import built_in_titles
from tests.storage.archive import DAY, HOUR, NOW

TITLES = built_in_titles().labels

TODAY: Final = date(2026, 12, 1)
UNITS: Final = (RosterUnit("09505", "Xã Phú Hòa"), RosterUnit("09499", "Xã An Thịnh"))
AN: Final = RosterRow(
    "LT01",
    "Nguyễn Văn An",
    "ct_ubnd",
    "09505",
    "Xã Phú Hòa",
    birth_year=1970,
    birth_date=date(1970, 3, 2),
    gender="nam",
    title_since=date(2010, 1, 1),
    qual="tc",
    major="Kế toán",
    pol="sc",
    cert="tin qpan",
)
BINH: Final = RosterRow("LT02", "Trần Thị Bình", "bt", "09499", "Xã An Thịnh", birth_year=1975, qual="dh")
ANSWERS: Final = {
    "unit": "09505",
    "title": "ct_ubnd",
    "gender": "nam",
    "birth": "1970",
    "qual": "tc",
    "major": "kế  TOÁN",
    "pol": "sc",
    "cert": "qpan tin",
}


def _select(name: str, roster: str, codes: Mapping[str, str]) -> tuple[Screen, dict[str, tuple[Choice, ...]]]:
    item = Item(name, ItemType.SELECT_ONE, name, choice_list=name, roster=roster)
    return Screen(name, (item,)), {name: tuple(Choice(code, label) for code, label in codes.items())}


def roster_form() -> Questionnaire:
    """Make a form that confirms what the roster knows; the field of study is asked of the qualified only."""
    lists: dict[str, tuple[Choice, ...]] = {}
    screens: list[Screen] = []
    codes = {
        "unit": {"09505": "Xã Phú Hòa", "09499": "Xã An Thịnh", "00001": "Xã cũ"},
        "title": TITLES,
        "gender": VOCABULARIES["gender"],
        "qual": {**VOCABULARIES["qual"], "lạ": "Mã mà danh sách không có"},
        "pol": VOCABULARIES["pol"],
    }
    for name, known in codes.items():
        screen, own = _select(name, name, known)
        screens.append(screen)
        lists |= own
    lists["cert"] = tuple(Choice(code, label) for code, label in VOCABULARIES["cert"].items())
    major = Item("major", ItemType.TEXT, "Ngành", roster="major", relevant=parse("${qual} != 'none'"))
    screens += [
        Screen("birth", (Item("birth", ItemType.INTEGER, "Năm sinh", roster="birth_year"),)),
        Screen("major", (major,)),
        Screen(
            "cert", (Item("cert", ItemType.SELECT_MULTIPLE, "Chứng chỉ", choice_list="cert", roster="cert"),)
        ),
        Screen("note", (Item("note", ItemType.TEXT, "Ý kiến"),)),
    ]
    return Questionnaire("thu", "1", "Phiếu thử", tuple(screens), choice_lists=lists)


FORM: Final = roster_form()


@dataclass(frozen=True)
class Asked:
    """An open wave of that form, and the case of each official."""

    wave: WaveRecord
    cases: dict[str, int]


async def open_wave(conn: AsyncConnection) -> Asked:
    """Take two officials in and open a wave for them."""
    await frame.import_roster(conn, Roster(UNITS, (AN, BINH)), date(2026, 1, 1), NOW)
    await instruments.publish(conn, FORM, NOW)
    number = await cases.create_wave(conn, NewWave(FORM.sha256, NOW, NOW + 10 * DAY), NOW)
    planned = await cases.find_wave(conn, number)
    assert planned is not None
    await cases.draw(conn, planned, TODAY)
    await cases.open_wave(conn, number, NOW, {})
    wave = await cases.find_wave(conn, number)
    assert wave is not None
    return Asked(wave, {case.roster_key: case.id for case in await cases.list_cases(conn, number)})


async def answer(
    conn: AsyncConnection,
    asked: Asked,
    key: str = "LT01",
    *,
    status: str = "completed",
    required: tuple[int, int] = (4, 4),
    **changes: str,
) -> int:
    """Store a response that agrees with the roster but for ``changes``; returns its number."""
    row = {
        "case_id": asked.cases[key],
        "wave_id": asked.wave.id,
        "status": status,
        "facts": {},
        "required_answered": required[0],
        "required_total": required[1],
        "started_at": NOW,
        "updated_at": NOW,
        "completed_at": NOW if status == "completed" else None,
    }
    made = await conn.execute(insert(sql.responses).values(row | _counts()).returning(sql.responses.c.id))
    response = int(made.scalar_one())
    given = [
        {"response_id": response, "item": item, "value": value}
        for item, value in {**ANSWERS, **changes}.items()
    ]
    await conn.execute(insert(sql.answers), given)
    return response


def _counts() -> dict[str, Any]:
    return {"unit_id": 1, "screen": "", "visit": 1, "tries": 0, "seed": 0, "answered_count": 8}


async def listed(conn: AsyncConnection, asked: Asked) -> list[Difference]:
    """List what is undecided."""
    return await differences.list_differences(conn, asked.wave, FORM, TODAY)


async def told(conn: AsyncConnection, asked: Asked) -> list[tuple[str, str, str]]:
    """List what is undecided as (attribute, held, answer)."""
    return [(each.attribute, each.held, each.answer) for each in await listed(conn, asked)]


async def official(conn: AsyncConnection, key: str = "LT01") -> OfficialRecord:
    """Read an official."""
    found = await frame.official_by_key(conn, key)
    assert found is not None
    return found


async def accept(conn: AsyncConnection, asked: Asked, difference: Difference) -> bool:
    """Accept a difference."""
    return await decisions.accept_difference(
        conn, asked.wave, FORM, difference, as_of=TODAY, actor="7", now=NOW + HOUR
    )


async def reject(conn: AsyncConnection, asked: Asked, difference: Difference) -> bool:
    """Keep the roster's value."""
    return await decisions.reject_difference(
        conn, asked.wave, FORM, difference, as_of=TODAY, actor="7", now=NOW + HOUR
    )


async def test_the_roster_becomes_what_reviews_take(sqlite_database: Database) -> None:
    """Everybody in office is there, with the codes and the unit of record."""
    async with sqlite_database.begin() as conn:
        await open_wave(conn)
        people = await differences.people(conn)
    assert [(each.roster_key, each.unit_name, each.qual) for each in people] == [
        ("LT02", "Xã An Thịnh", "dh"),
        ("LT01", "Xã Phú Hòa", "tc"),
    ]


async def test_who_agrees_with_the_roster_differs_in_nothing(sqlite_database: Database) -> None:
    """Spelling, the order of certificates and a date of birth beside its year are no differences."""
    async with sqlite_database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked)
        assert await told(conn, asked) == []


async def test_differences_are_listed_by_attribute(database: Database) -> None:
    """Each answer that means something else is listed with what the roster holds, blanks of the roster too."""
    async with database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, qual="dh", birth="1971", unit="09499", cert="tin")
        await answer(conn, asked, "LT02", unit="09499", title="bt", birth="1975", qual="dh", pol="")
        assert await told(conn, asked) == [
            ("unit", "09505", "09499"),
            ("gender", "", "nam"),
            ("birth_year", "1970", "1971"),
            ("qual", "tc", "dh"),
            ("major", "", "kế  TOÁN"),
            ("cert", "", "qpan tin"),
            ("cert", "tin qpan", "tin"),
        ]


async def test_a_form_that_confirms_nothing_differs_in_nothing(database: Database) -> None:
    """An office's own form need not ask for anything that the roster holds."""
    plain = Item("note", ItemType.TEXT, "Ý kiến")
    bare = Questionnaire("tran", "1", "Phiếu không hỏi lại", (Screen("note", (plain,)),))
    async with database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, qual="dh")
        assert await differences.list_differences(conn, asked.wave, bare, TODAY) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"gender": "na"},
        {"qual": "lạ"},
        {"unit": "00001"},
        {"qual": ""},
    ],
    ids=["no answer to gender", "no word of the roster", "a unit that is no more", "left empty"],
)
async def test_what_the_roster_cannot_hold_contradicts_nothing(
    sqlite_database: Database, changes: dict[str, str]
) -> None:
    """Refusing to say, an unknown code, a unit that is no more and an empty answer are no differences."""
    ((item, value),) = changes.items()
    async with sqlite_database.begin() as conn:
        asked = await open_wave(conn)
        response = await answer(conn, asked)
        changed = (sql.answers.c.response_id == response) & (sql.answers.c.item == item)
        await conn.execute(update(sql.answers).where(changed).values(value=value))
        assert await told(conn, asked) == []


async def test_an_answer_that_is_not_asked_any_more_does_not_count(sqlite_database: Database) -> None:
    """The field of study left from before somebody chose "no qualification" is irrelevant: only that choice differs."""
    async with sqlite_database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, qual="none", major="Luật")
        assert await told(conn, asked) == [("qual", "tc", "none")]


@pytest.mark.parametrize(
    ("status", "required", "counts"),
    [("completed", (4, 4), True), ("in_progress", (2, 4), True), ("stopped", (1, 4), False)],
)
async def test_only_responses_that_count_are_compared(
    sqlite_database: Database, status: str, required: tuple[int, int], counts: bool
) -> None:
    """Submitted or at least half answered; a break-off says nothing yet."""
    async with sqlite_database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, status=status, required=required, qual="dh")
        assert bool(await told(conn, asked)) is counts


@pytest.mark.parametrize("column", ["withdrawn_at", "refused_at"])
async def test_who_took_it_back_differs_in_nothing(sqlite_database: Database, column: str) -> None:
    """Who withdrew, or said no and never submitted, is not compared."""
    async with sqlite_database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, status="in_progress", qual="dh")
        await conn.execute(update(sql.cases).values({column: NOW}))
        assert await told(conn, asked) == []


async def test_who_left_the_roster_differs_in_nothing(sqlite_database: Database) -> None:
    """The roster of today does not hold them."""
    async with sqlite_database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, qual="dh")
        await frame.import_roster(conn, Roster(UNITS, (BINH,)), date(2026, 12, 1), NOW)
        assert await told(conn, asked) == []


async def test_accepting_updates_the_roster_and_is_written_down(database: Database) -> None:
    """The official's record becomes the answer, and the audit log says who, which, from what, to what."""
    async with database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, qual="dh")
        (difference,) = await listed(conn, asked)
        assert await accept(conn, asked, difference)
        assert (await official(conn)).qual == "dh"
        assert await told(conn, asked) == []
        (entry,) = await office.list_orders(conn)
    assert (entry.actor, entry.action) == ("7", "roster.difference_accepted")
    assert entry.details == {
        "wave": asked.wave.id,
        "roster_key": "LT01",
        "attribute": "qual",
        "from": "tc",
        "to": "dh",
    }


async def test_accepting_twice_changes_the_roster_once(sqlite_database: Database) -> None:
    """A second tap on the same card finds nothing to do, and writes nothing down."""
    async with sqlite_database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, qual="dh")
        (difference,) = await listed(conn, asked)
        assert await accept(conn, asked, difference)
        assert not await accept(conn, asked, difference)
        assert not await reject(conn, asked, difference)
        assert len(await office.list_orders(conn)) == 1


async def test_many_are_accepted_at_once(database: Database) -> None:
    """Several of one person and of others, each an entry of its own; one decided meanwhile is left as it is."""
    async with database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, qual="dh", birth="1971", unit="09499", cert="tin")
        await answer(conn, asked, "LT02", unit="09499", title="bt", birth="1975", qual="dh", pol="")
        found = await listed(conn, asked)
        first, *rest = found
        assert await reject(conn, asked, first)
        count = await decisions.accept_differences(
            conn, asked.wave, FORM, found, as_of=TODAY, actor="7", now=NOW + HOUR
        )
        assert count == len(rest)
        assert await listed(conn, asked) == []
        changed = await official(conn)
        assert (changed.unit_code, changed.qual, changed.birth_year) == ("09505", "dh", 1971)
        orders = await office.list_orders(conn)
    assert [entry.action for entry in orders].count("roster.difference_accepted") == len(rest)
    assert {entry.actor for entry in orders} == {"7"}


async def test_two_processes_accept_one_difference_once(database: Database) -> None:
    """Of two transactions at the same moment exactly one decides."""
    async with database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, qual="dh")
        (difference,) = await listed(conn, asked)

    async def decide() -> bool:
        async with database.begin() as conn:
            return await accept(conn, asked, difference)

    assert sorted(await asyncio.gather(decide(), decide())) == [False, True]
    async with database.read() as conn:
        assert len(await office.list_orders(conn)) == 1


async def test_what_an_accepted_answer_makes_wrong_goes_with_it(database: Database) -> None:
    """Another year of birth drops the date, another title its beginning; another unit is found by its code."""
    async with database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, birth="1971", title="pct_ubnd", unit="09499")
        for difference in await listed(conn, asked):
            assert await accept(conn, asked, difference)
        after = await official(conn)
    assert (after.birth_year, after.birth_date) == (1971, None)
    assert (after.title, after.title_since) == ("pct_ubnd", None)
    assert (after.unit_code, after.unit_name) == ("09499", "Xã An Thịnh")


async def test_a_rejected_answer_is_not_shown_until_it_changes(sqlite_database: Database) -> None:
    """The roster keeps its value; another answer of the same person is a new difference."""
    async with sqlite_database.begin() as conn:
        asked = await open_wave(conn)
        response = await answer(conn, asked, qual="dh")
        (difference,) = await listed(conn, asked)
        assert await reject(conn, asked, difference)
        assert (await official(conn)).qual == "tc"
        assert await told(conn, asked) == []
        (entry,) = await office.list_orders(conn)
        assert entry.action == "roster.difference_rejected"
        assert "dh" not in str(entry.details)
        changed = (sql.answers.c.response_id == response) & (sql.answers.c.item == "qual")
        await conn.execute(update(sql.answers).where(changed).values(value="cd"))
        assert await told(conn, asked) == [("qual", "tc", "cd")]


async def test_a_card_shown_before_the_answer_changed_decides_nothing(sqlite_database: Database) -> None:
    """Whoever accepts what was shown never gets something else into the roster."""
    async with sqlite_database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, qual="dh")
        (difference,) = await listed(conn, asked)
        await conn.execute(update(sql.answers).where(sql.answers.c.item == "qual").values(value="cd"))
        assert not await accept(conn, asked, difference)
        assert (await official(conn)).qual == "tc"


async def test_an_older_file_that_undoes_an_accepted_answer_is_news(sqlite_database: Database) -> None:
    """The office's own file, taken in again with the old value, brings the difference back."""
    async with sqlite_database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, qual="dh")
        (difference,) = await listed(conn, asked)
        assert await accept(conn, asked, difference)
        await frame.import_roster(conn, Roster(UNITS, (AN, BINH)), date(2026, 12, 2), NOW)
        assert await told(conn, asked) == [("qual", "tc", "dh")]
        assert await accept(conn, asked, difference)


async def test_erasing_a_person_erases_what_was_decided_of_them(database: Database) -> None:
    """No decision, which holds an answer, outlives the person's data."""
    async with database.begin() as conn:
        asked = await open_wave(conn)
        await answer(conn, asked, qual="dh", pol="tc")
        await answer(conn, asked, "LT02", qual="cd", unit="09499", title="bt", birth="1975")
        for difference in await listed(conn, asked):
            await reject(conn, asked, difference)
        await erasure.erase(conn, (await official(conn)).id, NOW + DAY)
        left = (await conn.execute(select(sql.roster_decisions.c.case_id))).scalars().all()
    assert set(left) == {asked.cases["LT02"]}
