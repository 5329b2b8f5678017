"""THE HANDLERS: from the material to tables, one question a file. Adding one: one file, one line below."""

from collections.abc import Callable, Iterable
from typing import Final

from surveys.aggregation.material import Material
from surveys.aggregation.needs import needs_tables
from surveys.aggregation.table import Table

Handler = Callable[[Material], Iterable[Table]]
"""Makes the tables of one question; none, if the material does not hold what it needs."""

HANDLERS: Final[tuple[Handler, ...]] = (needs_tables,)
"""Every handler, in the order of the report."""


def tables_of(material: Material) -> tuple[Table, ...]:
    """Return every table that the material allows, small cells not yet hidden (see ``hiding.hide``)."""
    return tuple(table for handler in HANDLERS for table in handler(material))
