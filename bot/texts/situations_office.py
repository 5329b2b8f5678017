"""The bank of situations as whoever keeps it reads it: what is in use, what waits, results, a point to discuss."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SituationsOfficeTexts:
    """The office's cards."""

    button: str = "Tình huống hằng tuần"
    none: str = (
        "**Tình huống hằng tuần**\nCơ quan chưa nạp ngân hàng tình huống nào. {Dc} lấy mẫu (có chín tình huống của "
        "phiếu làm ví dụ, chưa có đáp án), nhờ người có chuyên môn điền, duyệt, rồi gửi tệp vào đây."
    )
    none_here: str = "**Tình huống hằng tuần**\nCơ quan chưa nạp ngân hàng tình huống nào."
    card: str = (
        "**Tình huống hằng tuần**\n"
        "Bản số {number} (“{file}”): {count} tình huống; đang dùng {sent}, chờ duyệt {waits}, hết hạn {over}.\n"
        "Sắp hết hạn trong {days} ngày: {soon}.\n"
        "Số người đang nhận: {people}.\n\n"
        "Muốn thêm, sửa, duyệt: lấy bản đang dùng, điền rồi gửi tệp vào đây."
    )
    card_here: str = (
        "**Tình huống hằng tuần**\n"
        "Bản số {number}: đang dùng {sent} tình huống. Số người đang nhận trong phạm vi của {dc}: {people}."
    )
    elsewhere: str = "Kênh này không nhận tệp: {dc} gửi biểu trên Telegram hoặc trang web."
    template_button: str = "Lấy mẫu để điền"
    current_button: str = "Lấy bản đang dùng"
    waits_button: str = "Chờ duyệt ({count})"
    results_button: str = "Kết quả"
    discuss_button: str = "Nêu ở buổi giao ban"
    withdraw_button: str = "Thôi dùng bản này"
    withdraw_yes: str = "Thôi dùng bản số {number}"
    ask_withdraw: str = (
        "Thôi dùng bản số {number}? Tình huống đang chờ trả lời không được hỏi nữa; "
        "bản trước (nếu có) được dùng lại."
    )
    withdrawn: str = "✔ Đã thôi dùng bản số {number}."
    withdrawn_before: str = "Bản số {number} đã thôi dùng từ trước."
    waiting: str = "**Chờ duyệt** ({count}): chưa gửi cho ai."
    waiting_line: str = "• {code} – {text} (soạn: {author})"
    nothing_waits: str = "Không có tình huống nào chờ duyệt."
    more: str = "… và {count} tình huống nữa, xem trong tệp."
    only_everywhere: str = (
        "Ngân hàng tình huống dùng chung cho mọi đơn vị: chỉ người có quyền ở mọi đơn vị mới thay được."
    )
    template_queued: str = "Đang lập tệp; gửi ngay khi xong."
    queued: str = "Đang tổng hợp; gửi ngay khi xong."
    in_hand: str = "Việc này đang làm, sẽ gửi ngay khi xong."
    template_caption: str = "Ngân hàng tình huống: điền, nhờ duyệt, rồi gửi tệp này vào khung chat."
    example_author: str = "Ví dụ kèm theo phiếu, chưa duyệt"
    # results
    results_head: str = "**Kết quả tình huống** (câu trả lời đầu tiên; số của dưới 5 người được ẩn)"
    results_none: str = (
        "Chưa có kết quả nào nêu được: cần ít nhất 5 người trả lời, và số của dưới 5 người được ẩn."
    )
    month_head: str = "**Tỷ lệ chọn đúng ngay, theo nhóm**"
    month_line: str = "• {group}: {months}"
    month: str = "tháng {month} {share} ({count} câu trả lời)"
    all_head: str = "**Mọi nhóm, tình huống ít người chọn đúng ngay trước**"
    all_line: str = "• {code}: {share} trong {count} người – {text}"
    weak_head: str = "**Chưa vững** (dưới {limit} chọn đúng ngay)"
    weak_line: str = "• {group}, {code}: {share} trong {count} người – {text}"
    results_caption: str = "Kết quả tình huống, số nhỏ được ẩn."
    others: str = "Các nhóm khác"
    # a point for the next briefing
    choose_point: str = (
        "{Dc} muốn nêu tình huống nào ở buổi giao ban? Chỉ nêu được tình huống đã có từ 5 người trả lời."
    )
    no_point: str = "Chưa có tình huống nào đủ 5 người trả lời để nêu."
    choose_round: str = "Nêu ở buổi nào?"
    no_round: str = "Chưa có buổi giao ban nào sắp tới trong phạm vi của {dc}."
    point: str = "Trao đổi tình huống: “{text}” ({count} người đã trả lời{right})."
    point_right: str = ", {count} người chọn đúng đáp án ngay"
    noted: str = "✔ Đã ghi vào chương trình buổi giao ban {at}:\n{text}"


TEXTS: Final = SituationsOfficeTexts()


@dataclass(frozen=True, slots=True)
class BankUploadTexts:
    """A bank that was sent."""

    dry: str = (
        "Xem thử ngân hàng tình huống “{name}”: {count} tình huống, {reviewed} đã duyệt, {waits} chờ duyệt."
    )
    first: str = "Cơ quan chưa có bản nào trước đây."
    against: str = "So với bản số {number} đang dùng:"
    added: str = "Thêm"
    changed: str = "Sửa"
    gone: str = "Bỏ"
    no_change: str = "Không có tình huống nào khác."
    line: str = "{code} – {text}"
    restarts: str = "Sửa nội dung, phương án hoặc đáp án thì tình huống được đếm lại từ đầu."
    same: str = "Biểu này giống hệt bản số {number} đang dùng nên không nạp lại."
    understood: str = "Trợ lý hiểu như sau:"
    more: str = "… và {count} dòng nữa."


BANK: Final = BankUploadTexts()
