"""What becomes of a message, judged from what the platform said. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.envelopes import Reply
from bot.messages import FailureKind, OutboundKind, SendError, Sent
from storage.budgets import Account
from storage.mailbox import CardOutcome, ClaimedMessage, Outcome

SHORTEST_WAIT: Final = 0.001  # seconds: never so short that a moment cannot show it
FIRST_WAIT: Final = 1.0  # seconds, and twice as long each time, up to
LONGEST_WAIT: Final = 60.0
ATTEMPT_LIMIT: Final = 200
"""How often a reply is tried (about three hours): nobody waits for an answer longer."""
UNKNOWN_LIMIT: Final = 5  # so often a reply is sent again that may have arrived each time
_OUTAGE: Final = frozenset({FailureKind.UNKNOWN, FailureKind.UNREACHABLE})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be recorded of one message: of its row, of the card that was owed, of a chat that is closed.

    ``bulk_rests`` is for how many seconds no process may send bulk by ``account``.
    """

    outcome: Outcome | None = None
    card: CardOutcome | None = None
    closes: tuple[str, str] | None = None  # (channel, address) of a person who blocked the bot
    bulk_rests: float = 0.0
    account: Account = ("", "")


def drop(message: ClaimedMessage, reason: str, now: datetime) -> Verdict:
    """Return the verdict on a message that must not leave any more."""
    return Verdict(Outcome(message.id, "dropped", now, error=reason))


def put_back(message_id: int, now: datetime, error: str = "", wait: float = 0.0) -> Verdict:
    """Return the verdict on a message that goes again, as soon as its lane does, after so many seconds at least."""
    not_before = now + timedelta(seconds=max(wait, SHORTEST_WAIT)) if wait > 0 else None
    return Verdict(Outcome(message_id, "queued", now, error=error, not_before=not_before))


# --- bulk ---------------------------------------------------------------------------------------------


def judge_bulk(
    message: ClaimedMessage, result: Sent | SendError, now: datetime, *, wait: float = 0.0
) -> Verdict:
    """Judge an invitation, a reminder, an announcement: at most once, so what may have arrived is left unknown.

    ``wait`` is for how many seconds its account rests.
    """
    if isinstance(result, Sent):
        return Verdict(Outcome(message.id, "sent", now, ref=result.ref, sent_at=result.at))
    if result.kind is FailureKind.UNKNOWN:
        return Verdict(Outcome(message.id, "unknown", now, error=worded(result)))
    if result.retryable:
        return put_back(message.id, now, result.kind.value, wait)
    closes = (message.channel, message.address) if result.kind is FailureKind.BLOCKED else None
    return Verdict(Outcome(message.id, "failed", now, error=worded(result)), closes=closes)


# --- replies ------------------------------------------------------------------------------------------


def goes_again(reply: Reply, error: SendError) -> bool:
    """Say whether a reply that failed is tried again.

    The answer to a tap is not: its tap is soon too old. What may have arrived goes again (it only draws the card
    again), a few times.
    """
    if reply.message.kind is OutboundKind.TOAST or reply.attempt_count >= ATTEMPT_LIMIT:
        return False
    if error.kind is FailureKind.UNKNOWN:
        return reply.attempt_count < UNKNOWN_LIMIT
    return error.retryable


def wait_after(reply: Reply, error: SendError) -> float:
    """Return for how many seconds a chat waits before its reply is tried again; a 429 is the throttle's affair."""
    if error.kind not in _OUTAGE:
        return 0.0
    doubled: float = FIRST_WAIT * 2 ** min(reply.attempt_count - 1, 10)
    return min(doubled, LONGEST_WAIT)


def judge_reply(reply: Reply, result: Sent | SendError, now: datetime) -> Verdict:
    """Judge a reply that is settled: it arrived, or it never will."""
    sent = result if isinstance(result, Sent) else Sent()
    error = "" if isinstance(result, Sent) else worded(result)
    status = _status(result)
    closes = None
    if isinstance(result, SendError) and result.kind is FailureKind.BLOCKED:
        closes = reply.chat
    return Verdict(
        outcome=None
        if reply.row_id is None
        else Outcome(reply.row_id, status, now, ref=sent.ref, sent_at=sent.at, error=error),
        card=_card(reply, sent, now) if reply.is_owed else None,
        closes=closes,
    )


def _status(result: Sent | SendError) -> str:
    if isinstance(result, Sent):
        return "sent"
    if result.kind in (
        FailureKind.STALE,
        FailureKind.GONE,
    ):  # nothing to acknowledge, no buttons left to take off
        return "sent"
    return "unknown" if result.kind is FailureKind.UNKNOWN else "failed"


def _card(reply: Reply, sent: Sent, now: datetime) -> CardOutcome:
    assert reply.contact_point_id is not None
    return CardOutcome(
        contact_point_id=reply.contact_point_id,
        turn=reply.turn,
        ref=sent.ref,
        visit=reply.message.visit,
        response_id=reply.response_id,
        sent_at=sent.at or now,
    )


def worded(error: SendError) -> str:
    """Write an error as the outbox keeps it: its kind and what the platform said of it."""
    return f"{error.kind.value} {error.detail}".strip()[:200]
