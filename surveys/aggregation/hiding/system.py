"""What a reader may reckon with: every count of a report is one unknown, every sum one equation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from surveys.aggregation.table import Sum, Who

_HIGHEST_LEVEL = 3
_COST_OF_NOTHING = 12.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One unknown. ``is_shown``: a cell shows it; ``is_fixed``: the reader knows it whatever is hidden here.

    ``is_protected``: no reader may find it out (a small count, shown or not, a unanimous answer, any answer of a
    small group). ``is_of_few``: an answer of a small group, which may well be that of nobody. ``is_public``:
    hidden where it is small, but somebody will know it, so that nothing else should rest on it.
    """

    value: int
    is_shown: bool = False
    is_fixed: bool = False
    is_sensitive: bool = False
    is_protected: bool = False
    is_of_few: bool = False
    is_public: bool = False


Equation = tuple[tuple[int, int], ...]
"""Pairs of an unknown's index and its coefficient: +1 of a part, -1 of the total; they add up to nothing."""


class System:
    """The unknowns, in an order of their own (not that of tables or rows), and the equations between them.

    ``hidden`` holds the indices of shown counts that are not to be seen; it only ever grows, by ``hide``. ``costs``
    tells of each unknown what it loses to hide it.
    """

    def __init__(self, entries: Mapping[Who, Entry], sums: Iterable[Sum]) -> None:
        self.names: tuple[Who, ...] = tuple(sorted(entries, key=sorted))
        self.index: dict[Who, int] = {name: place for place, name in enumerate(self.names)}
        self.entries: tuple[Entry, ...] = tuple(entries[name] for name in self.names)
        self.values: tuple[int, ...] = tuple(entry.value for entry in self.entries)
        self.equations: tuple[Equation, ...] = tuple(sorted({self._equation(each) for each in sums} - {()}))
        self.equations_of: list[list[tuple[int, int]]] = [[] for _ in self.names]
        for number, equation in enumerate(self.equations):
            for unknown, sign in equation:
                self.equations_of[unknown].append((number, sign))
        self.levels = self._levels()
        self.hidden: set[int] = set()
        self.costs: list[float] = [self._cost(place) for place in range(len(self.names))]
        self._cheapest: dict[int, float] = {}

    def hide(self, places: Iterable[int]) -> set[int]:
        """Hide what is still seen and may be hidden; return that."""
        further = {place for place in places if self.is_seen(place) and not self.entries[place].is_fixed}
        self.hidden |= further
        for place in further:
            self.costs[place] = 0.0
            for number, _sign in self.equations_of[place]:
                self._cheapest.pop(number, None)
        return further

    def cheapest(self, number: int) -> float:
        """Return the least cost of a change in an equation."""
        known = self._cheapest.get(number)
        if known is None:
            known = self._cheapest[number] = min(
                (self.costs[p] for p, _sign in self.equations[number] if not self.entries[p].is_fixed),
                default=0.0,
            )
        return known

    def _equation(self, add_up: Sum) -> Equation:
        signs = {self.index[add_up.total.of]: -1}
        for each in add_up.parts:
            place = self.index[each.of]
            signs[place] = signs.get(place, 0) + 1
        if any(abs(sign) > 1 for sign in signs.values()):
            raise ValueError(f"a sum counts the same people twice: {sorted(add_up.total.of)}")
        return tuple(sorted((place, sign) for place, sign in signs.items() if sign))

    def _levels(self) -> list[int]:
        """Return how many sums stand below each unknown: 0 an inner cell, 1 a total of such, and so on."""
        levels = [0] * len(self.names)
        for _ in range(_HIGHEST_LEVEL + 1):
            for equation in self.equations:
                parts = [place for place, sign in equation if sign > 0]
                below = max((levels[place] for place in parts), default=0)
                for place, sign in equation:
                    if sign < 0:
                        levels[place] = min(max(levels[place], below + (len(parts) > 1)), _HIGHEST_LEVEL)
                    elif len(parts) == 1:
                        levels[place] = max(levels[place], *(levels[each] for each, _sign in equation))
        return levels

    def is_seen(self, place: int) -> bool:
        """Say whether the reader has a figure before him: published elsewhere, or shown here and not hidden."""
        entry = self.entries[place]
        return entry.is_fixed or (entry.is_shown and place not in self.hidden)

    def _cost(self, place: int) -> float:
        """Return what hiding a figure loses: more of a larger one, far more of a total, nothing if not seen.

        A nought costs more than any other inner cell: that nobody can be there is often known without a table.
        """
        if not self.is_seen(place):
            return 0.0
        value = self.values[place]
        lost = 1 + log2(1 + value) if value else _COST_OF_NOTHING
        return lost * 4.0 ** self.levels[place]

    def known(self, seen: Sequence[bool], *, kept: Iterable[int] = ()) -> list[bool]:
        """Return what follows from figures seen, equation by equation: a lone unknown, or several that add up to 0.

        Those of ``kept`` are not concluded, so that it can be asked what stands around them.
        """
        known = list(seen)
        closed = set(kept)
        waiting = list(range(len(self.equations) - 1, -1, -1))
        is_waiting = [True] * len(self.equations)
        while waiting:
            number = waiting.pop()
            is_waiting[number] = False
            unknown = [(place, sign) for place, sign in self.equations[number] if not known[place]]
            if not unknown:
                continue
            signs = {sign for _place, sign in unknown}
            is_nothing = len(signs) == 1 and not any(self.values[place] for place, _sign in unknown)
            if len(unknown) > 1 and not is_nothing:
                continue
            for place, _sign in unknown:
                if place in closed:
                    continue
                known[place] = True
                for other, _other_sign in self.equations_of[place]:
                    if not is_waiting[other]:
                        is_waiting[other] = True
                        waiting.append(other)
        return known

    def beside(self, place: int) -> set[int]:
        """Return the unknowns that stand in an equation with one."""
        return {other for number, _sign in self.equations_of[place] for other, _its in self.equations[number]}
