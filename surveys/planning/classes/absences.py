"""The rows of a program that say who can be away at once: a person, a small office, the days of a unit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from surveys.planning.classes.program import Terms
from surveys.planning.classes.slots import Grain, Slot
from surveys.planning.limits import QUARTERS

if TYPE_CHECKING:
    from surveys.planning.classes.model import Model


def limit_absences(model: "Model") -> None:
    """Add the rows to the program of a model whose columns are made."""
    _Absences(model).add()


@dataclass(frozen=True)
class _Absences:
    model: "Model"

    def add(self) -> None:
        """Limit who is away at once: a person, a small office, the days of a unit."""
        weeks_of: defaultdict[tuple[str, object, int], Terms] = defaultdict(list)
        for (number, slot), column in self.model.people.items():
            kind = self.model.kinds[number]
            for bucket, weeks, days in self._buckets(self.model.slots[slot]):
                weeks_of["person", number, bucket].append((column, float(weeks)))
                if kind.office:
                    weeks_of["office", kind.office, bucket].append((column, float(weeks)))
                if self.model.demand.days_away[kind.unit] is not None:
                    weeks_of["unit", kind.unit, bucket].append((column, float(days)))
        for (what, who, bucket), terms in weeks_of.items():
            self.model.program.row(
                terms, upper=sum(self._room(what, who, week) for week in self._weeks(bucket))
            )
        if self.model.demand.limits.per_person:
            self._add_per_person(self.model.demand.limits.per_person)
        if self.model.grain is not Grain.WEEK:
            self._add_togetherness()
        if self.model.grain is Grain.QUARTER:
            self._add_exclusions()

    def _add_per_person(self, most: int) -> None:
        of_kind: defaultdict[int, Terms] = defaultdict(list)
        for (kind, _), column in self.model.people.items():
            of_kind[kind].append((column, 1.0))
        for kind, terms in of_kind.items():
            left = max(0, most - self.model.kinds[kind].courses)
            self.model.program.row(terms, upper=left * self.model.kinds[kind].count)

    def _add_togetherness(self) -> None:
        """Of an office of few one sits in a class, of a unit as many as it can spare at once."""
        together: defaultdict[tuple[int, str, int], Terms] = defaultdict(list)
        for (number, slot), column in self.model.people.items():
            kind = self.model.kinds[number]
            if kind.office:
                together[slot, kind.office, 1].append((column, 1.0))
            limit = self.model.demand.days_away[kind.unit]
            if limit is not None:
                together[slot, kind.unit, limit // max(self.model.slots[slot].sessions[0].days)].append(
                    (column, 1.0)
                )
        opened: defaultdict[int, list[int]] = defaultdict(list)
        for (slot, _), column in self.model.classes.items():
            opened[slot].append(column)
        for (slot, _, most), terms in together.items():
            if sum(self.model.program.column_bounds[column][1] for column, _ in terms) > most:
                self.model.program.row(
                    [*terms, *((column, -float(most)) for column in opened[slot])], upper=0.0
                )

    def _add_exclusions(self) -> None:
        """Whoever is away for a whole quarter is in no other class of it, nor is anybody else of a small office."""
        whole: defaultdict[tuple[int, str, int], Terms] = defaultdict(list)
        others: defaultdict[tuple[int, str, int, int], Terms] = defaultdict(list)
        for (number, at), column in self.model.people.items():
            slot, office = self.model.slots[at], self.model.kinds[number].office
            quarters = self._whole_quarters(slot)
            for who in ((number, ""), *([(-1, office)] if office else [])):
                for quarter in quarters:
                    whole[*who, quarter].append((column, 1.0))
                if not quarters:
                    others[*who, slot.sessions[0].quarter, at].append((column, 1.0))
        bounds = self.model.program.column_bounds
        for (number, office, quarter, _), terms in others.items():
            if (number, office, quarter) in whole:
                most = sum(bounds[column][1] for column, _ in terms)
                factor = most if office else 1.0  # of an office one is away, or none
                absent = [(column, factor) for column, _ in whole[number, office, quarter]]
                self.model.program.row([*terms, *absent], upper=most)

    def _whole_quarters(self, slot: Slot) -> list[int]:
        """Return the quarters of which a class takes up every week."""
        mask, weeks = slot.sessions[-1].mask, self.model.demand.weeks
        return [
            quarter
            for quarter in QUARTERS
            if weeks.open_in(quarter) and all(mask >> week & 1 for week in weeks.open_in(quarter))
        ]

    # Times: the year, a quarter or a week

    def _buckets(self, slot: Slot) -> Iterator[tuple[int, int, int]]:
        """Yield of each time that a slot takes up: which, how many weeks of it, how many days away.

        A time is the year, a quarter or a week. Classes that do not fit into a quarter have fixed weeks, so of them
        the first week of each quarter is looked at, too (below 0).
        """
        session = slot.sessions[-1]  # of a year the last, which takes the least of it
        found: defaultdict[int, list[int]] = defaultdict(list)
        for week, days in zip(session.weeks, session.days, strict=True):
            found[self._bucket(week)].append(days)
        for bucket, days_of in found.items():
            if bucket or self.model.grain is Grain.WEEK:
                yield bucket, len(days_of), sum(days_of)
        if self.model.grain is Grain.QUARTER and len(found) > 1:
            for week in self._quarter_begins:
                if session.mask >> week & 1:
                    yield -week, 1, session.days[0]

    def _bucket(self, week: int) -> int:
        """Return the time to which a week belongs, 0 for what lies beyond the year."""
        if self.model.grain is Grain.WEEK:
            return week
        quarter = self.model.demand.weeks.quarter_of(week)
        return quarter if self.model.grain is Grain.QUARTER else min(1, quarter)

    def _weeks(self, bucket: int) -> Iterable[int]:
        """Return the open weeks of a time."""
        if self.model.grain is Grain.WEEK or bucket <= 0:
            return (abs(bucket),)
        quarters = [bucket] if self.model.grain is Grain.QUARTER else QUARTERS
        return chain.from_iterable(self.model.demand.weeks.open_in(quarter) for quarter in quarters)

    def _room(self, what: str, who: object, week: int) -> int:
        """Return how many people, or days of a unit, may be away in a week beside those who are already."""
        taken = self.model.demand.taken
        if what == "person":
            kind = self.model.kinds[int(str(who))]
            return 0 if kind.busy >> week & 1 else kind.count
        if what == "office":
            return 0 if taken.office_weeks.get(str(who), 0) >> week & 1 else 1
        limit = self.model.demand.days_away[str(who)] or 0
        return max(0, limit - taken.unit_days.get((str(who), week), 0))

    @cached_property
    def _quarter_begins(self) -> list[int]:
        weeks = self.model.demand.weeks
        return [weeks.open_in(quarter)[0] for quarter in QUARTERS if weeks.open_in(quarter)]
