"""Every expression and every ``${name}``: it must parse, the name must exist and be asked before."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final

from surveys.expressions import Expression, ExpressionError, parse
from surveys.problems import Problem
from surveys.questionnaire import ItemType
from surveys.xlsform.choices import ChoiceSheet
from surveys.xlsform.defaults import is_dynamic
from surveys.xlsform.draft import EXPRESSIONS, LABEL_REFERENCE, TEXTS, Draft, is_no, is_yes, straighten
from surveys.xlsform.layout import Entry, Group, Layout
from surveys.xlsform.repeating import check_indexed, named_as_repeats

COLUMNS: Final = (*EXPRESSIONS, "repeat_count")
MAX_SUGGESTIONS: Final = 20
"""Looking for a similar name is slow: a form with thousands of unknown names gets that many suggestions."""

MAX_CYCLES: Final = 20
"""So many cycles are told one by one; whoever mends them sees the next."""

_CALLS: Final = frozenset({"today", "now", "pi", "random", "uuid", "position", "true", "false"})
"""Functions that are called with nothing, so their parentheses are easily forgotten."""

_OF_RELEVANCE: Final = ("relevance_cycle", "relevant")


def expression_source(column: str, text: str) -> str:
    """Return a cell's expression: ``required`` may say yes or no. ``''`` means that there is none."""
    if column not in ("required", "relevant"):
        return text
    if is_no(text):
        return "" if column == "required" else "false()"
    return "true()" if is_yes(text) else text


def check_references(layout: Layout, choices: ChoiceSheet) -> Iterator[Problem]:
    """Yield what is wrong with the expressions and the references in texts."""
    return _Checker(layout, choices).check()


