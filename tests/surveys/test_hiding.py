"""Disclosure control: what is small is hidden, and what would tell it."""

from dataclasses import replace

import pytest

from surveys.aggregation.hiding import hide, protection
from surveys.aggregation.table import (
    HIDDEN,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Share,
    Source,
    Sum,
    Table,
    choices,
    counts_in,
    everybody,
    part,
    same,
    split,
)
from tests.surveys.hiding_tables import (
    COUNTED,
    EVERYBODY,
    means,
    one_way,
)

ROSTER = Count(75, everybody("roster"))
QUALIFICATION = {"dh": 33, "cd": 1, "tc": 39, "sc": 2}
THEORY = {"cc": 1, "tc": 66, "sc": 8}


def shown(table: Table, place: int = 1) -> list[object]:
    """Return what a column shows: numbers, or HIDDEN."""
    return [cell.value if isinstance(cell, Count) else cell for cell in (row[place] for row in table.rows)]


def hidden_codes(table: Table) -> set[str]:
    """Return the rows whose count is hidden."""
    return {row[0].code for row in table.rows if isinstance(row[0], Code) and row[1] is HIDDEN}


def test_the_articles_qualification_shows_only_the_largest_number() -> None:
    """33, 1, 39, 2 of 75: 1 and 2 are small, and since 3 together are small too, 33 goes with them."""
    (table,) = hide([one_way("qual", ROSTER, "qual", QUALIFICATION, Source.ROSTER)])
    assert shown(table) == [HIDDEN, HIDDEN, 39, HIDDEN]
    assert shown(table, 2) == [HIDDEN, HIDDEN, Share(part(ROSTER, "qual", "tc", 39), ROSTER), HIDDEN]


def test_the_articles_political_theory_hides_two_of_three() -> None:
    """1, 66, 8 of 75: the 8 keeps the 1 company."""
    (table,) = hide([one_way("pol", ROSTER, "pol", THEORY, Source.ROSTER)])
    assert shown(table) == [HIDDEN, 66, HIDDEN]
    assert [note.code for note in table.notes] == ["hidden"]
    assert table.notes[0].parameters == {"threshold": 5}


def test_a_published_roster_is_shown_as_it_stands() -> None:
    """By the office's logged exception the article's figures are all there."""
    tables = [one_way("qual", ROSTER, "qual", QUALIFICATION, Source.ROSTER)]
    (table,) = hide(tables, published={Source.ROSTER})
    assert shown(table) == [33, 1, 39, 2]
    assert table.rows == tables[0].rows
    assert not table.notes


def test_answers_are_never_published_by_exception() -> None:
    """The exception is for the roster's statistics: naming the answers changes nothing."""
    table = one_way("qual", ROSTER, "qual", QUALIFICATION, Source.ANSWERS)
    assert hide([table], published=frozenset(Source) - {Source.PERSONS}) == hide([table])


def test_a_table_of_persons_does_not_go_through() -> None:
    """Names have documents of their own; here they are a mistake."""
    with pytest.raises(ValueError, match="names persons"):
        hide([Table("below_standard", Source.PERSONS, (), ())])


def test_the_same_people_counted_differently_is_a_mistake() -> None:
    """Two numbers for one group cannot both be true, and no hiding would hold."""
    other = one_way("other", ROSTER, "qual", {**QUALIFICATION, "dh": 32, "tc": 40}, Source.ROSTER)
    with pytest.raises(ValueError, match="counted differently"):
        hide([one_way("qual", ROSTER, "qual", QUALIFICATION, Source.ROSTER), other])


def test_parts_that_do_not_add_up_are_a_mistake() -> None:
    """A sum that does not hold would prove what is not so."""
    wrong = Table("wrong", Source.ANSWERS, (), (), sums=(Sum(ROSTER, (part(ROSTER, "qual", "dh", 33),)),))
    with pytest.raises(ValueError, match="do not add up"):
        hide([wrong])


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    """Noughts and fives are shown, with their shares."""
    tables = [
        one_way("a", Count(16, EVERYBODY), "answer", {"a": 5, "b": 11, "c": 0}, Source.ANSWERS),
        one_way("b", Count(16, EVERYBODY), "level", {"low": 8, "high": 8}, Source.ANSWERS),
    ]
    assert [table.rows for table in hide(tables)] == [table.rows for table in tables]


