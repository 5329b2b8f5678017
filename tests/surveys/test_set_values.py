"""Values that nobody types: defaults, hidden items, moments, what a trigger sets, what is only shown; ``or_other``."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from surveys import interview as engine
from surveys.expressions import parse
from surveys.field_period import VIETNAM
from surveys.form_changes import compare_forms
from surveys.interview import AnswerStored, Interview, Status, ValueKept
from surveys.projection import answered_count_of
from surveys.questionnaire import ItemType, Questionnaire
from surveys.unlinking import Cut
from surveys.xlsform import read_form
from surveys.xlsform.defaults import is_dynamic, stored_default

HEADER = (
    "type | name | label | default | trigger | calculation | read_only | guidance_hint | relevant | required"
)
SURVEY = (
    "start | began | | | | | | | |",
    "end | ended | | | | | | | |",
    "today | day | | | | | | | |",
    "username | who | | | | | | | |",
    "hidden | source | | chat | | | | | |",
    "select_one kind or_other | kind | Loại nào? | a | | | | Chọn loại chính. | | yes",
    "integer | number | Bao nhiêu? | 5 | | | | | | yes",
    "date | since | Từ ngày nào? | today() + 1 | | | | | |",
    "integer | double | Gấp đôi | | | ${number} * 2 | yes | | |",
    "integer | triple | Gấp ba? | | ${number} | ${number} * 3 | | | |",
    "integer | fourfold | Gấp bốn? | | | ${number} * 4 | | | |",
    "calculate | noted | | | ${number}, ${kind} | concat(${kind}, ${number}) | | | |",
    "text | more | Thêm gì? | | | | | | ${double} > 10 |",
)
MOMENT = datetime(2026, 11, 30, 8, 30, tzinfo=VIETNAM)
BESIDE = {
    "began": "2026-11-30T08:30:00.000+07:00",
    "day": "2026-11-30",
    "who": "K01",
    "source": "chat",
    "since@default": "2026-12-01",
    "fourfold@default": "20",
}


def form_of(*survey: str) -> Questionnaire:
    """Read a form of these rows."""
    rows = "\n".join(f"| | {row} |" for row in (HEADER, *survey))
    text = f"""
