"""The figures of a wave against the one before in its series."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from surveys.aggregation.hiding import hide
from surveys.aggregation.material import CaseGroup, Fieldwork, Material, Wave
from surveys.aggregation.table import HIDDEN, Cell, Code, Count, Measure, Share, Table
from surveys.aggregation.trend import trend_tables
from surveys.disposition import Outcome
from surveys.projection import Standing
from surveys.questionnaire import Choice, Questionnaire
from surveys.reporting.wording import Lexicon
from tests.surveys.waves import T7, Answers, competency, form_of, matrix_of, ratings_of, select, single

FORM = form_of(
    competency("c05"),
    competency("c06"),
    single(select("d_topic", "topics", several=True)),
    topics=("law", "it", "land"),
)
DONE, GONE = Outcome.COMPLETED, Outcome.REFUSED


def wave(
    number: int,
    people: Sequence[Answers],
    groups: dict[Outcome, int] | None = None,
    form: Questionnaire = FORM,
) -> Wave:
    """A wave in which people answered this, and whose cases came to these outcomes."""
    fieldwork = Fieldwork(tuple(CaseGroup("01", "bt", *each) for each in (groups or {}).items()))
    days = (date(2026, number, 1), date(2026, number, 14))
    return Wave(number, *days, True, form, matrix_of(form, people), fieldwork, number_in_series=number)


def person(topics: str, ratings: str = "53") -> dict[str, str]:
    """Somebody with these topics who rates c05 so (importance, level)."""
    found = {"a_title": "bt", "c05_i": ratings[0], "c05_c": ratings[1], "d_topic": topics}
    return {item: value for item, value in found.items() if value != "-"}


def material(previous: Wave | None, current: Wave) -> Material:
    """Two waves of a series."""
    return Material(as_of=date(2026, 12, 1), units={}, roster=(), wave=current, previous=previous)


def tables(of: Material, *, is_hidden: bool = False) -> dict[str, Table]:
    """The tables by key."""
    found = list(trend_tables(of))
    return {table.key: table for table in (hide(found) if is_hidden else found)}


def row(table: Table, code: str) -> dict[str, Cell]:
    """A row by its code, as column -> cell."""
    keys = [column.key for column in table.columns]
    return next(
        dict(zip(keys, each, strict=True))
        for each in table.rows
        if isinstance(each[0], Code) and each[0].code == code
    )


def figures(cells: dict[str, Cell]) -> list[object]:
    """The figures of a row: n and value of the wave before, of this one, the change."""
    return [_figure(each) for each in list(cells.values())[1:]]


def _figure(cell: Cell) -> object:
    if isinstance(cell, Count | Measure):
        return cell.value
    return cell.fraction if isinstance(cell, Share) else cell


FIRST = wave(1, [person("law it")] * 6 + [person("land")] * 6, {DONE: 12, GONE: 8})
SECOND = wave(2, [person("law", "55")] * 9 + [person("law it", "31")] * 6, {DONE: 15, GONE: 5})


def test_rates_are_compared_in_points() -> None:
    """RR1 from 12/20 to 15/20: fifteen points more, with the n of both."""
    found = tables(material(FIRST, SECOND))["trend_rates"]
    assert figures(row(found, "rr1")) == [20, Fraction(3, 5), 20, Fraction(3, 4), 15]
    assert figures(row(found, "refusal")) == [20, Fraction(2, 5), 20, Fraction(1, 4), -15]


def test_demand_is_compared_by_topic() -> None:
    """Law from 6/12 to 15/15, land from 6/12 to nobody."""
    found = tables(material(FIRST, SECOND))["trend_demand"]
    assert figures(row(found, "law")) == [12, Fraction(1, 2), 15, 1, 50]
    assert figures(row(found, "land")) == [12, Fraction(1, 2), 15, 0, -50]


def test_needs_are_compared_by_competency() -> None:
    """The published fixture as this wave: MWDS 26/3; the wave before 10, by hand: 5·(5−3)."""
    fixture = [ratings_of({"c05": T7["c05"]}, each) for each in range(6)]
    found = tables(material(FIRST, wave(2, fixture)))["trend_needs"]
    assert figures(row(found, "c05")) == [12, 10, 6, Fraction(26, 3), Fraction(26, 3) - 10]


def test_a_competency_nobody_rated_has_no_score() -> None:
    """No rating before: n is 0, the score and the change are not defined."""
    found = tables(material(FIRST, SECOND))["trend_needs"]
    assert figures(row(found, "c06")) == [0, None, 0, None, None]


def test_what_only_one_wave_asked_is_left_out() -> None:
    """A newer form with another competency and another topic: only what both asked is compared."""
    newer = form_of(
        competency("c05"),
        competency("c99"),
        single(select("d_topic", "topics", several=True)),
        topics=("law", "ai"),
    )
    found = tables(material(FIRST, wave(2, [person("law ai")] * 6, form=newer)))
    assert [each[0] for each in found["trend_needs"].rows] == [Code("screen", "c05")]
    assert [each[0] for each in found["trend_demand"].rows] == [Code("item:d_topic", "law")]
    assert "trend_rates" not in found


def test_another_scale_is_not_compared() -> None:
    """Scores on a scale of five and of seven are different things."""
    seven = tuple(Choice(str(number), str(number)) for number in range(1, 8))
    newer = FORM.with_choice_lists({"five": seven})
    assert "trend_needs" not in tables(material(FIRST, wave(2, [person("law")] * 6, form=newer)))


def test_without_a_wave_before_there_is_no_trend() -> None:
    """The first wave of a series, or one asked once."""
    assert tables(material(None, SECOND)) == {}
    assert tables(replace(material(FIRST, SECOND), wave=None)) == {}


@pytest.mark.parametrize("is_swapped", [False, True])
def test_a_change_does_not_tell_a_hidden_share(is_swapped: bool) -> None:
    """Three of a wave chose land: its share is hidden, and so is the change, whichever of the waves it is."""
    few = wave(3, [person("land")] * 3 + [person("law it")] * 9, {DONE: 12})
    waves = (few, SECOND) if is_swapped else (SECOND, few)
    cells = row(tables(material(*waves), is_hidden=True)["trend_demand"], "land")
    assert cells["previous" if is_swapped else "current"] is HIDDEN
    assert cells["change"] is HIDDEN


def test_a_score_of_a_few_is_hidden_with_its_change() -> None:
    """Four people rated it this time: neither their score nor the change is shown."""
    before = wave(2, [person("law", "53")] * 6 + [person("law", "24")] * 6)
    few = wave(3, [person("law", "51")] * 4 + [person("law", "--")] * 8)
    cells = row(tables(material(before, few), is_hidden=True)["trend_needs"], "c05")
    assert (cells["current"], cells["change"]) == (HIDDEN, HIDDEN)
    assert isinstance(cells["previous"], Measure)


def test_a_score_that_tells_what_everybody_said_is_hidden_with_its_change() -> None:
    """All twelve rated it alike this time: the score would say so, and the change would tell the score."""
    before = wave(2, [person("law", "53")] * 6 + [person("law", "24")] * 6)
    alike = wave(3, [person("law", "51")] * 12)
    cells = row(tables(material(before, alike), is_hidden=True)["trend_needs"], "c05")
    assert (cells["current"], cells["change"]) == (HIDDEN, HIDDEN)
    assert isinstance(cells["n"], Count)


def test_breakoffs_count_in_no_trend() -> None:
    """Only counted responses: those completed or at least half done."""
    broken = replace(SECOND, responses=matrix_of(FORM, [person("law")] * 9, Standing.BREAKOFF))
    found = tables(material(FIRST, broken))
    assert list(found) == ["trend_rates"]


def test_every_table_of_the_trend_is_worded() -> None:
    """Titles, headings and notes: nothing stands as a code."""
    lexicon = Lexicon(FORM)
    for table in trend_tables(material(FIRST, SECOND)):
        words = [
            lexicon.title(table),
            *lexicon.headings(table),
            *(lexicon.note(note) for note in table.notes),
        ]
        assert all(words)
        assert not any("_" in word for word in words)
