"""Who has not finished, by name, and what a coordinator forwards to those whom no message reaches.

Callback data: ``q.n.<wave>[.<page>]`` lists, ``q.f.<wave>.<case>`` gives the text for one person.
"""

from collections.abc import Sequence

from bot.callbacks import from36, number_in, to36
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office.actor import Actor
from bot.office.by_hand import errand_for
from bot.office.codes import HandingOut
from bot.office.menu import PAGE, Card, WaveLine, labelled, message, to_menu, turns
from bot.office.rights import Right
from bot.texts import say
from bot.texts.entering import TEXTS as ENTERING
from bot.texts.office import TEXTS
from bot.texts.progress import TEXTS as PROGRESS
from storage import extracts, reachable
from storage.closings import Time


async def show(turn: Turn, actor: Actor, wave: WaveLine, arguments: Sequence[str]) -> Card:
    """List a page of those who have not finished; of whom no message reaches, with a button for the text."""
    scope, page = actor.units(Right.NAMES), number_in(arguments)
    count, found = await extracts.unfinished(turn.conn, wave.number, page * PAGE, PAGE, scope=scope)
    if not count:
        return message(say(TEXTS.unfinished_none, number=wave.number))
    in_time = Time(after=turn.now)
    left, _ = await extracts.unfinished(turn.conn, wave.number, 0, 0, time=in_time, scope=scope)
    over = [say(TEXTS.unfinished_over, count=count - left)] if count > left else []
    by_hand = set(await reachable.by_hand(turn.conn, wave.number, time=in_time, scope=scope))
    lines = [say(TEXTS.unfinished, number=wave.number, count=count), *over]
    rows: list[tuple[Button, ...]] = []
    for each in found:
        title = turn.titles.label(each.title)
        lines.append(say(TEXTS.unfinished_person, name=each.full_name, title=title, unit=each.unit_name))
        if each.case_id in by_hand:
            label = say(TEXTS.forward_button, name=each.full_name)
            rows.append((labelled(label, f"q.f.{wave.number}.{to36(each.case_id)}"),))
    if by_hand:
        lines += ["", say(TEXTS.unfinished_by_hand, count=len(by_hand))]
        if turn.caps.files:
            rows.append((Button(PROGRESS.by_hand, f"q.H.{wave.number}"),))
    rows += turns(page, count, f"q.n.{wave.number}")
    rows.append((Button(TEXTS.paper_button, f"q.h.{wave.number}"),))
    if actor.may(Right.ENTER):
        rows.append((Button(ENTERING.button, f"q.y.{wave.number}"),))
    if actor.may(Right.REMIND):
        rows.append((Button(TEXTS.remind_button, f"q.r.{wave.number}"),))
    return Card("\n".join(lines), (*rows, to_menu()))


async def forward(
    turn: Turn, actor: Actor, wave: WaveLine, office: HandingOut, arguments: Sequence[str]
) -> Card:
    """Give the text for one person, as a message of its own that can be passed on."""
    case_id = from36(arguments[0]) if arguments else None
    back = (Button(TEXTS.unfinished_button, f"q.n.{wave.number}"),)
    scope = actor.units(Right.NAMES)
    errand = (
        await errand_for(turn.conn, wave.number, case_id, office, turn.now, actor=actor.name, scope=scope)
        if case_id is not None
        else None
    )
    if errand is None:
        return Card(say(TEXTS.forward_not_needed), (back, to_menu()))
    text = say(TEXTS.forward, name=errand.full_name, phone=errand.phone or TEXTS.no_phone)
    return Card(text, (back, to_menu()), errand.message)
