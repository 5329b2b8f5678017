"""Codes from the chat: for everybody who has none, for one unit, or anew. The workbook to print comes when it is made.

Callback data: ``q.i`` asks for whom, ``q.i.u[.<page>]`` lists the units, ``q.i.n[.<unit>]`` orders codes for those
without one, ``q.i.r`` asks whether to give new ones, ``q.i.R`` does.
"""

from collections.abc import Sequence
from typing import Final

from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office.actor import Actor
from bot.office.administrators_desk import number_in
from bot.office.menu import PAGE, Card, labelled, message, to_menu, turns
from bot.office.rights import Right
from bot.texts import say
from bot.texts.office import TEXTS
from storage import desk, frame
from storage.responses import Person

CODES: Final = "codes"
"""The kind of the job that makes the workbook of slips."""


async def take(turn: Turn, person: Person, actor: Actor, _verb: str, arguments: Sequence[str]) -> Card:
    """Answer a tap of an actor who may hand out codes."""
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    match verb:
        case "n":
            return await _order(turn, person, actor, unit_id=number_in(rest) or None, renew=False)
        case "R":
            return await _order(turn, person, actor, unit_id=None, renew=True)
        case "r":
            confirm = (Button(TEXTS.codes_renew_yes, "q.i.R", style="danger"),)
            return Card(say(TEXTS.codes_renew), (confirm, (Button(TEXTS.back_button, "q.i"),)))
        case "u":
            return await _units(turn, actor, number_in(rest))
        case _:
            return await _ask(turn, actor)


async def _ask(turn: Turn, actor: Actor) -> Card:
    units = await frame.list_units(turn.conn, turn.today, scope=actor.units(Right.CODES))
    rows: list[tuple[Button, ...]] = [(Button(TEXTS.codes_all, "q.i.n", style="primary"),)]
    rows += [(Button(TEXTS.codes_by_unit, "q.i.u"),)] if len(units) > 1 else []
    rows += [(Button(TEXTS.codes_renew_button, "q.i.r"),), to_menu()]
    return Card(say(TEXTS.codes), tuple(rows))


async def _units(turn: Turn, actor: Actor, page: int) -> Card:
    units = await frame.list_units(turn.conn, turn.today, scope=actor.units(Right.CODES))
    shown = units[page * PAGE : (page + 1) * PAGE]
    rows: list[tuple[Button, ...]] = [(labelled(unit.name, f"q.i.n.{unit.id}"),) for unit in shown]
    rows += turns(page, len(units), "q.i.u")
    return Card(say(TEXTS.codes_which_unit), (*rows, (Button(TEXTS.back_button, "q.i"),)))


async def _order(turn: Turn, person: Person, actor: Actor, *, unit_id: int | None, renew: bool) -> Card:
    """Let the workbook be made, unless the same one is being made already."""
    units = await frame.list_units(turn.conn, turn.today, scope=actor.units(Right.CODES))
    if unit_id is not None and unit_id not in {unit.id for unit in units}:
        return message(say(TEXTS.stale))
    wanted = {"unit": unit_id, "renew": renew}
    is_new = await desk.queue_once(turn.conn, CODES, wanted, person.contact_point.id, turn.now)
    return message(say(TEXTS.codes_queued if is_new else TEXTS.codes_waiting))
