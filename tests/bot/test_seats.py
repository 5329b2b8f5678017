"""Several bots on one channel: who is told which, and keeps it."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import update

from bot.messages import Account, Seat
from bot.office.account import Way
from bot.office.codes import HandingOut, issue_workbook
from bot.office.seats import seats_for
from storage.sql import officials
from surveys.titles import built_in_titles
from tests.bot.house import CLOSES_AT, ZONE
from tests.bot.zalo_house import ZaloHouse, open_zalo_house

KEYS = ("K01", "K02", "K03", "K04")


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[ZaloHouse]:
    """Open a house with one bot."""
    async with open_zalo_house(database_url, tmp_path) as opened:
        yield opened


def bots(*names: str, limit: int = 50) -> Account:
    """A channel with these bots."""
    seats = tuple(Seat(name, f"bot.{name}", f"https://zalo.me/{name}", limit) for name in names)
    return Account(names[0], names[0], carries_code=False, seats=seats)


async def told(house: ZaloHouse, account: Account, *keys: str) -> list[str]:
    """The bot that each is told; empty for whom there is no room."""
    numbers = [house.officials[key].id for key in keys]
    async with house.app.database.begin() as conn:
        found = await seats_for(conn, "zalo", account, numbers)
    return [found[number].account if number in found else "" for number in numbers]


async def test_each_keeps_the_bot_of_the_first_slip(house: ZaloHouse) -> None:
    """Printed again, in another order, alone, or beside more bots: the same."""
    assert await told(house, bots("1", "2"), *KEYS) == ["1", "2", "1", "2"]
    assert await told(house, bots("1", "2"), *reversed(KEYS)) == ["2", "1", "2", "1"]
    assert await told(house, bots("9", "2", "1"), "K03") == ["1"]


async def test_slips_count_before_anybody_has_written(house: ZaloHouse) -> None:
    """A bot with two places is on two slips; for the third there is no room."""
    assert await told(house, bots("1", limit=2), "K01", "K02") == ["1", "1"]
    assert await told(house, bots("1", limit=2), "K03") == [""]
    assert await told(house, bots("1", "2", limit=2), "K03", "K04") == ["2", "2"]


async def test_two_who_print_at_once_fill_no_bot_beyond_its_limit(house: ZaloHouse) -> None:
    """One waits for the other."""
    both = await asyncio.gather(*(told(house, bots("1", limit=2), *pair) for pair in (KEYS[:2], KEYS[2:])))
    assert sorted([*both[0], *both[1]]) == ["", "", "1", "1"]


async def test_a_bot_that_is_gone_gives_its_people_another(house: ZaloHouse) -> None:
    """Only those move whose bot was taken away."""
    await told(house, bots("1", "2"), *KEYS)
    assert await told(house, bots("2", "3"), *KEYS) == ["3", "2", "3", "2"]


async def test_who_writes_to_a_bot_has_it(house: ZaloHouse) -> None:
    """Whatever the slip said."""
    own = house.zalo.bots[0].bot_id
    await told(house, bots("7"), "K01")
    await house.agreed("K01")
    assert await told(house, bots("7", own), "K01") == [own]


async def test_who_has_left_leaves_a_place(house: ZaloHouse) -> None:
    """Of people who are not on the roster any more only their chats count."""
    await told(house, bots("1", limit=1), "K01")
    async with house.app.database.begin() as conn:
        await conn.execute(
            update(officials).where(officials.c.roster_key == "K01").values(left_on=date(2015, 4, 1))
        )
    assert await told(house, bots("1", limit=1), "K02") == ["1"]


async def test_the_bot_is_named_on_the_slip_and_stays_when_it_is_printed_again(house: ZaloHouse) -> None:
    """Below its QR image."""
    office = HandingOut("Ban Tổ chức", [Way("zalo", bots("1", "2"))], built_in_titles(), ZONE, CLOSES_AT)
    printed = []
    for _ in range(2):
        async with house.app.database.begin() as conn:
            _, content = await issue_workbook(conn, office, house.clock.now(), actor="cli", renew=True)
        book = openpyxl.load_workbook(io.BytesIO(content))
        printed.append(
            {row[0]: row[6] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)}
        )
    assert printed[0] == printed[1]
    assert (
        sorted(str(said).rpartition(": ")[2] for said in printed[0].values()) == ["bot.1"] * 2 + ["bot.2"] * 2
    )
