"""The quality of the body: the article's figures to the digit, and every official in exactly one cell."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.aggregation.hiding import hide
from surveys.aggregation.material import Material
from surveys.aggregation.populations import AGE_BANDS, age_band
from surveys.aggregation.quality import ATTRIBUTES, GROUPS, quality_tables
from surveys.aggregation.table import HIDDEN, Code, Count, Share, Source, Table
from surveys.reporting.wording import Lexicon
from surveys.roster import CERT, EDU, GENDER, POL, QLNN, QUAL, VOCABULARIES, Official
from surveys.titles import built_in_titles
from tests.surveys.standards_people import AS_OF, chair, sample

TITLES = built_in_titles().labels

ALL = frozenset({Source.ROSTER})


def tables_by_key(*people: Official, as_of: date = AS_OF) -> dict[str, Table]:
    """The tables of a roster by key."""
    material = Material(as_of, {each.unit_code: each.unit_name for each in people}, people)
    return {table.key: table for table in quality_tables(material)}


def worded(table: Table) -> list[list[str]]:
    """The rows of a table as documents show them."""
    lexicon = Lexicon()
    return [
        [lexicon.cell(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]


def count_in(table: Table, row: int, key: str) -> int:
    """The count in a row's cell."""
    cell = table.rows[row][[column.key for column in table.columns].index(key)]
    assert isinstance(cell, Count)
    return cell.value


def test_the_articles_figures_come_out_to_the_digit() -> None:
    """75 officials: 33 đại học (44%), 39 trung cấp (52%), 66 trung cấp lý luận (88%), and the others."""
    total = tables_by_key(*sample())["quality_total"]
    assert total.base is not None
    assert total.base.value == 75
    figures = {
        (row[0], row[1]): (row[2], row[3])
        for row in worded(total)
        if row[0] in ("Trình độ chuyên môn", "Trình độ lý luận chính trị") and row[2] != "0"
    }
    qual, pol = "Trình độ chuyên môn", "Trình độ lý luận chính trị"
    assert figures == {
        (qual, QUAL["dh"]): ("33", "44%"),
        (qual, QUAL["cd"]): ("1", "1,3%"),
        (qual, QUAL["tc"]): ("39", "52%"),
        (qual, QUAL["sc"]): ("2", "2,7%"),
        (pol, POL["cc"]): ("1", "1,3%"),
        (pol, POL["tc"]): ("66", "88%"),
        (pol, POL["sc"]): ("8", "10,7%"),
    }


def test_there_is_a_table_of_every_attribute_by_every_group() -> None:
    """Five attributes by title, unit, age band and gender, and one of all; each begins with the total."""
    tables = tables_by_key(*sample())
    assert set(tables) == {"quality_total", *(f"quality_{a}_{by}" for a in ATTRIBUTES for by in GROUPS)}
    for key, table in tables.items():
        assert table.source is Source.ROSTER
        if key != "quality_total":
            assert table.rows[0][0] == Code("total", "total")
            assert [column.key for column in table.columns[:2]] == [key.split("_", 2)[2], "n"]


def test_everything_has_words() -> None:
    """No title, heading, label or note of these tables shows a bare code."""
    lexicon = Lexicon()
    for table in tables_by_key(*sample(), chair(qual="", title="bt", gender="", cert="")).values():
        assert lexicon.title(table)
        heads = [lexicon.heading(table, column) for column in table.columns]
        labels = [
            lexicon.label(cell)
            for row in table.rows
            for cell in row
            if isinstance(cell, Code) and cell.vocabulary != "unit"
        ]
        assert not {*heads, *labels} & {*VOCABULARIES, *QUAL, *POL, *CERT, "missing", "total"}
        assert all(lexicon.note(note) for note in table.notes)


def test_what_is_missing_has_a_column_of_its_own() -> None:
    """Who has nothing on record counts in the base and in “missing”; without such people there is no column."""
    table = tables_by_key(chair(qual=""), chair(roster_key="2"), chair(roster_key="3"))["quality_qual_title"]
    assert count_in(table, 0, "missing") == 1
    assert worded(table)[0][-1] == "33,3%"
    complete = tables_by_key(chair())["quality_qual_title"]
    assert "missing" not in [column.key for column in complete.columns]


def test_shares_that_do_not_add_up_are_remarked_on() -> None:
    """Three thirds are 33,3% each: a note says that the sum may differ from 100."""
    people = [chair(roster_key=code, qual=code) for code in ("sc", "tc", "dh")]
    tables = tables_by_key(*people)
    assert "rounded" in [note.code for note in tables["quality_total"].notes]
    assert "rounded" in [note.code for note in tables["quality_qual_gender"].notes]
    assert "rounded" not in [note.code for note in tables["quality_pol_gender"].notes]
    assert "rounded" not in [note.code for note in tables_by_key(*sample())["quality_total"].notes]


