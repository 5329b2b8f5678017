"""What is wrong with a file of titles, for the office that keeps it: what stands there and what to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TITLE_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "titles_bad_code": "“{found}” không dùng làm mã được. "
        "Đề nghị chỉ dùng chữ thường không dấu, chữ số, gạch dưới, và bắt đầu bằng chữ.",
        "titles_unknown_group": "Không có nhóm chức danh “{found}”. Đề nghị dùng một trong: {expected}; "
        "hoặc thêm nhóm ở mục groups.",
        "titles_unknown_field": "Không có lĩnh vực “{found}”. Đề nghị dùng một trong: {expected}; "
        "hoặc thêm lĩnh vực ở mục fields.",
        "titles_unknown_title": "Không có chức danh mã “{found}”. Đề nghị sửa lại mã.",
    }
)
"""Problem code -> sentence with the parameters that ``surveys.titles.PROBLEM_PARAMETERS`` lists."""
