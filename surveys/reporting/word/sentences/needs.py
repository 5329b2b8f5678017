"""Section III, 1: which competencies to train first, by each method, and where the methods disagree."""

from collections.abc import Iterable
from typing import Final

from surveys.aggregation.table import Table
from surveys.reporting.numbers import number_text
from surveys.reporting.texts.report import FRAME, PHRASES
from surveys.reporting.texts.report_needs import NEEDS
from surveys.reporting.word.blocks import Block, Figure, Heading, Text, dashed
from surveys.reporting.word.lookup import Figure as Number
from surveys.reporting.word.lookup import Row, is_any_hidden
from surveys.reporting.word.phrases import listed, lowered, qualified, quoted
from surveys.reporting.word.story import Story

_TOLD: Final = 5
_TOLD_OF_GROUP: Final = 3
_FOCUS: Final = "A"
_ORDER: Final = ("rank", "mwds")  # what puts competencies in their order
_RELIABLE: Final = 0.7  # usual bound of α


def tell_needs(story: Story) -> list[Block]:
    """Tell section III, 1, with the heading of the section."""
    blocks: list[Block] = [Heading(1, FRAME.needs), Heading(2, FRAME.competencies)]
    rows = story.figures.rows("needs")
    if not rows:
        return [*blocks, Text(NEEDS.none)]
    ranked = by_rank(rows)
    if not ranked:
        return [*blocks, Text(NEEDS.hidden.format(reference=story.references.to("needs")))]
    blocks += [Heading(3, FRAME.competencies_all), *_ranking(story, ranked)]
    methods = [*_methods(story), *_reliability(story)]
    if methods:
        blocks += [Heading(3, FRAME.competencies_methods), *methods]
    blocks += _drawn(story, "needs_ranking")
    groups = _groups(story)
    if groups:
        blocks += [Heading(3, FRAME.competencies_groups), *groups]
    return [*blocks, *_drawn(story, "importance_level_map")]


def _drawn(story: Story, chart: str) -> list[Block]:
    """Set a picture, if there is one. Text of another heading lies between two: no page stays half empty."""
    return [Figure(chart)] if chart in story.charts else []


def by_rank(rows: Iterable[Row]) -> list[Row]:
    """Return the rows whose rank and score are shown, best first."""
    shown = [
        (rank, row) for row in rows if (rank := row.figure("rank")) is not None and _score(row) is not None
    ]
    return [row for _, row in sorted(shown, key=lambda pair: pair[0])]


def is_needed(row: Row) -> bool:
    """Say whether a competency's level is below its importance, as far as it is shown."""
    score = _score(row)
    return score is not None and score > 0


def _score(row: Row) -> Number | None:
    return row.figure("mwds")


def score_text(value: Number) -> str:
    """Write a score with two digits."""
    return number_text(value, 2)


def _ranking(story: Story, ranked: list[Row]) -> list[Block]:
    needed = [row for row in ranked if is_needed(row)]
    told = needed[:_TOLD]
    is_partial = is_any_hidden(story.figures.rows("needs"), *_ORDER)
    blocks: list[Block] = []
    if told:
        lead = NEEDS.lead.format(reference=story.references.to("needs"))
        blocks.append(Text(qualified(lead, is_partial=is_partial), keeps=True, figure="needs_ranking"))
        blocks += dashed([_ranked(row) for row in told])
    ranks = [row.figure("rank") for row in told]
    if len(set(ranks)) < len(ranks):
        blocks.append(Text(NEEDS.tied))
    elif _overlaps(told):
        first, second = (number_text(rank) for rank in ranks[:2] if rank is not None)
        blocks.append(Text(NEEDS.overlap.format(first=first, second=second)))
    without = len(ranked) - len(needed)
    if without:
        no_gap = NEEDS.no_gap.format(count=number_text(without))
        blocks.append(Text(qualified(no_gap, is_partial=is_partial)))
    return [*blocks, *_maps(story, ranked)]


def _ranked(row: Row) -> str:
    parts = []
    importance, level = row.figure("importance"), row.figure("level")
    if importance is not None and level is not None:
        parts.append(NEEDS.levels.format(importance=score_text(importance), level=score_text(level)))
    score = _score(row)
    assert score is not None
    low, high = row.figure("mwds_low"), row.figure("mwds_high")
    interval = ""
    if low is not None and high is not None:
        interval = NEEDS.interval.format(low=score_text(low), high=score_text(high))
    parts.append(NEEDS.mwds.format(mwds=score_text(score)) + interval)
    rds = row.figure("rds")
    if rds is not None:
        parts.append(NEEDS.rds.format(rds=number_text(rds, 1, drops_zeros=True)))
    rank = row.figure("rank")
    assert rank is not None
    return NEEDS.item.format(rank=number_text(rank), screen=_bare(row), figures=PHRASES.comma.join(parts))


def _bare(row: Row) -> str:
    return quoted(row.label("screen")).strip("“”")


