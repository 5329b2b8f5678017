"""What each row below the header is: a person, a section ("I. Xã Phú Hòa"), or a total, a signature, a blank."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster.columns import LONGEST_HEADER, NUMBER, Table, attribute_of
from surveys.roster.header import is_numbers
from surveys.roster.problems import problem
from surveys.roster.unit_names import END, UNIT, names_body, unit_named_in
from surveys.spelling import fold_words, spell
from surveys.workbooks import CellValue, cell_name

_TOTAL: Final = re.compile(
    r"(?:tổng|cộng)\b.*|tong (?:so|cong)\b.*|cong(?: lai)?(?:[ :]+\d.*)?|danh sach (?:nay )?(?:co|gom)\b.*"
)
_NOTED: Final = re.compile(r"[*+]|(?:ghi chú|lưu ý|chú thích|danh sách|trong đó)\b", re.IGNORECASE)
_VACANT: Final = frozenset(
    map(spell, ("khuyết", "đang khuyết", "trống", "đang trống", "chưa bố trí", "chưa có", "còn thiếu"))
)
_SIGNED: Final = re.compile(
    r"(?:nguoi lap|can bo lap|thu truong|xac nhan|noi nhan|(?:tm|t m|kt|k t|tl|t l|tuq) "
    r"|.*ngay \d* ?thang \d* ?nam \d*$).*"
)
_ENUMERATED: Final = re.compile(
    r"^\s*(?:phần\s+)?(?:[IVXLC]+|[A-ZĐ]|\d{1,2})\s*[.)\-–:/]+\s*(?=\S)", re.IGNORECASE
)
_LETTERED: Final = re.compile(r"^\s*(?:Phần\s+|PHẦN\s+)?(?:[IVXLC]+|[A-ZĐ])\s*[.)\-–:/]+\s*(?=\S)")
_ENUMERATOR: Final = re.compile(r"[IVXLC]+|[A-ZĐ]")
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class Lines:
    """The rows of a table that are people, with the section in which each stands: a unit's name, a body's name."""

    people: list[int] = field(default_factory=list)
    units: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, str] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    left_out: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)
    vacant: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def notes(self, table: Table) -> Iterator[Problem]:
        """Say which rows were taken for sections or headers, and how many were not read."""
        told = (
            ("section_rows", [f"{row} “{name[:80]}”" for row, name in self.sections.items()], self.sections),
            ("headers_again", [str(row) for row in self.headers], self.headers),
            ("vacant_rows", [str(row) for row in self.vacant], self.vacant),
            ("rows_left_out", [str(row) for row in self.left_out], self.left_out),
        )
        for code, names, rows in told:
            if rows:
                named = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
                place = Place(table.sheet.name, cell_name(next(iter(rows)), 1))
                yield problem(code, place, number=str(len(rows)), rows=named)


_NAMED: Final = 12  # rows that are named one by one


@dataclass(frozen=True, slots=True)
class Words:
    """What tells people from other rows: whether a text is a title, and whether it is a commune's name."""

    is_title: Callable[[str], bool]
    is_commune: Callable[[str], bool]


def read_lines(table: Table, words: Words) -> Lines:
    """Tell people from everything else below the header. Nobody with a name and a title is left out."""
    lines = Lines()
    unit = body = ""
    is_over = False
    header = _header_of(table)
    for row in range(table.header_ends + 1, len(table.sheet.rows) + 1):
        texts = _texts(table, row)
        if not texts:
            continue
        folded = fold_words(texts[0])
        cells = table.sheet.rows[row - 1]
        if _repeats(header, cells) or (row - 1 in lines.headers and is_numbers(cells)):
            lines.headers.append(row)
            is_over = False
        elif other := _other_header(cells):
            place = Place(table.sheet.name, cell_name(row, 1))
            lines.problems.append(problem("second_header", place, found=other))
            break
        elif _SIGNED.fullmatch(folded) and not _is_counted(table, row):
            is_over = True
            lines.left_out.append(row)
        elif _is_vacant(table, row):
            lines.vacant.append(row)
        elif _is_total(table, row):
            lines.left_out.append(row)
        elif (not is_over or _is_lettered(texts[0])) and (
            section := _section(table, row, _words(table, row))
        ):
            lines.sections[row] = section
            is_over = False
            unit, body = _under(section, unit, words)
        elif _is_person(table, row) and not (is_over and not _is_certain(table, row, words)):
            lines.people.append(row)
            lines.units[row], lines.bodies[row] = unit, body
        elif is_over or _NOTED.match(texts[0].strip()):
            lines.left_out.append(row)
        elif not table.is_blank(row):
            lines.people.append(row)  # somebody of whom something is missing: it is told
            lines.units[row], lines.bodies[row] = unit, body
        elif _words(table, row):
            lines.left_out.append(row)
    return lines


