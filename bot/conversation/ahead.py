"""How a card leaves: in the place of the tapped one or anew; what goes ahead of it when its question opens. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.messages import Caps, Inbound, InboundKind, Outbound, OutboundKind
from bot.texts import say
from bot.texts.files import TEXTS
from surveys import interview as engine
from surveys.interview import Interview
from surveys.questionnaire import ItemType

LIVE: Final = ("a.", "n.")
"""How the data of every button of an interview's card begins."""


def deliver(
    card: Outbound, inbound: Inbound, live: str, toast: str, ahead: Sequence[Outbound] = ()
) -> tuple[Outbound, ...]:
    """Edit the tapped card in place; after anything else send it anew and take the buttons off the old ones.

    What goes ``ahead`` of it stands above it: then it is sent anew, too. ``live`` is the card that the chat shows.
    """
    is_live = inbound.data.startswith(LIVE) and live in ("", inbound.card_ref)
    edited = inbound.card_ref if is_live and not ahead else ""
    tapped = replace(card, tap_id=inbound.tap_id, toast=toast, edit_ref=edited)
    if edited:
        return (tapped,)
    old = dict.fromkeys(ref for ref in (live, inbound.card_ref) if ref)
    return (*ahead, tapped, *(Outbound(OutboundKind.STRIP, edit_ref=ref) for ref in old))


def ahead_of(before: Interview, after: Interview, inbound: Inbound, caps: Caps) -> tuple[Outbound, ...]:
    """Return the messages that go ahead of the card of another question than before."""
    if not caps.keyboards or before.visit == after.visit:
        return ()
    if _asks_place(after):
        return (Outbound(OutboundKind.NOTICE, say(TEXTS.ask_place), keyboard="place"),)
    if _asks_place(before) and inbound.kind is not InboundKind.LOCATION:
        return (Outbound(OutboundKind.NOTICE, say(TEXTS.place_left), keyboard="remove"),)
    return ()


def _asks_place(interview: Interview) -> bool:
    return any(prompt.item.type is ItemType.GEOPOINT for prompt in engine.view(interview).prompts)
