"""A plan for the tests: a dozen people of two units, three classes, somebody left out."""

from collections.abc import Mapping
from datetime import date

from hypothesis import strategies as st

from surveys.planning.book import Surroundings
from surveys.planning.checking import broken
from surveys.planning.courses import Catalogue, Course, CourseKind
from surveys.planning.edits import Editing
from surveys.planning.limits import Budget, Closed, Limits, TeachingPlace
from surveys.planning.needs.model import Reason, ReasonKind
from surveys.planning.people import Person, people_of
from surveys.planning.plan import LeftOut, LeftOutWhy, Plan, PlannedClass, Quality, Seat, why_of
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.planning.workbook import marks_of
from surveys.roster import Official, RosterUnit
from surveys.titles import built_in_titles

YEAR = 2027
AS_OF = date(2026, 11, 27)
TITLES = built_in_titles()
UNITS = (RosterUnit("09496", "Xã Lương Tài"), RosterUnit("09529", "Xã Lâm Thao"))
COMPETENCIES = {"c02": "Lãnh đạo, quản lý", "c05": "Tin học, chuyển đổi số"}
NAMES = (
    "Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung", "Vũ Văn Em", "Hoàng Thị Giang", "Đỗ Văn Hải",
    "Bùi Thị Hoa", "Ngô Văn Khánh", "Đặng Thị Lan", "Dương Văn Minh", "Đinh Thị Nga",
)  # fmt: skip
_POSTS = ("bt", "pbt_tt", "ct_ubnd", "pct_ubnd", "ct_hdnd", "cvp")
PEOPLE: Mapping[int, Official] = {
    number: Official(
        f"LT-{number:02}",
        name,
        _POSTS[number % 6],
        UNITS[number % 2].code,
        UNITS[number % 2].name,
        1970 + number,
        date(1970 + number, 1 + number % 12, 1 + number),
        "nu" if "Thị" in name else "nam",
    )
    for number, name in enumerate(NAMES, 1)
}
THEORY = Course(
    "LLCT-TC", "Trung cấp lý luận chính trị", CourseKind.POLITICAL_THEORY, 20, 160, smallest=2, largest=10,
    cost_per_class=40_000_000, cost_per_person=1_000_000, providers=("Trường Chính trị tỉnh",),
)  # fmt: skip
DIGITAL = Course(
    "CDS-01", "Kỹ năng số cơ bản", CourseKind.DIGITAL, 3, 24, smallest=2, largest=6, cost_per_class=6_000_000,
    cost_per_person=200_000, providers=("Trung tâm chính trị",), counts_as_refresher=True,
)  # fmt: skip
CATALOGUE = Catalogue((THEORY, DIGITAL))
LIMITS = Limits(
    YEAR,
    (Closed(date(2027, 2, 1), date(2027, 2, 15), "Tết"),),
    (TeachingPlace("TTCT khu vực", (None, 2, 10, 6)),),
    (Budget("Ngân sách xã", 80_000_000),),
    days_away=30,
)
STANDARD = Reason(
    ReasonKind.STANDARD,
    100,
    "Nghị định 33/2023/NĐ-CP",
    "Đ8 k1",
    date(2027, 8, 1),
    False,
    "pol",
    "tc",
    "sc",
    "bt",
)
GROUP = Reason(ReasonKind.GROUP, 15, subject="c05", group="dang", count=12, importance=4.5)
REFRESHER = Reason(ReasonKind.REFRESHER, 6, "Nghị định 171/2025/NĐ-CP", is_unverified=True, periods=40)


def seats(*numbers: int, reasons: tuple[Reason, ...] = (GROUP, REFRESHER)) -> tuple[Seat, ...]:
    """Seats for some people."""
    return tuple(Seat(number, reasons) for number in numbers)


def a_class(
    number: int,
    course: Course,
    first: date,
    last: date,
    taken: tuple[Seat, ...],
    *,
    place: str = "TTCT khu vực",
) -> PlannedClass:
    """A class that costs what its norms say."""
    cost = course.cost_per_class + len(taken) * course.cost_per_person
    return PlannedClass(
        number, course.code, (first.month + 2) // 3, first, last, taken, place, course.providers[0],
        "tt", "Ngân sách xã", cost, why_of(taken),
    )  # fmt: skip


PLAN = Plan(
    YEAR,
    (
        a_class(1, DIGITAL, date(2027, 3, 1), date(2027, 3, 3), seats(1, 2, 3, 4)),
        a_class(
            2, THEORY, date(2027, 4, 5), date(2027, 4, 30), seats(5, 6, 7, reasons=(STANDARD,)), place=""
        ),
        a_class(3, DIGITAL, date(2027, 9, 6), date(2027, 9, 8), seats(5, 6, 7, 8, 9, 10)),
    ),
    (
        LeftOut(11, "CDS-01", LeftOutWhy.FULL, (GROUP,), None, (("quarter", 3),)),
        LeftOut(8, "CDS-01", LeftOutWhy.UNIT_AWAY, (GROUP,), 3, (("quarter", 1),)),
        LeftOut(12, "LLCT-TC", LeftOutWhy.LESS_NEEDED, (STANDARD,)),
    ),
    Quality("thử", 3, 3, 400, 404.0),
)
FACTS = PlanFacts(PLAN, CATALOGUE, LIMITS, TITLES, AS_OF, "UBND xã Lương Tài", COMPETENCIES)


def persons() -> tuple[Person, ...]:
    """Everybody as people of a plan."""
    return people_of(PEOPLE, TITLES)


def editing(plan: Plan = PLAN, seen: Mapping[int, Official] = PEOPLE) -> Editing:
    """What a changed workbook of a plan is read against, by somebody who may see some people."""
    around = Surroundings(YEAR, TITLES, seen, UNITS, COMPETENCIES, CATALOGUE)
    return Editing(plan, LIMITS, around, persons(), marks_of(plan))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan: classes of any days with any people, whatever limits they break."""
    classes = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        course = draw(st.sampled_from((THEORY, DIGITAL)))
        first = draw(st.dates(date(YEAR, 1, 1), date(YEAR, 12, 20)))
        last = draw(st.dates(first, date(YEAR, 12, 31)))
        chosen = draw(st.lists(st.sampled_from(sorted(PEOPLE)), unique=True, max_size=8))
        reasons = draw(st.sampled_from(((STANDARD,), (GROUP, REFRESHER), (REFRESHER,))))
        place = draw(st.sampled_from(("TTCT khu vực", "", "Hội trường “A”; tầng 2")))
        classes.append(
            a_class(number, course, first, last, seats(*sorted(chosen), reasons=reasons), place=place)
        )
    left = draw(st.lists(st.sampled_from(sorted(PEOPLE)), unique=True, max_size=4))
    left_out = tuple(LeftOut(number, "LLCT-TC", LeftOutWhy.BUDGET, (STANDARD,)) for number in sorted(left))
    return Plan(YEAR, tuple(classes), left_out)


assert not broken(PLAN, LIMITS, CATALOGUE, persons())
