"""The names of a wave's states and of how cases end, for people."""

from collections.abc import Mapping
from typing import Final

from surveys.disposition import Outcome

STATES: Final[Mapping[str, str]] = {"planned": "chờ mở", "open": "đang mở", "closed": "đã đóng"}

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.COMPLETED: "Đã gửi phiếu",
    Outcome.PARTIAL: "Trả lời từ một nửa trở lên",
    Outcome.BREAKOFF: "Trả lời dưới một nửa",
    Outcome.REFUSED: "Từ chối hoặc rút lại",
    Outcome.UNREACHABLE: "Không gửi tin được",
    Outcome.SILENT: "Đã kết nối, chưa trả lời",
    Outcome.UNLINKED: "Chưa kết nối",
}
