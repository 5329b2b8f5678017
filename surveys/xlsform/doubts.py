"""What a form says and its author hardly means: it runs, and each is told as a note.

A comparison with a code that its list does not have, a question that is never asked, a constraint that no answer
fulfils, a list that nobody uses, a scale with more on one side than on the other.
"""

import difflib
from collections import ChainMap
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from surveys.expressions import ExpressionError, parse
from surveys.expressions.nodes import Call, Lookup, Node
from surveys.expressions.walking import walk
from surveys.problems import Note, Place
from surveys.questionnaire import ItemType
from surveys.spelling import fold
from surveys.xlsform.checks import scale_parameters
from surveys.xlsform.choices import ChoiceSheet
from surveys.xlsform.domains import SELF, Domain, can_hold, comparison, narrowed_by
from surveys.xlsform.draft import EXPRESSIONS, Draft
from surveys.xlsform.layout import Entry, Group, Layout
from surveys.xlsform.references import expression_source

_OF_FRAME: Final = ("unit", "title", "concurrent_titles", "title_group", "field_of_work")
"""Roster attributes whose lists are the office's own: a form does not know their codes."""

_SELECTS: Final = (ItemType.SELECT_ONE, ItemType.SELECT_MULTIPLE)
_NEVER: Final = Call("false", ())
"""A condition with which an author sets something aside on purpose."""


def doubt(layout: Layout, choices: ChoiceSheet) -> Iterator[Note]:
    """Yield what is doubtful; what follows from a wrong code in the same cell is not told as well."""
    told: dict[Place, set[str]] = {}
    for note in _Doubts(layout, choices).all():
        of_cell = told.setdefault(note.place, set())
        about = note.parameters.get("found", "")
        if about not in of_cell and (about or not of_cell):
            yield note
        of_cell.add(about)


