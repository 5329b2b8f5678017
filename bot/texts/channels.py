"""What stands under a message on a channel that cannot show all of it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ChannelTexts:
    """Words in place of buttons and files."""

    may_type: str = "Có thể nhắn: {words}."
    typed_for: str = "• Nhắn “{typed}”: {label}"
    no_files: str = (
        "Kênh nhắn tin này không chuyển được tệp “{name}”. {Dc} nhận tệp trên trang khảo sát của cơ quan, "
        "hoặc ở kênh nhắn tin có gửi tệp."
    )


TEXTS: Final = ChannelTexts()
