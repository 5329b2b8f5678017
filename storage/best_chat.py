"""Which of a person's chats is written to: one that takes messages and is open, and of these the one last used."""

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func

from storage.sql import contact_points

BEST_LAST: Final[tuple[ColumnElement[Any], ...]] = (
    and_(contact_points.c.takes_messages, contact_points.c.blocked_at.is_(None)),
    contact_points.c.blocked_at.is_(None),
    func.coalesce(contact_points.c.used_at, contact_points.c.linked_at),
    contact_points.c.id,
)
"""Sorts the chats of one official: the last is the one to write to, if any can be written to."""
