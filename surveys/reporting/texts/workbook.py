"""What stands in the report's workbook besides the tables' own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_ATTRIBUTES: Final = {
    "edu": "Văn hóa",
    "qual": "Chuyên môn",
    "pol": "LLCT",
    "qlnn": "QLNN",
    "cert": "Chứng chỉ",
}
_GROUPINGS: Final = {"title": "chức danh", "unit": "đơn vị", "age_band": "độ tuổi", "gender": "giới"}
_SHEETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        f"quality_{attribute}_{by}": f"{name} theo {grouping}"
        for attribute, name in _ATTRIBUTES.items()
        for by, grouping in _GROUPINGS.items()
    }
    | {
        "quality_total": "Chất lượng chung",
        "review_summary": "Rà soát tiêu chuẩn",
        "review_title": "Chưa đạt theo chức danh",
        "limited_competence": "Năng lực hạn chế",
        "below_standard": "DS chưa đạt tiêu chuẩn",
        "below_qualification": "DS chưa đạt chuyên môn",
        "not_known": "DS chưa đủ dữ liệu",
        "differences": "DS khác hồ sơ",
        "needs": "Nhu cầu chung",
        "needs_group": "Nhu cầu {subject}",
        "needs_methods": "Phương pháp khác nhau",
        "demand_d_topic": "Nội dung muốn học",
        "demand_d_top1": "Nội dung cần nhất",
        "demand_d_degree": "Nhu cầu học bằng cấp",
        "demand_d_form": "Hình thức",
        "demand_d_len": "Thời lượng",
        "demand_d_time": "Thời điểm",
        "demand_d_place": "Địa điểm",
        "reasons": "Lý do",
        "barriers_age": "Khó khăn theo độ tuổi",
        "situations": "Tình huống",
        "confidence": "Tự tin",
        "ranks": "Thứ tự trung bình",
        "ranges": "Thang số",
        "response_unit": "Trả lời theo đơn vị",
        "response_title": "Trả lời theo chức danh",
        "dispositions": "Kết quả phiếu",
        "dispositions_unit": "Kết quả phiếu theo đơn vị",
        "rates": "Tỷ lệ phản hồi",
        "rates_title": "Tỷ lệ theo chức danh",
        "item_nonresponse": "Câu bỏ trống",
        "stops": "Nơi dừng lại",
        "answering_time": "Thời gian trả lời",
        "modes": "Kênh trả lời",
        "mode_differences": "Khác nhau giữa các kênh",
        "reminders": "Nhắc trả lời",
        "trend_rates": "So kỳ trước – phản hồi",
        "trend_needs": "So kỳ trước – nhu cầu",
        "trend_demand": "So kỳ trước – nguyện vọng",
        "reliability": "Độ tin cậy thang đo",
        "reliability_group": "Độ tin cậy – {subject}",
    }
)
_SOURCES: Final = MappingProxyType(
    {
        "answers": "Câu trả lời khảo sát",
        "fieldwork": "Theo dõi phiếu khảo sát",
        "roster": "Danh sách cán bộ, công chức",
        "persons": "Danh sách có tên (lưu hành hạn chế)",
    }
)


@dataclass(frozen=True, slots=True)
class WorkbookTexts:
    """The words of the report's workbook. ``sheets``: a sheet's name by table key, at most 31 characters."""

    sheets: Mapping[str, str] = field(default_factory=lambda: _SHEETS)
    sources: Mapping[str, str] = field(default_factory=lambda: _SOURCES)
    contents: str = "Mục lục"
    codebook: str = "Bảng mã"
    table: str = "Bảng"
    to_contents: str = "‹ Mục lục"
    headings: tuple[str, ...] = ("STT", "Bảng số liệu", "Trang tính", "Số người", "Nguồn số liệu")
    codebook_title: str = "Bảng mã: các câu hỏi, tên biến và phương án trả lời"
    prepared_by: str = "Đơn vị lập: {prepared_by}"
    as_of: str = "Số liệu tính đến ngày {date}."
    people: str = "Số người: {n}."
    explanations: tuple[str, ...] = (
        "Bấm vào tên bảng để mở bảng; ô “‹ Mục lục” ở đầu mỗi bảng dẫn về trang này.",
        "Dấu * thay cho số liệu không hiện: số người quá ít, hoặc số liệu có thể dùng để suy ra số đã ẩn.",
        "Dấu – là không có số liệu hoặc không tính được.",
        "Các số là số thật, có thể lọc, sắp xếp, tính toán; ô hiện số đã làm tròn, giá trị giữ nguyên.",
    )
    restricted: str = "LƯU HÀNH HẠN CHẾ"
    restricted_explanation: str = (
        "Có thông tin cá nhân, số liệu chi tiết: chỉ người được giao việc rà soát mới được xem; "
        "không chuyển tiếp, không đăng tải."
    )
    no_rows: str = "Không có trường hợp nào."
    page: str = "Trang {page}/{pages}"


WORKBOOK: Final = WorkbookTexts()
