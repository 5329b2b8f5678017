"""Codes from the chat: for everybody who has none, for one unit, or anew. The workbook to print comes when it is made.

Callback data: ``q.i`` asks for whom, ``q.i.u[.<page>]`` lists the units, ``q.i.n[.<unit>]`` orders codes for those
without one, ``q.i.r`` asks whether to give new ones, ``q.i.R`` does. ``q.i.w[.<page>]`` lists who holds an unused
code, ``q.i.s`` looks for one person by what is typed, ``q.i.o.<official>`` shows them, ``q.i.O.<official>`` gives them
a new code.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bot.callbacks import from36, number_in, to36
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office import finding
from bot.office.actor import Actor
from bot.office.asking import work_card
from bot.office.draft import asked
from bot.office.menu import PAGE, Card, labelled, message, to_menu, turns
from bot.office.rights import Right
from bot.texts import day_text, say
from bot.texts.codes import TEXTS
from bot.texts.office import TEXTS as OFFICE
from storage import frame
from storage.responses import Person

SEARCH: Final = "codes.search"
"""What may be typed: a name."""
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
            confirm = (Button(OFFICE.codes_renew_yes, "q.i.R", style="danger"),)
            return Card(say(OFFICE.codes_renew), (confirm, (Button(OFFICE.back_button, "q.i"),)))
        case "w":
            return await _unused(turn, actor, number_in(rest))
        case "s":
            return await finding.ask(turn, person, SEARCH, (Button(OFFICE.back_button, "q.i"),))
        case "o" | "O":
            return await _one(turn, person, actor, rest, orders=verb == "O")
        case "u":
            return await _units(turn, actor, number_in(rest))
        case _:
            return await _ask(turn, actor)


async def _ask(turn: Turn, actor: Actor) -> Card:
    units = await frame.list_units(turn.conn, turn.today, scope=actor.units(Right.CODES))
    rows: list[tuple[Button, ...]] = [(Button(OFFICE.codes_all, "q.i.n", style="primary"),)]
    rows += [(Button(OFFICE.codes_by_unit, "q.i.u"),)] if len(units) > 1 else []
    rows.append((Button(TEXTS.one_button, "q.i.s"), Button(TEXTS.unused_button, "q.i.w")))
    rows += [(Button(OFFICE.codes_renew_button, "q.i.r"),), to_menu()]
    return Card(say(OFFICE.codes), tuple(rows))


async def _units(turn: Turn, actor: Actor, page: int) -> Card:
    units = await frame.list_units(turn.conn, turn.today, scope=actor.units(Right.CODES))
    shown = units[page * PAGE : (page + 1) * PAGE]
    rows: list[tuple[Button, ...]] = [(labelled(unit.name, f"q.i.n.{unit.id}"),) for unit in shown]
    rows += turns(page, len(units), "q.i.u")
    return Card(say(OFFICE.codes_which_unit), (*rows, (Button(OFFICE.back_button, "q.i"),)))


async def _unused(turn: Turn, actor: Actor, page: int) -> Card:
    """List who holds a code that was not used yet, with a button for each."""
    scope = actor.units(Right.CODES)
    count, found = await frame.unused_codes(turn.conn, turn.now, page * PAGE, PAGE, scope=scope)
    back = (Button(OFFICE.back_button, "q.i"),)
    if not count:
        return Card(say(TEXTS.unused_none), (back,))
    lines = [say(TEXTS.unused, count=count)]
    rows: list[tuple[Button, ...]] = []
    for each in found:
        told = {"name": each.official.full_name, "unit": each.official.unit_name}
        lines.append(say(TEXTS.unused_line, **told, expires_at=_day(turn, each.expires_at)))
        rows.append((labelled(each.official.full_name, f"q.i.o.{to36(each.official.id)}"),))
    rows += turns(page, count, "q.i.w")
    return Card("\n".join(lines), (*rows, back))


async def take_text(turn: Turn, _person: Person, actor: Actor, step: str) -> Card | None:
    """Look for somebody by what was typed, if that was asked; else ``None``."""
    if asked(step).get("ask") != SEARCH or not actor.may(Right.CODES):
        return None
    back = (Button(OFFICE.back_button, "q.i"),)
    return await finding.found(turn, actor.units(Right.CODES), lambda each: f"q.i.o.{to36(each.id)}", back)


async def _one(turn: Turn, person: Person, actor: Actor, rest: Sequence[str], *, orders: bool) -> Card:
    """Show one person and the code that they hold, or let a new one be made for them."""
    scope = actor.units(Right.CODES)
    number = from36(rest[0]) if rest else None
    found = await frame.officials_by_id(turn.conn, [number or 0], scope=scope)
    official = found.get(number or 0)
    if official is None or official.left_on is not None:
        return message(say(OFFICE.stale))
    if orders:
        return await _queue(turn, person, {"unit": None, "renew": False, "only": official.roster_key})
    _, held = await frame.unused_codes(turn.conn, turn.now, official_id=official.id, scope=scope)
    state = say(TEXTS.holds, expires_at=_day(turn, held[0].expires_at)) if held else say(TEXTS.holds_none)
    title = turn.titles.label(official.title)
    text = say(TEXTS.person, name=official.full_name, title=title, unit=official.unit_name, state=state)
    order = Button(TEXTS.new_button, f"q.i.O.{to36(official.id)}", style="primary")
    return Card(text, ((order,), (Button(OFFICE.back_button, "q.i"),)))


def _day(turn: Turn, moment: datetime) -> str:
    return day_text(moment.astimezone(turn.zone).date())


async def _order(turn: Turn, person: Person, actor: Actor, *, unit_id: int | None, renew: bool) -> Card:
    """Let the workbook be made, unless the same one is being made already."""
    units = await frame.list_units(turn.conn, turn.today, scope=actor.units(Right.CODES))
    if unit_id is not None and unit_id not in {unit.id for unit in units}:
        return message(say(OFFICE.stale))
    return await _queue(turn, person, {"unit": unit_id, "renew": renew})


async def _queue(turn: Turn, person: Person, wanted: dict[str, Any]) -> Card:
    words = {"queued": say(OFFICE.codes_queued), "waiting": say(OFFICE.codes_waiting)}
    return await work_card(turn, person, CODES, wanted, **words)
