"""Reading XLSForm: what becomes a questionnaire, and what is said of a form that does not."""

import ast
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import surveys.xlsform
from bot.texts.forms import FORM_PROBLEMS
from surveys.expressions import ERROR_CODES, parse
from surveys.problems import Note, Problem
from surveys.questionnaire import ItemType, Questionnaire
from surveys.xlsform import examine_form, read_form
from tests.surveys.bad_forms import BAD_FORMS, CHOICES, SETTINGS, markdown, workbook
from tests.surveys.outside_codes import OUTSIDE

SURVEY = (
    (
        "type | name | label | hint | required | relevant | constraint | constraint_message | calculation"
        " | choice_filter"
    ),
    "start | start",
    "begin group | A | A. Chung",
    "note | hello | Xin chào “đồng chí”",
    "select_one yn | works | Đang làm việc? | Chọn một | yes",
    "integer | years | Số năm | | ${works} = 'y' | ${works} = “y” | . >= 0 and . < ${limit} | Từ 0 đến 44",
    "calculate | limit | | | | | | | ${base} + 5",
    "calculate | base | | | | | | | 40",
    "end group",
    "begin_group | B | B. Khác | | | ${works} = 'y'",
    "calculate | inner | | | | ${years} > 1 | | | ${years} * 2",
    (
        "select_multiple yn | more | Gì nữa, ${years} năm? | | no | | count-selected(.) <= 1 | |"
        " | name != 'n' or province = 1"
    ),
    "end_group",
)
PROVINCES = ("list_name | name | label | province", "yn | y | Có | 24", "yn | n | Không | 1")


def read(content: bytes, filename: str) -> Questionnaire:
    """Read a form that must be clean."""
    form = read_form(content, filename)
    assert isinstance(form, Questionnaire), form
    return form


def refuse(content: bytes, filename: str) -> list[Problem]:
    """Read a form that must not be clean."""
    problems = read_form(content, filename)
    assert isinstance(problems, list)
    return problems


def split(rows: tuple[str, ...]) -> list[list[str]]:
    """Return table rows as lists of cells."""
    return [[cell.strip() for cell in row.split("|")] for row in rows]


def test_groups_become_sections_and_screens() -> None:
    """A plain group is a section with conditions; each item in it is one screen; metadata is left out."""
    form = read(*markdown(*SURVEY, choices=PROVINCES))
    assert dict(form.sections) == {"A": "A. Chung", "B": "B. Khác"}
    assert [(screen.name, screen.section) for screen in form.screens] == [
        ("hello", "A"),
        ("works", "A"),
        ("years", "A"),
        ("more", "B"),
    ]
    assert [condition.source for condition in form.screen_of["more"].relevant] == ["${works} = 'y'"]


def test_items_carry_what_their_row_says() -> None:
    """Types, texts and expressions of a row arrive on its item; ``required: no`` is no condition."""
    items = read(*markdown(*SURVEY, choices=PROVINCES)).items
    years, more = items["years"], items["more"]
    assert years.type is ItemType.INTEGER
    assert years.required is not None
    assert years.required.source == "${works} = 'y'"
    assert years.constraint_message == "Từ 0 đến 44"
    assert items["works"].hint == "Chọn một"
    assert more.required is None
    assert more.choice_filter is not None
    assert more.choice_filter.columns == {"name", "province"}


def test_smart_quotes_are_mended_in_expressions_and_kept_in_labels() -> None:
    """Word's quotes would break an expression, but belong in a Vietnamese label."""
    items = read(*markdown(*SURVEY, choices=PROVINCES)).items
    assert items["hello"].label == "Xin chào “đồng chí”"
    assert items["years"].relevant is not None
    assert items["years"].relevant.source == '${works} = "y"'


def test_calculations_stand_in_dependency_order() -> None:
    """A calculation comes after those it needs, and takes over the conditions of its groups."""
    form = read(*markdown(*SURVEY, choices=PROVINCES))
    names = [item.name for item in form.calculations]
    assert names.index("base") < names.index("limit")
    inner = form.items["inner"].relevant
    assert inner is not None
    assert inner.source == "(${works} = 'y') and (${years} > 1)"


