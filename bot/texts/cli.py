"""What the ``khaosat`` command says: one sentence what happened or is wrong, and what to do."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class CliTexts:
    """The sentences of the command line, by room."""

    # files
    no_file: str = "Không có tệp {path}. Đề nghị kiểm tra lại tên và thư mục."
    is_directory: str = "{path} là một thư mục, không phải một tệp. Đề nghị ghi cả tên tệp."
    not_readable: str = "Không đọc được {path}: {reason}."
    may_not_read: str = "không có quyền đọc tệp này"
    too_big: str = (
        "{path} quá lớn ({size} MB, tối đa {limit} MB). Đề nghị kiểm tra lại có đúng tệp cần nạp không."
    )
    no_folder: str = "Không có thư mục {path}. Đề nghị tạo thư mục trước, hoặc ghi nơi khác."
    not_writable: str = "Không ghi được {path}: {reason}."
    is_directory_not: str = "{path} không phải là một thư mục"
    no_permission: str = "không có quyền ghi vào thư mục này"
    wrong_suffix: str = "Tên tệp {path} phải có đuôi {suffixes}."

    # settings and the database
    bad_titles: str = "Tệp chức danh {path} có {count} chỗ cần sửa:"
    bad_setting: str = "Cấu hình sai: {reason}"
    bad_database_url: str = "Cấu hình sai: KHAOSAT_DATABASE_URL: {reason}"
    port_taken: str = (
        "Không mở được cổng {address}: {reason}. Đề nghị dừng chương trình đang dùng cổng này, hoặc đặt cổng khác "
        "(KHAOSAT_TELEGRAM_WEBHOOK_PORT, KHAOSAT_HEALTH_PORT)."
    )
    database_behind: str = "Cơ sở dữ liệu chưa được tạo hoặc còn ở bản cũ. Đề nghị chạy: khaosat db upgrade"
    database_ahead: str = (
        "Cơ sở dữ liệu thuộc bản mới hơn chương trình này. Đề nghị cài bản chương trình mới hơn "
        "(khaosat doctor cho biết số bản)."
    )
    database_unreachable: str = "Không dùng được cơ sở dữ liệu: {reason}"
    disk: str = "Không làm được: {reason}"
    interrupted: str = "Đã dừng theo lệnh."
    upgraded: str = "Cơ sở dữ liệu đã ở bản {version}."
    repacked: str = "Đợt {wave}: đã chuẩn bị lại số liệu tổng hợp từ {count} phiếu đã lưu."
    published: str = "Đã công bố mẫu phiếu {form_id}, phiên bản {version}: {title}"
    published_before: str = "Mẫu phiếu {form_id}, phiên bản {version} đã được công bố từ trước."

    # usage
    usage: str = "Lệnh chưa đúng: {reason}"
    usage_help: str = "Xem cách dùng: {command} --help"
    no_such_command: str = "không có lệnh “{name}”"
    no_such_option: str = "không có lựa chọn “{name}”"
    missing: str = "thiếu {name}"
    bad_value: str = "giá trị của {name} không hợp lệ"
    perhaps: str = "Có phải là: {candidates}?"

    # the roster
    marked_written: str = "Đã ghi bản sao có tô màu, ghi chú cả {count} chỗ cần sửa ({cells} ô): {path}."
    marked_not: str = "Tệp không mở được nên không có bản sao để đánh dấu."
    out_is_source: str = (
        "{path} chính là tệp được đưa vào. Đề nghị ghi ra tên khác để giữ nguyên tệp của cơ quan."
    )
    out_replaced: str = "Tệp cũ cùng tên đã được thay."
    template_written: str = (
        "Đã ghi mẫu danh sách trống: {path}. Ghi xong, chạy thử: khaosat roster import {path} --dry-run"
    )
    titles_written: str = (
        "Đã ghi các chức danh chưa biết vào {path}: đề nghị điền nhóm, rồi đặt KHAOSAT_TITLES_FILE."
    )
    same_all: str = (
        "Nếu mọi người trên chỉ có một khả năng và đều đúng, thêm --same-all; "
        "nếu đều là người mới, thêm --different-all."
    )
    bad_same: str = "“{found}” không đọc được. Đề nghị ghi như: --same NVA75-K3QF7=LT001"
    roster_wrong: str = "Tệp {path} có {count} chỗ cần sửa; chưa có gì được lưu:"
    roster_dry: str = (
        "Chạy thử, chưa lưu: thêm {added}, thay đổi {changed}, giữ nguyên {unchanged}, rời danh sách {left}."
    )
    roster_done: str = (
        "Đã lưu danh sách: thêm {added}, thay đổi {changed}, giữ nguyên {unchanged}, rời danh sách {left}."
    )
    roster_new_units: str = "Đơn vị mới: {units}"
    roster_ended_units: str = "Đơn vị không còn trong danh sách: {units}"
    roster_added: str = "Thêm"
    roster_changed: str = "Thay đổi"
    roster_left: str = "Rời danh sách"
    roster_empty: str = "Chưa có danh sách cán bộ. Đề nghị nạp bằng: khaosat roster import TỆP.xlsx"
    roster_older: str = (
        "Lưu ý: danh sách đúng vào ngày {as_of} cũ hơn danh sách đã nạp ({held}); nội dung mới hơn bị thay bằng "
        "nội dung cũ. Nếu không chủ ý, đề nghị nạp lại danh sách mới nhất."
    )
    bad_day: str = "“{found}” không phải là một ngày. Đề nghị ghi như 2026-12-15."
    roster_total: str = "Tổng số: {officials} người trong {units} đơn vị; đã kết nối {linked} người."

    # forms
    form_wrong: str = "Mẫu phiếu {path} có {count} chỗ cần sửa:"
    form_notes: str = "Lưu ý ({count} chỗ được bỏ qua hoặc hiểu khác đi; mẫu phiếu vẫn dùng được):"
    form_notes_question: str = "Công bố mẫu phiếu như trên?"
    form_notes_unasked: str = (
        "Mẫu phiếu có chỗ cần lưu ý nên chưa công bố. "
        "Nếu đồng ý như trên, đề nghị chạy lại với --accept-notes."
    )
    form_good: str = (
        "Mẫu phiếu dùng được: {form_id}, phiên bản {version} – {title} ({screens} màn hình, {items} câu)."
    )
    form_taken: str = (
        "Phiên bản {version} của mẫu {form_id} đã được công bố với nội dung khác và không thể thay đổi. "
        "Đề nghị đổi ô “version” trong trang settings rồi công bố lại."
    )
    forms_none: str = "Chưa có mẫu phiếu nào được công bố. Đề nghị chạy: khaosat db upgrade"

    # waves
    no_such_people: str = "Không có ai trong danh sách mang mã: {keys}. Xem mã bằng lệnh khaosat roster show."
    units_or_people: str = "Chỉ dùng một trong hai: --units hoặc --people."
    wave_extended: str = "Đã gia hạn đợt số {number} cho {count} người, đến {closes_at}."
    wave_joined: str = (
        "Đã thêm {count} người vào đợt số {number}. Chưa thêm được {others} người: đơn vị hoặc chức danh của họ "
        "không có trong phiếu của đợt này, đề nghị mở đợt riêng."
    )
    wave_reopened: str = "Đã mở lại đợt số {number}, đến {closes_at}."
    wave_opened: str = "Đã lập đợt số {number}: {count} người, {opens_at} – {closes_at}."
    series_made: str = (
        "Khảo sát lặp lại {every}: đợt tiếp theo được lập khi đợt trước mở, và tự mở đúng ngày. "
        "Muốn dừng: khaosat wave stop-series {number}"
    )
    series_stopped: str = "Đã dừng loạt đợt lặp lại của đợt số {number}; không mở nữa: đợt số {waves}."
    series_stopped_bare: str = "Đã dừng loạt đợt lặp lại của đợt số {number}."
    series_stopped_before: str = "Loạt đợt lặp lại của đợt số {number} đã dừng từ trước."
    wave_already_closed: str = "Đợt số {number} đã đóng từ trước."
    wave_closed: str = "Đã đóng đợt số {number}."
    order_refused: str = "Chưa làm được:"
    wave_head: str = "Đợt số {number} ({state}): {opens_at} – {closes_at}; nhắc: {plan}"
    whole: str = "Cả đợt"
    wave_rates: str = (
        "Tỉ lệ trả lời: {completed}/{total} ({rate}); tính cả phiếu làm từ một nửa: "
        "{answered}/{total} ({rate_partial})."
    )
    reminded: str = "Đã xếp {count} lời nhắc, gửi từ {at}."
    reminded_nobody: str = (
        "Không có ai để nhắc: chưa ai kết nối, mọi người đã xong, đã từ chối, hoặc vừa được nhắc hôm nay."
    )
    waves_none: str = "Chưa có đợt nào."

    by_hand_done: str = (
        "Đã ghi danh sách nhắc giúp vào {path}: {count} người. Tệp có mã của từng người: đề nghị giữ kín, "
        "gửi xong thì cất hoặc xóa."
    )
    paper_done: str = (
        "Đã ghi phiếu giấy của {count} người vào {path}, mỗi người một bản: in hai mặt được. "
        "Tệp có tên và thông tin trong danh sách: đề nghị giữ kín."
    )
    paper_none: str = "Không có ai cần phiếu giấy: những người này đã trả lời, hoặc không tham gia."
    by_hand_none: str = "Không có ai cần nhắc giúp: ai chưa xong thì trợ lý tự nhắc được."
    wave_by_hand: str = (
        "Cần nhắc giúp {count} người mà trợ lý không nhắn tới được: "
        "khaosat wave by-hand {number} --out nhac-giup.xlsx"
    )

    # codes
    tokenless: str = (
        "Chưa biết tên của trợ lý để in đường dẫn. Đề nghị đặt KHAOSAT_TELEGRAM_TOKEN (mã do "
        "@BotFather cấp) rồi chạy lại."
    )
    unauthorized: str = "Telegram không nhận KHAOSAT_TELEGRAM_TOKEN. Đề nghị chép lại mã từ @BotFather."
    channel_unreachable: str = (
        "Chưa liên lạc được với Telegram nên chưa biết tên của trợ lý: {reason}. Đề nghị thử lại sau."
    )
    no_answer: str = "không có trả lời"
    tokenless_run: str = "Thiếu KHAOSAT_TELEGRAM_TOKEN: đề nghị đặt mã do @BotFather cấp rồi chạy lại."
    codes_done: str = (
        "Đã ghi {count} mã vào {path}. Mã chỉ có trong tệp này: đề nghị giữ kín, in xong thì cất hoặc xóa."
    )
    codes_way_missing: str = (
        "Chưa in được đường vào qua {place}: chưa biết trợ lý ở đó. Đề nghị chạy khaosat run một lần, hoặc kiểm tra "
        "token, rồi in lại."
    )
    codes_none: str = (
        "Không có ai cần mã mới: mọi người đã kết nối hoặc đang có mã chưa dùng. Muốn thay mã "
        "cũ, thêm --renew."
    )
    codes_only_or_renew: str = (
        "--only cấp mã mới cho đúng những người được nêu, không dùng cùng --renew. Đề nghị bỏ một trong hai."
    )
    codes_only_nobody: str = "--only cần ít nhất một mã trong danh sách, ví dụ: --only LT001,LT002"

    # administrators
    invite: str = "Mã quản trị (dùng một lần, hết hạn {expires_at}): {code}"
    invite_link: str = "Mở trên điện thoại: {link}"
    invite_how: str = "Nhắn mã này cho trợ lý trong khung chat riêng, sau đó nhắn /quantri."

    admin_none: str = "Chưa có người quản trị. Đề nghị chạy: khaosat admin invite"
    admin_unknown: str = "Không có người quản trị số {number}. Đề nghị xem: khaosat admin list"
    admin_revoked: str = "Đã thu quyền quản trị số {number}: {name}."
    invite_role: str = "Quyền: {role}{until}"
    invite_days: str = ", trong {count} ngày kể từ khi nhận"

    # export
    exported_files: str = "Đã ghi {path}: {count} tệp mà cán bộ đã gửi."
    exported: str = "Đã ghi {path}: {count} người."
    exported_repeat: str = "Đã ghi {path}: nhóm lặp “{name}”, mỗi lần một dòng."

    # preview
    preview_head: str = (
        "Xem thử “{title}”: trả lời như trong khung chat; “:values” để xem mã, giá trị và vì sao một câu không hỏi. "
        "Ctrl+D hoặc Ctrl+C để thoát; không có gì được lưu."
    )
    preview_name: str = "Xem Thử"
    preview_buttons: str = "Các nút: {labels}"
    preview_left: str = "Đã thoát xem thử."


TEXTS: Final = CliTexts()
