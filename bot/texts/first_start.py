"""What ``khaosat init`` asks and says."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FirstStartTexts:
    """Questions, each with what it is for."""

    hello: str = (
        "Cài đặt lần đầu: trả lời mấy câu dưới đây; bấm Enter để giữ giá trị trong ngoặc vuông,"
        " gõ dấu - để bỏ giá trị đang có. Chỉ ghi khi trả lời xong."
    )
    kept: str = "Đã có tệp {path}: những dòng khác trong tệp được giữ nguyên."
    not_utf8: str = (
        "Tệp {path} không phải UTF-8 nên chưa đọc được. Đề nghị lưu lại tệp với bảng mã UTF-8, rồi chạy lại."
    )
    unreadable: str = "Dòng {line} của {path} không có nghĩa nên bị bỏ qua; dòng ấy được giữ nguyên."
    signs: str = "Có ký tự không ghi được (ký tự lạ, hoặc dấu $ liền dấu ngoặc nhọn). Đề nghị gõ lại."
    key: str = (
        "Mã truy cập Telegram (nhắn /newbot cho @BotFather để có; Enter để trống nếu chỉ dùng trang khảo sát)"
    )
    key_kept: str = "đang có, giữ nguyên"
    key_good: str = "Dùng được: @{username}."
    key_wrong: str = "Telegram không nhận mã này. Đề nghị chép lại cả dòng mã mà @BotFather đã gửi."
    key_unchecked: str = (
        "Chưa kiểm tra được mã ({reason}). Mã vẫn được ghi; khi có mạng, chạy: khaosat doctor"
    )
    web_url: str = "Địa chỉ trang khảo sát, https://… (để trống nếu chưa có)"
    web_url_wrong: str = "Địa chỉ phải bắt đầu bằng https://, ví dụ https://khaosat.example.vn"
    nothing: str = "Cần ít nhất một trong hai: mã truy cập Telegram hoặc địa chỉ trang khảo sát."
    office_name: str = "Tên cơ quan (ví dụ: Ban Xây dựng Đảng xã Lương Tài)"
    office_address: str = "Địa chỉ cơ quan"
    data_contact: str = "Đầu mối bảo vệ dữ liệu cá nhân (họ tên, điện thoại hoặc thư điện tử)"
    retention_days: str = "Giữ câu trả lời gắn với tên người trong bao nhiêu ngày sau khi đóng đợt"
    retention_wrong: str = "Cần một số ngày từ 1 đến 36500."
    blank: str = "Mục này có trong thông báo gửi cán bộ nên không để trống được."
    written: str = "Đã ghi {path} (chỉ tài khoản này đọc được)."
    scan: str = "Khi trợ lý đã chạy, quét mã QR này bằng điện thoại để thành người quản trị:"
    next: str = (
        "Tiếp theo: chạy khaosat run và để chạy. Mọi việc khác ở trong khung chat: quét mã QR ở trên rồi nhắn /quantri "
        "(gửi danh sách, cấp mã, mở đợt, báo cáo)."
    )
    overruled: str = "Biến môi trường {names} đang đặt sẵn và thắng tệp .env."


TEXTS: Final = FirstStartTexts()