def test_choices_keep_their_columns() -> None:
    """Extra columns of the choices sheet are kept for ``choice_filter``."""
    form = read(*markdown(*SURVEY, choices=PROVINCES))
    assert [(c.name, c.label, dict(c.columns)) for c in form.choice_lists["yn"]] == [
        ("y", "Có", {"province": "24"}),
        ("n", "Không", {"province": "1"}),
    ]


def test_a_field_list_is_one_screen() -> None:
    """A group with appearance ``field-list`` is one screen with its own label and conditions."""
    form = read(
        *markdown(
            "type | name | label | appearance | relevant | constraint | parameters",
            "begin_group | s | S",
            "text | a | A",
            "begin_group | g | Năng lực | field-list | ${a} = 'x'",
            "integer | b | B",
            "integer | c | C | | | . >= ${b}",
            "end_group",
            "select_one yn | d | D | likert | | | randomize=true",
            "end_group",
        )
    )
    screen = form.screen_of["b"]
    assert screen.name == "g"
    assert screen.label == "Năng lực"
    assert [item.name for item in screen.items] == ["b", "c"]
    assert screen.section == "s"
    assert form.items["d"].shuffled


def test_every_format_gives_the_same_form() -> None:
    """The same rows as workbook, CSV (comma or semicolon) and Markdown are the same questionnaire."""
    from_markdown = read(*markdown(*SURVEY, choices=PROVINCES))
    sheets = {"survey": split(SURVEY), "choices": split(PROVINCES), "settings": split(SETTINGS)}
    assert read(workbook(**sheets), "form.xlsx") == from_markdown
    for delimiter in (",", ";"):
        lines = [
            delimiter.join('"' + cell.replace('"', '""') + '"' for cell in [first, *row])
            for name, rows in sheets.items()
            for first, row in [(name, []), *(("", row) for row in rows)]
        ]
        assert read("\r\n".join(lines).encode("utf-8-sig"), "form.csv") == from_markdown


def test_survives_its_json() -> None:
    """A published form is read back equal, with the same hash."""
    form = read(*markdown(*SURVEY, choices=PROVINCES))
    again = Questionnaire.from_json(form.to_json())
    assert again == form
    assert again.sha256 == form.sha256


def test_text_is_nfc() -> None:
    """Decomposed letters, as a Mac writes them, give the same labels and names."""
    form = read(*markdown("type | name | label", "text | a | Ho\u0300a"))
    assert form.items["a"].label == "Hòa"


def test_languages_of_a_column() -> None:
    """Translated columns count in the default language; another language stands in where it is empty."""
    form = read(
        *markdown(
            "type | name | label::Tiếng Việt (vi) | label::English (en)",
            "text | a | Tên | Name",
            "text | b | | Age",
            settings=("form_id | default_language", "f | Tiếng Việt (vi)"),
        )
    )
    assert (form.items["a"].label, form.items["b"].label) == ("Tên", "Age")
    assert form.version == "1"


def test_a_workbook_of_old_excel_is_read_whatever_it_is_called() -> None:
    """Whole numbers are codes without ".0", a day is a day, a tick is "required"."""
    content = (Path(__file__).parent / "files" / "phieu-cu.xls").read_bytes()
    form = read(content, "phieu-cu.xls")
    assert form == read(content, "phieu-cu.xlsx")
    assert [choice.name for choice in form.choices(form.items["dang_hoc"])] == ["1", "2"]
    assert (form.form_id, form.version, form.items["nam"].required) == ("phieu_cu", "2015", parse("true()"))


def test_numbers_of_a_workbook_are_their_text() -> None:
    """A code typed as a number is the code, without a decimal point."""
    content = workbook(
        survey=[["type", "name", "label"], ["select_one l", "a", 2026]],
        choices=[["list_name", "name", "label"], ["l", 1.0, "Một"], ["l", True, "Đúng"]],
        settings=[["form_id", "version"], ["f", 20261122]],
    )
    form = read(content, "form.xlsx")
    assert [choice.name for choice in form.choice_lists["l"]] == ["1", "TRUE"]
    assert (form.items["a"].label, form.version) == ("2026", "20261122")


