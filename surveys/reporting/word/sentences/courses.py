"""Which courses the figures support: competencies by priority, the topics people chose, for which title groups."""

from dataclasses import dataclass
from typing import Final

from surveys.aggregation.table import Code
from surveys.reporting.word.lookup import Figure, Row
from surveys.reporting.word.phrases import Value, leading, unnumbered
from surveys.reporting.word.sentences.demand import choices_of, most_chosen
from surveys.reporting.word.sentences.needs import by_rank, is_needed
from surveys.reporting.word.story import Story

MANNERS: Final = ("d_form", "d_len", "d_time", "d_place")
_FEW: Final = 3
_LAST: Final = 9  # after every priority


@dataclass(frozen=True, slots=True)
class Proposal:
    """One course: ``groups`` are the title groups it is for, ``demand`` how many chose the topic themselves."""

    topic: str
    code: str
    groups: tuple[str, ...] = ()
    is_for_all: bool = False
    priority: int | None = None
    score: Figure | None = None
    demand: Value | None = None


def propose(story: Story) -> list[Proposal]:
    """Propose courses: priority 1, then 2, then (if there is none) the first three needs; then chosen topics.

    Only what is shown counts: nothing is proposed on a hidden figure.
    """
    needed = [row for row in by_rank(story.figures.rows("needs")) if is_needed(row)]
    chosen = {value.code: value for value in choices_of(story, "demand_d_topic")}
    marked = [row for row in needed if row.figure("priority") in (1, 2)]
    picked = sorted(marked, key=lambda row: row.figure("priority") or _LAST) or needed[:_FEW]
    proposals = [_of_need(story, row, chosen.get(row.code("screen"))) for row in picked]
    covered = {each.code for each in proposals}
    wanted = [value for value in leading(list(chosen.values())) if value.code not in covered]
    return [*proposals, *(_of_topic(story, value) for value in wanted)]


def _of_need(story: Story, row: Row, demand: Value | None) -> Proposal:
    code = row.code("screen")
    priority = row.figure("priority")
    groups = _groups(story, code)
    return Proposal(
        unnumbered(row.label("screen")),
        code,
        tuple(_label(story, group) for group in groups),
        is_for_all=len(groups) == len(_groups_known(story)),
        priority=int(priority) if priority else None,
        score=row.figure("mwds"),
        demand=demand,
    )


def _of_topic(story: Story, value: Value) -> Proposal:
    groups = _groups(story, value.code)
    rated = next((r for r in by_rank(story.figures.rows("needs")) if r.code("screen") == value.code), None)
    return Proposal(
        value.label,
        value.code,
        tuple(_label(story, group) for group in groups),
        is_for_all=len(groups) == len(_groups_known(story)),
        score=rated.figure("mwds") if rated else None,
        demand=value,
    )


def _groups(story: Story, code: str) -> list[str]:
    """Return the title groups for which a course is, by each group's own figures, as the annex says below its list.

    Those that have it among their priorities; if none has, those that need it at all; else those that chose it.
    """
    needing = _groups_in_need(story, code)
    first = [group for group, row in needing.items() if row.figure("priority") in (1, 2)]
    return first or list(needing) or _groups_choosing(story, code)


def _groups_in_need(story: Story, screen: str) -> dict[str, Row]:
    """Return the title groups that need a competency, each with its row."""
    return {
        table.subject.code: row
        for table in story.figures.all("needs_group")
        if table.subject is not None
        for row in by_rank(story.figures.rows_of(table))
        if is_needed(row) and row.code("screen") == screen
    }


def _groups_choosing(story: Story, topic: str) -> list[str]:
    """Return the title groups of which somebody chose a topic, as far as it is shown."""
    rows = [row for row in story.figures.rows("demand_d_topic") if row.code("choice") == topic]
    return [group for group in _groups_known(story) if any(row.count(group) for row in rows)]


def _label(story: Story, group: str) -> str:
    return story.figures.lexicon.label(Code("title_group", group))


def uncovered_groups(story: Story) -> list[str]:
    """Return the title groups of the body whose own needs are not shown."""
    shown = {
        table.subject.code
        for table in story.figures.all("needs_group")
        if table.subject is not None and by_rank(story.figures.rows_of(table))
    }
    present = _groups_present(story)
    return [_label(story, group) for group in _groups_known(story) if group in present and group not in shown]


def _groups_known(story: Story) -> tuple[str, ...]:
    """Return the title groups that there are on the day of the report."""
    return story.figures.lexicon.titles.groups_on(story.facts.as_of)


def _groups_present(story: Story) -> set[str]:
    """Return the title groups that were asked or stand on the roster; all, if no table goes by title."""
    tables = [table for table in story.figures.tables if table.columns and table.columns[0].key == "title"]
    found = {
        story.figures.lexicon.titles.group(row.code("title"))
        for table in tables
        for row in story.figures.rows_of(table)
    }
    return found - {""} or set(_groups_known(story))


def manner_of(story: Story) -> dict[str, str]:
    """Return by item (form, length, time, place) what most people chose; empty where that is not shown."""
    return {item: most_chosen(story, item) for item in MANNERS}
