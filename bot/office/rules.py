"""The office's standards in words, and what is another between two versions of them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.texts import day_text
from surveys.titles import Titles

if TYPE_CHECKING:
    from surveys.standards import OfficeRule

RuleRow = tuple[str, str, str, str, str]
"""A rule in words: title, scope, days, what is demanded, basis."""


def rule_row(rule: "OfficeRule", titles: Titles) -> RuleRow:
    """Word a rule."""
    from surveys.standards.book import book_words, demands_by_column  # noqa: PLC0415 - the libraries of workbooks

    words = book_words()
    asked = [f"{words.columns[name]}: {told}" for name, told in demands_by_column(rule).items()]
    return (
        titles.label(rule.title),
        words.written("province") if rule.units is None else ", ".join(sorted(rule.units)),
        _days(rule.starts_on, rule.ends_on),
        "; ".join(asked) or words.written("nothing"),
        f"{rule.basis}, {rule.clause}" if rule.clause else rule.basis,
    )


def _days(first: date, last: date | None) -> str:
    return f"{day_text(first)} – {day_text(last) if last else ''}".rstrip()


@dataclass(frozen=True, slots=True)
class RuleChanges:
    """Rules that are new, that are gone, and that say something else of the same title and scope (before, after)."""

    added: tuple[RuleRow, ...]
    gone: tuple[RuleRow, ...]
    changed: tuple[tuple[RuleRow, RuleRow], ...]


def compare_rules(
    before: Iterable["OfficeRule"], after: Iterable["OfficeRule"], titles: Titles
) -> RuleChanges:
    """Return what is another in a version of the office's standards."""
    old, new = ([rule_row(each, titles) for each in rules] for rules in (before, after))
    gone = [row for row in old if row not in new]
    added = [row for row in new if row not in old]
    changed = []
    for row in list(added):
        same = _alone(row, gone)
        if same is not None and _alone(same, added) == row:
            changed.append((same, row))
            gone.remove(same)
            added.remove(row)
    return RuleChanges(tuple(added), tuple(gone), tuple(changed))


def _alone(row: RuleRow, rows: Sequence[RuleRow]) -> RuleRow | None:
    """Return the one row of the same title and scope."""
    same = [each for each in rows if each[:2] == row[:2]]
    return same[0] if len(same) == 1 else None