TYPES = {
    "note": ItemType.NOTE,
    "acknowledge": ItemType.ACKNOWLEDGE,
    "trigger": ItemType.ACKNOWLEDGE,
    "text": ItemType.TEXT,
    "string": ItemType.TEXT,
    "integer": ItemType.INTEGER,
    "int": ItemType.INTEGER,
    "decimal": ItemType.DECIMAL,
    "date": ItemType.DATE,
    "time": ItemType.TIME,
    "datetime": ItemType.DATETIME,
    "range": ItemType.RANGE,
    "rank Yn": ItemType.RANK,
    "calculate": ItemType.CALCULATE,
    "select_one Yn": ItemType.SELECT_ONE,
    "select1 Yn": ItemType.SELECT_ONE,
    "select one from Yn": ItemType.SELECT_ONE,
    "select_multiple Yn": ItemType.SELECT_MULTIPLE,
    "select all that apply Yn": ItemType.SELECT_MULTIPLE,
}


@pytest.mark.parametrize("spell", [str.capitalize, str.upper, str.title, str.swapcase])
@pytest.mark.parametrize("written", TYPES)
def test_the_case_of_a_type_does_not_matter(written: str, spell: Callable[[str], str]) -> None:
    """``Integer``, ``SELECT_ONE yn`` and a line break for a space are understood; list names keep their case."""
    kind, blank, choice_list = written.rpartition(" ") if "Yn" in written else (written, "", "")
    content = workbook(
        survey=[
            ["type", "name", "label", "calculation"],
            ["Text", "first", "F"],
            ["Begin Group", "g", "G"],
            [spell(kind) + "\n" * bool(blank) + choice_list, "a", "A", "1" * (written == "calculate")],
            ["END_GROUP"],
        ],
        choices=[["list_name", "name", "label"], ["Yn", "y", "Có"]],
        settings=[["form_id"], ["f"]],
    )
    form = read(content, "form.xlsx")
    assert form.items["a"].type is TYPES[written]
    assert form.items["a"].choice_list == choice_list
    assert dict(form.sections) == {"g": "G"}


def test_the_case_of_an_appearance_does_not_matter() -> None:
    """``Field-List`` and ``Likert`` are what ODK Collect takes them for."""
    form = read(
        *markdown(
            "type | name | label | appearance",
            "begin_group | g | G | Field-List",
            "select_one yn | a | A | Likert",
            "select_one yn | b | B",
            "end_group",
        )
    )
    assert [screen.name for screen in form.screens] == ["g"]
    assert form.items["a"].appearance == "likert"


@pytest.mark.parametrize(
    "column", ["type", "name", "required", "appearance", "roster", "disabled", "bind::relevant", "Relevance"]
)
def test_only_texts_have_languages(column: str) -> None:
    """A language on a column of expressions or codes is read past, also beside the plain column if both agree."""
    for header in ("type | name | label", f"type::vi | name | label | {column} :: Tiếng Việt (vi)"):
        assert isinstance(read_form(*markdown(header, "text | a | A", "text | b | B")), Questionnaire)
    problems = refuse(*markdown("type | name | label | hint | hint::vi | hint::vi", "text | a | A"))
    assert [(problem.code, problem.place.cell) for problem in problems] == [("column_twice", "G2")]
    problems = refuse(
        *markdown("type | name | label | constraint::vi | constraint", "text | a | A | .=1 | .=2")
    )
    assert [(problem.code, problem.place.cell) for problem in problems] == [("column_translated", "F3")]


def test_an_authors_own_columns_do_not_matter() -> None:
    """Columns of notes, and such as other programs know, change nothing and break nothing."""
    plain = read(*markdown("type | name | label", "text | a | A"))
    for column in (
        "Ghi chú",
        "media::image",
        "instance::x",
        "bind::nodeset",
        "control::rows",
        "::vi",
        "name_vn",
    ):
        assert read(*markdown(f"type | name | label | {column}", "text | a | A | ")) == plain
    for column in ("Ghi chú", "bind::nodeset", "instance::a::b", "body::tag", "intent"):
        assert read(*markdown(f"type | name | label | {column}", "text | a | A | ghi chú")) == plain


