"""What keeps people from training, over all and by age band: ``barriers_age``."""

from collections.abc import Iterator
from typing import Final

from surveys.aggregation.choosing import choosing, is_chosen_from
from surveys.aggregation.groups import age_bands
from surveys.aggregation.material import Material
from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Note,
    Share,
    Source,
    Table,
    everybody,
)

_BARRIERS: Final = "e_bar"


def barriers_tables(material: Material) -> Iterator[Table]:
    """Count the barriers by age band; shares are of those of the band who answered."""
    if material.wave is None:
        return
    form, matrix = material.wave.form, material.wave.responses.counted()
    if not len(matrix) or not is_chosen_from(matrix, _BARRIERS):
        return
    bands = age_bands(form, matrix, material.wave.opens_on.year)
    total = Count(len(matrix), everybody(f"wave:{material.wave.number}"))
    found = choosing(form, matrix, _BARRIERS, total, bands)
    present = [(code, found.groups[code]) for code in bands.present()]
    overall = found.overall
    columns = [Column("choice", Kind.CODE), Column("count", Kind.COUNT), Column("share", Kind.SHARE)]
    for code, _band in present:
        label = Code("age_band", code)
        columns += [
            Column(code, Kind.COUNT, label),
            Column(f"{code}_share", Kind.SHARE, label),
        ]
    rows: list[tuple[Cell, ...]] = []
    for code, count in sorted(overall.choices.items(), key=lambda each: -each[1].value):
        cells: list[Cell] = [Code(f"item:{_BARRIERS}", code), count, Share(count, overall.answered)]
        for _code, band in present:
            cells += [band.choices[code], Share(band.choices[code], band.answered)]
        rows.append(tuple(cells))
    yield Table(
        "barriers_age",
        Source.ANSWERS,
        tuple(columns),
        tuple(rows),
        base=overall.answered,
        sums=found.sums,
        notes=(Note("share_of_band"), Note("several_choices")),
    )
