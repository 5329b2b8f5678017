"""The page's server: a whole interview by its requests, each post counted once, each chat its owner's alone."""

import asyncio
import re
from datetime import timedelta

import aiohttp
import pytest

from bot.conversation import identification
from bot.messages import Outbound, OutboundKind
from bot.texts import say
from bot.texts.identity import TEXTS as IDENTITY
from storage import frame, page
from tests.bot.house import CLOSES_AT, House
from tests.web.visitor import Visitor, visiting

REPLIES = ["đúng", "đúng", "đúng", "5 2", "1,2", "bỏ qua", "bỏ qua"]


async def answers_everything(visitor: Visitor, code: str) -> None:
    """Go from the link to the thank-you, by taps and typed replies."""
    await visitor.starts(code)
    await visitor.taps(IDENTITY.confirm_yes)
    await visitor.taps("Tôi đồng ý")
    await visitor.taps("Tiếp")
    for reply in REPLIES:
        await visitor.says(reply)
    await visitor.taps("📨 Gửi phiếu")


async def test_an_interview_on_the_page(house: House, url: str) -> None:
    """Link, confirmation, notice, questions, thank-you: the same conversation as on any channel."""
    async with visiting(url, house.settle) as visitor:
        await answers_everything(visitor, house.codes["K01"].long)
        assert "Phiếu đã được gửi và lưu" in visitor.texts[-1]
        assert [row["status"] for row in await house.rows("responses")] == ["completed"]
        assert [text for text in visitor.texts if text in REPLIES] == REPLIES


async def test_the_page_shows_what_the_database_holds(house: House, url: str) -> None:
    """A page that was loaded anew is shown the same chat."""
    async with visiting(url, house.settle) as visitor:
        await answers_everything(visitor, house.codes["K01"].long)
        before = list(visitor.texts)
        visitor.shown.clear()
        visitor.version = 0
        await visitor.looks()
        assert visitor.texts == before


@pytest.mark.parametrize("way", ["printed", "small letters", "long dash", "link"])
async def test_a_code_is_understood_as_it_is_typed_or_pasted(house: House, url: str, way: str) -> None:
    """In small letters, with the long dash of a word processor, or as the whole link."""
    code = house.codes["K01"]
    typed = {
        "printed": code.short,
        "small letters": f" {code.short.lower()} ",
        "long dash": code.short.replace("-", "–"),
        "link": f"https://khaosat.example.vn/phieu/k/{code.long}?x=1",
    }[way]
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(typed)
        assert "Có phải đồng chí không?" in visitor.card["text"]


async def test_a_post_that_comes_again_counts_once(house: House, url: str) -> None:
    """Somebody whose connection broke before the answer came has said it once."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        await visitor.taps(IDENTITY.confirm_yes)
        await visitor.taps("Tôi đồng ý")
        await visitor.taps("Tiếp")
        name = visitor.next_name()
        for _ in range(3):
            await visitor.posts(post=name, kind="text", text="đúng")
        assert visitor.texts.count("đúng") == 1
        assert [row["value"] for row in await house.rows("answers")].count("1963") == 1
        assert "A2" in visitor.card["text"]


async def test_whoever_waits_for_news_hears_at_once(house: House, url: str) -> None:
    """A question for news is held until a message comes, and answered then."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        other = Visitor(visitor.session, url, settle=house.settle)  # another tab of the same browser
        await other.looks()
        waiting = asyncio.create_task(other.hears("THÔNG BÁO"))
        await visitor.taps(IDENTITY.confirm_yes)
        await waiting


async def test_a_link_is_good_for_one_browser(house: House, url: str) -> None:
    """Who opens a used link on another browser learns nothing, and the first one goes on."""
    async with visiting(url, house.settle) as first, visiting(url, house.settle) as second:
        await first.starts(house.codes["K01"].long)
        await first.taps(IDENTITY.confirm_yes)
        await second.starts(house.codes["K01"].long)
        assert second.texts == [say(IDENTITY.code_unknown)]
        await first.taps("Tôi đồng ý")
        assert "Phiếu thử" in first.texts[-1]


