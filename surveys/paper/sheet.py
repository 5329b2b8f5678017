"""What stands on a person's paper form: the lines to look through, then the questions, each with its number."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from surveys.expressions import Expression, Node
from surveys.expressions.nodes import Logical
from surveys.expressions.partial import remainder
from surveys.interview.evaluation import Evaluation
from surveys.interview.kinds import SELECTS
from surveys.interview.outline import Outline
from surveys.interview.rostered import EMPTY_IS_KNOWN, roster_value
from surveys.questionnaire import Item, ItemType, Questionnaire, Screen
from surveys.unrolling import printed


@dataclass(frozen=True, slots=True)
class Known:
    """Something that the roster knows: its number, its value in words.

    ``decides``: other questions are asked or left out by it, so a correction asks for another form.
    """

    item: Item
    number: int
    shown: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its choices in the form's order. ``condition``: what must be true for it to be answered."""

    item: Item
    options: tuple[str, ...]
    condition: Node | None


@dataclass(frozen=True, slots=True)
class Block:
    """What has one number: a screen of the form. ``condition`` is that of all its questions."""

    number: int
    section: str
    label: str
    notes: tuple[str, ...]
    questions: tuple[Question, ...]
    condition: Node | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A person's form. ``numbers``: where each item stands, by name; ``evaluation`` knows labels and values."""

    form: Questionnaire
    known: tuple[Known, ...]
    blocks: tuple[Block, ...]
    numbers: Mapping[str, int]
    evaluation: Evaluation


def sheet_for(form: Questionnaire, facts: Mapping[str, str], today: date) -> Sheet:
    """Return the form of somebody of whom the roster knows ``facts`` (by the names of the ``roster`` column).

    What is known to be asked stands in it, what is known not to be asked does not, and what hangs on answers to come
    has its condition. A repeat stands there some times, to be filled in as often as needed.
    """
    form = printed(form)
    reading = _Reading(form, facts, today)
    deciding = _deciding(form)
    lines: list[Item] = []
    blocks: list[Block] = []
    for screen in form.screens:
        block = (
            None if screen.confirms else _block(reading, screen)
        )  # what a list confirms has screens of its own
        if block is None or not block.questions:
            continue
        items = [question.item for question in block.questions]
        if all(item.name in reading.values for item in items):
            lines += items
        else:
            blocks.append(block)
    known = tuple(
        Known(item, number, reading.evaluation.show(item, reading.values[item.name]), item.name in deciding)
        for number, item in enumerate(lines, 1)
    )
    numbered = tuple(replace(block, number=number) for number, block in enumerate(blocks, len(known) + 1))
    numbers = {line.item.name: line.number for line in known}
    numbers |= {question.item.name: block.number for block in numbered for question in block.questions}
    return Sheet(form, known, numbered, numbers, reading.evaluation)


class _Reading:
    """The form as far as the roster knows: ``values`` by item, and what is settled by them."""

    def __init__(self, form: Questionnaire, facts: Mapping[str, str], today: date) -> None:
        self.values: dict[str, str] = {}
        self.evaluation = Evaluation(form, self.values, today)
        self._form = form
        for item in form.questions():
            if not item.roster or self.relevance(item) is not True:
                continue
            value = roster_value(self.evaluation, item, facts)
            if value or EMPTY_IS_KNOWN in item.appearance.split():
                self.values[item.name] = value
                self.evaluation = Evaluation(form, self.values, today)

    def relevance(self, item: Item) -> bool | Node:
        """Return whether an item is asked, or what that hangs on."""
        return self.left_of(Outline.of(self._form).conditions[item.name])

    def left_of(self, conditions: tuple[Expression, ...]) -> bool | Node:
        """Return whether conditions hold, or what is left of them."""
        roots = tuple(condition.root for condition in conditions)
        return remainder(Logical("and", roots), self.evaluation, self._is_known) if roots else True

    def _is_known(self, name: str) -> bool:
        item = self._form.items.get(name)
        if item is None or name in self.values:
            return True
        if (relevance := self.relevance(item)) is not True:
            return relevance is False
        needs = item.calculation.dependencies if item.calculation is not None else frozenset()
        return item.is_live and all(self._is_known(each) for each in needs)


def _block(reading: _Reading, screen: Screen) -> Block:
    around = reading.left_of(screen.relevant)
    asked = [] if around is False else list(_asked(reading, screen))
    notes = tuple(item.label for item, _ in asked if item.type is ItemType.NOTE)
    questions = tuple(
        Question(item, _options(reading.evaluation, item), condition)
        for item, condition in asked
        if item.type is not ItemType.NOTE
    )
    condition = None if isinstance(around, bool) else around
    return Block(0, screen.section, screen.label, notes, questions, condition)


def _asked(reading: _Reading, screen: Screen) -> Iterator[tuple[Item, Node | None]]:
    for item in screen.items:
        own = reading.left_of((item.relevant,) if item.relevant is not None else ())
        if own is not False:
            yield item, None if isinstance(own, bool) else own


def _options(evaluation: Evaluation, item: Item) -> tuple[str, ...]:
    """Return the choices by label in the form's order: the same on every paper, whoever types it in."""
    if item.type not in SELECTS:
        return ()
    return tuple(evaluation.render(choice.label) for choice in evaluation.form.choices(item))


def _deciding(form: Questionnaire) -> frozenset[str]:
    """Return the items on which it hangs whether another one is asked."""
    outline = Outline.of(form)
    waiting = [
        name
        for conditions in outline.conditions.values()
        for each in conditions
        for name in each.dependencies
    ]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        item = form.items.get(name)
        if item is not None and item.calculation is not None:
            waiting.extend(item.calculation.dependencies)
    return frozenset(found)


_MARK: Final = re.compile(r"(\w{1,3}\d+\w?)\. ")


def mark_of(label: str) -> str:
    """Return the mark that a label begins with ("A5" of "A5. Năm sinh"), or ``''``."""
    found = _MARK.match(label)
    return found[1] if found else ""


def reference_to(sheet: Sheet, name: str) -> str:
    """Return how an item of the sheet is referred to: by its own mark, else by its number."""
    return (
        mark_of(sheet.form.items[name].label)
        or mark_of(sheet.form.screen_of[name].label)
        or str(sheet.numbers[name])
    )
