"""Repeats: asked as often as wanted or counted, taken out again, computed with, exported, printed."""

import io
from dataclasses import replace

import docx
import openpyxl
import pytest

from surveys import interview as engine
from surveys.form_changes import compare_forms
from surveys.interview import AnswerStored, Interview, Rejected
from surveys.paper import sheet_for
from surveys.projection import Layout, pack_interview
from surveys.projection.matrix import Matrix
from surveys.questionnaire import Questionnaire
from surveys.reporting.answers import AnswerRow, AnswerTable
from surveys.reporting.answers_csv import answers_csv
from surveys.reporting.answers_workbook import answers_workbook
from surveys.reporting.repeats_csv import repeats_csv
from surveys.reporting.word.paper import Copy, paper_document
from surveys.reporting.word.profiles import PROFILES
from surveys.unlinking import WORDS_CUT, Cut
from surveys.xlsform import examine_form, read_form
from tests.surveys.bad_forms import markdown
from tests.surveys.interview_forms import TODAY
from tests.surveys.repeats_form import SURVEY, repeats_form

FORM = repeats_form()


def played(*said: str, form: Questionnaire = FORM) -> Interview:
    """Say these one after the other."""
    interview = engine.begin(form, {}, TODAY, 1).interview
    for each in said:
        interview = engine.reply(interview, each).interview
    return interview


def whole() -> Interview:
    """Answer everything: two people, the first with two children, two courses."""
    return played(
        *("An", "thêm", "Bình", "40", "thêm", "Chi", "1", "Giang", "xong", "thêm", "Em", "20", "không ạ"),
        *("2", "1", "5", "Chưa", "tiếp"),
    )


def counted(interview: Interview) -> dict[str, str]:
    """Return what counts, calculations among it."""
    return engine.counted_answers(interview) | engine.counted_calculations(interview)


def test_instances_are_added_by_words_and_computed_with() -> None:
    """What is worked out outside sees every instance that is there, inside its own."""
    interview = whole()
    assert interview.screen == engine.REVIEW
    found = counted(interview)
    worked_out = {name: found.get(name) for name in ("people", "total", "oldest", "names", "last", "second")}
    assert worked_out == {
        "people": "2",
        "total": "60",
        "oldest": "40",
        "names": "Bình, Em",
        "last": "Em",
        "second": "Em",
    }
    assert (found["offspring"], found["answered"], found["children#1"]) == ("2", "1", "2")
    assert found["both#1#2"] == "Bình-Giang12"
    assert "children#2" not in found or found["children#2"] == "0"
    headings = [section.label for section in engine.sections(interview)]
    assert headings[2:5] == [
        "Người – lần 1",
        "Người – lần 1 · Con của Bình – lần 1",
        "Người – lần 1 · Con của Bình – lần 2",
    ]


def test_the_number_of_a_question_counts_only_instances_that_are_there() -> None:
    """Unopened ones do not count, and the share of the way never falls."""
    interview = engine.begin(FORM, {}, TODAY, 1).interview
    assert engine.view(interview).total == 3
    percents = []
    for said in ("An", "thêm", "Bình", "40", "không có", "thêm", "Em", "20", "hết rồi", "0"):
        percents.append(engine.view(interview).percent)
        interview = engine.reply(interview, said).interview
    assert percents == sorted(percents)
    assert engine.view(interview).place == "note"


def test_an_instance_is_taken_out_after_asking_once() -> None:
    """Those behind it move up with all that stands in them; what is gone is asked anew."""
    interview = whole()
    gate = next(
        line.number
        for section in engine.sections(interview)
        for line in section.lines
        if line.screen == "person~2"
    )
    interview = engine.reply(interview, f"sửa {gate}").interview
    asked = engine.reply(interview, "xóa")
    (refused,) = asked.events
    assert isinstance(refused, Rejected)
    assert refused.parameters["heading"] == "Người – lần 1"
    assert asked.interview.answers == interview.answers
    step = engine.reply(asked.interview, "3")
    answers = step.interview.answers
    assert (answers["first#1"], answers["age#1"], answers["person~2"]) == ("Em", "20", "0")
    assert not {"first#2", "person~3", "child_name#1#1", "child#1~1"} & answers.keys()
    removed = next(event for event in step.events if isinstance(event, engine.InstanceRemoved))
    assert dict(removed.changes)["child_name#1#1"] is None
    assert not any(isinstance(event, AnswerStored) for event in step.events)
    assert counted(step.interview)["names"] == "Em"
    assert step.interview.screen == engine.REVIEW