def test_who_took_part_is_shown_however_few() -> None:
    """Fieldwork counts cases, not answers."""
    table = one_way("response", Count(6, everybody("cases:1")), "done", {"yes": 4, "no": 2}, Source.FIELDWORK)
    assert hide([table])[0].rows == table.rows


def test_a_share_whose_base_is_hidden_is_hidden() -> None:
    """Part shown, base hidden: the share would tell the base."""
    total = Count(10, EVERYBODY)
    parts, add_up = split(total, "unit", {"u1": 7, "u2": 3})
    inner, inner_sum = split(parts["u1"], "answer", {"a": 7, "b": 0})
    row = (parts["u1"], parts["u2"], Share(inner["b"], parts["u1"]))
    columns = (Column("u1", Kind.COUNT), Column("u2", Kind.COUNT), Column("share", Kind.SHARE))
    (table,) = hide([Table("shares", Source.ANSWERS, columns, (row,), base=total, sums=(add_up, inner_sum))])
    assert table.rows == ((HIDDEN, HIDDEN, HIDDEN),)


def test_what_left_no_answer_may_be_few() -> None:
    """That two left a question open tells nothing of them."""
    total = Count(20, EVERYBODY)
    missing = part(total, "answer", "missing", 2, is_sensitive=False)
    sums = (Sum(total, (part(total, "answer", "given", 18), missing)),)
    table = Table("open", Source.ANSWERS, (Column("missing", Kind.COUNT),), ((missing,),), sums=sums)
    assert hide([table])[0].rows == table.rows


def test_those_few_who_did_not_tick_are_protected() -> None:
    """73 of 75 ticked: the two who did not stand nowhere, and 73 would tell them."""
    chosen, sums = choices(ROSTER, "topic", {"a": 73, "b": 40, "c": 0})
    rows = tuple((Code("topic", code), count, Share(count, ROSTER)) for code, count in chosen.items())
    (table,) = hide([Table("demand", Source.ANSWERS, COUNTED, rows, base=ROSTER, sums=tuple(sums))])
    assert hidden_codes(table) == {"a"}
    assert table.base == ROSTER


def test_a_base_that_is_small_is_not_told() -> None:
    """A table about three people does not say that they are three."""
    (table,) = hide([Table("few", Source.ANSWERS, (), (), base=Count(3, EVERYBODY))])
    assert table.base is None
    assert [note.code for note in table.notes] == ["hidden"]


def test_no_sums_leave_the_room() -> None:
    """What adds up is for hiding; a table that goes out carries no number that it does not show."""
    (table,) = hide([one_way("qual", ROSTER, "qual", QUALIFICATION, Source.ANSWERS)])
    assert not table.sums
    assert {count.value for count in counts_in([table])} == {39, 75}


def test_a_hidden_row_does_not_keep_its_rank() -> None:
    """In a table ranked by a count a hidden one stands last: between 20 and 20 it would be 20."""
    total = Count(63, EVERYBODY)
    counts = {"a": 20, "z": 20, "b": 20, "c": 3}
    (table,) = hide([one_way("ranked", total, "answer", counts, Source.ANSWERS)])
    assert shown(table) == [20, 20, HIDDEN, HIDDEN]
    codes = [row[0].code for row in table.rows if isinstance(row[0], Code)]
    assert codes[2:] == sorted(codes[2:])


def test_a_mean_of_few_is_hidden_and_one_more_with_it() -> None:
    """The mean of all and of the other groups would give the small group's mean away."""
    people = [{"unit": unit} for unit in ["u1"] * 20 + ["u2"] * 9 + ["u3"] * 3]
    (table,) = hide([means(people, "unit")])
    assert shown(table) == [32, 20, HIDDEN, HIDDEN]
    assert [row[2] is HIDDEN for row in table.rows] == [False, False, True, True]


