"""THÔNG BÁO kết luận in each official layout."""

from datetime import date
from io import BytesIO

import docx
import pytest

from surveys.briefing.conclusions import Conclusions, Task
from surveys.reporting.word.briefing import conclusions_document
from surveys.reporting.word.letterhead import Letterhead
from surveys.reporting.word.profiles import PROFILES

TOLD = Conclusions(
    day=date(2026, 12, 15),
    made_on=date(2026, 12, 16),
    office="Ban Tổ chức",
    communes="Huyện Lương Tài",
    decisions=("Mỗi xã cử một đầu mối.", "Họp lại sau một tháng"),
    tasks=(Task("Lập danh sách", "Nguyễn Văn An, Xã Phú Hòa", date(2026, 12, 25)), Task("Góp ý", "", None)),
    earlier=(Task("Mở lớp", "Trần Thị Bình, Xã An Thịnh", date(2026, 11, 30)),),
    following=date(2027, 1, 15),
)


@pytest.mark.parametrize("key", PROFILES)
def test_the_document_holds_everything_in_the_layout_of_the_office(key: str) -> None:
    """Number with TB, decisions in order, a grid of what was agreed and of what is open; the same bytes."""
    content = conclusions_document(TOLD, Letterhead(symbol="BTC", number="5"), PROFILES[key])
    assert content == conclusions_document(TOLD, Letterhead(symbol="BTC", number="5"), PROFILES[key])
    document = docx.Document(BytesIO(content))
    head = document.tables[0].rows[1].cells[0].text
    assert head in {"Số: 05/TB-BTC", "Số 05-TB/BTC"}
    told = [line.text for line in document.paragraphs if line.text]
    assert told[0] == "THÔNG BÁO"
    assert [line for line in told if line[:2] in ("1.", "2.")] == [
        "1. Mỗi xã cử một đầu mối.",
        "2. Họp lại sau một tháng.",
    ]
    assert "ngày 15/01/2027" in told[-2]
    agreed, still_open = document.tables[1:3]
    assert [cell.text for cell in agreed.rows[2].cells] == ["2", "Góp ý", "–", "–"]
    assert [cell.text for cell in still_open.rows[1].cells] == [
        "1", "Mở lớp", "Trần Thị Bình, Xã An Thịnh", "30/11/2026",
    ]  # fmt: skip
