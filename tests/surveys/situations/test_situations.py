"""Situations of a post: whose turn which is, when, what may be told, what a plan learns of it."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from surveys.aggregation.table import Code, Count, Share, counts_in
from surveys.confidentiality import FEWEST
from surveys.field_period import VIETNAM, Calendar
from surveys.planning import from_json, to_json
from surveys.situations import Bank, Wish, choose_next, shuffled_places, upto, window_of
from surveys.situations.example import competency_labels, example_bank
from surveys.situations.needs import group_needs_of
from surveys.situations.results import GROUPS, MONTHS, Answered, tables_of, told_of
from tests.surveys.situations.banks import UNTIL, bank, situation

DAY = date(2026, 11, 24)


def test_only_what_is_reviewed_valid_and_meant_for_somebody_is_asked_each_once() -> None:
    """The bank's order is everybody's; what nobody has reviewed, what is over and what is for others is passed over."""
    held = Bank(
        (
            situation("draft", reviewer="", reviewed_on=None),
            situation("over", valid_until=DAY - timedelta(days=1)),
            situation("party", groups=("dang",)),
            situation("land", groups=("chuyen_mon",), fields=("dia_chinh",)),
            situation("last"),
        )
    )

    def chosen(group: str, field: str = "", asked: tuple[str, ...] = ()) -> str:
        found = choose_next(held, group, field, asked, DAY)
        return found.code if found else ""

    assert chosen("dang") == "party"
    assert chosen("dang", asked=("party",)) == "last"
    assert chosen("dang", asked=("party", "last")) == ""
    assert chosen("chuyen_mon", "dia_chinh") == "land"
    assert chosen("chuyen_mon", "tai_chinh") == "last"
    assert [each.code for each in held.to_be_reviewed()] == ["draft"]
    assert choose_next(held, "dang", "", (), UNTIL + timedelta(days=1)) is None


def test_the_example_has_no_key_and_is_sent_to_nobody() -> None:
    """The nine situations of the form begin a bank: nobody has reviewed them, no key stands anywhere."""
    example = example_bank("Ví dụ")
    assert len(example.situations) == 9
    assert example.sent_on(DAY) == ()
    assert {each.key for each in example} == {None}
    assert all(len(each.options) == 4 and each.competency in competency_labels() for each in example)
    assert from_json(Bank, to_json(example)) == example


@given(st.integers(), st.integers(2, 5))
def test_each_person_sees_their_own_order_always_the_same(seed: int, count: int) -> None:
    """Nothing is lost by shuffling; the key stands nowhere in particular."""
    options = situation("x").options * 2
    asked = situation("x", options=options[:count])
    assert sorted(shuffled_places(asked, seed)) == list(range(count))
    assert shuffled_places(asked, seed) == shuffled_places(asked, seed)
    assert len({shuffled_places(asked, each) for each in range(40)}) > 1


def test_a_card_comes_at_the_hour_that_was_chosen_on_a_working_day() -> None:
    """On a holiday it comes on the next working day of the week; a week without one has no card."""
    calendar = Calendar({DAY: "Ngày Văn hóa", DAY + timedelta(days=1): "nghỉ"})
    found = window_of(calendar, date(2026, 11, 23), Wish(1, 14))
    assert found is not None
    assert found.start == datetime(2026, 11, 26, 14, tzinfo=VIETNAM)
    assert found.end == found.start + timedelta(hours=2)
    late = window_of(calendar, date(2026, 11, 23), Wish(3, 20))
    assert late is not None
    assert late.end == datetime(2026, 11, 26, 21, tzinfo=VIETNAM), (
        "not at night, however long the bot stood still"
    )
    closed = Calendar({date(2026, 11, 23) + timedelta(days=each): "Tết" for each in range(7)})
    assert window_of(closed, date(2026, 11, 23), Wish(1, 14)) is None
    assert not Wish(5, 9).is_possible
    assert not Wish(0, 22).is_possible


@given(st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_what_colleagues_are_told_never_shows_or_leaves_over_a_few(chosen: list[int]) -> None:
    """No count of 1 to 4 is told, nor is one left over when all that is told is taken from the whole."""
    told = told_of("x", chosen)
    shown = [count for count in told.chosen if count is not None]
    assert not any(0 < count < FEWEST for count in shown)
    hidden = sum(chosen) - sum(shown)
    if None in told.chosen and any(shown):
        assert hidden >= FEWEST
    if sum(chosen) < FEWEST:
        assert not told.shows_anything
    assert upto(4) == 0
    assert upto(11) == 10


def test_groups_and_months_are_told_from_five_people_on_and_become_needs() -> None:
    """A group that mostly chose wrongly needs the situation and its competency; of four people nothing is said."""
    held = Bank((replace(situation("a"), competency="c06"), situation("b")))
    counts = (
        ("a", "dang", 1, 6),
        ("a", "dang", 0, 14),
        ("a", "chinh_quyen", 1, 12),
        ("a", "chinh_quyen", 2, 5),
        ("b", "quan_su", 0, 3),
        ("b", "quan_su", 1, 1),
    )
    answered = [
        Answered(code, group, "2026-11", place, place == 1, count) for code, group, place, count in counts
    ]
    people = {("2026-11", "dang"): 20, ("2026-11", "chinh_quyen"): 17, ("2026-11", "quan_su"): 4}
    tables = tables_of(answered, people)
    needs = group_needs_of(tables, held)
    assert [(each.group, each.subject, each.count) for each in needs] == [
        ("dang", "a", 20),
        ("dang", "c06", 20),
    ]
    assert round(needs[0].mwds, 1) == 11.2
    served = group_needs_of(tables, held, {"tinhhuong", "c06"})
    assert [each.subject for each in served] == ["c06", "tinhhuong"], "a course is about the skill as a whole"
    by_key = {table.key: table.rows for table in tables}
    assert [row[0] for row in by_key[MONTHS] if row[1] == Code("title_group", "quan_su")] == []
    assert not any(isinstance(cell, Count | Share) for row in by_key[GROUPS][2:] for cell in row)
    assert tables_of([], {}) == ()
    assert bank("a").by_code["a"].edition != situation("a", key=0).edition


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b"]),
            st.sampled_from(["dang", "chinh_quyen", "quan_su"]),
            st.sampled_from(["2026-10", "2026-11"]),
            st.integers(0, 2),
            st.integers(1, 9),
        ),
        unique_by=lambda each: each[:4],
        max_size=12,
    )
)
def test_no_table_shows_a_few_and_months_give_nothing_away(
    counts: list[tuple[str, str, str, int, int]],
) -> None:
    """No count or share of 1 to 4 people stands anywhere; what a month and a group have in common is one system."""
    answered = [
        Answered(code, group, month, place, place == 1, count) for code, group, month, place, count in counts
    ]
    people: Counter[tuple[str, str]] = Counter()
    for each in answered:
        people[each.month, each.group] += each.count
    tables = tables_of(answered, people)
    shown = [count.value for count in counts_in(tables)]
    assert not any(0 < count < FEWEST for count in shown)
    months = {
        (row[0], row[1].code): row[-1].part.value
        for table in tables
        if table.key == MONTHS
        for row in table.rows
        if isinstance(row[1], Code) and isinstance(row[-1], Share)
    }
    for (month, group), right in months.items():
        own = [each for each in answered if (each.month, each.group) == (month, group)]
        assert right == sum(each.count for each in own if each.is_right)
        wrong = sum(each.count for each in own) - right
        assert wrong == 0 or wrong >= FEWEST
