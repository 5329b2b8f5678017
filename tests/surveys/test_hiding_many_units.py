"""Hiding where units are many: the new province has 99, with a few officials of each title in every one."""

import random
from collections import Counter
from dataclasses import replace

from surveys.aggregation import tables_of
from surveys.aggregation.hiding import hide
from surveys.aggregation.material import CaseGroup, Material
from surveys.aggregation.table import HIDDEN, Source
from surveys.disposition import Outcome
from surveys.projection import Layout
from surveys.projection.matrix import Matrix
from tests.surveys.report_sample import form, material, officials, packed_answers

UNITS = 99
PEOPLE = 300


def many_units() -> Material:
    """Three hundred officials in 99 units; two of three have answered."""
    chance, sample = random.Random(1), material()
    assert sample.wave is not None
    people = tuple(
        replace(
            officials()[place % 75],
            roster_key=f"K{place}",
            unit_code=f"{20_000 + place % UNITS}",
            unit_name=f"Xã {place % UNITS}",
        )
        for place in range(PEOPLE)
    )
    answering = PEOPLE * 2 // 3
    cases = Counter(
        (person.unit_code, person.title, Outcome.COMPLETED if place < answering else Outcome.SILENT)
        for place, person in enumerate(people)
    )
    answers = b"".join(packed_answers(officials()[place % 75], chance) for place in range(answering))
    fieldwork = replace(
        sample.wave.fieldwork, groups=tuple(CaseGroup(*key, count) for key, count in sorted(cases.items()))
    )
    wave = replace(sample.wave, responses=Matrix(Layout.of(form()), answers), fieldwork=fieldwork)
    units = {person.unit_code: person.unit_name for person in people}
    return replace(sample, units=units, roster=people, reviews={}, wave=wave, differences=())


def test_the_whole_body_is_told_however_many_units_there_are() -> None:
    """Small cells by unit cost the totals nothing: the search for proofs does not give up and hide everything."""
    tables = hide([table for table in tables_of(many_units()) if table.source is not Source.PERSONS])
    by_key = {table.key: table for table in tables if table.subject is None}
    total = by_key["quality_total"]
    assert total.base is not None
    assert total.base.value == PEOPLE
    shown = [cell for row in total.rows for cell in row[2:] if cell is not HIDDEN]
    assert len(shown) > len(total.rows)
    topics = by_key["demand_d_topic"]
    assert any(row[1] is not HIDDEN for row in topics.rows)
