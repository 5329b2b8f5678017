"""Every card of the administrators' menu, as pure functions: what is known in, one text with buttons out.

Callback data: ``q.<verb>[.<argument>…]`` outside a draft, ``q.d.<token>.<verb>[.<argument>]`` within one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.messages import Button
from bot.office.actor import Actor
from bot.office.draft import Draft
from bot.office.presets import PLANS, closing_days, names_in_short, opening_days, plan_words
from bot.office.rights import Right
from bot.texts import day_text, moment_text, say
from bot.texts.lists import TEXTS as LISTS
from bot.texts.office import EVERY_BUTTONS, ONCE, TEXTS, WEEKDAYS
from bot.texts.reports import TEXTS as REPORTS
from surveys.field_period import Calendar

PAGE: Final = 8  # rows of choices on one card
LABEL: Final = 60  # Telegram cuts longer ones on a phone


@dataclass(frozen=True, slots=True)
class Card:
    """A text and its rows of buttons. ``to_pass_on``: a text that is sent as a message of its own, to be forwarded.

    ``picks`` is as of a message.
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    to_pass_on: str = ""
    picks: str = ""


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave as menus name it. ``total`` officials, ``completed`` of them done.

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


@dataclass(frozen=True, slots=True)
class Pick:
    """Something that can be chosen from a list: its ``code``, its name, how many officials it has."""

    code: str
    name: str
    count: int


def main_menu(waves: Sequence[WaveLine], actor: Actor, zone: ZoneInfo) -> Card:
    """The menu behind /quantri; ``waves`` are those planned or open that the actor may see."""
    buttons = (
        (Right.OPEN, TEXTS.open_button, "q.o"),
        (Right.PROGRESS, TEXTS.progress_button, "q.p"),
        (Right.NAMES, TEXTS.unfinished_button, "q.n"),
        (Right.REMIND, TEXTS.remind_button, "q.r"),
        (Right.CODES, TEXTS.codes_button, "q.i"),
        (Right.CLOSE, TEXTS.close_button, "q.c"),
        (Right.EXPORT, TEXTS.export_button, "q.e"),
        (Right.REPORT, REPORTS.report_button, "q.b"),
        (Right.PERSONS, REPORTS.differences_button, "q.v"),
        (Right.ROSTER, LISTS.button, "q.l"),
        (Right.REQUESTS, TEXTS.requests_button, "q.w"),
        (Right.ADMINISTER, TEXTS.administrators_button, "q.a"),
    )
    rows = [(Button(label, data),) for right, label, data in buttons if _is_offered(actor, right)]
    rows.append((Button(TEXTS.leave_button, "q.x"),))
    if not actor.may(Right.PROGRESS):
        return Card(say(TEXTS.menu_bare), tuple(rows))
    return Card(say(TEXTS.menu, state=_standing(waves, zone)), tuple(rows))


def _is_offered(actor: Actor, right: Right) -> bool:
    """Whether the menu offers what needs a right; a list of officials is of all units."""
    return actor.may_everywhere(right) if right is Right.ROSTER else actor.may(right)


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
        closes_at=moment_text(wave.closes_at, zone),
        completed=wave.completed,
        total=wave.total,
    )


def choose_wave(waves: Sequence[WaveLine], verb: str, zone: ZoneInfo) -> Card:
    """Which of several waves is meant: the first few, each with the day on which it opens (a series has one title)."""
    rows = [(labelled(_wave_label(wave, zone), f"q.{verb}.{wave.number}"),) for wave in waves[:PAGE]]
    text = say(TEXTS.choose_wave)
    if len(waves) > PAGE:
        text += "\n" + say(TEXTS.choose_newest, count=PAGE)
    return Card(text, (*rows, to_menu()))


def _wave_label(wave: WaveLine, zone: ZoneInfo) -> str:
    day = day_text(wave.opens_at.astimezone(zone).date())
    return say(TEXTS.wave_button, number=wave.number, day=day, title=wave.title)


def message(text: str) -> Card:
    """A sentence, and the way back to the menu."""
    return Card(text, (to_menu(),))


# --- opening a wave ---------------------------------------------------------------------------------


def ask_form(draft: Draft, forms: Sequence[tuple[str, str]]) -> Card:
    """Which form: (title, version) of each, newest first."""
    rows = [
        (labelled(say(TEXTS.form_button, title=title, version=version), _data(draft, "form", str(index))),)
        for index, (title, version) in enumerate(forms[:PAGE])
    ]
    return Card(say(TEXTS.ask_form), (*rows, _cancel(draft)))


def ask_audience(draft: Draft, *, total: int, units: int, linked: int) -> Card:
    """Everybody, or some units, or some titles."""
    rows = (
        (Button(say(TEXTS.everybody_button, count=total), _data(draft, "all"), style="primary"),),
        (Button(TEXTS.by_unit_button, _data(draft, "units")),),
        (Button(TEXTS.by_title_button, _data(draft, "titles")),),
        (Button(TEXTS.back_button, _data(draft, "toform")),),
        _cancel(draft),
    )
    return Card(say(TEXTS.ask_audience, total=total, units=units, linked=linked), rows)


