"""Questions that are no plain choice: how they look with buttons and without, and what may be said to them."""

import pytest

from tests.bot.entry_form import TYPED_ONLY, entry_form, transcript
from tests.bot.test_scenarios import FOLDER

TAPPED = [
    *("[✔ Đã rõ]", "[7h]", "[◀ Giờ khác]", "[14h]", "[14:15]", "bỏ qua", "[2,5]", "bỏ qua"),
    *("[3. Giảng viên]", "[1. Kinh phí]", "[✔ thứ 1: 3. Giảng viên]", "[3. Giảng viên]"),
    *("[✔ thứ 3: 3. Giảng viên]", "[3. Giảng viên]", "[Xong]", "bỏ qua", "[Các loại câu]"),
]
TYPED = [
    *(
        "không",
        "đã rõ",
        "sáng mai",
        "7",
        "7 giờ rưỡi chiều",
        "hôm qua",
        "2/9/2026",
        "7h30 sáng ngày 2/9/2026",
    ),
    *("5", "2,5", "61", "15", "1 1 2", "1", "giảng viên, kinh phí", "không có", "0912345678", "phần 1"),
]


@pytest.mark.parametrize(
    ("name", "acts", "caps"), [("loai-cau-bam", TAPPED, None), ("loai-cau-go", TYPED, TYPED_ONLY)]
)
def test_every_kind_of_question_is_answered(
    name: str, acts: list[str], caps: object, request: pytest.FixtureRequest
) -> None:
    """By thumbs on Telegram, by words on a channel without buttons; what is no answer is told how to be one."""
    story = transcript(entry_form(), acts, caps=TYPED_ONLY if caps else None)
    path = FOLDER / f"{name}.txt"
    if request.config.getoption("--rewrite-scenarios"):
        path.write_text(story, encoding="utf-8")
    assert story == path.read_text(encoding="utf-8")
