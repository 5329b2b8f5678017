"""The office's own titles: placed from the chat; what is wrong with a file of them and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class TitlesTexts:
    """Placing titles that nobody knows, and what was placed."""

    ask: str = (
        "**Chức danh chưa có trong danh mục ({place}/{total})**\n“{name}” ({count} người). {Dc} chọn nhóm cho chức "
        "danh mới này; hoặc nếu đó là cách viết khác của một chức danh đã có thì chọn chức danh đó."
    )
    group_button: str = "Nhóm {group}"
    same_button: str = "Là {title}"
    new_in_group_button: str = "Là chức danh mới, nhóm {group}"
    skip_button: str = "Không xếp, sửa trong tệp"
    before_button: str = "◀ Trước"
    confirm: str = "Sẽ ghi vào danh mục chức danh của cơ quan, dùng từ ngày {day}, rồi đọc lại danh sách:"
    line_new: str = "“{name}”: chức danh mới, nhóm {label}"
    line_same: str = "“{name}”: cách viết khác của {label}"
    store_button: str = "Ghi và đọc lại"
    none_placed: str = "Chưa xếp chức danh nào. {Dc} sửa các chức danh đó trong “{name}” rồi gửi lại tệp."
    place_button: str = "Xếp chức danh mới vào nhóm"
    placed_button: str = "Chức danh của cơ quan"
    placed: str = "**Chức danh của cơ quan**, ngoài danh mục có sẵn:"
    nothing_placed: str = (
        "Cơ quan chưa thêm chức danh nào. Khi danh sách gửi vào có chức danh chưa có trong danh mục, trợ "
        "lý sẽ hỏi thuộc nhóm nào."
    )
    take_away_button: str = "Bỏ {name}"
    still_held: str = "Đang có người giữ chức danh “{name}” nên chưa bỏ được."
    taken_away: str = "Đã bỏ phần cơ quan thêm cho “{name}”."
    not_all: str = (
        "Danh mục chức danh là của mọi đơn vị. Đề nghị người có quyền với cả cơ quan xếp chức danh."
    )


TEXTS: Final = TitlesTexts()

TITLE_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "titles_bad_code": "“{found}” không dùng làm mã được. "
        "Đề nghị chỉ dùng chữ thường không dấu, chữ số, gạch dưới, và bắt đầu bằng chữ.",
        "titles_unknown_group": "Không có nhóm chức danh “{found}”. Đề nghị dùng một trong: {expected}; "
        "hoặc thêm nhóm ở mục groups.",
        "titles_unknown_field": "Không có lĩnh vực “{found}”. Đề nghị dùng một trong: {expected}; "
        "hoặc thêm lĩnh vực ở mục fields.",
        "titles_unknown_title": "Không có chức danh mã “{found}”. Đề nghị sửa lại mã.",
    }
)
"""Problem code -> sentence with the parameters that ``surveys.titles.PROBLEM_PARAMETERS`` lists."""
