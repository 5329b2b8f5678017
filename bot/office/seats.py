"""Where a channel has several accounts, each official is told one, and keeps it from the first slip on."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Account, Seat
from storage.seats import read_seating, store_seats


async def seats_for(
    conn: AsyncConnection, channel: str, account: Account, official_ids: Sequence[int]
) -> dict[int, Seat]:
    """Return the account that each official is told, and keep it: a slip printed again says the same.

    Who has none yet, or one that the office has no more, gets the emptiest. Nobody is sent to a full one: for whom
    there is no room is left out.
    """
    if not account.seats:
        return {}
    seating = await read_seating(conn, channel)
    taken, by_name = seating.taken.copy(), {seat.account: seat for seat in account.seats}
    found: dict[int, Seat] = {}
    for official_id in official_ids:
        seat = by_name.get(seating.of_official.get(official_id, ""))
        if seat is None:
            free = [each for each in account.seats if taken[each.account] < each.people_limit]
            if not free:
                continue
            seat = min(free, key=lambda each: taken[each.account])
            taken[seat.account] += 1
        found[official_id] = seat
    await store_seats(conn, channel, {who: seat.account for who, seat in found.items()})
    return found
