"""The field-lists that no card can show on one screen: their questions are asked one after the other.

A typed reply cannot be split among several texts or several choices of many, a group within has a label that belongs
to its own questions, a repeat within is asked several times, and a message has an end. What the answers mean is the
same.
"""

from collections.abc import Iterator
from typing import Final

from surveys.questionnaire import ItemType
from surveys.xlsform.checks import CARD_LIMIT, CARD_MARGIN, weigh
from surveys.xlsform.choices import ChoiceSheet
from surveys.xlsform.layout import Group, Layout

_ALONE: Final = (ItemType.TEXT, ItemType.SELECT_MULTIPLE, ItemType.RANK)
"""Types of which only one may stand on a screen."""


def crowded(layout: Layout, choices: ChoiceSheet) -> frozenset[str]:
    """Return the addresses of the field-lists that cannot be one screen."""
    return frozenset(group.draft.address for group in _crowded(layout, choices))


def _crowded(layout: Layout, choices: ChoiceSheet) -> Iterator[Group]:
    for group in layout.groups:
        outermost = next((each for each in group.around if each.is_screen), None)
        if outermost is not None and (group.draft.text("label") or group.is_list or group.is_repeat):
            yield outermost
        elif group.is_screen and not _has_room(group, choices):
            yield group


def _has_room(group: Group, choices: ChoiceSheet) -> bool:
    shown = [entry for entry in group.entries if entry.screen >= 0]
    if sum(entry.type in _ALONE for entry in shown) > 1:
        return False
    return weigh([group.draft], shown, choices) <= CARD_LIMIT - CARD_MARGIN
