"""Units by name: today's communes with their codes, namesakes asked about, those that have ended."""

from datetime import date
from typing import Any

import pytest

from bot.texts.problems import word_problem
from surveys.problems import Problem
from surveys.roster import Roster, RosterUnit, read_roster
from tests.surveys.office_lists import PLAIN, one

TODAY = date(2026, 11, 2)
THEN = date(2015, 4, 20)


def read(*units: Any, day: date = TODAY, head: Any = PLAIN, **told: Any) -> Roster | list[Problem]:
    """Read a list with somebody in each unit; a unit may be several cells."""
    title = "Văn thư" if day == TODAY else "Tư pháp"
    cells = [unit if isinstance(unit, list) else [unit] for unit in units]
    rows = [[f"Lê {chr(65 + n)}", title, *more] for n, more in enumerate(cells)]
    return read_roster(one(head, *rows).content(), "a.xlsx", as_of=day, **told)


def codes(*units: Any, **told: Any) -> list[str]:
    """The code of each one's unit."""
    found = read(*units, **told)
    assert isinstance(found, Roster), [word_problem(each, "roster") for each in found]
    return [row.unit_code for row in found.rows]


def told(*units: Any, **more: Any) -> list[str]:
    """The codes of what was asked or told about units."""
    found = read(*units, **more)
    return [
        each.code for each in (found.notes if isinstance(found, Roster) else found) if "unit" in each.code
    ]


@pytest.mark.parametrize("name", ["Lương Tài", "xã Lương Tài", "X. LƯƠNG TÀI", "UBND xã Lương Tài"])
def test_a_commune_of_today_is_known_by_name(name: str) -> None:
    """With its kind or without, in capitals, as a body."""
    assert codes(name) == ["09496"]
    assert told(name) == ["unit_coded"]


def test_special_zones_and_wards_are_known() -> None:
    """The kinds of today."""
    assert codes("Đặc khu Phú Quốc", "Phường Võ Cường") == ["31078", "09190"]


def test_namesakes_are_asked_about_with_their_provinces() -> None:
    """Seven communes are called Tân Tiến: the cell is named, and what to do."""
    found = read("Xã Tân Tiến")
    assert isinstance(found, list)
    assert [(each.code, each.place.cell) for each in found] == [("unit_namesakes", "C2")]
    assert "Tỉnh Lạng Sơn; Tỉnh Hưng Yên" in found[0].parameters["candidates"]


def test_a_province_tells_namesakes_apart() -> None:
    """That of the file, above the table, of the office, of the frame or of all other units."""
    with_parent = (*PLAIN, "Tỉnh")
    assert codes(["Xã Tân Tiến", "Lạng Sơn"], head=with_parent) == ["06019"]
    assert codes("Xã Tân Tiến", province="Tỉnh Lạng Sơn") == ["06019"]
    assert codes("Xã Tân Tiến", "Phường Tam Thanh") == ["06019", "05986"]
    assert codes("Xã Tân Tiến", known_units=[RosterUnit("06019", "Xã Tân Tiến")]) == ["06019"]
    assert codes("Xã Tân Tiến", known_units=[RosterUnit("05986", "Phường Tam Thanh")]) == ["06019"]
    above = one(["UBND TỈNH LẠNG SƠN"], PLAIN, ["Lê A", "Văn thư", "Xã Tân Tiến"]).content()
    found = read_roster(above, "a.xlsx", as_of=TODAY)
    assert isinstance(found, Roster)
    assert found.rows[0].unit_code == "06019"


def test_a_province_as_parent_has_its_code() -> None:
    """Provinces are units with codes, too."""
    found = read(["Xã Lương Tài", "Bắc Ninh"], head=(*PLAIN, "Tỉnh"))
    assert isinstance(found, Roster)
    assert found.units == (
        RosterUnit("24", "Tỉnh Bắc Ninh"),
        RosterUnit("09496", "Xã Lương Tài", "24", "Tỉnh Bắc Ninh"),
    )
    assert found.rows[0].parent == "Tỉnh Bắc Ninh"
    then = read(["Huyện Lương Tài", "Bắc Ninh"], head=(*PLAIN, "Tỉnh"), day=THEN)
    assert isinstance(then, Roster)
    assert [unit.code for unit in then.units] == ["", ""]  # the codes of provinces are those of today


