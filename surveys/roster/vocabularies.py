"""The codes that the house stores, with their Vietnamese labels. One spelling each; order is meaning.

Titles are data of the office: ``surveys.titles``.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _frozen(labels: dict[str, str]) -> Mapping[str, str]:
    return MappingProxyType(labels)


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
ETHNICITY: Final = _frozen({"kinh": "Kinh", "dtts": "Dân tộc thiểu số"})
"""Whether somebody is of an ethnic minority: it is sensitive, and more than that no figure asks for."""
VOCABULARIES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "gender": GENDER,
        "ethnicity": ETHNICITY,
        "edu": EDU,
        "qual": QUAL,
        "pol": POL,
        "qlnn": QLNN,
        "cert": CERT,
    }
)
"""Every vocabulary by the name of its roster attribute."""
