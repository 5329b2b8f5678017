"""Where a rule holds: the whole province, or units by name or code."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from surveys.roster import RosterUnit, fold, fold_words
from surveys.roster.misread import Misread
from surveys.roster.unit_names import parse_name
from surveys.standards.book.words import book_words

_PROVINCE: Final = re.compile(r"(toan )?(tinh|thanh pho) \w")
_CODE: Final = re.compile(r"\d{4,5}")
_SEPARATORS: Final = re.compile(r"[,;\n]")


def names_province(text: str) -> bool:
    """Say whether a scope is the whole province, by whatever word or name: "tỉnh Bắc Ninh"."""
    return book_words().says("province", text) or bool(_PROVINCE.match(fold_words(text)))


def read_scope(text: str, units: Iterable[RosterUnit]) -> tuple[frozenset[str] | None, tuple[str, ...]]:
    """Return the codes of the units (``None``: the whole province), and codes that no unit held has.

    Raises ``Misread`` for a name that no unit has, or several have.
    """
    if not text or names_province(text):
        return None, ()
    known = tuple(units)
    parts = [" ".join(part.split()) for part in _SEPARATORS.split(text) if part.strip()]
    codes = [_code_of(part, known) for part in parts]
    held = {unit.code for unit in known}
    return frozenset(codes), tuple(code for code in codes if code not in held)


def _code_of(part: str, units: tuple[RosterUnit, ...]) -> str:
    if _CODE.fullmatch(part):
        return part
    wanted = parse_name(part)
    found = [unit for unit in units if parse_name(unit.name).agrees(wanted)]
    if len(found) == 1 and found[0].code:
        return found[0].code
    if len(found) > 1:
        candidates = "; ".join(f"{unit.name} ({unit.code})" for unit in found)
        raise Misread("book_scope_unclear", found=part, candidates=candidates)
    names = {fold(unit.name): unit.name for unit in units}
    close = get_close_matches(fold(part), names, n=1, cutoff=0.6)
    if close:
        raise Misread("book_scope_misspelt", found=part, nearest=names[close[0]])
    raise Misread("book_scope_unknown", found=part)
