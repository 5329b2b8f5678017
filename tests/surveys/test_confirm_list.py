"""A list of what the roster knows: its lines, one confirmation, one line corrected, the way around it."""

from dataclasses import replace

import pytest

from surveys import interview as engine
from surveys.aggregation.table import Code
from surveys.interview import Interview, Line
from surveys.questionnaire import Questionnaire
from surveys.reporting.wording import Lexicon
from surveys.titles import built_in_titles
from tests.surveys.interview_forms import TODAY
from tests.surveys.test_interview_built_in import FORM

KNOWN = {
    "unit": "09496",
    "title": "tckt",
    "gender": "nu",
    "birth_year": "1975",
    "title_years": "4",
    "edu": "thpt",
    "qual": "dh",
    "major": "Kế toán",
    "pol": "tc",
    "qlnn": "cv",
    "cert": "tin",
    "field_of_work": "tai_chinh",
}


def begun(**facts: str) -> Interview:
    """Begin with what a roster knows."""
    return engine.begin(FORM, KNOWN | facts, TODAY, 1).interview


def lines(interview: Interview) -> dict[str, str]:
    """Return the lines of the open list: values as people read them, by screen."""
    return {line.screen: line.value_label for line in engine.view(interview).lines}


def line_of(interview: Interview, screen: str) -> Line:
    """Return one line of the open list."""
    return next(line for line in engine.view(interview).lines if line.screen == screen)


def codes(step: engine.Step) -> list[str]:
    """Return the codes of what was rejected."""
    return [event.code for event in step.events if isinstance(event, engine.Rejected)]


def test_every_known_item_is_a_line_and_one_confirmation_answers_them() -> None:
    """What is stored is what was shown, and the next question is the first that nobody knows."""
    interview = begun()
    assert len(lines(interview)) == 13
    confirmed = engine.confirm(interview).interview
    assert confirmed.screen == "b_study"
    assert confirmed.answers["a_field"] == "tai_chinh"
    assert confirmed.answers["a_concurr"] == ""
    assert all(confirmed.answers[screen] or screen == "a_concurr" for screen in lines(interview))


def test_what_the_roster_does_not_know_is_asked_by_itself_afterwards() -> None:
    """A list is not a form: a line that would be empty is left out, and asked."""
    interview = begun(pol="", major="")
    assert not {"b_pol", "b_major"} & lines(interview).keys()
    confirmed = engine.confirm(interview).interview
    assert confirmed.screen == "b_major"
    assert engine.reply(confirmed, "Luật").interview.screen == "b_pol"


def test_nothing_known_of_other_titles_means_none() -> None:
    """Where the item says so, an empty roster is an answer that can be confirmed, or corrected."""
    interview = begun()
    assert lines(interview)["a_concurr"] == ""
    assert lines(begun(concurrent_titles="qs"))["a_concurr"] == "Chỉ huy trưởng Ban CHQS"


def test_nobody_known_at_all_is_shown_a_note() -> None:
    """Without a line there is nothing to confirm: the questions come one by one."""
    form = replace(FORM, screens=(replace(FORM.screens[0], confirms=("a_gender",)), *FORM.screens[1:]))
    note = engine.begin(form, {}, TODAY, 1).interview
    assert engine.view(note).place == "note"
    assert engine.proceed(note).interview.screen == "a_commune"


def test_a_known_value_that_is_not_valid_is_no_line() -> None:
    """Twenty years in office at the age of 25 are not confirmed: they are asked."""
    interview = begun(birth_year="2001", title_years="20")
    assert "a_years" not in lines(interview)
    assert engine.confirm(interview).interview.screen == "a_years"


def test_the_list_waits_until_it_is_confirmed() -> None:
    """“Tiếp”, “bỏ qua” and other words store nothing and say what may be said."""
    for reply in ("tiếp", "bỏ qua", "năm sinh sai", "99999"):
        step = engine.reply(begun(), reply)
        assert codes(step) == ["confirm_list"], reply
        assert dict(step.interview.answers) == {}
    assert codes(engine.reply(begun(), "dung")) == ["ambiguous_confirmation"]
    assert codes(engine.proceed(begun())) == ["confirm_list"]


@pytest.mark.parametrize("reply", ["đúng", "Đúng cả", "dung het", "ok", "vâng", "Đồng ý."])
def test_words_that_confirm(reply: str) -> None:
    """As people say yes to “right?”."""
    assert engine.reply(begun(), reply).interview.screen == "b_study"


