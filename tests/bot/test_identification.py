"""Who is this? Codes, the contact button, "có phải đồng chí không?"; and what a stranger learns: nothing."""

from datetime import date, timedelta

import pytest

from bot.texts import say
from bot.texts.identity import TEXTS
from storage import frame
from tests.bot.house import CLOSES_AT, ZONE, House

STRANGER = say(TEXTS.welcome_stranger)


async def linked_addresses(house: House) -> dict[str, str]:
    """Roster keys by the addresses of the chats tied to them."""
    keys = {record.id: key for key, record in house.officials.items()}
    chats = await house.rows("contact_points")
    return {chat["address"]: keys[chat["official_id"]] for chat in chats if chat["official_id"]}


async def test_a_link_asks_whether_it_is_you(house: House) -> None:
    """The link greets by name, title and unit; the chat is tied only after "đúng"."""
    person = house.official("K02")
    heard = await person.starts(house.codes["K02"].long)
    assert "đồng chí Trần Thị Mai, Chủ tịch UBND, Xã An Thịnh" in heard
    assert "Có phải đồng chí không?" in heard
    assert await linked_addresses(house) == {}
    await person.taps("Đúng, là tôi")
    assert await linked_addresses(house) == {str(person.phone.user_id): "K02"}


@pytest.mark.parametrize("shape", ["{}", "{} ", "{}."])
async def test_a_typed_code_works_however_it_is_written(house: House, shape: str) -> None:
    """The short code may be typed in small letters, without its dash, with a full stop."""
    code = house.codes["K01"].short
    for number, typed in enumerate((code, code.lower(), code.replace("-", ""), code.replace("-", " "))):
        person = house.somebody(f"Thử {number}")
        await person.starts()
        assert "Nguyễn Văn Hòa" in await person.says(shape.format(typed))


async def test_the_contact_button_goes_away_after_a_code(house: House) -> None:
    """The big button below the chat does not stay once it is known who writes."""
    person = house.official()
    await person.starts()
    assert person.phone.asks_for_contact
    await person.says(house.codes["K01"].short)
    assert not person.phone.asks_for_contact


@pytest.mark.parametrize("typed", ["đúng", "Đúng là tôi", "dung", "vâng"])
async def test_yes_may_be_typed(house: House, typed: str) -> None:
    """The confirmation works without buttons."""
    person = house.official()
    await person.starts(house.codes["K01"].long)
    assert "THÔNG BÁO XỬ LÝ DỮ LIỆU" in await person.says(typed)


async def test_not_me_leaves_the_code_unused(house: House) -> None:
    """“Không phải tôi” ties nothing; the right person may still use the code."""
    wrong = house.somebody()
    await wrong.starts(house.codes["K01"].long)
    heard = await wrong.taps("Không phải tôi")
    assert "chưa dùng" in heard
    assert await linked_addresses(house) == {}
    assert await wrong.says("xin chào") == STRANGER
    assert "THÔNG BÁO" in (await house.linked("K01")).heard


async def test_anything_else_is_asked_again(house: House) -> None:
    """A reply that is neither yes nor no shows the question again and ties nothing."""
    person = house.official()
    await person.starts(house.codes["K01"].long)
    heard = await person.says("ai đấy")
    assert "Đúng, là tôi" in person.buttons
    assert "bấm một trong hai nút" in heard
    assert "Có phải đồng chí không?" in await person.sends_sticker()


async def test_the_same_person_tapping_the_link_again_is_welcomed_back(house: House) -> None:
    """A used code in the hands of its owner is no mistake: the interview goes on where it stood."""
    person = await house.at_question(3)
    heard = await person.starts(house.codes["K01"].long)
    assert "Xin chào đồng chí Nguyễn Văn Hòa." in heard
    assert "Câu 3/7" in heard
    assert await house.rows("link_attempts") == []


async def test_a_used_code_is_worth_nothing_to_another(house: House) -> None:
    """Whoever finds a used code hears the same as for a wrong one, without a name."""
    await house.linked("K01")
    thief = house.somebody()
    wrong = await thief.starts("khongphaima")
    assert await thief.starts(house.codes["K01"].long) == wrong
    assert "Hòa" not in thief.transcript()


async def test_expired_and_ended_codes_are_like_wrong_ones(house: House) -> None:
    """After its term, or once a new code was issued, a code opens nothing."""
    now = house.clock.now()
    async with house.app.database.begin() as conn:
        fresh = await frame.issue_codes(conn, now, CLOSES_AT, date(2015, 4, 20), renew=True)
    person = house.official("K01")
    ended = await person.starts(house.codes["K01"].long)
    assert ended == say(TEXTS.code_unknown)
    await house.waits_until(CLOSES_AT + timedelta(days=1))
    renewed = {code.official.roster_key: code.long for code in fresh}
    assert await person.starts(renewed["K01"]) == ended
    assert await linked_addresses(house) == {}


async def test_five_wrong_codes_an_hour(house: House) -> None:
    """After five wrong codes even the right one has to wait an hour."""
    person = house.official("K01")
    for number in range(5):
        assert await person.says(f"AAAA-222{number}") == say(TEXTS.code_unknown)
    assert await person.starts(house.codes["K01"].long) == say(TEXTS.too_many_attempts)
    await house.lets_pass(timedelta(hours=1))
    assert "Nguyễn Văn Hòa" in await person.starts(house.codes["K01"].long)


