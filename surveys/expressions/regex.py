r"""Regular expressions that match in linear time, whatever the pattern.

The pattern becomes a set automaton (Thompson 1968), so no author can write one that hangs the bot, as
``(a+)+`` does with backtracking. Supported: literals, ``.``, ``\d \w \s`` and their opposites, ``\p{L}``,
``\p{Lu}``, ``\p{Ll}``, ``\p{N}``, classes, groups, ``|``,
``* + ? {m,n}``, ``^`` first and ``$`` last in a way.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

MAX_STATES = 4000
_MAX_NESTING = 50
_CATEGORIES = ("L", "Lu", "Ll", "N", "Nd", "P", "Z")
_SPECIAL = "*+?{}()|[]^$"

Test = Callable[[str], bool]


class PatternError(ValueError):
    """The pattern is wrong or uses what is not supported; the text says where."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the automaton: ``start`` is its entry, ``end`` its (still open) way out."""

    start: int
    end: int


class Pattern:
    """A compiled pattern. Raises ``PatternError`` when it cannot be read."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._depth = 0
        self._tests: list[Test | None] = []  # a state that reads one character
        self._next: list[list[int]] = []  # where a state leads
        whole = self._read_alternatives()
        if self._at < len(source):
            raise PatternError(f"{source[self._at]!r} at {self._at}")
        self._start, self._end = whole.start, whole.end

    def matches(self, text: str) -> bool:
        """Say whether the whole text matches."""
        current = self._follow({self._start})
        for character in text:
            reached = {
                target
                for state in current
                if (test := self._tests[state]) is not None and test(character)
                for target in self._next[state]
            }
            if not reached:
                return False
            current = self._follow(reached)
        return self._end in current

    def _follow(self, states: set[int]) -> set[int]:
        """Add every state that is reached without reading a character."""
        seen, open_states = set(states), list(states)
        while open_states:
            state = open_states.pop()
            if self._tests[state] is None:
                fresh = [target for target in self._next[state] if target not in seen]
                seen.update(fresh)
                open_states.extend(fresh)
        return seen

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _state(self, test: Test | None = None) -> int:
        if len(self._tests) >= MAX_STATES:
            raise PatternError("too many repetitions")
        self._tests.append(test)
        self._next.append([])
        return len(self._tests) - 1

    def _empty(self) -> _Part:
        state = self._state()
        return _Part(state, state)

    def _chain(self, first: _Part, second: _Part) -> _Part:
        self._next[first.end].append(second.start)
        return _Part(first.start, second.end)

    def _read_alternatives(self) -> _Part:
        self._depth += 1
        if self._depth > _MAX_NESTING:
            raise PatternError("too many groups")
        ways = [self._read_sequence()]
        while self._peek() == "|":
            self._at += 1
            ways.append(self._read_sequence())
        self._depth -= 1
        start, end = self._state(), self._state()
        for way in ways:
            self._next[start].append(way.start)
            self._next[way.end].append(end)
        return _Part(start, end)

    def _read_sequence(self) -> _Part:
        part = self._empty()
        if self._depth == 1 and self._peek() == "^":
            self._at += 1
        while self._peek() not in ("", "|", ")") and not self._is_closing_anchor():
            part = self._chain(part, self._read_repeated())
        return part

    def _is_closing_anchor(self) -> bool:
        """Step over a ``$`` that ends one of the pattern's ways: the whole text is matched in any case."""
        found = (
            self._depth == 1
            and self._peek() == "$"
            and self._source[self._at + 1 : self._at + 2] in ("", "|")
        )
        self._at += found
        return found

    def _read_repeated(self) -> _Part:
        begin = self._at
        part = self._read_atom()
        atom_end = self._at
        least, most = self._read_quantifier()
        if (least, most) == (1, 1):
            return part
        after = self._at
        whole = self._empty()
        for count in range(max(least, 1) if most is None else most):
            copy = part if count == 0 else self._read_again(begin, atom_end)
            whole = self._chain(whole, self._optional(copy, skippable=count >= least))
            if most is None and count + 1 >= least:
                self._next[copy.end].append(copy.start)
        self._at = after
        return whole

    def _read_again(self, begin: int, end: int) -> _Part:
        """Build the same atom once more (an automaton cannot share its states)."""
        self._at = begin
        part = self._read_atom()
        assert self._at == end
        return part

    def _optional(self, part: _Part, *, skippable: bool) -> _Part:
        start, end = self._state(), self._state()
        self._next[start].append(part.start)
        self._next[part.end].append(end)
        if skippable:
            self._next[start].append(end)
        return _Part(start, end)

    def _read_quantifier(self) -> tuple[int, int | None]:
        found = re.compile(r"\*|\+|\?|\{([0-9]{1,4})(,?)([0-9]{0,4})\}").match(self._source, self._at)
        if found is None:
            return 1, 1
        self._at = found.end()
        if self._peek() and self._peek() in "*+?":
            raise PatternError(f"{self._peek()!r} at {self._at}")
        if found[1] is None:
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[found[0]]
        least = int(found[1])
        if not found[2]:
            if found[3]:
                raise PatternError(f"'{{' at {found.start()}")
            return least, least
        most = int(found[3]) if found[3] else None
        if most is not None and most < least:
            raise PatternError(f"{found[0]!r} at {found.start()}")
        return least, most

    def _read_atom(self) -> _Part:
        at, character = self._at, self._peek()
        if character == "(":
            return self._read_group()
        if character == "[":
            return self._single(self._read_class())
        if character == "\\":
            return self._single(self._read_escape())
        if character in _SPECIAL:
            raise PatternError(f"{character!r} at {at}")
        self._at += 1
        return self._single((lambda _: True) if character == "." else character.__eq__)

    def _single(self, test: Test) -> _Part:
        start, end = self._state(test), self._state()
        self._next[start].append(end)
        return _Part(start, end)

    def _read_group(self) -> _Part:
        begin = self._at
        self._at += 1
        if self._peek() == "?":
            if self._source[self._at : self._at + 2] != "?:":
                raise PatternError(f"'(?' at {begin}")
            self._at += 2
        part = self._read_alternatives()
        if self._peek() != ")":
            raise PatternError(f"'(' at {begin}")
        self._at += 1
        return part

    def _read_escape(self) -> Test:
        at = self._at
        letter = self._source[at + 1 : at + 2]
        self._at += 2
        if letter == "p":
            found = re.compile(r"\{(\w+)\}").match(self._source, self._at)
            if found is None or found[1] not in _CATEGORIES:
                raise PatternError(f"'\\p' at {at}")
            self._at = found.end()
            category = found[1]
            return lambda character: unicodedata.category(character).startswith(category)
        if letter in ("d", "D", "w", "W", "s", "S"):
            kind = re.compile("\\" + letter)
            return lambda character: kind.fullmatch(character) is not None
        if not letter or letter.isalnum():
            plain = {"n": "\n", "t": "\t", "r": "\r"}.get(letter)
            if plain is None:
                raise PatternError(f"'\\{letter}' at {at}")
            return plain.__eq__
        return letter.__eq__

    def _read_class(self) -> Test:
        begin = self._at
        self._at += 1
        negated = self._peek() == "^"
        self._at += negated
        tests: list[Test] = []
        while self._peek() != "]" or not tests:
            if not self._peek():
                raise PatternError(f"'[' at {begin}")
            tests.append(self._read_member())
        self._at += 1
        return lambda character: any(test(character) for test in tests) is not negated

    def _read_member(self) -> Test:
        if self._peek() == "\\":
            return self._read_escape()
        at, low = self._at, self._peek()
        self._at += 1
        if self._peek() == "-" and self._source[self._at + 1 : self._at + 2] not in ("", "]", "\\"):
            high = self._source[self._at + 1]
            self._at += 2
            if high < low:
                raise PatternError(f"'{low}-{high}' at {at}")
            return lambda character: low <= character <= high
        return low.__eq__


@lru_cache(maxsize=256)
def compile_pattern(source: str) -> Pattern:
    """Return the compiled pattern, kept. Raises ``PatternError``."""
    return Pattern(source)
