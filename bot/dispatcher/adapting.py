"""A message as a channel can show it, by its ``Caps``: words for buttons, a text for a file. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.messages import Button, Caps, Outbound, OutboundKind
from bot.texts import say
from bot.texts.channels import TEXTS
from bot.texts.either import choose_wording
from surveys.replies import fold

_FILES: Final = frozenset({OutboundKind.DOCUMENT, OutboundKind.PHOTO})
_BOLD: Final = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_MARKS: Final = "✔▶◀📨 "


def adapt(message: Outbound, caps: Caps) -> Outbound | None:
    """Return the message as the channel can show it; ``None`` if it shows nothing of it."""
    message = replace(
        message,
        text=choose_wording(message.text, has_buttons=caps.buttons),
        toast=choose_wording(message.toast, has_buttons=caps.buttons),
    )
    if message.kind in (OutboundKind.TOAST, OutboundKind.STRIP) and not caps.buttons:
        return None
    if message.kind in _FILES and not caps.files:
        message = _without_file(message)
    if not caps.edits:
        message = replace(message, edit_ref="")
    return message if caps.buttons else _typed(message)


def _without_file(message: Outbound) -> Outbound:
    """Say that there is a file, and where to get it."""
    name = message.attachment.filename if message.attachment else ""
    text = "\n\n".join(part for part in (message.text, say(TEXTS.no_files, name=name)) if part)
    return replace(message, kind=OutboundKind.NOTICE, text=text, attachment=None)


def _typed(message: Outbound) -> Outbound:
    """Put what may be typed instead of pressing the buttons under the text, which is plain."""
    buttons = [button for row in message.buttons for button in row]
    lines = [*_explained(buttons), *_listed(buttons)]
    text = "\n\n".join(part for part in (_BOLD.sub(r"\1", message.text), "\n".join(lines)) if part)
    return replace(message, text=text, buttons=(), keyboard="", tap_id="", toast="")


def _explained(buttons: list[Button]) -> Iterator[str]:
    """Words that say something else than their button: each with what it is for. Then the addresses."""
    for button in buttons:
        if button.typed and not _says_itself(button):
            yield say(TEXTS.typed_for, typed=button.typed, label=button.label.strip(_MARKS))
        elif button.url:
            yield f"{button.label}: {button.url}"


def _listed(buttons: list[Button]) -> Iterator[str]:
    """Words that say what their buttons say: all in one line."""
    words = [button.typed for button in buttons if button.typed and _says_itself(button)]
    if words:
        yield say(TEXTS.may_type, words=", ".join(f"“{word}”" for word in dict.fromkeys(words)))


def _says_itself(button: Button) -> bool:
    return fold(button.typed) in fold(button.label)
