"""The plan in Word, its class lists, picture and calendar: opened again and measured; nobody named in public."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from surveys.planning.courses import Catalogue
from surveys.planning.example import example_catalogue
from surveys.planning.needs.model import Reason, ReasonKind
from surveys.planning.plan import LeftOut, LeftOutWhy, Plan, Quality, Why
from surveys.reporting.charts.canvas import Canvas
from surveys.reporting.charts.classes_over_year import classes_over_year
from surveys.reporting.planning.calendar import plan_calendar
from surveys.reporting.planning.class_lists import class_lists
from surveys.reporting.planning.document import plan_document
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.planning.figures import Uncovered, key_figures, uncovered_of
from surveys.reporting.planning.wording import PlanWording
from surveys.reporting.planning.workbook import plan_workbook
from surveys.reporting.word.profiles import PROFILES
from surveys.roster import Official
from tests.surveys.planning.plans import DIGITAL as DIGITAL_COURSE
from tests.surveys.planning.plans import (
    FACTS,
    GROUP,
    PEOPLE,
    PLAN,
    REFRESHER,
    STANDARD,
    a_class,
    plans,
    seats,
)  # fmt: skip
from tests.surveys.report_sample import LETTERHEAD
from tests.surveys.word_order import misplaced

KEYS = tuple(PROFILES)
NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
PICTURE = classes_over_year(FACTS)


def public(key: str = "nd30", facts: PlanFacts = FACTS) -> bytes:
    """The plan in one layout."""
    return plan_document(facts, LETTERHEAD, PROFILES[key], PICTURE)


def restricted(key: str = "nd30", people: Mapping[int, Official] = PEOPLE) -> bytes:
    """The class lists in one layout."""
    return class_lists(FACTS, people, LETTERHEAD, PROFILES[key])


def opened(content: bytes) -> Document:
    """A document, opened again."""
    return docx.Document(io.BytesIO(content))


def words(content: bytes) -> str:
    """All that is written in a file: every part of a .docx or .xlsx, or a text."""
    if not content.startswith(b"PK"):
        return content.decode().replace("\r\n ", "")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if not name.endswith(".png")]
    return " ".join(re.sub(r"<[^>]+>", " ", part.decode("utf-8")) for part in parts)


def lines(document: Document) -> list[str]:
    """The paragraphs of the body."""
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("key", KEYS)
def test_it_is_a_document_by_the_profile(key: str) -> None:
    """A4 with the prescribed margins in one font, properties in the order that Word wants, the same bytes each time."""
    for content in (public(key), restricted(key)):
        document = opened(content)
        for section in document.sections:
            sizes = {WD_ORIENT.PORTRAIT: (210, 297), WD_ORIENT.LANDSCAPE: (297, 210)}[section.orientation]
            assert section.page_width is not None
            assert section.page_height is not None
            assert (round(section.page_width.mm), round(section.page_height.mm)) == sizes
            assert section.left_margin is not None
            assert round(section.left_margin.mm) == 30
        fonts = {run.get(qn("w:ascii")) for run in document.element.body.iter(qn("w:rFonts"))}
        assert fonts == {"Times New Roman"}
        assert not list(misplaced(content))
    assert public(key) == public(key)


def test_its_sections_stand_in_the_order_of_a_plan() -> None:
    """Grounds, purpose, content, cost, carrying out; the number of its kind; the annex refers to it."""
    facts = replace(FACTS, grounds=("Căn cứ Nghị định 171/2025/NĐ-CP", "Báo cáo số 05-BC/ĐU"))
    document = opened(public(facts=facts))
    told = lines(document)
    heads = [
        p.text for p in document.paragraphs if ((p.style and p.style.name) or "").startswith("Heading 1")
    ]
    assert heads == ["I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG", "III. KINH PHÍ", "IV. TỔ CHỨC THỰC HIỆN"]
    assert told.index("Căn cứ Nghị định 171/2025/NĐ-CP;") + 1 == told.index("Căn cứ Báo cáo số 05-BC/ĐU.")
    assert "Số: 05/KH-ĐU" in words(public())
    assert "(Kèm theo Kế hoạch số 05/KH-ĐU ngày 05/02/2026 của Đảng ủy xã Lương Tài)" in told
    assert "Tổng kinh phí dự kiến: 57.000.000 đồng." in told
    assert "Kế hoạch mở 3 lớp cho 10 đồng chí, tổng cộng 13 lượt người học (Biểu\xa01, Phụ lục I)." in told
    assert any(line.endswith("quý III có 1 lớp (Hình\xa01).") for line in told)
    assert len(document.inline_shapes) == 1


def test_the_table_of_classes_has_the_columns_of_offices() -> None:
    """On a turned page, no wider than it, with the sum below."""
    table = opened(public()).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == [
        "TT", "Nội dung lớp", "Đối tượng", "Số lượng", "Thời gian", "Thời lượng", "Hình thức", "Địa điểm",
        "Đơn vị tổ chức", "Kinh phí (đồng)", "Nguồn", "Ghi chú",
    ]  # fmt: skip
    assert rows[1][4] == "Quý I (từ 01/3/2027 đến 03/3/2027)"
    assert (rows[-1][1], rows[-1][3], rows[-1][9]) == ("Tổng cộng", "13", "57.000.000")
    width = sum(int(each.get(qn("w:w"))) for each in table._tbl.tblGrid.iter(qn("w:gridCol")))
    assert width <= round((297 - 30 - 15) / 25.4 * 1440) + 20


def test_the_class_lists_are_marked_and_say_why() -> None:
    """On every page; a reason that all of a class share is said once; the rules of handling stand below."""
    document = opened(restricted())
    for section in document.sections:
        assert "LƯU HÀNH HẠN CHẾ" in section.first_page_header.paragraphs[0].text
    told = lines(document)
    assert any(
        line.endswith("Lý do chung của cả lớp: " + PlanWording(FACTS).reasons((STANDARD,)) + ".")
        for line in told
    )
    names = [row.cells[1].text for table in document.tables for row in table.rows if len(row.cells) > 4]
    assert names.count("Vũ Văn Em") == 2
    assert "IV. QUẢN LÝ, SỬ DỤNG DANH SÁCH" in told


def test_nobody_is_listed_whom_the_reader_may_not_see() -> None:
    """A list that is not whole says so; one class alone may be asked for; of nobody it is said."""
    content = restricted(people={5: PEOPLE[5]})
    assert "chỉ gồm 1 người trong phạm vi được xem" in words(content)
    assert "Hoàng Thị Giang" not in words(content)
    one = class_lists(FACTS, PEOPLE, LETTERHEAD, PROFILES["nd30"], only=(1,))
    assert "Vũ Văn Em" not in words(one)
    assert "Nguyễn Văn An" in words(one)
    assert "không có ai trong phạm vi" in words(restricted(people={}))


def publications(facts: PlanFacts) -> Iterator[bytes]:
    """Everything that leaves the house without names."""
    yield plan_document(facts, LETTERHEAD, PROFILES["nd30"])
    yield plan_workbook(facts)
    yield plan_calendar(facts, NOW)


@settings(max_examples=12, deadline=None)
@given(plans(), st.permutations(sorted(PEOPLE)))
def test_public_documents_do_not_depend_on_who_sits_where(plan: Plan, others: list[int]) -> None:
    """With everybody exchanged for somebody else they are the same, byte by byte; no name and no key is in them."""
    swap = dict(zip(sorted(PEOPLE), others, strict=True))
    exchanged = replace(
        plan,
        classes=tuple(
            replace(each, seats=tuple(replace(seat, official=swap[seat.official]) for seat in each.seats))
            for each in plan.classes
        ),
        left_out=tuple(replace(left, official=swap[left.official]) for left in plan.left_out),
    )
    mine, theirs = (list(publications(replace(FACTS, plan=each))) for each in (plan, exchanged))
    assert mine == theirs
    for content in mine:
        told = words(content)
        for official in PEOPLE.values():
            assert official.full_name not in told.replace(LETTERHEAD.signer, "")
            assert official.roster_key not in told


def test_reasons_of_a_few_are_named_without_their_number() -> None:
    """One reason of two people beside one of eighteen: neither number is told, for one would tell the other."""
    many, few = Why(ReasonKind.STANDARD, 18, date(2028, 8, 1), "pol"), Why(ReasonKind.WISH, 2)
    wording, planned = PlanWording(FACTS), PLAN.classes[0]
    assert wording.why(replace(planned, why=(many,))) == (
        "Đạt chuẩn chức danh về lý luận chính trị, hạn 01/8/2028 (18 đồng chí)"
    )
    assert wording.why(replace(planned, why=(many, few))) == (
        "Đạt chuẩn chức danh về lý luận chính trị, hạn 01/8/2028; theo đề nghị đã gửi cơ quan"
    )


@given(st.lists(st.sampled_from(tuple(LeftOutWhy)), max_size=40))
def test_no_figure_tells_of_fewer_than_five(whys: list[LeftOutWhy]) -> None:
    """Whatever the reasons: what is told adds up to the whole, and nothing told is of one to four people."""
    left = tuple(LeftOut(number, "x", why, (GROUP,)) for number, why in enumerate(whys))
    found = uncovered_of(replace(FACTS, plan=replace(PLAN, left_out=left)))
    if 0 < len(whys) < 5:
        assert found == Uncovered(None)
    else:
        assert found.count == len(whys) == sum(count for _, count in found.whys)
        assert all(count >= 5 for _, count in found.whys)


def test_key_figures_hide_a_deadline_missed_by_one() -> None:
    """41 of 42 would tell of one."""
    plan = replace(PLAN, quality=Quality("", 41, 42, 1, 1.0), repeats=None)
    told = dict(key_figures(replace(FACTS, plan=plan)))
    assert told["Nhu cầu đạt chuẩn trước hạn được đáp ứng"] == "không nêu số liệu"
    assert not any("41" in figure for figure in told.values())


def test_the_calendar_is_one_that_phones_read() -> None:
    """Whole days whose end is the day after; lines of at most 75 octets; the same class has the same name later."""
    content = plan_calendar(FACTS, NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    told = words(content).split("\r\n")
    assert told[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert told.count("BEGIN:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20270301" in told
    assert "DTEND;VALUE=DATE:20270304" in told
    assert "X-WR-CALNAME:Lịch đào tạo\\, bồi dưỡng năm 2027" in told
    later = plan_calendar(replace(FACTS, version=2), datetime(2027, 1, 5, tzinfo=UTC))
    names = [
        [line for line in words(each).split("\r\n") if line.startswith("UID")] for each in (content, later)
    ]
    assert names[0] == names[1]
    assert "SEQUENCE:2" in words(later).split("\r\n")


def test_the_picture_shows_every_class_and_overlaps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone's width; no text over another, none over the edge; of nothing there is no picture."""
    sheets: list[Canvas] = []

    def collect(canvas: Canvas) -> bytes:
        sheets.append(canvas)
        return b""

    monkeypatch.setattr(Canvas, "png", collect)
    catalogue: Catalogue = example_catalogue()
    classes = tuple(
        replace(
            a_class(
                number,
                DIGITAL_COURSE,
                date(2027, month, 4),
                date(2027, month, 4 + 3 * (number % 7)),
                seats(*range(1, 9)),
            ),
            course=course.code,
        )
        for number, (course, month) in enumerate(
            ((course, month) for course in catalogue.courses for month in (1, 3, 6, 10)), 1
        )
    )
    classes_over_year(
        replace(FACTS, plan=Plan(2027, classes), catalogue=catalogue), source="Nguồn: kế hoạch."
    )
    (sheet,) = sheets
    boxes = [text.box for text in sheet.texts]
    assert all(box.left >= 0 and box.right <= 1080 and box.bottom <= sheet.height for box in boxes)
    for number, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[number + 1 :])
    assert "Quý IV" in {text.shown for text in sheet.texts}
    assert classes_over_year(replace(FACTS, plan=Plan(2027, ()))) is None


