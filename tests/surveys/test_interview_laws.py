"""Laws of the engine: whatever anybody says or taps, in any order, on any form."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import interview as engine
from surveys.interview import (
    CODES,
    DONE,
    REVIEW,
    AnswerStored,
    Interview,
    Prompt,
    Rejected,
    ScreenOpened,
    Status,
    Step,
)
from surveys.interview.kinds import SENT
from surveys.questionnaire import ItemType, Questionnaire
from tests.bench.turns import long_form
from tests.surveys.interview_forms import TODAY, OracleForm, commune_form, generated_forms

COMMUNE = commune_form()
FORMS = st.just(COMMUNE) | generated_forms()

TYPED = [
    "1",
    "2",
    "3",
    "5 2",
    "5,2",
    "52",
    "1,3",
    "1 và 2",
    "13",
    "1975",
    "2000",
    "10",
    "1,5",
    "2/9/1975",
    "31/2/2020",
    "bí thư",
    "bi thu dang uy",
    "dan van",
    "Tiếp",
    "khac",
    "không",
    "Tin học, chuyển đổi số",
    "ok",
    "một câu trả lời",
    "quay lại",
    "bỏ qua",
    "dừng",
    "tiep tuc",
    "xong",
    "đúng",
    "dung",
    "gửi",
    "xem lại",
    "sửa 1",
    "sửa 4",
    "sửa 99",
    "sửa A5",
    "",
    "🙂",
    "a" * 5000,
    "\x00",
    "１",
]


@dataclass(frozen=True)
class Action:
    """One thing that somebody does; which fields count depends on ``kind``."""

    kind: str
    text: str = ""
    index: int = 0
    choice: int = 0
    on: bool = True


FILL_ALL = Action("fill_all")
ACTIONS = st.one_of(
    st.just(Action("fill")),
    st.just(Action("fill")),
    st.just(Action("fill")),
    st.just(FILL_ALL),
    st.builds(Action, st.just("reply"), st.sampled_from(TYPED)),
    st.builds(Action, st.just("reply"), st.text(max_size=8)),
    st.builds(Action, st.just("tap"), st.just(""), st.integers(0, 3), st.integers(0, 5), st.booleans()),
    st.sampled_from(["confirm", "proceed", "skip", "back", "stop", "resume", "review", "submit"]).map(Action),
    st.builds(Action, st.sampled_from(["jump", "number"]), st.just(""), st.integers(0, 14)),
)

MOVES: dict[str, Callable[[Interview], Step]] = {
    "confirm": engine.confirm,
    "proceed": engine.proceed,
    "skip": engine.skip,
    "back": engine.back,
    "stop": engine.stop,
    "resume": engine.resume,
    "review": engine.review,
    "submit": engine.submit,
}


def act(interview: Interview, action: Action) -> Step:
    """Do one thing."""
    match action.kind:
        case "reply":
            return engine.reply(interview, action.text)
        case "tap":
            return tap(interview, action.index, action.choice, on=action.on)
        case "jump":
            screens = interview.form.screens
            return engine.jump(
                interview, screens[action.index].name if action.index < len(screens) else "nowhere"
            )
        case "number":
            return engine.jump_to_number(interview, action.index)
        case "fill":
            return fill(interview)
        case _:
            return MOVES[action.kind](interview)


def tap(interview: Interview, item: int, choice: int, *, on: bool) -> Step:
    """Tap a choice of the open screen, or of another one: a stale card."""
    index = interview.form.screen_index.get(interview.screen, 0)
    items = interview.form.screens[index].items
    if item >= len(items):
        return engine.choose(interview, "nothing", "x", on)
    choices = interview.form.choices(items[item])
    return engine.choose(
        interview, items[item].name, choices[choice].name if choice < len(choices) else "x", on
    )


def fill(interview: Interview) -> Step:
    """Give the open screen one good answer."""
    view = engine.view(interview)
    if view.place == "stopped":
        return engine.resume(interview)
    if view.place == "list":
        return engine.confirm(interview)
    if view.place != "question":
        return engine.proceed(interview)
    evaluation = interview.evaluation
    wanting = [p for p in view.prompts if evaluation.is_item_pending(p.item)]
    return give(interview, wanting[0]) if wanting else engine.proceed(interview)


def give(interview: Interview, prompt: Prompt) -> Step:
    """Answer one prompt well."""
    item = prompt.item
    if prompt.roster_value:
        return engine.confirm(interview)
    if item.choice_list and not prompt.options:
        return engine.review(interview)  # its filter offers nothing yet
    match item.type:
        case ItemType.SELECT_ONE:
            return engine.choose(interview, item.name, prompt.options[-1].name)
        case ItemType.SELECT_MULTIPLE:
            return give_choices(interview, prompt)
        case ItemType.INTEGER:
            value = {"birth": "1980", "years": "0", "a_birth": "1980", "a_years": "0"}.get(item.name, "7")
            return engine.reply(interview, value)
        case ItemType.RANK:
            return engine.reply(interview, "3 1 2 5 4")
        case kind if kind in SENT:
            return engine.attach(
                interview, item.name, "21.18 106.07 0 0" if kind is ItemType.GEOPOINT else "1-a.jpg"
            )
        case _:
            return engine.reply(interview, GOOD.get(item.type, "câu trả lời"))


GOOD = {
    ItemType.DATE: "2/9/1975",
    ItemType.DECIMAL: "2,5",
    ItemType.TIME: "7h30",
    ItemType.DATETIME: "2/9/1975 7h30",
    ItemType.RANGE: "7",
    ItemType.ACKNOWLEDGE: "đã rõ",
}


def give_choices(interview: Interview, prompt: Prompt) -> Step:
    """Tap one or two choices that were not tapped yet, then leave the rest to the next filling."""
    step = Step(interview)
    for option in reversed(prompt.options):
        if option.selected:
            step = engine.choose(step.interview, prompt.item.name, option.name, on=False)
    own_title = {"concurrent": "title", "a_concurr": "a_title"}.get(prompt.item.name, "")
    for option in prompt.options[:2]:
        if option.name != interview.answers.get(own_title):
            step = then(step, engine.choose(step.interview, prompt.item.name, option.name))
    return then(step, engine.proceed(step.interview))


def then(first: Step, second: Step) -> Step:
    """Join two steps into one."""
    return Step(second.interview, (*first.events, *second.events))


def finish(interview: Interview) -> Interview:
    """Fill whatever is pending and submit, as a patient person would."""
    if interview.status is Status.STOPPED:
        interview = engine.resume(interview).interview
    for _ in range(3 * len(interview.form.items) + 6):
        if interview.status.is_final:
            return interview
        interview = fill_first_pending(interview)
    raise AssertionError("nobody can finish this")


def fill_first_pending(interview: Interview) -> Interview:
    """Go to the first pending screen and fill it, or submit."""
    pending = interview.evaluation.first_pending()
    if pending is None:
        return engine.submit(interview).interview
    there = engine.jump(interview, pending.name).interview
    return fill(there).interview


def written_and_read(interview: Interview) -> Interview:
    """Write the state as rows and JSON and read it back, as the archive does between two turns."""
    row = json.loads(
        json.dumps(
            {
                "form": interview.form.to_json(),
                "answers": [[name, value] for name, value in interview.answers.items()],
                "screen": interview.screen,
                "visit": interview.visit,
                "status": interview.status.value,
                "tries": interview.tries,
                "facts": dict(interview.facts),
                "seed": interview.seed,
                "completed": interview.was_completed,
            }
        )
    )
    return Interview(
        form=Questionnaire.from_json(row["form"]),
        answers=dict(sorted(row["answers"])),
        screen=row["screen"],
        visit=row["visit"],
        status=Status(row["status"]),
        tries=row["tries"],
        today=TODAY,
        facts=row["facts"],
        seed=row["seed"],
        was_completed=row["completed"],
    )


def comparable(interview: Interview) -> Interview:
    """Return the state without its form: forms are compared by their hash."""
    return replace(interview, form=COMMUNE.form, answers=dict(interview.answers))


def check_laws(oracle: OracleForm, before: Interview, step: Step) -> None:
    """Check everything that must hold after any step."""
    after = step.interview
    assert after.screen in {REVIEW, DONE} | oracle.relevant_screens(after.answers)
    assert after.visit >= before.visit
    assert (after.visit > before.visit) or after.screen == before.screen
    assert any(isinstance(event, ScreenOpened) for event in step.events) or after.screen == before.screen
    stored = {event.item: event.value for event in step.events if isinstance(event, AnswerStored)}
    assert dict(after.answers) == dict(before.answers) | stored
    if after.status.is_final:
        assert not oracle.violations(after.answers)
        assert after.was_completed
    if after.screen == DONE:
        assert after.status.is_final
    for event in step.events:
        if isinstance(event, Rejected):
            assert event.code in CODES


def check_rejections(before: Interview, step: Step) -> None:
    """Check that a single rejected action changed nothing but the number of tries."""
    if any(isinstance(event, Rejected) for event in step.events):
        assert dict(step.interview.answers) == dict(before.answers)
        assert step.interview.status is before.status
        assert step.interview.tries == before.tries + 1
        assert step.interview.screen == before.screen
        assert len(step.events) == 1


def check_view(interview: Interview) -> None:
    """Check that the view is of this state and promises only what the engine keeps."""
    view = engine.view(interview)
    assert view.screen == interview.screen
    assert 0 <= view.number <= view.total
    assert (view.place == "question") == bool(view.prompts) or view.place == "stopped"
    answered, total = engine.required_progress(interview)
    assert 0 <= answered <= total
    numbers = [line.number for section in view.sections for line in section.lines]
    assert numbers == (list(range(1, view.total + 1)) if interview.screen in (REVIEW, DONE) else [])
    assert is_accepted(engine.back(interview)) == view.can_go_back
    if view.can_proceed:
        assert is_accepted(engine.proceed(interview))
    if view.place in ("question", "list"):
        assert is_accepted(engine.skip(interview)) == view.can_skip
    if view.place == "list":
        assert is_accepted(engine.confirm(interview))
        assert all(is_accepted(engine.jump_to_number(interview, line.number)) for line in view.lines)
    for prompt in view.prompts if view.place == "question" else ():
        assert [option.number for option in prompt.options] == list(range(1, len(prompt.options) + 1))
        if prompt.roster_value:
            assert is_accepted(engine.confirm(interview))


def is_accepted(step: Step) -> bool:
    """Say whether nothing was rejected."""
    return not any(isinstance(event, Rejected) for event in step.events)


@settings(max_examples=150, deadline=None)
@given(FORMS, st.integers(0, 9), st.lists(ACTIONS, max_size=30))
def test_any_sequence_keeps_the_laws(oracle: OracleForm, seed: int, actions: list[Action]) -> None:
    """No sequence breaks a law, writing and reading the state changes nothing, and everybody can finish."""
    step = engine.begin(oracle.form, oracle.facts, TODAY, seed)
    check_laws(oracle, replace(step.interview, screen="", visit=0), step)
    interview = step.interview
    for action in actions:
        if action == FILL_ALL:
            interview = finish(interview)
            continue
        step = act(interview, action)
        again = act(written_and_read(interview), action)
        assert again.events == step.events
        assert comparable(again.interview) == comparable(step.interview)
        check_laws(oracle, interview, step)
        if action != Action("fill"):
            check_rejections(interview, step)
        check_view(step.interview)
        interview = step.interview
    finished = finish(interview)
    assert not oracle.violations(finished.answers)


@settings(max_examples=100, deadline=None)
@given(FORMS, st.lists(ACTIONS, max_size=25))
def test_what_counts_is_relevant_and_not_empty(oracle: OracleForm, actions: list[Action]) -> None:
    """The counted answers are the oracle's: irrelevant ones are kept but do not count, nor do mere defaults."""
    interview = engine.begin(oracle.form, oracle.facts, TODAY, 1).interview
    for action in actions:
        interview = finish(interview) if action == FILL_ALL else act(interview, action).interview
    effective = oracle.effective(interview.answers)
    counted = {name: value for name, value in effective.items() if value and name in interview.answers}
    assert engine.counted_answers(interview) == counted
    assert engine.counted_answers_of(oracle.form, interview.answers, TODAY) == engine.counted_answers(
        interview
    )


