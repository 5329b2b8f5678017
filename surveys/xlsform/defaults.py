"""Values that nobody types: the columns ``default``, ``trigger`` and ``read_only``.

A default is a value, or an expression that is worked out when the interview begins. pyxform decides by the parts of the
text (``pyxform.utils.default_is_dynamic``); the same parts are told apart here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from surveys.expressions import ExpressionError, parse
from surveys.expressions.values import read_day
from surveys.interview.kinds import canonical
from surveys.questionnaire import OFF_SCREEN, Item, ItemType, Screen
from surveys.xlsform.draft import straighten

_PART: Final = re.compile(
    r"""
    \d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?
    | \d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?
    | -?(?:\d+\.?\d*|\.\d+)
    | "[^"]*" | '[^']*'
    | (?P<dynamic> [*+\-|] | \bmod\b | \bdiv\b | \$\{[^}]*\} | [^\W\d][\w.\-]*(?::[\w.\-]+)?[(\[] )
    | [^\W\d][\w.\-]*
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_DAYS: Final = (ItemType.DATE, ItemType.DATETIME)


def is_dynamic(default: str, kind: ItemType) -> bool:
    """Whether a default is an expression. A text such as "Hà Nội - Huế", which is none, stands as it is."""
    for part in _PART.finditer(straighten(default)):
        if kind in _DAYS and part[0] == "-":
            return False
        if part["dynamic"]:
            return "(" in default or "${" in default or _is_expression(default)
    return False


def _is_expression(text: str) -> bool:
    try:
        return not parse(straighten(text)).columns
    except ExpressionError:
        return False


def stored_default(kind: ItemType, scale: tuple[str, ...], default: str) -> str:
    """Write a default as an answer is stored; ``''`` if it is none. A day must be written as one."""
    if kind in _DAYS and read_day(default) is None:
        return ""
    return default if kind in OFF_SCREEN else canonical(Item("", kind, scale=scale), default)


def shown_value(item: Item) -> Item:
    """Return the note that shows what a question holds which is only read."""
    label = f"{item.label}\n${{{item.name}}}"
    return Item(f"{item.name}@shown", ItemType.NOTE, label, relevant=item.relevant)


def with_triggers(screens: Iterable[Screen], calculations: Iterable[Item]) -> tuple[Screen, ...]:
    """Let a question that has a calculation be set when what it hangs on changes, and when the interview begins.

    That is how ODK recalculates a question: whoever answers may say something else, until the next change.
    """
    live = {item.name: item for item in calculations if item.is_live}

    def set_anew(item: Item) -> Item:
        if item.calculation is None or item.triggers:
            return item
        triggers = _answered(item.calculation.dependencies, live)
        calculation = item.calculation if triggers else None
        return replace(item, triggers=triggers, calculation=calculation, dynamic_default=item.calculation)

    return tuple(replace(screen, items=tuple(map(set_anew, screen.items))) for screen in screens)


def _answered(names: Iterable[str], live: Mapping[str, Item]) -> tuple[str, ...]:
    """Return the questions on which names hang, through what is calculated at any moment."""
    waiting, seen, found = sorted(names), set[str](), list[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if name in live:
            calculation = live[name].calculation
            waiting += sorted(calculation.dependencies) if calculation is not None else []
        else:
            found.append(name)
    return tuple(found)
