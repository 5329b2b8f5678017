"""Which role may do what. The only place that decides it."""

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
    EXPORT = "export"  # holds names: a raw file of persons
    REPORT = "report"  # figures, small cells hidden
    PERSONS = "persons"  # restricted lists with names; differences between answers and the roster
    ADMINISTER = "administer"  # see who gives orders, and end their rights
    PUBLISH = "publish"  # statistics of the roster without hiding: the logged exception


ROLES: Final[Mapping[str, frozenset[Right]]] = {
    "admin": frozenset(Right),
    "analyst": frozenset({Right.MENU, Right.PROGRESS, Right.REPORT}),
    "cadre": frozenset({Right.MENU, Right.PROGRESS, Right.EXPORT, Right.REPORT, Right.PERSONS}),
}


def may(role: str, right: Right) -> bool:
    """Say whether a role has a right; whoever has no role, or an unknown one, may do nothing."""
    return right in ROLES.get(role, frozenset())
