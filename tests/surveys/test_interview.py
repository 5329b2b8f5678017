"""An interview as a person lives it: asked, answered, gone back, corrected, paused, submitted, amended."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from surveys import interview as engine
from surveys.expressions import parse
from surveys.interview import (
    DONE,
    REVIEW,
    AnswerStored,
    Interview,
    Rejected,
    Reopened,
    Resumed,
    ScreenOpened,
    Status,
    Step,
    Stopped,
    Submitted,
)
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Screen
from tests.surveys.interview_forms import TODAY, YES, commune_form

COMMUNE = commune_form()
GOOD = {
    "intro": "",
    "title": "bt",
    "concurrent": "",
    "birth": "1975",
    "years": "10",
    "c01_i": "5",
    "c01_c": "2",
    "c02_i": "4",
    "c02_c": "3",
    "topics": "tin dat",
    "top": "dat",
    "form": "tt",
    "since": "2026-12-01",
    "cost": "2.5",
    "idea": "Không",
}


def at(screen: str, answers: Mapping[str, str] | None = None, **changes: object) -> Interview:
    """Return an interview with good answers to everything before a screen, open at it."""
    names = list(GOOD)
    screens = [s.name for s in COMMUNE.form.screens]
    if answers is None:
        before = screens.index(screen) if screen in screens else len(screens)
        known = {item.name for s in COMMUNE.form.screens[:before] for item in s.items}
        answers = {name: GOOD[name] for name in names if name in known}
    interview = Interview(COMMUNE.form, answers, screen, today=TODAY, facts=COMMUNE.facts, seed=1)
    return replace(interview, **changes)  # type: ignore[arg-type]


def completed(screen: str = DONE, **answers: str) -> Interview:
    """Return a submitted interview, open at a screen."""
    return at(screen, GOOD | answers, status=Status.COMPLETED, was_completed=True)


def rejection(step: Step) -> str:
    """Return the code of what was rejected, or ``''``."""
    return next((event.code for event in step.events if isinstance(event, Rejected)), "")


def says(interview: Interview, *texts: str) -> Interview:
    """Say one thing after the other."""
    for text in texts:
        interview = engine.reply(interview, text).interview
    return interview


def ask(
    *items: Item, answers: Mapping[str, str] | None = None, facts: Mapping[str, str] | None = None
) -> Interview:
    """Return an interview at a screen of these items: a form of its own."""
    lists = {
        "yn": (Choice("yes", "Đúng"), Choice("no", "Không đúng")),
        "do": (Choice("t", "Tiếp tục công tác"), Choice("n", "Nghỉ hưu")),
        "level": tuple(Choice(str(k), f"{k} – mức {k}") for k in range(1, 6)),
    }
    form = Questionnaire(
        "one", "1", "Một", (Screen("s", items, label="S" if len(items) > 1 else ""),), (), lists
    )
    return Interview(form, answers or {}, "s", today=TODAY, facts=facts or {})


# --- from the first question to the last ------------------------------------------------------------


def test_a_whole_interview_can_be_typed() -> None:
    """Every type of question is answered in words and numbers, and the response is submitted."""
    interview = engine.begin(COMMUNE.form, COMMUNE.facts, TODAY, 1).interview
    interview = says(
        interview, "ok", "đúng", "bo qua", "đúng", "10", "5 2", "4,3", "1,2", "đất đai", "tap trung"
    )
    interview = says(interview, "1/12/2026", "2,5", "Không", "gửi")
    assert interview.status is Status.COMPLETED
    assert interview.screen == DONE
    assert dict(interview.answers) == GOOD


def test_answers_are_events_with_what_was_before() -> None:
    """An answer stored says its item, value and previous value; then the next screen opens."""
    step = engine.reply(at("years"), "10")
    assert step.events == (AnswerStored("years", "10", None), ScreenOpened("c01"))
    step = engine.reply(at("years", GOOD), "12")
    assert step.events == (AnswerStored("years", "12", "10"), ScreenOpened(REVIEW))


def test_a_note_waits_until_it_is_read() -> None:
    """A note takes "ok" or "tiếp" and nothing else; reading it is remembered."""
    note = engine.begin(COMMUNE.form, {}, TODAY, 1).interview
    assert engine.view(note).place == "note"
    assert rejection(engine.reply(note, "1975")) == "nothing_asked"
    assert says(note, "ok").answers == {"intro": ""}
    assert engine.proceed(note).interview.screen == "title"


def test_questions_are_counted_as_they_are_relevant() -> None:
    """A title without leadership is not asked C02: the total is one less and the numbers close up."""
    leader, clerk = engine.view(at("topics")), engine.view(at("topics", GOOD | {"title": "vp"}))
    assert (leader.number, leader.total) == (7, 12)
    assert (clerk.number, clerk.total) == (6, 11)


# --- what the roster knows --------------------------------------------------------------------------


def test_the_roster_value_is_shown_and_confirmed() -> None:
    """The value is shown with its label, "đúng" or a tap stores it as the answer."""
    view = engine.view(at("title"))
    assert (view.prompts[0].roster_value, view.prompts[0].roster_label) == ("bt", "Bí thư Đảng ủy")
    assert engine.reply(at("title"), "Đúng rồi").interview.answers["title"] == "bt"
    assert engine.confirm(at("birth")).interview.answers["birth"] == "1975"


def test_the_roster_value_may_be_corrected() -> None:
    """Another choice is stored; the fact stays as it is."""
    step = engine.reply(at("title"), "văn phòng")
    assert step.interview.answers["title"] == "vp"
    assert step.interview.facts == COMMUNE.facts


def test_a_roster_value_that_is_not_valid_is_asked_blankly() -> None:
    """An unknown title or an impossible birth year is not offered, and nothing can be confirmed."""
    lost = at("title", facts={"title": "gone", "birth_year": "1875"})
    assert engine.view(lost).prompts[0].roster_value == ""
    assert rejection(engine.confirm(lost)) == "nothing_to_confirm"
    assert engine.view(replace(lost, screen="birth")).prompts[0].roster_value == ""


def test_going_on_does_not_confirm_the_roster_value_by_accident() -> None:
    """A typed "tiếp" on an unanswered question with a roster value asks for a yes or another answer."""
    optional = Item("q", ItemType.INTEGER, "Số", roster="n")
    assert rejection(engine.reply(ask(optional, facts={"n": "3"}), "tiếp")) == "not_answered"
    assert engine.reply(ask(optional, facts={"n": "3"}), "đúng").interview.answers == {"q": "3"}


def test_an_unaccented_dung_is_asked_back_where_both_are_possible() -> None:
    """A typed "dung" may confirm or pause at a roster value; elsewhere it pauses."""
    assert rejection(engine.reply(at("title"), "dung")) == "ambiguous_confirmation"
    assert engine.reply(at("years"), "dung").interview.status is Status.STOPPED


# --- ratings ----------------------------------------------------------------------------------------


def test_two_ratings_are_one_screen() -> None:
    """One rating waits for the other; the last missing one moves on."""
    one = engine.choose(at("c01"), "c01_i", "5")
    assert one.interview.screen == "c01"
    two = engine.reply(one.interview, "2")
    assert two.interview.answers["c01_c"] == "2"
    assert two.interview.screen == "c02"


def test_ratings_changed_later_wait_for_tiep() -> None:
    """Revisited, a complete screen stays open while both rows are tapped, then goes on to the next."""
    changed = engine.choose(at("c01", GOOD), "c01_i", "1").interview
    assert changed.screen == "c01"
    assert engine.proceed(changed).interview.screen == "c02"


def test_ratings_are_never_guessed() -> None:
    """52 asks for a space, one number on a complete screen asks for two, three are too many, 9 is none."""
    assert rejection(engine.reply(at("c01"), "52")) == "separate_numbers"
    assert rejection(engine.reply(at("c01", GOOD), "5")) == "too_few_values"
    assert rejection(engine.reply(at("c01"), "5 2 1")) == "too_many_values"
    assert rejection(engine.reply(at("c01"), "5 9")) == "no_such_number"
    assert "c01_i" not in engine.reply(at("c01"), "5 9").interview.answers


# --- several choices --------------------------------------------------------------------------------


def test_toggles_are_stored_at_once_and_xong_moves_on() -> None:
    """Each tap is an answer in the order of the list; a second tap of the same is harmless."""
    interview = engine.choose(at("topics"), "topics", "dat").interview
    interview = engine.choose(interview, "topics", "tin").interview
    assert (interview.answers["topics"], interview.screen) == ("tin dat", "topics")
    assert engine.choose(interview, "topics", "tin").events == ()
    interview = engine.choose(interview, "topics", "tin", on=False).interview
    assert engine.proceed(interview).interview.screen == "top"


def test_more_than_the_limit_is_refused_and_the_limit_is_known() -> None:
    """The third of two is rejected with the form's own message, and stored is what was stored."""
    full = at("topics", {**at("topics").answers, "topics": "tin dat"})
    step = engine.choose(full, "topics", "dan")
    assert rejection(step) == "constraint"
    assert isinstance(step.events[0], Rejected)
    assert step.events[0].parameters["message"] == "Tối đa 2."
    assert engine.view(full).prompts[0].max_selected == 2


