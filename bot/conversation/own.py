"""What a person does about their own part in what the office does, whatever question stands open."""

from typing import Final

from bot.conversation import sent_files
from bot.conversation.turns import Turn
from bot.messages import InboundKind, Outbound
from bot.office import briefing_own
from bot.office.plans import own as seats
from storage.responses import Person

SERVING: Final = (sent_files.serve, briefing_own.serve, seats.serve)
"""Who may be meant: each answers, or says that it is about something else."""


async def serve_own(turn: Turn, person: Person | None) -> list[Outbound] | None:
    """Answer somebody about their own part; ``None`` if it is about something else."""
    if person is None and turn.inbound.kind is InboundKind.FETCHED:
        return []
    is_unknown = person is None or person.official is None
    if is_unknown and (answer := seats.tell_unknown(turn)) is not None:
        return answer
    if person is None:
        return None
    for serve in SERVING:
        if (answer := await serve(turn, person)) is not None:
            return answer
    return None


async def offer_own(turn: Turn, person: Person) -> list[Outbound]:
    """Answer whoever wrote plain words and has nothing to answer; nothing if nobody can make anything of them."""
    return await briefing_own.offer(turn, person)
