"""What a workbook of situations is read by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from surveys.titles import Titles


@dataclass(frozen=True)
class Around:
    """The titles of the office, the competencies (code -> label), the day of the import."""

    titles: Titles
    day: date
    competencies: Mapping[str, str] = field(default_factory=dict)
    has_1904_dates: bool = False