def test_the_picture_is_a_small_png() -> None:
    """As wide as a phone."""
    assert PICTURE is not None
    image = Image.open(io.BytesIO(PICTURE))
    assert image.format == "PNG"
    assert image.width == 1080
    assert len(PICTURE) < 100_000


def test_reasons_are_told_with_source_and_doubt() -> None:
    """Of a group the figure is said to be everybody's; what is to be checked says so."""
    programme = replace(STANDARD, criterion="other", demanded="bd_qlnn", held="", due=None)
    assert PlanWording(FACTS).reason(programme) == (
        "Chưa đạt chuẩn chức danh Bí thư Đảng ủy về chương trình bồi dưỡng bắt buộc (yêu cầu: Bồi dưỡng quản lý nhà "
        "nước), theo Đ8 k1 Nghị định 33/2023/NĐ-CP"
    )
    told = PlanWording(FACTS).reasons((GROUP, REFRESHER))
    assert told == (
        "Nhu cầu chung của nhóm Đảng về “Tin học, chuyển đổi số” (tổng hợp từ 12 người, không theo từng người); Bồi "
        "dưỡng bắt buộc hằng năm (40 tiết), theo Nghị định 171/2025/NĐ-CP (cần xác minh)"
    )


def test_what_a_group_wishes_is_never_told_as_the_wish_of_one() -> None:
    """It is a figure of the survey: nobody has asked the office for it by name."""
    wished = Reason(ReasonKind.WISH, 2, subject=GROUP.subject, group=GROUP.group, count=7)
    told = PlanWording(FACTS).reason(wished)
    assert told == (
        "7 người của nhóm Đảng chọn “Tin học, chuyển đổi số” là điều cần học nhất (số chung, không theo từng người)"
    )
    own = Reason(ReasonKind.WISH, 2, "Đơn ngày 02/10/2026")
    assert PlanWording(FACTS).reason(own) == "Có đề nghị gửi cơ quan, theo Đơn ngày 02/10/2026"
