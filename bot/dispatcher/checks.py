"""May this invitation or reminder still leave? Asked at the moment of sending. Pure."""

from datetime import datetime

from storage.mailbox import AGAIN, ClaimedMessage
from storage.sending import ContactState
from surveys.field_period import MIN_GAP

_FINISHED = ("completed", "amended")


def is_too_late(message: ClaimedMessage, now: datetime) -> bool:
    """Say whether the window of a message is over."""
    return message.not_after is not None and now > message.not_after


def reason_to_drop(message: ClaimedMessage, state: ContactState | None, now: datetime) -> str:
    """Return why a contact must not be made any more, empty if it may.

    Nobody who has finished, refused or left is written to, nor anybody whose wave is closed or whose chat is.
    """
    if state is None or state.official_id is None:
        return "gone"
    if state.chat_official_id != state.official_id:
        return "chat of somebody else"
    if state.blocked_at is not None:
        return "blocked"
    if state.wave_state != "open" or state.closes_at <= now:
        return "wave closed"
    if state.withdrawn_at is not None:
        return "withdrawn"
    if state.refused_at is not None:
        return "refused"
    if state.response_status in _FINISHED:
        return "finished"
    if message.purpose == "invitation":
        is_begun = state.begun_at is not None and message.number != AGAIN
        return "begun" if is_begun or state.response_status else ""
    if state.reminders_off_at is not None:
        return "reminders off"
    if state.postponed_until is not None and state.postponed_until > now:
        return "postponed"
    if state.last_reminded_at is not None and now < state.last_reminded_at + MIN_GAP:
        return "" if _is_wished(message, state) else "too soon"
    return ""


def _is_wished(message: ClaimedMessage, state: ContactState) -> bool:
    """Say whether the person asked for this reminder when putting the last one off."""
    wish, last = state.postponed_until, state.last_reminded_at
    return message.number == 0 and wish is not None and last is not None and last < wish
