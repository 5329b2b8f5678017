"""Questions that are no plain choice: how they look with buttons and without, and what may be said to them."""

import pytest

from bot.conversation.cards import question_card
from bot.messages import Caps
from surveys import interview as engine
from surveys.questionnaire import Questionnaire
from tests.bot.entry_form import NOW, TYPED_ONLY, entry_form, transcript
from tests.bot.test_scenarios import FOLDER
from tests.surveys.test_set_values import FORM as SETTING

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


SET = [
    *(
        "[ⓘ Giải thích]",
        "[✔ Đúng: Loại A]",
        "sửa 1",
        "khác",
        "loại của tỉnh",
        "7",
        "[✔ Đúng: 1/12/2026]",
        "[Tiếp ▶]",
    ),
    *("[✔ Đúng: 21]", "[✔ Đúng: 28]", "không", "sửa 3", "8", ":values"),
]


def test_a_clock_stands_beside_a_question_about_a_time_where_there_is_one() -> None:
    """With its day where both are asked for; a channel that shows none has none."""
    interview = engine.begin(entry_form(), {}, NOW.date(), 1).interview
    for screen, picks in (("start_at", "time"), ("meeting", "datetime"), ("hours", "")):
        view = engine.view(engine.jump(interview, screen).interview)
        assert question_card(view, interview.form, 1, 1, caps=Caps(picks_dates=True)).picks == picks
        assert question_card(view, interview.form, 1, 1).picks == ""


@pytest.mark.parametrize(
    ("name", "form", "acts", "caps"),
    [
        ("loai-cau-bam", entry_form(), TAPPED, Caps()),
        ("loai-cau-go", entry_form(), TYPED, TYPED_ONLY),
        ("phieu-tu-ghi", SETTING, SET, Caps()),
    ],
)
def test_every_kind_of_question_is_answered(
    name: str, form: Questionnaire, acts: list[str], caps: Caps, request: pytest.FixtureRequest
) -> None:
    """By thumbs on Telegram, by words on a channel without buttons; what is no answer is told how to be one.

    A form that sets values offers them to be confirmed, and says which of them it changed.
    """
    story = transcript(form, acts, caps=caps)
    path = FOLDER / f"{name}.txt"
    if request.config.getoption("--rewrite-scenarios"):
        path.write_text(story, encoding="utf-8")
    assert story == path.read_text(encoding="utf-8")
