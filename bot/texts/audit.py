"""The audit log in words: what was done, by whom, when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

ACTIONS: Final = MappingProxyType(
    {
        "wave.open": "lập đợt số {wave}, hỏi {officials} người",
        "wave.opened": "mở đợt số {wave}, {cases} người",
        "wave.held": "chưa mở đợt số {wave}: thông báo xử lý dữ liệu còn thiếu thông tin",
        "wave.planned": "lập đợt kế tiếp: đợt số {wave}",
        "wave.missed": "bỏ đợt số {wave} vì đã quá hạn",
        "wave.close": "đóng đợt số {wave}",
        "wave.change": "sửa đợt số {wave} trước khi mở, hỏi {officials} người",
        "wave.extend": "gia hạn đợt số {wave} cho {count} người",
        "wave.add": "thêm {count} người mới vào đợt số {wave}",
        "wave.reopen": "mở lại đợt số {wave}",
        "wave.closed": "đóng đợt số {wave} khi đến hạn",
        "wave.remind": "nhắc {count} người, đợt số {wave}",
        "wave.report": "lập báo cáo đợt số {wave}",
        "wave.export": "lấy tệp kết quả đợt số {wave}",
        "wave.paper": "in phiếu giấy đợt số {wave}",
        "wave.by_hand": "lấy lời nhắn để nhắc giúp {count} người, đợt số {wave}",
        "wave.tell_coordinators": "nhắc {count} đầu mối, đợt số {wave}",
        "wave.escalation": "đặt báo đầu mối trước hạn {days} ngày, đợt số {wave}",
        "series.stop": "dừng các đợt lặp lại, từ đợt số {wave}",
        "form.publish": "công bố mẫu phiếu {form_id}, phiên bản {version}",
        "entry.refused": "ghi {person} không đồng ý trả lời ({mode}), đợt số {wave}",
        "codes.issue": "cấp mã cho {count} người",
        "code.claimed": "{person} kết nối bằng mã",
        "phone.matched": "{person} kết nối bằng số điện thoại",
        "chat.left": "một người rời khung chat của mình",
        "admin.invite": "lập đường dẫn giao quyền {role}",
        "admin.claimed": "nhận quyền",
        "admin.revoked": "thu quyền {role} của {administrator}",
        "roster.import": "nạp danh sách cán bộ",
        "roster.undo": "hoàn tác việc nạp danh sách “{file}”",
        "roster.review": "lập danh sách rà soát tiêu chuẩn",
        "roster.publish": "lập báo cáo đợt số {wave} có số liệu thống kê danh sách không che ô nhỏ",
        "roster.differences": "xem chênh lệch giữa câu trả lời và danh sách, đợt số {wave}",
        "roster.difference_accepted": "sửa danh sách theo một câu trả lời, đợt số {wave}",
        "roster.difference_rejected": "giữ danh sách, không theo một câu trả lời, đợt số {wave}",
        "standards.import": "nạp bảng tiêu chuẩn “{file}”",
        "standards.withdraw": "thôi dùng bảng tiêu chuẩn số {version}",
        "planning.import": "nạp số liệu làm kế hoạch “{file}”",
        "planning.withdraw": "thôi dùng số liệu làm kế hoạch, bản số {number}",
        "planning.undo": "hoàn tác việc nạp số liệu làm kế hoạch “{file}”",
        "plan.draft": "lập dự thảo kế hoạch năm {year}, bản số {plan}",
        "plan.approve": "duyệt kế hoạch năm {year}, bản số {plan}",
        "plan.result": "ghi kết quả lớp {class} của kế hoạch số {plan}: {count} người",
        "plan.files": "lấy các tệp của kế hoạch số {plan}, có danh sách tên người",
        "plan.result_list": "lấy danh sách ghi kết quả của kế hoạch số {plan}, có tên người",
        "roster.learned": "sửa danh sách theo kết quả học tập, một người",
        "plan.release": "báo cho cán bộ có tên trong kế hoạch số {plan}",
        "entry.begin": "bắt đầu nhập phiếu của {person} ({mode}), đã có đồng ý",
        "entry.submit": "nhập xong phiếu của {person} ({mode}), đợt số {wave}",
        "request.enter": "ghi yêu cầu {kind} của {person}, nhận ngày {day}",
        "request.done": "ghi xong yêu cầu {kind} của {person}, ngày {day}",
        "backup.make": "lập bản sao lưu đã mã hóa",
        "audit.export": "lấy nhật ký ra tệp Excel ({count} dòng)",
        "roster.added": "thêm {person} vào danh sách",
        "roster.changed": "sửa {person} trong danh sách",
        "roster.left": "ghi {person} rời danh sách",
        "roster.person_undo": "hoàn tác việc sửa một người (mã {file})",
        "titles.place": "xếp {count} chức danh vào danh mục của cơ quan",
        "titles.take_away": "bỏ chức danh “{file}” khỏi danh mục của cơ quan",
        "situations.import": "nạp ngân hàng tình huống “{file}”, {count} tình huống, bản số {number}",
        "situations.withdraw": "thôi dùng ngân hàng tình huống bản số {number}",
        "situations.discuss": "nêu tình huống {code} ở giao ban số {briefing}",
        "briefing.make": "lập giao ban định kỳ số {briefing}",
        "briefing.end": "kết thúc giao ban định kỳ số {briefing}",
        "briefing.move": "đổi ngày giờ một buổi của giao ban số {briefing}",
        "briefing.skip": "bỏ một buổi của giao ban số {briefing}",
        "briefing.people": "thêm {count} người vào giao ban số {briefing}",
        "briefing.removed": "bỏ {person} khỏi giao ban số {briefing}",
        "briefing.agenda": "gửi chương trình của giao ban số {briefing} cho {count} người",
        "briefing.propose": "đề nghị một nội dung cho giao ban số {briefing}",
        "briefing.decide": "ghi {count} kết luận của giao ban số {briefing}",
        "briefing.act": "ghi {count} việc của giao ban số {briefing}",
        "briefing.owner": "giao người làm một việc của giao ban số {briefing}",
        "briefing.due": "đặt hạn một việc của giao ban số {briefing}",
        "briefing.drop": "bỏ một việc của giao ban số {briefing}",
        "briefing.conclude": "gửi {decisions} kết luận, {count} việc của giao ban số {briefing}",
        "briefing.pass_on": "gửi kết luận của giao ban số {briefing} cho {count} người dự",
        "briefing.done": "ghi xong một việc của giao ban số {briefing}",
        "briefing.reopen": "ghi lại là chưa xong một việc của giao ban số {briefing}",
        "briefing.book": "nạp biểu việc “{file}” của giao ban số {briefing}",
        "briefing.letter": "soạn thông báo kết luận của giao ban số {briefing}",
        "restore": "khôi phục từ bản sao lưu",
    }
)
"""What each action is called, after the name of whoever did it."""

KINDS: Final = MappingProxyType(
    {
        "w": ("Đợt khảo sát, kết quả", ("wave.", "series.")),
        "e": ("Nhập phiếu giúp", ("entry.",)),
        "c": ("Mã và kết nối", ("codes.", "code.", "phone.", "chat.")),
        "g": ("Giao ban", ("briefing.",)),
        "r": ("Danh sách, mẫu phiếu, tiêu chuẩn", ("roster.", "titles.", "form.", "standards.")),
        "a": ("Giao và thu quyền", ("admin.",)),
        "d": ("Dữ liệu cá nhân, nhật ký, sao lưu", ("request.", "audit.", "backup.", "restore")),
    }
)
"""By what the log can be narrowed: a label, and what the actions begin with."""


@dataclass(frozen=True, slots=True)
class AuditTexts:
    """The card of the log, its filters, its workbook."""

    button: str = "Nhật ký công việc"
    head: str = "**Nhật ký công việc** ({count} dòng)\n{filters}"
    filters: str = "Việc: {kind} · Thời gian: {days} · Người: {who}"
    line: str = "• {at}: {who} – {what}"
    none: str = "Không có dòng nào."
    any_kind: str = "mọi việc"
    any_time: str = "từ đầu"
    days: str = "{count} ngày qua"
    anybody: str = "mọi người"
    others: Mapping[str, str] = field(
        default_factory=lambda: {
            "cli": "người vận hành máy",
            "house": "trợ lý tự làm",
            "chat": "người trả lời",
        }
    )
    somebody: str = "một người"
    unknown: str = "một việc khác"
    by_kind: str = "Chọn việc"
    by_time: str = "Chọn thời gian"
    by_who: str = "Chọn người"
    choose: str = "**Nhật ký công việc**\n{Dc} chọn:"
    back: str = "◀ Nhật ký"
    file_button: str = "Lấy tệp Excel"
    queued: str = "Đang lập tệp nhật ký. Tệp sẽ được gửi vào khung chat này khi xong."
    waiting: str = "Đang lập tệp nhật ký, xin {dc} chờ một chút."
    caption: str = "Nhật ký công việc: {count} dòng. Tệp có tên người: đề nghị giữ kín."
    sheet: str = "Nhật ký"
    headers: tuple[str, ...] = ("Thời gian", "Người", "Việc")


TEXTS: Final = AuditTexts()
