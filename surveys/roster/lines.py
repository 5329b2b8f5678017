"""What each row below the header is: a person, a section ("I. Xã Phú Hòa"), or a total, a signature, a blank."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster.columns import NUMBER, Table
from surveys.roster.problems import problem
from surveys.spelling import fold_words
from surveys.workbooks import CellValue, cell_name

_TOTAL: Final = re.compile(r"(?:tong( so| cong)?|cong)( (?:danh sach )?(?:co|la|so|nguoi|can bo|:)?.*)?")
_SIGNED: Final = re.compile(
    r"(?:nguoi lap|can bo lap|thu truong|xac nhan|noi nhan|(?:tm|t m|kt|k t|tl|t l|tuq) "
    r"|.*ngay \d* ?thang \d* ?nam \d*$).*"
)
_ENUMERATED: Final = re.compile(r"^\s*(?:[IVXLC]+|[A-ZĐ]|\d{1,2})\s*[.)\-–:/]+\s*(?=\S)")
_ENUMERATOR: Final = re.compile(r"[IVXLC]+|[A-ZĐ]")
_UNIT: Final = re.compile(r"\b(xã|phường|thị trấn|đặc khu)\s+(?!hội)(\S.*)", re.IGNORECASE)
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_END: Final = re.compile(r"[,;(]|\s[-–]\s|\bnăm\b|\btỉnh\b|\bhuyện\b", re.IGNORECASE)
_BODY: Final = re.compile(
    r"(?:cac |co quan )?(?:khoi|van phong|phong|ban|uy ban|ubnd|hdnd|thuong truc|dang uy|mat tran|mttq|doan|hoi"
    r"|trung tam|tram)\b"
)


@dataclass(slots=True)
class Lines:
    """The rows of a table that are people, with the section in which each stands: a unit's name, a body's name."""

    people: list[int] = field(default_factory=list)
    units: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, str] = field(default_factory=dict)
    sections: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)

    def notes(self, table: Table) -> Iterator[Problem]:
        """Say which rows were taken for sections, and how many were not read."""
        for code, rows in (("section_rows", self.sections), ("rows_left_out", self.left_out)):
            if rows:
                named = ", ".join(str(row) for row in rows[:12]) + (", …" if len(rows) > 12 else "")
                place = Place(table.sheet.name, cell_name(rows[0], 1))
                yield problem(code, place, number=str(len(rows)), rows=named)


def read_lines(table: Table) -> Lines:
    """Tell people from everything else below the header. Nothing that holds a name and a title is left out."""
    lines = Lines()
    unit = body = ""
    is_over = False
    for row in range(table.header_ends + 1, len(table.sheet.rows) + 1):
        texts = _texts(table, row)
        if not texts:
            continue
        words = fold_words(texts[0])
        if _is_person(table, row) and not (is_over and not _is_counted(table, row)):
            lines.people.append(row)
            lines.units[row], lines.bodies[row] = unit, body
        elif _SIGNED.fullmatch(words):
            is_over = True
            lines.left_out.append(row)
        elif _TOTAL.fullmatch(words) or is_over:
            lines.left_out.append(row)
        elif section := _section(table, row, texts):
            lines.sections.append(row)
            found = _UNIT.search(section)
            if found and found.start() < 12:
                unit, body = section[found.start() :].strip(), ""
            else:
                body = section
        elif not table.is_blank(row):
            lines.people.append(row)  # somebody of whom something is missing: it is told
            lines.units[row], lines.bodies[row] = unit, body
    return lines


def unit_named_in(text: str) -> str:
    """Return the unit that a title or a sheet's name ends in: "DANH SÁCH CÁN BỘ XÃ LƯƠNG TÀI" names Xã Lương Tài."""
    found = list(_UNIT.finditer(text))
    if not found:
        return ""
    kind, name = (
        found[-1][1],
        re.split(r"[,;(]|\s[-–]\s|\bnăm\b|\btỉnh\b|\bhuyện\b", found[-1][2], flags=re.IGNORECASE)[0],
    )
    words = name.split()
    if not words or len(words) > 5:
        return ""
    bare = " ".join(word.capitalize() for word in words) if name.isupper() else name.strip()
    return f"{kind.capitalize()} {bare}"


def _texts(table: Table, row: int) -> list[str]:
    """Return the texts of a row, one of each; what counts the row only if there is nothing else."""
    return list(dict.fromkeys(str(cell) for cell in table.sheet.rows[row - 1] if cell is not None))


def _is_person(table: Table, row: int) -> bool:
    """Say whether a row names somebody and something of them."""
    named = _name(table, row)
    if named is None:
        return False
    others = [
        name
        for name in table.columns
        if name not in (NUMBER, "full_name", "family_name", "given_name", "note")
    ]
    return any((cell := table.value(row, name)) is not None and cell != named for name in others)


def _is_counted(table: Table, row: int) -> bool:
    cell = table.value(row, NUMBER)
    return cell is not None and str(cell).strip(" .").replace(".0", "").isdigit()


def _name(table: Table, row: int) -> CellValue:
    whole = table.value(row, "full_name")
    return whole if whole is not None else table.value(row, "given_name")


def _section(table: Table, row: int, texts: list[str]) -> str:
    """Return the name of the section that a row begins, '' if it begins none."""
    if len(texts) == 2 and _ENUMERATOR.fullmatch(texts[0].strip(" .")):
        return texts[1].strip()
    if len(texts) == 2 and _is_counted(table, row) and _BODY.match(fold_words(texts[1])):
        return texts[1].strip()
    if len(texts) != 1 or (_is_counted(table, row) and texts[0] == str(table.value(row, NUMBER))):
        return ""
    text = texts[0].strip()
    bare = _ENUMERATED.sub("", text)
    is_wide = any(area.partition(":")[0].lstrip(_LETTERS) == str(row) for area in table.sheet.merged)
    is_named = bare != text or _BODY.match(fold_words(bare)) or (_UNIT.match(bare) is not None)
    return bare.strip() if is_wide or is_named or text.isupper() else ""
