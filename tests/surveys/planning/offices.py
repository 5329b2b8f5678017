"""Offices to plan for: the 75 of the sample, and made-up ones of any size."""

import random
from dataclasses import replace
from datetime import date
from functools import cache

from surveys.content import read
from surveys.planning import (
    Budget,
    Closed,
    CourseKind,
    Grounds,
    GroupNeed,
    Limits,
    PlannedPost,
    Task,
    TeachingPlace,
    example_catalogue,
    needs_of,
    people_of,
    yearly_refresher,
)
from surveys.roster import Official, Roster, read_roster
from surveys.titles import built_in_titles
from tests.surveys.standards_people import built_in

DAY = date(2026, 11, 22)
YEAR = 2027
TITLES = (
    "bt",
    "pbt",
    "ct_hdnd",
    "ct_ubnd",
    "pct_ubnd",
    "mttq",
    "doan",
    "phunu",
    "vptk",
    "dcxd",
    "tckt",
    "vhxh",
)
GROUPS = (
    GroupNeed("dang", "c01", 400, 4.6, 6.1, 120),
    GroupNeed("dang", "c05", 400, 4.1, 8.2, 210),
    GroupNeed("chinh_quyen", "c08", 700, 4.5, 8.9, 300),
    GroupNeed("chinh_quyen", "c05", 700, 4.2, 7.7),
    GroupNeed("chinh_quyen", "c06", 700, 4.0, 5.0),
    GroupNeed("mttq_doan_the", "c07", 500, 4.4, 6.6),
    GroupNeed("mttq_doan_the", "c12", 500, 3.9, 4.1),
    GroupNeed("chuyen_mon", "c03", 900, 4.7, 7.0),
    GroupNeed("chuyen_mon", "c05", 900, 4.3, 9.1, 400),
)
SENT = (CourseKind.POLITICAL_THEORY, CourseKind.PROFESSION)
CLOSED = (Closed(date(2027, 1, 25), date(2027, 2, 14)), Closed(date(2027, 5, 31), date(2027, 6, 18)))


@cache
def sample() -> tuple[Official, ...]:
    """The 75 officials of the sample roster."""
    roster = read_roster(read("roster_luong_tai.csv"), "roster.csv")
    assert isinstance(roster, Roster)
    return tuple(Official(**{name: getattr(row, name) for name in Official.__slots__}) for row in roster.rows)


def made_up(count: int, *, seed: int = 7, each_unit: int = 50) -> tuple[Official, ...]:
    """So many officials, drawn with a seed, in units of some fifty."""
    chance = random.Random(seed)
    return tuple(
        Official(
            roster_key=str(number),
            full_name=f"Nguyễn Văn {number}",
            title=TITLES[number % len(TITLES)],
            unit_code=f"{number // each_unit:05}",
            unit_name="",
            birth_date=date(chance.randint(1966, 1998), chance.randint(1, 12), 1),
            gender=chance.choice(["nam", "nu"]),
            title_since=date(2024, 1, 1),
            edu="thpt",
            qual=chance.choices(["tc", "cd", "dh", "sdh"], [10, 5, 75, 10])[0],
            pol=chance.choices(["none", "sc", "tc", "cc"], [3, 15, 72, 10])[0],
            qlnn=chance.choice(["none", "cs", "cv", "cv"]),
            cert=chance.choice(["none", "tin", "tin qpan"]),
        )
        for number in range(count)
    )


def grounds_of(officials: tuple[Official, ...]) -> Grounds:
    """What their needs are found from: standards, succession, figures of groups, the refresher."""
    people = people_of(dict(enumerate(officials, 1)), built_in_titles())
    planned = tuple(
        PlannedPost(person.number, "bt", "2026-2031")
        for person in people
        if person.official.title == "pct_ubnd" and person.number % 3 == 0
    )
    return Grounds(
        people,
        example_catalogue(),
        built_in(),
        DAY,
        YEAR,
        planned=planned,
        groups=GROUPS,
        refresher=yearly_refresher(),
        regime="nd33_2023",
    )


def limits_for(count: int, *, part: float = 1.0, each_unit: int = 50) -> Limits:
    """Limits that an office of so many people may have; ``part``: how much of the usual money."""
    units = [f"{number:05}" for number in range(count // each_unit + 1)]
    return Limits(
        YEAR,
        closed=CLOSED,
        places=(
            TeachingPlace(
                "Trung tâm chính trị phía bắc", (count // 4,) * 4, near=tuple(units[: len(units) // 2])
            ),
            TeachingPlace(
                "Trung tâm chính trị phía nam", (count // 5,) * 4, near=tuple(units[len(units) // 2 :])
            ),
            TeachingPlace("Trường Chính trị tỉnh", (count // 6,) * 4, provider="Trường Chính trị tỉnh"),
        ),
        budgets=(
            Budget("Ngân sách tỉnh", int(count * 3_000_000 * part), SENT),
            Budget("Ngân sách xã", int(count * 1_000_000 * part)),
        ),
        days_away=max(10, each_unit),
        small_office=2,
        per_person=3,
    )


def task_of(officials: tuple[Official, ...], limits: Limits) -> Task:
    """The task of planning a year for them."""
    grounds = grounds_of(officials)
    return Task(needs_of(grounds), grounds.people, grounds.catalogue, limits)


def urgent(task: Task) -> Task:
    """The same with the deadline of NĐ 33/2023 brought forward into the year."""
    needs = tuple(
        replace(need, reasons=tuple(replace(r, due=date(2027, 12, 1)) if r.due else r for r in need.reasons))
        for need in task.needs.needs
    )
    return replace(task, needs=replace(task.needs, needs=needs))


def ordinary() -> Limits:
    """Limits that an office of 75 people may well have: two places, two budgets, two of a unit away at once."""
    return Limits(
        YEAR,
        closed=CLOSED,
        places=(
            TeachingPlace("Trung tâm chính trị", (90, 90, 90, 90)),
            TeachingPlace("Trường Chính trị tỉnh", (60, 60, 60, 60)),
        ),
        budgets=(Budget("Ngân sách tỉnh", 600_000_000), Budget("Ngân sách xã", 350_000_000)),
        days_away=12,
    )
