"""A form of seven questions and a roster of four officials: everything that a card can show, and quick to read."""

from functools import cache
from typing import Final

from surveys.questionnaire import Questionnaire
from surveys.roster import Roster, read_roster
from surveys.xlsform import read_form

ROSTER: Final = """Mã,Họ và tên,Chức danh,Đơn vị,Mã đơn vị,Ngày sinh,Giới tính,Ngày giữ chức danh,\
Trình độ văn hóa,Trình độ chuyên môn,Chuyên ngành,Lý luận chính trị,Quản lý nhà nước,Chứng chỉ,Điện thoại
K01,Nguyễn Văn Hòa,Bí thư Đảng ủy,Xã An Thịnh,09499,12/03/1963,Nam,01/06/2007,10/10,Đại học,Hành chính,\
Trung cấp,Chuyên viên,QP-AN,0900 000 001
K02,Trần Thị Mai,Chủ tịch UBND,Xã An Thịnh,09499,09/09/1970,Nữ,15/08/2010,12/12,Trung cấp,Kế toán,\
Trung cấp,Cán sự,Tin học A,0900 000 002
K03,Lê Minh Đức,Văn phòng - thống kê,Xã Phú Hòa,09505,1975,Nam,20/06/2011,12/12,Trung cấp,Văn thư,\
Sơ cấp,Chưa,Tin học A; QP-AN,0900 000 003
K04,Phạm Thị Lan,Chủ tịch Hội LHPN,Xã Phú Hòa,09505,23/07/1982,Nữ,10/06/2013,12/12,Đại học,Luật,\
Sơ cấp,Cán sự,Chưa có,0900 000 004
"""

FORM: Final = """
| survey |
|  | type | name | roster | required | label | hint | constraint | constraint_message | relevant | appearance |
|--|------|------|--------|----------|-------|------|------------|--------------------|----------|------------|
|  | note | intro | | | Phiếu thử gồm 7 câu, khoảng 3 phút. | | | | | |
|  | begin_group | A | | | A. BẢN THÂN | | | | | |
|  | integer | birth | birth_year | yes | A1. Năm sinh | | . >= 1940 and . <= 1997 | Năm sinh từ 1940 đến 1997. | | |
|  | integer | years | title_years | yes | A2. Số năm giữ chức danh | | . >= 0 and . <= 2015 - ${birth} - 18 | \
Số năm này không khớp với năm sinh. | | |
|  | select_one qual | qual | qual | yes | A3. Trình độ chuyên môn | | | | | |
|  | end_group | | | | | | | | | |
|  | begin_group | B | | | B. NHU CẦU | | | | | |
|  | begin_group | c01 | | | B1. Tin học văn phòng | | | | | field-list |
|  | select_one imp | c01_i | | yes | Mức độ quan trọng | | | | | likert |
|  | select_one lvl | c01_c | | yes | Mức độ hiện có | | | | | likert |
|  | end_group | | | | | | | | | |
|  | select_multiple topic | topics | | yes | B2. Nội dung cần bồi dưỡng | Chọn tối đa 3 nội dung. | \
count-selected(.) <= 3 and not(selected(., 'none') and count-selected(.) > 1) | \
Chọn tối đa 3 nội dung; “Không có nhu cầu” thì không chọn thêm. | | |
|  | date | from_day | | | B3. Có thể đi học từ ngày nào? | | | | | |
|  | text | idea | | | B4. Ý kiến khác | | | | | |
|  | end_group | | | | | | | | | |

| choices |
|  | list_name | name | label |
|--|-----------|------|-------|
|  | qual | none | Chưa qua đào tạo |
|  | qual | tc | Trung cấp |
|  | qual | cd | Cao đẳng |
|  | qual | dh | Đại học |
|  | imp | 1 | Không quan trọng |
|  | imp | 2 | Ít quan trọng |
|  | imp | 3 | Trung bình |
|  | imp | 4 | Quan trọng |
|  | imp | 5 | Rất quan trọng |
|  | lvl | 1 | Rất yếu |
|  | lvl | 2 | Yếu |
|  | lvl | 3 | Trung bình |
|  | lvl | 4 | Khá |
|  | lvl | 5 | Tốt |
|  | topic | office | Quản lý nhà nước |
|  | topic | it | Tin học |
|  | topic | land | Đất đai, môi trường |
|  | topic | people | Công tác dân vận |
|  | topic | none | Không có nhu cầu |

| settings |
|  | form_title | form_id | version |
|--|------------|---------|---------|
|  | Phiếu thử | phieu_thu | 1 |
"""


@cache
def small_form() -> Questionnaire:
    """Seven questions with everything a card can show: roster values, ratings, a limit, a date, a text."""
    form = read_form(FORM.encode(), "phieu_thu.md")
    assert isinstance(form, Questionnaire), form
    return form


@cache
def small_roster() -> Roster:
    """Four officials in two communes."""
    roster = read_roster(ROSTER.encode(), "roster.csv")
    assert isinstance(roster, Roster), roster
    return roster
