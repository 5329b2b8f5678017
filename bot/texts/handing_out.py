"""What a coordinator sends to an official by hand, by SMS or by a messenger: with a code, or with a word to go on."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from bot.texts import say

_LETTERS: Final = str.maketrans("đĐ–“”…", 'dD-"".')


@dataclass(frozen=True, slots=True)
class HandingOutTexts:
    """Each as it is sent, and as an SMS without accents, which costs half as much."""

    invite: str = (
        "Kính gửi {dc} {name}. {office} mời {dc} trả lời phiếu khảo sát nhu cầu đào tạo, bồi dưỡng. "
        "{Dc} bấm vào đây để trả lời trên điện thoại: {link}\n"
        "Nếu trợ lý hỏi mã, {dc} nhắn: {code}. Mã chỉ dùng một lần, cho riêng {dc}; "
        "đề nghị không chuyển cho người khác."
    )
    invite_by_code: str = (
        "Kính gửi {dc} {name}. {office} mời {dc} trả lời phiếu khảo sát nhu cầu đào tạo, bồi dưỡng. "
        "{Dc} nhắn mã {code} cho trợ lý khảo sát. Mã chỉ dùng một lần, cho riêng {dc}; "
        "đề nghị không chuyển cho người khác."
    )
    invite_sms: str = "{office} mời {dc} {name} trả lời phiếu khảo sát đào tạo: {link} (mã {code})"
    invite_sms_by_code: str = "{office} mời {dc} {name} trả lời phiếu khảo sát đào tạo, mã {code}"
    remind: str = "Kính gửi {dc} {name}. Phiếu “{form}” đang chờ ý kiến của {dc}. Hạn trả lời: {closes}."
    remind_begun: str = (
        "Kính gửi {dc} {name}. {Dc} đã trả lời {answered}/{total} câu bắt buộc của phiếu “{form}”; các câu đã trả lời "
        "vẫn được giữ. Hạn trả lời: {closes}."
    )
    remind_link: str = "{Dc} bấm vào đây để trả lời: {link}"
    remind_code: str = "(nếu trợ lý hỏi mã: {code}; mã cho riêng {dc})"
    remind_sms: str = "{office} nhắc {dc} {name} trả lời phiếu khảo sát đào tạo trước {closes}."
    remind_sms_link: str = "{link}"
    remind_sms_code: str = "(mã {code})"
    state_unlinked: str = "Chưa kết nối"
    state_blocked: str = "Đã chặn tin của trợ lý"
    state_begun: str = "Đang trả lời, không nhận được tin"
    state_not_begun: str = "Chưa trả lời, không nhận được tin"
    unnamed_office: str = "Cơ quan"

    def sms(self, template: str, **values: object) -> str:
        """Fill a template for an SMS: without accents."""
        return without_accents(say(template, **values))


TEXTS: Final = HandingOutTexts()


def without_accents(text: str) -> str:
    """Return a text in letters that any telephone shows, as long as it was written in Vietnamese."""
    parts = unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)
