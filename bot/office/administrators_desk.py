"""Who may give orders, in the chat: the list, giving a role by a one-time link, ending one after a question.

Callback data: ``q.a[.<page>]`` lists, ``q.k.<grant>`` asks, ``q.K.<grant>`` ends; ``q.g[.<role>[.<unit>|.p<page>]]``
asks for role, unit (0: everything) and days, ``q.G.<role>.<unit>.<days>`` makes the link (0 days: without an end).
"""

from collections.abc import Sequence
from typing import Final

from bot.callbacks import number_in
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office import granting
from bot.office.account import deep_link, remembered_account
from bot.office.actor import Actor
from bot.office.menu import PAGE, Card, labelled, message, to_menu, turns
from bot.office.rights import OWNER, ROLES, Right
from bot.texts import day_text, moment_text, say
from bot.texts.office import TEXTS
from storage import frame
from storage.administrators import AdministratorRecord, GrantRecord
from storage.responses import Person

DAYS: Final = (30, 90, 365)
"""For how many days a role is offered."""


async def take(turn: Turn, _person: Person, actor: Actor, verb: str, arguments: Sequence[str]) -> Card:
    """Carry out a tap of somebody who may give roles and end them."""
    if verb == "a":
        return await _show(turn, actor, number_in(arguments))
    if verb == "g":
        return await _ask_gift(turn, actor, arguments)
    if verb == "G":
        return await _give(turn, actor, arguments)
    listed = await granting.list_grants(turn.conn, actor, turn.now)
    number = number_in(arguments)
    chosen = next((each for each in listed if each[1].id == number), None)
    if chosen is None:
        return message(say(TEXTS.revoked_before))
    holder, grant = chosen
    is_self = holder.id == actor.number
    if verb == "k":
        return _ask(holder, grant, is_self=is_self)
    await granting.end_grant(turn.conn, actor, grant, turn.now)
    if is_self and len(actor.granted) == 1:
        return Card(say(TEXTS.revoked_self))
    return message(say(TEXTS.revoked, name=name_of(holder)))


def name_of(administrator: AdministratorRecord) -> str:
    """Name an administrator: as the official whose chat it is, else by their number."""
    return administrator.full_name or say(TEXTS.nameless, number=administrator.id)


def role_text(role: str, unit: str | None) -> str:
    """Word a role with the unit for which it holds."""
    label = TEXTS.roles.get(role, role)
    return say(TEXTS.role_in_unit, role=label, unit=unit) if unit else label


# --- the list ---------------------------------------------------------------------------------------


async def _show(turn: Turn, actor: Actor, page: int) -> Card:
    listed = await granting.list_grants(turn.conn, actor, turn.now)
    lines = [say(TEXTS.administrators, count=len(listed))]
    rows: list[tuple[Button, ...]] = []
    for holder, grant in listed[page * PAGE : (page + 1) * PAGE]:
        is_self = holder.id == actor.number
        lines.append(_line(turn, holder, grant, is_self=is_self))
        if await granting.may_end(turn.conn, actor, grant):
            label = TEXTS.revoke_self_button if is_self else TEXTS.revoke_button
            rows.append((labelled(say(label, name=name_of(holder)), f"q.k.{grant.id}"),))
    rows += turns(page, len(listed), "q.a")
    rows.append((Button(TEXTS.give_button, "q.g"),))
    return Card("\n".join(lines), (*rows, to_menu()))


def _line(turn: Turn, holder: AdministratorRecord, grant: GrantRecord, *, is_self: bool) -> str:
    told = {
        "name": name_of(holder),
        "role": role_text(grant.role, grant.unit_name),
        "day": day_text(grant.granted_at.astimezone(turn.zone).date()),
    }
    line = say(TEXTS.administrator_self if is_self else TEXTS.administrator, **told)
    if grant.expires_at is not None:
        line += say(TEXTS.until, day=day_text(grant.expires_at.astimezone(turn.zone).date()))
    return line


def _ask(holder: AdministratorRecord, grant: GrantRecord, *, is_self: bool) -> Card:
    role = role_text(grant.role, grant.unit_name)
    text = say(TEXTS.revoke_ask_self if is_self else TEXTS.revoke_ask, name=name_of(holder), role=role)
    yes = Button(TEXTS.revoke_yes, f"q.K.{grant.id}", style="danger")
    return Card(text, ((yes,), (Button(TEXTS.revoke_no, "q.a"),)))


# --- giving -----------------------------------------------------------------------------------------


async def _ask_gift(turn: Turn, actor: Actor, arguments: Sequence[str]) -> Card:
    if not arguments:
        roles = await granting.roles_to_give(turn.conn, actor)
        rows = [(Button(TEXTS.roles[role], f"q.g.{role}"),) for role in roles]
        return Card(say(TEXTS.ask_role), (*rows, (Button(TEXTS.back_button, "q.a"),)))
    role, *rest = arguments
    if role not in ROLES:
        return message(say(TEXTS.stale))
    if role == OWNER:
        yes = Button(TEXTS.give_yes, f"q.G.{role}.0.0", style="primary")
        return Card(say(TEXTS.ask_owner), ((yes,), (Button(TEXTS.back_button, "q.g"),)))
    if not rest or rest[0].startswith("p"):
        return await _ask_unit(turn, actor, role, number_in([rest[0][1:]]) if rest else 0)
    data = f"q.G.{role}.{number_in(rest)}"
    rows = [(Button(say(TEXTS.days_button, count=days), f"{data}.{days}"),) for days in DAYS]
    rows.append((Button(TEXTS.always_button, f"{data}.0"),))
    return Card(say(TEXTS.ask_days), (*rows, (Button(TEXTS.back_button, f"q.g.{role}"),)))


async def _ask_unit(turn: Turn, actor: Actor, role: str, page: int) -> Card:
    scope = actor.units(Right.ADMINISTER)
    units = await frame.list_units(turn.conn, turn.today, scope=scope)
    rows: list[tuple[Button, ...]] = []
    rows += [(Button(TEXTS.everywhere_button, f"q.g.{role}.0"),)] if scope.is_everything else []
    rows += [
        (labelled(unit.name, f"q.g.{role}.{unit.id}"),) for unit in units[page * PAGE : (page + 1) * PAGE]
    ]
    rows += turns(page, len(units), f"q.g.{role}", "p")
    text = say(TEXTS.ask_where, role=TEXTS.roles[role])
    return Card(text, (*rows, (Button(TEXTS.back_button, "q.g"),)))


async def _give(turn: Turn, actor: Actor, arguments: Sequence[str]) -> Card:
    if len(arguments) != 3:
        return message(say(TEXTS.stale))
    given = await granting.invite(
        turn.conn,
        actor,
        arguments[0],
        number_in(arguments, 1) or None,
        days=number_in(arguments, 2) or None,
        now=turn.now,
        today=turn.today,
    )
    account = await remembered_account(turn.conn, turn.inbound.channel)
    text = say(
        TEXTS.given,
        role=role_text(given.role, given.unit.name if given.unit else None),
        code=given.code.short,
        expires_at=moment_text(given.expires_at, turn.zone),
    )
    link = deep_link(account, given.code.long) or given.code.short
    return Card(text, (to_menu(),), say(TEXTS.given_forward, link=link))
