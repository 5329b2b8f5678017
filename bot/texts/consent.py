"""The consent notice (Luật 91/2025/QH15 Điều 9; NĐ 356/2025/NĐ-CP): versioned, its blanks filled from settings."""

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Final

from bot.texts import say
from bot.texts.either import either

VERSION: Final = "1"

NOTICE: Final = """**THÔNG BÁO XỬ LÝ DỮ LIỆU CÁ NHÂN** (phiên bản {version})
1. Bên kiểm soát dữ liệu: {office_name}, địa chỉ {office_address}, đầu mối bảo vệ dữ liệu: {data_contact}. \
Công cụ thu thập: {tool}
2. Mục đích: khảo sát nhu cầu đào tạo, bồi dưỡng; tổng hợp số liệu lập kế hoạch. Không dùng để đánh giá, xếp loại, \
kỷ luật cá nhân.
3. Dữ liệu thu thập: chức danh, đơn vị, năm sinh, giới tính (không bắt buộc), trình độ, tự đánh giá năng lực, \
nhu cầu, ý kiến{account}.
4. Người được xem: tổ khảo sát. Báo cáo chỉ nêu số liệu tổng hợp từ 5 người trở lên; không nêu tên.
5. Thời gian lưu: câu trả lời gắn mã định danh đến {retention_days} ngày sau khi kết thúc đợt, sau đó bỏ liên kết \
với người; số liệu tổng hợp lưu theo quy định về lưu trữ.
6. Quyền của {dc}: {rights} Yêu cầu được phản hồi trong 2 ngày làm việc, thực hiện trong thời hạn luật định. Có \
quyền khiếu nại tới cơ quan có thẩm quyền.
7. Tham gia là tự nguyện; không tham gia không ảnh hưởng quyền lợi."""


BY_PLATFORM: Final = (
    "trợ lý tự động trên {platform}; tin nhắn đi qua hệ thống của nhà cung cấp, có thể đặt ngoài Việt Nam."
)
BY_PAGE: Final = (
    "trang khảo sát trên mạng do cơ quan vận hành; câu trả lời không đi qua ứng dụng nhắn tin nào."
)
BY_PAPER: Final = "phiếu giấy do cơ quan phát và thu; người của cơ quan nhập vào phần mềm."
BY_TELEPHONE: Final = "phỏng vấn qua điện thoại; người của cơ quan nhập vào phần mềm."
RIGHTS_IN_CHAT: Final = (
    "/dulieu xem và nhận bản sao; /sua sửa; /rutlai rút lại đồng ý; /xoa xóa dữ liệu; "
    "/ngungnhac không nhận nhắc."
)
RIGHTS_ON_PAPER: Final = (
    "xem và nhận bản sao; sửa; rút lại đồng ý; xóa dữ liệu; không nhận nhắc: liên hệ đầu mối nêu ở mục 1."
)
PAPER: Final = "paper"
TELEPHONE: Final = "telephone"
TOOLS: Final = {
    "telegram": BY_PLATFORM.format(platform="Telegram"),
    "zalo": BY_PLATFORM.format(platform="Zalo"),
    "web": BY_PAGE,
    PAPER: BY_PAPER,
    TELEPHONE: BY_TELEPHONE,
}
"""What the notice says of the channel, by its name."""


@dataclass(frozen=True, slots=True)
class OfficeDetails:
    """The blanks of the notice: who controls the data, and for how many days answers stay linked to a person."""

    office_name: str
    office_address: str
    data_contact: str
    retention_days: int | None

    def missing(self) -> tuple[str, ...]:
        """Return the names of the settings still unfilled: with any of them no wave opens."""
        blanks = {
            "KHAOSAT_OFFICE_NAME": self.office_name,
            "KHAOSAT_OFFICE_ADDRESS": self.office_address,
            "KHAOSAT_DATA_CONTACT": self.data_contact,
            "KHAOSAT_RETENTION_DAYS": self.retention_days,
        }
        return tuple(name for name, value in blanks.items() if _is_blank(str(value or "")))


def _is_blank(value: str) -> bool:
    """Whether nothing was filled in: empty, dots, or the draft's own "[tên cơ quan]"."""
    return not value.strip(" ._…") or "[" in value


@dataclass(frozen=True, slots=True)
class ConsentNotice:
    """What a person consents to: ``version``, the exact filled ``text`` and its ``sha256``."""

    version: str
    text: str
    sha256: str
    contact: str


def fill_notice(details: OfficeDetails, channel: str) -> ConsentNotice:
    """Fill the notice for a channel. Raises ``ValueError`` while a blank is unfilled: it must never go out so."""
    if details.missing():
        raise ValueError("unfilled: " + ", ".join(details.missing()))
    text = say(
        NOTICE,
        version=VERSION,
        office_name=details.office_name.strip(),
        office_address=details.office_address.strip(),
        data_contact=details.data_contact.strip(),
        retention_days=details.retention_days,
        tool=TOOLS[channel],
        account="" if channel in (PAPER, TELEPHONE) else "; mã tài khoản nhắn tin để gửi câu hỏi và nhắc",
        rights=RIGHTS_ON_PAPER if channel in (PAPER, TELEPHONE) else RIGHTS_IN_CHAT,
    )
    text = unicodedata.normalize("NFC", text)
    return ConsentNotice(
        VERSION, text, hashlib.sha256(text.encode()).hexdigest(), details.data_contact.strip()
    )


@dataclass(frozen=True, slots=True)
class ConsentTexts:
    """What the bot says around the notice."""

    agree: str = "Tôi đồng ý"
    refuse: str = "Tôi không đồng ý"
    ask: str = "Hỏi thêm"
    ask_agree_or_refuse: str = (
        "Đề nghị {dc} "
        + either("chọn một trong ba nút trên, hoặc nhắn:", "nhắn:")
        + " “tôi đồng ý”, “tôi không đồng ý” hay “hỏi thêm”."
    )
    contact: str = (
        "Nếu cần hỏi thêm về việc xử lý dữ liệu, đề nghị {dc} liên hệ đầu mối: {contact}. "
        "Phiếu khảo sát vẫn chờ; {dc} trả lời khi nào thấy yên tâm."
    )
    refused: str = (
        "Tôi đã ghi nhận {dc} không tham gia. Tôi sẽ không hỏi và không nhắc nữa. "
        "Nếu đổi ý, {dc} chỉ cần nhắn /start."
    )
    reconsider: str = (
        "{Dc} đã chọn không tham gia. Nếu muốn đọc lại thông báo và quyết định lại, xin "
        + either("bấm nút dưới đây.", "nhắn “đọc lại thông báo”.")
    )
    reconsider_button: str = "Đọc lại thông báo"
    given: str = "Cảm ơn {dc} đã đồng ý."
    elsewhere: str = (
        "{Dc} đã đồng ý ở khung chat khác. Ở đây dữ liệu đi qua công cụ khác, đề nghị {dc} đọc thông báo này."
    )
    by_others: str = (
        "{Dc} đã đồng ý khi trả lời trên giấy hoặc qua điện thoại. Ở đây dữ liệu đi qua công cụ khác, "
        "đề nghị {dc} đọc thông báo này."
    )
    changed: str = "Thông báo đã thay đổi so với lần {dc} đồng ý trước, đề nghị {dc} đọc lại."


TEXTS: Final = ConsentTexts()

SAYING_AGREED: Final = ("tôi đồng ý", "đồng ý", "vâng, tôi đồng ý", "vâng tôi đồng ý")
SAYING_REFUSED: Final = ("tôi không đồng ý", "không đồng ý", "không", "từ chối")
