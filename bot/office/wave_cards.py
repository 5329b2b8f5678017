"""The cards about a wave that exists: how far it is, remind, close. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.messages import Button
from bot.office.menu import Card, WaveLine, message, to_menu, until_text
from bot.office.progress import Progress, rate_text
from bot.texts import moment_text, say
from bot.texts.budgets import TEXTS as BUDGETS
from bot.texts.office import TEXTS
from bot.texts.progress import TEXTS as PROGRESS
from bot.texts.waves import EVERY
from surveys.field_period import Calendar, Every

UNITS_SHOWN: Final = 40
"""How many units or titles a page of a progress card lists."""


def show_progress(
    wave: WaveLine,
    progress: Progress,
    zone: ZoneInfo,
    budgets: Sequence[str] = (),
    *,
    is_by_title: bool = False,
    page: int = 0,
) -> Card:
    """How far a wave is, by unit or by title; ``budgets`` say what the month's messages come to."""
    whole = progress.whole
    lines = [
        say(
            TEXTS.progress,
            number=wave.number,
            title=wave.title,
            state=wave_state(wave, zone),
            linked=whole.linked,
            total=whole.total,
            started=whole.started,
            completed=whole.completed,
            unfinished=whole.unfinished,
            answered=whole.completed + whole.partial,
            rate=rate_text(progress.rate),
            rate_partial=rate_text(progress.rate_with_partials),
        ),
    ]
    if progress.by_hand_count:
        lines.append(say(TEXTS.progress_by_hand, count=progress.by_hand_count, number=wave.number))
    lines += ["", say(PROGRESS.columns_by_title if is_by_title else TEXTS.progress_columns)]
    begin = page * UNITS_SHOWN
    for _, name, counts in progress.units[begin : begin + UNITS_SHOWN]:
        lines.append(
            say(
                TEXTS.progress_unit,
                name=name,
                linked=counts.linked,
                started=counts.started,
                completed=counts.completed,
                unfinished=counts.unfinished,
                total=counts.total,
            )
        )
    if len(progress.units) > UNITS_SHOWN:
        last = min(begin + UNITS_SHOWN, len(progress.units))
        lines.append(say(TEXTS.progress_part, first=begin + 1, last=last, count=len(progress.units)))
    if budgets:
        lines += ["", BUDGETS.heading, *budgets]
    return message("\n".join(lines))


def wave_state(wave: WaveLine, zone: ZoneInfo) -> str:
    """Return a wave's state as a phrase."""
    if wave.state == "closed":
        return say(TEXTS.state_closed, closed_at=moment_text(wave.closed_at or wave.closes_at, zone))
    if wave.state == "open":
        return say(TEXTS.state_open, closes_at=until_text(wave, zone))
    return say(TEXTS.state_planned, opens_at=moment_text(wave.opens_at, zone))


def ask_remind(number: int, count: int, token: str, calendar: Calendar, now: datetime) -> Card:
    """Ask whether to remind now; outside office hours: when they begin, or really now."""
    if not count:
        return message(say(TEXTS.remind_nobody))
    if calendar.is_office_time(now):
        yes = Button(TEXTS.remind_yes, f"q.R.{number}.{token}.0", style="primary")
        return Card(say(TEXTS.remind_ask, count=count, number=number), ((yes,), to_menu()))
    at = moment_text(calendar.next_office_moment(now), calendar.zone)
    rows = (
        (Button(TEXTS.remind_later, f"q.R.{number}.{token}.0", style="primary"),),
        (Button(TEXTS.remind_anyway, f"q.R.{number}.{token}.1", style="danger"),),
        to_menu(),
    )
    return Card(say(TEXTS.remind_ask_outside, count=count, number=number, at=at), rows)


def ask_close(wave: WaveLine) -> Card:
    """Ask whether it shall really be closed."""
    template, label = TEXTS.close_ask, TEXTS.close_yes
    if wave.state == "planned":
        template, label = TEXTS.call_off_ask, TEXTS.call_off_yes
    text = say(template, number=wave.number, completed=wave.completed, total=wave.total)
    close = (Button(label, f"q.C.{wave.number}", style="danger"),)
    if not wave.every or wave.is_series_ended:
        return Card(text, (close, to_menu()))
    text += "\n\n" + say(
        TEXTS.close_series_note, every=EVERY[Every(wave.every)], stop=TEXTS.stop_series_button
    )
    stop = (Button(TEXTS.stop_series_button, f"q.S.{wave.number}", style="danger"),)
    return Card(text, (close, stop, to_menu()))
