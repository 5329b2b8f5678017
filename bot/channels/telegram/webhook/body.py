"""From the bytes that were delivered to an update."""

import json
import re
from typing import Any, Final

DEPTH_LIMIT: Final = 64  # objects and lists within each other; an update has a dozen
_LARGEST_ID: Final = 2**63 - 1
# Every text is one piece, also one that does not end: each byte is looked at once.
_PIECES: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+["\\]?|([\[{])|[\]}]', re.DOTALL)


def parse_update(body: bytes) -> dict[str, Any] | None:
    """Return the update, or None for what is not one: no JSON in UTF-8, too deep, or without its number."""
    if is_deeper_than(body, DEPTH_LIMIT):
        return None
    try:
        update = json.loads(body.decode())
    except ValueError:
        return None
    if not isinstance(update, dict):
        return None
    number = update.get("update_id")
    is_numbered = type(number) is int and 0 <= number <= _LARGEST_ID
    return update if is_numbered else None


def is_deeper_than(body: bytes, limit: int) -> bool:
    """Tell whether more than ``limit`` objects and lists stand within each other."""
    if body.count(b"[") + body.count(b"{") <= limit:
        return False
    depth = 0
    for piece in _PIECES.finditer(body):
        if piece[1]:
            depth += 1
            if depth > limit:
                return True
        elif piece[0][:1] != b'"':
            depth -= 1
    return False


def tap_of(update: dict[str, Any]) -> str:
    """Return the number of the tap that an update brings, or nothing."""
    query = update.get("callback_query")
    number = query.get("id") if isinstance(query, dict) else None
    return number if isinstance(number, str) else ""
