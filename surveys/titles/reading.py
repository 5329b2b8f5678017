"""Files of titles into ``Titles``, or everything that is wrong with them at once."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from surveys.content import read
from surveys.entries import Entry, Problems, read_entries
from surveys.problems import Problem
from surveys.spelling import fold_words
from surveys.titles.catalogue import Bloc, Field, Group, Title, Titles
from surveys.titles.problems import problem

_KEYS: Final = ("schema", "groups", "fields", "titles", "phrases", "joins")
_TITLE_KEYS: Final = (
    *("name", "group", "spellings", "field", "from", "to", "became", "membership", "level", "note"),
)
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,30}")
_BODIES: Final = ("can_bo", "cong_chuc")


@cache
def built_in_titles() -> Titles:
    """Return the titles that come with the programme. Raises ``ValueError`` if their file is broken."""
    found = read_titles(read("titles.yaml").decode("utf-8"))
    if isinstance(found, Titles):
        return found
    raise ValueError(found)


def read_titles(text: str, *more: str) -> Titles | list[Problem]:
    """Read the titles, and files of an office laid over them.

    Each of ``more`` may add titles, groups, fields and phrases, add spellings to a title and change what else it
    says of it. A problem's place is the line, its sheet the file's number from the second on.
    """
    problems = Problems(problem)
    titles: dict[str, Title] = {}
    groups: dict[str, Group] = {}
    fields: dict[str, Field] = {}
    phrases: list[tuple[str, str]] = []
    joins: list[str] = []
    for number, each in enumerate((text, *more), start=1):
        entry = read_entries(each, number)
        if not isinstance(entry, Entry):
            problems.found += entry
            continue
        raw = problems.mapping(entry, "schema", _KEYS)
        problems.one_of(raw.get("schema"), "schema", ("1",))
        groups |= dict(_groups(raw.get("groups"), problems))
        fields |= dict(_fields(raw.get("fields"), fields, problems))
        own = _phrases(raw.get("phrases"), problems)
        phrases = [*own, *phrases] if number > 1 else own
        joins += problems.texts(raw.get("joins"), "joins")
        _add_titles(raw.get("titles"), titles, groups, fields, problems)
    return problems.found or Titles(titles, groups, fields, tuple(phrases), tuple(joins))


def _groups(entry: Entry | None, problems: Problems) -> Iterable[tuple[str, Group]]:
    for code, each in _coded(entry, "groups", problems):
        raw = problems.mapping(each, "groups", ("label", "body", "fields", "bloc"))
        label = problems.text(problems.needed(each, raw, "label"), "label")
        body = problems.one_of(raw.get("body"), "body", _BODIES) or _BODIES[1]
        has_fields = problems.one_of(raw.get("fields"), "fields", ("true", "false")) == "true"
        yield code, Group(code, label, body, has_fields, _bloc(raw.get("bloc"), problems))


def _bloc(entry: Entry | None, problems: Problems) -> Bloc:
    if entry is None:
        return Bloc()
    raw = problems.mapping(entry, "bloc", ("named", "begins", "apart"))
    words = {key: tuple(map(fold_words, problems.texts(raw.get(key), key))) for key in raw}
    return Bloc(**words)


def _fields(entry: Entry | None, known: dict[str, Field], problems: Problems) -> Iterable[tuple[str, Field]]:
    for code, each in _coded(entry, "fields", problems):
        raw = problems.mapping(each, "fields", ("label", "spellings"))
        held = known.get(code)
        label = problems.text(raw.get("label"), "label") or (held.label if held else "")
        if not label:
            problems.needed(each, raw, "label")
        spellings = problems.texts(raw.get("spellings"), "spellings")
        yield code, Field(code, label, (*(held.spellings if held else ()), *spellings))


def _phrases(entry: Entry | None, problems: Problems) -> list[tuple[str, str]]:
    found = []
    for each in problems.items(entry, "phrases"):
        raw = problems.mapping(each, "phrases", ("write", "for"))
        written = fold_words(problems.text(problems.needed(each, raw, "write"), "write"))
        shorts = map(fold_words, problems.texts(problems.needed(each, raw, "for"), "for"))
        found += [(short, written) for short in shorts if short]
    return found


def _add_titles(
    entry: Entry | None,
    titles: dict[str, Title],
    groups: dict[str, Group],
    fields: dict[str, Field],
    problems: Problems,
) -> None:
    stated = list(_coded(entry, "titles", problems))
    known = {*titles, *(code for code, _ in stated)}
    for code, each in stated:
        raw = problems.mapping(each, "titles", _TITLE_KEYS)
        held = titles.get(code)
        if held is None:
            problems.needed(each, raw, "name")
            problems.needed(each, raw, "group")
        held = held or Title(code, "", "")
        for key, table, wrong in (("group", groups, "group"), ("field", fields, "field")):
            named = problems.text(raw.get(key), key)
            if named and named not in table:
                problems.report(f"titles_unknown_{wrong}", raw[key], found=named, expected=", ".join(table))
        became = problems.texts(raw.get("became"), "became")
        for unknown in [name for name in became if name not in known]:
            problems.report("titles_unknown_title", raw["became"], found=unknown)
        membership = problems.one_of(raw.get("membership"), "membership", ("true", "false"))
        titles[code] = Title(
            code,
            problems.text(raw.get("name"), "name") or held.name,
            problems.text(raw.get("group"), "group") or held.group,
            (*held.spellings, *problems.texts(raw.get("spellings"), "spellings")),
            problems.text(raw.get("field"), "field") or held.field,
            problems.day(raw.get("from"), "from") or held.starts_on,
            problems.day(raw.get("to"), "to") or held.ends_on,
            became or held.became,
            membership == "true" if membership else held.is_membership,
        )


def _coded(entry: Entry | None, key: str, problems: Problems) -> Iterable[tuple[str, Entry]]:
    """Yield the entries of a mapping whose keys are codes."""
    if entry is None:
        return
    for code, each in problems.mapping(entry, key).items():
        if not _CODE.fullmatch(code):
            problems.report("titles_bad_code", each, found=code)
        yield code, each
