"""A form with repeats as written → the form as asked, in which every instance stands. Pure.

The engine knows no repeats: an instance is more screens whose conditions hold once it is there. A form that asks how
often (``repeat_count``) has no question between its instances; else ``r~1``, ``r~2`` … ask for one more.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from graphlib import TopologicalSorter
from typing import Final

from surveys.expressions import Expression, expression_of, parse
from surveys.expressions.nodes import Binary, Literal, Logical, Node, Reference
from surveys.questionnaire import Item, ItemType, Questionnaire, Repeat, Screen
from surveys.repeats import (
    ADD,
    FIRST_LIST,
    GATE,
    LAST_LIST,
    LISTS,
    NEXT_LIST,
    Indices,
    chain_of,
    gate_name,
    instance_name,
    instances_of,
)
from surveys.replies.adding import ADD_FIRST, ADD_NEXT, AT_MOST, HEADING, NO_MORE
from surveys.scoping import Scoping


def unrolled(form: Questionnaire) -> Questionnaire:
    """Return the form as it is asked. Raises ``graphlib.CycleError`` if a calculation needs itself."""
    return _Unrolling(form).unroll()


BLANKS: Final = 3
"""How often a repeat stands on paper, if the form does not say how often it is asked; within another, fewer."""
INNER_BLANKS: Final = 2


def printed(form: Questionnaire) -> Questionnaire:
    """Return the form as it stands on paper: some blank instances of each repeat, nothing asked between them."""
    if form.written is None:
        return form
    repeats = tuple(_blank(repeat) for repeat in form.repeats)
    lists = {name: choices for name, choices in form.choice_lists.items() if name not in LISTS}
    return _Unrolling(replace(form.written, repeats=repeats, choice_lists=lists), is_printed=True).unroll()


def _blank(repeat: Repeat) -> Repeat:
    is_fixed = repeat.count is not None and not repeat.count.dependencies
    usual = INNER_BLANKS if repeat.parent else BLANKS
    limit = repeat.limit if is_fixed else min(repeat.limit, usual)
    return replace(repeat, limit=limit, count=parse(str(limit)))


class _Unrolling:
    """Goes through the screens with the instances of the repeats that are open."""

    def __init__(self, form: Questionnaire, *, is_printed: bool = False) -> None:
        self.form = form if is_printed else _bounded(form)
        self.written = form
        self.is_printed = is_printed
        self.by_name = {repeat.name: repeat for repeat in form.repeats}
        inside = {item.name: screen.repeat for screen in form.screens for item in screen.items}
        inside |= {item.name: item.repeat for item in form.calculations}
        self.scoping = Scoping(
            {name: chain_of(self.by_name, found) for name, found in inside.items()}, self.by_name
        )
        self.sections: dict[str, str] = {}

    def unroll(self) -> Questionnaire:
        """Return the whole form."""
        form = self.form
        screens = tuple(self._screens(form.screens, (), ()))
        return replace(
            form,
            screens=screens,
            calculations=self._calculations(),
            choice_lists={**form.choice_lists, **LISTS},
            sections={**form.sections, **self.sections},
            written=self.written,
        )

    # --- screens --------------------------------------------------------------------------------------

    def _screens(
        self, screens: Sequence[Screen], chain: tuple[Repeat, ...], indices: Indices
    ) -> Iterator[Screen]:
        """Yield the screens of one instance of ``chain``, those of every repeat within it among them."""
        place = 0
        while place < len(screens):
            around = chain_of(self.by_name, screens[place].repeat)
            if len(around) == len(chain):
                yield self._screen(screens[place], chain, indices)
                place += 1
                continue
            inner, end = around[len(chain)], place
            while end < len(screens) and inner in chain_of(self.by_name, screens[end].repeat):
                end += 1
            yield from self._instances(inner, screens[place:end], chain, indices)
            place = end

    def _instances(
        self, repeat: Repeat, screens: Sequence[Screen], chain: tuple[Repeat, ...], indices: Indices
    ) -> Iterator[Screen]:
        section = screens[0].section
        for number in range(1, repeat.limit + 1):
            here = (*indices, number)
            if repeat.count is None:
                yield self._gate(repeat, here, section, chain)
            section = instance_name(repeat.name, here)
            self.sections[section] = self._heading((*chain, repeat), here)
            yield from self._screens(screens, (*chain, repeat), here)
        if repeat.count is None:
            yield self._gate(repeat, (*indices, repeat.limit + 1), section, chain)

    def _screen(self, screen: Screen, chain: tuple[Repeat, ...], indices: Indices) -> Screen:
        scope = self.scoping.at(chain, indices)
        items = tuple(scope.item(item, indices) for item in screen.items)
        if not chain:
            return replace(
                screen, items=items, label=scope.text(screen.label), relevant=scope.all(screen.relevant)
            )
        return Screen(
            name=instance_name(screen.name, indices),
            items=items,
            section=instance_name(chain[-1].name, indices),
            label=scope.text(screen.label),
            relevant=(*self._there(chain, indices), *scope.all(screen.relevant)),
            repeat=screen.repeat,
        )

    def _there(self, chain: tuple[Repeat, ...], indices: Indices) -> tuple[Expression, ...]:
        """Return what must hold for an instance to be there; on paper only what does not hang on its number."""
        if not chain:
            return ()
        if self.is_printed:
            return self._around(chain[-1], chain[:-1], indices[:-1])
        return (_reference(chain[-1], indices),)

    def _heading(self, chain: tuple[Repeat, ...], indices: Indices) -> str:
        """Return what stands above the questions of an instance: "Con – lần 2", within an outer one after that."""
        parts = []
        for depth, (repeat, number) in enumerate(zip(chain, indices, strict=True), start=1):
            scope = self.scoping.at(chain[:depth], indices[:depth])
            parts.append(HEADING.format(label=scope.text(repeat.label), number=number))
        return " · ".join(parts)

    def _gate(self, repeat: Repeat, here: Indices, section: str, chain: tuple[Repeat, ...]) -> Screen:
        """Return the question whether there is to be the instance ``here``."""
        name, number, outer = gate_name(repeat.name, here), here[-1], here[:-1]
        scope = self.scoping.at(chain, outer)
        label = scope.text(repeat.label)
        if number == 1:
            asked, choices = ADD_FIRST.format(label=label), FIRST_LIST
            conditions = self._around(repeat, chain, outer)
        else:
            is_last = number > repeat.limit
            asked = (NO_MORE if is_last else ADD_NEXT).format(label=label, limit=repeat.limit)
            choices = LAST_LIST if is_last else NEXT_LIST
            conditions = (_reference(repeat, (*outer, number - 1)),)
        item = Item(name, ItemType.SELECT_ONE, asked, required=_TRUE, choice_list=choices, appearance=GATE)
        return Screen(name, (item,), section, relevant=conditions, repeat=repeat.name)

    def _around(self, repeat: Repeat, chain: tuple[Repeat, ...], outer: Indices) -> tuple[Expression, ...]:
        """Return what must hold for a repeat to be asked at all in one instance of those around it."""
        return (*self._there(chain, outer), *self.scoping.at(chain, outer).all(repeat.relevant))

    # --- calculations ---------------------------------------------------------------------------------

    def _calculations(self) -> tuple[Item, ...]:
        """Return the calculations of every instance and one for each instance that is there, in dependency order."""
        found: list[Item] = []
        for item in self.form.calculations:
            chain = chain_of(self.by_name, item.repeat)
            for indices in instances_of(chain):
                scope = self.scoping.at(chain, indices)
                found.append(_within(scope.item(item, indices), chain, indices))
        for repeat in self.form.repeats:
            chain = chain_of(self.by_name, repeat.name)
            found += [self._presence(repeat, chain[:-1], indices) for indices in instances_of(chain)]
        return in_dependency_order(found)

    def _presence(self, repeat: Repeat, chain: tuple[Repeat, ...], here: Indices) -> Item:
        """Return the calculation that has a value while an instance is there."""
        roots = [condition.root for condition in self._around(repeat, chain, here[:-1])]
        if repeat.count is None:
            gate = gate_name(repeat.name, here)
            roots.append(Binary("=", Reference(gate), Literal(ADD)))
        else:
            count = self.scoping.at(chain, here[:-1]).expression(repeat.count).root
            roots.append(Binary(">=", count, Literal(float(here[-1]))))
        relevant = expression_of(f"${{{repeat.name}}}", _conjunction(roots))
        name = instance_name(repeat.name, here)
        return Item(name, ItemType.CALCULATE, relevant=relevant, calculation=_PRESENT, repeat=repeat.name)


_TRUE = parse("true()")
_PRESENT = parse("'1'")


def _within(item: Item, chain: tuple[Repeat, ...], indices: Indices) -> Item:
    """Give a calculation the condition that its instance is there."""
    if not chain:
        return item
    there = _reference(chain[-1], indices)
    roots = [there.root, *([item.relevant.root] if item.relevant else [])]
    source = item.relevant.source if item.relevant else there.source
    return replace(item, relevant=expression_of(source, _conjunction(roots)))


def _reference(repeat: Repeat, indices: Indices) -> Expression:
    """Return the condition that an instance is there."""
    return expression_of(f"${{{repeat.name}}}", Reference(instance_name(repeat.name, indices)))


def _conjunction(roots: Sequence[Node]) -> Node:
    return roots[0] if len(roots) == 1 else Logical("and", tuple(roots))


def in_dependency_order(calculations: Iterable[Item]) -> tuple[Item, ...]:
    """Return calculations each behind those that it needs. Raises ``graphlib.CycleError`` if one needs itself."""
    by_name = {item.name: item for item in calculations}
    graph = {item.name: sorted(_needs(item) & by_name.keys()) for item in by_name.values()}
    return tuple(by_name[name] for name in TopologicalSorter(graph).static_order())


def _needs(item: Item) -> frozenset[str]:
    found = (item.calculation if item.is_live else None, item.relevant)
    return frozenset[str]().union(*(expression.dependencies for expression in found if expression))


def _bounded(form: Questionnaire) -> Questionnaire:
    """Refuse a number of instances that is over the limit where it is answered: none is left out unsaid."""
    limits: dict[str, int] = {}
    for repeat in form.repeats:
        root = repeat.count.root if repeat.count is not None else None
        if isinstance(root, Reference):
            limits[root.name] = min(repeat.limit, limits.get(root.name, repeat.limit))
    if not limits:
        return form
    screens = tuple(
        replace(screen, items=tuple(_limited(item, limits.get(item.name)) for item in screen.items))
        for screen in form.screens
    )
    return replace(form, screens=screens)


def _limited(item: Item, limit: int | None) -> Item:
    if limit is None or item.type not in (ItemType.INTEGER, ItemType.DECIMAL, ItemType.RANGE):
        return item
    bound = parse(f". <= {limit}")
    own = item.constraint
    root = bound.root if own is None else _conjunction([own.root, bound.root])
    source = bound.source if own is None else own.source
    message = " ".join(filter(None, (item.constraint_message, AT_MOST.format(limit=limit))))
    return replace(item, constraint=expression_of(source, root), constraint_message=message)
