"""What a name means within one instance of a repeat: ``${x}`` beside it, ``sum(${x})`` outside, ``position(..)``.

As on ODK (pyxform writes paths, JavaRosa reads them): within the same instance a name means the item beside it; of a
repeat elsewhere the first instance, and every instance where a function takes many values.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from surveys.expressions import Expression, expression_of
from surveys.expressions.nodes import (
    Binary,
    Call,
    Indexed,
    Literal,
    Logical,
    Lookup,
    Negation,
    Node,
    Nodes,
    Reference,
)
from surveys.expressions.values import number
from surveys.questionnaire import REFERENCE, Item, Repeat
from surveys.repeats import Indices, chain_of, instance_name, instances_of

_OF_MANY: Final = frozenset({"sum", "min", "max", "count", "count-non-empty", "join", "concat"})
"""Functions that take the values of every instance."""

Chain = tuple[Repeat, ...]


class Scoping:
    """Knows around which names which repeats stand; ``at`` gives the scope of one instance."""

    def __init__(self, chains: Mapping[str, Chain], by_name: Mapping[str, Repeat]) -> None:
        self.chains = chains
        self.by_name = by_name

    def at(self, chain: Chain, indices: Indices) -> "Scope":
        """Return the scope of what stands in one instance of ``chain``."""
        return Scope(self, chain, indices)


class Scope:
    """One instance: ``indices`` of the repeats of ``chain``."""

    def __init__(self, scoping: Scoping, chain: Chain, indices: Indices) -> None:
        self._scoping = scoping
        self._chain = chain
        self._indices = indices

    def item(self, item: Item, indices: Indices = ()) -> Item:
        """Return an item as it stands here: its name, its texts, its expressions."""
        return replace(
            item,
            name=instance_name(item.name, indices),
            label=self.text(item.label),
            hint=self.text(item.hint),
            guidance=self.text(item.guidance),
            triggers=tuple(map(self._one, item.triggers)),
            dynamic_default=self._maybe(item.dynamic_default),
            required_message=self.text(item.required_message),
            constraint_message=self.text(item.constraint_message),
            required=self._maybe(item.required),
            relevant=self._maybe(item.relevant),
            constraint=self._maybe(item.constraint),
            calculation=self._maybe(item.calculation),
            choice_filter=self._maybe(item.choice_filter),
        )

    def text(self, template: str) -> str:
        """Return a text whose ``${x}`` mean what they mean here."""
        if "${" not in template:
            return template
        return REFERENCE.sub(lambda found: f"${{{self._one(found[1])}}}", template)

    def all(self, expressions: tuple[Expression, ...]) -> tuple[Expression, ...]:
        """Return conditions as they are meant here."""
        return tuple(map(self.expression, expressions))

    def expression(self, expression: Expression) -> Expression:
        """Return an expression as it is meant here; the same one where nothing is another."""
        root = self._node(expression.root)
        return expression if root == expression.root else expression_of(expression.source, root)

    def _maybe(self, expression: Expression | None) -> Expression | None:
        return None if expression is None else self.expression(expression)

    # --- names ----------------------------------------------------------------------------------------

    def _one(self, name: str) -> str:
        """Return the item that a name alone means: the one beside it, of another repeat the first."""
        chain = self._scoping.chains.get(name, ())
        common = self._common(chain)
        return instance_name(name, (*common, *(1 for _ in chain[len(common) :])))

    def _many(self, name: str) -> tuple[str, ...]:
        """Return the items that a name means where many values are wanted; of a repeat, its instances."""
        chain = self._chain_of(name)
        common = self._common(chain[:-1] if name in self._scoping.by_name else chain)
        rest = instances_of(chain[len(common) :])
        return tuple(instance_name(name, (*common, *indices)) for indices in rest)

    def _chain_of(self, name: str) -> Chain:
        if name in self._scoping.by_name:
            return chain_of(self._scoping.by_name, name)
        return self._scoping.chains.get(name, ())

    def _common(self, chain: Chain) -> Indices:
        """Return the numbers of the instances in which both stand."""
        count = 0
        for own, other in zip(self._chain, chain, strict=False):
            if own.name != other.name:
                break
            count += 1
        return self._indices[:count]

    # --- trees ----------------------------------------------------------------------------------------

    def _node(self, node: Node) -> Node:
        if isinstance(node, Reference):
            return Reference(self._one(node.name))
        if isinstance(node, Nodes):
            return Nodes(tuple(found for name in node.names for found in self._many(name)))
        if isinstance(node, Negation):
            return Negation(self._node(node.operand))
        if isinstance(node, Lookup):
            return replace(node, key=self._node(node.key))
        if isinstance(node, Logical):
            return Logical(node.operator, tuple(map(self._node, node.operands)))
        if isinstance(node, Binary):
            return self._binary(node)
        return self._call(node) if isinstance(node, Call) else node

    def _binary(self, node: Binary) -> Node:
        """Go down a chain such as ``a + b + c`` without a frame for each link."""
        links = [node]
        while isinstance(left := links[-1].left, Binary):
            links.append(left)
        found = self._node(left)
        for link in reversed(links):
            found = Binary(link.operator, found, self._node(link.right))
        return found

    def _call(self, node: Call) -> Node:
        if node.function == "position":
            return self._position(node)
        if node.function == "indexed-repeat":
            return self._indexed(node)
        if node.function in _OF_MANY:
            return Call(node.function, tuple(map(self._argument, node.arguments)))
        return Call(node.function, tuple(map(self._node, node.arguments)))

    def _argument(self, node: Node) -> Node:
        """Return an argument of a function that takes the values of every instance."""
        if not isinstance(node, Reference):
            return self._node(node)
        chain = self._chain_of(node.name)
        is_many = len(chain) > len(self._common(chain))
        return Nodes(self._many(node.name)) if is_many else self._node(node)

    def _position(self, node: Call) -> Node:
        """Return the number of the instance of the repeat that is named."""
        named = node.arguments[0] if node.arguments else None
        for repeat, index in zip(self._chain, self._indices, strict=True):
            if isinstance(named, Reference) and repeat.name == named.name:
                return Literal(float(index))
        return Literal(1.0)

    def _indexed(self, node: Call) -> Node:
        target, *pairs = node.arguments
        if not isinstance(target, Reference):
            return self._node(target)
        chain = self._chain_of(target.name)
        given = {
            named.name: self._node(index)
            for named, index in zip(pairs[::2], pairs[1::2], strict=False)
            if isinstance(named, Reference)
        }
        own = dict(zip((repeat.name for repeat in chain), self._common(chain), strict=False))
        indices = tuple(
            _settled(given.get(repeat.name, Literal(float(own.get(repeat.name, 1))))) for repeat in chain
        )
        sizes = tuple(repeat.limit for repeat in chain)
        fixed = [index for index in indices if isinstance(index, Literal)]
        if len(fixed) == len(indices):
            places = tuple(max(1, int(number(index.value))) for index in fixed)
            is_beyond = any(place > size for place, size in zip(places, sizes, strict=True))
            return Literal("") if is_beyond else Reference(instance_name(target.name, places))
        names = tuple(instance_name(target.name, found) for found in instances_of(chain))
        return Indexed(names, sizes, indices)


def _settled(node: Node) -> Node:
    """Work out ``position(..) - 1`` once the position is a number: what hangs on no item needs no item."""
    if isinstance(node, Binary) and node.operator in ("+", "-"):
        left, right = _settled(node.left), _settled(node.right)
        if isinstance(left, Literal) and isinstance(right, Literal):
            one, other = number(left.value), number(right.value)
            node = Literal(one + other if node.operator == "+" else one - other)
    if isinstance(node, Literal) and math.isnan(number(node.value)):
        return Literal(1.0)
    return node
