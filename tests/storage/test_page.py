"""The chats of the page: posts counted once, changes by version, and nothing left of what was cleared."""

from datetime import timedelta

from sqlalchemy import select

from storage import frame, page
from storage.database import Database
from storage.sql import browsers, page_messages
from tests.storage.archive import DAY, HOUR, NOW, count, open_field

SECRET = "5" * 64


async def test_a_post_has_one_number_however_often_it_comes(database: Database) -> None:
    """The name that the page gave it decides, in each browser for itself."""
    async with database.begin() as conn:
        first = await page.make_browser(conn, SECRET, NOW)
        second = await page.make_browser(conn, "6" * 64, NOW)
        text = {"text": "1975"}
        number, is_new = await page.take_post(conn, first, "a" * 16, text, NOW, is_shown=True)
        again = await page.take_post(conn, first, "a" * 16, text, NOW + HOUR, is_shown=True)
        other, is_others_new = await page.take_post(conn, second, "a" * 16, text, NOW, is_shown=True)
    assert is_new
    assert again == (number, False)
    assert is_others_new
    assert other != number


async def test_a_page_is_told_what_changed(database: Database) -> None:
    """New and edited messages come after the version that a page has; what is not shown never does."""
    async with database.begin() as conn:
        browser = await page.make_browser(conn, SECRET, NOW)
        card = await page.put(conn, browser, {"text": "Câu 1", "buttons": [[{"label": "Có"}]]}, NOW)
        await page.take_post(conn, browser, "b" * 16, {}, NOW, is_shown=False)
        before = await page.changes(conn, browser, 0)
        assert card is not None
        assert before is not None
        assert await page.change(conn, browser, card, {"buttons": []}, NOW + HOUR)
        assert await page.unseen_since(conn, browser, 1) is None
        assert await page.unseen_since(conn, browser, 0) == NOW
        after = await page.changes(conn, browser, before.version)
        assert not await page.change(conn, browser, card + 99, {"text": "x"}, NOW)
    assert [each.content["text"] for each in before.messages] == ["Câu 1"]
    assert after is not None
    assert [(each.id, each.content, each.is_edited) for each in after.messages] == [
        (card, {"text": "Câu 1", "buttons": [], page.WORDS_SINCE: 1}, True)
    ]


async def test_a_cleared_chat_says_from_where_it_is_kept(database: Database) -> None:
    """Whatever a page still shows has a lower number; what comes afterwards has not."""
    async with database.begin() as conn:
        browser = await page.make_browser(conn, SECRET, NOW)
        old = await page.put(conn, browser, {"text": "điều kín"}, NOW)
        await page.clear_chats(conn, [browser])
        new = await page.put(conn, browser, {"text": "đã xóa"}, NOW)
        found = await page.changes(conn, browser, 0)
    assert found is not None
    assert old is not None
    assert new is not None
    assert old < found.kept_from <= new
    assert [each.content["text"] for each in found.messages] == ["đã xóa"]


async def test_what_is_old_goes_and_whoever_is_known_stays(database: Database) -> None:
    """After their days messages are deleted, and so are browsers that became nobody's."""
    async with database.begin() as conn:
        field = await open_field(conn)
        known = await page.make_browser(conn, SECRET, NOW)
        stranger = await page.make_browser(conn, "6" * 64, NOW)
        for each in (known, stranger):
            await page.put(conn, each, {"text": "cũ"}, NOW)
        made = await frame.ensure_contact_points(conn, page.WEB, [str(known)], NOW, takes_messages=False)
        await frame.link(conn, made[str(known)].id, field.officials["LT01"], NOW)
        await page.put(conn, known, {"text": "mới"}, NOW + 2 * DAY)
        await page.purge(conn, NOW + DAY, strangers_before=NOW + timedelta(seconds=1))
        left = (await conn.execute(select(browsers.c.id))).scalars().all()
    assert left == [known]
    assert await count(database, page_messages) == 1


async def test_nothing_is_put_where_nobody_is(database: Database) -> None:
    """A browser that was forgotten gets no message, and has no chat."""
    async with database.begin() as conn:
        browser = await page.make_browser(conn, SECRET, NOW)
        await page.forget_browsers(conn, [browser])
        assert await page.put(conn, browser, {"text": "x"}, NOW) is None
        assert await page.changes(conn, browser, 0) is None
        assert await page.find_browser(conn, SECRET) is None
