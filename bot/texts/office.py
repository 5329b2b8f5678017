"""What the bot says to an administrator: the menu behind /quantri."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class OfficeTexts:
    """Menus, questions and answers of the administrators' office."""

    claimed_role: str = (
        "Chào {dc}. Tài khoản này vừa được giao quyền {role}{until}. "
        "{Dc} nhắn /quantri bất cứ lúc nào để mở bảng việc."
    )
    claimed: str = (
        "Chào {dc}. Tài khoản này vừa được nhận quyền quản trị đợt khảo sát. "
        "{Dc} nhắn /quantri bất cứ lúc nào để mở bảng việc."
    )
    menu: str = "**Quản trị khảo sát**\n{state}\n\n{Dc} chọn việc cần làm:"
    menu_bare: str = "**Quản trị khảo sát**\n{Dc} chọn việc cần làm:"
    no_wave: str = "Hiện không có đợt nào đang mở."
    one_wave: str = "Đợt số {number} đang mở đến {closes_at}: {completed}/{total} người đã gửi phiếu."
    until_two: str = "{closes_at} (người được gia hạn: {last})"
    planned_wave: str = "Đợt số {number} sẽ mở vào {opens_at}: {total} người."
    many_waves: str = "Đang có {count} đợt mở hoặc chờ mở."

    open_button: str = "Mở đợt khảo sát"
    progress_button: str = "Xem tiến độ"
    unfinished_button: str = "Ai chưa xong"
    remind_button: str = "Nhắc ngay"
    close_button: str = "Đóng đợt"
    export_button: str = "Tải kết quả (.xlsx)"
    cancel_job_button: str = "Hủy việc này"
    job_cancelled: str = "Đã hủy, không gửi gì."
    job_over: str = "Việc này đã xong hoặc đã hủy từ trước."
    job_done: str = "✔ Đã xong: xem tin ở dưới."
    menu_button: str = "◀ Bảng việc"
    back_button: str = "◀ Bước trước"
    leave_button: str = "Xong, đóng bảng"
    done_button: str = "Xong ({count} mục) ▶"
    earlier_button: str = "◀ Trang trước"
    later_button: str = "Trang sau ▶"
    left: str = "Đã đóng bảng quản trị. Nhắn /quantri để mở lại."
    wave_button: str = "Đợt {number} ({day}): {title}"
    choose_wave: str = "{Dc} chọn đợt:"
    orders_elsewhere: str = (
        "Mở đợt, nhắc, đóng đợt và nhận báo cáo: mời {dc} dùng trang khảo sát của cơ quan, "
        "hoặc kênh nhắn tin có gửi tệp."
    )
    nothing_open: str = "Chưa có đợt nào để làm việc này."
    not_allowed: str = "Quyền của {dc} không gồm việc này."

    stale: str = "Nút này đã cũ. Mời {dc} xem bảng bên dưới."

    # progress
    progress: str = (
        "**Tiến độ đợt số {number}** – {title}\n{state}\n"
        "Đã kết nối {linked}/{total} · Đã bắt đầu {started} · Đã gửi {completed} · Chưa xong {unfinished}\n"
        "Tỉ lệ trả lời: {completed}/{total} ({rate}); tính cả phiếu đã làm quá nửa: {answered}/{total} ({rate_partial})"
    )
    progress_by_hand: str = (
        "Cần nhắc giúp {count} người mà trợ lý không nhắn tới được: lời nhắn ở mục “Ai chưa xong”, "
        "cả danh sách là tệp Excel ở đó."
    )
    progress_columns: str = "Kết nối · bắt đầu · gửi · chưa xong / tổng số, theo đơn vị:"
    progress_unit: str = "{name}: {linked} · {started} · {completed} · {unfinished} / {total}"
    progress_part: str = "(Từ {first} đến {last} trong {count}.)"
    state_planned: str = "Chưa mở, sẽ mở {opens_at}"
    state_open: str = "Đang mở đến {closes_at}"
    state_closed: str = "Đã đóng {closed_at}"
    refresh_button: str = "Cập nhật"

    # reminding
    remind_ask: str = "Nhắc {count} người đã kết nối mà chưa xong đợt số {number}?"
    remind_ask_outside: str = (
        "Bây giờ ngoài giờ hành chính. Nhắc {count} người đã kết nối mà chưa xong đợt số {number}: "
        "gửi khi vào giờ ({at}) hay gửi ngay?"
    )
    remind_yes: str = "✔ Nhắc ngay"
    remind_later: str = "✔ Gửi khi vào giờ"
    remind_anyway: str = "Gửi ngay, ngoài giờ"
    remind_nobody: str = (
        "Không còn ai để nhắc: mọi người đã kết nối đều đã xong, đã từ chối, không nhận nhắc "
        "hoặc vừa được nhắc."
    )
    reminded: str = "✔ Đã xếp {count} lời nhắc của đợt số {number}."
    reminded_before: str = "Các lời nhắc này đã được xếp từ trước; không gửi thêm."
    remind_not_open: str = "Đợt số {number} không đang mở nên không nhắc được."

    # who has not finished
    unfinished: str = "**Đợt số {number}: {count} người chưa xong**"
    unfinished_person: str = "• {name} – {title}, {unit}"
    unfinished_over: str = (
        "Trong đó {count} người đã hết hạn trả lời; muốn họ trả lời tiếp, đề nghị gia hạn ở /quantri, "
        "“Sửa, gia hạn, mở lại đợt”."
    )
    unfinished_none: str = "✔ Mọi người trong phạm vi của {dc} đã xong đợt số {number}."
    unfinished_by_hand: str = (
        "Trợ lý không nhắn tới được {count} người. {Dc} bấm tên để lấy lời nhắn kèm đường dẫn "
        "rồi chuyển tiếp cho họ."
    )
    forward_button: str = "Lời nhắn: {name}"
    forward: str = (
        "Lời nhắn bên dưới là cho riêng {dc} {name} (điện thoại: {phone}). "
        "Đề nghị chuyển tiếp qua tin nhắn hoặc Zalo; không gửi vào nhóm."
    )
    forward_not_needed: str = "Người này không cần nhắc giúp: đã xong, hoặc trợ lý nhắn được."
    no_phone: str = "chưa có"

    # personal data
    codes_button: str = "Cấp mã, in phiếu mã"
    codes: str = (
        "**Cấp mã**\nMỗi người chưa kết nối nhận một mã riêng, kèm ảnh QR và lời mời để gửi. "
        "Tệp Excel sẽ được gửi vào khung chat này, mỗi đơn vị một trang để in."
    )
    codes_all: str = "Người chưa có mã"
    codes_by_unit: str = "Người chưa có mã, theo đơn vị"
    codes_renew_button: str = "Cấp lại mã mới"
    codes_renew: str = (
        "Cấp mã mới cho mọi người chưa kết nối? Mã đã phát mà chưa dùng, kể cả trên giấy, sẽ hết hiệu lực."
    )
    codes_renew_yes: str = "Cấp lại, hủy mã cũ"
    codes_which_unit: str = "{Dc} chọn đơn vị:"
    codes_queued: str = "Đang cấp mã. Tệp sẽ được gửi vào khung chat này khi xong."
    codes_waiting: str = "Đang cấp mã, xin {dc} chờ một chút."
    codes_caption: str = (
        "Mã của {count} người, dùng đến {expires_at}. "
        "Ai giữ mã là vào được: đề nghị phát tận tay, in xong thì xóa tệp."
    )
    codes_nobody: str = (
        "Không có ai cần mã mới: mọi người đã kết nối, hoặc đã có mã chưa dùng. "
        "Nếu ai đó mất phiếu mã, {dc} chọn “Cấp mã, in phiếu mã”, “Mã cho một người”."
    )
    codes_gone: str = "Chưa cấp mã: người hoặc đơn vị này không còn trong phạm vi của {dc}."
    codes_no_way: str = (
        "Chưa có kênh nào để người nhận mã vào trả lời. "
        "Đề nghị người vận hành kiểm tra cài đặt (khaosat doctor)."
    )
    # closing
    call_off_ask: str = (
        "**Bỏ đợt số {number}?**\nĐợt chưa mở, chưa ai được hỏi. "
        "Bỏ rồi không lấy lại được; muốn hỏi thì mở đợt mới."
    )
    call_off_yes: str = "✔ Bỏ đợt"
    called_off: str = "✔ Đã bỏ đợt số {number}."
    close_ask: str = (
        "**Đóng đợt số {number}?**\nSau khi đóng, không ai trả lời hay sửa được nữa. "
        "Đã gửi phiếu: {completed}/{total} người. Trong 24 giờ sau đó còn mở lại được."
    )
    close_yes: str = "✔ Đóng đợt"
    stop_series_button: str = "Không mở các đợt sau"
    close_series_note: str = "Đợt này lặp lại {every}; đợt sau vẫn tự mở đúng kỳ, trừ khi bấm “{stop}”."
    series_stopped: str = "✔ Từ nay không mở đợt lặp lại nào nữa. Đợt đang mở vẫn nhận trả lời đến ngày đóng."
    series_stopped_before: str = "Loạt đợt lặp lại này đã dừng từ trước."
    closed: str = "✔ Đã đóng đợt số {number}."
    closed_before: str = "Đợt số {number} đã đóng từ trước."

    # export
    export_queued: str = "Đang lập {what} của đợt số {number}. Tệp sẽ được gửi vào khung chat này khi xong."
    export_waiting: str = "Đang lập {what} của đợt số {number}, xin {dc} chờ một chút."
    files: Mapping[str, str] = field(
        default_factory=lambda: {
            "export": "tệp kết quả",
            "paper": "phiếu giấy cho người chưa xong",
            "picture": "ảnh biểu đồ tiến độ",
            "by_hand": "danh sách nhắc giúp",
        }
    )
    paper_button: str = "In phiếu giấy"
    paper_caption: str = (
        "Phiếu giấy đợt số {number}: {count} người, mỗi người một bản, chỉ gồm những câu người đó được hỏi. "
        "Tệp có tên và thông tin trong danh sách: đề nghị giữ kín."
    )
    paper_nobody: str = "Đợt số {number}: không có ai cần phiếu giấy."
    files_caption: str = (
        "Ảnh và tệp mà cán bộ gửi trong đợt số {number} ({place}/{count}). Tên tệp như trong tệp kết quả; "
        "chỉ dùng nội bộ."
    )
    files_many: str = (
        "Ảnh và tệp của đợt số {number} ({place}/{count}). Ở đây chỉ gửi 10 tệp nén đầu; lấy đủ bằng lệnh "
        "khaosat export --files."
    )
    export_caption: str = (
        "Kết quả đợt số {number}: {count} người. Tệp có dữ liệu cá nhân: đề nghị chỉ lưu ở máy của cơ quan."
    )
    work_failed: str = (
        "Chưa lập được tệp vừa yêu cầu (việc số {job}, {error}). Đề nghị {dc} làm lại; nếu vẫn không được, "
        "báo người vận hành."
    )

    # administrators
    administrators_button: str = "Người được giao quyền"
    administrators: str = "**Người được giao quyền** ({count})"
    until: str = ", đến {day}"
    role_in_unit: str = "{role} ({unit})"
    administrator: str = "• {name} – {role}, từ {day}"
    administrator_self: str = "• {name} – {role}, từ {day} ({dc} đang dùng)"
    nameless: str = "người quản trị số {number}"
    roles: Mapping[str, str] = field(
        default_factory=lambda: {
            "owner": "mọi quyền",
            "administrator": "quản trị trong phạm vi",
            "coordinator": "đầu mối đơn vị",
            "analyst": "xem số liệu",
            "cadre": "xem số liệu và danh sách",
            "dpo": "phụ trách dữ liệu cá nhân",
        }
    )
    revoke_button: str = "Thu quyền: {name}"
    revoke_self_button: str = "Thôi quản trị ({dc} đang dùng)"
    revoke_ask: str = (
        "**Thu quyền của {name}: {role}?**\n"
        "Người này không dùng quyền ấy được nữa; báo cáo, tệp đang chờ gửi cho họ bị hủy."
    )
    revoke_ask_self: str = "**{Dc} thôi quyền này: {role}?**\nTài khoản này không dùng quyền ấy được nữa."
    give_button: str = "Giao quyền cho người khác"
    ask_role: str = "**Giao quyền**\n{Dc} chọn quyền:"
    ask_owner: str = "**Giao mọi quyền, ở mọi đơn vị, không thời hạn?**"
    give_yes: str = "✔ Lấy đường dẫn"
    ask_where: str = "**Giao quyền {role}**\nQuyền có ở đơn vị nào (kể cả các đơn vị bên dưới)?"
    everywhere_button: str = "Mọi đơn vị"
    ask_days: str = "**Giao quyền**\nTrong bao lâu?"
    days_button: str = "{count} ngày"
    always_button: str = "Đến khi thu lại"
    given: str = (
        "✔ Đường dẫn bên dưới giao quyền {role}. {Dc} chuyển tiếp cho đúng một người; "
        "dùng được một lần, đến {expires_at}. "
        "Nếu trợ lý hỏi mã: {code}."
    )
    given_forward: str = (
        "Kính gửi {dc}. Để nhận quyền trong đợt khảo sát, mời {dc} mở đường dẫn sau (nếu là mã thì nhắn mã "
        "cho trợ lý): {link}"
    )
    revoke_yes: str = "✔ Thu quyền"
    revoke_no: str = "◀ Giữ nguyên"
    revoked: str = "✔ Đã thu quyền quản trị của {name}."
    revoked_self: str = "✔ Tài khoản này không còn quyền quản trị."
    revoked_before: str = "Quyền này đã được thu từ trước."

    # why an order was refused
    refused: str = "Chưa làm được:"


TEXTS: Final = OfficeTexts()

ONCE: Final = "once"
EVERY_BUTTONS: Final[Mapping[str, str]] = {
    ONCE: "Một lần",
    "month": "Hằng tháng",
    "quarter": "Hằng quý",
    "year": "Hằng năm",
}


SAYING_GIVE_UP: Final = ("thôi", "hủy", "huỷ", "dừng", "quay lại")
