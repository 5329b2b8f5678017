"""Where each question stands in the packed bytes of a response: a pure function of the form.

The first byte of a packed response is its ``Standing``. Then each question has one slot in asking order (notes
and calculations have none). A slot begins with a number of ``width`` bytes, big-endian:

- 0: not asked (irrelevant), 1: asked and not reached, 2: seen and left empty;
- from 3 on an answer: a choice is 3 + its place in the choice list, a whole number is 3 + ``OFFSET`` + its value,
  a number of a range is 3 + its place on the scale, anything else (text, decimal, date, time) is 3: "given". The
  highest number of the width: given, and not expressible.

The slot of a select_multiple is followed by a bit for each choice, first choice = highest bit of the first byte; that
of a rank by a byte for each choice: the place that it was given from 1 on, 0 for none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from surveys.questionnaire import ItemType, Questionnaire

NOT_ASKED: Final = 0
NOT_REACHED: Final = 1
LEFT_EMPTY: Final = 2
GIVEN: Final = 3
OFFSET: Final = 1000
"""Added to whole numbers, so that those from -1000 on can be told."""

_WIDE: Final = 250  # more choices than that do not fit into one byte


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one question: ``start`` in bytes, ``width`` of its number, ``mask`` bytes of choices after it."""

    item: str
    type: ItemType
    codes: tuple[str, ...]
    start: int
    width: int
    mask: int = 0
    places: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)  # of the codes
    scale: tuple[str, ...] = ()  # of a range

    @property
    def highest(self) -> int:
        """The number that says: given, and not expressible here."""
        return int(256**self.width) - 1


@dataclass(frozen=True, slots=True)
class Layout:
    """The slots of a form (with the choice lists of its wave); ``size`` of a packed response in bytes."""

    slots: tuple[Slot, ...]
    size: int

    @classmethod
    def of(cls, form: Questionnaire) -> "Layout":
        """Lay out a form. It is worked out once and kept with the form, as a cached property would be."""
        known = form.__dict__.get("layout")
        if not isinstance(known, cls):
            known = form.__dict__["layout"] = cls._worked_out(form)
        return known

    @classmethod
    def _worked_out(cls, form: Questionnaire) -> "Layout":
        slots: list[Slot] = []
        start = 1  # after the standing
        for item in form.questions():
            codes = tuple(choice.name for choice in form.choices(item))
            is_wide = item.type in (ItemType.INTEGER, ItemType.RANGE) or (
                item.type is ItemType.SELECT_ONE and len(codes) > _WIDE
            )
            masks = {ItemType.SELECT_MULTIPLE: (len(codes) + 7) // 8, ItemType.RANK: len(codes)}
            mask = masks.get(item.type, 0)
            places = {code: place for place, code in reversed(list(enumerate(codes)))}
            slot = Slot(item.name, item.type, codes, start, 2 if is_wide else 1, mask, places, item.scale)
            slots.append(slot)
            start += slot.width + slot.mask
        return cls(tuple(slots), start)
