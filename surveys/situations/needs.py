"""Situations that a group does not master, as needs of a plan: read from tables that have passed hiding.

Import it where it is used: the tables bring the library of arrays with them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
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
SKILL: Final = "tinhhuong"
"""The skill of handling situations, as the form and the catalogue of courses name it."""
_STEPS: Final = 4
"""Steps of the scale from 1 to 5 on which a survey measures a gap."""


@dataclass(frozen=True, slots=True)
class Unmastered:
    """A situation that too few of a group answer rightly at once: ``right`` is their share of ``count`` people."""

    group: str
    code: str
    count: int
    right: float


def unmastered(tables: Iterable[Table], bank: Bank) -> tuple[Unmastered, ...]:
    """Return what groups do not master, the least mastered first; what is hidden is not known here."""
    found = []
    for table in tables:
        if table.key != GROUPS:
            continue
        for label, group, count, _right, share in table.rows:
            if not (isinstance(label, Code) and isinstance(group, Code) and isinstance(count, Count)):
                continue
            is_told = isinstance(share, Share) and count.value >= FEWEST and label.code in bank.by_code
            if is_told and isinstance(share, Share) and share.fraction is not None and group.code:
                found.append(Unmastered(group.code, label.code, count.value, float(share.fraction)))
    weak = [each for each in found if each.right < MASTERED]
    return tuple(sorted(weak, key=lambda each: (each.right, each.group, each.code)))


def group_needs_of(
    tables: Iterable[Table], bank: Bank, served: Collection[str] = ()
) -> tuple[GroupNeed, ...]:
    """Return what each group does not master, the greatest gap first, and the competencies behind it.

    What it does not master is the skill of handling situations, if a course of those ``served`` is about that, else
    each situation by its code. The gap is the share that chose wrongly, on the steps of the scale; importance times
    gap is what the figures of a survey are weighed by, too.
    """
    found: dict[tuple[str, str], GroupNeed] = {}
    for each in unmastered(tables, bank):
        gap = _STEPS * (1 - each.right)
        skill = SKILL if SKILL in served else each.code
        for subject in filter(None, (skill, bank.by_code[each.code].competency)):
            need = GroupNeed(
                each.group, subject, each.count, IMPORTANCE, IMPORTANCE * gap, is_of_situations=True
            )
            found.setdefault((each.group, subject), need)
    return tuple(sorted(found.values(), key=lambda each: (-each.mwds, each.group, each.subject)))