class _Doubts:
    """Knows what the answers can be, and which of them are never given."""

    def __init__(self, layout: Layout, choices: ChoiceSheet) -> None:
        self.layout = layout
        self.choices = choices
        self.entries = layout.named()
        self.given = {
            entry.choice_list for entry in layout.entries if entry.draft.text("roster") in _OF_FRAME
        }
        self.domains = {name: self._domain(entry) for name, entry in self.entries.items()}
        self.dead_groups = set[int]()
        self.looked_up = set[str]()

    def all(self) -> Iterator[Note]:
        for group in self.layout.groups:
            yield from self._codes(group.draft, None)
        for entry in self.layout.entries:
            yield from self._codes(entry.draft, entry)
        yield from self._unreachable()
        for entry in self.layout.entries:
            yield from self._unfulfilled(entry)
        yield from self._unused()
        yield from self._unbalanced()

    def _domain(self, entry: Entry) -> Domain:
        """Return what an answer can be, by its list, its scale and the plain bounds of its constraint."""
        if entry.type in _SELECTS and entry.choice_list in self.choices.lists:
            if entry.choice_list in self.given or entry.choice_list in self.choices.outside:
                return Domain()
            codes = frozenset(row.text("name") for row in self.choices.lists[entry.choice_list])
            return Domain(codes, entry.type is ItemType.SELECT_MULTIPLE)
        domain = Domain(is_whole=entry.type is ItemType.INTEGER)
        if entry.type is ItemType.RANGE:
            low, high, _ = scale_parameters(entry.draft.text("parameters"))
            domain = domain.narrowed(">=", low).narrowed("<=", high)
        return domain

    # --- codes --------------------------------------------------------------------------------------

    def _codes(self, row: Draft, owner: Entry | None) -> Iterator[Note]:
        for column in EXPRESSIONS:
            root = _root(row, column)
            for node in walk(root) if root is not None else ():
                if isinstance(node, Lookup):
                    self.looked_up.add(node.choice_list)
                if note := self._unknown_code(row, column, node, owner):
                    yield note

    def _unknown_code(self, row: Draft, column: str, node: Node, owner: Entry | None) -> Note | None:
        found = comparison(node)
        if found is None or found[1] not in ("=", "!=", "selected") or found[2] == "":
            return None
        name, _, literal = found
        entry = owner if name == SELF else self.entries.get(name)
        if entry is None or self.domains[entry.name].knows(literal):
            return None
        written = f"{literal:g}" if isinstance(literal, float) else literal
        close = self._meant(entry, written)
        said = {"column": column, "name": entry.name, "found": written[:80], "list": entry.choice_list}
        if close:
            return row.note("code_not_in_list_close", column, **said, expected=close)
        return row.note("code_not_in_list", column, **said)

    def _meant(self, entry: Entry, written: str) -> str:
        """Return the code that was probably meant: spelled nearly so, or that of the label."""
        rows = self.choices.lists[entry.choice_list]
        wanted = fold(written)
        for row in rows:
            if wanted in (fold(row.text("name")), fold(row.text("label"))):
                return row.text("name")
        return next(iter(difflib.get_close_matches(written, [row.text("name") for row in rows], 1)), "")

    # --- reach --------------------------------------------------------------------------------------

    def _unreachable(self) -> Iterator[Note]:
        """Yield the groups and questions whose conditions never hold; what hangs on them follows, top down."""
        starts = {id(group): group for group in self.layout.groups}
        for entry in self.layout.entries:
            for group in entry.groups:
                if starts.pop(id(group), None):
                    yield from self._unreached_group(group)
            if any(id(group) in self.dead_groups for group in entry.groups):
                self._bury(entry)
                continue
            own = _root(entry.draft, "relevant")
            around = [root for group in entry.groups if (root := _root(group.draft, "relevant"))]
            if own is not None and not can_hold([*around, own], self.domains):
                self._bury(entry)
                if own != _NEVER:
                    yield entry.draft.note("never_asked", "relevant", name=entry.name)
            else:
                self._bound(entry)

    def _unreached_group(self, group: Group) -> Iterator[Note]:
        around = [root for each in group.around if (root := _root(each.draft, "relevant"))]
        own = _root(group.draft, "relevant")
        if any(id(each) in self.dead_groups for each in group.around):
            self.dead_groups.add(id(group))
        elif own is not None and not can_hold([*around, own], self.domains):
            self.dead_groups.add(id(group))
            if own != _NEVER:
                yield group.draft.note("never_asked", "relevant", name=group.name)

    def _bury(self, entry: Entry) -> None:
        self.domains[entry.name] = self.domains[entry.name].emptied()

    def _bound(self, entry: Entry) -> None:
        """What comes later may count on the plain bounds of a question's own constraint."""
        root = _root(entry.draft, "constraint")
        if root is not None and entry.screen >= 0 and entry.type in (ItemType.INTEGER, ItemType.DECIMAL):
            bounded = narrowed_by(root, self.domains[entry.name])
            self.domains[entry.name] = replace(bounded, may_be_empty=True)

    def _unfulfilled(self, entry: Entry) -> Iterator[Note]:
        root = _root(entry.draft, "constraint")
        if root is None or entry.screen < 0:
            return
        itself = {SELF: replace(self._domain(entry), may_be_empty=False)}
        if not can_hold([root], ChainMap(itself, self.domains)):
            yield entry.draft.note("constraint_never_holds", "constraint", name=entry.name)

    # --- lists --------------------------------------------------------------------------------------

    def _unused(self) -> Iterator[Note]:
        used = {entry.choice_list for entry in self.layout.entries} | self.looked_up
        if self.layout.broken:  # a row that is not understood may use any
            return
        for name, rows in self.choices.lists.items():
            if name not in used:
                yield rows[0].note("list_unused", "list_name", list=name)

    def _unbalanced(self) -> Iterator[Note]:
        asked = {entry.choice_list for entry in self.layout.entries if entry.type is ItemType.SELECT_ONE}
        for name in sorted(asked & self.choices.lists.keys()):
            rows = self.choices.lists[name]
            sides = [_side(row.text("label")) for row in rows]
            good, bad = sides.count(1), sides.count(-1)
            if None not in sides and len(rows) > 2 and abs(good - bad) > 1:
                said = {"list": name, "good": str(good), "bad": str(bad)}
                yield rows[0].note("scale_unbalanced", "list_name", **said)


def _root(row: Draft, column: str) -> Node | None:
    if column not in row.cells:
        return None
    source = expression_source(column, row.text(column))
    try:
        return parse(source).root if source else None
    except ExpressionError:  # told by the references
        return None


_BAD: Final = (
    "khong ",
    "chua ",
    "kem",
    "yeu",
    "it ",
    "te",
    "thap",
    "rat kem",
    "rat yeu",
    "rat thap",
    "rat it",
    "rat te",
)
_MIDDLE: Final = (
    "binh thuong",
    "trung binh",
    "trung lap",
    "phan van",
    "vua phai",
    "khong y kien",
    "khong chac chan",
)
_GOOD: Final = (
    *(
        "hai long",
        "dong y",
        "tot",
        "kha",
        "cao",
        "quan trong",
        "can thiet",
        "xuat sac",
        "thuong xuyen",
        "hieu qua",
    ),
    *("phu hop", "day du", "hoan toan", "rat "),
)


def _side(label: str) -> int | None:
    """Say on which side of a scale a label stands: 1, 0 or -1; ``None`` if it is no step of one."""
    text = fold(label)
    for side, words in ((0, _MIDDLE), (-1, _BAD), (1, _GOOD)):
        if any(
            text == word.strip() or text.startswith(word if word.endswith(" ") else f"{word} ")
            for word in words
        ):
            return side
    return None
