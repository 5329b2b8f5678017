"""The questionnaire on paper: what one person is asked, when a question is to be answered, and the document."""

from io import BytesIO

import docx
import pytest

from surveys import interview as engine
from surveys.paper import Sheet, sheet_for
from surveys.questionnaire import Questionnaire
from surveys.reporting.word.paper import Copy, paper_document
from surveys.reporting.word.paper.conditions import word_condition
from surveys.reporting.word.profiles import PROFILES
from surveys.xlsform import read_form
from tests.surveys.interview_forms import TODAY
from tests.surveys.test_confirm_list import KNOWN
from tests.surveys.test_interview_built_in import FORM


def asked(sheet: Sheet) -> list[str]:
    """Return the items that are asked, without those that are only looked through."""
    return [question.item.name for block in sheet.blocks for question in block.questions]


def form_of(rows: str, choices: str = "") -> Questionnaire:
    """Read a form of a few rows: type, name, label, relevant."""
    text = f"""
| survey |
| | type | name | label | relevant |
{rows}
| choices |
| | list_name | name | label |
| | yes_no | yes | Có |
| | yes_no | no | Không |
{choices}
| settings |
| | form_id | version | form_title |
| | paper | 1 | Phiếu giấy |
"""
    form = read_form(text.encode(), "paper.md")
    assert isinstance(form, Questionnaire), form
    return form


def condition_of(relevant: str) -> str:
    """Return when the last of three questions is to be answered."""
    form = form_of(
        f"""
| | select_one yes_no | first | Có họp không? | |
| | integer | second | Bao nhiêu giờ? | |
| | text | third | Ghi rõ | {relevant} |
"""
    )
    sheet = sheet_for(form, {}, TODAY)
    condition = sheet.blocks[2].questions[0].condition
    assert condition is not None
    return word_condition(condition, sheet)


def test_what_the_roster_knows_is_looked_through() -> None:
    """It stands in a table, the first numbers are its lines', and nothing of it is asked again."""
    sheet = sheet_for(FORM, KNOWN, TODAY)
    shown = {line.item.name: line.shown for line in sheet.known}
    assert shown["a_birth"] == "1975"
    assert shown["b_qual"] == "Đại học"
    assert not shown.keys() & set(asked(sheet))
    assert [line.number for line in sheet.known] == list(range(1, len(sheet.known) + 1))
    assert [block.number for block in sheet.blocks] == [
        len(sheet.known) + place for place in range(1, len(sheet.blocks) + 1)
    ]


def test_only_what_the_person_is_asked_stands_on_it() -> None:
    """An accountant finds the competencies and the situation of the post, and no condition about the post."""
    sheet = sheet_for(FORM, KNOWN, TODAY)
    assert "c09_i" in asked(sheet)
    assert "c10_i" not in asked(sheet)
    assert [name for name in asked(sheet) if name.startswith("s_")] == ["s_tckt", "s_conf"]
    assert all(block.condition is None for block in sheet.blocks)


def test_it_is_what_the_chat_asks() -> None:
    """Every question that the interview asks of the same person stands on paper, and no other one."""
    sheet = sheet_for(FORM, KNOWN, TODAY)
    answers = {line.item.name: KNOWN.get(line.item.roster, "") for line in sheet.known}
    evaluation = engine.Evaluation(FORM, answers, TODAY)
    relevant = {item.name for screen in FORM.screens for item in evaluation.questions(screen)}
    on_paper = {*asked(sheet), *answers}
    conditional = {q.item.name for b in sheet.blocks for q in b.questions if q.condition or b.condition}
    assert relevant - conditional == on_paper - conditional
    assert conditional == {"d_why", "d_place", "e_bar_o"}


def test_what_decides_the_questions_is_marked() -> None:
    """Whoever corrects the title needs another copy; whoever corrects a year of birth does not."""
    decides = {line.item.name: line.decides for line in sheet_for(FORM, KNOWN, TODAY).known}
    assert decides["a_title"]
    assert not decides["a_birth"]


def test_of_somebody_unknown_everything_is_asked_with_its_condition() -> None:
    """Without a roster no question is left out that the person might have to answer."""
    sheet = sheet_for(FORM, {}, TODAY)
    questions = {item.name for item in FORM.questions()} - {line.item.name for line in sheet.known}
    calculated = {item.name for item in FORM.calculations}
    assert set(asked(sheet)) == questions - calculated


