"""What an answer can be while some conditions hold: enough to say that they never hold together.

Only comparisons with what stands in the source are looked at. What is not understood is taken to be possible.
"""

import math
from collections import ChainMap
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from surveys.expressions.nodes import Binary, Call, Literal, Logical, Negation, Node, Own, Reference
from surveys.expressions.values import number as read_number
from surveys.expressions.walking import conjuncts

_MIRRORED: Final = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
SELF: Final = "."
"""The name under which an item's own value stands."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that are left: ``codes`` of a choice, the bounds of what is read as a number, one ``text``.

    ``codes`` is ``None`` for what is no choice; of ``is_several`` any number of them may be chosen.
    ``may_be_empty``: as before it is answered. An empty value fulfils no comparison but ``!=`` and ``= ''``.
    """

    codes: frozenset[str] | None = None
    is_several: bool = False
    is_whole: bool = False
    may_be_empty: bool = True
    low: float = -math.inf
    high: float = math.inf
    text: str | None = None

    @property
    def is_void(self) -> bool:
        """Whether nothing is left."""
        has_value = self.low <= self.high and (self.codes is None or bool(self.codes))
        return not (has_value or self.may_be_empty)

    def emptied(self) -> "Domain":
        """Return the domain of what has no value, if it may have none."""
        codes = None if self.codes is None else frozenset[str]()
        return replace(self, codes=codes, low=math.inf, high=-math.inf)

    def knows(self, literal: float | str) -> bool:
        """Whether codes stand in the list; of what has no list everything may."""
        parts = literal.split() if self.is_several and isinstance(literal, str) else [literal]
        return self.codes is None or all(self._alike(part) for part in parts)

    def narrowed(self, operator: str, literal: float | str) -> "Domain":
        """Return what is left where a comparison with ``literal`` holds; ``selected`` is one, too."""
        if literal == "":
            return self.emptied() if operator == "=" else self
        return self if operator == "!=" else _given(self, operator, literal)

    def given(self, operator: str, literal: float | str) -> "Domain":
        """Return what is left of a value that is there where a comparison holds."""
        given = replace(self, may_be_empty=False)
        if self.codes is not None and operator in ("=", "selected") and not self.knows(literal):
            return given.emptied()
        if self.is_several or (self.codes is None and operator == "selected"):
            return given
        if self.codes is not None:
            return replace(given, codes=self._fitting(operator, literal))
        value = read_number(literal)
        if not math.isnan(value):
            return given.bounded(operator, value)
        if operator != "=":
            return given.emptied()
        known = given.text in (None, literal)
        return replace(given, text=str(literal)) if known else given.emptied()

    def _alike(self, literal: float | str) -> frozenset[str]:
        return frozenset(
            code
            for code in self.codes or ()
            if code == literal or (isinstance(literal, float) and read_number(code) == literal)
        )

    def _fitting(self, operator: str, literal: float | str) -> frozenset[str]:
        if operator in ("=", "selected"):
            return self._alike(literal)
        wanted = Domain().bounded(operator, read_number(literal))
        return frozenset(code for code in self.codes or () if wanted.low <= read_number(code) <= wanted.high)

    def bounded(self, operator: str, value: float) -> "Domain":
        """Return what is left of numbers where a comparison with ``value`` holds."""
        low, high = self.low, self.high
        if operator in ("=", ">=", ">"):
            least = math.ceil(value) if self.is_whole else value
            beyond = math.floor(value) + 1 if self.is_whole else math.nextafter(value, math.inf)
            low = max(low, beyond if operator == ">" else least)
        if operator in ("=", "<=", "<"):
            most = math.floor(value) if self.is_whole else value
            before = math.ceil(value) - 1 if self.is_whole else math.nextafter(value, -math.inf)
            high = min(high, before if operator == "<" else most)
        return replace(self, low=low, high=high)


@lru_cache(maxsize=1024)  # a form compares many answers alike
def _given(domain: Domain, operator: str, literal: float | str) -> Domain:
    return domain.given(operator, literal)


def comparison(node: Node) -> tuple[str, str, float | str] | None:
    """Return (name, operator, literal) of a comparison of an answer with what stands in the source."""
    if isinstance(node, Call) and node.function == "selected":
        subject, value = node.arguments
        name, literal = _name(subject), _literal(value)
        return (name, "selected", literal) if name and literal is not None else None
    if not isinstance(node, Binary) or node.operator not in _MIRRORED:
        return None
    if (name := _name(node.left)) and (literal := _literal(node.right)) is not None:
        return name, node.operator, literal
    if (name := _name(node.right)) and (literal := _literal(node.left)) is not None:
        return name, _MIRRORED[node.operator], literal
    return None


def _name(node: Node) -> str:
    if isinstance(node, Own):
        return SELF
    return node.name if isinstance(node, Reference) else ""


def _literal(node: Node) -> float | str | None:
    if isinstance(node, Negation) and isinstance(node.operand, Literal):
        value = node.operand.value
        return -value if isinstance(value, float) else None
    return node.value if isinstance(node, Literal) else None


def can_hold(conditions: Iterable[Node], domains: MutableMapping[str, Domain]) -> bool:
    """Say whether conditions may all hold at once; ``domains`` say what is known of answers before."""
    parts = [part for condition in conditions for part in conjuncts(condition)]
    left = dict[str, Domain]()
    for part in parts:
        if isinstance(part, Call) and part.function == "false":
            return False
        if found := comparison(part):
            name, operator, literal = found
            left[name] = (left.get(name) or domains.get(name) or Domain()).narrowed(operator, literal)
            if left[name].is_void:
                return False
    known = ChainMap(left, domains)
    for part in parts:
        if isinstance(part, Logical) and not any(can_hold([each], known) for each in part.operands):
            return False
    return True


def narrowed_by(condition: Node, domain: Domain) -> Domain:
    """Return what is left of an answer where a condition on itself holds."""
    for part in conjuncts(condition):
        found = comparison(part)
        if found and found[0] == SELF:
            domain = domain.narrowed(found[1], found[2])
    return domain
