"""What of a form does not depend on answers: worked out once, so that a turn looks only at what may change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from itertools import accumulate
from typing import Final

from surveys.expressions import Expression, parse
from surveys.interview.kinds import default_key
from surveys.questionnaire import REFERENCE, Choice, Item, ItemType, Questionnaire, Screen
from surveys.repeats import indices_of, instance_name, is_gate, is_later


@dataclass(frozen=True, slots=True)
class Outline:
    """A form's fixed parts, by name.

    ``conditions``: what must hold for an item to be relevant, its groups' first; most items have none. ``fixed`` are
    the screens whose items are always relevant, with those that want an answer. ``required``: items that may be
    required, in asking order; ``always_required`` of them whatever was answered. ``choices``: of each list, by name.
    ``valid``: every value that a select_one may have whatever else was answered. ``deep``: items at the end of
    a long chain of conditions and calculations, with those of them that each needs. ``followers``: whose value,
    relevance or choices hang on an item; ``checked_with``: whose validity hangs on it. ``listed_on``: the screen on
    whose list every question of a screen is confirmed, by screen. ``percents``: the share of the form that lies
    before a screen, by screen; those that a list makes unnecessary do not count, nor do later instances of a repeat.
    ``once``: calculations whose first value is kept. ``judged_alone``: items whose constraint looks at nothing but
    the answer, with what is known of answers. ``triggered``: what is set when an item changes, by that item.
    ``beside``: names under which something is stored that nobody answered. ``begun``: items whose default is worked
    out when an instance of a repeat is added, by the calculation that says that it is there.
    """

    conditions: Mapping[str, tuple[Expression, ...]]
    fixed: Mapping[str, tuple[Item, ...]]
    required: tuple[Item, ...]
    always_required: frozenset[str]
    choices: Mapping[str, Mapping[str, Choice]]
    valid: Mapping[str, frozenset[str]]
    deep: Mapping[str, tuple[str, ...]]
    followers: Mapping[str, tuple[str, ...]]
    checked_with: Mapping[str, tuple[str, ...]]
    once: tuple[str, ...]
    listed_on: Mapping[str, Screen]
    percents: Mapping[str, int]
    judged_alone: Mapping[str, dict[str, bool]]
    triggered: Mapping[str, tuple[Item, ...]]
    beside: frozenset[str]
    begun: Mapping[str, tuple[Item, ...]]

    @classmethod
    def of(cls, form: Questionnaire) -> "Outline":
        """Outline a form; kept with it, as a cached property would be."""
        known = form.__dict__.get("outline")
        if not isinstance(known, cls):
            known = form.__dict__["outline"] = cls._worked_out(form)
        return known

    def affected(self, changed: Iterable[str]) -> set[str]:
        """Return whose value, relevance or choices may be others once these answers are."""
        found, waiting = set(changed), list(changed)
        while waiting:
            for name in self.followers.get(waiting.pop(), ()):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return found

    @classmethod
    def _worked_out(cls, form: Questionnaire) -> "Outline":
        conditions = {
            item.name: (*screen.relevant, *_own(item)) for screen in form.screens for item in screen.items
        }
        conditions |= {item.name: _own(item) for item in form.calculations}
        needs = {name: _needs(form.items[name], found) for name, found in conditions.items()}
        fixed = {
            screen.name: tuple(item for item in screen.items if item.type is not ItemType.NOTE)
            for screen in form.screens
            if not any(conditions[item.name] for item in screen.items)
        }
        listed_on = _listed_on(form)
        return cls(
            conditions=conditions,
            fixed=fixed,
            required=tuple(
                item for item in form.questions() if item.required is not None and not is_gate(item)
            ),
            always_required=frozenset(
                item.name for item in form.questions() if item.required in (parse("true()"), parse("'yes'"))
            ),
            choices={
                name: {
                    choice.name: choice for choice in reversed(listed)
                }  # of two of a name the first counts
                for name, listed in form.choice_lists.items()
            },
            valid={item.name: _valid(form, item) for item in form.questions() if _is_plain(item)},
            deep=_deep(form, conditions),
            followers=_turned(needs),
            checked_with=_turned({name: _judged_by(item) for name, item in form.items.items()}),
            once=tuple(
                item.name for item in form.calculations if item.is_live and _is_kept(item.calculation)
            ),
            listed_on=listed_on,
            percents=_percents(form, listed_on),
            judged_alone={item.name: {} for item in form.items.values() if _looks_at_itself(item.constraint)},
            triggered=_triggered(form),
            begun=_begun(form),
            beside=frozenset(item.name for item in form.calculations).union(
                default_key(item.name) for item in form.items.values() if item.has_default
            ),
        )


def _begun(form: Questionnaire) -> dict[str, tuple[Item, ...]]:
    found: dict[str, list[Item]] = {}
    asked = [(screen.repeat, item) for screen in form.screens for item in screen.items]
    unasked = [(item.repeat, item) for item in form.calculations]
    for repeat, item in (*asked, *unasked) if form.repeats else ():
        is_set = item.dynamic_default is not None or (item.default and item.name not in form.screen_of)
        if repeat and is_set and not item.is_live:
            found.setdefault(instance_name(repeat, indices_of(item.name)), []).append(item)
    return {name: tuple(items) for name, items in found.items()}


_LONGEST_CHAIN: Final = 4
"""Links that are followed by one evaluation calling another: a link may take a hundred frames of the stack."""


def _needs(item: Item, conditions: tuple[Expression, ...]) -> frozenset[str]:
    calculation = item.calculation if item.is_live else None
    more = [found for found in (calculation, item.choice_filter) if found is not None]
    return frozenset[str]().union(*(expression.dependencies for expression in (*conditions, *more)))


def _triggered(form: Questionnaire) -> dict[str, tuple[Item, ...]]:
    found: dict[str, tuple[Item, ...]] = {}
    for item in form.items.values():
        for trigger in item.triggers:
            found[trigger] = (*found.get(trigger, ()), item)
    return found


def _deep(
    form: Questionnaire, conditions: Mapping[str, tuple[Expression, ...]]
) -> dict[str, tuple[str, ...]]:
    needs = {name: _needs(form.items[name], found) & conditions.keys() for name, found in conditions.items()}
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError:  # two lists that look at each other's answer
        needs = {
            name: _needs(replace(form.items[name], choice_filter=None), found) & conditions.keys()
            for name, found in conditions.items()
        }
        order = list(TopologicalSorter(needs).static_order())
    links: dict[str, int] = {}
    for name in order:
        links[name] = 1 + max((links[other] for other in needs[name]), default=0)
    deep = {name for name, count in links.items() if count > _LONGEST_CHAIN}
    return {name: tuple(needs[name] & deep) for name in deep}


def _turned(needs: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Return by name who needs it."""
    found: dict[str, list[str]] = {}
    for name, others in needs.items():
        for other in others:
            found.setdefault(other, []).append(name)
    return {name: tuple(names) for name, names in found.items()}


