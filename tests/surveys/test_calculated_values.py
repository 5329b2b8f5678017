"""What a calculation comes to: how it is stored, how other expressions see it, how people read it."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import surveys.interview as engine
from surveys.expressions import Context, Value, evaluate, parse, text
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Screen
from tests.surveys.interview_forms import TODAY


def form_with(calculation: str, *others: tuple[str, str]) -> Questionnaire:
    """Return a form with a number ``a``, the calculation ``c`` and others, and a label that shows ``c``."""
    calculations = tuple(
        Item(name, ItemType.CALCULATE, calculation=parse(source))
        for name, source in (("c", calculation), *others)
    )
    asked = Item("a", ItemType.INTEGER, "A"), Item("b", ItemType.TEXT, "Kết quả: ${c}.")
    return Questionnaire("f", "1", "F", tuple(Screen(item.name, (item,)) for item in asked), calculations)


def shown(calculation: str, a: str = "") -> str:
    """Return how the label of the second question reads after ``a`` was answered, or left empty."""
    evaluation = engine.Evaluation(form_with(calculation), {"a": a}, TODAY)
    return evaluation.render("Kết quả: ${c}.")


def stored(calculation: str, *others: tuple[str, str], a: str = "") -> dict[str, str]:
    """Return the calculations that count after ``a`` was answered, or left empty."""
    return engine.counted_calculations_of(form_with(calculation, *others), {"a": a}, TODAY)


def test_what_is_no_number_is_stored_and_shown_as_nothing() -> None:
    """A sum with an empty answer comes to NaN: JavaRosa stores nothing, and nobody reads "NaN"."""
    assert stored("${a} + 1") == {}
    assert shown("${a} + 1") == "Kết quả: ."
    assert stored("${a} + 1", a="4") == {"c": "5"}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("if(${c} = '', 'trống', 'có')", "trống"),
        ("concat('[', ${c}, ']')", "[]"),
        ("count-non-empty(${c}, 1)", "1"),
        ("coalesce(${c}, 'không rõ')", "không rõ"),
        ("string-length(${c})", "0"),
    ],
)
def test_others_see_it_as_an_empty_answer(source: str, value: str) -> None:
    """An expression that looks at a calculation without a number finds it empty, not the word "NaN"."""
    assert stored("${a} + 1", ("d", source)) == {"d": value}


@pytest.mark.parametrize(
    ("source", "written", "read"),
    [
        ("5 div 2", "2.5", "2,5"),
        ("-5 div 2", "-2.5", "-2,5"),
        ("6 div 2", "3", "3"),
        ("0 * -1", "0", "0"),
        ("100000000000 * 1000000000", "100000000000000000000", "100000000000000000000"),
        ("1 div 10000000", "0.0000001", "0,0000001"),
        ("1 div 10000000000000000", "0", "0"),
        ("1 div 0", "Infinity", ""),
        ("-1 div 0", "-Infinity", ""),
        ("date('2015-04-20')", "2015-04-20", "20/4/2015"),
        ("concat('2', '.5')", "2.5", "2.5"),
    ],
)
def test_numbers_and_days_are_stored_plainly_and_read_as_people_write_them(
    source: str, written: str, read: str
) -> None:
    """Stored: no exponent, no negative zero, JavaRosa's words. Shown: comma and day/month; never "Infinity"."""
    assert stored(source) == {"c": written}
    assert shown(source) == f"Kết quả: {read}."


class _Nothing:
    """A context in which every item is empty."""

    today = TODAY
    now = engine.Evaluation(form_with("1"), {}, TODAY).now

    def value(self, name: str) -> Value:  # noqa: ARG002 - a context's signature
        return ""

    def is_there(self, name: str) -> bool:  # noqa: ARG002 - a context's signature
        return True

    def label(self, name: str, choice: str) -> str:  # noqa: ARG002 - a context's signature
        return ""

    def draw(self, place: str) -> bytes:
        return place.encode()

    def look_up(self, choice_list: str, key: str, column: str, by: str) -> str:  # noqa: ARG002 - a context's signature
        return ""


def test_a_sum_beyond_all_numbers_is_infinite() -> None:
    """Adding what no float can carry gives infinity, as in Java; it raises nothing."""
    nothing: Context = _Nothing()
    huge = "*".join(["9" * 25] * 12) + " * 100000000"
    assert evaluate(parse(f"sum({huge}, {huge})"), nothing) == math.inf


@given(st.floats() | st.booleans() | st.dates() | st.text(max_size=5))
def test_a_number_is_written_without_exponent(value: float | bool | date | str) -> None:
    """Whatever a number is, its text has digits, one dot and a sign at most, or is one of three words."""
    written = text(value)
    if isinstance(value, float):
        assert written.removeprefix("-").replace(".", "", 1).isdecimal() or written in {
            "NaN",
            "Infinity",
            "-Infinity",
        }
        assert not written.endswith(".")
        assert written != "-0"


