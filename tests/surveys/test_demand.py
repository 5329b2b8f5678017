"""Demand, reasons, barriers, situations, confidence: what is counted, of whom, and that it adds up."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.aggregation.barriers import barriers_tables
from surveys.aggregation.demand import demand_tables
from surveys.aggregation.hiding import hide
from surveys.aggregation.material import Material
from surveys.aggregation.reasons import reasons_tables
from surveys.aggregation.situations import situations_tables
from surveys.aggregation.table import Cell, Code, Count, Measure, Share, Table
from surveys.expressions import parse
from surveys.questionnaire import Item, ItemType, Questionnaire, Screen
from surveys.reporting.wording import Lexicon
from surveys.roster import POL, QUAL
from tests.surveys.report_tables import form as built_in_form
from tests.surveys.waves import (
    Answers,
    form_of,
    material_of,
    material_of_matrix,
    matrix_of,
    select,
    shuffled,
    single,
)

HANDLERS: tuple[Callable[[Material], Iterable[Table]], ...] = (
    demand_tables,
    reasons_tables,
    barriers_tables,
    situations_tables,
)
WANTS_A_DEGREE = "${d_degree} != '' and not(selected(${d_degree}, 'none'))"
LISTS = {
    "form": ("tt", "online", "mix"),
    "place": ("xa", "tinh"),
    "time": ("q1", "q2", "we"),
    "degree": ("none", "dh", "sdh", "tcllct", "ccllct", "qlnn"),
    "purpose": ("work", "std", "plan", "degree", "other"),
    "barrier": ("time", "age", "it", "none"),
    "story": ("a", "b", "c"),
    "qual": tuple(QUAL),
    "pol": tuple(POL),
}


def demand_form() -> Questionnaire:
    """A small form with an item of every kind that the handlers look for."""
    story = Item("s_dang", ItemType.SELECT_ONE, choice_list="story", shuffled=True)
    asked_of_party = Screen("s_dang", (story,), relevant=(parse("${a_title} = 'bt'"),))
    return form_of(
        single(select("b_qual", "qual", roster="qual")),
        single(select("b_pol", "pol", roster="pol")),
        asked_of_party,
        single(select("s_conf", "five")),
        single(select("d_degree", "degree", several=True)),
        single(select("d_why", "purpose", relevant=WANTS_A_DEGREE)),
        single(select("d_form", "form")),
        single(select("d_time", "time", several=True)),
        single(select("d_place", "place", relevant="${d_form} != 'online'")),
        single(select("e_bar", "barrier", several=True)),
        **LISTS,
    )


def tables_of(people: list[Answers], *handlers: Callable[[Material], Iterable[Table]]) -> dict[str, Table]:
    """The tables of a wave by key."""
    material = material_of(demand_form(), people)
    return {table.key: table for handler in handlers or HANDLERS for table in handler(material)}


def rows_of(table: Table) -> list[tuple[object, ...]]:
    """Rows as codes, numbers and exact shares."""
    return [tuple(plain(cell) for cell in row) for row in table.rows]


def plain(cell: Cell) -> object:
    """What a cell says."""
    if isinstance(cell, Code):
        return cell.code
    if isinstance(cell, Share):
        return cell.fraction
    return cell.value if isinstance(cell, Count | Measure) else cell


def keys_of(table: Table) -> list[str]:
    """The keys of a table's columns."""
    return [column.key for column in table.columns]


# --- demand -----------------------------------------------------------------------------------------


def test_a_demand_is_counted_over_all_and_by_title_group_the_most_wanted_first() -> None:
    """Shares are of those who answered; equal counts stand in the form's order; a group nobody is in has no column."""
    people: list[Answers] = [
        {"a_title": "bt", "d_form": "mix"},
        {"a_title": "bt", "d_form": "online"},
        {"a_title": "qs", "d_form": "mix"},
        {"a_title": "qs", "d_form": "tt"},
        {"a_title": "qs", "d_form": ""},
    ]
    table = tables_of(people)["demand_d_form"]

    assert keys_of(table) == ["choice", "count", "share", "dang", "chuyen_mon"]
    assert rows_of(table) == [
        ("mix", 2, Fraction(1, 2), 1, 1),
        ("tt", 1, Fraction(1, 4), 0, 1),
        ("online", 1, Fraction(1, 4), 1, 0),
    ]
    assert table.base is not None
    assert table.base.value == 4


