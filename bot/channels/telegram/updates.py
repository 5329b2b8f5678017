"""From Telegram's updates to our ``Inbound``: JSON in, values out."""

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from bot.messages import Inbound, InboundKind, SentFile

logger = logging.getLogger(__name__)

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
NAME: Final = "telegram"

_SERVICE: Final = frozenset(
    {
        "boost_added",
        "chat_owner_changed",
        "chat_owner_left",
        "channel_chat_created",
        "chat_background_set",
        "chat_shared",
        "checklist_tasks_added",
        "checklist_tasks_done",
        "connected_website",
        "delete_chat_photo",
        "direct_message_price_changed",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "gift",
        "gift_upgrade_sent",
        "giveaway_completed",
        "giveaway_created",
        "group_chat_created",
        "left_chat_member",
        "message_auto_delete_timer_changed",
        "migrate_from_chat_id",
        "migrate_to_chat_id",
        "new_chat_members",
        "new_chat_photo",
        "new_chat_title",
        "paid_message_price_changed",
        "passport_data",
        "pinned_message",
        "proximity_alert_triggered",
        "refunded_payment",
        "successful_payment",
        "supergroup_chat_created",
        "unique_gift",
        "users_shared",
        "video_chat_ended",
        "video_chat_participants_invited",
        "video_chat_scheduled",
        "video_chat_started",
        "web_app_data",
        "write_access_allowed",
    }
)
_BLOCKED: Final = frozenset({"kicked", "left"})

Payload = Mapping[str, Any]


def read_update(update: Payload, received_at: datetime) -> Inbound | None:
    """Return what the person did, or None for what does not concern us.

    A tap carries no date of its own, so it gets ``received_at``. Raises ``KeyError``, ``TypeError``,
    ``AttributeError``, or what an impossible date raises, for what no Telegram server would send.
    """
    update_id = int(_number(update["update_id"]))
    if update_id < 0:
        raise ValueError("not a number of an update")
    if "message" in update:
        return _message(update_id, update["message"])
    if "edited_message" in update:
        return _edited(update_id, update["edited_message"])
    if "callback_query" in update:
        return _tap(update_id, update["callback_query"], received_at)
    if "my_chat_member" in update:
        return _membership(update_id, update["my_chat_member"])
    return None


_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")  # NUL and halves of letters: no database takes them


def _clean(text: object) -> str:
    """Return what somebody wrote without what no database takes. Raises ``TypeError`` for what is no text."""
    if not isinstance(text, str):
        raise TypeError("not a text")
    return _UNSTORABLE.sub("", text)


def _number(value: object) -> str:
    """Return a platform's number as the opaque string that we keep. Raises ``TypeError`` for anything else."""
    if type(value) is not int or not -_LARGEST <= value <= _LARGEST:
        raise TypeError("not a number of the platform")
    return str(value)


_LARGEST: Final = 2**63 - 1


def _date(seconds: object) -> datetime:
    return datetime.fromtimestamp(int(_number(seconds)), UTC)


def _message(update_id: int, message: Payload) -> Inbound | None:
    if "from" not in message or _SERVICE & message.keys():
        return None
    contact, file = message.get("contact", {}), None
    if "text" in message:
        kind = InboundKind.TEXT
    elif contact:
        kind = InboundKind.CONTACT
    elif (file := _file(message)) is not None:
        kind = InboundKind.FILE if file.sent_as == "document" else InboundKind.MEDIA
    elif "location" in message and "venue" not in message:
        kind = InboundKind.LOCATION
    else:
        kind = InboundKind.OTHER
    return Inbound(
        channel=NAME,
        update_id=update_id,
        kind=kind,
        address=_number(message["chat"]["id"]),
        sender=_number(message["from"]["id"]),
        sent_at=_date(message["date"]),
        ref=_number(message["message_id"]),
        text=_clean(message.get("text", "")) or _place(message),
        contact_phone=_clean(contact.get("phone_number", "")),
        contact_owner=_number(contact["user_id"]) if "user_id" in contact else "",
        is_private=message["chat"]["type"] == "private",
        file=file,
    )