def test_a_long_chain_of_calculations_is_worked_out() -> None:
    """Hundreds of calculations, each on the one before, do not exhaust the stack, whichever is looked at first."""
    links = [
        (f"c{n}", f"{'(' * 20}${{{'c' if n == 1 else f'c{n - 1}'}}} + 1{')' * 20}") for n in range(1, 400)
    ]
    assert stored("${a}", *links, a="1")["c399"] == "400"
    chain = form_with("${a}", *links)
    assert engine.Evaluation(chain, {"a": "1"}, TODAY).render("${c399}") == "400"


def test_a_long_chain_of_conditions_is_answered_to_its_end() -> None:
    """Hundreds of questions, each shown for the answer to the one before, can all be asked."""
    first = Item("q0", ItemType.TEXT, "Q")
    asked = [Item(f"q{n}", ItemType.TEXT, "Q", relevant=parse(f"${{q{n - 1}}} = 'x'")) for n in range(1, 300)]
    form = Questionnaire("f", "1", "F", tuple(Screen(item.name, (item,)) for item in (first, *asked)))
    answers = {f"q{n}": "x" for n in range(299)}
    at_the_end = engine.Interview(form, answers, "q299", today=TODAY)
    assert engine.view(at_the_end).number == 300
    assert engine.reply(at_the_end, "x").interview.screen == engine.REVIEW


def test_what_is_worked_out_once_keeps_its_first_value() -> None:
    """The first value that is not empty is kept as an answer is, from whichever answer it came; others follow it."""
    form = form_with("once(${a})", ("d", "${c} + 1"))
    first = engine.begin(form, {}, TODAY, 1).interview
    assert first.evaluation.value("c") == ""
    second = engine.reply(first, "3")
    assert engine.ValueKept("c", "3") in second.events
    changed = engine.reply(engine.jump(second.interview, "a").interview, "8")
    assert (changed.interview.answers["a"], changed.interview.answers["c"]) == ("8", "3")
    assert changed.interview.evaluation.value("d") == 4.0
    assert not any(isinstance(event, engine.ValueKept) for event in changed.events)


def test_once_is_of_the_moment_before_the_first_answer_too() -> None:
    """A value that was there when the form was opened is the first one, whatever is answered then."""
    form = form_with("once(if(${a} = '', 'trống', 'có'))")
    step = engine.reply(engine.begin(form, {}, TODAY, 1).interview, "3")
    assert step.interview.answers["c"] == "trống"


def test_chance_that_hangs_on_no_answer_is_kept() -> None:
    """Extracts, which do not know the seed of an interview, find its id among the answers."""
    form = form_with("uuid()")
    step = engine.reply(engine.begin(form, {}, TODAY, 7).interview, "3")
    drawn = step.interview.answers["c"]
    assert drawn == step.interview.evaluation.value("c")
    assert engine.counted_calculations_of(form, step.interview.answers, TODAY) == {"c": drawn}
    assert engine.Evaluation(form, {}, TODAY, 8).value("c") != drawn


def test_a_choice_that_is_not_offered_any_more_counts_as_no_answer() -> None:
    """Others do not see it, as on ODK; it stays stored, and the question is asked again."""
    lists = {"x": (Choice("1", "Một"), Choice("2", "Hai"))}
    asked = (
        Item("a", ItemType.INTEGER, "A"),
        Item("one", ItemType.SELECT_ONE, "One", choice_list="x", choice_filter=parse("name != ${a}")),
        Item("all", ItemType.SELECT_MULTIPLE, "All", choice_list="x", choice_filter=parse("name != ${a}")),
        Item("shown", ItemType.NOTE, "[${one}] [${all}]"),
    )
    screens = tuple(Screen(item.name, (item,)) for item in asked)
    evaluation = engine.Evaluation(
        Questionnaire("f", "1", "F", screens, (), lists), {"a": "1", "one": "1", "all": "1 2"}, TODAY
    )
    assert (evaluation.value("one"), evaluation.value("all")) == ("", "2")
    assert evaluation.render("[${one}] [${all}]") == "[] [Hai]"
    assert evaluation.is_item_pending(asked[1])


def test_two_lists_may_each_leave_out_what_the_other_took() -> None:
    """First and second choice look at each other: each is asked, and neither offers the other's answer."""
    lists = {"x": (Choice("1", "Một"), Choice("2", "Hai"))}
    asked = tuple(
        Item(name, ItemType.SELECT_ONE, name, choice_list="x", choice_filter=parse(f"name != ${{{other}}}"))
        for name, other in (("first", "second"), ("second", "first"))
    )
    screens = tuple(Screen(item.name, (item,)) for item in asked)
    form = Questionnaire("f", "1", "F", screens, (), lists)
    evaluation = engine.Evaluation(form, {"first": "1", "second": "2"}, TODAY)
    assert [evaluation.value(item.name) for item in asked] == ["1", "2"]
    assert [[each.name for each in evaluation.options(item)] for item in asked] == [["1"], ["2"]]
