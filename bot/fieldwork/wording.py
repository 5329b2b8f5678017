"""What an invitation and a reminder look like. Pure."""

from datetime import datetime, timedelta
from typing import Final

from bot.callbacks import to36
from bot.messages import Button, Outbound, OutboundKind
from bot.texts import WEEKDAYS, moment_text, say
from bot.texts.fieldwork import TEXTS
from storage.standings import CaseStanding
from surveys.field_period import Calendar, postponement_options

BUTTON_PREFIX: Final = "r"


def invitation(
    standing: CaseStanding,
    form: str,
    calendar: Calendar,
    at: datetime,
    *,
    is_again: bool = False,
) -> Outbound:
    """Return the invitation as it will read at ``at``; ``form`` is the form's title. Repeated, it is short."""
    template = TEXTS.invitation_again if is_again else TEXTS.invitation
    text = say(template, name=standing.full_name, form=form, closes=_closes(standing, calendar))
    return _message(text, TEXTS.button_begin, standing, calendar=calendar, at=at)


def reminder(standing: CaseStanding, form: str, calendar: Calendar, at: datetime) -> Outbound:
    """Return a reminder: not started, half done, or all answered and not submitted."""
    template, label = _reminder_words(standing)
    text = say(
        template,
        name=standing.full_name,
        form=form,
        closes=_closes(standing, calendar),
        answered=standing.required_answered,
        total=standing.required_total,
    )
    return _message(f"{text}\n\n{TEXTS.reminder_footer}", label, standing, calendar=calendar, at=at)


def _reminder_words(standing: CaseStanding) -> tuple[str, str]:
    if not standing.answered_count:
        return TEXTS.reminder_not_started, TEXTS.button_begin
    if standing.required_answered >= standing.required_total:
        return TEXTS.reminder_unsent, TEXTS.button_continue
    return TEXTS.reminder_half_done, TEXTS.button_continue


def _closes(standing: CaseStanding, calendar: Calendar) -> str:
    return moment_text(standing.closes_at, calendar.zone)


def _message(text: str, label: str, standing: CaseStanding, *, calendar: Calendar, at: datetime) -> Outbound:
    go_on = Button(label, _data("go", standing.id), style="primary")
    later = _later_buttons(standing, calendar, at)
    return Outbound(OutboundKind.NOTICE, text, buttons=((go_on,), later) if later else ((go_on,),))


def _later_buttons(standing: CaseStanding, calendar: Calendar, at: datetime) -> tuple[Button, ...]:
    """Return the ways to put it off that the field period still allows, named by the day they mean."""
    options = postponement_options(calendar, at, standing.closes_at)
    today = at.astimezone(calendar.zone).date()
    buttons = []
    if options.afternoon is not None and options.afternoon.date() == today:
        buttons.append(Button(TEXTS.button_afternoon, _data("pm", standing.id), typed="/chieunay"))
    if options.morning is not None:
        day = options.morning.date()
        weekday = WEEKDAYS[day.weekday()]
        is_tomorrow = day == today + timedelta(days=1)
        label = TEXTS.button_morning if is_tomorrow else say(TEXTS.button_morning_of, weekday=weekday)
        buttons.append(Button(label, _data("am", standing.id), typed="/sangmai"))
    return tuple(buttons)


def _data(verb: str, case_id: int) -> str:
    return f"{BUTTON_PREFIX}.{verb}.{to36(case_id)}"
