"""Who of a list is somebody that the office holds already under another key: nobody is silently left and added anew."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from surveys.problems import Place, Problem
from surveys.roster.people import Official
from surveys.roster.problems import problem
from surveys.roster.resemblance import are_alike, is_other, is_same_day, may_be_one, traits
from surveys.roster.values import RosterRow
from surveys.spelling import spell
from surveys.workbooks import cell_name

Held = tuple[Official, str]
"""An official in office, with the phone number."""


class Recognised(NamedTuple):
    """A row that is an official held. ``why``: ``phone moved renamed rekeyed decided``."""

    row: RosterRow
    official: Official
    why: str


class Asked(NamedTuple):
    """A row of which it is asked who it is: one of the ``candidates``, or somebody new."""

    problem: Problem
    row: RosterRow
    candidates: tuple[Official, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the office says of those who were asked about, by the key of their row.

    ``same``: the key held of somebody; ``different``: they are new. ``same_all``: all with one candidate are the same;
    ``different_all``: all others are new.
    """

    same: Mapping[str, str] = field(default_factory=dict)
    different: frozenset[str] = frozenset()
    same_all: bool = False
    different_all: bool = False


@dataclass(frozen=True, slots=True)
class Recognition:
    """``keys``: key of a row -> the key under which somebody is held; ``problems``: what has to be asked.

    ``recognised``: who was in another way than by unit, name and birth alone. ``asked``: those of the problems that
    one answer each would mend.
    """

    keys: Mapping[str, str]
    recognised: tuple[Recognised, ...] = ()
    problems: tuple[Problem, ...] = ()
    asked: tuple[Asked, ...] = ()


def recognise(
    rows: Sequence[RosterRow],
    held: Iterable[Held],
    decided: Decisions | None = None,
    left: Iterable[Held] = (),
) -> Recognition:
    """Match rows that bring no key of somebody held with those who would leave.

    One alone on each side is the same person by unit, name and birth (or its year, if one has no more); by phone and a
    like name or the day of birth; by name and day of birth (moved); by unit, day of birth and a like name (corrected).
    Whoever has less in common with somebody who would leave is asked about, until it is decided; and so is a key of the
    file under which neither the name nor the birth is what is held, also of ``left``, who are in office no more. The
    key held stays, also where the file has another: what was recorded of somebody hangs on it.
    """
    decided = decided or Decisions()
    search = _Search.begin(rows, held, left)
    problems = search.decide(decided)
    of_keys = search.ask_of_keys(decided)
    for rule in _RULES:
        search.settle_by(rule)
    asked = list(search.unclear())
    search.settle_all(asked, decided)
    open_rows = set(search.open)
    told = (
        *of_keys,
        *(_ask(row, candidates) for row, candidates in asked if row.roster_key in open_rows),
    )
    search.part_keys()
    problems += [each.problem for each in told]
    can_be_answered = tuple(each for each in told if each.candidates)
    return Recognition(search.keys, tuple(search.found), tuple(problems), can_be_answered)


@dataclass(frozen=True, slots=True)
class _Rule:
    """Who agrees in what is looked at, alone on each side, is one person if ``is_one`` says so, too."""

    why: str
    of_row: Callable[[RosterRow], object]
    of_held: Callable[[Official, str], object]
    is_one: Callable[[RosterRow, Official], bool] = lambda _row, _official: True


