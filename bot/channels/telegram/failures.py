"""From ``telegram.error`` to the house's ``SendError``. Pure."""

from datetime import timedelta
from typing import Final

from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.request import NotSentError, ServerFailedError
from bot.messages import FailureKind, SendError

NOT_MODIFIED: Final = "message is not modified"

# Telegram's own descriptions, in lower case (telegram-bot-api/Client.cpp); the first that fits counts.
_REFUSALS: Final = (
    ("chat not found", FailureKind.NOT_FOUND),
    ("user not found", FailureKind.NOT_FOUND),
    ("peer_id_invalid", FailureKind.NOT_FOUND),
    ("message to edit not found", FailureKind.GONE),
    ("message can't be edited", FailureKind.GONE),
    ("message_id_invalid", FailureKind.GONE),
    ("query is too old", FailureKind.STALE),
    ("query id is invalid", FailureKind.STALE),
    ("query_id_invalid", FailureKind.STALE),
)
_RETRYABLE: Final = frozenset({FailureKind.LIMITED, FailureKind.UNREACHABLE, FailureKind.UNAUTHORIZED})


def is_unmodified(error: TelegramError) -> bool:
    """Tell whether an edit failed only because the message already says exactly this."""
    return isinstance(error, BadRequest) and NOT_MODIFIED in error.message.lower()


def classify(error: TelegramError, *, repeats_safely: bool = False) -> SendError:
    """Return why a message was not sent.

    ``repeats_safely`` says that sending it twice only redraws: then an UNKNOWN one may be tried again.
    """
    kind = _kind(error)
    retryable = kind in _RETRYABLE or (kind is FailureKind.UNKNOWN and repeats_safely)
    wait = _seconds(error.retry_after) if isinstance(error, RetryAfter) else 0.0
    # The library puts the token into the message of InvalidToken.
    detail = "invalid token" if kind is FailureKind.UNAUTHORIZED else error.message
    return SendError(kind, retryable, wait, detail)


def _kind(error: TelegramError) -> FailureKind:
    if isinstance(error, RetryAfter):
        return FailureKind.LIMITED
    if isinstance(error, InvalidToken):
        return FailureKind.UNAUTHORIZED
    if isinstance(error, Forbidden):
        is_unknown = "can't initiate conversation" in error.message.lower()
        return FailureKind.NOT_FOUND if is_unknown else FailureKind.BLOCKED
    if isinstance(error, BadRequest):
        words = error.message.lower()
        return next((kind for part, kind in _REFUSALS if part in words), FailureKind.REFUSED)
    if isinstance(error, NotSentError | ServerFailedError):
        return FailureKind.UNREACHABLE
    if isinstance(error, TimedOut | NetworkError):
        return FailureKind.UNKNOWN
    return FailureKind.UNKNOWN if error.message == "Invalid server response" else FailureKind.REFUSED


def _seconds(wait: float | timedelta) -> float:
    """Return the waiting time in seconds, whichever form the library gives it in."""
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
