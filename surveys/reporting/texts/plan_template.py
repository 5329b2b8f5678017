"""The words of the empty workbook from which a plan is made: what each table is for, how each column is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_LEADS: Final = MappingProxyType(
    {
        "courses": "Mỗi khóa một dòng. Mã khóa là tên ngắn, không đổi, để biểu khác nhắc đến.",
        "succession": "Mỗi người một dòng, hoặc mỗi chức danh quy hoạch của một người một dòng.",
        "learning": "Ai đang học gì, đã học xong gì: phần đã có không xếp học lại.",
        "closed": "Những ngày không mở lớp: Tết, bầu cử, đại hội, mùa vụ, quyết toán.",
        "places": "Mỗi nơi học một dòng. Ô số chỗ để trống là không giới hạn; 0 là quý đó không có chỗ.",
        "budgets": "Mỗi nguồn một dòng. Không ghi nguồn nào thì kinh phí không giới hạn kế hoạch.",
        "absences": "Dòng “{every_unit}” là giới hạn chung; đơn vị nào khác thì ghi thêm một dòng.",
        "ordered": "Chỉ ghi lớp phải mở, hoặc chỉ được mở trong quý nào. Để trống nếu không có.",
    }
)
_HINTS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "courses": {
            "code": "Bắt buộc, không trùng. Ví dụ TH-01.",
            "kind": "Bắt buộc: chọn trong danh mục.",
            "competencies": "Mã năng lực của phiếu, cách nhau bằng dấu chấm phẩy. Ví dụ: c05; c12.",
            "situations": "Mã tình huống, nếu có.",
            "fulfils": "Học xong thì đạt tiêu chuẩn nào. Ví dụ: LLCT: Trung cấp; Tin học.",
            "groups": "Nhóm chức danh được học, cách nhau bằng dấu chấm phẩy; để trống là mọi nhóm.",
            "days": "Bắt buộc: số ngày vắng cơ quan. Ghi được: 3; 2 tuần; 6 tháng.",
            "weeks": "Lớp kéo dài bao nhiêu tuần; để trống thì học liền các ngày.",
            "forms": "Cách nhau bằng dấu chấm phẩy, hình thức ưu tiên ghi trước.",
            "cost_per_class": "Đồng. Ví dụ 20.000.000; ghi 20 triệu cũng được.",
            "cost_per_person": "Đồng, cho mỗi người học, cộng thêm vào kinh phí của lớp.",
            "providers": "Cách nhau bằng dấu chấm phẩy, nơi ưu tiên ghi trước.",
            "refresher": "Có: tính vào số tiết bồi dưỡng bắt buộc hằng năm.",
            "elsewhere": "Có: cử đi học ở cơ sở khác, không dùng chỗ của các địa điểm trong kế hoạch.",
        },
        "succession": {
            "key": "Có mã thì chỉ cần mã; không thì ghi họ tên, ngày sinh, đơn vị.",
            "planned": "Bắt buộc: chọn trong danh mục, hoặc ghi như quyết định.",
            "term": "Ví dụ 2026-2031.",
        },
        "learning": {
            "key": "Có mã thì chỉ cần mã; không thì ghi họ tên, ngày sinh, đơn vị.",
            "name": "Mã hoặc tên khóa trong danh mục; hoặc trình độ, ví dụ: Cao cấp lý luận chính trị.",
            "state": "Đang học hay đã hoàn thành.",
            "to": "Ngày học xong, hoặc dự kiến học xong.",
        },
        "closed": {"to": "Để trống nếu chỉ một ngày. Ghi tháng/năm là cả tháng."},
        "places": {
            "provider": "Nơi này của đơn vị nào; để trống là ai dạy cũng được.",
            "kinds": "Để trống là học loại nào cũng được.",
            "near": "Đơn vị ở gần, đi về trong ngày; cách nhau bằng dấu phẩy.",
        },
        "budgets": {"amount": "Đồng. Ví dụ 150.000.000.", "kinds": "Để trống là chi được cho mọi loại."},
        "absences": {
            "days_away": "Cộng ngày vắng của mọi người trong đơn vị, trong một tuần.",
            "small_office": "Ví dụ 3: nơi có 3 người trở xuống không cử hai người cùng lúc. 0: không hạn chế.",
            "per_person": "0: cần bao nhiêu khóa thì học bấy nhiêu.",
        },
        "ordered": {
            "course": "Mã khóa trong danh mục.",
            "quarters": "Ví dụ: II; III. Để trống là quý nào cũng được.",
        },
    }
)
_EXAMPLES: Final[Mapping[str, tuple[Mapping[str, str | int], ...]]] = MappingProxyType(
    {
        "courses": (
            {
                "code": "TH-01", "name": "Tin học cơ bản", "kind": "Tin học – chuyển đổi số", "competencies": "c05",
                "fulfils": "Tin học", "days": 5, "periods": 40, "forms": "Tập trung; Trực tuyến", "smallest": 15,
                "largest": 40, "cost_per_class": 20_000_000, "cost_per_person": 300_000,
                "providers": "Trung tâm chính trị", "refresher": "Có",
            },
        ),
        "succession": (
            {
                "full_name": "Nguyễn Văn A", "birth": "12/05/1985", "unit": "Xã B", "title": "Phó Chủ tịch UBND",
                "planned": "Chủ tịch UBND", "term": "2026-2031", "decision": "QĐ 00-QĐ/ĐU",
            },
        ),
        "learning": (
            {
                "full_name": "Nguyễn Văn A", "birth": 1985, "unit": "Xã B", "name": "Trung cấp lý luận chính trị",
                "state": "Đang học", "from": "05/09/2026", "to": "06/2028",
            },
            {
                "full_name": "Trần Thị C", "birth": 1990, "unit": "Xã B", "name": "TH-01", "state": "Đã hoàn thành",
                "to": "20/10/2026", "evidence": "Số 00/2026",
            },
        ),
        "closed": ({"from": "01/02/2027", "to": "15/02/2027", "reason": "Tết Nguyên đán"},),
        "places": (
            {
                "place": "Trung tâm chính trị khu vực", "q1": 40, "q2": 80, "q3": 80, "q4": 60,
                "provider": "Trung tâm chính trị", "near": "Xã B, Xã D",
            },
        ),
        "budgets": ({"source": "Ngân sách xã", "amount": 150_000_000},),
        "absences": (
            {"unit": "Mọi đơn vị", "days_away": 10, "small_office": 3, "per_person": 2},
            {"unit": "Xã B", "days_away": 5},
        ),
        "ordered": ({"course": "TH-01", "at_least": 2, "quarters": "II; III"},),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanTemplateTexts:
    """What stands on the sheets, by table; ``hints`` and ``examples`` also by column."""

    title: str = "Số liệu lập kế hoạch đào tạo, bồi dưỡng năm {year}"
    guide_sheet: str = "Hướng dẫn"
    lists_sheet: str = "Danh mục"
    list_of: str = "Danh mục: {column}"
    example: str = "Ví dụ"
    page: str = "Trang {page}/{pages}"
    to_check: str = "Khóa mẫu: đề nghị kiểm tra thời lượng, kinh phí, đơn vị tổ chức"
    leads: Mapping[str, str] = field(default_factory=lambda: _LEADS)
    hints: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _HINTS)
    examples: Mapping[str, tuple[Mapping[str, str | int], ...]] = field(default_factory=lambda: _EXAMPLES)
    guide: tuple[str, ...] = (
        (
            "Mỗi trang là một biểu. Chỉ cần điền biểu nào có số liệu; xóa cả trang không dùng "
            "cũng được. Gửi tệp vào khung chat: trợ lý đọc thử, nêu đúng ô chưa rõ và cách sửa, "
            "chưa ghi gì khi còn chỗ sai."
        ),
        (
            "Dòng có chữ “Ví dụ” ở cột STT chỉ để minh họa: trợ lý không đọc dòng đó. Xóa đi hay để lại đều được."
        ),
        (
            "Gửi lại một biểu là thay toàn bộ biểu đó của lần trước; biểu không có trong tệp, "
            "hoặc chưa có dòng nào, thì giữ nguyên."
        ),
        (
            "Cột có danh mục thì bấm vào ô để chọn; ghi như cơ quan quen viết cũng được. Nhiều "
            "giá trị trong một ô thì cách nhau bằng dấu chấm phẩy."
        ),
        "Số tiền ghi bằng đồng: 1.500.000, hoặc 1,5 triệu. Ngày ghi đủ ngày/tháng/năm, ví dụ 05/09/2027.",
        (
            "Quy hoạch và quá trình học tập là thông tin của từng người: chỉ gửi trong phạm vi "
            "được giao, không chuyển tiếp cho người không có trách nhiệm."
        ),
    )


PLAN_TEMPLATE: Final = PlanTemplateTexts()
