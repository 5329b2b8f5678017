"""The field period: what the calendar, the plan and the schedule of reminders promise."""

from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.field_period import (
    MIN_GAP,
    VIETNAM,
    Anchor,
    Calendar,
    CaseTimes,
    ReminderRule,
    begun_bounds,
    check_dates,
    parse_plan,
    parse_when,
    postponement_options,
    read_overrides,
    reminder_due,
    reminder_moments,
    sending_window,
)
from surveys.field_period.public_holidays import public_holidays
from surveys.problems import Problem

CALENDAR = Calendar.vietnam(range(2014, 2017))
CLOSES = datetime(2015, 5, 8, 17, 0, tzinfo=VIETNAM)


def local(day: int, hour: int = 0, minute: int = 0, month: int = 4) -> datetime:
    """Return a moment of 2015, the year of the article, in Vietnam."""
    return datetime(2015, month, day, hour, minute, tzinfo=VIETNAM)


def plan(text: str) -> tuple[ReminderRule, ...]:
    """Return a plan known to be good."""
    rules = parse_plan(text)
    assert not isinstance(rules, Problem)
    return rules


# --- the calendar -----------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2015, 4, 28), date(2015, 4, 30), date(2015, 5, 1), date(2015, 2, 19)])
def test_public_holidays_are_off(day: date) -> None:
    """Giỗ Tổ (28/4/2015), 30/4, 1/5 and Tết are days off."""
    assert not CALENDAR.is_working_day(day)


def test_a_make_up_saturday_is_worked_and_its_substitute_is_off() -> None:
    """25/4/2015, a Saturday, was worked for Wednesday 29/4."""
    assert CALENDAR.is_working_day(date(2015, 4, 25))
    assert not CALENDAR.is_working_day(date(2015, 4, 29))
    assert not CALENDAR.is_working_day(date(2015, 4, 18))


def test_the_override_file_has_the_last_word() -> None:
    """A working day off, a Sunday or a public holiday worked: as the office's file says."""
    text = "\ufeff# 2015\n2015-04-21 off Nghỉ bù\n\n2015-04-26 work Làm bù\n2015-04-28 work\n2015-04-25 off"
    calendar = Calendar.vietnam([2015], text)
    assert not calendar.is_working_day(date(2015, 4, 21))
    assert calendar.holidays[date(2015, 4, 21)] == "Nghỉ bù"
    assert calendar.is_working_day(date(2015, 4, 26))
    assert calendar.is_working_day(date(2015, 4, 28))
    assert not calendar.is_working_day(date(2015, 4, 25))


def test_every_bad_override_line_is_a_problem_at_once() -> None:
    """All bad lines are told together, each with its number and what stands there."""
    problems = read_overrides(
        "2015-13-01 off\n2015-04-21\n2015-04-22 maybe\n2015-04-23 off\n2015-04-23 work\nx"
    )
    assert isinstance(problems, list)
    assert [(problem.code, problem.place.cell) for problem in problems] == [
        ("bad_override", "1"),
        ("bad_override", "2"),
        ("bad_override", "3"),
        ("repeated_override", "5"),
        ("bad_override", "6"),
    ]


def test_a_calendar_is_not_made_from_a_bad_override_file() -> None:
    """A bad line never silently disappears."""
    with pytest.raises(ValueError, match="line 1"):
        Calendar.vietnam([2015], "nonsense")


@pytest.mark.parametrize(
    ("moment", "is_office"),
    [
        (local(20, 7, 29), False),
        (local(20, 7, 30), True),
        (local(20, 11, 29), True),
        (local(20, 11, 30), False),
        (local(20, 13, 30), True),
        (local(20, 17, 0), False),
        (local(19, 9, 0), False),
        (local(28, 9, 0), False),
        (local(20, 7, 30).astimezone(UTC), True),
    ],
)
def test_office_hours_are_half_open_and_local(moment: datetime, is_office: bool) -> None:
    """7:30 to 11:30 and 13:30 to 17:00 of working days in Vietnam, whatever zone the moment is given in."""
    assert CALENDAR.is_office_time(moment) is is_office


