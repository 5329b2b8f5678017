"""The answers of a wave on paper and in files: typed, labelled, and never a formula."""

import csv
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.content import read
from surveys.disposition import Disposition, Outcome
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Screen
from surveys.reporting.answers import AnswerRow, AnswerTable, answer_items
from surveys.reporting.answers_csv import NUMBER, answers_csv
from surveys.reporting.answers_workbook import answers_workbook
from surveys.reporting.texts import ANSWERS
from surveys.xlsform import read_form

FORM = Questionnaire(
    form_id="f",
    version="1",
    title="Phiếu",
    screens=(
        Screen("hello", (Item("hello", ItemType.NOTE, "Xin chào"),), "a"),
        Screen("unit", (Item("unit", ItemType.SELECT_ONE, "Đơn vị", choice_list="unit"),), "a"),
        Screen("born", (Item("born", ItemType.INTEGER, "Năm sinh"),), "a"),
        Screen("since", (Item("since", ItemType.DATE, "Từ ngày"),), "a"),
        Screen(
            "c01",
            (
                Item("c01_i", ItemType.SELECT_ONE, "Quan trọng", choice_list="five"),
                Item("c01_c", ItemType.SELECT_ONE, "Hiện có", choice_list="five"),
            ),
            "c",
            label="C1. Lý luận",
        ),
        Screen("topics", (Item("topics", ItemType.SELECT_MULTIPLE, "Nội dung", choice_list="topic"),), "d"),
        Screen("idea", (Item("idea", ItemType.TEXT, "Đề xuất"),), "d"),
    ),
    calculations=(Item("age", ItemType.CALCULATE, "Tuổi"),),
    choice_lists={
        "unit": (Choice("09496", "Thị trấn Thứa"), Choice("09505", "Xã Phú Hòa")),
        "five": tuple(Choice(str(n), f"Mức {n}") for n in range(1, 6)),
        "topic": (Choice("c01", "Lý luận"), Choice("c05", "Tin học")),
    },
    sections={"a": "A. Thông tin", "c": "C. Năng lực", "d": "D. Nhu cầu"},
)
FULL = {
    "unit": "09505",
    "born": "1975",
    "since": "2011-06-01",
    "c01_i": "5",
    "c01_c": "2",
    "topics": "c01 c05",
    "idea": "=1+1",
    "age": "39.5",
}
STARTED = datetime(2015, 4, 20, 1, 30, 15, 250, tzinfo=UTC)


def case(answers: Mapping[str, str], **changed: Any) -> AnswerRow:
    """One case of the wave."""
    known: dict[str, Any] = {
        "case": 7, "roster_key": "LT007", "full_name": "Lê Thị Hòa", "unit": "Xã Phú Hòa", "title": "Chủ tịch UBND",
        "disposition": "completed", "started_at": STARTED, "completed_at": None, "answers": answers,
    }  # fmt: skip
    return AnswerRow(**(known | changed))


def sheet_of(content: bytes, name: str) -> list[list[Any]]:
    """The values of one sheet."""
    page = openpyxl.load_workbook(io.BytesIO(content))[name]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def csv_of(table: AnswerTable) -> list[list[str]]:
    """The cells of the .csv."""
    return list(csv.reader(io.StringIO(answers_csv(table).decode("utf-8-sig"), newline="")))


def test_answers_stand_with_their_labels() -> None:
    """Choices as labels, numbers and dates typed, text as text."""
    header, row = sheet_of(answers_workbook(AnswerTable(FORM, [case(FULL)])), ANSWERS.labels_sheet)
    assert header[5:] == [
        "Đơn vị", "Năm sinh", "Từ ngày", "C1. Lý luận – Quan trọng", "C1. Lý luận – Hiện có",
        "Nội dung", "Đề xuất", "Tuổi",
    ]  # fmt: skip
    since = datetime.fromisoformat("2011-06-01")
    assert row == [
        *(7, "LT007", "Lê Thị Hòa", "Xã Phú Hòa", "Chủ tịch UBND"),
        *("Xã Phú Hòa", 1975, since, "Mức 5", "Mức 2", "Lý luận; Tin học", "=1+1", 39.5),
    ]


def test_codes_are_numbers_only_where_the_whole_list_is() -> None:
    """A rating is 5, a unit stays "09505" with its zero."""
    header, row = sheet_of(answers_workbook(AnswerTable(FORM, [case(FULL)])), ANSWERS.codes_sheet)
    assert header[5:] == [item.name for item in answer_items(FORM)]
    assert row[5:7] == ["09505", 1975]
    assert row[8:12] == [5, 2, "c01 c05", "=1+1"]


def test_the_codebook_lists_every_choice_of_every_item() -> None:
    """One line a choice; an item without choices has one line."""
    rows = sheet_of(answers_workbook(AnswerTable(FORM, [])), ANSWERS.codebook_sheet)
    assert rows[1] == ["unit", "A. Thông tin", "Đơn vị", "chọn một", "09496", "Thị trấn Thứa"]
    assert len(rows) == 1 + 2 + 1 + 1 + 5 + 5 + 2 + 1 + 1


def test_cases_stand_with_their_outcome_in_local_time() -> None:
    """Also those who answered nothing."""
    silent = case({}, case=8, disposition="silent", started_at=None)
    rows = sheet_of(answers_workbook(AnswerTable(FORM, [case(FULL), silent])), ANSWERS.cases_sheet)
    assert rows[0] == list(ANSWERS.case_headers)
    assert rows[1][5:8] == ["Hoàn thành", "completed", datetime.fromisoformat("2015-04-20T08:30:15")]
    assert rows[2][0] == 8
    assert rows[2][5:7] == ["Đã kết nối, không trả lời", "silent"]


