"""The tables of training needs: every figure in its place, groups, small numbers, words."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.aggregation.hiding import hide
from surveys.aggregation.needs import needs_tables
from surveys.aggregation.table import HIDDEN, Cell, Code, Count, Measure, Table
from surveys.projection import Standing
from surveys.reporting.wording import Lexicon
from tests.surveys.waves import (
    T7,
    competency,
    form_of,
    material_of,
    material_of_matrix,
    matrix_of,
    rated_form,
    ratings_of,
    shuffled,
)

RATING = st.one_of(st.none(), st.integers(1, 5))


def t7_people(**facts: str) -> list[dict[str, str]]:
    """The fixture's six respondents."""
    return [{**facts, **ratings_of(T7, person)} for person in range(6)]


def rows_of(table: Table) -> dict[str, dict[str, object]]:
    """Rows by competency, cells by column; figures without their bases."""
    return {
        row[0].code: {column.key: plain(cell) for column, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
        if isinstance(row[0], Code)
    }


def plain(cell: Cell) -> object:
    """A cell's value."""
    value = cell.value if isinstance(cell, Measure | Count) else cell
    return value.code if isinstance(value, Code) else value


def tables_of(people: list[dict[str, str]], *screens: str) -> list[Table]:
    """The tables of a wave of competencies that all are asked."""
    return list(needs_tables(material_of(rated_form(*screens), people)))


def test_the_table_of_the_fixture_has_every_figure() -> None:
    """T7 through packing, counting and the table: rows by rank, every figure in its column, both crosshairs."""
    needs, methods, *_ = tables_of(t7_people(a_title="bt"), *T7)
    rows = rows_of(needs)

    assert list(rows) == ["c05", "c08", "c06", "c12"]
    top = ("B", "HH", 1)
    keys = ("n", "importance", "level", "gap", "mwds", "rank", "rds", "rds_rank", "ipa", "lf", "priority")
    assert [[row[key] for key in keys] for row in rows.values()] == [
        [6, Fraction(13, 3), Fraction(7, 3), 2, Fraction(26, 3), 1, Fraction(-250, 3), 2, "A", "HH", 1],
        [
            6,
            Fraction(29, 6),
            Fraction(11, 3),
            Fraction(7, 6),
            Fraction(203, 36),
            2,
            Fraction(-250, 3),
            1,
            *top,
        ],
        [6, 4, Fraction(23, 6), Fraction(1, 6), Fraction(2, 3), 3, Fraction(-50, 3), 4, "B", "HL", None],
        [5, Fraction(12, 5), Fraction(11, 5), Fraction(1, 5), Fraction(12, 25), 4, -20, 3, "C", "LL", None],
    ]
    notes = {note.code: note.parameters for note in needs.notes}
    assert notes["ipa_crosshair"] == {"importance": Fraction(467, 120), "level": Fraction(361, 120)}
    assert notes["lf_crosshair"] == {"importance": Fraction(467, 120), "gap": Fraction(53, 60)}
    assert notes["methods_disagree"] == {"count": 3}
    assert [(row["screen"], row["disagreement"]) for row in rows_of(methods).values()] == [
        ("c08", "keep_or_train"),
        ("c06", "order"),
        ("c12", "order"),
    ]


def test_each_title_group_has_a_table_of_its_own() -> None:
    """Two groups of six who answer alike: two tables with the fixture's figures, one of all with twice the n."""
    people = t7_people(a_title="bt") + t7_people(a_title="vptk")
    needs, *others = tables_of(people, *T7)
    groups = {t.subject.code: rows_of(t) for t in others if t.subject is not None}

    assert list(groups) == ["dang", "chuyen_mon"]
    assert [row["n"] for row in rows_of(needs).values()] == [12, 12, 12, 10]
    for rows in groups.values():
        assert [(row["n"], row["mwds"]) for row in rows.values()] == [
            (6, Fraction(26, 3)),
            (6, Fraction(203, 36)),
            (6, Fraction(2, 3)),
            (5, Fraction(12, 25)),
        ]


def test_who_is_not_asked_a_competency_does_not_count() -> None:
    """A competency that only one title rates has that title's n, and no row in another group's table."""
    form = form_of(competency("c01"), competency("c02", "${a_title} = 'bt'"))
    people = [
        {"a_title": title, "c01_i": "5", "c01_c": "3", "c02_i": "4", "c02_c": "1"}
        for title in ["bt"] * 6 + ["vptk"] * 7
    ]
    needs, *others = needs_tables(material_of(form, people))
    groups = {t.subject.code: rows_of(t) for t in others if t.subject is not None}

    assert {code: row["n"] for code, row in rows_of(needs).items()} == {"c02": 6, "c01": 13}
    assert set(groups["dang"]) == {"c01", "c02"}
    assert set(groups["chuyen_mon"]) == {"c01"}


def test_ratings_by_fewer_than_five_are_neither_ranked_nor_in_a_crosshair() -> None:
    """A rank or a crosshair would give away what the hidden row says."""
    people = [{"a_title": "bt", "c01_i": "5", "c01_c": "3"} for _ in range(9)]
    people = [*people, *({"a_title": "bt", "c02_i": "5", "c02_c": "1"} for _ in range(4))]
    needs, *_ = tables_of(people, "c01", "c02")
    rows = rows_of(needs)

    assert list(rows) == ["c01", "c02"]
    assert rows["c01"]["rank"] == 1
    assert {rows["c02"][column.key] for column in needs.columns[2:]} == {None}
    notes = {note.code: note.parameters for note in needs.notes}
    assert notes["ipa_crosshair"] == {"importance": 5, "level": 3}
    assert "needs_few" in notes


def test_a_small_group_costs_a_group_and_not_the_whole() -> None:
    """Three of a group rate a competency: theirs and another group's figures are hidden, those of all are not."""
    form = form_of(competency("c01"), competency("c02", "selected('ct_ubnd mttq qs', ${a_title})"))
    titles = ["ct_ubnd"] * 11 + ["mttq"] * 22 + ["vptk"] * 20 + ["qs"] * 3
    people = [
        {
            "a_title": t,
            "c01_i": str(5 - n % 4),
            "c01_c": "3",
            "c02_i": str(3 + n % 3),
            "c02_c": str(1 + n % 4),
        }
        for n, t in enumerate(titles)
    ]
    shown = hide(list(needs_tables(material_of(form, people))))
    overall, *others = (table for table in shown if table.key in ("needs", "needs_group"))
    hidden = {
        table.subject.code: [
            row[0].code for row in table.rows if row[2] is HIDDEN and isinstance(row[0], Code)
        ]
        for table in others
        if table.subject is not None
    }

    assert all(row[2] is not HIDDEN for row in overall.rows)
    assert hidden.pop("chuyen_mon") == ["c02"]
    assert sorted(hidden.values()) == [[], ["c02"]]
    assert not any(
        note.code == "ipa_crosshair" for table in others for note in table.notes if len(table.rows) > 1
    )


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from(["bt", "mttq", "qs", ""]), RATING, RATING), min_size=1, max_size=40)
)
def test_groups_add_up_to_all_in_any_order_of_the_answers(
    drawn: list[tuple[str, int | None, int | None]],
) -> None:
    """N of all is the sum over the groups, as the sums say; shuffled answers give the same tables to the digit."""
    form = rated_form("c01", "c02")
    people = [
        {"a_title": t, "c01_i": str(i or ""), "c01_c": str(c or ""), "c02_i": str(c or ""), "c02_c": "3"}
        for t, i, c in drawn
    ]
    matrix = matrix_of(form, people)
    tables = list(needs_tables(material_of_matrix(form, matrix)))

    for add_up in (each for table in tables for each in table.sums):
        assert add_up.total.value == sum(part.value for part in add_up.parts)
    assert tables == list(needs_tables(material_of_matrix(form, shuffled(matrix, 7))))


def test_every_word_of_the_tables_is_there() -> None:
    """Titles, headings, findings and notes are worded, none stands as its code."""
    people = t7_people(a_title="bt") + t7_people(a_title="vptk")
    form = rated_form(*T7)
    words = Lexicon(form)
    for table in needs_tables(material_of(form, people)):
        assert words.title(table)
        assert all(words.heading(table, column) for column in table.columns)
        assert all("{" not in words.note(note) for note in table.notes)
        findings = [c.value for row in table.rows for c in row if isinstance(c, Measure)]
        assert all(words.label(each) != each.code for each in findings if isinstance(each, Code))


def test_without_competencies_or_a_wave_there_are_no_tables() -> None:
    """Nothing is made of nothing."""
    form = form_of()

    assert list(needs_tables(material_of(form, [{"a_title": "bt"}]))) == []
    assert list(needs_tables(material_of(rated_form("c01"), []))) == []


def test_broken_off_responses_do_not_count() -> None:
    """Only responses that count are assessed."""
    form = rated_form(*T7)
    matrix = matrix_of(form, t7_people(a_title="bt"), Standing.BREAKOFF)

    assert list(needs_tables(material_of_matrix(form, matrix))) == []
