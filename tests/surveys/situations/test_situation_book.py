"""The workbook of situations: read with every slip named by its cell; what waits for review is told, not refused."""

from datetime import date

from bot.texts.problems import word_problem
from surveys.problems import Place, Problem
from surveys.situations.book import (
    PROBLEM_PARAMETERS,
    SituationBook,
    names_situation_table,
    read_situation_book,
)
from surveys.situations.book.around import Around
from surveys.titles import built_in_titles
from surveys.workbooks import Workbook, read_workbook
from tests.surveys.planning.plan_books import Cell
from tests.surveys.situations.banks import REVIEWED, UNTIL, book, row

AROUND = Around(built_in_titles(), date(2026, 11, 24), {"c06": "Tiếp công dân"})


def read(*rows: list[Cell]) -> SituationBook | list[Problem]:
    """Read a workbook with these rows."""
    return read_situation_book(book(*rows), "tinh-huong.xlsx", AROUND)


def test_a_bank_is_read_as_it_is_written() -> None:
    """Groups, fields and competencies by label or code, the key by letter, number or words; drafts are noted."""
    found = read(
        row("a", Nhóm_chức_danh="Đảng; Chính quyền", Năng_lực="C6", Đáp_án="phương án b"),
        row("b", Đáp_án="Gặp dân ngay", Lĩnh_vực_công_tác="Tư pháp – hộ tịch"),
        row("c", Đáp_án=None, Người_duyệt=None, Ngày_duyệt=None),
        row("d", Dùng_đến_ngày=date(2026, 1, 31)),
    )
    assert isinstance(found, SituationBook), found
    first, second, third, fourth = found.bank
    assert (first.groups, first.competency, first.key) == (("dang", "chinh_quyen"), "c06", 1)
    assert (second.groups, second.fields, second.key) == ((), ("tu_phap",), 1)
    assert (first.reviewed_on, first.valid_until) == (REVIEWED, UNTIL)
    assert not third.is_reviewed
    assert [each.code for each in found.bank.sent_on(AROUND.day)] == ["a", "b"]
    assert fourth.is_reviewed
    told = [
        (note.code, note.parameters["found"]) for note in found.notes if note.code.startswith("situation")
    ]
    assert told == [("situation_waits", "c"), ("situation_over", "d")]


def test_everything_wrong_is_named_at_once_with_its_cell() -> None:
    """A review that is not finished is refused: nobody is to think that it counts."""
    found = read(
        row("a", Đáp_án="D"),
        row("A", Người_duyệt="Trường Chính trị", Ngày_duyệt=date(2027, 1, 1)),
        row("b", Vì_sao_B=None, Căn_cứ_điều_khoản=None),
        row("c", Phương_án_C="Chờ cấp trên", Dùng_đến_ngày=date(2015, 1, 1)),
        row("d", Nhóm_chức_danh="Công an", Người_soạn=None),
    )
    assert isinstance(found, list), found
    assert [(each.code, each.place.cell) for each in found] == [
        ("situation_key_unknown", "I4"),
        ("plan_row_twice", "A5"),
        ("situation_own_review", "N5"),
        ("situation_review_ahead", "O5"),
        ("situation_unfinished", "K6"),
        ("situation_unfinished", "L6"),
        ("situation_option_twice", "H7"),
        ("situation_valid_before", "P7"),
        ("plan_choice_unknown", "C8"),
        ("plan_missing", "M8"),
    ]


def test_a_bank_is_told_from_other_workbooks() -> None:
    """By its columns, whatever its sheet is called."""
    held = read_workbook(book(row("a")), "x.xlsx")
    assert isinstance(held, Workbook)
    assert names_situation_table(held)
    empty = read_situation_book(book(), "x.xlsx", AROUND)
    assert isinstance(empty, list)
    assert [each.code for each in empty] == ["plan_nothing"]


def test_every_code_is_worded() -> None:
    """What the book may say has a sentence that needs nothing but what it tells."""
    for code, names in PROBLEM_PARAMETERS.items():
        said = word_problem(Problem(code, Place("x", "A1"), dict.fromkeys(names, "…")), "situation_book")
        assert code not in said, code
    unknown = word_problem(Problem("plan_no_table", Place("x"), {"expected": "…"}), "situation_book")
    assert "Tình huống hằng tuần" in unknown
