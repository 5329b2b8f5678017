"""A list of what the roster knows, confirmed at once: its lines, and which questions they make unnecessary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.interview.evaluation import Evaluation
from surveys.interview.outline import Outline
from surveys.interview.rostered import EMPTY_IS_KNOWN, roster_value
from surveys.interview.state import Interview
from surveys.questionnaire import Questionnaire, Screen


@dataclass(frozen=True, slots=True)
class Listing:
    """The lines of a list that is confirmed: values by item, in asking order, valid together.

    A value is the answer that stands, ``''`` if it was left empty on purpose, else what the roster knows; nothing is a
    value too where the item says so (``appearance: empty-is-known``).
    ``evaluation`` is that of the answers with these values: what is relevant once the list is confirmed.
    """

    values: Mapping[str, str]
    evaluation: Evaluation


def listing_of(interview: Interview, screen: Screen) -> Listing:
    """Return the lines of a screen that confirms; none on any other, and none if the roster knows nothing."""
    names: Iterable[str] = screen.confirms
    while True:
        listing = _gathered(interview, names)
        valid = [name for name, value in listing.values.items() if _is_valid(listing.evaluation, name, value)]
        if len(valid) == len(listing.values):
            return listing
        names = valid  # a later line contradicts an earlier one, which is then asked by itself


def _gathered(interview: Interview, names: Iterable[str]) -> Listing:
    evaluation = interview.evaluation
    values: dict[str, str] = {}
    for name in names:
        value = _value(interview, evaluation, name)
        if value is None:
            continue
        values[name] = value
        if interview.answers.get(name) != value:
            evaluation = evaluation.with_answers({name: value})
    return Listing(values, evaluation)


def _value(interview: Interview, evaluation: Evaluation, name: str) -> str | None:
    item = interview.form.items[name]
    if not evaluation.is_relevant(item):
        return None
    if name in interview.answers:
        return interview.answers[name]
    known = roster_value(evaluation, item, interview.facts)
    return known if known or EMPTY_IS_KNOWN in item.appearance.split() else None


def _is_valid(evaluation: Evaluation, name: str, value: str) -> bool:
    item = evaluation.form.items[name]
    return evaluation.is_relevant(item) and evaluation.check(item, value) is None


def is_list(interview: Interview, screen: Screen) -> bool:
    """Whether a screen shows lines to confirm."""
    return bool(screen.confirms) and bool(listing_of(interview, screen).values)


def list_of(interview: Interview, screen: Screen) -> Screen | None:
    """Return the screen on whose list every question of a screen stands, if there is one and it is relevant."""
    above = Outline.of(interview.form).listed_on.get(screen.name)
    return above if above is not None and interview.evaluation.is_screen_relevant(above) else None


def is_on_list(interview: Interview, screen: Screen) -> bool:
    """Whether a screen need not be passed on the way: the list above it says the same as its answers."""
    if list_of(interview, screen) is None:
        return False
    evaluation, facts = interview.evaluation, interview.facts
    return all(
        interview.answers.get(item.name) == roster_value(evaluation, item, facts)
        for item in evaluation.questions(screen)
    )


def needed_first(interview: Interview, open_screen: Screen | None, screen: Screen) -> dict[str, str]:
    """Return the lines of the open list on which it hangs whether, and how, a screen below it is asked.

    Somebody who corrects the field of work that belongs to a title takes that title for right.
    """
    if open_screen is None or list_of(interview, screen) != open_screen:
        return {}
    listed = listing_of(interview, open_screen).values
    needed = _needs(interview.form, [item.name for item in screen.items])
    return {name: value for name, value in listed.items() if name in needed}


def _needs(form: Questionnaire, names: Iterable[str]) -> set[str]:
    conditions, found, open_names = Outline.of(form).conditions, set[str](), list(names)
    while open_names:
        item = form.items[open_names.pop()]
        own = (item.calculation, item.choice_filter, item.constraint)
        expressions = [*conditions[item.name], *(expression for expression in own if expression)]
        wanted = frozenset[str]().union(*(expression.dependencies for expression in expressions))
        fresh = (wanted - found) & form.items.keys()
        found |= fresh
        open_names += fresh
    return found
