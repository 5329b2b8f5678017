"""The fieldwork of a wave in tables: who took part, how cases ended, what was left empty, where people stopped."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.aggregation.fieldwork import fieldwork_tables, quantile
from surveys.aggregation.hiding import hide
from surveys.aggregation.material import CaseGroup, Fieldwork, Material
from surveys.aggregation.table import HIDDEN, Cell, Code, Count, Measure, Share, Source, Table
from surveys.disposition import Outcome, rates
from surveys.reporting.wording import Lexicon
from tests.surveys.waves import form_of, material_of, rated_form, select, single

FORM = rated_form("c05")
PERSON = {"a_title": "bt", "a_birth": "1970", "c05_i": "5", "c05_c": "3"}
GROUPS = (
    CaseGroup("01", "bt", Outcome.COMPLETED, 12),
    CaseGroup("01", "bt", Outcome.REFUSED, 6),
    CaseGroup("01", "ct_ubnd", Outcome.PARTIAL, 2),
    CaseGroup("02", "bt", Outcome.COMPLETED, 8),
    CaseGroup("02", "ct_ubnd", Outcome.BREAKOFF, 5),
    CaseGroup("02", "ct_ubnd", Outcome.SILENT, 7),
)
FIELDWORK = Fieldwork(
    GROUPS,
    stops={"@review": 1, "c05": 6},
    answering_seconds=(600, 900, 1200, 1500, 3600),
    reminded={0: 40, 1: 20},
    completed_after={0: 12, 1: 8},
)


def material(fieldwork: Fieldwork = FIELDWORK, people: int = 22) -> Material:
    """A wave with this fieldwork, in which so many people answered."""
    made = material_of(FORM, [PERSON] * people)
    assert made.wave is not None
    return replace(made, wave=replace(made.wave, fieldwork=fieldwork))


def tables(of: Material) -> dict[str, Table]:
    """The tables by key."""
    return {table.key: table for table in fieldwork_tables(of)}


def cell(table: Table, row: str, column: str) -> Cell:
    """The cell of a coded row and a column."""
    place = [each.key for each in table.columns].index(column)
    return next(r[place] for r in table.rows if isinstance(r[0], Code) and r[0].code == row)


def number(table: Table, row: str, column: str) -> object:
    """The number in a cell: of people, or a share."""
    found = cell(table, row, column)
    return found.value if isinstance(found, Count) else found.fraction if isinstance(found, Share) else found


def test_response_by_unit_adds_up() -> None:
    """Each unit shows its cases, who submitted and who did not; the first row is the whole."""
    found = tables(material())["response_unit"]
    assert found.source is Source.FIELDWORK
    assert [
        [number(found, row, key) for key in ("cases", "completed", "not_completed", "share")]
        for row in (
            "total",
            "01",
            "02",
        )
    ] == [[40, 20, 20, Fraction(1, 2)], [20, 12, 8, Fraction(3, 5)], [20, 8, 12, Fraction(2, 5)]]


def test_rates_are_those_of_aapor() -> None:
    """RR1, RR2, REF1 and CON1 over all cases, each with its count and its base."""
    found = tables(material())["rates"]
    known = rates(chain.from_iterable([group.outcome] * group.count for group in GROUPS))
    for code, rate in (
        ("rr1", known.rr1),
        ("rr2", known.rr2),
        ("refusal", known.refusal),
        ("contact", known.contact),
    ):
        assert (number(found, code, "part"), number(found, code, "base")) == (rate.count, rate.total)
        assert number(found, code, "share") == rate.fraction


def test_every_outcome_has_its_row() -> None:
    """The outcomes add up to the cases; those that nobody came to stand as zero."""
    found = tables(material())["dispositions"]
    counts = {outcome: number(found, outcome.value, "count") for outcome in Outcome}
    assert counts[Outcome.UNLINKED] == 0
    assert counts[Outcome.REFUSED] == 6
    assert sum(counts.values()) == 40  # type: ignore[arg-type]


def test_a_few_refusals_are_hidden_and_cannot_be_worked_out() -> None:
    """Two refusals: hidden with something beside them; who took part is shown all the same."""
    groups = (
        CaseGroup("01", "bt", Outcome.COMPLETED, 30),
        CaseGroup("01", "bt", Outcome.REFUSED, 2),
        CaseGroup("01", "bt", Outcome.SILENT, 9),
        CaseGroup("01", "bt", Outcome.BREAKOFF, 8),
    )
    shown = {table.key: table for table in hide(list(fieldwork_tables(material(Fieldwork(groups), 30))))}
    column = [row[1] for row in shown["dispositions"].rows]
    assert cell(shown["dispositions"], "refused", "count") is HIDDEN
    assert column.count(HIDDEN) >= 2
    assert number(shown["response_unit"], "01", "not_completed") == 19
    assert number(shown["rates"], "rr1", "part") == 30


def test_what_was_left_empty_is_counted_of_those_asked() -> None:
    """Of six people one left the level out: one of six missing."""
    found = tables(answered_with_gaps(gaps=1))["item_nonresponse"]
    assert [number(found, "c05_c", key) for key in ("asked", "missing", "share")] == [6, 1, Fraction(1, 6)]


def test_nothing_where_nothing_is_an_answer_is_not_left_empty() -> None:
    """Whoever holds no further title has answered that question."""
    further = select("a_concurr", "title", several=True)
    rows = {}
    for appearance in ("", "minimal empty-is-known"):
        form = form_of(single(replace(further, appearance=appearance)))
        made = material_of(form, [{"a_title": "bt", "a_birth": "1970", "a_concurr": ""}] * 6)
        assert made.wave is not None
        found = tables(replace(made, wave=replace(made.wave, fieldwork=FIELDWORK)))["item_nonresponse"]
        rows[appearance] = [row[0].code for row in found.rows if isinstance(row[0], Code)]
    assert list(rows.values()) == [["a_title", "a_birth", "a_concurr"], ["a_title", "a_birth"]]


def answered_with_gaps(gaps: int) -> Material:
    """Five people answered all, so many more left a level out."""
    made = material_of(FORM, [PERSON] * 5 + [{**PERSON, "c05_c": ""}] * gaps)
    assert made.wave is not None
    return replace(made, wave=replace(made.wave, fieldwork=FIELDWORK))


def test_what_few_left_empty_is_hidden_and_how_many_were_asked_stays() -> None:
    """Left empty by one: hidden, with its share; by five: shown. Who was asked is no secret either way."""
    for gaps, is_shown in ((1, False), (5, True)):
        shown = {table.key: table for table in hide(list(fieldwork_tables(answered_with_gaps(gaps))))}
        found = shown["item_nonresponse"]
        assert number(found, "c05_c", "asked") == 5 + gaps
        for key in ("missing", "share"):
            assert (cell(found, "c05_c", key) is not HIDDEN) is is_shown


def test_that_nobody_left_an_item_empty_is_known_to_hiding() -> None:
    """Nobody or many left it empty: shown under the name that other tables reckon with; few: under no such name."""
    for gaps, is_linked in ((0, True), (1, False), (5, True)):
        found = tables(answered_with_gaps(gaps))["item_nonresponse"]
        missing = cell(found, "c05_c", "missing")
        linked = {each.of for add_up in found.sums for each in add_up.parts}
        assert isinstance(missing, Count)
        assert (missing.of in linked) is is_linked


def test_where_people_stopped_tells_no_refusal() -> None:
    """Two half done, three broke off, three refused: that five stopped would tell it all, so it goes as well."""
    groups = (
        CaseGroup("01", "bt", Outcome.COMPLETED, 30),
        CaseGroup("01", "bt", Outcome.PARTIAL, 2),
        CaseGroup("01", "ct_ubnd", Outcome.REFUSED, 3),
        CaseGroup("02", "ct_ubnd", Outcome.BREAKOFF, 3),
        CaseGroup("02", "bt", Outcome.SILENT, 9),
    )
    of = material(Fieldwork(groups, stops={"c05": 5}), 32)
    shown = {table.key: table for table in hide(list(fieldwork_tables(of)))}
    assert shown["stops"].base is None
    assert [row[1] for row in shown["stops"].rows] == [HIDDEN]
    for outcome in (Outcome.PARTIAL, Outcome.REFUSED, Outcome.BREAKOFF):
        assert cell(shown["dispositions"], outcome.value, "count") is HIDDEN
    assert number(shown["response_unit"], "total", "completed") == 30


def test_half_answered_is_hidden_by_title_where_few() -> None:
    """Of a title's completed, shown to all, and RR2 the half answered follow: so RR2 goes where they are few."""
    groups = (
        CaseGroup("01", "bt", Outcome.COMPLETED, 20),
        CaseGroup("01", "bt", Outcome.PARTIAL, 2),
        CaseGroup("01", "ct_ubnd", Outcome.COMPLETED, 8),
        CaseGroup("01", "ct_ubnd", Outcome.SILENT, 6),
    )
    shown = {table.key: table for table in hide(list(fieldwork_tables(material(Fieldwork(groups), 30))))}
    assert cell(shown["rates_title"], "bt", "rr2") is HIDDEN
    assert number(shown["rates_title"], "bt", "rr1") == Fraction(20, 22)
    assert cell(shown["dispositions_unit"], "01", "partial") is HIDDEN


