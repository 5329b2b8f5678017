"""What is wrong with a file of standards, for the office that keeps it: what stands there and what to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

STANDARDS_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
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
