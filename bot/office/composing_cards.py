"""The cards of a wave that is being composed, as pure functions.

Callback data: ``q.d.<token>.<verb>[.<argument>]``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.callbacks import to36
from bot.messages import Button
from bot.office.draft import Draft
from bot.office.menu import PAGE, Card, labelled
from bot.office.presets import (
    HOURS,
    PLANS,
    TICKS,
    closing_days,
    names_in_short,
    opening_days,
    plan_words,
    rules_in,
)
from bot.texts import WEEKDAYS, day_text, moment_text, say
from bot.texts.adjusting import TEXTS as ADJUSTING
from bot.texts.composing import TEXTS
from bot.texts.office import EVERY_BUTTONS, ONCE
from bot.texts.office import TEXTS as OFFICE
from storage.records import OfficialRecord
from surveys.field_period import Calendar
from surveys.titles import Titles

TICKS_IN_A_ROW: Final = 3


@dataclass(frozen=True, slots=True)
class Pick:
    """Something that can be chosen from a list: its ``code``, its name, how many officials it has."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a draft asks: the units and titles chosen, the head count, how many of them have a chat.

    ``pilot`` and ``excluded`` are names of people; ``piloted_count`` people were asked by a pilot of the form.
    """

    units: Sequence[str]
    titles: Sequence[str]
    head_count: int
    linked: int
    pilot: Sequence[str] = ()
    excluded: Sequence[str] = ()
    piloted_count: int = 0

    @property
    def words(self) -> str:
        """The audience in words."""
        parts = [
            say(template, count=len(names), names=names_in_short(names))
            for names, template in (
                (self.pilot, TEXTS.pilot_chosen),
                (self.units, TEXTS.units_chosen),
                (self.titles, TEXTS.titles_chosen),
            )
            if names
        ]
        return ", ".join(parts) or TEXTS.everybody

    def left_out(self, *, asks_again: bool) -> list[str]:
        """Say who is not asked."""
        if self.pilot:
            return []
        lines = []
        if self.excluded:
            lines.append(
                say(TEXTS.excluded_now, count=len(self.excluded), names=names_in_short(self.excluded))
            )
        if self.piloted_count:
            template = TEXTS.piloted_again if asks_again else TEXTS.piloted_not_again
            lines.append(say(template, count=self.piloted_count))
        return lines


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a name found (``count`` of them, the first are ``shown``), and ``others`` who were chosen before."""

    count: int
    shown: Sequence[OfficialRecord]
    others: Sequence[OfficialRecord]


def ask_form(draft: Draft, forms: Sequence[tuple[str, str]]) -> Card:
    """Which form: (title, version) of each, newest first."""
    rows = [
        (labelled(say(TEXTS.form_button, title=title, version=version), data(draft, "form", str(index))),)
        for index, (title, version) in enumerate(forms[:PAGE])
    ]
    return Card(say(TEXTS.ask_form), (*rows, *way_back(draft, "")))


def ask_audience(draft: Draft, asked: Asked, *, total: int, units: int, linked: int) -> Card:
    """Everybody, or some units, some titles, or some titles in some units."""
    text = say(TEXTS.ask_audience, total=total, units=units, linked=linked)
    rows: list[tuple[Button, ...]] = []
    if draft.unit_codes or draft.titles or draft.pilot:
        text += "\n" + say(TEXTS.chosen_now, audience=asked.words, count=asked.head_count)
        label = say(TEXTS.go_on_button, count=asked.head_count)
        rows.append((Button(label, data(draft, "picked"), style="primary"),))
    rows += [
        (Button(say(TEXTS.everybody_button, count=total), data(draft, "all")),),
        (Button(TEXTS.by_unit_button, data(draft, "units")),),
        (Button(TEXTS.by_title_button, data(draft, "titles")),),
        (Button(TEXTS.pilot_button, data(draft, "pilot")),),
        *_leaving_out(draft, asked),
    ]
    text = "\n".join([text, *asked.left_out(asks_again=draft.asks_again)])
    return Card(text, (*rows, *way_back(draft, "toform")))


