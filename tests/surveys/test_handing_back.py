"""What an office receives back: its own list with keys, and the titles that nobody knows."""

import io
from datetime import date
from typing import Any

import openpyxl

from surveys.content import read
from surveys.problems import Place, Problem
from surveys.roster import Roster, read_roster
from surveys.roster.handing_back import titles_to_fill_in, with_keys
from surveys.titles import Titles, built_in_titles, read_titles
from tests.surveys.office_lists import LISTS, PLAIN, one
from tests.surveys.roster_files import as_csv

DAY = date(2026, 11, 2)


def keyed(content: bytes, name: str = "a.xlsx") -> tuple[Roster, Any]:
    """The roster of a list, and the first sheet of what comes back."""
    found = read_roster(content, name, as_of=DAY)
    assert isinstance(found, Roster)
    back = with_keys(content, name, found.rows)
    again = read_roster(back, "b.xlsx", as_of=DAY)
    assert isinstance(again, Roster)
    assert [row.roster_key for row in again.rows] == [row.roster_key for row in found.rows]
    assert not any(row.is_key_made for row in again.rows)
    return found, openpyxl.load_workbook(io.BytesIO(back)).worksheets[0]


def test_every_layout_comes_back_with_keys_that_are_read_again() -> None:
    """Whatever stands around the table: the column is added, and everybody is found by it."""
    for habit, of in LISTS.items():
        assert len(keyed(of.content())[0].rows) == of.people, habit


def test_nothing_beside_the_table_is_written_over() -> None:
    """The column stands behind everything that stands in or beside the table."""
    _, page = keyed(one(PLAIN, ["Lê An", "Văn thư", "Xã Lương Tài", None, "ghi thêm"]).content())
    assert (page["E2"].value, page["F1"].value) == ("ghi thêm", "Mã")


def test_a_column_that_is_half_filled_in_is_completed() -> None:
    """The office's own keys stay."""
    head = ("Mã", *PLAIN)
    found, page = keyed(
        one(
            head, ["CB1", "Lê An", "Văn thư", "Xã Lương Tài"], [None, "Lê Bình", "Kế toán", "Xã Lương Tài"]
        ).content()
    )
    assert (page["A2"].value, page["A3"].value) == ("CB1", found.rows[1].roster_key)


def test_a_text_table_comes_back_as_a_workbook_without_formulas() -> None:
    """What looks like a formula in a column that is not read stays a text."""
    content = as_csv((*PLAIN, "Link"), ("Lê An", "Văn thư", "Xã Lương Tài", "=1+1"))
    _, page = keyed(content, "a.csv")
    assert (page["D2"].value, page["D2"].data_type) == ("=1+1", "s")


def test_titles_to_fill_in_have_codes_of_their_own() -> None:
    """No two of them share one, nor has one a title's that is known: nothing known is changed by the file."""
    names = [
        "Phó Trưởng phòng Kinh tế hạ tầng A",
        "Phó Trưởng phòng Kinh tế hạ tầng B",
        "Bt",
        "9 tổ",
        'Tổ "một" \\ cửa',
    ]
    again = [names[0].upper(), "9  To"]  # one title, however it is written
    found = [Problem("unknown_title", Place(), {"found": name, "count": "1"}) for name in [*names, *again]]
    text = titles_to_fill_in(found, built_in_titles(), DAY, "Chọn nhóm.\nCác nhóm:")
    base = read("titles.yaml").decode()
    refused = read_titles(base, text)
    assert isinstance(refused, list)
    assert {each.code for each in refused} == {"titles_unknown_group"}
    titles = read_titles(base, text.replace('"?"', "chuyen_mon"))
    assert isinstance(titles, Titles)
    assert [titles.label(code) for code in titles][-5:] == names
    assert len(list(titles)) == len(list(built_in_titles())) + 5
    assert titles_to_fill_in([], built_in_titles(), DAY, "") == ""
