"""The review as tables: how many fall short, who by name in the restricted lists, and what only numbers may tell."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.aggregation import HANDLERS, tables_of
from surveys.aggregation.hiding import hide
from surveys.aggregation.hiding.reckoning import system_of_counts
from surveys.aggregation.limits import limited_tables
from surveys.aggregation.material import Difference, Material
from surveys.aggregation.quality import quality_tables
from surveys.aggregation.review import persons_tables, result_of, review_tables
from surveys.aggregation.reviews import Review
from surveys.aggregation.table import Code, Count, Share, Source, Table
from surveys.reporting.wording import Lexicon
from surveys.roster import POL, QUAL, Official
from surveys.standards import Criterion, Result, judge
from surveys.titles import built_in_titles
from tests.surveys.standards_people import AS_OF, built_in, chair, sample, standards_of, verdict_on
from tests.surveys.waves import Answers, competency, form_of, material_of, shuffled

TITLES = built_in_titles().labels

REGIMES = ("qd04_2004", "nd33_2023")


def material(*people: Official, as_of: date = AS_OF, regimes: tuple[str, ...] = REGIMES) -> Material:
    """A roster with its reviews."""
    reviews = {
        regime: Review.of(judge(built_in(), people, as_of, regime), keeps_verdicts=True) for regime in regimes
    }
    return Material(as_of, {each.unit_code: each.unit_name for each in people}, people, reviews)


def keyed(tables: Any) -> dict[str, Table]:
    """Tables by key."""
    return {table.key: table for table in tables}


def column(table: Table, key: str) -> int:
    """Where a column stands."""
    return [each.key for each in table.columns].index(key)


def figures(table: Table, *keys: str) -> dict[tuple[str, ...], tuple[int, ...]]:
    """The counts of each row by the codes that lead it."""
    found = {}
    for row in table.rows:
        lead = tuple(cell.code for cell in row if isinstance(cell, Code))
        cells = [row[column(table, key)] for key in keys]
        found[lead] = tuple(cell.value for cell in cells if isinstance(cell, Count))
    return found


# --- the review -------------------------------------------------------------------------------------


def test_the_summary_tells_what_the_article_asks() -> None:
    """2 below qualification in 2004 and 42 under NĐ 33, 8 in political theory; nobody unknown among them."""
    (summary, _) = review_tables(material(*sample()))
    found = figures(summary, "n", *(result.value for result in Result))
    assert found["qd04_2004", "qual"] == (75, 73, 2, 0, 0)
    assert found["nd33_2023", "qual"] == (75, 33, 42, 0, 0)
    assert found["qd04_2004", "pol"] == found["nd33_2023", "pol"] == (75, 67, 8, 0, 0)
    assert found["nd33_2023", "any"] == (75, 30, 45, 0, 0)
    share = summary.rows[list(found).index(("nd33_2023", "qual"))][-1]
    assert isinstance(share, Share)
    assert Lexicon().cell(share, summary.columns[-1]) == "56%"


def test_the_titles_add_up_to_the_summary() -> None:
    """By title the same figures of the first review, each title's n that of the roster."""
    summary, titles = review_tables(material(*sample()))
    by_title = figures(titles, "n", "edu", "qual", "pol", "any")
    total = by_title.pop(("total",))
    assert total == tuple(map(sum, zip(*by_title.values(), strict=True)))
    assert total[2:4] == (2, 8)
    assert figures(summary, "chua_dat")["qd04_2004", "any"] == (total[4],)
    assert {title: n for (title,), (n, *_) in by_title.items()} == Counter(each.title for each in sample())


def test_without_reviews_there_is_nothing_to_tell() -> None:
    """A roster alone gives the tables of its quality only."""
    assert list(review_tables(material(*sample(), regimes=()))) == []


def test_the_review_reveals_no_small_level() -> None:
    """Where cells of the quality tables are hidden, those of the review that are made of them are hidden too."""
    everything = material(*sample())
    tables = keyed(hide([*quality_tables(everything), *review_tables(everything)]))
    summary, quality = tables["review_summary"], tables["quality_total"]
    shown = {
        tuple(cell.code for cell in row[:2] if isinstance(cell, Code)): isinstance(row[place], Count)
        for table, place in ((summary, column(summary, "dat")), (quality, column(quality, "count")))
        for row in table.rows
    }
    assert not shown["qual", "sc"]
    assert not shown["qd04_2004", "qual"]  # 75 less those who meet it are the two sơ cấp
    assert shown["nd33_2023", "qual"] == shown["qual", "dh"]  # who meets it are the đại học


