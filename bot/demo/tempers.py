"""How simulated officials behave: quick or slow, tapping or typing, correcting, refusing, silent."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final


@dataclass(frozen=True, slots=True)
class Temper:
    """One way to answer. Shares are between 0 and 1, ``think_seconds`` the shortest and longest pause before a reply.

    ``stops_after``: screens after which the person is gone (``blocks``: blocks the bot as well). ``begins_at``: what
    they wait for before the first answer: 0 the invitation, n the n-th reminder. ``page_count``: how many of them
    answer on the page, where no message reaches anybody.
    """

    name: str
    count: int
    page_count: int = 0
    think_seconds: tuple[int, int] = (3, 20)
    typing_share: float = 0.05
    correcting_share: float = 0.0
    double_tap_share: float = 0.0
    begins_at: int = 0
    links: bool = True
    refuses: bool = False
    stops_after: int | None = None
    blocks: bool = False


TYPING: Final = "typing"

TEMPERS: Final = (
    Temper("prompt", 19, page_count=5),
    Temper("slow", 11, page_count=3, think_seconds=(60, 900)),
    Temper(TYPING, 12, typing_share=1.0, think_seconds=(5, 40)),
    Temper("correcting", 6, page_count=2, correcting_share=0.15),
    Temper("double_tapping", 5, double_tap_share=0.5),
    Temper("refusing", 3, page_count=1, refuses=True),
    Temper("blocking", 2, stops_after=6, blocks=True),
    Temper("blocking_at_once", 2, stops_after=0, blocks=True),
    Temper("second_reminder", 5, begins_at=2),
    Temper("leaving_early", 1, stops_after=4),
    Temper("leaving_late", 2, page_count=1, stops_after=30),
    Temper("silent", 4, begins_at=99),
    Temper("never_linking", 3, links=False),
)
"""Seventy-five in all; of other numbers the same shares."""


def deal_tempers(count: int, seed: int) -> list[Temper]:
    """Deal the tempers out to ``count`` people, shuffled by a seed."""
    whole = sum(temper.count for temper in TEMPERS)
    ends = [sum(each.count for each in TEMPERS[:place]) * count // whole for place in range(len(TEMPERS) + 1)]
    shares = [last - first for first, last in pairwise(ends)]
    dealt = [temper for temper, share in zip(TEMPERS, shares, strict=True) for _ in range(share)]
    random.Random(seed).shuffle(dealt)  # noqa: S311 - a play, not a secret
    return dealt


def places_on_page(dealt: Sequence[Temper]) -> set[int]:
    """Return who answers on the page, by place: of each temper the first ones, in the same shares."""
    whole = sum(temper.count for temper in TEMPERS)
    found = set()
    for temper in TEMPERS:
        theirs = [place for place, each in enumerate(dealt) if each is temper]
        found.update(theirs[: temper.page_count * len(dealt) // whole])
    return found


def visit_moment(chance: random.Random, opens: datetime) -> datetime:
    """When somebody to whom nobody can write comes again by themselves: within two days after the wave has opened."""
    return opens + timedelta(days=chance.randrange(2), minutes=chance.randrange(20, 8 * 60))


def link_moment(chance: random.Random, first: datetime, last: datetime) -> datetime:
    """When somebody first presses Start: half of them before the wave opens, some late in the evening."""
    if chance.random() < 0.5:
        return first + timedelta(minutes=chance.randrange(0, 5 * 60))
    span = int((last - first).total_seconds() // 60)
    moment = first + timedelta(minutes=chance.randrange(3 * 24 * 60, span))
    return moment.replace(hour=chance.choice((7, 9, 10, 14, 16, 19, 20)))
