"""A whole roster: columns in any order, units as a tree, every problem at once."""

import random
import unicodedata
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts.roster import ROSTER_PROBLEMS, UNDERSTOOD
from surveys.content import make_roster, read
from surveys.problems import Place
from surveys.roster import (
    COLUMNS,
    NOTE_PARAMETERS,
    PROBLEM_PARAMETERS,
    RosterUnit,
    fold,
    read_roster,
)
from surveys.workbooks import read_workbook
from tests.surveys.roster_files import (
    REQUIRED,
    as_csv,
    as_xlsx,
    codes_of,
    people,
    problems_of,
    roster_of,
)

ROW = ("1", "Nguyễn Văn An", "Chủ tịch UBND", "Xã Phú Hòa")
SAMPLE = "roster_luong_tai.xlsx"


# --- the sample -----------------------------------------------------------------------------------------


def test_the_sample_has_the_counts_of_the_article() -> None:
    """75 officials in 14 units: 33, 1, 39, 2 by qualification and 1, 66, 8 by theory."""
    roster = roster_of(read(SAMPLE), SAMPLE)
    assert len(roster.rows) == 75
    assert Counter(row.qual for row in roster.rows) == {"dh": 33, "cd": 1, "tc": 39, "sc": 2}
    assert Counter(row.pol for row in roster.rows) == {"cc": 1, "tc": 66, "sc": 8}
    assert sum(row.qual not in {"dh", "sdh"} for row in roster.rows) == 42  # below NĐ 33/2023
    assert len({row.full_name for row in roster.rows}) == 75
    assert roster.notes == ()


def test_the_sample_is_composed_as_a_district_was() -> None:
    """Every unit has its secretary, deputy, chair, vice chair and one of the HĐND; 5 units have one more."""
    roster = roster_of(read(SAMPLE), SAMPLE)
    units = {unit.code: unit for unit in roster.units if unit.code}
    codes = {line.split(",")[0] for line in read("units.csv").decode().splitlines()[1:]}
    assert set(units) == codes
    assert {unit.parent_name for unit in units.values()} == {"Huyện Lương Tài"}
    titles = {code: Counter(row.title for row in roster.rows if row.unit_code == code) for code in units}
    for title in ("bt", "pbt", "ct_ubnd"):
        assert all(found[title] == 1 for found in titles.values())
    assert all(found["pct_ubnd"] and found["ct_hdnd"] + found["pct_hdnd"] for found in titles.values())
    assert Counter(found.total() for found in titles.values()) == {5: 9, 6: 5}


def test_the_sample_workbook_comes_from_its_readable_table() -> None:
    """Regenerating gives the same cells, and table and workbook say the same."""
    made = make_roster.make_roster(read(make_roster.SOURCE))
    assert read_workbook(made, SAMPLE) == read_workbook(read(SAMPLE), SAMPLE)
    from_table = roster_of(read(make_roster.SOURCE), make_roster.SOURCE)
    from_book = roster_of(read(SAMPLE), SAMPLE)
    assert from_table.units == from_book.units
    assert [row.roster_key for row in from_table.rows] == [row.roster_key for row in from_book.rows]
    for left, right in zip(from_table.rows, from_book.rows, strict=True):
        assert (left.birth_date, left.title_since, left.phone) == (
            right.birth_date,
            right.title_since,
            right.phone,
        )


def test_nobody_in_the_sample_is_too_young_or_appointed_in_the_future() -> None:
    """Judged on the day when the sample survey begins."""
    assert not isinstance(read_roster(read(SAMPLE), SAMPLE, as_of=date(2015, 4, 20)), list)


# --- columns --------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([str.upper, str.lower, fold]))
def test_columns_come_in_any_order_and_any_writing(order: random.Random, write: object) -> None:
    """Accents, case and order of the header make no difference."""
    cells = {"Mã": "1", "Họ và tên": "A", "Chức danh": "BT", "Đơn vị": "Xã X", "Lý luận chính trị": "TC"}
    header = list(cells)
    order.shuffle(header)
    assert callable(write)
    row = roster_of(as_csv([write(name) for name in header], [cells[name] for name in header]), "a.csv").rows[
        0
    ]
    assert (row.roster_key, row.full_name, row.title, row.pol) == ("1", "A", "bt", "tc")


