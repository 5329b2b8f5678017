"""What may stay of a wave once it is nobody's: only what five share, and nothing that the roster knows."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from surveys.confidentiality import FEWEST
from surveys.expressions import parse
from surveys.interview import Interview, Status
from surveys.projection import Layout, pack_interview
from surveys.projection.matrix import Matrix
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Screen
from surveys.unlinking import WORDS_CUT, Cut, Echoes, shared_levels

PEOPLE = st.lists(st.tuples(st.sampled_from("UVW"), st.sampled_from("abcd")), max_size=60)


def ladder(person: tuple[str, str]) -> tuple[object, ...]:
    """Say unit and title, then the title, then nothing."""
    unit, title = person
    return ((unit, title), title, "")


def said(people: list[tuple[str, str]]) -> list[object]:
    """Return what is left to say of each person."""
    ladders = [ladder(person) for person in people]
    levels = shared_levels(ladders)
    return [(level, steps[level]) for steps, level in zip(ladders, levels, strict=True)]


@given(PEOPLE)
def test_whatever_is_said_is_said_of_five(people: list[tuple[str, str]]) -> None:
    """Every remaining statement is true of five rows at least, or of all of them if they are fewer."""
    assert all(count >= min(FEWEST, len(people)) for count in Counter(said(people)).values())


@given(PEOPLE)
def test_people_alike_are_treated_alike(people: list[tuple[str, str]]) -> None:
    """What is said depends on unit and title alone: nobody is set apart among those of the same kind."""
    assert len(set(zip(people, said(people), strict=True))) == len(set(people))


def test_the_smallest_others_join_those_who_would_be_alone() -> None:
    """Two whose title nobody shares do not stand alone: the smallest group that stood joins them."""
    people = [("U", "a")] * 9 + [("U", "b")] * 5 + [("V", "c"), ("W", "d")]
    assert Counter(said(people)) == {(0, ("U", "a")): 9, (2, ""): 7}


# --- a form -------------------------------------------------------------------------------------------


def select(name: str, choices: str, **more: object) -> Item:
    """Make a select_one over a list."""
    return Item(name, ItemType.SELECT_ONE, name, choice_list=choices, **more)  # type: ignore[arg-type]


ASKED = (
    select("title", "titles", roster="title"),
    select("second", "titles"),
    select("edu", "levels", roster="edu"),
    select("of_bt", "levels", relevant=parse("${title} = 'bt'")),
    select("of_learned", "levels", relevant=parse("${edu} = 'high'")),
    select("after_that", "levels", relevant=parse("${of_learned} = 'low'")),
    Item("born", ItemType.DATE, "born"),
    Item("idea", ItemType.TEXT, "idea"),
    select("want", "levels"),
)
FORM = Questionnaire(
    "thu",
    "1",
    "Phiếu thử",
    tuple(Screen(item.name, (item,)) for item in ASKED),
    choice_lists={
        "titles": (Choice("bt", "Bí thư"), Choice("ct", "Chủ tịch")),
        "levels": (Choice("low", "Thấp"), Choice("high", "Cao")),
    },
)
GIVEN = {item.name: "high" for item in ASKED} | {
    "title": "bt",
    "second": "ct",
    "of_learned": "low",
    "born": "1970-02-03",
    "idea": "Ý kiến riêng",
}


def test_what_the_roster_knows_goes_with_all_that_hangs_on_it() -> None:
    """Answers that the roster holds too, those of the same lists, what was asked because of them, and dates."""
    assert Cut.of(FORM).answers(GIVEN) == {"idea": WORDS_CUT, "want": "high"}
    kept = Cut.of(FORM, frozenset({"title"})).answers(GIVEN)
    assert kept == {"title": "bt", "of_bt": "high", "idea": WORDS_CUT, "want": "high"}


def test_a_question_that_repeats_the_roster_is_found_without_a_mark() -> None:
    """Whoever asks for the year of birth without saying so in the form is found out by the answers."""
    echoes = Echoes()
    for person in range(6):
        year = str(1960 + person)
        echoes.show({"birth_year": year}, {"year": year if person else "1999", "want": "high", "idea": ""})
    assert echoes.found() == {"year"}
    assert Cut.of(FORM, echoes=frozenset({"want", "gone"})).answers(GIVEN) == {"idea": WORDS_CUT}


def test_nothing_given_is_nothing_kept() -> None:
    """An answer left empty stays empty, also where words were asked for; what the form does not know goes."""
    assert Cut.of(FORM).answers({"idea": "", "want": "", "gone": "x"}) == {"idea": "", "want": ""}


def test_the_packed_response_is_cut_alike() -> None:
    """Of the packed bytes goes what goes of the answers; how far the response is stays."""
    interview = Interview(FORM, GIVEN, "@done", status=Status.COMPLETED)
    matrix = Matrix(Layout.of(FORM), Cut.of(FORM).packed(pack_interview(interview)))
    assert len(matrix.counted()) == 1
    given = {slot.item for slot in matrix.layout.slots if matrix.is_given(slot.item).any()}
    assert given == {"idea", "want"}
    assert matrix.counts("want") == {"low": 0, "high": 1}
    assert {name: int(matrix.numbers(name)[0]) for name in ("edu", "of_bt")} == {"edu": 1, "of_bt": 0}


def test_where_somebody_stopped_does_not_tell_what_they_are() -> None:
    """A question that only some are asked is told as the last one before it that is asked of all."""
    assert Cut.of(FORM).screen("of_bt") == "edu"
    assert Cut.of(FORM, frozenset({"title"})).screen("of_bt") == "of_bt"
    assert Cut.of(FORM).screen("want") == "want"
    assert Cut.of(FORM).screen("@review") == "@review"