def test_whoever_has_nobody_says_so_and_a_full_repeat_says_that_it_is() -> None:
    """No instance at all is possible; behind the last one nothing is added."""
    nobody = played("An", "Không có", "0")
    assert counted(nobody)["people"] == "0"
    assert "total" not in counted(nobody) or counted(nobody)["total"] == "0"
    full = played("An", *("thêm", "A", "1") * 3)
    view = engine.view(full)
    assert view.prompts[0].label == "“Người” đã đủ 3 lần, không thêm được nữa."
    assert [option.label for option in view.prompts[0].options] == ["Xong", "Xóa lần này"]
    assert isinstance(engine.reply(full, "thêm").events[0], Rejected)


def test_a_counted_repeat_asks_nothing_between_and_never_leaves_one_out_unsaid() -> None:
    """A number over the limit is refused where it is answered; fewer hide what stood in the others."""
    over = engine.reply(played("An", "không"), "5")
    assert isinstance(over.events[0], Rejected)
    assert "nhiều nhất 4 lần" in over.events[0].parameters["message"]
    interview = played("An", "không", "2", "1", "5", "2")
    assert counted(interview)["course#2"] == "1"
    fewer = engine.reply(engine.jump(interview, "courses").interview, "1").interview
    assert [name for name in counted(fewer) if name.startswith("done#")] == ["done#1"]


def test_the_form_is_stored_as_it_was_written() -> None:
    """Its JSON holds each question once and gives the same form again; a form without repeats knows nothing of them."""
    text = FORM.to_json()
    assert text.count('"label":"Tên người này?"') == 1
    assert "#" not in text
    again = Questionnaire.from_json(text)
    assert again == FORM
    assert again.sha256 == FORM.sha256
    renamed = FORM.with_choice_lists({"yn": ()})
    assert renamed.choice_lists["yn"] == ()
    assert renamed.choice_lists["@next"]
    plain = read_form(b"| survey |\n| | type | name | label |\n| | text | a | A |\n", "a.md")
    assert isinstance(plain, Questionnaire)
    assert "repeat" not in plain.to_json()


def test_a_change_of_a_repeat_is_told_once() -> None:
    """Another limit, another label, another question within it."""
    text = SURVEY.replace("max=3", "max=5").replace("Tên người này?", "Họ tên người này?")
    assert [(change.code, change.what) for change in compare_forms(FORM, repeats_form(text))] == [
        ("item_label", "Họ tên người này?"),
        ("repeat", "Người"),
    ]


def test_a_form_of_two_languages_repeats_in_both() -> None:
    """Headings and questions of every instance are translated; what is stored is the same form."""
    form = read_form(
        """
| survey |
| | type | name | label::vi | label::en |
| | begin_repeat | r | Người | Person |
| | text | x | Tên? | Name? |
| | text | y | Con của ${x}? | Child of ${x}? |
| | end_repeat | | | |
""".encode(),
        "r.md",
    )
    assert isinstance(form, Questionnaire)
    assert (form.screen_of["y#2"].section, form.items["y#2"].label) == ("r#2", "Con của ${x#2}?")
    english = form.in_language("en")
    assert (english.sections["r#2"], english.items["y#2"].label) == ("Person – lần 2", "Child of ${x#2}?")
    assert english.sha256 == form.sha256 == Questionnaire.from_json(form.to_json()).sha256


