"""Every row against the rules of the form language for chat: columns, lists, appearances, lengths."""

import difflib
import math
from collections.abc import Iterable, Iterator
from typing import Final

from surveys.problems import Note, Problem
from surveys.questionnaire import OFF_SCREEN, ItemType
from surveys.scales import USUAL, scale_of
from surveys.spelling import fold
from surveys.xlsform.choices import ChoiceSheet
from surveys.xlsform.defaults import is_dynamic, stored_default
from surveys.xlsform.draft import UNSUPPORTED_COLUMNS, Draft, is_no, is_yes
from surveys.xlsform.layout import Entry, Group, Layout
from surveys.xlsform.repeating import MOST_ITEMS, count_of

CARD_LIMIT: Final = 4096
"""UTF-16 units of one message (Telegram Bot API, sendMessage)."""

SHORT_LIMIT: Final = 2000
"""The same of Zalo (Bot API, sendMessage), where a longer message goes out in parts."""

CARD_MARGIN: Final = 500
"""Units left for the section, the progress, the numbers of the choices and a rejection."""

LINE_VALUE: Final = 60
"""Units that the value of a line of a list takes, with its number."""

ROSTER_TYPES: Final = {
    "unit": ItemType.SELECT_ONE,
    "title": ItemType.SELECT_ONE,
    "gender": ItemType.SELECT_ONE,
    "birth_year": ItemType.INTEGER,
    "title_years": ItemType.INTEGER,
    "edu": ItemType.SELECT_ONE,
    "qual": ItemType.SELECT_ONE,
    "major": ItemType.TEXT,
    "pol": ItemType.SELECT_ONE,
    "qlnn": ItemType.SELECT_ONE,
    "cert": ItemType.SELECT_MULTIPLE,
    "title_group": ItemType.SELECT_ONE,
    "field_of_work": ItemType.SELECT_ONE,
    "concurrent_titles": ItemType.SELECT_MULTIPLE,
}
"""The roster attributes that an item may confirm, and the type that such an item has."""

_SELECTS: Final = (ItemType.SELECT_ONE, ItemType.SELECT_MULTIPLE, ItemType.RANK)
_SCALE: Final = ("start", "end", "step")


def check_rows(layout: Layout, choices: ChoiceSheet) -> Iterator[Problem]:
    """Yield what is wrong with rows, apart from their expressions."""
    for entry in layout.entries:
        yield from _check_entry(entry, choices)
    for row in layout.kept:
        yield from _check_columns(row)
    for group in layout.groups:
        if group.draft.text("image"):
            yield group.draft.note("column_left_out", "image", column="image")
        if group.is_list:
            yield from _check_confirm_list(group)
    yield from _check_repeats(layout)
    yield from _check_lengths(layout, choices)
    yield from _check_roster(layout)
    asked = any(
        entry.type not in OFF_SCREEN and entry.type is not ItemType.NOTE and not entry.is_read_only
        for entry in layout.entries
    )
    if not (asked or any(not isinstance(each, Note) for each in layout.problems)):
        yield Note("form_without_questions") if layout.entries else Problem("form_without_rows")


def _check_repeats(layout: Layout) -> Iterator[Problem]:
    """Refuse a repeat that asks nothing, and one with which the instances become too many."""
    items = 0
    for entry in layout.entries:
        around = [group for group in entry.groups if group.is_repeat]
        items += math.prod(group.limit for group in around) if around else 0
        if items > MOST_ITEMS:
            name, limit = around[-1].name, str(MOST_ITEMS)
            yield around[-1].draft.problem("repeat_too_large", "type", name=name, limit=limit)
            break
    for group in layout.groups:
        asks = any(entry.screen >= 0 for entry in group.entries)
        if group.is_repeat and group.entries and not (asks or count_of(group.draft)):
            yield group.draft.problem("repeat_without_questions", "type", name=group.name)


def _check_columns(row: Draft) -> Iterator[Problem]:
    for column in UNSUPPORTED_COLUMNS & row.cells.keys():
        if not is_no(row.text(column)):
            yield row.note("column_left_out", column, column=column)


def _check_entry(entry: Entry, choices: ChoiceSheet) -> Iterator[Problem]:
    row, kind = entry.draft, entry.type
    is_worked_out = bool(row.text("calculation")) or is_dynamic(row.text("default"), kind)
    if kind is ItemType.CALCULATE and not is_worked_out:
        yield row.problem("calculation_missing", "name", name=entry.name)
    if kind not in OFF_SCREEN and not row.text("label"):
        yield row.note("label_missing", "name", name=entry.name)
    if kind in _SELECTS and not choices.has(entry.choice_list):
        yield _missing_list(entry, choices)
    if kind in (ItemType.SELECT_MULTIPLE, ItemType.RANK):
        yield from _check_codes(choices.lists.get(entry.choice_list, ()))
    if row.text("choice_filter") and kind not in _SELECTS:
        yield row.note("filter_without_list", "choice_filter", name=entry.name)
    yield from _check_parameters(entry, is_outside=entry.choice_list in choices.outside)
    yield from _check_default(entry, choices)


def _missing_list(entry: Entry, choices: ChoiceSheet) -> Problem:
    """Say that a list is not there, and which was probably meant."""
    spelled = {fold(name): name for name in choices.lists}
    wanted = fold(entry.choice_list)
    close = [wanted] if wanted in spelled else difflib.get_close_matches(wanted, spelled, 1, cutoff=0.8)
    if not close:
        return entry.draft.problem("list_missing", "type", list=entry.choice_list)
    meant = spelled[close[0]]
    return entry.draft.problem("list_missing_close", "type", list=entry.choice_list, expected=meant)


