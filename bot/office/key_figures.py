"""The few figures that a phone shows above the files: out of tables whose small cells are hidden. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from bot.texts import day_text, say
from bot.texts.reports import ATTRIBUTES, TEXTS
from surveys.aggregation.table import Cell, Code, Count, Hidden, Measure, Share, Table
from surveys.reporting.numbers import number_text, percent_text
from surveys.reporting.standards_remarks import standards_remarks
from surveys.reporting.word.facts import ReportFacts
from surveys.reporting.wording import Lexicon

NEEDS_SHOWN: Final = 3
SHOWN_ATTRIBUTES: Final = ("qual", "pol")
SHOWN_CRITERIA: Final = ("edu", "qual", "pol")

HIDDEN: Final = TEXTS.figures_hidden
HIDDEN_BUT_ROSTER: Final = TEXTS.figures_hidden_but_roster

Row = Mapping[str, Cell]


def key_figures(
    tables: Iterable[Table],
    lexicon: Lexicon,
    *,
    as_of: date,
    number: int | None,
    end: str = "",
    facts: ReportFacts | None = None,
) -> str:
    """Return some lines of text; what is hidden in the tables is left out here too. Without a wave: the review's.

    ``end`` says last what is hidden in these tables. ``facts`` know the office's own standards.
    """
    by_key = {table.key: table for table in tables if table.subject is None}
    lines = [
        *_rates(by_key.get("rates")),
        *_quality(by_key.get("quality_total"), lexicon),
        *_review(by_key.get("review_summary"), lexicon),
        *(say(TEXTS.figures_standards, remark=each) for each in _remarks(facts)),
        *_needs(by_key.get("needs"), lexicon),
    ]
    scope = say(TEXTS.figures_scope, units=", ".join(facts.units)) if facts and facts.units else ""
    return "\n".join(line for line in (_head(by_key, as_of, number), scope, *lines, end) if line)


def _remarks(facts: ReportFacts | None) -> tuple[str, ...]:
    return () if facts is None else standards_remarks(facts)


def _head(by_key: Mapping[str, Table], as_of: date, number: int | None) -> str:
    if number is not None:
        return say(TEXTS.figures_head, number=number, as_of=day_text(as_of))
    base = by_key["quality_total"].base if "quality_total" in by_key else None
    count = number_text(base.value) if base is not None else "–"
    return say(TEXTS.figures_roster, as_of=day_text(as_of), count=count)


def rows_of(table: Table | None) -> Iterator[Row]:
    """Yield the rows of a table by column key; none without a table."""
    if table is not None:
        keys = [column.key for column in table.columns]
        for row in table.rows:
            yield dict(zip(keys, row, strict=True))


def _rates(table: Table | None) -> Iterator[str]:
    for row in rows_of(table):
        part, base, share = row["part"], row["base"], row["share"]
        if _code(row["rate"]) == "rr1" and isinstance(part, Count) and isinstance(base, Count):
            words = percent_text(share.fraction) if isinstance(share, Share) and share.fraction else "0%"
            yield say(
                TEXTS.figures_rate, part=number_text(part.value), base=number_text(base.value), share=words
            )


def _quality(table: Table | None, lexicon: Lexicon) -> Iterator[str]:
    for attribute in SHOWN_ATTRIBUTES:
        parts = [
            say(
                TEXTS.figures_part,
                label=lexicon.label(row["value"]),
                count=number_text(row["count"].value),
                share=percent_text(row["share"].fraction),
            )
            for row in rows_of(table)
            if _code(row["attribute"]) == attribute
            and isinstance(row["value"], Code)
            and isinstance(row["count"], Count)
            and row["count"].value
            and isinstance(row["share"], Share)
            and row["share"].fraction is not None
        ]
        if parts:
            yield say(
                TEXTS.figures_quality, attribute=ATTRIBUTES[attribute], parts="; ".join(reversed(parts))
            )


def _review(table: Table | None, lexicon: Lexicon) -> Iterator[str]:
    """Word the first regime of the review: the one in force, or asked for."""
    rows = list(rows_of(table))
    of_first = [row for row in rows if _code(row["regime"]) == _code(rows[0]["regime"])]
    whole = next((row for row in of_first if _code(row["criterion"]) == "any"), None)
    if whole is None or not isinstance(whole["n"], Count) or not isinstance(whole["regime"], Code):
        return
    regime, base = lexicon.label(whole["regime"]), number_text(whole["n"].value)
    unknown_count = _number(whole["chua_du_du_lieu"])
    if whole["n"].value and _number(whole["dat"]) == _number(whole["chua_dat"]) == 0:
        template = TEXTS.figures_not_demanded if unknown_count == 0 else TEXTS.figures_nobody_judged
        yield say(template, regime=regime, base=base)
        return
    below = _share_text(whole)
    if below:
        parts = [
            say(TEXTS.figures_criterion, label=ATTRIBUTES[_code(row["criterion"])], part=part)
            for row in of_first
            if _code(row["criterion"]) in SHOWN_CRITERIA and (part := _share_text(row))
        ]
        yield say(TEXTS.figures_below, regime=regime, part=below, base=base)
        if parts:
            yield say(TEXTS.figures_criteria, parts="; ".join(parts))
    if unknown_count:
        yield say(TEXTS.figures_unknown, regime=regime, count=number_text(unknown_count), base=base)


def _number(cell: Cell) -> int | None:
    """Return a number of people that is shown."""
    return cell.value if isinstance(cell, Count) else None


def _share_text(row: Row) -> str:
    """Word how many fall short; empty if that is hidden."""
    below, share = row["chua_dat"], row["chua_dat_share"]
    if not isinstance(below, Count) or not isinstance(share, Share) or share.fraction is None:
        return ""
    return say(TEXTS.figures_share, count=number_text(below.value), share=percent_text(share.fraction))


def _needs(table: Table | None, lexicon: Lexicon) -> Iterator[str]:
    rows = list(rows_of(table))
    ranked = [
        say(TEXTS.figures_need, rank=place, label=lexicon.label(row["screen"]))
        for place, row in enumerate(rows, start=1)
        if isinstance(row["screen"], Code) and isinstance(row["mwds"], Measure)
    ]
    if ranked:
        is_partial = any(row["mwds"] is Hidden.HIDDEN for row in rows)
        template = TEXTS.figures_needs_shown if is_partial else TEXTS.figures_needs
        yield say(template, needs="; ".join(ranked[:NEEDS_SHOWN]))


def _code(cell: Cell) -> str:
    return cell.code if isinstance(cell, Code) else ""