def test_every_repeat_is_a_table_of_its_own_in_the_exports() -> None:
    """A row an instance with whose it is and its number; the main table has none of it; the codebook has all."""
    row = AnswerRow(7, "=K1", "Tên", "Đơn vị", "Chức danh", "completed", answers=counted(whole()))
    table = AnswerTable(FORM, [row])
    assert "first" not in answers_csv(table, is_exact=True).decode().split("\r\n")[0].split(",")
    files = {
        name: content.decode().split("\r\n") for name, content in repeats_csv(table, is_exact=True).items()
    }
    assert files["person"][:3] == [
        "case,roster_key,person_index,first,age,place,children",
        "7,=K1,1,Bình,40,1,2",
        "7,=K1,2,Em,20,2,0",
    ]
    assert files["child"][1:3] == ["7,=K1,1,1,Chi,Bình-Chi11", "7,=K1,1,2,Giang,Bình-Giang12"]
    assert files["course"][1:3] == ["7,=K1,1,y,5", "7,=K1,2,n,"]
    assert "'=K1" in repeats_csv(table)["person"].decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(answers_workbook(table)))
    assert book.sheetnames[4:] == [
        "Người",
        "Người (mã)",
        "Con của ${first}",
        "Con của ${first} (mã)",
        "Lớp",
        "Lớp (mã)",
    ]
    lines = [[cell.value for cell in line] for line in book["Lớp"].iter_rows()]
    assert lines[0][5:] == ["Lớp: lần", "Lớp – Học xong chưa?", "Lớp – Mấy ngày?"]
    assert lines[1][5:] == [1, "Rồi", 5]
    names = [line[0].value for line in book["Bảng mã"].iter_rows(min_row=2)]
    assert {"first", "child_name", "days"} <= set(names)
    assert not [name for name in names if "#" in str(name)]


def test_instances_are_packed_and_cut_like_other_questions() -> None:
    """Each has its slot; after the retention its words go."""
    matrix = Matrix(Layout.of(FORM), pack_interview(whole()))
    assert int(matrix.numbers("age#2")[0]) == 3 + 1000 + 20
    assert int(matrix.numbers("age#3")[0]) == 0
    assert Cut.of(FORM).answers({"first#1": "Bình", "age#1": "40"}) == {"first#1": WORDS_CUT, "age#1": "40"}


def test_some_blank_instances_stand_on_paper() -> None:
    """Under their headings, with numbers that go on and no question between them."""
    sheet = sheet_for(FORM, {}, TODAY)
    assert [block.section for block in sheet.blocks].count("person#3") == 2
    assert not any("~" in name for name in sheet.numbers)
    assert [block.number for block in sheet.blocks] == list(range(1, len(sheet.blocks) + 1))
    content = paper_document(
        [Copy("K1", "Tên", "Chức danh", "Đơn vị", sheet)],
        office="Cơ quan",
        notice="Thông báo",
        profile=next(iter(PROFILES.values())),
        day=TODAY,
    )
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    assert "Người – lần 3" in words
    assert "Ghi mỗi lần vào một phần" in words
    assert "Thêm" not in words


@pytest.mark.parametrize("number", [0, 1, 3])
def test_every_way_of_answering_ends_in_a_whole_response(number: int) -> None:
    """However many are added, submitting succeeds and the answers that count are those of instances that are there."""
    said = ["An"]
    for _ in range(number):
        said += ["thêm", "A", "20"]
    interview = played(*said, "xong" if number else "không", "1", "2", *(["tiếp"] if number else []))
    done = engine.submit(interview).interview
    assert done.status.is_final, engine.view(interview)
    assert sum(name.startswith("first#") for name in engine.counted_answers(done)) == number
    assert replace(done, tries=0).answers == done.answers


def test_a_repeat_within_a_field_list_takes_it_apart() -> None:
    """A screen cannot hold what is asked several times: its questions come one after the other, and that is told."""
    rows = (
        "begin_group | g | G | field-list",
        "begin_repeat | r | | field-list",
        "text | a | A",
        "end_repeat",
    )
    read = examine_form(*markdown("type | name | label | appearance", *rows, "integer | b | B", "end_group"))
    assert read.form is not None
    assert [note.code for note in read.notes if note.code != "list_unused"] == [
        "field_list_apart",
        "repeat_limit",
    ]
    assert [screen.name for screen in read.form.screens[:3]] == ["r~1", "r#1", "r~2"]
