"""Section I: why, whom, when, with what; who answered; how figures are made and hidden."""

from fractions import Fraction
from typing import Final

from surveys.aggregation.table import HIDDEN, Source
from surveys.reporting.numbers import date_text, number_text, percent_text
from surveys.reporting.texts.report import BACKGROUND, FRAME
from surveys.reporting.word.blocks import Block, Figure, Ground, Heading, Text
from surveys.reporting.word.lookup import Row
from surveys.reporting.word.phrases import Value, among_shown, listed, unnumbered
from surveys.reporting.word.story import Story

_NAMED_UNITS: Final = 3


def tell_background(story: Story) -> list[Block]:
    """Tell section I."""
    has_wave = story.facts.wave_number is not None
    blocks: list[Block] = [Heading(1, FRAME.background), Heading(2, FRAME.purpose)]
    grounds = [ground.rstrip(".; ") for ground in story.facts.grounds]
    blocks += [
        Ground(ground + (";" if place < len(grounds) else ".")) for place, ground in enumerate(grounds, 1)
    ]
    blocks.append(Text(BACKGROUND.purpose if has_wave else BACKGROUND.purpose_review))
    blocks.append(Heading(2, FRAME.method))
    blocks.append(Text(BACKGROUND.roster.format(day=date_text(story.facts.as_of))))
    if has_wave:
        blocks += [*_fieldwork(story), *_answers(story), *_chart(story)]
    return [*blocks, Heading(2, FRAME.principles), *_principles(story, has_wave=has_wave)]


def _principles(story: Story, *, has_wave: bool) -> list[Block]:
    small = Text(
        BACKGROUND.small.format(
            figures=_what_is_hidden(story, has_wave=has_wave), threshold=number_text(story.facts.threshold)
        )
    )
    rest = [Text(BACKGROUND.rounding)]
    return [small, *rest, Text(BACKGROUND.methods)] if has_wave else [small, *rest]


def _what_is_hidden(story: Story, *, has_wave: bool) -> str:
    """Name the figures of which small ones are not shown: the office may have published those of the roster."""
    roster = [table for table in story.figures.tables if table.source is Source.ROSTER]
    is_whole = not any(cell is HIDDEN for table in roster for row in table.rows for cell in row)
    if not has_wave:
        return BACKGROUND.small_roster
    return BACKGROUND.small_answers if is_whole else BACKGROUND.small_every


def _period(story: Story) -> list[Block]:
    facts = story.facts
    if facts.opens_on is None or facts.closes_on is None:
        return []
    wave = BACKGROUND.wave.format(number=facts.wave_number)
    first, last = date_text(facts.opens_on), date_text(facts.closes_on)
    return [Text(BACKGROUND.period.format(first=first, last=last, wave=wave))]


def _fieldwork(story: Story) -> list[Block]:
    units = [row for row in story.figures.rows("response_unit") if row.code("unit") != "total"]
    total = story.figures.total("response_unit")
    cases = total.count("cases") if total else None
    blocks: list[Block] = []
    if cases is not None:
        template = BACKGROUND.audience_units if len(units) > 1 else BACKGROUND.audience
        blocks.append(Text(template.format(cases=number_text(cases), units=number_text(len(units)))))
    blocks += _period(story)
    if not story.facts.is_closed:
        blocks.append(Text(BACKGROUND.is_open.format(day=date_text(story.facts.as_of))))
    if story.facts.form_title:
        blocks.append(Text(BACKGROUND.instrument.format(form=story.facts.form_title)))
    if total is None or not cases:
        return [*blocks, Text(BACKGROUND.no_fieldwork)]
    return [*blocks, *_responses(story, total, cases), *_units(units)]


def _chart(story: Story) -> list[Block]:
    return [Figure("response_by_unit")] if "response_by_unit" in story.charts else []


def _responses(story: Story, total: Row, cases: int) -> list[Block]:
    completed = total.count("completed")
    reference = story.references.to("response_unit", "response_title")
    if completed is None:
        return [Text(BACKGROUND.no_fieldwork)]
    if completed == 0:
        return [Text(BACKGROUND.nobody_completed.format(cases=number_text(cases), reference=reference))]
    share = percent_text(Fraction(completed, cases))
    sentence = BACKGROUND.completed.format(
        completed=number_text(completed), cases=number_text(cases), share=share, reference=reference
    )
    return [Text(sentence, figure="response_by_unit")]


def _units(units: list[Row]) -> list[Block]:
    shares = [(row.label("unit"), row.fraction("share")) for row in units if not row.is_hidden("share")]
    known = [(label, share) for label, share in shares if share is not None]
    if len(known) < 2:
        return []
    best, worst = max(share for _, share in known), min(share for _, share in known)
    if best == 0:
        return []  # said of all of them already
    if best == worst:
        count = number_text(len(known))
        return [Text(BACKGROUND.all_units.format(units=count, share=percent_text(best)))]
    sentence = BACKGROUND.units.format(
        best=_named([label for label, share in known if share == best]),
        best_share=percent_text(best),
        worst=_named([label for label, share in known if share == worst]),
        worst_share=percent_text(worst),
    )
    return [Text(sentence)]


def _named(labels: list[str]) -> str:
    """Name a few units; many are counted."""
    if len(labels) > _NAMED_UNITS:
        return BACKGROUND.many_units.format(count=number_text(len(labels)))
    return listed(labels)


def _answers(story: Story) -> list[Block]:
    """Tell how many responses count, how long they took, what was left empty."""
    blocks: list[Block] = []
    answered = [t for t in story.figures.tables if t.source is Source.ANSWERS and t.key.startswith("demand_")]
    bases = [table.base.value for table in answered if table.base is not None]
    if bases and max(bases) >= story.facts.threshold:
        blocks.append(Text(BACKGROUND.counted.format(n=number_text(max(bases)))))
    for row in story.figures.rows("answering_time"):
        q1, median, q3 = (row.figure(key) for key in ("q1", "median", "q3"))
        if q1 is None or median is None or q3 is None:
            continue
        told = {"q1": q1, "median": median, "q3": q3}
        words = {key: number_text(value, 1, drops_zeros=True) for key, value in told.items()}
        blocks.append(Text(BACKGROUND.answering_time.format(**words)))
    return [*blocks, *_left_empty(story)]


def _left_empty(story: Story) -> list[Block]:
    rows = story.figures.rows("item_nonresponse")
    shown = [
        (share, row)
        for row in rows
        if (share := row.fraction("share")) and row.count("missing") and row.count("asked")
    ]
    if not shown:
        return []
    share, row = max(shown, key=lambda pair: pair[0])
    missing, asked = row.count("missing"), row.count("asked")
    assert missing is not None
    assert asked is not None
    sentence = BACKGROUND.missing_item.format(
        item=unnumbered(row.label("item")),
        missing=number_text(missing),
        asked=number_text(asked),
        share=percent_text(share),
    )
    values = [Value(each.label("item"), each.count("missing")) for each in rows]
    return [Text(among_shown(sentence, values))]
