"""Situations for the tests: reviewed ones, and workbooks as an office writes them. Made up, no key is advice."""

from datetime import date
from typing import Any, Final

from surveys.situations import Bank, Option, Situation
from tests.surveys.planning.plan_books import Cell, workbook

REVIEWED: Final = date(2015, 3, 1)
UNTIL: Final = date(2027, 12, 31)
HEAD: Final = (
    "Mã tình huống", "Tình huống", "Nhóm chức danh", "Lĩnh vực công tác", "Năng lực", "Phương án A", "Phương án B",
    "Phương án C", "Đáp án", "Vì sao A", "Vì sao B", "Căn cứ, điều khoản", "Người soạn", "Người duyệt",
    "Ngày duyệt", "Dùng đến ngày",
)  # fmt: skip


def situation(code: str, **changes: Any) -> Situation:
    """A reviewed situation with three options; the second is its key."""
    values: dict[str, Any] = {
        "code": code,
        "text": f"Tình huống {code}: việc đầu tiên đồng chí làm?",
        "options": (
            Option(f"Chờ cấp trên ({code})", "Chờ thì chậm."),
            Option(f"Gặp dân ngay ({code})", "Phải đối thoại trước."),
            Option(f"Giao văn phòng ({code})"),
        ),
        "key": 1,
        "basis": "Luật Tiếp công dân, Điều 4",
        "author": "Trường Chính trị tỉnh",
        "reviewer": "Nguyễn Văn Duyệt",
        "reviewed_on": REVIEWED,
        "valid_until": UNTIL,
    }
    return Situation(**(values | changes))


def bank(*codes: str) -> Bank:
    """A bank of reviewed situations for everybody."""
    return Bank(tuple(situation(code) for code in codes))


def row(code: str, **changes: Cell) -> list[Cell]:
    """A clean row of the workbook; ``changes`` by heading, spaces as underscores."""
    values: dict[str, Cell] = dict(zip(HEAD, (
        code, f"Tình huống {code}?", "Tất cả", None, None, "Chờ cấp trên", "Gặp dân ngay", "Giao văn phòng",
        "B", "Chờ thì chậm.", "Phải đối thoại trước.", "Luật Tiếp công dân, Điều 4", "Trường Chính trị",
        "Nguyễn Văn Duyệt", REVIEWED, UNTIL,
    ), strict=True))  # fmt: skip
    for name, value in changes.items():
        heading = name.replace("_", " ")
        values[heading if heading in HEAD else heading.replace(" điều", ", điều")] = value
    return [values[name] for name in HEAD]


def book(*rows: list[Cell]) -> bytes:
    """A workbook with a bank of situations."""
    return workbook({"Tình huống": [["NGÂN HÀNG TÌNH HUỐNG"], [], list(HEAD), *rows]})
