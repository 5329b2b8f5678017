"""Which role may do what, and who may give which role. The only place that decides it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Right(StrEnum):
    """Something that an administrator may see or order."""

    MENU = "menu"
    OPEN = "open"
    CLOSE = "close"
    REMIND = "remind"
    PROGRESS = "progress"
    NAMES = "names"  # who has not finished, by name; what to forward to them
    ENTER = "enter"  # the answers that a person gives on paper or by telephone
    CODES = "codes"  # give out codes and print slips
    EXPORT = "export"  # holds names: a raw file of persons
    REPORT = "report"  # figures, small cells hidden
    PERSONS = "persons"  # restricted lists with names; differences between answers and the roster
    REQUESTS = "requests"  # the register of data subjects' requests
    AUDIT = "audit"  # read what was ordered, by whom
    ADMINISTER = "administer"  # see who gives orders, give roles and end them
    ROSTER = "roster"  # take the list of officials in, which is everybody's
    SITUATIONS = "situations"  # keep the bank of situations; see their results, never a person's
    PLAN = "plan"  # make, change, approve and release the plan of courses; its lists name persons
    BACKUP = "backup"  # all of the database in a file
    BRIEF = "brief"  # prepare regular briefings, enter what they concluded
    PUBLISH = "publish"  # statistics of the roster without hiding: the logged exception


OWNER: Final = "owner"

ROLES: Final[Mapping[str, frozenset[Right]]] = {
    OWNER: frozenset(Right),
    "administrator": frozenset(
        {
            Right.MENU,
            Right.OPEN,
            Right.CLOSE,
            Right.REMIND,
            Right.PROGRESS,
            Right.NAMES,
            Right.ENTER,
            Right.CODES,
            Right.REPORT,
            Right.AUDIT,
            Right.ADMINISTER,
            Right.ROSTER,
            Right.BRIEF,
            Right.SITUATIONS,
            Right.PLAN,
        }
    ),
    "coordinator": frozenset(
        {Right.MENU, Right.PROGRESS, Right.NAMES, Right.REMIND, Right.ENTER, Right.CODES}
    ),
    "analyst": frozenset({Right.MENU, Right.PROGRESS, Right.REPORT}),
    "cadre": frozenset(
        {
            Right.MENU,
            Right.PROGRESS,
            Right.EXPORT,
            Right.REPORT,
            Right.PERSONS,
            Right.BRIEF,
            Right.SITUATIONS,
            Right.PLAN,
        }
    ),
    "dpo": frozenset({Right.MENU, Right.REQUESTS}),
}
"""Nobody with a role for a small unit sees answers by name: those are the owner's and the cadre officer's."""


def rights_of(role: str) -> frozenset[Right]:
    """Return the rights of a role; none for an unknown one."""
    return ROLES.get(role, frozenset())
