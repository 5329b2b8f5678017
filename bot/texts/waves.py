"""The names of a wave's states and of how cases end, for people."""

from collections.abc import Mapping
from typing import Final

from surveys.disposition import Outcome
from surveys.field_period import Every

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

EVERY: Final[Mapping[Every, str]] = {
    Every.MONTH: "hằng tháng",
    Every.QUARTER: "hằng quý",
    Every.YEAR: "hằng năm",
}
PILOT: Final = "{title} (làm thử)"
SERIES: Final = "{every}, đợt {number}"
SERIES_ENDED: Final = "{every}, đợt {number} (đã dừng)"


def series_words(every: str, number: int | None, *, is_ended: bool) -> str:
    """Return a wave's place in its series: "hằng quý, đợt 2"; empty for one that is asked once."""
    if not every:
        return ""
    template = SERIES_ENDED if is_ended else SERIES
    return template.format(every=EVERY[Every(every)], number=number)
