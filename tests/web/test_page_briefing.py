"""One's own part in a briefing on the page: it waits there, and a file is sent with the card that asks for it."""

from bot.texts.identity import TEXTS as IDENTITY
from tests.bot.house import House
from tests.bot.test_briefing_channels import brief
from tests.web.test_page_uploads import sends_file
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
