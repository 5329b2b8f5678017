"""The weekly card of a situation: choosing when it comes, the card, what is said after an answer. No one is scored."""

from dataclasses import dataclass
from typing import Final

from bot.texts.either import either


@dataclass(frozen=True, slots=True)
class SituationTexts:
    """What an official reads."""

    # choosing when
    need_consent: str = (
        "Thẻ tình huống hằng tuần dành cho người đã đồng ý với thông báo xử lý dữ liệu cá nhân. "
        "Khi có phiếu khảo sát, {dc} đọc thông báo và đồng ý, rồi nhắn lại /tinhhuong."
    )
    offer: str = (
        "**Tình huống hằng tuần**\n"
        "Mỗi tuần một tình huống đúng chức danh, trả lời trong một phút. Trả lời xong, {dc} xem đồng nghiệp đã chọn "
        "thế nào (khi đủ 5 người), đáp án và căn cứ. Không chấm điểm, không nêu tên ai: câu trả lời chỉ được tổng hợp "
        "để lập kế hoạch bồi dưỡng.\n\n"
        "{Dc} muốn nhận vào ngày nào trong tuần?"
    )
    ask_day: str = "{Dc} muốn nhận vào ngày nào trong tuần?"
    ask_hour: str = "Nhận vào {day} hằng tuần. {Dc} muốn nhận lúc mấy giờ (từ {first} đến {last} giờ)?"
    bad_hour: str = (
        "Chưa rõ giờ. {Dc} nhắn ví dụ: /tinhhuong ngay 3 14 (thứ Ba, 14 giờ), từ {first} đến {last} giờ."
    )
    chosen: str = (
        "✔ {Dc} nhận mỗi tuần một tình huống, lúc {hour} giờ {day}; ngày nghỉ thì vào ngày làm việc kế tiếp trong "
        "tuần. Lần đầu: {first}. Muốn đổi hay thôi nhận: nhắn /tinhhuong."
    )
    chosen_here: str = (
        "✔ Mỗi tuần có một tình huống mới từ {hour} giờ {day}; ngày nghỉ thì vào ngày làm việc kế tiếp trong tuần. "
        "Lần đầu: {first}. Trang này không tự báo: {dc} mở trang và nhắn /tinhhuong."
    )
    # how it stands
    on: str = "**Tình huống hằng tuần**\n{Dc} đang nhận: {day}, {hour} giờ."
    paused: str = "**Tình huống hằng tuần**\nĐang tạm dừng. Giờ đã chọn: {day}, {hour} giờ."
    stopped: str = "**Tình huống hằng tuần**\n{Dc} đã thôi nhận. Muốn nhận lại: chọn ngày và giờ."
    waits: str = "Có một tình huống đang chờ {dc} trả lời."
    nothing_waits: str = "Hiện không có tình huống nào chờ {dc} trả lời."
    is_paused: str = (
        "✔ Đã tạm dừng: chưa gửi tình huống mới cho {dc}. Muốn nhận tiếp: nhắn /tinhhuong nhantiep."
    )
    is_stopped: str = "✔ {Dc} đã thôi nhận tình huống hằng tuần. Muốn nhận lại: nhắn /tinhhuong."
    is_on: str = "✔ {Dc} nhận tiếp: {day}, {hour} giờ hằng tuần."
    pause_button: str = "Tạm dừng"
    stop_button: str = "Thôi nhận"
    go_on_button: str = "Nhận tiếp"
    change_button: str = "Đổi ngày, giờ"
    see_button: str = "Xem tình huống đang chờ"
    again_button: str = "Xem lại tình huống vừa trả lời"
    hour_button: str = "{hour} giờ"
    # the card
    head: str = "**Tình huống tuần này**"
    how: str = either("Bấm số", "Nhắn số") + " của phương án {dc} chọn: {numbers}. Không chấm điểm cá nhân."
    no_option: str = "Chưa rõ {dc} chọn phương án nào. {Dc} nhắn một số từ 1 đến {most}."
    passed: str = "Tình huống này đã qua nên không ghi câu trả lời nữa."
    answered_before: str = "{Dc} đã trả lời tình huống này; lần trả lời đầu được giữ."
    # afterwards
    done: str = "Đã ghi: {dc} chọn phương án {number}."
    is_right: str = "✔ Đúng với đáp án."
    key: str = "**Đáp án**: phương án {number}. {text}"
    why: str = "**Vì sao**: {reason}"
    why_not: str = "**Về phương án {number}**: {reason}"
    basis: str = "**Căn cứ**: {basis}"
    reviewed: str = "Người soạn: {author}; người duyệt: {reviewer}, {day}."
    colleagues: str = "**Đồng nghiệp đã chọn** ({count} người trả lời)"
    option_line: str = "• Phương án {number}: {chosen}"
    people: str = "{count} người"
    hidden: str = "không nêu vì ít người"
    all_hidden: str = (
        "Đã có {count} người trả lời; có phương án quá ít người chọn nên chưa nêu được ai chọn gì. "
        "Muốn xem sau: nhắn /tinhhuong."
    )
    few: str = "Đồng nghiệp chọn thế nào: được nêu khi đủ 5 người trả lời. Muốn xem sau: nhắn /tinhhuong."


TEXTS: Final = SituationTexts()
