"""pyxform's tree into a ``Questionnaire``. The rows have been checked by now.

What pyxform still refuses becomes a problem. This is the only import of pyxform; it is loaded where it is
used (a third of a second).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from surveys.expressions import Expression, ExpressionError, parse
from surveys.problems import Place, Problem
from surveys.questionnaire import (
    OFF_SCREEN,
    Choice,
    Item,
    ItemType,
    Questionnaire,
    Repeat,
    Screen,
)
from surveys.translation import UNMARKED
from surveys.unrolling import in_dependency_order
from surveys.xlsform.defaults import is_dynamic, shown_value, stored_default, with_triggers
from surveys.xlsform.draft import (
    CHOICE_COLUMNS,
    SETTINGS_COLUMNS,
    SURVEY_COLUMNS,
    Draft,
    is_yes,
    read_headers,
    straighten,
)
from surveys.xlsform.grid import Cell, Sheet
from surveys.xlsform.languages import languages_of, translation_of, tree_in
from surveys.xlsform.layout import APART, CONFIRM_LIST, FIELD_LIST
from surveys.xlsform.others import speak_other
from surveys.xlsform.references import expression_source
from surveys.xlsform.repeating import put_in, repeat_of, repeats_around, say_positions

_CURLY: Final = "“”„‘’‚"
_HIDDEN: Final = {ord(quote): chr(0xE000 + at) for at, quote in enumerate(_CURLY)}
_SHOWN: Final = {0xE000 + at: quote for at, quote in enumerate(_CURLY)}
"""pyxform straightens quotes in labels too: they travel through it under private characters."""

_TYPES: Final = {
    "select one": ItemType.SELECT_ONE,
    "select all that apply": ItemType.SELECT_MULTIPLE,
    "photo": ItemType.IMAGE,
}
"""pyxform's own words for the types; the others it leaves as they are."""

Tree = Mapping[str, Any]


