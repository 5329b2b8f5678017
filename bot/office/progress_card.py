"""The card of how far a wave is: figures by unit or by title, with what can be ordered from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.callbacks import number_in
from bot.messages import Button
from bot.office import wave_cards
from bot.office.actor import Actor
from bot.office.budgets import budget_lines
from bot.office.digests import escalation_days
from bot.office.menu import Card, WaveLine, to_menu
from bot.office.orders import find_wave
from bot.office.rights import Right
from bot.office.standing import progress_of
from bot.texts import moment_text, say
from bot.texts.office import TEXTS as OFFICE
from bot.texts.progress import TEXTS
from surveys.field_period import Calendar
from surveys.titles import Titles

BY_UNIT, BY_TITLE = "u", "t"
"""By what is counted; the number of the page may follow."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What a progress card needs besides the wave: the moment, the office's calendar and titles."""

    now: datetime
    calendar: Calendar
    titles: Titles

    async def card(
        self,
        conn: AsyncConnection,
        actor: Actor,
        wave: WaveLine,
        by: str,
        *,
        until: datetime | None = None,
        has_files: bool = True,
    ) -> Card:
        """Draw the card; ``until``: it is brought up to date by itself until then."""
        zone, scope = self.calendar.zone, actor.units(Right.PROGRESS)
        record = await find_wave(conn, wave.number, scope=scope)
        named = self.titles if by[0] == BY_TITLE else None
        page = number_in([by[1:]])
        today = self.now.astimezone(zone).date()
        progress = await progress_of(conn, record, today, scope=scope, titles=named, now=self.now)
        budgets = await budget_lines(conn, self.now) if scope.is_everything else []
        card = wave_cards.show_progress(
            wave, progress, zone, budgets, is_by_title=named is not None, page=page
        )
        told = [say(TEXTS.live, until=moment_text(until, zone))] if until else []
        text = "\n".join([card.text, "", say(TEXTS.measured, at=moment_text(self.now, zone)), *told])
        days = await escalation_days(conn, wave.number)
        paging = _paging(wave.number, by[0], page, len(progress.units))
        return Card(text, (*paging, *_rows(wave, by, actor, days, has_files=has_files)))


def _paging(number: int, by: str, page: int, count: int) -> list[tuple[Button, ...]]:
    """Return the row that leads to the units or titles before and after those of a page."""
    row = [Button(OFFICE.earlier_button, f"q.p.{number}.{by}{page - 1}")] if page else []
    if (page + 1) * wave_cards.UNITS_SHOWN < count:
        row.append(Button(OFFICE.later_button, f"q.p.{number}.{by}{page + 1}"))
    return [tuple(row)] if row else []


def _rows(
    wave: WaveLine, by: str, actor: Actor, days: int, *, has_files: bool
) -> Sequence[tuple[Button, ...]]:
    number, is_open = wave.number, wave.state == "open"
    other = BY_UNIT if by[0] == BY_TITLE else BY_TITLE
    label = TEXTS.by_unit if by[0] == BY_TITLE else TEXTS.by_title
    rows: list[tuple[Button, ...]] = [
        (Button(OFFICE.refresh_button, f"q.p.{number}.{by}"), Button(label, f"q.p.{number}.{other}"))
    ]
    if has_files and wave.state != "planned":
        rows.append((Button(TEXTS.picture, f"q.P.{number}.{by[0]}"),))
    if is_open and actor.may(Right.NAMES):
        rows.append((Button(OFFICE.unfinished_button, f"q.n.{number}"),))
    if is_open and actor.may(Right.REMIND):
        remind = Button(OFFICE.remind_button, f"q.r.{number}")
        rows.append((remind, Button(TEXTS.tell, f"q.q.{number}")))
    if is_open and actor.may(Right.CLOSE):
        label = say(TEXTS.escalation_button, days=days_text(days))
        rows.append((Button(label, f"q.j.{number}"),))
    return [*rows, to_menu()]


def days_text(days: int) -> str:
    """Say how long before the closing coordinators are told."""
    return say(TEXTS.escalation_days, count=days) if days else TEXTS.escalation_off
