"""Typed commands: whole texts only, with their accents or with none at all ("quay lại", "quay lai")."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from surveys.replies.words import Word, words_of


class CommandKind(StrEnum):
    """What a person may order instead of answering."""

    BACK = "back"
    SKIP = "skip"
    STOP = "stop"
    PROCEED = "proceed"
    CONFIRM = "confirm"
    CORRECT = "correct"  # jump to a question by its number
    REVIEW = "review"
    SUBMIT = "submit"


@dataclass(frozen=True, slots=True)
class Command:
    """``kinds`` has one member, or two if the unaccented text could mean either ("dung": dừng, đúng).

    ``target`` is the question that CORRECT names: a number as shown ("3") or the label's own mark ("a5").
    """

    kinds: tuple[CommandKind, ...]
    target: str = ""


_SPELLINGS: Final = {
    CommandKind.BACK: ("quay lại", "trở lại", "lùi lại", "câu trước"),
    CommandKind.SKIP: ("bỏ qua", "bỏ qua câu này"),
    CommandKind.STOP: ("dừng", "dừng lại", "tạm dừng", "nghỉ"),
    CommandKind.PROCEED: ("tiếp", "tiếp tục", "tiếp theo", "câu tiếp", "câu tiếp theo", "xong", "xong rồi"),
    CommandKind.CONFIRM: (
        *("đúng", "đúng rồi", "đúng vậy", "đúng cả", "đúng hết", "đúng tất cả"),
        *("giữ nguyên", "xác nhận"),
    ),
    CommandKind.REVIEW: ("xem lại", "xem lại cả phiếu", "sửa"),
    CommandKind.SUBMIT: ("gửi", "gửi phiếu", "gửi đi", "nộp", "nộp phiếu"),
}
_WORDS: Final = [(kind, words_of(text)) for kind, texts in _SPELLINGS.items() for text in texts]
_CORRECT: Final = words_of("sửa")[0]
_FILLERS: Final = words_of("câu dòng mục số")
_TARGET: Final = re.compile(r"[0-9]{1,3}|[a-zđ][0-9]{1,2}[a-z]?", re.ASCII)
_POLITE: Final = {word for text in ("ạ", "nhé", "nha") for word in words_of(text)}


def read_command(text: str) -> Command | None:
    """Return the command that a whole text is, or ``None``. A sentence that contains one is no command."""
    if len(text) > 60:
        return None
    words = words_of(text)
    if len(words) > 1 and words[-1] in _POLITE:
        words = words[:-1]
    if correct := _correct(words):
        return correct
    kinds = tuple(dict.fromkeys(kind for kind, spelled in _WORDS if _agree(words, spelled)))
    return Command(kinds) if kinds else None


def _agree(typed: tuple[Word, ...], spelled: tuple[Word, ...]) -> bool:
    return len(typed) == len(spelled) and all(map(Word.agrees_with, typed, spelled))


def _correct(words: tuple[Word, ...]) -> Command | None:
    if len(words) < 2 or not words[0].agrees_with(_CORRECT):
        return None
    rest = list(words[1:])
    while len(rest) > 1 and any(map(rest[0].agrees_with, _FILLERS)):
        rest.pop(0)
    if len(rest) != 1 or not _TARGET.fullmatch(rest[0].folded):
        return None
    return Command((CommandKind.CORRECT,), rest[0].folded)
