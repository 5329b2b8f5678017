"""Inviting and reminding: who may be written to, when, and the rows that do it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import encode
from bot.fieldwork import wording
from bot.messages import Outbound
from storage import cases, instruments, mailbox, sending
from storage.mailbox import AGAIN, QueuedMessage
from storage.records import WaveRecord
from storage.sql import CHUNK
from storage.standings import CaseStanding
from surveys.field_period import (
    MIN_GAP,
    Calendar,
    CaseTimes,
    ReminderRule,
    Span,
    parse_plan,
    reminder_due,
    sending_window,
)
from surveys.problems import Problem

REPEAT_AFTER: Final = timedelta(hours=1)
"""So long whoever did get an invitation of which nobody knows has to show it."""


async def invitations_due(conn: AsyncConnection, calendar: Calendar, now: datetime) -> list[QueuedMessage]:
    """Return the invitations to queue: the linked whose case has not begun, within the window of their wave.

    An invitation that a crash left unknown is repeated, once, to whoever has shown no sign of it.
    """
    due = []
    for wave in await _waves_to_write(conn, calendar, now):
        window = _window(wave, calendar, now)
        assert window is not None
        title = await _form_title(conn, wave)
        unknown = await sending.unknown_invitations(conn, wave.id, before=now - REPEAT_AFTER)
        wanted = unknown | await sending.uninvited(conn, wave.id)
        for standing in await _standings(conn, wave.id, wanted):
            if not is_contactable(standing) or standing.response_status:
                continue
            if standing.begun_at is None:
                message = wording.invitation(standing, wave, title, calendar, now)
                key = f"invitation:{standing.id}"
                due.append(_bulk(standing, "invitation", message, now, window, key=key))
            elif standing.id in unknown and standing.last_reminded_at is None:
                message = wording.invitation(standing, wave, title, calendar, now, is_again=True)
                key = f"invitation-again:{standing.id}"
                due.append(_bulk(standing, "invitation", message, now, window, key=key, number=AGAIN))
    return await _new_ones(conn, due)


async def _standings(conn: AsyncConnection, wave_id: int, wanted: Collection[int]) -> list[CaseStanding]:
    """Return how these cases stand; of many, all are read at once and the others left out."""
    if not wanted:
        return []
    if len(wanted) <= CHUNK:
        return await cases.case_facts(conn, wave_id, wanted)
    return [standing for standing in await cases.case_facts(conn, wave_id) if standing.id in wanted]


async def reminders_due(conn: AsyncConnection, calendar: Calendar, now: datetime) -> list[QueuedMessage]:
    """Return the reminders to queue: the linked who have not finished and whose next reminder is due."""
    due = []
    for wave in await _waves_to_write(conn, calendar, now):
        plan = plan_of(wave)
        title = await _form_title(conn, wave)
        under_way = await sending.reminders_under_way(conn, wave.id, now)
        for standing in await cases.case_facts(conn, wave.id):
            if not is_remindable(standing) or standing.id in under_way:
                continue
            times = times_of(standing, wave)
            found = reminder_due(plan, calendar, times, now)
            if found is None:
                continue
            wish = _wish_mark(standing) if found.number == 0 else ""
            message = wording.reminder(standing, wave, title, calendar, now)
            window = Span(found.not_before, found.not_after)
            key = f"reminder:{standing.id}:{found.number}{wish}"
            due.append(_bulk(standing, "reminder", message, now, window, key=key, number=found.number))
    return await _new_ones(conn, due)


async def invite(conn: AsyncConnection, calendar: Calendar, now: datetime) -> int:
    """Queue the invitations that are due; returns how many are new."""
    await sending.release_missed(conn, now)
    return await mailbox.queue(conn, await invitations_due(conn, calendar, now))


async def remind(conn: AsyncConnection, calendar: Calendar, now: datetime) -> int:
    """Queue the reminders that are due; returns how many are new."""
    await cases.lock_open_waves(conn)
    await sending.release_missed(conn, now)
    return await mailbox.queue(conn, await reminders_due(conn, calendar, now))


async def remind_now(
    conn: AsyncConnection,
    wave: WaveRecord,
    calendar: Calendar,
    now: datetime,
    *,
    token: str,
    any_hour: bool = False,
) -> int:
    """Queue a reminder, out of turn, to everybody who was invited and has not finished; returns how many are new.

    Unless ``any_hour`` they leave in office hours. Who was reminded within 20 hours, has put reminders off, or
    has a reminder on its way already is left alone. ``token`` names the order: given twice it queues nothing more.
    """
    window = sending_window(calendar, now, wave.closes_at, any_hour=any_hour)
    if wave.state != "open" or window is None:
        return 0
    await cases.lock_open_waves(conn)
    title = await _form_title(conn, wave)
    at = max(now, window.start)
    under_way = await sending.reminders_under_way(conn, wave.id, at)
    due = []
    for standing in await cases.case_facts(conn, wave.id):
        if is_remindable_at(standing, at) and standing.id not in under_way:
            message = wording.reminder(standing, wave, title, calendar, at)
            key = f"reminder:{standing.id}:{token}"
            due.append(_bulk(standing, "reminder", message, now, window, key=key))
    return await mailbox.queue(conn, await _new_ones(conn, due))


def is_contactable(standing: CaseStanding) -> bool:
    """Say whether somebody may be written to about a case at all."""
    return (
        standing.contact_point_id is not None
        and standing.blocked_at is None
        and standing.left_on is None
        and standing.refused_at is None
        and standing.withdrawn_at is None
        and standing.consent not in ("refused", "withdrawn", "erased")
        and not standing.is_completed
    )


def is_remindable(standing: CaseStanding) -> bool:
    """Say whether somebody may be reminded: contactable, and reminders were not declined."""
    return is_contactable(standing) and standing.reminders_off_at is None


def is_remindable_at(standing: CaseStanding, at: datetime) -> bool:
    """Say whether a reminder ordered out of turn may reach somebody at ``at``: invited, and not just reminded."""
    last, wish = standing.last_reminded_at, standing.postponed_until
    is_recent = last is not None and at < last + MIN_GAP
    is_put_off = wish is not None and wish > at
    return is_remindable(standing) and standing.begun_at is not None and not is_recent and not is_put_off


def times_of(standing: CaseStanding, wave: WaveRecord) -> CaseTimes:
    """Return what the reminders of a case depend on."""
    return CaseTimes(
        begun_at=standing.begun_at,
        closes_at=wave.closes_at,
        last_reminded_at=standing.last_reminded_at,
        last_number=standing.last_number,
        postponed_until=standing.postponed_until,
        any_hour=wave.any_hour,
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


def _window(wave: WaveRecord, calendar: Calendar, now: datetime) -> Span | None:
    window = sending_window(calendar, now, wave.closes_at, any_hour=wave.any_hour)
    return window if window is not None and now in window else None


async def _waves_to_write(conn: AsyncConnection, calendar: Calendar, now: datetime) -> list[WaveRecord]:
    return [wave for wave in await cases.open_waves(conn) if _window(wave, calendar, now) is not None]


async def _form_title(conn: AsyncConnection, wave: WaveRecord) -> str:
    form = await instruments.find(conn, wave.form_sha256)
    return "" if form is None else form.title


def _bulk(
    standing: CaseStanding,
    purpose: str,
    message: Outbound,
    now: datetime,
    window: Span,
    *,
    key: str,
    number: int = 0,
) -> QueuedMessage:
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


async def _new_ones(conn: AsyncConnection, messages: Sequence[QueuedMessage]) -> list[QueuedMessage]:
    known = await sending.known_keys(conn, [message.key or "" for message in messages])
    return [message for message in messages if message.key not in known]
