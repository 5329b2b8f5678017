"""The report's workbook, reopened: every cell as in its table, typed, printable, and never a formula."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import openpyxl
import openpyxl.utils
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.aggregation.table import (
    HIDDEN,
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Note,
    Share,
    Source,
    Table,
    everybody,
)
from surveys.reporting.numbers import number_text, percent_text, rounded
from surveys.reporting.report_workbook import report_workbook
from surveys.reporting.texts.workbook import WORKBOOK
from surveys.reporting.wording import Lexicon
from surveys.reporting.workbook.pages import TAB_COLOURS
from tests.surveys import report_tables as sample
from tests.surveys.report_sample import lexicon, persons_tables, public_tables, trend_tables

WORDS = sample.lexicon()
WHO = everybody("wave:1")
TITLE = "Số liệu kết quả khảo sát"


def made(
    *tables: Table, lexicon: Lexicon = WORDS, with_form: bool = False, is_restricted: bool = False
) -> bytes:
    """A workbook of tables."""
    form = sample.form() if with_form else None
    return report_workbook(
        tables,
        lexicon,
        title=TITLE,
        as_of=sample.AS_OF,
        prepared_by="Sở Nội vụ",
        form=form,
        is_restricted=is_restricted,
    )


def opened(content: bytes) -> Any:
    """The workbook as another program opens it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def expected(cell: Cell, column: Column, lexicon: Lexicon = WORDS) -> object:
    """What a sheet must hold for a cell of a table."""
    if isinstance(cell, Count):
        return cell.value
    if isinstance(cell, Share):
        return "–" if cell.fraction is None else pytest.approx(float(cell.fraction), rel=1e-14)
    if isinstance(cell, Measure) and isinstance(cell.value, int | float | Fraction):
        return pytest.approx(float(cell.value), rel=1e-14, abs=1e-300)
    if cell is HIDDEN:
        return "*"
    if isinstance(cell, int | date):
        return cell
    return lexicon.cell(cell, column) or None


def shown(cell: Any) -> str:
    """A number as a Vietnamese Excel shows it, by its format."""
    value, pattern = cell.value, cell.number_format
    assert isinstance(value, int | float)
    if pattern.endswith("%"):
        assert pattern in ("0%", "0.0%")
        return number_text(float(value) * 100, 1 if "." in pattern else 0) + "%"
    places = len(pattern.split(";")[0].partition(".")[2])
    return number_text(value, places) if pattern.startswith("#,##0") else str(value)


def check_page(page: Any, table: Table, lexicon: Lexicon = WORDS) -> None:
    """A sheet holds exactly its table: title in row 1, headings in row 3, then the rows."""
    assert page["A1"].value == lexicon.title(table)
    assert page["A2"].value == WORKBOOK.to_contents
    heads = [cell.value for cell in page[3][: len(table.columns)]]
    assert heads == [heading or "–" for heading in lexicon.headings(table)]
    for number, row in enumerate(table.rows, start=4):
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True), start=1):
            found = page.cell(number, place)
            value = found.value.date() if found.is_date and found.value is not None else found.value
            assert value == expected(cell, column, lexicon)
            assert found.data_type in ("n", "s", "d")
            if isinstance(cell, Count):
                assert isinstance(value, int)


def test_every_table_stands_cell_by_cell_on_a_sheet_of_its_own() -> None:
    """Contents first, then the tables in their order, several subjects of one key on sheets of their own."""
    tables = sample.all_tables()
    book = opened(made(*tables))
    assert book.sheetnames[0] == "Mục lục"
    assert len(book.sheetnames) == 1 + len(tables)
    assert "Nhu cầu Công chức chuyên môn" in book.sheetnames
    for page, table in zip(book.worksheets[1:], tables, strict=True):
        check_page(page, table)


def test_shares_show_as_the_article_writes_them() -> None:
    """The article's figures: 44%, 1,3%, 52%, 2,7% – real fractions, rounded only in what is shown."""
    page = opened(made(sample.quality_total()))["Chất lượng chung"]
    by_label = {page.cell(row, 2).value: page.cell(row, 4) for row in range(4, 10)}
    assert by_label["Đại học"].value == pytest.approx(33 / 75)
    assert {label: shown(cell) for label, cell in by_label.items() if label != "Sau đại học"} == {
        "Chưa qua đào tạo": "0%",
        "Sơ cấp (nghề)": "2,7%",
        "Trung cấp": "52%",
        "Cao đẳng": "1,3%",
        "Đại học": "44%",
    }


