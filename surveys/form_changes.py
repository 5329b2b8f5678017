"""What is another between two versions of a form: values that a floor above words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from surveys.expressions import Expression
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Repeat

CODES: Final = (
    "title",
    "item_added",
    "item_gone",
    "item_type",
    "item_label",
    "item_hint",
    "item_required",
    "item_optional",
    "item_relevant",
    "item_constraint",
    "item_roster",
    "item_picture",
    "item_scale",
    "item_default",
    "item_moved",
    "choices_added",
    "choices_gone",
    "choice_label",
    "repeat",
    "calculation",
    "languages",
    "translation",
    "other",
)
"""Every code that a change can have."""


@dataclass(frozen=True, slots=True)
class FormChange:
    """One change. ``what`` it is of (a question's label), what stood ``before`` and ``after``."""

    code: str
    what: str = ""
    before: str = ""
    after: str = ""


def compare_forms(before: Questionnaire, after: Questionnaire) -> list[FormChange]:
    """Return what is another in ``after``, in its order; what nobody asked or answering sees comes last."""
    before, after = before.written or before, after.written or after
    changes = []
    if before.title != after.title:
        changes.append(FormChange("title", "", before.title, after.title))
    old = {item.name: item for item in _shown(before)}
    new = {item.name: item for item in _shown(after)}
    for name, item in new.items():
        if name not in old:
            changes.append(FormChange("item_added", _named(item)))
        else:
            changes += _of_item(old[name], item)
    changes += [FormChange("item_gone", _named(item)) for name, item in old.items() if name not in new]
    changes += _moved(list(old), new)
    changes += _of_choices(before, after)
    changes += _of_repeats(before, after)
    calculated = _sources(before), _sources(after)
    names = sorted({*calculated[0], *calculated[1]})
    changes += [
        FormChange("calculation", name)
        for name in names
        if calculated[0].get(name) != calculated[1].get(name)
    ]
    changes += _of_languages(before, after)
    return changes or ([] if before.to_json() == after.to_json() else [FormChange("other")])


def _of_repeats(before: Questionnaire, after: Questionnaire) -> Iterator[FormChange]:
    old = {repeat.name: _repeat(repeat) for repeat in before.repeats}
    new = {repeat.name: _repeat(repeat) for repeat in after.repeats}
    labels = {repeat.name: repeat.label for repeat in (*before.repeats, *after.repeats)}
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) != new.get(name):
            yield FormChange("repeat", labels[name], old.get(name, ""), new.get(name, ""))


def _repeat(repeat: Repeat) -> str:
    """Write how often a repeat is asked, and when."""
    return "; ".join(
        (str(repeat.limit), _source(repeat.count), *map(_source, repeat.relevant), repeat.parent)
    ).strip("; ")


def _shown(form: Questionnaire) -> Iterator[Item]:
    for screen in form.screens:
        yield from screen.items


def _named(item: Item) -> str:
    return item.label or item.name


def _source(expression: Expression | None) -> str:
    return "" if expression is None else expression.source


def _of_item(before: Item, after: Item) -> Iterator[FormChange]:
    what = _named(after)
    if before.type != after.type:
        yield FormChange("item_type", what, before.type.value, after.type.value)
    if before.label != after.label:
        yield FormChange("item_label", what, before.label, after.label)
    for old, new in ((before.hint, after.hint), (before.guidance, after.guidance)):
        if old != new:
            yield FormChange("item_hint", what, old, new)
    if _source(before.required) != _source(after.required):
        yield FormChange("item_required" if after.required else "item_optional", what)
    for code, one, other in (
        ("item_relevant", before.relevant, after.relevant),
        ("item_constraint", before.constraint, after.constraint),
    ):
        if _source(one) != _source(other):
            yield FormChange(code, what, _source(one), _source(other))
    if before.scale != after.scale and before.type == after.type:
        yield FormChange("item_scale", what, _scale(before), _scale(after))
    if _set(before) != _set(after):
        yield FormChange("item_default", what)
    if before.picture != after.picture:
        yield FormChange("item_picture", what, before.picture, after.picture)
    if before.roster != after.roster:
        yield FormChange("item_roster", what)


def _set(item: Item) -> tuple[str, ...]:
    """Return what the form itself puts into an item, and when."""
    return (item.default, _source(item.dynamic_default), _source(item.calculation), *item.triggers)


def _scale(item: Item) -> str:
    """Write the ends and the step of a range."""
    return "; ".join(item.scale)


def _moved(old: list[str], new: Mapping[str, Item]) -> Iterator[FormChange]:
    """Tell the first of the questions of both whose order is another."""
    kept = [name for name in old if name in new]
    order = [name for name in new if name in kept]
    moved = next((name for name, before in zip(order, kept, strict=True) if name != before), None)
    if moved is not None:
        yield FormChange("item_moved", _named(new[moved]))


def _of_choices(before: Questionnaire, after: Questionnaire) -> Iterator[FormChange]:
    used = {
        item.choice_list: _named(item)
        for item in reversed(list(_shown(after)))
        if item.type in (ItemType.SELECT_ONE, ItemType.SELECT_MULTIPLE, ItemType.RANK)
    }
    for name, choices in after.choice_lists.items():
        if name not in before.choice_lists or name not in used:
            continue
        old, new = _labels(before.choice_lists[name]), _labels(choices)
        if added := [label for code, label in new.items() if code not in old]:
            yield FormChange("choices_added", used[name], after="; ".join(added))
        if gone := [label for code, label in old.items() if code not in new]:
            yield FormChange("choices_gone", used[name], before="; ".join(gone))
        for code, label in new.items():
            if code in old and old[code] != label:
                yield FormChange("choice_label", used[name], old[code], label)


def _of_languages(before: Questionnaire, after: Questionnaire) -> Iterator[FormChange]:
    if before.languages != after.languages:
        yield FormChange("languages", "", "; ".join(before.languages), "; ".join(after.languages))
    for language, texts in after.translations.items():
        if before.translations.get(language, texts) != texts:
            yield FormChange("translation", language)


def _labels(choices: tuple[Choice, ...]) -> dict[str, str]:
    return {choice.name: choice.label for choice in choices}


def _sources(form: Questionnaire) -> dict[str, tuple[str, ...]]:
    return {item.name: (item.type.value, *_set(item)) for item in form.calculations}
