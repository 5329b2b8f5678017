"""A form of several languages: the choice is offered once, and open at any time. Pure.

The language is part of how a form is read, not of its answers: it changes nothing that is stored of them.
"""

import re
from dataclasses import replace
from typing import Final

from bot.conversation.card_parts import CardPress, as_card
from bot.messages import Outbound
from bot.texts import say
from bot.texts.languages import TEXTS
from surveys import interview as engine
from surveys.interview import Interview
from surveys.questionnaire import Questionnaire
from surveys.replies import Rejected, fold, read_choice
from surveys.translation import UNMARKED

CHOOSE: Final = "lang"
OFFER: Final = "langs"
"""What the buttons do: choose a language by its place, show all of them."""


def is_unchosen(form: Questionnaire) -> bool:
    """Whether a form is to be read in one of several languages, and nobody has said in which."""
    return bool(form.languages) and not form.spoken


def language_name(language: str) -> str:
    """Return what a language is called: ``English (en)`` is English."""
    return TEXTS.own if language == UNMARKED else re.sub(r"\s*\([\w-]+\)$", "", language)


def language_card(form: Questionnaire, response_id: int, visit: int, lead: str = "") -> Outbound:
    """The card that offers the languages of a form; the one that is read now is marked."""
    press = CardPress(response_id, visit)
    names = [f"{number}. {language_name(each)}" for number, each in enumerate(form.languages, 1)]
    marked = [
        name + (" ✔" if each == form.spoken else "") for name, each in zip(names, form.languages, strict=True)
    ]
    typed = [say(TEXTS.typed_one, number=number) for number in range(1, len(names) + 1)]
    rows = [
        (press.move(name, CHOOSE, place, typed=words),)
        for place, (name, words) in enumerate(zip(names, typed, strict=True))
    ]
    return as_card([lead, say(TEXTS.ask, languages="\n".join(marked)), say(TEXTS.help)], rows, visit)


def offering_languages(card: Outbound, form: Questionnaire, response_id: int, visit: int) -> Outbound:
    """Add the button that leads to the languages, if a form has several."""
    if not form.languages:
        return card
    button = CardPress(response_id, visit).move(TEXTS.button, OFFER, typed=TEXTS.typed)
    return replace(card, buttons=(*card.buttons, (button,)))


def tapped_language(form: Questionnaire, verb: str, argument: int) -> str | None:
    """Return the language that a button chooses, empty for all of them; ``None`` if it is about something else."""
    if verb == CHOOSE:
        return form.languages[argument] if argument < len(form.languages) else ""
    return "" if verb == OFFER or is_unchosen(form) else None


def typed_language(interview: Interview, text: str) -> str | None:
    """Return the language that a text chooses, empty to offer them all; ``None`` if it is about something else.

    A text that is a choice of the open question answers it.
    """
    form, typed = interview.form, fold(text)
    if not form.languages:
        return None
    labels = list(map(language_name, form.languages))
    if is_unchosen(form):
        return _read(form, labels, _without_word(typed) or text)
    if _without_word(typed) is None or _is_choice(interview, typed):
        return None
    return _read(form, labels, _without_word(typed) or "")


def _without_word(typed: str) -> str | None:
    """Return what follows the word for languages; ``None`` if the text does not begin with it."""
    for word in sorted(map(fold, TEXTS.words), key=len, reverse=True):
        if typed == word or typed.startswith(f"{word} "):
            return typed[len(word) :].strip()
    return None


def _read(form: Questionnaire, labels: list[str], text: str) -> str | None:
    read = read_choice(text, labels)
    return "" if isinstance(read, Rejected) else form.languages[read]


def _is_choice(interview: Interview, typed: str) -> bool:
    options = (option for prompt in engine.view(interview).prompts for option in prompt.options)
    return any(fold(option.label) == typed for option in options)
