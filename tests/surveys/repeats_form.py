"""A form with repeats: people of a household, their children within, training places counted by an answer."""

from typing import Final

from surveys.questionnaire import Questionnaire
from surveys.xlsform import read_form

SURVEY: Final = """
| survey |
| | type | name | label | repeat_count | relevant | calculation | parameters | appearance | required |
| | text | who | Đồng chí tên gì? | | | | | | |
| | begin_group | home | Gia đình | | | | | | |
| | begin_repeat | person | Người | | | | max=3 | | |
| | text | first | Tên người này? | | | | | | yes |
| | integer | age | ${first} bao nhiêu tuổi? | | | | | | |
| | calculate | place | | | | position(..) | | | |
| | begin_repeat | child | Con của ${first} | | ${age} > 30 | | max=2 | | |
| | text | child_name | Tên con của ${first}? | | | | | | |
| | calculate | both | | | | concat(${first}, '-', ${child_name}, position(../..), position(..)) | | | |
| | end_repeat | | | | | | | | |
| | calculate | children | | | | count(${child}) | | | |
| | end_repeat | | | | | | | | |
| | end_group | | | | | | | | |
| | integer | courses | Đã học mấy lớp? | | | | | | |
| | begin_repeat | course | Lớp | ${courses} | | | max=4 | field-list | |
| | select_one yn | done | Học xong chưa? | | | | | | |
| | integer | days | Mấy ngày? | | ${done} = 'y' | | | | |
| | end_repeat | | | | | | | | |
| | calculate | people | | | | count(${person}) | | | |
| | calculate | total | | | | sum(${age}) | | | |
| | calculate | oldest | | | | max(${age}) | | | |
| | calculate | names | | | | join(', ', ${first}) | | | |
| | calculate | last | | | | indexed-repeat(${first}, ${person}, ${people}) | | | |
| | calculate | second | | | | indexed-repeat(${first}, ${person}, 2) | | | |
| | calculate | offspring | | | | count(${child_name}) | | | |
| | calculate | answered | | | | count-non-empty(${days}) | | | |
| | note | end | ${people} người: ${names} | | ${people} > 0 | | | | |
| choices |
| | list_name | name | label |
| | yn | y | Rồi |
| | yn | n | Chưa |
| settings |
| | form_id | form_title |
| | gia_dinh | Gia đình và các lớp |
"""


def repeats_form(survey: str = SURVEY) -> Questionnaire:
    """Return the form as it is asked."""
    form = read_form(survey.encode(), "gia_dinh.md")
    assert isinstance(form, Questionnaire), form
    return form