def test_every_outcome_has_a_label() -> None:
    """Those of a closed wave and those while it is open."""
    assert {*map(str, Outcome), *map(str, Disposition)} <= set(ANSWERS.dispositions)


@settings(max_examples=30, deadline=None)
@given(
    st.text(max_size=40)
    | st.sampled_from(
        ["=1+1", "+84", "-5", "@x", '=HYPERLINK("http://x")', "{=A1}", "http://x", "\ud800", "\uffff\x00"]
    )
)
def test_nothing_typed_becomes_a_formula_or_a_link(text: str) -> None:
    """Not in any cell of any sheet, whatever was typed as name or answer."""
    row = case(FULL | {"idea": text, "born": text, "unit": text}, full_name=text, roster_key=text)
    book = openpyxl.load_workbook(io.BytesIO(answers_workbook(AnswerTable(FORM, [row]))))
    cells = [cell for page in book for cells in page.iter_rows() for cell in cells]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)


def test_a_text_longer_than_a_cell_is_cut_with_a_mark_and_whole_in_the_csv() -> None:
    """Excel holds 32,767 characters."""
    long = "dài " * 20_000
    table = AnswerTable(FORM, [case({"idea": long})])
    assert sheet_of(answers_workbook(table), ANSWERS.labels_sheet)[1][11].endswith("…")
    assert csv_of(table)[1][-2] == long


@pytest.mark.parametrize("value", ["007", "1e5", "٣", "1234567890123456789", "-", "", "nan"])
def test_what_is_no_plain_number_stays_text(value: str) -> None:
    """Nothing loses a zero or a digit on its way into Excel."""
    row = sheet_of(
        answers_workbook(AnswerTable(FORM, [case({"born": value, "idea": "x"})])), ANSWERS.labels_sheet
    )[1]
    assert row[6] == (value or None)


def test_the_csv_has_a_row_per_case_and_codes_as_odk_exports_them() -> None:
    """UTF-8 with its mark; the columns that other programs rely on; a formula is marked as text."""
    table = AnswerTable(
        FORM, [case(FULL, mode="paper"), case({}, case=8, disposition="unlinked", started_at=None)]
    )
    assert answers_csv(table).startswith(
        b"\xef\xbb\xbfcase,roster_key,disposition,started_at,completed_at,mode,unit,born,"
    )
    header, first, second = csv_of(table)
    assert header[6:] == ["unit", "born", "since", "c01_i", "c01_c", "topics", "idea", "age"]
    assert first[:6] == ["7", "LT007", "completed", "2015-04-20T08:30:15+07:00", "", "paper"]
    assert first[6:] == ["09505", "1975", "2011-06-01", "5", "2", "c01 c05", "'=1+1", "39.5"]
    assert second == ["8", "LT007", "unlinked", "", ""] + [""] * 9


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_the_exact_csv_keeps_any_text(text: str) -> None:
    """Quotes, line breaks, delimiters and signs come back as they went in; programs need no byte order mark."""
    content = answers_csv(AnswerTable(FORM, [case({"idea": text})]), is_exact=True)
    assert content.startswith(b"case,")
    assert list(csv.reader(io.StringIO(content.decode(), newline="")))[1][12] == text


DANGEROUS = "=+-@\t\r＝＋－＠"
ODD_TEXT = st.text(st.sampled_from(DANGEROUS + ",;|\"'\n 1aă"), max_size=12)


@given(ODD_TEXT, st.sampled_from([",", ";", "\t", "|"]))
def test_no_cell_of_the_csv_is_a_formula_in_excel(text: str, delimiter: str) -> None:
    """Whatever Excel takes for the separator, and quoted or not, no cell begins like a formula but a number."""
    content = csv_of_text(answers_csv(AnswerTable(FORM, [case({"idea": text}, roster_key=text)])))
    cells = {
        cell for line in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter) for cell in line
    }
    raw = re.split(r'[,;|\t\r\n"]', content)
    for cell in (*cells, *raw):
        assert not cell.startswith(tuple(DANGEROUS)) or NUMBER.fullmatch(cell)


def csv_of_text(content: bytes) -> str:
    """Read a .csv as text."""
    return content.decode("utf-8-sig")


@pytest.mark.parametrize("text", ["-5", "0", "39.5", "c01 c05", "Cần học; rất cần", "a - b", "1-2", ""])
def test_numbers_and_plain_words_are_not_marked(text: str) -> None:
    """What is no formula stands as it was typed."""
    assert csv_of(AnswerTable(FORM, [case({"idea": text})]))[1][12] == text


def test_notes_have_no_column() -> None:
    """Only what can be answered or is calculated."""
    assert "hello" not in {item.name for item in answer_items(FORM)}


def test_the_built_in_form_is_exported_whole() -> None:
    """A wave of 300 cases, its rows read once as they come."""
    form = read_form(read("tna_capxa.md"), "tna_capxa.md")
    assert isinstance(form, Questionnaire)
    answers = {item.name: "3" for item in answer_items(form)}
    rows = (case(answers, case=number) for number in range(1, 301))
    written = sheet_of(answers_workbook(AnswerTable(form, rows)), ANSWERS.codes_sheet)
    assert [row[0] for row in written[1:]] == list(range(1, 301))
    assert len(written[0]) == 5 + len(answer_items(form))
