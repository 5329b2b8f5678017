"""Making a plan: plainly first, then by the solver, and of both the better one."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import product
from math import floor
from typing import Final

from surveys.planning.classes.explaining import explained
from surveys.planning.classes.mending import mend, order_classes
from surveys.planning.classes.model import Grain, Model
from surveys.planning.classes.opening import Where, fill, open_all, open_best
from surveys.planning.classes.solver import Solution, maximise, solver_name
from surveys.planning.classes.task import Demand, Task, Want
from surveys.planning.classes.timetable import Timetable
from surveys.planning.classes.weeks import Session
from surveys.planning.plan import Plan, Quality

PLAIN: Final = "plain"
"""The name of the way without a solver."""
GOOD_ENOUGH: Final = 0.01
"""How near to the bound a plan must come for nothing finer to be tried."""
NODES: Final = {Grain.YEAR: 1_000, Grain.QUARTER: 60, Grain.WEEK: 30}
"""How many branches of each program are looked at, at most."""
_STRIDE: Final = 7  # weeks from one further session of a course to the next
_COLUMNS: Final = 600
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


class Search:
    """The best timetable that was found so far, and what none could exceed.

    The plain way comes first. Then the year is solved as a whole, which is quick and tells how much the money can do;
    then by quarters; then, of a task that is not too large, week by week among some sessions. It ends as soon as
    the best is near enough to the bound.
    """

    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        self.deadlines = sum(want.due is not None for want in demand.wants)
        self.weight = float(sum(want.weight for want in demand.wants if demand.sessions[want.course.code]))
        self.best = Timetable(demand)
        open_all(self.best)
        order_classes(self.best)
        mend(self.best)

    def solve(self) -> None:
        """Look for something better, until it is good enough."""
        for grain in (Grain.YEAR, Grain.QUARTER):
            if not self._is_good():
                self._try(Model(self.demand, grain), is_bound=True)
        if not self._is_good():
            model = Model(self.demand, Grain.WEEK, _some_sessions(self.best))
            if model.has_whole_people:
                self._try(model, is_bound=model.sessions == self.demand.sessions)

    def quality(self, solver: str) -> Quality:
        """Return how good the best is."""
        merit = self.best.merit
        bound = round(max(self.weight, merit.weight), 3)
        return Quality(solver, merit.deadlines, self.deadlines, merit.weight, bound)

    def _is_good(self) -> bool:
        merit = self.best.merit
        is_near = merit.weight >= self.weight * (1 - GOOD_ENOUGH)
        return merit.deadlines >= self.deadlines and not merit.ordered and is_near

    def _try(self, model: Model, *, is_bound: bool) -> None:
        """Solve a program for the deadlines, then, with as many of them, for the weight; and make a timetable of it."""
        program, start = model.program, model.values_of(self.best)
        if not model.people:
            return
        in_time = self.best.merit.deadlines
        if model.deadlines:
            first = maximise(program, model.deadlines, start, gap=0.0)
            if first is None:
                return
            if is_bound:
                self.deadlines = min(self.deadlines, floor(first.bound + _EPSILON))
            found = floor(_EPSILON + sum(first.values[column] for column, _ in model.deadlines))
            if found > in_time:
                start = list(first.values)
            program.row(model.deadlines, lower=max(found, in_time) - _EPSILON)
        second = maximise(program, [*model.weight, *model.effort], start, nodes=NODES[model.grain])
        if second is None:
            return
        if is_bound:
            self.weight = min(self.weight, second.bound + model.most_effort(second.values))
        self.best = max((self.best, _timetable_of(model, second)), key=lambda table: table.merit)


def _some_sessions(table: Timetable) -> dict[str, tuple[Session, ...]]:
    """Return of each course the sessions that a timetable has, and, while they are few, others beside them."""
    demand = table.demand
    counts = Counter(want.course.code for want in demand.wants)
    found = {course.code: {each.session for each in table.classes_of(course)} for course in demand.courses}
    columns = sum(counts[code] * len(sessions) for code, sessions in found.items())
    for at, course in product(range(len(demand.weeks.mondays)), demand.courses):
        sessions = demand.sessions[course.code]
        further = sessions[(at * _STRIDE + len(found)) % len(sessions)] if at < len(sessions) else None
        if further is not None and further not in found[course.code] and columns < _COLUMNS:
            found[course.code].add(further)
            columns += counts[course.code]
    return {code: tuple(sorted(sessions, key=lambda each: each.weeks)) for code, sessions in found.items()}


def _timetable_of(model: Model, solution: Solution) -> Timetable:
    """Open the classes of a solution, with those people, in weeks that suit; then mend what does not fit.

    Those with deadlines come first, and everybody with one is looked after before any other class is opened.
    """
    table = Timetable(model.demand)
    slots = _opened_slots(model, solution)
    for is_due in (True, False):
        for slot in slots:
            if is_due == any(want.due is not None for want in slot.wants):
                _open_slot(table, model, slot)
        if is_due:
            fill(table, is_due=True)
            open_all(table, is_due=True)
    order_classes(table)
    mend(table)
    return table


@dataclass(frozen=True, slots=True)
class _OpenedSlot:
    """A slot of a solution with classes in it: where, how many, for how many people; and for whom."""

    number: int
    wheres: tuple[tuple[Where, int, int], ...]
    wants: tuple[Want, ...]


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


def _open_slot(table: Timetable, model: Model, slot: _OpenedSlot) -> None:
    """Open the classes of a slot and seat its people in them, evenly.

    Others who need the course stand in for those who cannot come after all.
    """
    course, sessions = model.slots[slot.number]
    chosen = {want.place for want in slot.wants}
    others = [want for want in table.unmet() if want.course is course and want.place not in chosen]
    for where, count, seats in slot.wheres:
        waiting = seats
        for left in range(count, 0, -1):
            wants = [want for want in (*slot.wants, *others) if want.place not in table.seat_of]
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
