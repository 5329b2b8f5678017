"""Sentences that read otherwise where there are no buttons: both wordings travel, and one of them is shown.

The marks are letters of private use: nobody types them.
"""

import re
from typing import Final

_BEGIN: Final = "\ue000"
_OR: Final = "\ue001"
_END: Final = "\ue002"
_EITHER: Final = re.compile(f"{_BEGIN}([^{_OR}]*){_OR}([^{_END}]*){_END}")
_PARTS: Final = re.compile(f"({_BEGIN}[^{_END}]*{_END})")
_MARKS: Final = str.maketrans("", "", _BEGIN + _OR + _END)


def either(with_buttons: str, typed: str) -> str:
    """Return a template that reads one way beside buttons, and another where everything is typed."""
    return f"{_BEGIN}{with_buttons}{_OR}{typed}{_END}"


def choose_wording(text: str, *, has_buttons: bool) -> str:
    """Return the text as a channel shows it."""
    if _BEGIN not in text:
        return text
    return _EITHER.sub(r"\1" if has_buttons else r"\2", text).translate(_MARKS)


def clip(text: str, limit: int) -> str:
    """Cut a text so that neither wording is longer than ``limit``; no two wordings are torn apart."""
    if len(text) <= limit or max(map(len, _wordings(text))) <= limit:
        return text
    kept, room = [], limit - 1
    for part in _PARTS.split(text):
        length = max(map(len, _wordings(part)))
        if length > room:
            kept.append("" if _BEGIN in part else part[:room])
            break
        kept.append(part)
        room -= length
    return "".join(kept).rstrip() + "…"


def _wordings(text: str) -> tuple[str, str]:
    return choose_wording(text, has_buttons=True), choose_wording(text, has_buttons=False)
