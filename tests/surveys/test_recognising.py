"""Who of a list without keys is somebody held already: by phone, moved, renamed, or asked about."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from surveys.roster import RosterRow
from surveys.roster.keys import make_key
from surveys.roster.people import Official
from surveys.roster.recognising import Decisions, Recognition, recognise

BORN = date(1975, 9, 2)


def row(name: str = "Lê Văn An", unit: str = "Xã A", **more: Any) -> RosterRow:
    """Somebody of a list without keys."""
    known: dict[str, Any] = {"birth_date": BORN, "birth_year": 1975, **more}
    made = RosterRow("", name, "bt", "", unit, sheet="S", row=2, is_key_made=True, **known)
    return RosterRow(**{**{f: getattr(made, f) for f in made.__slots__}, "roster_key": make_key(made)})


def held(
    key: str = "LT001", name: str = "Lê Văn An", unit: str = "Xã A", phone: str = "", **more: Any
) -> tuple[Official, str]:
    """Somebody whom the office holds."""
    known: dict[str, Any] = {"birth_date": BORN, "birth_year": 1975, **more}
    return Official(key, name, "bt", "", unit, **known), phone


def whys(found: Recognition) -> list[str]:
    """How each was recognised."""
    return [each.why for each in found.recognised]


def test_the_same_unit_name_and_birth_is_the_same_person() -> None:
    """Without a word: nothing has changed."""
    found = recognise([row()], [held()])
    assert (list(found.keys.values()), found.recognised, found.problems) == (["LT001"], (), ())


def test_a_year_of_birth_is_enough_in_the_same_unit() -> None:
    """One of the two lists has no more; two different days are not one."""
    year = row(birth_date=None)
    assert list(recognise([year], [held()]).keys.values()) == ["LT001"]
    assert list(recognise([row()], [held(birth_date=None)]).keys.values()) == ["LT001"]
    other = row(birth_date=date(1975, 1, 1))
    assert [each.code for each in recognise([other], [held()]).problems] == ["same_person"]


def test_somebody_who_moved_keeps_their_key_and_it_is_told() -> None:
    """By name and day of birth in another unit, if there is one alone on each side."""
    found = recognise([row(unit="Xã B")], [held()])
    assert (list(found.keys.values()), whys(found)) == (["LT001"], ["moved"])


def test_a_corrected_name_keeps_the_key() -> None:
    """In the same unit, born on the same day, with a like name."""
    found = recognise([row(name="Lê Văn Ân")], [held()])
    assert (list(found.keys.values()), whys(found)) == (["LT001"], ["renamed"])
    assert recognise([row(name="Phạm Thị Hoa")], [held()]).keys == {}


def test_the_same_phone_and_a_like_name_or_day_of_birth_are_the_same_person() -> None:
    """The phone alone may be the office's, handed on to somebody new: that is asked about."""
    mine = row(name="Lê Văn Ann", unit="Xã B", phone="+84900000001", birth_date=None, birth_year=None)
    found = recognise([mine], [held(phone="+84900000001")])
    assert (list(found.keys.values()), whys(found)) == (["LT001"], ["phone"])
    other = row(name="Trần Thị Cúc", unit="Xã B", phone="+84900000001", birth_date=None, birth_year=None)
    found = recognise([other], [held(phone="+84900000001")])
    assert (found.keys, [each.code for each in found.problems]) == ({}, ["same_person"])


def test_whoever_may_be_corrected_in_the_same_unit_is_asked_about() -> None:
    """A like name without a day of birth, or the same name with another birth, is never left and added silently."""
    year = row(name="Lê Văn Ân", birth_date=None)
    assert [each.code for each in recognise([year], [held()]).problems] == ["same_person"]
    born = row(birth_date=date(1976, 9, 2), birth_year=1976)
    assert [each.code for each in recognise([born], [held()]).problems] == ["same_person"]
    unknown = row(name="Lê Văn Ân", birth_date=None, birth_year=None)
    assert [each.code for each in recognise([unknown], [held()]).problems] == ["same_person"]


