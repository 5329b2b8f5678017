"""A tree and a context into a value."""

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol
from uuid import UUID

from surveys.expressions.functions import FUNCTIONS
from surveys.expressions.nodes import (
    Binary,
    Call,
    Column,
    Indexed,
    Literal,
    Logical,
    Lookup,
    Negation,
    Node,
    Nodes,
    Own,
    Parent,
    Reference,
    Value,
)
from surveys.expressions.values import NAN, equals, number, text, truth_of


class Context(Protocol):
    """What an expression may ask: other items' values, choices' labels, and the day it is."""

    @property
    def today(self) -> date:
        """The local day."""

    @property
    def now(self) -> datetime:
        """The local moment."""

    def value(self, name: str) -> Value:
        """Return an item's value: a number, a day or text; ``''`` when empty or not relevant."""

    def is_there(self, name: str) -> bool:
        """Whether an item is relevant."""

    def label(self, name: str, choice: str) -> str:
        """Return the label of one of an item's choices, or ``''``."""

    def draw(self, place: str) -> bytes:
        """Return 16 bytes by chance: always the same for one interview and place."""

    def look_up(self, choice_list: str, key: str, column: str, by: str) -> str:
        """Return a column of the first choice of a list whose column ``by`` says ``key``, or ``''``."""


@dataclass(slots=True)
class Scope:
    """The context of one evaluation with what ``.`` and bare names mean in it, and for which item it is done."""

    context: Context
    own: Value
    columns: Mapping[str, str]
    place: str = ""
    drawn: int = 0

    def draw(self) -> bytes:
        """Return the next bytes by chance of this evaluation."""
        self.drawn += 1
        return self.context.draw(f"{self.place}:{self.drawn}")


def work_out(node: Node, scope: Scope) -> Value:
    """Return the value of a node. Never raises on any value: what cannot be computed is NaN or ``''``."""
    return _WORKERS[type(node)](node, scope)


def _negation(node: Negation, scope: Scope) -> Value:
    return -number(work_out(node.operand, scope))


def _logical(node: Logical, scope: Scope) -> Value:
    deciding = node.operator == "or"
    for operand in node.operands:
        if truth_of(work_out(operand, scope)) is deciding:
            return deciding
    return not deciding


def _binary(node: Binary, scope: Scope) -> Value:
    """Fold a chain such as ``a + b + c`` from the left, without a frame for each link."""
    if not isinstance(node.left, Binary):
        return _OPERATORS[node.operator](work_out(node.left, scope), work_out(node.right, scope))
    links = [node]
    while isinstance(left := links[-1].left, Binary):
        links.append(left)
    value = work_out(left, scope)
    for link in reversed(links):
        value = _OPERATORS[link.operator](value, work_out(link.right, scope))
    return value


def _call(node: Call, scope: Scope) -> Value:
    lazy = _LAZY.get(node.function)
    if lazy is not None:
        return lazy(node.arguments, scope)
    if any(type(argument) is Nodes for argument in node.arguments):
        return _call_on_nodes(node, scope)
    return FUNCTIONS[node.function][1](*[work_out(argument, scope) for argument in node.arguments])


def _call_on_nodes(node: Call, scope: Scope) -> Value:
    """Call a function with the values of all instances; sums and extremes pass over empty ones (JavaRosa)."""
    values: list[Value] = []
    for argument in node.arguments:
        if isinstance(argument, Nodes):
            values += [scope.context.value(name) for name in argument.names if scope.context.is_there(name)]
        else:
            values.append(work_out(argument, scope))
    if node.function in ("sum", "min", "max"):
        values = [figure for value in values if not math.isnan(figure := number(value))]
        if not values and node.function != "sum":
            return NAN
    return FUNCTIONS[node.function][1](*values)


def _nodes(node: Nodes, scope: Scope) -> Value:
    """Return the first of several values, where one is asked for."""
    return next((scope.context.value(name) for name in node.names if scope.context.is_there(name)), "")


