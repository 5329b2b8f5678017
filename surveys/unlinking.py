"""What may stay of a wave once nobody is to know whose answers they are. Values in, values out.

Two ideas. **Sharing**: what a row still says of its person (unit, title) must be said of at least ``FEWEST`` rows,
else it says less. **Cutting**: of a questionnaire goes whatever the roster knows of the person, whatever was asked
because of that, words of one's own, and dates.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from surveys.confidentiality import FEWEST
from surveys.expressions import Expression
from surveys.interview.kinds import SENT
from surveys.projection import Layout
from surveys.projection.layout import NOT_ASKED, NOT_REACHED
from surveys.questionnaire import Item, ItemType, Questionnaire

WORDS_CUT: Final = "–"
"""What stands in place of words that somebody wrote: that there were some is still counted."""


_OWN: Final = (ItemType.TEXT, *SENT)
_MOMENTS: Final = (ItemType.DATE, ItemType.DATETIME)

POSTS: Final = ("unit", "title")
"""Whoever answers a question with the choices of these tells a post: one held beside, one held before."""


def shared_levels(ladders: Sequence[Sequence[Hashable]], fewest: int = FEWEST) -> list[int]:
    """Return for each row how far down its ladder it must go.

    A ladder says the same of a row ever less exactly; all are equally long, and the last step is the same for all
    that are alike in it. At the level returned at least ``fewest`` rows say the same, except on the last step, if
    there are fewer in all. Rows with equal ladders get equal levels.
    """
    levels = [0] * len(ladders)
    last = len(ladders[0]) - 1 if ladders else 0
    for step in range(last):
        here = Counter(ladder[step] for ladder, level in zip(ladders, levels, strict=True) if level == step)
        for row, ladder in enumerate(ladders):
            if levels[row] == step and here[ladder[step]] < fewest:
                levels[row] = step + 1
    _fill_last_step(ladders, levels, last, fewest)
    return levels


def _fill_last_step(ladders: Sequence[Sequence[Hashable]], levels: list[int], last: int, fewest: int) -> None:
    """Bring the smallest others down to rows that are too few on the last step: alone they would be known."""
    while 0 < levels.count(last) < fewest:
        others = Counter(
            (level, ladder[level]) for ladder, level in zip(ladders, levels, strict=True) if level < last
        )
        if not others:
            return
        smallest = min(others, key=lambda kind: (others[kind], str(kind)))
        for row, ladder in enumerate(ladders):
            if (levels[row], ladder[levels[row]]) == smallest:
                levels[row] = last


class Echoes:
    """Finds the questions whose answers say what the roster holds, whether the form marks them or not.

    Responses are shown one after the other; an item is an echo of an attribute if at least half of those who
    answered it, and of whom the roster holds the attribute, answered just that.
    """

    def __init__(self) -> None:
        self._both: Counter[tuple[str, str]] = Counter()
        self._equal: Counter[tuple[str, str]] = Counter()

    def show(self, facts: Mapping[str, str], given: Mapping[str, str]) -> None:
        """Compare one response with what the roster held of its person, by attribute."""
        for item, answer in given.items():
            for attribute, held in facts.items():
                if answer and held:
                    self._both[item, attribute] += 1
                    self._equal[item, attribute] += answer == held

    def found(self) -> frozenset[str]:
        """Return the items that are echoes."""
        return frozenset(pair[0] for pair, both in self._both.items() if 2 * self._equal[pair] >= both)


@dataclass(frozen=True)
class Cut:
    """What is cut from the responses to a form: answers to items ``dropped``, and what was said in ``words``."""

    form: Questionnaire
    dropped: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(
        cls, form: Questionnaire, kept: frozenset[str] = frozenset(), echoes: frozenset[str] = frozenset()
    ) -> "Cut":
        """Work out what is cut when of all that the roster knows only the attributes ``kept`` may stay.

        With the answers that the roster holds too go other questions about posts, dates, what the form stored by itself
        (moments, who answered), and every question that is asked, or offers choices, because of what goes. ``echoes``
        are questions that turned out to ask for what the roster holds although the form does not say so.
        """
        posts = form.roster_lists()
        lists = {posts[attribute] for attribute in POSTS if attribute in posts}
        dropped = {
            item.name
            for item in form.questions()
            if item.roster not in kept and (item.roster or item.choice_list in lists or item.type in _MOMENTS)
        }
        dropped |= {item.name for item in form.calculations if not item.is_live}
        dropped |= {name for name in echoes if name in form.items and form.items[name].roster not in kept}
        while more := {name for name in form.items if name not in dropped and _hangs_on(form, name, dropped)}:
            dropped |= more
        words = {item.name for item in form.questions() if item.type in _OWN} - dropped
        return cls(form, frozenset(dropped), frozenset(words))

    def answers(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the answers that stay, by item; instead of words ``WORDS_CUT``."""
        return {
            item: WORDS_CUT if value and item in self.words else value
            for item, value in given.items()
            if item in self.form.items and item not in self.dropped
        }

    def packed(self, packed: bytes) -> bytes:
        """Return the packed response without what is dropped; how far it is stays. ``packed`` is as the layout says."""
        cut = bytearray(packed)
        for slot in Layout.of(self.form).slots:
            if slot.item in self.dropped:
                is_conditional = _conditions(self.form, self.form.items[slot.item])
                number = NOT_ASKED if is_conditional else NOT_REACHED
                end = slot.start + slot.width
                cut[slot.start : end + slot.mask] = number.to_bytes(slot.width, "big") + bytes(slot.mask)
        return bytes(cut)

    def screen(self, name: str) -> str:
        """Return the last screen up to this one that is asked whoever one is; what is no screen stays as it is."""
        place = self.form.screen_index.get(name)
        if place is None:
            return name
        asked_of_all = [
            screen.name
            for screen in self.form.screens[: place + 1]
            if not all(item.name in self.dropped and _conditions(self.form, item) for item in screen.items)
        ]
        return asked_of_all[-1] if asked_of_all else self.form.screens[0].name


def _conditions(form: Questionnaire, item: Item) -> list[Expression]:
    """Return what decides whether an item is asked and which choices it offers, or what a calculation comes to."""
    screen = form.screen_of.get(item.name)
    conditions = (item.relevant, item.choice_filter, item.calculation, *(screen.relevant if screen else ()))
    return [each for each in conditions if each is not None]


def _hangs_on(form: Questionnaire, name: str, dropped: set[str]) -> bool:
    return any(each.dependencies & dropped for each in _conditions(form, form.items[name]))
