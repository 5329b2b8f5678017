"""One response into its packed bytes."""

from enum import IntEnum

from surveys.interview.evaluation import Evaluation
from surveys.projection.layout import GIVEN, LEFT_EMPTY, NOT_ASKED, NOT_REACHED, OFFSET, Layout, Slot
from surveys.questionnaire import ItemType


class Standing(IntEnum):
    """How far a response is (AAPOR): the first byte of its packed form."""

    BREAKOFF = 0  # less than half of the required items
    PARTIAL = 1  # at least half
    COMPLETED = 2


def pack(layout: Layout, evaluation: Evaluation, standing: Standing) -> bytes:
    """Return the packed bytes of a response: ``layout.size`` of them."""
    packed = bytearray(layout.size)
    packed[0] = standing
    relevant = evaluation.form.items
    for slot in layout.slots:
        if not evaluation.is_relevant(relevant[slot.item]):
            number = NOT_ASKED
        else:
            value = evaluation.answers.get(slot.item)
            if value is None:
                number = NOT_REACHED
            elif value == "":
                number = LEFT_EMPTY
            else:
                number = _number(slot, value)
                _set_bits(packed, slot, value)
        packed[slot.start : slot.start + slot.width] = number.to_bytes(slot.width, "big")
    return bytes(packed)


def _number(slot: Slot, value: str) -> int:
    if slot.type is ItemType.SELECT_ONE:
        return GIVEN + slot.codes.index(value) if value in slot.codes else slot.highest
    if slot.type is ItemType.INTEGER:
        number = GIVEN + OFFSET + int(value)
        return number if GIVEN <= number < slot.highest else slot.highest
    return GIVEN


def _set_bits(packed: bytearray, slot: Slot, value: str) -> None:
    if slot.type is not ItemType.SELECT_MULTIPLE:
        return
    chosen = value.split()
    for place, code in enumerate(slot.codes):
        if code in chosen:
            packed[slot.start + slot.width + place // 8] |= 0x80 >> (place % 8)
