"""What is another between two versions of a form: each kind of change is told once, by its code."""

import pytest

from bot.texts.trying import CHANGES
from surveys.form_changes import CODES, compare_forms
from surveys.questionnaire import Questionnaire
from surveys.xlsform import read_form
from tests.bot.small_form import FORM, small_form

IDEA = "|  | text | idea | | | B4. Ý kiến khác | | | | | |\n"
DAY = "|  | date | from_day | | | B3. Có thể đi học từ ngày nào? | | | | | |\n"
YEARS = "|  | integer | years | title_years | yes | A2. Số năm giữ chức danh |"


def changed(before: str, after: str) -> Questionnaire:
    """Return the small form with something of its text replaced."""
    assert before in FORM
    form = read_form(FORM.replace(before, after).encode(), "phieu.md")
    assert isinstance(form, Questionnaire), form
    return form


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        ("| Phiếu thử | phieu_thu |", "| Phiếu mới | phieu_thu |", ["title"]),
        (IDEA, "", ["item_gone"]),
        (IDEA, IDEA + IDEA.replace("idea", "more"), ["item_added"]),
        (IDEA, IDEA.replace("text", "integer"), ["item_type"]),
        ("A1. Năm sinh", "A1. Sinh năm nào?", ["item_label"]),
        ("Chọn tối đa 3 nội dung. |", "Nhiều nhất 3. |", ["item_hint"]),
        (IDEA, IDEA.replace("idea | | |", "idea | | yes |"), ["item_required"]),
        (YEARS, YEARS.replace("| yes |", "| |"), ["item_optional"]),
        (IDEA, IDEA.replace("| | | | | |", "| | | | ${birth} > 1960 | |"), ["item_relevant"]),
        (". >= 1940", ". >= 1950", ["item_constraint"]),
        ("| qual | qual | yes |", "| qual | | yes |", ["item_roster"]),
        (DAY + IDEA, IDEA + DAY, ["item_moved"]),
        ("|  | qual | dh |", "|  | qual | sdh | Sau đại học |\n|  | qual | dh |", ["choices_added"]),
        ("|  | qual | cd | Cao đẳng |\n", "", ["choices_gone"]),
        ("| Cao đẳng |", "| Cao đẳng nghề |", ["choice_label"]),
        ("B. NHU CẦU", "B. NHU CẦU BỒI DƯỠNG", ["other"]),
    ],
)
def test_each_kind_of_change_is_told(before: str, after: str, codes: list[str]) -> None:
    """One change of the file is one line in words; the form itself is no change."""
    found = compare_forms(small_form(), changed(before, after))
    assert [each.code for each in found] == codes


def test_nothing_is_told_of_the_same_form_and_every_code_has_its_words() -> None:
    """The wordings are those of the codes, no more and no less."""
    assert compare_forms(small_form(), small_form()) == []
    assert set(CHANGES) == set(CODES)