def test_a_department_stays_below_its_commune() -> None:
    """The parent's code and full name are the child's, too."""
    found = read(["Phòng Kinh tế", "Lương Tài"], head=(*PLAIN, "Trực thuộc"))
    assert isinstance(found, Roster)
    assert found.units == (
        RosterUnit("09496", "Xã Lương Tài"),
        RosterUnit("", "Phòng Kinh tế", "09496", "Xã Lương Tài"),
    )
    assert told("HĐND xã Lương Tài", "HĐND xã Lương Tài").count("unit_below") == 1


def test_units_that_have_ended_are_read_as_what_they_became_and_it_is_told() -> None:
    """Two former communes are one today; the district above them is gone."""
    found = read(["Xã Phú Hòa", "Lương Tài"], ["Thị trấn Thứa", "Lương Tài"], head=(*PLAIN, "Huyện"))
    assert isinstance(found, Roster)
    assert found.units == (RosterUnit("09496", "Xã Lương Tài"),)
    became = [each for each in found.notes if each.code == "unit_became"]
    assert [(each.parameters["found"], each.parameters["until"]) for each in became] == [
        ("Xã Phú Hòa", "30/06/2025"),
        ("Thị trấn Thứa", "30/06/2025"),
    ]


def test_a_commune_of_today_below_a_district_that_has_ended_is_known() -> None:
    """Whatever habit put the district there."""
    assert codes(["Xã Lương Tài", "Huyện Lương Tài"], head=(*PLAIN, "Huyện")) == ["09496"]
    assert told(["Xã Lương Tài", "Huyện Lương Tài"], head=(*PLAIN, "Huyện")) == ["unit_coded"]


def test_a_former_commune_with_namesakes_of_today_is_asked_about() -> None:
    """The name alone may be another commune; a province decides."""
    assert told("Xã Phú Hòa") == ["unit_namesakes"]
    assert codes("Xã Phú Hòa", province="Tỉnh Bắc Ninh") == ["09496"]


def test_a_list_of_then_has_the_codes_of_then() -> None:
    """A code means a unit on a day."""
    assert codes(["Xã An Thịnh", "Huyện Lương Tài"], head=(*PLAIN, "Huyện"), day=THEN) == ["09499"]
    assert codes("Xã Trung Kênh") == ["09499"]


def test_a_code_alone_is_enough() -> None:
    """Names are lent by the list of communes, of the day; that is told."""
    head = ("Họ và tên", "Chức vụ", "Mã đơn vị")
    found = read("09496", "9529", head=head)
    assert isinstance(found, Roster)
    assert [row.unit_name for row in found.rows] == ["Xã Lương Tài", "Xã Lâm Thao"]
    assert told("09496", head=head) == ["unit_named"]
    assert told("09496", head=head, day=THEN) == ["unit_named"]
    assert told("99999", head=head) == ["unit_name_unknown"]
    blank = read("09496", None, head=head)
    assert isinstance(blank, list)
    assert [(each.code, each.place.cell) for each in blank] == [("missing_value", "C3")]


def test_a_code_that_is_another_commune_of_the_day_is_told() -> None:
    """What the file says stays; whose list is of another day may say so."""
    assert told(["Thị trấn Thứa", "09496"], head=(*PLAIN, "Mã đơn vị")) == ["unit_code_other"]


def test_a_commune_misspelt_is_asked_about_and_an_own_unit_is_told() -> None:
    """Accents are never guessed."""
    found = read("Xã Luong Tai")
    assert isinstance(found, list)
    assert [(each.code, each.parameters["candidates"]) for each in found] == [
        ("unit_misspelt", "Xã Lương Tài")
    ]
    assert told("Xã Không Đâu") == ["unit_unknown"]
    assert told("Phòng Kinh tế") == []
    assert told("Xã Không Đâu", known_units=[RosterUnit("k", "Xã Không Đâu")]) == []


