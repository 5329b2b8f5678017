"""Section II: how many officials, how educated; what the standards demand; where competence is limited."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

from surveys.aggregation.table import Code, Table
from surveys.reporting.numbers import date_text, number_text
from surveys.reporting.standards_remarks import cited, standards_remarks
from surveys.reporting.texts.report import FRAME, PHRASES, STANDING
from surveys.reporting.word.blocks import Block, Figure, Heading, Text
from surveys.reporting.word.facts import RegimeFacts
from surveys.reporting.word.lookup import Figures, Row
from surveys.reporting.word.phrases import (
    Value,
    among_shown,
    amount,
    enumerate_values,
    leading,
    listed,
    lowered,
    quoted,
    value_of,
    years,
)
from surveys.reporting.word.story import Story

_ATTRIBUTES: Final = ("qual", "pol", "edu", "qlnn", "cert")
_UNORDERED: Final = ("cert",)
_LIMITED: Final = 4
ANY: Final = "any"
_PYRAMID: Final = "education_pyramid"


def tell_standing(story: Story) -> list[Block]:
    """Tell section II."""
    blocks: list[Block] = [Heading(1, FRAME.standing), Heading(2, FRAME.numbers), *_numbers(story)]
    levels = [block for attribute in _ATTRIBUTES for block in _levels(story, attribute)]
    if levels:
        blocks += [Heading(2, FRAME.levels), *levels]
        blocks += [Figure(_PYRAMID)] if _PYRAMID in story.charts else []
    blocks += [Heading(2, FRAME.review), *_review(story)]
    if story.facts.wave_number is not None:
        blocks += [Heading(2, FRAME.limited), *_limited(story)]
    return blocks


def _cross(figures: Figures, by: str) -> Table | None:
    """Return some table of the roster split by title, unit, age band or gender."""
    return next((t for a in _ATTRIBUTES if (t := figures.table(f"quality_{a}_{by}"))), None)


def _numbers(story: Story) -> list[Block]:
    total = story.figures.table("quality_total")
    if total is None or not total.rows or (total.base is not None and total.base.value == 0):
        return [Text(STANDING.none)]
    if total.base is None:
        return [Text(STANDING.size_hidden)]
    n = total.base.value
    if n < story.facts.threshold and any(
        row.is_hidden("count") for row in story.figures.rows("quality_total")
    ):
        return [Text(STANDING.small)]
    reference = story.references.to("quality_total")
    day = date_text(story.facts.as_of)
    blocks: list[Block] = [Text(STANDING.total.format(day=day, n=number_text(n), reference=reference))]
    for by, about in STANDING.by.items():
        table = _cross(story.figures, by)
        rows = story.figures.rows_of(table) if table else []
        values = [
            Value(_named(row, by), None if row.is_hidden("n") else row.count("n"), _of(row, "n", n))
            for row in rows
            if row.code(by) != "total"
        ]
        words = enumerate_values(values, keeps_case=by == "title")
        if words:
            blocks.append(Text(STANDING.distribution.format(about=about, values=words, reference="")))
    return blocks


def _named(row: Row, by: str) -> str:
    """Name a group; an age band says that it counts years."""
    return years(row.label(by))


def _of(row: Row, key: str, base: int | None) -> Fraction | None:
    count = row.count(key)
    return Fraction(count, base) if count is not None and base else None


def _levels(story: Story, attribute: str) -> list[Block]:
    """Tell how the whole body stands in one attribute."""
    rows = [r for r in story.figures.rows("quality_total") if r.code("attribute") == attribute]
    values = [_level(value_of(row, "value"), attribute) for row in rows]
    held = [value for value in values if value.code != "missing"]
    words = enumerate_values(held if attribute in _UNORDERED else held[::-1])  # the highest first
    missing = [v for v in values if v.code == "missing" and v.count != 0]
    if missing:
        said = PHRASES.missing.format(amount=missing[0].amount)
        words = PHRASES.semicolon.join([words, said]) if words else said
    if not words:
        return []
    keys = [f"quality_{attribute}_{by}" for by in ("title", "unit", "age_band", "gender")]
    reference = story.references.to(*keys)
    about = STANDING.attributes[attribute]
    said = STANDING.distribution.format(about=about, values=words, reference=reference)
    return [Text(said, figure=_PYRAMID if attribute == "qual" else "")]


def _level(value: Value, attribute: str) -> Value:
    """Say in whole words that somebody has nothing: the bare label would read as part of the verb."""
    without = STANDING.without.get(attribute, value.label)
    return replace(value, label=without) if value.code == "none" else value


def regimes(story: Story) -> list[tuple[str, list[Row]]]:
    """Return the rows of the review by regime, in the order of the table."""
    found: dict[str, list[Row]] = {}
    for row in story.figures.rows("review_summary"):
        found.setdefault(row.code("regime"), []).append(row)
    return list(found.items())


def regime_name(story: Story, regime: str) -> str:
    """Return a regime's official name, or what the tables call it."""
    known = next((each for each in story.facts.regimes if each.id == regime), None)
    return cited(known, story.facts) if known else story.figures.lexicon.label(Code("regime", regime))


