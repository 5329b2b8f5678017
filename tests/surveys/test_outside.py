"""Lists and tables of a form that stand in .csv files beside it, or with it in a .zip."""

from datetime import date

import pytest

from surveys import interview as engine
from surveys.interview import Interview, Rejected
from surveys.questionnaire import Questionnaire
from surveys.replies import find_choices
from surveys.xlsform import examine_form, read_form
from tests.surveys.bad_forms import markdown, zipped

COMMUNES = "ma,ten,tinh\n" + "".join(f"{n:05},Xã số {n},Tỉnh {n % 34}\n" for n in range(3_321))
VILLAGES = "name,label,xa,so_dan\n" + "".join(
    f"t{n},Thôn Đông {n},{n % 3_321:05},{n * 3}\n" for n in range(10_000)
)
FILES = {"xa.csv": COMMUNES.encode(), "thon.csv": VILLAGES.encode()}
FORM = markdown(
    "type | name | label | choice_filter | parameters | calculation | appearance",
    "select_one_from_file xa.csv | xa | Xã nào? | | value=ma, label=ten | |",
    "select_one_from_file thon.csv | thon | Thôn nào? | xa = ${xa} | | |",
    "calculate | dan | | | | pulldata('thon', 'so_dan', 'name', ${thon}) |",
    "calculate | o_xa | | | | instance('thon')/root/item[label = 'Thôn Đông 7']/xa |",
    "note | n | Thôn có ${dan} dân, ở ${o_xa} | | | |",
    "select_multiple l | quen | Các xã | | | | minimal search('xa', 'matches', 'tinh', 'Tỉnh 1')",
    choices=("list_name | name | label", "l | ma | ten, tinh"),
)


def test_ten_thousand_villages_are_found_by_commune_and_by_words() -> None:
    """A list too long to show is searched; the filter, pulldata() and instance() look at the file's columns."""
    form = read_form(*FORM, FILES)
    assert isinstance(form, Questionnaire), form
    assert Questionnaire.from_json(form.to_json()).sha256 == form.sha256
    interview = engine.begin(form, {}, date(2026, 1, 1), 1).interview
    (prompt,) = engine.view(interview).prompts
    assert (len(prompt.whole), prompt.options) == (3_321, ())
    found = engine.reply(interview, "so 17")
    assert isinstance(found.events[0], Rejected)
    assert (found.events[0].code, found.events[0].parameters["count"]) == ("several_found", "111")
    interview = engine.reply(interview, "Xã số 17").interview
    assert [option.label for option in engine.view(interview).prompts[0].options] == [
        *("Thôn Đông 17", "Thôn Đông 3338", "Thôn Đông 6659", "Thôn Đông 9980")
    ]
    interview = engine.reply(interview, "2").interview
    assert engine.view(interview).label == "Thôn có 10014 dân, ở 00007"
    interview = engine.reply(interview, "tiếp").interview
    assert len(engine.view(interview).prompts[0].whole) == 98
    for said in ("1 3", "xã số 69", "xong"):
        interview = engine.reply(interview, said).interview
    assert interview.answers["quen"] == "00001 00069"
    assert interview.answers["thon"] == "t3338"


def test_a_zip_brings_the_form_and_its_files() -> None:
    """Wherever they lie in it; what systems leave behind does not count, and the form is the same as sent apart."""
    parts = {"media/xa.csv": FILES["xa.csv"], "thon.csv": FILES["thon.csv"], "phieu.md": FORM[0]}
    packed = zipped({**parts, "__MACOSX/phieu.md": b"x", ".DS_Store": b"x"})
    apart, together = read_form(*FORM, FILES), read_form(packed, "goi.zip")
    assert isinstance(apart, Questionnaire)
    assert isinstance(together, Questionnaire), together
    assert apart.choice_lists == together.choice_lists


def test_what_is_missing_is_asked_for_by_name() -> None:
    """Each file once, at the cell that names it."""
    found = read_form(*FORM)
    assert isinstance(found, list)
    assert [(each.code, each.parameters["file"]) for each in found] == [
        *(("file_needed", "xa.csv"), ("file_needed", "thon.csv"))
    ]


WRONG = (
    ("zip_broken", b"no zip"),
    ("zip_without_form", zipped({"a.csv": b"x,y"})),
    ("zip_many_forms", zipped({"a.md": FORM[0], "b.md": FORM[0]})),
    ("zip_name_twice", zipped({"a/x.csv": b"1", "b/x.csv": b"2", "f.md": FORM[0]})),
    ("zip_too_heavy", zipped({"a.csv": b"0" * 50_000_000, "f.md": FORM[0]})),
)