def test_an_exclusive_choice_replaces_the_rest_and_is_replaced() -> None:
    """The choice "Không có nhu cầu" stands alone: tapping it clears the others, tapping another clears it."""
    interview = at("topics", {**at("topics").answers, "topics": "tin dat"})
    alone = engine.choose(interview, "topics", "none").interview
    assert alone.answers["topics"] == "none"
    assert engine.choose(alone, "topics", "dan").interview.answers["topics"] == "dan"


def test_at_least_two_can_be_tapped_one_by_one() -> None:
    """A minimum does not forbid the first tap: it is stored but "Xong" waits for the second."""
    item = Item(
        "q", ItemType.SELECT_MULTIPLE, "Q", choice_list="level", constraint=parse("count-selected(.) >= 2")
    )
    one = engine.choose(ask(item), "q", "1")
    assert one.interview.answers == {"q": "1"}
    assert rejection(engine.proceed(one.interview)) == "constraint"
    two = engine.choose(one.interview, "q", "2").interview
    assert engine.proceed(two).interview.screen == REVIEW


def test_xong_without_a_choice_needs_an_optional_question() -> None:
    """Required and empty is refused; optional and empty is left empty."""
    assert rejection(engine.proceed(at("topics"))) == "required"
    assert engine.proceed(at("concurrent")).interview.answers["concurrent"] == ""


