"""The codes on paper: a sheet per unit, readable by other programs, printable by the office."""

import io
import zipfile

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.reporting.codes_workbook import CodeRow, codes_workbook
from surveys.reporting.sheets import sheet_name
from surveys.reporting.texts import CODES

ROW = CodeRow(
    "LT001",
    "Lê Thị Hòa",
    "Xã Phú Hòa",
    "Chủ tịch UBND",
    "K7QM-3XPT",
    ("https://khaosat.example.vn/k/AbC_-9", "https://t.me/khaosat_bot?start=AbC_-9"),
    "+84912345678",
    "Kính gửi đồng chí Lê Thị Hòa",
    "Kinh gui dong chi Le Thi Hoa",
)
WAYS = ("Trang khảo sát", "Telegram")
HEADER = ("roster_key", "full_name", "unit", "title", "code", "link", *WAYS, "phone", "message", "sms")


def opened(content: bytes) -> openpyxl.Workbook:
    """The workbook as another program opens it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_unit_has_a_sheet_with_the_agreed_header() -> None:
    """Row 1 is exactly the header, the rows hold text."""
    book = opened(
        codes_workbook([("Xã Phú Hòa", [ROW, ROW]), ("Xã Không", []), ("Thị trấn Thứa", [ROW])], WAYS)
    )
    assert book.sheetnames == ["Xã Phú Hòa", "Thị trấn Thứa"]
    for page in book:
        rows = list(page.iter_rows(values_only=True))
        assert tuple(value for value in rows[0] if value is not None) == HEADER
        assert rows[1][:6] == (ROW.roster_key, ROW.full_name, ROW.unit, ROW.title, ROW.code, ROW.links[0])
        assert rows[1][8:] == (ROW.phone, ROW.message, ROW.sms)


def test_every_row_has_its_images_beside_it() -> None:
    """One for every way, in the columns after the link, in the row of its person; different links, different images."""
    links = ("https://khaosat.example.vn/k/other", "https://t.me/khaosat_bot?start=other")
    other = CodeRow("2", "B", "X", "Y", "ABCD-2345", links)
    content = codes_workbook([("Xã", [ROW, other])], WAYS)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        images = [name for name in archive.namelist() if name.startswith("xl/media/")]
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert len(images) == 4
    assert drawing.count("<xdr:from><xdr:col>6</xdr:col>") == 2
    assert drawing.count("<xdr:from><xdr:col>7</xdr:col>") == 2
    assert "<xdr:row>1</xdr:row>" in drawing
    assert "<xdr:row>2</xdr:row>" in drawing


def test_who_has_no_place_on_a_channel_has_no_image_of_it() -> None:
    """The cell stays empty; the link is that of the next way."""
    row = CodeRow("2", "B", "X", "Y", "ABCD-2345", ("", "https://t.me/khaosat_bot?start=other"))
    content = codes_workbook([("Xã", [row])], ("Zalo", "Telegram"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert drawing.count("<xdr:from>") == 1
    (cells,) = opened(content).worksheets[0].iter_rows(min_row=2, max_col=8, values_only=True)
    assert cells[5:] == (row.links[1], None, "Telegram")


def test_sheets_print_on_a4_with_the_header_on_every_page() -> None:
    """One page wide; the instruction stands in the page header and not in a row."""
    page = opened(codes_workbook([("Xã A & B", [ROW] * 12)], WAYS)).worksheets[0]
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.page_setup.fitToHeight == 0
    assert page.print_title_rows == "$1:$1"
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    header = str(page.oddHeader.center.text) if page.oddHeader else ""
    assert "Xã A" in header
    assert CODES.instruction in header.replace("\n", " ")
    assert page.max_row == 13
    assert page.print_area == "'Xã A & B'!$A$1:$H$13"  # what is to be sent is not printed


def test_without_anybody_the_workbook_still_opens() -> None:
    """One sheet that says so, with the header."""
    book = opened(codes_workbook([], WAYS))
    assert book.sheetnames == [CODES.empty_sheet]
    assert next(book.worksheets[0].iter_rows(values_only=True)) == HEADER


def test_a_name_is_never_a_formula() -> None:
    """Whatever stands on the roster."""
    row = CodeRow("=1", "=1+1", "+1", "-1", "@x", ("https://t.me/x?start=1",), "=1", "=1+1", "+1")
    page = opened(codes_workbook([("=Xã", [row])], WAYS[:1])).worksheets[0]
    assert all(cell.data_type == "s" for cell in (*page[2][:6], *page[2][7:]))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(max_size=40) | st.sampled_from(["Xã A", "xã a", "History", "'", "a/b", "a:b"]), max_size=8
    )
)
def test_any_unit_names_give_sheet_names_that_excel_takes(names: list[str]) -> None:
    """At most 31 characters, none forbidden, all different without regard to case."""
    taken: set[str] = set()
    made = [sheet_name(name, taken, "Đơn vị") for name in names]
    assert len({name.casefold() for name in made}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in made)
    assert all(name[0] != "'" and name[-1] != "'" and name.casefold() != "history" for name in made)
    assert len(opened(codes_workbook([(name, [ROW]) for name in names], WAYS)).sheetnames) == max(
        1, len(names)
    )
