"""The Word documents, opened again and measured: page, fonts, head, headings, annexes, tables, pictures, properties."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from surveys.aggregation.table import HIDDEN, Code, Column, Count, Kind, Note, Source, Table, everybody
from surveys.reporting.charts import draw_charts
from surveys.reporting.word import persons
from surveys.reporting.word.facts import ReportFacts
from surveys.reporting.word.grid import column_widths, needs_landscape
from surveys.reporting.word.header import date_line, number_line
from surveys.reporting.word.letterhead import Letterhead
from surveys.reporting.word.opening import text_width_of
from surveys.reporting.word.profiles import PROFILES
from surveys.reporting.word.report import report_document
from surveys.reporting.word.restricted import restricted_document
from surveys.reporting.word.tables import grid_of
from surveys.reporting.word.trimming import is_telling, on_paper
from surveys.reporting.wording import Lexicon
from tests.surveys.report_sample import (
    AS_OF,
    FACTS,
    LETTERHEAD,
    lexicon,
    officials,
    persons_tables,
    public_tables,
    published_tables,
)
from tests.surveys.word_order import misplaced

KEYS = tuple(PROFILES)
SCRIPTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")


@cache
def pictures() -> dict[str, bytes]:
    """The charts of the sample."""
    return draw_charts(published_tables(), lexicon(), as_of=AS_OF)


@cache
def report_bytes(key: str) -> bytes:
    """The sample's report in one layout."""
    return report_document(published_tables(), lexicon(), FACTS, LETTERHEAD, PROFILES[key], pictures())


@cache
def restricted_bytes(key: str) -> bytes:
    """The sample's restricted lists in one layout."""
    return restricted_document(persons_tables(), lexicon(), FACTS, LETTERHEAD, PROFILES[key])


@cache
def report(key: str = "nd30") -> Document:
    """The report, opened again."""
    return docx.Document(BytesIO(report_bytes(key)))


@cache
def restricted(key: str = "nd30") -> Document:
    """The lists, opened again."""
    return docx.Document(BytesIO(restricted_bytes(key)))


def both(key: str) -> tuple[Document, Document]:
    """Both documents of a layout."""
    return report(key), restricted(key)


def every_paragraph(document: Document) -> Iterator[Paragraph]:
    """The paragraphs of the body, those in tables, those in headers."""
    yield from document.paragraphs
    for table in document.tables:
        for paragraph in table._tbl.iter(qn("w:p")):
            yield Paragraph(paragraph, document)
    for section in document.sections:
        yield from section.header.paragraphs
        yield from section.first_page_header.paragraphs


def lines(document: Document) -> list[str]:
    """The texts of the body, outside tables."""
    return [paragraph.text for paragraph in document.paragraphs]


def paragraph_of(document: Document, text: str) -> Paragraph:
    """The paragraph (also in tables) that is exactly this text."""
    return next(p for p in every_paragraph(document) if p.text == text)


def size_of(document: Document, text: str) -> float:
    """The size of a text's letters, in points."""
    size = paragraph_of(document, text).runs[0].font.size
    assert size is not None
    return float(size.pt)


def cells(table: WordTable) -> list[list[str]]:
    """The texts of a table's cells as they stand in the file (a merged one is written once)."""
    return [
        ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
        for row in table._tbl.iter(qn("w:tr"))
    ]


def millimetres(section: Section) -> tuple[float, ...]:
    """Page and margins of a section, in mm."""
    lengths = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    return tuple(round(length.mm, 1) for length in lengths if length is not None)


@pytest.mark.parametrize("key", KEYS)
def test_the_page_is_a4_with_the_prescribed_margins(key: str) -> None:
    """Every section is A4, upright or turned: 20 mm above and below, 30 left, 15 right."""
    sizes = {WD_ORIENT.PORTRAIT: (210.0, 297.0), WD_ORIENT.LANDSCAPE: (297.0, 210.0)}
    for document in both(key):
        for section in document.sections:
            assert millimetres(section) == (*sizes[section.orientation], 20, 20, 30, 15)


