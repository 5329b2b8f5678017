"""What the office sets for everybody: its forms, its standards, its titles; how they are sent, and files to begin with.

Callback data: ``q.D`` shows what there is; ``q.D.<r|f|l>`` asks for a file to fill in (standards, the form, a list).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office.actor import Actor
from bot.office.menu import Card, message, to_menu
from bot.office.rights import Right
from bot.texts import day_text, say
from bot.texts.rules import TEXTS
from bot.texts.titles import TEXTS as TITLES
from storage import desk, instruments
from storage import standards as versions
from storage.responses import Person

TEMPLATE: Final = "template"
"""The kind of the job that makes a file to fill in."""
NAMED: Final = 5
"""Forms that the card names."""


async def take(turn: Turn, person: Person, actor: Actor, arguments: Sequence[str]) -> Card | None:
    """Carry out a tap about what the office sets; ``None`` if it makes no sense any more."""
    if not actor.may_everywhere(Right.ROSTER):
        return message(say(TEXTS.not_all))
    if not arguments:
        return await _show(turn)
    if arguments[0] not in dict(TEXTS.template_buttons):
        return None
    chat, wanted = person.contact_point.id, {"what": arguments[0]}
    is_new = await desk.queue_once(turn.conn, TEMPLATE, wanted, chat, turn.now)
    return message(say(TEXTS.template_queued if is_new else TEXTS.template_waiting))


async def _show(turn: Turn) -> Card:
    forms = [f"{each.title} ({each.version})" for each in await instruments.published(turn.conn)][:NAMED]
    used = await versions.version_on(turn.conn, turn.today)
    told = {
        "forms": say(TEXTS.forms_line, forms="; ".join(forms)) if forms else say(TEXTS.forms_none),
        "rules": say(TEXTS.rules_none),
    }
    if used is not None:
        count = len(used.version(turn.zone).rules)
        told["rules"] = say(TEXTS.rules_line, number=used.id, count=count, day=day_text(used.as_of))
    rows: list[tuple[Button, ...]] = [
        (Button(label, f"q.D.{what}"),) for what, label in TEXTS.template_buttons
    ]
    rows += [(Button(TITLES.placed_button, "q.T"),), to_menu()]
    if not turn.caps.file_limit:
        return Card(say(TEXTS.elsewhere, **told), tuple(rows))
    card = Card(say(TEXTS.card, **told), tuple(rows))
    return replace(card, picks="file") if turn.caps.picks_files else card
