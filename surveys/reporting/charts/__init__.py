"""THE CHARTS: tables in, PNG bytes out, listed in one tuple. Heavy: imported where pictures are made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from surveys.aggregation.table import Table
from surveys.reporting.charts.education_pyramid import education_pyramid
from surveys.reporting.charts.importance_level_map import importance_level_map
from surveys.reporting.charts.needs_ranking import needs_ranking
from surveys.reporting.charts.response_by_unit import response_by_unit
from surveys.reporting.numbers import date_text
from surveys.reporting.texts.charts import CHARTS as TEXTS
from surveys.reporting.wording import Lexicon


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: its ``name``, and the tables it can be drawn from, the best one first.

    ``draw(table, lexicon, source=…)`` gives a PNG, or ``None`` if the table has no figure that may be shown.
    """

    name: str
    keys: tuple[str, ...]
    draw: Callable[..., bytes | None]

    @property
    def title(self) -> str:
        """What stands over the picture; a document may use it as a caption."""
        return TEXTS.titles[self.name]


CHARTS: Final[tuple[Chart, ...]] = (
    Chart("response_by_unit", ("response_unit",), response_by_unit),
    Chart("education_pyramid", ("quality_qual_gender", "quality_total"), education_pyramid),
    Chart("needs_ranking", ("needs",), needs_ranking),
    Chart("importance_level_map", ("needs",), importance_level_map),
)
"""Every chart, in the order of the report."""


def draw_charts(
    tables: Iterable[Table], lexicon: Lexicon, *, as_of: date | None = None, source: str = ""
) -> dict[str, bytes]:
    """Draw every chart that the tables (small cells already hidden) allow: name -> PNG, in the report's order.

    Under each picture stand the day of the figures and ``source`` (one sentence), if given.
    """
    by_key = {table.key: table for table in tables if table.subject is None}
    day = TEXTS.as_of.format(date=date_text(as_of)) if as_of else ""
    words = " ".join(text for text in (day, source) if text)
    drawn = {}
    for chart in CHARTS:
        pictures = (chart.draw(by_key[key], lexicon, source=words) for key in chart.keys if key in by_key)
        picture = next((each for each in pictures if each is not None), None)
        if picture is not None:
            drawn[chart.name] = picture
    return drawn


__all__ = [
    "CHARTS",
    "Chart",
    "draw_charts",
    "education_pyramid",
    "importance_level_map",
    "needs_ranking",
    "response_by_unit",
]