@pytest.mark.parametrize("key", KEYS)
def test_every_letter_is_times_new_roman_in_every_script(key: str) -> None:
    """Each run names one font for Latin, East Asian and complex scripts; nothing is left to a theme."""
    for document in both(key):
        runs = [run for paragraph in every_paragraph(document) for run in paragraph._p.iter(qn("w:r"))]
        for run in runs:
            if run.find(qn("w:t")) is not None:
                fonts = run.find(qn("w:rPr")).find(qn("w:rFonts"))
                assert [fonts.get(qn(script)) for script in SCRIPTS] == ["Times New Roman"] * 4
        normal = document.styles["Normal"].element.rPr.find(qn("w:rFonts"))
        assert [normal.get(qn(script)) for script in SCRIPTS] == ["Times New Roman"] * 4
        assert b"Theme=" not in zipfile.ZipFile(BytesIO(report_bytes(key))).read("word/styles.xml")


def test_the_head_of_a_state_document() -> None:
    """NĐ 30: quốc hiệu 12 bold, tiêu ngữ 13 bold, issuer bold below its parent, ``Số: 05/BC-…``, date in italics."""
    document = report("nd30")
    head = [" | ".join(row) for row in cells(document.tables[0])]
    assert head == [
        "ĐẢNG BỘ TỈNH BẮC NINHĐẢNG ỦY XÃ LƯƠNG TÀI | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAMĐộc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-ĐU | Lương Tài, ngày 05 tháng 02 năm 2026",
    ]
    assert size_of(document, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == 12
    assert size_of(document, "Độc lập - Tự do - Hạnh phúc") == 13
    assert paragraph_of(document, "ĐẢNG ỦY XÃ LƯƠNG TÀI").runs[0].font.bold
    assert not paragraph_of(document, "ĐẢNG BỘ TỈNH BẮC NINH").runs[0].font.bold
    assert paragraph_of(document, "Lương Tài, ngày 05 tháng 02 năm 2026").runs[0].font.italic


@pytest.mark.parametrize(("key", "size"), [("hd36", 15), ("hd05", 14)])
def test_the_head_of_a_party_document(key: str, size: int) -> None:
    """HD 36 and HD 05: "ĐẢNG CỘNG SẢN VIỆT NAM", a star below the issuer, ``Số 05-BC/ĐU`` without a colon."""
    document = report(key)
    texts = [text for row in cells(document.tables[0]) for text in row]
    assert texts == [
        "ĐẢNG BỘ TỈNH BẮC NINHĐẢNG ỦY XÃ LƯƠNG TÀI*",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 05-BC/ĐU",
        "Lương Tài, ngày 05 tháng 02 năm 2026",
    ]
    assert size_of(document, "ĐẢNG CỘNG SẢN VIỆT NAM") == size
    assert "kết quả khảo sát nhu cầu đào tạo, bồi dưỡng" in lines(document)
    assert "-----" in lines(document)


@pytest.mark.parametrize("key", KEYS)
def test_head_and_foot_are_tables_without_borders(key: str) -> None:
    """What only places things side by side shows no line."""
    for document in both(key):
        for table in (document.tables[0], next(t for t in document.tables if "Nơi nhận:" in cells(t)[0][0])):
            borders = table._tbl.tblPr.find(qn("w:tblBorders"))
            assert {border.get(qn("w:val")) for border in borders} == {"nil"}


def rule_widths(document: Document) -> list[float]:
    """The lengths in mm of the lines drawn below texts."""
    widths = []
    for paragraph in every_paragraph(document):
        if paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}") is not None:
            indent = paragraph.paragraph_format.left_indent
            assert indent is not None
            widths.append(round(indent.mm, 1))
    return widths


def test_lines_are_drawn_below_issuer_motto_and_subject() -> None:
    """Three real lines in a state document; in a Party's only one, as long as its text, and dashes."""
    assert len(rule_widths(report("nd30"))) == 3
    assert len(rule_widths(report("hd05"))) == 1