def test_a_typed_set_replaces_the_whole_and_moves_on() -> None:
    """What is typed is the new answer, not an addition."""
    interview = at("topics", {**at("topics").answers, "topics": "tin"})
    step = engine.reply(interview, "2 và 3")
    assert step.interview.answers["topics"] == "dat dan"
    assert step.interview.screen == "top"


# --- commands and answers that sound alike ----------------------------------------------------------


def test_a_command_that_begins_a_choice_is_asked_back() -> None:
    """A typed "tiếp" may be "Tiếp công dân": asked back with it; "tiếp tục" and numbers are clear."""
    step = engine.reply(at("topics"), "tiếp")
    assert step.events == (
        Rejected("ambiguous_command", "topics", {"typed": "tiếp", "candidates": "4. Tiếp công dân"}),
    )


def test_a_command_that_is_a_whole_label_is_an_answer() -> None:
    """Where "Đúng" is a choice, "đúng" chooses it."""
    item = Item("q", ItemType.SELECT_ONE, "Q", choice_list="yn")
    assert engine.reply(ask(item), "đúng").interview.answers == {"q": "yes"}


def test_a_free_answer_may_contain_command_words() -> None:
    """Only a text that is nothing but a command is one; "đúng" without a roster value is an answer."""
    item = Item("q", ItemType.TEXT, "Q")
    assert engine.reply(ask(item), "Dừng xe ở cổng").interview.answers == {"q": "Dừng xe ở cổng"}
    assert engine.reply(ask(item), "đúng").interview.answers == {"q": "đúng"}
    assert engine.reply(ask(item), "dừng").interview.status is Status.STOPPED


