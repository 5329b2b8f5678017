"""The codes that the house stores, with their Vietnamese labels. One spelling each; order is meaning.

Titles are those of a commune in force from 2004 to 30/6/2025 (QĐ 04/2004/QĐ-BNV, NĐ 33/2023/NĐ-CP Điều 5).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _frozen(labels: dict[str, str]) -> Mapping[str, str]:
    return MappingProxyType(labels)


TITLES: Final = _frozen(
    {
        "bt": "Bí thư Đảng ủy",
        "pbt": "Phó Bí thư Thường trực Đảng ủy",
        "ct_hdnd": "Chủ tịch HĐND",
        "pct_hdnd": "Phó Chủ tịch HĐND",
        "ct_ubnd": "Chủ tịch UBND",
        "pct_ubnd": "Phó Chủ tịch UBND",
        "mttq": "Chủ tịch Ủy ban MTTQ Việt Nam",
        "doan": "Bí thư Đoàn TNCS Hồ Chí Minh",
        "phunu": "Chủ tịch Hội LHPN Việt Nam",
        "nongdan": "Chủ tịch Hội Nông dân Việt Nam",
        "ccb": "Chủ tịch Hội Cựu chiến binh Việt Nam",
        "qs": "Chỉ huy trưởng Ban CHQS",
        "vptk": "Văn phòng – thống kê",
        "dcxd": "Địa chính – xây dựng – (nông nghiệp/đô thị) và môi trường",
        "tckt": "Tài chính – kế toán",
        "tpht": "Tư pháp – hộ tịch",
        "vhxh": "Văn hóa – xã hội",
    }
)
TITLE_GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "dang": ("bt", "pbt"),
        "cq": ("ct_hdnd", "pct_hdnd", "ct_ubnd", "pct_ubnd"),
        "dt": ("mttq", "doan", "phunu", "nongdan", "ccb"),
        "cc": ("qs", "vptk", "dcxd", "tckt", "tpht", "vhxh"),
    }
)
TITLE_GROUP_LABELS: Final = _frozen(
    {"dang": "Đảng", "cq": "Chính quyền", "dt": "Mặt trận, đoàn thể", "cc": "Công chức chuyên môn"}
)
GENDER: Final = _frozen({"nam": "Nam", "nu": "Nữ", "na": "Không trả lời"})
EDU: Final = _frozen({"thcs": "THCS", "thpt": "THPT (tốt nghiệp)", "khac": "Khác"})
QUAL: Final = _frozen(
    {
        "none": "Chưa qua đào tạo",
        "sc": "Sơ cấp (nghề)",
        "tc": "Trung cấp",
        "cd": "Cao đẳng",
        "dh": "Đại học",
        "sdh": "Sau đại học",
    }
)
POL: Final = _frozen(
    {
        "none": "Chưa qua đào tạo",
        "sc": "Sơ cấp",
        "tc": "Trung cấp (hoặc tương đương)",
        "cc": "Cao cấp (hoặc tương đương)/Cử nhân",
    }
)
QLNN: Final = _frozen(
    {
        "none": "Chưa",
        "cs": "Cán sự và tương đương/Chức danh công chức cấp xã",
        "cv": "Chuyên viên",
        "cvc": "Chuyên viên chính",
        "cvcc": "Chuyên viên cao cấp",
    }
)
CERT: Final = _frozen(
    {
        "tin": "Tin học",
        "nn": "Ngoại ngữ",
        "dtts": "Tiếng dân tộc thiểu số",
        "qpan": "Quốc phòng – an ninh",
        "none": "Chưa có",
    }
)
VOCABULARIES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"title": TITLES, "gender": GENDER, "edu": EDU, "qual": QUAL, "pol": POL, "qlnn": QLNN, "cert": CERT}
)
"""Every vocabulary by the name of its roster attribute."""


def title_group(title: str) -> str:
    """Return the group (``dang cq dt cc``) of a title's code; empty for a code outside ``TITLES``."""
    return next((group for group, titles in TITLE_GROUPS.items() if title in titles), "")