def _file(message: Payload) -> SentFile | None:
    """Return the file of a message; a moving picture comes as a document, too, and is none. Of a photo the largest."""
    if "animation" in message:
        return None
    for name, sent_as in _SENT_AS.items():
        if message.get(name):
            found = message[name][-1] if name == "photo" else message[name]
            size = int(_number(found.get("file_size", 0)))
            called = _clean(found.get("file_name", _CALLED.get(sent_as, "")))
            return SentFile(called, max(0, size), _clean(found["file_id"]), sent_as)
    return None


_SENT_AS: Final = {
    "document": "document",
    "photo": "image",
    "voice": "audio",
    "audio": "audio",
    "video": "video",
    "video_note": "video",
}


_CALLED: Final = {"image": "anh.jpg", "audio": "ghi-am.ogg", "video": "phim.mp4"}
"""What is called so that has no name of its own."""


def _place(message: Payload) -> str:
    """Return where somebody is: latitude, longitude, altitude (unknown), accuracy in metres."""
    if "location" not in message:
        return ""
    about = message["location"]
    latitude, longitude, accuracy = (
        float(about.get(name, 0)) for name in ("latitude", "longitude", "horizontal_accuracy")
    )
    return f"{latitude:.7f} {longitude:.7f} 0 {accuracy:g}"


def _edited(update_id: int, message: Payload) -> Inbound | None:
    if "from" not in message:
        return None
    return Inbound(
        channel=NAME,
        update_id=update_id,
        kind=InboundKind.EDITED,
        address=_number(message["chat"]["id"]),
        sender=_number(message["from"]["id"]),
        sent_at=_date(message.get("edit_date", message["date"])),
        text=_clean(message.get("text", "")),
        is_private=message["chat"]["type"] == "private",
    )


def _tap(update_id: int, query: Payload, received_at: datetime) -> Inbound | None:
    card = query.get("message")
    if card is None or "data" not in query:  # an inline message or a game: we send neither
        return None
    return Inbound(
        channel=NAME,
        update_id=update_id,
        kind=InboundKind.TAP,
        address=_number(card["chat"]["id"]),
        sender=_number(query["from"]["id"]),
        sent_at=received_at,
        data=_clean(query["data"]),
        card_ref=_number(card["message_id"]),
        tap_id=_clean(query["id"]),
        is_private=card["chat"]["type"] == "private",
    )


def _membership(update_id: int, change: Payload) -> Inbound | None:
    if change["chat"]["type"] != "private":
        return None
    status = change["new_chat_member"]["status"]
    return Inbound(
        channel=NAME,
        update_id=update_id,
        kind=InboundKind.BLOCKED if status in _BLOCKED else InboundKind.UNBLOCKED,
        address=_number(change["chat"]["id"]),
        sender=_number(change["from"]["id"]),
        sent_at=_date(change["date"]),
    )


def read_batch(updates: Sequence[Mapping[str, Any]], received_at: datetime) -> list[Inbound]:
    """Return what the updates say, ordered by update id; one that cannot be read is logged and left out."""
    batch = []
    for update in updates:
        try:
            inbound = read_update(update, received_at)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
            number = update.get("update_id") if isinstance(update, Mapping) else None
            logger.error("Update %.20s cannot be read: %s", number, type(error).__name__)  # noqa: TRY400
            continue
        if inbound is not None:
            batch.append(inbound)
    return sorted(batch, key=lambda inbound: inbound.update_id)


def last_number(updates: Sequence[Mapping[str, Any]]) -> int:
    """Return the highest number of an update; those without one of their own are passed over.

    Raises ``ValueError`` if none has one: then nothing can be acknowledged.
    """
    numbers = [update.get("update_id") for update in updates if isinstance(update, Mapping)]
    return max(number for number in numbers if type(number) is int and 0 <= number <= _LARGEST)
