"""The gate before any question: the notice, three buttons, and what each decision means afterwards."""

from pathlib import Path
from typing import Any

import pytest

from bot.office.orders import OrderRefused
from bot.texts.consent import OfficeDetails, fill_notice
from tests.bot.house import House, open_house, order_wave


async def actions(house: House) -> list[str]:
    """The chain of consent, oldest first."""
    return [row["action"] for row in await house.rows("consent_events")]


async def test_nothing_is_asked_or_stored_before_consent(house: House) -> None:
    """Whatever is typed or tapped before agreeing, there is no response and no answer."""
    person = await house.linked()
    for said in ("1963", "5 2", "tiếp", "/start", "/sua"):
        await person.says(said)
        assert "Tôi đồng ý" in person.buttons
    await person.forges("a.1.1.0.0.1")
    await person.forges("n.1.1.next.0")
    await person.sends_sticker()
    assert await house.rows("responses") == []
    assert await house.rows("answers") == []
    assert await actions(house) == []


async def test_the_notice_is_filled_and_kept_as_proof(house: House) -> None:
    """The notice names the office; agreeing stores version, hash, channel and time."""
    person = await house.linked()
    assert "Ban Tổ chức Huyện ủy Lương Tài, địa chỉ thị trấn Thứa" in person.heard
    assert "[" not in person.heard
    assert "{" not in person.heard
    await person.taps("Tôi đồng ý")
    (event,) = await house.rows("consent_events")
    notice = house.app.notice_for("telegram")
    assert notice is not None
    assert (event["action"], event["version"], event["text_sha256"], event["channel"]) == (
        "given",
        notice.version,
        notice.sha256,
        "telegram",
    )


@pytest.mark.parametrize("typed", ["Tôi đồng ý", "đồng ý", "toi dong y"])
async def test_agreeing_may_be_typed(house: House, typed: str) -> None:
    """The words of the button work as a message, with or without accents."""
    person = await house.linked()
    heard = await person.says(typed)
    assert "Cảm ơn đồng chí đã đồng ý." in heard
    assert "Phiếu thử" in heard


@pytest.mark.parametrize("typed", ["tôi không đồng ý", "khong dong y", "từ chối"])
async def test_no_is_never_taken_for_yes(house: House, typed: str) -> None:
    """“không đồng ý” contains "đồng ý" and is a refusal all the same."""
    person = await house.linked()
    await person.says(typed)
    assert await actions(house) == ["refused"]


async def test_unclear_words_are_asked_back(house: House) -> None:
    """What is neither yes nor no shows the notice again."""
    person = await house.linked()
    heard = await person.says("để xem đã")
    assert "chọn một trong ba nút" in heard
    assert await actions(house) == []


async def test_asking_names_the_contact(house: House) -> None:
    """“Hỏi thêm” says whom to ask, decides nothing, and leaves both ways open."""
    person = await house.linked()
    heard = await person.taps("Hỏi thêm")
    assert "đồng chí Vân, điện thoại 0222 000 0000" in heard
    assert await actions(house) == []
    assert person.buttons == ["Tôi đồng ý", "Tôi không đồng ý"]
    assert "Phiếu thử" in await person.taps("Tôi đồng ý")


async def test_who_refuses_is_not_asked_and_not_reminded(house: House) -> None:
    """After a refusal there is no question, whatever is said, and no reminder for the whole field period."""
    person = await house.linked()
    heard = await person.taps("Tôi không đồng ý")
    assert "không tham gia" in heard
    for said in ("1963", "tiếp", "/sua", "/start"):
        assert "đã chọn không tham gia" in await person.says(said)
    count = len(person.phone.messages)
    closes_at = (await house.rows("waves"))[0]["closes_at"]
    await house.waits_until(closes_at)
    assert len(person.phone.messages) == count
    assert await house.rows("responses") == []
    assert (await house.case())["outcome"] == "refused"


async def test_a_refusal_may_be_taken_back(house: House) -> None:
    """The notice can be read again and agreed to; then the questions begin."""
    person = await house.linked()
    await person.taps("Tôi không đồng ý")
    await person.starts()
    await person.taps("Đọc lại thông báo")
    assert "Phiếu thử" in await person.taps("Tôi đồng ý")
    assert await actions(house) == ["refused", "given"]
    assert (await house.case())["refused_at"] is None


async def test_a_double_tap_agrees_once(house: House) -> None:
    """Agreeing twice at once leaves one proof and one response."""
    person = await house.linked()
    await person.taps("Tôi đồng ý", times=2)
    assert await actions(house) == ["given"]
    assert len(await house.rows("responses")) == 1


async def test_a_new_notice_asks_again(sqlite_url: str, tmp_path: Path) -> None:
    """When the text changes, nobody is asked a question before agreeing to the new one; answers are kept."""
    async with open_house(sqlite_url, tmp_path) as house:
        person = await house.at_question(3)
        old = person.data_of("Cao đẳng")
        await house.restart(data_contact="đồng chí Hạnh, điện thoại 0222 111 1111")
        heard = await person.taps_data(old, on=person.phone.card)
        assert "Thông báo đã thay đổi" in heard
        assert "đồng chí Hạnh" in heard
        assert "Tôi đồng ý" in person.buttons
        await person.says("2")
        assert "qual" not in await house.answers()
        assert "Câu 3/7" in await person.taps("Tôi đồng ý")
        assert await actions(house) == ["given", "given"]


@pytest.mark.parametrize("blank", ["office_name", "office_address", "data_contact", "retention_days"])
async def test_with_a_blank_unfilled_no_wave_opens(sqlite_url: str, tmp_path: Path, blank: str) -> None:
    """Each of the four settings is needed before a wave can be ordered."""
    empty: dict[str, Any] = {blank: None if blank == "retention_days" else " "}
    async with open_house(sqlite_url, tmp_path, is_wave_open=False, **empty) as house:
        with pytest.raises(OrderRefused, match="blanks"):
            await order_wave(house)
        assert await house.rows("waves") == []


async def test_with_a_blank_unfilled_no_notice_goes_out(sqlite_url: str, tmp_path: Path) -> None:
    """Should a setting be emptied while a wave is open, nobody sees a notice with a hole, and nothing is asked."""
    async with open_house(sqlite_url, tmp_path) as house:
        asked = await house.at_question(3, "K02")
        await house.restart(office_name="")
        person = await house.linked("K01")
        assert "THÔNG BÁO" not in person.transcript()
        await asked.says("2")
        assert "qual" not in await house.answers("K02")


@pytest.mark.parametrize("blank", ["", "  ", "[tên cơ quan]"])
def test_a_notice_with_a_blank_cannot_be_made(blank: str) -> None:
    """Filling refuses what is empty or still in square brackets."""
    details = OfficeDetails(blank, "thị trấn Thứa", "0222", 90)
    with pytest.raises(ValueError, match="KHAOSAT_OFFICE_NAME"):
        fill_notice(details, "telegram")
