"""Who may give orders, in the chat: the list, and ending somebody's right after a question.

Callback data: ``q.a`` lists, ``q.k.<number>`` asks, ``q.K.<number>`` ends the right.
"""

from collections.abc import Sequence
from typing import Final

from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office.menu import PAGE, Card, labelled, message, to_menu
from bot.texts import day_text, say
from bot.texts.office import TEXTS
from storage import administrators
from storage.administrators import AdministratorRecord
from storage.responses import Person

ADMIN: Final = "admin"


async def take(turn: Turn, person: Person, verb: str, arguments: Sequence[str]) -> Card:
    """Carry out a tap of somebody who may end rights."""
    everybody = await administrators.list_administrators(turn.conn)
    if verb == "a":
        return _show(turn, person, everybody)
    number = int(arguments[0]) if arguments and arguments[0].isdecimal() and len(arguments[0]) < 10 else 0
    chosen = next((each for each in everybody if each.id == number), None)
    if chosen is None:
        return message(say(TEXTS.revoked_before))
    if verb == "k":
        return _ask(chosen, everybody, is_self=chosen.id == person.administrator_id)
    await administrators.revoke_administration(turn.conn, chosen.id, turn.now, str(person.administrator_id))
    if chosen.id == person.administrator_id:
        return Card(say(TEXTS.revoked_self))
    return message(say(TEXTS.revoked, name=name_of(chosen)))


def name_of(administrator: AdministratorRecord) -> str:
    """Name an administrator: as the official whose chat it is, else by their number."""
    return administrator.full_name or say(TEXTS.nameless, number=administrator.id)


def is_last(chosen: AdministratorRecord, everybody: Sequence[AdministratorRecord]) -> bool:
    """Whether nobody could end or give rights in the chat any more without this one."""
    return [each.id for each in everybody if each.role == ADMIN] == [chosen.id]


def _show(turn: Turn, person: Person, everybody: Sequence[AdministratorRecord]) -> Card:
    lines, rows = [say(TEXTS.administrators, count=len(everybody))], []
    for each in everybody:
        is_self = each.id == person.administrator_id
        template = TEXTS.administrator_self if is_self else TEXTS.administrator
        day = day_text(each.granted_at.astimezone(turn.zone).date())
        role = TEXTS.roles.get(each.role, each.role)
        lines.append(say(template, name=name_of(each), role=role, day=day))
        label = say(TEXTS.revoke_self_button) if is_self else say(TEXTS.revoke_button, name=name_of(each))
        rows.append((labelled(label, f"q.k.{each.id}"),))
    return Card("\n".join(lines), (*rows[:PAGE], to_menu()))


def _ask(chosen: AdministratorRecord, everybody: Sequence[AdministratorRecord], *, is_self: bool) -> Card:
    text = say(TEXTS.revoke_ask_self if is_self else TEXTS.revoke_ask, name=name_of(chosen))
    if is_last(chosen, everybody):
        text += "\n\n" + say(TEXTS.last_administrator)
    yes = Button(TEXTS.revoke_yes, f"q.K.{chosen.id}", style="danger")
    return Card(text, ((yes,), (Button(TEXTS.revoke_no, "q.a"),)))
