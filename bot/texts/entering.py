"""What the bot says to whoever enters a person's answers, from paper or by telephone."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class EnteringTexts:
    """Choosing the person and the mode, consent, the frame around each question."""

    button: str = "Nhập phiếu giúp"
    choose: str = (
        "**Nhập phiếu giúp, đợt số {number}**\n"
        "Dùng khi một người trả lời trên giấy hoặc qua điện thoại. {Dc} chọn người:"
    )
    nobody: str = (
        "✔ Đợt số {number} không còn phiếu để nhập: mọi người trong phạm vi của {dc} đã xong hoặc đã hết hạn."
    )
    person: str = "**{name}** – {title}, {unit}"
    ask_mode: str = "{person}\nNgười này trả lời bằng cách nào?"
    paper_button: str = "Phiếu giấy đã ký"
    telephone_button: str = "Hỏi qua điện thoại"
    ask_paper: str = (
        "{person}\n\nTrước khi nhập, đề nghị {dc} kiểm tra: phiếu có thông báo xử lý dữ liệu cá nhân và có "
        "chữ ký đồng ý của người trả lời; bản có chữ ký được lưu tại cơ quan.\n\n"
        "Nhập đúng như trên giấy; thứ tự lựa chọn giống trên phiếu. Có thể dừng rồi nhập tiếp sau."
    )
    paper_yes: str = "✔ Đã ký và được lưu, bắt đầu nhập"
    ask_telephone: str = (
        "{person}\n\nTrước khi hỏi, đề nghị {dc} đọc cho người trả lời nghe thông báo dưới đây và hỏi: "
        "“{Dc} có đồng ý không?”\n\n{notice}"
    )
    telephone_yes: str = "✔ Đã đọc và được đồng ý"
    telephone_no: str = "Người này không đồng ý"
    noted_refusal: str = "Đã ghi người này không tham gia. Trợ lý sẽ không hỏi và không nhắc nữa."
    back_button: str = "◀ Chọn người khác"
    blanks: str = "Chưa nhập được: thông báo xử lý dữ liệu còn thiếu thông tin. Đề nghị báo người vận hành."
    refused: str = (
        "Không nhập được phiếu của người này: họ đã tự trả lời hoặc tự quyết định trên điện thoại của mình. "
        "Điều họ tự ghi được giữ nguyên."
    )
    gone: str = "Phiếu này không còn nhập được: đợt đã đóng, hoặc người này không còn trong phạm vi của {dc}."
    paper_head: str = "✎ Nhập phiếu giấy của {person}"
    telephone_head: str = "✎ Hỏi qua điện thoại: {person}"
    done: str = "✔ Đã nhập và gửi phiếu. Phiếu được tính như mọi phiếu khác, ghi rõ là {mode}."
    stopped: str = (
        "Đã tạm dừng; phần đã nhập được giữ. {Dc} có thể nhập tiếp bất cứ lúc nào trước khi đợt đóng."
    )
    next_button: str = "Nhập phiếu của người khác"
    being_entered: str = (
        "Phiếu của {dc} đã được cơ quan nhập giúp, theo phiếu giấy hoặc qua điện thoại. "
        "{Dc} xem lại và sửa được mọi câu; điều {dc} tự ghi được giữ."
    )


TEXTS: Final = EnteringTexts()
