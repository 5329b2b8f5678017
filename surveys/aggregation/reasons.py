"""Why people want to study: ``reasons``, the article's "chạy theo bằng cấp" as figures.

Besides each reason there are two further rows: ``papers``, those who study for the standard or for one more degree
taken together; ``repeats``, those who want a programme no higher than what they hold (a second degree).
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from surveys.aggregation.choosing import Choosing, choosing, is_chosen_from
from surveys.aggregation.gates import gate_sums
from surveys.aggregation.groups import item_of
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
    part,
)
from surveys.projection.layout import GIVEN, NOT_ASKED
from surveys.projection.matrix import Mask, Matrix
from surveys.questionnaire import Questionnaire
from surveys.roster import POL, QUAL

_WHY: Final = "d_why"
_DEGREE: Final = "d_degree"
_PAPERS: Final = ("std", "degree")
_LEADS_TO: Final = {
    "dh": ("qual", "dh"),
    "sdh": ("qual", "sdh"),
    "tcllct": ("pol", "tc"),
    "ccllct": ("pol", "cc"),
}
"""The roster attribute and its value that a programme leads to."""
_ORDER: Final = {"qual": tuple(QUAL), "pol": tuple(POL)}


def reasons_tables(material: Material) -> Iterator[Table]:
    """Count the reasons among those who were asked (who want a programme); nothing if the form does not ask."""
    if material.wave is None:
        return
    form, matrix = material.wave.form, material.wave.responses.counted()
    if not len(matrix) or not is_chosen_from(matrix, _WHY):
        return
    total = Count(len(matrix), everybody(f"wave:{material.wave.number}"))
    found = choosing(form, matrix, _WHY, total)
    asked, choices = found.overall.asked, found.overall.choices
    rows: list[tuple[Cell, ...]] = [
        (Code(f"item:{_WHY}", code), count, Share(count, asked))
        for code, count in sorted(choices.items(), key=lambda each: -each[1].value)
    ]
    sums = [*found.sums, *gate_sums(form, matrix, found, total)]
    notes = [Note("share_of_asked")]
    for row, add_up in (*_papers(found), *_repeats(form, matrix, asked)):
        rows.append(row)
        sums += add_up
        code = row[0]
        notes += [Note(f"reasons_{code.code}")] if isinstance(code, Code) else []
    columns = (Column("choice", Kind.CODE), Column("count", Kind.COUNT), Column("share", Kind.SHARE))
    yield Table(
        "reasons", Source.ANSWERS, columns, tuple(rows), base=asked, sums=tuple(sums), notes=tuple(notes)
    )


def _papers(found: Choosing) -> Iterator[tuple[tuple[Cell, ...], list[Sum]]]:
    choices, asked = found.overall.choices, found.overall.asked
    if not all(code in choices for code in _PAPERS):
        return
    together = tuple(choices[code] for code in _PAPERS)
    papers = part(asked, f"{_WHY}:papers", "yes", sum(count.value for count in together))
    yield (Code("reasons", "papers"), papers, Share(papers, asked)), [Sum(papers, together)]


def _repeats(
    form: Questionnaire, matrix: Matrix, asked: Count
) -> Iterator[tuple[tuple[Cell, ...], list[Sum]]]:
    if _DEGREE not in matrix or not matrix.slots[_DEGREE].mask:
        return
    is_asked = matrix.numbers(_WHY) != NOT_ASKED
    count = int((is_asked & _wants_what_is_held(form, matrix)).sum())
    repeats = part(asked, f"{_DEGREE}:repeats", "yes", count)
    rest = part(asked, f"{_DEGREE}:repeats", "no", asked.value - count)
    yield (Code("reasons", "repeats"), repeats, Share(repeats, asked)), [Sum(asked, (repeats, rest))]


def _wants_what_is_held(form: Questionnaire, matrix: Matrix) -> Mask:
    """Say of each response whether it wants a programme that leads no higher than what the person holds."""
    wants: Mask = np.zeros(len(matrix), np.bool_)
    for degree, (attribute, reached) in _LEADS_TO.items():
        item = item_of(form, matrix, attribute)
        if item and degree in matrix.slots[_DEGREE].codes:
            order = _ORDER[attribute]
            codes = matrix.slots[item].codes
            enough = [GIVEN + codes.index(code) for code in order[order.index(reached) :] if code in codes]
            wants |= matrix.is_choice(_DEGREE, degree) & np.isin(matrix.numbers(item), enough)
    return wants
