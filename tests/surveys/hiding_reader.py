"""A reader who tries to find out what was hidden: he knows every rule of arithmetic and tries every possibility."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.aggregation.table import Count, Source, Sum, Table, Who, counts_in


def counts_behind(tables: Iterable[Table]) -> dict[Who, Count]:
    """Return every count that tables show or add up, by the people it is of (a sensitive mention counts)."""
    found: dict[Who, Count] = {}
    for table in tables:
        in_sums = (count for each in table.sums for count in (each.total, *each.parts))
        for count in (*counts_in((table,)), *in_sums):
            if count.of not in found or count.is_sensitive:
                found[count.of] = count
    return found


def seen(published: Iterable[Table]) -> dict[Who, int]:
    """Return what a reader has before him."""
    return {count.of: count.value for count in counts_in(published)}


def known_anyway(tables: Iterable[Table], published: Iterable[Source] = ()) -> set[Who]:
    """Return the counts that are shown as they stand."""
    shown = {Source.FIELDWORK, *published}
    return {count.of for count in counts_in(table for table in tables if table.source in shown)}


@dataclass
class Reader:
    """Holds for possible whatever adds up, is a whole number and not below nothing. Knows the shape of all sums.

    He begins with what is near the true numbers, which only saves time.
    """

    known: Mapping[Who, int]
    sums: Sequence[Sum]
    _of: dict[Who, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._true = {count.of: count.value for each in self.sums for count in (each.total, *each.parts)}
        self._most = max(self._true.values(), default=0) + 2
        self._rows = [[(each.total.of, -1), *((part.of, 1) for part in each.parts)] for each in self.sums]
        for number, row in enumerate(self._rows):
            for who, _sign in row:
                self._of.setdefault(who, []).append(number)

    def possible(self, who: Who, *, besides: int) -> bool:
        """Say whether a count may be another than ``besides``, for all he can tell."""
        if who in self.known:
            return False
        unknown = dict.fromkeys(self._unknown(), None)
        others = [value for value in self._near(who, self._most) if value != besides]
        return any(self._holds({**unknown, who: value}) for value in others)

    def _near(self, who: Who, highest: int) -> list[int]:
        true = self._true[who]
        return sorted(range(highest + 1), key=lambda value: (abs(value - true), value))

    def _unknown(self) -> Iterator[Who]:
        return (who for row in self._rows for who, _sign in row if who not in self.known)

    def _holds(self, values: dict[Who, int | None]) -> bool:
        values = dict(values)
        if not self._concluded(values):
            return False
        open_rows = [
            [who for who, _sign in row if who not in self.known and values[who] is None] for row in self._rows
        ]
        waiting = [unknown for unknown in open_rows if unknown]
        if not waiting:
            return True
        shortest = min(waiting, key=len)
        who = min(shortest, key=lambda each: (len(self._of[each]), sorted(each)))
        return any(self._holds({**values, who: value}) for value in self._range(who, values))

    def _range(self, who: Who, values: Mapping[Who, int | None]) -> list[int]:
        """Return the values that no total forbids."""
        highest = self._most
        for number in self._of[who]:
            total, parts = self._rows[number][0][0], self._rows[number][1:]
            at_most = self._value(total, values)
            if at_most is not None and total != who:
                highest = min(
                    highest, at_most - sum(self._value(p, values) or 0 for p, _s in parts if p != who)
                )
        return self._near(who, highest)

    def _value(self, who: Who, values: Mapping[Who, int | None]) -> int | None:
        return self.known[who] if who in self.known else values[who]

    def _concluded(self, values: dict[Who, int | None]) -> bool:
        """Fill in what follows; false if it cannot be."""
        waiting = list(range(len(self._rows)))
        while waiting:
            row = self._rows[waiting.pop()]
            unknown = [(who, sign) for who, sign in row if self._value(who, values) is None]
            rest = sum((self._value(who, values) or 0) * sign for who, sign in row)
            if not unknown:
                if rest:
                    return False
                continue
            if len(unknown) == 1:
                who, sign = unknown[0]
                value = -rest * sign
                if not 0 <= value <= self._most:
                    return False
                values[who] = value
                waiting += self._of[who]
            elif rest > 0 and all(sign > 0 for _who, sign in unknown):
                return False  # the parts are more than their total already
        return True
