"""Making a plan: plainly first, then by the solver, and of both the better one."""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import floor
from typing import Final, NamedTuple

from surveys.planning.classes.explaining import explained
from surveys.planning.classes.mending import mend, order_classes
from surveys.planning.classes.model import Model
from surveys.planning.classes.opening import Where, fill, open_all, open_best
from surveys.planning.classes.program import total
from surveys.planning.classes.slots import Grain
from surveys.planning.classes.solver import Solution, maximise, solver_name
from surveys.planning.classes.task import Demand, Task, Want
from surveys.planning.classes.timetable import Timetable
from surveys.planning.classes.weeks import Session
from surveys.planning.plan import Plan, Quality

PLAIN: Final = "plain"
"""The name of the way without a solver."""
GOOD_ENOUGH: Final = 0.01
"""How near to the bound a plan must come for nothing finer to be tried."""


class Attempt(NamedTuple):
    """How finely a program is solved, in how many branches at most; only while the gap is greater than ``gap``.

    ``columns``: how large a program of weeks may be; the more, the more sessions it knows.
    """

    grain: Grain
    nodes: int
    gap: float = GOOD_ENOUGH
    columns: int = 0


ATTEMPTS: Final = (
    Attempt(Grain.YEAR, 1_000),
    Attempt(Grain.QUARTER, 1),
    Attempt(Grain.WEEK, 10, columns=700),
    Attempt(Grain.QUARTER, 150, 0.025),
    Attempt(Grain.WEEK, 10, 0.05, 1_200),
)
"""What is tried, one after the other."""
_ROUNDS: Final = 3  # so often a program of weeks is solved, each time around what was found
_STRIDE: Final = 7  # weeks from one further session of a course to the next
_EPSILON: Final = 1e-6


def plan_classes(task: Task, *, is_plain: bool = False) -> Plan:
    """Return the plan of a task: deadlines of standards first, then the weight of needs, then few journeys.

    ``is_plain``: without the solver, as it is done where none is installed.
    """
    demand = Demand(task)
    search = Search(demand)
    solver = "" if is_plain else solver_name()
    if solver and demand.wants:
        search.solve()
    return explained(search.best, search.quality(solver or PLAIN))


@dataclass(frozen=True, slots=True)
class _OpenedSlot:
    """A slot of a solution with classes in it: where, how many, for how many people; and for whom."""

    number: int
    wheres: tuple[tuple[Where, int, int], ...]
    wants: tuple[Want, ...]


