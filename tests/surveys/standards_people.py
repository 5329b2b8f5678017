"""Officials and standards for the tests: the sample roster, one person with everything, the built-in regimes."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from surveys.content import read
from surveys.problems import Problem
from surveys.roster import Official, Roster, read_roster
from surveys.standards import Criterion, Finding, Standards, Verdict, read_standards, review

BUILT_IN = read("standards.yaml").decode("utf-8")
AS_OF = date(2014, 12, 31)
CHAIR = Official(
    roster_key="1",
    full_name="Nguyễn Văn An",
    title="ct_ubnd",
    unit_code="09496",
    unit_name="Thị trấn Thứa",
    birth_year=1970,
    birth_date=date(1970, 5, 20),
    gender="nam",
    title_since=date(2024, 2, 15),
    edu="thpt",
    qual="dh",
    major="Luật",
    pol="tc",
    qlnn="cv",
    cert="tin",
)


@cache
def built_in() -> Standards:
    """The standards that come with the programme."""
    return standards_of()


def standards_of(*more: str) -> Standards:
    """The built-in standards with local files laid over them."""
    found = read_standards(BUILT_IN, *more)
    assert isinstance(found, Standards), found
    return found


def problems_of(text: str, *more: str) -> list[Problem]:
    """What is wrong with bad standards."""
    found = read_standards(text, *more)
    assert isinstance(found, list), "nothing is wrong"
    return found


@cache
def sample() -> tuple[Official, ...]:
    """The 75 officials of the sample roster."""
    roster = read_roster(read("roster_luong_tai.csv"), "roster.csv")
    assert isinstance(roster, Roster)
    return tuple(Official(**{name: getattr(row, name) for name in Official.__slots__}) for row in roster.rows)


def chair(**changed: Any) -> Official:
    """The chairman of a commune with some attributes changed."""
    return replace(CHAIR, **changed)


def verdict_on(
    official: Official,
    regime: str = "nd33_2023",
    as_of: date = date(2025, 1, 1),
    standards: Standards | None = None,
) -> Verdict:
    """What a regime says of one official."""
    return review(standards or built_in(), [official], as_of, regime)[0]


def finding_on(criterion: Criterion, verdict: Verdict) -> Finding:
    """The finding on a criterion, which is always there."""
    found = verdict.finding(criterion)
    assert found is not None
    return found
