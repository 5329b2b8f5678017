"""The regular briefing: its desk, the agenda, what people of the parties are told and say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.texts.either import either


@dataclass(frozen=True, slots=True)
class BriefingTexts:
    """The desk of whoever prepares it."""

    button: str = "Giao ban định kỳ"
    none: str = (
        "**Giao ban định kỳ**\n"
        "Chưa có giao ban nào. Trợ lý sẽ hỏi nhanh các xã trước mỗi buổi, gửi chương trình, nhắc việc sau buổi họp."
    )
    choose: str = "**Giao ban định kỳ**\n{Dc} chọn:"
    new_button: str = "Lập giao ban mới"
    every: Mapping[str, str] = field(default_factory=lambda: {"month": "Hằng tháng", "quarter": "Hằng quý"})
    ask_every: str = "**Lập giao ban** (1/3)\nHọp bao lâu một lần?"
    ask_first: str = (
        "**Lập giao ban** (2/3) – {every}\n"
        "Buổi đầu vào lúc nào? {Dc} bấm, hoặc nhắn ngày giờ, ví dụ: 10/12/2026 14:00. "
        "Các buổi sau cùng ngày đó của kỳ sau; trúng ngày nghỉ thì dời sang ngày làm việc kế tiếp trong tháng."
    )
    bad_first: str = "“{found}” không phải là ngày giờ dùng được. {Dc} nhắn lại, ví dụ: 10/12/2026 14:00."
    past_first: str = "Thời điểm này đã qua. {Dc} chọn một thời điểm sau lúc này."
    far_first: str = "Thời điểm này còn quá xa. {Dc} chọn buổi đầu trong vòng một năm tới."
    ask_unit: str = "**Lập giao ban** (3/3)\nGiao ban của đơn vị nào?"
    made: str = "✔ Đã lập. Việc tiếp theo: thêm người của ba bên."
    whole: str = "toàn cơ quan"
    briefing_button: str = "{every} – {unit}"
    card: str = (
        "**Giao ban định kỳ – {unit}** ({every})\n"
        "Buổi tới: {at}\n"
        "• {pulse_at}: hỏi nhanh đại diện các xã (3 câu)\n"
        "• {agenda_at}: gửi chương trình cho cả ba bên\n"
        "\n"
        "Thành phần:\n{parties}\n"
        "Việc đang mở: {open}"
    )
    ended: str = "**Giao ban định kỳ – {unit}**\nĐã kết thúc; không có buổi tới. Việc đang mở: {open}"
    parties: Mapping[str, str] = field(
        default_factory=lambda: {
            "cadre": "Cơ quan quản lý cán bộ",
            "training": "Cơ sở đào tạo, bồi dưỡng",
            "communes": "Các xã",
        }
    )
    party_line: str = "• {party}: {count} người, {reached} người nhận được tin"
    party_button: str = "{party} ({count})"
    next_button: str = "Buổi tới"
    held_button: str = "Buổi {at}: kết luận, việc"
    end_button: str = "Kết thúc giao ban này"
    ask_end: str = "Kết thúc giao ban định kỳ của {unit}? Không có buổi nào nữa; việc đã giao vẫn được nhắc."
    end_yes: str = "Kết thúc"
    end_done: str = "Đã kết thúc giao ban định kỳ của {unit}."

    # people
    people: str = "**{party}** ({count} người)\n{lines}\n\nBấm tên để bỏ ra."
    people_none: str = "**{party}**\nChưa có ai. {Dc} thêm người bằng các nút dưới đây."
    person: str = "• {name} – {unit}{state}"
    person_office: str = "• Người quản trị số {number}{state}"
    unreached: str = " (chưa nhận được tin)"
    gone: str = " (đã rời danh sách)"
    remove_button: str = "Bỏ: {name}"
    by_title_button: str = "Thêm theo chức danh"
    by_role_button: str = "Thêm người quản trị"
    ask_title: str = "**{party}**\nThêm mọi người đang giữ chức danh nào?"
    title_button: str = "{title} ({count})"
    ask_role: str = "**{party}**\nThêm ai trong những người được giao quyền?"
    nobody_left: str = "Không còn ai để thêm ở đây."
    added: str = "Đã thêm {count} người."
    added_none: str = "Người này đã có trong thành phần giao ban."
    removed: str = "Đã bỏ {name}."

    # a round
    round_next: str = "**Buổi giao ban {at}**\n{pulse}\n{agenda}\n\n{preview}"
    pulse_planned: str = "• Hỏi nhanh: mở {at}"
    pulse_open: str = "• Hỏi nhanh: đợt số {number}, {completed}/{total} người đã gửi phiếu, hạn {at}"
    pulse_none: str = "• Hỏi nhanh: không hỏi, vì khi đến giờ chưa có đại diện xã nào"
    agenda_planned: str = "• Chương trình: gửi {at}"
    agenda_sent: str = "• Chương trình: đã gửi {at}"
    move_button: str = "Đổi ngày giờ buổi này"
    skip_button: str = "Bỏ buổi này, họp kỳ sau"
    ask_skip: str = "Bỏ buổi giao ban {at}? Buổi tới sẽ là {following}."
    skip_yes: str = "Bỏ buổi này"
    skipped: str = "✔ Đã bỏ buổi {at}. Buổi tới: {following}."
    skip_late: str = "Buổi này đã hỏi nhanh các xã nên không bỏ được nữa. {Dc} đổi ngày giờ nếu cần."
    ask_move: str = "Buổi giao ban dời sang lúc nào? {Dc} nhắn ngày giờ, ví dụ: 10/12/2026 14:00."
    moved: str = "✔ Đã dời sang {at}."
    move_late: str = (
        "Chương trình đã gửi; người dự được báo lại khi {dc} nhắn cho họ. Trợ lý ghi giờ mới là {at}."
    )

    # conclusions
    ask_conclusions: str = (
        "Buổi giao ban {at} chưa có kết luận được gửi. {Dc} nhập kết luận, việc, người làm và hạn; "
        "người làm được báo khi {dc} gửi."
    )
    enter_button: str = "Nhập kết luận, việc"
    held: str = "**Buổi giao ban {at}** – kết luận và việc\n{state}"
    state_open: str = "Chưa gửi: người làm được báo khi {dc} bấm “{button}”."
    state_sent: str = "Đã gửi {at}. Việc thêm sau đó được báo ngay trong giờ hành chính."
    decisions: str = "Kết luận:"
    decision: str = "{number}. {text}"
    actions: str = "Việc:"
    action: str = "• {text} – {owner}; hạn {due}{state}"
    action_done: str = " ✔ xong {day}"
    action_late: str = " (quá hạn)"
    no_owner: str = "chưa giao"
    owner_beside: str = "người ngoài phạm vi của {dc}, hoặc người quản trị"
    no_due: str = "chưa có"
    owner: str = "{name}, {unit}"
    decide_button: str = "Thêm kết luận"
    act_button: str = "Thêm việc"
    book_button: str = "Biểu việc (Excel)"
    send_button: str = "Gửi, báo người làm"
    letter_button: str = "Thông báo kết luận (Word)"
    action_button: str = "Việc: {text}"
    drop_decision_button: str = "Bỏ kết luận {number}"
    ask_decision: str = "{Dc} nhắn kết luận. Mỗi dòng là một kết luận."
    ask_action: str = "{Dc} nhắn việc cần làm. Mỗi dòng là một việc; sau đó chọn người làm và hạn."
    too_long: str = (
        "Dòng này dài {count} chữ cái; mỗi dòng nhiều nhất {most}. {Dc} nhắn lại, chia thành nhiều dòng."
    )
    too_many: str = (
        "Mỗi lần nhiều nhất {most} dòng. {Dc} nhắn lại làm nhiều lần, hoặc dùng biểu việc (Excel)."
    )
    incomplete: str = "Còn {count} việc chưa có người làm hoặc hạn. {Dc} điền nốt rồi gửi."
    nothing_to_send: str = "Chưa có kết luận hay việc nào để gửi."
    sent: str = "✔ Đã gửi. Người làm được báo trong giờ hành chính."
    to_all_button: str = "Gửi kết luận cho người dự"
    passed_on: str = "✔ {count} người nhận kết luận{at}."
    passed_on_at: str = " vào {at}"
    passed_on_before: str = "Kết luận này đã gửi cho người dự từ trước."
    passed_on_nobody: str = "Chưa có ai trong thành phần nhận được tin."
    conclusions: str = "**Kết luận giao ban {at}**\n{decisions}"
    own_actions: str = "Việc của đơn vị {dc}:"
    all_actions: str = "Việc được giao:"
    one: str = "**Việc**: {text}\nNgười làm: {owner}\nHạn: {due}\n{state}"
    one_open: str = "Chưa xong."
    one_done: str = "Xong {day}.{report}{file}"
    one_report: str = " Người làm báo: “{report}”."
    one_file: str = " Có tệp: {name}."
    owner_button: str = "Chọn người làm"
    due_button: str = "Chọn hạn"
    done_button: str = "Ghi là đã xong"
    reopen_button: str = "Ghi là chưa xong"
    file_button: str = "Xem tệp người làm gửi"
    drop_button: str = "Bỏ việc này"
    ask_owner: str = "**Việc**: {text}\n{Dc} chọn người làm:"
    no_people: str = "Chưa có ai trong thành phần giao ban. {Dc} thêm người trước, rồi chọn người làm."
    ask_due: str = "**Việc**: {text}\nHạn là ngày nào? {Dc} bấm, hoặc nhắn ngày, ví dụ: 25/12/2026."
    bad_due: str = "“{found}” không phải là một ngày dùng được. {Dc} nhắn lại, ví dụ: 25/12/2026."
    past_due: str = "Ngày này đã qua. {Dc} chọn một ngày từ hôm nay."
    dropped: str = "Đã bỏ."
    book_queued: str = (
        "Đang lập biểu việc. Tệp sẽ được gửi vào khung chat này; điền xong, {dc} gửi lại vào đây."
    )
    book_waiting: str = "Đang lập biểu việc, xin {dc} chờ một chút."
    book_caption: str = (
        "Biểu việc của buổi giao ban {at}. {Dc} thêm dòng, sửa người làm, hạn, kết quả rồi gửi lại tệp vào đây. "
        "Giữ nguyên cột “Mã”. Tệp có tên người: đề nghị giữ kín."
    )
    letter_queued: str = "Đang soạn thông báo kết luận. Tệp sẽ được gửi vào khung chat này."
    letter_waiting: str = "Đang soạn thông báo, xin {dc} chờ một chút."
    letter_caption: str = (
        "Thông báo kết luận giao ban {at}, theo mẫu {profile}. Đề nghị xem lại trước khi ký."
    )
    file_queued: str = "Đang gửi tệp."
    file_gone: str = "Tệp này không còn."
    elsewhere: str = (
        "Kênh này không nhận tệp. {Dc} mở trang khảo sát của cơ quan hoặc kênh nhắn tin có gửi tệp."
    )
    back: str = "◀ Giao ban"
    back_round: str = "◀ Buổi giao ban"


TEXTS: Final = BriefingTexts()


@dataclass(frozen=True, slots=True)
class BookTexts:
    """A workbook of actions that came back."""

    shown: str = "“{name}”: {new} việc mới, {changed} việc thay đổi; chưa ghi gì."
    new: str = "• Mới: {text} – {owner}; hạn {due}"
    changed: str = "• Sửa: {text} – {owner}; hạn {due}"
    done: str = "• Xong: {text} – {owner}"
    by_name: str = "Biểu việc giao ban thì đọc được: giữ tên tệp bắt đầu bằng “{name}”."
    nothing: str = "chưa có"
    nothing_new: str = "“{name}” không khác các việc đang có, nên không ghi gì."


BOOK: Final = BookTexts()

BOOK_PROBLEMS: Final[Mapping[str, str]] = {
    "actions_no_table": "Không thấy dòng tiêu đề của biểu (Mã, Nội dung việc, Người làm, Hạn). "
    "Đề nghị lấy lại biểu ở “Biểu việc (Excel)” rồi điền vào đó.",
    "actions_no_round": "Không rõ biểu này của buổi giao ban nào: thiếu dòng “Mã buổi”. "
    "Đề nghị lấy lại biểu ở “Biểu việc (Excel)”.",
    "actions_other_round": "Không có buổi giao ban mã {found} đã họp trong phạm vi của {dc}. Đề nghị lấy lại biểu.",
    "actions_nothing": "Biểu chưa có việc nào. Đề nghị điền ít nhất một dòng.",
    "actions_no_text": "Dòng này chưa có nội dung việc. Đề nghị điền, hoặc xóa cả dòng.",
    "actions_long": "Ô này dài {count} chữ cái, nhiều nhất {most}. Đề nghị viết ngắn lại.",
    "actions_number": "Không có việc mã “{found}” ở buổi này. Việc mới: để trống cột Mã.",
    "actions_number_twice": "Mã {found} đã có ở ô {first}. Đề nghị giữ một dòng; việc mới thì để trống cột Mã.",
    "actions_owner": "Không có “{found}” trong thành phần giao ban; gần giống: {known}. "
    "Đề nghị chọn trong danh sách ở trang “Người”.",
    "actions_owner_unclear": "“{found}” có thể là: {candidates}. Đề nghị chọn trong danh sách ở trang “Người”.",
}
"""What is wrong with a workbook of actions."""


@dataclass(frozen=True, slots=True)
class AgendaTexts:
    """The agenda as each party reads it."""

    leads: Mapping[str, str] = field(
        default_factory=lambda: {
            "cadre": (
                "Đề nghị cơ quan quản lý cán bộ xem các việc đang mở, tiêu chuẩn sắp đến hạn và tiến độ phiếu."
            ),
            "training": "Đề nghị cơ sở đào tạo, bồi dưỡng chuẩn bị ý kiến về điều các xã nêu và các lớp sắp mở.",
            "communes": "Đề nghị xã chuẩn bị ý kiến về việc của đơn vị mình và điều các xã cùng nêu.",
        }
    )
    head: str = "Kính gửi {dc} **{name}**.\nGiao ban {at}. {lead}"
    head_office: str = "Giao ban {at}. {lead}"
    preview: str = "Chương trình dự kiến đến lúc này:"
    nothing: str = "Chưa có nội dung nào."
    actions: str = "Việc đang mở ({count}, quá hạn {late})"
    no_actions: str = "Việc đang mở: không có"
    action: str = "• {text} – {owner}, hạn {due}"
    more: str = "• … và {count} việc nữa"
    pulse: str = "Các xã nêu ({answered}/{asked} người đã gửi phiếu)"
    pulse_few: str = "• Dưới 5 người trả lời nên không nêu số liệu."
    question: str = "• {title} (n = {n}{before})"
    before: str = "; kỳ trước n = {n}"
    choice: str = "   – {label}: {count} ({percent}%{change})"
    change: str = ", {points} điểm so với kỳ trước"
    hidden: str = "   – các lựa chọn khác: ít người nên không nêu"
    hidden_all: str = "   – mỗi điều còn ít người chọn nên không nêu"
    deadlines: str = "Tiêu chuẩn sắp đến hạn"
    deadline: str = "• {criterion}: {count} chưa đạt, hạn {day}"
    people: str = "{count} người"
    few: str = "ít người (không nêu số)"
    classes: str = "Lớp mở trong hai tháng tới"
    course: str = "• {name}: {day}, {place}, {seats} người"
    waves: str = "Phiếu khảo sát đang mở"
    waves_own: str = "Phiếu khảo sát đang mở ở đơn vị của {dc}"
    wave: str = "• {title}: {completed}/{total} người đã gửi, hạn {day}"
    proposals: str = "Nội dung các bên đề nghị"
    proposal: str = "• {text}"
    propose_button: str = "Đề nghị thêm nội dung"
    mine_button: str = "Việc của tôi"


AGENDA: Final = AgendaTexts()


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """What people of the parties are told of their own part, and how they answer."""

    told: str = (
        "Kính gửi {dc} **{name}**.\n"
        "Sau giao ban {at}, {dc} được giao: {text}.\n"
        "Hạn: {due}. Khi xong, "
        + either("bấm “Đã xong” bên dưới", "nhắn /xong {number}")
        + " và ghi một câu hoặc gửi tệp."
    )
    before: str = "Kính gửi {dc} **{name}**.\nViệc {dc} được giao sắp đến hạn ({due}): {text}."
    after: str = (
        "Kính gửi {dc} **{name}**.\nViệc {dc} được giao đã quá hạn ({due}): {text}. Đề nghị báo kết quả."
    )
    done_button: str = "Đã xong"
    nothing_more_button: str = "Xong, không ghi thêm"
    ask_done: str = "**{text}**\n{Dc} nhắn một câu về kết quả, hoặc gửi tệp (đến {limit} MB)."
    ask_done_bare: str = "**{text}**\n{Dc} nhắn một câu về kết quả."
    done: str = "✔ Đã ghi là xong: {text}."
    done_file: str = "✔ Đã ghi là xong, kèm tệp “{name}”: {text}."
    done_before: str = "Việc này đã được ghi là xong."
    too_big: str = "Tệp “{name}” lớn quá {limit} MB. {Dc} gửi tệp nhỏ hơn, hoặc nhắn một câu."
    wrong_number: str = "Không có việc số {found} trong các việc của {dc}. {Dc} nhắn /viec để xem."
    mine: str = "**Việc của {dc}**"
    mine_line: str = "• Số {number}: {text} – hạn {due}{late}"
    mine_none: str = "{Dc} không có việc nào đang mở sau các buổi giao ban."
    late: str = " (quá hạn)"
    done_of_button: str = "Đã xong: {text}"
    ask_proposal: str = "{Dc} nhắn nội dung muốn đưa vào giao ban {at}. Mỗi lần nhắn là một nội dung."
    offer: str = (
        "{Dc} muốn đưa nội dung này vào giao ban {at}: “{text}”? Nếu đúng, "
        + either("bấm nút dưới đây", "nhắn “đúng”")
        + "; nếu không, bỏ qua tin này."
    )
    offer_button: str = "Đưa vào chương trình"
    proposed: str = "✔ Đã ghi vào chương trình giao ban {at}: “{text}”."
    nothing_planned: str = "Chưa có buổi giao ban nào sắp tới để ghi thêm nội dung."
    long_proposal: str = "Nội dung dài {count} chữ cái; nhiều nhất {most}. {Dc} nhắn lại ngắn hơn."


OWN: Final = OwnTexts()