class Search:
    """The best timetable that was found so far, and what none could exceed.

    The plain way comes first. Then the year is solved as a whole, which is quick and tells how much the money can do;
    then by quarters; then, of a task that is not too large, week by week among some sessions. It ends as soon as
    the best is near enough to the bound.
    """

    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        self.deadlines = sum(want.due is not None for want in demand.wants)
        everything = sum(want.weight for want in demand.wants if demand.sessions[want.course.code])
        self.bounds = [(0, float(everything))]
        """(deadlines, weight): no plan that meets so many deadlines serves more weight."""
        self.quarters: set[tuple[str, int]] = set()
        """(course, quarter) of the classes that the latest program has."""
        self.best = Timetable(demand)
        open_all(self.best)
        order_classes(self.best)
        mend(self.best)

    def solve(self) -> None:
        """Look for something better, until it is good enough; by weeks as long as that finds something."""
        for attempt in ATTEMPTS:
            for _ in range(_ROUNDS if attempt.grain is Grain.WEEK else 1):
                if self._is_good(attempt.gap):
                    return
                before = self.best.merit
                self._attempt(attempt)
                merit = self.best.merit
                if (merit.deadlines, merit.weight) <= (before.deadlines, before.weight):
                    break

    def _attempt(self, attempt: Attempt) -> None:
        sessions = self.demand.sessions
        if attempt.grain is Grain.WEEK:
            sessions = _some_sessions(self.best, self.quarters, attempt.columns)
        model = Model(self.demand, attempt.grain, sessions)
        is_small = model.has_whole_people or attempt.grain is Grain.YEAR
        is_quick = attempt.grain is Grain.QUARTER and attempt.nodes == 1
        if model.people and (is_small or is_quick):
            self._try(model, attempt.nodes, is_bound=sessions == self.demand.sessions)

    @property
    def weight(self) -> float:
        """What no plan could exceed that meets as many deadlines as the best so far."""
        return min(weight for deadlines, weight in self.bounds if deadlines <= self.best.merit.deadlines)

    def quality(self, solver: str) -> Quality:
        """Return how good the best is."""
        merit, (deadlines, weight) = self.best.merit, self.demand.served
        bound = round(max(self.weight, merit.weight) + weight, 3)
        met, most = merit.deadlines + deadlines, self.deadlines + deadlines
        return Quality(solver, met, most, merit.weight + weight, bound)

    def _is_good(self, gap: float) -> bool:
        merit = self.best.merit
        is_near = merit.weight >= self.weight * (1 - gap)
        return merit.deadlines >= self.deadlines and not merit.ordered and is_near

    def _try(self, model: Model, nodes: int, *, is_bound: bool) -> None:
        """Solve a program for the deadlines, then, with as many of them, for the weight; and make timetables of it.

        If no timetable meets as many, it is solved once more for as many as were met: only that bound is one.
        """
        found, start = self._most_deadlines(model, is_bound=is_bound)
        for _ in range(2):
            least = max(found, self.best.merit.deadlines)
            self._serve(model, nodes, least, start, is_bound=is_bound)
            if self.best.merit.deadlines >= least:
                break
            found, start = 0, model.values_of(self.best)

    def _most_deadlines(self, model: Model, *, is_bound: bool) -> tuple[int, Sequence[float]]:
        """Return how many deadlines a program meets, and where solving for the weight may begin."""
        start = model.values_of(self.best)
        first = maximise(model.program, model.deadlines, start, gap=0.0) if model.deadlines else None
        if first is None:
            return 0, start
        if is_bound:
            self.deadlines = min(self.deadlines, floor(first.bound + _EPSILON))
        found = floor(total(model.deadlines, first.values) + _EPSILON)
        return found, first.values if found > self.best.merit.deadlines else start

    def _serve(
        self, model: Model, nodes: int, deadlines: int, start: Sequence[float], *, is_bound: bool
    ) -> None:
        """Solve a program for the weight, with so many deadlines; keep the timetable that it makes, if it is better."""
        program = model.program.beside(model.deadlines, lower=deadlines - _EPSILON)
        solution = maximise(program, [*model.weight, *model.effort], start, nodes=nodes)
        if solution is not None:
            if is_bound:
                bound = solution.bound + model.most_effort(solution.values)
                self.bounds.append((deadlines, bound))
            slots = _opened_slots(model, solution)
            self.quarters = {
                (model.slots[each.number].course.code, session.quarter)
                for each in slots
                for session in model.slots[each.number].sessions
            }
            made = [_timetable_of(model, slots, is_strict=is_strict) for is_strict in (False, True)]
            made += [_exact_timetable(model, slots)] if model.grain is Grain.WEEK else []
            self.best = max((self.best, *made), key=lambda table: table.merit)


def _some_sessions(
    table: Timetable, quarters: Collection[tuple[str, int]], most: int
) -> dict[str, tuple[Session, ...]]:
    """Return of each course the sessions that a timetable has, and others beside them while they are few.

    ``quarters``: (course, quarter) in which the program by quarters has classes; of these first. ``most``: how many
    columns of people that may make.
    """
    demand = table.demand
    counts = Counter(want.course.code for want in demand.wants)
    found = {course.code: {each.session for each in table.classes_of(course)} for course in demand.courses}
    columns = sum(counts[code] * len(sessions) for code, sessions in found.items())
    for code, session in _further_sessions(demand, quarters):
        if columns >= most:
            break
        columns += 0 if session in found[code] else counts[code]
        found[code].add(session)
    return {code: tuple(sorted(sessions, key=lambda each: each.weeks)) for code, sessions in found.items()}


def _further_sessions(demand: Demand, quarters: Collection[tuple[str, int]]) -> Iterator[tuple[str, Session]]:
    """Yield sessions of every course in turn, some weeks apart, those of certain quarters before the others."""
    for is_preferred in (True, False):
        apart = {
            course.code: _apart(
                [
                    session
                    for session in demand.sessions[course.code]
                    if ((course.code, session.quarter) in quarters) == is_preferred
                ],
                place,
            )
            for place, course in enumerate(demand.courses)
        }
        for at in range(max(map(len, apart.values()), default=0)):
            yield from ((code, sessions[at]) for code, sessions in apart.items() if at < len(sessions))


