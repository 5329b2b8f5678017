"""Situations that a group does not master, as needs of a plan: read from tables that have passed hiding.

Import it where it is used: the tables bring the library of arrays with them.
"""

from collections.abc import Iterable
from typing import Final

from surveys.aggregation.table import Code, Count, Share, Table
from surveys.confidentiality import FEWEST
from surveys.planning.needs.model import GroupNeed
from surveys.situations.model import Bank
from surveys.situations.results import GROUPS

MASTERED: Final = 0.7
"""A group masters a situation of which so many of it choose the key at once."""
IMPORTANCE: Final = 4.0
"""A situation of one's own post matters much (4 of 5): nobody is asked how much."""


def group_needs_of(tables: Iterable[Table], bank: Bank) -> tuple[GroupNeed, ...]:
    """Return what each group does not master, the greatest gap first: the situation, and the competency behind it.

    The gap is the share that chose wrongly, on the four steps of a scale from 1 to 5; importance times gap is what
    the figures of a survey are weighed by, too.
    """
    found: dict[tuple[str, str], GroupNeed] = {}
    for table in tables:
        if table.key != GROUPS:
            continue
        for label, group, count, _right, share in table.rows:
            if not (isinstance(label, Code) and isinstance(group, Code) and isinstance(count, Count)):
                continue
            if not isinstance(share, Share) or share.fraction is None or count.value < FEWEST:
                continue
            wrong = 1 - float(share.fraction)
            situation = bank.by_code.get(label.code)
            if situation is None or 1 - wrong >= MASTERED:
                continue
            for subject in filter(None, (label.code, situation.competency)):
                need = GroupNeed(group.code, subject, count.value, IMPORTANCE, IMPORTANCE * 4 * wrong)
                held = found.get((group.code, subject))
                if held is None or held.mwds < need.mwds:
                    found[group.code, subject] = need
    return tuple(sorted(found.values(), key=lambda each: (-each.mwds, each.group, each.subject)))
