"""Series of waves: the next one is planned, opens by itself with an audience drawn afresh, and ends when told."""

import asyncio
from datetime import date, datetime, timedelta

import pytest

from bot import fieldwork
from bot.fieldwork import Fieldwork
from bot.office import orders
from bot.office.orders import OrderRefused, WaveOrder
from storage import cases, frame, office, series
from storage.database import Database
from storage.records import WaveRecord
from surveys.field_period import VIETNAM, Calendar, Every
from surveys.questionnaire import Item, ItemType, Questionnaire, Screen
from surveys.roster.values import Roster
from surveys.titles import built_in_titles
from tests.bot.office_chat import DETAILS, FORM, MORNING, ROSTER, UNITS, furnish

CALENDAR = Calendar.vietnam(range(2026, 2030))
LASTS = timedelta(days=14)


def local(year: int, month: int, day: int, hour: int = 9) -> datetime:
    """Return a moment in Vietnam."""
    return datetime(year, month, day, hour, tzinfo=VIETNAM)


def fieldwork_of(database: Database) -> Fieldwork:
    """Make the ticks."""
    return Fieldwork(database, CALENDAR, consent_is_complete=lambda: True, wake=lambda: None)


async def tick(database: Database, now: datetime) -> None:
    """Let every tick come twice, as half a minute apart."""
    work = fieldwork_of(database)
    for _ in range(2):
        for each in work.ticks.values():
            await each(now)


async def order(database: Database, every: Every = Every.MONTH, **changes: object) -> int:
    """Open the first wave of a series at the morning of 24/11/2026; returns its number."""
    wave = WaveOrder("thu", MORNING, MORNING + LASTS, every=every, **changes)  # type: ignore[arg-type]
    async with database.begin() as conn:
        return (
            await orders.open_wave(
                conn, wave, DETAILS, CALENDAR, titles=built_in_titles(), actor="cli", now=MORNING
            )
        ).number


async def waves(database: Database) -> list[WaveRecord]:
    """Return all waves."""
    async with database.read() as conn:
        return await cases.list_waves(conn)


async def actions(database: Database) -> list[str]:
    """Return what stands in the audit log, oldest first."""
    async with database.read() as conn:
        return [entry.action for entry in await office.list_orders(conn)][::-1]


async def standing(database: Database) -> list[tuple[int | None, str]]:
    """Return the number in the series and the state of each wave."""
    return [(wave.number_in_series, wave.state) for wave in await waves(database)]


async def test_the_next_wave_is_planned_when_one_opens(database: Database) -> None:
    """A month later, same hour, same length, same plan; both stand in the audit log."""
    await furnish(database)
    await order(database, reminders="+2d", unit_codes=("09505",))
    first, second = await waves(database)
    assert (first.state, second.state, second.number_in_series) == ("open", "planned", 2)
    assert second.opens_at == local(2026, 12, 24)
    assert second.closes_at - second.opens_at == LASTS
    assert (second.reminders, second.unit_codes) == ("+2d", ("09505",))
    assert await actions(database) == ["form.publish", "wave.open", "wave.opened", "wave.planned"]


async def test_a_series_goes_on_by_itself(database: Database) -> None:
    """Four months of ticks: each wave opens in its month, one at a time, and the one after is always planned."""
    await furnish(database)
    await order(database)
    for moment in (local(2026, 12, 24), local(2027, 1, 25), local(2027, 2, 24)):
        await tick(database, moment)
    assert await standing(database) == [
        (1, "closed"),
        (2, "closed"),
        (3, "closed"),
        (4, "open"),
        (5, "planned"),
    ]


async def test_a_series_begun_within_a_second_keeps_its_closing_hour(database: Database) -> None:
    """Opened "now" with a fraction of a second, closing at 17:00: the next one closes at 17:00, not a second before."""
    await furnish(database)
    begun_at = MORNING.replace(second=17, microsecond=400_000)
    wave = WaveOrder("thu", begun_at, local(2026, 12, 8, 17), every=Every.MONTH)
    async with database.begin() as conn:
        await orders.open_wave(
            conn, wave, DETAILS, CALENDAR, titles=built_in_titles(), actor="cli", now=begun_at
        )
    second = (await waves(database))[1]
    assert second.closes_at.astimezone(VIETNAM).replace(microsecond=0) == local(2027, 1, 7, 17)


async def test_the_audience_is_drawn_afresh(database: Database) -> None:
    """Who left before the second wave opens is not asked again."""
    await furnish(database)
    await order(database)
    later = Roster(UNITS, ROSTER.rows[:2])
    async with database.begin() as conn:
        await frame.import_roster(conn, later, date(2026, 12, 1), local(2026, 12, 1))
    await tick(database, local(2026, 12, 24))
    async with database.read() as conn:
        first, second = await cases.list_cases(conn, 1), await cases.list_cases(conn, 2)
    assert {case.roster_key for case in first} == {"A1", "A2", "B1"}
    assert {case.roster_key for case in second} == {"A1", "A2"}


async def test_a_wave_takes_the_newest_form_when_it_is_planned(database: Database) -> None:
    """A version published during the first wave is asked from the third on: the second was planned before."""
    await furnish(database)
    await order(database)
    item = Item("birth_year", ItemType.INTEGER, "Năm sinh của đồng chí?")
    newer = Questionnaire("thu", "2", "Phiếu thử", (Screen("birth_year", (item,)),))
    async with database.begin() as conn:
        await orders.publish_form(conn, newer, "cli", local(2026, 12, 1))
    await tick(database, local(2026, 12, 24))
    assert [wave.form_sha256 for wave in await waves(database)] == [FORM.sha256, FORM.sha256, newer.sha256]


