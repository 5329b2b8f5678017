"""When what was shown, answered, corrected: the events of one turn as rows. Pure."""

from collections.abc import Sequence
from datetime import datetime

from storage.responses import AnswerWrite, ParadatumWrite
from surveys.interview import (
    AnswerStored,
    Event,
    InstanceRemoved,
    Interview,
    Rejected,
    Reopened,
    Resumed,
    ScreenOpened,
    Stopped,
    Submitted,
    ValueKept,
)


def answers_of(
    response_id: int, events: Sequence[Event], now: datetime, channel: str
) -> tuple[AnswerWrite, ...]:
    """Return what a turn changed of the answers."""
    writes = []
    for event in events:
        if isinstance(event, AnswerStored | ValueKept):
            writes.append(AnswerWrite(response_id, event.item, event.value, now, channel))
        elif isinstance(event, InstanceRemoved):
            writes += [
                AnswerWrite(response_id, item, value or "", now, channel, is_gone=value is None)
                for item, value in event.changes
            ]
    return tuple(writes)


def paradata_of(
    response_id: int, before: Interview, events: Sequence[Event], now: datetime, channel: str
) -> list[ParadatumWrite]:
    """Return a row for every event of a turn that somebody caused; ``before`` is the interview as the turn found it."""
    rows = []
    for event in events:
        if isinstance(event, ValueKept):
            continue  # the form did that
        name, screen, item = _happened(before, event)
        rows.append(ParadatumWrite(response_id, name, now, screen, item, channel))
    return rows


def _happened(before: Interview, event: Event) -> tuple[str, str, str]:
    match event:
        case AnswerStored(item=item, value=value, previous=previous):
            name = "skipped" if not value else "answered" if previous is None else "corrected"
            return (name, before.screen, item)
        case InstanceRemoved():
            return ("removed", before.screen, "")
        case ScreenOpened(screen=screen):
            return ("shown", screen, "")
        case Rejected(code=code, item=item):
            return (f"rejected:{code}", before.screen, item)
        case Submitted(amended=amended):
            return ("amended" if amended else "submitted", before.screen, "")
        case Reopened():
            return ("reopened", before.screen, "")
        case Stopped():
            return ("stopped", before.screen, "")
        case Resumed():
            return ("resumed", before.screen, "")
    raise AssertionError(event)
