"""What a plan costs for 75 and 5,000 people: ``make bench-plan``. Targets: 5 s and 60 s, within 2 % of the bound.

Of each task: how many needs; by the solver's way and by the plain one the seconds of one core, classes, seats,
deadlines met of those that could be, the gap to the best bound, the cost, and why people have no seat.
"""

import sys
import time
from collections import Counter
from dataclasses import replace

from surveys.planning import Plan, Task, plan_classes
from tests.surveys.planning.offices import limits_for, made_up, ordinary, sample, task_of, urgent


def tasks() -> dict[str, Task]:
    """The tasks by name: the sample with little to limit it, and made-up offices with scarce seats and money."""
    return {
        "75, the sample": task_of(sample(), ordinary()),
        "75, the sample, few away at once": task_of(sample(), replace(limits_for(75, part=2), days_away=10)),
        "75, deadlines in the year": urgent(task_of(made_up(75, each_unit=5), limits_for(75, each_unit=5))),
        "75, half the money": urgent(
            task_of(made_up(75, each_unit=5), limits_for(75, part=0.5, each_unit=5))
        ),
        "5,000": task_of(made_up(5_000), limits_for(5_000)),
        "5,000, deadlines, half the money": urgent(task_of(made_up(5_000), limits_for(5_000, part=0.5))),
    }


def told(plan: Plan) -> str:
    """The figures of a plan."""
    quality = plan.quality
    why = Counter(each.why.value for each in plan.uncovered)
    return (
        f"{len(plan.classes)} classes, {plan.covered} seats, {len(plan.uncovered)} without, "
        f"deadlines {quality.deadlines} of {quality.deadlines_bound}, gap {100 * quality.gap:.2f} %, "
        f"cost {plan.cost / 1e6:,.0f} M, {dict(why)}"
    )


def main() -> None:
    """Plan each task whose name has the words given."""
    for name, task in tasks().items():
        if not all(word in name for word in sys.argv[1:]):
            continue
        print(f"{name}: {len(task.people)} people, {len(task.needs.needs)} needs")  # noqa: T201
        for way in (False, True):
            began = time.process_time()
            plan = plan_classes(task, is_plain=way)
            seconds = time.process_time() - began
            print(f"  {plan.quality.solver}: {seconds:.1f} s; {told(plan)}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
