"""The empty workbook of standards: a row a title, what nobody has confirmed marked so, read back as it stands."""

import io
from datetime import date

import openpyxl

from surveys.reporting.standards_template import standards_template
from surveys.reporting.texts.standards_book import STANDARDS_BOOK
from surveys.standards.book import StandardsBook, book_words, read_standards_book
from tests.surveys.standards_people import built_in

DAY = date(2026, 11, 27)
SHEET = STANDARDS_BOOK.sheet


def template() -> openpyxl.Workbook:
    """The template of the day, opened as Excel would."""
    return openpyxl.load_workbook(io.BytesIO(standards_template(built_in(), DAY)))


def filled(book: openpyxl.Workbook) -> StandardsBook:
    """The workbook saved and read."""
    buffer = io.BytesIO()
    book.save(buffer)
    found = read_standards_book(buffer.getvalue(), "bieu.xlsx", built_in(), day=DAY)
    assert isinstance(found, StandardsBook), found
    return found


def cells(book: openpyxl.Workbook) -> dict[str, dict[str, object]]:
    """The rows of the table by title."""
    rows = list(book[SHEET].iter_rows(min_row=4, values_only=True))
    names = list(book_words().columns)
    return {str(row[1]): dict(zip(names, row, strict=True)) for row in rows[1:]}


def test_there_is_a_row_for_every_title_of_the_day() -> None:
    """In the order of the office's titles, each of the whole province until the office says otherwise."""
    titles = built_in().titles
    rows = cells(template())
    assert list(rows) == [titles.label(code) for code in titles.on(DAY)]
    assert {row["scope"] for row in rows.values()} == {"Toàn tỉnh"}


def test_what_nobody_has_confirmed_is_marked_and_never_applied() -> None:
    """Suggestions carry their doubt in two columns and no ground; the template as it is holds no rule."""
    rows = cells(template())
    chair = rows["Chủ tịch UBND"]
    assert (chair["qual"], chair["months_left"], chair["status"]) == ("Đại học", 60, "Cần xác minh")
    assert "cần xác minh" in str(chair["note"])
    assert not chair["basis"]
    assert rows["Trưởng phòng Kinh tế"]["qual"] is None
    assert filled(template()).rules == ()


def test_a_row_that_is_confirmed_is_a_rule() -> None:
    """Filled in as the instructions say: ground, first day, state."""
    book = template()
    sheet, names = book[SHEET], list(book_words().columns)
    row = next(cell.row for cell in sheet["B"] if cell.value == "Chủ tịch UBND")
    for name, value in (("from", date(2026, 1, 1)), ("basis", "QĐ 12-QĐ/TU"), ("status", "Đã xác nhận")):
        sheet.cell(row, names.index(name) + 1, value)
    (rule,) = filled(book).rules
    assert (rule.title, rule.starts_on, rule.basis) == ("ct_ubnd", date(2026, 1, 1), "QĐ 12-QĐ/TU")
    assert {each.level for each in rule.demands if each.age is None} == {"thpt", "dh", "tc"}


def test_every_heading_and_every_choice_is_understood() -> None:
    """What the lists offer is what the reading knows; no column of ours is passed over."""
    told = [each.code for each in filled(template()).notes]
    assert "book_ignored_column" not in told
    assert "book_column" not in told
    assert "book_understood" not in told
    offered = template()[SHEET].data_validations.dataValidation
    assert {each.type for each in offered} == {"list", "date", None}
    assert len(offered) >= 12


def test_the_example_is_marked_and_only_its_basis_is_refused() -> None:
    """The sheet is passed over because of its name; its rows are as the instructions say, but of no decision."""
    book = template()
    sheet = book[STANDARDS_BOOK.example_sheet]
    assert str(sheet["A1"].value).startswith("VÍ DỤ")
    for name in (SHEET, STANDARDS_BOOK.grounds_sheet):
        del book[name]
    sheet.title = "Biểu"
    basis = next(cell for cell in sheet[4] if cell.value == "Căn cứ").column
    for row in range(5, 8):
        assert str(sheet.cell(row, basis).value).startswith("Ví dụ")
        sheet.cell(row, basis, "Quyết định số 12/QĐ-UBND")
    assert [rule.title for rule in filled(book).rules] == ["bt", "ct_ubnd", "cv_vp"]


def test_the_grounds_say_which_was_seen() -> None:
    """What was seen has its source; the rest is to be verified."""
    rows = list(template()[STANDARDS_BOOK.grounds_sheet].iter_rows(min_row=5, values_only=True))
    assert rows
    assert {(row[4] == STANDARDS_BOOK.confirmed, bool(row[5])) for row in rows} == {
        (True, True),
        (False, False),
    }


def test_the_same_day_gives_the_same_bytes() -> None:
    """A file that did not change is the same file."""
    assert standards_template(built_in(), DAY) == standards_template(built_in(), DAY)


def test_it_prints_on_one_page_across() -> None:
    """With its heading on every page."""
    sheet = template()[SHEET]
    setup = sheet.sheet_properties.pageSetUpPr
    assert setup is not None
    assert setup.fitToPage
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "C5"