def test_quotes_in_codes_stay_what_they_are() -> None:
    """Names of choices and lists are kept letter for letter, curly quotes too."""
    choices = ("list_name | name | label", "“l” | “a” | Một")
    form = read(*markdown("type | name | label", "select_one “l” | a | A", choices=choices))
    assert [(item.choice_list, form.choices(item)[0].name) for item in form.items.values()] == [
        ("“l”", "“a”")
    ]


def test_what_nobody_sees_is_taken_out_of_cells() -> None:
    """Zero-width spaces, marks of direction and control characters do not reach the form."""
    header = "type\u200b | name | label"
    form = read(
        *markdown(header, "\u200einteger\u200f | a\u200b | Năm\x01\x7fsinh", settings=("form_id", "f\u2066"))
    )
    assert form.items["a"].type is ItemType.INTEGER
    assert form.items["a"].label == "Năm sinh"
    assert form.form_id == "f"


def test_other_sheets_and_disabled_rows_do_not_matter() -> None:
    """An author's own sheets and rows marked disabled are not part of the form."""
    content = workbook(
        survey=[["type", "name", "label", "disabled"], ["text", "a", "A", ""], ["nonsense", "b", "", "yes"]],
        Ghi_chú=[["=1+"]],
        settings=[["form_id"], ["f"]],
    )
    assert list(read(content, "form.xlsx").items) == ["a"]


@pytest.mark.parametrize(
    ("code", "cell", "file"), BAD_FORMS, ids=[f"{code}-{at}" for at, (code, _, _) in enumerate(BAD_FORMS)]
)
def test_says_what_is_wrong_and_where(code: str, cell: str, file: tuple[bytes, str]) -> None:
    """A form with one thing wrong has exactly that problem, at its cell, and words that can be filled."""
    read = examine_form(*file)
    told = [each for each in (*read.problems, *read.notes) if each.code == code or each.code != "list_unused"]
    found = told[0]
    assert [(each.code, each.place.cell) for each in told] == [(code, cell)]
    assert (read.form is None) is not isinstance(found, Note)
    assert FORM_PROBLEMS[code].format(**found.parameters)


def test_says_everything_at_once() -> None:
    """Many things wrong are all said at once, in the order of sheets and rows."""
    problems = refuse(
        *markdown(
            "type | name | label | relevant | constraint",
            "text | a | | ${later} = 1 | . >",
            "osm | later | L",
            "select_one nowhere | b | B | ${never_heard_of} = 1 | version()",
            "text | b | B | ${b1 | 1 = )",
            choices=(*CHOICES, "yn | y | Lại"),
            settings=("form_id", "1f"),
        )
    )
    assert [problem.code for problem in problems] == [
        "unexpected_end",
        "type_unsupported",
        "list_missing",
        "unknown_name",
        "unsupported_function",
        "name_duplicate",
        "bad_reference",
        "unexpected_token",
        "choice_duplicate",
    ]


def test_a_broken_row_does_not_spoil_what_refers_to_it() -> None:
    """A name whose own row is wrong is not called unknown as well."""
    problems = refuse(*markdown("type | name | label | relevant", "osm | a | A", "text | b | B | ${a} = 1"))
    assert [problem.code for problem in problems] == ["type_unsupported"]


def test_a_cycle_is_told_with_its_path() -> None:
    """The message names the calculations in the order in which each needs the next."""
    content, filename = next(file for code, _, file in BAD_FORMS if code == "calculation_cycle")
    assert refuse(content, filename)[0].parameters["path"] == "a → b → c → a"


def test_what_hangs_on_a_row_that_is_left_out_is_refused() -> None:
    """Leaving a row out may change no answer: where something refers to it, that place is named."""
    rows = ("geotrace | duong | Đường", "text | b | B | ${duong} != ''")
    read = examine_form(*markdown("type | name | label | relevant", *rows))
    assert [(each.code, each.place.cell) for each in read.problems] == [("left_out_reference", "E4")]
    assert [(each.code, each.place.cell) for each in read.notes] == [("type_left_out", "B3")]
    assert FORM_PROBLEMS["left_out_reference"].format(**read.problems[0].parameters)


