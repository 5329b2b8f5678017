"""What the tables of demand, reasons, barriers and situations are called."""

from typing import Final

from surveys.reporting.texts.words import TableTexts

TEXTS: Final = TableTexts(
    titles={
        "demand_d_topic": "Nội dung cần được bồi dưỡng nhất trong 12 tháng tới",
        "demand_d_top1": "Nội dung cần bồi dưỡng nhất",
        "demand_d_degree": "Nhu cầu về chương trình đào tạo dài hạn",
        "demand_d_form": "Hình thức đào tạo, bồi dưỡng phù hợp nhất",
        "demand_d_len": "Thời lượng phù hợp cho một lớp bồi dưỡng",
        "demand_d_time": "Thời gian thuận lợi",
        "demand_d_place": "Địa điểm phù hợp",
        "reasons": "Lý do chính của nhu cầu học tập",
        "barriers_age": "Khó khăn khi tham gia đào tạo, bồi dưỡng, theo độ tuổi",
        "situations": "Cách xử lý tình huống được lựa chọn",
        "ranks": "Thứ tự trung bình của các mục được xếp",
        "ranges": "Số trung bình trên thang số",
        "confidence": "Mức độ tự tin khi xử lý tình huống thực tế, theo nhóm chức danh",
    },
    columns={
        "choice": "Lựa chọn",
        "count": "Số người",
        "reasons.choice": "Lý do",
        "barriers_age.choice": "Khó khăn",
        "ranks.item": "Câu hỏi",
        "ranks.choice": "Mục",
        "ranks.mean": "Thứ tự trung bình",
        "ranks.n": "Số người xếp",
        "ranges.item": "Câu hỏi",
        "ranges.first": "Từ",
        "ranges.last": "Đến",
        "ranges.mean": "Trung bình",
        "ranges.n": "Số người trả lời",
        "situations.item": "Tình huống",
        "situations.choice": "Cách xử lý",
        "situations.n": "Số người trả lời",
        "confidence.n": "Số người trả lời",
        "confidence.mean": "Điểm trung bình",
        "confidence.low": "Số người kém tự tin",
        "confidence.low_share": "Tỷ lệ kém tự tin",
    },
    notes={
        "share_of_answers": "Tỷ lệ tính trên số người có trả lời câu này.",
        "share_of_asked": (
            "Tỷ lệ tính trên số người được hỏi câu này: những người có nhu cầu học chương trình dài hạn."
        ),
        "share_of_band": "Tỷ lệ tính trên số người có trả lời câu này trong từng độ tuổi.",
        "several_choices": "Mỗi người được chọn nhiều mục nên các tỷ lệ cộng lại có thể vượt 100%.",
        "reasons_papers": (
            "Dòng “Để đạt chuẩn hoặc có thêm bằng cấp” gộp hai lý do ấy; so với “Đáp ứng công việc đang làm” để thấy "
            "bao nhiêu người học vì bằng cấp, tiêu chuẩn hơn là vì công việc."
        ),
        "reasons_repeats": (
            "Dòng “Muốn học chương trình không cao hơn trình độ đã có” đếm người đã có bằng ở bậc ấy hoặc cao hơn mà "
            "vẫn muốn học (ví dụ văn bằng đại học thứ hai)."
        ),
        "first_is_one": "1 là thứ nhất: số càng nhỏ, mục càng được xếp trước. Chỉ tính người xếp đủ mọi mục.",
        "ends_of_scale": "Trung bình của những người có trả lời, trên thang số của câu hỏi.",
        "situations_aggregate": (
            "Chỉ tổng hợp chung để chọn nội dung bồi dưỡng kỹ năng xử lý tình huống; không chấm điểm từng người."
        ),
        "confidence_low": "“Kém tự tin”: chọn mức dưới trung bình của thang điểm (mức 1 và 2 trên thang 5).",
    },
    labels={
        "reasons": {
            "papers": "Để đạt chuẩn hoặc có thêm bằng cấp (gộp hai lý do)",
            "repeats": "Muốn học chương trình không cao hơn trình độ đã có",
        },
    },
)
