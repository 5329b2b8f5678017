"""The requests of data subjects, as those who answer for them see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class RequestTexts:
    """The list, one request, marking it as done."""

    button: str = "Yêu cầu về dữ liệu cá nhân"
    head: str = "**Yêu cầu về dữ liệu cá nhân chưa xong** ({count})"
    request: str = (
        "{name} ({unit}) – {kind}, nhận {day}: trả lời trước {answer_due}, thực hiện trước {act_due}"
    )
    late: str = "QUÁ HẠN: "
    kinds: Mapping[str, str] = field(
        default_factory=lambda: {
            "copy": "xin bản sao dữ liệu",
            "correct": "sửa thông tin",
            "withdraw": "rút lại đồng ý",
            "erase": "xóa dữ liệu",
        }
    )
    none: str = "✔ Không còn yêu cầu nào về dữ liệu cá nhân chưa xong."
    open_button: str = "{name}: {kind}"
    ask: str = "{request}\n\nYêu cầu này đã được thực hiện ngày nào?"
    done_button: str = "✔ Xong ngày {day}"
    ask_withdrawn: str = (
        "{request}\n\nTrợ lý tự xóa dữ liệu khảo sát của người này trong ngày {act_due}. "
        "Có thể xóa ngay bây giờ; việc này không lấy lại được."
    )
    ask_erase: str = (
        "{request}\n\nXóa dữ liệu khảo sát của người này? Việc này không lấy lại được; "
        "danh sách cán bộ của cơ quan không đổi."
    )
    enter_button: str = "Ghi yêu cầu nhận qua giấy, điện thoại"
    ask_kind: str = "**{name}**, {unit}\nNgười này yêu cầu điều gì?"
    ask_received: str = "{name} – {kind}. Cơ quan nhận yêu cầu ngày nào?"
    received_button: str = "Nhận ngày {day}"
    entered: str = (
        "✔ Đã ghi yêu cầu của {name}. Hạn trả lời: {answer_due}; hạn thực hiện: {act_due}. "
        "Làm xong, {dc} mở yêu cầu này và ghi ngày."
    )
    entered_withdrawal: str = (
        "✔ Đã ghi: {name} rút lại đồng ý. Từ nay không nhắc, không tính câu trả lời của người này; trợ lý tự xóa "
        "trong ngày {act_due}. Hạn trả lời: {answer_due}."
    )
    entered_before: str = "Yêu cầu này đã được ghi từ trước; hạn vẫn tính từ ngày đã ghi."
    erase_now: str = "Xóa ngay, ghi là đã xong"
    erased: str = "✔ Đã xóa dữ liệu khảo sát của người này, ghi là xong ngày {day}."
    done: str = "✔ Đã ghi: yêu cầu được thực hiện xong ngày {day}."
    done_before: str = "Yêu cầu này đã xong từ trước, hoặc không còn trong phạm vi của {dc}."
    back: str = "◀ Danh sách yêu cầu"


TEXTS: Final = RequestTexts()