@pytest.mark.parametrize(
    ("screen", "text", "code"),
    [
        ("title", "bí thư", "ambiguous"),
        ("title", "9", "no_such_number"),
        ("title", "giám đốc", "not_a_choice"),
        ("birth", "75 tuổi", "not_integer"),
        ("birth", "1875", "constraint"),
        ("years", "40", "constraint"),
        ("topics", "1,2,3", "constraint"),
        ("topics", "13", "no_such_number"),
        ("since", "30/2/2026", "impossible_date"),
        ("cost", "1.975", "ambiguous_number"),
        ("idea", "x" * 21, "constraint"),
        ("idea", "x" * 5000, "too_long"),
        ("title", "sửa 99", "no_such_question"),
        ("title", "bỏ qua", "cannot_skip"),
        (REVIEW, "1975", "review_open"),
    ],
)
def test_a_wrong_reply_stores_nothing_and_says_why(screen: str, text: str, code: str) -> None:
    """The answers stay, the tries are counted, and the screen stays open."""
    before = at(screen)
    step = engine.reply(before, text)
    assert rejection(step) == code
    assert step.interview == replace(before, tries=1)


def test_tries_are_counted_in_a_row_on_one_visit() -> None:
    """Three wrong replies are three tries; a good one, or another screen, starts anew."""
    interview = says(at("birth"), "x", "y", "z")
    assert interview.tries == 3
    assert says(interview, "1980").tries == 0
    assert says(interview, "quay lại").tries == 0


# --- back and forth ---------------------------------------------------------------------------------


def test_back_goes_to_the_previous_relevant_screen_and_every_opening_is_a_visit() -> None:
    """Screens that are not relevant are passed over; the visit grows."""
    clerk = at("topics", {**at("topics").answers, "title": "vp"})
    step = engine.back(clerk)
    assert step.interview.screen == "c01"
    assert step.interview.visit == clerk.visit + 1
    first = engine.begin(COMMUNE.form, {}, TODAY, 1).interview
    assert rejection(engine.back(first)) == "first_question"


def test_a_question_is_reached_by_its_number_or_mark() -> None:
    """Typed "sửa 4" and "sửa A5" open what the review lists; an irrelevant screen is refused."""
    assert says(at(REVIEW), "sửa 4").screen == "years"
    assert says(at(REVIEW), "sua cau A5").screen == "birth"
    clerk = at(REVIEW, GOOD | {"title": "vp"})
    assert rejection(engine.jump(clerk, "c02")) == "not_relevant"


def test_after_a_correction_the_first_pending_question_opens() -> None:
    """Whoever went back and corrected is led to what is still missing."""
    interview = engine.jump(at("topics"), "title").interview
    assert engine.choose(interview, "title", "ct").interview.screen == "topics"


def test_skipping_leaves_all_optional_items_empty() -> None:
    """Skipped is seen and left empty: it is not asked again and does not count."""
    skipped = engine.skip(at("idea")).interview
    assert skipped.answers["idea"] == ""
    assert skipped.screen == REVIEW
    assert "idea" not in engine.counted_answers(skipped)
    pair = (Item("a", ItemType.SELECT_ONE, "A", choice_list="level"), Item("b", ItemType.INTEGER, "B"))
    assert engine.skip(ask(*pair)).interview.answers == {"a": "", "b": ""}


def test_an_irrelevant_answer_is_kept_not_counted_and_comes_back() -> None:
    """C02 of a leader disappears for a clerk and stands again when the title is corrected back."""
    clerk = engine.choose(at("title", GOOD), "title", "vp").interview
    assert clerk.answers["c02_i"] == "4"
    assert "c02_i" not in engine.counted_answers(clerk)
    leader = engine.choose(replace(clerk, screen="title"), "title", "ct").interview
    assert engine.counted_answers(leader)["c02_i"] == "4"
    assert leader.screen == REVIEW


