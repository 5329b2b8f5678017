"""An outgoing message as the outbox keeps it: plain JSON, the attachment's bytes beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.messages import Attachment, Button, Outbound, OutboundKind
from storage.mailbox import QueuedMessage

_PLAIN: Final = ("text", "edit_ref", "tap_id", "toast", "keyboard", "protected", "silent", "visit")


def encode(message: Outbound) -> tuple[dict[str, Any], bytes | None]:
    """Return the message as JSON without what is empty, and the bytes of its attachment."""
    plain: dict[str, Any] = {"kind": message.kind.value}
    plain |= {name: getattr(message, name) for name in _PLAIN if getattr(message, name)}
    if message.buttons:
        plain["buttons"] = [[_button_plain(button) for button in row] for row in message.buttons]
    if message.attachment is None:
        return plain, None
    return plain | {"filename": message.attachment.filename}, message.attachment.content


def decode(plain: Mapping[str, Any], attachment: bytes | None = None) -> Outbound:
    """Rebuild the message that ``encode`` took apart."""
    return Outbound(
        kind=OutboundKind(plain["kind"]),
        buttons=tuple(tuple(Button(**button) for button in row) for row in plain.get("buttons", ())),
        attachment=None if attachment is None else Attachment(plain["filename"], attachment),
        **{name: plain[name] for name in _PLAIN if name in plain},
    )


def _button_plain(button: Button) -> dict[str, str]:
    plain = {name: getattr(button, name) for name in ("label", "data", "url", "style")}
    return {name: value for name, value in plain.items() if value or name == "label"}


def reply_to(
    channel: str,
    address: str,
    message: Outbound,
    now: datetime,
    *,
    contact_point_id: int | None = None,
    case_id: int | None = None,
    response_id: int | None = None,
) -> QueuedMessage:
    """Return what to queue so that a reply goes out at once, in order within its chat."""
    plain, content = encode(message)
    purposes = {
        OutboundKind.TOAST: "toast",
        OutboundKind.DOCUMENT: "document",
        OutboundKind.PHOTO: "document",
    }
    return QueuedMessage(
        lane="reply",
        purpose=purposes.get(message.kind, "reply"),
        channel=channel,
        address=address,
        message=plain,
        created_at=now,
        contact_point_id=contact_point_id,
        case_id=case_id,
        response_id=response_id,
        attachment=content,
        is_card=message.kind is OutboundKind.CARD and message.visit > 0,
        visit=message.visit,
    )
