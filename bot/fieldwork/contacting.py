"""Inviting and reminding: who may be written to, when, and the rows that do it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import encode
from bot.fieldwork import wording
from bot.fieldwork.sparing import spare
from bot.messages import Outbound
from storage import budgets, cases, closings, instruments, mailbox, reachable, sending
from storage.mailbox import AGAIN, QueuedMessage
from storage.records import WaveRecord
from storage.standings import CaseStanding
from surveys.field_period import (
    MIN_GAP,
    Calendar,
    CaseTimes,
    ReminderRule,
    Span,
    begun_bounds,
    parse_plan,
    reminder_due,
    sending_window,
)
from surveys.problems import Problem

REPEAT_AFTER: Final = timedelta(hours=1)
"""So long whoever did get an invitation of which nobody knows has to show it."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is due within some cases of a part of a wave, and where to look on: nobody waits for a whole wave."""

    due: list[QueuedMessage]
    part: WaveRecord
    last_case: int

    def has_passed(self, part: WaveRecord) -> bool:
        """Say whether a part came before this one."""
        return (part.id, part.closes_at) < (self.part.id, self.part.closes_at)

    def is_of(self, part: WaveRecord) -> bool:
        """Say whether it is a page of this part."""
        return (part.id, part.closes_at) == (self.part.id, self.part.closes_at)


Compose = Callable[[AsyncConnection, WaveRecord, Calendar, datetime, int], Awaitable[Page | None]]
"""Look at the next cases of a part of a wave that may be written to, after one by number; ``None``: no more.

A part is the wave for those of its cases that close when it says.
"""


async def next_page(
    conn: AsyncConnection, compose: Compose, calendar: Calendar, now: datetime, after: Page | None
) -> Page | None:
    """Return the page after one (``None``: the first), through all waves that may be written for at this moment."""
    for wave in await _waves_to_write(conn, calendar, now):
        if after is not None and after.has_passed(wave):
            continue
        last_case = after.last_case if after is not None and after.is_of(wave) else 0
        page = await compose(conn, wave, calendar, now, last_case)
        if page is not None:
            return page
    return None


async def compose_invitations(
    conn: AsyncConnection, wave: WaveRecord, calendar: Calendar, now: datetime, after: int
) -> Page | None:
    """Compose the next invitations to queue: of the linked whose case has not begun.

    An invitation that a crash left unknown is repeated, once, to whoever has shown no sign of it.
    """
    window = _window(wave, calendar, now)
    assert window is not None
    unknown = await sending.unknown_invitations(conn, wave.id, before=now - REPEAT_AFTER)
    fresh = await reachable.invitable(conn, wave, after=after)
    chosen = sorted({*fresh, *(case_id for case_id in unknown if case_id > after)})[: reachable.PAGE]
    if not chosen:
        return None
    title, spent = await form_title(conn, wave), await budgets.spent_accounts(conn, now)
    due = []
    for standing in await spare(conn, await cases.case_facts(conn, wave.id, chosen), spent):
        is_of_part = standing.closes_at == wave.closes_at
        if not is_of_part or not is_contactable(standing) or standing.response_status:
            continue
        if standing.begun_at is None:
            message = wording.invitation(standing, title, calendar, now)
            key = f"invitation:{standing.id}"
            due.append(bulk(standing, "invitation", message, now, window, key=key))
        elif standing.id in unknown and standing.last_reminded_at is None:
            message = wording.invitation(standing, title, calendar, now, is_again=True)
            key = f"invitation-again:{standing.id}"
            due.append(bulk(standing, "invitation", message, now, window, key=key, number=AGAIN))
    return Page(await new_ones(conn, due), wave, chosen[-1])


async def compose_reminders(
    conn: AsyncConnection, wave: WaveRecord, calendar: Calendar, now: datetime, after: int
) -> Page | None:
    """Compose the next reminders to queue: of the linked who have not finished and whose next reminder is due."""
    plan = plan_of(wave)
    bounds = begun_bounds(plan, calendar, wave.closes_at, now, any_hour=wave.any_hour)
    chosen = await reachable.remindable(conn, wave, bounds, now, reminded_before=now - MIN_GAP, after=after)
    if not chosen:
        return None
    title, spent = await form_title(conn, wave), await budgets.spent_accounts(conn, now)
    due = []
    for standing in await spare(conn, await cases.case_facts(conn, wave.id, chosen), spent):
        found = (
            reminder_due(plan, calendar, times_of(standing, any_hour=wave.any_hour), now)
            if is_remindable(standing)
            else None
        )
        if found is None:
            continue
        mark = _wish_mark(standing) if found.number == 0 else _extension_mark(standing)
        message = wording.reminder(standing, title, calendar, now)
        window = Span(found.not_before, found.not_after)
        key = f"reminder:{standing.id}:{found.number}{mark}"
        due.append(bulk(standing, "reminder", message, now, window, key=key, number=found.number))
    return Page(await new_ones(conn, due), wave, chosen[-1])


