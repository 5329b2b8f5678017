"""How a card leaves: in the place of the tapped one or anew; what goes ahead of it when its question opens. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.messages import Attachment, Caps, Inbound, InboundKind, Outbound, OutboundKind
from bot.texts import say
from bot.texts.files import TEXTS
from surveys import interview as engine
from surveys.interview import Interview
from surveys.questionnaire import ItemType, Questionnaire

LIVE: Final = ("a.", "n.")
"""How the data of every button of an interview's card begins."""
FindPicture = Callable[[Questionnaire, str], bytes | None]
"""Returns the bytes of a form's picture by its name."""


def no_picture(_form: Questionnaire, _name: str) -> bytes | None:
    """Return nothing: where nobody keeps pictures none is shown."""
    return None


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


def ahead_of(
    before: Interview | None, after: Interview, inbound: Inbound, caps: Caps, picture: FindPicture
) -> tuple[Outbound, ...]:
    """Return the messages that go ahead of the card of another question than ``before``: pictures, a button for places.

    ``before`` is ``None`` where the open question is shown anew.
    """
    if before is not None and before.visit == after.visit:
        return ()
    return (*_pictures(after, caps, picture), *_place_button(before, after, inbound, caps))


def _place_button(
    before: Interview | None, after: Interview, inbound: Inbound, caps: Caps
) -> Iterator[Outbound]:
    if caps.keyboards and _asks_place(after):
        yield Outbound(OutboundKind.NOTICE, say(TEXTS.ask_place), keyboard="place")
    elif (
        caps.keyboards
        and before is not None
        and _asks_place(before)
        and inbound.kind is not InboundKind.LOCATION
    ):
        yield Outbound(OutboundKind.NOTICE, say(TEXTS.place_left), keyboard="remove")


def _pictures(interview: Interview, caps: Caps, picture: FindPicture) -> Iterator[Outbound]:
    """Show what belongs to the open question, then to its choices, each by its number."""
    for name, caption in shown_pictures(interview) if caps.files else ():
        content = picture(interview.form, name)
        if content is not None:
            yield Outbound(OutboundKind.PHOTO, caption, attachment=Attachment(name, content))


def shown_pictures(interview: Interview) -> list[tuple[str, str]]:
    """Return the pictures of the open question and its choices, by name, with what stands below each."""
    form, view = interview.form, engine.view(interview)
    screen = form.screens[form.screen_index[view.screen]] if view.screen in form.screen_index else None
    if screen is None or not form.pictures:
        return []
    items = interview.evaluation.relevant_items(screen)
    found = [(item.picture, interview.evaluation.render(item.label)) for item in items if item.picture]
    for prompt in view.prompts:
        named = {choice.name: choice.columns.get("image", "") for choice in form.choices(prompt.item)}
        found += [
            (named[option.name], f"{option.number}. {option.label}")
            for option in prompt.options
            if named.get(option.name)
        ]
    return [(name, caption) for name, caption in found if name in form.pictures]


def _asks_place(interview: Interview) -> bool:
    return any(prompt.item.type is ItemType.GEOPOINT for prompt in engine.view(interview).prompts)
