"""Drafts into a layout: which rows are items, what groups are around them, on which screen each stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from surveys.problems import Problem
from surveys.questionnaire import OFF_SCREEN, ItemType
from surveys.xlsform.draft import LABEL_REFERENCE, Draft, is_yes
from surveys.xlsform.left_out import LEFT_OUT_TYPES, METADATA, UNSUPPORTED_TYPES
from surveys.xlsform.names import Names, spelled
from surveys.xlsform.others import is_or_other, question_for
from surveys.xlsform.repeating import check_repeat, limit_of
from surveys.xlsform.wanting import Wanted, file_of, list_name, without_columns, without_search

FIELD_LIST: Final = "field-list"
CONFIRM_LIST: Final = "confirm-list"
APART: Final = "field-list-apart"
"""How a field-list that is asked one question after the other is marked for pyxform, with the groups in it."""

APPEARANCES: Final = frozenset(
    {"likert", "empty-is-known", "minimal", "quick", "quickcompact", "multiline", "numbers"}
)
"""The appearances of a question that have a meaning in a chat; the others are only looks."""

_SELECTS: Final = {
    "select_one": ItemType.SELECT_ONE,
    "select one": ItemType.SELECT_ONE,
    "select one from": ItemType.SELECT_ONE,
    "select1": ItemType.SELECT_ONE,
    "select_multiple": ItemType.SELECT_MULTIPLE,
    "select multiple": ItemType.SELECT_MULTIPLE,
    "select all that apply": ItemType.SELECT_MULTIPLE,
    "select all that apply from": ItemType.SELECT_MULTIPLE,
    "rank": ItemType.RANK,
}
_SELECT = re.compile(rf"({'|'.join(sorted(_SELECTS, key=len, reverse=True))})(?:\s+(.*))?", re.IGNORECASE)
_PLAIN: Final = {
    "note": ItemType.NOTE,
    "text": ItemType.TEXT,
    "string": ItemType.TEXT,
    "integer": ItemType.INTEGER,
    "int": ItemType.INTEGER,
    "decimal": ItemType.DECIMAL,
    "date": ItemType.DATE,
    "time": ItemType.TIME,
    "datetime": ItemType.DATETIME,
    "date time": ItemType.DATETIME,
    "range": ItemType.RANGE,
    "acknowledge": ItemType.ACKNOWLEDGE,
    "trigger": ItemType.ACKNOWLEDGE,
    "calculate": ItemType.CALCULATE,
    "hidden": ItemType.HIDDEN,
    **dict.fromkeys(("start", "start time", "get start time"), ItemType.START),
    **dict.fromkeys(("end", "end time", "get end time"), ItemType.END),
    **dict.fromkeys(("today", "get today"), ItemType.TODAY),
    "username": ItemType.USERNAME,
    "image": ItemType.IMAGE,
    "photo": ItemType.IMAGE,
    "file": ItemType.FILE,
    "audio": ItemType.AUDIO,
    "video": ItemType.VIDEO,
    "geopoint": ItemType.GEOPOINT,
    "gps": ItemType.GEOPOINT,
    "location": ItemType.GEOPOINT,
}
MAX_NESTING = 8


@dataclass(slots=True)
class Group:
    """A row that begins a group or a repeat.

    ``screen`` is the index of its first screen, ``is_list`` has one of its own before that.
    """

    draft: Draft
    name: str
    is_screen: bool
    screen: int
    is_list: bool = False
    is_beyond: bool = False  # nested too deeply: already a problem
    is_filled: bool = False  # any row stands in it, also one that is left out or wrong
    around: "tuple[Group, ...]" = ()
    limit: int = 0  # of a repeat: how many instances there are at most
    is_repeat: bool = False
    entries: "list[Entry]" = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """A row that becomes an item; ``order`` counts them. What nobody is asked or shown stands on no screen (-1)."""

    draft: Draft
    name: str
    type: ItemType
    choice_list: str
    groups: tuple[Group, ...]
    screen: int
    order: int

    @property
    def is_read_only(self) -> bool:
        """Whether a question is only shown, or a note holds something: the value is what the form gives it."""
        return self.screen >= 0 and self.draft.gives_value(is_note=self.type is ItemType.NOTE)

    @property
    def is_calculated(self) -> bool:
        """Whether the value follows from others, though a question may say something else until they change."""
        return bool(self.draft.text("calculation")) and not self.draft.text("trigger")

    @property
    def is_live(self) -> bool:
        """Whether the value is what the calculation gives at any moment."""
        return self.is_calculated and (self.screen < 0 or self.is_read_only)


@dataclass(slots=True)
class Layout:
    """The form's plan: ``kept`` rows go to pyxform, ``broken`` names belong to rows that cannot be used.

    ``left_out``: the rows of the kinds that a chat cannot ask, by name. ``ambiguous``: names in several groups.
    ``wanted``: files, by the list they hold.

    The type of a kept row is spelled the one way that the rest understands, whatever its author wrote.
    ``lists_with_other``: choice lists that get one choice more.
    """

    entries: list[Entry] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    kept: list[Draft] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    left_out: dict[str, Draft] = field(default_factory=dict)
    lists_with_other: list[str] = field(default_factory=list)
    ambiguous: frozenset[str] = frozenset()
    wanted: dict[str, Wanted] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def named(self) -> dict[str, Entry]:
        """Return the items by name; the first of a name counts."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            found.setdefault(entry.name, entry)
        return found