def _indexed(node: Indexed, scope: Scope) -> Value:
    """Return the value in one instance: the first for what is no number above 0, nothing beyond the last."""
    place = 0
    for size, index in zip(node.sizes, node.indices, strict=True):
        wanted = number(work_out(index, scope))
        at = 1 if math.isnan(wanted) or wanted < 1 else int(min(wanted, size + 1))
        if at > size:
            return ""
        place = place * size + at - 1
    return scope.context.value(node.names[place])


def _if(arguments: tuple[Node, ...], scope: Scope) -> Value:
    condition, then, otherwise = arguments
    return work_out(then if truth_of(work_out(condition, scope)) else otherwise, scope)


def _coalesce(arguments: tuple[Node, ...], scope: Scope) -> Value:
    for argument in arguments:
        if text(found := work_out(argument, scope)) not in ("", "NaN"):
            return found
    return ""


def _once(arguments: tuple[Node, ...], scope: Scope) -> Value:
    return scope.own if text(scope.own) else work_out(arguments[0], scope)


def _random(_: tuple[Node, ...], scope: Scope) -> float:
    return int.from_bytes(scope.draw()[:6]) / 2**48


def _uuid(arguments: tuple[Node, ...], scope: Scope) -> str:
    if not arguments:
        return str(UUID(bytes=scope.draw(), version=4))
    length = number(work_out(arguments[0], scope))
    wanted = int(min(length, _LONGEST_ID)) if length > 0 else 0
    return "".join(scope.draw().hex() for _ in range(0, wanted, 32))[:wanted]


_LONGEST_ID: Final = 256


def _choice_name(arguments: tuple[Node, ...], scope: Scope) -> Value:
    choice, item = arguments
    assert isinstance(item, Reference)
    return scope.context.label(item.name, text(work_out(choice, scope)))


def _divide(left: Value, right: Value) -> float:
    dividend, divisor = number(left), number(right)
    if divisor == 0:
        return NAN if dividend == 0 or math.isnan(dividend) else math.copysign(math.inf, dividend)
    return dividend / divisor


def _remainder(left: Value, right: Value) -> float:
    """Divide and keep the rest, with the sign of the dividend, as Java's ``%``."""
    dividend, divisor = number(left), number(right)
    if divisor == 0 or math.isinf(dividend):
        return NAN
    return math.fmod(dividend, divisor)


_LAZY: dict[str, Callable[[tuple[Node, ...], Scope], Value]] = {
    "if": _if,
    "coalesce": _coalesce,
    "once": _once,
    "jr:choice-name": _choice_name,
    "position": lambda _, __: 1.0,  # within a repeat it is a number by now
    "indexed-repeat": lambda arguments, scope: work_out(arguments[0], scope),
    "today": lambda _, scope: scope.context.today,
    "random": _random,
    "uuid": _uuid,
    "now": lambda _, scope: scope.context.now,
}

_OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "=": equals,
    "!=": lambda left, right: not equals(left, right),
    "<": lambda left, right: operator.lt(number(left), number(right)),
    "<=": lambda left, right: operator.le(number(left), number(right)),
    ">": lambda left, right: operator.gt(number(left), number(right)),
    ">=": lambda left, right: operator.ge(number(left), number(right)),
    "+": lambda left, right: number(left) + number(right),
    "-": lambda left, right: number(left) - number(right),
    "*": lambda left, right: number(left) * number(right),
    "div": _divide,
    "mod": _remainder,
}

_WORKERS: dict[type, Callable[..., Value]] = {
    Literal: lambda node, _: node.value,
    Reference: lambda node, scope: scope.context.value(node.name),
    Nodes: _nodes,
    Indexed: _indexed,
    Parent: lambda _, __: "",
    Own: lambda _, scope: scope.own,
    Column: lambda node, scope: scope.columns.get(node.name, ""),
    Lookup: lambda node, scope: scope.context.look_up(
        node.choice_list, text(work_out(node.key, scope)), node.column, node.by
    ),
    Negation: _negation,
    Logical: _logical,
    Binary: _binary,
    Call: _call,
}