def ask_picks(draft: Draft, picks: Sequence[Pick], head_count: int) -> Card:
    """A list to tick, units or titles, a page at a time; the other list narrows the same wave."""
    is_units = draft.choosing == "units"
    chosen = draft.unit_codes if is_units else draft.titles
    page = min(draft.page, max(0, (len(picks) - 1) // PAGE))
    first = page * PAGE
    rows: list[tuple[Button, ...]] = []
    for index, pick in enumerate(picks[first : first + PAGE], start=first):
        label = _ticked(f"{pick.name} ({pick.count})", is_on=pick.code in chosen)
        rows.append((labelled(label, data(draft, "pick", str(index))),))
    turns = []
    if page:
        turns.append(Button(OFFICE.earlier_button, data(draft, "page", str(page - 1))))
    if first + PAGE < len(picks):
        turns.append(Button(OFFICE.later_button, data(draft, "page", str(page + 1))))
    if turns:
        rows.append(tuple(turns))
    rows.append((Button(say(OFFICE.done_button, count=len(chosen)), data(draft, "picked"), style="primary"),))
    if draft.puts_off:
        rows.append((Button(OFFICE.back_button, data(draft, "toaudience")),))
        return Card(say(ADJUSTING.ask_units), (*rows, cancel(draft)))
    if is_units:
        rows.append((Button(TEXTS.and_titles_button, data(draft, "titles")),))
    else:
        rows.append((Button(TEXTS.and_units_button, data(draft, "units")),))
    rows.append((Button(OFFICE.back_button, data(draft, "toaudience")),))
    template = TEXTS.ask_units if is_units else TEXTS.ask_titles
    return Card(say(template, count=head_count), (*rows, cancel(draft)))


def _leaving_out(draft: Draft, asked: Asked) -> list[tuple[Button, ...]]:
    """Return the buttons that leave people out, or ask those of a pilot again."""
    rows: list[tuple[Button, ...]] = [(Button(TEXTS.excluded_button, data(draft, "excluded")),)]
    if asked.piloted_count:
        label = TEXTS.not_again_button if draft.asks_again else TEXTS.again_button
        rows.append((Button(label, data(draft, "again")),))
    return rows


def ask_people(draft: Draft, found: Found, titles: Titles) -> Card:
    """Choose people by name: those found, and those chosen before, each with a tick."""
    is_pilot = draft.picking == "pilot"
    template = TEXTS.ask_pilot if is_pilot else TEXTS.ask_excluded
    if draft.puts_off:
        template = ADJUSTING.ask_people
    lines = [say(template, count=len(draft.picked))]
    if draft.finding and not found.shown:
        lines.append(say(TEXTS.found_nobody, words=draft.finding))
    elif found.count > len(found.shown):
        lines.append(say(TEXTS.found_more, count=found.count, shown=len(found.shown)))
    rows = [
        (labelled(_person_label(each, draft, titles), data(draft, "person", to36(each.id))),)
        for each in (*found.shown, *found.others[-PAGE:])
    ]
    done = Button(
        say(TEXTS.people_done_button, count=len(draft.picked)), data(draft, "chosen"), style="primary"
    )
    back = Button(OFFICE.back_button, data(draft, "toconfirm" if draft.is_reviewed else "toaudience"))
    return Card("\n\n".join(lines), (*rows, (done,), (back,), cancel(draft)))


def _person_label(person: OfficialRecord, draft: Draft, titles: Titles) -> str:
    words = say(
        TEXTS.person_button, name=person.full_name, title=titles.label(person.title), unit=person.unit_name
    )
    return _ticked(words, is_on=person.id in draft.picked)


def ask_opens(draft: Draft, calendar: Calendar, now: datetime) -> Card:
    """When the wave opens."""
    rows: list[tuple[Button, ...]] = [(Button(TEXTS.now_button, data(draft, "opens", "now")),)]
    for day in opening_days(calendar, now):
        label = say(TEXTS.day_button, weekday=_capital(WEEKDAYS[day.weekday()]), day=day_text(day))
        rows.append((Button(label, data(draft, "opens", day.isoformat())),))
    rows.append((Button(TEXTS.type_button, data(draft, "type", "opens")),))
    return Card(say(TEXTS.ask_opens), (*rows, *way_back(draft, "toaudience")))


def ask_closes(draft: Draft, calendar: Calendar, now: datetime) -> Card:
    """On which day the wave closes, and at what hour."""
    opens_at = draft.opens_at or now
    hours = [
        Button(_ticked(hour, is_on=hour == draft.hour), data(draft, "hour", str(index)))
        for index, hour in enumerate(HOURS)
    ]
    rows: list[tuple[Button, ...]] = [tuple(hours)]
    for weeks, day in closing_days(calendar, max(now, opens_at)):
        label = say(TEXTS.after_button, weeks=weeks, day=day_text(day))
        rows.append((Button(label, data(draft, "closes", day.isoformat())),))
    rows.append((Button(TEXTS.type_button, data(draft, "type", "closes")),))
    if draft.order == "reopen":
        return Card(say(ADJUSTING.ask_closes_again, hour=draft.hour), (*rows, *way_back(draft, "")))
    if draft.order == "extend":
        standing = moment_text(opens_at, calendar.zone)
        text = say(ADJUSTING.ask_closes, closes_at=standing, hour=draft.hour)
        return Card(text, (*rows, *way_back(draft, "toaudience")))
    text = say(TEXTS.ask_closes, opens_at=_opening(draft, calendar), hour=draft.hour)
    return Card(text, (*rows, *way_back(draft, "toopens")))


def ask_day(draft: Draft, problem: str = "") -> Card:
    """Type a date; ``problem`` says first what was wrong with the last one."""
    text = "\n\n".join(part for part in (problem, say(TEXTS.type_day)) if part)
    back = (Button(OFFICE.back_button, data(draft, "to" + draft.ask)),)
    return Card(text, (back, cancel(draft)))


def ask_plan(draft: Draft, calendar: Calendar) -> Card:
    """When to remind: a usual plan, or one's own."""
    rows = [(Button(label, data(draft, "plan", str(index))),) for index, (_, label) in enumerate(PLANS)]
    rows.append((Button(TEXTS.own_plan_button, data(draft, "type", "plan")),))
    closes_at = moment_text(draft.closes_at, calendar.zone) if draft.closes_at else ""
    return Card(say(TEXTS.ask_plan, closes_at=closes_at), (*rows, *way_back(draft, "tocloses")))


def ask_own_plan(draft: Draft, problem: str = "") -> Card:
    """Tick reminders, or type them; ``problem`` says first what was wrong with what was typed."""
    held = rules_in(draft.reminders)
    ticks = [
        Button(_ticked(plan_words(rule), is_on=rule in held), data(draft, "tick", str(index)))
        for index, rule in enumerate(TICKS)
    ]
    rows = [tuple(ticks[at : at + TICKS_IN_A_ROW]) for at in range(0, len(ticks), TICKS_IN_A_ROW)]
    rows.append((Button(say(OFFICE.done_button, count=len(held)), data(draft, "planned"), style="primary"),))
    back = (Button(OFFICE.back_button, data(draft, "toplan")),)
    asked = say(TEXTS.ask_own_plan, plan=plan_words(draft.reminders))
    text = "\n\n".join(part for part in (problem, asked) if part)
    return Card(text, (*rows, back, cancel(draft)))


def ask_every(draft: Draft) -> Card:
    """Once, or again and again."""
    rows = [(Button(EVERY_BUTTONS[every], data(draft, "every", every)),) for every in EVERY_BUTTONS]
    return Card(say(TEXTS.ask_every), (*rows, *way_back(draft, "toplan")))


def confirm(draft: Draft, form: tuple[str, str], asked: Asked, calendar: Calendar) -> Card:
    """Everything at a glance, a button for each thing that may be changed, and the one that opens."""
    assert draft.closes_at is not None
    is_change = draft.order == "change"
    lines = [
        say(ADJUSTING.change, number=draft.wave) if is_change else TEXTS.confirm_head,
        say(
            TEXTS.confirm_whom,
            title=form[0],
            version=form[1],
            audience=asked.words,
            count=asked.head_count,
            linked=asked.linked,
        ),
        *asked.left_out(asks_again=draft.asks_again),
        say(
            TEXTS.confirm_when,
            opens_at=_opening(draft, calendar),
            closes_at=moment_text(draft.closes_at, calendar.zone),
            plan=plan_words(draft.reminders),
            every=EVERY_BUTTONS[draft.every or ONCE].casefold(),
        ),
    ]
    if not calendar.is_working_day(draft.closes_at.astimezone(calendar.zone).date()):
        lines.append("\n" + say(TEXTS.day_off))
    changes = [
        tuple(Button(label, data(draft, verb)) for verb, label in pair) for pair in TEXTS.change_buttons
    ]
    if draft.pilot or draft.is_later:
        changes[-1] = changes[-1][:1]  # it does not recur, or its series says how often
    if not draft.pilot:
        changes += _leaving_out(draft, asked)
    label = ADJUSTING.save_button if is_change else TEXTS.confirm_button
    confirmed = (Button(label, data(draft, "confirm"), style="primary"),)
    return Card("\n".join(lines), (confirmed, *changes, cancel(draft)))


def data(draft: Draft, verb: str, argument: str = "") -> str:
    """Return the callback data of a button of a draft."""
    return ".".join(part for part in ("q", "d", draft.token, verb, argument) if part)


def _opening(draft: Draft, calendar: Calendar) -> str:
    return moment_text(draft.opens_at, calendar.zone) if draft.opens_at else TEXTS.now_button.casefold()


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _ticked(label: str, *, is_on: bool) -> str:
    return f"✔ {label}" if is_on else label


def way_back(draft: Draft, verb: str) -> list[tuple[Button, ...]]:
    """Return the row to the step before, once everything was seen to the summary; and the row that gives up."""
    if draft.is_reviewed:
        return [(Button(TEXTS.to_summary_button, data(draft, "toconfirm")),), cancel(draft)]
    return [(Button(OFFICE.back_button, data(draft, verb)),), cancel(draft)] if verb else [cancel(draft)]


def cancel(draft: Draft) -> tuple[Button, ...]:
    """Return the row that gives up."""
    label = ADJUSTING.keep_button if draft.order else TEXTS.cancel_button
    return (Button(label, data(draft, "cancel")),)
