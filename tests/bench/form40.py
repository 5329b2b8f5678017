"""The questionnaire of the load benchmark: forty questions of five choices, the same for every contestant."""

import io
from typing import Final

import openpyxl

MARK: Final = "Mã "
"""Begins the number in a question's label: by it a simulated person knows which question is shown."""

_TASKS: Final = (
    "soạn thảo văn bản",
    "tiếp công dân",
    "giải quyết khiếu nại",
    "quản lý đất đai",
    "chứng thực giấy tờ",
    "vận động quần chúng",
    "lập kế hoạch ngân sách",
    "xử lý vi phạm hành chính",
)
_ASKED: Final = (
    "Mã {number:03d}: Đồng chí tự đánh giá mức độ thành thạo của mình khi {task} là",
    "Mã {number:03d}: Trong năm vừa qua, công việc {task} ở đơn vị đồng chí được thực hiện",
    "Mã {number:03d}: So với yêu cầu của chức danh, năng lực {task} của đồng chí hiện",
    "Mã {number:03d}: Nếu được cử đi bồi dưỡng về {task}, đồng chí mong muốn học đến",
    "Mã {number:03d}: Theo đồng chí, kiến thức về {task} mà cán bộ xã cần phải đạt",
)
QUESTIONS: Final = tuple(
    _ASKED[number % 5].format(number=number + 1, task=_TASKS[number // 5]) for number in range(40)
)
CHOICES: Final = ("Chưa biết", "Biết một phần", "Đạt yêu cầu", "Thành thạo", "Hướng dẫn được")
ITEMS: Final = tuple(f"q{number + 1:02d}" for number in range(40))
CODES: Final = ("1", "2", "3", "4", "5")
FINISHED: Final = "Cảm ơn đồng chí đã trả lời đầy đủ bốn mươi câu hỏi."


def question_shown(text: str) -> int:
    """Return the position of the question that a message shows, -1 if it shows none."""
    at = text.rfind(MARK)
    number = text[at + len(MARK) : at + len(MARK) + 3]
    return int(number) - 1 if at >= 0 and number.isdigit() else -1


def xlsform() -> bytes:
    """Return the questionnaire as an XLSForm workbook."""
    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(["type", "name", "label", "required"])
    for item, label in zip(ITEMS, QUESTIONS, strict=True):
        survey.append(["select_one level", item, label, "yes"])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label"])
    for code, label in zip(CODES, CHOICES, strict=True):
        choices.append(["level", code, label])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version"])
    settings.append(["Load benchmark", "bench40", "1"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
