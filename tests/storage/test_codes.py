"""Codes: given once, used once, stored as hashes only."""

from sqlalchemy import select

from storage import frame
from storage.database import Database
from storage.frame.code_shape import ALPHABET
from storage.sql import link_codes
from tests.storage.archive import AS_OF, DAY, HOUR, NOW, ROWS, link, load_roster, open_field


async def test_codes_are_for_those_not_linked_yet(database: Database) -> None:
    """Whoever has a chat gets no code; a second run leaves out who holds an unused one."""
    async with database.begin() as conn:
        field = await open_field(conn)
        await link(conn, field, "LT01")
        first = await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF)
        assert [code.official.roster_key for code in first] == ["LT03", "LT04", "LT02", "LT05"]
        assert await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF) == []
        assert len(await frame.issue_codes(conn, NOW + DAY, NOW + 2 * DAY, AS_OF, titles=["bi_thu"])) == 2


async def test_renewing_ends_the_old_codes(database: Database) -> None:
    """With renew everybody not linked gets a new code, and the old ones are worth nothing."""
    async with database.begin() as conn:
        await load_roster(conn)
        old = await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF)
        new = await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF, renew=True)
        states = [await frame.find_code(conn, code.long, NOW) for code in (old[0], new[0])]
    assert len(new) == len(old) == 5
    assert [found and found.state for found in states] == ["ended", "live"]


async def test_codes_for_chosen_persons_spare_their_chats(database: Database) -> None:
    """Chosen by key, the linked get a code too: their chat stays until it is used, older codes end."""
    async with database.begin() as conn:
        field = await open_field(conn)
        chat = await link(conn, field, "LT01")
        old = await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF)
        new = await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF, roster_keys=["LT03", "LT01"])
        states = {code.official.roster_key: await frame.find_code(conn, code.long, NOW) for code in old}
        chats = await frame.contact_points_of(conn, [field.officials["LT01"]])
        moved = (await frame.ensure_contact_points(conn, "telegram", ["another phone"], NOW))["another phone"]
        await frame.link(conn, moved.id, field.officials["LT01"], NOW)
        after = await frame.contact_points_of(conn, [field.officials["LT01"]])
    assert sorted(code.official.roster_key for code in new) == ["LT01", "LT03"]
    assert {key: found and found.state for key, found in states.items()} == {
        "LT02": "live",
        "LT03": "ended",
        "LT04": "live",
        "LT05": "live",
    }
    assert [found.id for found in chats.values()] == [chat]
    assert [found.id for found in after.values()] == [moved.id]


async def test_only_hashes_are_stored(database: Database) -> None:
    """No column of the table holds a code in plain text."""
    async with database.begin() as conn:
        await load_roster(conn)
        (code, *_) = await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF)
        stored = str((await conn.execute(select(link_codes))).all())
    for plain in (code.long, code.short, code.short.replace("-", "")):
        assert plain not in stored


async def test_a_code_is_found_however_it_is_typed(database: Database) -> None:
    """Case, spaces, dashes and full-width letters do not matter in the short code; the long one is exact."""
    async with database.begin() as conn:
        await load_roster(conn)
        code = (await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF))[0]
        typed = [
            code.short.lower(),
            f" {code.short.replace('-', ' – ')} ",
            code.short.replace("-", ""),
            code.long,
        ]
        wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code.short)
        for text in (*typed, wide):
            found = await frame.find_code(conn, text, NOW)
            assert found is not None
            assert (found.official_id, found.is_live) == (code.official.id, True)
        for wrong in ("", "xin chào", code.long.swapcase(), code.short[:-1]):
            assert await frame.find_code(conn, wrong, NOW) is None


async def test_a_code_works_once_and_not_too_late(database: Database) -> None:
    """The second use of a code fails, and so does the first after its end."""
    async with database.begin() as conn:
        field = await open_field(conn)
        chat = await link(conn, field, "LT01")
        first, second = (await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF))[:2]
        found = await frame.find_code(conn, first.short, NOW)
        late = await frame.find_code(conn, second.short, NOW + DAY)
        assert found is not None
        assert late is not None
        assert late.state == "expired"
        assert await frame.use_code(conn, found.id, chat, NOW)
        assert not await frame.use_code(conn, found.id, chat, NOW)
        assert not await frame.use_code(conn, late.id, chat, NOW + DAY)
        used = await frame.find_code(conn, first.short, NOW)
    assert used is not None
    assert (used.state, used.used_by) == ("used", chat)


async def test_a_link_ends_the_codes_of_its_official(database: Database) -> None:
    """Whoever was found by phone needs no code any more: the printed one is worth nothing."""
    async with database.begin() as conn:
        field = await open_field(conn)
        code = (await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF))[0]
        await link(conn, field, code.official.roster_key)
        found = await frame.find_code(conn, code.long, NOW)
    assert found is not None
    assert found.state == "ended"


async def test_who_left_holds_no_live_code(database: Database) -> None:
    """A complete roster without an official ends that official's code."""
    async with database.begin() as conn:
        await load_roster(conn)
        codes = {
            code.official.roster_key: code for code in await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF)
        }
        await load_roster(conn, ROWS[1:])
        found = await frame.find_code(conn, codes["LT01"].short, NOW)
    assert found is not None
    assert found.state == "ended"


async def test_an_administrators_code_names_no_official(database: Database) -> None:
    """The code of ``admin invite`` has its own purpose."""
    async with database.begin() as conn:
        code = await frame.issue_admin_code(conn, NOW, NOW + DAY)
        found = await frame.find_code(conn, code.short, NOW)
    assert found is not None
    assert (found.purpose, found.official_id) == ("admin", None)
    assert set(code.short.replace("-", "")) <= set(ALPHABET)


async def test_wrong_codes_are_counted_by_chat_and_time(database: Database) -> None:
    """The caller can limit the rate: attempts of a chat since a moment."""
    async with database.begin() as conn:
        for address, at in (("a", NOW - DAY), ("a", NOW), ("a", NOW), ("b", NOW)):
            await frame.record_attempt(conn, "telegram", address, at)
        assert await frame.attempts_since(conn, "telegram", "a", NOW - HOUR) == 2
        assert await frame.attempts_since(conn, "zalo", "a", NOW - HOUR) == 0
