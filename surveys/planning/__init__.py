"""From needs to a plan: who needs which course and why, in which classes, and what it costs. Values in, values out."""

from surveys.planning.classes import Task, plan_classes
from surveys.planning.continuing import Carried, standing_classes
from surveys.planning.courses import Catalogue, Course, CourseKind, Fulfils
from surveys.planning.example import Refresher, example_catalogue, yearly_refresher
from surveys.planning.learning import Away, Learning, LearningState, away_of
from surveys.planning.limits import Budget, Closed, Limits, Ordered, TeachingPlace
from surveys.planning.needs import (
    Grounds,
    GroupNeed,
    Need,
    Needs,
    Reason,
    ReasonKind,
    Unserved,
    Wish,
    needs_of,
)
from surveys.planning.people import Person, people_of
from surveys.planning.plan import Fixed, LeftOut, LeftOutWhy, Plan, PlannedClass, Quality, Seat, Why
from surveys.planning.storing import from_json, to_json
from surveys.planning.succession import PlannedPost, Vacancy, vacancies_of

__all__ = [
    "Away",
    "Budget",
    "Carried",
    "Catalogue",
    "Closed",
    "Course",
    "CourseKind",
    "Fixed",
    "Fulfils",
    "Grounds",
    "GroupNeed",
    "Learning",
    "LearningState",
    "LeftOut",
    "LeftOutWhy",
    "Limits",
    "Need",
    "Needs",
    "Ordered",
    "Person",
    "Plan",
    "PlannedClass",
    "PlannedPost",
    "Quality",
    "Reason",
    "ReasonKind",
    "Refresher",
    "Seat",
    "Task",
    "TeachingPlace",
    "Unserved",
    "Vacancy",
    "Why",
    "Wish",
    "away_of",
    "example_catalogue",
    "from_json",
    "needs_of",
    "people_of",
    "plan_classes",
    "standing_classes",
    "to_json",
    "vacancies_of",
    "yearly_refresher",
]
