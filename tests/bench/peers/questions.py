"""What every contestant asks: the same questions, the same choices."""

from typing import Final

QUESTIONS: Final = 40
CHOICES: Final = ("Rất thấp", "Thấp", "Trung bình", "Cao", "Rất cao")


def question(number: int) -> str:
    """Return the text of a question, counted from 0, with its choices."""
    lines = "\n".join(f"{place}. {label}" for place, label in enumerate(CHOICES, start=1))
    return f"Câu {number + 1}/{QUESTIONS}\n\n{ask(number)}\n{lines}\n\nBấm một nút, hoặc nhắn số thứ tự."


def ask(number: int) -> str:
    """Return the label of a question."""
    return f"Câu hỏi số {number + 1}: đồng chí đánh giá thế nào?"
