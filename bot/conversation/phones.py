"""One person on several phones: the conversation goes on where its owner is, and the card they left says so.

Whose chats they are stands in the database, on whatever channel. A card that was left is drawn once more, with a way
back; where a channel cannot change what was sent, its old card stays and the next word there asks anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.callbacks import to36
from bot.envelopes import Reply
from bot.messages import Button, Caps, Inbound, InboundKind, Outbound, OutboundKind
from bot.texts import say
from bot.texts.places import TEXTS, place_of
from storage import frame
from storage.records import ContactPointRecord
from storage.responses import Person
from surveys.interview import View

GO_ON: Final = "r.go"  # as below a reminder
_OF_THE_PLATFORM: Final = (InboundKind.BLOCKED, InboundKind.UNBLOCKED)  # nobody came to the chat


@dataclass(frozen=True, slots=True)
class Followed:
    """The person after the conversation has come to their chat, and what their other chats are told."""

    person: Person | None
    replies: Sequence[Reply] = ()


async def follow(
    conn: AsyncConnection,
    inbound: Inbound,
    now: datetime,
    *,
    before: Person | None,
    after: Person | None,
    messages: Sequence[Outbound],
    caps: Mapping[str, Caps],
) -> Followed:
    """Let the conversation come to the chat in which somebody did something; ``messages`` answer that."""
    if after is None:
        is_erased = before is not None and before.official is not None
        return Followed(None, _tell_erased(before, inbound, caps) if before and is_erased else ())
    if after.official is None or not after.other_chats or inbound.kind in _OF_THE_PLATFORM:
        return Followed(after)
    if before is not None and _has_withdrawn(before, after):
        await frame.put_cards_away(conn, [chat.id for chat in after.other_chats])
        return Followed(after, _tell_ended(after, inbound, caps, TEXTS.withdrawn))
    if _is_left(after):
        await frame.move_here(conn, after.contact_point.id, now)
        after = replace(after, contact_point=replace(after.contact_point, used_at=now))
    if not any(message.visit for message in messages):
        return Followed(after)
    left = [chat for chat in after.other_chats if chat.card_ref]
    others = [chat.id for chat in after.other_chats]  # a card may be on its way to those without one, too
    unchanged = [chat.id for chat in after.other_chats if not caps.get(chat.channel, Caps()).edits]
    await frame.put_cards_away(conn, others, still_shown=unchanged)
    replies = [_tell_moved(after, chat, inbound) for chat in left if _can_be_told(chat, caps)]
    gone = tuple(replace(chat, card_ref="", card_response_id=None) for chat in after.other_chats)
    return Followed(replace(after, other_chats=gone), replies)


def comes_from_elsewhere(person: Person) -> bool:
    """Whether the interview of this person was being answered in another chat until now."""
    response = person.response
    return response is not None and any(
        chat.card_response_id == response.id and chat.card_ref for chat in person.other_chats
    )


def say_continued(view: View) -> str:
    """Say where an interview goes on that comes from another chat."""
    if view.place == "question" and view.number:
        return say(TEXTS.continued_at, number=view.number)
    return say(TEXTS.continued)


def _is_left(person: Person) -> bool:
    """Whether another chat was used after this one."""
    own = person.contact_point.used_at
    others = [chat.used_at for chat in person.other_chats if chat.used_at is not None]
    return own is None or any(at > own for at in others)


def _can_be_told(chat: ContactPointRecord, caps: Mapping[str, Caps]) -> bool:
    return chat.blocked_at is None and caps.get(chat.channel, Caps()).edits


def _tell_moved(person: Person, chat: ContactPointRecord, inbound: Inbound) -> Reply:
    case_id = person.case.id if person.case else 0
    message = Outbound(
        OutboundKind.CARD,
        say(TEXTS.moved, place=place_of(inbound.channel)),
        buttons=((Button(TEXTS.button_here, f"{GO_ON}.{to36(case_id)}"),),),
        edit_ref=chat.card_ref,
    )
    return Reply(chat.channel, chat.address, message, contact_point_id=chat.id, case_id=case_id or None)


def _tell_erased(person: Person, inbound: Inbound, caps: Mapping[str, Caps]) -> list[Reply]:
    """Tell the other chats of somebody who was erased. No row may tell of it, nor of whom it is."""
    told = _tell_ended(person, inbound, caps, TEXTS.erased)
    return [Reply(each.channel, each.address, each.message, is_strangers=True) for each in told]


def _tell_ended(person: Person, inbound: Inbound, caps: Mapping[str, Caps], text: str) -> list[Reply]:
    """Take what the other chats show off them, live or left; where nothing can be changed, they are told anew."""
    words = say(text, place=place_of(inbound.channel))
    replies = []
    for chat in person.other_chats:
        shown, can = chat.card_ref or chat.card_first_ref, caps.get(chat.channel, Caps())
        if not shown or chat.blocked_at is not None:
            continue
        message = Outbound(OutboundKind.NOTICE, words)
        if can.edits:
            message = Outbound(OutboundKind.CARD, words, edit_ref=shown)
        replies.append(Reply(chat.channel, chat.address, message, contact_point_id=chat.id))
    return replies


def _has_withdrawn(before: Person, after: Person) -> bool:
    """Whether consent was taken back in this turn."""
    was, now = before.consent, after.consent
    return now is not None and now.action == "withdrawn" and was is not None and was.action != "withdrawn"
