"""What the roster knows of an item as an answer, and sets of choices as they are stored."""

from collections.abc import Iterator, Mapping
from typing import Final

from surveys.interview.evaluation import Evaluation
from surveys.interview.kinds import SELECTS, read_plain
from surveys.questionnaire import Item, ItemType
from surveys.replies import Rejected

EMPTY_IS_KNOWN: Final = "empty-is-known"
"""The appearance of an item for which a roster that says nothing says "none"."""


def roster_value(evaluation: Evaluation, item: Item, facts: Mapping[str, str]) -> str:
    """Return what the roster knows about an item as a value valid for it now, else ``''``."""
    known = facts.get(item.roster, "") if item.roster else ""
    if not known or item.type is ItemType.NOTE:
        return ""
    if item.type is ItemType.SELECT_MULTIPLE:
        known = in_form_order(evaluation, item, known.split())
    elif item.type not in SELECTS:
        read = read_plain(item, known)
        known = "" if isinstance(read, Rejected) else read
    return known if known and evaluation.check(item, known) is None else ""


def in_form_order(evaluation: Evaluation, item: Item, names: Iterator[str] | list[str] | set[str]) -> str:
    """Write a set of choices as XLSForm stores it: names in the order of the choice list, spaces between."""
    listed = [choice.name for choice in evaluation.form.choices(item)]
    chosen = set(names)
    unknown = sorted(chosen.difference(listed))
    return " ".join([name for name in listed if name in chosen] + unknown)
