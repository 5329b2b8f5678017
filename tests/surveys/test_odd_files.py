"""Forms and rosters with odd cells, columns and archives: a value or problems with words, never an exception."""

import csv
import io
import random
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts.forms import FORM_PROBLEMS
from bot.texts.roster import ROSTER_PROBLEMS
from surveys.problems import Problem
from surveys.questionnaire import Questionnaire
from surveys.roster import COLUMNS, Roster, read_roster
from surveys.xlsform import read_form
from tests.surveys.bad_forms import workbook
from tests.surveys.roster_files import PERSON, REQUIRED, as_csv, as_xlsx, codes_of, people, roster_of

Rows = Sequence[Sequence[object]]

FORM: Final[Mapping[str, Rows]] = {
    "survey": (
        (
            "type",
            "name",
            "label",
            "hint::vi",
            "required",
            "relevant",
            "constraint",
            "calculation",
            "choice_filter",
        ),
        ("note", "hello", "Xin chào"),
        ("begin_group", "g", "Nhóm"),
        ("select_one yn", "works", "Đang làm việc?", "Chọn", "yes"),
        ("integer", "years", "Số năm", "", "", "${works} = 'y'", ". >= 0"),
        ("calculate", "twice", "", "", "", "", "", "${years} * 2"),
        ("end_group",),
        (
            "select_multiple yn",
            "more",
            "Gì nữa, ${twice}?",
            "",
            "",
            "",
            "count-selected(.) <= 1",
            "",
            "p = 1",
        ),
    ),
    "choices": (("list_name", "name", "label", "p"), ("yn", "y", "Có", 1), ("yn", "n", "Không", 2)),
    "settings": (("form_id", "version"), ("f", 1)),
}

ODD: Final = (
    "", "Integer", "SELECT_ONE yn", "select_one", "select_one a b", "begin_group", "end_group", "BEGIN REPEAT",
    "=1+1", '="01"', "${years}", "${", "${a} +", "1 div 0", "'", '"', "“x”", ".", "*", "once(1)", "regex(., '(')",
    "label", "label::vi", "label:vi", "relevant::vi", "bind::relevant", "bind::", "::", "media::image", "__row",
    "name", "type", "list_name", "disabled", "roster", "birth_year", "parameters", "randomize=true", "or_other",
    "e\u0302\u0301", "\u200b", "\u202eabc", "1️⃣", "１２", "٣", "😀", "a\nb", "\ufffd", "<b>", "../a", "x" * 5000,
    "x" * 40_000, "x" * 140_000, "meta", "NaN", "1e400", "31/2/1963", "٠٩٠٠٠٠٠٠٠١", "Nam", "ĐH", None, True, False,
    0, -0.0, 1.5, 1e300, 10**20, 3.0, date(2015, 4, 20), datetime(2015, 4, 20, 10, 30), time(1),  # noqa: DTZ001 - as in a workbook
)  # fmt: skip


def as_markdown(sheets: Mapping[str, Rows]) -> bytes:
    """Return a form as Markdown tables."""
    lines = []
    for name, rows in sheets.items():
        lines += [f"| {name} |", *("| | " + " | ".join(map(_text, row)) + " |" for row in rows)]
    return "\n".join(lines).encode()


