"""What a review finds: one ``Finding`` a criterion, one ``Verdict`` an official."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from surveys.roster import Official


class Criterion(StrEnum):
    """What a title's standard may demand."""

    AGE = "age"
    EDU = "edu"
    QUAL = "qual"
    MAJOR = "major"
    POL = "pol"
    QLNN = "qlnn"
    IT = "tin"  # this and the next two: certificates, by the code that the roster gives them
    LANGUAGE = "nn"
    DEFENCE = "qpan"
    OTHER = "other"  # courses and the like; ``demanded`` names which


class Result(StrEnum):
    """What a criterion comes to. Missing data is never ``chua_dat``."""

    MET = "dat"
    NOT_MET = "chua_dat"
    NOT_KNOWN = "chua_du_du_lieu"
    NOT_APPLICABLE = "khong_ap_dung"


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion of one official as of a day.

    ``demanded`` and ``held`` are codes (``dh``, ``tc``), empty if there is none. Of an age ``demanded`` is ``>=60m``
    (months of work left), ``<=45y`` or ``>=18y`` (years), ``held`` ``57m`` or ``47y`` (``<=57m``: at most, where a
    date is known to the year only).
    ``basis`` and ``clause`` cite the rule; ``deadline`` ends the transition in which it must be met;
    ``is_unverified``: the rule is to be checked against the official text ("cần xác minh"). ``reason`` is a code
    that explains a result that the codes alone do not. ``title``: whose standard it is, of somebody who holds several
    titles; empty for everybody else. ``mark`` is equal where a count sees no difference: in the
    criterion, the result, and whether the rule is to be checked.
    """

    criterion: Criterion
    result: Result
    demanded: str = ""
    held: str = ""
    basis: str = ""
    clause: str = ""
    deadline: date | None = None
    is_unverified: bool = False
    reason: str = ""
    title: str = ""
    mark: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        mark = f"{self.criterion} {self.result} {self.is_unverified}"
        object.__setattr__(self, "mark", mark)


class Verdict(NamedTuple):
    """What a regime says of an official."""

    official: Official
    regime: str
    findings: tuple[Finding, ...]

    @property
    def shortfalls(self) -> tuple[Finding, ...]:
        """The criteria that are not met."""
        return tuple(finding for finding in self.findings if finding.result is Result.NOT_MET)

    def finding(self, criterion: Criterion) -> Finding | None:
        """Return the (first) finding on a criterion."""
        return next((each for each in self.findings if each.criterion is criterion), None)
