"""A situation with its options, its key and the reasons; the bank in which an office keeps them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Option:
    """One of the ways to act, and why it is right or not."""

    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation of a post.

    ``groups``: the groups of titles that it is for, all if empty; ``fields``: the same of fields of work.
    ``competency``: a code of the form (``c05``). ``key``: the place of the right option, from 0. ``basis``: the text
    and clause on which the key rests. ``valid_until``: the last day on which it may be asked.
    """

    code: str
    text: str
    options: tuple[Option, ...]
    groups: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    competency: str = ""
    key: int | None = None
    basis: str = ""
    author: str = ""
    reviewer: str = ""
    reviewed_on: date | None = None
    valid_until: date | None = None

    @property
    def is_reviewed(self) -> bool:
        """Say whether somebody has reviewed it; without that it is sent to nobody."""
        return bool(self.reviewer) and self.reviewed_on is not None and self.key is not None

    def may_be_sent(self, day: date) -> bool:
        """Say whether it may be asked on a day: reviewed, and still valid."""
        return self.is_reviewed and self.valid_until is not None and day <= self.valid_until

    def is_for(self, group: str, field: str) -> bool:
        """Say whether it is meant for a group of titles and a field of work."""
        return (not self.groups or group in self.groups) and (not self.fields or field in self.fields)

    @property
    def edition(self) -> str:
        """Name its wording and key: answers are counted together only while these are the same."""
        said = repr((self.text, [option.text for option in self.options], self.key))
        return hashlib.blake2b(said.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True)
class Bank:
    """The situations of an office, in the order in which they are asked."""

    situations: tuple[Situation, ...] = ()

    def __iter__(self) -> Iterator[Situation]:
        """Iterate over the situations."""
        return iter(self.situations)

    @cached_property
    def by_code(self) -> dict[str, Situation]:
        """Each situation by its code."""
        return {each.code: each for each in self.situations}

    def to_be_reviewed(self) -> tuple[Situation, ...]:
        """Return those that nobody has reviewed."""
        return tuple(each for each in self.situations if not each.is_reviewed)

    def sent_on(self, day: date) -> tuple[Situation, ...]:
        """Return those that may be asked on a day."""
        return tuple(each for each in self.situations if each.may_be_sent(day))
