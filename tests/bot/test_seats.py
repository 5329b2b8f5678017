"""Officials and the courses that they are planned for: told on release, confirmed, declined, reminded."""

from datetime import date, timedelta

from bot.office.plans.own import class_payload
from storage import planning
from storage.planning.plans import read_codes
from storage.planning.seats import CONFIRMED, DECLINED, MISSED
from surveys.planning import Catalogue, Plan, PlannedClass, Reason, ReasonKind, Seat
from tests.bot.house import House

FIRST = date(2015, 5, 18)  # a Monday, four weeks on
REASON = Reason(ReasonKind.STANDARD, 100, "QĐ 04/2004", "Điều 7")


async def planned(house: House, *keys: str) -> int:
    """Approve a plan of one class with these people; nobody is told. Returns its number."""
    people = [house.officials[key].id for key in keys]
    seats = tuple(Seat(number, (REASON,)) for number in people)
    plan = Plan(2015, (PlannedClass(1, "LLCT-TC", 2, FIRST, FIRST + timedelta(4), seats),))
    new = [
        planning.NewSeat(
            1,
            "LLCT-TC",
            "Trung cấp lý luận chính trị",
            number,
            "Thời gian: …",
            "Chưa đạt chuẩn",
            FIRST,
            FIRST,
        )
        for number in people
    ]
    now = house.clock.now()
    async with house.app.database.begin() as conn:
        number = await planning.keep_draft(
            conn,
            plan,
            grounds="{}",
            inputs="{}",
            catalogue=Catalogue(()),
            as_of=now.date(),
            wave_id=None,
            actor="1",
            now=now,
        )
        assert await planning.approve(conn, number, new, "1", now)
    return number


async def release(house: House, plan: int) -> None:
    """Let people be told."""
    async with house.app.database.begin() as conn:
        assert await planning.release(conn, plan, "1", house.clock.now())


async def states(house: House, plan: int) -> dict[str, tuple[str, str]]:
    """What was answered, by name."""
    async with house.app.database.read() as conn:
        return {each.full_name: (each.state, each.reason) for each in await planning.seats_of(conn, plan)}


async def test_officials_hear_of_their_course_when_the_plan_is_released_and_answer(house: House) -> None:
    """One confirms with a tap, one says why not; before a class begins whoever comes is reminded, once."""
    one, two = await house.at_question(2, "K01"), await house.at_question(2, "K02")
    plan = await planned(house, "K01", "K02")
    await house.lets_pass(timedelta(minutes=5))
    assert "Trung cấp lý luận chính trị" not in one.heard
    await release(house, plan)
    await house.lets_pass(timedelta(minutes=5))
    for person in (one, two):
        assert "Trung cấp lý luận chính trị" in person.heard
        assert "Vì sao: Chưa đạt chuẩn" in person.heard
    assert "dự lớp “Trung cấp lý luận chính trị” từ 18/5/2015" in await one.taps("Tôi dự được")
    assert "Vì sao đồng chí không dự được?" in await two.taps("Tôi không dự được")
    assert "không dự được lớp" in await two.taps("Sức khỏe")
    held = await states(house, plan)
    assert held[house.officials["K01"].full_name] == (CONFIRMED, "")
    assert held[house.officials["K02"].full_name] == (DECLINED, "health")
    later = await planned(house, "K01")
    await house.lets_pass(timedelta(minutes=5))
    assert "Kế hoạch đã thay đổi" not in one.phone.transcript() + two.phone.transcript()
    await release(house, later)
    await house.lets_pass(timedelta(days=25))
    assert one.phone.transcript().count("Nhắc đồng chí") == 1
    assert "Nhắc đồng chí" not in two.phone.transcript()
    assert one.phone.transcript().count("có tên trong lớp") == 1, "the same seat is told once"


async def test_what_is_typed_about_a_course_is_no_answer_of_the_survey(house: House) -> None:
    """/lop shows it, words answer it; the open question stays. Nobody answers the seat of somebody else.

    Whoever was told of a class is told that a later version does without them.
    """
    one, two = await house.at_question(2, "K01"), await house.at_question(2, "K02")
    plan = await planned(house, "K01")
    assert "chưa có lớp nào" in await one.says("/lop")
    await release(house, plan)
    await house.lets_pass(timedelta(minutes=5))
    async with house.app.database.read() as conn:
        (seat,) = await planning.seats_of(conn, plan)
    assert "câu trả lời chưa được ghi" in await two.says(f"/lop {seat.id} có")
    assert "câu trả lời chưa được ghi" in await two.forges(f"h.y.{seat.id}")
    assert "dự được không?" in await one.says("/lop")
    assert "không dự được" in await one.says(f"/lop {seat.id} không 1")
    assert "Bận việc cơ quan lúc đó" in await one.says("/lop")
    assert "✔ Đã ghi: đồng chí dự lớp" in await one.says(f"/lop {seat.id} có")
    assert (await house.answers("K01")).keys() == {"birth"}
    await release(house, await planned(house))
    await house.lets_pass(timedelta(minutes=5))
    assert "không còn trong lớp “Trung cấp lý luận chính trị” mở 18/5/2015" in one.heard
    assert "chưa có lớp nào" in await one.says("/lop")


async def test_whoever_scans_the_code_of_a_class_when_it_ends_has_completed_it(house: House) -> None:
    """Not before its last day, not in another's class; what was learned stands once."""
    one, two = await house.at_question(2, "K01"), await house.at_question(2, "K02")
    plan = await planned(house, "K01")
    async with house.app.database.read() as conn:
        record = await planning.find_plan(conn, plan)
    assert record is not None
    scanned = "/start " + class_payload(plan, 1, read_codes(record.codes)[1])
    assert "kết thúc ngày 18/5/2015" in await one.says(scanned)
    unknown = house.official("K03")
    for _ in range(12):
        assert "trợ lý chưa biết đồng chí là ai" in await unknown.says(scanned)
    await unknown.starts(house.codes["K03"].long)
    assert "Đúng, là tôi" in unknown.buttons, "none of it counted as a wrong code"
    await house.lets_pass(timedelta(days=28))
    assert "lớp không có tên đồng chí" in await two.says(scanned)
    assert "không có tên đồng chí" in await one.says("/start lop_1_1_000000000000")
    for _ in range(2):
        assert "đã hoàn thành lớp “Trung cấp lý luận chính trị”" in await one.says(scanned)
    async with house.app.database.read() as conn:
        (learned,) = await planning.learning_of(conn)
    assert (learned.official, learned.course) == (house.officials["K01"].id, "LLCT-TC")
    assert "quét mã ngày" in learned.evidence
    async with house.app.database.begin() as conn:
        await planning.settle_seats(conn, await planning.seats_of(conn, plan), MISSED, "1", house.clock.now())
    assert "Cơ quan đã ghi đồng chí không hoàn thành" in await one.says(scanned)
