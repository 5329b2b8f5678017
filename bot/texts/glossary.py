"""One term for one thing: what each is called in every sentence, and the words that are not used for it.

At most 40 terms. ``tests/bot/test_texts.py`` holds every template against it.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Term:
    """``word`` is said, ``never`` are not; ``means`` is the English term of the code."""

    word: str
    means: str
    never: tuple[str, ...] = ()


GLOSSARY: Final = (
    # the survey
    Term("phiếu", "response: one filled questionnaire", ("bảng hỏi", "phiếu hỏi", "bản khảo sát")),
    Term("mẫu phiếu", "questionnaire", ("biểu mẫu", "bảng câu hỏi", "bộ câu hỏi")),
    Term("câu", "item", ("câu hỏi số", "mục hỏi")),
    Term("đợt, đợt khảo sát", "wave", ("chiến dịch", "kỳ khảo sát", "cuộc khảo sát")),
    Term("hạn trả lời", "the moment of closing, to who is asked", ("hạn chót", "thời hạn nộp", "deadline")),
    Term("lời mời", "invitation", ("thư mời", "tin mời", "giấy mời")),
    Term("lời nhắc", "reminder", ("tin nhắc", "nhắc nhở", "đôn đốc")),
    Term("gửi phiếu", "submit", ("nộp phiếu", "nộp bài", "hoàn tất phiếu")),
    Term("trả lời tiếp", "resume", ("tiếp tục làm", "làm tiếp")),
    Term("phiếu giấy", "paper form", ("phiếu in", "bản giấy của phiếu")),
    # people and their places
    Term("đồng chí", "form of address, a parameter", ("anh/chị", "ông/bà", "quý vị", "bạn")),
    Term("danh sách, danh sách cán bộ", "roster", ("roster", "danh bạ")),
    Term("chức danh", "title of office", ("chức vụ",)),
    Term("đơn vị", "unit", ("cơ sở trực thuộc",)),
    Term("quyền", "role", ("phân quyền", "admin")),
    Term("đầu mối đơn vị", "coordinator", ("điều phối viên", "cán bộ điều phối")),
    Term("người vận hành", "who runs the program", ("kỹ thuật viên", "quản trị hệ thống")),
    Term("trợ lý", "the bot, to whoever writes with it", ("chatbot", "robot")),
    Term("bot", "an account of a messenger", ()),
    # places and things
    Term("khung chat", "chat", ("hội thoại", "phòng chat")),
    Term("trang khảo sát", "the chat page", ("trang trả lời", "website", "webapp")),
    Term("kết nối", "link a chat to an official", ("đăng ký tài khoản", "đăng nhập")),
    Term("mã", "a personal code", ("code", "mật mã")),
    Term("phiếu mã", "slip with a code", ("tờ mã", "thẻ mã")),
    Term("đường dẫn", "URL", ("link", "url", "đường link")),
    Term("mã truy cập", "the token of a bot", ("mã token", "khóa API")),
    Term("tệp", "file", ("file", "tập tin")),
    Term("gửi tệp", "upload", ("tải lên", "upload")),
    Term("bấm", "tap", ("nhấn", "click", "ấn nút", "kích")),
    Term("nhắn", "write to the bot", ("inbox",)),
    Term("đề nghị, mời", "please", ("vui lòng", "xin hãy", "hãy vui")),
    # work
    Term("chạy thử", "dry run", ("dry run", "chạy nháp")),
    Term("ghi vào danh sách", "apply an import", ("import",)),
    Term("hoàn tác", "undo", ("khôi phục lại bước", "undo")),
    Term("tiến độ", "progress", ("tiến trình trả lời",)),
    Term("sao lưu, khôi phục", "backup, restore", ("backup", "restore")),
    # data protection
    Term("đồng ý", "consent", ("chấp thuận", "ưng thuận")),
    Term("rút lại đồng ý", "withdraw consent", ("hủy đồng ý",)),
    Term("xóa dữ liệu", "erase", ("xoá", "gỡ dữ liệu")),
    Term("hủy", "cancel", ("huỷ",)),
)