def test_the_next_and_previous_office_moments_leap_over_days_off() -> None:
    """From the evening before Giỗ Tổ the next one is Monday 4/5, and back from there 27/4 17:00."""
    evening = local(27, 18)
    assert CALENDAR.next_office_moment(evening) == local(4, 7, 30, month=5)
    assert CALENDAR.previous_office_moment(local(3, 12, month=5)) == local(27, 17) - timedelta(seconds=1)
    assert CALENDAR.next_office_moment(local(27, 12)) == local(27, 13, 30)
    assert CALENDAR.previous_office_moment(local(27, 9)) == local(27, 9)


def test_a_calendar_without_any_working_day_says_so() -> None:
    """A year of days off raises instead of searching for ever."""
    start = date(2015, 1, 1)
    never = Calendar(holidays={start + timedelta(days=n): "" for n in range(500)})
    with pytest.raises(ValueError, match="no working day"):
        never.next_office_moment(datetime(2015, 1, 1, tzinfo=UTC))


MOMENTS = st.integers(0, 330 * 24 * 60).map(
    lambda minutes: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(MOMENTS)
def test_the_next_office_moment_is_office_time_and_not_before(moment: datetime) -> None:
    """Moving to office time never goes back, and is done once: office time stays."""
    after = CALENDAR.next_office_moment(moment)
    before = CALENDAR.previous_office_moment(moment)
    assert after >= moment >= before
    assert CALENDAR.is_office_time(after)
    assert CALENDAR.is_office_time(before)
    assert CALENDAR.next_office_moment(after) == after


# --- what is typed ----------------------------------------------------------------------------------


def test_a_plan_reads_as_typed() -> None:
    """Days after the beginning, days before the closing, a time of day, hours."""
    assert plan(" +2d, +4D,-1d@08:30,+6h") == (
        ReminderRule(2, Anchor.BEGUN),
        ReminderRule(4, Anchor.BEGUN),
        ReminderRule(1, Anchor.CLOSES, time(8, 30)),
        ReminderRule(0, Anchor.BEGUN, hours=6),
    )
    assert plan("") == ()
    assert [str(rule) for rule in plan("+2d,-1d@08:30,-6h")] == ["+2d", "-1d@08:30", "-6h"]


@pytest.mark.parametrize(
    "text",
    ["2d", "+d", "+2d,", "+2d,,+4d", "+2w", "-1d@25:00", "-1d@8h", "+0d", "+6h@08:00", "+2d +4d", "+1234d"],
)
def test_a_bad_plan_is_a_problem(text: str) -> None:
    """What is not a rule is named, with an example."""
    problem = parse_plan(text)
    assert isinstance(problem, Problem)
    assert problem.code == "bad_plan"


def test_the_same_rule_twice_is_a_problem() -> None:
    """Nobody means two reminders at the same moment."""
    problem = parse_plan("+2d,+2d")
    assert isinstance(problem, Problem)
    assert problem.code == "repeated_rule"


@given(st.text(max_size=20))
def test_no_text_breaks_the_parsers(text: str) -> None:
    """Whatever is typed gives a value or a problem."""
    parse_plan(text)
    parse_when(text, CLOSES, VIETNAM, is_end=True)


@pytest.mark.parametrize(
    ("text", "is_end", "moment"),
    [
        ("now", False, local(20, 9)),
        ("2015-04-20", False, local(20, 7, 30)),
        ("2015-05-08", True, CLOSES),
        ("2015-05-08T16:15", True, local(8, 16, 15, month=5)),
        (" 2015-05-08 16:15 ", True, local(8, 16, 15, month=5)),
        ("2015-05-08T09:15Z", True, local(8, 16, 15, month=5)),
    ],
)
def test_a_moment_reads_as_typed(text: str, is_end: bool, moment: datetime) -> None:
    """A date alone opens at 7:30 and closes at 17:00; times are local."""
    assert parse_when(text, local(20, 9), VIETNAM, is_end=is_end) == moment


@pytest.mark.parametrize("text", ["", "20/4/2015", "2015-02-30", "2015-04-20T25:00", "tomorrow", "20150420"])
def test_a_bad_moment_is_a_problem(text: str) -> None:
    """Another shape, or a day that does not exist."""
    problem = parse_when(text, local(20, 9), VIETNAM, is_end=False)
    assert isinstance(problem, Problem)
    assert problem.code == "bad_moment"


def test_the_dates_of_a_wave_must_make_sense() -> None:
    """A wave closes after it opens, and not before today."""
    assert check_dates(local(20), local(24), local(19)) == []
    assert check_dates(local(24), local(24), local(19))[0].code == "closes_before_opening"
    assert check_dates(local(20), local(24), local(25))[0].code == "closes_in_the_past"


# --- when reminders are due -------------------------------------------------------------------------


def test_reminders_keep_the_time_of_the_beginning_and_move_off_days_off() -> None:
    """From 24/4: +2d is Sunday, so Monday; +4d is Giỗ Tổ, so Monday 4/5; -1d is Thursday 7/5."""
    times = CaseTimes(local(24, 9), CLOSES)
    assert reminder_moments(plan("+2d,+4d,-1d@08:30"), CALENDAR, times) == (
        local(27, 7, 30),
        local(4, 7, 30, month=5),
        local(7, 8, 30, month=5),
    )


def test_a_reminder_on_a_make_up_saturday_stays_there() -> None:
    """25/4/2015 is worked."""
    assert reminder_moments(plan("+1d"), CALENDAR, CaseTimes(local(24, 9), CLOSES)) == (local(25, 9),)


def test_a_slot_moved_past_the_closing_comes_before_it() -> None:
    """With the closing on Saturday noon, Saturday's reminder comes on Friday afternoon."""
    times = CaseTimes(local(13, 9), closes_at=local(18, 12))
    assert reminder_moments(plan("-0d@08:30"), CALENDAR, times) == (local(17, 13, 30),)


def test_reminders_begin_with_the_case_and_end_with_the_wave() -> None:
    """Not begun: none. A rule before the beginning or after the closing gives none."""
    assert reminder_moments(plan("+1d"), CALENDAR, CaseTimes(None, CLOSES)) == ()
    late = CaseTimes(CLOSES - timedelta(hours=5), CLOSES)
    assert reminder_moments(plan("+2d,-1d@08:30"), CALENDAR, late) == ()


def test_days_before_the_closing_without_a_time_come_when_the_office_opens() -> None:
    """-1d of a Friday closing is Thursday 7:30."""
    times = CaseTimes(local(20, 9), CLOSES)
    assert reminder_moments(plan("-1d"), CALENDAR, times) == (local(7, 7, 30, month=5),)


def test_after_downtime_only_the_newest_goes() -> None:
    """Two were missed; the second is due, with the half day as its window."""
    times = CaseTimes(local(20, 9), CLOSES)
    due = reminder_due(plan("+1d,+2d"), CALENDAR, times, local(23, 10))
    assert due is not None
    assert (due.number, due.not_before, due.not_after) == (2, local(23, 10), local(23, 11, 29))


def test_a_number_is_used_once() -> None:
    """Reminder 2 queued already: nothing is due, and reminder 1 does not come back."""
    times = CaseTimes(local(20, 9), CLOSES, last_number=2)
    assert reminder_due(plan("+1d,+2d"), CALENDAR, times, local(23, 10)) is None


def test_a_reminder_waits_until_twenty_hours_have_passed() -> None:
    """Reminder 1 left late, at 16:00; reminder 2, due at 9:00, waits until noon has passed: 13:30."""
    times = CaseTimes(local(20, 9), CLOSES, last_reminded_at=local(21, 16), last_number=1)
    rules = plan("+1d,+2d")
    assert reminder_due(rules, CALENDAR, times, local(22, 9)) is None
    assert reminder_due(rules, CALENDAR, times, local(22, 13, 30)) is not None


def test_nobody_is_reminded_at_night_unless_any_hour() -> None:
    """Due since the morning, but it is 22:00."""
    times = CaseTimes(local(20, 9), CLOSES)
    assert reminder_due(plan("+1d"), CALENDAR, times, local(21, 22)) is None
    any_hour = CaseTimes(local(20, 9), CLOSES, any_hour=True)
    due = reminder_due(plan("+1d"), CALENDAR, any_hour, local(21, 22))
    assert due is not None
    assert due.not_after == CLOSES


def test_putting_off_silences_the_plan_and_then_one_reminder_comes() -> None:
    """Nothing at 9:00 although due, number 0 at 13:30, and the plan's own is covered by it."""
    rules = plan("+1d")
    times = CaseTimes(local(20, 9), CLOSES, postponed_until=local(21, 13, 30))
    assert reminder_due(rules, CALENDAR, times, local(21, 9)) is None
    due = reminder_due(rules, CALENDAR, times, local(21, 13, 30))
    assert due is not None
    assert due.number == 0
    after = CaseTimes(
        local(20, 9), CLOSES, postponed_until=local(21, 13, 30), last_reminded_at=due.not_before
    )
    assert reminder_due(rules, CALENDAR, after, local(22, 14)) is None


PLANS = st.lists(
    st.builds(
        ReminderRule,
        days=st.integers(1, 14),
        anchor=st.sampled_from(Anchor),
        at=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    ),
    max_size=5,
    unique=True,
).map(tuple)
BEGINNINGS = st.integers(0, 20 * 24 * 60).map(lambda minutes: local(18) + timedelta(minutes=minutes))


@given(PLANS, BEGINNINGS, st.booleans(), st.lists(st.integers(1, 72 * 60), max_size=40))
def test_ticks_never_break_the_promises(
    rules: tuple[ReminderRule, ...], begun_at: datetime, any_hour: bool, pauses: list[int]
) -> None:
    """Only in office time (unless any hour), before the closing, 20 h apart, numbers rising.

    A tick that is repeated before anything left gives the same number.
    """
    times = CaseTimes(begun_at, CLOSES, any_hour=any_hour)
    now = begun_at
    for pause in pauses:
        now += timedelta(minutes=pause)
        due = reminder_due(rules, CALENDAR, times, now)
        again = reminder_due(rules, CALENDAR, times, now)
        assert due == again
        if due is None:
            continue
        assert begun_at < due.not_before < due.not_after <= CLOSES
        assert any_hour or CALENDAR.is_office_time(due.not_before)
        assert any_hour or CALENDAR.is_office_time(due.not_after)
        assert due.number > times.last_number
        assert times.last_reminded_at is None or now - times.last_reminded_at >= MIN_GAP
        times = CaseTimes(begun_at, CLOSES, now, due.number, any_hour=any_hour)


@given(PLANS, BEGINNINGS, MOMENTS, st.integers(0, 5000))
def test_the_number_due_never_falls(
    rules: tuple[ReminderRule, ...], begun_at: datetime, now: datetime, minutes: int
) -> None:
    """What is due later has at least the number of what was due earlier."""
    times = CaseTimes(begun_at, CLOSES)
    first = reminder_due(rules, CALENDAR, times, now)
    second = reminder_due(rules, CALENDAR, times, now + timedelta(minutes=minutes))
    if first is not None and second is not None:
        assert first.number <= second.number


@given(PLANS, BEGINNINGS, MOMENTS, st.booleans())
def test_no_more_reminders_are_overdue_than_the_bounds_say(
    rules: tuple[ReminderRule, ...], begun_at: datetime, now: datetime, any_hour: bool
) -> None:
    """A case that has begun after the n-th bound has fewer than n reminders overdue."""
    times = CaseTimes(begun_at, CLOSES, any_hour=any_hour)
    overdue = sum(moment <= now for moment in reminder_moments(rules, CALENDAR, times))
    bounds = begun_bounds(rules, CALENDAR, CLOSES, now, any_hour=any_hour)
    assert list(bounds) == sorted(bounds, reverse=True)
    assert overdue <= sum(begun_at < bound for bound in bounds)


def test_a_slot_in_the_last_minute_of_a_half_day_moves_on() -> None:
    """Nothing leaves in the minute before the office closes: 11:29 becomes 13:30."""
    rules = parse_plan("-1d@11:29")
    assert not isinstance(rules, Problem)
    times = CaseTimes(local(18), CLOSES)
    (moment,) = reminder_moments(rules, CALENDAR, times)
    assert (moment.hour, moment.minute) == (13, 30)
    assert reminder_due(rules, CALENDAR, times, moment) is not None


@given(PLANS, BEGINNINGS)
def test_every_moment_of_the_schedule_lets_its_reminder_go(
    rules: tuple[ReminderRule, ...], begun_at: datetime
) -> None:
    """At each scheduled moment itself the reminder of that number (or one due with it) is due."""
    times = CaseTimes(begun_at, CLOSES)
    moments = reminder_moments(rules, CALENDAR, times)
    for number, moment in enumerate(moments, start=1):
        due = reminder_due(rules, CALENDAR, times, moment)
        assert due is not None
        assert due.number >= number


# --- windows and putting off ------------------------------------------------------------------------


def test_a_window_is_the_rest_of_the_half_day_or_the_next_one() -> None:
    """At lunch the window is the afternoon; after hours the next working morning; past the closing none."""
    noon = sending_window(CALENDAR, local(20, 12), CLOSES)
    assert noon is not None
    assert (noon.start, noon.end) == (local(20, 13, 30), local(20, 16, 59))
    evening = sending_window(CALENDAR, local(24, 18), CLOSES)
    assert evening is not None
    assert evening.start == local(25, 7, 30)
    assert sending_window(CALENDAR, CLOSES, CLOSES) is None
    assert sending_window(CALENDAR, CLOSES - timedelta(seconds=30), CLOSES) is None


@given(MOMENTS.filter(lambda moment: moment < CLOSES), st.booleans())
def test_a_window_never_passes_the_closing(moment: datetime, any_hour: bool) -> None:
    """A window ends after the moment asked about and not after the closing."""
    window = sending_window(CALENDAR, moment, CLOSES, any_hour=any_hour)
    if window is not None:
        assert moment < window.end <= CLOSES


@pytest.mark.parametrize(
    ("now", "afternoon", "morning"),
    [
        (local(20, 9), local(20, 13, 30), local(21, 7, 30)),
        (local(20, 14), local(20, 16), local(21, 7, 30)),
        (local(20, 15, 30), local(21, 13, 30), local(21, 7, 30)),
        (local(24, 16), local(25, 13, 30), local(25, 7, 30)),
        (local(27, 20), local(4, 13, 30, month=5), local(4, 7, 30, month=5)),
    ],
)
def test_this_afternoon_and_tomorrow_morning_are_working_time(
    now: datetime, afternoon: datetime, morning: datetime
) -> None:
    """Today at 13:30, or in two hours, or the next working day; the morning at 7:30."""
    options = postponement_options(CALENDAR, now, CLOSES)
    assert (options.afternoon, options.morning) == (afternoon, morning)


def test_nothing_is_put_off_past_the_closing() -> None:
    """On the last afternoon there is no tomorrow morning."""
    options = postponement_options(CALENDAR, local(8, 14, month=5), CLOSES)
    assert options.afternoon == local(8, 16, month=5)
    assert options.morning is None


def test_the_public_holidays_are_those_of_the_package() -> None:
    """The one country that is loaded by its file has the days, names and make-up days that the package gives."""
    years = range(2010, 2036)
    known = holidays.country_holidays("VN", years=years, language="vi")
    ours = public_holidays(years)
    assert dict(ours) == dict(known)
    assert ours.weekend_workdays == known.weekend_workdays
    assert "Tết Nguyên Đán" in ours.get(date(2026, 2, 17), "")