| survey |
{rows}
| choices |
| | list_name | name | label |
| | kind | a | Loại A |
| | kind | b | Loại B |
| settings |
| | form_id | form_title |
| | set_values | Phiếu tự ghi |
"""
    form = read_form(text.encode(), "f.md")
    assert isinstance(form, Questionnaire), form
    return form


FORM = form_of(*SURVEY)


def begun(form: Questionnaire = FORM) -> Interview:
    """Begin an interview in the morning of 30 November 2026."""
    return engine.begin(form, {}, MOMENT.date(), 1, moment=MOMENT, username="K01").interview


def said(interview: Interview, *texts: str) -> Interview:
    """Type these replies."""
    for text in texts:
        interview = engine.reply(interview, text).interview
    return interview


def test_what_is_set_at_the_beginning_is_stored_beside_the_answers() -> None:
    """Moments, who answers, hidden values, defaults that are worked out; nothing of it is an answer."""
    step = engine.begin(FORM, {}, MOMENT.date(), 1, moment=MOMENT, username="K01")
    assert step.interview.answers == BESIDE
    assert [event for event in step.events if isinstance(event, ValueKept)] == [
        ValueKept(name, value) for name, value in BESIDE.items()
    ]
    assert (answered_count_of(step.interview), engine.counted_answers(step.interview)) == (0, {})
    calculated = engine.counted_calculations(step.interview)
    assert calculated == {name: BESIDE[name] for name in ("began", "day", "who", "source")} | {"double": "10"}


def test_a_default_is_confirmed_like_the_rosters_value() -> None:
    """It is offered, never an answer by itself; who says something else overrules it, who skips leaves it empty."""
    interview = begun()
    (prompt,) = engine.view(interview).prompts
    assert (prompt.roster_value, prompt.is_default, prompt.value) == ("a", True, None)
    interview = said(interview, "đúng", "7", "đúng", "tiếp")
    assert {name: interview.answers[name] for name in ("kind", "number", "since")} == {
        "kind": "a",
        "number": "7",
        "since": "2026-12-01",
    }
    assert said(begun(), "đúng", "đúng", "bỏ qua").answers["since"] == ""


def test_a_default_that_is_no_valid_answer_is_not_offered() -> None:
    """A constraint holds for it as for any answer."""
    form = form_of("integer | years | Mấy năm? | 70 | | | | | |")
    years = replace(form.items["years"], constraint=parse(". <= 60"))
    screens = (replace(form.screens[0], items=(years,)),)
    (prompt,) = engine.view(begun(replace(form, screens=screens))).prompts
    assert (prompt.roster_value, prompt.is_default) == ("", False)


def test_a_trigger_sets_a_value_only_when_it_changes() -> None:
    """Confirming a default changes nothing; a changed answer does: offered where nobody answered, else overwritten."""
    confirmed = said(begun(), "đúng", "đúng")
    assert not {"noted", "triple@default"} & confirmed.answers.keys()
    changed = said(begun(), "đúng", "7")
    assert {name: changed.answers[name] for name in ("noted", "triple@default", "fourfold@default")} == {
        "noted": "a7",
        "triple@default": "21",
        "fourfold@default": "28",
    }
    answered = said(changed, "đúng", "tiếp", "22", "đúng")
    assert (answered.answers["triple"], answered.answers["fourfold"]) == ("22", "28")
    step = engine.reply(engine.jump(answered, "number").interview, "8")
    assert [event for event in step.events if isinstance(event, AnswerStored | ValueKept)] == [
        AnswerStored("number", "8", "7"),
        AnswerStored("triple", "24", "22"),
        AnswerStored("fourfold", "32", "28"),
        ValueKept("noted", "a8"),
    ]


def test_triggers_in_a_circle_come_to_an_end() -> None:
    """Two questions that set each other."""
    form = form_of(
        "integer | one | Một? | | ${two} | ${two} + 1 | | | |",
        "integer | two | Hai? | | ${one} | ${one} + 1 | | | |",
    )
    interview = said(begun(form), "1")
    assert "two@default" in interview.answers


def test_what_is_only_read_is_shown_and_never_asked() -> None:
    """Its value stands in a note, counts as a number in conditions, and is exported under its own name."""
    interview = said(begun(), "đúng", "đúng", "đúng")
    view = engine.view(interview)
    assert (view.place, view.label) == ("note", "Gấp đôi\n10")
    assert FORM.items["double"].type is ItemType.INTEGER
    assert "more" not in [screen.name for screen in interview.evaluation.question_screens()]
    more = said(engine.jump(interview, "number").interview, "6")
    assert "more" in [screen.name for screen in more.evaluation.question_screens()]


def test_a_note_that_holds_something_is_shown_with_it() -> None:
    """As ODK shows the value of a note below its label; others may refer to it."""
    form = form_of(
        "integer | years | Mấy năm? | | | | | | |",
        "note | months | Số tháng | | | ${years} * 12 | | | |",
        "text | why | Vì sao? | | | | | | ${months} > 24 |",
    )
    interview = said(begun(form), "3")
    assert engine.view(interview).label == "Số tháng\n36"
    assert said(interview, "tiếp").screen == "why"
    assert engine.counted_calculations(interview) == {"months": "36"}


def test_the_end_is_the_moment_of_handing_in_and_of_every_correction() -> None:
    """It is not there before."""
    interview = said(begun(), "đúng", "đúng", "đúng", "tiếp", "bỏ qua", "đúng")
    assert "ended" not in interview.answers
    later = interview.with_changes(moment=MOMENT.replace(hour=9))
    done = engine.submit(later).interview
    assert (done.status, done.answers["ended"]) == (Status.COMPLETED, "2026-11-30T09:30:00.000+07:00")
    corrected = said(engine.jump(done.with_changes(moment=MOMENT.replace(hour=10)), "number").interview, "4")
    assert (corrected.status, corrected.answers["ended"][:16]) == (Status.AMENDED, "2026-11-30T10:30")


def test_or_other_adds_a_choice_and_asks_what_it_is() -> None:
    """In the form's language: Vietnamese unless it names another; a list that has the code keeps its own label."""
    assert [choice.label for choice in FORM.choice_lists["kind"]] == ["Loại A", "Loại B", "Khác"]
    interview = said(begun(), "khác")
    (prompt,) = engine.view(interview).prompts
    assert (prompt.item.name, prompt.label) == ("kind_other", "Xin ghi rõ nội dung khác.")
    assert said(begun(), "2").screen == "number"
    dotted = form_of("select_one kind or_other | of.two | Loại nào? | | | | | | |")
    assert [screen.name for screen in dotted.screens] == ["of.two", "of.two_other"]
    assert said(begun(dotted), "khác").screen == "of.two_other"
    source = """
| survey |
| | type | name | label::English (en) | appearance |
| | begin_group | g | Group | field-list |
| | select_multiple l or_other | a | Which? | |
| | end_group | | | |
| choices |
| | list_name | name | label::English (en) |
| | l | x | X |
| settings |
| | form_id | default_language |
| | f | English (en) |
"""
    apart = read_form(source.encode(), "f.md")
    assert isinstance(apart, Questionnaire)
    assert [screen.name for screen in apart.screens] == ["a", "a_other"]
    one = read_form(source.replace("select_multiple", "select_one").encode(), "f.md")
    assert isinstance(one, Questionnaire)
    assert one.items["a_other"].label == "Specify other."
    asked = engine.reply(begun(one), "other").interview
    assert [prompt.item.name for prompt in engine.view(asked).prompts] == ["a", "a_other"]
    assert said(asked, "something").answers["a_other"] == "something"