def lay_out(rows: list[Draft], apart: frozenset[str] = frozenset()) -> Layout:
    """Return the plan of the survey sheet with every problem of its structure.

    ``apart``: the addresses of the field-lists that are asked one question after the other.
    """
    return _Planner(apart).plan(rows)


class _Planner:
    """Walks down the rows with the stack of open groups."""

    def __init__(self, apart: frozenset[str]) -> None:
        self.apart = apart
        self.layout = Layout()
        self.open: list[Group] = []
        self.screens = 0
        self.names = Names()

    def plan(self, rows: list[Draft]) -> Layout:
        for row in rows:
            if not is_yes(row.text("disabled")):
                self._take(row)
        for group in self.open:
            self._complain(group.draft.problem("group_not_closed", "type", name=group.name))
        self.layout.ambiguous = frozenset(self.names.ambiguous)
        return self.layout

    def _complain(self, problem: Problem) -> None:
        self.layout.problems.append(problem)

    def _take(self, row: Draft) -> None:
        kind = spelled(re.sub(r"\s+", " ", row.text("type")))
        row = row.saying("type", kind) if kind != row.text("type") else row
        plain = kind.lower().replace("_", " ")
        if not kind:
            if row.text("name") or row.text("label"):
                self._complain(row.problem("type_missing", "name"))
        elif plain in ("begin group", "begin repeat", "begin loop"):
            self._begin(row, plain)
        elif plain in ("end group", "end repeat", "end loop"):
            self._end(row)
        else:
            if self.open:
                self.open[-1].is_filled = True
            if plain.replace(" ", "") in METADATA or kind.lower() in METADATA:
                self._leave_out(row, "device_row_left_out")
            elif plain.split()[0] in LEFT_OUT_TYPES:
                self._leave_out(row, "type_left_out")
            elif (wanted := file_of(row, kind)) is not None and not wanted.is_list:
                self.layout.wanted.setdefault(row.text("name"), wanted)
            else:
                self._item(row, kind)

    def _leave_out(self, row: Draft, code: str) -> None:
        self._complain(row.note(code, "type", found=row.text("type")[:80], name=row.text("name")))
        self.layout.left_out[row.text("name")] = row

    def _begin(self, row: Draft, plain: str) -> None:
        is_repeat = plain == "begin repeat"
        if plain == "begin loop":
            self._complain(row.problem("repeat_unsupported", "type", found=row.text("type")))
        row, name = self._named(row)
        appearance = row.text("appearance").lower()
        is_screen = not {FIELD_LIST, "table-list"}.isdisjoint(appearance.split())
        is_list = appearance == CONFIRM_LIST
        is_apart = row.address in self.apart
        if is_screen:
            row = row.saying("appearance", FIELD_LIST)
        if appearance and not (is_screen or is_list):
            self._complain(row.note("appearance_ignored", "appearance", found=row.text("appearance")[:80]))
            row = row.saying("appearance", "")
        inner = [group for group in self.open if group.is_repeat]
        limit = limit_of(row, is_inner=bool(inner)) if is_repeat else 0
        if is_repeat:
            self.layout.problems.extend(check_repeat(row, len(inner), limit))
        if (is_list and (inner or is_repeat)) or (is_repeat and any(group.is_list for group in self.open)):
            self._complain(row.problem("list_and_repeat", "type", name=name))
        if is_list and any(group.is_list for group in self.open):
            self._complain(row.problem("list_in_list", "type", name=name))
        if is_apart:
            self._complain(row.note("field_list_apart", "appearance", name=name))
        if is_apart or any(group.is_screen for group in self.open):
            is_screen = False
        if not (is_screen or is_list):
            is_within = any(group.draft.text("appearance") == APART for group in self.open)
            row = row.saying("appearance", APART if is_apart or is_within else "")
        for column in ("constraint", "required", "calculation", "choice_filter", "roster"):
            if row.text(column) and row.text(column).lower() not in ("no", "false"):
                self._complain(row.note("not_on_group", column, column=column))
                row = row.saying(column, "")
        self.screens += is_list
        is_beyond = len(self.open) > MAX_NESTING
        if self.open:
            self.open[-1].is_filled = True
        group = Group(
            row,
            name,
            is_screen,
            self.screens,
            is_list,
            is_beyond=is_beyond,
            around=tuple(self.open),
            limit=limit,
            is_repeat=is_repeat,
        )
        self.open.append(group)
        if len(self.open) == MAX_NESTING + 1:
            self._complain(row.problem("groups_too_deep", "type", name=name, limit=str(MAX_NESTING)))
        self.layout.groups.append(group)
        self.layout.kept.append(row.saying("type", "begin_repeat" if is_repeat else "begin_group"))

    def _end(self, row: Draft) -> None:
        if not self.open:
            self._complain(row.problem("end_without_begin", "type"))
            return
        group = self.open.pop()
        if group.is_screen:
            self.screens += 1
        if not group.is_filled:
            self._complain(group.draft.note("group_empty", "type", name=group.name))
        if self.layout.kept[-1].at == group.draft.at:  # pyxform wants a row in each group
            self.layout.kept.pop()
            self.layout.groups.remove(group)
            return
        self.layout.kept.append(row.saying("type", "end_repeat" if group.is_repeat else "end_group"))

    def _item(self, row: Draft, kind: str) -> None:
        row, name = self._named(row)
        found = self._type(row, kind)
        row = self._tidied(without_search(row, found, self.layout.wanted, self._complain), name)
        if found is None:
            self.layout.broken.add(name)
            return
        item_type, choice_list = found
        self._add(row, name, item_type, choice_list)
        has_other = bool(choice_list) and is_or_other(_after_list(kind))
        ending = " or_other" if has_other else ""
        kept = row.saying("type", f"{item_type} {choice_list}{ending}".strip())
        self.layout.kept.append(without_columns(kept) if choice_list in self.layout.wanted else kept)
        if has_other:
            self.layout.lists_with_other.append(choice_list)
            self._next_screen()
            more = question_for(row, name)
            self._add(more, self._named(more)[1], ItemType.TEXT, "")
        if item_type not in OFF_SCREEN:
            self._next_screen()

    def _next_screen(self) -> None:
        """Begin another screen, unless a group of questions shares one."""
        if not any(group.is_screen for group in self.open):
            self.screens += 1

    def _add(self, row: Draft, name: str, item_type: ItemType, choice_list: str) -> None:
        on_screen = item_type not in OFF_SCREEN
        entry = Entry(
            row,
            name,
            item_type,
            choice_list,
            tuple(self.open[: MAX_NESTING + 1]),
            self.screens if on_screen else -1,
            len(self.layout.entries),
        )
        self.layout.entries.append(entry)
        for group in self.open[: MAX_NESTING + 1]:
            group.entries.append(entry)

    def _tidied(self, row: Draft, name: str) -> Draft:
        """Return the row as the rest understands it: its own name in a constraint is ``.``, appearances are known."""
        constraint = row.text("constraint")
        itself = LABEL_REFERENCE.sub(lambda each: "." if each[1].strip() == name else each[0], constraint)
        if itself != constraint:
            self._complain(row.note("own_name_is_self", "constraint", name=name))
            row = row.saying("constraint", itself)
        found = row.text("appearance").lower().split()
        odd = " ".join(word for word in found if word not in APPEARANCES)
        if odd and "search(" not in odd:  # that is refused
            self._complain(row.note("appearance_ignored", "appearance", found=odd[:80]))
        return row.saying("appearance", " ".join(word for word in found if word in APPEARANCES))

    def _named(self, row: Draft) -> tuple[Draft, str]:
        """Return the row with a name that no other has, and the name."""
        row, found = self.names.give(row, self.open[-1].draft if self.open else None)
        self.layout.problems += found
        return row, row.text("name")

    def _type(self, row: Draft, kind: str) -> tuple[ItemType, str] | None:
        if (wanted := file_of(row, kind)) is not None:
            self.layout.wanted[list_name(wanted)] = wanted
            return wanted.type, list_name(wanted)
        select = _SELECT.fullmatch(kind)
        if select is not None:
            return self._select(row, _SELECTS[select[1].lower()], (select[2] or "").strip())
        if kind.lower() in _PLAIN:
            return _PLAIN[kind.lower()], ""
        word = kind.lower().split(maxsplit=1)[0]
        self._refuse_type(row, "type_unsupported" if word in UNSUPPORTED_TYPES else "type_unknown", kind)
        return None

    def _refuse_type(self, row: Draft, code: str, found: str) -> None:
        self._complain(row.problem(code, "type", found=found[:80], expected=", ".join(supported_types())))

    def _select(self, row: Draft, item_type: ItemType, choice_list: str) -> tuple[ItemType, str] | None:
        name, _, rest = choice_list.partition(" ")
        if not name:
            self._complain(row.problem("list_name_missing", "type"))
        elif (rest and not is_or_other(rest)) or "${" in name or name.lower() == "from":
            self._refuse_type(row, "type_unknown", f"{item_type} {choice_list}")
        else:
            return item_type, name
        return None


def _after_list(kind: str) -> str:
    """Return what follows the name of the list in a type."""
    select = _SELECT.fullmatch(kind)
    return (select[2] or "").strip().partition(" ")[2] if select else ""


def supported_types() -> Iterator[str]:
    """Yield the types that an author may write."""
    for item_type in ItemType:
        suffix = " <list_name>" if item_type in _SELECTS.values() else ""
        yield f"{item_type.value}{suffix}"
    yield from ("begin_group", "end_group", "begin_repeat", "end_repeat")
