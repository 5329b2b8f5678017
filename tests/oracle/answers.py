"""Random answers that try a form's conditions: its own literals, their neighbours, and what lies at the edges."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from surveys.expressions import Expression
from surveys.expressions.nodes import Literal
from surveys.expressions.walking import walk
from surveys.interview import Evaluation
from surveys.questionnaire import Item, ItemType, Questionnaire

EMPTY_SHARE: Final = 0.15
NUMBERS: Final = (-1, 0, 1, 2, 3, 5, 10, 17, 18, 60, 99, 100, 1975, 2026)
TEXTS: Final = (
    "a",
    "abc",
    "12",
    "0912345678",
    "Hòa  Bình",
    "true",
    "0",
    "-3.5",
    "x1 x2",
    "Nguyễn Văn An",
)


class Answers:
    """Draws values for the items of a form; the same seed draws the same."""

    def __init__(self, form: Questionnaire, today: date, seed: int) -> None:
        self._random = random.Random(seed)
        self._today = today
        literals = list(_literals(form))
        self._numbers = sorted({*NUMBERS, *(n for found in literals for n in _near(found))})
        self._texts = sorted({*TEXTS, *(found for found in literals if isinstance(found, str) and found)})

    def pick(self, items: list[Item]) -> Item:
        """Return one of the items."""
        return self._random.choice(items)

    def draw(self, item: Item, evaluation: Evaluation) -> str:
        """Return a value for an item: mostly one that it may have, sometimes nothing."""
        if self._random.random() < EMPTY_SHARE:
            return ""
        return self._value(item, evaluation)

    def _value(self, item: Item, evaluation: Evaluation) -> str:
        match item.type:
            case ItemType.SELECT_ONE:
                names = [choice.name for choice in evaluation.options(item)]
                return self._random.choice(names) if names else ""
            case ItemType.SELECT_MULTIPLE:
                names = [choice.name for choice in evaluation.options(item)]
                count = min(len(names), self._random.choice((1, 1, 2, 3, len(names))))
                chosen = set(self._random.sample(names, count))
                return " ".join(name for name in names if name in chosen)
            case ItemType.INTEGER:
                return str(int(self._random.choice(self._numbers)))
            case ItemType.DECIMAL:
                number = self._random.choice(self._numbers) + self._random.choice((0, 0, 0.5, -0.25))
                return f"{number:.10g}" if abs(number) < 10**9 else str(int(number))
            case ItemType.DATE:
                return (self._today + timedelta(days=self._random.choice(_DAYS))).isoformat()
        return self._other(item)

    def _other(self, item: Item) -> str:
        kind: str = item.type.value
        match kind:
            case "time":
                return self._random.choice(("00:00:00.000+07:00", "07:30:00.000+07:00", "23:59:00.000+07:00"))
            case "datetime":
                day = self._today + timedelta(days=self._random.choice(_DAYS))
                return f"{day.isoformat()}T{self._random.choice(('00:00', '08:15', '23:59'))}:00.000+07:00"
            case "geopoint":
                return self._random.choice(("21.18 106.07 0.0 0.0", "10.5 107.0 12.0 4.5"))
            case "acknowledge":
                return "OK"
            case "text":
                return self._random.choice(self._texts)
        return ""


_DAYS: Final = (-40_000, -23_000, -9_000, -366, -365, -31, -1, 0, 1, 30, 365, 4_000)


def _near(found: str | float) -> Iterator[float]:
    if isinstance(found, float) and abs(found) < 10**9:
        yield from (found - 1, found, found + 1)
    elif isinstance(found, str) and found.lstrip("-").isdecimal() and len(found) < 10:
        yield float(found)


def _literals(form: Questionnaire) -> Iterator[str | float]:
    for item in form.items.values():
        for expression in (
            item.relevant,
            item.constraint,
            item.calculation,
            item.required,
            item.choice_filter,
        ):
            yield from _in(expression)
    for screen in form.screens:
        for expression in screen.relevant:
            yield from _in(expression)


def _in(expression: Expression | None) -> Iterator[str | float]:
    if expression is not None:
        yield from (node.value for node in walk(expression.root) if isinstance(node, Literal))
