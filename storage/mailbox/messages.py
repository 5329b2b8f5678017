"""What stands in the mailbox, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

LANES: Final = ("reply", "bulk")

CONTACT_PURPOSES: Final = ("invitation", "reminder")
"""Messages that are contact attempts: at most once, and recorded for the dispositions."""


AGAIN: Final = 1
"""The number of an invitation that repeats one of which nobody knows whether it arrived; the first has 0."""

TOO_LATE: Final = "too late"
"""Why a message was dropped whose window was over before it could leave."""

RESTORED: Final = "restored from a backup"
"""Why a message is unknown that may have left after the backup was made: it is not repeated."""

UNDER_WAY: Final = ("queued", "claimed", "sending")
SETTLED: Final = ("sent", "dropped", "failed", "unknown")


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """One update that was taken in. Only a dead one (its turn raised) keeps ``address`` and ``payload``."""

    channel: str
    update_id: int
    address: str
    received_at: datetime
    status: str = "done"
    payload: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """A message to send, in ``lane`` reply or bulk.

    ``purpose`` is reply, invitation, reminder, document and so on. ``message`` is whatever the sender
    understands, as plain JSON. A ``key`` that is already there makes queueing a no-op.
    """

    lane: str
    purpose: str
    channel: str
    address: str
    message: Mapping[str, Any]
    created_at: datetime
    contact_point_id: int | None = None
    case_id: int | None = None
    attachment: bytes | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    key: str | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that is ours to send now."""

    id: int
    key: str | None
    lane: str
    purpose: str
    number: int
    channel: str
    address: str
    contact_point_id: int | None
    case_id: int | None
    message: Mapping[str, Any]
    attachment: bytes | None
    not_before: datetime | None
    not_after: datetime | None
    created_at: datetime
    attempt_count: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed message: ``status`` sent, failed, unknown, dropped, or queued (again).

    ``at`` is now. For a sent one ``ref`` and ``sent_at`` are what the platform said (``at`` if it gave no
    date). ``error`` holds no text and no token. One that is queued again is due at ``not_before``, or when it was.
    """

    id: int
    status: str
    at: datetime
    ref: str = ""
    sent_at: datetime | None = None
    error: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """A card owed to a chat since ``turn`` (the number of an update; 0 after an outage); ``holder`` sends it."""

    contact_point_id: int
    turn: int
    holder: str


@dataclass(frozen=True, slots=True)
class CardOutcome:
    """What became of an owed card. ``ref`` is empty if it will never arrive: then only the debt ends.

    ``visit`` and ``response_id`` are what the card shows, ``sent_at`` the platform's own date of it.
    """

    contact_point_id: int
    turn: int
    ref: str = ""
    visit: int = 0
    response_id: int | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is queued: the lanes where something is due, or stands past its ``not_after``.

    ``next_at`` is the next later moment at which a message becomes due, ``None`` if there is none.
    """

    due_lanes: frozenset[str]
    late_lanes: frozenset[str]
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Depth:
    """How many rows of a lane have a status, and when the oldest was queued."""

    lane: str
    status: str
    count: int
    oldest_at: datetime
