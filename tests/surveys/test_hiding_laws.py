"""Laws of disclosure control: whoever answered what, a reader who tries every possibility finds nothing out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.aggregation.hiding import hide
from surveys.aggregation.table import HIDDEN, Count, Source, Sum, Table, Who
from tests.surveys.hiding_reader import Reader, counts_behind, known_anyway, seen
from tests.surveys.hiding_tables import EVERYBODY, Person, count_of, cross, means, one_way, persons, ticked

FEW = settings(max_examples=25)


def assert_nothing_found_out(
    tables: Sequence[Table], published: Sequence[Source] = (), told: Mapping[Who, int] | None = None
) -> None:
    """Hide small cells and let a reader, who may have been told some, try every possibility on what is left."""
    out = hide(tables, published=frozenset(published))
    exempt = known_anyway(tables, published) | (told or {}).keys()
    known = {**seen(out), **(told or {})}
    reader = Reader(known, [each for table in tables for each in table.sums])
    behind = {who: count for who, count in counts_behind(tables).items() if who not in exempt}
    secret = {who: count for who, count in behind.items() if count.is_sensitive and 0 < count.value < 5}
    assert not secret.keys() & known.keys()
    for who, count in secret.items():
        assert reader.possible(who, besides=count.value), f"{sorted(who)} must be {count.value}"
    for add_up in (each for table in tables for each in table.sums if each.total.of in known):
        unseen = [each for each in add_up.parts if each.of not in known]
        remainder = sum(each.value for each in unseen)
        if any(each.value and behind[each.of].is_sensitive for each in unseen if each.of in behind):
            assert remainder >= min(5, add_up.total.value)


@FEW
@given(persons("unit", "answer"))
def test_two_way_tables_keep_their_secrets(people: list[Person]) -> None:
    """Whatever the margins tell, every small cell has another possible number."""
    assert_nothing_found_out([cross(people, "unit", "answer")])


@FEW
@given(persons("unit", "gender", "answer"))
def test_three_way_tables_keep_their_secrets(people: list[Person]) -> None:
    """So do cubes with all their margins."""
    assert_nothing_found_out([cross(people, "unit", "gender", "answer")])


@FEW
@given(persons("unit", "gender", "answer", "level"))
def test_tables_that_share_margins_keep_their_secrets(people: list[Person]) -> None:
    """A number hidden in one table cannot be worked out of the others."""
    tables = [
        cross(people, "unit", "answer"),
        cross(people, "gender", "answer"),
        cross(people, "unit", "level"),
    ]
    assert_nothing_found_out(tables)


@FEW
@given(persons("unit", "gender", "ticks", most=16))
def test_choices_keep_the_secret_of_who_ticked_and_who_did_not(people: list[Person]) -> None:
    """The few who did not tick a choice stand in no cell and are protected all the same."""
    assert_nothing_found_out([ticked(people, "unit"), ticked(people, "gender")])


@FEW
@given(persons("unit", "gender", "answer"))
def test_a_published_roster_beside_answers_gives_none_away(people: list[Person]) -> None:
    """Known sizes of units and genders do not tell what anybody answered where anything else is possible."""
    total = Count(len(people), EVERYBODY)
    roster = [
        one_way(
            f"roster_{by}",
            total,
            by,
            {v: count_of(people, total, **{by: v}).value for v in values},
            Source.ROSTER,
        )
        for by, values in (("unit", ("u1", "u2", "u3")), ("gender", ("nam", "nu")))
    ]
    tables = [*roster, cross(people, "unit", "answer"), cross(people, "gender", "answer")]
    assert_nothing_found_out(tables, [Source.ROSTER])


@FEW
@given(persons("unit", "answer", "ticks", most=16))
def test_who_knows_how_many_of_each_unit_answered_finds_out_no_answer(people: list[Person]) -> None:
    """Sizes of units are hidden where they are small, and no answer hides behind them: fieldwork shows them."""
    total = Count(len(people), EVERYBODY)
    sizes = [total, *(count_of(people, total, unit=unit) for unit in ("u1", "u2", "u3"))]
    tables = [cross(people, "unit", "answer"), ticked(people, "unit")]
    assert_nothing_found_out(tables, told={count.of: count.value for count in sizes})


@FEW
@given(persons("unit", "answer"))
def test_the_order_of_tables_and_rows_does_not_matter(people: list[Person]) -> None:
    """What is hidden depends on the counts alone."""
    tables = [cross(people, "unit", "answer"), cross(people, "unit"), cross(people, "answer")]
    turned = [
        replace(
            table,
            rows=table.rows[::-1],
            sums=tuple(Sum(each.total, each.parts[::-1]) for each in table.sums[::-1]),
        )
        for table in tables[::-1]
    ]
    assert seen(hide(tables)) == seen(hide(turned))


@FEW
@given(persons("unit", "answer", "ticks"))
def test_hiding_twice_changes_nothing(people: list[Person]) -> None:
    """What has been hidden once can be passed through again."""
    once = hide([cross(people, "unit", "answer"), ticked(people, "unit"), means(people, "unit")])
    assert hide(once) == once


@FEW
@given(persons("unit", "answer"))
def test_a_share_goes_with_its_counts(people: list[Person]) -> None:
    """A share of a known base would give the part away, rounded or not."""
    out = hide([cross(people, "unit", "answer")])
    total_is_hidden = len(people) < 5
    for row in out[0].rows:
        assert (row[3] is HIDDEN) == (row[2] is HIDDEN or total_is_hidden)


@FEW
@given(persons("unit", most=40), st.booleans())
def test_no_mean_of_few_can_be_taken_out_of_the_others(people: list[Person], is_sensitive: bool) -> None:
    """Beside the mean of all there are at least two groups without one, together five people or more."""
    table = means(people, "unit", is_sensitive=is_sensitive)
    (out,) = hide([table])
    has_mean = {row[0]: row[2] is not HIDDEN for row in out.rows}
    sizes = {row[0]: row[1].value for row in table.rows if isinstance(row[1], Count)}
    assert not any(has_mean[code] for code, size in sizes.items() if 0 < size < 5)
    without = [size for code, size in sizes.items() if size and not has_mean[code]]
    if without and has_mean[table.rows[0][0]]:
        assert len(without) >= 2
        assert sum(without) >= 5
