"""Section IV: what keeps people from training, and whom."""

from surveys.reporting.numbers import percent_text
from surveys.reporting.texts.report import FRAME, PHRASES
from surveys.reporting.texts.report_needs import BARRIERS
from surveys.reporting.word.blocks import Block, Heading, Text, dashed
from surveys.reporting.word.lookup import Row
from surveys.reporting.word.phrases import Value, enumerate_values, leading, listed, lowered, value_of
from surveys.reporting.word.story import Story

WITHOUT = "none"


def tell_barriers(story: Story) -> list[Block]:
    """Tell section IV."""
    blocks: list[Block] = [Heading(1, FRAME.barriers)]
    rows = story.figures.rows("barriers_age")
    if not rows:
        return [*blocks, Text(BARRIERS.none)]
    values = [value_of(row, "choice") for row in rows]
    named = [value for value in values if value.code != WITHOUT]
    reference = story.references.to("barriers_age")
    most = leading(named, 5)
    if most:
        blocks.append(
            Text(BARRIERS.lead.format(values=enumerate_values(most, marks=True), reference=reference))
        )
    else:
        is_hidden = any(value.count is None for value in named)
        blocks.append(Text((BARRIERS.hidden if is_hidden else BARRIERS.nobody).format(reference=reference)))
    without = next((value for value in values if value.code == WITHOUT and value.count), None)
    if without is not None:
        blocks.append(Text(BARRIERS.without.format(amount=without.amount)))
    return [*blocks, *_bands(rows), *_causes(most)]


def _bands(rows: list[Row]) -> list[Block]:
    """Tell the leading barriers of each age band."""
    table = rows[0].table
    keys = {column.key for column in table.columns}
    bands = [column for column in table.columns if f"{column.key}_share" in keys and column.label is not None]
    lines = []
    for band in bands:
        values = [
            value_of(row, "choice", band.key, f"{band.key}_share")
            for row in rows
            if row.code("choice") != WITHOUT
        ]
        label = rows[0].lexicon.heading(table, band)
        most = leading(values, 2)
        if most:
            lines.append(BARRIERS.band.format(band=label, values=enumerate_values(most, marks=True)))
        elif any(value.count is None for value in values):
            lines.append(BARRIERS.band_hidden.format(band=label))
    return [Text(BARRIERS.bands_lead, keeps=True), *dashed(lines)] if lines else []


def _causes(most: list[Value]) -> list[Block]:
    told = []
    for value in most:
        if value.fraction is None:
            continue
        share = percent_text(value.fraction)
        known = BARRIERS.cause.get(value.code)
        told.append(
            known.format(share=share)
            if known
            else PHRASES.one.format(label=lowered(value.label), amount=share)
        )
    return [Text(BARRIERS.causes.format(causes=listed(told)))] if told else []
