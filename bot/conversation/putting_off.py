"""The buttons under an invitation or a reminder: begin or continue, this afternoon, tomorrow morning."""

from collections.abc import Awaitable, Callable
from typing import Final

from bot.callbacks import from36
from bot.conversation.turns import Turn
from bot.messages import Outbound
from bot.texts import moment_text, say
from bot.texts.fieldwork import TEXTS
from storage import cases
from storage.responses import Person
from surveys.field_period import Calendar, postponement_options

COMMANDS: Final = {"chieunay": "pm", "sangmai": "am"}
"""What may be typed to put a reminder off."""

GoOn = Callable[[Turn, Person], Awaitable[list[Outbound]]]


async def answer_reminder(turn: Turn, person: Person, calendar: Calendar, go_on: GoOn) -> list[Outbound]:
    """Answer a tap under an invitation or reminder, or the same typed.

    A button of another wave, or of somebody else, just goes on.
    """
    case = person.case
    if turn.command:
        verb, is_own = COMMANDS[turn.command], True
    else:
        _, verb, *rest = turn.inbound.data.split(".")
        is_own = case is not None and from36(rest[0] if rest else "") == case.id
    if not is_own or verb not in ("am", "pm") or case is None:
        return await go_on(turn, person)
    assert person.wave is not None
    options = postponement_options(calendar, turn.now, person.wave.closes_at)
    until = options.afternoon if verb == "pm" else options.morning
    if until is None:
        return await go_on(turn, person)
    await cases.postpone(turn.conn, case.id, until)
    return [turn.notice(say(TEXTS.postponed, at=moment_text(until, turn.zone)))]
