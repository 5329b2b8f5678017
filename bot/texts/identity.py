"""What the bot says while finding out who is there. Someone not on the roster learns nothing about it."""

from dataclasses import dataclass
from typing import Final

from bot.texts.either import either


@dataclass(frozen=True, slots=True)
class IdentityTexts:
    """Greeting, codes, contact, confirmation."""

    welcome_stranger: str = (
        "Xin chào. Đây là trợ lý khảo sát nhu cầu đào tạo, bồi dưỡng cán bộ.\n"
        "Đề nghị nhắn mã đã được cơ quan cấp (ví dụ: K7QM-3XPT), hoặc bấm nút bên dưới để xác nhận bằng số điện thoại."
    )
    welcome_by_code: str = (
        "Xin chào. Đây là trợ lý khảo sát nhu cầu đào tạo, bồi dưỡng cán bộ.\n"
        "Đề nghị nhắn mã đã được cơ quan cấp (ví dụ: K7QM-3XPT)."
    )
    code_unknown: str = (
        "Mã này không dùng được: có thể gõ nhầm, đã dùng hoặc đã hết hạn. "
        "Đề nghị xem lại mã trên giấy, hoặc hỏi người đã gửi mã."
    )
    too_many_attempts: str = "Đã thử quá nhiều lần. Đề nghị chờ một giờ rồi nhắn lại mã."
    contact_not_own: str = (
        "Đây không phải số điện thoại của chính tài khoản này. Đề nghị dùng nút “{share}”, hoặc nhắn mã."
    )
    contact_unknown: str = "Chưa xác nhận được bằng số điện thoại này. Đề nghị nhắn mã đã được cơ quan cấp."
    code_taken: str = "Đã nhận mã."
    contact_taken: str = "Đã nhận số điện thoại."
    confirm: str = "Xin chào {dc} **{name}**, {title}, {unit}.\nCó phải {dc} không?"
    confirm_yes: str = "Đúng, là tôi"
    confirm_no: str = "Không phải tôi"
    typed_yes: str = "đúng"
    typed_no: str = "không phải"
    confirm_again: str = (
        "Đề nghị {dc} " + either("bấm một trong hai nút, hoặc nhắn", "nhắn") + " “đúng” hay “không phải”."
    )
    denied: str = (
        "Cảm ơn đã cho biết. Mã này không thuộc về {dc} nên chưa dùng. "
        "Đề nghị báo người đã gửi mã để nhận mã đúng."
    )
    left: str = "Máy này không còn nhận phiếu của {dc}. Muốn trả lời tiếp, đề nghị hỏi người đã gửi mã để nhận mã mới."
    linked: str = "Cảm ơn {dc} {name}."
    welcome_back: str = "Xin chào {dc} {name}."
    no_open_wave: str = "Hiện không có phiếu khảo sát nào đang mở cho {dc}. Khi có, tôi sẽ nhắn."
    no_open_wave_here: str = (
        "Hiện không có phiếu khảo sát nào đang mở cho {dc}. Khi có, mời {dc} mở lại trang này."
    )
    not_understood: str = "Tôi chưa hiểu. {Dc} nhắn /trogiup để xem cách dùng."
    hidden: str = (
        "Ứng dụng này không chuyển được tin của {dc} cho trợ lý tự động, nên tôi không đọc được tin vừa rồi."
    )
    hidden_page: str = "Mời {dc} trả lời trên trang khảo sát: {url}"
    hidden_ask: str = "Đề nghị {dc} báo người đã gửi mã để được giúp trả lời bằng cách khác."
    groups: str = "Trợ lý chỉ làm việc trong khung chat riêng."
    apology: str = "Xin lỗi {dc}, có trục trặc nên tin vừa rồi chưa được ghi. Đề nghị {dc} thử lại."


TEXTS: Final = IdentityTexts()

SAYING_YES: Final = ("dung", "là tôi", "chính là tôi", "chính tôi", "tôi đây", "em đây")
SAYING_NO: Final = ("không phải tôi", "nhầm người")
"""More words for yes and no to "is that you?"; who types without accents means "đúng" there."""

COMMANDS: Final = {
    "start": "Bắt đầu hoặc tiếp tục trả lời",
    "dulieu": "Xem và nhận bản sao dữ liệu của tôi",
    "sua": "Sửa câu trả lời",
    "tinhhuong": "Tình huống hằng tuần",
    "ngungnhac": "Không nhận nhắc",
    "rutlai": "Rút lại đồng ý",
    "xoa": "Xóa dữ liệu của tôi",
    "trogiup": "Cách dùng",
}
