"""How the rows of a roster name their units: codes with their zeros back, names with their kind spelt out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster.columns import COLUMNS
from surveys.roster.drafts import Draft
from surveys.roster.problems import problem
from surveys.roster.unit_names import UnitName, parse_name

_CODE: Final = re.compile(r"[0-9]{1,8}")
_COMMUNE_DIGITS: Final = (
    5  # national codes of communes (QĐ 124/2004/QĐ-TTg): 09496, which Excel turns into 9496
)


@dataclass(frozen=True, slots=True)
class Mention:
    """How one row names its unit."""

    draft: Draft
    code: str
    name: UnitName
    parent: UnitName

    def place(self, attribute: str) -> Place:
        """Say where the row names the unit: in the column of ``attribute`` or, without one, in the other."""
        return self.draft.table.place(self.draft.row, self.column(attribute))

    def column(self, attribute: str) -> str:
        """Return ``attribute`` if this row filled it in the file, else ``unit`` or ``unit_code``."""
        filled = [name for name in (attribute, "unit", "unit_code") if name in self.draft.read]
        return next((name for name in filled if name in self.draft.table.columns), "unit")


def locate(mention: Mention, attribute: str, seen_from: Mention) -> str:
    """Name a cell for a reader who stands at ``seen_from``: "D7", or "Sheet2!D7" on another sheet."""
    place = mention.place(attribute)
    same_sheet = place.sheet == seen_from.place(attribute).sheet
    return place.cell if same_sheet else f"{place.sheet}!{place.cell}"


def mention_units(
    drafts: Sequence[Draft], *, is_typed: bool
) -> tuple[list[Mention], list[Problem], list[Problem]]:
    """Read how each row names its unit: mentions of the rows that do, problems, notes on mended codes."""
    mended = _lost_zeros(drafts, is_typed=is_typed)
    mentions: list[Mention] = []
    problems: list[Problem] = []
    notes: dict[str, Problem] = {}
    for draft in drafts:
        unit, code = (_code_or_name(draft, attribute, mended, notes) for attribute in ("unit", "unit_code"))
        if not unit and not code:
            continue
        own = unit if _CODE.fullmatch(unit) else ""
        if own and code and own != code:
            place = draft.table.place(draft.row, "unit_code")
            problems.append(problem("unit_codes_disagree", place, code=code, other=own))
            continue
        parent = _code_or_name(draft, "parent", mended, notes)
        mentions.append(Mention(draft, code or own, parse_name("" if own else unit), parse_name(parent)))
    return mentions, problems, list(notes.values())


def _code_or_name(draft: Draft, attribute: str, mended: frozenset[str], notes: dict[str, Problem]) -> str:
    text = draft.text(attribute)
    if text not in mended:
        return text
    written = text.zfill(_COMMUNE_DIGITS)
    place = draft.table.place(draft.row, attribute)
    note = problem("zero_restored", place, column=COLUMNS[attribute], found=text, written=written)
    notes.setdefault(text, note)
    return written


def _lost_zeros(drafts: Sequence[Draft], *, is_typed: bool) -> frozenset[str]:
    """Find codes of four digits that lost their zero: numbers, where every code has four or five digits.

    A cell of text is never mended, except beside codes of five digits: somebody meant four digits there.
    """
    codes: set[str] = set()
    numbers: set[str] = set()
    for draft in drafts:
        for attribute in ("unit", "unit_code"):
            text = draft.text(attribute)
            if not _CODE.fullmatch(text):
                continue
            codes.add(text)
            if not is_typed or not isinstance(draft.table.value(draft.row, attribute), str):
                numbers.add(text)
    lengths = {len(code) for code in codes}
    if not lengths <= {_COMMUNE_DIGITS - 1, _COMMUNE_DIGITS}:
        return frozenset()
    short = codes if _COMMUNE_DIGITS in lengths else numbers
    return frozenset(code for code in short if len(code) == _COMMUNE_DIGITS - 1)
