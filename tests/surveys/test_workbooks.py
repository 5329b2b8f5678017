"""Files that are not what they seem: each gives a problem, none an exception, none exhausts the machine."""

import io
import zipfile
import zlib
from datetime import datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.problems import Problem
from surveys.roster import read_roster
from surveys.workbooks import MAX_BYTES, Limits, Unreadable, Workbook, cell_name, read_workbook
from tests.surveys.roster_files import (
    REQUIRED,
    as_csv,
    as_xlsx,
    codes_of,
    problems_of,
    roster_of,
    saved,
    sheet_xml,
    with_sheet,
)

ROW = ("1", "Nguyễn Văn An", "Chủ tịch UBND", "Xã Phú Hòa")
GOOD = as_xlsx(list(REQUIRED), list(ROW))
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SHEET = "xl/worksheets/sheet1.xml"


def workbook_of(content: bytes, filename: str = "a.xlsx", limits: Limits | None = None) -> Workbook:
    """The workbook of a file that opens."""
    found = read_workbook(content, filename, limits)
    assert isinstance(found, Workbook), found
    return found


def codes_when_opened(content: bytes, limits: Limits | None = None, filename: str = "a.xlsx") -> list[str]:
    """The codes of the problems of a file that does not open."""
    found = read_workbook(content, filename, limits)
    assert isinstance(found, list), found
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"", "a.xlsx", "file_empty"),
        (b" \r\n", "a.csv", "file_empty"),
        (b"%PDF-1.7 ...", "a.xlsx", "file_is_pdf"),
        (b"<html><table></table></html>", "a.xls", "file_is_page"),
        (b"PK\x03\x04 and no more", "a.xlsx", "not_a_workbook"),
        (OLE + bytes(600), "a.xls", "not_a_workbook"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "file_has_password"),
        ("Mã;Họ và tên".encode("cp1258", errors="replace") + b"\xe3\xcc", "a.csv", "csv_encoding"),
        (b'Ma,Ten\r\n1,"A\r\n2,B\r\n', "a.csv", "csv_broken"),
        (b"Ma,Ten\x00\r\n", "a.csv", "csv_encoding"),
        (GOOD[:-40], "a.xlsx", "not_a_workbook"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_workbook_is_told_so(content: bytes, filename: str, code: str) -> None:
    """The bytes decide, not the name."""
    assert codes_of(content, filename) == [code]


def test_a_file_of_a_hundred_megabytes_is_not_even_opened() -> None:
    """The limit is told in megabytes."""
    (found,) = problems_of(b"PK" + bytes(100_000_000))
    assert found.code == "file_too_large"
    assert found.parameters == {"found": "100", "limit": str(MAX_BYTES // 1_000_000)}


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    """A few hundred kilobytes that claim to hold 200 MB."""
    bomb = with_sheet(GOOD, b" " * 200_000_000)
    assert len(bomb) < 1_000_000
    assert codes_of(bomb) == ["unpacked_too_large"]


def test_an_archive_that_lies_about_its_size_is_damaged() -> None:
    """What is unpacked never exceeds what was declared."""
    padded = bytearray(with_sheet(GOOD, sheet_xml("") + b" " * 1_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(padded))) as archive:
        true_size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    lying = bytes(padded).replace(true_size, (1000).to_bytes(4, "little"))
    assert codes_of(lying) == ["not_a_workbook"]


def test_other_archives_are_no_workbooks() -> None:
    """A .pptx or any .zip begins like a workbook."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<presentation/>")
    assert codes_of(buffer.getvalue()) == ["not_a_workbook"]


def test_entities_are_refused() -> None:
    """No part of a workbook declares a document type; a bomb of entities must."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    assert codes_of(with_sheet(GOOD, bomb)) == ["not_a_workbook"]


def test_a_huge_declared_size_costs_nothing() -> None:
    """Only cells with a value count, not the dimension that a file declares."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Mã</t></is></c><c r="XFD1" s="0"/></row><row r="1048576"/>'
    )
    book = workbook_of(with_sheet(GOOD, sheet_xml(rows, dimension="A1:XFD1048576")))
    assert book.sheets[0].rows == (("Mã",),)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("XFD2", "too_many_columns"), ("A1048576", "too_many_rows"), ("A20002", "too_many_rows")],
)
def test_values_beyond_the_limits_are_refused_at_their_cell(cell: str, code: str) -> None:
    """The file is never cut silently."""
    rows = f'<row><c r="{cell}"><v>1</v></c></row>'
    (found,) = problems_of(with_sheet(GOOD, sheet_xml(rows)))
    assert (found.code, found.place.cell) == (code, cell)


def test_a_text_table_has_the_same_limits() -> None:
    """Rows and columns of a .csv are counted too."""
    limits = Limits(rows=3, columns=2)
    assert codes_when_opened(b"a,b\n1,2\n1,2\n1,2\n", limits, "a.csv") == ["too_many_rows"]
    assert codes_when_opened(b"a,b,c\n", limits, "a.csv") == ["too_many_columns"]
    assert len(workbook_of(b"a,b\n1,2\n1,2\n,\n,\n", "a.csv", limits).sheets[0].rows) == 3


@pytest.mark.parametrize("reference", ["A0", "1A", "AAAA1", "A", "R1C1", "A99999999"])
def test_a_cell_reference_that_is_none_damages_the_file(reference: str) -> None:
    """Instead of a value in some other cell."""
    rows = f'<row r="1"><c r="{reference}"><v>1</v></c></row>'
    assert codes_of(with_sheet(GOOD, sheet_xml(rows))) == ["not_a_workbook"]


def test_a_merged_header_is_read_by_its_first_cell() -> None:
    """Whatever stands in the second column under it is no second value."""
    roster = roster_of(as_xlsx([*REQUIRED, "Ngày sinh", None], [*ROW, "1970", None], merged=["E1:F1"]))
    assert roster.rows[0].birth_year == 1970


def test_a_unit_merged_over_its_officials_is_the_unit_of_each() -> None:
    """It is told; names that are merged are asked about."""
    content = as_xlsx(list(REQUIRED), list(ROW), ["2", "Lê B", "PCT UBND", None], merged=["D2:D3"])
    roster = roster_of(content)
    assert [row.unit_name for row in roster.rows] == ["Xã Phú Hòa", "Xã Phú Hòa"]
    assert [note.code for note in roster.notes] == ["merged_read"]
    merged = as_xlsx(list(REQUIRED), list(ROW), ["2", None, "PCT UBND", "X"], merged=["B2:B3"])
    assert "merged_cells" in codes_of(merged)


def test_a_formula_without_a_stored_value_is_told() -> None:
    """A file that another program wrote and Excel never calculated."""
    content = as_xlsx(list(REQUIRED), ["1", '=B3&" An"', "BT", "Xã X"])
    (found,) = problems_of(content)
    assert (found.code, found.place.cell) == ("formula_without_value", "B2")


def test_a_formula_with_a_stored_value_is_read() -> None:
    """As Excel last showed it; an error that it shows is told."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, REQUIRED)
        sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 1, '="Lê"&" B"', None, "Lê B")
        sheet.write_row(2, 0, ("2", "Lê C", "BT"))
        sheet.write_formula(2, 3, "=VLOOKUP(1,A1:B2,9)", None, "#REF!")
    (found,) = problems_of(buffer.getvalue())
    assert (found.code, found.place.cell, found.parameters["found"]) == ("cell_error", "D3", "#REF!")


def test_cells_are_typed() -> None:
    """Numbers, dates, truth values, digits shown with zeros, rich text."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, (1, 1.5, "  a\xa0b "))
        sheet.write_boolean(0, 3, True)
        sheet.write_datetime(
            0, 4, datetime.fromisoformat("1975-09-02"), book.add_format({"num_format": "d/m/yy"})
        )
        sheet.write_number(0, 5, 9496, book.add_format({"num_format": "00000"}))
        sheet.write_rich_string(0, 6, "Phú ", book.add_format({"bold": True}), "Hòa")
        sheet.write_number(0, 7, 1e300)
    expected = (1, 1.5, "a b", True, datetime.fromisoformat("1975-09-02"), "09496", "Phú Hòa", 1e300)
    assert workbook_of(buffer.getvalue()).sheets[0].rows == (expected,)


def test_old_macs_count_days_from_1904() -> None:
    """The workbook says so, and dates come out right, also those that lost their format."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, (*REQUIRED, "Ngày sinh"))
        sheet.write_row(1, 0, ROW)
        day = datetime.fromisoformat("1975-09-02")
        sheet.write_datetime(1, 4, day, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_row(2, 0, ("2", *ROW[1:], 26177))
    assert [row.birth_date for row in roster_of(buffer.getvalue()).rows] == [day.date()] * 2


def test_a_date_that_no_calendar_has_is_unreadable() -> None:
    """A date format on a number of a phone."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 912345678
    book.worksheets[0]["A1"].number_format = "dd/mm/yyyy"
    assert isinstance(workbook_of(saved(book)).sheets[0].rows[0][0], Unreadable)


def test_several_sheets_with_a_header_are_one_roster() -> None:
    """Keys are unique across them; other sheets and hidden ones are named as not read."""
    book = openpyxl.Workbook()
    for name, key in (("Xã A", "1"), ("Xã B", "2"), ("Cũ", "3")):
        page = book.create_sheet(name)
        page.append(list(REQUIRED))
        page.append([key, *ROW[1:]])
    book["Cũ"].sheet_state = "hidden"
    book.worksheets[0].append(["Hướng dẫn"])
    roster = roster_of(saved(book))
    assert [(row.sheet, row.roster_key) for row in roster.rows] == [("Xã A", "1"), ("Xã B", "2")]
    assert [note.parameters["found"] for note in roster.notes] == ["Sheet", "Cũ"]
    book["Xã B"]["A2"] = "1"
    (found,) = problems_of(saved(book))
    assert (found.code, found.place.sheet, found.parameters["first"]) == ("duplicate_key", "Xã B", "Xã A!A2")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_tables_are_read_as_programs_write_them(delimiter: str, encoding: str) -> None:
    """Comma, semicolon and tab; UTF-8 with and without its mark, UTF-16; Excel's own first line."""
    text = "\r\n".join(delimiter.join(row) for row in (REQUIRED, ROW))
    assert roster_of(text.encode(encoding), "a.csv").rows[0].full_name == ROW[1]
    assert roster_of(f"sep={delimiter}\r\n{text}".encode(encoding), "a.csv").rows[0].title == "ct_ubnd"


def test_cells_are_named_as_people_see_them() -> None:
    """A, Z, AA, XFD."""
    assert [cell_name(7, column) for column in (1, 26, 27, 16384)] == ["A7", "Z7", "AA7", "XFD7"]


def outcome_is_lawful(content: bytes, filename: str) -> None:
    """A roster, or at least one problem."""
    found = read_roster(content, filename)
    assert not isinstance(found, list) or (found and all(isinstance(one, Problem) for one in found))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.xlsx", "a.csv", "a", ""]))
def test_random_bytes_give_problems(content: bytes, filename: str) -> None:
    """Whatever they begin with."""
    for head in (b"", b"PK\x03\x04", OLE, "Mã,Họ và tên,Chức danh,Đơn vị\n".encode()):
        outcome_is_lawful(head + content, filename)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_workbook_with_damaged_bytes_gives_a_roster_or_problems(data: st.DataObject) -> None:
    """Flipped, cut out or doubled at any place."""
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    outcome_is_lawful(bytes(content), "a.xlsx")


XML_BITS = st.sampled_from(
    (
        *('<row r="1">', "</row>", '<row r="x">', "<c>", "</c>", '<c r="A1" t="s">', '<c t="inlineStr">'),
        *("<v>", "</v>", "0", "99", "-1", "nan", "<is><t>Mã</t></is>", "<f/>", "<t>", "&amp;", "_xD800_"),
        *('<c t="d"><v>1975-13-01</v></c>', '<c s="9"><v>1</v></c>', '<c t="e"><v>#N/A</v></c>'),
        *('<c t="b"><v>x</v></c>', '<mergeCell ref="?"/>'),
    )
)


@settings(max_examples=200, deadline=None)
@given(st.lists(XML_BITS, max_size=12))
def test_a_sheet_of_odd_xml_gives_a_roster_or_problems(bits: list[str]) -> None:
    """Valid archive, senseless sheet."""
    outcome_is_lawful(with_sheet(GOOD, sheet_xml("".join(bits))), "a.xlsx")


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"],
)
@pytest.mark.parametrize("xml", [b"", b"<x/>", b"<x", b"\xff\xfe\x00", zlib.compress(b"x")])
def test_any_part_may_be_damaged(part: str, xml: bytes) -> None:
    """Missing roots, broken XML, bytes that are no XML."""
    outcome_is_lawful(with_sheet(GOOD, xml, part), "a.xlsx")


def test_a_text_table_of_any_cells_is_read() -> None:
    """Line breaks, quotes and delimiters within cells are cells."""
    content = as_csv((*REQUIRED, "Ghi chú"), (*ROW, 'một; "hai",\nba'))
    assert roster_of(content, "a.csv").rows[0].note == 'một; "hai",\nba'
