"""Words that tables of several questions share."""

from typing import Final

from surveys.reporting.texts.words import TableTexts
from surveys.roster import VOCABULARIES

LIST_TO_CONFIRM: Final = "Xác nhận thông tin đã có trong danh sách"
"""What the screen is called on which officials confirm what the roster knows."""

HIDDEN_MARK: Final = "*"
NOTHING_MARK: Final = "–"
MISSING_LABEL: Final = "Chưa có số liệu"
TOTAL_LABEL: Final = "Tổng số"
SHARE_HEADING: Final = "{heading} (tỷ lệ)"  # of a share beside the count of the same thing

TEXTS: Final = TableTexts(
    titles={},
    columns={
        "title": "Chức danh",
        "unit": "Đơn vị",
        "title_group": "Nhóm chức danh",
        "age_band": "Độ tuổi",
        "gender": "Giới tính",
        "n": "Số người",
        "total": "Tổng số",
        "share": "Tỷ lệ",
    },
    notes={
        "hidden": "* Không hiện số liệu dưới {threshold} người và số liệu có thể suy ra từ đó.",
        "rounded": "Tỷ lệ được làm tròn riêng từng số nên tổng có thể khác 100%.",
    },
    labels={
        **VOCABULARIES,
        "total": {"total": TOTAL_LABEL},
        "age_band": {
            "to30": "Từ 30 trở xuống",
            "31to40": "31–40",
            "41to50": "41–50",
            "51to55": "51–55",
            "over55": "Trên 55",
            "missing": MISSING_LABEL,
        },
    },
)
