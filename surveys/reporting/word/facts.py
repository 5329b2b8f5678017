"""What a report needs to know beside its tables: the office, the wave, the rules it was reviewed by."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from surveys.confidentiality import FEWEST


class Own(StrEnum):
    """How much of what a regime demands is the office's own workbook's."""

    NOTHING = "nothing"
    SOMETHING = "something"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class RegimeFacts:
    """A dated set of standards as the documents cite it. ``basis`` is its official name; ``id`` its code.

    ``has_judged``: it found anybody to meet a demand or to fall short of one. ``not_in_force``: its first day, if it is
    not in force on the day of the review; ``ends_on`` its last, if it has one. ``own``: where the levels stand: in the
    office's workbook, there too, or not there.
    """

    id: str
    basis: str
    deadline: date | None = None
    is_unverified: bool = False
    has_judged: bool = True
    not_in_force: date | None = None
    ends_on: date | None = None
    own: Own = Own.NOTHING


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """The office's own workbook of standards that the review used. ``bases``: the documents that it cites."""

    number: int
    imported_on: date
    as_of: date
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The facts of one report. Without ``wave_number`` it is a review of the roster only.

    ``grounds``: the decisions and plans it is made by, in the office's words. ``threshold``: fewer people are hidden.
    ``version``: the office's own standards, if the review used any; ``asks_for_rules``: it has none, and the law of
    the day leaves them to it. ``as_of`` dates the figures, and the file itself. ``units``: the names of those of which
    alone it tells; empty for all.
    """

    as_of: date
    office: str = ""
    form_title: str = ""
    wave_number: int | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    is_closed: bool = True
    grounds: tuple[str, ...] = ()
    regimes: tuple[RegimeFacts, ...] = ()
    threshold: int = FEWEST
    version: VersionFacts | None = None
    asks_for_rules: bool = False
    units: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        """The year that the title names."""
        return (self.opens_on or self.as_of).year
