"""How far a wave is: counts that add up, whatever the cases are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.office.draft import Draft, awaits_typing, decode
from bot.office.presets import PLANS, closing_days, opening_days
from bot.office.progress import UnitCase, count_progress, rate_text
from bot.office.rights import ROLES, Right, rights_of
from surveys.disposition import CaseFacts
from surveys.field_period import parse_plan
from tests.bot.office_chat import CALENDAR, MORNING

FACTS = st.builds(
    CaseFacts,
    is_linked=st.booleans(),
    is_blocked=st.booleans(),
    has_refused=st.booleans(),
    has_withdrawn=st.booleans(),
    is_completed=st.booleans(),
    answered_count=st.integers(0, 9),
    required_answered=st.integers(0, 9),
    required_count=st.just(9),
)
CASES = st.lists(st.builds(UnitCase, st.sampled_from("ab"), st.just("Xã"), FACTS))


@given(CASES)
def test_the_units_and_the_outcomes_add_up_to_the_wave(cases: list[UnitCase]) -> None:
    """Every case is counted in exactly one unit and one outcome."""
    progress = count_progress(cases)
    assert progress.whole.total == len(cases) == sum(progress.outcomes.values())
    assert sum(counts.total for _, _, counts in progress.units) == len(cases)
    assert sum(counts.completed for _, _, counts in progress.units) == progress.whole.completed
    assert progress.whole.completed + progress.whole.unfinished == len(cases)
    assert 0 <= progress.rate <= progress.rate_with_partials <= 1


@pytest.mark.parametrize(
    ("rate", "text"), [(Fraction(0), "0,0%"), (Fraction(63, 75), "84,0%"), (Fraction(1, 3), "33,3%")]
)
def test_a_rate_is_written_with_a_comma(rate: Fraction, text: str) -> None:
    """Vietnamese numbers have a decimal comma."""
    assert rate_text(rate) == text


TEXT = st.text(max_size=5)
DRAFTS = st.builds(
    Draft,
    token=st.text(min_size=1),
    step=TEXT,
    ask=st.sampled_from(["", "opens", "closes"]),
    form=TEXT,
    choosing=st.sampled_from(["", "units", "titles"]),
    page=st.integers(0, 99),
    unit_codes=st.lists(TEXT).map(tuple),
    titles=st.lists(TEXT).map(tuple),
    opens=st.sampled_from(["", "now", "2026-12-01T07:30:00+07:00"]),
    closes=st.sampled_from(["", "2026-12-15T17:00:00+07:00"]),
    reminders=TEXT,
)


@given(DRAFTS)
def test_a_draft_is_read_back_as_it_was_written(draft: Draft) -> None:
    """The row holds the whole draft."""
    assert decode(draft.encode()) == draft
    assert awaits_typing(draft.encode()) == bool(draft.ask)


@given(st.text())
def test_a_foreign_step_is_no_draft(text: str) -> None:
    """Whatever stands in the row, reading it never raises."""
    assert decode(text) is None or isinstance(decode(text), Draft)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"other": 1}', "{}", '{"token": "a", "opens": "gì"}', "1"])
def test_a_broken_step_is_no_draft(text: str) -> None:
    """What another version wrote is not trusted."""
    assert decode(text) is None


def test_every_offered_plan_is_a_plan() -> None:
    """The presets are what ``parse_plan`` accepts."""
    for plan, words in PLANS:
        assert isinstance(parse_plan(plan), tuple), words


def test_offered_days_are_working_days() -> None:
    """Nobody is offered a Sunday to open or close on."""
    days = [*opening_days(CALENDAR, MORNING), *(day for _, day in closing_days(CALENDAR, MORNING))]
    assert len(days) == 6
    assert all(CALENDAR.is_working_day(day) for day in days)


def test_only_an_administrator_has_every_right() -> None:
    """A role that is not known has none."""
    assert rights_of("owner") == set(Right)
    assert not any(rights_of(role) for role in ("", "nobody", "admin"))
    assert {role for role in ROLES if Right.OPEN in rights_of(role)} == {"owner", "administrator"}
