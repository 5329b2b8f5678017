"""What coordinators are told: who is left in their units, by name, with the texts to forward.

Weekly in the first office hours of the week, some days before a wave closes, and when somebody orders it. Each is
queued once under its key; what was told of a week or a closing is remembered as a fact of the house.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.callbacks import to36
from bot.envelopes import encode
from bot.messages import Button, Outbound, OutboundKind
from bot.office.actor import HOUSE, Actor
from bot.office.menu import labelled
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.texts import moment_text, say
from bot.texts.office import TEXTS as OFFICE
from bot.texts.progress import TEXTS
from storage import administrators, cases, closings, extracts, instruments, mailbox, office, reachable
from storage.administrators import AdministratorRecord
from storage.closings import Time
from storage.database import Database
from storage.mailbox import QueuedMessage
from storage.records import WaveRecord
from storage.scope import Scope
from surveys.field_period import Calendar
from surveys.titles import Titles

COORDINATOR: Final = "coordinator"
NAMED: Final = 20
"""So many are named in a message; the rest is a number."""
OFFERED: Final = 5
"""For so many whom no message reaches the text is offered right there."""
PAGE: Final = 50
"""Coordinators who are told in one transaction."""
REST: Final = timedelta(days=2)
"""Nothing weekly is told of a wave that opened less than this ago."""
ESCALATION_DAYS: Final = 2
WEEKLY, ESCALATION, ORDERED = "weekly", "escalation", "ordered"
_HEADS: Final = {WEEKLY: TEXTS.weekly, ESCALATION: TEXTS.escalation, ORDERED: TEXTS.ordered}


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why coordinators are told of a wave. ``stamp`` makes it this week, this closing, this order.

    Of a closing that is near the wave is as it is for those who have time until then, and no longer.
    """

    kind: str
    wave: WaveRecord
    stamp: str

    @property
    def fact(self) -> str:
        """Under what the house remembers that everybody was told."""
        fact = f"digest:{self.kind}:{self.wave.id}"
        return f"{fact}:{self.stamp}" if self.kind == ESCALATION else fact


@dataclass(frozen=True, slots=True)
class Wording:
    """What every message needs of the office."""

    calendar: Calendar
    titles: Titles


class Digests:
    """Tells coordinators of what is due. Any number of ticks or processes queue each message once."""

    def __init__(
        self, database: Database, calendar: Calendar, titles: TitlesNow, wake: Callable[[], None]
    ) -> None:
        self._database = database
        self._calendar = calendar
        self._titles = titles
        self._wake = wake

    async def tell(self, now: datetime) -> None:
        """Queue what is due, in office hours only."""
        span = self._calendar.span_at(now)
        if span is None:
            return
        async with self._database.read() as conn:
            due = [each for each in await _due(conn, self._calendar, now) if not await _is_told(conn, each)]
            known = await coordinators(conn, now, scope=HOUSE.units(Right.NAMES)) if due else []
        wording = Wording(self._calendar, self._titles())
        for occasion in due:
            for first in range(0, len(known), PAGE):
                async with self._database.begin() as conn:
                    named = {each.id for each in known[first : first + PAGE]}
                    now_known = await coordinators(conn, now, scope=HOUSE.units(Right.NAMES))
                    some = [each for each in now_known if each.id in named]
                    await queue_for(conn, occasion, some, wording, now, until=span.end)
            async with self._database.begin() as conn:
                await office.set_fact(conn, occasion.fact, occasion.stamp, now)
            self._wake()


async def _due(conn: AsyncConnection, calendar: Calendar, now: datetime) -> list[Occasion]:
    """Return what coordinators are to be told now; a closing that is near takes the place of the week's word."""
    found = []
    week = now.astimezone(calendar.zone).strftime("%G-W%V")
    for wave in await cases.open_waves(conn):
        days = await escalation_days(conn, wave.id)
        opened_at = wave.opened_at or wave.opens_at
        parts = await _open_parts(conn, wave, now)
        near = [part for part in parts if days and opened_at < escalation_moment(part, days, calendar) <= now]
        found += [Occasion(ESCALATION, part, part.closes_at.isoformat()) for part in near]
        if parts and not near and opened_at + REST <= now:
            found.append(Occasion(WEEKLY, wave, week))
    return found


async def _open_parts(conn: AsyncConnection, wave: WaveRecord, now: datetime) -> list[WaveRecord]:
    """Return a wave as it is for each part of its people who have time left, those with the least first."""
    return [part for part in await closings.parts_of(conn, wave) if part.closes_at > now]


async def _is_told(conn: AsyncConnection, occasion: Occasion) -> bool:
    fact = await office.get_fact(conn, occasion.fact)
    return fact is not None and fact.value == occasion.stamp


# --- the days before the closing --------------------------------------------------------------------