def test_a_form_without_an_id_gets_one_from_its_file() -> None:
    """The name of the file, without accents, is the id, and the title when the form has none."""
    content, _ = markdown("type | name | label", "text | a | A", settings=("version", "2"))
    form = read(content, "Phiếu đào tạo (2026).md")
    assert (form.form_id, form.title, form.version) == ("phieu_dao_tao_2026", "Phiếu đào tạo (2026)", "2")
    assert read(content, "2026.md").form_id == "phieu"


def test_many_mistakes_are_told_at_once_and_soon() -> None:
    """Thousands of unknown names or cycles are no reason to search for hours."""
    wrong = (f"text | question{n} | Q | ${{qestion{n}}} = 1" for n in range(2000))
    assert len(refuse(*markdown("type | name | label | relevant", *wrong))) == 2000
    cycles = (f"calculate | c{n} | | ${{c{n ^ 1}}} + 1" for n in range(2000))
    assert refuse(*markdown("type | name | label | calculation", "text | q | Q", *cycles))


def test_conditions_too_long_together_are_a_problem() -> None:
    """A calculation takes over its groups' conditions; when they are too long together, it is said."""
    long = "${q} = '" + "x" * 5000 + "'"
    problems = refuse(
        *markdown(
            "type | name | label | relevant | calculation",
            "text | q | Q",
            f"begin_group | g | G | {long}",
            "text | r | R",
            f"calculate | c | | {long} | 1",
            "end_group",
        )
    )
    assert [problem.code for problem in problems] == ["expression_too_long"]
    assert FORM_PROBLEMS[problems[0].code].format(**problems[0].parameters)


def test_every_empty_formula_is_told() -> None:
    """All formulas without a stored value are listed, not only the first."""
    content = workbook(survey=[["type", "name", "label"], ["text", "=A1", "=B1"]])
    assert [problem.place.cell for problem in refuse(content, "form.xlsx")] == ["B2", "C2"]


def test_a_calculation_is_available_only_after_its_items() -> None:
    """A condition on a calculation of a later answer is a reference to a later question; it is empty till then."""
    read = examine_form(
        *markdown(
            "type | name | label | relevant | calculation",
            "calculate | c | | | ${b} + 1",
            "text | a | A | ${c} = 2",
            "integer | b | B",
        )
    )
    assert read.form is not None
    assert [(note.code, note.place.cell) for note in read.notes] == [("later_reference", "E4")]


def test_conditions_in_a_circle_are_told_with_their_path() -> None:
    """Two questions that each show the other are never asked; a group's condition counts for what is in it."""
    rows = ("text | a | A | ${b} = 1", "text | b | B | ${a} = 1")
    problems = refuse(*markdown("type | name | label | relevant", *rows))
    assert [(each.code, each.parameters["path"]) for each in problems] == [("relevance_cycle", "a → b → a")]
    inside = ("text | q | Q", "begin_group | g | G | ${a} = 1", "text | a | A", "end_group")
    problems = refuse(*markdown("type | name | label | relevant", *inside))
    assert [each.parameters.get("path") for each in problems] == ["a → a"]


def test_a_field_list_shows_its_items_together() -> None:
    """Inside a field-list what hangs on an earlier sibling is as on ODK; on a later one it is empty at first."""
    rows = ("type | name | label | appearance | relevant | constraint", "begin_group | g | G | field-list")
    items = ("integer | a | A | | | . < ${b}", "integer | b | B | | ${a} = 1", "end_group")
    read = examine_form(*markdown(*rows, *items))
    assert read.form is not None
    assert [(note.code, note.place.cell) for note in read.notes] == [("later_reference", "G4")]