def test_stops_that_do_not_agree_with_the_cases_are_not_told() -> None:
    """Six half done or broken off, but seven stopped: their difference would tell, so there is no table."""
    assert "stops" not in tables(material(replace(FIELDWORK, stops={"c05": 8})))


def test_stops_stand_in_the_order_of_the_form() -> None:
    """Where responses stand that were not submitted; those that only wait to be sent come last."""
    found = tables(material())["stops"]
    assert [row[0] for row in found.rows] == [Code("screen", "c05"), Code("stop", "end")]
    assert found.base is not None
    assert found.base.value == 7


def test_the_answering_time_is_told_by_quarters() -> None:
    """In minutes: a quarter of the people took 15 or less, half 20, three quarters 25."""
    (row,) = tables(material())["answering_time"].rows
    assert [each.value for each in row if isinstance(each, Measure)] == [15, 20, 25]


def test_reminders_tell_what_came_after_each() -> None:
    """Every response is counted once, after the last reminder before it; shares are of all responses."""
    found = tables(material())["reminders"]
    rows = [[each.value if isinstance(each, Count) else each for each in row[:3]] for row in found.rows]
    assert rows == [[0, 40, 12], [1, 20, 8]]
    assert [row[3].fraction for row in found.rows if isinstance(row[3], Share)] == [
        Fraction(3, 5),
        Fraction(2, 5),
    ]