def _compared_name(story: Story, regime: str) -> str:
    """Return a regime's name, and that it is not in force on the day of the review."""
    name = regime_name(story, regime)
    known = next((each for each in story.facts.regimes if each.id == regime), None)
    if known is None or known.not_in_force is None:
        return name
    if known.ends_on is not None and known.ends_on < story.facts.as_of:
        return STANDING.ended.format(regime=name, day=date_text(known.ends_on))
    return STANDING.not_yet.format(regime=name, day=date_text(known.not_in_force))


def _review(story: Story) -> list[Block]:
    found = regimes(story)
    if not found:
        return [Text(STANDING.no_review)]
    blocks: list[Block] = [
        Text(_verdict(story, regime, rows, is_ruling=place == 0))
        for place, (regime, rows) in enumerate(found)
    ]
    blocks[1:1] = [Text(remark) for remark in standards_remarks(story.facts)]
    titles = [row for row in story.figures.rows("review_title") if row.code("title") != "total"]
    values = [Value(row.label("title"), row.count("any")) for row in titles]
    most = leading(values)
    if most:
        words = enumerate_values(most, keeps_case=True)
        reference = story.references.to("review_title")
        said = STANDING.titles.format(values=words, reference=reference)
        blocks.append(Text(among_shown(said, values)))
    shown = {regime for regime, _ in found}
    ruling = found[0][0]
    told = [regime for regime in story.facts.regimes if regime.id in shown]
    return [*blocks, *_cautions(told, ruling), Text(STANDING.restricted)]


def _cautions(told: list[RegimeFacts], ruling: str) -> list[Block]:
    blocks: list[Block] = [
        Text(STANDING.deadline.format(regime=regime.basis, day=date_text(regime.deadline)))
        for regime in told
        if regime.deadline and regime.id == ruling
    ]
    unverified = [regime.basis for regime in told if regime.is_unverified]
    if unverified and len(unverified) == len(told):
        blocks.append(Text(STANDING.verify))
    elif unverified:
        blocks.append(Text(STANDING.verify_regimes.format(regimes=listed(unverified))))
    return blocks


def _verdict(story: Story, regime: str, rows: list[Row], *, is_ruling: bool) -> str:
    """Tell a regime's result. The first one rules; the others stand beside it for comparison."""
    overall = next((row for row in rows if row.code("criterion") == ANY), None)
    n = (overall or rows[0]).count("n")
    below = _below(overall) if overall else ""
    values = [_criterion(row) for row in rows if row.code("criterion") != ANY]
    named = [value for value in values if value.count or value.count is None]
    said = below
    is_nobody = overall is not None and overall.count("chua_dat") == 0
    if named and not is_nobody:
        template = (
            STANDING.criteria if below and overall and overall.count("chua_dat") else STANDING.criteria_alone
        )
        said += template.format(values=enumerate_values(named, PHRASES.of))
    elif not below:
        said = STANDING.none_below
    unknown = overall.count("chua_du_du_lieu") if overall else None
    if unknown:
        said += STANDING.unknown.format(amount=amount(unknown))
    reference = story.references.to("review_summary")
    why = why_nobody_judged(overall)
    name = regime_name(story, regime) if is_ruling else _compared_name(story, regime)
    by = (STANDING.ruled if is_ruling else STANDING.compared).format(regime=name)
    said = said.lstrip("; ")
    if why and n:
        return STANDING.nobody_judged.format(by=by, n=number_text(n), why=why, reference=reference)
    if n is None:
        return STANDING.review_hidden.format(by=by, result=said, reference=reference)
    return STANDING.review.format(by=by, n=number_text(n), result=said, reference=reference)


def why_nobody_judged(overall: Row | None) -> str:
    """Say why a regime could judge nobody; empty if it judged somebody, or that is hidden."""
    if overall is None or overall.count("dat") != 0 or overall.count("chua_dat") != 0:
        return ""
    if overall.count("chua_du_du_lieu") == 0:
        return STANDING.not_demanded
    return STANDING.not_known if overall.count("khong_ap_dung") == 0 else STANDING.not_comparable


def _below(overall: Row) -> str:
    count = overall.count("chua_dat")
    if overall.is_hidden("chua_dat") or count is None:
        return STANDING.below_hidden
    if count == 0:
        return STANDING.none_below
    share = None if overall.is_hidden("chua_dat_share") else overall.fraction("chua_dat_share")
    return STANDING.below.format(amount=amount(count, share))


def _criterion(row: Row) -> Value:
    code = row.code("criterion")
    label = STANDING.criteria_names.get(code) or lowered(row.label("criterion"))
    value = value_of(row, "criterion", "chua_dat", "chua_dat_share")
    return Value(label, value.count, value.fraction, code)


def _limited(story: Story) -> list[Block]:
    rows = [r for r in story.figures.rows("limited_competence") if r.code("title_group") == "total"]
    if not rows:
        return [Text(STANDING.no_answers)]
    values = [value_of(row, "screen", "limited", "limited_share") for row in rows]
    reference = story.references.to("limited_competence")
    most = leading(values, _LIMITED)
    if most:
        words = PHRASES.semicolon.join(
            PHRASES.one.format(label=quoted(v.label), amount=v.inner) for v in most
        )
        return [Text(among_shown(STANDING.limited.format(values=words, reference=reference), values))]
    is_hidden = any(value.count is None for value in values)
    return [Text((STANDING.limited_hidden if is_hidden else STANDING.no_limited).format(reference=reference))]
