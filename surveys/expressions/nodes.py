"""What an expression is made of once it is parsed, and how reading one fails.

``ExpressionError(ValueError)`` is the only exception of this folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

Value = str | float | bool | date | datetime | time
"""What an expression gives: text, a number (NaN when there is none), a truth, a day, a moment, a time of day."""


class ExpressionError(ValueError):
    """An expression cannot be read. ``position`` counts characters of the source from 0.

    ``code`` is one of ``ERROR_CODES``; ``parameters`` name what was found and what was expected.
    """

    def __init__(self, code: str, position: int, **parameters: str) -> None:
        super().__init__(f"{code} at {position}: {parameters}")
        self.code = code
        self.position = position
        self.parameters: Mapping[str, str] = parameters


ERROR_CODES = frozenset(
    {
        "empty_expression",
        "expression_too_long",
        "expression_too_deep",
        "unexpected_character",
        "unterminated_string",
        "bad_reference",
        "unexpected_end",
        "unexpected_token",
        "unbalanced_parenthesis",
        "unknown_function",
        "unsupported_function",
        "wrong_argument_count",
        "bad_regex",
        "regex_not_literal",
        "bad_choice_name",
        "pulldata_not_literal",
        "number_too_large",
    }
)


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a string that stands in the source."""

    value: float | str


@dataclass(frozen=True, slots=True)
class Reference:
    """``${name}`` or ``../name``: the value of another item."""

    name: str


@dataclass(frozen=True, slots=True)
class Nodes:
    """Several values at once: an item in every instance of a repeat. Only relevant ones are there."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indexed:
    """An item in one instance of its repeats: ``names`` by instance, the last repeat's fastest.

    ``sizes``: how many instances each repeat has; ``indices``: which one is meant, counted from 1.
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    indices: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Parent:
    """``..``: the group or repeat around the item, of which ``position()`` is asked."""


@dataclass(frozen=True, slots=True)
class Own:
    """``.``: the item's own value."""


@dataclass(frozen=True, slots=True)
class Column:
    """A bare name: a column of the choice that a ``choice_filter`` looks at."""

    name: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """``instance('list')/root/item[name = key]/column``: a column of the choice of a list whose name is ``key``.

    ``by``: the column that is looked at instead of the name, as in ``pulldata('list', 'column', 'by', key)``.
    """

    choice_list: str
    key: "Node"
    column: str
    by: str = "name"


@dataclass(frozen=True, slots=True)
class Negation:
    """Unary minus."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Logical:
    """A chain of ``and`` or of ``or``, as flat as it was written."""

    operator: str
    operands: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Binary:
    """A comparison or an arithmetic operation on two operands."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: "tuple[Node, ...]"


Node = (
    Literal
    | Reference
    | Nodes
    | Indexed
    | Parent
    | Own
    | Column
    | Lookup
    | Negation
    | Logical
    | Binary
    | Call
)
