"""What one cell of a roster may hold, and what is said when it holds something else."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.roster import COLUMNS, VOCABULARIES, read_roster
from tests.surveys.roster_files import as_csv, cell_problem, official_of, people, roster_of


@pytest.mark.parametrize(
    "written",
    ["2/9/1975", "02/09/1975", "2-9-1975", "2.9.1975", "1975-09-02", "ngày 2 tháng 9 năm 1975",
     date(1975, 9, 2), datetime.fromisoformat("1975-09-02T07:30"), 27639],
)  # fmt: skip
def test_a_birth_date_is_read_however_it_is_written(written: object) -> None:
    """Text with the day first, ISO, a date cell, and the day number that is left when its format is lost."""
    official = official_of(Ngày_sinh=written)
    assert (official.birth_year, official.birth_date) == (1975, date(1975, 9, 2))


@pytest.mark.parametrize("written", ["1975", 1975, 1975.0, "năm 1975", "9/1975", "…/…/1975", " / /1975"])
def test_a_birth_year_alone_is_enough(written: object) -> None:
    """Then no day is invented."""
    official = official_of(Ngày_sinh=written)
    assert (official.birth_year, official.birth_date) == (1975, None)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31/2/1975", "impossible_date"), ("9/13/1975", "impossible_date"), ("2/9/75", "two_digit_year"),
        ("1875", "date_out_of_range"), (date(2024, 1, 1), "date_out_of_range"), ("khoảng 1975", "not_a_date"),
        (12, "not_a_date"), (True, "not_a_date"), (10**12, "not_a_date"), ("0/0/1975", "impossible_date"),
    ],
)  # fmt: skip
def test_a_date_that_is_none_is_a_problem(written: object, code: str) -> None:
    """Nothing is guessed: neither the century nor the order of day and month."""
    assert cell_problem(Ngày_sinh=written).code == code


def test_a_title_held_since_childhood_is_a_problem() -> None:
    """The two dates of a row are compared."""
    found = cell_problem(Ngày_sinh="1975", Ngày_giữ_chức_danh="1/6/1985")
    assert (found.code, found.parameters["birth_year"]) == ("title_before_adult", "1975")


def test_a_month_or_year_in_office_means_its_first_day() -> None:
    """The month 6/2011 is 1 June 2011, the year 2011 is 1 January."""
    assert official_of(Ngày_giữ_chức_danh="6/2011").title_since == date(2011, 6, 1)
    assert official_of(Ngày_giữ_chức_danh=2011).title_since == date(2011, 1, 1)


def test_ages_are_judged_on_the_day_of_the_roster() -> None:
    """Only if that day is given: too young, too old, appointed in the future."""
    content = people(
        {"Ngày sinh": "2000"}, {"Ngày sinh": "1930"}, {"Ngày giữ chức danh": "2016"}, {"Ngày sinh": "1970"}
    )
    found = read_roster(content, "a.xlsx", as_of=date(2015, 4, 20))
    assert isinstance(found, list)
    assert [problem.code for problem in found] == ["too_young", "too_old", "title_in_future"]
    assert len(roster_of(content).rows) == 4


@pytest.mark.parametrize(
    "written",
    ["0912345678", "0912 345 678", "091.234.5678", "+84912345678", "84912345678", "+84 (0)912 345 678", 912345678,
     912345678.0, "0084912345678"],
)  # fmt: skip
def test_a_phone_number_has_one_form(written: object) -> None:
    """Spaces, the country code and a zero that Excel dropped make no difference."""
    assert official_of(Điện_thoại=written).phone == "+84912345678"


def test_an_old_number_of_eleven_digits_is_brought_up_to_date_and_said() -> None:
    """0120… has been 070… since 2018."""
    roster = roster_of(people({"Điện thoại": "0120 1234567"}))
    assert roster.rows[0].phone == "+84701234567"
    assert [note.code for note in roster.notes] == ["phone_renumbered"]


@pytest.mark.parametrize(
    ("written", "code"),
    [("0912345678 / 0987654321", "several_phones"), ("không có", "not_a_phone"), (12, "not_a_phone"),
     ("+1 202 555 0100", "not_a_phone"), ("09123456789", "not_a_phone"), ("0912345678 0987654321", "several_phones")],
)  # fmt: skip
def test_a_phone_number_that_is_none_is_a_problem(written: object, code: str) -> None:
    """Two numbers in one cell are told from none."""
    assert cell_problem(Điện_thoại=written).code == code


@settings(deadline=None)
@given(st.sampled_from("35789"), st.integers(0, 99_999_999))
def test_every_mobile_number_survives_excel(prefix: str, rest: int) -> None:
    """With its zero as text and without it as a number it is the same number."""
    national = f"{prefix}{rest:08}"
    content = as_csv(("Mã", "Họ và tên", "Chức danh", "Đơn vị", "ĐT"), ("1", "A", "BT", "X", "0" + national))
    assert roster_of(content, "a.csv").rows[0].phone == f"+84{national}"
    assert official_of(Điện_thoại=int(national)).phone == f"+84{national}"


@pytest.mark.parametrize(("day", "code"), [(10, "thpt"), (7, "thcs"), (9, "thcs")])
def test_schooling_that_excel_took_for_a_date_is_read_back(day: int, code: str) -> None:
    """10/10 typed into Excel becomes 10 October, 7/10 becomes 7 October or 10 July."""
    assert official_of(Trình_độ_văn_hóa=date(2026, 10, day)).edu == code
    if day != 10:
        assert official_of(Trình_độ_văn_hóa=date(2026, day, 10)).edu == code


def test_a_value_outside_its_vocabulary_names_what_is_expected() -> None:
    """The problem lists every label, and the nearest one if the word is misspelt."""
    unknown = cell_problem(Trình_độ_chuyên_môn="Lái xe")
    assert (unknown.code, unknown.place.cell) == ("unknown_value", "E2")
    assert all(label in unknown.parameters["expected"] for label in VOCABULARIES["qual"].values())
    misspelt = cell_problem(Trình_độ_chuyên_môn="Trug cấp")
    assert (misspelt.code, misspelt.parameters["nearest"]) == ("misspelt_value", "Trung cấp")
    assert cell_problem(Chức_danh="Quản đốc xưởng").code == "unknown_title"
    assert cell_problem(Chức_danh="Chủ tich Ủy ban MTQ Việt Nam").code == "misspelt_title"


def test_an_ambiguous_title_lists_its_candidates() -> None:
    """The bare word “Bí thư” is asked back with both titles."""
    found = cell_problem(Chức_danh="Bí thư")
    assert found.code == "ambiguous_title"
    assert found.parameters["candidates"] == "Bí thư Đảng ủy; Bí thư Đoàn TNCS Hồ Chí Minh"


def test_no_certificate_beside_a_certificate_is_a_problem() -> None:
    """The words “Chưa có” stand alone or not at all."""
    assert cell_problem(Chứng_chỉ="Tin học A; chưa có").code == "none_with_others"
    assert official_of(Chứng_chỉ="Chưa có").cert == "none"


@pytest.mark.parametrize("column", ["Họ và tên", "Chức danh", "Đơn vị"])
def test_a_required_cell_that_is_empty_is_a_problem(column: str) -> None:
    """The problem names the column and the cell."""
    found = cell_problem(**{column.replace(" ", "_"): None})
    assert (found.code, found.parameters["column"]) == ("missing_value", column)


def test_names_are_cleaned_but_not_changed() -> None:
    """Double spaces, hard spaces and decomposed letters go; a number is no name."""
    assert official_of(Họ_và_tên="  Nguye\u0302\u0303n \xa0 Văn\u200b  An ").full_name == "Nguyễn Văn An"
    assert cell_problem(Họ_và_tên=75).code == "not_a_name"


def test_a_key_that_is_a_number_is_written_as_people_see_it() -> None:
    """7 is "7", not "7.0"; a text keeps its zeros."""
    assert official_of(Mã=7).roster_key == "7"
    assert official_of(Mã="007").roster_key == "007"
    assert cell_problem(Mã="x" * 65).code == "text_too_long"


@pytest.mark.parametrize(
    ("header", "written", "code"),
    [
        ("Dân tộc", "Kinh", "kinh"), ("Dân tộc", "Tày", "dtts"), ("DÂN TỘC", "Sán Dìu", "dtts"),
        ("Thành phần dân tộc", "H'Mông", "dtts"), ("Dân tộc", "", ""), ("Dân tộc thiểu số", "x", "dtts"),
        ("DTTS", "Nùng", "dtts"), ("Dân tộc thiểu số", "", ""),
    ],
)  # fmt: skip
def test_of_an_ethnicity_only_whether_it_is_a_minority_is_kept(header: str, written: str, code: str) -> None:
    """The name of a people in a column, or a tick; an empty cell says nothing."""
    assert roster_of(people({header: written})).rows[0].ethnicity == code


def test_an_ethnicity_that_nobody_knows_is_asked_back() -> None:
    """A name that is none of the 54 is a problem; a list without the column leaves what is held as it is."""
    assert cell_problem(Dân_tộc="Vô danh").code == "unknown_value"
    assert "ethnicity" in official_of().unsaid


def test_every_column_has_a_header_of_its_own() -> None:
    """The headers of the issue are all there."""
    assert len(set(COLUMNS.values())) == len(COLUMNS) == 19
