"""From what Telegram or the wire says to the house's ``SendError``. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from bot.channels.telegram.connections import NotSentError, WireError
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
_RETRYABLE: Final = frozenset(
    {FailureKind.LIMITED, FailureKind.UNREACHABLE, FailureKind.UNAUTHORIZED, FailureKind.CONFLICT}
)


def refusal(status: int, answer: Mapping[str, Any] | None, *, repeats_safely: bool) -> SendError:
    """Return why a call was refused: ``answer`` is Telegram's own JSON, ``None`` for anything else.

    ``repeats_safely`` says that sending it twice only redraws: then an UNKNOWN one may be tried again.
    A gateway's page may repeat the address, and with it the token: nothing of it is kept.
    """
    if answer is None or "error_code" not in answer:
        return _error(FailureKind.UNKNOWN, f"gateway error ({status})", repeats_safely=repeats_safely)
    code, words = int(answer["error_code"]), str(answer.get("description", ""))
    kind = _kind(code, words.lower())
    wait = float((answer.get("parameters") or {}).get("retry_after", 1)) if code == 429 else 0.0
    detail = "invalid token" if kind is FailureKind.UNAUTHORIZED else words
    return _error(kind, detail, wait, repeats_safely=repeats_safely)


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
