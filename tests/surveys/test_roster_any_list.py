"""Any mixture of headers, units, titles and merged cells ends in a consistent roster or in what has to be mended."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts.problems import word_problem
from surveys.roster import Roster, RosterUnit, read_roster
from tests.surveys.office_lists import one

DAYS = st.sampled_from([None, date(2026, 11, 2), date(2015, 4, 20), date(2025, 3, 1)])
UNITS: list[Any] = [
    *("Xã Lương Tài", "Lương Tài", "Huyện Lương Tài", "Bắc Ninh", "Tỉnh Bắc Ninh", "Xã Phú Hòa", "Phú Hòa"),
    *(
        "Thị trấn Thứa",
        "09496",
        "9496",
        "Phòng Kinh tế",
        "UBND xã Lâm Thao",
        "Xã Tân Tiến",
        "Lạng Sơn",
        "Xã X",
    ),
    *(None, "Đảng ủy", "Xã Luong Tai", "24", "Xã An Thịnh", "Hà Nội", "Phường Lương Tài", 9529, "Quang Minh"),
]
HEADERS = [
    *(
        "STT",
        "Họ và tên",
        "Chức vụ",
        "Đơn vị",
        "Mã đơn vị",
        "Đơn vị cấp trên",
        "Năm sinh",
        "LLCT",
        "Giới tính",
        "Nam",
    ),
    *("Nữ", "Trình độ", "Sơ cấp", "Trung cấp", "Chức vụ Đảng", "Phòng, ban", "Ghi chú", "Mã", "Tin học"),
]
CELLS: list[Any] = [
    *UNITS, *HEADERS, "x", "Văn thư", "Bí thư", "Lê An", "Lê Bình", "I", "II. Xã Lâm Thao", "A. KHỐI ĐẢNG", "Cộng",
    "Người lập biểu", 1, 2, 1980, "2/9/1975", "Khuyết", "(1)", "ĐH Luật", "Bí thư Đảng ủy, Chủ tịch HĐND",
]  # fmt: skip
MORE = ("Đơn vị", "Mã đơn vị", "Đơn vị cấp trên", "Phòng, ban", "Năm sinh")


def check(found: Any) -> None:
    """A roster whose units are a tree with one code each and whose people have a unit and a key; or sentences."""
    for each in found.notes if isinstance(found, Roster) else found:
        assert word_problem(each, "roster")
    if not isinstance(found, Roster):
        assert found
        return
    before: list[RosterUnit] = []
    for unit in found.units:
        assert not unit.parent_name or (unit.parent_code, unit.parent_name) in {
            (u.code, u.name) for u in before
        }
        before.append(unit)
    codes = [unit.code for unit in found.units if unit.code]
    assert len(codes) == len(set(codes))
    assert {(row.unit_code, row.unit_name) for row in found.rows} <= {(u.code, u.name) for u in before}
    keys = [row.roster_key for row in found.rows]
    assert all(keys)
    assert len(keys) == len(set(keys))


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(MORE), min_size=1, max_size=4, unique=True),
    st.lists(st.lists(st.sampled_from(UNITS), min_size=4, max_size=4), min_size=1, max_size=4),
    DAYS,
)
def test_any_units_end_in_a_tree_or_in_sentences(
    head: list[str], units: list[list[Any]], day: date | None
) -> None:
    """Names, codes, provinces and what has ended, in whatever columns."""
    title = "Bí thư Đảng ủy"
    rows = [[f"Lê {chr(65 + n)}", title, *cells[: len(head)]] for n, cells in enumerate(units)]
    check(read_roster(one(["Họ và tên", "Chức vụ", *head], *rows).content(), "a.xlsx", as_of=day))


@settings(deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([None, *CELLS]), max_size=6), max_size=3),
    st.lists(st.sampled_from(HEADERS), min_size=3, max_size=6, unique=True),
    st.lists(st.lists(st.sampled_from([None, *CELLS]), max_size=6), min_size=1, max_size=6),
    st.sampled_from([(), ("A2:B2",), ("B1:B2",), ("A3:A4",), ("C2:D3",)]),
    DAYS,
)
def test_any_rows_end_in_a_roster_or_in_sentences(
    above: list[list[Any]], head: list[str], below: list[list[Any]], merged: tuple[str, ...], day: date | None
) -> None:
    """Reading raises for no file."""
    check(read_roster(one(*above, head, *below, merged=merged).content(), "a.xlsx", as_of=day))