def test_a_local_decision_that_parts_a_level_claims_no_sum() -> None:
    """Where one unit's đại học is enough and another's is not, the level does not make up the result."""
    raised = standards_of(
        "overrides: [{regime: nd33_2023, units: ['2'], titles: all, criterion: qual, demanded: sdh, "
        "basis: QĐ, clause: Đ1, effective: {from: 2020-01-01}}]"
    )
    people = tuple(
        chair(roster_key=str(n), unit_code="1" if n < 5 else "2", title_since=date(2010, 1, 5))
        for n in range(10)
    )
    reviews = {
        "nd33_2023": Review.of(judge(raised, people, date(2024, 1, 1), "nd33_2023"), keeps_verdicts=True)
    }
    made = Material(date(2024, 1, 1), {}, people, reviews)
    (summary, _) = review_tables(made)
    assert figures(summary, "dat", "chua_dat")["nd33_2023", "qual"] == (5, 5)
    of_levels = [each for each in summary.sums if any(("qual", "dh") in count.of for count in each.parts)]
    assert of_levels == []
    assert len(hide([*quality_tables(made), *review_tables(made)])) == 23


PEOPLE = st.lists(
    st.builds(
        chair,
        title=st.sampled_from(list(TITLES)),
        qual=st.sampled_from(["", *QUAL]),
        pol=st.sampled_from(["", *POL]),
        edu=st.sampled_from(["", "thcs", "thpt", "khac"]),
        title_since=st.none() | st.dates(date(2000, 1, 1), date(2024, 12, 31)),
        birth_date=st.none(),
        birth_year=st.none() | st.integers(1950, 2000),
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=25)
@given(PEOPLE)
def test_every_official_is_in_exactly_one_cell(people: list[Any]) -> None:
    """Of each criterion the four results add up to everybody, and so does whatever is said to add up."""
    numbered = [replace(each, roster_key=str(place)) for place, each in enumerate(people)]
    made = material(*numbered, as_of=date(2024, 6, 1))
    summary, titles = review_tables(made)
    for n, *results in figures(summary, "n", *(result.value for result in Result)).values():
        assert n == len(people) == sum(results)
    for table in (summary, titles):
        for add_up in table.sums:
            assert add_up.total.value == sum(each.value for each in add_up.parts)
    counted = system_of_counts([*quality_tables(made), summary, titles], frozenset(), 5)
    assert counted.equations  # and nobody is counted differently in two tables


@settings(max_examples=40)
@given(PEOPLE)
def test_at_least_one_is_between_the_largest_and_the_sum(people: list[Any]) -> None:
    """Fréchet's bounds hold between the criteria and “at least one”."""
    made = material(*people, as_of=date(2024, 6, 1), regimes=("nd33_2023",))
    (summary, _) = review_tables(made)
    below = {criterion: n for (_, criterion), (n,) in figures(summary, "chua_dat").items()}
    either = below.pop("any")
    assert max(below.values()) <= either <= sum(below.values())


def test_of_several_findings_the_gravest_counts() -> None:
    """A course that is lacking outweighs one that nobody knows of."""
    verdict = verdict_on(chair(title="bt", qlnn="none"), "qd04_2004")
    assert result_of(verdict.findings, "other") is Result.NOT_MET
    assert result_of(verdict_on(chair(title="bt"), "qd04_2004").findings, "other") is Result.NOT_KNOWN
    assert result_of(verdict_on(chair(title="qs")).findings, "any") is Result.NOT_APPLICABLE


# --- by name ----------------------------------------------------------------------------------------


def test_names_never_enter_a_report() -> None:
    """No registered handler makes a table of persons, and hiding refuses one."""
    made = replace(material(*sample()), differences=(Difference(1, sample()[0], "qual", "dh", "sdh"),))
    assert persons_tables not in HANDLERS
    assert Source.PERSONS not in {table.source for table in tables_of(made)}
    lists = persons_tables(made)
    assert {table.source for table in lists} == {Source.PERSONS}
    with pytest.raises(ValueError, match="names persons"):
        hide(lists)


def test_the_lists_name_who_lacks_what() -> None:
    """Two below qualification in 2004, with what is held, what is demanded and by which rule."""
    lists = keyed(persons_tables(material(*sample())))
    assert set(lists) == {"below_standard", "below_qualification", "not_known", "differences"}
    rows = lists["below_qualification"].rows
    assert [row[:2] for row in rows] == [(1, "Trần Quang Phong"), (2, "Vũ Văn Thân")]
    assert rows[0][2:8] == (
        1960,
        Code("title", "pct_ubnd"),
        Code("unit", "09496"),
        Code("criterion", "qual"),
        Code("qual", "sc"),
        Code("qual", "tc"),
    )
    assert rows[0][-1] == Code("verify", "yes")
    assert rows[1][-1] is None  # the standard of the People's Council was compared with its text


def test_the_deadline_stands_beside_the_name() -> None:
    """NĐ 33's transition ends on 01/8/2028; 42 people have 42 lines."""
    table = keyed(persons_tables(material(*sample(), regimes=("nd33_2023",))))["below_qualification"]
    assert [row[0] for row in table.rows] == list(range(1, 43))
    assert {row[column(table, "deadline")] for row in table.rows} == {date(2028, 8, 1)}
    assert "reservation" in [note.code for note in table.notes]


def test_people_stand_by_unit_then_by_vietnamese_name() -> None:
    """The given name decides, in the Vietnamese alphabet; one person's lines carry one number."""
    names = ("Nguyễn Văn Đức", "Lê Thị Dung", "Trần Văn An", "Phạm Thị Ánh")
    people = [chair(full_name=name, roster_key=name, qual="tc", pol="sc") for name in names]
    elsewhere = chair(full_name="Bùi Văn An", roster_key="0", unit_code="09499", qual="tc")
    made = material(elsewhere, *people, as_of=date(2024, 6, 1), regimes=("nd33_2023",))
    table = keyed(persons_tables(made))["below_standard"]
    assert [row[:2] for row in table.rows] == [
        (1, "Trần Văn An"),
        (1, "Trần Văn An"),
        (2, "Phạm Thị Ánh"),
        (2, "Phạm Thị Ánh"),
        (3, "Lê Thị Dung"),
        (3, "Lê Thị Dung"),
        (4, "Nguyễn Văn Đức"),
        (4, "Nguyễn Văn Đức"),
        (5, "Bùi Văn An"),
    ]


def test_what_cannot_be_judged_says_why() -> None:
    """One line a criterion with its reason; where no rule is loaded, one line a person."""
    known = material(chair(qual="", pol=""), as_of=date(2024, 6, 1), regimes=("nd33_2023",))
    rows = keyed(persons_tables(known))["not_known"].rows
    assert [row[-2:] for row in rows] == [
        (Code("criterion", "qual"), Code("reason", "missing")),
        (Code("criterion", "pol"), Code("reason", "missing")),
    ]
    empty = material(*sample(), as_of=date(2026, 1, 1), regimes=("luat80_2025",))
    rows = keyed(persons_tables(empty))["not_known"].rows
    assert len(rows) == 75
    assert {row[-2:] for row in rows} == {(Code("criterion", "all"), Code("reason", "rule_missing"))}


def test_differences_wait_for_a_decision() -> None:
    """What somebody answered stands beside what is on record, by person; it changes no figure."""
    people = sample()
    undecided = (
        Difference(9, people[1], "cert", "tin qpan", "qpan nn tin"),
        Difference(4, people[0], "qual", "dh", "sdh"),
        Difference(4, people[0], "major", "", "Luật"),
    )
    made = replace(material(*people), differences=undecided)
    table = keyed(persons_tables(made))["differences"]
    lexicon = Lexicon(None, made.units)
    assert [
        [lexicon.cell(cell, c) for cell, c in zip(r, table.columns, strict=True)] for r in table.rows
    ] == [
        [
            "1",
            "LT001",
            "Trần Đức Quý",
            TITLES["bt"],
            "Thị trấn Thứa",
            "Ngành, chuyên ngành",
            "Chưa có số liệu",
            "Luật",
        ],
        [
            "2",
            "LT001",
            "Trần Đức Quý",
            TITLES["bt"],
            "Thị trấn Thứa",
            "Trình độ chuyên môn",
            QUAL["dh"],
            QUAL["sdh"],
        ],
        [
            *("3", "LT002", "Vũ Công Vinh", TITLES["pbt"], "Thị trấn Thứa", "Chứng chỉ"),
            "Tin học, Quốc phòng – an ninh",
            "Tin học, Ngoại ngữ, Quốc phòng – an ninh",
        ],
    ]
    assert keyed(quality_tables(made)) == keyed(quality_tables(material(*people)))


@pytest.mark.parametrize("regime", ["qd04_2004", "nd112_2011", "tt13_2019", "nd33_2023", "luat80_2025"])
def test_everything_that_the_lists_say_is_worded(regime: str) -> None:
    """No title, heading, label, reason or note of any regime shows a bare code."""
    people = [
        chair(
            roster_key=f"{title}{n}",
            title=title,
            qual=qual,
            major=major,
            pol=pol,
            edu=edu,
            qlnn=qlnn,
            cert=cert,
            gender=gender,
            birth_date=None,
            birth_year=born,
            title_since=since,
        )
        for title in TITLES
        for n, (qual, major, pol, edu, qlnn, cert, gender, born, since) in enumerate(
            [
                ("none", "Thú y", "none", "thcs", "none", "none", "nam", 1965, date(2019, 12, 31)),
                ("", "", "", "", "", "", "", None, None),
                ("dh", "Luật", "tc", "khac", "cv", "tin", "nu", 1965, date(2024, 2, 2)),
                ("sc", "Luật", "sc", "thcs", "none", "qpan", "nam", 1940, date(2015, 2, 2)),
            ]
        )
    ]
    made = material(*people, as_of=date(2024, 6, 1), regimes=(regime,))
    lexicon = Lexicon(None, made.units)
    for table in (*review_tables(made), *persons_tables(made)):
        assert lexicon.title(table)
        assert all(lexicon.heading(table, each) for each in table.columns)
        assert all(lexicon.note(note) for note in table.notes)
        for row in table.rows:
            bare = [
                cell
                for cell in row
                if isinstance(cell, Code) and cell.code and lexicon.label(cell) == cell.code
            ]
            assert bare == []


# --- limited in competence --------------------------------------------------------------------------

FORM = form_of(competency("c01"), competency("c02", "selected('bt pbt', ${a_title})"))


def rated_by(title: str, **ratings: str) -> Answers:
    """What one person answered: a title, and two digits a competency."""
    pairs = {
        f"{screen}_{half}": digit
        for screen, two in ratings.items()
        for half, digit in zip("ic", two, strict=True)
    }
    return {"a_title": title, "a_birth": "1970"} | pairs


def test_important_and_weak_is_a_limit() -> None:
    """Rated 4 or 5 in importance and 1 or 2 in level; whoever gives only one half does not count."""
    people = [
        rated_by("bt", c01="42", c02="51"),
        rated_by("bt", c01="43", c02="55"),
        rated_by("ct_ubnd", c01="31"),
        rated_by("ct_ubnd", c01="52"),
        {"a_title": "ct_ubnd", "a_birth": "1970", "c01_i": "5"},
    ]
    (table,) = limited_tables(material_of(FORM, people))
    assert table.source is Source.ANSWERS
    assert figures(table, "n", "limited") == {
        ("c01", "total"): (4, 2),
        ("c01", "dang"): (2, 1),
        ("c01", "chinh_quyen"): (2, 1),
        ("c02", "total"): (2, 1),
        ("c02", "dang"): (2, 1),
    }


def test_a_form_without_competencies_and_a_wave_without_answers_give_none() -> None:
    """There is nothing to be limited in."""
    assert list(limited_tables(material_of(form_of(), [{"a_title": "bt"}]))) == []
    assert list(limited_tables(material_of(FORM, []))) == []
    assert list(limited_tables(material(*sample()))) == []


RATINGS = st.text(alphabet="12345", min_size=2, max_size=2)


@settings(max_examples=25)
@given(
    st.lists(
        st.builds(rated_by, st.sampled_from(["bt", "ct_ubnd", "doan", "vptk"]), c01=RATINGS, c02=RATINGS),
        min_size=1,
        max_size=40,
    ),
    st.integers(0, 99),
)
def test_few_people_are_never_shown_limited(people: list[Any], seed: int) -> None:
    """Groups add up to all, order does not matter, and after hiding no count of 1 to 4 stands there."""
    made = material_of(FORM, people)
    (table,) = limited_tables(made)
    for add_up in table.sums:
        assert add_up.total.value == sum(each.value for each in add_up.parts)
    assert made.wave is not None
    other = replace(made, wave=replace(made.wave, responses=shuffled(made.wave.responses, seed)))
    assert list(limited_tables(other)) == [table]
    (hidden,) = hide([table])
    shown = [cell.value for row in hidden.rows for cell in row if isinstance(cell, Count)]
    assert not [value for value in shown if 0 < value < 5]


def test_every_criterion_has_its_words() -> None:
    """And every result too."""
    lexicon = Lexicon()
    assert all(lexicon.label(Code("criterion", each)) != each for each in [*Criterion, "any", "all"])
    assert all(lexicon.label(Code("result", each)) != each for each in Result)
