"""What becomes of a message, judged from what the platform said. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.messages import FailureKind, SendError, Sent
from storage.mailbox import ClaimedMessage, Outcome

FIRST_WAIT: Final = timedelta(seconds=1)
LONGEST_WAIT: Final = timedelta(minutes=5)
ATTEMPT_LIMIT: Final = 40
"""How often a message is tried (about three hours); one with a window is tried until the window ends."""
UNKNOWN_LIMIT: Final = 5  # so often a reply is drawn again that may have arrived each time
OUTAGE_PAUSE: Final = timedelta(seconds=5)  # bulk rests while nobody answers
TOKEN_PAUSE: Final = timedelta(minutes=1)  # everything rests while the token is refused


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome to record, and what else follows from it."""

    outcome: Outcome
    closes: tuple[str, str] | None = None  # (channel, address) of a person who blocked the bot
    pause_bulk_until: datetime | None = None
    halt_until: datetime | None = None  # nothing at all may leave before


def judge_sent(message: ClaimedMessage, sent: Sent, now: datetime) -> Verdict:
    """Return the verdict on a message that arrived."""
    return Verdict(Outcome(message.id, "sent", now, ref=sent.ref, sent_at=sent.at))


def drop(message: ClaimedMessage, reason: str, now: datetime) -> Verdict:
    """Return the verdict on a message that must not leave any more."""
    return Verdict(Outcome(message.id, "dropped", now, error=reason))


def put_back(message: ClaimedMessage, now: datetime) -> Verdict:
    """Return the verdict on a message that was claimed and not touched."""
    return Verdict(Outcome(message.id, "queued", now, not_before=message.not_before))


def judge_failure(message: ClaimedMessage, error: SendError, now: datetime) -> Verdict:
    """Return the verdict on a message that failed.

    A toast is never tried twice: its tap is soon too old. A reply that may have arrived goes again (it only
    draws the card again); bulk that may have arrived does not (the next reminder covers it).
    """
    match error.kind:
        case FailureKind.STALE | FailureKind.GONE:  # nothing to acknowledge, or no buttons left to take off
            return Verdict(Outcome(message.id, "sent", now, error=error.kind.value))
        case FailureKind.BLOCKED:
            return Verdict(_settled(message, "failed", error, now), closes=(message.channel, message.address))
        case FailureKind.LIMITED:
            until = now + timedelta(seconds=error.retry_after)
            return Verdict(_again(message, error, now, until), pause_bulk_until=until)
        case FailureKind.UNAUTHORIZED:
            until = now + TOKEN_PAUSE
            return Verdict(_again(message, error, now, until), halt_until=until)
        case FailureKind.UNKNOWN if message.lane == "bulk" or message.attempt_count >= UNKNOWN_LIMIT:
            return Verdict(_settled(message, "unknown", error, now))
        case FailureKind.UNKNOWN | FailureKind.UNREACHABLE:
            return _judge_outage(message, error, now)
        case _ if error.retryable:
            return _judge_outage(message, error, now)
        case _:
            return Verdict(_settled(message, "failed", error, now))


def _judge_outage(message: ClaimedMessage, error: SendError, now: datetime) -> Verdict:
    if message.attempt_count >= ATTEMPT_LIMIT and message.not_after is None:
        return Verdict(_settled(message, "failed", error, now))
    wait = min(FIRST_WAIT * 2 ** min(message.attempt_count - 1, 20), LONGEST_WAIT)
    return Verdict(_again(message, error, now, now + wait), pause_bulk_until=now + OUTAGE_PAUSE)


def _again(message: ClaimedMessage, error: SendError, now: datetime, until: datetime) -> Outcome:
    if message.purpose == "toast":
        return _settled(message, "failed", error, now)
    return Outcome(message.id, "queued", now, not_before=until, error=error.kind.value)


def _settled(message: ClaimedMessage, status: str, error: SendError, now: datetime) -> Outcome:
    return Outcome(message.id, status, now, error=f"{error.kind.value} {error.detail}".strip()[:200])
