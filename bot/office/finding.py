"""Looking for one person by what is typed, for any desk: the question, and those found with a button each."""

import json
from collections.abc import Callable
from typing import Any, Final

from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office.menu import PAGE, Card, labelled
from bot.texts import say
from bot.texts.finding import TEXTS
from storage import desk, frame
from storage.records import OfficialRecord
from storage.responses import Person
from storage.scope import Scope
from surveys.replies import squeeze

LONGEST: Final = 100
"""Letters of what is typed."""

Row = tuple[Button, ...]


async def ask(turn: Turn, person: Person, what: str, back: Row, **more: Any) -> Card:
    """Ask for a name; ``what`` says whose question it is, ``more`` what it is about."""
    held = await desk.read_step(turn.conn, person.contact_point.id)
    await desk.swap_step(turn.conn, person.contact_point.id, held, json.dumps({"ask": what} | more))
    return Card(say(TEXTS.ask), (back,))


async def found(
    turn: Turn,
    scope: Scope,
    data: Callable[[OfficialRecord], str],
    back: Row,
    *,
    in_office: bool = True,
) -> Card:
    """Return who is meant by what was typed; ``data`` is what stands behind a person's button.

    Those who left are among them unless only those ``in_office`` are looked for.
    """
    words = squeeze(turn.inbound.text)[:LONGEST]
    count, people = await frame.search_officials(turn.conn, words, PAGE, in_office=in_office, scope=scope)
    if not people:
        return Card(say(TEXTS.none, words=words), (back,))
    rows = [(labelled(_named(each), data(each)),) for each in people]
    return Card(say(TEXTS.found, words=words, count=count, shown=len(people)), (*rows, back))


def _named(each: OfficialRecord) -> str:
    template = TEXTS.person if each.left_on is None else TEXTS.person_left
    return say(template, name=each.full_name, unit=each.unit_name)
