"""The administrators' menu and the pieces of its cards, as pure functions: what is known in, a text with buttons out.

Callback data: ``q.<verb>[.<argument>…]`` outside a draft, ``q.d.<token>.<verb>[.<argument>]`` within one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.callbacks import to36
from bot.messages import Button
from bot.office.actor import Actor
from bot.office.rights import Right
from bot.texts import day_text, moment_text, say
from bot.texts.adjusting import TEXTS as ADJUSTING
from bot.texts.audit import TEXTS as AUDIT
from bot.texts.backups import TEXTS as BACKUPS
from bot.texts.briefings import TEXTS as BRIEFINGS
from bot.texts.lists import TEXTS as LISTS
from bot.texts.office import TEXTS
from bot.texts.plans import TEXTS as PLANS
from bot.texts.reports import TEXTS as REPORTS
from bot.texts.requests import TEXTS as REQUESTS
from bot.texts.rules import TEXTS as RULES
from bot.texts.situations_office import TEXTS as SITUATIONS

OF_ALL: Final = "q.D"  # what the office sets is of all units
OF_ALL_PLAN: Final = "q.pl"  # and so are its plans
PAGE: Final = 8  # rows of choices on one card
LABEL: Final = 60  # Telegram cuts longer ones on a phone
_ORDERS: Final = (
    (Right.OPEN, TEXTS.open_button, "q.o"),
    (Right.PROGRESS, TEXTS.progress_button, "q.p"),
    (Right.NAMES, TEXTS.unfinished_button, "q.n"),
    (Right.REMIND, TEXTS.remind_button, "q.r"),
    (Right.CODES, TEXTS.codes_button, "q.i"),
    (Right.OPEN, ADJUSTING.button, "q.s"),
    (Right.CLOSE, TEXTS.close_button, "q.c"),
    (Right.EXPORT, TEXTS.export_button, "q.e"),
    (Right.REPORT, REPORTS.report_button, "q.b"),
    (Right.PERSONS, REPORTS.differences_button, "q.v"),
    (Right.ROSTER, LISTS.button, "q.l"),
    (Right.ROSTER, RULES.button, OF_ALL),
    (Right.BRIEF, BRIEFINGS.button, "q.bf"),
    (Right.SITUATIONS, SITUATIONS.button, "q.si"),
    (Right.PLAN, PLANS.button, OF_ALL_PLAN),
    (Right.REQUESTS, REQUESTS.button, "q.w"),
    (Right.ADMINISTER, TEXTS.administrators_button, "q.a"),
    (Right.AUDIT, AUDIT.button, "q.u"),
    (Right.BACKUP, BACKUPS.button, "q.A"),
)
"""The orders of the menu: the right that each needs, its button, its callback data."""


@dataclass(frozen=True, slots=True)
class Card:
    """A text and its rows of buttons. ``to_pass_on``: a text that is sent as a message of its own, to be forwarded.

    ``picks`` and ``toast`` are as of a message.
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    to_pass_on: str = ""
    picks: str = ""
    toast: str = ""


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave as menus name it. ``total`` officials, ``completed`` of them done.

    ``closes_at`` is when the first of them close, ``last_closes_at`` when the last of them do, if it is open.
    ``every`` is empty for a wave that belongs to no series.
    """

    number: int
    form_id: str
    version: str
    title: str
    state: str
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    total: int
    completed: int
    every: str = ""
    number_in_series: int | None = None
    is_series_ended: bool = False
    last_closes_at: datetime | None = None


def labels_of(actor: Actor) -> list[str]:
    """Return the menu's orders that an actor may give, as their buttons name them."""
    return [label for right, label, data in _ORDERS if _is_offered(actor, right, data)]


def main_menu(waves: Sequence[WaveLine], actor: Actor, zone: ZoneInfo) -> Card:
    """The menu behind /quantri; ``waves`` are those planned or open that the actor may see."""
    rows = [(Button(label, data),) for right, label, data in _ORDERS if _is_offered(actor, right, data)]
    rows.append((Button(TEXTS.leave_button, "q.x"),))
    if not actor.may(Right.PROGRESS):
        return Card(say(TEXTS.menu_bare), tuple(rows))
    return Card(say(TEXTS.menu, state=_standing(waves, zone)), tuple(rows))


def _is_offered(actor: Actor, right: Right, data: str) -> bool:
    """Whether the menu offers what needs a right, perhaps for all units."""
    return actor.may_everywhere(right) if data in (OF_ALL, OF_ALL_PLAN) else actor.may(right)


def _standing(waves: Sequence[WaveLine], zone: ZoneInfo) -> str:
    if not waves:
        return say(TEXTS.no_wave)
    if len(waves) > 1:
        return say(TEXTS.many_waves, count=len(waves))
    wave = waves[0]
    template = TEXTS.one_wave if wave.state == "open" else TEXTS.planned_wave
    return say(
        template,
        number=wave.number,
        opens_at=moment_text(wave.opens_at, zone),
        closes_at=until_text(wave, zone),
        completed=wave.completed,
        total=wave.total,
    )


def until_text(wave: WaveLine, zone: ZoneInfo) -> str:
    """Say until when an open wave asks its people; two moments if the time of some was extended."""
    closes_at = moment_text(wave.closes_at, zone)
    if wave.last_closes_at is None or wave.last_closes_at == wave.closes_at:
        return closes_at
    return say(TEXTS.until_two, closes_at=closes_at, last=moment_text(wave.last_closes_at, zone))


def choose_wave(waves: Sequence[WaveLine], verb: str, zone: ZoneInfo, page: int = 0) -> Card:
    """Which of several waves is meant: a page of them, each with the day on which it opens (a series has one title)."""
    shown = waves[page * PAGE : (page + 1) * PAGE]
    rows = [(labelled(_wave_label(wave, zone), f"q.{verb}.{wave.number}"),) for wave in shown]
    return Card(say(TEXTS.choose_wave), (*rows, *turns(page, len(waves), f"q.{verb}", "p"), to_menu()))


def _wave_label(wave: WaveLine, zone: ZoneInfo) -> str:
    day = day_text(wave.opens_at.astimezone(zone).date())
    return say(TEXTS.wave_button, number=wave.number, day=day, title=wave.title)


def message(text: str) -> Card:
    """A sentence, and the way back to the menu."""
    return Card(text, (to_menu(),))


def under_way(text: str, job: int) -> Card:
    """Say that work was begun, with the button that ends it."""
    return Card(text, (cancel_job(job), to_menu()))


def cancel_job(job: int) -> tuple[Button, ...]:
    """Return the row that ends work which is under way."""
    return (Button(TEXTS.cancel_job_button, f"q.X.{to36(job)}"),)


def to_menu() -> tuple[Button, ...]:
    """Return the row that leads back to the menu."""
    return (Button(TEXTS.menu_button, "q.m"),)


def turns(page: int, count: int, data: str, mark: str = "") -> list[tuple[Button, ...]]:
    """Return the row that leads to the pages before and after one of a list; none if there is one page."""
    row = []
    if page > 0:
        row.append(Button(TEXTS.earlier_button, f"{data}.{mark}{page - 1}"))
    if (page + 1) * PAGE < count:
        row.append(Button(TEXTS.later_button, f"{data}.{mark}{page + 1}"))
    return [tuple(row)] if row else []


def labelled(label: str, data: str) -> Button:
    """Return a button whose label is cut to what a phone shows."""
    return Button(label if len(label) <= LABEL else label[: LABEL - 1].rstrip() + "…", data)
