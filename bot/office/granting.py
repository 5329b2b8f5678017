"""Giving roles and ending them: nobody gives or ends a role that holds a right which they have not there themselves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office.actor import Actor
from bot.office.orders import OrderRefused, note_order
from bot.office.rights import OWNER, ROLES, Right, rights_of
from storage import administrators, frame
from storage.administrators import AdministratorRecord, GrantRecord
from storage.frame import PlainCode
from storage.records import UnitRecord
from storage.scope import Scope
from surveys.problems import Problem

LIFETIME: Final = timedelta(days=3)
"""An invitation is good for this long."""
LONGEST: Final = 3650
"""Days for which a role can be given."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code that gives a role, and until when it can be used."""

    code: PlainCode
    role: str
    unit: UnitRecord | None
    days: int | None
    expires_at: datetime


async def invite(
    conn: AsyncConnection,
    actor: Actor,
    role: str,
    unit_id: int | None,
    *,
    days: int | None,
    now: datetime,
    today: date,
) -> Invitation:
    """Make a one-time code that gives a role for a unit, or everything. Raises ``OrderRefused``."""
    if role not in ROLES:
        raise OrderRefused(
            Problem("unknown_role", parameters={"found": role, "known": ", ".join(sorted(ROLES))})
        )
    if role == OWNER and (unit_id is not None or days is not None):
        raise OrderRefused(Problem("owner_everywhere"))
    if days is not None and not 0 < days <= LONGEST:
        raise OrderRefused(Problem("bad_days", parameters={"found": str(days), "most": str(LONGEST)}))
    if not await may_give(conn, actor, role, unit_id):
        raise OrderRefused(Problem("may_not_give"))
    own_end = ends_by(actor, role)
    if own_end is not None and (days is None or now + LIFETIME + timedelta(days=days) > own_end):
        raise OrderRefused(Problem("longer_than_own", parameters={"most": str(days_left(own_end, now))}))
    within = await frame.list_units(conn, today, scope=actor.units(Right.ADMINISTER))
    unit = next((each for each in within if each.id == unit_id), None)
    if unit_id is not None and unit is None:
        raise OrderRefused(Problem("may_not_give"))
    expires_at = now + LIFETIME
    code = await frame.issue_admin_code(
        conn, now, expires_at, role, unit_id=unit_id, days=days, by=actor.name
    )
    details = {"role": role, "unit": unit.code if unit else "", "days": days or 0}
    details |= {"expires_at": expires_at.isoformat()}
    await note_order(conn, actor.name, "admin.invite", details, now)
    return Invitation(code, role, unit, days, expires_at)


def ends_by(actor: Actor, role: str) -> datetime | None:
    """Return when an actor's own right to what a role holds ends: nobody gives it for longer."""
    ends = [actor.lasts_until(right) for right in {Right.ADMINISTER, *rights_of(role)}]
    return min((end for end in ends if end is not None), default=None)


def days_left(end: datetime, now: datetime) -> int:
    """Return for how many days something can be given that must be over by ``end``, whenever it is taken up."""
    return max(0, (end - now - LIFETIME).days)


async def may_give(conn: AsyncConnection, actor: Actor, role: str, unit_id: int | None) -> bool:
    """Say whether an actor has, for a unit or everything, every right of a role and that of giving roles."""
    known: dict[Scope, set[int]] = {}
    for right in {Right.ADMINISTER, *rights_of(role)}:
        if not actor.may(right):
            return False
        scope = actor.units(right)
        if scope.is_everything:
            continue
        if scope not in known:
            known[scope] = {unit.id for unit in await frame.list_units(conn, scope.day, scope=scope)}
        if unit_id not in known[scope]:
            return False
    return True


async def roles_to_give(conn: AsyncConnection, actor: Actor) -> list[str]:
    """Return the roles that an actor may give somewhere."""
    roots = actor.units(Right.ADMINISTER).roots
    places: list[int | None] = [None] if roots is None else [*sorted(roots)]
    return [role for role in ROLES if any([await may_give(conn, actor, role, place) for place in places])]


async def list_grants(
    conn: AsyncConnection, actor: Actor, now: datetime
) -> list[tuple[AdministratorRecord, GrantRecord]]:
    """Return who has which role, within the units for which an actor may give roles."""
    scope = actor.units(Right.ADMINISTER)
    everybody = await administrators.list_administrators(conn, now, scope=scope)
    return [(each, grant) for each in everybody for grant in each.grants]


async def may_end(conn: AsyncConnection, actor: Actor, grant: GrantRecord) -> bool:
    """Say whether an actor may end a grant: one that they could give, or their own."""
    return grant.administrator_id == actor.number or await may_give(conn, actor, grant.role, grant.unit_id)


async def end_grant(conn: AsyncConnection, actor: Actor, grant: GrantRecord, now: datetime) -> bool:
    """End a grant; False if it had ended. Raises ``OrderRefused`` if it is not theirs to end, or the last owner's."""
    if not await may_end(conn, actor, grant):
        raise OrderRefused(Problem("may_not_give"))
    if grant.role == OWNER and not await administrators.has_other_owner(conn, [grant.id], now):
        raise OrderRefused(Problem("last_owner"))
    return await administrators.revoke_grant(conn, grant.id, now, actor.name)
