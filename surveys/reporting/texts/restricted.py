"""The sentences of the restricted lists in Word: who lacks what. They name persons and leave the house to few."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class RestrictedTexts:
    """The lists, in their order, and how they are to be handled."""

    type: str = "Danh sách"
    subject: str = "Cán bộ, công chức cấp xã chưa đạt tiêu chuẩn chức danh\n(tính đến ngày {day})"
    marking: str = "Lưu hành hạn chế"
    purpose: str = (
        "Danh sách lập từ hồ sơ quản lý cán bộ, công chức, đối chiếu với tiêu chuẩn chức danh, để cơ quan quản lý cán "
        "bộ lập kế hoạch đào tạo, bồi dưỡng."
    )
    regime: str = "Quy định đối chiếu: {regimes}."
    verify: str = (
        "Những dòng ghi “Cần xác minh” dựa trên quy định chưa kiểm tra theo văn bản gốc; phải kiểm tra trước khi dùng "
        "cho bất kỳ quyết định nào về cán bộ."
    )
    headings: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                "below_standard": "Chưa đạt tiêu chuẩn chức danh",
                "below_qualification": "Chưa đạt chuẩn về trình độ chuyên môn",
                "not_known": "Chưa đủ dữ liệu để kết luận",
                "differences": "Câu trả lời khác với hồ sơ, chưa được xác nhận",
            }
        )
    )
    leads: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                "below_standard": "Có {people} đồng chí chưa đạt ít nhất một tiêu chuẩn của chức danh{lines}.",
                "below_qualification": "Có {people} đồng chí chưa đạt chuẩn về trình độ chuyên môn{lines}.",
                "not_known": (
                    "Có {people} đồng chí chưa đủ dữ liệu để kết luận ở ít nhất một nội dung{lines}, kể cả người đã "
                    "chưa đạt ở nội dung khác (báo cáo chỉ tính những người này là chưa đạt). Thiếu dữ liệu không phải "
                    "là chưa đạt; cần bổ sung hồ sơ."
                ),
                "differences": (
                    "Có {people} đồng chí trả lời khác với hồ sơ{lines}. Hồ sơ giữ nguyên cho đến khi người có thẩm "
                    "quyền xác nhận."
                ),
            }
        )
    )
    lines: str = " ({count} nội dung)"
    summed: str = "{criterion}: {people} đồng chí ({reason})"
    summed_lead: str = "Tổng hợp theo nội dung:"
    basis: str = "Căn cứ đối chiếu: {basis}."
    numbered_basis: str = "{mark} {basis}."
    nobody: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                "below_standard": "Không có đồng chí nào chưa đạt tiêu chuẩn chức danh.",
                "below_qualification": "Không có đồng chí nào chưa đạt chuẩn về trình độ chuyên môn.",
                "not_known": "Không có đồng chí nào thiếu dữ liệu để đối chiếu.",
                "differences": "Không có câu trả lời nào khác với hồ sơ đang chờ xác nhận.",
            }
        )
    )
    nobody_known: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                "below_standard": (
                    "Chưa có đồng chí nào được kết luận là chưa đạt tiêu chuẩn chức danh; những đồng chí chưa đủ dữ "
                    "liệu để kết luận ở mục III."
                ),
                "below_qualification": (
                    "Chưa có đồng chí nào được kết luận là chưa đạt chuẩn về trình độ chuyên môn; những đồng chí chưa "
                    "đủ dữ liệu để kết luận ở mục III."
                ),
            }
        )
    )
    nobody_judged: str = (
        "Chưa đối chiếu được đồng chí nào: quy định không nêu tiêu chuẩn cho chức danh của họ tại ngày đối chiếu; cần "
        "chọn quy định khác hoặc nạp tiêu chuẩn do tỉnh ban hành."
    )
    no_review: str = "Chưa có kết quả đối chiếu tiêu chuẩn chức danh."
    caption: str = "Biểu {number}. {title}"
    handling: str = "Quản lý, sử dụng danh sách"
    rules: tuple[str, ...] = (
        "Chỉ cung cấp cho người có trách nhiệm quản lý cán bộ theo nơi nhận; không sao chụp, chuyển tiếp, đăng tải",
        (
            "Chỉ dùng để lập kế hoạch đào tạo, bồi dưỡng và hoàn thiện hồ sơ; không dùng thay cho kết luận của cấp có "
            "thẩm quyền"
        ),
        (
            "Người có tên được xem và đề nghị sửa thông tin của mình; sai sót phải được sửa trong hồ sơ rồi lập lại "
            "danh sách"
        ),
        (
            "Danh sách không có số liệu về năng lực còn hạn chế: câu trả lời chỉ được tổng hợp chung, nêu trong "
            "báo cáo"
        ),
        "Hết thời hạn sử dụng thì lưu hoặc hủy theo quy định về lưu trữ và bảo vệ dữ liệu cá nhân",
    )


RESTRICTED: Final = RestrictedTexts()