def test_a_calculation_may_stand_among_the_questions_of_one_screen() -> None:
    """It takes no place on the screen."""
    form = form_of(
        "text | name | Tên? | | | | | | |",
        "integer | years | Mấy năm? | | | | | | |",
        "calculate | months | | | | ${years} * 12 | | | |",
    )
    rows = form.screens
    assert [screen.name for screen in rows] == ["name", "years"]
    assert [item.name for item in form.calculations] == ["months"]


@pytest.mark.parametrize(
    ("default", "kind", "dynamic"),
    [
        *(
            ("today()", ItemType.DATE, True),
            ("2026-12-31", ItemType.DATE, False),
            ("-5", ItemType.INTEGER, False),
        ),
        *(
            ("${a}", ItemType.TEXT, True),
            ("2 + 3", ItemType.INTEGER, True),
            ("Hà Nội - Huế", ItemType.TEXT, False),
        ),
        *(
            ("a-b", ItemType.TEXT, False),
            ("'a - b'", ItemType.TEXT, False),
            ("07:30:00", ItemType.TIME, False),
        ),
        *(
            ("once(random())", ItemType.DECIMAL, True),
            ("a mod b", ItemType.TEXT, False),
            ("Loại *", ItemType.TEXT, False),
        ),
    ],
)
def test_a_default_is_worked_out_only_if_it_is_an_expression(
    default: str, kind: ItemType, dynamic: bool
) -> None:
    """As pyxform decides; what it would take for one and cannot be read as one is a text."""
    assert is_dynamic(default, kind) is dynamic


@pytest.mark.parametrize(
    ("kind", "written", "stored"),
    [
        (ItemType.TIME, "07:30:00", "07:30:00.000+07:00"),
        (ItemType.TIME, "0.3958333333333333", "09:30:00.000+07:00"),
        (ItemType.DATETIME, "2026-12-31T07:30:00", "2026-12-31T07:30:00.000+07:00"),
        *((ItemType.DATE, "2026-12-31", "2026-12-31"), (ItemType.DATE, "42005", "")),
        *((ItemType.INTEGER, "5.0", "5"), (ItemType.DECIMAL, "x", "")),
    ],
)
def test_a_default_is_stored_as_an_answer_is(kind: ItemType, written: str, stored: str) -> None:
    """Also a time as old Excel keeps it; what is no answer of its kind is none."""
    assert stored_default(kind, (), written) == stored


def test_everything_of_it_is_a_part_of_the_form() -> None:
    """The canonical JSON reads back equal, and changes of it are told."""
    assert Questionnaire.from_json(FORM.to_json()) == FORM
    changes = (("| 5 |", "| 6 |"), ("* 3", "* 30"), ("Chọn loại", "Hãy chọn loại"))
    changed = list(SURVEY)
    for before, after in changes:
        changed = [row.replace(before, after) for row in changed]
    told = [(change.code, change.what) for change in compare_forms(FORM, form_of(*changed))]
    assert told == [
        ("item_hint", "Loại nào?"),
        ("item_default", "Bao nhiêu?"),
        ("item_default", "Gấp ba?"),
    ]


def test_what_the_form_stored_by_itself_goes_after_the_retention() -> None:
    """Moments and who answered tell of a person; a worked-out default says when."""
    interview = said(begun(), "đúng", "7", "đúng", "tiếp", "đúng", "đúng", "bỏ qua")
    kept = Cut.of(FORM).answers(engine.submit(interview).interview.answers)
    assert set(kept) == {"kind", "number", "double@shown", "triple", "fourfold", "more"}
    assert date(2026, 11, 30).isoformat() not in "".join(kept.values())