def test_somebody_may_have_several_certificates() -> None:
    """Each certificate is counted by itself."""
    table = tables_by_key(chair(cert="tin nn"), chair(roster_key="2", cert="tin"))["quality_cert_gender"]
    assert [count_in(table, 0, code) for code in ("tin", "nn", "none")] == [2, 1, 0]


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (18, "to30"),
        (30, "to30"),
        (31, "31to40"),
        (40, "31to40"),
        (41, "41to50"),
        (50, "41to50"),
        (51, "51to55"),
        (55, "51to55"),
        (56, "over55"),
        (None, "missing"),
    ],
)
def test_the_age_bands_meet_without_gaps(age: int | None, band: str) -> None:
    """By the age reached in the year of the report."""
    assert age_band(age) == band


def test_ages_are_those_of_the_year_of_the_report() -> None:
    """Born in December 1984 somebody is 30 in all of 2014."""
    table = tables_by_key(chair(birth_date=date(1984, 12, 31)), as_of=date(2014, 1, 1))[
        "quality_qual_age_band"
    ]
    assert table.rows[1][0] == Code("age_band", "to30")


def test_small_cells_are_hidden_unless_the_office_publishes_them() -> None:
    """The article's own cells of 1 and 2 fall under the rule for five; by the exception they are shown."""
    tables = tuple(tables_by_key(*sample()).values())
    hidden, shown = (hide(tables, published=published)[0] for published in (frozenset(), ALL))
    assert any(cell is HIDDEN for row in hidden.rows for cell in row)
    assert shown == tables[0]


PEOPLE = st.lists(
    st.builds(
        chair,
        title=st.sampled_from(list(TITLES)),
        unit_code=st.sampled_from(["", "1", "2"]),
        unit_name=st.sampled_from(["A", "B"]),
        birth_date=st.none(),
        birth_year=st.none() | st.integers(1950, 1995),
        gender=st.sampled_from(["", *GENDER]),
        edu=st.sampled_from(["", *EDU]),
        qual=st.sampled_from(["", *QUAL]),
        pol=st.sampled_from(["", *POL]),
        qlnn=st.sampled_from(["", *QLNN]),
        cert=st.sampled_from(["", *CERT, "tin nn", "nn qpan"]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=25)
@given(PEOPLE, st.randoms(use_true_random=False))
def test_totals_are_the_sum_of_their_parts_and_order_does_not_matter(people: list[Any], chance: Any) -> None:
    """Everybody is in exactly one row and one cell of it; what is said to add up does; shuffling changes nothing."""
    numbered = [replace(each, roster_key=str(place)) for place, each in enumerate(people)]
    tables = tables_by_key(*numbered)
    for key, table in tables.items():
        for add_up in table.sums:
            assert add_up.total.value == sum(each.value for each in add_up.parts)
        if key == "quality_total":
            continue
        assert count_in(table, 0, "n") == len(people)
        assert sum(count_in(table, row, "n") for row in range(1, len(table.rows))) == len(people)
        for row in table.rows:
            counts = [cell for cell in row[2:] if isinstance(cell, Count)]
            shares = [cell for cell in row[2:] if isinstance(cell, Share)]
            base = row[1]
            assert isinstance(base, Count)
            assert all(share.base == base and share.part in counts for share in shares)
            if "_cert_" not in key:
                assert sum(count.value for count in counts) == base.value
    chance.shuffle(numbered)
    assert tables_by_key(*numbered) == tables


@settings(max_examples=25)
@given(PEOPLE)
def test_a_value_is_counted_as_often_as_it_is_on_record(people: list[Any]) -> None:
    """The total's counts are those of the roster."""
    total = tables_by_key(*people)["quality_total"]
    held = Counter(("qual", each.qual or "missing") for each in people)
    for attribute, value, count, _share in total.rows:
        assert isinstance(attribute, Code)
        assert isinstance(value, Code)
        assert isinstance(count, Count)
        if attribute.code == "qual":
            assert count.value == held["qual", value.code]


def test_an_empty_roster_makes_no_tables() -> None:
    """Nothing is said of nobody."""
    assert tables_by_key() == {}


def test_the_bands_have_their_words() -> None:
    """Every band is in the vocabulary of the documents."""
    lexicon = Lexicon()
    assert all(lexicon.label(Code("age_band", band)) != band for band in (*AGE_BANDS, "missing"))