def _overlaps(told: list[Row]) -> bool:
    if len(told) < 2:
        return False
    low, high = told[0].figure("mwds_low"), told[1].figure("mwds_high")
    return low is not None and high is not None and low <= high


def _maps(story: Story, ranked: list[Row]) -> list[Block]:
    """Tell what the two maps say of those whose place is shown."""
    rows = story.figures.rows("needs")
    placed = [row for row in ranked if row.code("ipa")]
    blocks: list[Block] = []
    if placed:
        focus = [_quoted(row) for row in placed if row.code("ipa") == _FOCUS]
        said = NEEDS.quadrant.format(screens=listed(focus)) if focus else NEEDS.no_quadrant
        said = qualified(said, is_partial=is_any_hidden(rows, "ipa"))
        blocks.append(Text(said, figure="importance_level_map"))
    if any(row.code("lf") for row in ranked):
        first = [_quoted(row) for row in ranked if row.figure("priority") == 1]
        second = [_quoted(row) for row in ranked if row.figure("priority") == 2]
        said = NEEDS.first.format(screens=listed(first)) if first else NEEDS.no_priority
        blocks.append(Text(qualified(said, is_partial=is_any_hidden(rows, "lf", "priority"))))
        blocks += [Text(NEEDS.second.format(screens=listed(second)))] if second else []
    return blocks


def _quoted(row: Row) -> str:
    return quoted(row.label("screen"))


def _methods(story: Story) -> list[Block]:
    by_screen: dict[str, list[Row]] = {}
    for row in story.figures.rows("needs_methods"):
        by_screen.setdefault(row.code("screen"), []).append(row)
    told = [line for rows in by_screen.values() if (line := _disagreement(rows))]
    if not told:
        is_hidden = any(row.is_hidden("rank", "ipa", "lf") for row in story.figures.rows("needs"))
        return [] if is_hidden or by_screen else [Text(NEEDS.agree)]
    lead = Text(NEEDS.disagree_lead.format(reference=story.references.to("needs_methods")), keeps=True)
    return [lead, *dashed(told)]


def _disagreement(rows: list[Row]) -> str:
    """Tell of one competency what each method says; empty if all of it is hidden."""
    row = rows[0]
    mwds, rds = row.figure("mwds_rank"), row.figure("rds_rank")
    ipa, lf = row.label("ipa"), row.label("lf")
    said = [
        NEEDS.mwds_rank.format(rank=number_text(mwds)) if mwds is not None else "",
        NEEDS.rds_rank.format(rank=number_text(rds)) if rds is not None else "",
        NEEDS.ipa.format(finding=lowered(ipa)) if ipa else "",
        NEEDS.lf.format(finding=lowered(lf)) if lf else "",
    ]
    figures = PHRASES.comma.join(part for part in said if part)
    if not figures:
        return ""
    why = [lowered(label) for each in rows if (label := each.label("disagreement"))]
    finding = NEEDS.disagreement.format(finding=PHRASES.semicolon.join(why)) if why else ""
    return NEEDS.disagree.format(screen=_bare(row), figures=figures) + finding


def _reliability(story: Story) -> list[Block]:
    rows = story.figures.rows("reliability")
    known = [
        (lowered(row.label("scale")), alpha) for row in rows if (alpha := row.figure("alpha")) is not None
    ]
    if not known:
        return []
    values = PHRASES.semicolon.join(
        NEEDS.alpha_value.format(scale=scale, alpha=score_text(alpha)) for scale, alpha in known
    )
    low = NEEDS.alpha_low if any(alpha < _RELIABLE for _, alpha in known) else ""
    return [Text(NEEDS.alpha.format(values=values, reference=story.references.to("reliability"), low=low))]


def _groups(story: Story) -> list[Block]:
    lines = [_group(story, table) for table in story.figures.all("needs_group")]
    if not lines:
        return []
    lead = Text(NEEDS.groups_lead.format(reference=story.references.to("needs_group")), keeps=True)
    return [lead, *dashed(lines)]


def _group(story: Story, table: Table) -> str:
    group = story.figures.lexicon.label(table.subject) if table.subject else ""
    rows = by_rank(story.figures.rows_of(table))
    if not rows:
        return NEEDS.group_hidden.format(group=group)
    told = [
        NEEDS.group_item.format(screen=_bare(row), mwds=score_text(score))
        for row in rows
        if is_needed(row) and (score := _score(row)) is not None
    ][:_TOLD_OF_GROUP]
    screens = PHRASES.semicolon.join(told)
    if not told:
        line = NEEDS.group_none.format(group=group)
    elif table.base is None or table.base.value < story.facts.threshold:
        line = NEEDS.group_unsized.format(group=group, screens=screens)
    else:
        line = NEEDS.group.format(group=group, n=number_text(table.base.value), screens=screens)
    is_partial = is_any_hidden(story.figures.rows_of(table), *_ORDER)
    return NEEDS.group_shown.format(line=line) if is_partial else line
