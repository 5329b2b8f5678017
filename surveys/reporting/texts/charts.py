"""What stands in the pictures besides the tables' own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_TITLES: Final = MappingProxyType(
    {
        "response_by_unit": "Kết quả trả lời phiếu theo đơn vị",
        "needs_ranking": "Xếp hạng nhu cầu đào tạo, bồi dưỡng theo năng lực",
        "importance_level_map": "Tầm quan trọng và mức độ hiện nay của các năng lực",
        "education_pyramid": "Trình độ chuyên môn của cán bộ, công chức",
        "classes_over_year": "Các lớp đào tạo, bồi dưỡng trong năm {year}",
    }
)


@dataclass(frozen=True, slots=True)
class ChartTexts:
    """The words of the charts. ``titles``: by the chart's name, also for captions beneath a picture."""

    titles: Mapping[str, str] = field(default_factory=lambda: _TITLES)
    people: str = "n = {n} người"
    cases: str = "Đã trả lời {completed}/{cases} phiếu ({share})"
    as_of: str = "Số liệu đến ngày {date}."
    hidden: str = "ẩn"
    hidden_key: str = "ẩn: không hiện số liệu của ít người, hoặc có thể suy ra từ đó"
    completed: str = "Đã trả lời"
    not_completed: str = "Chưa trả lời"
    lowest_units: str = "{shown} đơn vị có tỷ lệ thấp nhất trong {all} đơn vị; đủ các đơn vị xem trong bảng."
    all_units: str = "Toàn bộ"
    need: str = "Điểm nhu cầu (MWDS)"
    interval: str = "khoảng tin cậy 95%"
    priority_1: str = "ưu tiên 1"
    level: str = "Mức độ hiện nay →"
    importance: str = "Tầm quan trọng →"
    crosshair: str = "Đường kẻ: trung bình chung (quan trọng {importance}; hiện nay {level})"
    not_placed: str = "chưa đủ số liệu"
    classes_remark: str = "{classes} lớp, {seats} lượt người học. Số ở mỗi vạch: số người của lớp."
    classes_more: str = "{shown} khóa bắt đầu sớm nhất trong {all} khóa; đủ các lớp xem trong biểu."
    class_bar: str = "Một lớp"
    closed_days: str = "Ngày không mở lớp"


CHARTS: Final = ChartTexts()
