"""What the bot says during an interview: the frame of a card, buttons, and why a reply was not accepted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from bot.texts.either import either

_LIST_LABELS: Final = MappingProxyType(
    {
        "unit": "Đơn vị",
        "title": "Chức danh",
        "concurrent_titles": "Kiêm nhiệm",
        "title_group": "Nhóm chức danh",
        "field_of_work": "Lĩnh vực",
        "gender": "Giới tính",
        "birth_year": "Năm sinh",
        "title_years": "Số năm giữ chức danh",
        "edu": "Văn hóa",
        "qual": "Chuyên môn",
        "major": "Ngành",
        "pol": "Lý luận chính trị",
        "qlnn": "Quản lý nhà nước",
        "cert": "Chứng chỉ",
    }
)
"""What the lines of the list are called, by roster attribute: short enough for one line of a phone."""

_TYPED: Final = MappingProxyType(
    {
        "back": "quay lại",
        "skip": "bỏ qua",
        "stop": "dừng",
        "next": "tiếp",
        "submit": "gửi",
    }
)
"""What may be typed instead of pressing a button, by its verb, where the text of the card does not say it."""


@dataclass(frozen=True, slots=True)
class InterviewTexts:
    """The words around questions; the questions themselves stand in the form."""

    place: str = "{section} · Câu {number}/{total}"
    place_plain: str = "Câu {number}/{total}"
    place_on_the_way: str = "{section} · Câu {number} · đã qua {percent}%"
    place_on_the_way_plain: str = "Câu {number} · đã qua {percent}%"
    optional: str = "Câu này có thể bỏ qua."
    roster_says: str = "Theo danh sách của cơ quan: **{value}**."
    set_by_form: str = "{answer} (phiếu ghi sẵn, chưa phải câu trả lời)"
    default_says: str = "Theo mặc định: **{value}**."
    confirm_or_correct: str = either(
        "Nếu đúng, bấm hoặc nhắn “Đúng”. Nếu khác, chọn lại.",
        "Nếu đúng, nhắn “Đúng”. Nếu khác, nhắn số thứ tự.",
    )
    confirm_or_open: str = either(
        "Nếu đúng, bấm hoặc nhắn “Đúng”. Nếu khác, bấm hoặc nhắn “Chọn lại” để xem danh sách.",
        "Nếu đúng, nhắn “Đúng”. Nếu khác, nhắn “Chọn lại” để xem danh sách.",
    )
    confirm_or_type: str = either(
        "Nếu đúng, bấm hoặc nhắn “Đúng”. Nếu khác, nhắn lại.", "Nếu đúng, nhắn “Đúng”. Nếu khác, nhắn lại."
    )
    confirm_or_choose: str = either(
        "Nếu đúng, bấm hoặc nhắn “Đúng”. Nếu khác, chọn lại rồi bấm “Xong”.",
        "Nếu đúng, nhắn “Đúng”. Nếu khác, nhắn các số (ví dụ: 1 3).",
    )
    list_head: str = "Theo danh sách của cơ quan:"
    list_labels: Mapping[str, str] = field(default_factory=lambda: _LIST_LABELS)
    list_help: str = either(
        "Đúng cả thì bấm hoặc nhắn “Đúng cả”. Dòng nào chưa đúng thì bấm “Sửa”, hoặc nhắn số của dòng "
        "(ví dụ: {example}).",
        "Đúng cả thì nhắn “Đúng cả”. Dòng nào chưa đúng thì nhắn số của dòng (ví dụ: {example}).",
    )
    list_open_help: str = (
        either("Bấm", "Nhắn") + " số của dòng cần sửa. Sửa xong, {dc} sẽ thấy lại danh sách này."
    )
    button_guidance: str = "ⓘ Giải thích"
    typed_guidance: str = "giải thích"
    guidance: str = "ⓘ {text}"
    current: str = "Đang ghi: {value}"
    choose_one: str = either("Bấm một nút, hoặc nhắn số thứ tự.", "Nhắn số thứ tự.")
    search: str = (
        "Danh sách có {count} mục. Mời {dc} nhắn vài chữ trong tên của mục cần chọn (không cần dấu), "
        + either("hoặc bấm “Xem danh sách”.", "hoặc nhắn “danh sách” để xem, rồi nhắn số thứ tự.")
    )
    search_several: str = (
        "Danh sách có {count} mục, chọn được nhiều. Mời {dc} nhắn vài chữ trong tên của từng mục (không cần dấu), "
        + either("hoặc bấm “Xem danh sách”; đủ thì bấm “Xong”.", "hoặc nhắn “danh sách”; đủ thì nhắn “xong”.")
    )
    button_pages: str = "🔎 Xem danh sách"
    button_page_on: str = "Trang {number}/{count} ▶"
    button_page_back: str = "◀ Trang {number}/{count}"
    typed_pages: str = "danh sách"
    typed_page: str = "trang {number}"
    choose_many: str = either(
        "Chọn một hay nhiều mục rồi bấm “Xong”, hoặc nhắn các số (ví dụ: 1,3).",
        "Chọn một hay nhiều mục: nhắn các số cách nhau (ví dụ: 1 3).",
    )
    choose_up_to: str = either(
        "Chọn tối đa {limit} mục rồi bấm “Xong”, hoặc nhắn các số (ví dụ: 1,3).",
        "Chọn tối đa {limit} mục: nhắn các số cách nhau (ví dụ: 1 3).",
    )
    rate_all: str = either(
        "Bấm một số ở mỗi hàng, hoặc nhắn {count} số cách nhau (ví dụ: {example}).",
        "Nhắn {count} số cách nhau, mỗi câu một số (ví dụ: {example}).",
    )
    each_in_turn: str = either(
        "Trả lời từng câu: bấm số ở hàng dưới tên câu; câu không có số thì nhắn câu trả lời.",
        "Trả lời từng câu, mỗi tin nhắn một câu: nhắn số thứ tự; câu không có số thì nhắn câu trả lời.",
    )
    type_integer: str = "Nhắn một số."
    type_decimal: str = "Nhắn một số (ví dụ: 2,5)."
    type_date: str = "Nhắn ngày (ví dụ: 2/9/1975)."
    type_text: str = "Nhắn câu trả lời."
    type_digits: str = "Nhắn một dãy số (ví dụ: 0912345678)."
    type_time: str = either(
        "Bấm giờ, rồi bấm phút; hoặc nhắn (ví dụ: 7h30, 14:05).", "Nhắn giờ và phút (ví dụ: 7h30, 14:05)."
    )
    type_moment: str = "Nhắn ngày và giờ (ví dụ: 2/9/2026 14:05)."
    type_on_scale: str = "Nhắn một số từ {first} đến {last}{step}."
    tap_on_scale: str = either("Bấm một số, hoặc nhắn", "Nhắn") + " một số từ {first} đến {last}{step}."
    step_of_scale: str = ", mỗi nấc {step}"
    type_acknowledged: str = either("Bấm nút dưới đây, hoặc nhắn “đã rõ”.", "Nhắn “đã rõ”.")
    put_in_order: str = either(
        "Bấm lần lượt từ mục thứ nhất; bấm lại một mục để bỏ. Xếp đủ thì bấm “Xong”. "
        "Hoặc nhắn các số theo thứ tự (ví dụ: {example}).",
        "Nhắn các số theo thứ tự, từ mục thứ nhất đến mục cuối (ví dụ: {example}).",
    )
    ranked: str = " – **thứ {place}**"
    button_ranked: str = "✔ thứ {place}: {label}"
    button_hour: str = "{hour}h"
    button_other_hour: str = "◀ Giờ khác"
    button_acknowledge: str = "✔ Đã rõ"
    stored: str = "✔ {label}: {value}"
    stored_short: str = "Đã ghi: {value}"
    stored_before: str = "Đã ghi từ trước: {value}"
    button_correct: str = "✔ Đúng: {value}"
    button_all_correct: str = "✔ Đúng cả"
    button_correct_line: str = "Sửa"
    wrong_words: tuple[str, ...] = ("chưa đúng", "không đúng", "sai", "sai rồi", "không")
    stored_many: str = "✔ Đã ghi {count} câu trả lời."
    stored_many_short: str = "Đã ghi {count} câu"
    typed: Mapping[str, str] = field(default_factory=lambda: _TYPED)
    typed_review: str = "xem lại"
    typed_section: str = "phần {number}"
    button_open: str = "Chọn lại"
    button_done: str = "Xong"
    button_done_count: str = "Xong ({count}/{limit})"
    button_next: str = "Tiếp ▶"
    button_back: str = "◀ Quay lại"
    button_skip: str = "Bỏ qua"
    button_stop: str = "Tạm dừng"
    button_resume: str = "▶ Tiếp tục trả lời"
    button_submit: str = "📨 Gửi phiếu"
    button_review: str = "Xem lại cả phiếu"
    button_part: str = "Xem cả phần này"
    button_here: str = "▶ Về câu đang trả lời"
    button_correct_answers: str = "Sửa câu trả lời"
    review_head: str = "**Xem lại trước khi gửi**"
    review_amend: str = "**Câu trả lời đã lưu của {dc}**"
    review_section: str = "{label}: câu {questions}, {state}"
    review_complete: str = "đã đủ"
    review_missing: str = "còn {count} câu"
    review_help: str = either(
        "Bấm vào một phần để xem và sửa, hoặc nhắn “sửa 3” để sửa câu 3.",
        "Nhắn “gửi” để gửi phiếu, hoặc nhắn “sửa 3” để sửa câu 3. Xem câu trả lời của từng phần:",
    )
    review_amend_help: str = either(
        "Bấm vào một phần để xem và sửa. Sửa xong là được lưu ngay, không cần gửi lại.",
        "Nhắn “sửa 3” để sửa câu 3; sửa xong là được lưu ngay, không cần gửi lại. Xem câu trả lời của từng phần:",
    )
    section_line: str = "{number}. {label}: **{value}**"
    section_state: str = "Đã trả lời {answered}/{total} câu. Bấm vào một câu để trả lời hoặc sửa."
    section_help: str = either("Bấm số của câu cần sửa.", "Nhắn “sửa” kèm số của câu cần sửa (ví dụ: sửa 3).")
    unanswered: str = "chưa trả lời"
    left_empty: str = "(bỏ qua)"
    none_known: str = "(không có)"
    done: str = (
        "**Cảm ơn {dc} {name}.**\nPhiếu đã được gửi và lưu: {count} câu trả lời.\n"
        "{Dc} có thể sửa đến {closes_at}: " + either("bấm nút dưới đây hoặc nhắn /sua.", "nhắn /sua.")
    )
    amended: str = "Phần sửa đã được lưu, {dc} không cần gửi lại phiếu."
    repeat_removed: str = "Đã xóa: {heading}."
    reopened: str = (
        "Có {count} câu cần xem lại: chưa trả lời, hoặc không còn khớp với câu khác. "
        "Trả lời lại xong, mời {dc} gửi phiếu."
    )
    spoiled: str = "Câu dưới đây cần trả lời lại. {message}"
    stopped: str = (
        "**Đã tạm dừng.** Mọi câu đã trả lời được giữ nguyên ({answered}/{total} câu).\n"
        "Khi tiện, {dc} " + either("bấm nút dưới đây hoặc nhắn", "nhắn") + " “tiếp tục”.\n"
        "Hạn trả lời: {closes_at}."
    )
    closed: str = "Đợt khảo sát đã kết thúc vào {closes_at}. Cảm ơn {dc}; khi có phiếu mới, tôi sẽ nhắn."
    closed_here: str = (
        "Đợt khảo sát đã kết thúc vào {closes_at}. Cảm ơn {dc}; khi có phiếu mới, mời {dc} mở lại trang này."
    )
    too_late: str = "Tin vừa rồi đến sau hạn nên không được ghi."
    stale_tap: str = "Nút này thuộc câu cũ. Câu trả lời đã lưu không đổi; mời {dc} xem câu hiện tại."
    stale_text: str = (
        "Tin nhắn gửi trước khi có câu hỏi dưới đây nên chưa được ghi. Mời {dc} trả lời câu này."
    )
    after_outage: str = (
        "Đường truyền vừa gián đoạn; "
        + either("nút {dc} bấm", "tin {dc} nhắn")
        + " trong lúc đó có thể chưa tới. Câu trả lời đã ghi vẫn được giữ. "
        "Mời {dc} trả lời tiếp câu này."
    )
    second_text: str = "{Dc} gửi nhiều tin liền nhau nên tôi chỉ đọc tin đầu. Mời {dc} trả lời câu dưới đây."
    edited: str = (
        "Tôi không đọc tin nhắn đã sửa, câu trả lời đã lưu không đổi. "
        "Muốn sửa, {dc} "
        + either("bấm “Quay lại” hoặc nhắn", "nhắn “quay lại”, hoặc")
        + " “sửa” kèm số câu (ví dụ: sửa 3)."
    )
    not_text: str = either(
        "Tôi chỉ đọc được chữ và nút bấm, chưa đọc được hình, nhãn dán hay ghi âm. Mời {dc} trả lời lại.",
        "Tôi chỉ đọc được chữ, chưa đọc được hình, nhãn dán hay ghi âm. Mời {dc} nhắn lại câu trả lời bằng chữ.",
    )
    not_yours: str = "Nút này không dành cho {dc}."
    legend: str = "{label}: bấm một số ở hàng dưới."
    way_on: str = (
        "Nếu chưa rõ, {dc} có thể "
        + either("bấm một nút bên dưới, nhắn", "nhắn")
        + " “quay lại”, “dừng”, hoặc hỏi cơ quan."
    )
    way_on_skip: str = "Câu này không bắt buộc: {dc} có thể nhắn “bỏ qua”, “quay lại” hoặc “dừng”."


TEXTS: Final = InterviewTexts()
