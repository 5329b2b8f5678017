"""Section III, 2 to 4: topics, forms, time, reasons; situations; what changed since the wave before."""

from decimal import Decimal
from typing import Final

from surveys.reporting.numbers import number_text, percent_text, rounded
from surveys.reporting.texts.report import FRAME, PHRASES
from surveys.reporting.texts.report_needs import DEMAND
from surveys.reporting.word.blocks import Block, Heading, Text, dashed
from surveys.reporting.word.lookup import Figure, Row, is_any_hidden
from surveys.reporting.word.phrases import (
    Value,
    among_shown,
    enumerate_values,
    leading,
    lowered,
    qualified,
    quoted,
    unnumbered,
    value_of,
)
from surveys.reporting.word.story import Story

NO_NEED: Final = "none"
_PAPERS: Final = "papers"  # for the standard or for a degree, taken together
_REPEATS: Final = "repeats"  # a programme no higher than what is held
_TOPICS: Final = ("d_topic", "d_top1")
_TOLD_TOPICS: Final = 5
_TOLD_CHANGES: Final = 3


def tell_demand(story: Story) -> list[Block]:
    """Tell the rest of section III."""
    told = [block for item in DEMAND.leads for block in _demand(story, item)]
    told += _reasons(story)
    blocks: list[Block] = [Heading(2, FRAME.demand), *(told or [Text(DEMAND.none)])]
    blocks += [Heading(2, FRAME.situations), *_situations(story)]
    trend = _trend(story)
    return [*blocks, Heading(2, FRAME.trend), *trend] if trend else blocks


def choices_of(story: Story, key: str) -> list[Value]:
    """Return the choices of a table with how many made them."""
    return [value_of(row, "choice") for row in story.figures.rows(key)]


def _demand(story: Story, item: str) -> list[Block]:
    values = choices_of(story, f"demand_{item}")
    if not values:
        return []
    reference = story.references.to(f"demand_{item}")
    most = leading(values, _TOLD_TOPICS if item in _TOPICS else 3)
    if most:
        words = enumerate_values(most, PHRASES.chosen, marks=item in _TOPICS)
        said = DEMAND.leads[item].format(values=words, reference=reference)
        return [Text(among_shown(said, values))]
    template = DEMAND.hidden if any(value.count is None for value in values) else DEMAND.nobody
    return [Text(template.format(about=DEMAND.abouts[item], reference=reference))]


def _reasons(story: Story) -> list[Block]:
    values = choices_of(story, "reasons")
    if not values:
        return []
    given = [value for value in values if value.code not in (_PAPERS, _REPEATS)]
    words = enumerate_values(sorted(given, key=lambda v: -(v.count or 0)), PHRASES.named, marks=True)
    blocks: list[Block] = []
    if words:
        reference = story.references.to("reasons")
        blocks.append(Text(DEMAND.reasons.format(values=words, reference=reference)))
    by_code = {value.code: value for value in values}
    degree = by_code.get("degree")
    if degree is not None:
        blocks.append(Text(_chasing(degree)))
    for code, template in ((_PAPERS, DEMAND.papers), (_REPEATS, DEMAND.repeats)):
        value = by_code.get(code)
        blocks += [Text(template.format(amount=value.amount))] if value is not None and value.count else []
    return blocks


def _chasing(degree: Value) -> str:
    if degree.count is None:
        return DEMAND.chasing_hidden
    return DEMAND.chasing.format(amount=degree.amount) if degree.count else DEMAND.no_chasing


def _situations(story: Story) -> list[Block]:
    by_item: dict[str, list[Row]] = {}
    for row in story.figures.rows("situations"):
        by_item.setdefault(row.code("item"), []).append(row)
    reference = story.references.to("situations")
    blocks: list[Block] = []
    if not by_item:
        blocks.append(Text(DEMAND.no_situations))
    elif not any(row.count("count") for rows in by_item.values() for row in rows):
        blocks.append(Text(DEMAND.situations_hidden.format(reference=reference)))
    else:
        values = [value_of(row, "choice") for rows in by_item.values() for row in rows]
        most = among_shown(DEMAND.situations_most.format(reference=reference), values)
        blocks += [Text(DEMAND.situations_lead), Text(most, keeps=True)]
        blocks += dashed([_situation(rows) for rows in by_item.values()])
    return [*blocks, *_confidence(story)]


