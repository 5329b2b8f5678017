"""What a form holds while it is tried: codes, calculations, and why a question is not asked. Pure."""

from collections.abc import Iterator
from typing import Final

from bot.texts import say
from bot.texts.trying import TEXTS
from surveys.expressions import Expression, text, truth
from surveys.interview import Interview
from surveys.interview.evaluation import Evaluation
from surveys.interview.outline import Outline
from surveys.questionnaire import OFF_SCREEN, Item, ItemType

LONGEST: Final = 60  # characters of a value


def asks_for_values(typed: str) -> bool:
    """Whether an author asks for them."""
    return typed.strip().casefold() in TEXTS.values_words


def values_text(interview: Interview) -> str:
    """Return a line an item in the form's order: its code or value, or the condition that leaves it out."""
    lines = [
        _line(interview, item) for item in interview.form.items.values() if item.type is not ItemType.NOTE
    ]
    return "\n".join([TEXTS.values_head, *lines])


def _line(interview: Interview, item: Item) -> str:
    evaluation = interview.evaluation
    if not evaluation.is_relevant(item):
        reasons = TEXTS.also.join(_reasons(evaluation, item))
        return say(TEXTS.value_skipped, name=item.name, reasons=reasons)
    value = text(evaluation.value(item.name))
    if item.is_live:
        return say(TEXTS.value_calculated, name=item.name, value=_shown(value))
    if item.name in interview.answers or item.type in OFF_SCREEN:
        return say(TEXTS.value_stored, name=item.name, value=_shown(interview.answers.get(item.name, "")))
    if value:
        return say(TEXTS.value_default, name=item.name, value=_shown(value))
    return say(TEXTS.value_open, name=item.name)


def _shown(value: str) -> str:
    plain = " ".join(value.split()) or TEXTS.value_empty
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _reasons(evaluation: Evaluation, item: Item) -> Iterator[str]:
    """Yield the conditions that do not hold, each with the values that it looks at."""
    for condition in Outline.of(evaluation.form).conditions[item.name]:
        if not truth(condition, evaluation):
            yield say(
                TEXTS.value_reason, condition=condition.source, values=_looked_at(evaluation, condition)
            )


def _looked_at(evaluation: Evaluation, condition: Expression) -> str:
    found = (f"{name} = {_shown(text(evaluation.value(name)))}" for name in sorted(condition.dependencies))
    return ", ".join(found)