@pytest.mark.parametrize("key", KEYS)
def test_page_numbers_stand_in_the_upper_margin_but_not_on_a_first_page(key: str) -> None:
    """The header holds a centred PAGE field; the first page's is another one, and empty."""
    for section in report(key).sections:
        later = section.header.paragraphs[0]
        assert "PAGE" in "".join(node.text or "" for node in later._p.iter(qn("w:instrText")))
        assert later.paragraph_format.alignment is not None
        first = section.first_page_header
        assert not first.is_linked_to_previous
        assert [p.text for p in first.paragraphs] == [""]
    assert report(key).sections[0].different_first_page_header_footer


def test_every_annex_counts_its_pages_anew() -> None:
    """Report and annexes begin at page 1 without a number; where an annex turns the page, counting goes on."""
    restarts = [
        (section.different_first_page_header_footer, section._sectPr.find(qn("w:pgNumType")) is not None)
        for section in report().sections
    ]
    assert restarts.count((True, True)) == 4  # the report and three annexes
    assert set(restarts) <= {(True, True), (False, False)}


def test_sections_stand_in_the_order_of_the_skeleton() -> None:
    """I to V, the ending, then the annexes."""
    wanted = [
        "BÁO CÁO",
        "I. CĂN CỨ, MỤC ĐÍCH, PHƯƠNG PHÁP",
        "II. THỰC TRẠNG ĐỘI NGŨ CÁN BỘ, CÔNG CHỨC",
        "III. NHU CẦU ĐÀO TẠO, BỒI DƯỠNG",
        "1. Năng lực cần ưu tiên",
        "a) Xếp thứ tự chung",
        "2. Nội dung, hình thức, thời gian",
        "3. Kỹ năng xử lý tình huống",
        "IV. KHÓ KHĂN, NGUYÊN NHÂN",
        "V. ĐỀ XUẤT KẾ HOẠCH ĐÀO TẠO, BỒI DƯỠNG",
        "Phụ lục I",
        "BIỂU THỐNG KÊ",
        "Phụ lục II",
        "KẾT QUẢ THEO TỪNG NĂNG LỰC",
        "Phụ lục III",
        "DANH MỤC LỚP ĐỀ XUẤT",
    ]
    assert [line for line in lines(report()) if line in wanted] == wanted


def test_party_headings_have_their_own_signs() -> None:
    """HD 36 writes I- and 1-, HD 05 writes I- and 1."""
    assert {"I- CĂN CỨ, MỤC ĐÍCH, PHƯƠNG PHÁP", "1- Căn cứ, mục đích"} <= set(lines(report("hd36")))
    assert {"I- CĂN CỨ, MỤC ĐÍCH, PHƯƠNG PHÁP", "1. Căn cứ, mục đích"} <= set(lines(report("hd05")))


def test_headings_are_headings_and_never_stand_alone() -> None:
    """Each is in Word's own heading style (for its navigation) and stays on one page with what follows."""
    headings = [p for p in report().paragraphs if (p.style.name if p.style else "").startswith("Heading")]
    assert len(headings) > 12
    assert all(heading.paragraph_format.keep_with_next for heading in headings)


@pytest.mark.parametrize(
    ("key", "line", "indent"), [("nd30", 1.15, 12.7), ("hd36", 18, 10), ("hd05", 18, 10)]
)
def test_the_body_is_justified_14_with_an_indented_first_line(key: str, line: float, indent: float) -> None:
    """Size 14, first line 12.7 or 10 mm, 6 points after, 1.15 lines or exactly 18 points."""
    body = next(p for p in report(key).paragraphs if p.text.startswith("Khảo sát nhằm"))
    form = body.paragraph_format
    spacing = form.line_spacing
    assert (spacing if isinstance(spacing, float) else getattr(spacing, "pt", 0)) == pytest.approx(line)
    assert form.first_line_indent is not None
    assert form.first_line_indent.mm == pytest.approx(indent, abs=0.05)
    assert form.space_after is not None
    assert form.space_after.pt >= 6
    assert size_of(report(key), body.text) == 14


@pytest.mark.parametrize(
    ("key", "ending"), [("nd30", "cấp xã./."), ("hd36", "cấp xã./."), ("hd05", "cấp xã.")]
)
def test_the_last_sentence_ends_as_the_layout_asks(key: str, ending: str) -> None:
    """State documents end with a stroke between two points, HD 05 with one point."""
    last = next(line for line in lines(report(key)) if line.startswith("Trên đây là báo cáo"))
    assert last.endswith(ending)
    assert last.endswith("./.") == (key != "hd05")


