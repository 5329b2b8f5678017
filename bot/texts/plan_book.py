"""What is wrong with a workbook that a plan is made from, and what was understood in it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PLAN_BOOK_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # the file
        "plan_no_table": (
            "Không tìm thấy biểu nào của kế hoạch trong 30 dòng đầu của các trang. Tệp có thể có một hay nhiều biểu: "
            "{expected}. Đề nghị lấy mẫu, điền rồi gửi lại."
        ),
        "plan_nothing": "Các biểu trong tệp chưa có dòng nào. Đề nghị điền ít nhất một dòng rồi gửi lại.",
        # one cell
        "plan_missing": "Ô “{column}” còn trống. Đề nghị điền ô này.",
        "plan_number_wrong": "“{found}” ở cột “{column}” chưa đúng. Đề nghị ghi một số từ {least} đến {most}.",
        "plan_money_wrong": "“{found}” ở cột “{column}” chưa rõ là bao nhiêu tiền. "
        "Đề nghị ghi số đồng, ví dụ 1.500.000, hoặc 1,5 triệu.",
        "plan_choice_unknown": "“{found}” ở cột “{column}” không có trong danh mục. "
        "Đề nghị ghi một trong: {expected}.",
        "plan_fulfils_unknown": "“{found}” ở cột “{column}” không hiểu được. Đề nghị ghi nội dung và mức, "
        "ví dụ “LLCT: Trung cấp”, “QLNN: Chuyên viên”, “Tin học”; nhiều nội dung thì cách nhau bằng dấu chấm phẩy.",
        "plan_quarter_wrong": "“{found}” ở cột “{column}” không phải là quý. Đề nghị ghi I, II, III hoặc IV; "
        "nhiều quý thì cách nhau bằng dấu phẩy.",
        "plan_unit_unknown": "Không có đơn vị “{found}”; gần nhất: {nearest}. "
        "Đề nghị ghi tên hoặc mã đơn vị như trong danh sách cán bộ.",
        "plan_unit_unclear": "“{found}” có thể là nhiều đơn vị: {candidates}. Đề nghị ghi mã đơn vị.",
        "plan_course_unknown": "Không có khóa học “{found}” trong danh mục; gần nhất: {nearest}. "
        "Đề nghị ghi mã hoặc tên khóa như trong danh mục.",
        # who is meant
        "plan_key_unknown": "Không có ai mang mã cán bộ “{found}” trong danh sách {dc} được xem. Đề nghị sửa mã, "
        "hoặc để trống mã và ghi họ tên, ngày sinh, đơn vị.",
        "plan_key_of_another": "Mã “{key}” là của {held}, nhưng dòng này ghi “{found}”. Đề nghị sửa mã hoặc họ tên.",
        "plan_person_unknown": "Không có ai tên “{found}” trong danh sách {dc} được xem; gần nhất: {nearest}. "
        "Đề nghị sửa họ tên, hoặc bổ sung người này vào danh sách cán bộ trước.",
        "plan_person_unclear": "Có nhiều người tên “{found}”: {candidates}. Đề nghị ghi mã cán bộ, hoặc ghi thêm "
        "ngày sinh, đơn vị.",
        "plan_person_contradicts": "Tên “{found}” có trong danh sách nhưng ngày sinh hoặc đơn vị khác: {held}. "
        "Đề nghị đối chiếu rồi sửa dòng này hoặc danh sách cán bộ.",
        # what cells say together
        "plan_row_twice": "“{found}” đã ghi ở ô {first}. Đề nghị giữ một dòng.",
        "plan_sizes_reversed": "Số học viên ít nhất ({smallest}) lớn hơn số nhiều nhất ({largest}). "
        "Đề nghị xem lại hai số.",
        "plan_days_reversed": "Ngày kết thúc {last} trước ngày bắt đầu {first}. Đề nghị xem lại hai ngày.",
        "plan_other_year": "Từ {first} đến {last} không có ngày nào trong năm {year}. Đề nghị xem lại năm.",
        "plan_only_everywhere": "“{column}” chỉ ghi ở dòng “{everywhere}”. Đề nghị chuyển số này lên dòng đó.",
    }
)
"""Problem code -> sentence with the parameters that ``surveys.planning.book.PROBLEM_PARAMETERS`` lists."""

PLAN_BOOK_NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "plan_table": "{table}: đọc được {count} dòng.",
        "plan_empty_table": "{table}: chưa có dòng nào.",
        "plan_ignored_sheet": "Không đọc trang ẩn “{found}”.",
        "plan_example": "“{found}” là ví dụ, không đọc.",
        "plan_understood": "Cột “{column}”: “{found}” hiểu là {meant} ({count} ô).",
        "plan_supposed": "Cột “{column}” để trống {count} ô: lấy {meant}.",
        "plan_person_by_name": "“{found}” chỉ có họ tên: hiểu là {meant}.",
        "plan_title_differs": "{found}: biểu ghi “{told}”, danh sách cán bộ ghi “{held}”. Dùng theo danh sách.",
        "plan_learning_apart": "“{found}” không có trong danh mục khóa học và không rõ là trình độ nào: được ghi lại, "
        "nhưng không tính là đã đáp ứng nhu cầu nào.",
    }
)
"""Note code -> sentence with the parameters that ``surveys.planning.book.NOTE_PARAMETERS`` lists."""
