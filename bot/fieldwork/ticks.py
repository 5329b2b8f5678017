"""The ticks of the field period, as the schedule and the demo call them."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.fieldwork.closing import close_due
from bot.fieldwork.contacting import (
    invitations_due,
    invite,
    is_contactable,
    is_remindable,
    plan_of,
    remind,
    reminders_due,
    times_of,
)
from bot.fieldwork.opening import open_due
from storage import cases, sending
from storage.database import Database
from storage.records import WaveRecord
from storage.standings import CaseStanding
from surveys.field_period import MIN_GAP, Calendar, reminder_moments, sending_window
from surveys.titles import Titles, built_in_titles

Tick = Callable[[datetime], Awaitable[None]]


class Fieldwork:
    """The field period's ticks over one database. Each looks first, and writes only if there is something to do.

    ``consent_is_complete`` says whether every blank of the consent notice is filled; ``wake`` is called after
    something was queued.
    """

    def __init__(
        self,
        database: Database,
        calendar: Calendar,
        *,
        titles: Titles | None = None,
        consent_is_complete: Callable[[], bool],
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._calendar = calendar
        self._titles = titles or built_in_titles()
        self._consent_is_complete = consent_is_complete
        self._wake = wake

    @property
    def ticks(self) -> Mapping[str, Tick]:
        """The ticks by name, in the order in which one moment's work is done."""
        return {
            "open_waves": self.open_waves,
            "close_waves": self.close_waves,
            "invite": self.invite,
            "remind": self.remind,
        }

    async def open_waves(self, now: datetime) -> None:
        """Open the waves whose time has come."""
        async with self._database.read() as conn:
            if not await cases.due_to_open(conn, now):
                return
        async with self._database.begin() as conn:
            is_complete = self._consent_is_complete()
            await open_due(conn, self._calendar, self._titles, now, consent_is_complete=is_complete)

    async def close_waves(self, now: datetime) -> None:
        """Close the waves whose time has come."""
        async with self._database.read() as conn:
            if not await cases.due_to_close(conn, now):
                return
        async with self._database.begin() as conn:
            await close_due(conn, self._calendar, now)

    async def invite(self, now: datetime) -> None:
        """Queue the invitations that are due."""
        await self._write_if_due(invitations_due, invite, now)

    async def remind(self, now: datetime) -> None:
        """Queue the reminders that are due."""
        await self._write_if_due(reminders_due, remind, now)

    async def _write_if_due(
        self,
        look: Callable[[AsyncConnection, Calendar, datetime], Awaitable[object]],
        write: Callable[[AsyncConnection, Calendar, datetime], Awaitable[int]],
        now: datetime,
    ) -> None:
        async with self._database.read() as conn:
            if not await sending.has_missed(conn, now) and not await look(conn, self._calendar, now):
                return
        async with self._database.begin() as conn:
            count = await write(conn, self._calendar, now)
        if count:
            self._wake()

    async def next_moment(self, now: datetime) -> datetime | None:
        """Return the next moment after ``now`` at which a tick may find something to do; ``None`` if none will.

        For whoever moves a virtual clock: between now and then ticks would only look.
        """
        async with self._database.read() as conn:
            moments = [wave.opens_at for wave in await cases.list_waves(conn) if wave.state == "planned"]
            for wave in await cases.open_waves(conn):
                moments.append(wave.closes_at)
                moments += _moments_of_wave(wave, await cases.case_facts(conn, wave.id), self._calendar, now)
        return min((moment for moment in moments if moment > now), default=None)


def _moments_of_wave(
    wave: WaveRecord, standings: list[CaseStanding], calendar: Calendar, now: datetime
) -> Iterator[datetime]:
    """Yield when the cases of an open wave next need a look: reminders, wishes, the next office hours."""
    plan = plan_of(wave)
    has_open_case = False
    for standing in standings:
        if not is_contactable(standing):
            continue
        has_open_case = True
        if is_remindable(standing):
            yield from reminder_moments(plan, calendar, times_of(standing, wave))
        if standing.postponed_until is not None:
            yield standing.postponed_until
        if standing.last_reminded_at is not None:
            yield standing.last_reminded_at + MIN_GAP
    if has_open_case and not wave.any_hour:
        current = sending_window(calendar, now, wave.closes_at)
        after = now if current is None or now not in current else current.end
        following = sending_window(calendar, after, wave.closes_at)
        if following is not None:
            yield following.start
