"""Hides more of a system until nothing protected can be worked out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from surveys.aggregation.hiding.search import Move, Search, Terms
from surveys.aggregation.hiding.system import System

_MOST_TRIES = 1_000_000  # 300 people in 99 units take 320,000; beyond, what stands around a count is hidden
_AROUND = 2


def protect(system: System, threshold: int) -> None:
    """Hide protected figures and then, by ``system.hidden``, as many more as it takes (see the package's head)."""
    given_away = system.known([entry.is_fixed for entry in system.entries])
    system.hide(
        place
        for place, entry in enumerate(system.entries)
        if entry.is_protected and entry.is_shown and (entry.value < threshold or not given_away[place])
    )
    _Protection(system, threshold, given_away).complete()


class _Protection:
    """What is proved so far, and what cannot be helped."""

    def __init__(self, system: System, threshold: int, given_away: Sequence[bool]) -> None:
        self.system = system
        self.threshold = threshold
        self.search = Search(system, given_away)
        protected = [place for place, entry in enumerate(system.entries) if entry.is_protected]
        self.protected = [place for place in protected if not given_away[place]]
        self.all_protected = frozenset(protected)
        self.public = frozenset(place for place, entry in enumerate(system.entries) if entry.is_public)
        self.proved: set[int] = set()
        self.known: list[bool] = []
        self.hidden_since: set[int] = set()  # since ``known`` was concluded
        self.helpless: set[int] = set()  # equations whose small remainder is known from elsewhere

    def complete(self) -> None:
        """Go round until every remainder is large enough and every protected figure has another possible value."""
        if not self.protected:
            return
        while self._enlarge_remainders() or self._prove_figures():
            pass

    def _enlarge_remainders(self) -> bool:
        """Hide more beside hidden parts whose sum, a subtraction away, is a small count itself."""
        has_hidden = False
        for number in sorted(self._small_remainders()):
            parts = self._remainder(number)
            if not parts:
                continue  # seen to by a move made for another
            move = self._move_between(number, parts)
            if move is None:
                self.helpless.add(number)
                if not self.search.is_exhaustive:
                    has_hidden = self._give_up(parts[0]) or has_hidden
            else:
                has_hidden = self._hide(move) or has_hidden
        return has_hidden

    def _small_remainders(self) -> Iterator[int]:
        """Yield the equations with a small remainder, as far as plain subtraction goes."""
        system = self.system
        self.known = system.known(
            [system.is_seen(p) for p in range(len(system.names))], kept=self.all_protected
        )
        self.hidden_since = set()
        for number in range(len(system.equations)):
            if number not in self.helpless and self._remainder(number):
                yield number

    def _remainder(self, number: int) -> list[int]:
        """Return the unseen parts of an equation if the sum of them is known, small and not the whole."""
        system = self.system
        parts, total = [], 0
        for place, sign in system.equations[number]:
            is_known = self.known[place] and place not in self.hidden_since
            if sign < 0:
                if not is_known:
                    return []
                total = system.values[place]
            elif not is_known:
                parts.append(place)
        remainder = sum(system.values[place] for place in parts)
        is_small = 0 < remainder < min(self.threshold, total)
        tells = any(system.values[place] and system.entries[place].is_sensitive for place in parts)
        return parts if is_small and tells else []

    def _move_between(self, number: int, parts: list[int]) -> Move | None:
        """Return a move by which the sum of ``parts`` changes and something else of the equation with it."""
        system = self.system
        needed = self.threshold - sum(system.values[place] for place in parts)
        others = [(place, sign) for place, sign in system.equations[number] if place not in parts]
        enough = [each for each in others if each[1] < 0 or system.values[each[0]] >= needed]
        for partners in (enough, [each for each in others if each not in enough and system.values[each[0]]]):
            starts = [
                {place: by, partner: -by * sign}
                for place in parts
                for by in (1, -1)
                for partner, sign in partners
            ]
            move = self._find(starts, frozenset(parts))
            if move is not None:
                return move
        return None

    def _prove_figures(self) -> bool:
        """Look for another possible value of every protected figure, hiding what it takes."""
        has_hidden = False
        values = self.system.values
        for place in sorted(self.protected, key=lambda each: (values[each], each)):
            if place in self.proved:
                continue
            move = self._find([{place: by} for by in (1, -1, 2, -2)], frozenset())
            self.proved.add(place)  # if there is none, then nothing more can be done than this
            if move is not None:
                has_hidden = self._hide(move) or has_hidden
            elif not self.search.is_exhaustive:
                has_hidden = self._give_up(place) or has_hidden
        return has_hidden

    def _find(self, starts: Sequence[Move], still: frozenset[int]) -> Move | None:
        """Return a move on the best terms that there is one on.

        Best is one that does not rest on what is public, and of these one that withstands a guess at the marks, if
        that costs no total. Such a move proves everything that it touches.
        """
        if self.search.tries > _MOST_TRIES:
            self.search.is_exhaustive = False
            return None
        guessed = Terms(small=self.threshold - 1, spares_totals=True, still=still | self.public)
        private = [start for start in starts if not start.keys() & self.public]
        if private:
            move = self.search.find(private, guessed)
            if move is not None:
                self.proved |= move.keys()
                return move
            move = self._find_on(private, Terms(still=still | self.public))
            if move is not None:
                return move
        if not self.public:
            return None
        guessed = replace(guessed, still=still)
        return self.search.find(starts, guessed) or self._find_on(starts, Terms(still=still))

    def _find_on(self, starts: Sequence[Move], terms: Terms) -> Move | None:
        return self.search.find(starts, terms) or self.search.find_deep(starts, terms)

    def _give_up(self, place: int) -> bool:
        """Hide what stands around a count: the rows and columns that it is in and those beside them, no grand total.

        Every proof found meanwhile still holds.
        """
        system = self.system
        highest = max(1, system.levels[place])
        around = {place}
        for _ in range(_AROUND):
            around |= {
                each for inner in around for each in system.beside(inner) if system.levels[each] <= highest
            }
        return self._hide(around)

    def _hide(self, places: Iterable[int]) -> bool:
        further = self.system.hide(places)
        self.hidden_since |= further
        return bool(further)
