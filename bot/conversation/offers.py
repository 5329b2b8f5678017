"""The words that the last message offers: whoever types one of them means that, whatever question stands open.

They stand in the chat's row, written by the turn that offers them, until the chat's next turn, or
until the bot writes of its own accord.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.envelopes import offers_of
from bot.messages import Inbound, InboundKind, Outbound, OutboundKind
from storage.responses import Change, Person
from surveys.replies import fold, is_only_polite, read_assent

LASTS: Final = timedelta(days=1)
_SILENT: Final = (OutboundKind.TOAST, OutboundKind.STRIP)


def offered_by(messages: Sequence[Outbound], now: datetime) -> str:
    """Return what the newest of these messages offers besides an interview's own words, as it is stored; or empty."""
    spoken = [message for message in messages if message.kind not in _SILENT]
    if not spoken or spoken[-1].visit:
        return ""
    return offers_of(spoken[-1], now)


def taken_up(person: Person | None, inbound: Inbound, now: datetime) -> Inbound:
    """Return what somebody typed as the command that they were offered, if it is a word for one."""
    if person is None or not person.contact_point.offered or inbound.kind is not InboundKind.TEXT:
        return inbound
    stored = json.loads(person.contact_point.offered)
    if now - datetime.fromisoformat(stored["at"]) > LASTS:
        return inbound
    offers = stored["offers"]
    for offer in offers:
        if fold(inbound.text) in map(fold, offer["words"]):
            return replace(inbound, text=offer["typed"])
    said = read_assent(
        inbound.text,
        yes=[word for offer in offers if offer["says"] == "yes" for word in offer["words"]],
        no=[word for offer in offers if offer["says"] == "no" for word in offer["words"]],
        is_weighty=True,
    )
    if said is None and is_only_polite(inbound.text):
        return _asked_again(inbound, [offer["typed"] for offer in offers if offer["says"] == "yes"])
    meant = {True: "yes", False: "no", None: None}[said]
    return next((replace(inbound, text=each["typed"]) for each in offers if each["says"] == meant), inbound)


def _asked_again(inbound: Inbound, certain: Sequence[str]) -> Inbound:
    """Return the command that asks, without the word that makes it certain: politeness alone decides nothing."""
    return replace(inbound, text=certain[0].split()[0]) if certain else inbound


def noting(person: Person, offered: str) -> tuple[Person, list[Change]]:
    """Return the person with what their chat offers now, and what is to be written for it."""
    chat = person.contact_point
    if chat.offered == offered:
        return person, []
    return replace(person, contact_point=replace(chat, offered=offered)), [
        Change(chat.id, {"offered": offered})
    ]
