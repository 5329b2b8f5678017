"""Demand: what people want to be trained in, how, when and where. One table an item, ``demand_<item>``."""

from collections.abc import Iterator
from typing import Final

from surveys.aggregation.choosing import Choosing, choosing, is_chosen_from
from surveys.aggregation.gates import gate_sums
from surveys.aggregation.groups import title_groups
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
    Sum,
    Table,
    everybody,
)

DEMAND_ITEMS: Final = ("d_topic", "d_top1", "d_degree", "d_form", "d_len", "d_time", "d_place")
"""The items of demand in the order of the report; a form without one has no table of it."""


def demand_tables(material: Material) -> Iterator[Table]:
    """Count the choices of each item of demand, over all and by title group, the most wanted first."""
    if material.wave is None:
        return
    form, matrix = material.wave.form, material.wave.responses.counted()
    if not len(matrix):
        return
    groups = title_groups(form, matrix, material.titles)
    total = Count(len(matrix), everybody(f"wave:{material.wave.number}"))
    for item in DEMAND_ITEMS:
        if is_chosen_from(matrix, item):
            found = choosing(form, matrix, item, total, groups)
            links = gate_sums(form, matrix, found, total)
            yield _table(found, groups.present(), (*found.sums, *links), bool(matrix.slots[item].mask))


def _table(found: Choosing, present: tuple[str, ...], sums: tuple[Sum, ...], is_multiple: bool) -> Table:
    overall = found.overall
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Code(f"item:{found.item}", code),
            count,
            Share(count, overall.answered),
            *(found.groups[group].choices[code] for group in present),
        )
        for code, count in sorted(overall.choices.items(), key=lambda each: -each[1].value)
    )
    return Table(
        f"demand_{found.item}",
        Source.ANSWERS,
        (
            Column("choice", Kind.CODE),
            Column("count", Kind.COUNT),
            Column("share", Kind.SHARE),
            *(Column(group, Kind.COUNT, Code("title_group", group)) for group in present),
        ),
        rows,
        base=overall.answered,
        sums=sums,
        notes=(Note("share_of_answers"), *([Note("several_choices")] if is_multiple else ())),
    )
