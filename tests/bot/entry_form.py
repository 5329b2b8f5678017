"""A form with every kind of question that is no plain choice, and what was said to it as a transcript."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from bot.conversation import preview
from bot.dispatcher.adapting import adapt
from bot.messages import Caps
from surveys.field_period import VIETNAM
from surveys.questionnaire import Questionnaire
from surveys.xlsform import read_form

NOW: Final = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)
TYPED_ONLY: Final = Caps(buttons=False, edits=False, files=False)

SURVEY: Final = """
| survey |
| | type | name | label | hint | required | appearance | parameters |
| | acknowledge | rules | Đồng chí đã đọc quy định của lớp học? | | yes | | |
| | time | start_at | Lớp nên bắt đầu lúc mấy giờ? | | yes | | |
| | datetime | meeting | Buổi họp gần nhất vào lúc nào? | | | | |
| | range | hours | Mỗi buổi nên kéo dài mấy giờ? | | yes | | start=1 end=4 step=0.5 |
| | range | distance | Từ nhà đến lớp bao nhiêu km? | | | | start=0 end=60 step=1 |
| | rank aims | order | Xếp các mục tiêu theo mức cần thiết | | yes | | |
| | text | phone | Số điện thoại của lớp trưởng? | | | numbers | |
| choices |
| | list_name | name | label |
| | aims | money | Kinh phí |
| | aims | time | Thời gian |
| | aims | people | Giảng viên |
| settings |
| | form_id | form_title |
| | loai_cau | Các loại câu |
"""


def entry_form() -> Questionnaire:
    """Return the form."""
    form = read_form(SURVEY.encode(), "loai_cau.md")
    assert isinstance(form, Questionnaire), form
    return form


def transcript(form: Questionnaire, acts: Sequence[str], *, caps: Caps | None = None) -> str:
    """Play a form: each act is a button's label in brackets, or what is typed. Return what was said and shown."""
    said: list[str] = []
    lines: list[str] = []
    caps = caps or Caps()
    played = preview.replayed(form, said, facts={}, moment=NOW.astimezone(VIETNAM), caps=caps)
    for act in (*acts, ""):
        card = preview.card_of(played, NOW, VIETNAM)
        shown = adapt(card, caps)
        assert shown is not None
        lines += ["", *shown.text.split("\n")]
        lines += [" ".join(f"[{button.label}]" for button in row) for row in shown.buttons]
        if not act:
            break
        lines += ["", f">>> {act}"]
        found = [button.data for row in card.buttons for button in row if f"[{button.label}]" == act]
        assert found or not act.startswith("["), act
        kind = preview.TAPPED + found[0] if found else preview.TYPED + act
        played = preview.replayed(form, said, kind, facts={}, moment=NOW.astimezone(VIETNAM), caps=caps)
        said = [*said, kind] if played.has_moved else said
    return "\n".join(lines).strip() + "\n"
