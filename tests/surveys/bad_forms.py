"""One form for each thing that can be wrong with a form, and the cell where it is said."""

import io
import zipfile
from collections.abc import Sequence

import openpyxl

CHOICES = ("list_name | name | label", "yn | y | Có", "yn | n | Không")
SETTINGS = ("form_id | version", "f | 1")


def markdown(
    *survey: str, choices: Sequence[str] = CHOICES, settings: Sequence[str] = SETTINGS
) -> tuple[bytes, str]:
    """Return a form in Markdown; its survey header stands on line 2, its first row on line 3.

    The usual list is left empty where nothing names it.
    """
    lines: list[str] = []
    if choices is CHOICES and not any("yn" in row.lower() for row in survey):
        choices = (CHOICES[0], " | | ", " | | ")
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        lines += [f"| {name} |", *(f"| | {row} |" for row in rows)]
    return "\n".join(lines).encode(), "form.md"


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """Return an .xlsx with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_called(name: str) -> tuple[bytes, str]:
    """Return a sound form whose survey sheet has another name."""
    rows = [["type", "name", "label"], ["text", "a", "A"]]
    return workbook(
        **{name: rows, "Cài đặt": [["form_id"], ["f"]], "settings": [["form_id"], ["g"]]}
    ), "form.xlsx"


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return a zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _asked(expression: str, column: str = "constraint") -> tuple[bytes, str]:
    return markdown(f"type | name | label | {column}", "text | a | A", f"text | q | Hỏi | {expression}")


def _compared(expression: str) -> tuple[bytes, str]:
    rows = ("text | a | A", "select_one yn | q | Q", f"text | b | B | {expression}")
    return markdown("type | name | label | relevant", *rows)


UNBALANCED = (CHOICES[0], "l | 1 | Rất tốt", "l | 2 | Tốt", "l | 3 | Khá", "l | 4 | Kém")
HEADER = "type | name | label"
LONG = "Câu hỏi rất dài. " * 300


def _repeated(*rows: str, more: str = " | max=3", after: Sequence[str] = ()) -> tuple[bytes, str]:
    """Return a form with these rows in a repeat; ``more``: its repeat_count and parameters."""
    header = "type | name | label | repeat_count | parameters | appearance | calculation | roster"
    return markdown(header, f"begin_repeat | r | R | {more}", *rows, "end_repeat", *after)


BAD_FORMS: tuple[tuple[str, str, tuple[bytes, str]], ...] = (
    ("file_empty", "", (b"  \n", "form.xlsx")),
    ("file_too_large", "", (b"x" * (10 * 1024 * 1024 + 1), "form.xlsx")),
    ("file_type_unknown", "", (b"hello", "form.docx")),
    ("not_a_workbook", "", (b"hello", "form.xlsx")),
    ("not_a_workbook", "", (zipped({"a.txt": b"hello"}), "form.xlsx")),
    ("workbook_broken", "", (zipped({"[Content_Types].xml": b"hello"}), "form.xlsx")),
    ("workbook_encrypted", "", (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "form.xlsx")),
    ("not_a_workbook", "", (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "form.xlsx")),
    ("not_a_workbook", "", (b"\xd0\xcf\x11\xe0", "form.xls")),
    ("workbook_too_heavy", "", (zipped({"[Content_Types].xml": b"\0" * 9_000_000}), "form.xlsx")),
    (
        "formula_without_value",
        "C2",
        (workbook(survey=[["type", "name", "label"], ["text", "a", "=B2"]]), "form.xlsx"),
    ),
    ("too_many_rows", "B10003", markdown(HEADER, *["note | n | N"] * 10_001)),
    ("cell_too_long", "D3", markdown(HEADER, f"text | a | {'x' * 40_000}")),
    ("text_not_utf8", "2", ("survey,\n,type,tên".encode("cp1258"), "form.csv")),
    ("text_broken", "1", (b'"' + b"x" * 200_000, "form.csv")),
    ("survey_sheet_missing", "", (b"hello", "form.md")),
    ("survey_sheet_missing", "", (workbook(Sheet1=[["type", "name"]]), "form.xlsx")),
    ("form_refused", "B3", markdown(HEADER, "text | meta | A")),
    ("column_translated", "E3", markdown("type | name | label | name::vi", "text | a | A | b")),
    ("column_missing", "B2", markdown("type | label", "text | A")),
    ("column_twice", "E2", markdown("type | name | label | label", "text | a | A | B")),
    ("column_misspelled", "E2", markdown("type | name | label | relevent", "text | a | A")),
    ("column_twice", "E2", markdown("type | name | label | Caption", "text | a | A | B")),
    ("column_misspelled", "E2", markdown("type | name | label | hints", "text | a | A | x")),
    (
        "range_invalid",
        "E3",
        markdown("type | name | label | parameters", "range | a | A | start=0 end=10 step=3"),
    ),
    ("type_missing", "C3", markdown(HEADER, " | a | A")),
    ("type_unsupported", "B3", markdown(HEADER, "osm | a | A")),
    ("type_left_out", "B3", markdown(HEADER, "GeoTrace | a | A", "text | b | B")),
    ("device_row_left_out", "B3", markdown(HEADER, "imei | a", "text | b | B")),
    ("own_name_is_self", "E4", _asked("${q} = 1")),
    ("column_left_out", "E3", markdown("type | name | label | audio", "text | a | A | loi.mp3")),
    ("picture_missing", "E3", markdown("type | name | label | media::image", "text | a | A | x.png")),
    ("type_unknown", "B3", markdown(HEADER, "txet | a | A")),
    ("type_unknown", "B3", markdown(HEADER, "select_one yn extra | a | A")),
    ("repeat_unsupported", "B3", markdown(HEADER, "begin_loop | r | R", "text | a | A", "end_loop")),
    ("repeat_limit", "B3", _repeated("text | a | A", more="")),
    ("repeat_too_long", "E3", _repeated("text | a | A", more=" 101 | ")),
    ("repeat_too_long", "F3", _repeated("text | a | A", more=" | max=101")),
    ("repeat_too_large", "B3", _repeated(*(f"text | a{n} | A" for n in range(31)), more=" | max=100")),
    (
        "repeat_without_questions",
        "B3",
        _repeated("calculate | a | | | | | position(..)", after=("text | q | Q",)),
    ),
    (
        "repeat_too_deep",
        "B5",
        _repeated(
            "begin_repeat | s | | 2", "begin_repeat | t | | 2", "text | a | A", "end_repeat", "end_repeat"
        ),
    ),
    (
        "list_and_repeat",
        "B5",
        markdown(
            "type | name | label | appearance | roster | repeat_count",
            "begin_group | l | L | confirm-list",
            "integer | born | Năm sinh | | birth_year",
            "begin_repeat | r | R | | | 2",
            "text | a | A",
            "end_repeat",
            "end_group",
        ),
    ),
    ("roster_in_repeat", "I4", _repeated("text | a | A | | | | | major")),
    (
        "not_in_repeat",
        "H7",
        _repeated(
            "text | a | A", after=("text | b | B", "calculate | c | | | | | indexed-repeat(${b}, ${r}, 1)")
        ),
    ),
    ("name_missing", "B3", markdown(HEADER, "text | | A")),
    (
        "name_in_two_groups",
        "C7",
        markdown(
            HEADER,
            *("begin_group | g | G", "text | a | A", "end_group"),
            *("begin_group | h | H", "text | a | B", "end_group"),
        ),
    ),
    ("name_invalid", "C3", markdown(HEADER, "text | 1 a | A")),
    ("name_duplicate", "C4", markdown(HEADER, "text | a | A", "text | a | B")),
    ("group_not_closed", "B3", markdown(HEADER, "begin_group | g | G", "text | a | A")),
    ("group_empty", "B4", markdown(HEADER, "text | a | A", "begin_group | g | G", "end_group")),
    ("end_without_begin", "B4", markdown(HEADER, "text | a | A", "end_group")),
    (
        "not_on_group",
        "E3",
        markdown(
            "type | name | label | constraint", "begin_group | g | G | 1=1", "text | a | A", "end_group"
        ),
    ),
    (
        "list_in_list",
        "B5",
        markdown(
            "type | name | label | appearance | roster",
            "begin_group | g | G | confirm-list",
            "integer | born | Năm sinh | | birth_year",
            "begin_group | h | H | confirm-list",
            "text | a | A | | major",
            "end_group",
            "end_group",
        ),
    ),
    (
        "confirm_list_empty",
        "E3",
        markdown(
            "type | name | label | appearance | roster",
            "begin_group | g | G | confirm-list",
            "text | a | A",
            "end_group",
        ),
    ),
    (
        "field_list_apart",
        "E3",
        markdown(
            "type | name | label | appearance",
            "begin_group | g | G | field-list",
            "text | a | A",
            "text | b | B",
            "end_group",
        ),
    ),
    (
        "groups_too_deep",
        "B11",
        markdown(
            HEADER, *(f"begin_group | g{n} | G" for n in range(30)), "text | a | A", *["end_group"] * 30
        ),
    ),
    ("label_missing", "C3", markdown(HEADER, "text | a")),
    ("screen_too_long", "D3", markdown(HEADER, f"text | a | {LONG}")),
    (
        "appearance_ignored",
        "E3",
        markdown("type | name | label | appearance", "text | a | A | signature"),
    ),
    ("parameter_ignored", "E3", markdown("type | name | label | parameters", "text | a | A | rows=5")),
    ("calculation_missing", "C4", markdown(HEADER, "text | a | A", "calculate | c")),
    ("read_only_changes", "E3", markdown("type | name | label | read_only", "text | a | A | 1 = 1")),
    ("default_invalid", "E3", markdown("type | name | label | default", "integer | a | A | x")),
    ("default_invalid", "E3", markdown("type | name | label | default", "select_one yn | a | A | x")),
    (
        "trigger_not_asked",
        "E4",
        markdown("type | name | label | trigger", "start | s", "text | a | A | ${s}"),
    ),
    ("trigger_broken", "E3", markdown("type | name | label | trigger", "text | a | A | b")),
    ("filter_without_list", "E3", markdown("type | name | label | choice_filter", "text | a | A | name=1")),
    ("form_without_questions", "", markdown(HEADER, "note | a | A")),
    ("form_without_rows", "", markdown(HEADER)),
    ("form_id_missing", "", markdown(HEADER, "text | a | A", settings=("version", "1"))),
    ("form_id_invalid", "B10", markdown(HEADER, "text | a | A", settings=("form_id", "phiếu 1"))),
    ("roster_unknown", "E3", markdown("type | name | label | roster", "text | a | A | salary")),
    ("roster_wrong_type", "E3", markdown("type | name | label | roster", "text | a | A | birth_year")),
    (
        "roster_duplicate",
        "E4",
        markdown("type | name | label | roster", "text | a | A | major", "text | b | B | major"),
    ),
    ("list_name_missing", "B3", markdown(HEADER, "select_one | a | A")),
    ("list_missing", "B3", markdown(HEADER, "select_one nowhere | a | A")),
    ("list_missing_close", "B3", markdown(HEADER, "select_one YN | a | A")),
    (
        "column_understood",
        "B5",
        markdown(HEADER, "text | a | A", choices=("List | name | label", "l | a | A")),
    ),
    ("sheet_understood", "", workbook_called("Khảo sát")),
    ("row_above_header", "B2", markdown("Phiếu khảo sát năm 2026", HEADER, "text | a | A")),
    ("choice_without_list", "C6", markdown(HEADER, "text | a | A", choices=(CHOICES[0], " | y | Có"))),
    ("choice_name_missing", "D6", markdown(HEADER, "text | a | A", choices=(CHOICES[0], "l | | Có"))),
    (
        "choice_name_invalid",
        "C6",
        markdown(HEADER, "select_multiple l | a | A", choices=(CHOICES[0], "l | a b | Có")),
    ),
    (
        "choice_name_invalid",
        "C6",
        markdown(HEADER, "text | a | A", choices=(CHOICES[0], f"l | {'a' * 65} | Có")),
    ),
    ("choice_duplicate", "C8", markdown(HEADER, "text | a | A", choices=(*CHOICES, "yn | y | Ừ"))),
    ("choice_label_missing", "C6", markdown(HEADER, "text | a | A", choices=(CHOICES[0], "l | a"))),
    ("choice_label_reference", "D6", markdown(HEADER, "text | a | A", choices=(CHOICES[0], "l | a | ${a}"))),
    (
        "too_many_choices",
        "B6",
        markdown(HEADER, "text | a | A", choices=(CHOICES[0], *(f"l | c{n} | C" for n in range(401)))),
    ),
    ("unknown_name", "E4", _asked("${zzzzzz} = 1")),
    (
        "unknown_name_close",
        "E4",
        markdown("type | name | label | relevant", "text | tuoi | A", "text | q | Q | ${tuoii} = 1"),
    ),
    ("unknown_name", "D3", markdown(HEADER, "text | a | Chào ${zzzzzz}")),
    (
        "group_has_no_value",
        "E6",
        markdown(
            "type | name | label | relevant",
            "begin_group | g | G",
            "text | a | A",
            "end_group",
            "text | b | B | ${g} = 1",
        ),
    ),
    (
        "note_has_no_value",
        "E4",
        markdown("type | name | label | relevant", "note | n | N", "text | b | B | ${n} = 1"),
    ),
    (
        "later_reference",
        "E3",
        markdown("type | name | label | relevant", "text | a | A | ${b} = 1", "text | b | B"),
    ),
    ("later_reference", "D3", markdown(HEADER, "text | a | Chào ${b}", "text | b | B")),
    ("self_reference", "E4", _asked(". = 1", "relevant")),
    ("bare_name", "E4", _asked("${a} = co")),
    ("bare_function", "E4", _asked(". <= today")),
    ("lookup_list_unknown", "E4", _asked("instance('xx')/root/item[name = ${a}]/nhom = 'a'")),
    (
        "choice_column_unknown",
        "E4",
        markdown(
            "type | name | label | choice_filter", "text | a | A", "select_one yn | b | B | province = ${a}"
        ),
    ),
    (
        "calculation_cycle",
        "D4",
        markdown(
            "type | name | calculation | label",
            "text | q | | Q",
            "calculate | a | ${b} + 1",
            "calculate | b | ${c} + 1",
            "calculate | c | ${a} + 1",
        ),
    ),
    ("label_reference_broken", "D4", markdown(HEADER, "text | a | A", "text | b | Chào ${a")),
    ("expression_too_long", "E4", _asked("1" + "+1" * 4200)),
    ("expression_too_deep", "E4", _asked("(" * 100 + "1" + ")" * 100)),
    ("unexpected_character", "E4", _asked("1 ? 2")),
    ("unterminated_string", "E4", _asked("${a} = 'x")),
    ("bad_reference", "E4", _asked("${a = 1")),
    ("unexpected_end", "E4", _asked(". = ")),
    ("unexpected_token", "E4", _asked(". = = 1")),
    ("unbalanced_parenthesis", "E4", _asked("(. = 1")),
    ("unknown_function", "E4", _asked("lower(.) = 'a'")),
    ("unsupported_function", "E4", _asked("extract-signed(., 'k') = 1")),
    ("wrong_argument_count", "E4", _asked("selected(.)")),
    ("bad_regex", "E4", _asked("regex(., '(a')")),
    ("regex_not_literal", "E4", _asked("regex(., ${a})")),
    ("pulldata_not_literal", "E4", _asked("pulldata(., 'b', 'c', 'd') = 'A'")),
    ("bad_choice_name", "E4", _asked("jr:choice-name(., 'a') = 'A'")),
    ("number_too_large", "E4", _asked(". = " + "9" * 40)),
    ("code_not_in_list", "E5", _compared("${q} = 'x'")),
    ("code_not_in_list_close", "E5", _compared("selected(${q}, 'Có')")),
    ("never_asked", "E4", _asked("${a} = 'x' and ${a} = 'y'", "relevant")),
    ("constraint_never_holds", "E4", _asked(". > 5 and . < 5")),
    ("list_unused", "B6", markdown(HEADER, "text | a | A", choices=(CHOICES[0], "l | a | A"))),
    ("scale_unbalanced", "B6", markdown(HEADER, "select_one l | a | A", choices=UNBALANCED)),
    ("screen_long", "D3", markdown(HEADER, f"text | a | {LONG[:1800]}")),
)