@pytest.mark.parametrize(
    ("relevant", "words"),
    [
        ("${first} = 'yes'", "câu 1 là “Có”"),
        ("${first} != 'yes'", "câu 1 không phải là “Có”"),
        ("selected(${first}, 'no')", "câu 1 có chọn “Không”"),
        ("not(selected(${first}, 'no'))", "câu 1 không chọn “Không”"),
        ("selected('yes no', ${first})", "câu 1 là “Có” hoặc “Không”"),
        ("${second} >= 3 and ${second} < 8", "câu 2 từ 3 trở lên và câu 2 nhỏ hơn 8"),
        ("${first} = 'yes' or ${second} > 2", "câu 1 là “Có”, hoặc câu 2 lớn hơn 2"),
        ("${second} != ''", "câu 2 có trả lời"),
        ("${first} = 'yes' and (${second} > 2 or ${second} = 1)", "phù hợp với câu 1 hoặc 2"),
        ("${second} mod 2 = 1", "phù hợp với câu 2"),
        ("${first} = 'perhaps' or ${second} = 1", "phù hợp với câu 1 hoặc 2"),
        ("${second} = 7.5", "câu 2 là 7,5"),
        ("true() and ${first} = 'yes'", "câu 1 là “Có”"),
    ],
)
def test_a_condition_is_told_in_words(relevant: str, words: str) -> None:
    """By number and by the choice's own words; what cannot be worded names the questions."""
    assert condition_of(relevant) == words


def test_a_question_with_a_mark_is_called_by_it() -> None:
    """What begins with "E1." is E1 in every sentence, not the number of its place."""
    sheet = sheet_for(FORM, KNOWN, TODAY)
    (question,) = (q for b in sheet.blocks for q in b.questions if q.item.name == "e_bar_o")
    assert question.condition is not None
    assert word_condition(question.condition, sheet).startswith("câu E1 ")


def document_of(*sheets: Sheet) -> bytes:
    """Make the document of somebody for each sheet."""
    copies = [
        Copy(f"K{number:02}", "Họ Tên", "Kế toán", "Xã Phú Hòa", sheet)
        for number, sheet in enumerate(sheets, 1)
    ]
    return paper_document(
        copies, office="Ban Tổ chức", notice="Thông báo", profile=PROFILES["nd30"], day=TODAY
    )


def test_every_question_is_on_the_page_with_numbered_choices() -> None:
    """Each label once; the choices by number without a second number of their own; scales as one table."""
    sheet = sheet_for(FORM, KNOWN, TODAY)
    document = docx.Document(BytesIO(document_of(sheet)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    for block in sheet.blocks:
        for question in block.questions:
            assert question.item.label in text
    assert "1.  Rất không tự tin" in text
    assert "1.  Tôi đồng ý" in text
    assert "Chỉ trả lời nếu câu E1 có chọn “Khác”." in text
    assert "C1. Lý luận chính trị" in "\n".join(cells)
    assert "${" not in text


def test_each_person_begins_a_page_and_page_numbers_begin_anew() -> None:
    """One section a person, numbered from 1: each copy can be handed out by itself."""
    sheet = sheet_for(FORM, KNOWN, TODAY)
    document = docx.Document(BytesIO(document_of(sheet, sheet, sheet)))
    assert len(document.sections) == 3
    starts = [section._sectPr.xpath("w:pgNumType/@w:start") for section in document.sections]
    assert starts == [["1"]] * 3


def test_the_same_copies_give_the_same_bytes() -> None:
    """A file that is made again is the same file."""
    sheet = sheet_for(FORM, KNOWN, TODAY)
    assert document_of(sheet) == document_of(sheet)


def test_a_long_list_is_written_by_hand() -> None:
    """Nobody prints three thousand communes: there is a line to write on."""
    choices = "\n".join(f"| | many | c{number} | Xã {number} |" for number in range(40))
    form = form_of("| | select_one many | where | Ở xã nào? | |", choices)
    document = docx.Document(BytesIO(document_of(sheet_for(form, {}, TODAY))))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Ở xã nào?" in text
    assert "Xã 7" not in text


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (("1 – Thấp", "2 – Cao"), ("1.  Thấp", "2.  Cao")),
        (("1 – 3 tháng", "4 – 6 tháng"), ("1.  1 – 3 tháng", "2.  4 – 6 tháng")),
        (("0 – Không", "1 – Ít"), ("1.  0 – Không", "2.  1 – Ít")),
    ],
)
def test_a_choices_own_number_goes_only_where_it_is_said_again(
    labels: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    """A span of months and a scale that begins at 0 stay as they are."""
    choices = "\n".join(f"| | list | c{place} | {label} |" for place, label in enumerate(labels))
    form = form_of("| | select_one list | long | Bao lâu? | |", choices)
    document = docx.Document(BytesIO(document_of(sheet_for(form, {}, TODAY))))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert all(line in lines for line in shown)
