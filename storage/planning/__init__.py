"""Plans in the archive, in order of reading: ``inputs`` (what they are made from), ``people``, ``plans``, ``seats``."""

from storage.planning.inputs import InputRecord, file_of, input_on, keep_input, list_inputs, withdraw_input
from storage.planning.people import (
    forget_said,
    learning_of,
    people_by_number,
    planned_posts,
    record_learning,
    replace_planned_posts,
    told_of,
)
from storage.planning.plans import (
    PlanRecord,
    approve,
    current_plan,
    find_plan,
    keep_draft,
    list_plans,
)
from storage.planning.seats import (
    DECLINED,
    SeatRecord,
    answer_seat,
    find_seat,
    remind_seats,
    seats_of,
    settle_seat,
    tell_seats,
)

__all__ = [
    "DECLINED",
    "InputRecord",
    "PlanRecord",
    "SeatRecord",
    "answer_seat",
    "approve",
    "current_plan",
    "file_of",
    "find_plan",
    "find_seat",
    "forget_said",
    "input_on",
    "keep_draft",
    "keep_input",
    "learning_of",
    "list_inputs",
    "list_plans",
    "people_by_number",
    "planned_posts",
    "record_learning",
    "remind_seats",
    "replace_planned_posts",
    "seats_of",
    "settle_seat",
    "tell_seats",
    "told_of",
    "withdraw_input",
]