def test_of_several_choices_each_person_counts_once_for_each() -> None:
    """Two people tick three times: the shares add up to more than one."""
    people: list[Answers] = [{"a_title": "bt", "d_time": "q1 we"}, {"a_title": "bt", "d_time": "we"}]
    table = tables_of(people)["demand_d_time"]

    assert rows_of(table) == [
        ("we", 2, Fraction(1), 2),
        ("q1", 1, Fraction(1, 2), 1),
        ("q2", 0, Fraction(0), 0),
    ]
    assert "several_choices" in {note.code for note in table.notes}


def test_who_is_not_asked_is_in_no_base() -> None:
    """The place is not asked of those who want to learn online."""
    people: list[Answers] = [{"d_form": "online"}, {"d_form": "tt", "d_place": "xa"}, {"d_form": "tt"}]
    table = tables_of(people)["demand_d_place"]

    assert rows_of(table)[0][:3] == ("xa", 1, Fraction(1))


def test_the_base_of_a_gated_question_does_not_tell_a_hidden_answer() -> None:
    """Three of thirty learn online, so 27 were asked the place: that number is hidden with the three, or none is."""
    people: list[Answers] = [
        {"a_title": "bt", "d_form": form, "d_place": "" if form == "online" else place}
        for form, place in zip(
            ["online"] * 3 + ["tt"] * 15 + ["mix"] * 12, ["xa"] * 15 + ["tinh"] * 15, strict=True
        )
    ]
    shown = {table.key: table for table in hide(list(tables_of(people, demand_tables).values()))}
    online = next(row for row in shown["demand_d_form"].rows if plain(row[0]) == "online")

    assert not isinstance(online[1], Count)
    assert any(
        each.total.of == frozenset({("population", "wave:1"), ("d_place", "not_asked")})
        and [part.of for part in each.parts] == [frozenset({("population", "wave:1"), ("d_form", "online")})]
        for each in tables_of(people, demand_tables)["demand_d_place"].sums
    )


# --- reasons ----------------------------------------------------------------------------------------


def test_reasons_are_shares_of_those_who_want_a_programme() -> None:
    """Who wants none is not asked; studying for papers is two reasons together; a second degree is counted."""
    people: list[Answers] = [
        {"b_qual": "dh", "d_degree": "dh", "d_why": "degree"},  # a second degree
        {"b_qual": "tc", "d_degree": "dh", "d_why": "std"},
        {"b_qual": "dh", "d_degree": "sdh", "d_why": "work"},
        {"b_qual": "sdh", "b_pol": "cc", "d_degree": "tcllct qlnn", "d_why": "work"},  # holds more already
        {"b_qual": "dh", "d_degree": "none"},
        {"b_qual": "dh"},
    ]
    table = tables_of(people)["reasons"]

    assert table.base is not None
    assert table.base.value == 4
    assert rows_of(table) == [
        ("work", 2, Fraction(1, 2)),
        ("std", 1, Fraction(1, 4)),
        ("degree", 1, Fraction(1, 4)),
        ("plan", 0, Fraction(0)),
        ("other", 0, Fraction(0)),
        ("papers", 2, Fraction(1, 2)),
        ("repeats", 2, Fraction(1, 2)),
    ]


def test_one_common_reason_is_not_taken_for_a_secret() -> None:
    """Work, standard and degree by enough people, no other reason: nothing is small, nothing is hidden."""
    whys = ["work"] * 24 + ["degree"] * 8 + ["std"] * 12
    people: list[Answers] = [{"b_qual": "tc", "d_degree": "dh sdh", "d_why": why} for why in whys]
    people += [{"b_qual": "dh", "d_degree": "dh", "d_why": "work"}] * 6 + [{"d_degree": "none"}] * 10
    (shown,) = hide([tables_of(people)["reasons"]])

    assert rows_of(shown) == [
        ("work", 30, Fraction(3, 5)),
        ("std", 12, Fraction(6, 25)),
        ("degree", 8, Fraction(4, 25)),
        ("plan", 0, Fraction(0)),
        ("other", 0, Fraction(0)),
        ("papers", 20, Fraction(2, 5)),
        ("repeats", 6, Fraction(3, 25)),
    ]


