"""A form as it reads in one of its languages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from surveys.questionnaire import Choice, Item, Questionnaire
from surveys.translation import Translation


def spoken(form: Questionnaire, language: str) -> Questionnaire:
    """Lay the texts of a language over a form."""
    texts = form.translations.get(language, Translation())

    def put(item: Item) -> Item:
        changes: dict[str, Any] = dict(texts.items.get(item.name, {}))
        return replace(item, **changes) if changes else item

    def said(choice: Choice, labels: Mapping[str, str]) -> Choice:
        return replace(choice, label=labels[choice.name]) if choice.name in labels else choice

    screens = (
        replace(
            screen, label=texts.screens.get(screen.name, screen.label), items=tuple(map(put, screen.items))
        )
        for screen in form.screens
    )
    lists = {
        name: tuple(said(choice, texts.choices[name]) for choice in choices)
        if name in texts.choices
        else choices
        for name, choices in form.choice_lists.items()
    }
    return replace(
        form,
        title=texts.title or form.title,
        screens=tuple(screens),
        calculations=tuple(map(put, form.calculations)),
        choice_lists=lists,
        sections={name: texts.sections.get(name, label) for name, label in form.sections.items()},
        repeats=tuple(replace(each, label=texts.screens.get(each.name, each.label)) for each in form.repeats),
        spoken=language,
        origin=form,
    )