def test_a_key_made_for_somebody_who_moved_is_not_given_to_a_namesake_in_their_place() -> None:
    """The key K of "Lê Văn An, Xã A" went along to Xã B; a new Lê Văn An in Xã A gets another."""
    new = row()
    moved = held(new.roster_key, unit="Xã B")
    found = recognise([new, row(unit="Xã B")], [moved])
    assert found.keys[row(unit="Xã B").roster_key] == new.roster_key
    assert found.keys[new.roster_key] == f"{new.roster_key}-2"
    back = recognise([new], [moved])
    assert (list(back.keys.values()), whys(back)) == ([new.roster_key], ["moved"])


def test_a_key_of_the_file_gives_way_to_the_one_held() -> None:
    """An office that numbers its people anew loses nobody's answers; each is told."""
    own = replace(row(), roster_key="CB01", is_key_made=False)
    found = recognise([own], [held()])
    assert (found.keys, whys(found)) == ({"CB01": "LT001"}, ["rekeyed"])
    same = replace(own, roster_key="LT001")
    assert recognise([same], [held()]) == Recognition({})


def test_all_who_are_asked_about_may_be_decided_at_once() -> None:
    """Those with one candidate are the same, or everybody is new; whom two rows may be stays asked about."""
    rows = [row(unit="Xã B", birth_date=None), row(name="Vũ Thị Bình", unit="Xã B", birth_date=None)]
    people = [held(), held("LT002", "Vũ Thị Bình")]
    assert len(recognise(rows, people).problems) == 2
    same = recognise(rows, people, Decisions(same_all=True))
    assert (set(same.keys.values()), same.problems) == ({"LT001", "LT002"}, ())
    new = recognise(rows, people, Decisions(different_all=True))
    assert (new.keys, new.problems) == ({}, ())
    double = [row(unit="Xã B", birth_date=None), row(unit="Xã C", birth_date=None)]
    assert len(recognise(double, [held()], Decisions(same_all=True)).problems) == 2


def test_a_decision_about_nobody_is_told() -> None:
    """A key mistyped is not passed over."""
    mine = row(unit="Xã B", birth_date=None)
    for decided in (
        Decisions({mine.roster_key: "LT009"}),
        Decisions({"X": "LT001"}),
        Decisions(different=frozenset({"X"})),
    ):
        assert "nobody_decided" in [each.code for each in recognise([mine], [held()], decided).problems]


def test_less_in_common_is_asked_about_until_it_is_decided() -> None:
    """The same name with a year alone may be one person or two."""
    mine = row(unit="Xã B", birth_date=None)
    (asked,) = recognise([mine], [held()]).problems
    assert (asked.code, asked.parameters["held"]) == ("same_person", "LT001 – Lê Văn An (Xã A)")
    same = recognise([mine], [held()], Decisions({mine.roster_key: "LT001"}))
    assert (list(same.keys.values()), whys(same), same.problems) == (["LT001"], ["decided"], ())
    other = recognise([mine], [held()], Decisions(different=frozenset({mine.roster_key})))
    assert (other.keys, other.problems) == ({}, ())


def keyed(key: str, name: str, **more: Any) -> RosterRow:
    """Somebody of a list with keys."""
    return replace(row(name, **more), roster_key=key, is_key_made=False)


OTHER: dict[str, Any] = {"birth_date": date(1980, 1, 1), "birth_year": 1980}
NOWHEN: dict[str, Any] = {"birth_date": None, "birth_year": None}
TWO = [held("12", "Lê Văn An"), held("13", "Vũ Thị Bình", **OTHER)]


