"""How the wave was carried out: who took part, how cases ended, what was left empty, where people stopped.

That somebody took part at all (completed, or answered at least half) is a count of cases and shown as it stands;
the ways of not taking part (refused, broke off, never reached) are hidden when they are few. Rates are AAPOR's, by
``surveys.disposition``: RR1, RR2, REF1 and CON1 over all cases.

Of a case the variables are ``unit``, ``title``, ``outcome``, and what sums up outcomes: ``completed`` (no: all but
that outcome), ``responded``, ``declined``, ``contacted``.
"""

from collections.abc import Iterator

from surveys.aggregation.fieldwork.answering import answering_tables, quantile
from surveys.aggregation.fieldwork.cases import RATES, Cases
from surveys.aggregation.fieldwork.participation import participation_tables
from surveys.aggregation.material import Material
from surveys.aggregation.table import Table

__all__ = ["RATES", "Cases", "fieldwork_tables", "quantile"]


def fieldwork_tables(material: Material) -> Iterator[Table]:
    """Describe the fieldwork of the wave; nothing without a wave or cases."""
    if material.wave is None or not material.wave.fieldwork.groups:
        return
    wave = material.wave
    whole = Cases.of(wave)
    yield from participation_tables(wave, whole)
    yield from answering_tables(wave, whole.total)
