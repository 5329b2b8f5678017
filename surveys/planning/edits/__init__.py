"""A plan that somebody has changed in its workbook: read again, every change told, every broken limit named."""

from surveys.planning.edits.editing import Editing
from surveys.planning.edits.reading import EditedPlan, bears_mark, marks_of, read_edited_plan
from surveys.planning.edits.results import SeatResult, SeatResults, plan_of_results, read_results

__all__ = [
    "EditedPlan",
    "Editing",
    "SeatResult",
    "SeatResults",
    "bears_mark",
    "marks_of",
    "plan_of_results",
    "read_edited_plan",
    "read_results",
]