def test_the_foot_names_recipients_and_the_signer() -> None:
    """Left who receives it, the filing line last; right authority, position and name, room to sign between."""
    foot = next(t for t in report().tables if "Nơi nhận:" in cells(t)[0][0]).rows[0].cells
    assert [p.text for p in foot[0].paragraphs] == [
        "Nơi nhận:",
        "- Thường trực Tỉnh ủy;",
        "- Ban Tổ chức Tỉnh ủy;",
        "- Lưu: VT.",
    ]
    assert [p.text for p in foot[1].paragraphs] == [
        "T/M BAN THƯỜNG VỤ",
        "BÍ THƯ",
        "",
        "",
        "",
        "",
        "Nguyễn Văn An",
    ]
    party = next(t for t in report("hd05").tables if "Nơi nhận:" in cells(t)[0][0]).rows[0].cells
    assert party[0].paragraphs[-1].text == "- Lưu Văn phòng Đảng ủy."
    assert not party[1].paragraphs[1].runs[0].font.bold
    assert party[0].paragraphs[0].runs[0].font.underline


def test_blanks_are_left_for_the_pen() -> None:
    """Without a letterhead the document has room for number, place, date and signature."""
    assert number_line(PROFILES["nd30"], Letterhead(symbol="UBND"), "report") == "Số:       /BC-UBND"
    assert date_line(PROFILES["nd30"], Letterhead()) == "……………, ngày … tháng … năm ……"
    report_document((), Lexicon(), ReportFacts(AS_OF), Letterhead(), PROFILES["nd30"])


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_only_small_days_and_the_first_two_months_get_a_nought(day: date, written: str) -> None:
    """NĐ 30: a 0 before days under 10 and before months 1 and 2."""
    assert date_line(PROFILES["nd30"], Letterhead(place="Thứa", day=day)) == f"Thứa, {written}"


def captioned(document: Document) -> dict[str, WordTable]:
    """The tables by the caption above them."""
    found, caption = {}, ""
    for element in document.element.body:
        if element.tag == qn("w:p"):
            text = "".join(node.text or "" for node in element.iter(qn("w:t")))
            caption = text if text.startswith("Biểu ") else ""
        elif element.tag == qn("w:tbl") and caption:
            found[caption] = WordTable(element, document)
    return found


def test_every_table_stands_in_an_annex_with_the_words_of_the_lexicon() -> None:
    """Numbered captions in order; each row of each table cell by cell, repeated names written once."""
    found = captioned(report())
    by_title = {caption.split(". ", 1)[1]: table for caption, table in found.items()}
    assert [int(caption.split(".")[0].removeprefix("Biểu ")) for caption in found] == list(
        range(1, len(found) + 1)
    )
    printed = [table for table in published_tables() if table.rows and is_telling(table)]
    assert len(found) == len(printed) + 1  # and the proposed courses
    for whole in printed:
        table, _ = on_paper(whole, lexicon())
        written = cells(by_title[lexicon().title(table)])[-len(table.rows) :]
        for row, shown in zip(table.rows, written, strict=True):
            wanted = [lexicon().cell(cell, column) for cell, column in zip(row, table.columns, strict=True)]
            assert all(text in ("", word) for text, word in zip(shown, wanted, strict=True))
            assert shown[-1] == wanted[-1]


def test_tables_that_tell_nothing_are_named_instead_of_printed() -> None:
    """Everybody at one level, or nothing shown: a line at the annex's end says so; the workbook has them."""
    made = report_document(public_tables(), lexicon(), FACTS, LETTERHEAD, PROFILES["nd30"])
    document = docx.Document(BytesIO(made))
    said = next(line for line in lines(document) if line.startswith("Không in ở phụ lục này"))
    silent = [table for table in public_tables() if table.rows and not is_telling(table)]
    assert silent
    assert (
        len(captioned(document)) <= len([table for table in public_tables() if table.rows]) - len(silent) + 1
    )
    assert all(lexicon().title(table) in every_text(document) for table in silent)
    assert "Trình độ giáo dục phổ thông theo đơn vị" in said


