"""The proof that a figure cannot be found out: a ``Move``, by which other figures would give the same publication.

A move adds to some unknowns and takes from others so that every equation still holds and none falls below zero.
If it touches only what the reader does not see, then the figures before and after it look the same to him.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush, nsmallest
from math import inf
from random import Random

from surveys.aggregation.hiding.system import System

Move = Mapping[int, int]
"""By unknown, what is added to it."""

_STEP = 0.3  # of two ways that hide the same, the shorter one
_OPEN = 0.5
_OPEN_DEEP = 3.0
_HOPE = 0.6
_BREADTH = 8
_MANY_OPEN = 4
_WIDE_TRIES = 200
_GUESSED_TRIES = 80
_DEEP_TRIES = (150, 800)
_RESTARTS = 30
_RESTART_TRIES = 150
_CHANCE = 6.0
_DEAREST = 6.0
_MOST_BEGUN = 4


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a move is looked for.

    ``small``: if not 0, a hidden small count is known to be 1 to ``small`` (a reader who guesses which marks stand
    for small counts). ``spares_totals``: no further total is hidden for it. ``still``: unknowns that do not move.
    """

    small: int = 0
    spares_totals: bool = False
    still: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _State:
    cost: float
    moved: dict[int, int]
    open: dict[int, int]  # by equation, by how much it does not add up yet


@dataclass(frozen=True, slots=True)
class _Chance:
    """How choices are shuffled: none counts as dearer than ``dearest``, so that totals have their turn."""

    random: Random
    dearest: float

    def shuffled(self, score: float) -> float:
        return min(score, self.dearest) + _CHANCE * self.random.random()


class Search:
    """Looks for moves in a system; counts its tries, so that the whole can be kept within a measure."""

    def __init__(self, system: System, given_away: Sequence[bool]) -> None:
        self.system = system
        self.given_away = given_away
        self.tries = 0
        self.is_exhaustive = False  # the last search that found nothing had tried everything

    def find(self, starts: Iterable[Move], terms: Terms) -> Move | None:
        """Return a move that begins with one of ``starts`` and hides little, or ``None`` if none is found."""
        heap: list[tuple[float, int, _State]] = []
        for order, state in enumerate(self._begun(starts, terms)):
            if len(state.open) <= _MANY_OPEN:
                heappush(heap, (state.cost + sum(map(self._hope, state.open)), -order, state))
        order = 1
        left = _GUESSED_TRIES if terms.small else _WIDE_TRIES
        while heap and left:
            expected, _order, state = heappop(heap)
            if not state.open:
                return state.moved
            left -= 1
            number = self._smallest(state)
            for score, step in nsmallest(_BREADTH, self._steps(state, number, terms, self._hope)):
                heappush(heap, (expected + score, order, self._after(state, *step)))
                order += 1
        return None

    def find_deep(self, starts: Iterable[Move], terms: Terms) -> Move | None:
        """Return a move wherever there is one within reach: depth first, every way tried.

        A way that was wrong from its beginning is left for a new one, its choices shuffled (a fixed series of
        chances): of many short tries one succeeds sooner than a long one.
        """
        begun = list(self._begun(starts, terms))
        for tries, first in ((tries, first) for tries in _DEEP_TRIES for first in (self._smallest, _latest)):
            move = self._descend_from(begun, terms, tries, first)
            if move is not None or self.is_exhaustive:
                return move
        for number in range(_RESTARTS if begun else 0):
            chance = Random(number)  # noqa: S311 - no secret, but always the same
            dearest = _DEAREST if number % 2 else inf
            move = self._descend(
                chance.choice(begun), terms, _RESTART_TRIES, self._smallest, _Chance(chance, dearest)
            )
            if move is not None:
                return move
        self.is_exhaustive = not begun
        return None

    def _descend_from(
        self,
        begun: Sequence[_State],
        terms: Terms,
        tries: int,
        first: Callable[[_State], int],
    ) -> Move | None:
        self.is_exhaustive = True
        for state in begun[:_MOST_BEGUN]:
            move = self._descend(state, terms, tries, first, None)
            if move is not None:
                return move
        self.is_exhaustive &= len(begun) <= _MOST_BEGUN
        return None

    def _descend(
        self,
        begun: _State,
        terms: Terms,
        tries: int,
        first: Callable[[_State], int],
        chance: "_Chance | None",
    ) -> Move | None:
        stack: list[tuple[_State, tuple[int, int] | None]] = [(begun, None)]
        for _ in range(tries):
            if not stack:
                return None
            state, step = stack.pop()
            if step is not None:
                state = self._after(state, *step)
            if not state.open:
                return state.moved
            number = first(state)
            steps = list(self._steps(state, number, terms, lambda _number: _OPEN_DEEP))
            if chance is not None:
                steps = [(chance.shuffled(score), step) for score, step in steps]
            stack += [(state, step) for _score, step in sorted(steps, reverse=True)]
        self.is_exhaustive = False
        return None

    def _smallest(self, state: _State) -> int:
        return min(state.open, key=lambda each: (len(self.system.equations[each]), each))

    def _hope(self, number: int) -> float:
        """Return about what it will cost to make an equation add up again: one step often does for two."""
        return _OPEN + _HOPE * self.system.cheapest(number)

    def _begun(self, starts: Iterable[Move], terms: Terms) -> Iterator[_State]:
        for start in starts:
            if all(self._allows(place, by, terms) for place, by in start.items()):
                state = _State(0.0, {}, {})
                for place, by in start.items():
                    state = self._after(state, place, by)
                yield state

    def _allows(self, place: int, by: int, terms: Terms) -> bool:
        system = self.system
        entry = system.entries[place]
        if self.given_away[place]:
            return False
        after = entry.value + by
        if after < 0:
            return False
        is_marked = bool(terms.small) and entry.is_protected and entry.is_shown and entry.value <= terms.small
        if is_marked and not (0 if entry.is_of_few else 1) <= after <= terms.small:
            return False
        return not (terms.spares_totals and system.levels[place] and system.is_seen(place))

    def _steps(
        self, state: _State, number: int, terms: Terms, expected: Callable[[int], float]
    ) -> Iterator[tuple[float, tuple[int, int]]]:
        """Yield each way to make one equation add up again: (score, (unknown, what is added to it)).

        The score is what it costs, with what is ``expected`` for the equations that it leaves not adding up.
        """
        off = state.open[number]
        for place, sign in self.system.equations[number]:
            by = -off * sign
            if place in state.moved or place in terms.still or not self._allows(place, by, terms):
                continue
            score = self.system.costs[place] + _STEP
            for other, other_sign in self.system.equations_of[place]:
                rest = state.open.get(other)
                if rest is None:
                    score += expected(other)
                elif rest + by * other_sign == 0:
                    score -= expected(other)
            yield score, (place, by)

    def _after(self, state: _State, place: int, by: int) -> _State:
        self.tries += 1
        moved = {**state.moved, place: by}
        opened = dict(state.open)
        for number, sign in self.system.equations_of[place]:
            rest = opened.pop(number, 0) + by * sign
            if rest:
                opened[number] = rest
        return _State(state.cost + self.system.costs[place] + _STEP, moved, opened)


def _latest(state: _State) -> int:
    return next(reversed(state.open))
