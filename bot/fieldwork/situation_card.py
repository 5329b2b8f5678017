"""What the card of a situation looks like, before the answer and after it. Pure."""

from collections.abc import Iterator
from typing import Final

from bot.callbacks import to36
from bot.messages import Button, Outbound, OutboundKind
from bot.texts import day_text, say
from bot.texts.situations import TEXTS
from surveys.situations import Situation, Told, shuffled_places

PREFIX: Final = "t"
COMMAND: Final = "tinhhuong"


def card_of(card_id: int, situation: Situation, seed: int) -> Outbound:
    """Return the card as one person sees it: options in their own order, numbered, to be tapped or typed."""
    places = shuffled_places(situation, seed)
    options = [f"{number}. {situation.options[place].text}" for number, place in enumerate(places, 1)]
    numbers = ", ".join(str(number) for number in range(1, len(places) + 1))
    lines = [say(TEXTS.head), situation.text, "\n".join(options), say(TEXTS.how, numbers=numbers)]
    row = tuple(
        Button(
            str(number),
            f"{PREFIX}.a.{to36(card_id)}.{place}",
            typed=str(number),
            said=(situation.options[place].text,),
            command=f"/{COMMAND} {number}",
        )
        for number, place in enumerate(places, 1)
    )
    return Outbound(OutboundKind.NOTICE, "\n\n".join(lines), buttons=(row,))


def verdict_of(situation: Situation, choice: int, told: Told | None, seed: int) -> str:
    """Return what is said after an answer: the key, why, on what it rests, what colleagues chose."""
    number_of = {place: number for number, place in enumerate(shuffled_places(situation, seed), 1)}
    parts = [
        situation.text,
        "\n".join(f"{number}. {situation.options[place].text}" for place, number in number_of.items()),
        "\n".join(_key_lines(situation, choice, number_of)),
        "\n".join(_colleagues(told, number_of)),
    ]
    return "\n\n".join(parts)


def _key_lines(situation: Situation, choice: int, number_of: dict[int, int]) -> Iterator[str]:
    assert situation.key is not None
    key = situation.options[situation.key]
    yield say(TEXTS.done, number=number_of[choice])
    if choice == situation.key:
        yield say(TEXTS.is_right)
    else:
        yield say(TEXTS.key, number=number_of[situation.key], text=key.text)
    yield say(TEXTS.why, reason=key.reason)
    if choice != situation.key and situation.options[choice].reason:
        yield say(TEXTS.why_not, number=number_of[choice], reason=situation.options[choice].reason)
    yield say(TEXTS.basis, basis=situation.basis)
    if situation.reviewed_on is not None:
        day = day_text(situation.reviewed_on)
        yield say(TEXTS.reviewed, author=situation.author, reviewer=situation.reviewer, day=day)


def _colleagues(told: Told | None, number_of: dict[int, int]) -> Iterator[str]:
    if told is None or not told.count:
        yield say(TEXTS.few)
        return
    if not told.shows_anything:
        yield say(TEXTS.all_hidden, count=told.count)
        return
    yield say(TEXTS.colleagues, count=told.count)
    for place, number in number_of.items():
        count = told.chosen[place]
        chosen = say(TEXTS.hidden) if count is None else say(TEXTS.people, count=count)
        yield say(TEXTS.option_line, number=number, chosen=chosen)