def test_a_table_of_nobody_and_of_what_is_hidden_is_not_printed() -> None:
    """Noughts and stars alone are no figures; a single one is."""
    table = next(each for each in public_tables() if each.key == "reasons")
    nobody, someone = Count(0, everybody("wave:1")), Count(7, everybody("wave:1"))
    rows = ((table.rows[0][0], nobody, HIDDEN), (table.rows[1][0], HIDDEN, HIDDEN))
    assert not is_telling(replace(table, rows=rows))
    assert is_telling(replace(table, rows=(*rows, (table.rows[2][0], someone, HIDDEN))))


def test_levels_at_which_nobody_stands_have_no_column() -> None:
    """They are named below the table; what is hidden keeps its column."""
    table = next(each for each in public_tables() if each.key == "quality_qual_title")
    shown, remarks = on_paper(table, lexicon())
    assert len(shown.columns) < len(table.columns)
    assert "Sau đại học" in remarks[0]
    assert all(len(row) == len(shown.columns) for row in shown.rows)


def test_questions_that_everybody_answered_are_not_listed() -> None:
    """Of the questions left empty those stand in the annex that somebody left empty, or may have."""
    table = next(each for each in public_tables() if each.key == "item_nonresponse")
    shown, remarks = on_paper(table, lexicon())
    place = [column.key for column in table.columns].index("missing")
    assert 0 < len(shown.rows) < len(table.rows)
    assert not any(isinstance(cell := row[place], Count) and cell.value == 0 for row in shown.rows)
    assert "không có ai bỏ trống" in remarks[0]


@pytest.mark.parametrize("key", PROFILES)
def test_every_property_stands_where_word_wants_it(key: str) -> None:
    """The schema orders the children of properties; Word calls a file broken that another program opens."""
    for made in (report_bytes(key), restricted_bytes(key)):
        assert list(misplaced(made)) == []


def test_long_names_of_issuers_are_broken_into_even_lines() -> None:
    """No word is left alone on a line of its own below a full one."""
    letterhead = replace(LETTERHEAD, parent="Ủy ban nhân dân tỉnh Bắc Ninh", issuer="Sở Nội vụ")
    made = report_document(public_tables(), lexicon(), FACTS, letterhead, PROFILES["nd30"])
    head = docx.Document(BytesIO(made)).tables[0].rows[0].cells[0]
    assert [p.text for p in head.paragraphs][:3] == ["ỦY BAN NHÂN DÂN", "TỈNH BẮC NINH", "SỞ NỘI VỤ"]


def test_pictures_are_named_in_the_text_by_their_numbers() -> None:
    """Each picture has a sentence that speaks of it, with the number that stands below it."""
    said = " ".join(lines(report()))
    for number in range(1, len(pictures()) + 1):
        named = f"Hình\N{NO-BREAK SPACE}{number})"
        assert f"{named}." in said or f"{named}:" in said
    assert ") (Hình" not in said


def test_heading_rows_repeat_and_rows_never_break() -> None:
    """On every page a table begins with its headings; a row stays whole."""
    for table in captioned(report()).values():
        rows = list(table._tbl.iter(qn("w:tr")))
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_no_table_is_wider_than_its_page() -> None:
    """Upright tables fit 165 mm, wide ones stand on a turned page and fit that; text stays legible."""
    for profile in PROFILES.values():
        for table in (*published_tables(), *persons_tables()):
            grid = grid_of(table, lexicon())
            upright = text_width_of(profile, is_landscape=False)
            is_wide = needs_landscape(grid, profile, upright) or table.source is Source.PERSONS
            width = text_width_of(profile, is_landscape=is_wide)
            widths, size = column_widths(grid, profile, width)
            assert sum(widths) == pytest.approx(width)
            assert min(widths) > 5
            assert size >= 9


