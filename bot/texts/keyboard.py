"""The labels of the platform's own keyboards."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class KeyboardTexts:
    """What stands on the big buttons below the chat."""

    share_place: str = "📍 Gửi vị trí"
    share_contact: str = "Gửi số điện thoại của tôi"


KEYBOARD: Final = KeyboardTexts()
