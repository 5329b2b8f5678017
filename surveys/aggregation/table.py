"""What every handler makes: a ``Table``. Cells that count people say which people; that is what hiding works on.

Nothing here is worded: titles, columns, labels and notes are codes, and ``surveys/reporting`` words them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Final

Who = frozenset[tuple[str, str]]
"""Which people a count is of: everybody of a population for whom each (variable, value) holds."""


class Source(StrEnum):
    """Where a table comes from; it decides who may see it and whether small cells are hidden."""

    ANSWERS = "answers"  # confidential: small cells are always hidden
    FIELDWORK = "fieldwork"  # who took part; counts of cases, no answers: shown as they stand
    ROSTER = "roster"  # statistics of the roster of record: hidden unless the office publishes them, logged
    PERSONS = "persons"  # names: never in a report, only in the restricted documents


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people. ``is_sensitive`` is false for what tells nothing of a person (left unanswered)."""

    value: int
    of: Who
    is_sensitive: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """Part of a base, both shown somewhere near; as a fraction of one."""

    part: Count
    base: Count

    @property
    def fraction(self) -> Fraction | None:
        """The exact share, or ``None`` of nothing."""
        return Fraction(self.part.value, self.base.value) if self.base.value else None


@dataclass(frozen=True, slots=True)
class Code:
    """A coded value to be worded: ``vocabulary`` is ``title qual age_band …``, ``item:<name>`` or ``unit``."""

    vocabulary: str
    code: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure worked out from the answers of ``base`` people: a mean, a score, an interval's end, α, a rank.

    A ``Code`` is a finding (a quadrant). ``None``: not defined for them. ``parts`` are counts that the figure would
    give away (the change of two shares tells either from the other): it is hidden if any of them is. ``is_telling``:
    a figure of these people gives away what (almost) all of them said (a mean at the end of its scale), so that every
    figure of theirs is hidden.
    """

    value: Fraction | float | int | Code | None
    base: Count
    parts: tuple[Count, ...] = ()
    is_telling: bool = False


class Hidden(Enum):
    """The one value of a cell that is not shown."""

    HIDDEN = "hidden"


HIDDEN: Final = Hidden.HIDDEN

Cell = Code | Count | Share | Measure | Hidden | str | int | date | None
"""A plain ``int`` counts no people (a rank, a reminder's number). ``None``: nothing to say."""


class Kind(StrEnum):
    """What a column holds; it decides how it is aligned, worded and typed."""

    CODE = "code"
    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    MEASURE = "measure"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``key`` words its heading (``label`` replaces it: a coded heading); ``decimals`` of a measure."""

    key: str
    kind: Kind
    label: Code | None = None
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class Note:
    """A remark under the table: a code, and what its sentence needs."""

    code: str
    parameters: Mapping[str, str | int | date | Fraction | float | Code] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sum:
    """What is known of counts: ``total`` is the sum of ``parts`` (every one of them, shown or not)."""

    total: Count
    parts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``key`` names it among all (``quality_title``); ``subject`` is one of several of a kind.

    ``sums`` tell which counts add up, so that nothing hidden can be worked out from what is shown. ``base`` is
    the number of people that the table is about. ``drops_hidden``: that a row is there tells something, so that one
    of which everything is hidden is left out.
    """

    key: str
    source: Source
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    base: Count | None = None
    sums: tuple[Sum, ...] = ()
    notes: tuple[Note, ...] = ()
    subject: Code | None = None
    drops_hidden: bool = False


def everybody(population: str) -> Who:
    """Name a population: ``roster``, ``wave:3`` (the people who answered), ``cases:3``."""
    return frozenset({("population", population)})


def part(total: Count, variable: str, value: str, count: int, *, is_sensitive: bool = True) -> Count:
    """Count those of ``total`` for whom a variable has a value."""
    return Count(count, total.of | {(variable, value)}, is_sensitive)


def split(
    total: Count, variable: str, counts: Mapping[str, int], *, is_sensitive: bool = True
) -> tuple[dict[str, Count], Sum]:
    """Split people by a variable whose values exclude each other: the counts by value, and that they add up.

    Raises ``ValueError`` if they do not.
    """
    if sum(counts.values()) != total.value:
        raise ValueError(f"the parts by {variable} add up to {sum(counts.values())}, not {total.value}")
    parts = {
        value: part(total, variable, value, count, is_sensitive=is_sensitive)
        for value, count in counts.items()
    }
    return parts, Sum(total, tuple(parts.values()))


def choices(total: Count, variable: str, counts: Mapping[str, int]) -> tuple[dict[str, Count], list[Sum]]:
    """Split people by choices of which each may have several: each choice is a yes or a no of its own."""
    chosen, sums = {}, []
    for value, count in counts.items():
        answer, add_up = split(total, f"{variable}={value}", {"yes": count, "no": total.value - count})
        chosen[value] = answer["yes"]
        sums.append(add_up)
    return chosen, sums


def same(one: Count, other: Count) -> Sum:
    """Say that two counts are of the same people under two names (who answered; whose case was completed).

    Raises ``ValueError`` if they differ.
    """
    if one.value != other.value:
        raise ValueError(f"{one.value} people cannot be the same as {other.value}")
    return Sum(one, (other,))


def counts_in(tables: Iterable[Table]) -> Iterable[Count]:
    """Yield every count that the cells of tables show, bases and parts of shares among them."""
    for table in tables:
        for row in table.rows:
            for cell in row:
                if isinstance(cell, Count):
                    yield cell
                elif isinstance(cell, Share):
                    yield from (cell.part, cell.base)
                elif isinstance(cell, Measure):
                    yield cell.base
                    yield from cell.parts
        if table.base is not None:
            yield table.base
