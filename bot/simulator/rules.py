"""Telegram's rules for texts, entities and keyboards. Pure; each raises ``ApiError`` as Telegram would."""

from typing import Any, Final

from bot.simulator.errors import bad_request

TEXT_LIMIT: Final = 4096  # UTF-16 units
CAPTION_LIMIT: Final = 1024  # UTF-16 units
TOAST_LIMIT: Final = 200  # UTF-16 units
DATA_LIMIT: Final = 64  # bytes
ROW_LIMIT: Final = 8
BUTTON_LIMIT: Final = 100
FILE_LIMIT: Final = 50 * 1024 * 1024  # bytes, upload
PHOTO_LIMIT: Final = 10 * 1024 * 1024  # bytes, upload
DOWNLOAD_LIMIT: Final = 20 * 1024 * 1024  # bytes
ACTIONS: Final = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
STYLES: Final = frozenset({"danger", "success", "primary"})
ENTITY_TYPES: Final = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "code", "pre", "text_link"}
)

Entities = list[dict[str, Any]]


def units(text: str) -> int:
    """Return the length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def check_text(text: str, entities: Entities, limit: int = TEXT_LIMIT) -> tuple[str, Entities]:
    """Return the text as Telegram keeps it (trimmed, entities shifted)."""
    if not text.strip():
        raise bad_request("message text is empty")
    return _trimmed(text, entities, limit, "message is too long")


def check_caption(text: str, entities: Entities) -> tuple[str, Entities]:
    """Return the caption as Telegram keeps it."""
    return _trimmed(text, entities, CAPTION_LIMIT, "message caption is too long")


def _trimmed(text: str, entities: Entities, limit: int, refusal: str) -> tuple[str, Entities]:
    _check_entities(text, entities)
    trimmed = text.strip()
    if units(trimmed) > limit:
        raise bad_request(refusal)
    lead = units(text[: len(text) - len(text.lstrip())])
    end = units(trimmed)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return trimmed, kept


def _check_entities(text: str, entities: Entities) -> None:
    """Refuse entities outside the text or beginning in the middle of a letter."""
    encoded = text.encode("utf-16-le")
    length = len(encoded) // 2
    for entity in entities:
        if not isinstance(entity, dict) or entity.get("type") not in ENTITY_TYPES:
            raise bad_request("can't parse entities: unsupported entity type")
        start, size = entity.get("offset"), entity.get("length")
        if not isinstance(start, int) or not isinstance(size, int):
            raise bad_request('can\'t parse entities: Field "offset" or "length" must be a Number')
        if start < 0 or size <= 0 or start + size > length:
            raise bad_request("ENTITY_BOUNDS_INVALID")
        for at in (start, start + size):
            if at < length and 0xDC <= encoded[2 * at + 1] <= 0xDF:
                raise bad_request("entity begins in a middle of a UTF-16 symbol")


def check_inline_keyboard(markup: dict[str, Any]) -> dict[str, Any] | None:
    """Return the keyboard as Telegram keeps it; None if it has no buttons."""
    rows = [row for row in markup["inline_keyboard"] if row]
    if any(len(row) > ROW_LIMIT for row in rows) or sum(map(len, rows)) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: button text must be non-empty")
    if button.get("style", "primary") not in STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    if "url" in button:
        if not str(button["url"]).startswith(("http://", "https://", "tg://")):
            raise bad_request("BUTTON_URL_INVALID")
        return
    if "callback_data" not in button:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if not 1 <= len(str(button["callback_data"]).encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
