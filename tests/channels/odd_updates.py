"""Odd updates of Telegram's, real and forged, as the fetch loop and the webhook would hand them over."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

NOBODY: Final = 501
"""Who sends them, in the file."""


@dataclass(frozen=True)
class OddUpdate:
    """``reads``: the kind of the Inbound, nothing or unreadable. ``hears``: answer, tap, spinner, group or silence."""

    name: str
    update: dict[str, Any]
    reads: str
    hears: str

    def sent_by(self, number: int, update_id: int) -> dict[str, Any]:
        """Return the update as if this person had sent it, with its number."""
        own: dict[str, Any] = _replaced(self.update, number)
        return {"update_id": update_id, **own}


def _replaced(value: Any, number: int) -> Any:
    if isinstance(value, dict):
        if "repeated" in value:
            text, count = value["repeated"]
            return text * count
        return {key: _replaced(inner, number) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, number) for inner in value]
    return number if value == NOBODY and type(value) is int else value


ODD_UPDATES: Final = tuple(
    OddUpdate(**case)
    for case in json.loads((Path(__file__).parent / "odd_updates.json").read_text(encoding="utf-8"))
)