def _check_default(entry: Entry, choices: ChoiceSheet) -> Iterator[Problem]:
    """Refuse a default that is no answer, and ``read_only`` that changes with the answers."""
    row, kind = entry.draft, entry.type
    default, read_only = row.text("default"), row.text("read_only").lower()
    if read_only and not (is_yes(read_only) or is_no(read_only)):
        yield row.problem("read_only_changes", "read_only", found=read_only[:80])
    if not default or kind in OFF_SCREEN or kind is ItemType.NOTE or is_dynamic(default, kind):
        return
    codes = {each.text("name") for each in choices.lists.get(entry.choice_list, ())}
    names = [default] if kind is ItemType.SELECT_ONE else default.split()
    is_chosen = not codes or codes.issuperset(names)
    stored = stored_default(kind, scale_parameters(row.text("parameters")), default)
    if not stored or not (is_chosen or kind not in _SELECTS):
        yield row.problem("default_invalid", "default", name=entry.name, found=default[:80])


def _check_codes(rows: Iterable[Draft]) -> Iterator[Problem]:
    """Refuse codes with spaces where several may be chosen: spaces stand between them."""
    for row in rows:
        if len(row.text("name").split()) > 1:
            yield row.problem("choice_name_invalid", "name", name=row.text("name")[:80])


def _check_parameters(entry: Entry, *, is_outside: bool) -> Iterator[Problem]:
    row = entry.draft
    for name, value in read_parameters(row.text("parameters")):
        allowed = name == "randomize" and value in ("true", "false") and entry.type in _SELECTS
        allowed = allowed or (is_outside and name in ("value", "label", "seed"))
        if not allowed and not (entry.type is ItemType.RANGE and name in _SCALE):
            yield row.note("parameter_ignored", "parameters", found=f"{name}={value}")
    if entry.type is ItemType.RANGE and scale_of(scale_parameters(row.text("parameters"))) is None:
        yield row.problem("range_invalid", "parameters", found=row.text("parameters"))


def scale_parameters(text: str) -> tuple[str, ...]:
    """Return start, end and step of a range; what a form leaves out is as ODK takes it."""
    given = dict(read_parameters(text))
    return tuple(given.get(name, usual) for name, usual in zip(_SCALE, USUAL, strict=True))


def read_parameters(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a ``parameters`` cell: ``randomize=true`` (spaces, commas or semicolons between)."""
    tidy = text.replace(" =", "=").replace("= ", "=")
    for part in tidy.replace(",", " ").replace(";", " ").split():
        name, _, value = part.partition("=")
        yield name.lower(), value.lower()


def _check_confirm_list(group: Group) -> Iterator[Problem]:
    """Refuse a list without lines, and one that does not fit a card."""
    listed = [entry for entry in group.entries if entry.draft.text("roster")]
    if group.entries and not listed:
        yield group.draft.problem("confirm_list_empty", "appearance", name=group.name)
    lines = sum(_units(entry.draft.text("label")) + LINE_VALUE for entry in listed)
    found, limit = _units(group.draft.text("label")) + lines, CARD_LIMIT - CARD_MARGIN
    if found > limit:
        yield group.draft.problem("screen_too_long", "label", found=str(found), limit=str(limit))


def _check_lengths(layout: Layout, choices: ChoiceSheet) -> Iterator[Problem]:
    screens: dict[int, list[Entry]] = {}
    for entry in layout.entries:
        if entry.screen >= 0:
            screens.setdefault(entry.screen, []).append(entry)
    limit = CARD_LIMIT - CARD_MARGIN
    for entries in screens.values():
        head = [group.draft for group in entries[0].groups if group.is_screen]
        total = weigh(head, entries, choices)
        if total > limit:
            row = (head or [entries[0].draft])[0]
            yield row.problem("screen_too_long", "label", found=str(total), limit=str(limit))
        elif total > SHORT_LIMIT - CARD_MARGIN:
            yield (head or [entries[0].draft])[0].note(
                "screen_long", "label", found=str(total), limit=str(SHORT_LIMIT)
            )


def weigh(groups: Iterable[Draft], entries: Iterable[Entry], choices: ChoiceSheet) -> int:
    """Return how many units of a message a screen takes."""
    heads = sum(_units(row.text("label")) for row in groups)
    return heads + sum(_weigh(entry, choices) for entry in entries)


def _weigh(entry: Entry, choices: ChoiceSheet) -> int:
    own = sum(_units(entry.draft.text(column)) for column in ("label", "hint"))
    if entry.choice_list in choices.outside:
        return own  # a long list is not shown at once
    return own + sum(_units(row.text("label")) + 6 for row in choices.lists.get(entry.choice_list, ()))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _check_roster(layout: Layout) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for entry in layout.entries:
        row, attribute = entry.draft, entry.draft.text("roster")
        if not attribute:
            continue
        if any(group.is_repeat for group in entry.groups):
            yield row.problem("roster_in_repeat", "roster", name=entry.name)
        if attribute not in ROSTER_TYPES:
            yield row.problem("roster_unknown", "roster", found=attribute, expected=", ".join(ROSTER_TYPES))
        elif ROSTER_TYPES[attribute] is not entry.type:
            expected = ROSTER_TYPES[attribute].value
            yield row.problem("roster_wrong_type", "roster", attribute=attribute, expected=expected)
        elif attribute in first:
            yield row.problem("roster_duplicate", "roster", attribute=attribute, first=first[attribute])
        first.setdefault(attribute, row.cells["roster"].address)