def test_without_cases_there_is_nothing_to_tell() -> None:
    """No wave, or a wave without cases: no table."""
    assert tables(replace(material(), wave=None)) == {}
    assert tables(material(Fieldwork())) == {}


def test_every_table_and_code_is_worded() -> None:
    """Titles, headings, notes, outcomes, rates: nothing stands as a code."""
    lexicon = Lexicon(FORM, {"01": "Xã An Thịnh", "02": "Xã Phú Hòa"})
    for table in fieldwork_tables(material()):
        words = [
            lexicon.title(table),
            *lexicon.headings(table),
            *(lexicon.note(note) for note in table.notes),
        ]
        codes = [row[0] for row in table.rows if isinstance(row[0], Code)]
        words += [lexicon.label(code) for code in codes if code.vocabulary not in ("item", "screen")]
        assert all(words)
        assert not any("_" in word or "@" in word for word in words)


COUNTED = st.lists(
    st.builds(
        CaseGroup,
        st.sampled_from(("01", "02", "03")),
        st.sampled_from(("bt", "ct_ubnd")),
        st.sampled_from(Outcome),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=40)
@given(COUNTED)
def test_nothing_small_of_not_taking_part_is_published(groups: list[CaseGroup]) -> None:
    """After hiding no way of not submitting shows one to four; who submitted is shown as it is."""
    merged = Counter[tuple[str, str, Outcome]]()
    for group in groups:
        merged[group.unit_code, group.title, group.outcome] += group.count
    of = material(Fieldwork(tuple(CaseGroup(*kind, count) for kind, count in merged.items())), 0)
    shown = {table.key: table for table in hide(list(fieldwork_tables(of)))}
    for outcome in set(Outcome) - {Outcome.COMPLETED}:
        found = [cell(shown["dispositions"], outcome.value, "count")]
        place = [each.key for each in shown["dispositions_unit"].columns].index(outcome.value)
        found += [row[place] for row in shown["dispositions_unit"].rows]
        assert all(each is HIDDEN or (isinstance(each, Count) and not 0 < each.value < 5) for each in found)
    total = sum(merged.values())
    assert number(shown["response_unit"], "total", "cases") == total
    assert all(isinstance(each, Count | Code | Share) for row in shown["response_unit"].rows for each in row)


@given(st.lists(st.integers(0, 10_000), min_size=1), st.integers(1, 3))
def test_a_quantile_lies_between_the_extremes(seconds: list[int], quarter: int) -> None:
    """And as many lie below it as its share says, give or take one."""
    ordered = sorted(seconds)
    found = quantile(ordered, Fraction(quarter, 4))
    assert ordered[0] <= found <= ordered[-1]
    assert sum(each < found for each in ordered) <= len(ordered) * Fraction(quarter, 4) + 1