def ask_picks(draft: Draft, picks: Sequence[Pick], head_count: int) -> Card:
    """A list to tick: units or titles, a page at a time."""
    is_units = draft.choosing == "units"
    chosen = draft.unit_codes if is_units else draft.titles
    page = min(draft.page, max(0, (len(picks) - 1) // PAGE))
    first = page * PAGE
    rows: list[tuple[Button, ...]] = []
    for index, pick in enumerate(picks[first : first + PAGE], start=first):
        mark = "✔ " if pick.code in chosen else ""
        rows.append((labelled(f"{mark}{pick.name} ({pick.count})", _data(draft, "pick", str(index))),))
    turns = []
    if page:
        turns.append(Button(TEXTS.earlier_button, _data(draft, "page", str(page - 1))))
    if first + PAGE < len(picks):
        turns.append(Button(TEXTS.later_button, _data(draft, "page", str(page + 1))))
    if turns:
        rows.append(tuple(turns))
    rows.append((Button(say(TEXTS.done_button, count=len(chosen)), _data(draft, "picked"), style="primary"),))
    rows.append((Button(TEXTS.back_button, _data(draft, "toaudience")),))
    template = TEXTS.ask_units if is_units else TEXTS.ask_titles
    return Card(say(template, count=head_count), (*rows, _cancel(draft)))


def ask_opens(draft: Draft, calendar: Calendar, now: datetime) -> Card:
    """When the wave opens."""
    rows: list[tuple[Button, ...]] = [
        (Button(TEXTS.now_button, _data(draft, "opens", "now"), style="primary"),)
    ]
    for day in opening_days(calendar, now):
        label = say(TEXTS.day_button, weekday=WEEKDAYS[day.weekday()], day=day_text(day))
        rows.append((Button(label, _data(draft, "opens", day.isoformat())),))
    rows.append((Button(TEXTS.type_button, _data(draft, "type", "opens")),))
    rows.append((Button(TEXTS.back_button, _data(draft, "toaudience")),))
    return Card(say(TEXTS.ask_opens), (*rows, _cancel(draft)))


def ask_closes(draft: Draft, calendar: Calendar, now: datetime) -> Card:
    """When the wave closes."""
    opens_at = draft.opens_at or now
    rows: list[tuple[Button, ...]] = []
    for weeks, day in closing_days(calendar, opens_at):
        label = say(TEXTS.after_button, weeks=weeks, day=day_text(day))
        rows.append((Button(label, _data(draft, "closes", day.isoformat())),))
    rows.append((Button(TEXTS.type_button, _data(draft, "type", "closes")),))
    rows.append((Button(TEXTS.back_button, _data(draft, "toopens")),))
    text = say(TEXTS.ask_closes, opens_at=_opening(draft, calendar.zone))
    return Card(text, (*rows, _cancel(draft)))


def ask_day(draft: Draft, problem: str = "") -> Card:
    """Type a date; ``problem`` says first what was wrong with the last one."""
    text = "\n\n".join(part for part in (problem, say(TEXTS.type_day)) if part)
    verb = "toopens" if draft.ask == "opens" else "tocloses"
    return Card(text, ((Button(TEXTS.back_button, _data(draft, verb)),), _cancel(draft)))


def ask_plan(draft: Draft, zone: ZoneInfo) -> Card:
    """When to remind."""
    rows = [(Button(label, _data(draft, "plan", str(index))),) for index, (_, label) in enumerate(PLANS)]
    rows.append((Button(TEXTS.back_button, _data(draft, "tocloses")),))
    closes_at = moment_text(draft.closes_at, zone) if draft.closes_at else ""
    return Card(say(TEXTS.ask_plan, closes_at=closes_at), (*rows, _cancel(draft)))


def ask_every(draft: Draft) -> Card:
    """Once, or again and again."""
    rows = [(Button(EVERY_BUTTONS[every], _data(draft, "every", every)),) for every in EVERY_BUTTONS]
    rows.append((Button(TEXTS.back_button, _data(draft, "toplan")),))
    return Card(say(TEXTS.ask_every), (*rows, _cancel(draft)))


def confirm(
    draft: Draft,
    form: tuple[str, str],
    names: Sequence[str],
    *,
    head_count: int,
    linked: int,
    calendar: Calendar,
) -> Card:
    """Everything at a glance, and the one button that opens. ``names`` are of the units or titles chosen."""
    zone = calendar.zone
    assert draft.closes_at is not None
    text = say(
        TEXTS.confirm,
        title=form[0],
        version=form[1],
        audience=_audience(draft, names),
        count=head_count,
        linked=linked,
        opens_at=_opening(draft, zone),
        closes_at=moment_text(draft.closes_at, zone),
        plan=plan_words(draft.reminders),
        every=EVERY_BUTTONS[draft.every or ONCE].casefold(),
    )
    if not calendar.is_working_day(draft.closes_at.astimezone(zone).date()):
        text += "\n\n" + say(TEXTS.day_off)
    rows = (
        (Button(TEXTS.confirm_button, _data(draft, "confirm"), style="primary"),),
        (Button(TEXTS.back_button, _data(draft, "toevery")),),
        _cancel(draft),
    )
    return Card(text, rows)


def _audience(draft: Draft, names: Sequence[str]) -> str:
    if draft.unit_codes:
        return say(TEXTS.units_chosen, count=len(draft.unit_codes), names=names_in_short(names))
    if draft.titles:
        return say(TEXTS.titles_chosen, count=len(draft.titles), names=names_in_short(names))
    return say(TEXTS.everybody)


def _opening(draft: Draft, zone: ZoneInfo) -> str:
    return moment_text(draft.opens_at, zone) if draft.opens_at else TEXTS.now_button.casefold()


def _data(draft: Draft, verb: str, argument: str = "") -> str:
    return ".".join(part for part in ("q", "d", draft.token, verb, argument) if part)


def _cancel(draft: Draft) -> tuple[Button, ...]:
    return (Button(TEXTS.cancel_button, _data(draft, "cancel")),)


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
