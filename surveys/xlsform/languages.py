"""The languages of a form's texts: which there are, the tree of the form in one of them, what differs between two."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, Final

from surveys.problems import Note, Place
from surveys.questionnaire import Choice, Item, Questionnaire
from surveys.translation import UNMARKED, Translation
from surveys.xlsform.draft import CHOICE_COLUMNS, SURVEY_COLUMNS, TEXTS, UNSUPPORTED_COLUMNS, read_headers
from surveys.xlsform.grid import Sheet

MAX_PLACES: Final = 20
"""Cells without a translation that are named."""

_SPOKEN: Final = frozenset(TEXTS) | UNSUPPORTED_COLUMNS
_KNOWN: Final = {"survey": SURVEY_COLUMNS | UNSUPPORTED_COLUMNS, "choices": CHOICE_COLUMNS}


def languages_of(sheets: Mapping[str, Sheet], default: str) -> tuple[str, ...]:
    """Return the languages that have any text, the form's own first: the ``default`` of its settings.

    Without that it is what columns without a language speak, else the first language.
    """
    found: dict[str, None] = {}
    for name, known in _KNOWN.items():
        for language in _spoken_in(sheets[name], known) if name in sheets else ():
            found.setdefault(language or default or UNMARKED)
    own = next((each for each in (default, UNMARKED) if each in found), next(iter(found), ""))
    return tuple(sorted(found, key=lambda language: language != own))


def _spoken_in(sheet: Sheet, known: frozenset[str]) -> list[str]:
    """Return the languages of the columns of texts in which anything is written, in order."""
    headers, _ = read_headers(sheet, known)
    written = {column for row in sheet.rows for column in row}
    spoken = (column for column, header in headers.items() if header.name in _SPOKEN and column in written)
    return [headers[column].language for column in spoken]


def check_languages(sheets: Mapping[str, Sheet], default: str) -> Iterator[Note]:
    """Note which texts a language lacks, once for each, and a form's own language that no column speaks."""
    languages = languages_of(sheets, default)
    if default and languages and default not in languages:
        about = {"found": default[:80], "expected": languages[0]}
        yield Note("default_language_unknown", Place("settings"), about)
    for language in languages[1:]:
        places = [
            place
            for sheet in _sheets(sheets)
            for place in _untranslated(sheet, language, languages[0], default)
        ]
        if places:
            first, *others = places
            about = {"language": language[:80], "count": str(len(places))}
            yield Note("text_untranslated", first, about, tuple(others[:MAX_PLACES]))


def _sheets(sheets: Mapping[str, Sheet]) -> list[Sheet]:
    return [sheets[name] for name in _KNOWN if name in sheets]


def _untranslated(sheet: Sheet, language: str, own: str, default: str) -> Iterator[Place]:
    """Yield the labels that a form's own language has and another has not."""
    headers, _ = read_headers(sheet, _KNOWN[sheet.key])
    labels = {
        header.language or default or UNMARKED: column
        for column, header in headers.items()
        if header.name == "label"
    }
    for row in sheet.rows:
        if labels.get(own) in row and labels.get(language) not in row:
            yield sheet.place(row[labels[own]].address)


def tree_in(tree: Any, languages: tuple[str, ...], known: frozenset[str]) -> Any:
    """Return pyxform's tree with each text in the first of ``languages`` that has it, else in any ``known``."""
    if isinstance(tree, list):
        return [tree_in(each, languages, known) for each in tree]
    if not isinstance(tree, Mapping):
        return tree
    if tree and known.issuperset(tree):
        wanted = [*languages, *tree]
        return next((tree[each] for each in wanted if tree.get(each)), "")
    return {name: tree_in(value, languages, known) for name, value in tree.items()}


def translation_of(form: Questionnaire, other: Questionnaire) -> Translation:
    """Return what the same form in another language says otherwise."""
    screens = [
        *((one.name, one.label, two.label) for one, two in zip(form.screens, other.screens, strict=True)),
        *((one.name, one.label, two.label) for one, two in zip(form.repeats, other.repeats, strict=True)),
    ]
    items = ((item, other.items[name]) for name, item in form.items.items())
    lists = {name: _labels(choices, other.choice_lists[name]) for name, choices in form.choice_lists.items()}
    return Translation(
        title="" if other.title == form.title else other.title,
        sections={name: label for name, label in other.sections.items() if label != form.sections[name]},
        screens={name: said for name, own, said in screens if said != own},
        items={one.name: texts for one, two in items if (texts := _texts(one, two))},
        choices={name: labels for name, labels in lists.items() if labels},
    )


def _texts(item: Item, other: Item) -> dict[str, str]:
    pairs = ((field.name, getattr(item, field.name), getattr(other, field.name)) for field in fields(item))
    return {name: said for name, own, said in pairs if isinstance(said, str) and said and said != own}


def _labels(choices: tuple[Choice, ...], others: tuple[Choice, ...]) -> dict[str, str]:
    pairs = zip(choices, others, strict=True)
    return {one.name: two.label for one, two in pairs if two.label != one.label}
