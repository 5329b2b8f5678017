"""What the workbooks of a plan are read with: the year, the office's people, units, titles and courses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.planning.courses import Catalogue
from surveys.planning.limits import Limits
from surveys.roster import Official, RosterUnit
from surveys.titles import Titles


@dataclass(frozen=True)
class Surroundings:
    """``people``: those whom the reader may see, by the number under which a plan knows them.

    ``limits``: those in use; a workbook with some of their tables replaces these alone.
    ``competencies``: code of the form -> its label. ``catalogue``: the courses in use, unless the file brings its own.
    """

    year: int
    titles: Titles
    people: Mapping[int, Official] = field(default_factory=dict)
    units: tuple[RosterUnit, ...] = ()
    competencies: Mapping[str, str] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=lambda: Catalogue(()))
    limits: Limits | None = None
    has_1904_dates: bool = False
