"""From what Telegram or the wire says to the house's ``SendError``. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from bot.channels.connections import NotSentError, WireError
from bot.messages import FailureKind, SendError

NOT_MODIFIED: Final = "message is not modified"
LONGEST_LIMIT: Final = 86_400.0  # seconds: whatever a 429 asks for, it is tried again after a day

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
_RETRYABLE: Final = frozenset(
    {FailureKind.LIMITED, FailureKind.UNREACHABLE, FailureKind.UNAUTHORIZED, FailureKind.CONFLICT}
)


def refusal(status: int, answer: Mapping[str, Any] | None, *, repeats_safely: bool) -> SendError:
    """Return why a call was refused: ``answer`` is Telegram's own JSON, ``None`` for anything else.

    ``repeats_safely`` says that sending it twice only redraws: then an UNKNOWN one may be tried again.
    A gateway's page may repeat the address, and with it the token: nothing of it is kept.
    """
    code = None if answer is None else answer.get("error_code")
    if answer is None or type(code) is not int:
        return _error(FailureKind.UNKNOWN, f"gateway error ({status})", repeats_safely=repeats_safely)
    words = str(answer.get("description", ""))
    kind = _kind(code, words.lower())
    wait = _retry_after(answer) if kind is FailureKind.LIMITED else 0.0
    detail = "invalid token" if kind is FailureKind.UNAUTHORIZED else words
    return _error(kind, detail, wait, repeats_safely=repeats_safely)


def _retry_after(answer: Mapping[str, Any]) -> float:
    """Return for how many seconds a 429 holds; a gateway may have written it."""
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, Mapping) else None
    if not isinstance(seconds, int | float) or not seconds > 0:
        return 1.0
    return float(min(seconds, LONGEST_LIMIT))


def lost(error: WireError, *, repeats_safely: bool) -> SendError:
    """Return what a request without an answer means."""
    kind = FailureKind.UNREACHABLE if isinstance(error, NotSentError) else FailureKind.UNKNOWN
    return _error(kind, str(error), repeats_safely=repeats_safely)


def is_unmodified(error: SendError) -> bool:
    """Tell whether an edit failed only because the message already says exactly this."""
    return error.kind is FailureKind.REFUSED and NOT_MODIFIED in error.detail.lower()


def _error(kind: FailureKind, detail: str, wait: float = 0.0, *, repeats_safely: bool) -> SendError:
    retryable = kind in _RETRYABLE or (kind is FailureKind.UNKNOWN and repeats_safely)
    return SendError(kind, retryable, wait, detail)


def _kind(code: int, words: str) -> FailureKind:
    match code:
        case 429:
            return FailureKind.LIMITED
        case 401 | 404:
            return FailureKind.UNAUTHORIZED
        case 409:
            return FailureKind.CONFLICT
        case 403:
            is_unknown = "can't initiate conversation" in words
            return FailureKind.NOT_FOUND if is_unknown else FailureKind.BLOCKED
        case 400:
            return next((kind for part, kind in _REFUSALS if part in words), FailureKind.REFUSED)
        case _ if code >= 500:
            return FailureKind.UNREACHABLE
        case _:
            return FailureKind.REFUSED
