"""The ticks of the field period, as the schedule and the demo call them."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime

from bot.fieldwork.closing import close_due
from bot.fieldwork.contacting import (
    Compose,
    Page,
    compose_invitations,
    compose_reminders,
    is_contactable,
    is_remindable,
    next_page,
    plan_of,
    release_missed,
    times_of,
)
from bot.fieldwork.opening import open_due
from bot.fieldwork.ordered import carry_on_orders
from bot.fieldwork.situations import send_due
from storage import cases, closings, mailbox, sending
from storage.database import Database
from storage.records import WaveRecord
from storage.standings import CaseStanding
from surveys.field_period import MIN_GAP, Calendar, reminder_moments, sending_window
from surveys.titles import Titles, built_in_titles

Tick = Callable[[datetime], Awaitable[object]]


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
        titles: Callable[[], Titles] = built_in_titles,
        consent_is_complete: Callable[[], bool],
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._calendar = calendar
        self._titles_now = titles
        self._consent_is_complete = consent_is_complete
        self._wake = wake

    @property
    def _titles(self) -> Titles:
        """The titles as they are now."""
        return self._titles_now()

    @property
    def ticks(self) -> Mapping[str, Tick]:
        """The ticks by name, in the order in which one moment's work is done."""
        return {
            "open_waves": self.open_waves,
            "close_waves": self.close_waves,
            "invite": self.invite,
            "remind": self.remind,
            "situations": self.send_situations,
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
        await close_due(self._database, now)

    async def invite(self, now: datetime) -> None:
        """Queue the invitations that are due."""
        await self._contact(compose_invitations, now)

    async def remind(self, now: datetime) -> None:
        """Queue the reminders that were ordered, then those that are due."""
        if await carry_on_orders(self._database, self._calendar, now):
            self._wake()
        await self._contact(compose_reminders, now)

    async def send_situations(self, now: datetime, *, is_sent: bool = True) -> int:
        """Send the weekly situations whose hour has come; returns how many. ``is_sent``: see ``send_due``."""
        return await send_due(self._database, self._calendar, self._titles, now, self._wake, is_sent=is_sent)

    async def _contact(self, compose: Compose, now: datetime) -> None:
        """Queue what is due, a page at a time: between two pages answers are stored and messages leave."""
        async with self._database.read() as conn:
            has_missed = await sending.has_missed(conn, now)
        if has_missed:
            async with self._database.begin() as conn:
                await release_missed(conn, now)
        page: Page | None = None
        while True:
            async with self._database.read() as conn:
                found = await next_page(conn, compose, self._calendar, now, page)
            if found is None:
                return
            if found.due and await self._queue_page(compose, now, page):
                self._wake()
            page = found

    async def _queue_page(self, compose: Compose, now: datetime, after: Page | None) -> int:
        """Look once more, while no other process writes to the same people, and queue what is due."""
        async with self._database.begin() as conn:
            await cases.lock_open_waves(conn)
            page = await next_page(conn, compose, self._calendar, now, after)
            return 0 if page is None else await mailbox.queue(conn, page.due)

    async def next_moment(self, now: datetime) -> datetime | None:
        """Return the next moment after ``now`` at which a tick may find something to do; ``None`` if none will.

        For whoever moves a virtual clock: between now and then ticks would only look.
        """
        async with self._database.read() as conn:
            moments = [wave.opens_at for wave in await cases.list_waves(conn) if wave.state == "planned"]
            for wave in await cases.open_waves(conn):
                parts = await closings.parts_of(conn, wave)
                moments += [part.closes_at for part in parts]
                standings = await cases.case_facts(conn, wave.id)
                for part in parts:
                    own = [each for each in standings if each.closes_at == part.closes_at]
                    moments += _moments_of_wave(part, own, self._calendar, now)
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
            yield from reminder_moments(plan, calendar, times_of(standing, any_hour=wave.any_hour))
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
