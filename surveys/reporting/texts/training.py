"""What the tables of training are called, and the sentences of the report on a plan's result."""

from dataclasses import dataclass
from typing import Final

from surveys.reporting.texts.common import MISSING_LABEL
from surveys.reporting.texts.words import TableTexts

TEXTS: Final = TableTexts(
    titles={
        "training_results": "Kết quả đào tạo, bồi dưỡng cán bộ, công chức",
        "training_plan": "Kế hoạch và kết quả thực hiện, theo nội dung và nhóm chức danh",
    },
    columns={
        "training_results.group": "Đối tượng",
        "training_results.people": "Tổng số người",
        "training_results.women": "Trong đó: nữ",
        "training_results.minorities": "Trong đó: dân tộc thiểu số",
        "training_plan.kind": "Nội dung",
        "training_plan.group": "Đối tượng",
        "training_plan.planned": "Kế hoạch (lượt người)",
        "training_plan.completed": "Đã hoàn thành",
        "training_plan.completed_share": "Tỷ lệ hoàn thành",
        "training_plan.missed": "Không hoàn thành",
        "training_plan.open": "Chưa có kết quả",
    },
    notes={
        "training_people": "Mỗi cột đếm số người, mỗi người một lần; một người có thể có ở nhiều cột.",
        "training_minorities": "Dân tộc thiểu số: theo cột “Dân tộc” của danh sách; ai không ghi thì không tính.",
        "training_no_minorities": "Danh sách cán bộ không ghi thành phần dân tộc; cơ quan tự điền cột này.",
        "training_seats": "Đếm lượt người: người học hai lớp được tính hai lượt.",
    },
    labels={
        "training": {
            "llct_sc": "LLCT: sơ cấp",
            "llct_tc": "LLCT: trung cấp",
            "llct_cc": "LLCT: cao cấp",
            "llct_khac": "LLCT: bồi dưỡng khác",
            "qlnn": "QLNN theo ngạch",
            "vtvl": "Theo vị trí việc làm",
            "ky_nang": "Kỹ năng",
            "qp_an": "Quốc phòng – an ninh",
            "ngoai_ngu": "Ngoại ngữ",
            "tin_cds": "Tin học, chuyển đổi số",
            "dt_tc": "Đào tạo: trung cấp",
            "dt_cd": "Đào tạo: cao đẳng",
            "dt_dh": "Đào tạo: đại học",
            "dt_sdh": "Đào tạo: sau đại học",
            "dt_khac": "Đào tạo khác",
        },
        "course_kind": {
            "llct": "Lý luận chính trị",
            "qlnn": "Quản lý nhà nước",
            "vtvl": "Theo vị trí việc làm",
            "ky_nang": "Kỹ năng",
            "tin_cds": "Tin học – chuyển đổi số",
            "ngoai_ngu": "Ngoại ngữ",
            "qp_an": "Quốc phòng – an ninh",
            "chuyen_mon": "Đào tạo chuyên môn",
        },
        "title_group": {"missing": MISSING_LABEL},
    },
)


@dataclass(frozen=True, slots=True)
class TrainingTexts:
    """The report on the result of a plan, in Word."""

    type: str = "Báo cáo"
    subject: str = "Kết quả thực hiện kế hoạch đào tạo, bồi dưỡng\ncán bộ, công chức cấp xã năm {year}"
    result: str = "Kết quả thực hiện"
    day: str = (
        "Số liệu tính đến ngày {day}, lấy từ kế hoạch đã duyệt và kết quả do đơn vị, cơ sở đào tạo gửi."
    )
    planned: str = "Kế hoạch có {count} lượt người học"
    completed: str = "đã hoàn thành {count} lượt"
    missed: str = "không hoàn thành {count} lượt"
    open: str = "chưa có kết quả {count} lượt"
    people: str = "Có {count} đồng chí đã hoàn thành ít nhất một khóa"
    women: str = "trong đó {count} nữ"
    minorities: str = "{count} người dân tộc thiểu số"
    sentence: str = "{told}{reference}."
    some: str = "Số liệu của ít người không nêu."
    few: str = "Số người được cử đi học quá ít nên không nêu số liệu về kết quả."
    nobody: str = "Chưa có kết quả học tập nào được ghi nhận."
    rest: str = "Việc cần làm tiếp"
    rests: tuple[str, ...] = (
        "Ghi nhận kết quả còn thiếu; đối chiếu chứng chỉ, cập nhật hồ sơ cán bộ, công chức",
        "Xem lại lý do của những lượt không hoàn thành để xếp lớp phù hợp trong kế hoạch sau",
        "Bố trí, sử dụng người đã học đúng với nội dung được đào tạo, bồi dưỡng",
    )
    ending: str = (
        "Trên đây là báo cáo kết quả thực hiện kế hoạch đào tạo, bồi dưỡng "
        "cán bộ, công chức cấp xã năm {year}"
    )
    annex: str = "Biểu kết quả đào tạo, bồi dưỡng năm {year}"


TRAINING: Final = TrainingTexts()