async def escalation_days(conn: AsyncConnection, wave_id: int) -> int:
    """Return how many days before the closing of a wave coordinators are told; 0: they are not."""
    fact = await office.get_fact(conn, _escalation_key(wave_id))
    return ESCALATION_DAYS if fact is None else int(fact.value)


async def set_escalation(conn: AsyncConnection, wave_id: int, days: int, now: datetime) -> None:
    """Set that."""
    await office.set_fact(conn, _escalation_key(wave_id), str(days), now)


def _escalation_key(wave_id: int) -> str:
    return f"wave.escalation:{wave_id}"


def escalation_moment(wave: WaveRecord, days: int, calendar: Calendar) -> datetime:
    """Return from when on coordinators are told: the beginning of that day, or of the working day before it."""
    day: date = wave.closes_at.astimezone(calendar.zone).date() - timedelta(days=days)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=calendar.zone)


# --- who is told what -------------------------------------------------------------------------------


async def coordinators(conn: AsyncConnection, now: datetime, *, scope: Scope) -> list[AdministratorRecord]:
    """Return who coordinates units within a scope, each with the roles of a coordinator there and nothing more."""
    everybody = await administrators.list_administrators(conn, now, scope=scope)
    narrowed = [
        replace(each, grants=tuple(grant for grant in each.grants if grant.role == COORDINATOR))
        for each in everybody
    ]
    return [each for each in narrowed if each.grants]


async def queue_for(
    conn: AsyncConnection,
    occasion: Occasion,
    told: Sequence[AdministratorRecord],
    wording: Wording,
    now: datetime,
    *,
    until: datetime | None = None,
) -> int:
    """Queue for each coordinator who is left in their units; nothing where nobody is. Returns how many were queued."""
    form = await instruments.find(conn, occasion.wave.form_sha256)
    title = form.title if form else ""
    queued = []
    for each in told:
        scope = Actor.of_administrator(each, now, wording.calendar.zone).units(Right.NAMES)
        message = await _word(conn, occasion, title, wording, now, scope=scope)
        if message is not None:
            key = f"digest:{occasion.kind}:{occasion.wave.id}:{occasion.stamp}:{each.id}"
            queued.append(_addressed(message, each, now, until, key))
    return await mailbox.queue(conn, queued)


async def _word(
    conn: AsyncConnection, occasion: Occasion, form: str, wording: Wording, now: datetime, *, scope: Scope
) -> Outbound | None:
    wave = occasion.wave
    time = Time(at=wave.closes_at) if occasion.kind == ESCALATION else Time(after=now)
    count, found = await extracts.unfinished(conn, wave.id, 0, NAMED, time=time, scope=scope)
    if not count:
        return None
    by_hand = set(await reachable.by_hand(conn, wave.id, time=time, scope=scope))
    first = wave.closes_at if occasion.kind == ESCALATION else await _closes_first(conn, wave, now, scope)
    closes_at = moment_text(first, wording.calendar.zone)
    lines = [say(_HEADS[occasion.kind], number=wave.id, title=form, closes_at=closes_at), ""]
    lines.append(say(TEXTS.left, count=count))
    lines += [
        say(
            OFFICE.unfinished_person,
            name=each.full_name,
            title=wording.titles.label(each.title),
            unit=each.unit_name,
        )
        for each in found
    ]
    lines += [say(TEXTS.more, count=count - len(found))] if count > len(found) else []
    lines += ["", say(TEXTS.left_by_hand, count=len(by_hand))] if by_hand else []
    offered = [each for each in found if each.case_id in by_hand][:OFFERED]
    rows = [
        (labelled(say(OFFICE.forward_button, name=each.full_name), f"q.f.{wave.id}.{to36(each.case_id)}"),)
        for each in offered
    ]
    return Outbound(OutboundKind.NOTICE, "\n".join(lines), buttons=(*rows, *_ways(wave.id)))


async def _closes_first(conn: AsyncConnection, wave: WaveRecord, now: datetime, scope: Scope) -> datetime:
    """Return when a wave closes for those of a scope who are left and have the least time."""
    for part in await _open_parts(conn, wave, now):
        count, _ = await extracts.unfinished(conn, wave.id, 0, 1, time=Time(at=part.closes_at), scope=scope)
        if count:
            return part.closes_at
    return wave.closes_at


def _ways(number: int) -> Iterator[tuple[Button, ...]]:
    yield (Button(OFFICE.unfinished_button, f"q.n.{number}"),)
    yield (Button(OFFICE.remind_button, f"q.r.{number}"),)


def _addressed(
    message: Outbound, to: AdministratorRecord, now: datetime, until: datetime | None, key: str
) -> QueuedMessage:
    plain, _ = encode(message)
    return QueuedMessage(
        lane="reply",
        purpose="notice",
        channel=to.channel,
        address=to.address,
        message=plain,
        created_at=now,
        contact_point_id=to.contact_point_id,
        not_after=until,
        key=key,
    )