def test_two_keys_that_were_swapped_are_asked_about_once() -> None:
    """Whoever has the other's key is quoted with both; it is the office that says whose mistake it is."""
    rows = [keyed("12", "Vũ Thị Bình", **OTHER), keyed("13", "Lê Văn An")]
    (asked,) = recognise(rows, TWO).problems
    assert (asked.code, dict(asked.parameters)) == (
        "keys_swapped",
        {"key": "12", "held": "Lê Văn An", "found": "Vũ Thị Bình", "other": "13"},
    )
    people = recognise(rows, TWO, Decisions({"12": "13", "13": "12"}))
    assert (people.keys, people.problems) == ({"12": "13", "13": "12"}, ())
    as_keyed = recognise(rows, TWO, Decisions({"12": "12", "13": "13"}))
    assert (as_keyed.keys, as_keyed.problems) == ({"12": "12", "13": "13"}, ())
    half = recognise(rows, TWO, Decisions({"12": "13"}))
    assert [(each.code, each.parameters["key"]) for each in half.problems] == [("keys_swapped", "13")]


def test_swapped_names_are_asked_about_without_births_too() -> None:
    """A list without births, or of people born in one year, says no less."""
    for born in (NOWHEN, {"birth_date": None}):
        people = [held("12", "Lê Văn An", **born), held("13", "Vũ Thị Bình", **born)]
        rows = [keyed("12", "Vũ Thị Bình", **born), keyed("13", "Lê Văn An", **born)]
        assert [each.code for each in recognise(rows, people).problems] == ["keys_swapped"]


def test_a_key_under_which_name_and_birth_are_others_is_asked_about() -> None:
    """It may have been handed on: then it is somebody new, with a key of their own."""
    rows = [keyed("12", "Mai Thị Cúc", **OTHER)]
    (asked,) = recognise(rows, TWO).problems
    assert (asked.code, asked.parameters["held"], asked.parameters["others"]) == (
        "key_of_another",
        "Lê Văn An",
        "–",
    )
    assert recognise(rows, TWO, Decisions({"12": "12"})).keys == {"12": "12"}
    assert recognise(rows, TWO, Decisions(same_all=True)).keys == {"12": "12"}
    for new in (Decisions(different=frozenset({"12"})), Decisions(different_all=True)):
        assert (recognise(rows, TWO, new).keys, recognise(rows, TWO, new).problems) == ({"12": "12-2"}, ())


def test_a_key_of_somebody_who_left_is_nobody_else_s() -> None:
    """What was recorded of them hangs on it; whoever comes back by name is not asked about."""
    left = [held("9", "Lê Văn An")]
    assert [
        each.code for each in recognise([keyed("9", "Mai Thị Cúc", **OTHER)], [], None, left).problems
    ] == ["key_of_another"]
    assert recognise([keyed("9", "Lê Văn An")], [], None, left) == Recognition({})


def test_like_names_that_were_swapped_are_asked_about() -> None:
    """Names that differ in an accent are two people's if the births say so, or both stand in the unit."""
    people = [held("12", "Lê Văn Hùng", **NOWHEN), held("13", "Lê Văn Hưng", **NOWHEN)]
    rows = [keyed("12", "Lê Văn Hưng", **NOWHEN), keyed("13", "Lê Văn Hùng", **NOWHEN)]
    assert [each.code for each in recognise(rows, people).problems] == ["keys_swapped"]
    born = recognise([keyed("12", "Lê Văn Ân", **OTHER)], TWO)
    assert [each.code for each in born.problems] == ["key_of_another"]


def test_a_corrected_name_or_birth_under_one_key_is_a_change() -> None:
    """One of the two is enough to know somebody by."""
    for again in (
        keyed("12", "Lê Văn An", **OTHER),
        keyed("12", "Phạm Hoàng Giang"),
        keyed("12", "Lê Văn Ân", **NOWHEN),
        keyed("12", "Vũ Thị Bình", unit="Xã C"),
    ):
        assert recognise([again], TWO) == Recognition({})


def test_two_who_could_be_one_are_never_guessed() -> None:
    """Two people of one name and birth left, one came: it is asked who."""
    found = recognise([row(unit="Xã C")], [held(), held("LT002", unit="Xã B")])
    assert found.keys == {}
    assert found.problems[0].parameters["held"] == "LT001 – Lê Văn An (Xã A); LT002 – Lê Văn An (Xã B)"


