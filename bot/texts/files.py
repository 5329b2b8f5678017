"""What is said of files and places that answer a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from bot.texts.either import either

_WANTED: Final = MappingProxyType(
    {
        "image": "ảnh (JPG, PNG, HEIC…)",
        "file": "tài liệu (PDF, Word, Excel…), ảnh, ghi âm hoặc phim",
        "audio": "đoạn ghi âm",
        "video": "đoạn phim",
        "geopoint": "vị trí (chỉ nhắn được vĩ độ, kinh độ)",
    }
)
_SEND: Final = MappingProxyType(
    {
        "image": either("Gửi một ảnh: bấm 📎 rồi chụp", "Gửi vào đây một ảnh: chụp")
        + " hoặc chọn ảnh (tối đa {limit}).",
        "file": "Gửi một tệp: bấm 📎 rồi chọn ảnh hoặc tài liệu (tối đa {limit}).",
        "audio": either(
            "Gửi một đoạn ghi âm: giữ nút 🎤 để nói, hoặc bấm 📎 rồi chọn tệp (tối đa {limit}).",
            "Gửi vào đây một đoạn ghi âm (tối đa {limit}).",
        ),
        "video": "Gửi một đoạn phim: bấm 📎 rồi quay hoặc chọn (tối đa {limit}).",
        "geopoint": "Gửi vị trí bằng nút 📍, hoặc nhắn vĩ độ, kinh độ (ví dụ: 21.0285, 105.8542).",
    }
)
_PICK: Final = MappingProxyType(
    {
        "image": "Chụp hoặc chọn một ảnh ở ô dưới đây rồi bấm “Gửi tệp” (tối đa {limit}).",
        "file": "Chọn một tệp hoặc ảnh ở ô dưới đây rồi bấm “Gửi tệp” (tối đa {limit}).",
        "audio": "Ghi âm hoặc chọn tệp ghi âm ở ô dưới đây rồi bấm “Gửi tệp” (tối đa {limit}).",
        "video": "Quay hoặc chọn đoạn phim ở ô dưới đây rồi bấm “Gửi tệp” (tối đa {limit}).",
        "geopoint": "Bấm “Lấy vị trí của máy này”, hoặc nhắn vĩ độ, kinh độ (ví dụ: 21.0285, 105.8542).",
    }
)
"""On the page, where a field for it stands below the card."""
PROBLEMS: Final = MappingProxyType(
    {
        "too_big": "Tệp lớn quá {limit} nên không nhận được. Mời {dc} gửi tệp nhỏ hơn.",
        "wrong_kind": "Tệp vừa gửi không đọc được như câu này cần: {wanted}. Mời {dc} gửi tệp khác.",
        "empty": "Tệp vừa gửi không có nội dung. Mời {dc} gửi lại.",
        "lost": "Tệp vừa gửi chưa tới được đây. Mời {dc} gửi lại.",
        "too_many": "Phiếu này đã có nhiều tệp, không nhận thêm được. Mời {dc} bỏ qua câu này hoặc hỏi cơ quan.",
    }
)
"""Why a file that was sent is no answer, by the code that its row bears."""


@dataclass(frozen=True, slots=True)
class FileTexts:
    """Files and places."""

    wanted: Mapping[str, str] = field(default_factory=lambda: _WANTED)
    send: Mapping[str, str] = field(default_factory=lambda: _SEND)
    pick: Mapping[str, str] = field(default_factory=lambda: _PICK)
    ask_place: str = "Bấm nút “📍 Gửi vị trí” ở cuối màn hình để trả lời câu dưới đây."
    place_left: str = "Nút gửi vị trí đã được cất đi."
    send_again: str = "Gửi tệp khác để thay."
    not_carried: str = (
        "Kênh này chưa gửi được {wanted}: {dc} có thể bỏ qua câu này, hoặc trả lời câu này trên {places}."
    )
    not_carried_anywhere: str = "Ở đây chưa gửi được {wanted}: {dc} có thể bỏ qua câu này."
    or_place: str = " hoặc "
    picture_elsewhere: str = "Câu này có {count} hình, xem được trên {places}."
    picture_nowhere: str = "Câu này có {count} hình mà kênh này không chuyển được."
    no_place_asked: str = "Câu đang hỏi không cần vị trí. Mời {dc} trả lời câu dưới đây."
    see_button: str = "👁 Xem lại"
    gone: str = "Tệp này không còn được giữ. Mời {dc} gửi lại."
    caption: str = "Tệp {dc} đã gửi."


TEXTS: Final = FileTexts()