async def test_another_phone_takes_over_with_a_new_code(house: House) -> None:
    """Who changes phones gets a new code: the answers go along, the old chat is a stranger's."""
    old = await house.at_question(3)
    async with house.app.database.begin() as conn:
        now = house.clock.now()
        chats = await frame.contact_points_of(conn, [house.officials["K01"].id])
        await frame.unlink(conn, chats[house.officials["K01"].id].id, now)
        (code,) = [
            code
            for code in await frame.issue_codes(conn, now, CLOSES_AT, now.astimezone(ZONE).date(), renew=True)
            if code.official.roster_key == "K01"
        ]
    new = house.official("K01")
    await new.starts(code.long)
    assert "Câu 3/7" in await new.taps("Đúng, là tôi")
    assert await linked_addresses(house) == {str(new.phone.user_id): "K01"}
    assert await old.says("2") == STRANGER
    assert "qual" not in await house.answers()


async def test_the_own_phone_number_identifies(house: House) -> None:
    """The contact button's own number is matched to the roster, however it is written."""
    person = house.official("K03")
    await person.starts()
    heard = await person.shares("+84900000003")
    assert "Lê Minh Đức" in heard
    assert not person.phone.asks_for_contact
    assert "THÔNG BÁO" in await person.taps("Đúng, là tôi")


async def test_the_number_again_is_a_welcome(house: House) -> None:
    """Sharing the number once more only goes on."""
    person = await house.at_question(2, "K03")
    assert "Câu 2/7" in await person.shares("0900000003")


async def test_somebody_elses_number_proves_nothing(house: House) -> None:
    """A forwarded contact card is refused, even if the number is on the roster."""
    person = house.somebody()
    await person.starts()
    for owner in (0, 4711):
        heard = await person.shares("0900000001", owner=owner)
        assert "không phải số điện thoại của chính" in heard
    assert "Hòa" not in person.transcript()


async def test_an_unknown_number_counts_as_a_wrong_code(house: House) -> None:
    """A number that nobody on the roster has is answered without saying so, and limited like codes."""
    person = house.somebody()
    for _ in range(5):
        assert await person.shares("0911111111") == say(TEXTS.contact_unknown)
    assert await person.shares("0900000001") == say(TEXTS.too_many_attempts)


@pytest.mark.parametrize(
    "said",
    [
        "xin chào",
        "/quantri",
        "/dulieu",
        "/sua",
        "/rutlai",
        "/xoa",
        "/ngungnhac",
        "/trogiup",
        "/khongco",
        "5 2",
    ],
)
async def test_a_stranger_learns_nothing(house: House, said: str) -> None:
    """Every command and every word of a stranger gets the same answer: administrators' commands too."""
    person = house.somebody()
    assert await person.says(said) == STRANGER


async def test_a_strangers_sticker_and_made_up_taps(house: House) -> None:
    """Whatever a stranger sends, the answer ends the same, and a tap is acknowledged."""
    person = house.somebody()
    assert (await person.sends_sticker()).endswith(STRANGER)
    other = await house.linked("K01")
    for data in ("q.m", "c.yes", "a.1.1.0.0.1", "d.erase", "r.1.go", "i.yes"):
        other.phone.card.past_data.add(data)
    stranger = house.somebody()
    await stranger.starts(house.codes["K02"].long)
    await stranger.taps("Không phải tôi")
    for data in ("q.m", "c.yes", "a.1.1.0.0.1", "d.erase", "r.1.go", "i.yes"):
        message = stranger.phone.heard[0]
        message.past_data.add(data)
        assert await stranger.taps_data(data, on=message) == STRANGER
    assert all(tap.is_answered for tap in house.simulator.world.taps.values())


async def test_an_official_gets_no_hint_of_the_office(house: House) -> None:
    """/quantri of somebody without a role is answered like any unknown command."""
    person = await house.at_question(2)
    assert await person.says("/quantri") == await person.says("/khongco")
    await person.forges("q.m")
    assert "Câu 2/7" in person.heard


async def test_an_administrator_who_is_also_an_official_answers_too(house: House) -> None:
    """While a wave is being composed only the typed date is the office's; taps and texts else are answers."""
    person = await house.at_question(3)
    async with house.app.database.begin() as conn:
        admin = await frame.issue_admin_code(conn, house.clock.now(), CLOSES_AT)
    await person.starts(admin.long)
    await person.starts()
    data = person.data_of("Cao đẳng")
    card = person.phone.card
    await person.says("/quantri")
    await person.taps("Mở đợt")
    await person.taps_data(data, on=card)
    assert (await house.answers())["qual"] == "cd"
    await person.says("5 2")
    assert (await house.answers())["c01_c"] == "2"


async def test_whoever_comes_back_after_blocking_goes_on(house: House) -> None:
    """Blocking closes the chat; unblocking opens it, and the interview goes on where it stood."""
    person = await house.at_question(3)
    await person.phone.blocks()
    await house.settle()
    (chat,) = await house.rows("contact_points")
    assert chat["blocked_at"] is not None
    await person.phone.unblocks()
    await house.settle()
    (chat,) = await house.rows("contact_points")
    assert chat["blocked_at"] is None
    assert "Câu 3/7" in await person.starts()
