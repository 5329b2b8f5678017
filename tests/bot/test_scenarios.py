"""Whole conversations against golden transcripts in tests/scenarios.

``--rewrite-scenarios`` writes them anew: read every line of the difference as an official of 55 would.
"""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest

from tests.bot.house import CLOSES_AT, MORNING, House, Official, open_house

FOLDER = Path(__file__).parent.parent / "scenarios"


class Teller(Protocol):
    """Somebody whose chat can be read."""

    def transcript(self) -> str:
        """The whole chat as readable text."""


Check = Callable[[Official, str], None]


@pytest.fixture
def check(house: House, request: pytest.FixtureRequest) -> Check:
    """Give a way to compare a whole chat with its golden transcript."""
    return lambda person, name: compare(house, person, name, request)


def compare(house: House, person: Teller, name: str, request: pytest.FixtureRequest) -> None:
    """Compare a chat with its file, or write the file. Codes are drawn anew each time and are left out."""
    story = person.transcript()
    for code in house.codes.values():
        story = story.replace(code.long, "<mã trong liên kết>").replace(code.short, "<mã trên giấy>")
    path = FOLDER / f"{name}.txt"
    if request.config.getoption("--rewrite-scenarios"):
        path.write_text(story, encoding="utf-8")
    assert story == path.read_text(encoding="utf-8")


@pytest.fixture
async def great_house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """Open a house with a wave of the built-in form."""
    async with open_house(sqlite_url, tmp_path, is_form_built_in=True) as opened:
        yield opened


