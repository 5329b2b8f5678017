"""What officials are told of the courses that they are planned for, and what they may answer."""

from dataclasses import dataclass
from typing import Final

from bot.texts.either import either


@dataclass(frozen=True, slots=True)
class SeatTexts:
    """The card of one's seat in a class."""

    told: str = (
        "{Dc} {name} có tên trong lớp đào tạo, bồi dưỡng theo kế hoạch năm {year} của cơ quan:\n"
        "\n"
        "**{course}**\n"
        "{details}\n"
        "\n"
        "Vì sao: {reasons}\n"
        "\n"
        "{Dc} dự được không?"
    )
    days: str = "Thời gian: {first} – {last} ({days} ngày học)"
    form: str = "Hình thức: {form}"
    place: str = "Địa điểm: {place}"
    provider: str = "Đơn vị tổ chức: {provider}"
    state: str = "{Dc} đã trả lời: {said}."
    said_yes: str = "dự được"
    said_no: str = "không dự được ({reason})"
    yes_button: str = "Tôi dự được"
    no_button: str = "Tôi không dự được"
    ask_reason: str = "Lớp “{course}”, từ {first}.\n" + either(
        "Vì sao {dc} không dự được? {Dc} chọn một lý do.",
        "Vì sao {dc} không dự được? {Dc} trả lời bằng số của lý do:\n{numbered}",
    )
    reasons: tuple[tuple[str, str], ...] = (
        ("busy", "Bận việc cơ quan lúc đó"),
        ("health", "Sức khỏe"),
        ("family", "Hoàn cảnh gia đình"),
        ("elsewhere", "Đang học lớp khác"),
        ("known", "Đã học nội dung này"),
        ("other", "Lý do khác"),
    )
    confirmed: str = (
        "✔ Đã ghi: {dc} dự lớp “{course}” từ {first}. Trợ lý sẽ nhắc trước khi lớp mở. {Dc} gõ /lop để xem lại "
        "hoặc đổi câu trả lời."
    )
    declined: str = (
        "✔ Đã ghi: {dc} không dự được lớp “{course}” ({reason}). Cơ quan sẽ xem và sắp xếp lại. Nếu đổi ý, {dc} gõ "
        "/lop."
    )
    reminder: str = "Nhắc {dc} {name}: lớp “{course}” mở {first}.\n{details}"
    withdrawn: str = (
        "Kế hoạch đã thay đổi: {dc} {name} không còn trong lớp “{course}” mở {first}, nên không cần dự lớp này. Nếu có "
        "lớp khác thay, trợ lý báo bằng một tin riêng."
    )
    completed: str = "✔ Đã ghi: {dc} đã hoàn thành lớp “{course}”. Chúc mừng {dc}."
    class_not_over: str = "Lớp “{course}” kết thúc ngày {last}. {Dc} quét lại mã này vào ngày đó."
    missed: str = (
        "Cơ quan đã ghi {dc} không hoàn thành lớp “{course}”, nên chưa ghi lại được. Nếu chưa đúng, đề nghị {dc} báo "
        "người phụ trách lớp."
    )
    class_long_over: str = (
        "Lớp “{course}” đã kết thúc quá một tuần. Đề nghị {dc} báo cơ quan để ghi kết quả giúp."
    )
    not_in_class: str = (
        "Mã này là của một lớp không có tên {dc}, hoặc mã đã thay. Đề nghị {dc} hỏi người phụ trách lớp."
    )
    not_known: str = (
        "Đây là mã của một lớp, nhưng trợ lý chưa biết {dc} là ai. {Dc} quét phiếu mã của mình (hoặc nhắn mã được cấp) "
        "trước, rồi quét lại mã của lớp."
    )
    none: str = "Hiện {dc} chưa có lớp nào trong kế hoạch của cơ quan."
    over: str = (
        "Lớp này đã bắt đầu hoặc kế hoạch đã đổi, nên câu trả lời chưa được ghi. "
        "{Dc} gõ /lop để xem các lớp của mình."
    )


TEXTS: Final = SeatTexts()
