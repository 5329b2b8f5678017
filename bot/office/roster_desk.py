"""What changes the list of officials and what it is read by: one person, titles, standards, forms."""

from collections.abc import Sequence

from bot.conversation.turns import Turn
from bot.office import person_desk, settings_desk, titles_desk, upload_desk
from bot.office.actor import Actor
from bot.office.menu import Card
from storage.responses import Person


async def take(turn: Turn, person: Person, actor: Actor, verb: str, arguments: Sequence[str]) -> Card | None:
    """Carry out a tap by its verb; ``None`` if it makes no sense any more."""
    if verb == "E":
        return await person_desk.take(turn, person, actor, arguments)
    if verb == "T":
        return await titles_desk.take(turn, person, actor, arguments)
    if verb == "D":
        return await settings_desk.take(turn, person, actor, arguments)
    return await upload_desk.take(turn, person, actor, verb, arguments)