def test_decomposed_headers_and_values_are_read() -> None:
    """A file written on a Mac decomposes its letters; what is kept is composed."""
    content = as_csv(
        [unicodedata.normalize("NFD", name) for name in REQUIRED],
        [unicodedata.normalize("NFD", cell) for cell in ROW],
    )
    row = roster_of(content, "a.csv").rows[0]
    assert (row.full_name, row.unit_name) == ("Nguyễn Văn An", "Xã Phú Hòa")


def test_missing_columns_are_named_with_what_was_found() -> None:
    """Each missing column is a problem of its own."""
    found = problems_of(as_csv(("Mã", "Tên"), ("1", "A")), "a.csv")
    assert [problem.parameters["expected"] for problem in found] == ["Họ và tên", "Chức danh"]
    assert found[0].place == Place("a.csv", "A1")
    assert "“Tên”" in found[0].parameters["found"]


def test_a_header_below_a_title_is_found() -> None:
    """The usual state form has its title above the table; where the header stands is told."""
    roster = roster_of(as_xlsx(["DANH SÁCH CÁN BỘ"], [], list(REQUIRED), list(ROW)))
    assert [(note.code, note.parameters["found"]) for note in roster.notes] == [("header_rows", "3")]
    assert roster.rows[0].row == 4


def test_two_columns_of_one_meaning_are_a_problem() -> None:
    """Nobody guesses which of the two counts."""
    (found,) = problems_of(as_csv((*REQUIRED, "Họ tên"), (*ROW, "B")), "a.csv")
    assert (found.code, found.place.cell, found.parameters["first"]) == ("duplicate_column", "E1", "B1")


def test_a_column_that_is_not_known_is_reported_and_not_read() -> None:
    """It stops nothing; the number of the row is no column that anybody misses."""
    roster = roster_of(as_csv(("STT", *REQUIRED, "Tôn giáo"), ("1", *ROW, "Không")), "a.csv")
    assert roster.ignored_columns == ("Tôn giáo",)


def test_blank_rows_are_skipped() -> None:
    """A row that only has its running number is blank; the row numbers of the file stay."""
    roster = roster_of(as_csv(("STT", *REQUIRED), ("1",), (), ("2", *ROW), ("3", " ", "")), "a.csv")
    assert [row.row for row in roster.rows] == [4]


def test_a_header_alone_is_no_roster() -> None:
    """Nobody in it is a problem, not an empty success."""
    assert codes_of(as_xlsx(list(REQUIRED))) == ["no_rows"]


# --- several rows ---------------------------------------------------------------------------------------


def test_all_problems_come_at_once_in_reading_order() -> None:
    """Each with its sheet and cell."""
    found = problems_of(
        people(
            {"Chức danh": "Bí thư"},
            {"Mã": "1", "Ngày sinh": "31/2/1970"},
            {"Họ và tên": None, "Giới tính": "?"},
        )
    )
    assert [(one.code, one.place.cell) for one in found] == [
        ("ambiguous_title", "C2"),
        ("duplicate_key", "A3"),
        ("impossible_date", "F3"),
        ("missing_value", "B4"),
        ("unknown_value", "E4"),
    ]
    assert {one.place.sheet for one in found} == {"Danh sách"}
    assert found[1].parameters == {"found": "1", "first": "A2"}


def test_keys_are_unique_whatever_their_case() -> None:
    """The keys a1 and A1 would be taken for one person."""
    assert codes_of(people({"Mã": "a1"}, {"Mã": "A1"})) == ["duplicate_key"]


def test_a_phone_number_belongs_to_one_person() -> None:
    """Written in two ways it is still the same number."""
    (found,) = problems_of(people({"Điện thoại": "0912345678"}, {"Điện thoại": "+84 912 345 678"}))
    assert (found.code, found.place.cell, found.parameters["first"]) == ("duplicate_phone", "E3", "E2")


@settings(deadline=None)
@given(st.integers(1, 40))
def test_every_row_of_a_clean_file_becomes_one_official(count: int) -> None:
    """None is lost, none is doubled, the order stays."""
    rows = [(str(number), "Lê Văn B", "PCT UBND", f"Xã X{number % 3}") for number in range(count)]
    roster = roster_of(as_csv(REQUIRED, *rows), "a.csv")
    assert [row.roster_key for row in roster.rows] == [str(number) for number in range(count)]
    assert len(roster.units) == min(count, 3)


