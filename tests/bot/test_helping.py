"""/trogiup says what this person can do now."""

from bot.texts.help import TEXTS
from tests.bot.house import House


async def test_an_officials_help_follows_where_they_stand(house: House) -> None:
    """Before consent, half way, after sending: the next step is named, and only what can be done is offered."""
    person = await house.linked()
    heard = await person.says("/trogiup")
    assert "Có một phiếu đang chờ đồng chí đến thứ Sáu, 08/5/2015, 17:00." in heard
    assert "/start – đọc thông báo và bắt đầu" in heard
    assert "/rutlai" not in heard
    await person.taps("Tôi đồng ý")
    heard = await person.says("/trogiup")
    assert "đã trả lời 0/" in heard
    assert "“quay lại” – về câu trước" in heard
    assert TEXTS.withdraw in heard
    assert "/quantri" not in heard
    await person.says("/ngungnhac")
    heard = await person.says("/trogiup")
    assert TEXTS.reminders in heard
    assert TEXTS.no_reminders not in heard


async def test_after_sending_the_help_names_the_correction(house: House) -> None:
    """Nothing is left to answer: it says until when one may correct."""
    person = await house.finished()
    heard = await person.says("/trogiup")
    assert "Phiếu của đồng chí đã được gửi." in heard
    assert "/sua – xem lại và sửa, đến thứ Sáu, 08/5/2015, 17:00" in heard
    assert "/start" not in heard


async def test_whoever_gives_orders_is_told_which(house: House) -> None:
    """A data-protection contact who is no official hears of requests only, of no code and of no other order."""
    person = await house.administrator("dpo")
    heard = await person.says("/trogiup")
    assert "/quantri – bảng việc của đồng chí: " in heard
    assert "Yêu cầu" in heard
    assert "Mở đợt" not in heard
    assert "/dulieu" not in heard