@pytest.mark.parametrize(
    ("unit", "meant"),
    [
        ("Xã Lương Tàu", "Xã Lương Tài; Xã Lương Tâm"),
        ("Xã Trung Kênn", "Xã Trung Kênh"),
        ("Phường Lương Tài", "Xã Lương Tài"),
        (["Xã Lương Tàu", "Bắc Ninh"], "Xã Lương Tài"),
        (["Phu Hoa", "Huyện Lương Tài"], "Xã Phú Hòa"),
        (["Xã Quảng Phu, huyện Lương Tài"], "Xã Quảng Phú"),
    ],
)
def test_a_commune_misspelt_in_its_letters_is_asked_about(unit: Any, meant: str) -> None:
    """Those nearest are named: of its province or district if that is known, else of the country."""
    found = read(unit, head=(*PLAIN, "Đơn vị cấp trên"))
    assert isinstance(found, list)
    assert [(each.code, each.parameters["candidates"]) for each in found] == [("unit_misspelt", meant)]


def test_a_unit_like_one_of_the_frame_is_asked_about_and_a_code_says_that_it_is_another() -> None:
    """Numbers are part of a name, and short names have one slip at most."""
    own = [RosterUnit("k", "Xã Không Đâu 1"), RosterUnit("s", "Sở Xây dựng")]
    assert told("Sở Xây dụng", known_units=own) == ["unit_misspelt"]
    assert told("Xã Không Đâu 2", "Sở Tư pháp", known_units=own) == ["unit_unknown", "unit_unknown"]
    assert told("Bắc Ninh", "Huyện Lương Tài") == ["unit_unknown", "unit_unknown"]
    with_code = (*PLAIN, "Mã đơn vị")
    assert told(["Xã Lương Tàu", "LT9"], head=with_code) == []


def test_two_units_that_would_be_one_code_are_asked_about() -> None:
    """A code of the file under another name is not given twice."""
    found = read(["Thị trấn Thứa", "09496"], ["Xã Lương Tài", None], head=(*PLAIN, "Mã đơn vị"))
    assert isinstance(found, list)
    assert [(each.code, each.parameters["other"]) for each in found] == [("unit_code_names", "Thị trấn Thứa")]


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("Xã Lương Tài, tỉnh Bắc Ninh", "09496"),
        ("xã Phú Hòa, huyện Lương Tài, tỉnh Bắc Ninh", "09496"),
        ("Xã Lâm Thao huyện Lương Tài tỉnh Bắc Ninh", "09529"),
        ("UBND xã An Thịnh, huyện Lương Tài", "09499"),
        ("Xã Trung Kênh - Bắc Ninh", "09499"),
        ("Phường Kinh Bắc, TP Bắc Ninh", "09187"),
        ("Trung Chính (Bắc Ninh)", "09523"),
        ("Xã Tân Tiến, TỈNH LẠNG SƠN", "06019"),
    ],
)
def test_the_district_or_province_behind_a_unit_stands_above_it(unit: str, code: str) -> None:
    """In the unit's own cell, in a section, in the title of the list."""
    assert codes(unit) == [code]
    person: list[Any] = [1, "Lê A", "Văn thư"]
    head: list[Any] = ["STT", *PLAIN[:2]]
    for rows in ([head, ["I", unit], person], [[unit.upper()], head, person]):
        if unit.startswith("Trung"):
            continue
        found = read_roster(one(*rows).content(), "a.xlsx", as_of=TODAY)
        assert isinstance(found, Roster)
        assert [row.unit_code for row in found.rows] == [code]


def test_what_is_no_district_nor_province_stays_in_the_name_of_a_unit() -> None:
    """Nor is a column overruled that says otherwise; a district tells more than its province."""
    tinh = (*PLAIN, "Tỉnh")
    assert told("Xã Lương Tài, thôn Giàng") == ["unit_unknown"]
    assert "unit_unknown" in told(["Xã Lương Tài, tỉnh Bắc Ninh", "Hà Nội"], head=tinh)
    assert codes(["Xã Phú Hòa, huyện Lương Tài", "Bắc Ninh"], head=tinh) == ["09496"]
    assert codes(["Xã Phú Hòa, tỉnh Bắc Ninh", "Lương Tài"], head=tinh) == ["09496"]