# --- units ----------------------------------------------------------------------------------------------


def units_of(*persons: dict[str, object]) -> tuple[RosterUnit, ...]:
    """The units of people who differ only in these cells."""
    return roster_of(people(*persons)).units


def test_one_unit_may_be_written_in_many_ways() -> None:
    """By name with and without its kind, in both habits of tone marks, by code."""
    units = units_of(
        {"Đơn vị": "Phú Hoà"},
        {"Đơn vị": "Xã Phú Hòa", "Mã đơn vị": "09505"},
        {"Đơn vị": "UBND xã Phú Hòa"},
        {"Đơn vị": "09505"},
        {"Đơn vị": "x. Phú Hòa"},
    )
    assert units == (RosterUnit("09505", "Xã Phú Hòa"),)


def test_parents_stand_before_their_units() -> None:
    """A parent that is only mentioned is created; rows that do not name it belong to it too."""
    units = units_of(
        {"Đơn vị": "TT. Thứa", "Đơn vị cấp trên": "Huyện Lương Tài"},
        {"Đơn vị": "Thị trấn Thứa"},
        {"Đơn vị": "Huyện Lương Tài", "Đơn vị cấp trên": "Tỉnh Bắc Ninh"},
    )
    assert units == (
        RosterUnit("", "Tỉnh Bắc Ninh"),
        RosterUnit("", "Huyện Lương Tài", "", "Tỉnh Bắc Ninh"),
        RosterUnit("", "Thị trấn Thứa", "", "Huyện Lương Tài"),
    )


def test_codes_that_excel_shortened_get_their_zero_back_and_it_is_said() -> None:
    """9496 as a number beside codes of five digits or of four is 09496; as text "1001" stays."""
    roster = roster_of(people({"Đơn vị": "A", "Mã đơn vị": 9496}, {"Đơn vị": "B", "Mã đơn vị": 9505}))
    assert [unit.code for unit in roster.units] == ["09496", "09505"]
    assert [note.parameters["written"] for note in roster.notes] == ["09496", "09505"]
    mixed = roster_of(people({"Đơn vị": "A", "Mã đơn vị": "9496"}, {"Đơn vị": "B", "Mã đơn vị": "10234"}))
    assert [unit.code for unit in mixed.units] == ["09496", "10234"]
    assert [unit.code for unit in units_of({"Mã đơn vị": "1001"})] == ["1001"]
    assert [unit.code for unit in units_of({"Mã đơn vị": 12})] == ["12"]


def test_two_units_may_share_a_name_under_different_parents() -> None:
    """Then the parent tells them apart; without it the row is asked back."""
    twins = (
        {"Đơn vị": "Xã Tân Lập", "Đơn vị cấp trên": "Huyện A"},
        {"Đơn vị": "Xã Tân Lập", "Đơn vị cấp trên": "Huyện B"},
    )
    roster = roster_of(people(*twins))
    assert [row.parent for row in roster.rows] == ["Huyện A", "Huyện B"]
    assert len(roster.units) == 4
    assert codes_of(people(*twins, {"Đơn vị": "Tân Lập"})) == ["unit_ambiguous"]


@pytest.mark.parametrize(
    ("persons", "code", "cell"),
    [
        ([{"Mã đơn vị": "09505"}, {"Đơn vị": "Xã Tân Lãng", "Mã đơn vị": "09505"}], "unit_code_names", "D3"),
        ([{"Mã đơn vị": "09505"}, {"Mã đơn vị": "09511"}], "unit_name_codes", "E3"),
        ([{"Đơn vị": "09505", "Mã đơn vị": "09511"}], "unit_codes_disagree", "E2"),
        (
            [{"Mã đơn vị": "01", "Đơn vị cấp trên": "A"}, {"Mã đơn vị": "01", "Đơn vị cấp trên": "B"}],
            "unit_parents_disagree",
            "F3",
        ),
        ([{"Đơn vị": "Xã Tân Lãng"}, {"Đơn vị": "Xã Tân Láng"}], "unit_spelling", "D3"),
        ([{"Đơn vị": "09505"}], "unit_name_unknown", "D2"),
        ([{"Đơn vị cấp trên": "263"}], "parent_unknown", "E2"),
        ([{"Đơn vị": "X", "Đơn vị cấp trên": "X"}], "parent_cycle", "E2"),
    ],
)  # fmt: skip
def test_units_that_contradict_each_other_are_problems(
    persons: list[dict[str, object]], code: str, cell: str
) -> None:
    """Each contradiction is named at the cell that came second, with the place of the first."""
    (found,) = problems_of(people(*persons))
    assert (found.code, found.place.cell) == (code, cell)