def as_text(sheets: Mapping[str, Rows], delimiter: str) -> bytes:
    """Return a form as a text table with the mark of UTF-8, as Excel saves it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    for name, rows in sheets.items():
        writer.writerow([name])
        writer.writerows(["", *map(_text, row)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _text(value: object) -> str:
    return "" if value is None else str(value)


def form_is_lawful(content: bytes, filename: str) -> None:
    """A questionnaire that survives its JSON, or problems that can be worded."""
    found = read_form(content, filename)
    if isinstance(found, Questionnaire):
        assert Questionnaire.from_json(found.to_json()) == found
        assert found.sha256
        return
    assert found
    for problem in found:
        assert FORM_PROBLEMS[problem.code].format(**problem.parameters)


def roster_is_lawful(content: bytes, filename: str) -> None:
    """A roster, or problems that can be worded."""
    found = read_roster(content, filename, as_of=date(2026, 11, 27))
    problems = found.notes if isinstance(found, Roster) else found
    assert problems or isinstance(found, Roster)
    for problem in problems:
        assert ROSTER_PROBLEMS[problem.code].format(**problem.parameters)


def spoil(sheets: Mapping[str, Rows], chance: random.Random) -> dict[str, list[list[object]]]:
    """Return the sheets with a few cells, rows, columns or whole sheets changed."""
    spoilt = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(list(spoilt))
        rows, odd = spoilt[name], chance.choice(ODD)
        match chance.randrange(10):
            case 0:
                rows.insert(chance.randrange(len(rows) + 1), list(chance.choice(rows)))
            case 1:
                for row in rows:
                    row.append(odd)
            case 2 if len(spoilt) > 1:
                del spoilt[name]
            case 3:
                rows.insert(0, [odd])
            case _:
                row = chance.choice(rows)
                row += [None] * (4 - len(row))
                row[chance.randrange(len(row))] = odd
    return spoilt


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_a_form_of_odd_cells_is_no_exception(seed: int) -> None:
    """Whatever stands in a cell, in a workbook, a text table or Markdown, gives a form or problems."""
    chance = random.Random(seed)
    sheets = spoil(FORM, chance)
    form_is_lawful(as_markdown(sheets), "a.md")
    form_is_lawful(as_text(sheets, chance.choice(",;\t")), "a.csv")
    form_is_lawful(workbook(**sheets), "a.xlsx")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_a_roster_of_odd_cells_is_no_exception(seed: int) -> None:
    """Whatever stands in a roster's cells and headers gives a roster or problems."""
    chance = random.Random(seed)
    header = chance.sample(list(COLUMNS.values()), 10)
    rows: Rows = [header, *([PERSON.get(name) for name in header] for _ in range(3))]
    (spoilt,) = spoil({"roster": rows}, chance).values()
    head, *rest = ([_text(cell) for cell in row] for row in spoilt)
    roster_is_lawful(as_csv(head, *rest), "a.csv")
    merged = chance.choice([(), ("A1:B1",), ("A2:A4",)])
    roster_is_lawful(as_xlsx(*spoilt, merged=merged), "a.xlsx")


# --- archives -------------------------------------------------------------------------------------------


def packed(content: bytes, method: int) -> bytes:
    """Return a workbook with its parts compressed by another method."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


def marked(content: bytes, at: int, value: bytes) -> bytes:
    """Return an archive with a field of every entry of its directory, and of its local head, overwritten."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x01\x02", at), (b"PK\x03\x04", at - 2)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + offset : place + offset + len(value)] = value
            place = changed.find(signature, place + 4)
    return bytes(changed)


BOOKS: Final = (workbook(**FORM), people({}))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_damaged_archive_of_any_method_is_no_exception(method: int, data: st.DataObject) -> None:
    """Other methods of compression fail with errors of their own."""
    for whole, is_lawful in zip(BOOKS, (form_is_lawful, roster_is_lawful), strict=True):
        content = bytearray(packed(whole, method))
        for _ in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        is_lawful(bytes(content), "a.xlsx")


@pytest.mark.parametrize(
    ("at", "value", "form_code", "roster_code"),
    [
        (8, b"\x01\x00", "workbook_encrypted", "file_has_password"),
        (8, b"\x41\x00", "workbook_encrypted", "file_has_password"),
        (10, b"\x63\x00", "workbook_broken", "not_a_workbook"),
        (24, b"\xff\xff\xff\x7f", "workbook_too_heavy", "unpacked_too_large"),
    ],
    ids=["encrypted", "strongly encrypted", "unknown method", "two gigabytes declared"],
)
def test_an_archive_that_cannot_be_unpacked_says_why(
    at: int, value: bytes, form_code: str, roster_code: str
) -> None:
    """A password, a method that nobody knows and a declared size are told apart."""
    form, roster = (marked(content, at, value) for content in BOOKS)
    problems = read_form(form, "a.xlsx")
    assert isinstance(problems, list)
    assert [problem.code for problem in problems] == [form_code]
    assert codes_of(roster, "a.xlsx") == [roster_code]


