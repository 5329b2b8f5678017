"""The packed responses of a wave as columns of small integers. The only room that turns bytes into arrays."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from surveys.projection.layout import GIVEN, OFFSET, Layout, Slot
from surveys.projection.packing import Standing

Numbers = NDArray[np.uint16]
Mask = NDArray[np.bool_]
_BITS = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).astype(np.int64)  # of each byte
_BLOCK = 4096


class Matrix:
    """Packed responses side by side. Rows are responses, in no order that means anything.

    ``packed`` is their bytes one after the other (``layout.size`` each). Raises ``ValueError`` if it does not
    hold a whole number of responses.
    """

    def __init__(self, layout: Layout, packed: bytes | NDArray[np.uint8]) -> None:
        flat = np.frombuffer(packed, np.uint8) if isinstance(packed, bytes) else packed.reshape(-1)
        if flat.size % layout.size:
            raise ValueError(f"{flat.size} bytes are no whole number of responses of {layout.size}")
        self.layout = layout
        self._rows: NDArray[np.uint8] = flat.reshape(-1, layout.size)

    def __len__(self) -> int:
        """How many responses there are."""
        return int(self._rows.shape[0])

    @property
    def packed(self) -> NDArray[np.uint8]:
        """The packed bytes, a row a response: a matrix made of them is equal to this one."""
        return self._rows

    @cached_property
    def _columns(self) -> NDArray[np.uint8]:
        """The same bytes with those of a slot side by side: to count one question touches no other."""
        columns = np.empty((self.layout.size, len(self)), np.uint8)
        for start in range(0, len(self), _BLOCK):  # block by block stays within the processor's cache
            columns[:, start : start + _BLOCK] = self._rows[start : start + _BLOCK].T
        return columns

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """The slots by item."""
        return {slot.item: slot for slot in self.layout.slots}

    def __contains__(self, item: str) -> bool:
        """Whether the form asks an item."""
        return item in self.slots

    def where(self, mask: Mask) -> "Matrix":
        """Return the responses for which ``mask`` is true."""
        return Matrix(self.layout, np.ascontiguousarray(self._rows[mask]))

    def counted(self) -> "Matrix":
        """Return the responses that count: completed, or at least half answered (AAPOR partials)."""
        return self.where(self._columns[0] >= Standing.PARTIAL)

    def numbers(self, item: str) -> Numbers:
        """Return the slot's numbers as the layout tells them (0 not asked, 1 not reached, 2 left empty, 3… given)."""
        slot = self.slots[item]
        numbers: Numbers = self._columns[slot.start].astype(np.uint16)
        if slot.width == 2:
            numbers = np.left_shift(numbers, np.uint16(8)) | self._columns[slot.start + 1]
        return numbers

    def is_given(self, item: str) -> Mask:
        """Say of each response whether it holds an answer to an item."""
        is_it: Mask = self.numbers(item) >= GIVEN
        return is_it

    def integers(self, item: str) -> NDArray[np.int32]:
        """Return the whole numbers answered; only where ``is_integer`` is true do they mean anything."""
        return self.numbers(item).astype(np.int32) - (GIVEN + OFFSET)

    def is_integer(self, item: str) -> Mask:
        """Say of each response whether it holds a whole number that could be packed."""
        numbers = self.numbers(item)
        is_it: Mask = (numbers >= GIVEN) & (numbers < self.slots[item].highest)
        return is_it

    def counts(self, item: str) -> dict[str, int]:
        """Return how many responses hold each choice of a select_one or select_multiple, in the form's order."""
        slot = self.slots[item]
        if slot.mask:
            found = self._bit_counts(slot)
        else:
            column = self._columns[slot.start] if slot.width == 1 else self.numbers(item)
            found = np.bincount(column, minlength=GIVEN + len(slot.codes))[GIVEN:]
        return {code: int(found[place]) for place, code in enumerate(slot.codes)}

    def _bit_counts(self, slot: Slot) -> NDArray[np.int64]:
        """Count each bit of a slot: by the 256 values of a byte first, then by the bits of those."""
        start = slot.start + slot.width
        counts = [np.bincount(column, minlength=256) for column in self._columns[start : start + slot.mask]]
        return (np.array(counts) @ _BITS).reshape(-1)

    def is_choice(self, item: str, code: str) -> Mask:
        """Say of each response whether it holds a choice. Raises ``ValueError`` for a choice not in the list."""
        place = self.slots[item].codes.index(code)
        if self.slots[item].mask:
            column = self._columns[self.slots[item].start + self.slots[item].width + place // 8]
            mask: Mask = (column & np.uint8(0x80 >> (place % 8))) != 0
            return mask
        is_it: Mask = self.numbers(item) == GIVEN + place
        return is_it

    def chosen(self, item: str) -> Mask:
        """Return a column for each choice of a select_multiple: whether it was ticked."""
        slot = self.slots[item]
        start = slot.start + slot.width
        bits = self._rows[:, start : start + slot.mask]
        return np.unpackbits(bits, axis=1, count=len(slot.codes)).astype(np.bool_)

    def ranks(self, item: str) -> NDArray[np.uint8]:
        """Return a column for each choice of a rank: the place that it was given, 0 where it was given none."""
        slot = self.slots[item]
        start = slot.start + slot.width
        return self._rows[:, start : start + slot.mask]

    def cross(self, rows: str, columns: str) -> NDArray[np.int64]:
        """Return the cross-table of two select_one items: a row and a column a choice, in the form's order."""
        first, second = self.slots[rows], self.slots[columns]
        wide = GIVEN + len(second.codes)
        a, b = self.numbers(rows), self.numbers(columns)
        is_both = (a >= GIVEN) & (a < GIVEN + len(first.codes)) & (b >= GIVEN) & (b < wide)
        pairs = a[is_both].astype(np.int64) * wide + b[is_both]
        found = np.bincount(pairs, minlength=wide * (GIVEN + len(first.codes)))
        return found.reshape(-1, wide)[GIVEN:, GIVEN:].astype(np.int64)