def test_a_tap_on_another_card_writes_nothing() -> None:
    """A choice of a screen that is not open, or one that is not offered, is refused."""
    assert rejection(engine.choose(at("birth"), "title", "ct")) == "stale"
    assert rejection(engine.choose(at("title"), "title", "nobody")) == "stale"
    assert rejection(engine.choose(at("top"), "top", "dan")) == "stale"


# --- pausing ----------------------------------------------------------------------------------------


def test_a_pause_keeps_everything() -> None:
    """Paused, only "tiếp tục" and corrections are heard; the same question opens again."""
    paused = engine.stop(at("birth"))
    assert paused.events == (Stopped(),)
    assert engine.view(paused.interview).place == "stopped"
    assert rejection(engine.reply(paused.interview, "1980")) == "stopped"
    resumed = engine.reply(paused.interview, "tiếp tục")
    assert resumed.events == (Resumed(), ScreenOpened("birth"))
    assert resumed.interview.visit > paused.interview.visit > at("birth").visit
    assert says(resumed.interview, "1980").answers["birth"] == "1980"


# --- submitting and amending ------------------------------------------------------------------------


def test_submitting_opens_the_end() -> None:
    """A whole response is completed; without something required it is not, and that opens."""
    step = engine.submit(at(REVIEW))
    assert step.events == (Submitted(amended=False), ScreenOpened(DONE))
    short = at(REVIEW, {k: v for k, v in GOOD.items() if k not in ("years", "form")})
    step = engine.submit(short)
    assert step.events == (Reopened(("years", "form")), ScreenOpened("years"))
    assert step.interview.status is Status.IN_PROGRESS


def test_a_corrected_birth_year_reopens_the_years_in_office() -> None:
    """What was right before and is wrong now is found by submitting, and by answering."""
    spoilt = at(REVIEW, GOOD | {"birth": "2000"})
    assert engine.submit(spoilt).events[0] == Reopened(("years",))
    assert engine.reply(at("birth", GOOD), "2000").interview.screen == "years"


def test_a_topic_taken_back_reopens_the_most_needed_one() -> None:
    """The choice_filter is checked too."""
    spoilt = at(REVIEW, GOOD | {"topics": "tin dan"})
    step = engine.submit(spoilt)
    assert step.events == (Reopened(("top",)), ScreenOpened("top"))
    assert [option.name for option in engine.view(step.interview).prompts[0].options] == ["tin", "dan"]


def test_a_change_after_submitting_is_saved_at_once_if_all_is_valid() -> None:
    """Still whole: amended at once, without submitting again."""
    step = engine.reply(engine.jump(completed(), "years").interview, "11")
    assert step.events == (AnswerStored("years", "11", "10"), Submitted(amended=True), ScreenOpened(REVIEW))
    assert step.interview.status is Status.AMENDED
    assert engine.submit(step.interview).events == (ScreenOpened(DONE),)


def test_a_change_after_submitting_that_spoils_another_answer_reopens_it() -> None:
    """Not whole any more: in progress until submitted again, then amended."""
    step = engine.reply(completed("birth"), "2000")
    assert step.events == (AnswerStored("birth", "2000", "1975"), Reopened(("years",)), ScreenOpened("years"))
    assert step.interview.status is Status.IN_PROGRESS
    again = engine.submit(says(step.interview, "5"))
    assert again.events == (Submitted(amended=True), ScreenOpened(DONE))
    assert again.interview.status is Status.AMENDED


def test_looking_after_submitting_changes_nothing() -> None:
    """Review, sections, back and the same answer again leave the response completed."""
    looked = says(completed(), "xem lại", "quay lại", "xem lại", "gửi")
    assert (looked.status, looked.screen) == (Status.COMPLETED, DONE)
    same = engine.choose(completed("title"), "title", "bt")
    assert same.interview.status is Status.COMPLETED
    assert rejection(engine.reply(completed(), "1975")) == "no_open_question"
    assert engine.stop(completed("title")).interview.screen == DONE


