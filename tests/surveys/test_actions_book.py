"""The workbook of actions: what goes out comes back the same, and every slip is named by its cell."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any, Final

import openpyxl
import pytest

from bot.texts.briefings import BOOK_PROBLEMS
from bot.texts.problems import word_problem
from surveys.briefing.actions_book import (
    PROBLEM_PARAMETERS,
    ActionRow,
    ActionsBook,
    Round,
    is_actions_book,
    read_actions,
)
from surveys.reporting.actions_workbook import ActionLine, actions_workbook
from surveys.workbooks import Workbook, read_workbook

DAY: Final = date(2026, 12, 15)
PEOPLE: Final = {
    5: "Nguyễn Văn An, Xã Phú Hòa",
    6: "Nguyễn Văn An, Xã An Thịnh",
    7: "Trần Thị Bình, Xã Phú Hòa",
}
ROUNDS: Final = {3: Round(frozenset({11, 12}), PEOPLE)}
LINES: Final = (
    ActionLine(11, "Lập danh sách", PEOPLE[5], date(2026, 12, 25), False, ""),
    ActionLine(12, "Góp ý dự thảo", "", None, True, "đã gửi"),
)


def made(change: Callable[[Any], None] = lambda _: None, round_id: int = 3) -> bytes:
    """The workbook, changed by hand."""
    book = openpyxl.load_workbook(BytesIO(actions_workbook(round_id, DAY, LINES, list(PEOPLE.values()))))
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_what_goes_out_comes_back() -> None:
    """Untouched it holds the actions as they were, and is known by its mark, whatever the file is called."""
    content = made()
    assert read_actions(content, "x.xlsx", ROUNDS) == ActionsBook(
        3,
        (
            ActionRow(11, "Lập danh sách", 5, date(2026, 12, 25), False, ""),
            ActionRow(12, "Góp ý dự thảo", None, None, True, "đã gửi"),
        ),
    )
    book = read_workbook(content, "x.xlsx")
    assert isinstance(book, Workbook)
    assert is_actions_book(book)


def cell(name: str, value: object) -> Callable[[Any], None]:
    """Write one cell of the table."""

    def change(book: Any) -> None:
        book["Việc"][name] = value

    return change


def several(*changes: Callable[[Any], None]) -> Callable[[Any], None]:
    """Make several changes."""

    def change(book: Any) -> None:
        for each in changes:
            each(book)

    return change


WRONG: Final = {
    "actions_no_round": (cell("A2", None), ""),
    "actions_no_table": (several(cell("B4", None), cell("D4", None)), ""),
    "actions_nothing": (lambda book: book["Việc"].delete_rows(5, 2), ""),
    "actions_no_text": (cell("B5", None), "B5"),
    "actions_long": (cell("F5", "x" * 501), "F5"),
    "actions_number": (cell("A5", 99), "A5"),
    "actions_number_twice": (cell("A6", 11), "A6"),
    "actions_owner": (cell("C5", "Lê Văn Cường"), "C5"),
    "actions_owner_unclear": (cell("C5", "Nguyễn Văn An"), "C5"),
    "not_a_date": (cell("D5", "cuối tháng"), "D5"),
    "impossible_date": (cell("D5", "31/02/2027"), "D5"),
}
"""What may be wrong, how it comes about, and the cell that is named."""


@pytest.mark.parametrize("code", WRONG)
def test_every_slip_is_named_by_its_cell_and_worded(code: str) -> None:
    """One problem each, with a sentence that needs nothing more than the problem tells."""
    change, place = WRONG[code]
    found = read_actions(made(change), "x.xlsx", ROUNDS)
    assert isinstance(found, list)
    assert [(each.code, each.place.cell) for each in found] == [(code, place)]
    assert "chưa đúng (" not in word_problem(found[0], "briefing")


def test_every_problem_has_its_words() -> None:
    """None is left out, none is left over; a round beyond one's scope is as one that never was."""
    assert set(BOOK_PROBLEMS) == set(PROBLEM_PARAMETERS)
    assert set(PROBLEM_PARAMETERS) - set(WRONG) == {"actions_other_round"}
    (other,) = read_actions(made(round_id=4), "x.xlsx", ROUNDS)  # type: ignore[misc]
    assert other.code == "actions_other_round"


def test_a_name_that_only_one_has_is_enough() -> None:
    """Without the unit, in whatever case."""
    found = read_actions(made(cell("C5", "TRẦN THỊ BÌNH")), "x.xlsx", ROUNDS)
    assert isinstance(found, ActionsBook)
    assert found.rows[0].owner == 7
