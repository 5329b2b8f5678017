"""What is said of codes in the chat: one person's, and those that were not used yet."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class CodeTexts:
    """Unused codes, and a new one for one person."""

    one_button: str = "Mã cho một người"
    unused_button: str = "Mã chưa dùng"
    unused: str = "**{count} người có mã chưa dùng**"
    unused_line: str = "• {name}, {unit}: dùng được đến {expires_at}"
    unused_none: str = "Không có mã nào đã cấp mà chưa dùng."
    person: str = (
        "**{name}**\n{title}, {unit}\n{state}\n\nCấp mã mới khi mất phiếu mã, đổi máy hoặc đổi tài khoản."
    )
    holds: str = "Đang có mã chưa dùng, đến {expires_at}. Cấp mã mới thì mã này hết hiệu lực."
    holds_none: str = "Không có mã nào chưa dùng."
    new_button: str = "Cấp mã mới cho người này"
    forward: str = (
        "Tệp để in ở trên. Tin kế tiếp là lời nhắn kèm đường dẫn: {dc} chuyển tiếp cho riêng {name}."
    )


TEXTS: Final = CodeTexts()
