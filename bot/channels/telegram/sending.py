"""From ``Outbound`` to the methods of the Bot API."""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from telegram import InputFile
from telegram.error import TelegramError

from bot.channels.telegram.failures import classify, is_unmodified
from bot.channels.telegram.rendering import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    TOAST_LIMIT,
    Payload,
    Rendered,
    cut,
    render_bold,
    render_buttons,
    render_markup,
    split,
    utf16_length,
)
from bot.channels.telegram.wire import WireBot
from bot.messages import Outbound, OutboundKind, Sent

logger = logging.getLogger(__name__)

_REDRAWS: Final = frozenset({OutboundKind.CARD, OutboundKind.TOAST, OutboundKind.STRIP})
_NO_PREVIEW: Final = {"is_disabled": True}


async def send(bot: WireBot, address: str, message: Outbound) -> Sent:
    """Send one message. Raises ``SendError``, or ``ValueError`` for buttons that Telegram cannot carry."""
    try:
        return await _SENDERS[message.kind](bot, address, message)
    except TelegramError as error:
        if message.edit_ref and is_unmodified(error):
            return Sent(ref=message.edit_ref)
        raise classify(error, repeats_safely=message.kind in _REDRAWS) from None


async def _send_card(bot: WireBot, address: str, message: Outbound) -> Sent:
    """Send or edit the card; the tap that it answers is acknowledged beside it, not before."""
    if not message.tap_id:
        return await _show_card(bot, address, message)
    acknowledging = asyncio.create_task(_acknowledge_beside(bot, address, message))
    try:
        return await _show_card(bot, address, message)
    finally:
        await acknowledging


async def _acknowledge_beside(bot: WireBot, address: str, message: Outbound) -> None:
    try:
        await _answer_tap(bot, address, replace(message, text=message.toast))
    except TelegramError as error:
        logger.info("A tap was not acknowledged: %s", type(error).__name__)


async def _show_card(bot: WireBot, address: str, message: Outbound) -> Sent:
    text, entities = render_bold(message.text)
    shown = cut(text, TEXT_LIMIT)
    end = utf16_length(shown)
    kept = [entity for entity in entities if entity["offset"] + entity["length"] <= end]
    if message.edit_ref:
        return await _edit_text(bot, address, message, (shown, kept))
    return await _send_text(bot, address, message, (shown, kept), render_markup(message))


async def _edit_text(bot: WireBot, address: str, message: Outbound, rendered: Rendered) -> Sent:
    text, entities = rendered
    answer = await bot.call(
        "editMessageText",
        chat_id=address,
        message_id=int(message.edit_ref),
        text=text,
        entities=entities or None,
        link_preview_options=_NO_PREVIEW,
        reply_markup=render_buttons(message.buttons),
    )
    return _sent(answer)


async def _send_text(
    bot: WireBot, address: str, message: Outbound, rendered: Rendered, markup: Payload | None
) -> Sent:
    text, entities = rendered
    answer = await bot.call(
        "sendMessage",
        chat_id=address,
        text=text,
        entities=entities or None,
        link_preview_options=_NO_PREVIEW,
        reply_markup=markup,
        **_flags(message),
    )
    return _sent(answer)


async def _send_notice(bot: WireBot, address: str, message: Outbound) -> Sent:
    markup = render_markup(message)
    *first, last = split(message.text)
    for part in first:
        await _send_text(bot, address, message, render_bold(part), None)
    return await _send_text(bot, address, message, render_bold(last), markup)


async def _send_document(bot: WireBot, address: str, message: Outbound) -> Sent:
    return await _send_file(bot, address, message, "sendDocument", "document")


async def _send_photo(bot: WireBot, address: str, message: Outbound) -> Sent:
    return await _send_file(bot, address, message, "sendPhoto", "photo")


async def _send_file(bot: WireBot, address: str, message: Outbound, method: str, name: str) -> Sent:
    """Send the attachment under its caption; a caption that is too long goes ahead as a text."""
    if message.attachment is None:
        raise ValueError(f"a {name} has no attachment")
    markup = render_markup(message)
    caption, entities = render_bold(message.text)
    if utf16_length(caption) > CAPTION_LIMIT:
        for part in split(message.text):
            await _send_text(bot, address, message, render_bold(part), None)
        caption, entities = "", []
    file: Payload = {name: InputFile(message.attachment.content, filename=message.attachment.filename)}
    answer = await bot.call(
        method,
        chat_id=address,
        caption=caption or None,
        caption_entities=entities or None,
        reply_markup=markup,
        **file,
        **_flags(message),
    )
    return _sent(answer)


async def _answer_tap(bot: WireBot, address: str, message: Outbound) -> Sent:  # noqa: ARG001  one signature
    await bot.call(
        "answerCallbackQuery",
        callback_query_id=message.tap_id,
        text=message.text[:TOAST_LIMIT] or None,
    )
    return Sent()


async def _strip_buttons(bot: WireBot, address: str, message: Outbound) -> Sent:
    answer = await bot.call("editMessageReplyMarkup", chat_id=address, message_id=int(message.edit_ref))
    return _sent(answer)


def _flags(message: Outbound) -> dict[str, bool | None]:
    return {
        "protect_content": message.protected or None,
        "disable_notification": message.silent or None,
    }


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