async def tap_on(person: Official) -> None:
    """Tap whatever a thumb would: what is right, else the middle of the choices, else on."""
    labels, card = person.buttons, person.phone.card
    rows: dict[str, list[tuple[str, str]]] = {}
    for button in (button for row in card.buttons for button in row):
        kind, *parts = button["callback_data"].split(".")
        if kind == "a":
            rows.setdefault(parts[2], []).append((button["text"], button["callback_data"]))
    confirm = next((label for label in labels if label.startswith("✔ Đúng")), None)
    unrated = [row for row in rows.values() if not any(label.startswith("✔") for label, _ in row)]
    done = next((label for label in labels if label.startswith("Xong")), None)
    if confirm:
        await person.taps(confirm)
    elif "Bỏ qua" in labels and (not rows or len(next(iter(rows.values()))) > 8):
        await person.taps("Bỏ qua")
    elif unrated:
        await person.taps(unrated[0][len(unrated[0]) // 2][1])
    else:
        await person.taps(done or next(label for label in ("Tiếp ▶", "Bỏ qua") if label in labels))


async def test_one_who_taps_everything(great_house: House, request: pytest.FixtureRequest) -> None:
    """The built-in form from the link to the thank-you without a single letter."""
    person = await great_house.asked("K03")
    for _ in range(60):
        if "📨 Gửi phiếu" in person.buttons:
            break
        await tap_on(person)
    await person.taps("C. NĂNG LỰC")
    await person.taps("Xem lại cả phiếu")
    await person.taps("📨 Gửi phiếu")
    assert (await great_house.response("K03"))["status"] == "completed"
    compare(great_house, person, "bam-nut", request)


async def test_one_who_types_everything(house: House, check: Check) -> None:
    """Not one button, as on a channel that has none."""
    person = house.official("K01")
    beginning = "xin chào", house.codes["K01"].short, "đúng", "tôi đồng ý", "tiếp"
    answers = "1963", "bảy năm", "7", "dai hoc", "quay lại", "tiếp", "5", "5 2", "1 va 3"
    rest = "đầu tháng 6", "1/6/2015", "Nên mở lớp vào buổi tối."
    ending = "sửa 3", "cao dang", "dừng", "tiếp tục", "gửi"
    replies = (*beginning, *answers, *rest, *ending)
    for reply in replies:
        await person.says(reply)
    assert (await house.response())["status"] == "completed"
    check(person, "go-chu")


async def test_one_who_corrects_the_birth_year(house: House, check: Check) -> None:
    """The corrected year spoils the years in office: sending asks them again."""
    person = await house.at_question(8)
    await person.taps("A. BẢN THÂN")
    await person.taps("1")
    await person.says("1995")
    await person.says("xem lại")
    await person.taps("Gửi phiếu")
    await person.says("1")
    await person.taps("Gửi phiếu")
    await person.taps("Sửa câu trả lời")
    await person.taps("A. BẢN THÂN")
    await person.taps("3")
    await person.taps("3. Cao đẳng")
    assert (await house.response())["status"] == "amended"
    check(person, "sua-nam-sinh")


async def test_one_who_refuses_and_thinks_again(house: House, check: Check) -> None:
    """Asking, refusing, being left in peace, coming back."""
    person = await house.linked()
    await person.taps("Hỏi thêm")
    await person.taps("Tôi không đồng ý")
    await house.lets_pass(timedelta(days=2))
    await person.says("Cho tôi hỏi")
    await person.taps("Đọc lại thông báo")
    await person.taps("Tôi đồng ý")
    await person.taps("Tiếp")
    check(person, "tu-choi-roi-doi-y")


async def test_one_who_uses_every_right(house: House, check: Check) -> None:
    """See, keep, withdraw, come back, erase, be a stranger."""
    person = await house.at_question(3)
    await person.says("/dulieu")
    await person.says("/rutlai")
    await person.taps("Giữ nguyên")
    await person.says("/rutlai")
    await person.taps("Rút lại đồng ý")
    await person.starts()
    await person.taps("Đọc lại thông báo")
    await person.taps("Tôi đồng ý")
    await person.says("/xoa")
    await person.taps("Xóa hẳn dữ liệu")
    await person.says("/xoa")
    check(person, "quyen-du-lieu")


async def test_a_stranger(house: House, check: Check) -> None:
    """Whatever a stranger tries, nothing is told."""
    person = house.somebody()
    await person.starts()
    await person.says("/quantri")
    await person.shares("0900000001", owner=4711)
    await person.shares("0911222333")
    await person.sends_sticker()
    for number in range(5):
        await person.says(f"KKKK-222{number}")
    check(person, "nguoi-la")


async def test_one_who_is_reminded(house: House, check: Check) -> None:
    """Half done, reminded, put off, continued with one tap; too late in the end."""
    person = await house.at_question(3)
    await house.waits_until(MORNING + timedelta(days=2, hours=1))
    await person.taps("Sáng mai")
    await house.waits_until(MORNING + timedelta(days=3, hours=1))
    await person.taps("Trả lời tiếp")
    await person.taps("Đúng")
    await person.says("5 2")
    await person.says("/ngungnhac")
    await person.taps("Nhận nhắc trở lại")
    await house.waits_until(CLOSES_AT + timedelta(minutes=5))
    await person.says("1,2")
    check(person, "nhac")


async def test_one_who_makes_every_mistake(house: House, check: Check) -> None:
    """Wrong replies, stickers, double taps, two texts at once: kind answers, nothing wrong stored."""
    person = await house.at_question(3)
    await person.sends_sticker()
    for reply in ("không nhớ", "c", "9"):
        await person.says(reply)
    await person.taps("3. Cao đẳng", times=2)
    await person.says("52")
    await person.says_at_once("5 2", "1,2")
    for label in ("1. Quản lý", "2. Tin học", "3. Đất đai", "4. Công tác", "5. Không có"):
        await person.taps(label)
    await person.taps("Xong")
    await person.says("31/2/2015")
    await person.says("a" * 5000)
    await person.taps("Bỏ qua")
    await person.says("bỏ qua")
    await person.says("ok")
    await person.taps("Gửi phiếu", times=2)
    await person.says("Cảm ơn nhé")
    check(person, "nham-lan")
