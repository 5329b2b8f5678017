"""What the review against the standards is called: its tables, criteria, regimes, results and reasons."""

from typing import Final

from surveys.reporting.texts.words import TableTexts

_REGIME: Final = "Đối chiếu theo: {regime}; tính đến ngày {as_of}."
_MONTHS: Final = range(-360, 601)
_YEARS: Final = range(121)

_AGES: Final = {
    **{f">={n}m": f"Còn từ {n} tháng công tác trở lên" for n in _MONTHS},
    **{f"<={n}m": f"Còn không quá {n} tháng công tác" for n in _MONTHS if n >= 0},
    **{f"{n}m": f"Còn {n} tháng công tác" for n in _MONTHS if n >= 0},
    **{f"{n}m": "Đã đến tuổi nghỉ hưu" for n in _MONTHS if n < 0},
    **{f"<={n}m": "Đã đến tuổi nghỉ hưu" for n in _MONTHS if n < 0},
    **{f">={n}y": f"Từ {n} tuổi trở lên" for n in _YEARS},
    **{f"<={n}y": f"Không quá {n} tuổi" for n in _YEARS},
    **{f"{n}y": f"{n} tuổi" for n in _YEARS},
}

TEXTS: Final = TableTexts(
    titles={
        "review_summary": "Kết quả rà soát theo tiêu chuẩn chức danh",
        "review_title": "Số người chưa đạt tiêu chuẩn theo chức danh",
        "limited_competence": "Năng lực còn hạn chế một số mặt",
        "below_standard": "Danh sách cán bộ, công chức chưa đạt tiêu chuẩn chức danh",
        "below_qualification": "Danh sách cán bộ, công chức chưa đạt chuẩn về trình độ chuyên môn",
        "not_known": "Danh sách chưa đủ dữ liệu để kết luận",
        "differences": "Danh sách có câu trả lời khác với hồ sơ quản lý",
    },
    columns={
        "regime": "Quy định",
        "criterion": "Tiêu chuẩn",
        "dat": "Đạt",
        "chua_dat": "Chưa đạt",
        "chua_du_du_lieu": "Chưa đủ dữ liệu",
        "khong_ap_dung": "Không áp dụng",
        "chua_dat_share": "Tỷ lệ chưa đạt",
        "review_title.edu": "Chưa đạt về giáo dục phổ thông",
        "review_title.qual": "Chưa đạt về chuyên môn",
        "review_title.pol": "Chưa đạt về lý luận chính trị",
        "review_title.any": "Chưa đạt ít nhất một tiêu chuẩn",
        "limited_competence.screen": "Năng lực",
        "limited_competence.n": "Số người chấm",
        "limited": "Quan trọng mà còn yếu",
        "limited_share": "Tỷ lệ",
        "stt": "STT",
        "full_name": "Họ và tên",
        "birth_year": "Năm sinh",
        "held": "Hiện có",
        "demanded": "Yêu cầu",
        "of_title": "Theo chức danh",
        "basis": "Căn cứ",
        "clause": "Điều khoản",
        "deadline": "Thời hạn đạt chuẩn",
        "verify": "Ghi chú",
        "reason": "Lý do",
        "roster_key": "Mã",
        "differences.attribute": "Thông tin",
        "differences.held": "Hồ sơ quản lý",
        "differences.answer": "Câu trả lời",
    },
    notes={
        "review_as_of": "Rà soát tính đến ngày {as_of}.",
        "review_regime": _REGIME,
        "regime_ended": "{regime}: chỉ để so sánh, đã hết hiệu lực sau ngày {day}.",
        "regime_not_yet": "{regime}: chỉ để so sánh, ngày rà soát chưa có hiệu lực (từ ngày {day}).",
        "review_not_known": (
            "“Chưa đủ dữ liệu” là hồ sơ chưa ghi hoặc chưa có quy định để đối chiếu; không tính là chưa đạt."
        ),
        "verify": "“Cần xác minh”: quy định phải được đối chiếu với văn bản gốc trước khi sử dụng chính thức.",
        "reservation": "Lưu ý: {reason}.",
        "limited": "Tính người tự chấm quan trọng ở hai mức cao nhất mà hiện có ở hai mức thấp nhất của thang điểm.",
        "limited_nameless": "Chỉ nêu số liệu tổng hợp từ câu trả lời; không nêu tên.",
        "differences_undecided": (
            "Số liệu báo cáo lấy theo hồ sơ quản lý cho đến khi người có thẩm quyền chấp nhận thay đổi."
        ),
    },
    labels={
        "regime": {
            "qd04_2004": "QĐ 04/2004/QĐ-BNV",
            "nd112_2011": "NĐ 112/2011/NĐ-CP, TT 06/2012/TT-BNV",
            "tt13_2019": "TT 13/2019/TT-BNV",
            "nd33_2023": "NĐ 33/2023/NĐ-CP",
            "luat80_2025": "Luật Cán bộ, công chức 2025",
            "in_force": "Quy định đang có hiệu lực đối với từng chức danh",
        },
        "criterion": {
            "edu": "Giáo dục phổ thông",
            "qual": "Trình độ chuyên môn",
            "pol": "Lý luận chính trị",
            "age": "Độ tuổi",
            "qlnn": "Quản lý nhà nước",
            "tin": "Tin học",
            "nn": "Ngoại ngữ",
            "qpan": "Quốc phòng – an ninh",
            "major": "Ngành đào tạo",
            "other": "Chương trình bồi dưỡng",
            "any": "Ít nhất một tiêu chuẩn",
            "all": "Mọi tiêu chuẩn",
        },
        "result": {
            "dat": "Đạt",
            "chua_dat": "Chưa đạt",
            "chua_du_du_lieu": "Chưa đủ dữ liệu",
            "khong_ap_dung": "Không áp dụng",
        },
        "verify": {"yes": "Cần xác minh"},
        "edu": {"none": "Chưa qua tiểu học", "tieu_hoc": "Tiểu học"},
        "major": {"luat": "Ngành luật", "phu_hop_vi_tri": "Phù hợp với vị trí công tác"},
        "age": _AGES,
        "certificate": {"co": "Có chứng chỉ"},
        "course": {
            "bd_xay_dung_dang": "Bồi dưỡng công tác xây dựng Đảng",
            "bd_qlnn": "Bồi dưỡng quản lý nhà nước",
            "bd_kinh_te": "Bồi dưỡng quản lý kinh tế",
            "bd_nghiep_vu_mat_tran": "Bồi dưỡng nghiệp vụ công tác Mặt trận",
            "bd_nghiep_vu_doan": "Bồi dưỡng nghiệp vụ công tác Đoàn",
            "bd_nghiep_vu_hoi": "Bồi dưỡng nghiệp vụ công tác Hội",
            "bd_nghiep_vu_ho_tich": "Bồi dưỡng nghiệp vụ hộ tịch",
            "nganh_phu_hop_ktxh": "Ngành phù hợp với kinh tế – xã hội của địa phương",
            "tin_hoc_A": "Chứng chỉ tin học A",
            "udcntt_co_ban": "Chứng chỉ ứng dụng công nghệ thông tin cơ bản",
            "sau_tuyen_dung_hoan_thanh_qlnn_llct": "Quản lý nhà nước, lý luận chính trị sau tuyển dụng",
            "not_attended": "Chưa có",
        },
        "reason": {
            "missing": "Hồ sơ chưa ghi",
            "not_on_scale": "Trình độ ghi là “Khác”, chưa so sánh được",
            "not_on_record": "Hồ sơ không có cột để đối chiếu",
            "needs_judgement": "Cần cơ quan quản lý xem xét",
            "level_not_on_record": "Hồ sơ có chứng chỉ nhưng không ghi bậc; cần đối chiếu văn bằng",
            "concurrent_since_missing": "Hồ sơ chưa ghi ngày giữ chức danh kiêm nhiệm",
            "birth_missing": "Hồ sơ chưa ghi năm sinh",
            "gender_missing": "Hồ sơ chưa ghi giới tính",
            "appointment_missing": "Hồ sơ chưa ghi ngày giữ chức danh",
            "date_imprecise": "Hồ sơ chỉ ghi năm, cần ngày tháng cụ thể",
            "appointment_assumed": (
                "tuổi tính vào lúc bắt đầu giữ chức danh hiện nay, coi là lần đầu; "
                "trường hợp đặc biệt do cơ quan quản lý cán bộ quyết định"
            ),
            "appointed_before": "Giữ chức danh trước khi quy định có hiệu lực",
            "appointed_after": "Giữ chức danh sau khi quy định hết hiệu lực",
            "rule_missing": "Chưa có quy định cho chức danh; đề nghị nạp văn bản của tỉnh",
            "no_regime": "Không có quy định nào đang có hiệu lực cho chức danh",
            "other_body": "Quy định không dành cho chức danh này",
            "not_demanded": "Không yêu cầu",
            "by_charter": "Theo luật, điều lệ tổ chức, quy định của Đảng và đoàn thể",
            "external": "Theo quy định khác",
            "phap_luat_quan_su": "Theo pháp luật về quân sự",
            "region": "tiêu chuẩn theo vùng mà quy định cho phép",
            "raised": "tiêu chuẩn do địa phương quy định cao hơn",
            "luat_khac": "trình độ chuyên môn theo quy định trên, trừ trường hợp luật khác có quy định",
            "dieu_le_dang": "trình độ chuyên môn theo quy định trên, trừ trường hợp Điều lệ Đảng có quy định khác",
            "luat_dieu_le_to_chuc": (
                "trình độ chuyên môn theo quy định trên, trừ trường hợp luật, điều lệ của tổ chức có quy định khác"
            ),
        },
    },
)