# --- barriers, situations, confidence ---------------------------------------------------------------


def test_barriers_are_counted_by_age_band() -> None:
    """The band is that of the year in which the wave opens; its share is of those of the band who answered."""
    people: list[Answers] = [
        {"a_birth": "1990", "e_bar": "time it"},
        {"a_birth": "1990", "e_bar": "time"},
        {"a_birth": "1965", "e_bar": "age"},
        {"a_birth": "1965", "e_bar": ""},
    ]
    table = tables_of(people)["barriers_age"]

    assert keys_of(table) == [
        *["choice", "count", "share"],
        *["31to40", "31to40_share", "over55", "over55_share"],
    ]
    assert rows_of(table) == [
        ("time", 2, Fraction(2, 3), 2, Fraction(1), 0, Fraction(0)),
        ("age", 1, Fraction(1, 3), 0, Fraction(0), 1, Fraction(1)),
        ("it", 1, Fraction(1, 3), 1, Fraction(1, 2), 0, Fraction(0)),
        ("none", 0, Fraction(0), 0, Fraction(0), 0, Fraction(0)),
    ]


def test_situations_are_counted_in_the_forms_order_and_nobody_is_scored() -> None:
    """Choices stand as in the form, with the n of those who chose; there is no right answer in the table."""
    people: list[Answers] = [{"a_title": "bt", "s_dang": choice} for choice in "bba"]
    people.append({"a_title": "qs"})
    table = tables_of(people)["situations"]

    assert keys_of(table) == ["item", "choice", "count", "share", "n"]
    assert rows_of(table) == [
        ("s_dang", "a", 1, Fraction(1, 3), 3),
        ("s_dang", "b", 2, Fraction(2, 3), 3),
        ("s_dang", "c", 0, Fraction(0), 3),
    ]


def test_confidence_has_a_mean_and_the_share_of_low_answers() -> None:
    """The whole first, then each group that answered; 1 and 2 are low."""
    people: list[Answers] = [
        *[{"a_title": "bt", "s_conf": number} for number in "125"],
        {"a_title": "qs", "s_conf": "4"},
        {"a_title": "doan", "s_conf": ""},
    ]
    table = tables_of(people)["confidence"]

    assert rows_of(table) == [
        ("total", 4, Fraction(3), 2, Fraction(1, 2)),
        ("dang", 3, Fraction(8, 3), 2, Fraction(2, 3)),
        ("chuyen_mon", 1, Fraction(4), 0, Fraction(0)),
    ]


# --- laws -------------------------------------------------------------------------------------------


def answers() -> st.SearchStrategy[dict[str, str]]:
    """What one person may answer; what is not asked is left out by packing."""
    one = {
        "a_title": st.sampled_from(["", "bt", "ct_ubnd", "doan", "qs"]),
        "a_birth": st.sampled_from(["", "1965", "1980", "1999"]),
        "b_qual": st.sampled_from(["", *QUAL]),
        "b_pol": st.sampled_from(["", *POL]),
        "s_dang": st.sampled_from(["", *LISTS["story"]]),
        "s_conf": st.sampled_from(["", *"12345"]),
        "d_why": st.sampled_from(["", *LISTS["purpose"]]),
        "d_form": st.sampled_from(["", *LISTS["form"]]),
        "d_place": st.sampled_from(["", *LISTS["place"]]),
    }
    several = {
        item: st.lists(st.sampled_from(LISTS[name]), unique=True).map(" ".join)
        for item, name in (("d_time", "time"), ("d_degree", "degree"), ("e_bar", "barrier"))
    }
    return st.fixed_dictionaries(one | several)