class Refused(Exception):  # noqa: N818 (it is pyxform's verdict, carried as a problem)
    """pyxform does not take the form; ``problem`` carries its own words."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(slots=True)
class _Reading:
    """What is gathered while walking down the tree."""

    screens: list[Screen] = field(default_factory=list)
    calculations: list[Item] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    repeats: list[Repeat] = field(default_factory=list)
    rows: Mapping[str, Draft] = field(default_factory=dict)  # those that begin a repeat, by its name
    around: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the repeats around each name


def compile_form(
    sheets: Mapping[str, Sheet],
    survey: list[Draft],
    others: frozenset[str],
    outside: Mapping[str, tuple[Choice, ...]],
) -> Questionnaire:
    """Return the questionnaire as written.

    ``survey`` are the rows to read, ``others`` lists that get one choice more, ``outside`` lists from files. Raises
    ``Refused``.
    """
    repeats = {row.text("name"): row for row in survey if row.text("type") == "begin_repeat"}
    form = _in_its_languages(sheets, _read_tree(sheets, survey, outside), others, repeats)
    return replace(form, choice_lists={**form.choice_lists, **outside}) if outside else form


def _in_its_languages(
    sheets: Mapping[str, Sheet], tree: Tree, others: frozenset[str], repeats: Mapping[str, Draft]
) -> Questionnaire:
    default = str(tree.get("default_language") or "")
    languages = languages_of(sheets, default)
    known = frozenset({*languages, default, UNMARKED})
    say_positions(tree["children"])

    def read_in(*wanted: str) -> Questionnaire:
        return _built(speak_other(tree_in(tree, wanted, known), others, next(iter(wanted), "")), repeats)

    form = read_in(*languages[:1])
    if len(languages) < 2:
        return form
    spoken = {each: read_in(each, *languages[:1]) for each in languages[1:]}
    translations = {each: translation_of(form, other) for each, other in spoken.items()}
    return replace(form, languages=languages, translations=translations)


def _built(tree: Tree, repeats: Mapping[str, Draft]) -> Questionnaire:
    reading = _Reading(rows=repeats, around=repeats_around(tree["children"]))
    _walk(tree["children"], reading, section="", relevant=())
    screens, calculations = put_in(reading.screens, reading.calculations, reading.around)
    return Questionnaire(
        form_id=str(tree.get("id_string")),
        version=_say(tree.get("version")) or "1",
        title=_say(tree.get("title")),
        screens=with_triggers(screens, calculations),
        calculations=in_dependency_order(calculations),
        choice_lists={
            name.translate(_SHOWN): tuple(map(_choice, rows))
            for name, rows in (tree.get("choices") or {}).items()
        },
        sections=reading.sections,
        repeats=tuple(reading.repeats),
    )


def _read_tree(sheets: Mapping[str, Sheet], survey: list[Draft], outside: Iterable[str]) -> Tree:
    from pyxform.errors import PyXFormError  # noqa: PLC0415
    from pyxform.xls2json import workbook_to_json  # noqa: PLC0415
    from pyxform.xls2json_backends import DefinitionData  # noqa: PLC0415

    kept = [sheets["survey"].rows[draft.at] for draft in survey]
    tables = _table(sheets["survey"], SURVEY_COLUMNS - {"disabled", "repeat_count"}, kept)
    tables["survey_header"][0]["choice_filter"] = None
    for row, draft in zip(tables["survey"], survey, strict=True):
        for column, cell in draft.cells.items():  # as the layout understands them
            # A search() is a filter; what is asked in another way has another appearance.
            if column in row or column in ("type", "appearance", "choice_filter"):
                row[column] = cell.text.translate(_HIDDEN)
            if not cell.text:
                row.pop(column, None)
        if row["type"] == "begin_repeat":
            row.pop("parameters", None)  # how often at most is ours, not pyxform's
    for name, known in (("choices", CHOICE_COLUMNS), ("settings", SETTINGS_COLUMNS)):
        if name in sheets:
            tables |= _table(sheets[name], known, sheets[name].rows)
    _stand_in(tables, outside)
    try:
        tree: Tree = workbook_to_json(DefinitionData(**tables, sheet_names=list(sheets)), warnings=[])
    except PyXFormError as error:
        raise Refused(_refusal(str(error), sheets, kept)) from None
    except Exception as error:  # noqa: BLE001 (a row that pyxform trips over must not be a traceback)
        raise Refused(_refusal(type(error).__name__, sheets, kept)) from None
    return tree


def _stand_in(tables: dict[str, Any], outside: Iterable[str]) -> None:
    """Give each list from a file one choice, which stands for all of them while pyxform reads."""
    for name in outside:
        tables.setdefault("choices_header", [{}])[0].update(dict.fromkeys(("list_name", "name", "label")))
        tables.setdefault("choices", []).append({"list_name": name, "name": "x", "label": "x"})


def _table(sheet: Sheet, known: frozenset[str], rows: list[dict[int, Cell]]) -> dict[str, Any]:
    """Return a sheet as pyxform wants it: columns under their standard names, notes of the author left out."""
    headers, _ = read_headers(sheet, known)
    key = sheet.key
    names = {
        column: str(header)
        for column, header in headers.items()
        if header.name in known or key == "choices"  # a choice_filter may look at any column
    }
    filled = [
        {names[column]: cell.text.translate(_HIDDEN) for column, cell in row.items() if column in names}
        for row in rows
    ]
    return {f"{key}_header": [dict.fromkeys(names.values())], key: filled}


def _refusal(message: str, sheets: Mapping[str, Sheet], rows: list[Any]) -> Problem:
    """Word what pyxform said; it counts the rows of the table that it was given from 2 on."""
    found = re.search(r"\[row : (\d+)\]", message)
    place = Place("survey")
    if found and "'choices'" in message and "choices" in sheets:
        rows, place = sheets["choices"].rows, Place("choices")
    if found and 0 <= int(found[1]) - 2 < len(rows):
        place = Place(place.sheet, next(iter(rows[int(found[1]) - 2].values())).address)
    return Problem("form_refused", place, {"reason": message.translate(_SHOWN)[:300]})


def _walk(
    children: list[Tree],
    reading: _Reading,
    section: str,
    relevant: tuple[Expression, ...],
    heading: str = "",
) -> None:
    """Take rows in their order. ``heading``: of the groups that would share one screen, if there were room."""
    for node in children:
        if node.get("type", "") in ("group", "repeat"):
            _enter(node, reading, section, relevant, heading)
        else:
            reading.screens += [
                Screen(item.name, (item,), section, heading, relevant)
                for item in _shown(node, reading, relevant)
            ]


def _shown(node: Tree, reading: _Reading, relevant: tuple[Expression, ...]) -> Iterator[Item]:
    """Yield what of a row stands on a screen; of what is only read it is a note with the value, which is set beside."""
    item = _item(node)
    is_read_only = item.type is not ItemType.NOTE and is_yes((node.get("bind") or {}).get("readonly") or "")
    if item.type is ItemType.NOTE and (item.calculation is not None or item.has_default):
        item, is_read_only = replace(item, type=ItemType.TEXT), True
    if item.type in OFF_SCREEN or is_read_only:
        reading.calculations.append(_under(item, relevant))
    if is_read_only and item.type not in OFF_SCREEN:
        yield shown_value(item)
    elif item.type not in OFF_SCREEN:
        yield item


def _enter(node: Tree, reading: _Reading, section: str, around: tuple[Expression, ...], heading: str) -> None:
    if node.get("name") == "meta" and node.get("control", {}).get("bodyless"):
        return  # pyxform's own instanceID
    condition = _expression(node, "relevant")
    relevant = around if condition is None else (*around, condition)
    label = _say(node.get("label"))
    if node["type"] == "repeat":
        row, chain = reading.rows[node["name"]], reading.around[node["name"]]
        reading.repeats.append(repeat_of(row, label, relevant, chain))
        relevant = ()
    appearance = (node.get("control") or {}).get("appearance")
    headed = " – ".join(filter(None, (heading, label)))
    if appearance == CONFIRM_LIST:
        _confirm(node, reading, section, label, relevant)
        return
    if appearance == FIELD_LIST:
        items = tuple(_together(node["children"], reading, relevant))
        reading.screens.append(Screen(node["name"], items, section, headed, relevant))
        return
    if not section:
        section, headed = node["name"], ""
        reading.sections[section] = label
    _walk(node["children"], reading, section, relevant, headed if appearance == APART else "")


def _together(
    children: list[Tree], reading: _Reading, around: tuple[Expression, ...], own: tuple[Expression, ...] = ()
) -> Iterator[Item]:
    """Yield what stands on one screen; ``own`` are the conditions of the groups within it."""
    for node in children:
        condition = _expression(node, "relevant")
        if node.get("type") == "group":
            within = own if condition is None else (*own, condition)
            yield from _together(node["children"], reading, around, within)
        else:
            for item in _shown(node, reading, (*around, *own)):
                yield _under(item, own)


def _confirm(
    node: Tree, reading: _Reading, section: str, label: str, relevant: tuple[Expression, ...]
) -> None:
    """Put the screen of the list before those of its items; the group is around sections, or within one."""
    note = Item(node["name"], ItemType.NOTE, label)
    place = len(reading.screens)
    _walk(node["children"], reading, section, relevant)
    listed = [item.name for screen in reading.screens[place:] for item in screen.items if item.roster]
    screen = Screen(note.name, (note,), section, "", relevant, tuple(listed))
    reading.screens.insert(place, screen)


def _item(node: Tree) -> Item:
    bind = node.get("bind") or {}
    written = node.get("parameters")
    parameters = written if isinstance(written, Mapping) else {}  # pyxform reads them where it knows any
    kind = _TYPES.get(node["type"]) or ItemType(node["type"])
    default = str(node.get("default") or "").translate(_SHOWN)
    is_worked_out = is_dynamic(default, kind)
    scale = tuple(parameters[name] for name in ("start", "end", "step")) if kind is ItemType.RANGE else ()
    return Item(
        name=node["name"],
        type=kind,
        label=_say(node.get("label")) or _bare_name(node),
        guidance=_say(node.get("guidance_hint")),
        hint=_say(node.get("hint")),
        required_message=_say(bind.get("jr:requiredMsg")),
        constraint_message=_say(bind.get("jr:constraintMsg")),
        choice_list=(node.get("itemset") or node.get("list_name") or "").translate(_SHOWN),
        roster=node.get("roster") or "",
        picture=_picture(node),
        appearance=(node.get("control") or {}).get("appearance") or "",
        shuffled=parameters.get("randomize") == "true",
        scale=scale,
        default="" if is_worked_out else stored_default(kind, scale, default),
        dynamic_default=parse(straighten(default)) if is_worked_out else None,
        triggers=tuple(node.get("trigger") or ()),
        required=_expression(node, "required"),
        relevant=_expression(node, "relevant"),
        constraint=_expression(node, "constraint"),
        calculation=_expression(node, "calculation"),
        choice_filter=_expression(node, "choice_filter"),
    )


def _bare_name(node: Tree) -> str:
    """Return what stands for a label that the author left out, as in ODK's own tables."""
    return "" if node["type"] in (*OFF_SCREEN, ItemType.NOTE) else str(node["name"])