def test_the_charts_are_embedded_with_captions_and_a_text_for_those_who_do_not_see_them() -> None:
    """Each picture is in the file as it was drawn, under a numbered caption."""
    document = report()
    parts = {part.blob for part in document.part.package.iter_parts() if part.partname.endswith(".png")}
    assert parts == set(pictures().values())
    assert [line.split(".")[0] for line in lines(document) if re.match(r"Hình \d", line)] == [
        f"Hình {number}" for number in range(1, len(pictures()) + 1)
    ]
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)


@pytest.mark.parametrize("key", KEYS)
def test_the_files_properties_name_the_office_and_no_tool(key: str) -> None:
    """Title, office, day; no name of a library, no preview of somebody else's template."""
    for content, title in (
        (report_bytes(key), "Báo cáo kết quả"),
        (restricted_bytes(key), "Danh sách cán bộ"),
    ):
        properties = docx.Document(BytesIO(content)).core_properties
        assert properties.title.startswith(title)
        assert "\n" not in properties.title
        assert properties.author == properties.last_modified_by == FACTS.office
        assert properties.created is not None
        assert properties.created.date() == AS_OF
        archive = zipfile.ZipFile(BytesIO(content))
        assert not [n for n in archive.namelist() if "thumbnail" in n or "app.xml" in n or "customXml" in n]
        for name in archive.namelist():
            assert b"python" not in archive.read(name)


@pytest.mark.parametrize("key", KEYS)
def test_the_same_input_gives_the_same_bytes(key: str) -> None:
    """Nothing in a document depends on the moment it is made."""
    again = report_document(published_tables(), lexicon(), FACTS, LETTERHEAD, PROFILES[key], pictures())
    assert again == report_bytes(key)
    lists = restricted_document(persons_tables(), lexicon(), FACTS, LETTERHEAD, PROFILES[key])
    assert lists == restricted_bytes(key)


def every_text(document: Document) -> str:
    """All that can be read in a document."""
    return "\n".join(paragraph.text for paragraph in every_paragraph(document))


def test_no_name_of_a_person_is_in_the_report() -> None:
    """Names stand in the restricted lists only; a table of persons is refused."""
    text = every_text(report())
    assert not [person.full_name for person in officials() if person.full_name in text]
    with pytest.raises(ValueError, match="persons"):
        report_document(persons_tables(), lexicon(), FACTS, LETTERHEAD, PROFILES["nd30"])


def test_the_restricted_lists_are_marked_on_every_page_and_turned() -> None:
    """Landscape A4; the marking stands on the first page and beside every later page's number."""
    document = restricted()
    assert {section.orientation for section in document.sections} == {WD_ORIENT.LANDSCAPE}
    for section in document.sections:
        for header in (section.header, section.first_page_header):
            assert "LƯU HÀNH HẠN CHẾ" in "".join(p.text for p in header.paragraphs)
    assert "Lưu hành hạn chế".upper() not in every_text(report())


def test_the_restricted_lists_hold_who_lacks_what() -> None:
    """45 below standard, 42 below qualification under NĐ 33 with basis, clause and deadline; four lists in order."""
    document = restricted()
    headings = [line for line in lines(document) if line[:2] in ("I.", "II", "IV", "V.")]
    assert [heading.split(". ")[0] for heading in headings] == ["I", "II", "III", "IV", "V"]
    assert any(
        line.startswith("Có 42 đồng chí chưa đạt chuẩn về trình độ chuyên môn") for line in lines(document)
    )
    shown = every_text(document)
    assert "Nghị định 33/2023/NĐ-CP" in shown
    assert "01/8/2028" in shown
    assert "Đ8 k3" in shown
    below = {row[1] for table in persons_tables() if table.key == "below_standard" for row in table.rows}
    assert all(str(name) in shown for name in below)


def test_everybody_stands_on_one_line_of_a_list() -> None:
    """Two shortfalls are numbered within the line: neither page nor copy may part name and finding."""
    first = captioned(restricted())["Biểu 1. Danh sách cán bộ, công chức chưa đạt tiêu chuẩn chức danh"]
    rows = cells(first)[1:]
    assert len(rows) == 45
    assert all(row[1] for row in rows)
    assert len({row[0] for row in rows}) == 45
    assert sum("(1) " in " ".join(row) for row in rows) == 5


