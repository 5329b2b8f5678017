"""What a form means for given answers: values, relevance, choices offered, validity. One moment's memory."""

import hashlib
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Final

from surveys.expressions import Expression, Value, evaluate, stored_value, text, truth
from surveys.interview.kinds import (
    SELECTS,
    canonical,
    default_key,
    show_calculated,
    show_plain,
    typed_value,
    unfit,
)
from surveys.interview.lists import candidates, drawn_place, look_up
from surveys.interview.memory import Memory
from surveys.interview.outline import Outline
from surveys.questionnaire import REFERENCE, Choice, Item, ItemType, Questionnaire, Screen
from surveys.replies import Rejected

FORM_ORDER: Final = -1
"""The seed with which nothing is shuffled: choices stand as on paper, with the same numbers."""
KNOWN_ANSWERS: Final = 500
"""Of so many answers to one question it is remembered whether they are valid."""


class Evaluation:
    """Answers questions about one state of the answers, and remembers what it worked out.

    It is the ``Context`` of expressions: an irrelevant item reads as empty for others, whatever is stored. ``lacking``:
    types of questions that the channel does not carry; they are never required.
    """

    def __init__(
        self,
        form: Questionnaire,
        answers: Mapping[str, str],
        today: date,
        seed: int = 0,
        moment: datetime | None = None,
        *,
        lacking: frozenset[ItemType] = frozenset(),
        in_words: bool = False,
    ) -> None:
        self.form = form
        self.answers = answers
        self._today = today
        self._seed = seed
        self._moment = moment
        self._lacking = lacking
        self._outline = Outline.of(form)
        self._labels = (self._outline if in_words else Outline.of(form.origin or form)).choices
        self._known = Memory()

    def with_answers(self, changes: Mapping[str, str]) -> "Evaluation":
        """Return the evaluation of these answers with some changed, and with what is kept of this moment."""
        kept = self.kept() if self._outline.once else {}
        after = copy(self)
        after.__dict__.pop("_in_words", None)
        after.answers = {**self.answers, **kept, **changes}
        after._known = self._known.without(self.form, self._outline, {*kept, *changes})  # noqa: SLF001 (its own)
        return after

    def kept(self) -> dict[str, str]:
        """Return the calculations whose first value is kept and has come up now, as answers."""
        fresh = (name for name in self._outline.once if not self.answers.get(name))
        return {name: value for name in fresh if (value := text(self.value(name)))}

    # --- the context of expressions -----------------------------------------------------------------

    @property
    def today(self) -> date:
        """The local day of the interview."""
        return self._today

    @property
    def now(self) -> datetime:
        """The local moment, where whoever asks tells it; else the beginning of that day: the engine has no clock."""
        return self._moment or datetime.combine(self._today, time(), UTC)

    def value(self, name: str) -> Value:
        """Return an item's value as expressions see it; ``''`` if it is empty, irrelevant or unknown."""
        if name not in self._known.values:
            if name in self._outline.deep:
                self._follow(name)
            else:
                self._known.values[name] = self._work_out_value(name)
        return self._known.values[name]

    def _follow(self, name: str) -> None:
        """Work out a value that stands at the end of a long chain, the first link first: the stack is short."""
        waiting = [name]
        while waiting:
            needed = [other for other in self._outline.deep[waiting[-1]] if other not in self._known.values]
            if needed:
                waiting.extend(needed)
            else:
                self._known.values[waiting[-1]] = self._work_out_value(waiting[-1])
                waiting.pop()

    def is_there(self, name: str) -> bool:
        """Whether there is an item of that name, and it is relevant."""
        item = self.form.items.get(name)
        return item is not None and self.is_relevant(item)

    def label(self, name: str, choice: str) -> str:
        """Return the label of a choice of an item, or ``''``; conditions are judged in the form's own language."""
        item = self.form.items.get(name)
        found = self._choice(item, choice, self._labels) if item else None
        return found.label if found else ""

    def _choice(self, item: Item, name: str, lists: Mapping[str, Mapping[str, Choice]]) -> Choice | None:
        """Return a choice by its code; of two of one code that which is offered."""
        listed = lists.get(item.choice_list, {})
        if item.choice_filter is not None and len(listed) != len(self.form.choices(item)):
            return next((each for each in self.options(item) if each.name == name), None)
        return listed.get(name)

    def draw(self, place: str) -> bytes:
        """Return 16 bytes by chance: always the same for this interview and place."""
        return hashlib.blake2b(f"{self._seed}:{place}".encode(), digest_size=16).digest()

    def look_up(self, choice_list: str, key: str, column: str, by: str = "name") -> str:
        """Return a column of the first choice of a list whose column ``by`` says ``key``, or ``''``."""
        return look_up(self.form.origin or self.form, choice_list, key, column, by)

    def _work_out_value(self, name: str) -> Value:
        item = self.form.items.get(name)
        if item is None or not self.is_relevant(item):
            return ""
        if item.is_live:
            value = self._calculate(item, item.calculation)
            return value if item.type is ItemType.CALCULATE else typed_value(item, canonical(item, value))
        if item.choice_filter is not None:
            self._known.values[name] = ""  # whatever the filter looks at, it does not go round in circles
        return typed_value(item, self.standing(item))

    def _calculate(self, item: Item, calculation: Expression | None) -> Value:
        if calculation is None:
            return ""
        own = self.answers.get(item.name, "") if item.name in self._outline.once else ""
        if own and "once" not in calculation.functions:
            return own
        return stored_value(evaluate(calculation, self, own=own, place=item.name))

    def standing(self, item: Item) -> str:
        """Return an item's answer as it stands: a choice that is not offered any more is no answer (as on ODK)."""
        value = self.stored(item)
        if not value or item.choice_filter is None or item.type not in SELECTS:
            return value
        names = [value] if item.type is ItemType.SELECT_ONE else value.split()
        return " ".join(name for name in names if self._offers(item, name))

    def stored(self, item: Item) -> str:
        """Return the answer to an item; what stands there by default until there is one."""
        value = self.answers.get(item.name)
        return self.default(item) if value is None else value

    def default(self, item: Item) -> str:
        """Return what the form puts in an item before anybody answers, worked out or not; ``''`` for nothing."""
        return self.answers.get(default_key(item.name), item.default) if item.has_default else ""

    # --- relevance ----------------------------------------------------------------------------------

    def is_relevant(self, item: Item) -> bool:
        """Whether an item and every group around it are relevant."""
        conditions = self._outline.conditions[item.name]
        if not conditions:
            return True
        if item.name not in self._known.relevant:
            self._known.relevant[item.name] = all(self._holds(condition) for condition in conditions)
        return self._known.relevant[item.name]

    def _holds(self, condition: Expression) -> bool:
        if id(condition) not in self._known.conditions:
            self._known.conditions[id(condition)] = truth(condition, self)
        return self._known.conditions[id(condition)]

    def relevant_items(self, screen: Screen) -> tuple[Item, ...]:
        """Return the items of a screen that are relevant, notes among them."""
        if screen.name in self._outline.fixed:
            return screen.items
        if screen.name not in self._known.items:
            self._known.items[screen.name] = tuple(item for item in screen.items if self.is_relevant(item))
        return self._known.items[screen.name]

    def questions(self, screen: Screen) -> tuple[Item, ...]:
        """Return the relevant items of a screen that want an answer."""
        if (fixed := self._outline.fixed.get(screen.name)) is not None:
            return fixed
        if screen.name not in self._known.questions:
            items = self.relevant_items(screen)
            self._known.questions[screen.name] = tuple(
                item for item in items if item.type is not ItemType.NOTE
            )
        return self._known.questions[screen.name]

    def is_screen_relevant(self, screen: Screen) -> bool:
        """Whether a screen shows anything now."""
        return bool(self.relevant_items(screen))

    def relevant_screens(self) -> Iterator[Screen]:
        """Yield the screens that show anything now, in asking order."""
        return (screen for screen in self.form.screens if self.is_screen_relevant(screen))

    def question_screens(self) -> tuple[Screen, ...]:
        """Return the relevant screens that ask something: those that "Câu 7/36" counts."""
        if self._known.question_screens is None:
            self._known.question_screens = tuple(
                screen for screen in self.form.screens if self.questions(screen)
            )
        return self._known.question_screens

    # --- choices --------------------------------------------------------------------------------------

    def options(self, item: Item) -> tuple[Choice, ...]:
        """Return the choices offered in the order shown: filtered; shuffled by seed and item if wanted."""
        if item.choice_filter is None and not item.shuffled:
            return self.form.choices(item)
        if item.name not in self._known.options:
            choices = [choice for choice in candidates(self, item) if self._is_offered(item, choice)]
            if item.shuffled and self._seed != FORM_ORDER:
                choices.sort(key=drawn_place(self._seed, item))
            self._known.options[item.name] = tuple(choices)
        return self._known.options[item.name]

    def _is_offered(self, item: Item, choice: Choice) -> bool:
        if item.choice_filter is None:
            return True
        listed = self._labels.get(item.choice_list, {})
        is_one = len(listed) == len(self.form.choices(item))
        named = listed.get(choice.name, choice) if is_one else choice
        columns = {"name": choice.name, "label": named.label, **choice.columns}
        return truth(item.choice_filter, self, columns=columns)

    # --- validity -------------------------------------------------------------------------------------

    def is_required(self, item: Item) -> bool:
        """Whether an item must not be left empty."""
        if item.name in self._outline.always_required and not self._lacking:
            return True
        if item.type is ItemType.NOTE or item.type in self._lacking:
            return False
        return item.required is not None and self._holds(item.required)

    def failure(self, item: Item) -> Rejected | None:
        """Say how the stored answer of a relevant item violates the form, if it does."""
        if self.answers.get(item.name, "") in self._outline.valid.get(item.name, ()):
            return None
        if item.name not in self._known.failures:
            self._known.failures[item.name] = self.check(item, self.answers.get(item.name, ""))
        return self._known.failures[item.name]

    def check(self, item: Item, value: str) -> Rejected | None:
        """Say how a value of an item would violate required, choice_filter or constraint, if it would."""
        if item.type is ItemType.NOTE:
            return None
        if not value:
            if not self.is_required(item):
                return None
            return Rejected("required", item.name, {"message": self.render(item.required_message)})
        if item.type in SELECTS and not self._are_offered(item, value):
            return Rejected("not_a_choice", item.name, {"typed": self.show(item, value)})
        choice_count = len(self.options(item)) if item.type is ItemType.RANK else 0
        if (found := unfit(item, value, choice_count)) is not None:
            return found
        if not self.satisfies(item, value):
            return Rejected("constraint", item.name, {"message": self.render(item.constraint_message)})
        return None

    def satisfies(self, item: Item, value: str) -> bool:
        """Whether a value fulfils the item's constraint (an empty one always does)."""
        if not value or item.constraint is None:
            return True
        known = self._outline.judged_alone.get(item.name)
        if known is None:
            return truth(item.constraint, self, own=typed_value(item, value))
        if value not in known:
            if len(known) >= KNOWN_ANSWERS:
                known.clear()
            known[value] = truth(item.constraint, self, own=typed_value(item, value))
        return known[value]

    def _are_offered(self, item: Item, value: str) -> bool:
        names = [value] if item.type is ItemType.SELECT_ONE else value.split()
        return all(self._offers(item, name) for name in names)

    def _offers(self, item: Item, name: str) -> bool:
        """Whether a choice is offered; its list is not worked out for it."""
        choices = self._outline.choices.get(item.choice_list, {})
        if item.choice_filter is None or name not in choices:
            return name in choices
        if item.name in self._known.options or len(choices) != len(
            self.form.choices(item)
        ):  # two of one name
            return any(choice.name == name for choice in self.options(item))
        return self._is_offered(item, choices[name])

    def is_item_pending(self, item: Item) -> bool:
        """Whether a relevant item still wants an answer: never seen, or what is stored violates the form."""
        return item.name not in self.answers or self.failure(item) is not None

    def is_pending(self, screen: Screen) -> bool:
        """Whether any relevant item of a screen is pending."""
        if screen.name not in self._known.pending:
            items = self.relevant_items(screen)
            self._known.pending[screen.name] = any(self.is_item_pending(item) for item in items)
        return self._known.pending[screen.name]

    def first_pending(self) -> Screen | None:
        """Return the first relevant screen that is pending."""
        return next((screen for screen in self.relevant_screens() if self.is_pending(screen)), None)

    def failing_screens(self) -> tuple[Screen, ...]:
        """Return the relevant screens whose answers violate the form, in asking order."""
        return tuple(
            screen
            for screen in self.relevant_screens()
            if any(self.failure(item) is not None for item in self.relevant_items(screen))
        )

    # --- words ----------------------------------------------------------------------------------------

    def render(self, template: str) -> str:
        """Fill ``${x}`` in a label with what is shown for x: a choice's label, not its code."""
        if "${" not in template:
            return template
        return REFERENCE.sub(lambda reference: self._show_name(reference[1]), template)

    def _show_name(self, name: str) -> str:
        item = self.form.items.get(name)
        if item is None or not self.is_relevant(item):
            return ""
        if item.type is ItemType.CALCULATE:
            return show_calculated(self._in_words.value(name))
        return self.show(item, text(self.value(name)) if item.is_live else self.standing(item))

    def show(self, item: Item, value: str) -> str:
        """Write a stored value as people read it: labels of choices, 2/9/1975, 2,5, 07:30."""
        if not value:
            return ""
        if item.type is ItemType.SELECT_ONE:
            return self._choice_label(item, value)
        if item.type is ItemType.SELECT_MULTIPLE:
            return "; ".join(self._choice_label(item, name) for name in value.split())
        if item.type is ItemType.RANK:
            labels = (self._choice_label(item, name) for name in value.split())
            return "; ".join(f"{place}. {label}" for place, label in enumerate(labels, start=1))
        return show_plain(item, value)

    def _choice_label(self, item: Item, name: str) -> str:
        return self.choice_label(item, name) or name

    def choice_label(self, item: Item, name: str) -> str:
        """Return the label of a choice as it is read, its own ``${x}`` filled."""
        found = self._choice(item, name, self._outline.choices)
        return self.render(found.label) if found else ""

    @cached_property
    def _in_words(self) -> "Evaluation":
        """What calculations come to that word choices, in the language in which they are read."""
        if self.form.origin is None:
            return self
        return Evaluation(self.form, self.answers, self._today, self._seed, self._moment, in_words=True)
