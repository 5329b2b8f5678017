"""Which standards of the office a review used, and what to do where there are none."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class StandardsTexts:
    """Said in every document that a review stands in."""

    version: str = (
        "Tiêu chuẩn của cơ quan: biểu số {number}, nhập ngày {imported_on}, dùng để rà soát từ ngày {as_of}; "
        "căn cứ: {bases}."
    )
    own: str = "biểu tiêu chuẩn số {number} của cơ quan (nhập ngày {day})"
    own_short: str = "Biểu tiêu chuẩn số {number} của cơ quan"
    both: str = "{basis} và {own}"
    asks: str = (
        "Chưa có tiêu chuẩn của cơ quan cho thời kỳ này: đề nghị điền mẫu biểu tiêu chuẩn chức danh, đối chiếu với văn "
        "bản của tỉnh, xác nhận từng dòng, nạp biểu rồi rà soát lại."
    )
    semicolon: str = "; "


STANDARDS: Final = StandardsTexts()
