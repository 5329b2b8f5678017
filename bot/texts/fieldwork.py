"""What the bot writes of its own accord: invitation, reminders, and the answer to putting them off."""

from dataclasses import dataclass
from typing import Final

from bot.texts.either import either

_BEGIN: Final = either("Bấm nút bên dưới, hoặc nhắn", "Nhắn") + " /start "


@dataclass(frozen=True, slots=True)
class FieldworkTexts:
    """Invitation and reminders, with their buttons."""

    invitation: str = (
        "Kính gửi {dc} **{name}**.\n"
        "Mời {dc} trả lời phiếu “{form}”. Có thể dừng giữa chừng và trả lời tiếp sau; "
        "câu trả lời được ghi lại ngay sau mỗi câu.\n"
        "Hạn trả lời: {closes}.\n" + _BEGIN + "để bắt đầu."
    )
    invitation_again: str = (
        "Kính gửi {dc} **{name}**.\n"
        "Phiếu “{form}” đã mở, hạn trả lời: {closes}. Lời mời trước có thể chưa tới {dc}; "
        "nếu đã nhận được, xin bỏ qua tin này.\n" + _BEGIN + "để bắt đầu."
    )
    reminder_not_started: str = (
        "Kính gửi {dc} **{name}**.\n"
        "Phiếu “{form}” đang chờ ý kiến của {dc}. Hạn trả lời: {closes}.\n" + _BEGIN + "để bắt đầu."
    )
    reminder_half_done: str = (
        "Kính gửi {dc} **{name}**.\n"
        "{Dc} đã trả lời {answered}/{total} câu bắt buộc của phiếu “{form}”; các câu đã trả lời vẫn được giữ. "
        "Hạn trả lời: {closes}.\n" + _BEGIN + "để trả lời tiếp."
    )
    reminder_unsent: str = (
        "Kính gửi {dc} **{name}**.\n"
        "{Dc} đã trả lời đủ các câu bắt buộc của phiếu “{form}” nhưng chưa gửi phiếu. "
        "Hạn gửi: {closes}.\n" + _BEGIN + "để xem lại và gửi."
    )
    reminder_footer: str = "Không muốn nhận nhắc nữa: nhắn /ngungnhac."
    button_begin: str = "Bắt đầu trả lời"
    button_continue: str = "Trả lời tiếp"
    button_afternoon: str = "Chiều nay"
    button_morning: str = "Sáng mai"
    button_morning_of: str = "Sáng {weekday}"
    postponed: str = "Vâng, tôi sẽ nhắc lại {dc} vào {at}. {Dc} có thể trả lời sớm hơn bất cứ lúc nào."


TEXTS: Final = FieldworkTexts()
