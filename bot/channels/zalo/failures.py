"""From what Zalo or the wire says to the house's ``SendError``. Pure.

The body counts, the HTTP status does not: Zalo answers 200 to refusals as well.
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.channels.connections import NotSentError, WireError
from bot.messages import FailureKind, SendError

IDLE: Final = 408
"""The ``error_code`` of a poll during which nothing came."""
QUOTA_PAUSE: Final = 60.0
"""Seconds after which a call is tried again that was beyond the quota: Zalo does not say for how long."""

_KINDS: Final = {
    400: FailureKind.REFUSED,
    401: FailureKind.UNAUTHORIZED,
    403: FailureKind.UNREACHABLE,  # "internal error": no sign that somebody blocked the bot
    404: FailureKind.UNAUTHORIZED,
    408: FailureKind.UNKNOWN,
    429: FailureKind.LIMITED,
}
_RETRYABLE: Final = frozenset({FailureKind.LIMITED, FailureKind.UNREACHABLE, FailureKind.UNAUTHORIZED})


def refusal(status: int, answer: Mapping[str, Any] | None, *, repeats_safely: bool) -> SendError:
    """Return why a call was refused: ``answer`` is Zalo's own JSON, ``None`` for anything else.

    ``repeats_safely`` says that sending it twice only shows a question twice: then an UNKNOWN one may be tried again.
    """
    code = None if answer is None else answer.get("error_code")
    if answer is None or type(code) is not int:
        return _error(FailureKind.UNKNOWN, f"gateway error ({status})", repeats_safely=repeats_safely)
    kind = _KINDS.get(code, FailureKind.UNREACHABLE if code >= 500 else FailureKind.REFUSED)
    words = "invalid token" if kind is FailureKind.UNAUTHORIZED else str(answer.get("description", ""))
    return _error(kind, f"{code} {words}".strip(), repeats_safely=repeats_safely)


def lost(error: WireError, *, repeats_safely: bool) -> SendError:
    """Return what a request without an answer means."""
    kind = FailureKind.UNREACHABLE if isinstance(error, NotSentError) else FailureKind.UNKNOWN
    return _error(kind, str(error), repeats_safely=repeats_safely)


def _error(kind: FailureKind, detail: str, *, repeats_safely: bool) -> SendError:
    retryable = kind in _RETRYABLE or (kind is FailureKind.UNKNOWN and repeats_safely)
    return SendError(kind, retryable, QUOTA_PAUSE if kind is FailureKind.LIMITED else 0.0, detail)
