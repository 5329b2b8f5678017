"""The questionnaire of the process tests: every kind of question, and what its officials may answer.

Written beside the form, not read from the program: ``Reply.shown`` is how the bot must word a stored value.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

FORM_ID: Final = "process"

FORM: Final = (Path(__file__).parent / "form.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Reply:
    """One possible answer: what is typed, what is stored, how the bot shows what it stored."""

    typed: str
    stored: str
    shown: str


@dataclass(frozen=True)
class Question:
    """One question as a phone shows it. ``kind``: one, many or typed."""

    item: str
    label: str
    kind: str
    replies: tuple[Reply, ...]
    required: bool = True
    group: str = ""

    @property
    def head(self) -> str:
        """How an acknowledgement names the question."""
        return f"{self.group} – {self.label}" if self.group else self.label.rstrip(" ?")


def _choices(**labels: str) -> tuple[Reply, ...]:
    return tuple(
        Reply(str(number), name.lstrip("_"), label)
        for number, (name, label) in enumerate(labels.items(), start=1)
    )


_SKILL: Final = "Soạn thảo văn bản"
_SCALE: Final = _choices(_1="Rất thấp", _2="Thấp", _3="Vừa", _4="Cao", _5="Rất cao")

QUESTIONS: Final = (
    Question(
        "field",
        "Lĩnh vực công tác chính là gì?",
        "one",
        _choices(party="Công tác Đảng", state="Chính quyền", union="Đoàn thể", other="Lĩnh vực khác"),
    ),
    Question(
        "other",
        "Đó là lĩnh vực nào?",
        "typed",
        (Reply("Thủy lợi", "Thủy lợi", "Thủy lợi"), Reply("Thú y", "Thú y", "Thú y")),
    ),
    Question(
        "years", "Số năm công tác ở xã?", "typed", tuple(Reply(str(n), str(n), str(n)) for n in range(6, 41))
    ),
    Question(
        "born",
        "Năm sinh của đồng chí?",
        "typed",
        tuple(Reply(str(n), str(n), str(n)) for n in range(1960, 2000)),
    ),
    Question(
        "hours",
        "Mỗi ngày làm việc mấy giờ?",
        "typed",
        (Reply("8", "8", "8"), Reply("7,5", "7.5", "7,5"), Reply("9,5", "9.5", "9,5")),
        required=False,
    ),
    Question(
        "since",
        "Ngày nhận công tác?",
        "typed",
        (Reply("2/9/2005", "2005-09-02", "2/9/2005"), Reply("15/3/2011", "2011-03-15", "15/3/2011")),
        required=False,
    ),
    Question(
        "topics",
        "Những nội dung nào cần bồi dưỡng?",
        "many",
        _choices(law="Pháp luật", it="Tin học", lead="Kỹ năng lãnh đạo", lang="Ngoại ngữ"),
    ),
    Question("skill_i", "Mức quan trọng", "one", _SCALE, group=_SKILL),
    Question("skill_c", "Mức hiện có", "one", _SCALE, group=_SKILL),
    Question(
        "season", "Nên mở lớp vào quý nào?", "one", _choices(q1="Đầu năm", q2="Giữa năm", q4="Cuối năm")
    ),
    Question(
        "wish",
        "Đồng chí đề nghị thêm điều gì?",
        "typed",
        (
            Reply("Lớp nên ngắn ngày", "Lớp nên ngắn ngày", "Lớp nên ngắn ngày"),
            Reply("Cần thêm tài liệu", "Cần thêm tài liệu", "Cần thêm tài liệu"),
        ),
        required=False,
    ),
)
BY_ITEM: Final = {question.item: question for question in QUESTIONS}


def is_asked(question: Question, answers: dict[str, str]) -> bool:
    """Whether the form asks a question of somebody with these answers; one that it does not ask does not count."""
    return question.item != "other" or answers.get("field") == "other"


def violations(answers: dict[str, str]) -> list[str]:
    """What a finished response must not be: a required answer missing, a value outside the form."""
    found = []
    for question in QUESTIONS:
        value = answers.get(question.item, "")
        if not is_asked(question, answers):
            continue
        if question.required and not value:
            found.append(f"{question.item} is missing")
        allowed = {reply.stored for reply in question.replies}
        if question.kind == "many":
            if not set(value.split()) <= allowed or len(value.split()) > 3:
                found.append(f"{question.item}={value}")
        elif value and value not in allowed:
            found.append(f"{question.item}={value}")
    return found