def test_a_namesake_born_on_another_day_is_somebody_else() -> None:
    """Then nothing is asked."""
    found = recognise([row(unit="Xã B", birth_date=date(1980, 1, 1), birth_year=1980)], [held()])
    assert (found.keys, found.problems) == ({}, ())


NAMES = st.sampled_from(["Lê An", "Lê Ân", "Vũ Bình"])
UNITS = st.sampled_from(["Xã A", "Xã B"])
DAYS = st.sampled_from([date(1970, 1, 1), date(1971, 1, 1)])


@given(
    st.lists(st.tuples(NAMES, UNITS, DAYS), max_size=5, unique=True),
    st.lists(st.tuples(NAMES, UNITS, DAYS), max_size=5, unique=True),
)
def test_nobody_is_two_people_and_no_two_are_one(
    listed: list[tuple[str, str, date]], known: list[tuple[str, str, date]]
) -> None:
    """Keys are given at most once; who is on both sides word for word is always the same."""
    rows = [row(name, unit, birth_date=day, birth_year=day.year) for name, unit, day in listed]
    people = [
        held(f"K{n}", name, unit, birth_date=day, birth_year=day.year)
        for n, (name, unit, day) in enumerate(known)
    ]
    found = recognise(rows, people)
    assert len(set(found.keys.values())) == len(found.keys)
    for each, told in zip(rows, listed, strict=True):
        if told in known:
            assert found.keys[each.roster_key] == f"K{known.index(told)}"


@given(
    st.lists(st.tuples(NAMES, UNITS, DAYS), max_size=5, unique=True),
    st.lists(st.tuples(NAMES, UNITS, DAYS), max_size=5, unique=True),
)
def test_nobody_is_silently_left_while_a_namesake_born_that_day_is_added(
    listed: list[tuple[str, str, date]], known: list[tuple[str, str, date]]
) -> None:
    """Either one is the other, or it is asked."""
    rows = [row(name, unit, birth_date=day, birth_year=day.year) for name, unit, day in listed]
    people = [
        held(f"K{n}", name, unit, birth_date=day, birth_year=day.year)
        for n, (name, unit, day) in enumerate(known)
    ]
    found = recognise(rows, people)
    asked = {each.parameters["key"] for each in found.problems}
    gone = [each for each, _ in people if each.roster_key not in found.keys.values()]
    for mine in rows:
        if mine.roster_key not in found.keys and mine.roster_key not in asked:
            assert not [
                each
                for each in gone
                if (each.full_name, each.birth_date) == (mine.full_name, mine.birth_date)
                or (each.full_name, each.unit_name) == (mine.full_name, mine.unit_name)
            ]


@given(st.permutations(["1", "2", "3", "4"]), st.sampled_from([NOWHEN, {}, None]))
def test_keys_in_another_order_are_never_changes(keys: list[str], born: dict[str, Any] | None) -> None:
    """Whoever has another's key is asked about; as each is decided to be who they were, nothing is lost."""
    names = ["Lê Văn An", "Lê Văn Ân", "Vũ Thị Bình", "Mai Cúc"]
    births = [
        {"birth_date": date(1970 + n, 1, 1), "birth_year": 1970 + n} if born is None else born
        for n in range(4)
    ]
    people = [held(str(n + 1), name, **births[n]) for n, name in enumerate(names)]
    rows = [keyed(key, names[n], **births[n]) for n, key in enumerate(keys)]
    moved = {key: str(n + 1) for n, key in enumerate(keys) if key != str(n + 1)}
    asked = {
        told
        for each in recognise(rows, people).problems
        for name in ("key", "other")
        if (told := each.parameters.get(name))
    }
    assert asked == set(moved)
    decided = recognise(rows, people, Decisions(moved))
    assert (dict(decided.keys), decided.problems) == (moved, ())
