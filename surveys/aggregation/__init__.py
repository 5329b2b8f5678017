"""THE HANDLERS: from the material to tables, one question a file. Adding one: one file, one line below."""

from collections.abc import Callable, Iterable
from typing import Final

from surveys.aggregation.barriers import barriers_tables
from surveys.aggregation.demand import demand_tables
from surveys.aggregation.fieldwork import fieldwork_tables
from surveys.aggregation.limits import limited_tables
from surveys.aggregation.material import Material
from surveys.aggregation.needs import needs_tables
from surveys.aggregation.quality import quality_tables
from surveys.aggregation.reasons import reasons_tables
from surveys.aggregation.reliability import reliability_tables
from surveys.aggregation.review import review_tables
from surveys.aggregation.scales import scales_tables
from surveys.aggregation.situations import situations_tables
from surveys.aggregation.table import Table
from surveys.aggregation.trend import trend_tables

Handler = Callable[[Material], Iterable[Table]]
"""Makes the tables of one question; none, if the material does not hold what it needs."""

HANDLERS: Final[tuple[Handler, ...]] = (
    quality_tables,
    review_tables,
    limited_tables,
    needs_tables,
    demand_tables,
    reasons_tables,
    situations_tables,
    barriers_tables,
    scales_tables,
    fieldwork_tables,
    trend_tables,
    reliability_tables,
)
"""Every handler, in the order of the report."""


def tables_of(material: Material) -> tuple[Table, ...]:
    """Return every table that the material allows, small cells not yet hidden (see ``hiding.hide``)."""
    return tuple(table for handler in HANDLERS for table in handler(material))
