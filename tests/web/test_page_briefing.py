"""One's own part in a briefing on the page: it waits there, and a file is sent with the card that asks for it."""

from datetime import date

from bot.texts.identity import TEXTS as IDENTITY
from surveys.reporting.actions_workbook import ActionLine, actions_workbook
from tests.bot.house import House
from tests.bot.test_briefing_channels import brief
from tests.web.test_page_uploads import administrator_on, sends_file
from tests.web.visitor import visiting


async def test_an_owner_reports_with_a_file_on_the_page(house: House, url: str) -> None:
    """What is theirs stands there when they come; the file is fetched, and its bytes leave the chat."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        await visitor.taps(IDENTITY.confirm_yes)
        await brief(house, "Lập danh sách")
        await house.tick()
        await visitor.looks()
        assert "được giao: Lập danh sách" in visitor.texts[-1]
        await visitor.taps("Đã xong")
        assert visitor.card["picks"] == "file"
        assert (await sends_file(visitor, b"PK1", name="anh.jpg"))[0] == 200
        await visitor.looks()
        assert "kèm tệp “anh.jpg”" in visitor.texts[-1]
        await house.tick()
    (row,) = await house.rows("briefing_actions")
    assert (row["evidence"], row["evidence_ref"]) == (b"PK1", "")
    assert all(each["attachment"] is None for each in await house.rows("page_messages"))


async def test_the_workbook_of_actions_is_sent_on_the_page(house: House, url: str) -> None:
    """The card of a round asks for a file; what stands in the workbook is taken in with one tap."""
    async with visiting(url, house.settle) as visitor:
        await administrator_on(visitor, house)
        await brief(house)
        await visitor.says("/quantri")
        await visitor.taps("Giao ban định kỳ")
        await visitor.taps("Buổi Chủ nhật, 19/4/2015")
        assert visitor.card["picks"] == "file"
        line = ActionLine(0, "Lập danh sách", "Nguyễn Văn Hòa", date(2015, 5, 25), False, "")
        content = actions_workbook(1, date(2015, 4, 19), [line], ["Nguyễn Văn Hòa, Xã An Thịnh"])
        assert (await sends_file(visitor, content, name="bieu.xlsx"))[0] == 200
        await house.tick()
        await visitor.looks()
        assert "1 việc mới" in visitor.texts[-1]
        await visitor.taps("Ghi các việc này")
        await house.tick()
    (row,) = await house.rows("briefing_actions")
    assert (row["text"], row["due"]) == ("Lập danh sách", date(2015, 5, 25))