@given(part=st.integers(0, 3000), more=st.integers(0, 3000))
@settings(max_examples=25)
def test_a_share_reads_the_same_in_every_document(part: int, more: int) -> None:
    """What the format shows is what the Word report and the chat write."""
    share = Share(Count(part, WHO), Count(part + more, WHO))
    table = Table("t", Source.ANSWERS, (Column("share", Kind.SHARE),), ((share,),))
    found = opened(made(table)).worksheets[1]["A4"]
    if share.fraction is None:
        assert found.value == "–"
    else:
        assert shown(found) == percent_text(share.fraction)


def test_what_is_hidden_is_a_star_and_no_number() -> None:
    """A hidden cell is text, in its row and in no chart's figures; the sign is explained on the first sheet."""
    table = sample.demand_topic()
    content = made(table)
    page = opened(content).worksheets[1]
    hidden = next(row for row in range(4, 16) if page.cell(row, 2).value == "*")
    assert page.cell(hidden, 3).value == "*"
    assert page.cell(hidden, 2).data_type == "s"
    said = [row[0].value for row in opened(content)["Mục lục"].iter_rows(max_row=10)]
    assert any("Dấu *" in str(text) for text in said)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert "<c:delete" in chart


def test_headings_are_frozen_filtered_and_repeated_on_paper() -> None:
    """Frozen panes, a filter over exactly the table, A4 one page wide, page numbers, the heading on each page."""
    book = opened(made(*sample.all_tables()))
    for page, table in zip(book.worksheets[1:], sample.all_tables(), strict=True):
        last = f"{openpyxl.utils.get_column_letter(len(table.columns))}{3 + len(table.rows)}"
        assert page.auto_filter.ref == f"A3:{last}"
        assert re.fullmatch(r"[A-Z]4", page.freeze_panes or "")
        assert page.print_title_rows == "$3:$3"
        assert page.page_setup.paperSize == 9
        assert page.sheet_properties.pageSetUpPr is not None
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert page.oddFooter.right.text == "Trang &P/&N"
        assert page.print_area.startswith(f"'{page.title}'!$A$1:")


def test_wide_tables_lie_and_narrow_ones_stand() -> None:
    """Orientation follows the width of the table."""
    book = opened(made(sample.needs(), sample.demand_topic(), sample.quality_total()))
    assert [page.page_setup.orientation for page in book.worksheets[1:]] == [
        "landscape",
        "portrait",
        "portrait",
    ]


def test_columns_are_wide_enough_for_their_figures_and_headings() -> None:
    """No figure turns into ####, no word of a heading is broken; nothing is wider than half a page."""
    for page, table in zip(
        opened(made(*sample.all_tables())).worksheets[1:], sample.all_tables(), strict=True
    ):
        for place, column in enumerate(table.columns):
            width = page.column_dimensions[openpyxl.utils.get_column_letter(place + 1)].width
            figures = [len(WORDS.cell(row[place], column)) for row in table.rows if column.kind is Kind.COUNT]
            assert max(figures, default=0) + 1 <= width <= 46.8
            longest = max(len(word) for word in WORDS.headings(table)[place].split())
            assert longest <= width


