"""What an administrator changes of a draft by buttons: the money, a class more, another quarter, what was told."""

import json
from dataclasses import dataclass, replace
from typing import Final

from storage.planning import PlanRecord
from surveys.planning import Budget, Catalogue, Course, Limits, Plan, from_json
from surveys.planning.comparing import with_further_class, with_money, with_quarters

MONEY: Final = "b"
MORE: Final = "k"
QUARTER: Final = "t"
FREE: Final = "f"
WHOLE: Final = ""
"""The source that stands for all money where the office has named none."""


@dataclass(frozen=True, slots=True)
class Change:
    """``kind`` MONEY (``number`` percent), MORE (a class of a course) or QUARTER (a course in quarter ``number``).

    FREE: classes that were told but have not begun may be another.
    """

    kind: str
    course: str = ""
    number: int = 0

    def write(self) -> str:
        """Return it as text."""
        return f"{self.kind}|{self.course}|{self.number}"

    @classmethod
    def read(cls, text: str) -> "Change":
        """Return what was written."""
        kind, _, rest = text.partition("|")
        course, _, number = rest.rpartition("|")
        return cls(kind, course, int(number))

    def applied(self, limits: Limits, plan: Plan) -> Limits:
        """Return the limits within which the plan is made again. Where money is no limit, what it costs becomes one."""
        if self.kind == MONEY:
            spent = replace(limits, budgets=limits.budgets or (Budget(WHOLE, plan.cost),))
            return with_money(spent, 100 + self.number)
        if self.kind == MORE:
            return with_further_class(limits, plan, self.course)
        if self.kind == FREE:
            return limits
        return with_quarters(limits, self.course, (self.number,))


def limits_of(record: PlanRecord) -> Limits:
    """Return the limits within which a plan was made."""
    from surveys.planning.classes import Task  # noqa: PLC0415 - heavy, and rare

    return from_json(Task, record.inputs).limits


def courses_of(record: PlanRecord) -> tuple[Course, ...]:
    """Return the courses of the catalogue from which a plan was made."""
    return from_json(Catalogue, record.catalogue).courses


def is_edited(record: PlanRecord) -> bool:
    """Say whether a version, or one that it was made of, was edited in its workbook."""
    return "edited" in json.loads(record.grounds)


def write_grounds(before: PlanRecord, **more: str) -> str:
    """Return the grounds of a version that was made of another one."""
    return json.dumps(json.loads(before.grounds) | {"from": before.id} | more)