async def invite_first(conn: AsyncConnection, calendar: Calendar, now: datetime) -> int:
    """Queue the first invitations that are due, as many as leave before the next tick; returns how many are new."""
    await release_missed(conn, now)
    page = await next_page(conn, compose_invitations, calendar, now, None)
    return 0 if page is None else await mailbox.queue(conn, page.due)


async def release_missed(conn: AsyncConnection, now: datetime) -> None:
    """Let what missed its window be queued again."""
    await cases.lock_open_waves(conn)
    await sending.release_missed(conn, now)


def is_contactable(standing: CaseStanding) -> bool:
    """Say whether somebody may be written to about a case, and can be."""
    return is_wanted(standing) and _takes_messages(standing)


def is_by_hand(standing: CaseStanding) -> bool:
    """Say whether somebody may be reminded of a case, and no message reaches them: others have to remind them."""
    is_willing = is_wanted(standing) and standing.reminders_off_at is None
    return is_willing and not _takes_messages(standing)


def is_wanted(standing: CaseStanding) -> bool:
    """Say whether an answer may still be asked for: in office, not refused, not taken back, not submitted."""
    return (
        standing.official_id is not None
        and standing.left_on is None
        and standing.refused_at is None
        and standing.withdrawn_at is None
        and standing.consent not in ("refused", "withdrawn", "erased")
        and not standing.is_completed
    )


def _takes_messages(standing: CaseStanding) -> bool:
    return standing.contact_point_id is not None and standing.takes_messages and standing.blocked_at is None


def is_remindable(standing: CaseStanding) -> bool:
    """Say whether somebody may be reminded: contactable, and reminders were not declined."""
    return is_contactable(standing) and standing.reminders_off_at is None


def is_remindable_at(standing: CaseStanding, at: datetime) -> bool:
    """Say whether a reminder ordered out of turn may reach somebody at ``at``: invited, and not just reminded."""
    last, wish = standing.last_reminded_at, standing.postponed_until
    is_recent = last is not None and at < last + MIN_GAP
    is_put_off = wish is not None and wish > at
    return is_remindable(standing) and standing.begun_at is not None and not is_recent and not is_put_off


def times_of(standing: CaseStanding, *, any_hour: bool) -> CaseTimes:
    """Return what the reminders of a case depend on."""
    return CaseTimes(
        begun_at=standing.begun_at,
        closes_at=standing.closes_at,
        last_reminded_at=standing.last_reminded_at,
        last_number=standing.last_number,
        postponed_until=standing.postponed_until,
        any_hour=any_hour,
    )


def plan_of(wave: WaveRecord) -> tuple[ReminderRule, ...]:
    """Return the reminder plan of a wave. It was checked when the wave was ordered; raises ``ValueError`` if bad."""
    plan = parse_plan(wave.reminders)
    if isinstance(plan, Problem):
        raise ValueError(f"wave {wave.id} has a bad reminder plan")  # noqa: TRY004 - the value is wrong
    return plan


def _wish_mark(standing: CaseStanding) -> str:
    """Each wish to be written to later makes one reminder."""
    assert standing.postponed_until is not None
    return f":{int(standing.postponed_until.timestamp())}"


def _extension_mark(standing: CaseStanding) -> str:
    """After an extension the reminders of the plan are numbered anew."""
    return f":{int(standing.extended_at.timestamp())}" if standing.extended_at is not None else ""


def _window(wave: WaveRecord, calendar: Calendar, now: datetime) -> Span | None:
    window = sending_window(calendar, now, wave.closes_at, any_hour=wave.any_hour)
    return window if window is not None and now in window else None


async def _waves_to_write(conn: AsyncConnection, calendar: Calendar, now: datetime) -> list[WaveRecord]:
    parts = [part for wave in await cases.open_waves(conn) for part in await closings.parts_of(conn, wave)]
    return [part for part in parts if _window(part, calendar, now) is not None]


async def form_title(conn: AsyncConnection, wave: WaveRecord) -> str:
    """Return the title of a wave's questionnaire."""
    form = await instruments.find(conn, wave.form_sha256)
    return "" if form is None else form.title


def bulk(
    standing: CaseStanding,
    purpose: str,
    message: Outbound,
    now: datetime,
    window: Span,
    *,
    key: str,
    number: int = 0,
) -> QueuedMessage:
    """Address an invitation or a reminder to the chat of a case; it leaves within ``window``."""
    plain, _ = encode(message)
    return QueuedMessage(
        lane="bulk",
        purpose=purpose,
        channel=standing.channel,
        address=standing.address,
        message=plain,
        created_at=now,
        contact_point_id=standing.contact_point_id,
        case_id=standing.id,
        not_before=max(now, window.start),
        not_after=window.end,
        key=key,
        number=number,
    )


async def new_ones(conn: AsyncConnection, messages: Sequence[QueuedMessage]) -> list[QueuedMessage]:
    """Leave out what was queued before."""
    known = await sending.known_keys(conn, [message.key or "" for message in messages])
    return [message for message in messages if message.key not in known]
