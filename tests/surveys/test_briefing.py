"""When rounds fall, what comes before them, what each party reads, what of a pulse is shown."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.aggregation.material import Fieldwork, Wave
from surveys.briefing import (
    Agenda,
    Deadline,
    Occasion,
    OpenAction,
    Party,
    Pulse,
    WaveSoFar,
    agenda_for,
    following_round,
    occasion_due,
    round_at,
    times_of,
)
from surveys.briefing.deadlines import deadlines_near
from surveys.briefing.pulse import pulse_of
from surveys.briefing.rounds import PULSE_FORM as FORM
from surveys.content import read
from surveys.field_period import VIETNAM, Calendar, Every, Rhythm
from surveys.questionnaire import Questionnaire
from surveys.standards import Criterion, Finding, Result, Verdict
from surveys.xlsform import read_form
from tests.surveys.waves import OPENS_ON, matrix_of

CALENDAR: Final = Calendar.vietnam(range(2026, 2030))


def at(day: str, hour: int = 14) -> datetime:
    """A moment in local time."""
    return datetime.combine(date.fromisoformat(day), time(hour), VIETNAM)


def test_rounds_keep_to_working_days_of_their_month() -> None:
    """Of a monthly briefing on the 24th: a holiday moves to the next day, a Sunday to Monday, Tết behind its days."""
    rhythm = Rhythm(Every.MONTH, at("2026-11-24"), timedelta(0))
    days = [round_at(rhythm, number, CALENDAR) for number in (1, 2, 3, 4)]
    assert days == [at("2026-11-25"), at("2026-12-24"), at("2027-01-25"), at("2027-02-24")]
    quarterly = Rhythm(Every.QUARTER, at("2026-11-30"), timedelta(0))
    assert round_at(quarterly, 2, CALENDAR) == at("2027-02-26")  # the 28th is a Sunday: back into its month
    assert following_round(rhythm, 1, CALENDAR, at("2026-12-30")) == (3, at("2027-01-25"))


def test_what_comes_before_a_round_counts_working_days() -> None:
    """Before the 5th of January the first is a holiday: the pulse opens on the 28th, the agenda comes on the 31st."""
    times = times_of(at("2027-01-05"), CALENDAR)
    assert (times.pulse_opens_at, times.pulse_closes_at) == (at("2026-12-28", 8), at("2026-12-30", 17))
    assert times.agenda_at == at("2026-12-31", 8)


@pytest.mark.parametrize(
    ("today", "reminded", "due"),
    [
        ("2026-12-10", "", None),
        ("2026-12-11", "", "before"),  # Friday: the working day before Monday
        ("2026-12-14", "", "before"),
        ("2026-12-14", "before", None),
        ("2026-12-15", "before", "after"),
        ("2026-12-30", "", "after"),
        ("2026-12-30", "after", None),
    ],
)
def test_an_owner_is_reminded_once_before_and_once_after(today: str, reminded: str, due: str | None) -> None:
    """On the working day before a Monday's action, and on the working day after it."""
    found = occasion_due(date(2026, 12, 14), Occasion(reminded), date.fromisoformat(today), CALENDAR)
    assert found == due


def test_each_party_reads_its_own() -> None:
    """A commune reads no shortfalls and names of its own unit only; who trains does not read who answers."""
    actions = [OpenAction(1, "mở lớp", "An", None, 5), OpenAction(2, "lập danh sách", "Bình", None, 6)]
    due = [Deadline("pol", date(2028, 8, 1), 7)]
    whole = Agenda(actions, None, due, waves=[WaveSoFar("Phiếu", 1, 2, date(2026, 12, 1))])
    commune = agenda_for(Party.COMMUNES, whole, frozenset({6}))
    assert [action.owner for action in commune.actions] == ["", "Bình"]
    assert not commune.deadlines
    assert agenda_for(Party.TRAINING, whole).waves == ()
    assert agenda_for(Party.CADRE, whole) == Agenda(actions, None, due, waves=whole.waves)


