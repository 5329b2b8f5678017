"""From needs to classes: who learns what, when and where, within the limits, and why the others do not."""

from surveys.planning.classes.planning import plan_classes
from surveys.planning.classes.task import Task

__all__ = ["Task", "plan_classes"]
