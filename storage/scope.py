"""Which units somebody may see, as a condition of a query: a few units with all below them, or everything.

Who belongs to a scope is told by the unit in which an official is today; of somebody who is not known any more
(erased, unlinked) by the unit in which their case was drawn.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, and_, or_, select, true

from storage.sql import cases, officials, units


@dataclass(frozen=True, slots=True)
class Scope:
    """``roots`` are the units by their number, as valid on ``day``; ``None`` is everything, an empty set nothing."""

    roots: frozenset[int] | None = None
    day: date = date.min

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self.roots is None

    def unit(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Say of a column with a unit's number whether the unit is within."""
        if self.roots is None:
            return true()
        return column.in_(select(_tree(self).c.id))

    def official(self) -> ColumnElement[bool]:
        """Say of an official, in a query on ``officials``, whether they are within."""
        return self.unit(officials.c.unit_id)

    def case(self) -> ColumnElement[bool]:
        """Say of a case, in a query on ``cases``, whether its official is within."""
        if self.roots is None:
            return true()
        within = select(officials.c.id).where(self.official()).scalar_subquery()
        return or_(
            cases.c.official_id.in_(within),
            and_(cases.c.official_id.is_(None), self.unit(cases.c.unit_id)),
        )


EVERYTHING: Final = Scope()
NOTHING: Final = Scope(frozenset())


@lru_cache(maxsize=256)
def _tree(scope: Scope) -> CTE:
    """Select the units of a scope: one object a scope, so that a statement may use it several times."""
    is_valid = and_(
        units.c.valid_from <= scope.day, or_(units.c.valid_to.is_(None), units.c.valid_to >= scope.day)
    )
    top = select(units.c.id).where(units.c.id.in_(sorted(scope.roots or ())), is_valid)
    tree = top.cte("scope_units", recursive=True)
    return tree.union(select(units.c.id).join(tree, units.c.parent_id == tree.c.id).where(is_valid))
