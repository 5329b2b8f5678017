"""How the wave was carried out: who took part, how cases ended, what was left empty, where people stopped.

That somebody submitted is a count of cases and shown as it stands; every other way for a case to end (half answered,
refused, broke off, never reached) is hidden when they are few, and so is what few left empty. The bases of other
tables tell the latter, and how many of the whole wave answered at least half; that is accepted: a figure must have
its n, and the others are protected against whoever reckons with it. Rates are AAPOR's, by
``surveys.disposition``: RR1, RR2, REF1 and CON1 over all cases.

Of a case the variables are ``unit``, ``title``, ``outcome``, and what sums up outcomes: ``completed`` (no: all but
that outcome), ``responded``, ``declined``, ``contacted``, ``unfinished``.
"""

from collections.abc import Iterator

from surveys.aggregation.fieldwork.answering import answering_tables
from surveys.aggregation.fieldwork.cases import RATES, Cases
from surveys.aggregation.fieldwork.modes import mode_tables
from surveys.aggregation.fieldwork.participation import participation_tables
from surveys.aggregation.fieldwork.quantiles import quantile
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
    yield from answering_tables(wave, whole)
    yield from mode_tables(wave, whole)