@pytest.mark.parametrize(("code", "content"), WRONG, ids=[code for code, _ in WRONG])
def test_a_zip_that_is_none_of_a_form_is_refused(code: str, content: bytes) -> None:
    """Damaged, too heavy, without a form or with two: nothing of it is taken for one."""
    found = read_form(content, "goi.zip")
    assert isinstance(found, list)
    assert [each.code for each in found] == [code]


ONE = "select_one_from_file x.csv | q | Hỏi | | |"
SEARCHED = "select_one yn | q | Hỏi | | {} |"
ODD = (
    ("file_kind_unsupported", "select_one_from_file x.geojson | q | Hỏi | | |", ""),
    ("table_unreadable", ONE, 'name,label\n1,"' + "x" * 200_000),
    ("table_empty", ONE, "name,label\n"),
    ("table_too_long", ONE, "name,label\n" + "a,b\n" * 20_001),
    ("table_too_wide", ONE, ",".join(f"c{n}" for n in range(61))),
    ("table_column_missing", ONE, "ma,ten\n1,Một\n"),
    ("table_code_invalid", ONE, "name,label\n,Một\n"),
    (
        "choice_column_unknown",
        "text | q | Hỏi | | | pulldata('x', 'khac', 'name', .) = '1'",
        "name,label\n1,Một\n",
    ),
    ("search_invalid", SEARCHED.format("search(x)"), "name\n1\n"),
    (
        "search_with_fixed",
        SEARCHED.format("search('x', 'matches', 'name', 'a')").replace("yn", "so"),
        "name\n1\n",
    ),
)


@pytest.mark.parametrize(("code", "row", "table"), ODD, ids=[code for code, _, _ in ODD])
def test_a_file_that_does_not_fit_is_refused(code: str, row: str, table: str) -> None:
    """What is wrong is told with the file's name, and nothing is guessed."""
    content, name = markdown(
        "type | name | label | parameters | appearance | constraint",
        row,
        choices=("list_name | name | label", "yn | name | label", "so | name | name", "so | 98 | Khác"),
    )
    found = read_form(content, name, {"x.csv": table.encode()})
    assert isinstance(found, list)
    assert {each.code for each in found} == {code}


def test_other_mistakes_of_search_and_files() -> None:
    """A list without columns for its search, one list searched in two ways, a code of several lines."""
    rows = (
        "type | name | label | appearance",
        "select_one so | a | A | search('x')",
        "select_one yn | b | B | search('x')",
        "select_one yn | c | C | search('y')",
    )
    choices = ("list_name | name | label", "yn | name | label", "so | 98 | Khác")
    files = {"x.csv": b"name,label\n1,M\n", "y.csv": b"name,label\n1,M\n"}
    found = read_form(*markdown(*rows, choices=choices), files)
    assert isinstance(found, list)
    assert [each.code for each in found] == ["search_without_columns", "search_twice"]
    noted = examine_form(*markdown("type | name | label", ONE[:-4]), {"x.csv": b"name,label\n1,M\n1,N\n"})
    assert [each.code for each in noted.notes] == ["table_code_twice"]


def test_what_is_typed_is_searched_without_case_accents_or_order() -> None:
    """Words of a label or their beginnings; an accent that is typed counts; a bare number is a choice's."""
    labels = ["Xã An Thịnh", "Xã Phú Hòa", "Xã An Hoa", *(f"Phường {n}" for n in range(3, 100))]
    assert find_choices("thinh an", labels).only == 0
    assert find_choices("an", labels).candidates == {0, 2}
    assert find_choices("hòa", labels).only == 1
    assert find_choices("hoa", labels).candidates == {1, 2}
    assert find_choices("2", labels).only == 1
    assert find_choices("khong co", labels).candidates == frozenset()


def test_the_filter_of_a_search_means_the_same_as_on_odk() -> None:
    """``contains`` and a second column narrow the list; rows that say the same without a filter are one choice."""
    rows = (
        "type | name | label | appearance",
        "select_one yn | a | A | search('x', 'contains', 'label', 'An', 'tinh', 'B')",
        "select_one xa | b | B | search('x')",
    )
    choices = ("list_name | name | label", "yn | name | label", "xa | tinh | tinh")
    table = "name,label,tinh\n1,An Thịnh,B\n2,An Hòa,C\n3,Phú Hòa,B\n"
    form = read_form(*markdown(*rows, choices=choices), {"x.csv": table.encode()})
    assert isinstance(form, Questionnaire), form
    interview = engine.begin(form, {}, date(2026, 1, 1), 1).interview
    assert offered(interview) == ["An Thịnh"]
    interview = engine.reply(interview, "1").interview
    assert offered(interview) == ["B", "C"]


def offered(interview: Interview) -> list[str]:
    """Return the labels that the open question offers."""
    return [option.label for option in engine.view(interview).prompts[0].options]