def test_a_basis_that_all_share_is_written_once() -> None:
    """Below the list, not on each line; columns without a word are not printed."""
    document = restricted()
    assert any(line.startswith("Căn cứ đối chiếu: Nghị định 33/2023/NĐ-CP") for line in lines(document))
    first = captioned(document)["Biểu 1. Danh sách cán bộ, công chức chưa đạt tiêu chuẩn chức danh"]
    assert "Căn cứ" not in cells(first)[0]


def test_several_bases_are_numbered_in_a_legend() -> None:
    """The line has the number, the legend the name."""
    table = next(each for each in persons_tables() if each.key == "below_qualification")
    place = [column.key for column in table.columns].index("basis")
    rows = tuple((*row[:place], f"Văn bản {row[0]}", *row[place + 1 :]) for row in table.rows[:2])
    shown, remarks = persons.on_paper(replace(table, rows=rows), lexicon())
    assert [row[[c.key for c in shown.columns].index("basis")] for row in shown.rows] == ["[1]", "[2]"]
    assert remarks[:2] == ("[1] Văn bản 1.", "[2] Văn bản 2.")


def test_what_is_not_known_is_summed_by_reason() -> None:
    """The same column is missing of everybody: said once with the number of people, then a line a person."""
    table = next(each for each in persons_tables() if each.key == "not_known")
    unit = Code("unit", "09496")
    rows = tuple(
        (
            number,
            f"Người {number}",
            Code("title", "bt"),
            unit,
            Code("course", course),
            Code("reason", "not_on_record"),
        )
        for number in (1, 2)
        for course in ("bd_kinh_te", "bd_xay_dung_dang")[:number]
    )
    made = restricted_document((replace(table, rows=rows),), lexicon(), FACTS, LETTERHEAD, PROFILES["nd30"])
    document = docx.Document(BytesIO(made))
    assert "- Bồi dưỡng quản lý kinh tế: 2 đồng chí (hồ sơ không có cột để đối chiếu);" in lines(document)
    written = cells(captioned(document)["Biểu 1. Danh sách chưa đủ dữ liệu để kết luận"])
    assert [row[4] for row in written[1:]] == [
        "Bồi dưỡng quản lý kinh tế",
        "(1) Bồi dưỡng quản lý kinh tế; (2) Bồi dưỡng công tác xây dựng Đảng",
    ]


def test_what_all_lack_alike_is_not_repeated_on_every_line() -> None:
    """One reason for everybody: the sum says it, the list holds the names."""
    table = next(each for each in persons_tables() if each.key == "not_known")
    unit, title = Code("unit", "09496"), Code("title", "bt")
    lacking = (Code("criterion", "all"), Code("reason", "rule_missing"))
    rows = tuple((number, f"Người {number}", title, unit, *lacking) for number in (1, 2))
    shown, _ = persons.on_paper(replace(table, rows=rows), lexicon())
    assert [column.key for column in shown.columns] == ["stt", "full_name", "title", "unit"]
    assert persons.summed(replace(table, rows=rows), lexicon())[0].startswith(
        "Mọi tiêu chuẩn: 2 đồng chí (chưa có"
    )


def test_nobody_is_called_up_to_standard_who_could_not_be_judged() -> None:
    """An empty list of those below standard beside people without data says that nothing is concluded yet."""
    tables = {each.key: replace(each, rows=()) for each in persons_tables()}
    unit, title = Code("unit", "09496"), Code("title", "bt")
    row = (1, "Người 1", title, unit, Code("criterion", "all"), Code("reason", "rule_missing"))
    tables["not_known"] = replace(tables["not_known"], rows=(row,))
    made = restricted_document(tables.values(), lexicon(), FACTS, LETTERHEAD, PROFILES["nd30"])
    said = lines(docx.Document(BytesIO(made)))
    assert "Không có đồng chí nào chưa đạt tiêu chuẩn chức danh." not in said
    assert any(line.startswith("Chưa có đồng chí nào được kết luận là chưa đạt tiêu chuẩn") for line in said)


