"""What the tables of the trend are called."""

from typing import Final

from surveys.reporting.texts.words import TableTexts

TEXTS: Final = TableTexts(
    titles={
        "trend_rates": "Tỷ lệ phản hồi, từ chối, tiếp xúc so với đợt trước",
        "trend_needs": "Nhu cầu bồi dưỡng theo năng lực (điểm MWDS) so với đợt trước",
        "trend_demand": "Nội dung cần bồi dưỡng so với đợt trước",
    },
    columns={
        "previous_n": "Số người, đợt trước",
        "previous": "Đợt trước",
        "current": "Đợt này",
        "change": "Thay đổi",
        "trend_rates.n": "Số người, đợt này",
        "trend_needs.screen": "Năng lực",
        "trend_needs.n": "Số người, đợt này",
        "trend_demand.n": "Số người, đợt này",
    },
    notes={
        "trend_waves": "So sánh đợt số {number} với đợt số {previous} trong cùng loạt đợt khảo sát.",
        "trend_points": "Thay đổi tính bằng điểm phần trăm.",
        "trend_mwds": (
            "Thay đổi là hiệu của hai điểm MWDS; chỉ so sánh năng lực được hỏi ở cả hai đợt với cùng thang điểm."
        ),
    },
)
