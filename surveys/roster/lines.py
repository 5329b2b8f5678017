"""What each row below the header is: a person, a section ("I. Xã Phú Hòa"), or a total, a signature, a blank."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster.columns import LONGEST_HEADER, NUMBER, Table, attribute_of
from surveys.roster.header import is_numbers
from surveys.roster.person_names import may_name_person
from surveys.roster.problems import problem
from surveys.roster.sections import Section, Sections, is_lettered, read_section
from surveys.roster.words import Words
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


@dataclass(slots=True)
class Lines:
    """The rows of a table that are people, with the sections in which each stands: a unit's name, names of bodies."""

    people: list[int] = field(default_factory=list)
    units: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, tuple[str, ...]] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    within: dict[int, tuple[str, str]] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    headers: list[int] = field(default_factory=list)
    vacant: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def notes(self, table: Table) -> Iterator[Problem]:
        """Say which rows were taken for sections or headers, and how many were not read."""
        told = (
            ("section_rows", _quoted(self.sections), self.sections),
            ("headers_again", [str(row) for row in self.headers], self.headers),
            ("vacant_rows", [str(row) for row in self.vacant], self.vacant),
            ("rows_left_out", _quoted(self.left_out), self.left_out),
        )
        for code, names, rows in told:
            if rows:
                named = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
                place = Place(table.sheet.name, cell_name(next(iter(rows)), 1))
                yield problem(code, place, number=str(len(rows)), rows=named)
        for row, (name, unit) in self.within.items():
            place = Place(table.sheet.name, cell_name(row, 1))
            yield problem("section_within", place, found=name, unit=unit, count="1")


_NAMED: Final = 12  # rows that are named one by one
_SHOWN: Final = 80  # characters of a row that is named


def read_lines(table: Table, words: Words) -> Lines:
    """Tell people from everything else below the header. Nobody with a name and a title is left out."""
    lines = Lines()
    sections = Sections(within=lines.within)
    is_over = False
    header = _header_of(table)
    for row in range(table.header_ends + 1, len(table.sheet.rows) + 1):
        texts = _texts(table, row)
        if not texts:
            continue
        cells = table.sheet.rows[row - 1]
        if _repeats(header, cells) or (row - 1 in lines.headers and is_numbers(cells)):
            lines.headers.append(row)
            is_over = False
        elif other := _other_header(cells):
            place = Place(table.sheet.name, cell_name(row, 1))
            lines.problems.append(problem("second_header", place, found=other))
            break
        elif _is_signed(table, row, texts, words):
            is_over = True
            lines.left_out[row] = "; ".join(texts)
        elif _is_vacant(table, row):
            lines.vacant.append(row)
        elif _is_total(table, row):
            lines.left_out[row] = "; ".join(texts)
        elif section := _section(table, row, words, is_over=is_over):
            lines.sections[row] = section.name
            is_over = False
            sections.begin(section, row, words)
        elif _is_passed_over(table, row, words, is_over=is_over):
            lines.left_out[row] = "; ".join(texts)
        elif asked := _ask(table, row):
            lines.problems.append(asked)
        elif not table.is_blank(row):
            lines.people.append(row)  # also of whom something is missing: it is told
            lines.units[row], lines.bodies[row] = sections.unit, sections.bodies
        elif _words(table, row):
            lines.left_out[row] = "; ".join(texts)
    return lines


def _quoted(rows: Mapping[int, str]) -> list[str]:
    return [f"{row} “{' '.join(text.split())[:_SHOWN]}”" for row, text in rows.items()]


def _is_signed(table: Table, row: int, texts: Sequence[str], words: Words) -> bool:
    """Say whether signatures begin: "Người lập biểu", or "CHỦ TỊCH" beside the table."""
    if _is_counted(table, row):
        return False
    is_beside = all(text.isupper() and words.is_role(text) for text in texts) and table.is_blank(row)
    return is_beside or _SIGNED.fullmatch(fold_words(texts[0])) is not None


def _section(table: Table, row: int, words: Words, *, is_over: bool) -> Section | None:
    """Return the section that a row begins; below signatures only one that is numbered."""
    if is_over and not is_lettered(_texts(table, row)[0]):
        return None
    return read_section(table, row, _words(table, row), words)


def _is_passed_over(table: Table, row: int, words: Words, *, is_over: bool) -> bool:
    """Say whether a row is a note, or stands below signatures without being somebody for certain."""
    if _is_person(table, row):
        return is_over and not _is_certain(table, row, words)
    return is_over or _NOTED.match(_texts(table, row)[0].strip()) is not None


def _ask(table: Table, row: int) -> Problem | None:
    """Ask about a row that may be somebody of whom all but the name is missing, or something else.

    Where names stand, that is whatever stands there alone, without a number; beside the columns, what looks like one.
    """
    words, name = _words(table, row), _name(table, row)
    if table.is_blank(row):
        text = next(filter(may_name_person, words), "")
    else:
        text = (
            words[0] if words == [name] and not _is_counted(table, row) and not _is_person(table, row) else ""
        )
    if not text:
        return None
    column = next(at for at, cell in enumerate(table.sheet.rows[row - 1], 1) if str(cell) == text)
    place = Place(table.sheet.name, cell_name(row, column))
    return problem("maybe_person", place, found=" ".join(text.split())[:LONGEST_HEADER])


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


_A_NUMBER: Final = re.compile(
    r"\(?[\d.,]+(?: ?(?:%|người|đồng chí|đ/?c|cán bộ|công chức|cbcc)){0,2}\)?", re.IGNORECASE
)


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
