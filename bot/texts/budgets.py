"""What is said of the messages that an account may send in a month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class BudgetTexts:
    """A line for the progress and the doctor, and the warning to administrators."""

    channels: Mapping[str, str] = field(
        default_factory=lambda: {"telegram": "Telegram", "zalo": "Zalo", "web": "Trang khảo sát"}
    )
    line: str = "{channel}, bot {name}: đã gửi {sent}/{limit} tin trong tháng ({percent}%)."
    spent: str = "Từ nay đến hết tháng bot chỉ trả lời; lời mời và lời nhắc chờ sang tháng sau."
    warning: str = "**Số tin nhắn trong tháng sắp hết.**\n{line}"
    heading: str = "Tin nhắn trong tháng:"
    none: str = "không có kênh nào giới hạn số tin"


TEXTS: Final = BudgetTexts()
