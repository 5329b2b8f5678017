"""What the bot says when a person uses a right over their data (NĐ 356/2025/NĐ-CP)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RightsTexts:
    """Copy, correct, withdraw, erase, stop reminders."""

    copy_head: str = "**Dữ liệu của {dc} đang được lưu**"
    copy_roster: str = (
        "Theo danh sách của cơ quan: {name}; {title}; {unit}; năm sinh {birth_year}; điện thoại {phone}."
    )
    copy_consent: str = "Đồng ý xử lý dữ liệu: {state}, {at} (thông báo phiên bản {version})."
    copy_no_consent: str = "Đồng ý xử lý dữ liệu: chưa."
    copy_answers: str = "Câu trả lời: {count}, ghi dưới đây và trong tệp đính kèm."
    copy_answers_below: str = "Câu trả lời: {count}, ghi dưới đây."
    copy_as_text: str = "Dữ liệu khác được lưu (kênh này không chuyển được tệp):"
    certain: str = "chắc chắn"
    copy_no_answers: str = "Chưa có câu trả lời nào."
    copy_caption: str = "Bản sao dữ liệu của {dc}. Tệp này chỉ gửi cho {dc}."
    withdraw_ask: str = (
        "Rút lại đồng ý: tôi ngừng hỏi và ngừng nhắc ngay; câu trả lời không còn được tính và sẽ được xóa "
        "chậm nhất ngày {due}. {Dc} có chắc không?"
    )
    withdraw_yes: str = "Rút lại đồng ý"
    withdraw_done: str = (
        "Đã rút lại đồng ý. Tôi ngừng hỏi và nhắc từ bây giờ; câu trả lời không còn được tính và được xóa "
        "chậm nhất ngày {due}. Nếu đổi ý trước ngày đó, {dc} nhắn /start."
    )
    erase_ask: str = (
        "Xóa dữ liệu: mọi câu trả lời, bản nháp và mã tài khoản nhắn tin của {dc} bị xóa hẳn, không lấy lại được. "
        "Danh sách cán bộ của cơ quan và chứng cứ về việc đồng ý vẫn giữ theo luật. {Dc} có chắc không?"
    )
    erase_yes: str = "Xóa hẳn dữ liệu"
    erase_done: str = "Đã xóa dữ liệu của {dc}. Muốn tham gia lại, {dc} cần mã mới của cơ quan."
    keep: str = "Giữ nguyên"
    kept: str = "Vâng, dữ liệu được giữ nguyên."
    nothing_to_do: str = "Không có dữ liệu nào của {dc} để xử lý."
    reminders_off: str = (
        "Tôi sẽ không nhắc nữa. {Dc} vẫn trả lời được bất cứ lúc nào trước {closes_at}: nhắn /start."
    )
    reminders_off_no_wave: str = "Tôi sẽ không nhắc nữa."
    reminders_on: str = "Nhận nhắc trở lại"
    reminders_on_done: str = "Vâng, tôi sẽ nhắc trong giờ hành chính nếu phiếu chưa xong."
    correct_none: str = "Hiện không có câu trả lời nào sửa được: không có phiếu đang mở."
    state_given: str = "đã đồng ý"
    state_refused: str = "không đồng ý"
    state_withdrawn: str = "đã rút lại"
    state_erased: str = "đã xóa"


TEXTS: Final = RightsTexts()

SAYING_CERTAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "rutlai": ("rút lại", "rút", "rút đi"),
    "xoa": ("xóa", "xóa hết", "xóa đi", "xóa hẳn"),
}
"""More words for yes to "are you certain?", by the command."""
SAYING_KEEP: Final = (
    "không xóa",
    "đừng xóa",
    "không rút",
    "đừng rút",
    "không rút lại",
    "đừng rút lại",
    "để nguyên",
)

FIELDS: Final[Mapping[str, str]] = {
    "official": "Cán bộ",
    "contact_points": "Tài khoản nhắn tin",
    "consents": "Đồng ý",
    "requests": "Yêu cầu",
    "responses": "Phiếu",
    "contact_attempts": "Lần liên hệ",
    "plans": "Quy hoạch, học tập, kế hoạch đào tạo",
    "term": "nhiệm kỳ",
    "decision": "quyết định",
    "recorded_at": "ghi lúc",
    "ended_at": "hết dùng lúc",
    "course": "mã khóa học",
    "criterion": "tiêu chuẩn",
    "level": "trình độ",
    "starts_on": "từ ngày",
    "ends_on": "đến ngày",
    "periods": "số tiết",
    "evidence": "văn bằng, chứng chỉ, quyết định",
    "class_number": "lớp số",
    "first": "ngày đầu",
    "last": "ngày cuối",
    "told_at": "báo lúc",
    "reminded_at": "nhắc lúc",
    "settled_at": "ghi kết quả lúc",
    "situations": "Tình huống hằng tuần",
    "weekday": "thứ",
    "hour": "giờ",
    "state": "tình trạng",
    "code": "mã tình huống",
    "week": "tuần từ",
    "choice": "đã chọn phương án",
    "is_right": "đúng đáp án",
    "briefings": "Giao ban",
    "party": "tham gia với tư cách",
    "proposal": "đã đề nghị",
    "text": "việc được giao",
    "due": "hạn",
    "report": "đã báo",
    "evidence_name": "tệp đã gửi",
    "roster_key": "mã trong danh sách",
    "full_name": "họ và tên",
    "title": "chức danh",
    "unit": "đơn vị",
    "unit_code": "mã đơn vị",
    "unit_name": "đơn vị",
    "birth_year": "năm sinh",
    "birth_date": "ngày sinh",
    "gender": "giới tính",
    "ethnicity": "dân tộc (chỉ lưu là dân tộc thiểu số hay không, chỉ để đếm)",
    "title_since": "giữ chức danh từ",
    "title_group": "nhóm chức danh",
    "title_years": "số năm giữ chức danh",
    "concurrent_titles": "kiêm nhiệm",
    "field_of_work": "lĩnh vực",
    "edu": "văn hóa",
    "qual": "chuyên môn",
    "major": "ngành",
    "pol": "lý luận chính trị",
    "qlnn": "quản lý nhà nước",
    "cert": "chứng chỉ",
    "phone": "điện thoại",
    "note": "ghi chú",
    "as_of": "danh sách ngày",
    "left_on": "rời danh sách ngày",
    "channel": "kênh",
    "address": "mã tài khoản",
    "linked_at": "kết nối lúc",
    "blocked_at": "chặn lúc",
    "reminders_off_at": "ngừng nhắc từ",
    "action": "việc",
    "version": "phiên bản",
    "at": "lúc",
    "kind": "loại",
    "received_at": "nhận lúc",
    "done_at": "xong lúc",
    "wave": "đợt",
    "status": "tình trạng",
    "started_at": "bắt đầu lúc",
    "updated_at": "sửa lần cuối lúc",
    "completed_at": "gửi lúc",
    "facts": "Theo danh sách khi bắt đầu",
    "answers": "Câu trả lời khác",
    "revisions": "Giá trị ghi trước đây",
    "item": "câu",
    "value": "nội dung",
    "revised_at": "lúc",
    "purpose": "mục đích",
    "result": "kết quả",
}
"""What the parts of a person's copy are called."""

WORDS: Final[Mapping[str, str]] = {
    "cadre": "cơ quan quản lý cán bộ",
    "training": "cơ sở đào tạo, bồi dưỡng",
    "communes": "xã",
    "on": "đang nhận",
    "paused": "tạm dừng",
    "True": "có",
    "False": "không",
    "given": "đồng ý",
    "refused": "không đồng ý",
    "withdrawn": "rút lại",
    "erased": "xóa",
    "copy": "xem và nhận bản sao",
    "correct": "sửa thông tin",
    "withdraw": "rút lại đồng ý",
    "erase": "xóa dữ liệu",
    "in_progress": "đang trả lời",
    "completed": "đã gửi",
    "amended": "đã gửi, có sửa",
    "stopped": "tạm dừng",
    "invitation": "mời",
    "reminder": "nhắc",
    "sent": "đã gửi",
    "failed": "không gửi được",
    "unknown": "không rõ đã đến hay chưa",
    "dropped": "đã bỏ",
}
"""The words that the archive keeps, as people read them."""
