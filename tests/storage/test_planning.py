"""Plans in the archive: what they are made from, their versions, the seats, what was learned."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.copy_text import ToldAnswers, copy_text
from storage import erasure, extracts, planning
from storage.database import Database
from storage.planning.inputs import CATALOGUE, SUCCESSION
from storage.planning.plans import read_codes
from storage.planning.seats import COMPLETED, CONFIRMED, DECLINED, MISSED, TOLD
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
from tests.storage.archive import AS_OF, DAY, NOW, link, open_field

MONDAY = date(2027, 3, 1)
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
    return Plan(2027, tuple(made))


def seats_in(plan: Plan) -> list[planning.NewSeat]:
    """Return the seats that a plan gives, in no particular words."""
    return [
        planning.NewSeat(
            each.number, each.course, each.course, seat.official, "…", "…", each.first, each.last
        )
        for each in plan.classes
        for seat in each.seats
    ]


async def keep(database: Database, plan: Plan) -> int:
    """Keep a plan as a draft, made from nothing in particular."""
    async with database.begin() as conn:
        return await planning.keep_draft(
            conn,
            plan,
            grounds="{}",
            inputs="{}",
            catalogue=Catalogue(()),
            as_of=AS_OF,
            wave_id=None,
            actor="1",
            now=NOW,
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
    plans = (
        plan_of(("A", MONDAY, (one, two)), ("B", MONDAY + timedelta(28), (three,))),
        plan_of(("A", MONDAY, (one, three))),
    )
    first, second = [await keep(database, each) for each in plans]
    async with database.begin() as conn:
        assert await planning.current_plan(conn, 2027) is None
        assert await planning.approve(conn, first, seats_in(plans[0]), "1", NOW)
        assert not await planning.approve(conn, first, seats_in(plans[0]), "1", NOW)
        assert await planning.seats_to_tell(conn, AS_OF, 10) == []
        assert await planning.release(conn, first, "1", NOW)
        assert not await planning.release(conn, first, "1", NOW)
        assert await planning.seats_to_tell(conn, AS_OF, 10) == [], "nobody has a chat"
        for number, key in enumerate(field.officials):
            await link(conn, field, key, str(number))
        told = await planning.seats_to_tell(conn, AS_OF, 10)
        assert len(told) == 3
        await planning.mark_told(conn, [each.id for each in told], NOW)
        assert await planning.seats_to_tell(conn, AS_OF, 10) == []
        seats = {(each.official_id, each.course): each.id for each in told}
        confirmed = await planning.answer_seat(conn, seats[one, "A"], one, NOW, state=CONFIRMED)
        assert confirmed is not None
        assert confirmed.state == CONFIRMED
        assert await planning.answer_seat(conn, seats[two, "A"], one, NOW, state=CONFIRMED) is None
        await planning.answer_seat(conn, seats[two, "A"], two, NOW, state=DECLINED, reason="busy")
        reminded = await planning.seats_to_remind(conn, MONDAY - DAY, MONDAY, 10)
        assert [each.official_id for each in reminded] == [one]
        await planning.mark_reminded(conn, [each.id for each in reminded], NOW)
        assert await planning.seats_to_remind(conn, MONDAY - DAY, MONDAY, 10) == []
        assert [each.state for each in await planning.own_seats(conn, two, MONDAY)] == [DECLINED]
        assert await planning.approve(conn, second, seats_in(plans[1]), "1", NOW)
        current = await planning.current_plan(conn, 2027)
        assert current is not None
        assert current.id == second
        states = {each.official_id: each.state for each in await planning.seats_of(conn, second)}
        assert states == {one: CONFIRMED, three: "planned"}
        (seat,) = [each for each in await planning.seats_of(conn, second) if each.official_id == one]
        await planning.settle_seats(conn, [seat], COMPLETED, "1", NOW, evidence="Số 7", periods=40)
        await planning.settle_seats(conn, [seat], COMPLETED, "1", NOW, evidence="Số 7", periods=40)
        (learned,) = await planning.learning_of(conn)
        assert (learned.official, learned.course, learned.evidence) == (one, "A", "Số 7")
        settled = await planning.find_seat(conn, seat.id)
        assert settled is not None
        assert (settled.state, settled.evidence) == (COMPLETED, "Số 7")
        assert await planning.answer_seat(conn, seat.id, one, NOW, state=DECLINED) is None


async def test_a_later_version_is_told_when_it_is_released_itself(database: Database) -> None:
    """Until then nothing new is said; then whoever gained a seat is told, and whoever lost one that they knew of."""
    async with database.begin() as conn:
        field = await open_field(conn)
        for number, key in enumerate(field.officials):
            await link(conn, field, key, str(number))
    one, two, three, *_ = field.officials.values()
    plans = (plan_of(("A", MONDAY, (one, two))), plan_of(("A", MONDAY, (one, three))))
    first, second = [await keep(database, each) for each in plans]
    async with database.begin() as conn:
        assert await planning.approve(conn, first, seats_in(plans[0]), "1", NOW)
        await planning.release(conn, first, "1", NOW)
        told = await planning.seats_to_tell(conn, AS_OF, 10)
        await planning.mark_told(conn, [each.id for each in told], NOW)
        assert await planning.approve(conn, second, seats_in(plans[1]), "1", NOW)
        assert await planning.seats_to_tell(conn, AS_OF, 10) == []
        assert await planning.seats_to_withdraw(conn, AS_OF, 10) == []
        assert [each.state for each in await planning.own_seats(conn, one, AS_OF)] == [TOLD]
        assert await planning.release(conn, second, "1", NOW)
        assert [each.official_id for each in await planning.seats_to_tell(conn, AS_OF, 10)] == [three]
        gone = await planning.seats_to_withdraw(conn, AS_OF, 10)
        assert [each.official_id for each in gone] == [two]
        await planning.mark_withdrawn(conn, [each.id for each in gone])
        assert await planning.seats_to_withdraw(conn, AS_OF, 10) == []
        assert await planning.seats_to_withdraw(conn, MONDAY, 10) == []


async def test_a_printed_code_and_what_was_learned_outlive_a_version(database: Database) -> None:
    """A class of the same number and course keeps its code; another class under the number has one of its own."""
    async with database.begin() as conn:
        field = await open_field(conn)
    one, two, *_ = field.officials.values()
    plans = (
        plan_of(("A", MONDAY, (one,)), ("B", MONDAY, (two,))),
        plan_of(("A", MONDAY, (one,)), ("C", MONDAY, (two,))),
    )
    first, second = [await keep(database, each) for each in plans]
    async with database.begin() as conn:
        assert await planning.approve(conn, first, seats_in(plans[0]), "1", NOW)
        record = await planning.find_plan(conn, first)
        assert record is not None
        codes = read_codes(record.codes)
        own = await planning.seat_by_code(conn, first, 1, codes[1], one)
        assert own is not None
        await planning.settle_seats(conn, [own], COMPLETED, "1", NOW, evidence="Số 7")
        assert await planning.approve(conn, second, seats_in(plans[1]), "1", NOW)
        now = await planning.seat_by_code(conn, first, 1, codes[1], one)
        assert now is not None
        assert (now.plan_id, now.state) == (second, COMPLETED)
        assert await planning.seat_by_code(conn, first, 2, codes[2], two) is None
        await planning.settle_seats(conn, [now], MISSED, "1", NOW)
        assert await planning.learning_of(conn) == ()


async def test_of_two_drafts_approved_at_once_one_is_the_plan(database: Database) -> None:
    """The other one is replaced: a year never has two."""
    first, second = [await keep(database, plan_of()) for _ in range(2)]

    async def approve(number: int) -> bool:
        async with database.begin() as conn:
            return await planning.approve(conn, number, [], "1", NOW)

    async with database.begin() as conn:
        assert await planning.approve(conn, first, [], "1", NOW)
        other = asyncio.create_task(approve(second))
        await asyncio.wait({other}, timeout=0.3)  # it would be done by then if nothing held it
    assert await other
    async with database.read() as conn:
        assert sorted(each.state for each in await planning.list_plans(conn)) == ["approved", "replaced"]


async def test_the_code_of_a_class_is_good_for_its_people_and_what_was_missed_is_not_learned(
    database: Database,
) -> None:
    """Another code, another person: nothing. A seat that turns out as missed takes what was learned away."""
    async with database.begin() as conn:
        field = await open_field(conn)
    one, two, *_ = field.officials.values()
    plan = plan_of(("A", MONDAY, (one,)))
    number = await keep(database, plan)
    async with database.begin() as conn:
        assert await planning.approve(conn, number, seats_in(plan), "1", NOW)
        record = await planning.find_plan(conn, number)
        assert record is not None
        code = read_codes(record.codes)[1]
        own = await planning.seat_by_code(conn, number, 1, code, one)
        assert own is not None
        assert own.official_id == one
        assert await planning.seat_by_code(conn, number, 1, "0" * 12, one) is None
        assert await planning.seat_by_code(conn, number, 2, "", one) is None
        assert await planning.seat_by_code(conn, number, 1, code, two) is None
        await planning.settle_seats(conn, [own], COMPLETED, "1", NOW, evidence="Số 7")
        assert len(await planning.learning_of(conn)) == 1
        await planning.settle_seats(conn, [own], MISSED, "1", NOW)
        assert await planning.learning_of(conn) == ()


async def test_erasing_takes_what_was_said_and_the_copy_tells_the_rest(database: Database) -> None:
    """The seat is the office's record; what a person answered in the chat is theirs."""
    async with database.begin() as conn:
        field = await open_field(conn)
    one = next(iter(field.officials.values()))
    plan = plan_of(("A", MONDAY, (one,)))
    number = await keep(database, plan)
    async with database.begin() as conn:
        await planning.replace_planned_posts(conn, [PlannedPost(one, "bt", "2015-2020", "QĐ 12")], None, NOW)
        learned = Learning(
            one, LearningState.COMPLETED, "TC", name="Trung cấp", ends_on=MONDAY, evidence="Số 1"
        )
        await planning.record_learning(conn, [learned], NOW)
        await planning.approve(conn, number, seats_in(plan), "1", NOW)
        (told,) = await planning.seats_of(conn, number)
        await planning.mark_told(conn, [told.id], NOW)
        await planning.answer_seat(conn, told.id, one, NOW, state=DECLINED, reason="health")
        everything = await extracts.copy_of_person(conn, one)
        text = copy_text(everything, built_in_titles(), ZoneInfo("Asia/Ho_Chi_Minh"), ToldAnswers())
        assert "nhiệm kỳ: 2015-2020" in text
        assert "Số 1" in text
        await erasure.erase(conn, one, NOW)
        (seat,) = await planning.seats_of(conn, number)
        assert (seat.state, seat.reason, seat.answered_at) == (TOLD, "", None)
