"""Files that are sent on the page: from whom they are taken, how often they count, and how long they are kept."""

import io
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.web.posts import FILE_LIMIT
from storage import frame
from tests.bot.house import CLOSES_AT, House
from tests.bot.small_form import ROSTER
from tests.web.visitor import Visitor, visiting

MORE = (
    ROSTER + "K05,Vũ Thị Hạnh,Địa chính,Xã Phú Hòa,09505,02/02/1988,Nữ,,12/12,Đại học,Luật,,,,0900 000 005\n"
)


async def sends_file(
    visitor: Visitor, content: bytes, *, post: str = "", name: str = "ds.csv", **headers: str
) -> tuple[int, str]:
    """Post a file as the page does; returns the status and the problem that is told."""
    about: dict[str, Any] = {
        "post": post or visitor.next_name(),
        "name": name,
        "after": 0,
        "chat": visitor.chat,
    }
    head = {"Content-Type": "application/octet-stream"} | headers
    address = f"{visitor.url}file"
    async with visitor.session.post(address, params=about, data=io.BytesIO(content), headers=head) as reply:
        told = await reply.json(content_type=None) if reply.status != 403 else {}
        return reply.status, (told or {}).get("problem", "")


async def administrator_on(visitor: Visitor, house: House) -> None:
    """Give orders from this browser, and open the card that asks for a list."""
    async with house.app.database.begin() as conn:
        code = await frame.issue_admin_code(conn, house.clock.now(), CLOSES_AT)
    await visitor.starts(code.long)
    await visitor.says("/quantri")
    await visitor.taps("Danh sách cán bộ")


async def test_a_list_sent_on_the_page_is_shown_and_taken_in(house: House, url: str) -> None:
    """The card asks for a file; the file is read, its bytes leave the chat, and one tap takes it in."""
    async with visiting(url, house.settle) as visitor:
        await administrator_on(visitor, house)
        assert visitor.card["picks"] == "file"
        assert "10 MB" in visitor.card["text"]
        assert (await sends_file(visitor, MORE.encode()))[0] == 200
        await house.tick()
        await visitor.looks()
        assert "📎 ds.csv" in visitor.texts
        assert "Thêm 1, thay đổi 0" in visitor.texts[-1]
        assert all(row["attachment"] is None for row in await house.rows("page_messages"))
        await visitor.taps("Ghi vào danh sách")
        await house.tick()
    assert "K05" in {row["roster_key"] for row in await house.rows("officials")}


async def test_a_file_that_is_sent_again_counts_once(house: House, url: str) -> None:
    """The page repeats what it had no answer to, under the same name."""
    async with visiting(url, house.settle) as visitor:
        await administrator_on(visitor, house)
        name = visitor.next_name()
        for _ in range(2):
            assert (await sends_file(visitor, MORE.encode(), post=name))[0] == 200
    assert len(await house.rows("uploads")) == 1


@pytest.mark.parametrize("who", ["stranger", "official"])
async def test_nobody_else_may_send_any_bytes(house: House, url: str, who: str) -> None:
    """Whoever was not asked for a file is turned away by the head of the request."""
    async with visiting(url, house.settle) as visitor:
        if who == "official":
            await visitor.starts(house.codes["K01"].long)
        assert (await sends_file(visitor, b"x"))[0] == 403
    assert await house.rows("uploads") == []


async def test_another_site_cannot_send_a_file_in_somebodys_name(house: House, url: str) -> None:
    """The origin and the kind of the content are those of our page."""
    async with visiting(url, house.settle) as visitor:
        await administrator_on(visitor, house)
        assert (await sends_file(visitor, b"x", Origin="https://khac.example.vn"))[0] == 403
        assert (await sends_file(visitor, b"x", **{"Content-Type": "text/plain"}))[0] == 415


async def test_a_file_beyond_the_limit_is_not_read(house: House, url: str) -> None:
    """Its declared length is enough."""
    async with visiting(url, house.settle) as visitor:
        await administrator_on(visitor, house)
        assert (await sends_file(visitor, bytes(FILE_LIMIT + 1)))[0] == 413
    assert await house.rows("uploads") == []


@pytest.mark.parametrize("name", ["", "a" * 201, " "])
async def test_a_file_without_a_proper_name_is_refused(house: House, url: str, name: str) -> None:
    """Nothing of our page sends it."""
    async with visiting(url, house.settle) as visitor:
        await administrator_on(visitor, house)
        assert (await sends_file(visitor, b"x", name=name))[0] == 400


async def test_a_name_is_cleaned_before_it_is_shown(house: House, url: str) -> None:
    """Folders and signs that turn a text around do not reach the card."""
    async with visiting(url, house.settle) as visitor:
        await administrator_on(visitor, house)
        await sends_file(visitor, MORE.encode(), name="..\\..\\bí mật/\u202eds**.csv")
    (upload,) = await house.rows("uploads")
    assert upload["filename"] == "ds.csv"


async def test_bytes_that_nobody_fetches_are_gone_after_a_day(house: House, url: str) -> None:
    """A file whose sender lost the right stays nowhere."""
    async with visiting(url, house.settle) as visitor:
        await administrator_on(visitor, house)
        await sends_file(visitor, b"PK", name="thu.docx")
        assert [row["attachment"] for row in await house.rows("page_messages") if row["attachment"]] == [
            b"PK"
        ]
        await house.lets_pass(timedelta(hours=25))
    assert all(row["attachment"] is None for row in await house.rows("page_messages"))