_RULES: Final = (
    _Rule(
        "",
        lambda row: (spell(row.unit_name), spell(row.full_name), row.birth_date or row.birth_year),
        lambda each, _: (spell(each.unit_name), spell(each.full_name), each.birth_date or each.birth_year),
    ),
    _Rule(
        "",  # one of the two lists has the year of birth alone
        lambda row: (spell(row.unit_name), spell(row.full_name), row.birth_year) if row.birth_year else None,
        lambda each, _: (
            (spell(each.unit_name), spell(each.full_name), each.birth_year) if each.birth_year else None
        ),
        lambda row, each: row.birth_date is None or each.birth_date is None,
    ),
    _Rule(
        "moved",  # back to where their key was made
        lambda row: row.roster_key,
        lambda each, _: each.roster_key,
        lambda row, each: spell(row.full_name) == spell(each.full_name),
    ),
    _Rule(
        "phone",
        lambda row: row.phone or None,
        lambda _, phone: phone or None,
        lambda row, each: are_alike(row, each) or is_same_day(row, each),
    ),
    _Rule(
        "moved",
        lambda row: (spell(row.full_name), row.birth_date) if row.birth_date else None,
        lambda each, _: (spell(each.full_name), each.birth_date) if each.birth_date else None,
    ),
    _Rule(
        "renamed",
        lambda row: (spell(row.unit_name), row.birth_date) if row.birth_date else None,
        lambda each, _: (spell(each.unit_name), each.birth_date) if each.birth_date else None,
        are_alike,
    ),
)


