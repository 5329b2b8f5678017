"""The answers of one wave, as the documents take them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from surveys.questionnaire import Choice, Item, ItemType, Questionnaire
from surveys.repeats import RepeatTable, instance_name, is_repeated, written_name

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One case with what counts of its answers: item name -> canonical value, irrelevant items left out.

    ``title`` is shown as given (a label), ``disposition`` is a code, ``mode`` by which way the answers came. Times are
    aware or None.
    """

    case: int
    roster_key: str
    full_name: str
    unit: str
    title: str
    disposition: str
    started_at: datetime | None = None
    completed_at: datetime | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    mode: str = ""


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The cases of a wave under its form (choice lists as of the wave). ``rows`` are read once, in order.

    Times are written in ``zone``.
    """

    form: Questionnaire
    rows: Iterable[AnswerRow]
    zone: tzinfo = VIETNAM


def answer_items(form: Questionnaire) -> list[Item]:
    """Return the items that have a column: the questions in asking order, then the calculations; no notes.

    What stands in a repeat has its own table.
    """
    return [
        item for item in form.items.values() if item.type is not ItemType.NOTE and not is_repeated(item.name)
    ]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of answers: of an item, or of one ``choice`` of a rank, which holds the place it was given."""

    item: Item
    choice: Choice | None = None

    @property
    def name(self) -> str:
        """The variable's name; ODK's way of naming a part of an answer is a slash."""
        return self.item.name if self.choice is None else f"{self.item.name}/{self.choice.name}"

    def value(self, answers: Mapping[str, str]) -> str:
        """Return what stands in the column for given answers."""
        answer = answers.get(self.item.name, "")
        if self.choice is None or not answer:
            return answer
        order = answer.split()
        return str(order.index(self.choice.name) + 1) if self.choice.name in order else ""


def answer_columns(form: Questionnaire) -> list[Column]:
    """Return the columns of a table of answers: one an item; behind a rank one for each of its choices."""
    return _columns(form, answer_items(form))


def repeat_columns(form: Questionnaire, repeat: RepeatTable) -> list[Column]:
    """Return the columns of the table of a repeat."""
    return _columns(form, repeat.items)


def instance_values(
    answers: Mapping[str, str], repeat: RepeatTable, indices: tuple[int, ...]
) -> dict[str, str]:
    """Return what was answered in one instance, by the items' names as written."""
    return {item.name: answers.get(instance_name(item.name, indices), "") for item in repeat.items}


def _columns(form: Questionnaire, items: Iterable[Item]) -> list[Column]:
    columns = []
    for item in items:
        columns.append(Column(item))
        if item.type is ItemType.RANK:
            columns += [Column(item, choice) for choice in form.choices(item)]
    return columns


def item_label(form: Questionnaire, item: Item) -> str:
    """Return what an item asks, as written; within a group (one competency) the group's label stands before its own."""
    form, item = _as_written(form, item)
    screen = form.screen_of.get(item.name)
    parts = [screen.label if screen else "", item.label]
    return " – ".join(part for part in parts if part) or item.name


def _as_written(form: Questionnaire, item: Item) -> tuple[Questionnaire, Item]:
    written = form.written or form
    return written, written.items.get(written_name(item.name), item)


def section_label(form: Questionnaire, item: Item) -> str:
    """Return the label of the section in which an item stands, in a repeat its label; empty for calculations."""
    form, item = _as_written(form, item)
    screen = form.screen_of.get(item.name)
    inside = screen.repeat if screen else item.repeat
    if inside:
        return next((repeat.label for repeat in form.repeats if repeat.name == inside), inside)
    return form.sections.get(screen.section, "") if screen else ""