def _codes_in_sources(*makers: str) -> set[str]:
    """Return the codes that stand as literals where findings are made by these calls."""
    found: set[str] = set()
    for path in Path(surveys.xlsform.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "func", None)
            called = getattr(name, "id", getattr(name, "attr", ""))
            if isinstance(node, ast.Call) and called in makers and node.args:
                found |= {
                    part.value
                    for part in ast.walk(node.args[0])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return found


def test_every_code_is_worded() -> None:
    """Each code that a form can get has a sentence that says what to do, and no sentence is left over."""
    refusing = (
        _codes_in_sources("problem", "Problem", "_refuse_type")
        | ERROR_CODES
        | {"type_unsupported", "type_unknown"}
    )
    refusing |= {"calculation_cycle", "relevance_cycle"}
    noting = _codes_in_sources("note", "Note", "tell", "kind", "_leave_out") | {
        "type_left_out",
        "device_row_left_out",
    }
    assert refusing | noting == set(FORM_PROBLEMS)
    assert all("Hãy" in FORM_PROBLEMS[code] for code in refusing - noting)


def test_every_code_is_shown_by_an_example() -> None:
    """Every worded problem has a form that produces it (an empty cell is no expression at all)."""
    assert set(FORM_PROBLEMS) - {code for code, _, _ in BAD_FORMS} == {
        "empty_expression",
        "relevance_cycle",
        "left_out_reference",
        "name_ambiguous",  # tests/surveys/test_loops.py
        *("picture_unreadable", "picture_too_large"),  # tests/bot/test_pictures_of_forms.py
        *OUTSIDE,
    }


def well_behaved(content: bytes, filename: str) -> None:
    """Read whatever it is: a form, or problems that can be worded."""
    found = read_form(content, filename)
    if isinstance(found, list):
        assert found
        for problem in found:
            assert FORM_PROBLEMS[problem.code].format(**problem.parameters)


@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.csv", "a.md", "a.xls", "a", ""]))
def test_random_bytes_are_no_exception(content: bytes, filename: str) -> None:
    """Any bytes under any name give a form or problems, never an exception."""
    well_behaved(content, filename)


_WORDS = [
    "survey",
    "choices",
    "settings",
    "type",
    "name",
    "label",
    "relevant",
    "constraint",
    "text",
    "integer",
    "note",
    "calculate",
    "calculation",
    "begin_group",
    "end_group",
    "field-list",
    "appearance",
    "select_one",
    "yn",
    "${a}",
    "${b}",
    "a",
    "b",
    ".",
    "=",
    "'x'",
    "(",
    "form_id",
    "f",
]


@given(st.lists(st.lists(st.sampled_from(["", *_WORDS]), min_size=1, max_size=6), max_size=12))
def test_random_tables_are_no_exception(rows: list[list[str]]) -> None:
    """Words of the form language in any cells give a form or problems."""
    text = "\n".join(
        "| " + " | ".join(row) + " |" for row in [["survey"], ["", "type", "name", "label"], *rows]
    )
    well_behaved(text.encode(), "a.md")


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_a_mutated_workbook_is_no_exception(seed: int) -> None:
    """A workbook with bytes changed, in the zip or in the XML inside it, gives a form or problems."""
    chance = random.Random(seed)
    content = bytearray(workbook(survey=split(SURVEY), choices=split(PROVINCES), settings=split(SETTINGS)))
    if chance.random() < 0.5:
        for _ in range(chance.randint(1, 5)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        well_behaved(bytes(content), "a.xlsx")
        return
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        parts = source.namelist()
        spoilt = chance.choice(parts)
        for part in parts:
            inside = bytearray(source.read(part))
            if part == spoilt:
                start = chance.randrange(len(inside))
                inside[start : start + chance.randint(1, 40)] = b"9" * chance.randint(0, 3)
            target.writestr(part, bytes(inside))
    well_behaved(out.getvalue(), "a.xlsx")


def test_a_sheet_that_claims_a_million_rows_is_read_at_once() -> None:
    """Only filled rows count, whatever dimension the sheet declares."""
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(survey=split(SURVEY), choices=split(PROVINCES), settings=split(SETTINGS)))
    )
    book["survey"].cell(row=1_048_576, column=16_384, value="x")
    out = io.BytesIO()
    book.save(out)
    assert isinstance(read_form(out.getvalue(), "a.xlsx"), Questionnaire)