def _apart(sessions: Sequence[Session], first: int) -> list[Session]:
    """Return sessions in such an order that neighbours are weeks apart; ``first``: with which to begin."""
    order = [sessions[at] for rest in range(_STRIDE) for at in range(rest, len(sessions), _STRIDE)]
    begin = first * _STRIDE % max(1, len(order))
    return order[begin:] + order[:begin]


def _timetable_of(model: Model, slots: Sequence[_OpenedSlot], *, is_strict: bool) -> Timetable:
    """Open the classes of a solution, with those people, in weeks that suit; then mend what does not fit.

    Those with deadlines come first, and everybody with one is looked after before any other class is opened.
    """
    table = Timetable(model.demand)
    for is_due in (True, False):
        for slot in slots:
            if is_due == any(want.due is not None for want in slot.wants):
                _open_slot(table, model, slot, is_strict=is_strict)
        if is_due:
            fill(table, is_due=True)
            open_all(table, is_due=True)
    order_classes(table)
    mend(table)
    return table


def _exact_timetable(model: Model, slots: Sequence[_OpenedSlot]) -> Timetable:
    """Open the classes of a solution in its very weeks, with its very people, shared out evenly; then mend the rest."""
    table = Timetable(model.demand)
    for slot in slots:
        course, sessions = model.slots[slot.number]
        waiting = deque(slot.wants)
        for where, count, seats in slot.wheres:
            for at in range(count):
                opened = table.open(course, sessions[0], *where)
                size = seats // count + (at < seats % count)
                people = [waiting.popleft() for _ in range(min(size, len(waiting)))]
                for want in people:
                    if opened is not None and table.hindrance(want, opened) is None:
                        table.seat(want, opened)
    order_classes(table)
    mend(table)
    return table


def _opened_slots(model: Model, solution: Solution) -> list[_OpenedSlot]:
    """Return the slots with classes, in the order in which they get their weeks: the longest classes first."""
    chosen = _chosen(model, solution)
    wheres: defaultdict[int, list[tuple[Where, int, int]]] = defaultdict(list)
    for (slot, where), column in model.classes.items():
        seats = solution.values[model.seats[slot, where]]
        smallest = model.slots[slot].course.smallest
        count = round(solution.values[column]) or int(seats + 0.5 >= smallest)
        if count:
            wheres[slot].append((where, count, round(seats)))
    found = [
        _OpenedSlot(slot, tuple(each), tuple(sorted(chosen[slot], key=lambda want: want.rank)))
        for slot, each in wheres.items()
    ]
    return sorted(found, key=lambda each: (-model.slots[each.number].course.length, each.number))


def _open_slot(table: Timetable, model: Model, slot: _OpenedSlot, *, is_strict: bool) -> None:
    """Open the classes of a slot and seat its people in them, evenly.

    Others who need the course stand in for those who cannot come after all.
    """
    course, sessions = model.slots[slot.number]
    chosen = {want.place for want in slot.wants}
    others = [want for want in table.unmet() if want.course is course and want.place not in chosen]
    candidates = slot.wants if is_strict else (*slot.wants, *others)
    for where, count, seats in slot.wheres:
        waiting = seats
        for left in range(count, 0, -1):
            wants = [want for want in candidates if want.place not in table.seat_of]
            most = min(course.largest, max(course.smallest, -(-waiting // left)))
            opened = open_best(table, wants, sessions, [where], most=most, is_late_allowed=True)
            if opened is None:
                break
            waiting -= len(opened.wants)


def _chosen(model: Model, solution: Solution) -> defaultdict[int, list[Want]]:
    """Return whom a solution seats in each slot: of people alike the first, then on in turn."""
    found: defaultdict[int, list[Want]] = defaultdict(list)
    for kind, slots in _slots_of_kinds(model).items():
        turn = 0
        people = model.kinds[kind]
        for code, places in slots.items():
            given, reached = 0, 0.0
            for slot in places:
                reached += solution.values[model.people[kind, slot]]
                count = min(people.count, floor(reached + 0.5 + _EPSILON)) - given
                found[slot] += (people.wants[code][(turn + at) % people.count] for at in range(count))
                turn, given = turn + count, given + count
    return found


def _slots_of_kinds(model: Model) -> dict[int, dict[str, list[int]]]:
    """Return of each kind the slots of each of its courses."""
    found: dict[int, dict[str, list[int]]] = {}
    for kind, slot in model.people:
        found.setdefault(kind, {}).setdefault(model.slots[slot].course.code, []).append(slot)
    return found
