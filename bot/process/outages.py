"""After an outage: Telegram keeps a button tap for 150 seconds, so a longer outage loses what people tapped.

Whoever was answering when it began is shown the open question once more, once. What they typed is kept for a day.

Who polls knows how long nothing was fetched. A webhook that hears nothing may only be idle: there each process gives a
sign of life twice a minute, and an outage is a time without any, of whichever process.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.process.house_facts import ALIVE, HEARTBEAT
from storage import leases, mailbox, office
from storage.database import Database
from surveys.field_period import Calendar, Span

TAPS_KEPT: Final = timedelta(seconds=150)  # Bot API server: how long it keeps what nobody fetched
AT_WORK: Final = timedelta(minutes=30)
"""Who did something so long before the outage was answering when it began."""
SHORT: Final = timedelta(hours=1)
"""After a longer outage nobody is written to outside office hours: it is made up for when the next ones begin."""


class Outages:
    """Remembers an outage until ``make_up``, which a tick calls, has done something about it, once."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._gap: Span | None = None
        self._alive_at: float | None = None

    def note_gap(self, now: datetime, seconds: float) -> None:
        """Hear that fetching works again, after so many seconds."""
        gap = timedelta(seconds=seconds)
        if gap > TAPS_KEPT:
            began_at = now - gap if self._gap is None else min(self._gap.start, now - gap)
            self._gap = Span(began_at, now)

    async def remember(self, conn: AsyncConnection, now: datetime) -> None:
        """Find out, at the start, when the process before this one fetched last."""
        fact = await office.get_fact(conn, HEARTBEAT)
        if fact is not None:
            self.note_gap(now, (now - datetime.fromisoformat(fact.value)).total_seconds())

    async def give_sign_of_life(self, conn: AsyncConnection, now: datetime, moment: float) -> None:
        """Say that what a webhook delivers is taken; find out whether nobody did for too long.

        ``moment`` is of the monotonic clock: whoever gave a sign a short while ago missed nothing, whatever the date.
        """
        await leases.stand_in_line(conn)  # of several processes, the first after an outage makes up for it
        last_at = await office.get_moment(conn, ALIVE)
        await office.set_fact(conn, ALIVE, now.isoformat(), now)
        was_alive = self._alive_at is not None and moment - self._alive_at <= TAPS_KEPT.total_seconds()
        self._alive_at = moment
        if last_at is not None and not was_alive:
            self.note_gap(now, (now - last_at).total_seconds())

    async def make_up(self, database: Database, now: datetime) -> int:
        """Owe everybody who was answering when a gap began their open question; returns how many there are.

        Whoever did something since it ended has seen a card since.
        """
        gap = self._gap
        if gap is None or (gap.end - gap.start > SHORT and not self._calendar.is_office_time(now)):
            return 0
        async with database.begin() as conn:
            count = await mailbox.owe_open_questions(conn, gap.start - AT_WORK, gap.end, now)
        self._gap = None
        return count
