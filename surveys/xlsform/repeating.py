"""Repeats of a form: how often at most, what stands in which, and what ``position(..)`` means there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from surveys.expressions import Expression, ExpressionError, parse
from surveys.expressions.nodes import Call, Literal, Nodes, Reference
from surveys.expressions.walking import walk
from surveys.problems import Problem
from surveys.questionnaire import Item, Repeat, Screen
from surveys.xlsform.draft import Draft, straighten

USUAL_LIMIT: Final = 20
INNER_LIMIT: Final = 10
"""How many instances there are at most, where the form says nothing; of a repeat within a repeat."""
HIGHEST_LIMIT: Final = 100
MOST_ITEMS: Final = 3000
"""Items that all instances of a form may have together."""
DEEPEST: Final = 2

_MAXIMUM: Final = re.compile(r"(?:^|[\s,;])max\s*=\s*([^\s,;]+)", re.IGNORECASE)
_POSITION: Final = re.compile(r"position\(\s*((?:\.\./)*\.\.)\s*\)")

Tree = Mapping[str, Any]


def count_of(row: Draft) -> str:
    """Return the expression that says how often a repeat is asked; ``''``: as often as the respondent wants."""
    return straighten(row.text("repeat_count"))


def limit_of(row: Draft, *, is_inner: bool) -> int:
    """Return how many instances of a repeat there are at most."""
    fixed = _fixed(count_of(row))
    if fixed is not None:
        return fixed
    asked = _MAXIMUM.search(row.text("parameters"))
    if asked and asked[1].isdecimal():
        return int(asked[1])
    return INNER_LIMIT if is_inner else USUAL_LIMIT


def _fixed(source: str) -> int | None:
    """Return the number that a count is, if it is one."""
    try:
        root = parse(source).root if source else None
    except ExpressionError:
        return None  # told where all expressions are checked
    is_number = isinstance(root, Literal) and isinstance(root.value, float)
    return int(root.value) if is_number and isinstance(root, Literal) else None


def check_repeat(row: Draft, depth: int, limit: int) -> Iterator[Problem]:
    """Yield what is wrong with a row that begins a repeat; ``depth`` counts the repeats around it."""
    name = row.text("name")
    if depth >= DEEPEST:
        yield row.problem("repeat_too_deep", "type", name=name, limit=str(DEEPEST))
    if not 0 <= limit <= HIGHEST_LIMIT:
        column = "repeat_count" if count_of(row) else "parameters"
        yield row.problem("repeat_too_long", column, name=name, found=str(limit), limit=str(HIGHEST_LIMIT))
    elif _fixed(count_of(row)) is None and not _MAXIMUM.search(row.text("parameters")):
        yield row.note("repeat_limit", "type", name=name, limit=str(limit))
    given = _MAXIMUM.sub("", row.text("parameters")).strip(" ,;")
    if given:
        yield row.note("parameter_ignored", "parameters", found=given)


def check_indexed(expression: Expression, around: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield each item and repeat of an ``indexed-repeat()`` of which the one does not stand in the other."""
    for node in walk(expression.root):
        if isinstance(node, Call) and node.function == "indexed-repeat":
            target, *pairs = node.arguments
            item = target.name if isinstance(target, Reference) else ""
            for named in pairs[::2]:
                repeat = named.name if isinstance(named, Reference) else "?"
                if repeat not in around.get(item, ()):
                    yield item, repeat


def named_as_repeats(expression: Expression) -> frozenset[str]:
    """Return the names that stand where a repeat may: in ``count()``, ``position()``, ``indexed-repeat()``."""
    found: set[str] = set()
    for node in walk(expression.root):
        if not isinstance(node, Call):
            continue
        if node.function == "count":
            found.update(name for each in node.arguments if isinstance(each, Nodes) for name in each.names)
        elif node.function in ("indexed-repeat", "position"):
            places = node.arguments[1::2] if node.function == "indexed-repeat" else node.arguments
            found.update(each.name for each in places if isinstance(each, Reference))
    return frozenset(found)


def repeats_around(tree: Sequence[Tree], outer: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """Return the repeats in which each node of pyxform's tree stands, by name; a repeat stands in itself."""
    found: dict[str, tuple[str, ...]] = {}
    for node in tree:
        name = node.get("name", "")
        found[name] = (*outer, name) if node.get("type") == "repeat" else outer
        found |= repeats_around(node.get("children", ()), found[name])
    return found


def put_in(
    screens: Sequence[Screen], calculations: Sequence[Item], around: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Screen, ...], list[Item]]:
    """Return screens and calculations with the repeat in which they stand."""
    return (
        tuple(replace(screen, repeat=_innermost(around, screen.name)) for screen in screens),
        [replace(item, repeat=_innermost(around, item.name)) for item in calculations],
    )


def _innermost(around: Mapping[str, tuple[str, ...]], name: str) -> str:
    return next(reversed(around.get(name, ())), "")


def repeat_of(row: Draft, label: str, relevant: tuple[Expression, ...], chain: tuple[str, ...]) -> Repeat:
    """Return a repeat of the form, the last of ``chain``. Its row has been checked by now."""
    source, name = count_of(row), chain[-1]
    parent = chain[-2] if len(chain) > 1 else ""
    count = parse(source) if source else None
    return Repeat(name, label or name, limit_of(row, is_inner=bool(parent)), count, relevant, parent)


def say_positions(tree: Sequence[Any], ancestors: tuple[tuple[str, bool], ...] = ()) -> None:
    """Write ``position(..)`` as ``position(${r})`` of the repeat that is meant; of a plain group it is 1.

    ``ancestors``: the groups around, the innermost first, and whether each is a repeat.
    """
    for node in tree:
        own = (node.get("name", ""), node.get("type") == "repeat")
        for holder, key in _expressions(node):
            holder[key] = _POSITION.sub(lambda found: _position(found[1], ancestors), holder[key])
        if "children" in node:
            say_positions(node["children"], (own, *ancestors))


def _expressions(node: Any) -> Iterator[tuple[Any, str]]:
    bind = node.get("bind") or {}
    yield from ((bind, key) for key, value in bind.items() if isinstance(value, str))
    if isinstance(node.get("choice_filter"), str):
        yield node, "choice_filter"


def _position(path: str, ancestors: tuple[tuple[str, bool], ...]) -> str:
    depth = path.count("..") - 1
    name, is_repeat = ancestors[depth] if depth < len(ancestors) else ("", False)
    return f"position(${{{name}}})" if is_repeat else "1"
