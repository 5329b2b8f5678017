"""How far a wave is: the live card, its picture, what coordinators are told."""

from dataclasses import dataclass
from typing import Final

from bot.texts.either import either


@dataclass(frozen=True, slots=True)
class ProgressTexts:
    """What the card says and offers beside the figures; what goes to coordinators."""

    live: str = "Thẻ này tự cập nhật khi có số mới, đến {until}."
    measured: str = "Số liệu lúc {at}."
    by_title: str = "Theo chức danh"
    by_unit: str = "Theo đơn vị"
    columns_by_title: str = "Kết nối · bắt đầu · gửi · chưa xong / tổng số, theo chức danh:"
    picture: str = "Ảnh biểu đồ"
    picture_title: str = "Tình hình trả lời theo đơn vị, đợt số {number}"
    picture_title_by_title: str = "Tình hình trả lời theo chức danh, đợt số {number}"
    picture_caption: str = (
        "Đợt số {number}: {completed}/{total} người đã gửi phiếu ({rate}). Số liệu lúc {at}."
    )
    tell: str = "Nhắc các đầu mối"
    by_hand: str = "Danh sách nhắc giúp (.xlsx)"
    by_hand_caption: str = (
        "Danh sách nhắc giúp đợt số {number}: {count} người, mỗi người một lời nhắn kèm đường dẫn riêng. "
        "Tệp có mã cá nhân: đề nghị giữ kín, không gửi vào nhóm."
    )
    by_hand_nobody: str = "Đợt số {number}: trợ lý nhắn được mọi người chưa xong, không ai cần nhắc giúp."

    tell_ask: str = (
        "Gửi cho {count} đầu mối lời nhắc kèm tên người chưa xong trong đơn vị của họ, "
        "đợt số {number}?\n{names}"
    )
    tell_outside: str = "Bây giờ ngoài giờ hành chính; nên gửi từ {at}."
    tell_yes: str = "✔ Gửi cho đầu mối"
    tell_anyway: str = "Gửi ngay, ngoài giờ"
    tell_nobody: str = (
        "Không có đầu mối nào khác để gửi: ở các đơn vị còn người chưa xong đợt số {number} chưa giao quyền "
        "đầu mối cho ai khác."
    )
    told: str = "✔ Đã gửi lời nhắc cho {count} đầu mối."
    told_before: str = "Lời nhắc này đã gửi từ trước; không gửi thêm."

    weekly: str = "**Việc tuần này** – đợt số {number} ({title}), đóng {closes_at}."
    escalation: str = "**Sắp đến hạn** – đợt số {number} ({title}) đóng {closes_at}."
    ordered: str = "**Đề nghị nhắc giúp** – đợt số {number} ({title}), đóng {closes_at}."
    left: str = "Trong phạm vi của {dc} còn {count} người chưa xong:"
    more: str = "… và {count} người nữa, xem ở “Ai chưa xong”."
    left_by_hand: str = "Trợ lý không nhắn tới được {count} người: " + either(
        "bấm tên để lấy lời nhắn kèm đường dẫn rồi chuyển tiếp.",
        "lời nhắn kèm đường dẫn để chuyển tiếp có ở trang khảo sát, mục “Ai chưa xong”.",
    )

    escalation_button: str = "Báo đầu mối trước hạn: {days}"
    escalation_days: str = "{count} ngày"
    escalation_off: str = "không báo"
    escalation_ask: str = (
        "**Báo đầu mối trước khi đóng đợt số {number}**\n"
        "Trước hạn bao lâu thì trợ lý gửi cho từng đầu mối tên người chưa xong trong đơn vị họ? Đang đặt: {days}."
    )
    escalation_set: str = "✔ Đợt số {number}: báo đầu mối trước hạn {days}."
    escalation_unset: str = "✔ Đợt số {number}: không báo đầu mối trước hạn."
    back: str = "◀ Tiến độ"


TEXTS: Final = ProgressTexts()
