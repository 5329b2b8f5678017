"""From screen to screen. No move changes an answer, but that a line that is corrected may hang on other lines."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from surveys.interview.confirming import is_on_list, list_of, listing_of, needed_first
from surveys.interview.setting import as_events, initial_values
from surveys.interview.state import (
    DONE,
    REVIEW,
    Interview,
    Resumed,
    ScreenOpened,
    Status,
    Step,
    Stopped,
    reject,
)
from surveys.interview.submission import advance, open_screen, store
from surveys.questionnaire import Questionnaire, Screen
from surveys.replies import Rejected
from surveys.replies.words import words_of


def begin(
    form: Questionnaire,
    facts: Mapping[str, str],
    today: date,
    seed: int,
    *,
    moment: datetime | None = None,
    username: str = "",
) -> Step:
    """Open the first screen of a new interview; ``moment`` is the local one, ``username`` who answers, as a code."""
    empty = Interview(
        form=form, answers={}, screen="", visit=0, today=today, facts=dict(facts), seed=seed, moment=moment
    )
    values = initial_values(empty, username)
    if not values:
        return advance(Step(empty))
    begun = empty.with_answers(empty.evaluation.with_answers(values))
    return advance(Step(begun, as_events(empty, values)))


def open_screen_of(interview: Interview) -> Screen | None:
    """Return the open screen, or ``None`` at the review, at the end, or if it is not relevant any more."""
    index = interview.form.screen_index.get(interview.screen)
    if index is None:
        return None
    screen = interview.form.screens[index]
    return screen if interview.evaluation.is_screen_relevant(screen) else None


def is_astray(interview: Interview) -> bool:
    """Whether the open screen is gone: another day, or other choice lists, made it irrelevant."""
    return interview.screen not in (REVIEW, DONE) and open_screen_of(interview) is None


def settled(interview: Interview) -> Interview:
    """Return the interview with a screen open that exists and is relevant."""
    return advance(Step(interview)).interview if is_astray(interview) else interview


def on_open_screen(act: Callable[[Interview, Screen], Step]) -> Callable[[Interview], Step]:
    """Make an action that needs an open question into one that says kindly when there is none."""

    def acted(interview: Interview) -> Step:
        return missing if (missing := no_question(interview)) else act(interview, _screen(interview))

    acted.__doc__ = act.__doc__
    acted.__name__ = act.__name__
    return acted


def no_question(interview: Interview) -> Step | None:
    """Return the rejection of an answer where none is asked for, else ``None``."""
    if interview.status is Status.STOPPED:
        return reject(interview, Rejected("stopped"))
    if interview.screen == DONE:
        return reject(interview, Rejected("no_open_question"))
    if interview.screen == REVIEW:
        return reject(interview, Rejected("review_open"))
    if is_astray(interview):
        return advance(reject(interview, Rejected("stale")))
    return None


def _screen(interview: Interview) -> Screen:
    return interview.form.screens[interview.form.screen_index[interview.screen]]


def next_screen(interview: Interview) -> str:
    """Return the name of the next screen on the way, or ``REVIEW`` after the last."""
    here = interview.form.screen_index[interview.screen]
    later = interview.form.screens[here + 1 :]
    return next((screen.name for screen in later if _is_on_the_way(interview, screen)), REVIEW)


def previous_screen(interview: Interview) -> str | None:
    """Return the name of the previous screen on the way, or ``None`` before the first.

    From a question of a list that is still open it is the list.
    """
    if interview.screen == DONE:
        return REVIEW
    here = interview.form.screen_index.get(interview.screen, len(interview.form.screens))
    screen = open_screen_of(interview)
    above = screen and list_of(interview, screen)
    if above and interview.evaluation.is_pending(above):
        return above.name
    earlier = interview.form.screens[:here]
    return next((screen.name for screen in reversed(earlier) if _is_on_the_way(interview, screen)), None)


def _is_on_the_way(interview: Interview, screen: Screen) -> bool:
    return interview.evaluation.is_screen_relevant(screen) and not is_on_list(interview, screen)


def back(interview: Interview) -> Step:
    """Open the previous relevant screen; from the end, the review."""
    if interview.status is Status.STOPPED:
        return reject(interview, Rejected("stopped"))
    previous = previous_screen(interview)
    if previous is None:
        return reject(interview, Rejected("first_question"))
    return open_screen(Step(interview), previous)


def jump(interview: Interview, screen: str) -> Step:
    """Open a relevant screen by its name."""
    index = interview.form.screen_index.get(screen)
    if index is None:
        return reject(interview, Rejected("not_relevant"))
    wanted = interview.form.screens[index]
    needed = store(interview, needed_first(interview, open_screen_of(interview), wanted))
    if not needed.interview.evaluation.is_screen_relevant(wanted):
        return reject(interview, Rejected("not_relevant"))
    resumed = _resumed(needed.interview)
    return open_screen(Step(resumed.interview, (*needed.events, *resumed.events)), screen)


def numbered(interview: Interview) -> tuple[Screen, ...]:
    """Return the screens that ask something, in the order of their numbers; at a list, those once it is confirmed."""
    screen = open_screen_of(interview)
    evaluation = interview.evaluation if screen is None else listing_of(interview, screen).evaluation
    return evaluation.question_screens()


def jump_to_number(interview: Interview, number: int) -> Step:
    """Open a question by the number that its card shows ("Câu 7/36")."""
    screens = numbered(interview)
    if not 1 <= number <= len(screens):
        parameters = {"number": str(number), "total": str(len(screens))}
        return reject(interview, Rejected("no_such_question", parameters=parameters))
    return jump(interview, screens[number - 1].name)


def jump_to_mark(interview: Interview, mark: str) -> Step:
    """Open a question by the mark that its label begins with ("A5. Năm sinh")."""
    evaluation = interview.evaluation
    for screen in numbered(interview):
        labels = [screen.label, *(item.label for item in evaluation.questions(screen))]
        if any(words and words[0].folded == mark for words in map(words_of, labels)):
            return jump(interview, screen.name)
    parameters = {"number": mark.upper(), "total": str(len(numbered(interview)))}
    return reject(interview, Rejected("no_such_question", parameters=parameters))


def review(interview: Interview) -> Step:
    """Open the review of all answers."""
    return open_screen(_resumed(interview), REVIEW)


def stop(interview: Interview) -> Step:
    """Pause. A submitted response cannot be paused: its correction is closed."""
    if interview.status is Status.STOPPED:
        return Step(interview)
    if interview.status.is_final:
        return open_screen(Step(interview), DONE)
    paused = interview.with_changes(status=Status.STOPPED, visit=interview.visit + 1, tries=0)
    return Step(paused, (Stopped(),))


def resume(interview: Interview) -> Step:
    """Continue where the interview was paused."""
    if interview.status is not Status.STOPPED:
        return reject(interview, Rejected("not_stopped"))
    step = _resumed(interview)
    if is_astray(step.interview):
        return advance(step)
    return step.then(step.interview, ScreenOpened(step.interview.screen))


def _resumed(interview: Interview) -> Step:
    if interview.status is not Status.STOPPED:
        return Step(interview)
    going_on = interview.with_changes(status=Status.IN_PROGRESS, visit=interview.visit + 1, tries=0)
    return Step(going_on, (Resumed(),))
