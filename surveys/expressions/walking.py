"""The nodes of a tree."""

from collections.abc import Iterable, Iterator

from surveys.expressions.nodes import (
    Binary,
    Call,
    Indexed,
    Logical,
    Lookup,
    Negation,
    Node,
    Nodes,
    Reference,
)


def walk(root: Node) -> Iterator[Node]:
    """Yield a node and everything in it."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Negation):
            waiting.append(node.operand)
        elif isinstance(node, Lookup):
            waiting.append(node.key)
        elif isinstance(node, Logical):
            waiting.extend(node.operands)
        elif isinstance(node, Binary):
            waiting.extend((node.left, node.right))
        elif isinstance(node, Call):
            waiting.extend(node.arguments)
        elif isinstance(node, Indexed):
            waiting.extend(node.indices)


def conjuncts(root: Node) -> Iterator[Node]:
    """Yield the conditions that must all hold where a condition holds: the parts of its ``and``, in order."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Logical) and node.operator == "and":
            waiting.extend(reversed(node.operands))
        else:
            yield node


def references(root: Node) -> frozenset[str]:
    """Return the names of the items that a node looks at."""
    return names_in(walk(root))


def names_in(nodes: Iterable[Node]) -> frozenset[str]:
    """Return the names of items that stand in these nodes."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Reference):
            found.add(node.name)
        elif isinstance(node, Nodes | Indexed):
            found.update(node.names)
    return frozenset(found)
