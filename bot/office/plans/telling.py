"""Officials are told of their courses when the office has released the plan, and reminded before a class begins.

Who was told of a seat that a later version does not have is told that, too.

What was told stands in the rows of the seats, changed in the transaction that queues the message: any number of ticks
or processes tell each once. Only in office hours; what could not leave in them, because of an outage, is told again.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import encode
from bot.messages import Outbound, OutboundKind
from bot.office.plans.own import seat_buttons, seat_text
from bot.texts import day_text, say
from bot.texts.seats import TEXTS
from storage import frame, mailbox, planning
from storage.database import Database
from storage.mailbox import QueuedMessage
from storage.planning import SeatRecord
from storage.records import ContactPointRecord
from surveys.field_period import Calendar

PAGE: Final = 200
"""Seats of which people are told in one transaction."""
SPARED: Final = timedelta(minutes=15)
"""So long before offices close nothing is queued any more: what has not left by then waits for the next hours."""
LANE: Final = "bulk"
_KEYS: Final = {"told": "seat", "reminded": "seat.reminder", "withdrawn": "seat.gone"}
"""How the keys of messages begin, by what they tell."""
WORKING_DAYS: Final = 2
"""So many working days before a class begins its people are reminded."""


class Seats:
    """Tells people of their seats. ``wake`` the dispatcher."""

    def __init__(self, database: Database, calendar: Calendar, wake: Callable[[], None]) -> None:
        self._database = database
        self._calendar = calendar
        self._wake = wake

    async def tell(self, now: datetime) -> None:
        """Queue what is due, in office hours only."""
        span = self._calendar.span_at(now)
        if span is None or span.end - now < SPARED:
            return
        today = now.astimezone(self._calendar.zone).date()
        until = self._reminded_until(today)
        while await self._tell_page(today, until, now, span.end):
            self._wake()

    def _reminded_until(self, today: date) -> date:
        """Return the last first day of a class whose people are to be reminded by today."""
        day, left = today, WORKING_DAYS
        while left:
            day += timedelta(days=1)
            left -= self._calendar.is_working_day(day)
        return day

    async def _tell_page(self, today: date, until: date, now: datetime, end: datetime) -> bool:
        async with self._database.begin() as conn:
            await _take_back(conn)
            told = await planning.seats_to_tell(conn, today, PAGE)
            reminded = await planning.seats_to_remind(conn, today, until, PAGE)
            withdrawn = await planning.seats_to_withdraw(conn, today, PAGE)
            texts = [
                *((f"{_KEYS['told']}:{seat.id}", seat, _told(seat)) for seat in told),
                *((f"{_KEYS['reminded']}:{seat.id}", seat, _reminder(seat)) for seat in reminded),
                *((f"{_KEYS['withdrawn']}:{seat.id}", seat, _withdrawn(seat)) for seat in withdrawn),
            ]
            chats = await frame.contact_points_of(conn, {seat.official_id for _, seat, _ in texts})
            queued = [_queued(key, text, chats[seat.official_id], now, end) for key, seat, text in texts]
            await mailbox.queue(conn, queued)
            await planning.mark_told(conn, [seat.id for seat in told], now)
            await planning.mark_reminded(conn, [seat.id for seat in reminded], now)
            await planning.mark_withdrawn(conn, [seat.id for seat in withdrawn])
        return bool(queued)


async def _take_back(conn: AsyncConnection) -> None:
    """Let everything that expired before it could leave be told again, while it is still to come."""
    keys = [key for each in _KEYS.values() for key in await mailbox.expired(conn, LANE, f"{each}:")]
    taken = await mailbox.take_back(conn, LANE, keys) if keys else []
    if taken:
        numbers = {
            what: [int(key.rpartition(":")[2]) for key in taken if key.startswith(f"{prefix}:")]
            for what, prefix in _KEYS.items()
        }
        await planning.note_untold(conn, **numbers)


def _told(seat: SeatRecord) -> Outbound:
    return Outbound(OutboundKind.NOTICE, seat_text(seat), buttons=(seat_buttons(seat),))


def _reminder(seat: SeatRecord) -> Outbound:
    told = {"name": seat.full_name, "course": seat.course_name, "details": seat.details}
    text = say(TEXTS.reminder, first=day_text(seat.first), **told)
    return Outbound(OutboundKind.NOTICE, text, buttons=(seat_buttons(seat),))


def _withdrawn(seat: SeatRecord) -> Outbound:
    told = {"name": seat.full_name, "course": seat.course_name, "first": day_text(seat.first)}
    return Outbound(OutboundKind.NOTICE, say(TEXTS.withdrawn, **told))


def _queued(
    key: str, message: Outbound, chat: ContactPointRecord, now: datetime, end: datetime
) -> QueuedMessage:
    plain, _ = encode(message)
    return QueuedMessage(
        lane=LANE,
        purpose="notice",
        channel=chat.channel,
        address=chat.address,
        message=plain,
        created_at=now,
        contact_point_id=chat.id,
        not_after=end,
        key=key,
    )
