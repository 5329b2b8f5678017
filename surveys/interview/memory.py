"""What an evaluation has worked out, and what of it still holds once some answers are others."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from surveys.expressions import Value
from surveys.interview.outline import Outline
from surveys.questionnaire import Choice, Item, Questionnaire, Screen
from surveys.replies import Rejected

Kind = TypeVar("Kind")


@dataclass(slots=True)
class Memory:
    """By name of the item: its value, relevance, choices, what is wrong with it; by name of the screen: the rest."""

    conditions: dict[int, bool] = field(default_factory=dict)
    relevant: dict[str, bool] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    options: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    failures: dict[str, Rejected | None] = field(default_factory=dict)
    items: dict[str, tuple[Item, ...]] = field(default_factory=dict)
    questions: dict[str, tuple[Item, ...]] = field(default_factory=dict)
    pending: dict[str, bool] = field(default_factory=dict)
    question_screens: tuple[Screen, ...] | None = None

    def without(self, form: Questionnaire, outline: Outline, changed: set[str]) -> "Memory":
        """Return what does not hang on these answers."""
        if not changed <= form.items.keys():  # no answer to a question, but something on which any may hang
            return Memory()
        affected = outline.affected(changed)
        judged = affected.union(*(outline.checked_with.get(name, ()) for name in affected))
        screens = {form.screen_of[name].name for name in judged if name in form.screen_of}
        return Memory(
            relevant=_without(self.relevant, affected),
            values=_without(self.values, affected),
            options=_without(self.options, affected),
            failures=_without(self.failures, judged),
            items=_without(self.items, screens),
            questions=_without(self.questions, screens),
            pending=_without(self.pending, screens),
        )


def _without(known: dict[str, Kind], names: Iterable[str]) -> dict[str, Kind]:
    left = known.copy()
    for name in names:
        left.pop(name, None)
    return left