async def test_nobody_on_the_page_is_written_to(house: House, url: str) -> None:
    """Reminders go to chats that reach their owners; for whoever answers on the page none counts as sent."""
    await house.linked("K02")
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        await visitor.taps(IDENTITY.confirm_yes)
        shown = list(visitor.texts)
        await house.lets_pass(timedelta(days=5))
        await visitor.looks()
        assert visitor.texts == shown
    reminded = {row["case_id"] for row in await house.rows("contact_attempts")}
    whose = {row["official_id"] for row in await house.rows("cases") if row["id"] in reminded}
    assert whose == {house.officials["K02"].id}


async def test_guessing_from_many_browsers_ends(
    house: House, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After so many wrong codes in an hour no short code is tried, from whatever browser; a link still leads in."""
    monkeypatch.setattr(identification, "ATTEMPTS_OF_ALL", 3)
    for _ in range(3):
        async with visiting(url, house.settle) as guesser:
            await guesser.says("AAAA-AAAA")
            assert guesser.texts[-1] == say(IDENTITY.code_unknown)
    async with visiting(url, house.settle) as typist, visiting(url, house.settle) as owner:
        await typist.says(house.codes["K01"].short)
        assert typist.texts[-1] == say(IDENTITY.too_many_attempts)
        await owner.starts(house.codes["K01"].long)
        assert "Nguyễn Văn Hòa" in owner.texts[-1]


async def test_no_browser_sees_anothers_chat(house: House, url: str) -> None:
    """Without the cookie there is nothing to see: no chat, no file."""
    async with visiting(url, house.settle) as owner, visiting(url, house.settle) as stranger:
        await answers_everything(owner, house.codes["K01"].long)
        await owner.says("/dulieu")
        await house.settle()
        await owner.looks()
        (number,) = (number for number, each in owner.shown.items() if "file" in each)
        async with owner.session.get(f"{url}file/{number}") as reply:
            assert reply.status == 200
            assert reply.headers["Content-Disposition"].startswith("attachment")
        async with stranger.session.get(f"{url}file/{number}") as reply:
            assert reply.status == 404
        await stranger.looks()
        assert not stranger.is_known


async def test_a_browser_that_changes_hands_shows_nothing_of_before(house: House, url: str) -> None:
    """Whoever links another official's code in the same browser finds an empty chat; the page takes the old one off."""
    async with visiting(url, house.settle) as visitor:
        await answers_everything(visitor, house.codes["K01"].long)
        await visitor.starts(house.codes["K02"].long)
        await visitor.taps(IDENTITY.confirm_yes)
        assert "Nguyễn Văn Hòa" not in "".join(visitor.texts)
        assert "Trần Thị Mai" in visitor.texts[-1]


async def test_who_goes_on_in_another_browser_leaves_no_answers_in_the_first(house: House, url: str) -> None:
    """The chat there is empty as soon as its owner has said who they are elsewhere."""
    async with visiting(url, house.settle) as first, visiting(url, house.settle) as second:
        await answers_everything(first, house.codes["K01"].long)
        async with house.app.database.begin() as conn:
            today = house.clock.now().date()
            renewed = await frame.issue_codes(
                conn, house.clock.now(), CLOSES_AT, today, renew=True, roster_keys=["K01"]
            )
        await second.starts(renewed[0].long)
        await second.taps(IDENTITY.confirm_yes)
        await first.looks()
        assert first.texts == []
        assert second.texts != []


async def test_an_administrator_keeps_the_chat_on_the_page(house: House, url: str) -> None:
    """Browsers of strangers are forgotten after days; one that gives orders is nobody's, and stays."""
    async with visiting(url, house.settle) as visitor:
        async with house.app.database.begin() as conn:
            code = await frame.issue_admin_code(conn, house.clock.now(), CLOSES_AT)
        await visitor.starts(code.long)
        await house.lets_pass(timedelta(days=5))
        await visitor.says("/quantri")
        assert "Quản trị" in visitor.texts[-1] or visitor.labels


async def test_orders_do_not_pass_to_the_next_owner(house: House, url: str) -> None:
    """Who links another official's code in an administrator's browser gets an empty chat without the right."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        await visitor.taps(IDENTITY.confirm_yes)
        async with house.app.database.begin() as conn:
            code = await frame.issue_admin_code(conn, house.clock.now(), CLOSES_AT)
        await visitor.starts(code.long)
        await visitor.starts(house.codes["K02"].long)
        await visitor.taps(IDENTITY.confirm_yes)
    assert all(row["revoked_at"] is not None for row in await house.rows("administrators"))


@pytest.mark.parametrize("other", ['a={"x": "y"}', "a=b c", "a", "a@b=1", "path=1", "é=ü"])
async def test_cookies_of_other_programs_do_not_matter(house: House, url: str, other: str) -> None:
    """Whatever else the host serves, a browser is known by our own cookie."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        (cookie,) = visitor.session.cookie_jar
        headers = {"Cookie": f"{other}; {cookie.key}={cookie.value}; z=1"}
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{url}chat?after=0", headers=headers) as reply,
        ):
            assert (await reply.json())["known"]


