"""What is left of a condition when only some of its items are known (Kleene's logic of three values)."""

from collections.abc import Callable

from surveys.expressions.evaluator import Context, Scope, work_out
from surveys.expressions.nodes import Call, Logical, Node
from surveys.expressions.values import truth_of
from surveys.expressions.walking import references

IsKnown = Callable[[str], bool]


def remainder(node: Node, context: Context, is_known: IsKnown) -> bool | Node:
    """Return whether a condition holds, or the part of it that hangs on items which are not known."""
    if isinstance(node, Logical):
        return _logical(node, context, is_known)
    if isinstance(node, Call) and node.function == "not":
        left = remainder(node.arguments[0], context, is_known)
        return not left if isinstance(left, bool) else Call("not", (left,))
    if all(is_known(name) for name in references(node)):
        return truth_of(work_out(node, Scope(context, "", {})))
    return node


def _logical(node: Logical, context: Context, is_known: IsKnown) -> bool | Node:
    decides = node.operator == "or"
    left: list[Node] = []
    for operand in node.operands:
        part = remainder(operand, context, is_known)
        if isinstance(part, bool):
            if part is decides:
                return decides
            continue
        left.append(part)
    if not left:
        return not decides
    return left[0] if len(left) == 1 else Logical(node.operator, tuple(left))
