"""What the tables of the fieldwork are called."""

from typing import Final

from surveys.reporting.texts.words import TableTexts

TEXTS: Final = TableTexts(
    titles={
        "response_unit": "Tình hình trả lời theo đơn vị",
        "response_title": "Tình hình trả lời theo chức danh",
        "dispositions": "Kết quả của các phiếu",
        "dispositions_unit": "Kết quả của các phiếu theo đơn vị",
        "rates": "Tỷ lệ phản hồi, từ chối, tiếp xúc",
        "rates_title": "Tỷ lệ phản hồi, từ chối, tiếp xúc theo chức danh",
        "item_nonresponse": "Mức độ bỏ trống của từng câu hỏi",
        "stops": "Câu hỏi đang dừng của các phiếu chưa gửi",
        "answering_time": "Thời gian trả lời (phút)",
        "modes": "Kênh trả lời phiếu",
        "mode_differences": "Câu hỏi có câu trả lời khác nhau giữa các kênh",
        "reminders": "Số phiếu nhận được sau lời mời và sau mỗi lần nhắc",
    },
    columns={
        "cases": "Số người được hỏi",
        "completed": "Đã gửi phiếu",
        "not_completed": "Chưa gửi phiếu",
        "response_unit.share": "Tỷ lệ đã gửi",
        "response_title.share": "Tỷ lệ đã gửi",
        "outcome": "Kết quả",
        "dispositions.count": "Số người",
        "rate": "Chỉ số",
        "rates.part": "Số người",
        "rates.base": "Trên tổng số",
        "item_nonresponse.item": "Câu hỏi",
        "item_nonresponse.asked": "Số người được hỏi",
        "item_nonresponse.missing": "Số người bỏ trống",
        "item_nonresponse.share": "Tỷ lệ bỏ trống",
        "stops.screen": "Câu hỏi",
        "stops.count": "Số phiếu",
        "answering_time.n": "Số phiếu",
        "answering_time.q1": "Một phần tư số người không quá",
        "answering_time.median": "Một nửa số người không quá",
        "answering_time.q3": "Ba phần tư số người không quá",
        "mode": "Kênh trả lời",
        "modes.begun": "Số người đã trả lời",
        "modes.completed": "Đã gửi phiếu",
        "modes.share": "Tỷ lệ đã gửi",
        "modes.median": "Một nửa số người không quá (phút)",
        "mode_differences.item": "Câu hỏi",
        "mode_differences.strength": "Mức khác nhau (0–1)",
        "reminders.number": "Lần nhắc (0: lời mời)",
        "reminders.sent": "Số người được gửi",
        "reminders.completed": "Số phiếu nhận được sau đó",
        "reminders.share": "Tỷ lệ trong số phiếu đã gửi",
    },
    notes={
        "dispositions": (
            "Mỗi người được tính một kết quả. Người rút lại sự đồng ý được tính là từ chối, kể cả khi đã gửi phiếu."
        ),
        "rates": (
            "Theo tiêu chuẩn AAPOR, tính trên toàn bộ người được hỏi: RR1 đã gửi phiếu; RR2 đã gửi hoặc trả lời từ "
            "một nửa số câu bắt buộc; REF1 từ chối hoặc bỏ dở; CON1 đã trả lời hoặc đã từ chối."
        ),
        "item_nonresponse": (
            "Tính trên các phiếu đã gửi hoặc đã trả lời từ một nửa số câu bắt buộc; chỉ kể người được hỏi câu đó."
        ),
        "stops": "Phiếu đã bắt đầu mà chưa gửi, theo câu hỏi đang chờ trả lời.",
        "modes": (
            "Theo kênh của từng câu trả lời; ai trả lời trên nhiều kênh được tính một lần ở dòng riêng. Người được hỏi "
            "tự chọn kênh, nên chênh lệch có thể do người trả lời khác nhau chứ không phải do kênh."
        ),
        "mode_differences": (
            "So sánh {count} câu chọn một phương án giữa các kênh có từ 30 người trả lời; chỉ nêu câu khác nhau rõ "
            "(kiểm định khi bình phương, mức chung 1%, hệ số V của Cramér từ 0,1). Kênh do người trả lời tự chọn."
        ),
        "mode_no_differences": (
            "So sánh {count} câu chọn một phương án giữa các kênh có từ 30 người trả lời: không có câu nào khác nhau "
            "rõ (kiểm định khi bình phương, mức chung 1%, hệ số V của Cramér từ 0,1)."
        ),
        "answering_time": "Từ câu hỏi đầu tiên đến lúc gửi phiếu, gồm cả thời gian tạm nghỉ.",
        "invitations_repeated": "Có {count} lời mời được gửi lại một lần vì máy bị ngắt khi đang gửi.",
        "reminders": (
            "Mỗi phiếu được tính vào lần nhắc cuối cùng trước khi gửi; dòng 0 gồm cả người tự trả lời trước lời mời."
        ),
    },
    labels={
        "outcome": {
            "completed": "Đã gửi phiếu",
            "partial": "Trả lời từ một nửa trở lên",
            "breakoff": "Bỏ dở",
            "refused": "Từ chối hoặc rút lại",
            "unreachable": "Không gửi tin được",
            "silent": "Đã kết nối, không trả lời",
            "unlinked": "Chưa kết nối",
        },
        "mode": {
            "telegram": "Telegram",
            "zalo": "Zalo",
            "web": "Trang khảo sát",
            "paper": "Phiếu giấy (nhập giúp)",
            "telephone": "Điện thoại (nhập giúp)",
            "several": "Nhiều kênh",
        },
        "rate": {
            "rr1": "Tỷ lệ phản hồi (RR1)",
            "rr2": "Tỷ lệ phản hồi, kể cả phiếu làm từ một nửa (RR2)",
            "refusal": "Tỷ lệ từ chối, bỏ dở (REF1)",
            "contact": "Tỷ lệ tiếp xúc (CON1)",
        },
        "stop": {"end": "Đã trả lời hết, chưa bấm gửi"},
    },
)
