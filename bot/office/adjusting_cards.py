"""The cards about changes of a wave that exists, as pure functions.

Callback data: ``q.s.<wave>`` shows what can be changed, ``q.s.<wave>.<what>`` begins it; within a draft as of
``composing_cards``.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.messages import Button
from bot.office.adjusting import Joined
from bot.office.composing_cards import Asked, cancel, data, way_back
from bot.office.draft import Draft
from bot.office.menu import Card, WaveLine, to_menu
from bot.office.presets import names_in_short
from bot.office.wave_cards import wave_state
from bot.texts import moment_text, say
from bot.texts.adjusting import TEXTS
from surveys.field_period import Calendar


def show_wave(
    wave: WaveLine,
    calendar: Calendar,
    joined: Joined,
    later: tuple[int, datetime | None],
    *,
    is_whole: bool,
    is_reopenable: bool,
) -> Card:
    """What can be changed of a wave; ``later`` tells how many close later than it, and when the last of them does.

    Only whoever has all of it (``is_whole``) is offered what concerns everybody.
    """
    lines = [say(TEXTS.wave, number=wave.number, title=wave.title, state=wave_state(wave, calendar.zone))]
    rows: list[tuple[Button, ...]] = []
    if not is_whole:
        lines.append(say(TEXTS.in_part))
    if wave.state == "planned" and is_whole:
        rows.append((_begin(wave, "e", TEXTS.change_button),))
        rows.append((Button(TEXTS.call_off_button, f"q.c.{wave.number}"),))
    elif wave.state == "open":
        count, last = later
        if last is not None:
            lines.append(say(TEXTS.later, count=count, closes_at=moment_text(last, calendar.zone)))
        lines += _joined_lines(joined)
        rows.append((_begin(wave, "x", TEXTS.extend_button),))
        if joined.able:
            rows.append((_begin(wave, "n", say(TEXTS.add_button, count=joined.able)),))
        if is_whole:
            rows.append((Button(TEXTS.close_button, f"q.c.{wave.number}"),))
    elif is_reopenable:
        rows.append((_begin(wave, "r", TEXTS.reopen_button),))
    elif wave.state == "closed" and is_whole:
        lines.append(say(TEXTS.too_late))
    return Card("\n".join(lines), (*rows, to_menu()))


def _joined_lines(joined: Joined) -> list[str]:
    lines = [say(TEXTS.joined, count=joined.able)] if joined.able else []
    return [*lines, say(TEXTS.joined_others, count=joined.others)] if joined.others else lines


def _begin(wave: WaveLine, what: str, label: str) -> Button:
    return Button(label, f"q.s.{wave.number}.{what}")


def ask_whom(draft: Draft, calendar: Calendar) -> Card:
    """Whose time is extended."""
    rows = (
        (Button(say(TEXTS.all_button), data(draft, "all")),),
        (Button(TEXTS.units_button, data(draft, "units")),),
        (Button(TEXTS.people_button, data(draft, "pilot")),),
    )
    text = say(TEXTS.ask_whom, number=draft.wave, closes_at=_standing(draft, calendar))
    return Card(text, (*rows, *way_back(draft, "")))


def confirm(draft: Draft, asked: Asked, calendar: Calendar) -> Card:
    """The new closing at a glance, and the button that makes it so."""
    assert draft.closes_at is not None
    closes_at = moment_text(draft.closes_at, calendar.zone)
    changes: Sequence[tuple[str, str]] = TEXTS.change_buttons
    if draft.order == "reopen":
        text, label = say(TEXTS.confirm_reopen, number=draft.wave, closes_at=closes_at), TEXTS.reopen_yes
        changes = changes[1:]
    else:
        label = TEXTS.extend_yes
        text = say(
            TEXTS.confirm_extend,
            number=draft.wave,
            audience=_audience(asked),
            before=_standing(draft, calendar),
            closes_at=closes_at,
        )
    rows = [(Button(words, data(draft, verb)),) for verb, words in changes]
    return Card(text, ((Button(label, data(draft, "confirm"), style="primary"),), *rows, cancel(draft)))


def _audience(asked: Asked) -> str:
    for names, template in ((asked.pilot, TEXTS.people), (asked.units, TEXTS.units)):
        if names:
            return say(template, count=len(names), names=names_in_short(names))
    return say(TEXTS.everybody)


def _standing(draft: Draft, calendar: Calendar) -> str:
    """Return the closing that is put off."""
    return moment_text(draft.opens_at, calendar.zone) if draft.opens_at else ""
