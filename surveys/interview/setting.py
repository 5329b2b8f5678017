"""What is set without anybody answering: defaults and moments at the beginning, what a trigger changes, the end.

ODK sets these values by events (https://getodk.github.io/xforms-spec/#events): ``odk-instance-first-load`` once at
the beginning, ``xforms-value-changed`` of a trigger, and the end when the form is finalised.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from surveys.expressions import evaluate
from surveys.interview.evaluation import Evaluation
from surveys.interview.kinds import canonical, default_key, item_of, typed_value
from surveys.interview.outline import Outline
from surveys.interview.rostered import roster_value
from surveys.interview.state import AnswerStored, Interview, ValueKept
from surveys.questionnaire import Item, ItemType
from surveys.repeats import is_later

MOST_LINKS: Final = 100
"""Changes that follow from one answer: triggers in a circle end there."""


def prefilled(interview: Interview, item: Item) -> tuple[str, bool]:
    """Return a value that stands before anybody answers, and whether it is the form's; ``''`` if there is none valid.

    What the roster knows comes first.
    """
    evaluation = interview.evaluation
    if known := roster_value(evaluation, item, interview.facts):
        return known, False
    default = evaluation.default(item)
    return (default, True) if default and evaluation.check(item, default) is None else ("", False)


def initial_values(interview: Interview, username: str) -> dict[str, str]:
    """Return what is stored when an interview begins: moments, who answers, hidden values, defaults worked out."""
    values = {
        item.name: value for item in interview.form.calculations if (value := _own(interview, item, username))
    }
    evaluation = interview.evaluation.with_answers(values) if values else interview.evaluation
    changed = []
    for item in interview.form.items.values():
        if item.dynamic_default is None or is_later(item.name):
            continue
        value = canonical(item, evaluate(item.dynamic_default, evaluation, place=item.name))
        if value:
            key = _key(interview, item)
            values[key] = value
            evaluation = evaluation.with_answers({key: value})
            changed.append(item.name)
    return values | _followed(interview, changed, evaluation)


def _own(interview: Interview, item: Item, username: str) -> str:
    match item.type:
        case ItemType.START:
            return _moment(interview.moment)
        case ItemType.TODAY:
            return interview.today.isoformat()
        case ItemType.USERNAME:
            return username
        case _:
            return "" if item.is_live or is_later(item.name) else item.default


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(timespec="milliseconds")


def final_values(interview: Interview) -> dict[str, str]:
    """Return what is stored when an interview is handed in."""
    ended = _moment(interview.moment)
    return {item.name: ended for item in interview.form.calculations if item.type is ItemType.END and ended}


def consequences(interview: Interview, values: Mapping[str, str], after: Evaluation) -> dict[str, str]:
    """Return what is set because of changed answers; ``interview`` as it was, ``after`` with the answers given.

    Who confirms a default changes nothing by that.
    """
    added = _added(interview, after)
    if added:
        after = after.with_answers(added)
    if not Outline.of(interview.form).triggered:
        return added
    before = interview.evaluation
    changed = [
        name
        for name, value in values.items()
        if name in interview.form.items and before.stored(interview.form.items[name]) != value
    ]
    return added | _followed(interview, [*changed, *map(item_of, added)], after)


def _added(interview: Interview, after: Evaluation) -> dict[str, str]:
    """Return the defaults of instances of a repeat that are there now and were not before (ODK: odk-new-repeat)."""
    values: dict[str, str] = {}
    for there, items in Outline.of(interview.form).begun.items():
        if interview.evaluation.is_there(there) or not after.is_there(there):
            continue
        for item in items:
            value, key = item.default, _key(interview, item)
            if item.dynamic_default is not None:
                value = canonical(item, evaluate(item.dynamic_default, after, place=item.name))
            if value and not after.answers.get(key):
                values[key] = value
                after = after.with_answers({key: value})
    return values


def _followed(interview: Interview, changed: Iterable[str], evaluation: Evaluation) -> dict[str, str]:
    """Set what is triggered, and what is triggered by that."""
    triggered, waiting, values = Outline.of(interview.form).triggered, list(changed), dict[str, str]()
    for _ in range(MOST_LINKS):
        if not waiting:
            break
        for item in triggered.get(waiting.pop(0), ()):
            value = _worked_out(item, evaluation)
            if value != evaluation.stored(item):
                key = _key(interview, item)
                values[key] = value
                evaluation = evaluation.with_answers({key: value})
                waiting.append(item.name)
    return values


def _worked_out(item: Item, evaluation: Evaluation) -> str:
    if item.calculation is None:
        return ""
    own = typed_value(item, evaluation.stored(item))
    return canonical(item, evaluate(item.calculation, evaluation, own=own, place=item.name))


def _key(interview: Interview, item: Item) -> str:
    """Return under which name a value is set: as an answer where there is one, or nobody is asked."""
    is_asked = item.name in interview.form.screen_of
    return default_key(item.name) if is_asked and item.name not in interview.answers else item.name


def as_events(interview: Interview, values: Mapping[str, str]) -> tuple[AnswerStored | ValueKept, ...]:
    """Return the events of values that were stored, against the answers before."""
    beside, before = Outline.of(interview.form).beside, interview.answers
    return tuple(
        ValueKept(name, value) if name in beside else AnswerStored(name, value, before.get(name))
        for name, value in values.items()
    )