# --- what a card shows ------------------------------------------------------------------------------


def test_labels_show_what_was_chosen() -> None:
    """``${topics}`` in a label is filled with the labels of the choices, not their codes."""
    assert engine.view(at("top")).label == "D2. Trong Tin học, chuyển đổi số; Đất đai, cần nhất"
    step = engine.reply(at("concurrent"), "1")
    assert isinstance(step.events[0], Rejected)
    assert step.events[0].parameters["message"] == "Phải khác Bí thư Đảng ủy."


def test_shuffled_choices_keep_their_order_for_a_person() -> None:
    """The order depends on the seed and the item only, and numbers follow the order shown."""
    orders = {
        tuple(o.name for o in engine.view(at("form", seed=seed)).prompts[0].options) for seed in range(40)
    }
    assert len(orders) == 6
    shown = engine.view(at("form", seed=3)).prompts[0].options
    assert shown == engine.view(at("form", GOOD | {"form": ""}, seed=3)).prompts[0].options
    assert engine.reply(at("form", seed=3), "2").interview.answers["form"] == shown[1].name
    as_printed = at("form", seed=engine.FORM_ORDER)
    (prompt,) = engine.view(as_printed).prompts
    in_the_form = as_printed.form.choices(prompt.item)
    assert [each.name for each in prompt.options] == [each.name for each in in_the_form]


def test_the_review_lists_sections_with_numbers_and_values() -> None:
    """Each section counts its answered questions; each line says its number and value."""
    view = engine.view(at(REVIEW))
    assert [(s.label, s.answered, s.total) for s in view.sections] == [
        ("A. Thông tin", 4, 4),
        ("C. Năng lực", 2, 2),
        ("D. Nhu cầu", 6, 6),
    ]
    lines = [line for section in view.sections for line in section.lines]
    assert [(line.number, line.value_label) for line in lines][2:5] == [
        (3, "1975"),
        (4, "10"),
        (5, "5 – mức 5 · 2 – mức 2"),
    ]
    assert lines[9].value_label == "1/12/2026"
    assert lines[10].value_label == "2,5"


def test_progress_counts_required_items() -> None:
    """Of the ten required relevant items, those answered count: half of them make a partial response."""
    assert engine.required_progress(at("c01")) == (3, 10)
    assert engine.required_progress(at(REVIEW)) == (10, 10)
    assert engine.screen_progress(at("c01")) == (4, 12)


def test_an_answer_that_must_be_given_again_is_no_progress() -> None:
    """Who took back the topic that is needed most has one required answer fewer."""
    assert engine.required_progress(at(REVIEW, GOOD | {"topics": "tin dan"})) == (9, 10)


def test_calculations_count_by_themselves() -> None:
    """A calculation has a value as soon as what it needs is answered."""
    assert engine.counted_calculations(at(REVIEW)) == {"age": "51"}
    assert engine.counted_calculations(at("title")) == {}


def test_another_day_may_close_the_open_question() -> None:
    """If the open question is not relevant any more the first pending one opens and nothing is stored."""
    lost = at("c02", {**at("c02").answers, "title": "vp"})
    assert engine.view(lost).screen == "topics"
    step = engine.reply(lost, "5 2")
    assert rejection(step) == "stale"
    assert step.interview.screen == "topics"
    assert step.interview.answers == lost.answers


def test_required_may_depend_on_an_answer() -> None:
    """An item that becomes required after it was skipped is asked again."""
    first = Item("a", ItemType.SELECT_ONE, "A", choice_list="yn", required=YES)
    second = Item("b", ItemType.TEXT, "B", required=parse("${a} = 'yes'"))
    form = Questionnaire(
        "f", "1", "F", (Screen("a", (first,)), Screen("b", (second,))), (), ask(first).form.choice_lists
    )
    interview = Interview(form, {"a": "no", "b": ""}, "a", today=TODAY)
    assert engine.choose(interview, "a", "yes").interview.screen == "b"