def test_where_several_rules_are_in_force_none_of_those_compared_is_the_basis() -> None:
    """Made by whatever is in force for each title: the lists say so, and cite no rules set beside for comparison."""
    note = Note("review_regime", {"regime": Code("regime", "in_force"), "as_of": AS_OF})
    lists = tuple(replace(table, notes=(note,)) for table in persons_tables())
    made = restricted_document(lists, lexicon(), FACTS, LETTERHEAD, PROFILES["nd30"])
    opening = next(
        line for line in lines(docx.Document(BytesIO(made))) if line.startswith("Quy định đối chiếu")
    )
    assert "đang có hiệu lực" in opening
    assert "33/2023" not in opening


def test_where_no_title_has_a_rule_nobody_is_called_up_to_standard() -> None:
    """Rules that demand nothing of anybody: empty lists say so, and what to do."""
    empty = tuple(replace(table, rows=()) for table in persons_tables())
    facts = replace(FACTS, regimes=(replace(FACTS.regimes[0], has_judged=False),))
    said = lines(
        docx.Document(BytesIO(restricted_document(empty, lexicon(), facts, LETTERHEAD, PROFILES["nd30"])))
    )
    assert "Không có đồng chí nào chưa đạt tiêu chuẩn chức danh." not in said
    assert sum("nạp tiêu chuẩn do tỉnh ban hành" in line for line in said) == 3


def test_the_lists_name_only_the_rules_they_were_made_by() -> None:
    """What the report sets beside for comparison is no basis of a list of persons."""
    opening = next(line for line in lines(restricted()) if line.startswith("Quy định đối chiếu"))
    assert "33/2023" in opening
    assert "04/2004" not in opening


def test_the_restricted_lists_refuse_what_comes_from_answers() -> None:
    """The third list of the article, limited competence, is never by name."""
    with pytest.raises(ValueError, match="persons"):
        restricted_document(public_tables(), lexicon(), FACTS, LETTERHEAD, PROFILES["nd30"])


def test_empty_lists_say_so() -> None:
    """Nobody below standard is a finding; no review at all is another one."""
    empty = tuple(replace(table, rows=()) for table in persons_tables())
    made = restricted_document(empty, lexicon(), FACTS, LETTERHEAD, PROFILES["nd30"])
    assert "Không có đồng chí nào chưa đạt tiêu chuẩn chức danh." in lines(docx.Document(BytesIO(made)))
    unreviewed = restricted_document((), lexicon(), ReportFacts(AS_OF), Letterhead(), PROFILES["nd30"])
    assert "Chưa có kết quả đối chiếu tiêu chuẩn chức danh." in lines(docx.Document(BytesIO(unreviewed)))


def test_years_have_no_thousands_dot() -> None:
    """A year of birth is 1963, not 1.963."""
    text = every_text(restricted())
    assert "1.9" not in text


def test_what_is_written_in_a_cell_cannot_break_the_file() -> None:
    """Control signs, tags and decomposed letters come out as plain composed text."""
    table = Table(
        "not_known",
        Source.PERSONS,
        (Column("stt", Kind.NUMBER), Column("full_name", Kind.TEXT)),
        ((1, "Nguye\u0302\u0303n <b>A</b> & \x0b\x00B"),),
    )
    made = restricted_document((table,), lexicon(), FACTS, LETTERHEAD, PROFILES["nd30"])
    assert "Nguyễn <b>A</b> & B" in every_text(docx.Document(BytesIO(made)))


def test_hidden_cells_are_marked() -> None:
    """What is hidden is a star on paper, never a number."""
    count = Count(9, everybody("roster"))
    table = Table(
        "review_title",
        Source.ROSTER,
        (Column("title", Kind.CODE), Column("n", Kind.COUNT), Column("any", Kind.COUNT)),
        ((Code("title", "bt"), count, HIDDEN),),
        base=count,
    )
    made = report_document((table,), lexicon(), FACTS, LETTERHEAD, PROFILES["nd30"])
    found = captioned(docx.Document(BytesIO(made)))
    assert cells(next(iter(found.values())))[-1] == ["Bí thư Đảng ủy", "9", "*"]