def _judged_by(item: Item) -> frozenset[str]:
    """Return on whose values it hangs whether an answer is valid, and what is said if it is not."""
    judges = (item.constraint, item.required)
    named = (REFERENCE.findall(message) for message in (item.constraint_message, item.required_message))
    looked_at = (found.dependencies for found in judges if found is not None)
    return frozenset[str]().union(*looked_at, *named)


def _is_kept(calculation: Expression | None) -> bool:
    """Whether a calculation keeps its first value: ``once()``, or chance that hangs on no answer."""
    if calculation is None:
        return False
    is_by_chance = calculation.uses_chance and not calculation.dependencies
    return is_by_chance or "once" in calculation.functions


def _looks_at_itself(constraint: Expression | None) -> bool:
    """Whether a constraint says the same of an answer whenever and to whomever it is given."""
    if constraint is None or constraint.dependencies or constraint.lookups:
        return False
    return constraint.functions.isdisjoint(_MOMENT)


_MOMENT: Final = ("today", "now", "random", "uuid", "once", "jr:choice-name", "pulldata")


def _is_plain(item: Item) -> bool:
    """Whether an answer's validity hangs on nothing but the choice list."""
    is_free = item.choice_filter is None and item.constraint is None
    return item.type is ItemType.SELECT_ONE and is_free


def _valid(form: Questionnaire, item: Item) -> frozenset[str]:
    empty = {""} if item.required is None else set()
    return frozenset(empty.union(choice.name for choice in form.choices(item)))


def _listed_on(form: Questionnaire) -> dict[str, Screen]:
    found = {}
    for above in form.screens:
        for screen in form.screens if above.confirms else ():
            asked = [item.name for item in screen.items if item.type is not ItemType.NOTE]
            if asked and set(asked) <= set(above.confirms):
                found[screen.name] = above
    return found


def _percents(form: Questionnaire, listed_on: Mapping[str, Screen]) -> dict[str, int]:
    counted = [screen.name not in listed_on and not is_later(screen.name) for screen in form.screens]
    passed, whole = accumulate(counted, initial=0), max(1, sum(counted))
    return {screen.name: 100 * before // whole for screen, before in zip(form.screens, passed, strict=False)}


def _own(item: Item) -> tuple[Expression, ...]:
    return () if item.relevant is None else (item.relevant,)
