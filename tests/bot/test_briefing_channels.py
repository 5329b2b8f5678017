"""One's own part in a briefing where there are no buttons, on the page, and after one was taken out of it."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.office import orders
from bot.office.briefing_post import classes_ahead
from bot.office.briefing_restored import assume_sent
from bot.office.briefing_words import agenda_lines
from storage import briefings, planning
from surveys.briefing import Agenda, ClassRow
from surveys.field_period import Every
from surveys.planning import Plan, PlannedClass, Seat, example_catalogue
from tests.bot.house import MORNING, House
from tests.bot.zalo_house import Typist, open_zalo_house

NEXT: Final = MORNING + timedelta(days=20)


async def brief(house: House, *texts: str, key: str = "K01") -> None:
    """Let a round be over that gave somebody some actions, and another one be planned."""
    async with house.app.database.begin() as conn:
        now = house.clock.now()
        number = await briefings.create_briefing(conn, Every.MONTH, now - timedelta(days=1), None, now)
        await briefings.add_people(conn, number, "communes", official_ids=[house.officials[key].id])
        (person,) = await briefings.people_of(conn, number)
        await briefings.plan_round(conn, number, 1, now - timedelta(days=1))
        await briefings.plan_round(conn, number, 2, NEXT)
        _, held = await briefings.rounds_of(conn, number)
        await briefings.change_round(conn, held, agenda_at=now, concluded_at=now)
        for text in texts:
            due = (now + timedelta(days=10)).date()
            await briefings.add_action(conn, held.id, text, now, person_id=person.id, due=due)


async def test_where_there_are_no_buttons_everything_is_typed(sqlite_url: str, tmp_path: Path) -> None:
    """On Zalo: what is theirs is told with the words to type; /viec lists, /xong reports, /denghi proposes."""
    async with open_zalo_house(sqlite_url, tmp_path) as house:
        person: Typist = await house.typed_in()
        await brief(house, "Lập danh sách", "Góp ý dự thảo")
        await house.tick()
        assert "được giao: Góp ý dự thảo" in person.heard
        assert "nhắn /xong 2" in person.heard
        assert "• Số 1: Lập danh sách – hạn 30/4/2015" in await person.says("/viec")
        assert "Không có việc số 9" in await person.says("/xong 9")
        assert "Đã ghi là xong: Lập danh sách" in await person.says("/xong 1 đủ 5 người")
        assert "Đã ghi vào chương trình" in await person.says("/denghi Mở lớp ở xã")
        assert "Mỗi lần nhắn là một nội dung" in await person.says("/denghi")
        assert "Mở lớp buổi tối" in await person.says("Mở lớp buổi tối")
        assert "Số 2" in await person.says("/viec")
        done, left = await house.rows("briefing_actions")
        notes = await house.rows("briefing_notes")
    assert (done["report"], done["done_at"] is None, left["done_at"]) == ("đủ 5 người", False, None)
    assert [row["text"] for row in notes] == ["Mở lớp ở xã", "Mở lớp buổi tối"]


async def test_a_restore_writes_to_nobody_twice(house: House) -> None:
    """What an owner may have been told since the backup counts as told; its day is reminded of as ever."""
    owner = await house.finished("K01")
    await brief(house, "Lập danh sách")
    async with house.app.database.begin() as conn:
        assert await assume_sent(conn, house.app.calendar, house.clock.now()) == 1
    count = len(owner.phone.heard)
    await house.tick()
    assert len(owner.phone.heard) == count
    await house.waits_until(
        MORNING + timedelta(days=7)
    )  # Monday, the 27th: no office works before the 30th again
    assert "sắp đến hạn (30/4/2015)" in owner.heard


async def test_whoever_prepares_it_is_asked_for_conclusions_once(house: House) -> None:
    """On the working day after a round without any; the button leads there."""
    chief = await house.administrator()
    await brief(house)
    async with house.app.database.begin() as conn:
        _, held = await briefings.rounds_of(conn, 1)
        await briefings.change_round(conn, held, concluded_at=None)
    for _ in range(2):
        await house.tick()
    asked = [message for message in chief.phone.heard if "chưa có kết luận" in message.text]
    assert len(asked) == 1
    assert "kết luận và việc" in await chief.taps("Nhập kết luận, việc")


async def test_the_classes_of_the_plan_stand_on_the_agenda(house: House) -> None:
    """Those of the approved plan that begin within two months, by the name of their course, with their seats."""
    first, later = MORNING.date() + timedelta(days=30), MORNING.date() + timedelta(days=90)
    course = example_catalogue().courses[0]
    seats = tuple(Seat(house.officials[key].id, ()) for key in ("K01", "K02"))
    classes = tuple(
        PlannedClass(number, course.code, 2, day, day, seats, place="Trung tâm chính trị")
        for number, day in enumerate((first, later), 1)
    )
    async with house.app.database.begin() as conn:
        number = await planning.keep_draft(
            conn,
            Plan(2015, classes),
            grounds="{}",
            inputs="{}",
            catalogue=example_catalogue(),
            as_of=MORNING.date(),
            wave_id=None,
            actor="cli",
            now=MORNING,
        )
        assert await classes_ahead(conn, MORNING.date()) == []
        await planning.approve(conn, number, [], "cli", MORNING)
        found = await classes_ahead(conn, MORNING.date())
    assert found == [ClassRow(course.name, first, "Trung tâm chính trị", 2)]
    assert f"• {course.name}: 20/5/2015, Trung tâm chính trị, 2 người" in agenda_lines(
        Agenda(classes=found), MORNING.date()
    )


async def test_what_was_asked_never_swallows_an_answer(house: House) -> None:
    """Asked for a proposal, somebody answers a question of a survey instead: the answer is an answer."""
    person = await house.asked()
    await brief(house, "Lập danh sách")
    await house.tick()
    agenda = person.phone.heard[-1]
    assert "/viec – việc được giao" in await person.says("/trogiup")
    await person.taps("Việc của tôi", on=agenda)
    await person.says("/denghi")
    await person.says("/start")
    await person.taps("Tiếp")
    await person.says("đúng")
    assert await house.rows("briefing_notes") == []
    assert (await house.answers())["birth"] == "1963"


async def test_plain_words_after_an_agenda_are_asked_about(house: House) -> None:
    """Whoever has nothing to answer writes what they want to speak of: one tap, or a yes, makes it a proposal."""
    async with house.app.database.begin() as conn:
        await orders.close_wave(conn, house.wave, house.app.calendar, "cli", house.clock.now())
    person = await house.linked()
    await brief(house)
    assert "Mở lớp" not in await person.says("Mở lớp ở xã")
    async with house.app.database.begin() as conn:
        held, _ = await briefings.rounds_of(conn, 1)
        await briefings.change_round(conn, held, agenda_at=house.clock.now())
    assert "muốn đưa nội dung này" in await person.says("Mở lớp ở xã")
    await person.says("Mở lớp buổi tối")
    assert "Đã ghi vào chương trình" in await person.taps("Đưa vào chương trình")
    await person.says("Mời giảng viên tỉnh")
    assert "Đã ghi vào chương trình" in await person.says("đúng")
    notes = [row["text"] for row in await house.rows("briefing_notes")]
    assert notes == ["Mở lớp buổi tối", "Mời giảng viên tỉnh"]


async def test_whoever_was_taken_out_still_reports_and_strangers_do_not(house: House) -> None:
    """What is theirs stays theirs; nobody reports for another, and who is in no briefing finds no command."""
    owner, other = await house.finished("K01"), await house.finished("K02")
    await brief(house, "Lập danh sách")
    await house.tick()
    async with house.app.database.begin() as conn:
        (person,) = await briefings.people_of(conn, 1)
        await briefings.remove_person(conn, person.id, house.clock.now())
        await briefings.end_briefing(conn, 1, house.clock.now())
    assert "Tôi chưa hiểu" in await other.says("/viec")
    await other.forges("b.d.1")
    assert (await house.rows("briefing_actions"))[0]["done_at"] is None
    assert "Chưa có buổi giao ban" in await owner.says("/denghi Mở lớp")
    await owner.taps("Đã xong", on=next(m for m in owner.phone.heard if "được giao" in m.text))
    assert "Đã ghi là xong" in await owner.says("đã gửi danh sách")
    await owner.forges("b.f.1")
    assert any("đã được ghi là xong" in message.text for message in owner.phone.heard)


async def test_after_an_erasure_what_was_agreed_stays_without_a_name(house: House) -> None:
    """The owner's words and file are gone, the action is nobody's, and nobody is reminded of it."""
    owner = await house.finished("K01")
    await brief(house, "Lập danh sách")
    await house.tick()
    await owner.says("/xong 1 bí mật của tôi")
    await owner.says("/denghi điều riêng của tôi")
    await owner.says("/dulieu")
    (_, copied), *_ = owner.phone.documents
    assert {"bí mật của tôi", "điều riêng của tôi"} <= set(re.findall(r"[^\"]*của tôi", copied.decode()))
    await owner.says("/xoa")
    await owner.taps("Xóa hẳn dữ liệu")
    assert "của tôi" not in str(await house.rows("briefing_actions")) + str(
        await house.rows("briefing_notes")
    )
    (row,) = await house.rows("briefing_people")
    assert (row["official_id"], row["removed_at"] is None) == (None, False)
    async with house.app.database.read() as conn:
        assert [each.owner for each in await briefings.actions_of_round(conn, 1)] == [None]
