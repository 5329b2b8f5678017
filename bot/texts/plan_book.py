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
        # a plan that was changed
        "plan_mark_other": "Tệp này là của một bản kế hoạch khác (dấu {found}); bản đang sửa có dấu {held}. "
        "Đề nghị tải lại biểu kế hoạch, sửa trên tệp mới rồi gửi.",
        "plan_other_course": "Lớp {number} là khóa {held}, không đổi sang khóa {found} được. Đề nghị giữ mã khóa cũ; "
        "muốn mở khóa khác thì thêm một dòng với số TT mới.",
        "plan_quarter_differs": "Ngày bắt đầu {first} thuộc quý {quarter}, khác quý ghi ở ô này. "
        "Đề nghị sửa quý hoặc ngày.",
        "plan_class_unknown": "Trang kế hoạch không có lớp số {found}. Đề nghị sửa số lớp, hoặc thêm lớp.",
        "plan_without_reason": "{found} không có lý do nào để học khóa {course}. Đề nghị bỏ dòng này; nếu cần học, "
        "bổ sung căn cứ (tiêu chuẩn, quy hoạch, đề nghị) rồi lập lại kế hoạch.",
        "plan_not_in_class": "{found} không có trong danh sách lớp {number}. Đề nghị sửa số lớp hoặc người.",
        "plan_not_over": "Lớp {number} đến {last} mới kết thúc. Đề nghị để trống kết quả, ghi sau ngày đó.",
        "plan_no_result": "Danh sách chưa có kết quả nào. Đề nghị chọn kết quả cho ít nhất một người rồi gửi lại.",
        "plan_count_differs": "Lớp {number} ghi {found} người, danh sách lớp có {held}. Đề nghị sửa ở trang "
        "“Danh sách lớp” của bản lưu hành hạn chế: thêm hoặc bớt người ở đó.",
        # the limits that a change breaks
        "plan_breaks_course": "Danh mục không còn khóa {subject} (lớp {classes}). Đề nghị bỏ lớp, hoặc bổ sung khóa "
        "vào danh mục.",
        "plan_breaks_no_reason": "{people} không có lý do nào để học lớp {classes}. Đề nghị đưa ra khỏi lớp.",
        "plan_breaks_year": "Lớp {classes} không bắt đầu trong năm {year}. Đề nghị sửa ngày.",
        "plan_breaks_closed": "Lớp {classes} cần {wanted} ngày học nhưng khoảng thời gian này chỉ có {days} ngày "
        "làm việc không bị vướng. Đề nghị chọn ngày khác.",
        "plan_breaks_quarter": "Khóa của lớp {classes} không được mở trong quý {quarter}. Đề nghị chọn quý khác.",
        "plan_breaks_too_few": "Lớp {classes} có {count} người, ít hơn mức tối thiểu {limit}. "
        "Đề nghị thêm người hoặc bỏ lớp.",
        "plan_breaks_too_many": "Lớp {classes} có {count} người, nhiều hơn mức tối đa {limit}. Đề nghị bớt người.",
        "plan_breaks_seats": "{subject} quý {quarter} có {limit} chỗ, các lớp {classes} cần {count}. "
        "Đề nghị chuyển lớp sang quý hoặc địa điểm khác.",
        "plan_breaks_budget": "Nguồn {subject} có {limit} đồng, các lớp {classes} cần {count} đồng. "
        "Đề nghị giảm kinh phí, đổi nguồn hoặc bỏ bớt lớp.",
        "plan_breaks_source": "Chưa có nguồn kinh phí “{subject}” trong giới hạn của kế hoạch (lớp {classes}). "
        "Đề nghị ghi đúng tên nguồn, hoặc bổ sung nguồn ở biểu kinh phí.",
        "plan_breaks_twice": "{people} được xếp vào hai lớp trùng thời gian: {classes}. "
        "Đề nghị bỏ một lớp hoặc đổi ngày.",
        "plan_breaks_per_person": "{people} có {count} khóa (lớp {classes}), nhiều hơn {limit} khóa một năm. "
        "Đề nghị bớt khóa.",
        "plan_breaks_unit_away": "{subject}, tuần từ {week}: vắng tổng cộng {count} ngày, quá giới hạn {limit} "
        "(lớp {classes}). Đề nghị chuyển người hoặc lớp sang tuần khác.",
        "plan_breaks_office_away": "{people} cùng một bộ phận ít người, cùng vắng trong tuần từ {week} "
        "(lớp {classes}). Đề nghị chuyển một người sang lớp khác.",
    }
)
"""Problem code -> sentence with the parameters that ``surveys.planning.book.PROBLEM_PARAMETERS`` lists."""

PLAN_BOOK_NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "plan_table": "{table}: đọc được {count} dòng.",
        "plan_empty_table": "{table}: chưa có dòng nào, giữ như đang có.",
        "plan_ignored_sheet": "Không đọc trang ẩn “{found}”.",
        "plan_unknown_sheet": "Không đọc trang “{found}”: chưa nhận ra biểu nào, có thể thiếu tiêu đề cột.",
        "plan_example": "“{found}” là ví dụ, không đọc.",
        "plan_ignored_row": "“{found}” không phải là dòng số liệu (tiêu đề nhóm, dòng cộng hoặc chữ ký), không đọc.",
        "plan_understood": "Cột “{column}”: “{found}” hiểu là {meant} ({count} ô).",
        "plan_supposed": "Cột “{column}” để trống {count} ô: lấy {meant}.",
        "plan_person_by_name": "“{found}” chỉ có họ tên: hiểu là {meant}.",
        "plan_title_differs": "{found}: biểu ghi “{told}”, danh sách cán bộ ghi “{held}”. Dùng theo danh sách.",
        "plan_learning_apart": "“{found}” không có trong danh mục khóa học và không rõ là trình độ nào: được ghi lại, "
        "nhưng không tính là đã đáp ứng nhu cầu nào.",
        # what was changed in a plan
        "plan_changed_days": "Lớp {number} ({name}): thời gian {before} đổi thành {after}.",
        "plan_changed_text": "Lớp {number} ({name}): {column} “{before}” đổi thành “{after}”.",
        "plan_changed_cost": "Lớp {number} ({name}): kinh phí {before} đồng đổi thành {after} đồng.",
        "plan_cost_follows": "Lớp {number} ({name}): kinh phí tính lại theo số người, từ {before} đồng thành "
        "{after} đồng.",
        "plan_cost_total": "Tổng kinh phí: từ {before} đồng thành {after} đồng.",
        "plan_class_added": "Thêm lớp {number} ({name}), {days}, {count} người.",
        "plan_class_dropped": "Bỏ lớp {number} ({name}), {count} người.",
        "plan_person_moved": "{person}: chuyển từ lớp {before} sang lớp {after}.",
        "plan_person_added": "{person}: thêm vào lớp {after}.",
        "plan_person_dropped": "{person}: ra khỏi lớp {before}.",
        "plan_too_late": "Lưu ý: {person} học lớp {number} thì đạt chuẩn sau hạn {due}.",
    }
)
"""Note code -> sentence with the parameters that ``surveys.planning.book.NOTE_PARAMETERS`` lists."""
