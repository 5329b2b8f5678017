"""Section IV: what keeps people from training, and whom."""

from typing import Final

from surveys.reporting.texts.report import FRAME, PHRASES
from surveys.reporting.texts.report_needs import BARRIERS
from surveys.reporting.word.blocks import Block, Heading, Text, dashed
from surveys.reporting.word.lookup import Row
from surveys.reporting.word.phrases import (
    Value,
    among_shown,
    enumerate_values,
    leading,
    lowered,
    quoted,
    value_of,
    years,
)
from surveys.reporting.word.story import Story

WITHOUT: Final = "none"
_OF_OFFICE: Final = frozenset({"time", "money", "content", "leader"})
_OF_PERSON: Final = frozenset({"age", "it", "far", "family"})


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
        words = enumerate_values(most, PHRASES.named, marks=True)
        blocks.append(Text(among_shown(BARRIERS.lead.format(values=words, reference=reference), named)))
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
    lines, every, unsaid = [], [], []
    for band in bands:
        values = [
            value_of(row, "choice", band.key, f"{band.key}_share")
            for row in rows
            if row.code("choice") != WITHOUT
        ]
        label = years(rows[0].lexicon.heading(table, band))
        every += values
        most = leading(values, 2)
        if most:
            lines.append(
                BARRIERS.band.format(band=label, values=enumerate_values(most, PHRASES.named, marks=True))
            )
        elif any(value.count is None for value in values):
            unsaid.append(lowered(label))
    if lines and unsaid:
        bands_unsaid = PHRASES.comma.join(unsaid)
        lines.append(BARRIERS.band_hidden.format(bands=bands_unsaid[:1].upper() + bands_unsaid[1:]))
    return [Text(among_shown(BARRIERS.bands_lead, every), keeps=True), *dashed(lines)] if lines else []


def _causes(most: list[Value]) -> list[Block]:
    """Part the barriers into those of the office and those of the person; what is neither is left out."""
    parts = ((_OF_OFFICE, BARRIERS.of_office), (_OF_PERSON, BARRIERS.of_person))
    told = [
        template.format(barriers=PHRASES.comma.join(quoted(v.label) for v in most if v.code in codes))
        for codes, template in parts
        if any(v.code in codes for v in most)
    ]
    return [Text(BARRIERS.causes.format(causes=PHRASES.semicolon.join(told)))] if told else []