def test_a_corrected_line_leads_back_to_the_list() -> None:
    """Only the corrected answer is stored; the list shows it, and confirming keeps it."""
    opened = engine.reply(begun(), f"sửa {line_of(begun(), 'b_qual').number}").interview
    assert opened.screen == "b_qual"
    corrected = engine.choose(opened, "b_qual", "cd").interview
    assert (corrected.screen, dict(corrected.answers)) == ("known", {"b_qual": "cd"})
    assert lines(corrected)["b_qual"] == "Cao đẳng"
    assert engine.confirm(corrected).interview.answers["b_qual"] == "cd"


def test_a_line_that_hangs_on_another_can_be_corrected() -> None:
    """The field of work is asked of a title: who corrects it takes the title for right, and nothing else."""
    opened = engine.jump(begun(), "a_field").interview
    assert opened.screen == "a_field"
    assert dict(opened.answers) == {"a_title": "tckt"}


def test_another_title_changes_what_is_on_the_list() -> None:
    """A leader has no field of work to confirm, and is asked a leader's questions."""
    opened = engine.jump(begun(), "a_title").interview
    leader = engine.choose(opened, "a_title", "ct_ubnd").interview
    assert "a_field" not in lines(leader)
    confirmed = engine.confirm(leader).interview
    assert "a_field" not in engine.counted_answers(confirmed)
    assert confirmed.evaluation.value("a_group") == built_in_titles().group("ct_ubnd")


def test_back_from_a_line_is_the_list_and_so_is_back_from_the_question_after_it() -> None:
    """Nobody walks back through a dozen questions that the list has answered; a corrected one is on the way."""
    opened = engine.jump(begun(), "b_pol").interview
    assert engine.back(opened).interview.screen == "known"
    confirmed = engine.confirm(begun()).interview
    assert engine.back(confirmed).interview.screen == "known"
    corrected = engine.choose(engine.jump(begun(), "b_pol").interview, "b_pol", "cc").interview
    after = engine.confirm(corrected).interview
    assert engine.back(after).interview.screen == "b_pol"


def test_a_confirmed_list_is_left_for_the_next_question() -> None:
    """Who goes back to it and on again stands where they stood."""
    again = engine.back(engine.confirm(begun()).interview).interview
    assert engine.view(again).place == "list"
    assert engine.confirm(again).interview.screen == "b_study"
    assert engine.proceed(again).interview.screen == "b_study"


def test_the_numbers_of_the_lines_are_those_of_the_review() -> None:
    """“Sửa 3” means the same everywhere."""
    numbers = {line.screen: line.number for line in engine.view(begun()).lines}
    review = engine.view(engine.review(engine.confirm(begun()).interview).interview)
    later = {line.screen: line.number for section in review.sections for line in section.lines}
    assert numbers.items() <= later.items()


def test_a_typed_number_goes_to_the_first_question_without_an_answer() -> None:
    """Also where it is the number of a choice of another question on the screen."""
    study = engine.choose(engine.confirm(begun()).interview, "b_now", "dh").interview
    answered = engine.reply(study, "3").interview
    assert (answered.answers["b_n3y"], answered.answers["b_now"]) == ("3", "dh")
    assert answered.screen == "c01"


def test_a_screen_left_halfway_keeps_what_was_answered() -> None:
    """“Bỏ qua” leaves empty what has no answer yet."""
    study = engine.choose(engine.confirm(begun()).interview, "b_now", "dh").interview
    left = engine.skip(study).interview
    assert (left.answers["b_n3y"], left.answers["b_now"], left.screen) == ("", "dh", "c01")


def test_the_list_is_no_part_of_the_way() -> None:
    """A dozen lines confirmed at once are one step of the progress."""
    confirmed = engine.confirm(begun()).interview
    assert engine.view(begun()).percent == 0
    assert 0 < engine.view(confirmed).percent < 5


def test_the_list_survives_the_archive_and_forms_without_one_keep_their_hash() -> None:
    """What is published is read back equal; a form that confirms nothing says nothing of it."""
    assert Questionnaire.from_json(FORM.to_json()) == FORM
    plain = replace(FORM, screens=FORM.screens[1:])
    assert "confirms" not in plain.to_json()


def test_where_people_stop_the_list_has_a_name() -> None:
    """A table of the report does not print the whole opening of the form."""
    assert Lexicon(FORM).label(Code("screen", "known")) == "Xác nhận thông tin đã có trong danh sách"
