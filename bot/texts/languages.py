"""What is said around the choice of a form's language. Who has yet to choose may read no Vietnamese: hence two."""

from dataclasses import dataclass
from typing import Final

from bot.texts.either import either


@dataclass(frozen=True, slots=True)
class LanguageTexts:
    """The card that offers the languages, the button that leads to it, what may be typed."""

    ask: str = (
        "**Ngôn ngữ của câu hỏi · Language of the questions**\n"
        "Mời {dc} chọn: "
        + either("bấm một nút, hoặc nhắn số thứ tự", "nhắn số thứ tự")
        + ". Please choose one.\n{languages}"
    )
    help: str = (
        "Câu trả lời đã ghi không đổi khi đổi ngôn ngữ. Lời của trợ lý (nút, lời nhắc) vẫn bằng tiếng Việt. "
        "Muốn đổi lại, {dc} nhắn “ngôn ngữ”."
    )
    not_one: str = "Tôi chưa rõ {dc} chọn ngôn ngữ nào."
    chosen: str = "✔ Ngôn ngữ của câu hỏi: {language}"
    button: str = "🌐 Ngôn ngữ · Language"
    typed: str = "ngôn ngữ"
    typed_one: str = "ngôn ngữ {number}"
    words: tuple[str, ...] = ("ngôn ngữ", "đổi ngôn ngữ", "chọn ngôn ngữ", "language", "change language")
    own: str = "Bản gốc"


TEXTS: Final = LanguageTexts()
