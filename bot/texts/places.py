"""What people call each channel, and what is said when somebody goes on in another chat."""

from dataclasses import dataclass
from typing import Final

ON_BEHALF: Final = {"paper": "phiếu giấy", "telephone": "điện thoại"}
"""How answers come that the office enters for a person, by the name of the mode."""
PLACES: Final = {"web": "trang khảo sát", "zalo": "Zalo", "telegram": "Telegram"}
"""The channels as people call them, by name; the one that is easiest to open comes first."""


@dataclass(frozen=True, slots=True)
class PlaceTexts:
    """One person on several phones."""

    elsewhere: str = "khung chat khác"
    moved: str = "{Dc} đang trả lời tiếp trên {place}. Câu trả lời đã ghi vẫn được giữ."
    erased: str = "Dữ liệu của phiếu này đã được xóa theo yêu cầu gửi từ {place}."
    withdrawn: str = (
        "{Dc} đã rút lại đồng ý từ {place}. Câu trả lời đã ghi không còn được tính và sẽ được xóa. "
        "Nếu đổi ý trước khi xóa, {dc} nhắn /start."
    )
    button_here: str = "Trả lời tiếp ở đây"
    continued: str = "Phiếu trả lời ở khung chat khác được tiếp tục tại đây."
    continued_at: str = "Phiếu trả lời ở khung chat khác được tiếp tục tại đây: tiếp tục câu {number}."


TEXTS: Final = PlaceTexts()


def place_of(channel: str) -> str:
    """Return what people call a channel."""
    return PLACES.get(channel) or ON_BEHALF.get(channel, TEXTS.elsewhere)
