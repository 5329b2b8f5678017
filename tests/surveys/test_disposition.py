"""Dispositions: every case has exactly one outcome, and the rates count persons."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.disposition import CaseFacts, Disposition, Outcome, disposition, outcome, rates

FLAGS = (
    "is_linked",
    "is_invited",
    "is_blocked",
    "is_undeliverable",
    "has_refused",
    "has_withdrawn",
    "is_completed",
)
PROGRESS = ((0, 0, 0), (0, 0, 4), (1, 0, 0), (1, 1, 4), (2, 2, 4), (3, 1, 3), (4, 4, 4))


def every_case() -> list[CaseFacts]:
    """Every combination of facts: 2^7 flags times the kinds of progress."""
    return [
        CaseFacts(
            **dict(zip(FLAGS, flags, strict=True)), answered_count=a, required_answered=r, required_count=n
        )
        for flags in product((False, True), repeat=len(FLAGS))
        for a, r, n in PROGRESS
    ]


def conditions(facts: CaseFacts) -> dict[Outcome, bool]:
    """Return the outcomes stated independently, each by its own full condition."""
    linked = facts.is_linked or facts.is_completed or facts.answered_count > 0  # or entered for them
    withdrawn = linked and facts.has_withdrawn
    completed = linked and not withdrawn and facts.is_completed
    refused = withdrawn or (linked and not completed and facts.has_refused)
    is_open = linked and not completed and not refused
    answered = is_open and facts.answered_count > 0
    half = facts.required_count == 0 or facts.required_answered / facts.required_count >= 0.5
    closed = facts.is_blocked or facts.is_undeliverable
    return {
        Outcome.UNLINKED: not linked,
        Outcome.COMPLETED: completed,
        Outcome.REFUSED: refused,
        Outcome.PARTIAL: answered and half,
        Outcome.BREAKOFF: answered and not half,
        Outcome.UNREACHABLE: is_open and not answered and closed,
        Outcome.SILENT: is_open and not answered and not closed,
    }


def test_every_combination_of_facts_has_exactly_one_outcome() -> None:
    """The conditions exclude each other, cover everything, and agree with the order of questions."""
    for facts in every_case():
        holding = [each for each, holds in conditions(facts).items() if holds]
        assert holding == [outcome(facts)], facts


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (CaseFacts(), Outcome.UNLINKED),
        (CaseFacts(is_linked=True), Outcome.SILENT),
        (CaseFacts(is_linked=True, is_blocked=True), Outcome.UNREACHABLE),
        (CaseFacts(is_linked=True, is_blocked=True, answered_count=1, required_count=9), Outcome.BREAKOFF),
        (
            CaseFacts(
                is_linked=True, is_blocked=True, answered_count=5, required_answered=5, required_count=9
            ),
            Outcome.PARTIAL,
        ),
        (CaseFacts(is_linked=True, is_blocked=True, is_completed=True), Outcome.COMPLETED),
        (CaseFacts(is_linked=True, has_refused=True, answered_count=9), Outcome.REFUSED),
        (CaseFacts(is_linked=True, has_withdrawn=True, is_completed=True), Outcome.REFUSED),
    ],
)
def test_the_cases_that_people_argue_about(facts: CaseFacts, expected: Outcome) -> None:
    """Blocking does not take back what was given; withdrawing does."""
    assert outcome(facts) is expected


def test_a_working_disposition_follows_the_outcome() -> None:
    """A linked official is queued until invited, then contacted; an answer makes it started."""
    assert disposition(CaseFacts()) is Disposition.REGISTERED
    assert disposition(CaseFacts(is_linked=True)) is Disposition.QUEUED
    assert disposition(CaseFacts(is_linked=True, is_invited=True)) is Disposition.CONTACTED
    begun = CaseFacts(is_linked=True, is_invited=True, answered_count=1, required_count=9)
    assert disposition(begun) is Disposition.STARTED
    for facts in every_case():
        assert disposition(facts) in Disposition


@given(st.lists(st.sampled_from(Outcome)))
def test_rates_count_every_case_once(outcomes: list[Outcome]) -> None:
    """The outcomes add up to the eligible; every rate lies in 0..1 with its n and N; RR1 <= RR2."""
    found = rates(outcomes)
    assert sum(found.counts.values()) == found.eligible == len(outcomes)
    assert found.counts == {each: Counter(outcomes)[each] for each in Outcome}
    for rate in (found.rr1, found.rr2, found.refusal, found.contact):
        assert 0 <= rate.count <= rate.total == len(outcomes)
    assert found.rr1.count <= found.rr2.count <= found.contact.count


def test_rates_are_exact_fractions() -> None:
    """One completed and one partial of four: RR1 1/4, RR2 1/2; of nobody there is no rate."""
    found = rates([Outcome.COMPLETED, Outcome.PARTIAL, Outcome.SILENT, Outcome.UNLINKED])
    assert found.rr1.fraction == Fraction(1, 4)
    assert found.rr2.fraction == Fraction(1, 2)
    assert rates([]).rr1.fraction is None