@settings(max_examples=40)
@given(st.lists(answers(), min_size=1, max_size=30), st.integers(0, 99))
def test_whatever_is_answered_parts_add_up_and_the_order_does_not_matter(
    people: list[Answers], seed: int
) -> None:
    """Every sum holds, one count never has two values, and shuffled answers give the same tables."""
    form = demand_form()
    matrix = matrix_of(form, people)
    material = material_of_matrix(form, matrix)
    tables = [table for handler in HANDLERS for table in handler(material)]

    values: dict[object, int] = {}
    for add_up in (each for table in tables for each in table.sums):
        assert add_up.total.value == sum(part.value for part in add_up.parts)
        for count in (add_up.total, *add_up.parts):
            assert values.setdefault(count.of, count.value) == count.value
    again = material_of_matrix(form, shuffled(matrix, seed))
    assert tables == [table for handler in HANDLERS for table in handler(again)]


@settings(max_examples=15)
@given(st.lists(answers(), min_size=10, max_size=60))
def test_every_table_passes_through_hiding_and_shows_no_small_count(people: list[Answers]) -> None:
    """All tables of the room hidden together: no count of one to four people is left in a cell."""
    material = material_of(demand_form(), people)
    for table in hide([table for handler in HANDLERS for table in handler(material)]):
        shown = [
            cell.value for row in table.rows for cell in row if isinstance(cell, Count) and cell.is_sensitive
        ]
        assert not [value for value in shown if 0 < value < 5]


# --- forms ------------------------------------------------------------------------------------------


def test_a_form_without_these_questions_gives_no_tables() -> None:
    """A form of one's own need not have them; nor is anything made of no answers or no wave."""
    bare = material_of(form_of(), [{"a_title": "bt"}])
    nobody = material_of(demand_form(), [])
    no_wave = replace(bare, wave=None)
    for handler in HANDLERS:
        assert not [*handler(bare), *handler(nobody), *handler(no_wave)]


@pytest.mark.parametrize("lone", ["d_why", "s_conf", "d_degree"])
def test_one_question_alone_is_enough_for_its_table(lone: str) -> None:
    """Handlers need no other question than their own."""
    lists = {"d_why": "purpose", "s_conf": "five", "d_degree": "degree"}
    form = form_of(single(select(lone, lists[lone], several=lone == "d_degree")), **LISTS)
    chosen = {"d_why": "std", "s_conf": "3", "d_degree": "dh sdh"}
    tables = [
        table.key for handler in HANDLERS for table in handler(material_of(form, [{lone: chosen[lone]}]))
    ]

    assert tables == [{"d_why": "reasons", "s_conf": "confidence"}.get(lone, f"demand_{lone}")]


def test_the_built_in_form_gives_every_table_of_the_contract_with_its_words() -> None:
    """Every table of the room is made of the built-in form; titles, headings, labels and notes are worded."""
    form = built_in_form()
    person = {
        "a_title": "bt",
        "a_birth": "1970",
        "s_dang": "a",
        "s_conf": "2",
        "e_bar": "time",
        "b_qual": "dh",
    }
    person |= {"d_topic": "c05 c08", "d_top1": "c05", "d_degree": "dh", "d_why": "degree", "d_form": "tt"}
    person |= {"d_len": "w1", "d_time": "q1 we", "d_place": "xa"}
    material = material_of(form, [person] * 6)
    tables = [table for handler in HANDLERS for table in handler(material)]
    words = Lexicon(form)

    assert {table.key for table in tables} == {
        *(f"demand_d_{name}" for name in ("topic", "top1", "degree", "form", "len", "time", "place")),
        *("reasons", "barriers_age", "situations", "confidence"),
    }
    for table in tables:
        assert words.title(table)
        assert all(words.heading(table, column) for column in table.columns)
        assert all("{" not in words.note(note) for note in table.notes)
        codes = [cell for row in table.rows for cell in row if isinstance(cell, Code)]
        assert all(words.label(code) != code.code for code in codes if code.vocabulary != "item:s_conf")