@dataclass(slots=True)
class _Search:
    """``open``: rows that are nobody yet, by key; ``free``: people of whom no row is known yet, by key.

    ``doubtful``: rows whose key is held, but seems to be somebody else's, with whose it is.
    """

    open: dict[str, RosterRow]
    free: dict[str, Held]
    taken: set[str]  # keys that are somebody's in office
    known: set[str]  # keys that are or were somebody's
    doubtful: dict[str, tuple[RosterRow, Official]] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)  # rows that were said to be somebody new
    keys: dict[str, str] = field(default_factory=dict)
    found: list[Recognised] = field(default_factory=list)

    @classmethod
    def begin(cls, rows: Sequence[RosterRow], held: Iterable[Held], left: Iterable[Held]) -> "_Search":
        people = {each[0].roster_key: each for each in held}
        known = {each[0].roster_key: each for each in left} | people
        names = {(spell(each.unit_name), spell(each.full_name)) for each, _ in people.values()}
        own = {row.roster_key: row for row in rows if not row.is_key_made and row.roster_key in known}
        doubtful = {
            key: (row, known[key][0]) for key, row in own.items() if is_other(row, known[key][0], names)
        }
        sure = set(own) & set(people) - set(doubtful)
        return cls(
            {row.roster_key: row for row in rows if row.roster_key not in sure},
            {
                key: each
                for key, each in known.items()
                if key in doubtful or (key in people and key not in sure)
            },
            {*people, *doubtful},
            set(known),
            doubtful,
        )

    def settle(self, row: RosterRow, key: str, why: str) -> None:
        """Let a row be the person of a key."""
        official, _ = self.free.pop(key)
        del self.open[row.roster_key]
        self.keys[row.roster_key] = key
        if why or not row.is_key_made:
            self.found.append(Recognised(row, official, why or "rekeyed"))

    def decide(self, decided: Decisions) -> list[Problem]:
        """Do as the office says; return what it says of nobody."""
        problems = []
        for mine, theirs in decided.same.items():
            row = self.open.get(mine)
            if row is not None and theirs in self.free:
                self.settle(row, theirs, "decided")
            else:
                problems.append(problem("nobody_decided", Place(), found=theirs if row is not None else mine))
        for mine in decided.different:
            if mine in self.open:
                self.new.add(mine)
            else:
                problems.append(problem("nobody_decided", Place(), found=mine))
        return problems

    def ask_of_keys(self, decided: Decisions) -> list[Asked]:
        """Ask about keys that seem to be somebody else's now, each two that were swapped at once."""
        asked = [
            (row, [each for each in (mine, *self._named(row.full_name)) if each.roster_key in self.free])
            for key, (row, mine) in self.doubtful.items()
            if key in self.open and key not in self.new
        ]
        self.settle_all(asked, decided)
        told: list[Asked] = []
        swapped: set[str] = set()
        for row, _ in asked:
            key = row.roster_key
            if key not in self.open or key in swapped:
                continue
            mine, others = self.doubtful[key][1], self._named(row.full_name)
            other = next((each for each in others if self._is_named(each.roster_key, mine.full_name)), None)
            swapped |= {other.roster_key} if other else set()
            told.append(_ask_swapped(row, mine, other) if other else _ask_of_key(row, mine, others))
        return told

    def _named(self, name: str) -> list[Official]:
        """Return those who are free and have a name."""
        return [each for each, _ in self.free.values() if spell(each.full_name) == spell(name)]

    def _is_named(self, key: str, name: str) -> bool:
        """Say whether a doubtful row of a key has a name."""
        row = self.doubtful[key][0] if key in self.doubtful else None
        return row is not None and spell(row.full_name) == spell(name)

    def settle_by(self, rule: _Rule) -> None:
        """Settle those who are alone on each side with what a rule looks at."""
        sides: defaultdict[object, tuple[list[RosterRow], list[str]]] = defaultdict(lambda: ([], []))
        for row in self.open.values():
            if row.roster_key not in self.doubtful:
                sides[rule.of_row(row)][0].append(row)
        for key, (official, phone) in self.free.items():
            sides[rule.of_held(official, phone)][1].append(key)
        for told, (mine, theirs) in sides.items():
            if told is None or len(mine) != 1 or len(theirs) != 1 or mine[0].roster_key in self.new:
                continue
            if rule.is_one(mine[0], self.free[theirs[0]][0]):
                self.settle(mine[0], theirs[0], rule.why)

    def unclear(self) -> Iterator[tuple[RosterRow, list[Official]]]:
        """Yield the rows that may be somebody who would leave, with all of them."""
        near: defaultdict[object, list[Held]] = defaultdict(list)
        for each in self.free.values():
            for trait in traits(each[0], each[1]):
                near[trait].append(each)
        for row in self.open.values():
            if row.roster_key in self.new or row.roster_key in self.doubtful:
                continue
            held = {
                each[0].roster_key: each for trait in traits(row, row.phone) for each in near.get(trait, ())
            }
            same = [official for official, phone in held.values() if may_be_one(row, official, phone)]
            if same:
                yield row, same

    def settle_all(self, asked: Sequence[tuple[RosterRow, list[Official]]], decided: Decisions) -> None:
        """Do with all who are asked about as the office says: the one candidate, or somebody new."""
        wanted = Counter(official.roster_key for _, candidates in asked for official in candidates)
        for row, candidates in asked:
            key = candidates[0].roster_key
            if decided.same_all and len(candidates) == 1 and wanted[key] == 1:
                self.settle(row, key, "decided")
            elif decided.different_all:
                self.new.add(row.roster_key)
                del self.open[row.roster_key]

    def part_keys(self) -> None:
        """Give somebody new whose made key is another person's one of their own."""
        for key in (*self.open, *self.new):
            if key in self.taken and key not in self.keys:
                number = 2
                while f"{key}-{number}" in self.known:
                    number += 1
                self.keys[key] = f"{key}-{number}"


def _ask(row: RosterRow, candidates: Sequence[Official]) -> Asked:
    words = {"found": row.full_name, "key": row.roster_key, "held": _shown(candidates)}
    told = problem("same_person", _place(row), **words)
    return Asked(told, row, tuple(candidates))


def _shown(officials: Sequence[Official]) -> str:
    return "; ".join(f"{each.roster_key} – {each.full_name} ({each.unit_name})" for each in officials)


def _ask_of_key(row: RosterRow, mine: Official, others: Sequence[Official]) -> Asked:
    named = _shown(others) or "–"
    words = {"found": row.full_name, "key": row.roster_key, "held": mine.full_name, "others": named}
    return Asked(problem("key_of_another", _place(row), **words), row, (mine, *others))


def _ask_swapped(row: RosterRow, mine: Official, other: Official) -> Asked:
    words = {"key": row.roster_key, "held": mine.full_name, "found": row.full_name, "other": other.roster_key}
    return Asked(problem("keys_swapped", _place(row), **words), row, ())


def _place(row: RosterRow) -> Place:
    return Place(row.sheet, cell_name(max(row.row, 1), 1))