async def test_a_first_answer_that_is_lost_costs_nobody_the_chat(house: House, url: str) -> None:
    """The page itself brings the secret: whoever repeats the first post is the same browser."""
    async with visiting(url, house.settle) as visitor:
        async with visitor.session.get(f"{url}k/abc") as reply:
            assert reply.cookies["khaosat"]["httponly"]
        name, code = visitor.next_name(), house.codes["K01"].long
        await visitor.posts(post=name, kind="start", text=code)
        await visitor.posts(post=name, kind="start", text=code, after=0)
    assert len(await house.rows("browsers")) == 1


async def test_one_post_twice_at_once_counts_once(house: House, url: str) -> None:
    """Two tabs that send the same tap at the same moment are both answered."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        card = visitor.card
        name, data = visitor.next_name(), card["buttons"][0][0]["data"]
        post = {"post": name, "kind": "tap", "data": data, "message": card["id"]}
        told = await asyncio.gather(visitor.sends(**post), visitor.sends(**post))
    assert [status for status, _ in told] == [200, 200]


async def test_not_my_machine(house: House, url: str) -> None:
    """Whoever leaves is forgotten: the chat is gone from the database and belongs to nobody."""
    async with visiting(url, house.settle) as visitor:
        await answers_everything(visitor, house.codes["K01"].long)
        await visitor.posts(kind="leave")
        assert not visitor.is_known
        assert await house.rows("page_messages") == []
        assert await house.rows("browsers") == []
        assert [row["official_id"] for row in await house.rows("contact_points")] == [None]
        await visitor.looks()
        assert not visitor.is_known


async def test_erasure_reaches_the_page(house: House, url: str) -> None:
    """After an erasure the chat holds nothing but the word that it is done."""
    async with visiting(url, house.settle) as visitor:
        await answers_everything(visitor, house.codes["K01"].long)
        await visitor.says("/xoa")
        await visitor.taps("Xóa")
        await house.settle()
        await visitor.looks()
        assert len(visitor.texts) == 1
        assert "Nguyễn Văn Hòa" not in str(await house.rows("page_messages"))


@pytest.mark.parametrize(
    ("post", "status"),
    [
        ({"kind": "text", "text": ""}, 400),
        ({"kind": "text", "text": "x" * 4001}, 400),
        ({"kind": "tap", "data": "x" * 65}, 400),
        ({"kind": "dance"}, 400),
        ({"kind": "text", "text": "a", "post": "short"}, 400),
        ({"kind": "text", "text": "a", "after": -1}, 400),
        ({"kind": "text", "text": ["a"]}, 400),
        ({"kind": "start", "text": "<script>"}, 400),
        ({"kind": "text", "text": "a", "after": 2**40}, 400),
    ],
)
async def test_what_our_page_never_sends_is_refused(
    house: House, url: str, post: dict[str, object], status: int
) -> None:
    """Nothing is stored of it, and it says in Vietnamese what to do."""
    async with visiting(url, house.settle) as visitor:
        found, told = await visitor.sends(**post)
        assert found == status
        assert "Đề nghị" in told["problem"]
    assert await house.rows("browsers") == []


async def test_another_site_cannot_post(house: House, url: str) -> None:
    """A form on a foreign page reaches nothing: neither without JSON nor with its own origin."""
    async with visiting(url, house.settle) as visitor:
        async with visitor.session.post(f"{url}chat", data=b"{}") as reply:
            assert reply.status == 415
        foreign = {"Origin": "https://example.org"}
        async with visitor.session.post(f"{url}chat", json={}, headers=foreign) as reply:
            assert reply.status == 403
    assert await house.rows("page_messages") == []


async def test_the_page_brings_its_own_rules(house: House, url: str) -> None:
    """Scripts come from the page itself alone, no frame holds it, and its address is told to nobody."""
    async with visiting(url, house.settle) as visitor, visitor.session.get(f"{url}k/abc") as reply:
        assert reply.status == 200
        policy = reply.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


async def test_no_file_of_another_version_is_given(url: str) -> None:
    """A page never mixes two versions: the files of its own are kept for long, of another one there are none."""
    async with visiting(url) as visitor:
        async with visitor.session.get(url) as reply:
            (version,) = set(re.findall(r"\?v=(\w+)", await reply.text()))
        async with visitor.session.get(f"{url}worker.js?v={version}") as reply:
            assert reply.status == 200
            assert "immutable" in reply.headers["Cache-Control"]
        async with visitor.session.get(f"{url}worker.js?v=0{version[1:]}0") as reply:
            assert reply.status == 404


async def test_the_address_may_be_typed_without_its_last_slash(url: str) -> None:
    """The page and what it loads are found all the same."""
    async with visiting(url) as visitor, visitor.session.get(url.rstrip("/")) as reply:
        assert reply.status == 200
        assert '<base href="/phieu/">' in await reply.text()


async def test_the_cookie_is_out_of_reach_of_scripts(house: House, url: str) -> None:
    """The secret travels in an HttpOnly cookie, and the table holds its hash alone."""
    async with visiting(url, house.settle) as visitor:
        post = {"post": visitor.next_name(), "after": 0, "kind": "text", "text": "xin chào"}
        async with visitor.session.post(f"{url}chat", json=post) as reply:
            cookie = reply.cookies["khaosat"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie.value not in str(await house.rows("browsers"))


async def test_a_card_that_only_lost_its_buttons_is_no_news(house: House, url: str) -> None:
    """Words typed without connection are judged by what was asked, and of that nothing has changed."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        seen, card = visitor.version, visitor.card["id"]
        channel = next(each for each in house.app.channels if each.name == page.WEB)
        await channel.send(str(visitor.chat), Outbound(OutboundKind.STRIP, edit_ref=str(card)))
        async with house.app.database.read() as conn:
            assert await page.unseen_since(conn, visitor.chat, seen) is None
        await visitor.looks()
        assert not visitor.shown[card]["buttons"]


async def test_words_typed_before_a_question_was_seen_are_no_answer_to_it(house: House, url: str) -> None:
    """What waited for the network belongs to the question that its writer saw."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        await visitor.taps(IDENTITY.confirm_yes)
        await visitor.taps("Tôi đồng ý")
        await visitor.taps("Tiếp")
        seen = visitor.version
        await visitor.posts(kind="text", text="đúng", seen=seen)
        await visitor.posts(kind="text", text="5", seen=seen)
        await house.settle()
        await visitor.looks()
        assert [row["item"] for row in await house.rows("answers")].count("years") == 0
        assert "A2" in visitor.card["text"]