def test_a_mean_of_few_is_protected_even_if_their_number_is_known() -> None:
    """Numbers of groups that tell nothing stay; means of two groups go."""
    people = [{"unit": unit} for unit in ["u1"] * 20 + ["u2"] * 9 + ["u3"] * 3]
    (table,) = hide([means(people, "unit", is_sensitive=False)])
    assert shown(table) == [32, 20, 9, 3]
    assert [row[2] is HIDDEN for row in table.rows] == [False, False, True, True]


def test_a_figure_goes_with_the_counts_that_it_would_give_away() -> None:
    """The change between two shares tells one of them from the other."""
    before = part(Count(40, everybody("wave:1")), "answer", "a", 3)
    now = part(Count(40, everybody("wave:2")), "answer", "a", 9)
    change = Measure(15, Count(40, everybody("wave:2")), (before, now))
    columns = (Column("previous", Kind.COUNT), Column("current", Kind.COUNT), Column("change", Kind.MEASURE))
    (table,) = hide([Table("trend", Source.ANSWERS, columns, ((before, now, change),))])
    assert table.rows == ((HIDDEN, now, HIDDEN),)


def test_the_change_of_a_hidden_mean_is_hidden() -> None:
    """The mean of u2 keeps that of u3 company: its change since the last wave would tell it."""
    people = [{"unit": unit} for unit in ["u1"] * 20 + ["u2"] * 9 + ["u3"] * 3]
    table = means(people, "unit", is_sensitive=False)
    now = part(Count(32, EVERYBODY), "unit", "u2", 9)
    change = Measure(0.5, Count(8, everybody("wave:0")), (now,))
    trend = Table("trend", Source.ANSWERS, (Column("change", Kind.MEASURE),), ((change,),))
    assert hide([table, trend])[1].rows == ((HIDDEN,),)


def test_nothing_of_nobody_stays() -> None:
    """A figure of no people is no secret: there is none."""
    cell = Measure(None, Count(0, EVERYBODY))
    (table,) = hide([Table("none", Source.ANSWERS, (Column("mean", Kind.MEASURE),), ((cell,),))])
    assert table.rows == ((cell,),)


def test_completed_by_unit_is_known_to_who_reads_answers_by_unit() -> None:
    """Fieldwork tells that three of a unit answered: their answers cannot hide behind their number."""
    completed, of_cases = split(Count(23, everybody("cases:1")), "unit", {"u1": 20, "u2": 3})
    answered, of_wave = split(Count(23, EVERYBODY), "unit", {"u1": 20, "u2": 3})
    fieldwork = Table(
        "response_unit",
        Source.FIELDWORK,
        (Column("n", Kind.COUNT),),
        ((completed["u1"],), (completed["u2"],)),
    )
    yes, no = {}, {}
    sums = [of_cases, of_wave, *(same(completed[unit], answered[unit]) for unit in answered)]
    for unit, counts in {"u1": {"yes": 12, "no": 8}, "u2": {"yes": 3, "no": 0}}.items():
        parts, add_up = split(answered[unit], "level", counts)
        yes[unit], no[unit] = parts["yes"], parts["no"]
        sums.append(add_up)
    rows = tuple((Code("unit", unit), yes[unit], no[unit]) for unit in answered)
    columns = (Column("unit", Kind.CODE), Column("yes", Kind.COUNT), Column("no", Kind.COUNT))
    answers = Table("level_unit", Source.ANSWERS, columns, rows, sums=tuple(sums))
    kept, out = hide([fieldwork, answers])
    assert kept.rows == fieldwork.rows
    assert out.rows[1][1:] == (HIDDEN, HIDDEN), "a shown nought would tell that all three said yes"


def test_what_everybody_of_a_group_answered_is_hidden() -> None:
    """12 of 12 said the same: whoever knows one of them knows the answer."""
    total = Count(12, EVERYBODY)
    (table,) = hide([one_way("level", total, "level", {"low": 12, "high": 0}, Source.ANSWERS)])
    assert shown(table) == [HIDDEN, HIDDEN]


