"""What is sent rather than said: a file is noted and fetched beside the turn, a place is an answer at once. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from bot.conversation.ahead import shown_pictures
from bot.messages import Caps, Inbound, InboundKind
from bot.texts import say
from bot.texts.files import PROBLEMS, TEXTS
from bot.texts.interview import TEXTS as INTERVIEW
from bot.texts.places import PLACES, place_of
from bot.texts.rejections import word_rejection
from storage.responses import FileWrite
from surveys import interview as engine
from surveys.attachments import LIMITS
from surveys.interview import Interview, Rejected, Step
from surveys.interview.kinds import SENT
from surveys.questionnaire import ItemType
from surveys.replies import read_geopoint, show_size

SENDING: Final = (InboundKind.FILE, InboundKind.MEDIA, InboundKind.LOCATION, InboundKind.FETCHED)


def lacking(caps: Caps) -> frozenset[ItemType]:
    """Return the types of questions that a channel does not carry: there they may be left empty."""
    return frozenset(kind for kind in SENT if kind.value not in caps.carries)


def limit_of(kind: ItemType, caps: Caps) -> int:
    """Return how many bytes a file may have on a channel."""
    return min(LIMITS[kind], caps.file_limit or LIMITS[kind])


def take(
    interview: Interview, inbound: Inbound, response_id: int, caps: Caps, now: datetime
) -> Step | FileWrite | str:
    """Return what comes of something that was sent: a step, a file to fetch, or why it counts for nothing."""
    if inbound.kind is InboundKind.FETCHED:
        return _take_fetched(interview, inbound, response_id)
    if inbound.kind is InboundKind.LOCATION:
        return _take_place(interview, inbound)
    file = inbound.file
    assert file is not None
    item = engine.wanted(interview, file.sent_as)
    if isinstance(item, Rejected):
        return say(INTERVIEW.not_text) if item.code == "nothing_asked" else word_rejection(item)
    limit = limit_of(item.type, caps)
    if item.type.value not in caps.carries:
        return say(INTERVIEW.not_text)
    if file.size > limit:
        return say(PROBLEMS["too_big"], limit=show_size(limit))
    kind, chat = item.type.value, (inbound.channel, inbound.address)
    return FileWrite(response_id, item.name, kind, *chat, ref=file.ref, created_at=now)


def _take_place(interview: Interview, inbound: Inbound) -> Step | str:
    item, place = engine.wanted(interview, ItemType.GEOPOINT.value), read_geopoint(inbound.text)
    if isinstance(item, Rejected) or isinstance(place, Rejected):
        return say(TEXTS.no_place_asked)
    return engine.attach(interview, item.name, place)


def _take_fetched(interview: Interview, inbound: Inbound, response_id: int) -> Step | str:
    if inbound.ref != str(response_id):
        return ""
    if inbound.data:
        item = interview.form.items.get(inbound.text)
        limit = show_size(LIMITS[item.type]) if item is not None and item.type in LIMITS else ""
        return say(
            PROBLEMS[inbound.data], limit=limit, wanted=TEXTS.wanted.get(item.type.value if item else "", "")
        )
    assert inbound.file is not None
    return engine.attach(interview, inbound.text, inbound.file.name)


def missing_here(interview: Interview, caps: Caps, channels: Mapping[str, Caps]) -> str:
    """Say of an open question where else it can be answered, and its pictures seen; empty where all of it is here."""
    kinds = [prompt.item.type.value for prompt in engine.view(interview).prompts]
    missing = next((kind for kind in kinds if kind in lacking(caps)), "")
    lines = []
    if missing:
        elsewhere = _places(each for each in channels if missing in channels[each].carries)
        template = TEXTS.not_carried if elsewhere else TEXTS.not_carried_anywhere
        lines.append(say(template, wanted=TEXTS.wanted[missing], places=elsewhere))
    if not caps.files and (shown := shown_pictures(interview)):
        elsewhere = _places(each for each in channels if channels[each].files)
        template = TEXTS.picture_elsewhere if elsewhere else TEXTS.picture_nowhere
        lines.append(say(template, count=len(shown), places=elsewhere))
    return "\n".join(lines)


def _places(names: Iterable[str]) -> str:
    """Return what people call these channels, the easiest to open first."""
    known = set(names)
    return TEXTS.or_place.join(place_of(name) for name in PLACES if name in known)
