"""Reminders that an administrator orders: those who leave first are queued with the order, the others by the ticks.

What is left of an order stands as a fact, so that neither a large wave nor a crash in the middle matters.
"""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.fieldwork import wording
from bot.fieldwork.contacting import bulk, form_title, is_remindable_at, new_ones
from bot.fieldwork.sparing import spare
from storage import budgets, cases, closings, mailbox, office, reachable
from storage.administrators import grants_of
from storage.database import Database
from storage.office import HouseFactRecord
from storage.reachable import ORDERS
from storage.records import WaveRecord
from storage.scope import EVERYTHING, Scope
from surveys.field_period import MIN_GAP, SENDING_MARGIN, Calendar, sending_window


@dataclass(frozen=True, slots=True)
class ReminderOrder:
    """``token`` names the order: given twice it queues nothing more. ``after`` is the last case that was looked at.

    ``by`` is the administrator who ordered it, ``roots`` the units that they may remind (``None``: everything).
    """

    wave_id: int
    token: str
    any_hour: bool
    after: int = 0
    by: int = 0
    roots: tuple[int, ...] | None = None

    @property
    def key(self) -> str:
        """Under which it is remembered."""
        return f"{ORDERS}{self.wave_id}:{self.token}"

    @classmethod
    def from_fact(cls, fact: HouseFactRecord) -> Self:
        """Read what is left of an order."""
        wave_id, token = fact.key.removeprefix(ORDERS).split(":", 1)
        told = json.loads(fact.value)
        if told.get("roots") is not None:
            told["roots"] = tuple(told["roots"])
        return cls(int(wave_id), token, **told)

    @property
    def value(self) -> str:
        """What is remembered under the key."""
        told: dict[str, object] = {"any_hour": self.any_hour, "after": self.after}
        return json.dumps(told if self.roots is None else told | {"by": self.by, "roots": self.roots})

    async def scope(self, conn: AsyncConnection, now: datetime, day: date) -> Scope:
        """Return whom it may still reach: of the units those that its administrator is still granted."""
        if self.roots is None:
            return EVERYTHING
        granted = (await grants_of(conn, [self.by], now)).get(self.by, ())
        held = {grant.unit_id for grant in granted}
        return Scope(frozenset(root for root in self.roots if None in held or root in held), day)


async def count_remindable(
    conn: AsyncConnection,
    wave: WaveRecord,
    calendar: Calendar,
    now: datetime,
    *,
    any_hour: bool = False,
    scope: Scope = EVERYTHING,
) -> int:
    """Count whom a reminder ordered now would reach."""
    at = await _leaving_at(conn, wave, calendar, now, any_hour=any_hour)
    if at is None:
        return 0
    return await reachable.count_remindable_at(
        conn,
        wave.id,
        at,
        reminded_before=at - MIN_GAP,
        closes_after=_latest(at, any_hour=any_hour),
        scope=scope,
    )


async def _leaving_at(
    conn: AsyncConnection, wave: WaveRecord, calendar: Calendar, now: datetime, *, any_hour: bool
) -> datetime | None:
    """Return when a reminder ordered now leaves; ``None`` if nobody of the wave can be written to any more."""
    if wave.state != "open":
        return None
    last = (await closings.parts_of(conn, wave))[-1]
    window = sending_window(calendar, now, last.closes_at, any_hour=any_hour)
    return None if window is None else max(now, window.start)


def _latest(at: datetime, *, any_hour: bool) -> datetime:
    """Return after which moment a case must close, so that a reminder may leave ``at``."""
    return at if any_hour else at + SENDING_MARGIN


async def remind_now(
    conn: AsyncConnection,
    wave: WaveRecord,
    calendar: Calendar,
    now: datetime,
    *,
    token: str,
    any_hour: bool = False,
    scope: Scope = EVERYTHING,
    by: int = 0,
) -> int:
    """Queue a reminder, out of turn, to everybody who was invited and has not finished; returns how many are new.

    Unless ``any_hour`` they leave in office hours. Who was reminded within 20 hours, has put reminders off, or
    has a reminder on its way already is left alone, and so is who is not within ``scope``.
    Of a large wave the ticks queue the rest.
    """
    roots = None if scope.roots is None else tuple(sorted(scope.roots))
    order = ReminderOrder(wave.id, token, any_hour, by=by, roots=roots)
    if await office.get_fact(conn, order.key) is not None:
        return 0
    await cases.lock_open_waves(conn)
    count = await count_remindable(conn, wave, calendar, now, any_hour=any_hour, scope=scope)
    queued, is_whole = await _queue_page(conn, order, calendar, now)
    return queued if is_whole else count


async def carry_on_orders(database: Database, calendar: Calendar, now: datetime) -> int:
    """Queue what is left of the orders, a page at a time: in between answers are stored. Returns how many are new."""
    count = 0
    while True:
        async with database.read() as conn:
            facts = await office.list_facts(conn, ORDERS)
        if not facts:
            return count
        async with database.begin() as conn:
            await cases.lock_open_waves(conn)
            fact = await office.get_fact(conn, facts[0].key)
            if fact is not None:
                queued, _ = await _queue_page(conn, ReminderOrder.from_fact(fact), calendar, now)
                count += queued


async def _queue_page(
    conn: AsyncConnection, order: ReminderOrder, calendar: Calendar, now: datetime
) -> tuple[int, bool]:
    """Queue the next reminders of an order; returns how many are new, and whether it is carried out wholly."""
    wave = await cases.find_wave(conn, order.wave_id)
    at = wave and await _leaving_at(conn, wave, calendar, now, any_hour=order.any_hour)
    if not wave or not at:
        await office.forget_fact(conn, order.key)
        return 0, True
    chosen = await reachable.remindable_at(
        conn,
        wave.id,
        at,
        reminded_before=at - MIN_GAP,
        closes_after=_latest(at, any_hour=order.any_hour),
        after=order.after,
        scope=await order.scope(conn, now, now.astimezone(calendar.zone).date()),
    )
    title, spent = await form_title(conn, wave), await budgets.spent_accounts(conn, now)
    due = []
    for standing in await spare(conn, await cases.case_facts(conn, wave.id, chosen), spent):
        window = sending_window(calendar, now, standing.closes_at, any_hour=order.any_hour)
        if window is not None and is_remindable_at(standing, at):
            message = wording.reminder(standing, title, calendar, at)
            key = f"reminder:{standing.id}:{order.token}"
            due.append(bulk(standing, "reminder", message, now, window, key=key))
    queued = await mailbox.queue(conn, await new_ones(conn, due))
    is_whole = len(chosen) < reachable.PAGE
    if is_whole:
        await office.forget_fact(conn, order.key)
    else:
        rest = replace(order, after=chosen[-1])
        await office.set_fact(conn, rest.key, rest.value, now)
    return queued, is_whole
