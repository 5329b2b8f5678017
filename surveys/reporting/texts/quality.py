"""What the tables on the quality of the body (thực trạng đội ngũ) are called."""

from itertools import combinations
from typing import Final

from surveys.reporting.texts.common import MISSING_LABEL
from surveys.reporting.texts.words import TableTexts
from surveys.roster import CERT

_ATTRIBUTES: Final = {
    "edu": "Trình độ giáo dục phổ thông",
    "qual": "Trình độ chuyên môn",
    "pol": "Trình độ lý luận chính trị",
    "qlnn": "Bồi dưỡng quản lý nhà nước",
    "cert": "Chứng chỉ",
}
_GROUPS: Final = {
    "title": "theo chức danh",
    "unit": "theo đơn vị",
    "age_band": "theo độ tuổi",
    "gender": "theo giới tính",
}
_HELD_CERTIFICATES: Final = [code for code in CERT if code != "none"]
_SEVERAL_CERTIFICATES: Final = {
    " ".join(codes): ", ".join(CERT[code] for code in codes)
    for size in range(2, len(_HELD_CERTIFICATES) + 1)
    for codes in combinations(_HELD_CERTIFICATES, size)
}

TEXTS: Final = TableTexts(
    titles={
        "quality_total": "Thực trạng trình độ đội ngũ cán bộ, công chức",
        **{
            f"quality_{attribute}_{by}": f"{name} {group}"
            for attribute, name in _ATTRIBUTES.items()
            for by, group in _GROUPS.items()
        },
    },
    columns={
        "quality_total.attribute": "Tiêu chí",
        "quality_total.value": "Trình độ",
        "quality_total.count": "Số người",
        "quality_total.share": "Tỷ lệ",
    },
    notes={
        "several_certificates": "Một người có thể có nhiều chứng chỉ nên tổng các tỷ lệ về chứng chỉ có thể quá 100%.",
    },
    labels={
        "attribute": {
            **_ATTRIBUTES,
            "title": "Chức danh",
            "unit": "Đơn vị công tác",
            "gender": "Giới tính",
            "birth_year": "Năm sinh",
            "major": "Ngành, chuyên ngành",
        },
        **{
            vocabulary: {"missing": MISSING_LABEL} for vocabulary in ("title", "unit", "gender", *_ATTRIBUTES)
        },
        "attribute_value": {"missing": MISSING_LABEL},
    }
    | {"cert": {**_SEVERAL_CERTIFICATES, "missing": MISSING_LABEL}},
)
