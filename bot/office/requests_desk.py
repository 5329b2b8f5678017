"""The requests of data subjects that are not done yet, with the days that the law sets."""

from typing import Final

from bot.conversation.turns import Turn
from bot.office.actor import Actor
from bot.office.menu import Card, message
from bot.office.rights import Right
from bot.texts import day_text, say
from bot.texts.office import TEXTS
from storage import frame

SHOWN: Final = 20


async def show(turn: Turn, actor: Actor) -> Card:
    """List them, the oldest first."""
    scope = actor.units(Right.REQUESTS)
    requests = await frame.list_requests(turn.conn, only_open=True, scope=scope)
    if not requests:
        return message(say(TEXTS.requests_none))
    shown = requests[:SHOWN]
    people = await frame.officials_by_id(turn.conn, {each.official_id for each in shown}, scope=scope)
    lines = [say(TEXTS.requests, count=len(requests))]
    lines += [
        say(
            TEXTS.request,
            name=people[each.official_id].full_name,
            unit=people[each.official_id].unit_name,
            kind=TEXTS.request_kinds.get(each.kind, each.kind),
            day=day_text(each.received_at.astimezone(turn.zone).date()),
            answer_due=day_text(each.answer_due),
            act_due=day_text(each.act_due),
        )
        for each in shown
    ]
    return message("\n".join(lines))
