"""Outgoing messages: a reply on its way, and a message as the outbox keeps it (JSON, the attachment beside it)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.messages import Attachment, Button, Outbound, OutboundKind
from storage.mailbox import ClaimedMessage, QueuedMessage

WORDS_AT_MOST: Final = 12
"""Words of a button that are kept."""
_PLAIN: Final = (
    "text",
    "edit_ref",
    "tap_id",
    "toast",
    "keyboard",
    "protected",
    "silent",
    "visit",
    "picks",
    "edits_only",
)


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
    plain = {name: getattr(button, name) for name in ("label", "data", "url", "style", "typed")}
    return {name: value for name, value in plain.items() if value or name == "label"}


def offers_of(message: Outbound, now: datetime) -> str:
    """Return the words that a message offers, as they stand in the chat's row: each with the command it stands for."""
    offers = [
        {"typed": command, "says": button.says, "words": _words_of(button)}
        for row in message.buttons
        for button in row
        if (command := button.command or (button.typed if button.typed.startswith("/") else ""))
    ]
    return json.dumps({"at": now.isoformat(), "offers": offers}) if offers else ""


def _words_of(button: Button) -> tuple[str, ...]:
    return (button.label, *button.said)[:WORDS_AT_MOST]


@dataclass(slots=True)
class Reply:
    """One answer to what somebody did, on its way from the turn to the chat; it is held in memory.

    ``turn`` is the number of the update that it answers. ``row_id`` names its row in the outbox if it has one: only
    what cannot be drawn again has. What a stranger hears has none: after a crash they write again.
    """

    channel: str
    address: str
    message: Outbound
    turn: int = 0
    contact_point_id: int | None = None
    case_id: int | None = None
    response_id: int | None = None
    row_id: int | None = None
    attempt_count: int = 0
    is_strangers: bool = False

    @property
    def chat(self) -> tuple[str, str]:
        """Where it goes: channel and address."""
        return self.channel, self.address

    @property
    def is_owed(self) -> bool:
        """Whether it is the card of an interview: drawn again from the response after a crash."""
        shows_interview = self.message.kind is OutboundKind.CARD and self.message.visit > 0
        return shows_interview and self.contact_point_id is not None

    @property
    def is_stored(self) -> bool:
        """Whether it needs a row: neither drawn again nor worthless after a minute."""
        is_lasting = self.message.kind not in (OutboundKind.TOAST, OutboundKind.STRIP)
        return is_lasting and not self.is_owed and not self.is_strangers


def to_row(reply: Reply, now: datetime) -> QueuedMessage:
    """Return the row under which a reply that is stored stands in the outbox."""
    plain, content = encode(reply.message)
    is_file = reply.message.kind in (OutboundKind.DOCUMENT, OutboundKind.PHOTO)
    return QueuedMessage(
        lane="reply",
        purpose="document" if is_file else "reply",
        channel=reply.channel,
        address=reply.address,
        message=plain,
        created_at=now,
        contact_point_id=reply.contact_point_id,
        case_id=reply.case_id,
        attachment=content,
    )


def from_row(message: ClaimedMessage) -> Reply:
    """Rebuild the reply that stands in a row of the outbox."""
    return Reply(
        channel=message.channel,
        address=message.address,
        message=decode(message.message, message.attachment),
        contact_point_id=message.contact_point_id,
        case_id=message.case_id,
        row_id=message.id,
        attempt_count=message.attempt_count - 1,  # the claim counts the one that begins now
    )
