"""A form that sets values by itself, answered in the chat: they are stored and exported, and nobody answered them."""

from pathlib import Path

from bot.conversation.interviewer import Interviewer
from bot.office import orders
from bot.office.export import answer_table
from storage import instruments, responses
from storage.scope import EVERYTHING
from surveys.replies import show_moment
from surveys.reporting.answers_csv import answers_csv
from surveys.titles import built_in_titles
from tests.bot.house import House, open_house, order_wave
from tests.surveys.test_set_values import FORM


async def told_of(house: House, item: str, value: str) -> str:
    """How a stored value is told to whom it is about."""
    (address,) = [row["address"] for row in await house.rows("contact_points")]
    now, zone = house.clock.now(), house.app.settings.zone
    async with house.app.database.read() as conn:
        person = (await responses.load(conn, "telegram", [address], now))[address]
    return Interviewer(zone).label_answer(person, FORM, now, item, value)


async def test_what_the_form_sets_is_no_answer_and_is_exported(sqlite_url: str, tmp_path: Path) -> None:
    """Begun, answered across a restart, handed in: moments and defaults stand in the export, not among the answers."""
    async with open_house(sqlite_url, tmp_path, is_wave_open=False) as house:
        async with house.app.database.begin() as conn:
            await instruments.publish(conn, FORM, house.clock.now())
        house.wave = await order_wave(house, "set_values")
        await house.tick()
        person = await house.asked("K01")
        assert "Theo mặc định: Loại A" in person.heard
        assert (await house.answers())["who"] == "K01"
        assert (await house.response())["answered_count"] == 0
        assert "ⓘ Chọn loại chính." in await person.taps("Giải thích")
        await person.taps("✔ Đúng: Loại A")
        await house.restart()
        stored = await person.says("7")
        assert "✔ Bao nhiêu: 7" in stored
        assert "noted" not in stored
        await person.taps("✔ Đúng")
        assert "Gấp đôi\n14" in person.heard
        await person.taps("Tiếp")
        assert "Theo mặc định: 21" in person.heard
        for reply in ("đúng", "30", "bỏ qua"):
            await person.says(reply)
        assert "5 câu trả lời" in await person.taps("Gửi phiếu")

        answers = await house.answers()
        assert {name: answers[name] for name in ("noted", "triple", "fourfold", "source")} == {
            "noted": "a7",
            "triple": "21",
            "fourfold": "30",
            "source": "chat",
        }
        assert answers["ended"] >= answers["began"]
        told = {row["item"] for row in await house.rows("paradata")}
        assert not told & {"began", "ended", "noted", "source", "who", "fourfold@default"}
        assert (await house.response())["answered_count"] == 5
        assert await told_of(house, "fourfold@default", "28") == (
            "Gấp bốn?: 28 (phiếu ghi sẵn, chưa phải câu trả lời)"
        )
        assert await told_of(house, "began", answers["began"]) == f"began: {show_moment(answers['began'])}"
        async with house.app.database.read() as conn:
            wave = await orders.find_wave(conn, house.wave, scope=EVERYTHING)
            zone, now = house.app.settings.zone, house.clock.now()
            table = await answer_table(conn, wave, now, zone, built_in_titles())
            rows = answers_csv(table, is_exact=True).decode().splitlines()
        head, line = rows[0].split(","), next(row for row in rows if "K01" in row).split(",")
        found = dict(zip(head, line, strict=True))
        assert (found["who"], found["double"], found["noted"], found["kind"]) == ("K01", "14", "a7", "a")
        assert found["began"].endswith("+07:00")
