"""What an outage of a day lets expire is told again while it is true; nobody is written to twice."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select, update

from bot.office.plans.telling import Seats
from storage import briefings, frame, mailbox, planning
from storage.database import Database
from storage.planning.seats import CONFIRMED, PLANNED, TOLD
from storage.sql import outbox
from surveys.field_period import Every
from surveys.planning import Catalogue, Plan
from tests.bot.office_chat import CALENDAR, MORNING, OfficeChat, furnish, link_official
from tests.bot.test_briefing_ticks import holding

pytestmark = pytest.mark.usefixtures("warm_workers")

FIRST: Final = date(2026, 12, 7)
DAY: Final = timedelta(days=1)


async def waiting(database: Database) -> list[str]:
    """The keys of what waits to be sent; the moments in them left out."""
    async with database.read() as conn:
        query = select(outbox.c.key).where(outbox.c.status == "queued").order_by(outbox.c.id)
        keys = [str(key) for key in (await conn.execute(query)).scalars()]
    return sorted(key.partition(":2026")[0] for key in keys)


async def sends(database: Database, key: str) -> None:
    """Let one message arrive."""
    async with database.begin() as conn:
        await conn.execute(update(outbox).where(outbox.c.key == key).values(status="sent"))


async def looks(database: Database, now: datetime) -> None:
    """Let the dispatcher look again after an outage, with room for nothing: what is too late is dropped."""
    async with database.begin() as conn:
        await mailbox.claim_due(conn, now, {"bulk": 1, "reply": 1}, "nobody")
        await conn.execute(update(outbox).where(outbox.c.claimed_by == "nobody").values(status="queued"))


async def approved(database: Database, *officials: int) -> int:
    """Approve and release a plan of one class."""
    async with database.begin() as conn:
        about: dict[str, Any] = {
            "grounds": "{}",
            "inputs": "{}",
            "catalogue": Catalogue(()),
            "as_of": MORNING.date(),
        }
        number = await planning.keep_draft(
            conn, Plan(2026, ()), wave_id=None, actor="1", now=MORNING, **about
        )
        seats = [planning.NewSeat(1, "C", "Lớp C", each, "", "", FIRST, FIRST) for each in officials]
        assert await planning.approve(conn, number, seats, "1", MORNING)
        assert await planning.release(conn, number, "1", MORNING)
    return number


async def states(database: Database, plan: int) -> list[str]:
    """How the seats of a plan stand."""
    async with database.read() as conn:
        return [each.state for each in sorted(await planning.seats_of(conn, plan), key=lambda each: each.id)]


async def test_seats_that_an_outage_kept_are_told_again(database: Database) -> None:
    """One heard, one did not, one confirmed by /lop: only the second is told again, by a later version, too."""
    await furnish(database)
    one, two, three = [
        await link_official(database, key, f"90{at}") for at, key in enumerate(("A1", "A2", "B1"))
    ]
    plan = await approved(database, one, two, three)
    seats = Seats(database, CALENDAR, lambda: None)
    await seats.tell(MORNING)
    assert await waiting(database) == ["seat:1", "seat:2", "seat:3"]
    await sends(database, "seat:1")
    async with database.begin() as conn:
        assert await planning.answer_seat(conn, 3, three, MORNING, state=CONFIRMED)
    later = await approved(database, one, two, three)
    assert await states(database, later) == [TOLD, TOLD, CONFIRMED]
    await looks(database, MORNING + DAY)
    for _ in range(2):
        await seats.tell(MORNING + DAY)
        assert await waiting(database) == ["seat:5"]
    assert await states(database, later) == [TOLD, TOLD, CONFIRMED]
    assert (await states(database, plan))[1] == PLANNED
    await sends(database, "seat:5")

    friday = datetime(2026, 12, 4, 9, tzinfo=MORNING.tzinfo)
    await seats.tell(friday)
    assert await waiting(database) == ["seat.reminder:4", "seat.reminder:5", "seat.reminder:6"]
    await looks(database, friday + timedelta(hours=9))
    await seats.tell(friday + timedelta(days=3))
    assert await waiting(database) == [], "the class has begun: there is nothing to remind of"


async def test_briefings_that_an_outage_kept_are_told_again(database: Database, tmp_path: Path) -> None:
    """An agenda while the round lies ahead, an action while it is open, the question for conclusions."""
    await furnish(database)
    for key, address in (("A1", "901"), ("B1", "902")):
        await link_official(database, key, address)
    await OfficeChat(database).enter()
    at = datetime(2026, 12, 15, 14, 0, tzinfo=MORNING.tzinfo)  # a Tuesday
    async with database.begin() as conn:
        number = await briefings.create_briefing(conn, Every.MONTH, at, None, MORNING)
        people = [each.id for key in ("A1", "B1") if (each := await frame.official_by_key(conn, key))]
        await briefings.add_people(conn, number, "communes", official_ids=people)
    house = holding(database, tmp_path)
    friday = datetime(2026, 12, 11, 9, 0, tzinfo=MORNING.tzinfo)
    await house.hold(friday)
    agendas = [f"digest:briefing:agenda:1:{person}" for person in (1, 2)]
    assert [key for key in await waiting(database) if ":agenda:" in key] == agendas
    await sends(database, agendas[0])
    monday = friday + timedelta(days=3)
    await looks(database, monday)
    for _ in range(2):
        await house.hold(monday)
        assert [key for key in await waiting(database) if ":agenda:" in key] == agendas[1:]

    await looks(database, at + DAY)
    await house.hold(at + DAY)
    asked = [key for key in await waiting(database) if "briefing" in key]
    assert asked == ["digest:briefing:conclude:1:1"], (
        "the round is over: its agenda is told to nobody any more"
    )
    await looks(database, at + 2 * DAY)
    await house.hold(at + 2 * DAY)
    assert [key for key in await waiting(database) if "briefing" in key] == asked

    async with database.begin() as conn:
        held = await briefings.find_round(conn, 1)
        assert held is not None
        await briefings.change_round(conn, held, concluded_at=at + 2 * DAY)
        for person in (1, 2):
            due = (at + timedelta(days=20)).date()
            await briefings.add_action(conn, 1, "Lập danh sách", at, person_id=person, due=due)
    await house.hold(at + 2 * DAY)
    actions = [f"digest:briefing:action:{each}:told" for each in (1, 2)]
    assert [key for key in await waiting(database) if ":action:" in key] == actions
    async with database.begin() as conn:
        (done, _) = await briefings.actions_of_round(conn, 1)
        await briefings.change_action(conn, done, done_at=at + 2 * DAY)
    await looks(database, at + 3 * DAY)
    for _ in range(2):
        await house.hold(at + 3 * DAY)
        assert [key for key in await waiting(database) if ":action:" in key] == actions[1:]