# --- text tables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_tables_of_excel_are_read(delimiter: str, mark: str) -> None:
    """A mark of UTF-8, semicolons and commas within labels make no difference; ``="01"`` is the text 01."""
    rows = [*FORM["survey"][:2], ("note", "more", "Một, hai, ba, bốn, năm, sáu, bảy; tám"), FORM["survey"][3]]
    choices = [("list_name", "name", "label"), ("yn", '="01"', "Có, có")]
    content = as_text({"survey": rows, "choices": choices, "settings": FORM["settings"]}, delimiter)
    for head in ("", f"sep={delimiter}\n"):
        form = read_form((mark + head + content.decode("utf-8-sig")).encode(), "a.csv")
        assert isinstance(form, Questionnaire)
        assert form.items["more"].label == "Một, hai, ba, bốn, năm, sáu, bảy; tám"
        assert [choice.name for choice in form.choice_lists["yn"]] == ["01"]


def test_a_formula_in_a_text_table_is_a_problem_at_its_cell() -> None:
    """Nobody knows what it would come to, and it must not come back to life in a workbook that is made of it."""
    header = (*REQUIRED, "Mã đơn vị", "Ghi chú")
    row = ("1", "Nguyễn Văn An", "Chủ tịch UBND", "Xã Phú Hòa", '="09505"')
    (person,) = roster_of(as_csv(header, (*row, "+ chuyển về")), "a.csv").rows
    assert (person.unit_code, person.note) == ("09505", "+ chuyển về")
    (found,) = _problems(read_roster(as_csv(header, (*row, '=HYPERLINK("http://x";"y")')), "a.csv"))
    assert (found.code, found.place.cell) == ("formula_without_value", "F2")
    sheets = {**FORM, "survey": (*FORM["survey"], ("text", "t", "=A1"))}
    (found,) = _problems(read_form(as_text(sheets, ";"), "a.csv"))
    assert (found.code, found.place.cell) == ("formula_without_value", "D10")


def _problems(found: object) -> list[Problem]:
    assert isinstance(found, list), found
    return found


# --- names ----------------------------------------------------------------------------------------------

NAMES: Final = (
    "../../etc/passwd",
    "C:\\Users\\x",
    "/",
    "..",
    "",
    "a\0b",
    "\u202egpj",
    "x" * 5000,
    "~/x",
    "${HOME}",
    "con",
    "a\nb",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", [".csv", ".md", ".xlsx", ".exe"])
def test_a_files_name_is_never_a_path(
    name: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It tells the format and what to call the sheet: one short line without folders; nothing is written by it."""
    monkeypatch.chdir(tmp_path)
    contents = {".csv": as_text(FORM, ","), ".md": as_markdown(FORM)}
    form = read_form(contents.get(ending, BOOKS[0]), name + ending)
    assert isinstance(form, Questionnaire) is (ending != ".exe")
    table = as_csv(REQUIRED, list(PERSON.values())) if ending == ".csv" else BOOKS[1]
    roster = read_roster(table, name + ending)
    assert isinstance(roster, Roster)
    shown = form[0].parameters["found"] if isinstance(form, list) else roster.rows[0].sheet
    assert len(shown) <= 80
    assert not set(shown) & set("/\\\0\n\u202e")
    assert list(tmp_path.iterdir()) == []


# --- time -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("parent", "is_clean"), [(lambda n: n + 1, True), (lambda n: (n + 1) % 4000, False)])
def test_a_long_line_or_circle_of_parents_is_followed_once(parent: object, is_clean: bool) -> None:
    """Thousands of units, each under the next, are no reason to search for hours."""
    assert callable(parent)
    rows = [
        (str(n), "Nguyễn Văn An", "Chủ tịch UBND", f"Đơn vị {n}", f"Đơn vị {parent(n)}") for n in range(4000)
    ]
    found = read_roster(as_csv((*REQUIRED, "Đơn vị cấp trên"), *rows), "a.csv")
    assert isinstance(found, Roster) is is_clean
    if isinstance(found, list):
        assert {problem.code for problem in found} == {"parent_cycle"}
        assert max(len(problem.parameters["path"]) for problem in found) < 500


def test_a_reference_of_many_spaces_is_read_once() -> None:
    """A label with ``${`` and thousands of spaces is a broken reference, told at once."""
    sheets = {**FORM, "survey": (*FORM["survey"], ("text", "t", "T", "${" + " " * 30_000 + "x"))}
    problems = _problems(read_form(as_markdown(sheets), "a.md"))
    assert [problem.code for problem in problems] == ["screen_too_long", "label_reference_broken"]
