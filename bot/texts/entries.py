"""What is wrong with a YAML file, for the office that keeps it: what stands there and what to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ENTRY_SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # the file
        "entry_empty": "Tệp không có nội dung. Đề nghị kiểm tra lại tệp.",
        "entry_too_large": "Tệp quá lớn (tối đa {limit} KB). Đề nghị kiểm tra lại đã chọn đúng tệp.",
        "entry_broken": "Tệp không đúng cú pháp YAML. "
        "Đề nghị xem lại dấu hai chấm, dấu ngoặc và khoảng cách đầu dòng quanh chỗ này.",
        "entry_alias": "Tệp dùng ký hiệu tham chiếu (*). Đề nghị ghi lại nội dung, hoặc dùng same_as.",
        "entry_too_deep": "Tệp lồng quá {limit} lớp. Đề nghị bỏ bớt lớp lồng nhau.",
        # one entry
        "entry_wrong_shape": "Mục “{key}” ghi sai dạng. Đề nghị ghi như trong tệp mẫu kèm theo.",
        "entry_unknown_key": "Không có mục “{found}”. Đề nghị dùng một trong: {expected}.",
        "entry_key_twice": "Mục “{found}” ghi hai lần. Đề nghị giữ lại một.",
        "entry_missing_key": "Thiếu mục “{key}”. Đề nghị bổ sung.",
        "entry_unknown_value": "“{found}” không dùng được cho mục “{key}”. Đề nghị ghi một trong: {expected}.",
        "entry_not_a_number": "“{found}” ở mục “{key}” không phải là số nguyên từ 0 đến 9999. Đề nghị sửa lại.",
        "entry_not_a_day": "“{found}” ở mục “{key}” không phải là ngày. Đề nghị ghi như: 2023-08-01.",
        "entry_days_reversed": "Ngày hết hiệu lực {last} trước ngày có hiệu lực {first}. "
        "Đề nghị xem lại hai ngày.",
    }
)
"""Problem code -> sentence with the parameters that ``surveys.entries.ENTRY_PROBLEMS`` lists."""
