"""What is said where one person of the list is looked for, added, moved, corrected or leaves, without a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class PeopleTexts:
    """Looking somebody up, the card of a person, what is asked of each attribute, the dry run in a sentence."""

    find_button: str = "Tìm, sửa một người"
    add_button: str = "Thêm một người"
    ask_words: str = (
        "**Tìm một người trong danh sách**\n{Dc} nhắn một phần họ tên (không cần dấu) hoặc mã của người đó."
    )
    found_none: str = (
        "Không thấy ai có “{words}” trong họ tên hoặc mã. {Dc} nhắn lại cách khác, ví dụ chỉ tên."
    )
    found: str = "Thấy {count} người có “{words}”. {Dc} chọn một người, hoặc nhắn thêm cho rõ."
    found_more: str = "Ở đây là {shown} người đầu."
    found_button: str = "{name} – {title}, {unit}"
    found_left_button: str = "{name} (đã rời) – {unit}"
    gone: str = "Người này không còn trong phạm vi của {dc}. {Dc} tìm lại."

    card: str = "**{name}** (mã {key})"
    card_new: str = "**Thêm một người**"
    left_on: str = "Đã rời danh sách từ ngày {day}."
    line: str = "{what}: {value}"
    changed_line: str = "{what}: {before} → **{after}**"
    nothing: str = "chưa ghi"
    choose_what: str = "{Dc} chọn mục cần sửa."
    leave_button: str = "Rời danh sách"
    code_button: str = "Mã của người này"
    rejoin_button: str = "Trở lại danh sách"
    other_button: str = "Tìm người khác"
    edit_button: str = "Sửa thêm"
    check_button: str = "Xem thử"
    open_button: str = "Mở {name} ({key})"
    empty_button: str = "Để trống"
    later_button: str = "Chưa biết, bỏ qua"

    ask: str = "**{who}**\n{question}"
    wrong: str = "Chưa hiểu “{text}”: {problems}"
    titles_near: str = "Nếu là một trong các chức danh dưới đây thì bấm chọn; không thì nhắn lại."
    unit_unknown: str = "Không thấy đơn vị nào có “{text}” trong tên. {Dc} nhắn lại, hoặc chọn dưới đây."
    unit_many: str = "Có {count} đơn vị có “{text}” trong tên. {Dc} chọn một, hoặc nhắn thêm cho rõ."
    not_empty: str = "Mục này không để trống được."

    checking: str = "Đang xem thử…"
    added: str = "Sẽ thêm **{name}** (mã {key}): {title}, {unit}. Chưa ghi gì."
    to_change: str = "Sẽ sửa **{name}** (mã {key}), chưa ghi gì:"
    to_leave: str = (
        "Sẽ ghi **{name}** (mã {key}; {title}, {unit}) rời danh sách từ ngày {day}. Mã chưa dùng, quyền quản trị và "
        "tin chờ gửi của người này sẽ dừng; câu đã trả lời vẫn giữ. Chưa ghi gì."
    )
    to_rejoin: str = "Trở lại danh sách."
    moves: str = (
        "Ghi xong thì người này thuộc đơn vị mới ngay; quyền quản trị được giao vì đơn vị cũ hết hiệu lực."
    )
    unchanged: str = "**{name}** (mã {key}): không có gì thay đổi so với danh sách đang có."
    unit_beyond: str = (
        "Đơn vị “{unit}” không còn, hoặc ngoài phạm vi của {dc}. {Dc} chọn đơn vị khác cho người này."
    )
    phone_taken: str = "Số {phone} đang là của {name} ({key}). {Dc} xem lại số của một trong hai người."
    phone_taken_beyond: str = (
        "Số {phone} đang là của một người ở đơn vị ngoài phạm vi của {dc}. {Dc} xem lại số."
    )
    known: str = (
        "Người này có vẻ đã có trong danh sách: {people}. {Dc} mở người đó để sửa, hoặc thêm người mới."
    )
    known_beyond: str = (
        "Người này có vẻ đã có trong danh sách ở đơn vị ngoài phạm vi của {dc}. "
        "Đề nghị người có quyền với cả cơ quan chuyển đơn vị."
    )
    person: str = "{name} ({key}, {unit})"
    different_button: str = "Là người khác, thêm mới"
    concurrent: str = "{title}, kiêm {others}"


TEXTS: Final = PeopleTexts()

WHAT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "full_name": "Họ và tên",
        "title": "Chức danh",
        "unit": "Đơn vị",
        "birth": "Ngày sinh",
        "gender": "Giới tính",
        "phone": "Điện thoại",
        "title_since": "Giữ chức danh từ",
        "field_of_work": "Lĩnh vực",
        "edu": "Văn hóa",
        "qual": "Chuyên môn",
        "major": "Chuyên ngành",
        "pol": "Lý luận chính trị",
        "qlnn": "Quản lý nhà nước",
        "cert": "Chứng chỉ",
        "note": "Ghi chú",
    }
)
"""What can be said of a person -> its name on cards and buttons."""

QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "full_name": "Họ và tên là gì? {Dc} nhắn đủ họ, tên đệm, tên.",
        "title": "Chức danh là gì? {Dc} nhắn như cơ quan vẫn ghi, ví dụ: PCT UBND.",
        "unit": "Thuộc đơn vị nào? {Dc} chọn, hoặc nhắn một phần tên đơn vị.",
        "birth": "Ngày sinh? {Dc} nhắn như 02/02/1988, hoặc chỉ năm sinh.",
        "gender": "Giới tính?",
        "phone": "Số điện thoại?",
        "title_since": "Giữ chức danh này từ ngày nào? {Dc} nhắn như 01/7/2025, hoặc chỉ năm.",
        "field_of_work": "Lĩnh vực công tác?",
        "edu": "Trình độ văn hóa?",
        "qual": "Trình độ chuyên môn cao nhất?",
        "major": "Chuyên ngành đào tạo?",
        "pol": "Trình độ lý luận chính trị?",
        "qlnn": "Bồi dưỡng quản lý nhà nước?",
        "cert": "Các chứng chỉ? {Dc} nhắn cách nhau bằng dấu phẩy, ví dụ: tin học A, ngoại ngữ.",
        "note": "Ghi chú?",
    }
)
"""What can be said of a person -> the question for it."""
