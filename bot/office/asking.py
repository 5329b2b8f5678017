"""Asking for slow work from a card: it is asked for once, and the tapped message tells how far it is."""

from typing import Any

from bot.conversation.turns import Turn
from bot.office.menu import Card, message, under_way
from storage import desk
from storage.responses import Person


async def ask_for_work(turn: Turn, person: Person, kind: str, wanted: dict[str, Any]) -> int:
    """Return the number of the job; 0 if this chat asked for the same a short while ago and it is not done yet."""
    card = {"card": turn.inbound.card_ref}
    return await desk.queue_once(turn.conn, kind, wanted, person.contact_point.id, turn.now, more=card)


async def work_card(
    turn: Turn, person: Person, kind: str, wanted: dict[str, Any], *, queued: str, waiting: str
) -> Card:
    """Ask for work; say that it is ``queued``, with the button that ends it, or that it is ``waiting`` already."""
    job = await ask_for_work(turn, person, kind, wanted)
    return under_way(queued, job) if job else message(waiting)
