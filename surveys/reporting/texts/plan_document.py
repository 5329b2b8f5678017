"""The sentences of the plan in Word, of its class lists and of its calendar."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PlanDocumentTexts:
    """The plan (KẾ HOẠCH đào tạo, bồi dưỡng … năm …): title, sections, sentences."""

    type: str = "Kế hoạch"
    subject: str = "Đào tạo, bồi dưỡng cán bộ, công chức cấp xã năm {year}"
    ground: str = "Căn cứ {basis}"
    blank_ground: str = "Căn cứ\N{NO-BREAK SPACE}………………………………………………"
    purpose_heading: str = "Mục đích, yêu cầu"
    purpose: str = "Mục đích"
    purposes: tuple[str, ...] = (
        (
            "Nâng cao trình độ, năng lực của đội ngũ cán bộ, công chức cấp xã, đáp ứng tiêu chuẩn"
            " chức danh và yêu cầu của công việc đang làm"
        ),
        "Chuẩn bị cho những người được quy hoạch vào chức danh lãnh đạo, quản lý",
        "Bảo đảm mỗi cán bộ, công chức được bồi dưỡng kiến thức, kỹ năng bắt buộc hằng năm theo quy định",
    )
    demands: str = "Yêu cầu"
    demanded: tuple[str, ...] = (
        (
            "Cử người đi học phải có căn cứ: tiêu chuẩn còn thiếu của chức danh đang giữ, của "
            "chức danh quy hoạch, nhu cầu chung của nhóm chức danh hoặc bồi dưỡng bắt buộc hằng "
            "năm; không cử đi học chỉ để có thêm bằng cấp"
        ),
        "Nội dung học gắn với công việc và với việc bố trí, sử dụng sau khi học",
        "Sắp xếp thời gian hợp lý, không ảnh hưởng đến nhiệm vụ của đơn vị",
        "Sử dụng kinh phí đúng mục đích, đúng chế độ, tiết kiệm",
        "Danh sách người học chỉ cung cấp cho người có trách nhiệm; kế hoạch này không nêu tên cá nhân",
    )
    content: str = "Nội dung"
    needs: str = "Nhu cầu và thứ tự ưu tiên"
    order: str = (
        "Nhu cầu được xét theo thứ tự: tiêu chuẩn chức danh còn thiếu và thời hạn phải đạt; tiêu "
        "chuẩn của chức danh quy hoạch; nội dung quan trọng nhưng còn yếu của nhóm chức danh "
        "(tổng hợp chung từ khảo sát, không theo từng người); bồi dưỡng bắt buộc hằng năm; đề "
        "nghị của cá nhân gửi cơ quan."
    )
    covered: str = (
        "Kế hoạch mở {classes} lớp cho {people} đồng chí, tổng cộng {seats} lượt người học{reference}."
    )
    deadlines: str = (
        "Trong {bound} nhu cầu phải đạt chuẩn trước hạn mà các lớp trong năm có thể đáp ứng, kế hoạch"
        " đáp ứng {count}."
    )
    deadlines_all: str = (
        "Cả {bound} nhu cầu phải đạt chuẩn trước hạn mà các lớp trong năm có thể đáp ứng đều được đáp ứng."
    )
    uncovered_none: str = "Mọi nhu cầu đã được xếp lớp trong năm."
    uncovered_few: str = "Còn một số ít nhu cầu chưa xếp được trong năm."
    uncovered_alone: str = "Còn {count} nhu cầu chưa xếp được trong năm."
    uncovered: str = "Còn {count} nhu cầu chưa xếp được trong năm: {whys}."
    uncovered_why: str = "{why} ({count})"
    repeats: str = (
        "Có {count} nguyện vọng học bằng cấp không cao hơn trình độ đang có; các nguyện vọng này "
        "không phải là căn cứ cử đi học."
    )
    kinds: str = "Các lớp theo nội dung"
    kind: str = "{kind}: {classes} lớp, {seats} lượt người, gồm {courses}"
    course: str = "“{name}”"
    time: str = "Thời gian, địa điểm"
    quarters: str = "Phân bổ theo quý: {quarters}."
    quarter: str = "quý {quarter} có {classes} lớp"
    places: str = "Địa điểm: {places}."
    closed: str = "Không mở lớp trong những ngày sau: {closed}."
    closed_days: str = "từ {first} đến {last}{reason}"
    closed_day: str = "{first}{reason}"
    closed_reason: str = " ({reason})"
    figure: str = "Các lớp trong năm {year}"
    cost: str = "Kinh phí"
    cost_total: str = "Tổng kinh phí dự kiến: {cost} đồng."
    cost_sources: str = "Nguồn kinh phí: {sources}."
    cost_source: str = "{source} {cost} đồng"
    cost_budget: str = "{source} {cost} đồng (được giao {amount} đồng)"
    no_source: str = "nguồn chưa xác định"
    cost_norm: str = (
        "Kinh phí từng lớp tính theo định mức của danh mục khóa học: kinh phí một lớp và kinh phí"
        " một học viên."
    )
    carrying_out: str = "Tổ chức thực hiện"
    duties: tuple[tuple[str, tuple[str, ...]], ...] = (
        (
            "Cơ quan chủ trì kế hoạch",
            (
                (
                    "Thông báo cho từng người về lớp được cử đi học; cung cấp danh sách lớp cho "
                    "đơn vị và cơ sở đào tạo theo đúng phạm vi"
                ),
                "Theo dõi, đôn đốc; điều chỉnh kế hoạch khi cần và thông báo những thay đổi",
                "Tổng hợp kết quả đào tạo, bồi dưỡng, cập nhật hồ sơ cán bộ, công chức",
            ),
        ),
        (
            "Cơ sở đào tạo, bồi dưỡng",
            (
                "Chuẩn bị nội dung, giảng viên, tài liệu sát với công việc ở cấp xã; báo trước khi phải đổi thời gian",
                "Quản lý lớp, đánh giá, cấp chứng chỉ và gửi kết quả học tập",
            ),
        ),
        (
            "Các đơn vị cử người đi học",
            (
                "Bố trí công việc để người được cử tham gia đầy đủ; không cử vượt số người vắng cùng lúc",
                "Bố trí, sử dụng người đã học đúng với nội dung được đào tạo, bồi dưỡng",
            ),
        ),
        (
            "Cán bộ, công chức được cử đi học",
            ("Xác nhận tham gia hoặc báo lý do không tham gia được; học đủ chương trình và nộp kết quả",),
        ),
    )
    ending: str = (
        "Trên đây là Kế hoạch đào tạo, bồi dưỡng cán bộ, công chức cấp xã năm {year}; trong quá "
        "trình thực hiện có vướng mắc, đề nghị phản ánh về {office} để xem xét, giải quyết"
    )
    this_office: str = "cơ quan chủ trì"
    annex: str = "Biểu kế hoạch đào tạo, bồi dưỡng năm {year}"
    table: str = "Các lớp đào tạo, bồi dưỡng"
    columns: tuple[str, ...] = (
        *("TT", "Nội dung lớp", "Đối tượng", "Số lượng", "Thời gian", "Thời lượng", "Hình thức", "Địa điểm"),
        *("Đơn vị tổ chức", "Kinh phí (đồng)", "Nguồn", "Ghi chú"),
    )
    total: str = "Tổng cộng"
    small: str = "Số người trong phần ghi chú chỉ nêu khi mỗi lý do có từ {threshold} người trở lên."
    to_verify: str = (
        "Kế hoạch dựa trên những quy định có điểm “cần xác minh”: phải kiểm tra theo văn bản gốc "
        "trước khi ban hành."
    )
    example: str = (
        "Danh mục khóa học là danh mục mẫu: thời lượng, kinh phí, đơn vị tổ chức cần được cơ quan xác nhận."
    )


@dataclass(frozen=True, slots=True)
class ClassListTexts:
    """The lists of classes, which name people."""

    type: str = "Danh sách"
    subject: str = "Cán bộ, công chức được cử đi đào tạo, bồi dưỡng năm {year}"
    subject_units: str = "(phạm vi: {units})"
    purpose: str = (
        "Danh sách kèm theo Kế hoạch đào tạo, bồi dưỡng năm {year}, lập từ hồ sơ quản lý cán bộ, "
        "công chức; mỗi người được cử đi học đều có lý do ghi trong danh sách."
    )
    heading: str = "Lớp {number}: {name}"
    lead: str = "{facts}. Số người: {count}."
    form: str = "hình thức: {value}"
    place: str = "địa điểm: {value}"
    provider: str = "đơn vị tổ chức: {value}"
    shared: str = " Lý do chung của cả lớp: {reasons}."
    lead_some: str = " Danh sách dưới đây chỉ gồm {count} người trong phạm vi được xem."
    caption: str = "Biểu {number}. Danh sách lớp {class_number}"
    columns: tuple[str, ...] = (
        "TT",
        "Họ và tên",
        "Năm sinh",
        "Chức danh",
        "Đơn vị",
        "Lý do cử đi học",
        "Hạn đạt chuẩn",
    )
    nobody: str = "Kế hoạch không có ai trong phạm vi được xem."
    handling: str = "Quản lý, sử dụng danh sách"
    rules: tuple[str, ...] = (
        (
            "Chỉ cung cấp cho người có trách nhiệm quản lý cán bộ, tổ chức lớp theo nơi nhận; "
            "không sao chụp, chuyển tiếp, đăng tải"
        ),
        "Chỉ dùng để tổ chức lớp và theo dõi kết quả học tập; lý do cử đi học không dùng để đánh giá, xếp loại cá nhân",
        (
            "Người có tên được xem và đề nghị sửa thông tin của mình; sai sót phải được sửa trong"
            " hồ sơ rồi lập lại danh sách"
        ),
        (
            "Không có nội dung nào lấy từ câu trả lời riêng của từng người: nhu cầu theo khảo sát"
            " là số liệu chung của nhóm"
        ),
        "Hết thời hạn sử dụng thì lưu hoặc hủy theo quy định về lưu trữ và bảo vệ dữ liệu cá nhân",
    )


@dataclass(frozen=True, slots=True)
class PlanCalendarTexts:
    """The calendar file."""

    name: str = "Lịch đào tạo, bồi dưỡng năm {year}"
    summary: str = "Lớp {number}: {name}"
    description: str = (
        "Đối tượng: {groups}\nSố lượng: {count} người\nThời lượng: {length}\nHình thức: {form}\n{provider}"
    )
    provider: str = "Đơn vị tổ chức: {provider}"


PLAN_DOCUMENT: Final = PlanDocumentTexts()
CLASS_LISTS: Final = ClassListTexts()
PLAN_CALENDAR: Final = PlanCalendarTexts()
