"""Where a channel has several accounts, each official is told one: people are spread over them evenly."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Account, Seat
from storage.seats import accounts_of, people_by_account


async def seats_for(
    conn: AsyncConnection, channel: str, account: Account, official_ids: Sequence[int]
) -> dict[int, Seat]:
    """Return the account that each official writes to; whoever does already keeps it.

    The emptiest is filled first. Nobody is sent to a full one: for whom there is no room is left out.
    """
    if not account.seats:
        return {}
    taken = await people_by_account(conn, channel)
    held = await accounts_of(conn, channel, official_ids)
    by_name = {seat.account: seat for seat in account.seats}
    found: dict[int, Seat] = {}
    for official_id in official_ids:
        seat = by_name.get(held.get(official_id, ""))
        if seat is None:
            free = [each for each in account.seats if taken[each.account] < each.people_limit]
            if not free:
                continue
            seat = min(free, key=lambda each: taken[each.account])
            taken[seat.account] += 1
        found[official_id] = seat
    return found
