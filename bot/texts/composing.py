"""What the bot says while an administrator composes a wave."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class ComposingTexts:
    """The steps of the wizard, its summary, and what became of it."""

    ask_form: str = "**Mở đợt khảo sát – bước 1/6: mẫu phiếu**\n{Dc} chọn mẫu phiếu:"
    form_button: str = "{title} ({version})"
    ask_audience: str = (
        "**Bước 2/6: hỏi ai?**\nDanh sách hiện có {total} người trong {units} đơn vị, {linked} "
        "người đã kết nối."
    )
    chosen_now: str = "Đang chọn: {audience} – {count} người."
    go_on_button: str = "Đi tiếp với {count} người ▶"
    everybody_button: str = "Tất cả ({count} người)"
    by_unit_button: str = "Chọn đơn vị"
    by_title_button: str = "Chọn chức danh"
    and_titles_button: str = "Chỉ hỏi một số chức danh"
    and_units_button: str = "Chỉ hỏi ở một số đơn vị"
    ask_units: str = "**Bước 2/6: đơn vị**\nBấm để chọn hoặc bỏ chọn. Đang chọn {count} người."
    ask_titles: str = "**Bước 2/6: chức danh**\nBấm để chọn hoặc bỏ chọn. Đang chọn {count} người."
    pilot_button: str = "Làm thử với vài người trước"
    pilot_chosen: str = "làm thử với {count} người ({names})"
    ask_pilot: str = (
        "**Bước 2/6: làm thử với vài người**\nĐã chọn {count} người. {Dc} nhắn họ tên, hoặc một phần họ tên (không cần "
        "dấu), rồi bấm tên để chọn. Đợt chính sau đó không hỏi lại những người này, trừ khi {dc} muốn."
    )
    excluded_button: str = "Trừ người đang nghỉ"
    excluded_now: str = "Trừ {count} người: {names}."
    ask_excluded: str = (
        "**Trừ người đang nghỉ, không hỏi đợt này**\nĐang trừ {count} người. {Dc} nhắn họ tên, hoặc một phần họ tên "
        "(không cần dấu), rồi bấm tên để chọn hoặc bỏ chọn."
    )
    found_nobody: str = (
        "Không có ai đang công tác tên “{words}” trong phạm vi của {dc}. Đề nghị nhắn tên khác."
    )
    found_more: str = "Có {count} người, đây là {shown} người đầu. Đề nghị nhắn rõ hơn nếu chưa thấy."
    person_button: str = "{name} – {title}, {unit}"
    people_done_button: str = "Xong ({count} người) ▶"
    choose_people: str = "Đề nghị chọn ít nhất một người."
    too_many_people: str = (
        "Chỉ chọn được nhiều nhất {most} người. Đề nghị bỏ bớt, hoặc chọn theo đơn vị, chức danh."
    )
    piloted_not_again: str = "Không hỏi lại {count} người đã được hỏi thử."
    piloted_again: str = "Hỏi lại cả {count} người đã được hỏi thử."
    again_button: str = "Hỏi lại cả người đã hỏi thử"
    not_again_button: str = "Không hỏi lại người đã hỏi thử"
    choose_some: str = "Đề nghị chọn ít nhất một mục."
    ask_opens: str = "**Bước 3/6: ngày mở**\nĐợt mở lúc nào?"
    now_button: str = "Mở ngay bây giờ"
    day_button: str = "{weekday}, {day}"
    type_button: str = "Nhập ngày khác"
    ask_closes: str = (
        "**Bước 4/6: ngày đóng**\nMở: {opens_at}.\nĐợt đóng lúc {hour} ngày nào? "
        "Muốn đóng giờ khác, {dc} bấm giờ trước."
    )
    after_button: str = "Sau {weeks} tuần: {day}"
    type_day: str = (
        "{Dc} nhắn ngày, ví dụ 15/12/2026; có thể kèm giờ: 15/12/2026 16:30. Nhắn “thôi” để trở lại."
    )
    bad_day: str = (
        "“{found}” không phải là một ngày. Đề nghị nhắn như 15/12/2026 hoặc 15/12/2026 16:30, "
        "hoặc “thôi” để trở lại."
    )
    ask_plan: str = (
        "**Bước 5/6: lịch nhắc**\nĐóng: {closes_at}.\nChỉ nhắc người đã kết nối mà chưa xong, "
        "trong giờ hành chính."
    )
    plan_none: str = "Không nhắc"
    plan_light: str = "Sau 2 ngày, trước hạn 1 ngày"
    plan_usual: str = "Sau 2 và 4 ngày, trước hạn 1 ngày"
    plan_dense: str = "Sau 1, 3, 5 ngày, trước hạn 1 ngày"
    own_plan_button: str = "Tự đặt lịch nhắc"
    ask_own_plan: str = (
        "**Bước 5/6: tự đặt lịch nhắc**\nĐang chọn: {plan}.\nBấm để chọn hoặc bỏ chọn; hoặc nhắn, ví dụ: "
        "sau 2 ngày, sau 6 ngày, trước 1 ngày lúc 14:00. Nhắn “thôi” để trở lại."
    )
    bad_plan: str = (
        "Chưa đọc được “{found}”. Đề nghị nhắn như: sau 2 ngày, sau 6 ngày, trước 1 ngày lúc 14:00."
    )
    rule_after: str = "sau {count} {unit}"
    rule_before: str = "trước hạn {count} {unit}"
    rule_closing_day: str = "ngày đóng"
    rule_at: str = " lúc {at}"
    days: str = "ngày"
    hours: str = "giờ"
    ask_every: str = (
        "**Bước 6/6: hỏi một lần hay lặp lại?**\nĐợt lặp lại tự mở đúng ngày ấy mỗi kỳ (ngày nghỉ thì ngày làm việc "
        "kế tiếp), kéo dài như đợt đầu và hỏi theo danh sách cán bộ lúc mở."
    )
    confirm_head: str = "**Xem lại trước khi mở**"
    confirm_whom: str = (
        "Mẫu phiếu: {title} ({version})\n"
        "Người được hỏi: {audience} – {count} người, {linked} người đã kết nối"
    )
    confirm_when: str = "Mở: {opens_at}\nĐóng: {closes_at}\nNhắc: {plan}\nLặp lại: {every}"
    everybody: str = "tất cả"
    units_chosen: str = "{count} đơn vị ({names})"
    titles_chosen: str = "{count} chức danh ({names})"
    day_off: str = "Lưu ý: ngày đóng là ngày nghỉ."
    confirm_button: str = "✔ Mở đợt này"
    change_buttons: Sequence[Sequence[tuple[str, str]]] = field(
        default_factory=lambda: (
            (("toform", "Sửa mẫu phiếu"), ("toaudience", "Sửa người được hỏi")),
            (("toopens", "Sửa ngày mở"), ("tocloses", "Sửa ngày đóng")),
            (("toplan", "Sửa lịch nhắc"), ("toevery", "Sửa lặp lại")),
        )
    )
    to_summary_button: str = "◀ Về bảng xem lại"
    cancel_button: str = "Thôi, không mở"
    opened: str = (
        "✔ Đã lập đợt số {number}: {count} người.\nMở: {opens_at}\nĐóng: {closes_at}\n"
        "Ai đã kết nối sẽ được mời trong giờ hành chính; ai chưa kết nối cần mã: bấm “{codes}” trong bảng việc."
    )
    cancelled: str = "Đã thôi, chưa mở đợt nào."


TEXTS: Final = ComposingTexts()