def test_what_nobody_ticked_is_shown() -> None:
    """That nobody ticked a choice is a use of the list, not an answer of somebody; that all did is one."""
    total = Count(12, EVERYBODY)
    chosen, sums = choices(total, "topic", {"a": 0, "b": 12, "c": 6})
    rows = tuple((Code("topic", code), count) for code, count in chosen.items())
    (table,) = hide([Table("demand", Source.ANSWERS, COUNTED[:2], rows, base=total, sums=tuple(sums))])
    assert shown(table) == [0, HIDDEN, 6]


def test_a_group_that_everybody_is_of_is_no_answer() -> None:
    """The office knows who serves where: a wave in one unit has nothing to hide by that."""
    total = Count(12, EVERYBODY)
    table = one_way("units", total, "unit", {"u1": 12, "u2": 0}, Source.ANSWERS)
    assert hide([table])[0].rows == table.rows


def test_two_small_cells_that_make_eight_do_not_stand_alone() -> None:
    """Who guesses that both marks stand for small numbers would know 4 and 4; a third mark, and he does not."""
    total = Count(48, EVERYBODY)
    (table,) = hide([one_way("level", total, "answer", {"a": 4, "b": 4, "c": 40}, Source.ANSWERS)])
    assert shown(table) == [HIDDEN, HIDDEN, HIDDEN]


def test_a_nought_is_the_last_to_be_hidden() -> None:
    """A nought may be known to everybody beforehand; a number of people keeps better company."""
    total = Count(50, EVERYBODY)
    (table,) = hide([one_way("level", total, "answer", {"a": 3, "b": 0, "c": 40, "d": 7}, Source.ANSWERS)])
    assert shown(table) == [HIDDEN, 0, 40, HIDDEN]


def test_another_threshold_hides_by_it() -> None:
    """An office may be stricter."""
    table = one_way("level", Count(60, EVERYBODY), "answer", {"a": 9, "b": 30, "c": 21}, Source.ANSWERS)
    assert shown(hide([table], threshold=10)[0]) == [HIDDEN, 30, HIDDEN]
    assert shown(hide([table])[0]) == [9, 30, 21]


def test_a_row_of_totals_stays_first() -> None:
    """A table ordered by its codes keeps its order, whatever its numbers happen to be."""
    people = [{"unit": unit} for unit in ["u1"] * 20 + ["u2"] * 9 + ["u3"] * 2]
    table = means(people, "unit")
    rows = ((Code("total", "total"), *table.rows[0][1:]), *table.rows[1:])
    (out,) = hide([replace(table, rows=rows)])
    assert [row[0] for row in out.rows] == [row[0] for row in rows]
    assert shown(out) == [31, 20, HIDDEN, HIDDEN]


def test_what_fieldwork_shows_already_is_not_hidden_for_being_unanimous() -> None:
    """All of a title completed: that all of them were reached is no news."""
    cases = Count(6, everybody("cases:1"))
    reached, outcomes = split(cases, "reached", {"yes": 6, "no": 0})
    completed = part(cases, "outcome", "completed", 6)
    fieldwork = Table("response", Source.FIELDWORK, (Column("n", Kind.COUNT),), ((cases,), (completed,)))
    link = Sum(reached["yes"], (completed,))
    rates = Table(
        "rates", Source.ANSWERS, (Column("reached", Kind.COUNT),), ((reached["yes"],),), sums=(outcomes, link)
    )
    assert hide([fieldwork, rates])[1].rows == rates.rows


def test_where_no_proof_is_found_in_time_everything_linked_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Giving up hides more, never less; what is not linked is not touched."""
    monkeypatch.setattr(protection, "_MOST_TRIES", -1)
    linked = one_way("qual", ROSTER, "qual", QUALIFICATION, Source.ROSTER)
    other = one_way("a", Count(16, EVERYBODY), "answer", {"a": 5, "b": 11}, Source.ANSWERS)
    out, kept = hide([linked, other])
    assert shown(out) == [HIDDEN] * 4
    assert out.base is None
    assert kept.rows == other.rows
