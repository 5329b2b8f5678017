"""The nodes of a tree."""

from collections.abc import Iterator

from surveys.expressions.nodes import Binary, Call, Logical, Lookup, Negation, Node, Reference


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


def references(root: Node) -> frozenset[str]:
    """Return the names of the items that a node looks at."""
    return frozenset(node.name for node in walk(root) if isinstance(node, Reference))
