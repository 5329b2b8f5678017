"""One response into its packed bytes."""

from enum import IntEnum

from surveys.disposition import CaseFacts
from surveys.interview import Interview, Status, required_progress
from surveys.interview.evaluation import Evaluation
from surveys.interview.outline import Outline
from surveys.projection.layout import GIVEN, LEFT_EMPTY, NOT_REACHED, OFFSET, Layout, Slot
from surveys.questionnaire import ItemType
from surveys.scales import scale_of


class Standing(IntEnum):
    """How far a response is (AAPOR): the first byte of its packed form."""

    BREAKOFF = 0  # less than half of the required items
    PARTIAL = 1  # at least half
    COMPLETED = 2


def standing_of(status: Status, answered_count: int, required_answered: int, required_total: int) -> Standing:
    """Return how far a response is, by the same rule as the outcome of its case (``surveys.disposition``).

    Who submitted and corrects something keeps counting as completed while every answer stays valid.
    """
    if status.is_final:
        return Standing.COMPLETED
    facts = CaseFacts(
        answered_count=answered_count, required_answered=required_answered, required_count=required_total
    )
    return Standing.PARTIAL if facts.is_half_done else Standing.BREAKOFF


def answered_count_of(interview: Interview) -> int:
    """Return how many answers are stored that are not empty; what the form sets by itself is none."""
    beside = Outline.of(interview.form).beside
    return sum(1 for name, value in interview.answers.items() if value and name not in beside)


def pack_interview(interview: Interview) -> bytes:
    """Return the packed bytes of an interview as it stands on its day."""
    standing = standing_of(interview.status, answered_count_of(interview), *required_progress(interview))
    return pack(Layout.of(interview.form), interview.evaluation, standing)


def pack(layout: Layout, evaluation: Evaluation, standing: Standing) -> bytes:
    """Return the packed bytes of a response: ``layout.size`` of them."""
    packed = bytearray(layout.size)
    packed[0] = standing
    items, answers, is_relevant = evaluation.form.items, evaluation.answers, evaluation.is_relevant
    for slot in layout.slots:
        if not is_relevant(items[slot.item]):
            continue  # NOT_ASKED is zero
        value = answers.get(slot.item)
        if value is None:
            number = NOT_REACHED
        elif value == "":
            number = LEFT_EMPTY
        else:
            number = _number(slot, value)
            if slot.mask:
                _set_choices(packed, slot, value)
        if slot.width == 1:
            packed[slot.start] = number
        else:
            packed[slot.start : slot.start + slot.width] = number.to_bytes(slot.width, "big")
    return bytes(packed)


def _number(slot: Slot, value: str) -> int:
    if slot.type is ItemType.SELECT_ONE:
        place = slot.places.get(value)
        return slot.highest if place is None else GIVEN + place
    if slot.type is ItemType.INTEGER:
        return _integer_number(slot, value)
    if slot.type is ItemType.RANGE:
        return _scale_number(slot, value)
    return GIVEN


def _integer_number(slot: Slot, value: str) -> int:
    try:
        number = GIVEN + OFFSET + int(value)
    except ValueError:  # not a whole number, or one of thousands of digits: given, and not expressible
        return slot.highest
    return number if GIVEN <= number < slot.highest else slot.highest


def _scale_number(slot: Slot, value: str) -> int:
    scale = scale_of(slot.scale)
    place = scale.place(value) if scale is not None else None
    return slot.highest if place is None else min(GIVEN + place, slot.highest)


def _set_choices(packed: bytearray, slot: Slot, value: str) -> None:
    if slot.type is not ItemType.RANK:
        _set_bits(packed, slot, value)
        return
    start = slot.start + slot.width
    for number, code in enumerate(value.split()[:255], start=1):
        if code in slot.places:
            packed[start + slot.places[code]] = number


def _set_bits(packed: bytearray, slot: Slot, value: str) -> None:
    start, chosen = slot.start + slot.width, set(value.split())
    for place, code in enumerate(slot.codes):
        if code in chosen:
            packed[start + place // 8] |= 0x80 >> (place % 8)