async def test_months_of_standstill_open_one_wave(database: Database) -> None:
    """Down from December to the middle of May: nothing missed is opened, the wave of May is."""
    await furnish(database)
    await order(database)
    await tick(database, local(2027, 5, 26))
    assert await standing(database) == [(1, "closed"), (2, "closed"), (7, "open"), (8, "planned")]
    async with database.read() as conn:
        assert await cases.list_cases(conn, 2) == []
        assert len(await cases.list_cases(conn, 3)) == 3
    assert "wave.missed" in await actions(database)


async def test_between_two_waves_the_next_one_is_awaited(database: Database) -> None:
    """Up again on a day on which no wave would be open: the next one is planned, and nothing is opened."""
    await furnish(database)
    await order(database)
    await tick(database, local(2027, 5, 16))
    assert await standing(database) == [(1, "closed"), (2, "closed"), (7, "planned")]
    assert (await waves(database))[-1].opens_at == local(2027, 5, 24)


async def test_a_wave_missed_in_part_opens_late(database: Database) -> None:
    """Up again while the second wave should be open: it opens and still closes on its day."""
    await furnish(database)
    await order(database)
    await tick(database, local(2026, 12, 30))
    second = (await waves(database))[1]
    assert (second.state, second.closes_at) == ("open", local(2026, 12, 24) + LASTS)


async def test_a_due_wave_waits_for_the_one_before_to_close(database: Database) -> None:
    """Never two open waves of one series, in whatever order the ticks come."""
    await furnish(database)
    await order(database)
    now = local(2026, 12, 24)
    async with database.begin() as conn:
        assert await fieldwork.open_due(conn, CALENDAR, built_in_titles(), now) == []
    assert await fieldwork.close_due(database, now) == [1]
    async with database.begin() as conn:
        assert await fieldwork.open_due(conn, CALENDAR, built_in_titles(), now) == [2]


async def test_two_processes_make_one_wave(database: Database, database_url: str) -> None:
    """Both ticks come at one moment: the second wave opens once and the third is planned once."""
    await furnish(database)
    await order(database)
    await tick(database, local(2026, 12, 10))
    other = Database(database_url)
    try:
        now = local(2026, 12, 24)
        await asyncio.gather(*(fieldwork_of(each).open_waves(now) for each in (database, other)))
    finally:
        await other.dispose()
    assert await standing(database) == [(1, "closed"), (2, "open"), (3, "planned")]
    assert (await actions(database)).count("wave.planned") == 2


async def test_planning_twice_makes_one_wave(database: Database) -> None:
    """The number in the series is unique: whoever comes second makes nothing."""
    await furnish(database)
    await order(database)
    first = (await waves(database))[0]
    async with database.begin() as conn:
        assert await fieldwork.plan_next(conn, first, CALENDAR, MORNING) is None
    assert len(await waves(database)) == 2


async def test_a_stopped_series_makes_no_more_waves(database: Database) -> None:
    """The planned wave is called off, the open one goes on to its day; stopping twice says so."""
    await furnish(database)
    await order(database)
    async with database.begin() as conn:
        assert await orders.stop_series(conn, 1, "cli", MORNING) == [2]
        assert await orders.stop_series(conn, 2, "cli", MORNING) is None
    assert await standing(database) == [(1, "open"), (2, "closed")]
    await tick(database, local(2027, 6, 1))
    assert await standing(database) == [(1, "closed"), (2, "closed")]
    assert (await actions(database)).count("series.stop") == 1


async def test_a_planned_wave_that_is_closed_is_left_out(database: Database) -> None:
    """Closing the planned wave skips it: the series goes on with the one after."""
    await furnish(database)
    await order(database)
    async with database.begin() as conn:
        assert await orders.close_wave(conn, 2, CALENDAR, "cli", MORNING)
    assert await standing(database) == [(1, "open"), (2, "closed"), (3, "planned")]


async def test_a_wave_asked_once_has_no_series(database: Database) -> None:
    """Stopping the series of a single wave is refused; nothing follows it."""
    await furnish(database)
    wave = WaveOrder("thu", MORNING, MORNING + LASTS)
    async with database.begin() as conn:
        await orders.open_wave(
            conn, wave, DETAILS, CALENDAR, titles=built_in_titles(), actor="cli", now=MORNING
        )
        with pytest.raises(OrderRefused, match="no_series"):
            await orders.stop_series(conn, 1, "cli", MORNING)
        assert await series.list_series(conn) == []


async def test_the_wave_before_is_the_last_that_was_opened(database: Database) -> None:
    """Of a series with a wave left out, the one before is the newest opened; the first has none."""
    await furnish(database)
    await order(database)
    async with database.begin() as conn:
        await orders.close_wave(conn, 2, CALENDAR, "cli", MORNING)
    await tick(database, local(2027, 1, 25))
    first, second, third, _ = await waves(database)
    assert (third.number_in_series, third.state) == (3, "open")
    async with database.read() as conn:
        assert await series.previous_wave(conn, third) == first
        assert await series.previous_wave(conn, second) == first
        assert await series.previous_wave(conn, first) is None


async def test_an_overlapping_series_is_refused(database: Database) -> None:
    """Forty days every month: nothing is stored."""
    await furnish(database)
    wave = WaveOrder("thu", MORNING, MORNING + timedelta(days=40), every=Every.MONTH)
    async with database.begin() as conn:
        with pytest.raises(OrderRefused, match="overlapping_series"):
            await orders.open_wave(
                conn, wave, DETAILS, CALENDAR, titles=built_in_titles(), actor="cli", now=MORNING
            )
    assert await waves(database) == []
