"""Numbers and dates as Vietnamese documents write them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.reporting.numbers import date_text, number_text, percent_text, rounded


@pytest.mark.parametrize(
    ("part", "base", "written"),
    [
        (33, 75, "44%"), (1, 75, "1,3%"), (39, 75, "52%"), (2, 75, "2,7%"), (66, 75, "88%"), (8, 75, "10,7%"),
        (42, 75, "56%"), (0, 75, "0%"), (75, 75, "100%"), (1, 2000, "0,1%"), (1, 3000, "0%"), (1, 80, "1,3%"),
    ],
)  # fmt: skip
def test_shares_read_as_the_article_prints_them(part: int, base: int, written: str) -> None:
    """44%, 1,3%, 52%: a comma, no blank, no ",0"."""
    assert percent_text(Fraction(part, base)) == written


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (2500, 0, "2.500"), (Decimal("1234567.9"), 1, "1.234.567,9"), (2.25, 1, "2,3"), (0.285, 2, "0,29"),
        (-2.25, 1, "-2,3"), (-0.04, 1, "0,0"), (Fraction(26, 3), 4, "8,6667"), (999.95, 1, "1.000,0"),
        (1e20, 0, "100.000.000.000.000.000.000"),
        (1e-7, 2, "0,00"), (Fraction(1, 3), 0, "0"), (True, 0, "1"),
    ],
)  # fmt: skip
def test_numbers_are_written_the_vietnamese_way(value: float, places: int, written: str) -> None:
    """A decimal comma, dots between thousands, half up, never minus zero."""
    assert number_text(value, places) == written


def test_noughts_at_the_end_may_be_dropped() -> None:
    """44,0 becomes 44 and 2,50 becomes 2,5; 100 and 2.500 keep theirs."""
    assert [number_text(value, 2, drops_zeros=True) for value in (44, 2.5, 100, 2500)] == [
        "44",
        "2,5",
        "100",
        "2.500",
    ]
    assert number_text(100, 0, drops_zeros=True) == "100"


def test_what_is_no_number_is_refused() -> None:
    """NaN and infinity are mistakes, not figures."""
    for value in (float("nan"), float("inf"), Decimal("-inf")):
        with pytest.raises(ValueError, match="no number"):
            rounded(value, 1)


@given(value=st.fractions(-(10**9), 10**9), places=st.integers(0, 6))
def test_rounding_is_half_up_and_near(value: Fraction, places: int) -> None:
    """Never off by more than half a unit of the last place; exactly half goes away from zero."""
    unit = Fraction(1, 10**places)
    result = Fraction(rounded(value, places))
    assert abs(result - value) <= unit / 2
    if abs(result - value) == unit / 2:
        assert abs(result) > abs(value)


@given(value=st.floats(-1e12, 1e12), places=st.integers(0, 4))
def test_written_numbers_read_back(value: float, places: int) -> None:
    """What is written is the rounded number, to the digit."""
    written = number_text(value, places)
    assert Decimal(written.replace(".", "").replace(",", ".")) == rounded(value, places)
    assert not written.startswith("-0") or written.strip("-0,.") != ""


@given(part=st.integers(0, 500), more=st.integers(0, 500))
def test_a_percentage_stands_between_nought_and_a_hundred(part: int, more: int) -> None:
    """Of a part of a base; no "-", no blank, at most one decimal, never ",0%"."""
    base = part + more or 1
    written = percent_text(Fraction(part, base))
    assert written.endswith("%")
    assert not written.endswith(",0%")
    number = Decimal(written.removesuffix("%").replace(",", "."))
    assert 0 <= number <= 100
    assert abs(Fraction(number) - Fraction(part, base) * 100) <= Fraction(1, 20)


def test_dates_are_day_month_year() -> None:
    """A nought before days under 10 and the months 1 and 2, as the decree on documents has it."""
    assert date_text(date(2026, 2, 5)) == "05/02/2026"
    assert date_text(date(2015, 5, 8)) == "08/5/2015"
    assert date_text(date(2026, 11, 22)) == "22/11/2026"
    assert date_text(date(800, 1, 1)) == "01/01/0800"
