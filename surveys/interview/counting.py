"""How far an interview is, and which answers count: relevant and not empty."""

from collections.abc import Mapping
from datetime import date

from surveys.expressions import text
from surveys.interview.evaluation import Evaluation
from surveys.interview.outline import Outline
from surveys.interview.state import Interview
from surveys.questionnaire import Questionnaire
from surveys.repeats import is_gate


def required_progress(interview: Interview) -> tuple[int, int]:
    """Return how many of the required relevant items are validly answered, and how many there are."""
    evaluation = interview.evaluation
    answered = total = 0
    for item in Outline.of(interview.form).required:
        if evaluation.is_relevant(item) and evaluation.is_required(item):
            total += 1
            answered += not evaluation.is_item_pending(item)
    return answered, total


def screen_progress(interview: Interview) -> tuple[int, int]:
    """Return how many of the questions counted by "Câu 7/36" are finished, and how many there are."""
    screens = interview.evaluation.question_screens()
    return sum(1 for screen in screens if not interview.evaluation.is_pending(screen)), len(screens)


def counted_answers(interview: Interview) -> dict[str, str]:
    """Return the answers that count, by item in asking order."""
    return _answers(interview.evaluation)


def counted_calculations(interview: Interview) -> dict[str, str]:
    """Return the relevant calculations that have a value."""
    return _calculations(interview.evaluation)


def counted_answers_of(form: Questionnaire, answers: Mapping[str, str], today: date) -> dict[str, str]:
    """Return the answers that count on a given day, for extracts that have no interview at hand."""
    return _answers(Evaluation(form, answers, today))


def counted_calculations_of(form: Questionnaire, answers: Mapping[str, str], today: date) -> dict[str, str]:
    """Return the relevant calculations that have a value, for extracts."""
    return _calculations(Evaluation(form, answers, today))


def _answers(evaluation: Evaluation) -> dict[str, str]:
    return {
        item.name: value
        for item in evaluation.form.questions()
        if (value := evaluation.answers.get(item.name, ""))
        and evaluation.is_relevant(item)
        and not is_gate(item)
    }


def _calculations(evaluation: Evaluation) -> dict[str, str]:
    values = {item.name: text(evaluation.value(item.name)) for item in evaluation.form.calculations}
    return {name: value for name, value in values.items() if value}
