"""What the bot and the ``khaosat`` command say about reports, reviews and differences from the roster."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class ReportTexts:
    """Menus, progress, captions and key figures of reports; the cards of differences."""

    report_button: str = "Báo cáo"
    differences_button: str = "Chênh lệch với danh sách"

    # ordering a report
    ask_profile: str = (
        "**Báo cáo đợt số {number}** – {title}\n{completed}/{total} người đã gửi phiếu.\n\n"
        "{Dc} chọn thể thức văn bản:"
    )
    usual: str = "{label} (thường dùng)"
    ask_publish: str = (
        "**Số liệu danh sách cán bộ**\n"
        "Số liệu dưới 5 người trong báo cáo được ẩn. Số liệu thống kê lấy từ danh sách của cơ quan (không phải câu "
        "trả lời) có thể công bố đủ nếu pháp luật yêu cầu; lựa chọn này được ghi vào nhật ký.\n\n"
        "Câu trả lời khảo sát luôn được ẩn dưới 5 người."
    )
    publish_no: str = "Ẩn số liệu nhỏ (nên dùng)"
    publish_yes: str = "Công bố đủ số liệu danh sách"
    started: str = (
        "Đang lập báo cáo đợt số {number}. Tin này cho biết tiến độ; báo cáo sẽ được gửi vào khung chat khi xong. "
        "Trong lúc chờ, {dc} cứ làm việc khác: nhắn /quantri."
    )
    other_report: str = (
        "Lưu ý: đợt số {number} đã có báo cáo lập cho ngày khác, theo quy định khác hoặc công bố số liệu khác; chỉ "
        "phát hành một trong các báo cáo này, vì so chúng với nhau có thể suy ra số liệu đã ẩn."
    )
    waiting: str = "Báo cáo đợt số {number} đang được lập, xin {dc} chờ một chút."
    progress: str = "Đang lập báo cáo đợt số {number}… bước {step}/{count}: {what}."
    done: str = "✔ Đã lập xong báo cáo đợt số {number}, được gửi bên dưới."
    failed: str = (
        "Chưa lập được báo cáo đợt số {number}. Đề nghị {dc} bấm “Báo cáo” để làm lại; nếu vẫn không được, "
        "đề nghị báo người vận hành (việc số {job}, {error})."
    )
    export_failed: str = (
        "Chưa lập được tệp kết quả của đợt số {number}. Đề nghị {dc} bấm “Tải kết quả” để làm lại; nếu vẫn "
        "không được, đề nghị báo người vận hành (việc số {job}, {error})."
    )
    stopped: str = "✘ Chưa lập được tệp của đợt số {number}: xem tin bên dưới."
    refused: str = "Chưa lập được báo cáo đợt số {number}:"
    export_refused: str = "Chưa lập được tệp kết quả của đợt số {number}:"
    too_big: str = (
        "Tệp {name} nặng {size} MB, quá mức gửi được trong khung chat ({limit} MB). Người vận hành lấy tệp bằng lệnh: "
        "khaosat report --wave {number} --out THƯ-MỤC"
    )

    # what is sent
    word_caption: str = (
        "Báo cáo đợt số {number} (Word): đề nghị đọc lại, điền số, ngày và ký trước khi ban hành."
    )
    workbook_caption: str = "Bảng số liệu của báo cáo đợt số {number} (Excel)."
    restricted_caption: str = (
        "Danh sách chưa đạt chuẩn (LƯU HÀNH HẠN CHẾ), theo danh sách cán bộ ngày {as_of}. Tệp có dữ liệu cá nhân: đề "
        "nghị chỉ lưu ở máy của cơ quan, không chuyển tiếp."
    )

    template_caption: str = (
        "Mẫu biểu tiêu chuẩn chức danh (Excel): đợt số {number} chưa đối chiếu được vì chưa có tiêu chuẩn của cơ quan. "
        "Đề nghị {dc} điền, xác nhận từng dòng, gửi lại tệp vào khung chat này rồi lập lại báo cáo."
    )

    # key figures
    figures_scope: str = "Phạm vi: {units}"
    figures_head: str = "**Kết quả đợt số {number}** – số liệu đến {as_of}"
    figures_roster: str = "**Rà soát đội ngũ** đến {as_of}: {count} người"
    figures_rate: str = "• Tỉ lệ trả lời: {part}/{base} người ({share})."
    figures_quality: str = "• {attribute}: {parts}."
    figures_part: str = "{label} {count} ({share})"
    figures_share: str = "{count} ({share})"
    figures_below: str = "• Chưa đạt ít nhất một tiêu chuẩn ({regime}): {part} trong {base} người."
    figures_criteria: str = "  Trong đó: {parts}."
    figures_criterion: str = "{label} {part}"
    figures_unknown: str = "• Chưa đủ dữ liệu để kết luận ({regime}): {count}/{base} người."
    figures_needs: str = "• Nhu cầu đào tạo, bồi dưỡng cao nhất: {needs}."
    figures_needs_shown: str = "• Trong những số liệu được nêu, nhu cầu đào tạo, bồi dưỡng cao nhất: {needs}."
    figures_nobody_judged: str = (
        "• Chưa kết luận được ai trong {base} người đạt hay chưa đạt ({regime}): hồ sơ chưa đủ dữ liệu hoặc chưa có "
        "tiêu chuẩn cho chức danh. Cần bổ sung hồ sơ và nạp tiêu chuẩn do tỉnh ban hành."
    )
    figures_not_demanded: str = (
        "• Chưa đối chiếu được ai trong {base} người: {regime} không nêu tiêu chuẩn cho chức danh của họ. Cần chọn quy "
        "định khác hoặc nạp tiêu chuẩn do tỉnh ban hành."
    )
    figures_standards: str = "• {remark}"
    figures_need: str = "({rank}) {label}"
    figures_hidden: str = "Số liệu dưới 5 người, hoặc từ đó suy ra được số như vậy, được ẩn."
    figures_hidden_but_roster: str = (
        "Số liệu danh sách được công bố đủ; số liệu dưới 5 người từ câu trả lời được ẩn."  # differences
    )
    differences_none: str = (
        "Đợt số {number}: không có câu trả lời nào khác danh sách mà chưa được xem xét. "
        "Báo cáo dùng số liệu danh sách."
    )
    difference: str = (
        "**Khác danh sách: {place}/{count}** – đợt số {number}\n"
        "{name} ({key}), {title}, {unit}\n\n"
        "**{attribute}**\n"
        "Danh sách: {held}\n"
        "Người được hỏi trả lời: {answer}\n\n"
        "Chấp nhận thì danh sách được sửa theo câu trả lời và ghi vào nhật ký."
    )
    nothing_held: str = "(chưa có)"
    accept_button: str = "✔ Chấp nhận, sửa danh sách"
    keep_button: str = "Giữ như danh sách"
    later_button: str = "Xem chỗ khác ▶"
    accept_all_button: str = "Chấp nhận tất cả ({count})"
    accepted: str = "✔ Đã sửa danh sách: {name}, {attribute}."
    kept: str = "✔ Giữ như danh sách: {name}, {attribute}."
    overtaken: str = "Chỗ này vừa thay đổi hoặc đã được xem xét; chưa làm gì thêm."
    ask_accept_all: str = (
        "**Chấp nhận tất cả {count} chỗ khác của đợt số {number}?**\n"
        "Danh sách của {people} người được sửa theo câu trả lời của họ. Việc này được ghi vào nhật ký và không tự lấy "
        "lại được; nên đối chiếu hồ sơ trước."
    )
    accept_all_yes: str = "✔ Chấp nhận tất cả"
    accepted_all: str = "✔ Đã sửa {count} chỗ trong danh sách theo câu trả lời của đợt số {number}."
    changed_meanwhile: str = (
        "Từ lúc hỏi đến giờ số chỗ khác đã thay đổi ({before} → {count}); chưa sửa gì. "
        "Đề nghị xem lại rồi chọn lại."
    )

    # the command line
    cli_progress: str = "Đang lập báo cáo"
    cli_gathering: str = "đọc số liệu"
    cli_written: str = "Đã ghi {path}"
    cli_reviewed: str = "Đã ghi {path}: {count} người, số liệu đến {as_of}."
    cli_out_is_file: str = "{path} là một tệp, không phải thư mục. Đề nghị ghi tên một thư mục ở --out."
    cli_no_parent: str = "Không có thư mục {path}. Đề nghị tạo thư mục trước, hoặc ghi nơi khác."
    cli_bad_profile: str = "Không có thể thức “{found}”. Đề nghị dùng một trong: {known}."
    cli_bad_day: str = "“{found}” không phải là một ngày. Đề nghị ghi như 22/11/2026 hoặc 2026-11-22."
    cli_bad_year: str = "“{found}”: năm phải từ {first} đến {last}. Đề nghị xem lại ngày."
    cli_answers_changed: str = (
        "Chưa ghi báo cáo đợt số {number}: trong lúc lập liên tục có người rút lại câu trả lời. "
        "Đề nghị chạy lại lệnh sau ít phút."
    )
    cli_asks_for_rules: str = (
        "Chưa có tiêu chuẩn của cơ quan cho ngày này: lấy mẫu bằng khaosat standards template --out bieu.xlsx, điền, "
        "xác nhận từng dòng, nạp bằng khaosat standards import bieu.xlsx rồi chạy lại."
    )
    cli_bad_standards: str = "Tệp tiêu chuẩn {path} có {count} chỗ cần sửa:"
    cli_restricted_note: str = "Tệp có họ tên, lưu hành hạn chế: chỉ người vận hành đọc được (quyền 600)."
    cli_published: str = (
        "Lưu ý: số liệu thống kê của danh sách cán bộ được công bố đủ, kể cả dưới 5 người; "
        "đã ghi vào nhật ký."
    )
    cli_differences: str = "Đợt số {number}: {count} chỗ khác danh sách chưa được xem xét."
    cli_differences_how: str = (
        "Chấp nhận: khaosat differences --wave {number} --accept MÃ:THUỘC_TÍNH; giữ như danh sách: --reject; tất cả: "
        "--accept-all"
    )
    cli_bad_choice: str = (
        "“{found}” chưa đúng. Đề nghị ghi như {expected}, lấy từ bảng của khaosat differences."
    )
    cli_no_such_difference: str = (
        "Không có chỗ khác nào chưa xem xét mang tên “{found}” trong đợt số {number}."
    )
    cli_one_choice: str = "Chỉ dùng một trong --accept, --accept-all, --reject cho cùng một chỗ."
    cli_decided: str = "Đã chấp nhận {accepted} chỗ, giữ như danh sách {rejected} chỗ."
    cli_projection: str = (
        "Số liệu đã tổng hợp của đợt số {number} chưa đủ. Đề nghị báo người vận hành (lệnh: khaosat db "
        "upgrade), rồi làm lại."
    )


TEXTS: Final = ReportTexts()

STEPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "tables": "tổng hợp số liệu",
        "charts": "vẽ biểu đồ",
        "word": "soạn văn bản Word",
        "workbook": "lập bảng Excel",
        "restricted": "lập danh sách hạn chế",
    }
)
PROFILES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nd30": "Nghị định 30/2020/NĐ-CP (cơ quan nhà nước)",
        "hd05": "Hướng dẫn 05-HD/VPTW (cơ quan đảng, 2026)",
        "hd36": "Hướng dẫn 36-HD/VPTW (cơ quan đảng, 2018)",
    }
)
ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "Chức danh",
        "unit": "Đơn vị",
        "gender": "Giới tính",
        "birth_year": "Năm sinh",
        "edu": "Giáo dục phổ thông",
        "qual": "Chuyên môn",
        "major": "Ngành đào tạo",
        "pol": "Lý luận chính trị",
        "qlnn": "Quản lý nhà nước",
        "cert": "Chứng chỉ",
    }
)
COLUMNS: Final = ("Mã chỗ khác", "Họ và tên", "Đơn vị", "Thuộc tính", "Danh sách", "Câu trả lời")

FILES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "word": "bao-cao",
        "workbook": "bao-cao",
        "restricted": "danh-sach-han-che",
        "template": "bieu-tieu-chuan",
    }
)
"""Names of files without accents: they travel through mail programs and old computers."""