@settings(max_examples=100, deadline=None)
@given(FORMS, st.lists(ACTIONS, max_size=25), ACTIONS)
def test_the_same_state_and_action_give_the_same_step(
    oracle: OracleForm, actions: list[Action], last: Action
) -> None:
    """The engine is a function: asking twice gives the same, and asking changes nothing."""
    interview = engine.begin(oracle.form, oracle.facts, TODAY, 3).interview
    for action in actions:
        interview = finish(interview) if action == FILL_ALL else act(interview, action).interview
    if last != FILL_ALL:
        before = written_and_read(interview)
        first, second = act(interview, last), act(interview, last)
        assert first == second
        assert comparable(before) == comparable(interview)


LONG = long_form(40)
CHANGES = st.lists(
    st.dictionaries(
        st.sampled_from(sorted(LONG.items)), st.sampled_from(["", "0", "1", "2000", "c1", "c2"]), max_size=3
    ),
    max_size=6,
)


@settings(max_examples=60)
@given(CHANGES)
def test_what_is_remembered_is_what_would_be_worked_out_anew(changes: list[dict[str, str]]) -> None:
    """After each change of answers everything is as if nothing had been known before, whatever was asked meanwhile."""
    evaluation = engine.Evaluation(LONG, {}, TODAY, 1)
    for change in changes:
        evaluation = evaluation.with_answers(change)
        assert everything(evaluation) == everything(engine.Evaluation(LONG, evaluation.answers, TODAY, 1))


def everything(evaluation: engine.Evaluation) -> list[object]:
    """What an evaluation says of every item and screen; NaN is equal to itself."""
    items = [
        (evaluation.is_relevant(item), str(evaluation.value(item.name)), evaluation.options(item))
        for item in LONG.items.values()
    ]
    asked = [(evaluation.is_required(item), evaluation.failure(item)) for item in LONG.questions()]
    screens = [evaluation.is_pending(screen) for screen in LONG.screens]
    return [items, asked, screens, evaluation.question_screens(), evaluation.first_pending()]
