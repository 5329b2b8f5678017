"""How a list looks that is too long for a card: searched by words, or looked through by pages. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.conversation.card_parts import CardPress
from bot.messages import Button
from bot.texts import say
from bot.texts.interview import TEXTS
from surveys.interview import Event, Prompt, Rejected, View
from surveys.questionnaire import ItemType
from surveys.replies import SHOWN, fold

PAGE: Final = "page"
"""What the button does that shows a page of the list; its argument is the page, from 0."""


def page_of(view: View, page: int) -> View:
    """Return a view with a page of its long list."""
    return _windowed(view, _long_one(view), range(page * SHOWN, (page + 1) * SHOWN))


def found_in(view: View, events: Sequence[Event]) -> View:
    """Return a view with what a search has found, if it found several."""
    for event in events:
        if isinstance(event, Rejected) and "found" in event.parameters:
            places = map(int, event.parameters["found"].split())
            wanted = next((prompt for prompt in view.prompts if prompt.item.name == event.item), None)
            return _windowed(view, wanted, places)
    return view


def asked_page(view: View, text: str) -> int | None:
    """Return the page that a typed text asks for: "danh sách", "trang 2"; ``None`` if it asks for none."""
    if _long_one(view) is None:
        return None
    typed = fold(text).strip(" .!")
    if typed == fold(TEXTS.typed_pages):
        return 0
    word, _, number = typed.rpartition(" ")
    asks = word == fold(say(TEXTS.typed_page, number="")) and number.isdecimal() and len(number) < 6
    return max(0, int(number) - 1) if asks else None


def searching(prompt: Prompt) -> str:
    """Say how something of a long list is chosen."""
    is_multiple = prompt.item.type is ItemType.SELECT_MULTIPLE
    return say(
        TEXTS.search_several if is_multiple else TEXTS.search,
        count=f"{len(prompt.whole):,}".replace(",", "."),
    )


def page_rows(prompt: Prompt, press: CardPress) -> list[tuple[Button, ...]]:
    """Return the buttons that lead through the pages of a long list."""
    if not prompt.whole:
        return []
    last = (len(prompt.whole) - 1) // SHOWN
    shown = _page_shown(prompt)
    if shown is None:
        return [(press.move(TEXTS.button_pages, PAGE, typed=TEXTS.typed_pages),)]
    pages = [page for page in (shown - 1, shown + 1) if 0 <= page <= last]
    return [tuple(_page_button(press, page, last, is_next=page > shown) for page in pages)]


def _page_button(press: CardPress, page: int, last: int, *, is_next: bool) -> Button:
    template = TEXTS.button_page_on if is_next else TEXTS.button_page_back
    label = say(template, number=page + 1, count=last + 1)
    return press.move(label, PAGE, page, typed=say(TEXTS.typed_page, number=page + 1))


def _page_shown(prompt: Prompt) -> int | None:
    """Return the page whose choices a prompt shows; ``None`` if it shows others."""
    numbers = [option.number for option in prompt.options]
    if not numbers or (numbers[0] - 1) % SHOWN:
        return None
    end = min(numbers[0] + SHOWN, len(prompt.whole) + 1)
    return (numbers[0] - 1) // SHOWN if numbers == list(range(numbers[0], end)) else None


def _long_one(view: View) -> Prompt | None:
    return next((prompt for prompt in view.prompts if prompt.whole), None)


def _windowed(view: View, wanted: Prompt | None, places: Iterable[int]) -> View:
    if wanted is None:
        return view
    window = wanted.windowed(places)
    return replace(view, prompts=tuple(window if each is wanted else each for each in view.prompts))
