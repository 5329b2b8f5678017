"""What is said of the plan of courses: what it is made from, drafts, their figures, approving, class lists."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PlanTexts:
    """The plan's cards, and what is said of a workbook that a plan is made from."""

    book_dry: str = "**Xem thử “{name}”** (số liệu để lập kế hoạch). Chưa ghi gì."
    book_replaces: str = (
        "Danh sách quy hoạch trong tệp thay cho danh sách đang có ({count} dòng): ai không còn tên trong tệp thì "
        "thôi tính là quy hoạch."
    )
    book_more: str = "… và {count} dòng nữa, có đủ trong tệp kèm theo."
    book_all: str = "LƯU HÀNH HẠN CHẾ, có thể có tên người. Xem thử “{name}”: đủ mọi dòng."

    # a plan that was changed in its workbook
    edit_dry: str = "**Xem thử bản kế hoạch số {number} đã sửa: “{name}”**. Chưa ghi gì."
    edit_same: str = "“{name}” không khác gì bản kế hoạch số {number}, nên không ghi gì."
    edit_unknown: str = (
        "“{name}” không phải là bản kế hoạch nào đang có: dấu của bản ở đầu trang đã mất hoặc là của bản khác. "
        "{Dc} lấy lại tệp ở “Kế hoạch đào tạo, bồi dưỡng”, rồi sửa vào đó."
    )

    past: str = "đã qua hoặc quá gần để báo cho mọi người"

    # the card of what there is
    button: str = "Kế hoạch đào tạo, bồi dưỡng"
    not_all: str = "Kế hoạch là của mọi đơn vị. Đề nghị liên hệ người có quyền với cả cơ quan."
    card: str = (
        "**Kế hoạch đào tạo, bồi dưỡng năm {year}**\n"
        "• {catalogue}\n"
        "• {limits}\n"
        "• Quy hoạch: {planned} dòng; đang học, đã học: {learned} dòng.\n"
        "• {current}\n"
        "\n"
        "{Dc} gửi vào đây tệp số liệu (danh mục khóa học, quy hoạch, học tập, giới hạn) để thay. Trợ lý xem thử "
        "trước, chỉ ghi khi {dc} đồng ý."
    )
    catalogue_own: str = "Danh mục khóa học: bản số {number}, {count} khóa."
    catalogue_example: str = (
        "Danh mục khóa học: mẫu có sẵn, {count} khóa, chỉ để xem thử. Cơ quan nên gửi danh mục của mình."
    )
    limits_own: str = "Giới hạn (thời gian, chỗ học, kinh phí, số người vắng): bản số {number}."
    limits_none: str = "Giới hạn: chưa có, nên thời gian, chỗ học và kinh phí chưa bị hạn chế."
    current: str = "Kế hoạch đã duyệt: bản số {number} ({at}){released}."
    released: str = "; đã báo cho cán bộ"
    no_current: str = "Chưa có kế hoạch được duyệt."
    draft_button: str = "Lập dự thảo mới"
    show_draft_button: str = "Xem dự thảo số {number}"
    show_current_button: str = "Xem kế hoạch đã duyệt"
    template_button: str = "Lấy mẫu tệp số liệu"
    template_caption: str = (
        "Mẫu tệp số liệu để lập kế hoạch: {dc} điền các trang cần dùng rồi gửi lại vào đây. Trang nào để trống thì "
        "số liệu đang có được giữ nguyên."
    )
    drafting: str = "Đang lập dự thảo kế hoạch năm {year}. Dự thảo sẽ gửi ngay vào đây."
    making: str = "Đang làm, sẽ gửi ngay vào đây."
    drafting_waits: str = "Dự thảo đang được lập, sẽ gửi ngay vào đây."

    # one version
    head: str = "**{state} số {number}, năm {year}** (lập {at}{wave})"
    state_draft: str = "Dự thảo kế hoạch"
    state_approved: str = "Kế hoạch đã duyệt"
    state_replaced: str = "Kế hoạch cũ, đã thay"
    wave: str = "; nhu cầu chung lấy từ đợt khảo sát số {number}"
    no_wave: str = "; chưa có đợt khảo sát đủ câu trả lời, nên chưa tính nhu cầu chung"
    figure: str = "• {what}: {value}"
    change_money: str = "Kinh phí {percent} %"
    change_more: str = "Thêm một lớp “{course}”"
    change_quarter: str = "Chuyển “{course}” sang quý {quarter}"
    change_free: str = "Xếp lại cả các lớp đã báo mà chưa mở"
    changed: str = "Thay đổi so với bản số {number}: {change}."
    changes_button: str = "Thử thay đổi"
    files_button: str = "Lấy các tệp"
    list_button: str = "Danh sách ghi kết quả"
    list_caption: str = (
        "LƯU HÀNH HẠN CHẾ. Danh sách ghi kết quả các lớp năm {year}, có tên người: {dc} chọn kết quả cho từng "
        "người rồi gửi lại vào đây."
    )
    list_dry: str = (
        "**Xem thử kết quả trong “{name}”** (kế hoạch số {plan}). Chưa ghi gì.\n"
        "Hoàn thành: {completed}; không hoàn thành: {missed}; chưa có kết quả: {open}."
    )
    list_missed: str = "• Lớp {number}: {name} không hoàn thành"
    list_unknown: str = (
        "“{name}” là danh sách kết quả của một kế hoạch không còn dùng. {Dc} lấy danh sách mới ở kế hoạch đã "
        "duyệt."
    )
    report_button: str = "Báo cáo kết quả"
    report_caption: str = (
        "Báo cáo kết quả thực hiện kế hoạch năm {year} (Word): đề nghị đọc lại, điền số, ngày và ký trước khi gửi. "
        "Không có tên người; số liệu của ít hơn 5 người không nêu."
    )
    report_tables_caption: str = "Các biểu kết quả năm {year} (Excel)."
    classes_button: str = "Lớp và danh sách"
    approve_button: str = "Duyệt kế hoạch này"
    release_button: str = "Báo cho cán bộ"
    back_button: str = "Về kế hoạch"
    gone: str = "Không còn bản này."

    # what if
    ask_change: str = (
        "**Thử thay đổi bản số {number}**\n"
        "Trợ lý lập một dự thảo mới và cho biết ai được thêm, ai bị bớt, kinh phí khác đi bao nhiêu. "
        "Bản đang có giữ nguyên."
    )
    ask_more: str = "Thêm một lớp của khóa nào?"
    ask_moved: str = "Chuyển khóa nào sang quý khác?"
    ask_quarter: str = "Chuyển “{course}” sang quý nào?"
    less_button: str = "Kinh phí −20 %"
    greater_button: str = "Kinh phí +20 %"
    more_button: str = "Thêm một lớp"
    quarter_button: str = "Chuyển sang quý khác"
    free_button: str = "Xếp lại cả lớp đã báo, chưa mở"
    quarter_label: str = "Quý {quarter}"
    changing: str = "Đang lập lại với thay đổi: {change}."
    compared: str = (
        "So với bản số {number}: kinh phí {cost} đồng; thêm {gained} lượt học, bớt {lost}, "
        "chuyển quý {moved}."
    )
    gainers: str = "Được thêm: {names}"
    losers: str = "Bị bớt: {names}"
    and_more: str = " và {count} lượt nữa"

    # approving, releasing
    ask_approve: str = (
        "Duyệt dự thảo số {number} thành kế hoạch năm {year}? Kế hoạch đã duyệt trước đó (nếu có) được thay. "
        "Cán bộ chưa được báo gì cho đến khi {dc} bấm “Báo cho cán bộ”.{begun}{unsettled}"
    )
    unsettled: str = (
        "\n\n⚠ Kế hoạch đang dùng có {count} lớp đã khai giảng, chưa ghi đủ kết quả và không có trong bản này. {Dc} "
        "nên ghi kết quả các lớp ấy trước: duyệt rồi thì không ghi được nữa."
    )
    begun: str = (
        "\n\n⚠ {count} lớp đã qua ngày khai giảng, nên không ai được báo về các lớp ấy. {Dc} nên lập dự thảo mới trước "
        "khi duyệt."
    )
    approve_yes: str = "Duyệt"
    approving: str = "Đang ghi kế hoạch số {number}…"
    approved: str = "✔ Kế hoạch năm {year} đã được duyệt: bản số {number}, {seats} lượt học.{left}"
    approved_left: str = " {count} lượt của người đã rời danh sách cán bộ thì bỏ."
    replaced: str = "Kế hoạch này đã được thay. {Dc} ghi kết quả ở kế hoạch đang dùng."
    no_draft: str = "Bản này không còn là dự thảo."
    ask_release: str = (
        "Báo cho {count} người có tên trong kế hoạch số {number}? Mỗi người nhận một tin trong giờ làm việc, trả lời "
        "dự được hay không, và được nhắc trước khi lớp mở. Ai đã được báo về một lớp không còn trong bản này cũng nhận "
        "một tin.{unreached}"
    )
    unreached: str = (
        "\n\nTrong đó {count} người chưa nhận được tin của trợ lý (chưa kết nối hoặc đã chặn): đề nghị cơ quan báo "
        "riêng cho những người này."
    )
    release_yes: str = "Báo"
    released_now: str = "✔ Trợ lý bắt đầu báo cho những người có tên trong kế hoạch, trong giờ làm việc."
    released_before: str = "Cán bộ đã được báo, hoặc kế hoạch này không còn dùng."

    # the files
    picture_caption: str = "Các lớp trong năm {year} (kế hoạch số {number})."
    document_caption: str = (
        "Kế hoạch năm {year} (Word), lập từ bản số {number}: đề nghị đọc lại, điền số, ngày và ký trước khi ban hành. "
        "Không có tên người."
    )
    calendar_caption: str = "Lịch các lớp năm {year}: mở trên điện thoại hoặc Outlook để ghi vào lịch."
    workbook_caption: str = (
        "LƯU HÀNH HẠN CHẾ. Bản số {number} (Excel), có tên người: sửa được rồi gửi lại vào đây, cách sửa ở trang "
        "cuối."
    )
    lists_caption: str = "LƯU HÀNH HẠN CHẾ. Danh sách từng lớp, có tên người."

    # what became of it
    results_button: str = "Ghi kết quả"
    results: str = (
        "**Kết quả lớp {number}: {course}**\n"
        "{counts}\n"
        "\n"
        "{Dc} ghi cả lớp hoàn thành, rồi chạm vào người không hoàn thành để đổi. Cũng có thể cho học viên tự quét mã "
        "QR của lớp từ ngày cuối, trong một tuần."
    )
    all_done_button: str = "Cả lớp hoàn thành"
    code_button: str = "Mã QR của lớp"
    code_caption: str = (
        "Mã của lớp {number}: học viên quét vào ngày cuối của lớp để ghi là đã hoàn thành. Ai không quét được thì nhắn "
        "cho trợ lý: {typed}"
    )
    person_done: str = "✔ {name}"
    person_missed: str = "✘ {name}"
    person_open: str = "… {name}"
    too_early: str = "Lớp {number} chưa kết thúc ({last}), nên chưa ghi kết quả được."
    evidence: str = "Lớp {number}, kế hoạch số {plan} năm {year}"
    evidence_scanned: str = "Lớp {number}, kế hoạch số {plan} năm {year}; học viên quét mã ngày {day}"
    raise_button: str = "Cập nhật danh sách cán bộ ({count})"
    ask_raise: str = (
        "**Cập nhật danh sách cán bộ theo kết quả lớp {number}**\n"
        "{lines}\n"
        "\n"
        "Chỉ cập nhật khi cơ quan đã có văn bằng, chứng chỉ. Mỗi thay đổi được ghi vào nhật ký."
    )
    raise_line: str = "• {name}: {attribute} {held} → {level}"
    raise_yes: str = "Cập nhật"
    raised: str = "✔ Đã cập nhật danh sách cán bộ: {count} người."
    attributes: tuple[tuple[str, str], ...] = (
        ("pol", "lý luận chính trị"),
        ("qlnn", "quản lý nhà nước"),
        ("qual", "chuyên môn"),
        ("cert", "chứng chỉ"),
    )

    # classes and their people
    classes: str = "**Các lớp của bản số {number}**"
    class_label: str = "{number}. {fixed}{course}: {first}, {count} người"
    fixed: tuple[tuple[str, str], ...] = (
        ("begun", "[đã mở] "),
        ("told", "[đã báo] "),
        ("edited", "[đã sửa] "),
    )
    seats: str = "**Lớp {number}: {course}**\n{first} – {last}\n{counts}"
    seat_line: str = "• {name}, {title}, {unit}: {state}"
    states: tuple[tuple[str, str], ...] = (
        ("planned", "chưa báo"),
        ("told", "đã báo, chưa trả lời"),
        ("confirmed", "dự được"),
        ("declined", "không dự được"),
        ("completed", "đã hoàn thành"),
        ("missed", "không hoàn thành"),
        ("withdrawn", "đã báo là thôi"),
    )
    because: str = " ({reason})"
    not_approved: str = (
        "Ở đây có danh sách và câu trả lời của lớp khi kế hoạch đã được duyệt. Dự thảo thì xem tên từng người ở tệp: "
        "bấm “Lấy các tệp”."
    )


TEXTS: Final = PlanTexts()
