"""What the rooms of the briefings' desk share: who talks, for which units, and asking for something to be typed."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office.actor import HOUSE, Actor
from bot.office.briefing_words import short
from bot.office.rights import Right
from bot.texts import day_text, say
from bot.texts.briefings import TEXTS
from bot.texts.office import TEXTS as OFFICE
from storage import administrators, desk, frame
from storage.briefings import ActionRecord, PersonRecord
from storage.responses import Person
from storage.scope import Scope
from surveys.field_period import Calendar

ASKED: Final = "brief."
"""How the word for what may be typed begins, at this desk."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One act of somebody who may prepare briefings."""

    turn: Turn
    person: Person
    actor: Actor
    calendar: Calendar

    @property
    def scope(self) -> Scope:
        """The units whose briefings they prepare."""
        return self.actor.units(Right.BRIEF)


async def ask(talk: Talk, what: str, **more: Any) -> None:
    """Let the next text be the answer to a question."""
    chat = talk.person.contact_point.id
    held = await desk.read_step(talk.turn.conn, chat)
    await desk.swap_step(talk.turn.conn, chat, held, json.dumps({"ask": what} | more))


async def stop_asking(talk: Talk) -> None:
    """Let the next text be no answer any more."""
    chat = talk.person.contact_point.id
    await desk.swap_step(talk.turn.conn, chat, await desk.read_step(talk.turn.conn, chat), "")


@dataclass(frozen=True, slots=True)
class Chat:
    """Where somebody of a party is written to. ``reaches``: they need not look; else it waits there until they come."""

    channel: str
    address: str
    contact_point_id: int
    reaches: bool = True


async def chats_of(conn: AsyncConnection, people: list[PersonRecord], now: datetime) -> dict[int, Chat]:
    """Return where people of parties can be written to, by their number; whoever cannot is missing."""
    in_office = [each.official_id for each in people if each.official_id is not None and each.left_on is None]
    held = await frame.contact_points_of(conn, in_office)
    granted = {
        each.id: each
        for each in await administrators.list_administrators(conn, now, scope=HOUSE.units(Right.MENU))
    }
    found: dict[int, Chat] = {}
    for each in people:
        chat = held.get(each.official_id or 0)
        if chat is not None and chat.blocked_at is None:
            found[each.id] = Chat(chat.channel, chat.address, chat.id, chat.takes_messages)
        holder = granted.get(each.administrator_id or 0)
        if holder is not None:
            found[each.id] = Chat(holder.channel, holder.address, holder.contact_point_id)
    return found


def name_of(person: PersonRecord | None) -> str:
    """Name somebody of a party; an administrator without a name by their number."""
    if person is None or (person.full_name is None and person.administrator_id is None):
        return TEXTS.no_owner
    if person.full_name is None:
        return say(OFFICE.nameless, number=person.administrator_id)
    return say(TEXTS.owner, name=person.full_name, unit=person.unit_name)


def row(label: str, data: str) -> tuple[Button, ...]:
    """Return a row of one button."""
    return (Button(label, data),)


def action_line(action: ActionRecord, today: date) -> str:
    """Say of an action who does it, until when, and how it stands."""
    state = ""
    if action.done_at is not None:
        state = say(TEXTS.action_done, day=day_text(action.done_at.date()))
    elif action.due is not None and action.due < today:
        state = TEXTS.action_late
    due = TEXTS.no_due if action.due is None else day_text(action.due)
    return say(TEXTS.action, text=short(action.text), owner=owner_of(action), due=due, state=state)


def owner_of(action: ActionRecord) -> str:
    """Name the owner of an action, where they may be named."""
    if action.owner is None:
        return TEXTS.no_owner if action.person_id is None else say(TEXTS.owner_beside)
    return say(TEXTS.owner, name=action.owner, unit=action.owner_unit)
