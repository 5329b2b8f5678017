"""The provinces and communes of Vietnam: those since 01/7/2025, and those before as far as known, with successors.

``communes.csv`` holds the 34 provinces and 3,321 communes of QĐ 19/2025/QĐ-TTg with their codes; ``units.csv`` the
units that were the district of Lương Tài until then. A code is reused by another unit: it means something on a day.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final

from surveys.content import read
from surveys.roster.unit_names import UNIT, parse_name, unit_named_in
from surveys.spelling import fold, spell

TODAY_FROM: Final = date(2025, 7, 1)
"""The first day of the two levels of today."""
_HALF_YEAR: Final = date(2025, 1, 1)
_DISTRICT: Final = "Huyện Lương Tài"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune with the days on which it exists (``None``: without a limit).

    ``parent`` is the name of the unit above it then; ``successor`` the code of the commune that it became part of on
    01/7/2025, '' for those of today.
    """

    code: str
    name: str
    parent: str
    starts_on: date | None = None
    ends_on: date | None = None
    successor: str = ""

    def covers(self, day: date) -> bool:
        """Say whether it exists on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


@cache
def communes() -> tuple[Commune, ...]:
    """Return every commune that is known, those of today first."""
    rows = _rows("communes.csv")
    provinces = {row["code"]: row["name"] for row in rows if not row["parent"]}
    today = tuple(
        Commune(row["code"], row["name"], provinces[row["parent"]], TODAY_FROM)
        for row in rows
        if row["parent"]
    )
    return (*today, *_earlier())


@cache
def provinces() -> Mapping[str, str]:
    """Return the provinces of today: code -> name."""
    return {row["code"]: row["name"] for row in _rows("communes.csv") if not row["parent"]}


def find_communes(name: str, day: date, parent: str = "") -> tuple[Commune, ...]:
    """Return the communes of a name on a day: none, one, or several to ask back.

    The kind ("xã") may be left out; ``parent`` is the name of the province (or district) if it is known.
    """
    wanted = parse_name(name)
    found = [
        each
        for each in _by_name().get(wanted.bare, ())
        if each.covers(day) and wanted.agrees(parse_name(each.name))
    ]
    if parent:
        found = [each for each in found if _bare_parent(each.parent) == _bare_parent(parent)]
    return tuple(found)


def find_commune(code: str, day: date) -> Commune | None:
    """Return the commune of a code on a day."""
    return next((each for each in _by_code().get(code, ()) if each.covers(day)), None)


def find_former(name: str, day: date, parent: str = "") -> tuple[Commune, ...]:
    """Return the communes of a name that had ended before a day, the latest of each code alone."""
    wanted = parse_name(name)
    found = {
        each.code: each
        for each in _by_name().get(wanted.bare, ())
        if each.ends_on is not None
        and each.ends_on < day
        and wanted.agrees(parse_name(each.name))
        and (not parent or _bare_parent(each.parent) == _bare_parent(parent))
    }
    return tuple(found.values())


def find_alike(name: str, day: date) -> tuple[Commune, ...]:
    """Return the communes whose names differ from a text only in accents."""
    wanted = parse_name(name)
    return tuple(
        each
        for each in _by_folded().get(fold(wanted.text), ())
        if each.covers(day) and parse_name(each.name).bare != wanted.bare
    )


def find_province(name: str) -> tuple[str, str] | None:
    """Return code and name of the province of today that a text names: "Bắc Ninh", "UBND tỉnh Bắc Ninh"."""
    return _provinces_by_name().get(_bare_parent(name))


def is_district(name: str) -> bool:
    """Say whether a text is the name of a unit of the level that ended on 30/6/2025."""
    return bool(_DISTRICTS.match(name)) or _bare_parent(name) == _bare_parent(_DISTRICT)


def split_unit(text: str) -> tuple[str, str]:
    """Split what stands above a commune off its name: "xã Phú Hòa, huyện Lương Tài, tỉnh Bắc Ninh".

    A district that is known tells more than the province, which is written as we write it. Nothing is split off that
    is neither.
    """
    name, *above = [part for each in _BETWEEN.split(text) if (part := each.strip())] or [text]
    districts = [each for each in above if is_district(each)]
    named = [found[1] for each in above if (found := find_province(each))]
    if not above or len(districts) + len(named) < len(above):
        return text, ""
    if not parse_name(name).kind and not find_communes(name, TODAY_FROM):
        return text, ""
    known = [_DISTRICT for each in districts if _bare_parent(each) == _bare_parent(_DISTRICT)]
    return name, next(iter([*known, *named, *districts]))


def unit_and_place_in(text: str) -> str:
    """Return the unit that a title or section ends in, with the district or province behind it: "Xã …, Tỉnh …"."""
    found = unit_named_in(text)
    _, above = split_unit(text[max(match.start() for match in UNIT.finditer(text)) :]) if found else ("", "")
    return f"{found}, {above}" if above else found


def more_exact(above: str, other: str) -> str:
    """Return which of two units above a commune tells more: a district. '' if they contradict each other."""
    if not above or not other or _bare_parent(above) == _bare_parent(other):
        return above or other
    if is_district(above) == is_district(other):
        return ""
    return above if is_district(above) else other


def provinces_named_in(text: str) -> tuple[str, ...]:
    """Return the names of the provinces that stand in a text with their kind: "UBND TỈNH BẮC NINH"."""
    words = " ".join(["", *map(spell, re.findall(r"\w+", text)), ""])
    kinds = [spell(kind) for kind in ("tỉnh", "thành phố", "tp")]
    return tuple(
        name
        for name in provinces().values()
        if any(f" {kind} {_bare_parent(name)} " in words for kind in kinds)
    )


_BETWEEN: Final = re.compile(
    r"[,;()]|\s[-–—]\s|\s(?=(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã)\s)", re.IGNORECASE
)
_DISTRICTS: Final = re.compile(r"(?:huyện|quận|thị xã)\s", re.IGNORECASE)


@cache
def _by_folded() -> Mapping[str, tuple[Commune, ...]]:
    found: defaultdict[str, list[Commune]] = defaultdict(list)
    for each in communes():
        name = parse_name(each.name)
        for text in (name.text, name.text.removeprefix(f"{name.kind} ")):
            found[fold(text)].append(each)
    return {name: tuple(of_name) for name, of_name in found.items()}


@cache
def _by_name() -> Mapping[str, tuple[Commune, ...]]:
    found: defaultdict[str, list[Commune]] = defaultdict(list)
    for each in communes():
        found[parse_name(each.name).bare].append(each)
    return {name: tuple(of_name) for name, of_name in found.items()}


@cache
def _provinces_by_name() -> Mapping[str, tuple[str, str]]:
    return {_bare_parent(name): (code, name) for code, name in provinces().items()}


@cache
def _by_code() -> Mapping[str, tuple[Commune, ...]]:
    found: defaultdict[str, list[Commune]] = defaultdict(list)
    for each in communes():
        found[each.code].append(each)
    return {code: tuple(of_code) for code, of_code in found.items()}


def _earlier() -> tuple[Commune, ...]:
    """Return the units of the district of Lương Tài until 31/12/2024, and those of the half year after it."""
    rows = _rows("units.csv")
    first = [
        Commune(
            row["code_2004_2024"],
            f"{row['type_2004_2024']} {row['name_2004_2024']}",
            _DISTRICT,
            None,
            date(2024, 12, 31),
            row["code_20250701"],
        )
        for row in rows
    ]
    second = {
        row["code_2025h1"]: Commune(
            row["code_2025h1"],
            row["name_2025h1"],
            _DISTRICT,
            _HALF_YEAR,
            date(2025, 6, 30),
            row["code_20250701"],
        )
        for row in rows
    }
    return (*first, *second.values())


@lru_cache(maxsize=1024)  # a list names few provinces
def _bare_parent(name: str) -> str:
    """Spell the name of a province or district without its kind: "Tỉnh Bắc Ninh" and "Bắc Ninh" are one."""
    spelled = spell(name)
    for kind in ("ubnd", "tỉnh", "thành phố", "huyện", "thị xã", "tp.", "tp", "t."):
        spelled = spelled.removeprefix(f"{spell(kind)} ")
    return spelled


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read(name).decode("utf-8"))))