def _expression(node: Tree, column: str) -> Expression | None:
    bind = node.get("bind") or {}
    raw = node.get("choice_filter") if column == "choice_filter" else bind.get(_BOUND.get(column, column))
    source = expression_source(column, straighten(str(raw or "").translate(_SHOWN)))
    return parse(source) if source else None


_BOUND: Final = {"calculation": "calculate"}


def _under(item: Item, around: tuple[Expression, ...]) -> Item:
    """Give a calculation the conditions of the groups around it: it stands on no screen."""
    conditions = [*around, *([item.relevant] if item.relevant else [])]
    relevant = _join(item, conditions) if len(conditions) > 1 else next(iter(conditions), None)
    return replace(item, relevant=relevant)


def _join(item: Item, conditions: list[Expression]) -> Expression:
    try:
        return parse(" and ".join(f"({condition.source})" for condition in conditions))
    except ExpressionError as error:  # each is short enough, all together are not
        details = dict(error.parameters) | {"column": f"relevant ({item.name})"}
        raise Refused(Problem(error.code, Place("survey"), details)) from None


def _choice(raw: Tree) -> Choice:
    columns = {name: _say(value) for name, value in raw.items() if name not in ("name", "label", "media")}
    columns |= {"image": picture} if (picture := _picture(raw)) else {}
    name = _say(raw["name"])
    return Choice(name, _say(raw.get("label")) or name, columns)


def _picture(node: Tree) -> str:
    """Return the name of the picture that is shown with a question or a choice."""
    media = node.get("media")
    return _say(media.get("image")) if isinstance(media, Mapping) else ""


def _say(text: object) -> str:
    return str(text or "").translate(_SHOWN)
