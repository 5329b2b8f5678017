"""From ``Outbound`` to the methods of the Bot API."""

import logging
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any, Final

from bot.channels.lengths import cut, split, utf16_length
from bot.channels.telegram.api import BotApi
from bot.channels.telegram.failures import is_unmodified
from bot.channels.telegram.rendering import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    TOAST_LIMIT,
    Payload,
    Rendered,
    render_bold,
    render_buttons,
    render_markup,
)
from bot.messages import Outbound, OutboundKind, SendError, Sent

logger = logging.getLogger(__name__)

_REDRAWS: Final = frozenset({OutboundKind.CARD, OutboundKind.TOAST, OutboundKind.STRIP})
_NO_PREVIEW: Final = {"is_disabled": True}


async def send(api: BotApi, address: str, message: Outbound) -> Sent:
    """Send one message. Raises ``SendError``, or ``ValueError`` for buttons that Telegram cannot carry."""
    try:
        return await _SENDERS[message.kind](api, address, message)
    except SendError as error:
        if message.edit_ref and is_unmodified(error):
            return Sent(ref=message.edit_ref)
        raise


async def _send_card(api: BotApi, address: str, message: Outbound) -> Sent:
    """Send or edit the card; the tap that it answers is acknowledged beside it, not before."""
    if not message.tap_id:
        return await _show_card(api, address, message)
    acknowledging = api.begin("answerCallbackQuery", _acknowledgement(message.tap_id, message.toast))
    try:
        return await _show_card(api, address, message)
    finally:
        await _acknowledged(api, acknowledging)


async def _acknowledged(api: BotApi, acknowledging: Awaitable[tuple[int, bytes]]) -> None:
    try:
        await api.result(acknowledging)
    except SendError as error:
        logger.info("A tap was not acknowledged: %s", error.kind)


def _acknowledgement(tap_id: str, words: str) -> Payload:
    if not words:
        return {"callback_query_id": tap_id}
    return {"callback_query_id": tap_id, "text": cut(words, TOAST_LIMIT)}


async def _show_card(api: BotApi, address: str, message: Outbound) -> Sent:
    text, entities = render_bold(message.text)
    shown = cut(text, TEXT_LIMIT)
    end = utf16_length(shown)
    kept = [entity for entity in entities if entity["offset"] + entity["length"] <= end]
    if message.edit_ref:
        return await _edit_text(api, address, message, (shown, kept))
    return await _send_text(api, address, message, (shown, kept), render_markup(message))


async def _edit_text(api: BotApi, address: str, message: Outbound, rendered: Rendered) -> Sent:
    text, entities = rendered
    about: Payload = {
        "chat_id": address,
        "message_id": int(message.edit_ref),
        "text": text,
        "link_preview_options": _NO_PREVIEW,
    }
    if entities:
        about["entities"] = entities
    if markup := render_buttons(message.buttons):
        about["reply_markup"] = markup
    return _sent(await api.call("editMessageText", about))


async def _send_text(
    api: BotApi, address: str, message: Outbound, rendered: Rendered, markup: Payload | None
) -> Sent:
    text, entities = rendered
    about: Payload = {
        "chat_id": address,
        "text": text,
        "link_preview_options": _NO_PREVIEW,
        **_flags(message),
    }
    if entities:
        about["entities"] = entities
    if markup:
        about["reply_markup"] = markup
    return _sent(await api.call("sendMessage", about, repeats_safely=message.kind in _REDRAWS))


async def _send_notice(api: BotApi, address: str, message: Outbound) -> Sent:
    markup = render_markup(message)
    *first, last = split(message.text, TEXT_LIMIT)
    for part in first:
        await _send_text(api, address, message, render_bold(part), None)
    return await _send_text(api, address, message, render_bold(last), markup)


async def _send_document(api: BotApi, address: str, message: Outbound) -> Sent:
    return await _send_file(api, address, message, "sendDocument", "document")


async def _send_photo(api: BotApi, address: str, message: Outbound) -> Sent:
    return await _send_file(api, address, message, "sendPhoto", "photo")


async def _send_file(api: BotApi, address: str, message: Outbound, method: str, name: str) -> Sent:
    """Send the attachment under its caption; a caption that is too long goes ahead as a text."""
    if message.attachment is None:
        raise ValueError(f"a {name} has no attachment")
    caption, entities = render_bold(message.text)
    if utf16_length(caption) > CAPTION_LIMIT:
        for part in split(message.text, TEXT_LIMIT):
            await _send_text(api, address, message, render_bold(part), None)
        caption, entities = "", []
    about: Payload = {
        "chat_id": address,
        "caption": caption or None,
        "caption_entities": entities or None,
        "reply_markup": render_markup(message),
        **_flags(message),
    }
    given = {key: value for key, value in about.items() if value is not None}
    file = (name, message.attachment.filename, message.attachment.content)
    return _sent(await api.send_file(method, given, file))


async def _answer_tap(api: BotApi, address: str, message: Outbound) -> Sent:  # noqa: ARG001  one signature
    await api.call("answerCallbackQuery", _acknowledgement(message.tap_id, message.text))
    return Sent()


async def _strip_buttons(api: BotApi, address: str, message: Outbound) -> Sent:
    about = {"chat_id": address, "message_id": int(message.edit_ref)}
    return _sent(await api.call("editMessageReplyMarkup", about))


def _flags(message: Outbound) -> dict[str, bool]:
    flags = {"protect_content": message.protected, "disable_notification": message.silent}
    return {name: True for name, is_set in flags.items() if is_set}


def _sent(answer: dict[str, Any]) -> Sent:
    seconds = answer.get("edit_date", answer["date"])
    return Sent(ref=str(answer["message_id"]), at=datetime.fromtimestamp(seconds, UTC))


_SENDERS: Final = {
    OutboundKind.CARD: _send_card,
    OutboundKind.NOTICE: _send_notice,
    OutboundKind.DOCUMENT: _send_document,
    OutboundKind.PHOTO: _send_photo,
    OutboundKind.TOAST: _answer_tap,
    OutboundKind.STRIP: _strip_buttons,
}
