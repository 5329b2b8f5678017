"""The sentences of the documents that leave the house."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from surveys.reporting.texts.fieldwork import TEXTS as FIELDWORK_TEXTS

_DISPOSITIONS: Final = MappingProxyType(
    {
        "registered": "Chưa kết nối",
        "queued": "Đã kết nối, chưa được mời",
        "contacted": "Đã mời, chưa trả lời",
        "started": "Đang trả lời",
        "failed": "Không liên lạc được",
        "completed": "Hoàn thành",
        "partial": "Trả lời từ một nửa trở lên",
        "breakoff": "Bỏ dở",
        "refused": "Từ chối",
        "unreachable": "Không liên lạc được",
        "silent": "Đã kết nối, không trả lời",
        "unlinked": "Chưa kết nối",
    }
)
_ITEM_TYPES: Final = MappingProxyType(
    {
        "text": "văn bản",
        "integer": "số nguyên",
        "decimal": "số thập phân",
        "date": "ngày",
        "time": "giờ",
        "datetime": "ngày giờ",
        "select_one": "chọn một",
        "select_multiple": "chọn nhiều",
        "rank": "xếp thứ tự",
        "range": "số trên thang {first} – {last}, nấc {step}",
        "acknowledge": "xác nhận đã rõ",
        "image": "ảnh (tên tệp trong thư mục ảnh, tệp kèm theo)",
        "file": "tệp (tên tệp trong thư mục ảnh, tệp kèm theo)",
        "audio": "ghi âm (tên tệp trong thư mục ảnh, tệp kèm theo)",
        "video": "phim (tên tệp trong thư mục ảnh, tệp kèm theo)",
        "geopoint": "vị trí (vĩ độ, kinh độ, độ cao, sai số mét)",
        "calculate": "tính toán",
        "hidden": "giá trị ẩn",
        "start": "lúc bắt đầu",
        "end": "lúc nộp phiếu",
        "today": "ngày trả lời",
        "username": "mã người trả lời",
    }
)


@dataclass(frozen=True, slots=True)
class AnswersTexts:
    """The workbook of answers. Sheet names are at most 31 characters."""

    labels_sheet: str = "Câu trả lời"
    codes_sheet: str = "Mã trả lời"
    codebook_sheet: str = "Bảng mã"
    cases_sheet: str = "Danh sách phiếu"
    case_headers: tuple[str, ...] = (
        "Phiếu số",
        "Mã",
        "Họ và tên",
        "Đơn vị",
        "Chức danh",
        "Kết quả",
        "Mã kết quả",
        "Bắt đầu",
        "Hoàn thành",
        "Hình thức",
    )
    number_of: str = "{label}: lần"
    codes_of: str = "{label} (mã)"
    place_of: str = "{label} – thứ tự của “{choice}”"
    codebook_headers: tuple[str, ...] = ("Tên biến", "Phần", "Câu hỏi", "Kiểu", "Mã", "Nhãn")
    modes: Mapping[str, str] = field(default_factory=lambda: FIELDWORK_TEXTS.labels["mode"])
    dispositions: Mapping[str, str] = field(default_factory=lambda: _DISPOSITIONS)
    item_types: Mapping[str, str] = field(default_factory=lambda: _ITEM_TYPES)


@dataclass(frozen=True, slots=True)
class CodesTexts:
    """The workbook of link codes. A header or footer holds at most 255 characters with its format codes."""

    title: str = "MÃ THAM GIA KHẢO SÁT – {unit}"
    instruction: str = (
        "Quét mã QR bằng điện thoại, hoặc nhắn mã cho trợ lý khảo sát. Mỗi người chỉ cần một cách. "
        "Mã chỉ dùng một lần, cho đúng người có tên."
    )
    page: str = "Trang {page}/{pages}"
    empty_sheet: str = "Không có mã mới"
    unnamed_unit: str = "Đơn vị"
    type_code: str = "{place} (mở rồi nhắn mã)"


@dataclass(frozen=True, slots=True)
class ByHandTexts:
    """The workbook of whom coordinators remind by hand."""

    headers: tuple[str, ...] = (
        "Họ và tên",
        "Chức danh",
        "Điện thoại",
        "Tình trạng",
        "Đường dẫn",
        "Lời nhắn",
        "Lời nhắn SMS (không dấu)",
    )
    empty_sheet: str = "Không có ai"
    unnamed_unit: str = "Đơn vị"


ANSWERS: Final = AnswersTexts()
BY_HAND: Final = ByHandTexts()
CODES: Final = CodesTexts()
