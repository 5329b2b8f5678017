"""Looking for one person by what is typed."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FindingTexts:
    """The question, and what was found."""

    button: str = "Tìm theo tên"
    ask: str = "{Dc} nhắn tên (một phần cũng được, không cần dấu) hoặc mã danh sách của người cần tìm."
    none: str = "Không tìm thấy ai có tên “{words}”. {Dc} nhắn tên khác."
    found: str = "Tìm “{words}”: {count} người, nêu {shown}. {Dc} chọn một người:"
    person: str = "{name} – {unit}"
    person_left: str = "{name} – {unit} (đã rời danh sách)"


TEXTS: Final = FindingTexts()
