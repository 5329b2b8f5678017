"""Who asks: a number or an account, and what was granted to them. Pure: of units it tells a condition of a query.

Exceptions::

    NotAllowed(Exception)       no grant has the right that was needed
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Self
from zoneinfo import ZoneInfo

from bot.office.rights import OWNER, Right, rights_of
from storage.administrators import AdministratorRecord, GrantRecord
from storage.people import Person
from storage.scope import EVERYTHING, Scope


class NotAllowed(Exception):  # noqa: N818 - says what became of it
    """Nothing that was granted to an actor has this right."""

    def __init__(self, right: Right) -> None:
        super().__init__(right.value)
        self.right = right


@dataclass(frozen=True, slots=True)
class Granted:
    """A role, for a unit with all below it or for everything (``None``), until a moment or always."""

    role: str
    unit_id: int | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """``name`` stands in the audit log; units are resolved as they are on ``day``."""

    name: str
    granted: tuple[Granted, ...]
    day: date
    number: int = 0

    @classmethod
    def of_person(cls, person: Person, now: datetime, zone: ZoneInfo) -> Self:
        """Return who writes from a chat."""
        return cls._of(person.administrator_id or 0, person.grants, now, zone)

    @classmethod
    def of_administrator(cls, known: AdministratorRecord, now: datetime, zone: ZoneInfo) -> Self:
        """Return an administrator for whom something is done later."""
        return cls._of(known.id, known.grants, now, zone)

    @classmethod
    def _of(cls, number: int, grants: Sequence[GrantRecord], now: datetime, zone: ZoneInfo) -> Self:
        live = [each for each in grants if each.expires_at is None or each.expires_at > now]
        granted = tuple(Granted(each.role, each.unit_id, each.expires_at) for each in live)
        return cls(str(number), granted, now.astimezone(zone).date(), number)

    def may(self, right: Right) -> bool:
        """Whether any grant has a right, for whatever units."""
        return any(right in rights_of(each.role) for each in self.granted)

    def may_everywhere(self, right: Right) -> bool:
        """Whether a grant has a right for every unit: what concerns the whole frame needs that."""
        return self.may(right) and self.units(right).is_everything

    def units(self, right: Right) -> Scope:
        """Return for which units the actor has a right. Raises ``NotAllowed`` if for none."""
        roots = [each.unit_id for each in self.granted if right in rights_of(each.role)]
        if not roots:
            raise NotAllowed(right)
        if None in roots:
            return EVERYTHING
        return Scope(frozenset(root for root in roots if root is not None), self.day)

    def lasts_until(self, right: Right) -> datetime | None:
        """Return when the last grant with a right ends; ``None`` if one never does by itself, or there is none."""
        ends = self._ends(right)
        return None if None in ends else max(filter(None, ends), default=None)

    def ends_at(self, right: Right) -> datetime | None:
        """Return when the first grant with a right ends; ``None`` if none does by itself."""
        return min(filter(None, self._ends(right)), default=None)

    def _ends(self, right: Right) -> list[datetime | None]:
        return [each.expires_at for each in self.granted if right in rights_of(each.role)]


def operator(account: str) -> Actor:
    """Return whoever types on the command line: the machine is theirs, and so is everything."""
    return Actor(account, (Granted(OWNER),), date.max)


NOBODY: Final = Actor("", (), date.min)
"""Whoever has no right any more."""

HOUSE: Final = operator("house")
"""The house itself, where it tells administrators something that nobody asked for."""
