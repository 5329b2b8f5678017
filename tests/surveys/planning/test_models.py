"""The values of a plan: kept as text, rid of a person, and which posts fall vacant."""

from dataclasses import replace
from datetime import date

import pytest

from surveys.planning import (
    Budget,
    Catalogue,
    Closed,
    Course,
    CourseKind,
    Fulfils,
    LeftOut,
    LeftOutWhy,
    Limits,
    Need,
    Plan,
    PlannedClass,
    PlannedPost,
    Quality,
    Reason,
    ReasonKind,
    Seat,
    TeachingPlace,
    Why,
    from_json,
    people_of,
    to_json,
    vacancies_of,
)
from surveys.roster import Official
from surveys.standards import Criterion
from surveys.standards.retirement import Growth, Retirement
from surveys.titles import built_in_titles

STANDARD = Reason(
    ReasonKind.STANDARD, 100, "NĐ 33/2023", "Đ8 k1", date(2028, 8, 1), criterion="pol", demanded="tc"
)
WISH = Reason(ReasonKind.WISH, 1)
COURSE = Course(
    "LLCT-TC",
    "Trung cấp lý luận chính trị",
    CourseKind.POLITICAL_THEORY,
    days=60,
    periods=480,
    weeks=26,
    fulfils=(Fulfils(Criterion.POL, "tc"),),
)
PLAN = Plan(
    2027,
    (
        PlannedClass(
            *(1, "LLCT-TC", 1, date(2027, 1, 4), date(2027, 7, 2)),
            seats=(Seat(1, (STANDARD,)), Seat(2, (STANDARD, WISH), is_in_time=False)),
            cost=30_000_000,
            source="tỉnh",
            why=(Why(ReasonKind.STANDARD, 2, date(2028, 8, 1), "pol"),),
        ),
    ),
    (LeftOut(3, "LLCT-TC", LeftOutWhy.FULL, (WISH,), parameters=(("quarter", 1),)),),
    Quality("greedy", 2, 2, 201, 210.5),
    None,
)


def test_what_is_kept_is_what_was_meant() -> None:
    """Plans, catalogues and limits written down and read again are equal, and equal values are equal texts."""
    limits = Limits(
        2027,
        closed=(Closed(date(2027, 2, 1), date(2027, 2, 14), "Tết"),),
        places=(TeachingPlace("TTCT", (40, None, 40, 0), near=("09496",), kinds=(CourseKind.SKILLS,)),),
        budgets=(Budget("xã", 5),),
        days_away_of=(("09496", 10),),
    )
    catalogue = Catalogue((COURSE,), date(2026, 12, 1), is_example=True)
    for value in (PLAN, catalogue, limits):
        assert from_json(type(value), to_json(value)) == value
        assert to_json(from_json(type(value), to_json(value))) == to_json(value)
    with pytest.raises(ValueError, match="format 2"):
        from_json(Plan, to_json(PLAN).replace('"format":1', '"format":2'))


def test_a_plan_forgets_a_person() -> None:
    """Of somebody whose data is erased nothing is left in a plan; its other people stay."""
    rest = PLAN.without(2).without(3)
    assert rest.people == {1}
    assert rest.left_out == ()
    assert PLAN.people == {1, 2}


def test_nobody_needs_a_course_without_a_reason() -> None:
    """A need that states no reason cannot be made."""
    with pytest.raises(ValueError, match="without a reason"):
        Need(1, "LLCT-TC", ())


def test_posts_fall_vacant_by_the_table_of_retirement() -> None:
    """The month of retirement decides within which horizon a post falls vacant, and who is planned for it is told."""
    retirement = Retirement({"nam": 720, "nu": 660}, {"nam": Growth(720, 3, 744), "nu": Growth(660, 4, 720)})
    chair = Official(*("a", "A", "ct_ubnd", "09496", "Lương Tài"), birth_date=date(1966, 1, 10), gender="nam")
    officials = {
        1: chair,
        2: replace(chair, title="pct_ubnd", birth_date=date(1980, 1, 1)),
        3: replace(chair, title="bt", birth_date=date(1969, 3, 1)),
        4: replace(chair, title="bt", birth_date=None),
        5: replace(chair, title="mttq", birth_date=date(1950, 1, 1), unit_code="09529"),
    }
    planned = (PlannedPost(2, "ct_ubnd", "2026-2031"), PlannedPost(5, "ct_ubnd"))
    found = vacancies_of(people_of(officials, built_in_titles()), planned, retirement, date(2026, 12, 1))
    assert [(each.official, each.within, each.successors) for each in found] == [
        (5, 12, ()),
        (1, 12, (2,)),
        (3, 60, ()),
    ]
    assert found[1].month == date(2027, 10, 1)
