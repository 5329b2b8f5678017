"""What the server of the chat page says when something cannot be taken."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PageTexts:
    """Shown by the page as they stand."""

    too_long: str = "Tin dài quá 4.000 chữ. Đề nghị chia thành hai tin."
    not_understood: str = "Trang chưa hiểu thao tác này. Đề nghị tải lại trang rồi thử lại."
    too_many: str = "Máy chủ đang bận. Trang tự thử lại sau ít giây."
    other_chat: str = "Máy này đã mở cuộc trò chuyện khác. Đề nghị xem lại trang trước khi trả lời."
    try_again: str = "Chưa ghi được lúc này. Trang tự gửi lại."


TEXTS: Final = PageTexts()
