"""The XLSForm expression language: parse once, know the dependencies, evaluate.

Semantics are JavaRosa's, the reference implementation (https://github.com/getodk/javarosa): an empty
answer is ``''`` in strings and NaN in arithmetic, a comparison with NaN is false (``!=`` is true), ``=``
between number and text converts, days count from 1970-01-01 in arithmetic, ``regex`` matches the whole text.

    lexer → parser → nodes            (once, when a form is published)
    evaluator → functions → values    (at every turn)
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from surveys.expressions.evaluator import Context, Scope, work_out
from surveys.expressions.nodes import (
    ERROR_CODES,
    Binary,
    Call,
    Column,
    ExpressionError,
    Literal,
    Lookup,
    Node,
    Own,
    Value,
)
from surveys.expressions.parser import Parser
from surveys.expressions.values import stored_value, text, truth_of
from surveys.expressions.walking import conjuncts, names_in, walk

__all__ = [
    "ERROR_CODES",
    "Context",
    "Expression",
    "ExpressionError",
    "Node",
    "Value",
    "evaluate",
    "expression_of",
    "parse",
    "selection_limit",
    "stored_value",
    "text",
    "truth",
]

_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression.

    ``dependencies`` are the names in ``${}``, ``columns`` the bare names, ``lookups`` the (list, column) of each
    ``instance()``, ``functions`` the names of all that are called.
    """

    source: str
    root: Node
    dependencies: frozenset[str]
    uses_self: bool
    columns: frozenset[str]
    lookups: frozenset[tuple[str, str]]
    functions: frozenset[str] = frozenset()

    @property
    def uses_chance(self) -> bool:
        """Whether it gives something else in every interview."""
        return not self.functions.isdisjoint(("random", "uuid"))


@lru_cache(maxsize=32_768)  # the largest form
def parse(source: str) -> Expression:
    """Read an expression; the same source gives the same object. Raises ``ExpressionError``."""
    stripped = source.strip()
    return expression_of(stripped, Parser(stripped).read_whole())


def expression_of(source: str, root: Node) -> Expression:
    """Return a tree as an expression that is shown as ``source``."""
    nodes = list(walk(root))
    functions = frozenset(node.function for node in nodes if isinstance(node, Call))
    return Expression(
        source=source,
        root=root,
        dependencies=names_in(nodes),
        uses_self="once" in functions or any(isinstance(node, Own) for node in nodes),
        columns=frozenset(node.name for node in nodes if isinstance(node, Column)),
        lookups=frozenset(
            (node.choice_list, column)
            for node in nodes
            if isinstance(node, Lookup)
            for column in {node.column, node.by if node.by != "name" else node.column}
        ),
        functions=functions,
    )


def evaluate(
    expression: Expression,
    context: Context,
    *,
    own: Value = "",
    columns: Mapping[str, str] = _NO_COLUMNS,
    place: str = "",
) -> Value:
    """Return the value of an expression; ``own`` is what ``.`` means, ``columns`` what bare names mean.

    ``place`` names what is worked out, so that ``random()`` gives something else in another place.
    """
    return work_out(expression.root, Scope(context, own, columns, place))


def truth(
    expression: Expression, context: Context, *, own: Value = "", columns: Mapping[str, str] = _NO_COLUMNS
) -> bool:
    """Say whether an expression holds."""
    return truth_of(work_out(expression.root, Scope(context, own, columns)))


def selection_limit(expression: Expression | None) -> int | None:
    """Return how many choices a constraint allows: the N of a conjunct ``count-selected(.) <= N``."""
    if expression is None:
        return None
    limits = [limit for part in conjuncts(expression.root) if (limit := _limit(part)) is not None]
    return min(limits, default=None)


_MIRRORED = {">=": "<=", ">": "<", "=": "="}


def _limit(node: Node) -> int | None:
    if not isinstance(node, Binary):
        return None
    operator, counted, bound = node.operator, node.left, node.right
    if isinstance(counted, Literal):
        operator, counted, bound = _MIRRORED.get(operator, ""), bound, counted
    if counted != Call("count-selected", (Own(),)) or not isinstance(bound, Literal):
        return None
    if not isinstance(bound.value, float) or operator not in ("<=", "<", "="):
        return None
    return math.ceil(bound.value) - 1 if operator == "<" else math.floor(bound.value)