def form() -> Questionnaire:
    """The built-in form of the pulse."""
    found = read_form(read(f"{FORM}.md"), f"{FORM}.md")
    assert isinstance(found, Questionnaire), found
    return found


def answers(*urgent: str) -> list[dict[str, str]]:
    """What people answered who differ in the first question only."""
    return [{"urgent": each, "hinders": "lich", "useful": "lop"} for each in urgent]


def wave(number: int, *urgent: str) -> Wave:
    """A pulse that people have answered."""
    matrix = matrix_of(form(), answers(*urgent))
    return Wave(number, OPENS_ON, OPENS_ON, True, form(), matrix, Fieldwork())


def test_a_pulse_is_told_against_the_time_before() -> None:
    """Of twelve people seven name a subject where five of ten did: 8.3 points more, with both numbers."""
    pulse = pulse_of(wave(2, *["so"] * 7, *["llct"] * 5), wave(1, *["so"] * 5, *["llct"] * 5))
    first = pulse.questions[0]
    assert (first.n, first.before) == (12, 10)
    assert first.title == "Việc đào tạo, bồi dưỡng nào ở xã đang cần nhất?"
    lines = {line.label: line for line in first.lines}
    digital = lines["Chuyển đổi số, phần mềm dùng chung"]
    assert (digital.count, digital.percent) == (7, 58.3)
    assert digital.change == pytest.approx(round(100 * float(Fraction(7, 12) - Fraction(1, 2)), 1))
    assert Pulse.from_json(pulse.to_json()) == pulse


def test_a_pulse_tells_nothing_of_few() -> None:
    """Four who answered are not told of; two of twelve with one choice are not either, nor by what is left."""
    assert all(not each.told for each in pulse_of(wave(1, *["so"] * 4)).questions)
    pulse = pulse_of(wave(1, *["so"] * 10, *["llct"] * 2))
    counts = {line.label: line.count for line in pulse.questions[0].lines}
    assert counts["Lý luận chính trị"] is None
    assert counts["Chuyển đổi số, phần mềm dùng chung"] is None


def test_deadlines_are_counted_and_few_are_not_told() -> None:
    """Six who lack a level within two years are told, two with another deadline are not; a far one is no point."""
    # Whoever they are: a verdict is its findings here.
    near, far = date(2028, 8, 1), date(2031, 1, 1)

    def below(criterion: Criterion, day: date) -> Verdict:
        return Verdict(None, "nd33", (Finding(criterion, Result.NOT_MET, deadline=day),))  # type: ignore[arg-type]

    verdicts = [below(Criterion.POL, near) for _ in range(6)] + [
        below(Criterion.QUAL, near) for _ in range(2)
    ]
    verdicts += [below(Criterion.EDU, far) for _ in range(9)]
    found = deadlines_near(verdicts, date(2026, 12, 1))
    assert found == (Deadline("pol", near, 6), Deadline("qual", near, None))


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 23),
    st.sampled_from(("month", "quarter")),
    st.integers(1, 12),
)
def test_whatever_the_first_day_everything_falls_on_working_days_in_order(
    first: date, hour: int, every: str, number: int
) -> None:
    """Pulse, its closing, the agenda and the round: each on a working day, the round in its own month."""
    rhythm = Rhythm(Every(every), datetime.combine(first, time(hour), VIETNAM), timedelta(0))
    times = times_of(round_at(rhythm, number, CALENDAR), CALENDAR)
    days = [each.date() for each in (times.pulse_opens_at, times.pulse_closes_at, times.agenda_at, times.at)]
    assert all(CALENDAR.is_working_day(each) for each in days)
    assert days == sorted(set(days))
    months = (number - 1) * (1 if every == "month" else 3)
    assert days[-1].year * 12 + days[-1].month == first.year * 12 + first.month + months
