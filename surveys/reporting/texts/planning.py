"""The sentences of a plan's documents: classes, reasons, who is left out, figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from surveys.reporting.texts.report import STANDING

_ROMAN: Final = MappingProxyType({1: "I", 2: "II", 3: "III", 4: "IV"})
_FIXED: Final = MappingProxyType({"begun": "đã mở", "told": "đã báo học viên"})
_WHY: Final = MappingProxyType(
    {
        "standard": "đạt chuẩn chức danh về {subject}",
        "planned": "chuẩn bị cho chức danh quy hoạch",
        "group": "nhu cầu chung của nhóm chức danh về “{subject}”",
        "refresher": "bồi dưỡng bắt buộc hằng năm",
        "wish": "theo đề nghị đã gửi cơ quan",
    }
)
_REASONS: Final = MappingProxyType(
    {
        "standard": "Chưa đạt chuẩn chức danh {title} về {subject}{levels}{basis}{due}",
        "planned": "Được quy hoạch {title}, cần đạt chuẩn về {subject}{levels}{basis}{due}",
        "group": "Nhu cầu chung của {group} về “{subject}” (tổng hợp từ {count} người, không theo từng người)",
        "refresher": "Bồi dưỡng bắt buộc hằng năm ({periods} tiết){basis}",
        "wish": "Có đề nghị gửi cơ quan{basis}",
    }
)
_LEFT_OUT: Final = MappingProxyType(
    {
        "no_course": "danh mục chưa có khóa học phù hợp",
        "too_few": "chưa đủ người để mở lớp",
        "full": "hết chỗ học",
        "budget": "hết kinh phí",
        "unit_away": "đơn vị đã có nhiều người đi học cùng lúc",
        "office_away": "người cùng bộ phận đang đi học",
        "person_away": "đang học lớp khác cùng thời gian",
        "per_person": "đã đủ số khóa học của một người trong năm",
        "closed": "không có thời gian phù hợp để mở lớp",
        "less_needed": "chỗ học và kinh phí dành cho nhu cầu cấp thiết hơn",
        "by_hand": "cơ quan đưa ra khỏi lớp khi sửa kế hoạch",
    }
)
_LEFT_OUT_MORE: Final = MappingProxyType(
    {
        "too_few": " ({count} người, cần ít nhất {smallest})",
        "full": " quý {quarter}",
        "per_person": " ({count} khóa)",
    }
)


@dataclass(frozen=True, slots=True)
class PlanTexts:
    """Words of the plan in any document. ``why`` and ``reasons``: by kind of reason, in figures and of one person."""

    roman: Mapping[int, str] = field(default_factory=lambda: _ROMAN)
    quarter: str = "Quý {quarter}"
    when: str = "Quý {quarter} (từ {first} đến {last})"
    when_day: str = "Quý {quarter} (ngày {first})"
    length: str = "{days} ngày ({periods} tiết)"
    every_group: str = "Các nhóm chức danh"
    people: str = "{count} đồng chí"
    fixed: Mapping[str, str] = field(default_factory=lambda: _FIXED)
    why: Mapping[str, str] = field(default_factory=lambda: _WHY)
    why_counted: str = "{why} ({count} đồng chí)"
    why_due: str = ", hạn {day}"
    reasons: Mapping[str, str] = field(default_factory=lambda: _REASONS)
    wish_of_group: str = (
        "{count} người của {group} chọn “{subject}” là điều cần học nhất (số chung, không theo từng người)"
    )
    levels: str = " (yêu cầu: {demanded}; hiện có: {held})"
    demanded: str = " (yêu cầu: {demanded})"
    basis: str = ", theo {basis}"
    clause: str = "{clause} {basis}"
    due: str = ", hạn {day}"
    to_verify: str = " (cần xác minh)"
    group: str = "nhóm {group}"
    all_groups: str = "những người được khảo sát"
    criteria: Mapping[str, str] = field(default_factory=lambda: STANDING.criteria_names)
    left_out: Mapping[str, str] = field(default_factory=lambda: _LEFT_OUT)
    left_out_more: Mapping[str, str] = field(default_factory=lambda: _LEFT_OUT_MORE)
    left_out_quarter: str = " (quý {quarter})"
    left_out_other: str = "các lý do khác"
    then: str = "; xếp quý {quarter}"
    not_this_year: str = "; chưa xếp được trong năm"
    money: str = "{amount} đồng"


@dataclass(frozen=True, slots=True)
class PlanWorkbookTexts:
    """The plan as a workbook."""

    title: str = "BIỂU KẾ HOẠCH ĐÀO TẠO, BỒI DƯỠNG NĂM {year}"
    seats_title: str = "DANH SÁCH LỚP ĐÀO TẠO, BỒI DƯỠNG NĂM {year}"
    left_out_title: str = "NHU CẦU CHƯA XẾP LỚP NĂM {year}"
    figures_title: str = "SỐ LIỆU CHÍNH CỦA KẾ HOẠCH NĂM {year}"
    mark: str = "Dấu của bản kế hoạch: {mark} (không xóa dòng này nếu định sửa rồi gửi lại)"
    marking: str = "LƯU HÀNH HẠN CHẾ"
    plan_sheet: str = "Kế hoạch"
    seats_sheet: str = "Danh sách lớp"
    left_out_sheet: str = "Chưa xếp"
    figures_sheet: str = "Số liệu"
    vacancies_sheet: str = "Sắp khuyết"
    vacancies_title: str = "CHỨC DANH SẮP KHUYẾT DO ĐẾN TUỔI NGHỈ HƯU (tính đến 60 tháng)"
    vacancies_head: tuple[str, ...] = (
        *(
            "TT",
            "Mã số",
            "Người đang giữ",
            "Chức danh",
            "Đơn vị",
            "Tháng đủ tuổi (cần xác minh)",
            "Trong vòng (tháng)",
            "Người được quy hoạch cùng đơn vị",
        ),
    )
    nobody_planned: str = "chưa có"
    guide_sheet: str = "Cách sửa"
    time: str = "Thời gian"
    total: str = "Tổng cộng"
    left_out_head: tuple[str, ...] = (
        *(
            "TT",
            "Mã số",
            "Họ và tên",
            "Chức danh",
            "Đơn vị",
            "Khóa học cần",
            "Lý do cần học",
            "Vì sao chưa xếp",
        ),
    )
    figures_head: tuple[str, str] = ("Nội dung", "Số liệu")
    page: str = "Trang {page}/{pages}"
    guide: tuple[str, ...] = (
        (
            "Sửa được ở trang “Kế hoạch”: quý, ngày, hình thức, địa điểm, đơn vị tổ chức, kinh phí, nguồn. "
            "Các cột khác chỉ để xem."
        ),
        (
            "Đổi quý mà giữ nguyên ngày: trợ lý chọn những ngày đầu tiên phù hợp trong quý. Đổi ngày bắt đầu mà giữ "
            "nguyên ngày kết thúc: thời gian học được dời theo."
        ),
        "Thêm lớp: thêm một dòng, ghi mã khóa và ngày, ghi số TT mới. Bỏ lớp: xóa cả dòng, người của lớp ra theo.",
        (
            "Đổi người: ở trang “Danh sách lớp”, sửa “Lớp số”; bỏ người thì xóa dòng; thêm người thì thêm dòng với mã "
            "cán bộ và lớp số. Mỗi người chỉ được xếp vào khóa mà người đó có lý do để học."
        ),
        (
            "Số lượng của lớp là số người trong trang “Danh sách lớp”; kinh phí tính lại theo định mức khi số người "
            "thay đổi, trừ khi ô kinh phí được sửa."
        ),
        (
            "Sửa xong, gửi tệp vào khung chat: trợ lý nêu từng thay đổi, và đúng ô nào trái với giới hạn (chỗ học, "
            "kinh phí, thời gian, số người vắng) trước khi ghi."
        ),
    )


@dataclass(frozen=True, slots=True)
class ResultsWorkbookTexts:
    """The list in which results are entered."""

    title: str = "KẾT QUẢ HỌC TẬP CÁC LỚP ĐÀO TẠO, BỒI DƯỠNG NĂM {year}"
    lead: str = (
        "Chọn kết quả cho từng người, ghi số chứng chỉ nếu có; chưa biết thì để trống. "
        "Xong, gửi tệp vào khung chat."
    )
    mark: str = "Kết quả của bản kế hoạch số {number} (không xóa dòng này)"
    hint: str = "Hoàn thành hoặc Không hoàn thành; để trống nếu chưa có kết quả."


@dataclass(frozen=True, slots=True)
class PlanFigureTexts:
    """The figures of a plan, in the order in which they are told."""

    classes: str = "Số lớp"
    seats: str = "Số lượt người được xếp học"
    people: str = "Số người được xếp học"
    women: str = "Trong đó: nữ"
    minorities: str = "Trong đó: dân tộc thiểu số"
    cost: str = "Kinh phí (đồng)"
    cost_of: str = "Trong đó, nguồn {source} (đồng)"
    no_source: str = "chưa xác định"
    quarter: str = "Quý {quarter}: số lớp"
    kind: str = "Loại {kind}: số lớp"
    deadlines: str = "Nhu cầu đạt chuẩn trước hạn được đáp ứng"
    deadlines_of: str = "{count}/{bound}"
    begun: str = "Lớp đã mở, giữ nguyên"
    told: str = "Lớp đã báo học viên, giữ nguyên"
    over: str = "Nguồn {source}: thiếu cho các lớp giữ nguyên (đồng)"
    unknown_away: str = "Dòng “đang học” chưa ghi đủ ngày, nên chưa tính là thời gian vắng"
    uncovered: str = "Nhu cầu chưa xếp được trong năm"
    uncovered_of: str = "Trong đó: {why}"
    gap: str = "Khoảng cách tới phương án tốt nhất có thể"
    repeats: str = "Nguyện vọng học bằng cấp không cao hơn trình độ đang có (không tính là lý do cử đi học)"
    hidden: str = "ít hơn {threshold}"
    hidden_key: str = "Số liệu về người chỉ nêu khi có từ {threshold} người trở lên."


PLANNING: Final = PlanTexts()
PLAN_WORKBOOK: Final = PlanWorkbookTexts()
PLAN_FIGURES: Final = PlanFigureTexts()
RESULTS_WORKBOOK: Final = ResultsWorkbookTexts()
