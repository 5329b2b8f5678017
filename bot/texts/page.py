"""What the server of the chat page says when something cannot be taken."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PageTexts:
    """Shown by the page as they stand."""

    too_long: str = "Tin dài quá 4.000 chữ. Đề nghị chia thành hai tin."
    not_understood: str = "Trang chưa hiểu thao tác này. Đề nghị tải lại trang rồi thử lại."
    too_many: str = "Đang có quá nhiều người mở trang. Trang tự thử lại sau ít giây."
    try_again: str = "Chưa ghi được lúc này. Trang tự gửi lại."


TEXTS: Final = PageTexts()
