"""Rows that begin a section ("I. Xã Phú Hòa", "1. Phòng Kinh tế"), and where the people below them stand."""

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from surveys.roster.columns import Table
from surveys.roster.communes import unit_and_place_in
from surveys.roster.person_names import names_person
from surveys.roster.unit_names import END, UNIT, names_body
from surveys.roster.words import Words

_ENUMERATED: Final = re.compile(
    r"^\s*(?:phần\s+)?([IVXLC]+|[A-ZĐ]|\d{1,2})\s*[.)\-–:/]+\s*(?=\S)", re.IGNORECASE
)
_LETTERED: Final = re.compile(r"^\s*(?:Phần\s+|PHẦN\s+)?(?:[IVXLC]+|[A-ZĐ])\s*[.)\-–:/]+\s*(?=\S)")
_ENUMERATOR: Final = re.compile(r"[IVXLC]+|[A-ZĐ]")
_ROMAN: Final = re.compile(r"[IVX]|[IVXLC]{2,}")


class Section(NamedTuple):
    """A section's name, and how it is numbered: ``roman letter digit``, '' if it is not."""

    name: str
    style: str = ""


def is_lettered(text: str) -> bool:
    """Say whether a text begins with the number of a section: "II. Xã Lâm Thao", "B"."""
    return bool(_LETTERED.match(text) or _ENUMERATOR.fullmatch(text.strip(" .")))


def read_section(table: Table, row: int, texts: list[str], words: Words) -> Section | None:
    """Return the section that a row begins, None if it begins none. ``texts``: those of the row that are no number."""
    if len(texts) == 2 and _ENUMERATOR.fullmatch(texts[0].strip(" .")) and str(_name(table, row)) != texts[0]:
        name = texts[1].strip()
        return None if _is_somebody(name, words) else Section(name, _style(texts[0].strip(" .")))
    if len(texts) != 1:
        return None
    text = texts[0].strip()
    counted = _ENUMERATED.match(text)
    bare = text[counted.end() :].strip() if counted else text
    is_named = bool(_LETTERED.match(text)) or names_body(bare) or UNIT.match(bare) is not None
    is_beside = text.isupper() and _name(table, row) is None  # in capitals, where no name would stand
    if is_named or ((is_beside or row in table.wide) and not _is_somebody(bare, words)):
        return Section(bare, _style(counted[1]) if counted else "")
    return None


def _is_somebody(text: str, words: Words) -> bool:
    return names_person(text) and not words.is_commune(END.split(text)[0].strip())


def _style(enumerator: str) -> str:
    if enumerator.isdigit():
        return "digit"
    return "roman" if _ROMAN.fullmatch(enumerator.upper()) else "letter"


def _name(table: Table, row: int) -> object:
    whole = table.value(row, "full_name")
    return whole if whole is not None else table.value(row, "given_name")


@dataclass(slots=True)
class Sections:
    """The unit and the bodies of those who stand below the sections read so far.

    ``within``: sections that name no unit at the place of one, with the unit in which their people were left.
    """

    unit: str = ""
    within: dict[int, tuple[str, str]] = field(default_factory=dict)
    _styles: list[str] = field(default_factory=list)  # the outer one first
    _level: int = 0  # of the unit's section
    _bodies: list[tuple[int, str]] = field(default_factory=list)  # with their levels, the outer one first

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies, the nearest first: "Văn phòng", "KHỐI ĐẢNG"."""
        return tuple(name for _, name in reversed(self._bodies))

    def begin(self, section: Section, row: int, words: Words) -> None:
        """Go on in the next section: "UBND xã Phú Hòa" is unit and body.

        One that is numbered like the unit's, and is no body that is known, ends the unit: it is a unit that nobody
        knows. One outside of the unit's ends it, too.
        """
        if section.style not in self._styles:
            self._styles.append(section.style)
        level = self._styles.index(section.style)
        self._bodies = [each for each in self._bodies if each[0] < level]
        bare = END.split(section.name)[0].strip()
        is_body = names_body(bare)
        if named := unit_and_place_in(section.name):
            before = section.name[: next(UNIT.finditer(section.name)).start()].strip(" -–:,")
            self._enter_unit(named, level)
            self._enter_body(before if names_body(before) else "", level, words)
        elif not is_body and (words.is_commune(bare) or (self.unit and level == self._level)):
            self._enter_unit(bare, level)
        else:
            if level < self._level:
                self._enter_unit("", level)
            elif self.unit and (level == self._level or not is_body):
                self.within[row] = section.name, self.unit
            self._enter_body(section.name, level, words)

    def _enter_unit(self, unit: str, level: int) -> None:
        self.unit, self._level = unit, level

    def _enter_body(self, name: str, level: int, words: Words) -> None:
        """Enter a body; what is outside of it and belongs to others has ended, however it was numbered."""
        if name:
            own = words.groups_of(name)
            self._bodies = [each for each in self._bodies if words.groups_of(each[1]) in ((), own) or not own]
            self._bodies.append((level, name))
