"""A need: one person, one course, and every reason for it with its source. Nobody is on a course without one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class ReasonKind(StrEnum):
    """Why somebody needs a course, the weightiest first."""

    STANDARD = "standard"  # the standard of a title that is held
    PLANNED = "planned"  # the standard of a title that somebody is planned for
    GROUP = "group"  # what matters to the group of titles and is weak there; from figures of the group alone
    REFRESHER = "refresher"  # the yearly refresher that is compulsory
    WISH = "wish"  # what somebody has asked the office for


ORDER: Final = tuple(ReasonKind)
WEIGHTS: Final = {
    ReasonKind.STANDARD: 100,
    ReasonKind.PLANNED: 40,
    ReasonKind.GROUP: 10,  # and up to 20 more, by how much the group needs it
    ReasonKind.REFRESHER: 6,
    ReasonKind.WISH: 2,
}
"""What one reason weighs: more than one of each kind below it together."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. ``basis`` and ``clause`` cite its source, ``is_unverified``: it is to be checked against the text.

    ``due``: until when it must be met. Of a standard: ``criterion``, what is ``demanded`` and ``held``, ``title``
    whose standard it is. Of a group: ``subject`` (a competency or a situation), how many people the figure is about
    (``count``), its ``importance`` from 1 to 5, and which ``group`` (empty: all who were asked). Of a refresher:
    ``periods`` that a year demands. A wish with a ``count`` is that of the group, never of one person.
    """

    kind: ReasonKind
    weight: int
    basis: str = ""
    clause: str = ""
    due: date | None = None
    is_unverified: bool = False
    criterion: str = ""
    demanded: str = ""
    held: str = ""
    title: str = ""
    subject: str = ""
    group: str = ""
    count: int = 0
    importance: float = 0.0
    periods: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """Somebody needs a course: the reasons, the weightiest first. There is at least one."""

    official: int
    course: str
    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError("a need without a reason")

    @property
    def weight(self) -> int:
        """How much it weighs: all its reasons together."""
        return sum(reason.weight for reason in self.reasons)

    @property
    def due(self) -> date | None:
        """The first day on which a standard must be met, if any names one."""
        days = [reason.due for reason in self.reasons if reason.kind is ReasonKind.STANDARD and reason.due]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class GroupNeed:
    """A competency (or situation) that matters to a group of titles and is weak there; to all who were asked, if empty.

    ``count``: how many people the figures are about; ``mwds``: importance times gap (Borich). ``wished``: how many of
    the group chose it as what they need most; 0 where that is not told. ``is_of_situations``: told by what the group
    chose in situations of its posts, beside what a survey tells.
    """

    group: str
    subject: str
    count: int
    importance: float
    mwds: float
    wished: int = 0
    is_of_situations: bool = False


@dataclass(frozen=True, slots=True)
class Unserved:
    """A reason that no course of the catalogue answers: whose, and which."""

    official: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Needs:
    """All that was found: needs, reasons without a course, and a figure.

    ``repeats``: how many wished for a degree no higher than what they hold ("chạy theo bằng cấp"); it names nobody
    and is ``None`` while they are fewer than may be told.
    """

    needs: tuple[Need, ...]
    unserved: tuple[Unserved, ...] = ()
    repeats: int | None = 0
