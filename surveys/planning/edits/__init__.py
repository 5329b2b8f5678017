"""A plan that somebody has changed in its workbook: read again, every change told, every broken limit named."""

from surveys.planning.edits.editing import Editing
from surveys.planning.edits.reading import EditedPlan, read_edited_plan

__all__ = ["EditedPlan", "Editing", "read_edited_plan"]