class _Checker:
    """Knows the names of the form, and from which screen on each has a value."""

    def __init__(self, layout: Layout, choices: ChoiceSheet) -> None:
        self.layout = layout
        self.choices = choices
        self.entries = layout.named()
        self.groups = {group.name for group in layout.groups}
        self.repeats = {group.name: group for group in layout.groups if group.is_repeat}
        self.around = {
            name: tuple(group.name for group in entry.groups if group.is_repeat)
            for name, entry in self.entries.items()
        }
        self.parsed: dict[tuple[int, str], Expression] = {}
        self.problems: list[Problem] = []
        self.suggestions = 0

    def check(self) -> Iterator[Problem]:
        rows: list[Draft] = [*(g.draft for g in self.layout.groups), *(e.draft for e in self.layout.entries)]
        for row in rows:
            for column in COLUMNS:
                self._parse(row, column)
        for entry in self.layout.entries:
            if is_dynamic(entry.draft.text("default"), entry.type):
                self._parse(entry.draft, "default")
        available = self._availability()
        yield from self.problems
        for group in self.layout.groups:
            yield from self._check_row(group.draft, group, available)
        for entry in self.layout.entries:
            yield from self._check_row(entry.draft, entry, available)

    def _parse(self, row: Draft, column: str) -> None:
        source = expression_source(column, straighten(row.text(column)))
        if not source:
            return
        try:
            self.parsed[id(row), column] = parse(source)
        except ExpressionError as error:
            around = source[max(0, error.position - 15) : error.position + 15]
            details = dict(error.parameters) | {"column": column, "near": around}
            self.problems.append(row.problem(error.code, column, position=str(error.position + 1), **details))

    def _dependencies(self, name: str) -> frozenset[str]:
        """Return the names on which the value of an item hangs: by its calculation, its condition and its groups'.

        A repeat that is counted hangs on what its own conditions look at.
        """
        entry = self.entries[name]
        own = self._named(entry.draft, "relevant") - {name}  # itself in its own condition is told elsewhere
        if entry.is_calculated:
            own |= self._named(entry.draft, "calculation")
        own |= self._of_groups(entry.groups)
        return own | self._of_groups(self.repeats[other] for other in own & self.repeats.keys())

    def _of_groups(self, groups: Iterable[Group]) -> frozenset[str]:
        cells = ((group.draft, column) for group in groups for column in ("relevant", "repeat_count"))
        return frozenset[str]().union(*(self._named(row, column) for row, column in cells))

    def _named(self, row: Draft, column: str) -> frozenset[str]:
        expression = self.parsed.get((id(row), column))
        return frozenset() if expression is None else frozenset(expression.dependencies)

    def _order(self) -> list[str]:
        """Return the names, each after those on which it hangs; a cycle is a problem and is cut."""
        graph = {name: sorted(self._dependencies(name) & self.entries.keys()) for name in self.entries}
        done = dict[str, None]()  # most hang on what stands above them: these are in order as they stand
        for name, needed in graph.items():
            if all(other in done for other in needed):
                done[name] = None
        graph = {name: needed for name, needed in graph.items() if name not in done}
        told = 0
        while True:
            try:
                return [
                    *done,
                    *(name for name in TopologicalSorter(graph).static_order() if name not in done),
                ]
            except CycleError as error:
                loop: list[str] = error.args[1][::-1]  # each needs the next
                row = self.entries[loop[0]].draft
                is_calculated = all(self.entries[name].type is ItemType.CALCULATE for name in loop)
                code, column = ("calculation_cycle", "calculation") if is_calculated else _OF_RELEVANCE
                self.problems.append(row.problem(code, column, path=" → ".join(loop)))
                told += 1
                graph.update((name, []) for name in (loop if told < MAX_CYCLES else graph))

    def _availability(self) -> dict[str, tuple[int, int]]:
        """Return from which (screen, order) on an item has a value; calculations wait for what they need."""
        known = {
            name: (entry.screen, entry.order) for name, entry in self.entries.items() if not entry.is_live
        }
        for name in self._order():
            if name in known:
                continue
            needed = [known[other] for other in self._dependencies(name) if other in known]
            known[name] = max(needed, default=(-1, -1))
        return known

    def _check_row(
        self, row: Draft, owner: Entry | Group, available: Mapping[str, tuple[int, int]]
    ) -> Iterator[Problem]:
        yield from self._check_trigger(row)
        for column in (*COLUMNS, "default"):
            if expression := self.parsed.get((id(row), column)):
                choice_list = owner.choice_list if isinstance(owner, Entry) else ""
                yield from self._check_bare(row, column, expression, choice_list)
                yield from self._check_lookups(row, column, expression)
                yield from self._check_repeats(row, column, expression)
                counted = named_as_repeats(expression) & self.repeats.keys()
                for name in sorted(expression.dependencies - counted):
                    yield from self._check_name(row, column, name, owner, available)
        for column in TEXTS:
            said = "\n".join((row.text(column), *row.others.get(column, ())))
            for name in dict.fromkeys(found.strip() for found in LABEL_REFERENCE.findall(said)):
                yield from self._check_name(row, column, name, owner, available)
            if "${" in LABEL_REFERENCE.sub("", said):
                yield row.problem("label_reference_broken", column, column=column)

    def _check_trigger(self, row: Draft) -> Iterator[Problem]:
        """Refuse a trigger that nobody answers."""
        trigger = row.text("trigger")
        names = [found.strip() for found in LABEL_REFERENCE.findall(trigger)]
        for name in names:
            entry = self.entries.get(name)
            if entry is None and name not in self.layout.broken:
                yield self._unknown(row, "trigger", name)
            elif entry is not None and (
                entry.type is ItemType.NOTE or entry.screen < 0 or entry.is_read_only
            ):
                yield row.problem("trigger_not_asked", "trigger", found=name)
        if trigger and (not names or LABEL_REFERENCE.sub("", trigger).strip(" ,")):
            yield row.problem("trigger_broken", "trigger", found=trigger[:80])

    def _check_repeats(self, row: Draft, column: str, expression: Expression) -> Iterator[Problem]:
        for item, repeat in check_indexed(expression, self.around):
            if item in self.entries:
                yield row.problem("not_in_repeat", column, column=column, name=item, repeat=repeat)

    def _check_lookups(self, row: Draft, column: str, expression: Expression) -> Iterator[Problem]:
        for choice_list, name in sorted(expression.lookups):
            if not self.choices.has(choice_list):
                known = ", ".join(sorted({*self.choices.lists, *self.choices.outside}))
                yield row.problem(
                    "lookup_list_unknown", column, column=column, name=choice_list, expected=known
                )
            else:
                yield from self._check_column(row, column, choice_list, name)

    def _check_column(self, row: Draft, column: str, choice_list: str, name: str) -> Iterator[Problem]:
        columns = self.choices.columns_of(choice_list)
        if columns is not None and name not in columns:
            known = ", ".join(sorted(columns))
            yield row.problem("choice_column_unknown", column, name=name, expected=known)

    def _check_bare(
        self, row: Draft, column: str, expression: Expression, choice_list: str
    ) -> Iterator[Problem]:
        if expression.uses_self and column not in ("constraint", "calculation", "default"):
            yield row.problem("self_reference", column, column=column)
        for name in sorted(expression.columns):
            if name in _CALLS and name not in self.choices.columns:
                yield row.problem("bare_function", column, column=column, name=name)
            elif column != "choice_filter":
                yield row.problem("bare_name", column, column=column, name=name)
            else:
                yield from self._check_column(row, column, choice_list, name)

    def _check_name(
        self,
        row: Draft,
        column: str,
        name: str,
        owner: Entry | Group,
        available: Mapping[str, tuple[int, int]],
    ) -> Iterator[Problem]:
        if name in self.layout.broken:
            return
        if name in self.layout.ambiguous:
            yield row.problem("name_ambiguous", column, column=column, name=name)
            return
        found = self.entries.get(name)
        if found is None and name in self.layout.left_out:
            kind = self.layout.left_out[name].text("type")
            yield row.problem("left_out_reference", column, column=column, name=name, found=kind[:80])
        elif found is None:
            if name in self.groups:
                yield row.problem("group_has_no_value", column, column=column, name=name)
                return
            yield self._unknown(row, column, name)
        elif found.type is ItemType.NOTE and not found.is_read_only:
            yield row.note("note_has_no_value", column, column=column, name=name)
        elif found is owner:
            if not found.is_live and column not in ("calculation", "default"):  # one that is live is a cycle
                yield row.problem("self_reference", column, column=column)
        elif not self._is_before(column, owner, available.get(name)):
            where = found.draft.cells["name"].address if "name" in found.draft.cells else found.draft.address
            yield row.note("later_reference", column, column=column, name=name, where=where)

    def _unknown(self, row: Draft, column: str, name: str) -> Problem:
        self.suggestions += 1
        close = (
            difflib.get_close_matches(name, self.entries, 1) if self.suggestions <= MAX_SUGGESTIONS else []
        )
        if close:
            return row.problem("unknown_name_close", column, column=column, name=name, expected=close[0])
        return row.problem("unknown_name", column, column=column, name=name)

    @staticmethod
    def _is_before(column: str, owner: Entry | Group, moment: tuple[int, int] | None) -> bool:
        """Whether an item has its answer before this one is shown; those above it on its screen have."""
        if moment is None or column in ("calculation", "default"):
            return True
        if isinstance(owner, Entry) and (owner.screen < 0 or owner.is_live):
            return True
        return moment < (owner.screen, owner.order) if isinstance(owner, Entry) else moment[0] < owner.screen