def test_charts_refer_to_the_cells() -> None:
    """Response, needs and demand have a native chart; its title, names and figures are references."""
    content = made(*sample.all_tables())
    pages = opened(content).worksheets[1:]
    drawn = {table.key for page, table in zip(pages, sample.all_tables(), strict=True) if page._charts}
    assert drawn == {"response_unit", "needs", "needs_group", "demand_d_topic"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/charts/chart")]
    assert len(charts) == 7
    assert all(re.search(r"<c:f>'?[^<]+'?!\$A\$1</c:f>", chart) for chart in charts)
    needs = next(chart for chart in charts if "Nhu cầu chung" in chart)
    assert "'Nhu cầu chung'!$F$4:$F$15" in needs
    assert "<c:errBars>" in needs


def test_a_chart_that_would_be_torn_starts_a_page() -> None:
    """A long table pushes its chart to the next sheet of paper; below a short one there is no break."""
    long, short = sample.response_unit(), sample.demand_topic()
    long = replace(long, rows=(long.rows[0], *long.rows[1:] * 3))
    torn, whole = opened(made(long, replace(short, rows=short.rows[:4]))).worksheets[1:]
    assert [each.id for each in torn.row_breaks.brk] == [len(long.rows) + 4]
    assert len(whole.row_breaks.brk) == 0


def test_demand_is_drawn_by_what_is_shown_most() -> None:
    """Where the shares are hidden and the counts are not, the chart shows the counts."""
    table = sample.demand_topic()
    rows = tuple((choice, count, HIDDEN) for choice, count, _ in table.rows)
    with zipfile.ZipFile(io.BytesIO(made(replace(table, rows=rows)))) as archive:
        assert "!$B$4:$B$15" in archive.read("xl/charts/chart1.xml").decode()


def test_lines_that_count_people_again_are_not_drawn() -> None:
    """Below the five reasons stand two sums of them: in the table, not among the bars."""
    reasons = next(table for table in public_tables() if table.key == "reasons")
    content = report_workbook((reasons,), lexicon(), title="Báo cáo", as_of=date(2026, 11, 22))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert len(reasons.rows) == 7
    assert "$A$4:$A$8" in chart


def test_every_table_of_a_report_has_a_short_name_of_its_sheet() -> None:
    """No name is cut off in the middle of a word: every table's has been thought of."""
    assert {table.key for table in (*public_tables(), *trend_tables(), *persons_tables())} <= set(
        WORKBOOK.sheets
    )


def test_a_table_without_figures_has_no_chart() -> None:
    """Neither an empty table nor one that is hidden throughout is drawn."""
    empty = Table("demand_d_form", Source.ANSWERS, sample.demand_topic().columns, ())
    hidden = sample.needs(hidden=frozenset(sample.RATINGS))
    assert [len(page._charts) for page in opened(made(empty, hidden)).worksheets[1:]] == [0, 0]


SPITEFUL = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2", "http://example.org", "{=A1}", "09496"]


@pytest.mark.parametrize("text", SPITEFUL)
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    """Labels, headings, titles, notes, names: whatever they begin with, they stay text."""

    class Spiteful(Lexicon):
        def title(self, table: Table) -> str:
            del table
            return text

        def heading(self, table: Table, column: Column) -> str:
            del table, column
            return text

        def label(self, code: Code) -> str:
            del code
            return text

        def note(self, note: Note) -> str:
            del note
            return text

    table = Table(
        "demand_x",
        Source.PERSONS,
        (Column("choice", Kind.CODE), Column("full_name", Kind.TEXT), Column("share", Kind.SHARE)),
        ((Code("a", "b"), text, Share(Count(1, WHO), Count(2, WHO))),) * 2,
        notes=(Note("any"),),
        subject=Code("a", "b"),
    )
    content = report_workbook(
        [table, table], Spiteful(), title=text, as_of=sample.AS_OF, prepared_by=text, is_restricted=True
    )
    book = opened(content)
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if cell.value == text:
                    assert cell.data_type == "s"
                assert cell.hyperlink is None or cell.hyperlink.target is None
    assert book.worksheets[1]["A4"].value == book.worksheets[1]["B4"].value == text
    assert book.worksheets[1]["A1"].value == text
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pages = "".join(
            archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet")
        )
    assert "<f>" not in pages


def test_the_contents_lead_to_every_sheet_and_back() -> None:
    """Each line links to a sheet that exists; each sheet links to the contents."""
    book = opened(made(*sample.all_tables(), with_form=True))
    contents = book["Mục lục"]
    links = {cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in book.sheetnames[1:]}
    assert all(page["A2"].hyperlink.location == "'Mục lục'!A1" for page in book.worksheets[1:])
    said = " ".join(str(row[0].value) for row in contents.iter_rows(max_row=4))
    assert "22/11/2026" in said
    assert "Sở Nội vụ" in said


def test_the_codebook_stands_last() -> None:
    """Every question with its variable, every choice with its code."""
    book = opened(made(sample.needs(), with_form=True))
    page = book[book.sheetnames[-1]]
    assert page.title == "Bảng mã"
    lines = {(row[0], row[4]): row[5] for row in page.iter_rows(min_row=4, values_only=True)}
    assert lines["b_qual", "dh"] == "Đại học"
    assert {name for name, _ in lines} >= {item.name for item in sample.form().questions()}


def test_tables_with_names_need_a_restricted_workbook() -> None:
    """Names never slip into a report; where they may stand, every page and the tab carry the mark."""
    with pytest.raises(ValueError, match="restricted"):
        made(sample.below_standard())
    book = opened(made(sample.below_standard(), sample.quality_total(), is_restricted=True))
    named, plain = book.worksheets[1:]
    assert WORKBOOK.restricted in str(named.oddHeader.right.text)
    assert WORKBOOK.restricted in str(named["B2"].value)
    assert named.sheet_properties.tabColor.rgb == "FF" + TAB_COLOURS[Source.PERSONS][1:]
    assert WORKBOOK.restricted in str(plain.oddHeader.right.text)
    assert opened(made(sample.quality_total())).worksheets[1].oddHeader.right.text is None
    assert any(WORKBOOK.restricted in str(row[0].value) for row in book.worksheets[0].iter_rows())
    check_page(named, sample.below_standard())
    assert named["C4"].number_format == "0"
    assert named["K4"].number_format == "dd/mm/yyyy"


def test_the_same_tables_make_the_same_bytes() -> None:
    """No clock: the properties carry the day of the figures."""
    assert made(sample.needs(), with_form=True) == made(sample.needs(), with_form=True)
    assert opened(made(sample.needs())).properties.created.date() == sample.AS_OF


def test_a_share_beside_its_count_says_that_it_is_one() -> None:
    """Two columns of one label get two headings."""
    headings = WORDS.headings(sample.quality_qual_gender())
    assert len(set(headings)) == len(headings)
    assert "Đại học (tỷ lệ)" in headings


def test_a_measure_that_is_no_number_is_refused() -> None:
    """NaN never reaches a document."""
    table = Table(
        "t", Source.ANSWERS, (Column("x", Kind.MEASURE),), ((Measure(float("nan"), Count(9, WHO)),),)
    )
    with pytest.raises(ValueError, match="nan"):
        made(table)


COUNTS = st.builds(Count, st.integers(0, 10**9), st.just(WHO))
FIGURES = st.one_of(
    st.none(),
    st.integers(-(10**6), 10**6),
    st.fractions(-1000, 1000),
    st.floats(-1e9, 1e9),
    st.builds(Code, st.just("qual"), st.sampled_from(["dh", "=x"])),
)
WORDY = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40
)
CELLS: dict[Kind, st.SearchStrategy[Cell]] = {
    Kind.CODE: st.builds(Code, st.just("any"), WORDY),
    Kind.TEXT: WORDY,
    Kind.COUNT: COUNTS,
    Kind.SHARE: st.builds(Share, COUNTS, COUNTS),
    Kind.MEASURE: st.builds(Measure, FIGURES, COUNTS),
    Kind.NUMBER: st.integers(-(10**14), 10**14),
    Kind.DATE: st.dates(date(1900, 3, 1), date(2100, 1, 1)),
}


