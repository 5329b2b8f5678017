"""What /trogiup says."""

from dataclasses import dataclass
from typing import Final

from bot.texts.either import either

_ANSWERING: Final = (
    "• Trả lời: "
    + either("bấm nút, hoặc nhắn", "nhắn")
    + " số thứ tự (ví dụ: 2), hoặc nhắn chữ.\n"
    + "• “quay lại” – về câu trước; “bỏ qua” – câu không bắt buộc; “dừng” – tạm dừng; “sửa 3” – sửa câu 3."
)


@dataclass(frozen=True, slots=True)
class HelpTexts:
    """Where somebody stands and what they can do; one line of each kind is said."""

    title: str = "**Bây giờ {dc} có thể làm những việc sau**"
    nothing_open: str = "Hiện không có phiếu nào đang mở cho {dc}: chưa cần làm gì."
    to_consent: str = "Có một phiếu đang chờ {dc} đến {closes_at}.\n• /start – đọc thông báo và bắt đầu"
    refused: str = (
        "{Dc} đã chọn không tham gia, nên trợ lý không hỏi nữa.\n• /start – xem lại thông báo, nếu {dc} đổi ý"
    )
    to_begin: str = "Có một phiếu đang chờ {dc} đến {closes_at}.\n• /start – bắt đầu trả lời"
    under_way: str = (
        "{Dc} đã trả lời {answered}/{total} câu bắt buộc; hạn trả lời: {closes_at}.\n"
        "• /start – trả lời tiếp\n"
        "• /sua – xem lại và sửa câu đã trả lời\n" + _ANSWERING
    )
    sent: str = "Phiếu của {dc} đã được gửi.\n• /sua – xem lại và sửa, đến {closes_at}"
    see: str = "• /dulieu – xem và nhận bản sao dữ liệu của mình"
    withdraw: str = "• /rutlai – rút lại đồng ý"
    erase: str = "• /xoa – xóa dữ liệu của mình"
    situations: str = "• /tinhhuong – mỗi tuần một tình huống theo chức danh"
    no_reminders: str = "• /ngungnhac – không nhận nhắc"
    reminders: str = "• /nhaclai – nhận nhắc trở lại"
    briefing: str = "• /denghi – đề nghị nội dung cho giao ban; /viec – việc được giao sau giao ban"
    orders: str = "• /quantri – bảng việc của {dc}: {orders}"


TEXTS: Final = HelpTexts()