def test_a_circle_of_parents_is_shown_with_its_path() -> None:
    """Every unit of the circle is told."""
    found = problems_of(
        people(
            {"Đơn vị": "A", "Đơn vị cấp trên": "B"},
            {"Đơn vị": "B", "Đơn vị cấp trên": "C"},
            {"Đơn vị": "C", "Đơn vị cấp trên": "A"},
            {"Đơn vị": "D", "Đơn vị cấp trên": "A"},
        )
    )
    assert [one.code for one in found] == ["parent_cycle"] * 3
    assert found[0].parameters["path"] == "A → B → C → A"


def test_a_code_alone_takes_its_name_from_the_sampling_frame() -> None:
    """Also the code of a parent."""
    content = people({"Đơn vị": "09505", "Đơn vị cấp trên": "263"})
    known = (RosterUnit("09505", "Xã Phú Hòa"), RosterUnit("263", "Huyện Lương Tài"))
    roster = read_roster(content, "a.xlsx", known_units=known)
    assert not isinstance(roster, list)
    assert roster.units == (
        RosterUnit("263", "Huyện Lương Tài"),
        RosterUnit("09505", "Xã Phú Hòa", "263", "Huyện Lương Tài"),
    )


NAMES = st.sampled_from(["A", "B", "C", "Xã A", "TT. A", "01", "02", "x. B", "Huyện A"])


@settings(deadline=None)
@given(
    st.lists(st.fixed_dictionaries({"unit": NAMES, "code": NAMES, "parent": NAMES | st.just("")}), max_size=6)
)
def test_any_mixture_of_unit_names_ends_in_a_tree_or_in_problems(mentions: list[dict[str, str]]) -> None:
    """In a clean roster every unit follows its parent, and every official stands in one unit of it."""
    rows = [
        (
            str(number),
            "Lê B",
            "PCT UBND",
            one["unit"],
            one["code"] if one["code"].isdigit() else "",
            one["parent"],
        )
        for number, one in enumerate(mentions)
    ]
    found = read_roster(as_csv((*REQUIRED, "Mã đơn vị", "Đơn vị cấp trên"), *rows), "a.csv")
    if isinstance(found, list):
        assert found
        return
    before: set[tuple[str, str]] = set()
    for unit in found.units:
        assert not unit.parent_name or (unit.parent_code, unit.parent_name) in before
        before.add((unit.code, unit.name))
    assert {(row.unit_code, row.unit_name) for row in found.rows} <= before


# --- wording --------------------------------------------------------------------------------------------


def test_every_problem_has_a_sentence_that_says_what_to_do() -> None:
    """With exactly the parameters that the problem brings."""
    parameters = {**PROBLEM_PARAMETERS, **NOTE_PARAMETERS}
    assert set(ROSTER_PROBLEMS) == set(parameters)
    for code, sentence in ROSTER_PROBLEMS.items():
        worded = sentence.format(**{name: f"<{name}>" for name in parameters[code]})
        assert "{" not in worded
        assert unicodedata.is_normalized("NFC", worded)
        assert code in NOTE_PARAMETERS or "Đề nghị" in worded


def test_every_note_stands_under_one_heading() -> None:
    """What was understood is told by what it is about; no note is forgotten there."""
    told = [code for codes in UNDERSTOOD.values() for code in codes]
    assert sorted(told) == sorted(NOTE_PARAMETERS)


def test_every_column_of_the_roster_is_known_by_its_own_header() -> None:
    """The headers that problems name are headers that are understood."""
    roster = roster_of(as_csv(tuple(COLUMNS.values()), ("1", "A", "BT", "Xã X")), "a.csv")
    assert roster.ignored_columns == ()
