"""Label lists of real questions, for tests of what people type."""

LENGTHS = ("1 ngày", "2–3 ngày", "1 tuần (5 ngày)", "2–4 tuần", "Trên 1 tháng")
TIMES = ("Quý I", "Quý II", "Quý III", "Quý IV", "Trong giờ hành chính", "Thứ Bảy, Chủ nhật", "Buổi tối")
CONSENTS = ("Tôi đồng ý", "Tôi không đồng ý")
LEVELS = ("1 – Rất yếu", "2 – Yếu", "3 – Trung bình", "4 – Khá", "5 – Tốt")
IMPORTANCES = (
    "1 – Không quan trọng",
    "2 – Ít quan trọng",
    "3 – Trung bình",
    "4 – Quan trọng",
    "5 – Rất quan trọng",
)
QUALIFICATIONS = ("Chưa qua đào tạo", "Sơ cấp (nghề)", "Trung cấp", "Cao đẳng", "Đại học", "Sau đại học")
TITLES = (
    "Bí thư Đảng ủy",
    "Phó Bí thư Thường trực Đảng ủy",
    "Chủ tịch HĐND",
    "Phó Chủ tịch HĐND",
    "Chủ tịch UBND",
    "Phó Chủ tịch UBND",
    "Bí thư Đoàn TNCS Hồ Chí Minh",
    "Văn phòng – thống kê",
)
BARRIERS = (
    "Bận công việc, không sắp xếp được thời gian",
    "Tuổi cao, khó tiếp thu kiến thức mới",
    "Hạn chế tin học, ngoại ngữ",
    "Chế độ, kinh phí hỗ trợ chưa phù hợp",
    "Không khó khăn",
    "Khác",
)
CERTIFICATES = ("Tin học", "Ngoại ngữ", "Tiếng dân tộc thiểu số", "Quốc phòng – an ninh", "Chưa có")
ALL_LISTS = (
    LENGTHS,
    TIMES,
    CONSENTS,
    LEVELS,
    IMPORTANCES,
    QUALIFICATIONS,
    TITLES,
    BARRIERS,
    CERTIFICATES,
)
