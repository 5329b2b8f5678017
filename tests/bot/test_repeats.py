"""A repeat in the chat: added, removed, kept over a restart, answered without buttons, told in the export."""

from pathlib import Path

from bot.office import orders
from bot.office.export import answer_table, make_more_files
from storage import instruments
from surveys.titles import built_in_titles
from tests.bot.entry_form import TYPED_ONLY, transcript
from tests.bot.house import ZONE, open_house, order_wave
from tests.surveys.repeats_form import repeats_form


async def test_a_respondent_adds_and_removes_instances(sqlite_url: str, tmp_path: Path) -> None:
    """Buttons add and remove; what is removed has no row any more but its revisions; a restart changes nothing."""
    async with open_house(sqlite_url, tmp_path, is_wave_open=False) as house:
        async with house.app.database.begin() as conn:
            await instruments.publish(conn, repeats_form(), house.clock.now())
        house.wave = await order_wave(house, "gia_dinh")
        person = await house.asked()
        await person.says("An")
        assert "Người – lần 1" in await person.taps("Thêm")
        await person.says("Bình")
        await person.says("20")
        await person.taps("Thêm")
        await person.says("Em")
        assert all(len(person.data_of(label).encode()) <= 64 for label in person.buttons)
        await house.restart()
        assert "Thêm “Người” nữa?" in await person.says("21")
        assert "bỏ mọi câu trả lời" in await person.taps("Xóa lần này")
        assert "first#2" in await house.answers()
        assert "Đã xóa: Người – lần 2" in await person.taps("Xóa lần này")
        assert not {"first#2", "age#2"} & (await house.answers()).keys()
        assert "Em" in {row["value"] for row in await house.rows("answer_revisions")}
        await person.says("xong")
        assert "Xem lại trước khi gửi" in await person.says("0") or await person.says("tiếp")
        await person.says("gửi")
        async with house.app.database.read() as conn:
            wave = await orders.find_wave(conn, house.wave)
            table = await answer_table(conn, wave, house.clock.now(), ZONE, built_in_titles())
        rows = make_more_files(table, ".csv", is_exact=True)["person"].decode().split("\r\n")
        assert [row.split(",")[1:4] for row in rows[1:-1]] == [["K01", "1", "Bình"]]


def test_a_repeat_is_answered_by_numbers_where_there_are_no_buttons() -> None:
    """Every choice has its number, and no more words are needed."""
    story = transcript(repeats_form(), ["An", "1", "Bình", "20", "2", "0"], caps=TYPED_ONLY)
    assert "Thêm “Người” nữa?\n1. Thêm\n2. Xong\n3. Xóa lần này" in story
