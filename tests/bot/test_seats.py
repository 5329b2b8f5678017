"""Several bots on one channel: who is told which."""

from pathlib import Path

from bot.messages import Account, Seat
from bot.office.account import remembered_account
from bot.office.seats import seats_for
from tests.bot.zalo_house import open_zalo_house


async def test_people_are_spread_and_nobody_is_sent_to_a_full_bot(sqlite_url: str, tmp_path: Path) -> None:
    """The emptiest bot first; who writes to one already keeps it; for the fifth there is no room."""
    async with open_zalo_house(sqlite_url, tmp_path, bot_count=2, zalo_people=2) as house:
        await house.agreed("K02", bot=1)
        numbers = [house.officials[key].id for key in ("K01", "K02", "K03", "K04")]
        async with house.app.database.read() as conn:
            account = await remembered_account(conn, "zalo")
            assert account is not None
            seats = await seats_for(conn, "zalo", account, [*numbers, 4711])
        first, second = account.seats
        assert [seats[number].name for number in numbers] == [
            first.name,
            second.name,
            first.name,
            second.name,
        ]
        assert 4711 not in seats
        assert len({seat.account for seat in account.seats}) == 2


async def test_a_bot_that_is_gone_gives_its_people_another(sqlite_url: str, tmp_path: Path) -> None:
    """Whoever wrote to a bot that the office has no more is told one that it has."""
    async with open_zalo_house(sqlite_url, tmp_path) as house:
        await house.agreed("K01")
        other = Account("b", "b", seats=(Seat("77", "bot.Khac", people_limit=50),))
        async with house.app.database.read() as conn:
            seats = await seats_for(conn, "zalo", other, [house.officials["K01"].id])
        assert seats[house.officials["K01"].id].name == "bot.Khac"
