"""What is said of a form sent into the chat: what is another in it, trying it, publishing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class TryingTexts:
    """The card of a form, the trial in one's own chat."""

    shown: str = (
        "**Mẫu phiếu “{title}”** (mã {form_id}, phiên bản {version}): đọc được, {screens} màn hình, {items} câu hỏi. "
        "Chưa công bố."
    )
    against: str = "So với phiên bản {version} đã công bố:"
    notes: str = "**Lưu ý** – những chỗ sau được bỏ qua hoặc hiểu khác đi; mẫu phiếu vẫn dùng được:"
    first: str = "Cơ quan chưa công bố phiên bản nào của mẫu này."
    more: str = "… và {count} thay đổi nữa"
    all_lines: str = "Mẫu phiếu “{name}”: đủ mọi thay đổi."
    no_change: str = "Không có câu hỏi, lựa chọn nào khác đi."
    try_button: str = "Trả lời thử"
    needed: str = (
        "Mẫu phiếu “{name}” lấy dữ liệu từ các tệp sau:\n{files}\n{Dc} gửi tiếp từng tệp vào đây, đúng tên tệp; "
        "hoặc nén mẫu phiếu cùng các tệp thành một tệp .zip rồi gửi lại."
    )
    known: str = "Mẫu phiếu này đã được công bố: {title}, phiên bản {version}."
    taken: str = (
        "Phiên bản {version} của mẫu {form_id} đã công bố với nội dung khác nên không đổi được nữa. "
        "{Dc} ghi phiên bản mới ở trang settings, cột version, rồi gửi lại."
    )
    trial: str = "**TRẢ LỜI THỬ** – không lưu gì, không ai được hỏi."
    leave_button: str = "Thôi thử, xem lại mẫu phiếu"
    left: str = "Đã thôi trả lời thử. Đang xem lại mẫu phiếu…"
    over: str = (
        "Lần trả lời thử này đã kết thúc. {Dc} bấm Trả lời thử ở thẻ mẫu phiếu, hoặc gửi lại mẫu phiếu."
    )
    nobody: str = "Trả Lời Thử"
    empty: str = "(trống)"
    values_words: tuple[str, ...] = (":values", ":giá trị", ":giatri")
    values_head: str = "**Mã và giá trị của phiếu lúc này**"
    value_stored: str = "{name} = {value}"
    value_calculated: str = "{name} = {value} (phiếu tính)"
    value_default: str = "{name} = {value} (mặc định, chưa trả lời)"
    value_open: str = "{name}: chưa trả lời"
    value_skipped: str = "{name}: không hỏi, vì {reasons}"
    value_reason: str = "{condition} không đúng ({values})"
    value_empty: str = "(trống)"
    also: str = "; và "


TEXTS: Final = TryingTexts()

CHANGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "Tên phiếu: “{before}” → “{after}”",
        "item_added": "Thêm câu “{what}”",
        "item_gone": "Bỏ câu “{what}”",
        "item_type": "“{what}”: đổi cách trả lời ({before} → {after})",
        "item_label": "Đổi lời câu hỏi: “{before}” → “{after}”",
        "item_hint": "“{what}”: đổi gợi ý, “{before}” → “{after}”",
        "item_required": "“{what}”: nay bắt buộc trả lời, hoặc đổi khi nào bắt buộc",
        "item_optional": "“{what}”: nay được bỏ qua",
        "item_relevant": "“{what}”: đổi điều kiện được hỏi, {before} → {after}",
        "item_constraint": "“{what}”: đổi điều kiện của câu trả lời, {before} → {after}",
        "item_picture": "“{what}”: đổi hình kèm theo, {before} → {after}",
        "item_roster": "“{what}”: đổi mục lấy từ danh sách cán bộ",
        "repeat": "“{what}”: nhóm lặp đổi số lần hoặc điều kiện",
        "item_scale": "“{what}”: đổi thang số (đầu; cuối; nấc), {before} → {after}",
        "item_default": "“{what}”: đổi giá trị có sẵn, hoặc khi nào phiếu tự ghi giá trị",
        "item_moved": "Đổi thứ tự các câu, từ câu “{what}”",
        "choices_added": "“{what}”: thêm lựa chọn {after}",
        "choices_gone": "“{what}”: bỏ lựa chọn {before}",
        "choice_label": "“{what}”: lựa chọn “{before}” → “{after}”",
        "calculation": "Đổi cách tính “{what}”",
        "languages": "Đổi các ngôn ngữ của phiếu: {before} → {after}",
        "translation": "Đổi bản dịch sang {what}",
        "other": "Chỉ khác ở cách trình bày hoặc điều kiện của nhóm câu.",
    }
)
"""Code of a change between two versions of a form -> its wording."""
