"""The words of a questionnaire on paper."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PaperTexts:
    """Templates; ``{n}`` is how a question is referred to, ``{x}`` what was chosen or written there."""

    type: str = "Phiếu khảo sát"
    person: str = "Họ và tên: {name}. Chức danh: {title}. Đơn vị: {unit}."
    key: str = "Mã phiếu: {key} (để người nhập đối chiếu; không sửa)."
    consent: str = "Ý kiến về việc xử lý dữ liệu cá nhân (khoanh tròn một số):"
    agree: str = "Tôi đồng ý"
    refuse: str = "Tôi không đồng ý (dừng tại đây, gửi lại phiếu)"
    signed: str = "Ngày ….. tháng ….. năm 20…..        Người trả lời (ký, ghi rõ họ tên):"
    how: str = (
        "Cách ghi: khoanh tròn số trước câu trả lời; khoanh nhầm thì gạch chéo và khoanh lại. "
        "Câu không ghi gì thêm chỉ khoanh một số. Câu ghi “có thể bỏ qua” thì có thể để trống."
    )
    known: str = "Thông tin trong danh sách (ghi vào cột cuối nếu chưa đúng)"
    known_heads: tuple[str, str, str] = ("Nội dung", "Danh sách đang ghi", "Ghi lại cho đúng")
    decides: str = (
        "Mục có dấu * quyết định những câu được hỏi. "
        "Nếu mục đó chưa đúng, đề nghị lấy phiếu khác từ người phát phiếu."
    )
    nothing: str = "không có"
    several: str = "(khoanh được nhiều số)"
    at_most: str = "(khoanh tối đa {count} số)"
    ranked: str = "(xếp thứ tự: ghi các số trước câu trả lời vào dòng dưới, từ thứ nhất đến cuối)"
    scale_of_numbers: str = "(ghi một số từ {first} đến {last}, mỗi nấc {step})"
    time: str = "(ghi giờ và phút, ví dụ 14:05)"
    moment: str = "(ghi ngày và giờ, ví dụ 2/9/2026 14:05)"
    image: str = "(kẹp kèm ảnh hoặc bản chụp, ghi số phiếu ở mặt sau)"
    file: str = "(kẹp kèm bản chụp giấy tờ, ghi số phiếu ở mặt sau)"
    audio: str = "(trả lời bằng lời ở dưới, hoặc gửi đoạn ghi âm qua Telegram hay trang khảo sát)"
    video: str = "(gửi đoạn phim qua Telegram hay trang khảo sát)"
    geopoint: str = "(ghi vĩ độ, kinh độ; ví dụ: 21.0285, 105.8542)"
    acknowledged: str = "Tôi đã rõ"
    optional: str = "(có thể bỏ qua)"
    optional_already: str = "(nếu có)"
    """In a label: it says so itself."""
    matrix: str = "Với mỗi dòng, khoanh một số ở mỗi cột."
    scale: str = "{label}: {choices}."
    row: str = "Nội dung"
    repeated: str = (
        "Ghi mỗi lần vào một phần; phần không dùng thì để trống. Nếu cần nhiều lần hơn số phần in sẵn, "
        "ghi tiếp ra giấy khác theo đúng thứ tự các câu."
    )
    only_if: str = "Chỉ trả lời nếu {condition}."
    end: str = "Xin cảm ơn đồng chí. Đề nghị gửi lại phiếu này cho người phát phiếu."
    entered: str = (
        "Phần của người nhập: đã nhập ngày ….. / ….. / 20…..   Người nhập (ký, ghi rõ họ tên): …………………………"
    )
    chose: str = "câu {n} là {x}"
    not_chose: str = "câu {n} không phải là {x}"
    marked: str = "câu {n} có chọn {x}"
    not_marked: str = "câu {n} không chọn {x}"
    answered: str = "câu {n} có trả lời"
    left_empty: str = "câu {n} để trống"
    compared: tuple[tuple[str, str], ...] = (
        ("<", "câu {n} nhỏ hơn {x}"),
        ("<=", "câu {n} từ {x} trở xuống"),
        (">", "câu {n} lớn hơn {x}"),
        (">=", "câu {n} từ {x} trở lên"),
    )
    hangs_on: str = "phù hợp với câu {n}"
    one_of: str = "{first} hoặc {last}"
    also: str = " và "
    either: str = ", hoặc "


PAPER: Final = PaperTexts()
