"""Storing changes, and when a response is whole: no completed response violates its form."""

from collections.abc import Mapping

from surveys.interview.evaluation import Evaluation
from surveys.interview.outline import Outline
from surveys.interview.setting import as_events, consequences, final_values
from surveys.interview.state import (
    DONE,
    REVIEW,
    Event,
    Interview,
    Reopened,
    ScreenOpened,
    Status,
    Step,
    Submitted,
    reject,
)
from surveys.questionnaire import ItemType
from surveys.replies import Rejected


def open_screen(step: Step, screen: str) -> Step:
    """Open a screen, ``REVIEW`` or ``DONE``; nothing happens if it is open already."""
    interview = step.interview
    if screen == interview.screen:
        return step
    opened = interview.with_changes(screen=screen, visit=interview.visit + 1, tries=0)
    return step.then(opened, ScreenOpened(screen))


def advance(step: Step) -> Step:
    """Open the first pending screen, else the review."""
    pending = step.interview.evaluation.first_pending()
    return open_screen(step, REVIEW if pending is None else pending.name)


def store(interview: Interview, values: Mapping[str, str], evaluation: Evaluation | None = None) -> Step:
    """Store values that were already found valid; a submitted response is amended or reopened at once.

    ``evaluation`` is that of the answers with these values, if the caller has it.
    """
    before = interview.answers
    changes = {name: value for name, value in values.items() if before.get(name) != value}
    if not changes:
        return Step(interview.with_changes(tries=0))
    evaluation = evaluation or interview.evaluation.with_answers(changes)
    if followed := consequences(interview, changes, evaluation):
        changes |= followed
        evaluation = evaluation.with_answers(followed)
    if fresh := evaluation.kept():
        evaluation = evaluation.with_answers(fresh)
    after = interview.with_answers(evaluation)
    kept = {name: after.answers[name] for name in Outline.of(interview.form).once if after.answers.get(name)}
    fresh = {name: value for name, value in kept.items() if not before.get(name)}
    stored: tuple[Event, ...] = as_events(interview, changes | fresh)
    if not any(value or before.get(name) for name, value in changes.items()):
        return Step(after, stored)
    return amended(after, stored)


def amended(interview: Interview, stored: tuple[Event, ...]) -> Step:
    """Return the step after a change of answers: a submitted response is amended, or reopened if it is not whole."""
    if not interview.status.is_final:
        return Step(interview, stored)
    failing = interview.evaluation.failing_screens()
    if failing:
        reopened = Reopened(tuple(screen.name for screen in failing))
        return Step(interview.with_changes(status=Status.IN_PROGRESS), (*stored, reopened))
    ended, events = _ended(interview)
    return Step(ended.with_changes(status=Status.AMENDED), (*stored, *events, Submitted(amended=True)))


def _ended(interview: Interview) -> tuple[Interview, tuple[Event, ...]]:
    """Return the interview with the moment of its end, where the form wants it."""
    values = final_values(interview)
    if not values:
        return interview, ()
    return interview.with_answers(interview.evaluation.with_answers(values)), as_events(interview, values)


def submit(interview: Interview) -> Step:
    """Hand the response in if required, constraint and choice_filter of every relevant answer hold.

    What fails is reopened: the first such screen opens. A response that is in already is only closed again.
    """
    if interview.status is Status.STOPPED:
        return reject(interview, Rejected("stopped"))
    if interview.status.is_final:
        return open_screen(Step(interview), DONE)
    failing = interview.evaluation.failing_screens()
    if failing:
        reopened = Reopened(tuple(screen.name for screen in failing))
        return open_screen(Step(interview.with_changes(tries=0), (reopened,)), failing[0].name)
    amended = interview.was_completed
    status = Status.AMENDED if amended else Status.COMPLETED
    ended, events = _ended(interview)
    whole = ended.with_changes(status=status, was_completed=True)
    return open_screen(Step(whole, (*events, Submitted(amended))), DONE)


def unread_notes(interview: Interview) -> dict[str, str]:
    """Return the notes of the open screen that were not read yet, as answers."""
    index = interview.form.screen_index[interview.screen]
    items = interview.evaluation.relevant_items(interview.form.screens[index])
    return {
        item.name: "" for item in items if item.type is ItemType.NOTE and item.name not in interview.answers
    }
