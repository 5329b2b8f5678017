"""Choices out of lists that are too long to be shown: found by words, named by numbers."""

import re

from surveys.interview.answering import choose
from surveys.interview.evaluation import Evaluation
from surveys.interview.kinds import SELECTS
from surveys.interview.state import Interview, Step, reject
from surveys.questionnaire import Item, ItemType
from surveys.replies import LONG, Match, Rejected, find_choices, match_choice, read_long_choice


def is_long(evaluation: Evaluation, item: Item) -> bool:
    """Whether more choices are offered than are shown: they are searched for by words."""
    return item.type in SELECTS and item.type is not ItemType.RANK and len(evaluation.options(item)) > LONG


def labels_of(evaluation: Evaluation, item: Item) -> list[str]:
    """Return the labels of the choices that are offered, as they are read."""
    return [evaluation.render(choice.label) for choice in evaluation.options(item)]


def matched(evaluation: Evaluation, item: Item, text: str) -> Match:
    """Find what a text may mean among the choices of an item."""
    find = find_choices if is_long(evaluation, item) else match_choice
    return find(text, labels_of(evaluation, item))


def add_found(interview: Interview, item: Item, text: str) -> Step:
    """Add what was found in a long list, or named by numbers, to what is chosen; "xong" goes on."""
    options, labels = interview.evaluation.options(item), labels_of(interview.evaluation, item)
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    pieces = parts if len(parts) > 1 and all(map(str.isdecimal, parts)) else [text]
    step = Step(interview)
    for piece in pieces:
        found = read_long_choice(piece, labels)
        if isinstance(found, Rejected):
            refused = reject(step.interview, Rejected(found.code, item.name, found.parameters))
            return step.then(refused.interview, *refused.events)
        added = choose(step.interview, item.name, options[found].name)
        step = step.then(added.interview, *added.events)
        if any(isinstance(event, Rejected) for event in added.events):
            break
    return step
