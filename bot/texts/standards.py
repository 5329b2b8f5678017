"""What is wrong with a file of standards, for the office that keeps it: what stands there and what to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

STANDARDS_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # the file
        "standards_empty": "Tệp tiêu chuẩn không có nội dung. Đề nghị kiểm tra lại tệp.",
        "standards_too_large": "Tệp tiêu chuẩn quá lớn (tối đa {limit} KB). Đề nghị kiểm tra lại đã chọn đúng tệp.",
        "standards_broken": "Tệp không đúng cú pháp YAML. "
        "Đề nghị xem lại dấu hai chấm, dấu ngoặc và khoảng cách đầu dòng quanh chỗ này.",
        "standards_alias": "Tệp dùng ký hiệu tham chiếu (*). Đề nghị ghi lại nội dung, hoặc dùng same_as.",
        "standards_too_deep": "Tệp lồng quá {limit} lớp. Đề nghị bỏ bớt lớp lồng nhau.",
        # one entry
        "standards_wrong_shape": "Mục “{key}” ghi sai dạng. Đề nghị ghi như trong tệp standards.yaml kèm theo.",
        "standards_unknown_key": "Không có mục “{found}”. Đề nghị dùng một trong: {expected}.",
        "standards_key_twice": "Mục “{found}” ghi hai lần. Đề nghị giữ lại một.",
        "standards_missing_key": "Thiếu mục “{key}”. Đề nghị bổ sung.",
        "standards_unknown_value": "“{found}” không dùng được cho mục “{key}”. Đề nghị ghi một trong: {expected}.",
        "standards_not_a_number": "“{found}” ở mục “{key}” không phải là số nguyên từ 0 đến 9999. Đề nghị sửa lại.",
        "standards_not_a_day": "“{found}” ở mục “{key}” không phải là ngày. Đề nghị ghi như: 2023-08-01.",
        "standards_days_reversed": "Ngày hết hiệu lực {last} trước ngày có hiệu lực {first}. "
        "Đề nghị xem lại hai ngày.",
        # what entries say together
        "standards_unknown_title": "Không có chức danh mã “{found}”. Đề nghị dùng một trong: {expected}.",
        "standards_unknown_parent": "same_as nhắc đến “{found}” nhưng tệp không có chức danh này. "
        "Đề nghị sửa lại mã.",
        "standards_parent_cycle": "same_as dẫn vòng về “{found}”. Đề nghị ghi tiêu chuẩn cho một chức danh.",
        "standards_regime_twice": "Quy định “{found}” ghi hai lần. Đề nghị giữ lại một.",
        "standards_regime_unknown": "Không có quy định “{found}”. Đề nghị dùng một trong: {expected}.",
        "standards_regimes_overlap": "Hai quy định “{other}” và “{found}” cùng có hiệu lực cho một đối tượng. "
        "Đề nghị ghi ngày hết hiệu lực của quy định trước.",
        "standards_rule_twice": "Quy định “{regime}” đã có tiêu chuẩn của chức danh “{title}”. "
        "Đề nghị chỉ nâng bằng mục overrides.",
        # local decisions
        "standards_region_unknown": "Không có vùng “{found}”. Đề nghị dùng một trong: {expected}.",
        "standards_lowered": "Quyết định ({clause}) yêu cầu “{demanded}” về {criterion} cho chức danh “{title}”, "
        "thấp hơn “{standard}”. Địa phương chỉ được nâng; đề nghị sửa lại.",
        "standards_may_not_raise": "Quy định “{regime}” không cho địa phương quy định khác. Đề nghị bỏ mục này.",
        "standards_nothing_to_raise": "Quy định “{regime}” không có tiêu chuẩn {criterion} cho chức danh “{title}” "
        "để nâng. Đề nghị ghi tiêu chuẩn ở mục regimes.",
    }
)
"""Problem code -> sentence with the parameters that ``surveys.standards.PROBLEM_PARAMETERS`` lists."""