def _situation(rows: list[Row]) -> str:
    item = quoted(rows[0].label("item")).strip("“”").rstrip("?. ")
    values = [value_of(row, "choice") for row in rows]
    most = leading(values, 1)
    if not most:
        is_hidden = any(value.count is None for value in values)
        return (DEMAND.situation_hidden if is_hidden else DEMAND.situation_none).format(item=item)
    words = PHRASES.semicolon.join(PHRASES.one.format(label=quoted(v.label), amount=v.inner) for v in most)
    n = rows[0].count("n")
    if n is None:
        return DEMAND.situation_unsized.format(item=item, values=words)
    return DEMAND.situation.format(item=item, n=number_text(n), values=words)


def _confidence(story: Story) -> list[Block]:
    row = story.figures.total("confidence")
    if row is None:
        return []
    mean, n = row.figure("mean"), row.count("n")
    reference = story.references.to("confidence")
    if mean is None or n is None:
        return (
            [Text(DEMAND.confidence_hidden.format(reference=reference))] if row.is_hidden("mean", "n") else []
        )
    low = value_of(row, "title_group", "low", "low_share")
    said = DEMAND.low.format(amount=low.amount) if low.count else DEMAND.no_low
    if low.count is None:
        said = DEMAND.low_hidden
    words = {"mean": number_text(mean, 2), "n": number_text(n), "low": said, "reference": reference}
    return [Text(DEMAND.confidence.format(**words))]


def _trend(story: Story) -> list[Block]:
    """Tell what changed most since the wave before: rates, then needs. Hidden figures are left out."""
    keys = ("trend_rates", "trend_needs")
    rows = {key: story.figures.rows(key) for key in keys}
    if not any(rows.values()):
        return []
    reference = story.references.to("trend_rates", "trend_needs", "trend_demand")
    lines = [line for row in rows["trend_rates"] if (line := _changed_rate(row))]
    needs = [row for row in rows["trend_needs"] if row.figure("change") is not None]
    biggest = sorted(needs, key=_size_of_change, reverse=True)[:_TOLD_CHANGES]
    lines += [line for row in biggest if (line := _changed_need(row))]
    if not lines:
        return [Text(DEMAND.trend_hidden.format(reference=reference))]
    lead = DEMAND.trend_lead.format(reference=reference)
    is_partial = any(is_any_hidden(each, "change") for each in rows.values())
    return [Text(qualified(lead, is_partial=is_partial), keeps=True), *dashed(lines)]


def _size_of_change(row: Row) -> float:
    return abs(float(row.figure("change") or 0))


def _sizes(row: Row) -> str:
    n, previous = row.count("n"), row.count("previous_n")
    if n is None or previous is None:
        return ""
    return DEMAND.trend_sizes.format(n=number_text(n), previous_n=number_text(previous))


def _changed_rate(row: Row) -> str:
    current, previous, change = row.fraction("current"), row.fraction("previous"), row.figure("change")
    if current is None or previous is None or change is None:
        return ""
    words = {
        "rate": row.label("rate"),
        "current": percent_text(current),
        "previous": percent_text(previous),
        "change": _change(change, 1, DEMAND.points),
        "sizes": _sizes(row),
    }
    return DEMAND.trend_rate.format(**words)


def _changed_need(row: Row) -> str:
    current, previous, change = row.figure("current"), row.figure("previous"), row.figure("change")
    if current is None or previous is None or change is None:
        return ""
    words = {
        "screen": unnumbered(row.label("screen")),
        "current": number_text(current, 2),
        "previous": number_text(previous, 2),
        "change": _change(change, 2, "{change}"),
        "sizes": _sizes(row),
    }
    return DEMAND.trend_need.format(**words)


def _change(change: Figure, places: int, template: str) -> str:
    """Word a change: more, less, or the same once it is rounded."""
    shown: Decimal = rounded(change, places)
    if shown == 0:
        return DEMAND.same
    points = template.format(change=number_text(abs(shown), places, drops_zeros=True))
    return (DEMAND.more if shown > 0 else DEMAND.less).format(points=points)


def has_hidden(story: Story, item: str) -> bool:
    """Say whether some choice of an item is hidden."""
    return any(value.count is None for value in choices_of(story, f"demand_{item}"))


def most_chosen(story: Story, item: str) -> str:
    """Return the choice of an item that most people made (all of them if tied); empty if that is not shown."""
    most = leading([v for v in choices_of(story, f"demand_{item}") if v.code != NO_NEED], 1)
    return PHRASES.comma.join(lowered(value.label) for value in most)