def _is_lettered(text: str) -> bool:
    """Say whether a text begins with the number of a section: "II. Xã Lâm Thao", "B"."""
    return bool(_LETTERED.match(text) or _ENUMERATOR.fullmatch(text.strip(" .")))


def _under(section: str, unit: str, words: Words) -> tuple[str, str]:
    """Return unit and body of those below a section: "UBND xã Phú Hòa" is both."""
    named = unit_named_in(section)
    if named:
        before = section[: next(UNIT.finditer(section)).start()].strip(" -–:,")
        return named, before if names_body(before) else ""
    bare = END.split(section)[0].strip()
    return (bare, "") if not names_body(bare) and words.is_commune(bare) else (unit, section)


def _header_of(table: Table) -> frozenset[tuple[int, str]]:
    """Return the texts of the header with their columns."""
    return frozenset(
        (column, fold_words(cell))
        for cells in table.sheet.rows[table.header_starts - 1 : table.header_ends]
        for column, cell in enumerate(cells)
        if isinstance(cell, str)
    )


def _repeats(header: frozenset[tuple[int, str]], cells: Sequence[CellValue]) -> bool:
    """Say whether a row is the header once more, as on each printed page."""
    if not _speaks_of_names(cells):
        return False
    found = {(column, fold_words(str(cell))) for column, cell in enumerate(cells) if cell is not None}
    return len(found) > 1 and found <= header


def _other_header(cells: Sequence[CellValue]) -> str:
    """Return the texts of a row that is the header of another table, '' if it is none."""
    if not _speaks_of_names(cells):
        return ""
    texts = [cell for cell in cells if isinstance(cell, str)]
    found = {attribute_of(text) for text in texts if len(text) <= LONGEST_HEADER} - {""}
    is_header = len(found) > 2 and "title" in found and bool({"full_name", "given_name"} & found)
    return ", ".join(f"“{text}”" for text in texts) if is_header else ""


def _speaks_of_names(cells: Sequence[CellValue]) -> bool:
    """Say whether a header may stand in a row: a quick look, for long lists."""
    return any(
        isinstance(cell, str) and len(cell) < LONGEST_HEADER and _NAMES.search(cell) is not None
        for cell in cells
    )


_NAMES: Final = re.compile(r"\bt[eê]n\b", re.IGNORECASE)


def _is_certain(table: Table, row: int, words: Words) -> bool:
    """Say whether somebody below the signatures is on the list all the same: counted, or with a title."""
    title = table.value(row, "title")
    return _is_counted(table, row) or (isinstance(title, str) and words.is_title(title))


def _texts(table: Table, row: int) -> list[str]:
    """Return the texts of a row, one of each; what counts the row only if there is nothing else."""
    return list(dict.fromkeys(str(cell) for cell in table.sheet.rows[row - 1] if cell is not None))


def _words(table: Table, row: int) -> list[str]:
    """Return the texts of a row that are no number, one of each: what is left of a section with sums beside it."""
    return [text for text in _texts(table, row) if not _A_NUMBER.fullmatch(text)]


_A_NUMBER: Final = re.compile(r"[\d.,]+(?: ?%)?")


def _is_total(table: Table, row: int) -> bool:
    """Say whether a row sums up: its words begin with "Cộng", and it names no title."""
    found = _words(table, row)
    title = table.value(row, "title")
    has_title = isinstance(title, str) and title in found[1:]
    return bool(found) and not has_title and _sums_up(found[0])


def _sums_up(text: str) -> bool:
    return _TOTAL.fullmatch(text.casefold().strip()) is not None


def _is_vacant(table: Table, row: int) -> bool:
    """Say whether a row is a post that nobody holds."""
    parts = [table.value(row, name) for name in ("full_name", "family_name", "given_name")]
    return spell(" ".join(str(part) for part in parts if part is not None).strip(" ().-")) in _VACANT


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
    if len(texts) == 2 and _ENUMERATOR.fullmatch(texts[0].strip(" .")) and str(_name(table, row)) != texts[0]:
        return texts[1].strip()
    if len(texts) != 1:
        return ""
    text = texts[0].strip()
    bare = _ENUMERATED.sub("", text)
    areas = [area for area in table.sheet.merged if area.partition(":")[0].lstrip(_LETTERS) == str(row)]
    is_wide = any(area.partition(":")[2].lstrip(_LETTERS) == str(row) for area in areas)
    is_named = bool(_LETTERED.match(text)) or names_body(bare) or UNIT.match(bare) is not None
    is_beside = text.isupper() and _name(table, row) is None  # in capitals, where no name would stand
    return bare.strip() if is_wide or is_named or is_beside else ""