@st.composite
def arbitrary_tables(draw: st.DrawFn) -> Table:
    """Any table: columns of every kind, cells that are hidden or empty, notes, a subject or none."""
    kinds = draw(st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=6))
    columns = tuple(Column(f"c{at}", kind, decimals=draw(st.integers(0, 4))) for at, kind in enumerate(kinds))
    rows = draw(
        st.lists(
            st.tuples(*(st.one_of(st.none(), st.just(HIDDEN), CELLS[kind]) for kind in kinds)), max_size=5
        )
    )
    return Table(
        draw(st.sampled_from(["needs", "demand_d_len", "response_unit", "other"])),
        draw(st.sampled_from(list(Source))),
        columns,
        tuple(rows),
        base=draw(st.none() | COUNTS),
        notes=tuple(draw(st.lists(st.builds(Note, WORDY), max_size=2))),
    )


@given(tables=st.lists(arbitrary_tables(), max_size=3))
@settings(max_examples=40)
def test_any_table_comes_back_as_it_was(tables: list[Table]) -> None:
    """Whatever the tables hold, the sheets hold the same, under names that Excel takes."""
    book = opened(made(*tables, is_restricted=True))
    names = [name.casefold() for name in book.sheetnames]
    assert len(set(names)) == len(names) == len(tables) + 1
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    for page, table in zip(book.worksheets[1:], tables, strict=True):
        check_page(page, table)


@given(value=st.fractions(-50, 50) | st.floats(-50, 50), places=st.integers(0, 3))
@settings(max_examples=25)
def test_a_measure_shows_the_decimals_of_its_column(value: Fraction | float, places: int) -> None:
    """The format rounds as the documents do, and minus zero shows as zero."""
    column = Column("x", Kind.MEASURE, decimals=places)
    table = Table("t", Source.ANSWERS, (column,), ((Measure(value, Count(9, WHO)),),))
    found = opened(made(table)).worksheets[1]["A4"]
    negative = found.number_format.partition(";")[2]
    assert bool(negative) == (value < 0 and rounded(value, places) == 0)
    assert shown(found).lstrip("-") == number_text(rounded(float(value), places), places).lstrip("-")
