"""Plans in the archive: what they are made from, their versions, the seats, what was learned."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.copy_text import ToldAnswers, copy_text
from storage import erasure, extracts, planning
from storage.database import Database
from storage.planning.inputs import CATALOGUE, SUCCESSION
from storage.planning.seats import COMPLETED, CONFIRMED, DECLINED, TOLD
from surveys.planning import (
    Catalogue,
    Learning,
    LearningState,
    Plan,
    PlannedClass,
    PlannedPost,
    Reason,
    ReasonKind,
    Seat,
    from_json,
    to_json,
)
from surveys.titles import built_in_titles
from tests.storage.archive import AS_OF, DAY, NOW, open_field

MONDAY = date(2015, 6, 1)
REASON = Reason(ReasonKind.STANDARD, 100, "QĐ 04/2004", "Điều 7")


def plan_of(*classes: tuple[str, date, tuple[int, ...]]) -> Plan:
    """Return a plan with these classes: course, first day, people."""
    made = [
        PlannedClass(
            number,
            course,
            2,
            first,
            first + timedelta(days=4),
            tuple(Seat(each, (REASON,)) for each in people),
        )
        for number, (course, first, people) in enumerate(classes, start=1)
    ]
    return Plan(2015, tuple(made))


async def keep(database: Database, plan: Plan) -> int:
    """Keep a plan as a draft, made from nothing in particular."""
    async with database.begin() as conn:
        return await planning.keep_draft(
            conn, plan, grounds="{}", inputs="{}", as_of=AS_OF, wave_id=None, actor="1", now=NOW
        )


async def test_the_newest_import_that_nobody_has_withdrawn_is_used(database: Database) -> None:
    """A catalogue is used from its day on; withdrawn, the one before is used again. Names are not kept as bytes."""
    value = to_json(Catalogue((), AS_OF))
    async with database.begin() as conn:
        first = await planning.keep_input(
            conn, CATALOGUE, b"one", "a.xlsx", value=value, as_of=AS_OF, actor="1", now=NOW
        )
        second = await planning.keep_input(
            conn, CATALOGUE, b"two", "b.xlsx", value=value, as_of=AS_OF + DAY, actor="1", now=NOW
        )
        await planning.keep_input(conn, SUCCESSION, b"names", "c.xlsx", as_of=AS_OF, actor="1", now=NOW)
        for day, number in ((AS_OF, first), (AS_OF + DAY, second)):
            found = await planning.input_on(conn, CATALOGUE, day)
            assert found is not None
            assert found.id == number
        assert await planning.withdraw_input(conn, second, "1", NOW)
        assert not await planning.withdraw_input(conn, second, "1", NOW)
        found = await planning.input_on(conn, CATALOGUE, AS_OF + DAY)
        assert found is not None
        assert from_json(Catalogue, found.value) == Catalogue((), AS_OF)
        assert found.id == first
        assert await planning.file_of(conn, first) == b"one"
        assert [await planning.file_of(conn, each.id) for each in await planning.list_inputs(conn)] == [
            None,
            b"two",
            b"one",
        ]


async def test_a_list_of_planned_titles_replaces_the_one_before(database: Database) -> None:
    """Who is named no more is planned no more; what stands there already stays."""
    async with database.begin() as conn:
        field = await open_field(conn)
        one, two = list(field.officials.values())[:2]
        both = (PlannedPost(one, "bt", "2015-2020"), PlannedPost(two, "ct_ubnd"))
        await planning.replace_planned_posts(conn, both, None, NOW)
        assert set(await planning.planned_posts(conn)) == set(both)
        await planning.replace_planned_posts(conn, both[:1], None, NOW)
        assert await planning.planned_posts(conn) == both[:1]
        people = await planning.people_by_number(conn)
        assert people[one].full_name
        assert set(people) == set(field.officials.values())


async def test_what_is_learned_is_noted_once_and_goes_on(database: Database) -> None:
    """The same line again changes nothing; one that says more takes the place of the one before."""
    async with database.begin() as conn:
        field = await open_field(conn)
        one = next(iter(field.officials.values()))
        begun = Learning(one, LearningState.UNDER_WAY, "TC-LLCT", name="Trung cấp LLCT", starts_on=MONDAY)
        assert await planning.record_learning(conn, [begun], NOW) == 1
        assert await planning.record_learning(conn, [begun], NOW) == 0
        done = replace(begun, state=LearningState.COMPLETED, evidence="Số 12/2015")
        assert await planning.record_learning(conn, [done], NOW) == 1
        assert await planning.learning_of(conn) == (done,)


async def test_an_approved_plan_gives_seats_that_are_told_answered_and_settled(database: Database) -> None:
    """One approved plan a year. A later version keeps what was told and said of seats that are still the same."""
    async with database.begin() as conn:
        field = await open_field(conn)
    one, two, three, *_ = field.officials.values()
    first = await keep(database, plan_of(("A", MONDAY, (one, two)), ("B", MONDAY + timedelta(28), (three,))))
    second = await keep(database, plan_of(("A", MONDAY, (one, three))))
    async with database.begin() as conn:
        assert await planning.current_plan(conn, 2015) is None
        assert await planning.approve(conn, first, "1", NOW)
        assert not await planning.approve(conn, first, "1", NOW)
        told = await planning.tell_seats(conn, first, NOW)
        assert [each.official_id for each in told if each.course == "A"]
        assert len(told) == 3
        assert await planning.tell_seats(conn, first, NOW) == []
        seats = {(each.official_id, each.course): each.id for each in told}
        confirmed = await planning.answer_seat(conn, seats[one, "A"], one, NOW, state=CONFIRMED)
        assert confirmed is not None
        assert confirmed.state == CONFIRMED
        assert await planning.answer_seat(conn, seats[two, "A"], one, NOW, state=CONFIRMED) is None
        await planning.answer_seat(conn, seats[two, "A"], two, NOW, state=DECLINED, reason="busy")
        reminded = await planning.remind_seats(conn, [MONDAY], NOW)
        assert [each.official_id for each in reminded] == [one]
        assert await planning.remind_seats(conn, [MONDAY], NOW) == []
        assert await planning.approve(conn, second, "1", NOW)
        current = await planning.current_plan(conn, 2015)
        assert current is not None
        assert current.id == second
        states = {each.official_id: each.state for each in await planning.seats_of(conn, second)}
        assert states == {one: CONFIRMED, three: "planned"}
        (seat,) = [each for each in await planning.seats_of(conn, second) if each.official_id == one]
        settled = await planning.settle_seat(conn, seat.id, COMPLETED, NOW, "Số 7")
        assert settled is not None
        assert (settled.state, settled.evidence) == (COMPLETED, "Số 7")
        assert await planning.answer_seat(conn, seat.id, one, NOW, state=DECLINED) is None


async def test_erasing_takes_what_was_said_and_the_copy_tells_the_rest(database: Database) -> None:
    """The seat is the office's record; what a person answered in the chat is theirs."""
    async with database.begin() as conn:
        field = await open_field(conn)
    one = next(iter(field.officials.values()))
    number = await keep(database, plan_of(("A", MONDAY, (one,))))
    async with database.begin() as conn:
        await planning.replace_planned_posts(conn, [PlannedPost(one, "bt", "2015-2020", "QĐ 12")], None, NOW)
        learned = Learning(
            one, LearningState.COMPLETED, "TC", name="Trung cấp", ends_on=MONDAY, evidence="Số 1"
        )
        await planning.record_learning(conn, [learned], NOW)
        await planning.approve(conn, number, "1", NOW)
        (told,) = await planning.tell_seats(conn, number, NOW)
        await planning.answer_seat(conn, told.id, one, NOW, state=DECLINED, reason="health")
        everything = await extracts.copy_of_person(conn, one)
        text = copy_text(everything, built_in_titles(), ZoneInfo("Asia/Ho_Chi_Minh"), ToldAnswers())
        assert "nhiệm kỳ: 2015-2020" in text
        assert "Số 1" in text
        await erasure.erase(conn, one, NOW)
        (seat,) = await planning.seats_of(conn, number)
        assert (seat.state, seat.reason, seat.answered_at) == (TOLD, "", None)
