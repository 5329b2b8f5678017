"""The built-in form, asked of every title, against facts written down from the method and not from the form."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import interview as engine
from surveys.content import read
from surveys.interview import Interview, Status
from surveys.questionnaire import Questionnaire
from surveys.titles import built_in_titles
from surveys.xlsform import read_form
from tests.surveys.interview_forms import TODAY
from tests.surveys.test_interview_laws import (
    ACTIONS,
    FILL_ALL,
    Action,
    act,
    check_rejections,
    check_view,
    fill_first_pending,
    finish,
)

_READ = read_form(read("tna_capxa.md"), "tna_capxa.md")
assert isinstance(_READ, Questionnaire)
FORM: Questionnaire = _READ

TITLES = built_in_titles()
LISTED = [choice.name for choice in FORM.choice_lists["title"]]
PARTY, GOVERNMENT, UNIONS, STAFF, ARMY = "dang", "chinh_quyen", "mttq_doan_the", "chuyen_mon", "quan_su"
EVERYBODY = {PARTY, GOVERNMENT, UNIONS, STAFF, ARMY}
LAND, MONEY = {"dia_chinh", "xay_dung"}, {"tai_chinh", "cong_thuong"}
PEOPLE = {"van_hoa", "giao_duc", "y_te", "lao_dong"}
COMPETENCIES: dict[str, set[str]] = {
    "c01": EVERYBODY,
    "c02": {PARTY, GOVERNMENT, UNIONS},
    "c03": {PARTY, GOVERNMENT, STAFF},
    "c04": EVERYBODY,
    "c05": EVERYBODY,
    "c06": {PARTY, GOVERNMENT, UNIONS, "tu_phap", *LAND},
    "c07": {PARTY, GOVERNMENT, UNIONS, ARMY, "dan_van", *PEOPLE},
    "c08": {GOVERNMENT, "bt", "nong_nghiep", *LAND},
    "c09": {GOVERNMENT, "bt", "nongdan", "nong_nghiep", *LAND, *MONEY},
    "c10": {PARTY, GOVERNMENT, ARMY, "ccb", "doan"},
    "c11": {GOVERNMENT, UNIONS, *PEOPLE},
    "c12": EVERYBODY,
}
"""Who rates which competency, the table of the questionnaire: groups of titles, titles, fields of work."""


def rates(code: str, title: str, field: str) -> bool:
    """Say whether an official of a title and a field of work rates a competency."""
    is_army = code == "c03" and field == ARMY
    return bool({TITLES.group(title), title, field} & COMPETENCIES[code]) and not is_army


FACTS = {"gender": "nam", "birth_year": "1975", "edu": "thpt", "qual": "dh", "pol": "tc"}


def started(title: str, seed: int = 1) -> Interview:
    """Begin with an official of that title."""
    facts = FACTS | {"title": title, "field_of_work": TITLES.by_code[title].field}
    return engine.begin(FORM, facts, TODAY, seed).interview


def check_whole(answers: dict[str, str]) -> None:
    """Check a submitted response against facts of the method."""
    assert 1950 <= int(answers["a_birth"]) <= TODAY.year - 18
    assert 0 <= int(answers["a_years"]) <= min(45, TODAY.year - int(answers["a_birth"]) - 18)
    assert answers["a_title"] not in answers.get("a_concurr", "").split()
    assert 1 <= len(answers["d_topic"].split()) <= 3
    assert answers["d_top1"] in answers["d_topic"].split()
    for name in ("b_cert", "d_degree", "e_bar"):
        chosen = answers.get(name, "").split()
        assert "none" not in chosen or chosen == ["none"]
    assert len(answers.get("e_bar", "").split()) <= 3
    assert ("d_why" in answers) == (answers.get("d_degree", "none") != "none")
    assert "d_place" not in answers or answers["d_form"] != "online"
    assert "e_bar_o" not in answers or "other" in answers["e_bar"].split()
    for code in COMPETENCIES:
        rated = rates(code, answers["a_title"], answers.get("a_field", ""))
        assert (f"{code}_i" in answers) == (f"{code}_c" in answers) == rated


@pytest.mark.parametrize("title", LISTED)
def test_every_title_sees_its_own_competencies_and_can_finish(title: str) -> None:
    """Each competency is a screen of two rows, shown to the titles that the method names and no others."""
    interview = finish(started(title))
    assert interview.status is Status.COMPLETED
    assert interview.answers["a_title"] == title
    shown = {screen.name for screen in interview.evaluation.question_screens()} & set(COMPETENCIES)
    field = TITLES.by_code[title].field
    assert shown == {code for code in COMPETENCIES if rates(code, title, field)}
    check_whole(engine.counted_answers(interview))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LISTED), st.integers(0, 99), st.lists(ACTIONS, max_size=25))
def test_no_sequence_completes_a_response_against_the_method(
    title: str, seed: int, actions: list[Action]
) -> None:
    """Whatever was said, tapped, corrected and amended: what is submitted is whole."""
    interview = started(title, seed)
    for action in actions:
        if action == FILL_ALL:
            interview = finish(interview)
        else:
            step = act(interview, action)
            if action.kind != "fill":
                check_rejections(interview, step)
            check_view(step.interview)
            interview = step.interview
        if interview.status.is_final:
            check_whole(engine.counted_answers(interview))
    check_whole(engine.counted_answers(finish(interview)))


def test_a_changed_title_changes_the_competencies_and_keeps_the_ratings() -> None:
    """A leader who turns out to be an accountant is asked fewer; back again, the old ratings stand."""
    leader = finish(started("ct_ubnd"))
    before = engine.counted_answers(leader)
    opened = engine.jump(leader, "a_title").interview
    clerk = engine.choose(opened, "a_title", "tckt").interview
    assert "c02_i" not in engine.counted_answers(clerk)
    assert clerk.answers["c02_i"] == before["c02_i"]
    back = engine.choose(replace(clerk, screen="a_title"), "a_title", "ct_ubnd").interview
    assert {k: v for k, v in engine.counted_answers(back).items() if k in before} == before


@pytest.mark.parametrize(
    ("item", "text", "expected"),
    [
        ("d_len", "1 tuần (4–5 ngày)", "w1"),
        ("d_len", "2-3 ngày", "d23"),
        ("d_form", "trực tuyến", "ambiguous"),
        ("d_place", "tại xã", "xa"),
        ("d_time", "quý", "ambiguous"),
        ("d_time", "Quý I, Quý III", "q1 q3"),
        ("d_time", "thứ bảy, chủ nhật, buổi tối", "we ev"),
        ("a_title", "bí thư", "ambiguous"),
        ("a_title", "van phong", "vptk"),
        ("b_qual", "dai hoc", "dh"),
        ("b_pol", "trung cấp", "tc"),
        ("b_cert", "1 và 3", "tin dtts"),
        ("b_cert", "13", "no_such_number"),
        ("e_bar", "bận công việc, không sắp xếp được thời gian, khác", "time other"),
        ("d_topic", "tiếp", "ambiguous_command"),
    ],
)
def test_typed_answers_of_real_questions(item: str, text: str, expected: str) -> None:
    """What people type to the real labels is the choice meant, or is asked back."""
    done = finish(started("ct_ubnd"))
    screen = FORM.screen_of[item].name
    step = engine.reply(engine.jump(replace(done, status=Status.IN_PROGRESS), screen).interview, text)
    codes = [event.code for event in step.events if isinstance(event, engine.Rejected)]
    assert (codes[0] if codes else step.interview.answers[item]) == expected


@pytest.mark.parametrize("title", LISTED)
def test_progress_never_falls_and_ends_below_the_whole(title: str) -> None:
    """From one question to the next the part of the way grows, whatever the answers make relevant."""
    interview, seen = started(title), []
    for _ in range(200):
        shown = engine.view(interview)
        if shown.place not in ("question", "note", "list"):
            break
        seen.append((shown.percent, shown.number))
        interview = fill_first_pending(interview)
    assert len(seen) > 15
    assert seen == sorted(seen)
    assert seen[-1][0] < 100
    assert not engine.view(interview).is_total_certain


def test_ratings_typed_again_on_a_complete_screen_go_on() -> None:
    """Nobody stands still for having said it twice."""
    whole = finish(started("ct_ubnd"))
    opened = engine.jump(whole, "c01").interview
    step = engine.reply(opened, "5 2")
    assert (step.interview.answers["c01_i"], step.interview.screen) == ("5", "c02")
    assert engine.reply(engine.jump(whole, "c01").interview, "5 9").interview.screen == "c01"


def test_a_choice_with_which_nothing_else_can_be_chosen_goes_on() -> None:
    """“Không khó khăn” needs no “Xong”; any other barrier does, and so does a change of mind afterwards."""
    whole = finish(started("ct_ubnd"))
    answers = {name: value for name, value in whole.answers.items() if name != "e_bar"}
    asked = replace(whole, answers=answers, status=Status.IN_PROGRESS, screen="e_bar")
    assert engine.choose(asked, "e_bar", "none").interview.screen != "e_bar"
    assert engine.choose(asked, "e_bar", "far").interview.screen == "e_bar"
    back = engine.jump(engine.choose(asked, "e_bar", "none").interview, "e_bar").interview
    assert engine.choose(back, "e_bar", "far").interview.answers["e_bar"] == "far"
    assert engine.choose(back, "e_bar", "none").interview.screen == "e_bar"
