"""What the tables of training needs and of scale reliability are called; each method in a plain sentence."""

from typing import Final

from surveys.reporting.texts.words import TableTexts

NEEDS: Final = TableTexts(
    titles={
        "needs": "Nhu cầu đào tạo, bồi dưỡng theo năng lực",
        "needs_group": "Nhu cầu đào tạo, bồi dưỡng theo năng lực – nhóm {subject}",
        "needs_methods": "Những năng lực mà các phương pháp đánh giá khác nhau",
    },
    columns={
        "screen": "Năng lực",
        "needs.n": "Số người chấm",
        "needs_group.n": "Số người chấm",
        "importance": "Mức quan trọng",
        "level": "Mức hiện có",
        "gap": "Khoảng cách",
        "mwds": "Điểm nhu cầu (MWDS)",
        "mwds_low": "MWDS, cận dưới",
        "mwds_high": "MWDS, cận trên",
        "rank": "Thứ tự theo MWDS",
        "mwds_rank": "Thứ tự theo MWDS",
        "rds": "Điểm chênh lệch (RDS)",
        "rds_low": "RDS, cận dưới",
        "rds_high": "RDS, cận trên",
        "rds_rank": "Thứ tự theo RDS",
        "ipa": "Nhóm theo IPA",
        "lf": "Vị trí theo khoảng cách",
        "priority": "Mức ưu tiên",
        "disagreement": "Khác nhau ở điểm nào",
    },
    notes={
        "needs_mwds": (
            "Điểm nhu cầu (MWDS, Borich 1980): lấy mức quan trọng trừ mức hiện có của từng người, nhân với "
            "mức quan trọng trung bình rồi lấy trung bình. Điểm càng cao thì càng cần bồi dưỡng trước. Chỉ "
            "tính người chấm đủ cả hai mức."
        ),
        "needs_rds": (
            "Điểm chênh lệch (RDS, Narine và Harder 2021): tỷ lệ phần trăm người có mức hiện có cao hơn "
            "mức quan trọng trừ đi tỷ lệ người có mức hiện có thấp hơn. Gần −100 nghĩa là hầu như ai cũng "
            "còn thiếu."
        ),
        "ipa_crosshair": (
            "Nhóm theo IPA (Martilla và James 1977): so mức quan trọng và mức hiện có của từng năng lực "
            "với trung bình chung ({importance} và {level}). “Tập trung” là quan trọng mà còn yếu; bằng "
            "trung bình thì tính vào phía cao."
        ),
        "lf_crosshair": (
            "Vị trí theo khoảng cách (Locus for Focus): so mức quan trọng và khoảng cách của từng năng lực "
            "với trung bình chung ({importance} và {gap}). Vừa quan trọng vừa có khoảng cách lớn thì cần "
            "bồi dưỡng trước."
        ),
        "needs_priority": (
            "Mức ưu tiên 1: vừa nằm trong vùng quan trọng, khoảng cách lớn, vừa đứng đầu theo MWDS; mức 2: "
            "chỉ đạt một trong hai."
        ),
        "needs_ties": "Khi điểm bằng nhau, năng lực quan trọng hơn xếp trước, rồi đến thứ tự mã.",
        "needs_few": "Năng lực có dưới {fewest} người chấm không được xếp thứ tự.",
        "methods_agree": "Các phương pháp cho kết quả thống nhất về những năng lực cần bồi dưỡng trước.",
        "methods_disagree": (
            "Các phương pháp đánh giá khác nhau ở {count} năng lực; xem bảng riêng trước khi chọn nội dung "
            "mở lớp."
        ),
        "needs_methods": (
            "Mỗi phương pháp nhìn nhu cầu theo một cách, nên kết quả có thể khác nhau. Với những năng lực "
            "này nên xem xét thêm yêu cầu công việc thực tế trước khi quyết định."
        ),
        "bootstrap": (
            "Cận dưới và cận trên là khoảng tin cậy {level}%, tính bằng cách lấy mẫu lại người trả lời "
            "{draws} lần (bootstrap). Hai năng lực có khoảng chồng lên nhau nhiều thì chưa chắc hơn kém "
            "thật."
        ),
    },
    labels={
        "quadrant": {"A": "Tập trung", "B": "Giữ vững", "C": "Ưu tiên thấp", "D": "Dư thừa"},
        "locus": {
            "HH": "Quan trọng, khoảng cách lớn",
            "HL": "Quan trọng, khoảng cách nhỏ",
            "LH": "Ít quan trọng hơn, khoảng cách lớn",
            "LL": "Ít quan trọng hơn, khoảng cách nhỏ",
        },
        "disagreement": {
            "keep_or_train": (
                "IPA xếp vào nhóm “Giữ vững” vì mức hiện có đã trên trung bình, nhưng khoảng cách so với "
                "mức quan trọng vẫn lớn nên cần bồi dưỡng trước"
            ),
            "only_lf_top": "Quan trọng và có khoảng cách lớn, nhưng không thuộc nhóm đứng đầu theo MWDS",
            "only_borich_top": "Đứng đầu theo MWDS, nhưng không vừa quan trọng vừa có khoảng cách lớn hơn trung bình",
            "only_mwds_top": (
                "Đứng đầu theo MWDS, không đứng đầu theo RDS: thường vì ít người còn thiếu nhưng mỗi người "
                "thiếu nhiều"
            ),
            "only_rds_top": (
                "Đứng đầu theo RDS, không đứng đầu theo MWDS: thường vì nhiều người còn thiếu nhưng mỗi "
                "người chỉ thiếu ít, hoặc năng lực ít quan trọng hơn"
            ),
            "order": "Thứ tự theo MWDS và theo RDS cách xa nhau",
        },
        "title_group": {"missing": "Không rõ chức danh"},
    },
)

RELIABILITY: Final = TableTexts(
    titles={
        "reliability": "Độ tin cậy của thang đo (Cronbach’s α)",
        "reliability_group": "Độ tin cậy của thang đo (Cronbach’s α) – nhóm {subject}",
    },
    columns={
        "scale": "Thang đo",
        "items": "Số câu hỏi",
        "reliability.n": "Số người trả lời đủ",
        "reliability_group.n": "Số người trả lời đủ",
        "alpha": "Hệ số α",
    },
    notes={
        "alpha": (
            "Hệ số α cho biết các câu trong một thang đo có cùng hướng hay không: từ 0,7 trở lên thường "
            "được coi là tin cậy. Chỉ tính trên những người trả lời đủ các câu của thang đo; "
            "câu chỉ hỏi một số người không tính."
        ),
        "alpha_few": "Không tính α khi có dưới {people} người trả lời đủ hoặc dưới {items} câu hỏi.",
        "alpha_undefined": "Không tính được α khi mọi người có cùng một tổng điểm.",
        "alpha_negative": "α âm: các câu trả lời trái hướng nhau, không nên gộp thành một thang đo.",
    },
    labels={"scale": {"importance": "Mức độ quan trọng", "level": "Mức độ hiện có"}},
)

TEXTS: Final = (NEEDS, RELIABILITY)
