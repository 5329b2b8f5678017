"""What the bot says about changing a wave that exists: before it opens, while it is open, within a day of its end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class AdjustingTexts:
    """The card of a wave's changes, and the questions on the way."""

    button: str = "Sửa, gia hạn, mở lại đợt"
    wave: str = "**Đợt số {number}** – {title}\n{state}"
    later: str = "Gia hạn riêng cho {count} người, muộn nhất đến {closes_at}."
    joined: str = "Có {count} người mới vào danh sách từ khi đợt mở."
    joined_others: str = (
        "{count} người mới khác chưa hỏi được trong đợt này: đơn vị hoặc chức danh của họ không có trong phiếu. "
        "Đề nghị mở đợt riêng cho họ."
    )
    too_late: str = "Đợt này đã đóng quá 24 giờ, hoặc chưa từng mở, nên không sửa được nữa."
    in_part: str = (
        "Đợt này hỏi cả người ngoài phạm vi của {dc}: sửa, đóng, mở lại cả đợt là việc của người có quyền ở mọi "
        "đơn vị của đợt."
    )
    change_button: str = "Sửa đợt này"
    call_off_button: str = "Bỏ đợt này"
    extend_button: str = "Gia hạn"
    add_button: str = "Hỏi thêm {count} người mới"
    close_button: str = "Đóng sớm"
    reopen_button: str = "Mở lại đợt này"
    added: str = (
        "✔ Đã thêm {count} người vào đợt số {number}. Ai đã kết nối sẽ được mời trong giờ hành chính."
    )

    added_before: str = "Không còn người mới nào chưa được hỏi trong đợt này."

    # changing a wave that has not been opened
    change: str = "**Sửa đợt số {number}**"
    save_button: str = "✔ Lưu thay đổi"
    keep_button: str = "Thôi, giữ như cũ"
    kept: str = "Đã giữ như cũ."
    changed: str = "✔ Đã sửa đợt số {number}: {count} người.\nMở: {opens_at}\nĐóng: {closes_at}"

    # extending and reopening
    ask_whom: str = "**Gia hạn đợt số {number}: cho ai?**\nHạn đang có: {closes_at}."
    all_button: str = "Tất cả trong phạm vi của {dc}"
    units_button: str = "Một số đơn vị"
    people_button: str = "Từng người"
    ask_units: str = "**Gia hạn: đơn vị**\nBấm để chọn hoặc bỏ chọn."
    ask_people: str = (
        "**Gia hạn: từng người**\nĐã chọn {count} người. {Dc} nhắn họ tên, hoặc một phần họ tên (không cần dấu), "
        "rồi bấm tên để chọn."
    )
    ask_closes: str = (
        "**Hạn mới**\nHạn đang có: {closes_at}.\nĐóng lúc {hour} ngày nào? Muốn giờ khác, bấm giờ trước."
    )
    ask_closes_again: str = (
        "**Mở lại đến khi nào?**\nĐóng lúc {hour} ngày nào? Muốn giờ khác, {dc} bấm giờ trước."
    )
    everybody: str = "tất cả trong phạm vi của {dc}"
    units: str = "{count} đơn vị ({names})"
    people: str = "{count} người ({names})"
    confirm_extend: str = (
        "**Gia hạn đợt số {number}**\nCho: {audience}\nHạn đang có: {before}\nHạn mới: {closes_at}\n\n"
        "Lời nhắc trước hạn sẽ gửi lại theo hạn mới."
    )
    confirm_reopen: str = (
        "**Mở lại đợt số {number}**\nĐến: {closes_at}\n\n"
        "Mọi người của đợt trả lời và sửa được tiếp; lời nhắc theo hạn mới."
    )
    extend_yes: str = "✔ Gia hạn"
    reopen_yes: str = "✔ Mở lại"
    change_buttons: Sequence[tuple[str, str]] = field(
        default_factory=lambda: (("toaudience", "Sửa người được gia hạn"), ("tocloses", "Sửa hạn mới"))
    )
    extended: str = "✔ Đã gia hạn đợt số {number} cho {count} người, đến {closes_at}."
    reopened: str = "✔ Đã mở lại đợt số {number}, đến {closes_at}."


TEXTS: Final = AdjustingTexts()
