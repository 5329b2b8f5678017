"""What is said of a list of officials: by command and in the chat, where it is sent as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class ListTexts:
    """Reading a list, the dry run as a card, taking it in, undoing that."""

    read: str = "Đọc được {people} người ở {units} đơn vị, trên {sheets} trang tính."
    more_problems: str = "… và {count} chỗ nữa ({kinds})."
    marked_by: str = "Khảo Sát"

    button: str = "Danh sách cán bộ"
    ask: str = (
        "**Danh sách cán bộ**\n"
        "{held}\n"
        "\n"
        "{Dc} gửi vào đây tệp danh sách của cơ quan (.xlsx, .xls, .ods hoặc .csv, đến {limit} MB), để "
        "nguyên như đang dùng. Trợ lý chạy thử và cho xem ai được thêm, thay đổi, rời danh sách; chỉ ghi "
        "khi {dc} đồng ý."
    )
    elsewhere: str = (
        "**Danh sách cán bộ**\n"
        "{held}\n"
        "\n"
        "Ở đây chưa gửi được tệp. {Dc} mở khung chat với trợ lý trên ứng dụng nhắn tin gửi được tệp, rồi "
        "gửi danh sách vào đó."
    )
    part: str = (
        "**Danh sách cán bộ**\n{held}\n\n"
        "{Dc} tìm để sửa từng người, hoặc thêm một người, trong các đơn vị của mình. Tệp danh sách là của mọi đơn vị: "
        "do người có quyền với cả cơ quan gửi."
    )
    held: str = "Đang có {people} người ở {units} đơn vị."
    held_none: str = "Chưa có danh sách."
    not_taken: str = "Quyền của {dc} không gồm việc nạp danh sách nên tệp này không được đọc."
    not_all: str = (
        "Danh sách là của mọi đơn vị, còn quyền của {dc} chỉ gồm một số đơn vị. "
        "Đề nghị gửi tệp cho người có quyền với cả cơ quan."
    )
    wrong_kind: str = "“{name}” không phải là tệp bảng tính. {Dc} gửi tệp ở dạng .xlsx, .xls, .ods hoặc .csv."
    too_big: str = (
        "“{name}” nặng {size} MB, quá {limit} MB nên không nhận được. "
        "{Dc} bỏ bớt hình ảnh, trang không dùng rồi gửi lại."
    )

    refused: str = "“{name}” có {count} chỗ cần sửa; chưa ghi gì:"
    refused_marked: str = (
        "Bản sao “{name}”: mọi chỗ cần sửa được tô màu, kèm ghi chú. {Dc} sửa xong, gửi lại tệp vào đây."
    )
    asked: str = "“{name}”: người {place}/{count} cần {dc} xác nhận trước khi ghi."
    asked_person: str = "**{person}**\nCó phải là người đang có, không thấy trong tệp này:"
    is_button: str = "Là {person}"
    is_new_button: str = "Không, là người mới"
    before_button: str = "◀ Người trước"
    same_button: str = "Từ đây đều là người đang có"
    different_button: str = "Từ đây đều là người mới"

    dry: str = "**Chạy thử “{name}”**, danh sách ngày {as_of}: chưa ghi gì."
    counts: str = (
        "Thêm {added}, thay đổi {changed}, chuyển đơn vị {moved}, rời danh sách {left}, giữ nguyên {same}."
    )
    added: str = "Thêm"
    changed: str = "Thay đổi"
    moved: str = "Chuyển đơn vị"
    left: str = "Rời danh sách"
    person: str = "{name} ({key})"
    person_changed: str = "{name} ({key}): {columns}"
    person_moved: str = "{name} ({key}): đến {unit}"
    new_units: str = "Đơn vị mới: {units}"
    ended_units: str = "Đơn vị không còn: {units}"
    more: str = "… và {count} nữa"
    many_leave: str = (
        "⚠ {left} trong {held} người đang có không có trong tệp và sẽ rời danh sách. Nếu tệp chỉ là một phần, đề "
        "nghị bỏ và gửi tệp đủ mọi người."
    )
    older: str = "⚠ Danh sách đang có đúng vào ngày {held}, mới hơn tệp này ({as_of})."
    understood: str = "Hiểu là:"
    all_lines: str = "Chạy thử “{name}”: đủ mọi dòng."


TEXTS: Final = ListTexts()

LIST_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "same_person": "“{found}” có phải là người đang có, không thấy trong tệp này: {held}? Nếu phải, ghi mã ấy vào "
        "cột “Mã”.",
        "keys_swapped": "Mã {key} trước là {held}, nay là {found}; mã {other} thì ngược lại. Có nhầm mã không? Đề nghị "
        "sửa cột “Mã”.",
        "key_of_another": "Mã {key} trước là {held}, nay là {found}. Có nhầm mã không? Đề nghị sửa cột “Mã”. Người "
        "đang có cùng họ tên: {others}.",
        "unit_namesakes": "“{found}” có ở nhiều tỉnh: {candidates}. Đề nghị ghi tỉnh ở cột “Đơn vị cấp trên”, hoặc ghi "
        "mã đơn vị.",
    }
)
"""Wordings for whoever sends the list in the chat, where they differ from those of the command."""

COLUMN_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "full_name": "họ và tên",
        "title": "chức danh",
        "unit_id": "đơn vị",
        "birth_year": "năm sinh",
        "birth_date": "ngày sinh",
        "gender": "giới tính",
        "ethnicity": "dân tộc",
        "title_since": "ngày giữ chức danh",
        "edu": "trình độ văn hóa",
        "qual": "trình độ chuyên môn",
        "major": "chuyên ngành",
        "pol": "lý luận chính trị",
        "qlnn": "quản lý nhà nước",
        "cert": "chứng chỉ",
        "phone": "điện thoại",
        "note": "ghi chú",
        "concurrent_titles": "chức danh kiêm nhiệm",
        "field_of_work": "lĩnh vực công tác",
        "left_on": "trở lại danh sách",
    }
)
"""Column of the frame -> its name in a summary."""
