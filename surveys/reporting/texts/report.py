"""The sentences of the report in Word. ``{fields}`` are filled from figures; a hidden figure has its own sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class LetterTexts:
    """Blanks to be filled in by hand, where the office has not said."""

    blank_parent: str = "…………………………"
    blank_issuer: str = "…………………………"
    blank_symbol: str = "……"
    blank_place: str = "……………"
    blank_day: str = "…"
    blank_year: str = "……"
    blank_recipient: str = "……………………"
    blank_authority: str = "……………………"
    blank_position: str = "……………………"


@dataclass(frozen=True, slots=True)
class FrameTexts:
    """Title, headings, annexes, captions."""

    type: str = "Báo cáo"
    subject: str = "Kết quả khảo sát nhu cầu đào tạo, bồi dưỡng\ncán bộ, công chức cấp xã năm {year}"
    subject_units: str = "(phạm vi: {units})"
    subject_review: str = (
        "Kết quả rà soát đội ngũ cán bộ, công chức cấp xã\ntheo tiêu chuẩn chức danh năm {year}"
    )
    background: str = "Căn cứ, mục đích, phương pháp"
    purpose: str = "Căn cứ, mục đích"
    method: str = "Phương pháp, đối tượng, thời gian"
    principles: str = "Nguyên tắc tổng hợp số liệu"
    standing: str = "Thực trạng đội ngũ cán bộ, công chức"
    numbers: str = "Số lượng, cơ cấu"
    levels: str = "Trình độ"
    review: str = "Đối chiếu tiêu chuẩn chức danh"
    limited: str = "Những mặt năng lực còn hạn chế"
    needs: str = "Nhu cầu đào tạo, bồi dưỡng"
    competencies: str = "Năng lực cần ưu tiên"
    competencies_all: str = "Xếp thứ tự chung"
    competencies_methods: str = "Những điểm các cách tính cho kết quả khác nhau"
    competencies_groups: str = "Theo nhóm chức danh"
    demand: str = "Nội dung, hình thức, thời gian"
    situations: str = "Kỹ năng xử lý tình huống"
    trend: str = "So với đợt khảo sát trước"
    barriers: str = "Khó khăn, nguyên nhân"
    proposals: str = "Đề xuất kế hoạch đào tạo, bồi dưỡng"
    ending: str = "Trên đây là báo cáo kết quả khảo sát nhu cầu đào tạo, bồi dưỡng cán bộ, công chức cấp xã"
    ending_review: str = (
        "Trên đây là báo cáo kết quả rà soát đội ngũ cán bộ, công chức cấp xã theo tiêu chuẩn chức danh"
    )
    annexes: tuple[str, str, str] = (
        "Biểu thống kê",
        "Kết quả theo từng năng lực",
        "Danh mục lớp đề xuất",
    )
    annex_reference: str = "(Kèm theo {type} {number}{day}{issuer})"
    annex_day: str = " ngày {day}"
    annex_blank_day: str = " ngày … tháng … năm ……"
    annex_issuer: str = " của {issuer}"
    table_caption: str = "Biểu {number}. {title}"
    figure_caption: str = "Hình {number}. {title}"
    figure_reference: str = "Hình\N{NO-BREAK SPACE}{number}"
    left_out: str = (
        "Không in ở phụ lục này những biểu mà mọi số liệu đều không nêu hoặc mọi người cùng một mức (đủ trong bảng "
        "Excel kèm theo): {titles}."
    )
    nobody_at: str = "Không có ai ở mức: {values} (không in cột)."
    nothing_missing: str = "Những câu hỏi không nêu trong biểu: không có ai bỏ trống."
    reference: str = " ({places})"
    place: str = "Biểu\N{NO-BREAK SPACE}{numbers}, {annex}"
    letters: str = "abcdđeghiklmnopqrstuvxy"
    count_heading: str = "SL"
    share_heading: str = "%"
    empty_table: str = "Không có số liệu."


@dataclass(frozen=True, slots=True)
class PhraseTexts:
    """How figures stand in a sentence."""

    people: str = "{count} đồng chí"
    people_share: str = "{count} đồng chí ({share})"
    nobody: str = "không có đồng chí nào"
    hidden: str = "không nêu số liệu"
    hidden_values: str = "{values}: không nêu số liệu"
    value: str = "{label} có {amount}"
    of: str = "{label} {amount}"
    chosen: str = "{amount} chọn {label}"
    named: str = "{amount} nêu {label}"
    years: str = "{label} tuổi"
    among_shown: str = "Trong những số liệu được nêu, {sentence}"
    quoted: str = "“{label}”"
    both: str = "{first} và {last}"
    comma: str = ", "
    semicolon: str = "; "
    each: str = "{labels} (cùng {amount})"
    one: str = "{label} ({amount})"
    inner: str = "{count} đồng chí, {share}"
    missing: str = "chưa có số liệu: {amount}"


@dataclass(frozen=True, slots=True)
class BackgroundTexts:
    """Section I."""

    ground: str = "Căn cứ {basis}"
    purpose: str = (
        "Khảo sát nhằm nắm chất lượng đội ngũ cán bộ, công chức cấp xã; rà soát số người chưa đạt chuẩn chức danh, "
        "chưa đạt chuẩn về trình độ và những mặt năng lực còn hạn chế; từ đó lập kế hoạch đào tạo, bồi dưỡng sát "
        "với công việc và nguyện vọng của đội ngũ."
    )
    purpose_review: str = (
        "Việc rà soát nhằm xác định số người chưa đạt chuẩn chức danh, chưa đạt chuẩn về trình độ theo quy định, "
        "làm căn cứ lập kế hoạch đào tạo, bồi dưỡng. Báo cáo này chưa có số liệu khảo sát nhu cầu."
    )
    roster: str = (
        "Số liệu về đội ngũ lấy từ danh sách cán bộ, công chức do cơ quan quản lý, tính đến ngày {day}."
    )
    audience: str = "Đối tượng: {cases} đồng chí trong danh sách của đợt khảo sát."
    audience_units: str = "Đối tượng: {cases} đồng chí thuộc {units} đơn vị trong danh sách của đợt khảo sát."
    period: str = "Thời gian: từ ngày {first} đến ngày {last}{wave}."
    wave: str = " (đợt khảo sát số {number})"
    is_open: str = "Đợt khảo sát chưa kết thúc; mọi số liệu khảo sát là số liệu tạm thời đến ngày {day}."
    instrument: str = (
        "Công cụ: phiếu “{form}”, trả lời qua tin nhắn trên điện thoại, tự nguyện, sau khi được thông báo về việc "
        "xử lý dữ liệu cá nhân."
    )
    completed: str = "Kết quả: {completed}/{cases} đồng chí hoàn thành phiếu, đạt {share}{reference}."
    nobody_completed: str = (
        "Kết quả: chưa có đồng chí nào trong số {cases} đồng chí hoàn thành phiếu{reference}."
    )
    no_fieldwork: str = "Chưa có số liệu về tình hình trả lời phiếu."
    counted: str = (
        "Số liệu về nhu cầu tổng hợp từ {n} phiếu (phiếu hoàn thành và phiếu trả lời từ một nửa trở lên)."
    )
    all_units: str = "Tất cả {units} đơn vị có tỷ lệ hoàn thành bằng nhau ({share})."
    units: str = "Tỷ lệ hoàn thành cao nhất: {best} ({best_share}); thấp nhất: {worst} ({worst_share})."
    many_units: str = "{count} đơn vị"
    answering_time: str = (
        "Thời gian trả lời một phiếu: trung vị {median} phút; một nửa số phiếu mất từ {q1} đến {q3} phút."
    )
    missing_item: str = (
        "Câu bị bỏ trống nhiều nhất: “{item}” ({missing} trong {asked} người được hỏi, {share})."
    )
    small: str = (
        "{figures} chỉ nêu khi có từ {threshold} người trở lên; số nhỏ hơn, kể cả số lớn mà từ đó suy ra được số nhỏ, "
        "không nêu (trong biểu ghi “*”). Báo cáo không nêu tên cá nhân."
    )
    small_every: str = "Số liệu về đội ngũ và số liệu lấy từ câu trả lời"
    small_roster: str = "Số liệu về đội ngũ"
    small_answers: str = "Số liệu lấy từ câu trả lời"
    rounding: str = (
        "Từng số được làm tròn riêng (tỷ lệ đến một chữ số thập phân) nên tổng các tỷ lệ có thể khác 100%, hiệu của "
        "hai số có thể lệch ở chữ số cuối."
    )
    methods: str = (
        "Mỗi năng lực được người trả lời tự chấm hai mức từ 1 đến 5: mức quan trọng đối với công việc và mức hiện có. "
        "Nhu cầu bồi dưỡng được tính theo bốn cách. Điểm chênh lệch có trọng số (MWDS) là khoảng cách bình quân giữa "
        "hai mức nhân với mức quan trọng bình quân: càng cao càng cần. Điểm chênh lệch xếp hạng (RDS) là tỷ lệ người "
        "có mức hiện có cao hơn mức quan trọng trừ tỷ lệ người có mức hiện có thấp hơn, từ -100 đến 100: càng âm càng "
        "cần. Ma trận quan trọng – hiện có (IPA) và ma trận trọng tâm (LF, theo mức quan trọng và khoảng cách) so từng "
        "năng lực với trung bình chung. Khoảng tin cậy 95% cho biết điểm có thể dao động đến đâu do chỉ có từng ấy "
        "người trả lời (ước lượng bằng cách lấy mẫu lặp lại): khoảng càng rộng, điểm càng chưa chắc chắn."
    )


@dataclass(frozen=True, slots=True)
class StandingTexts:
    """Section II."""

    total: str = "Tính đến ngày {day}, danh sách quản lý có {n} đồng chí{reference}."
    none: str = "Chưa có số liệu về đội ngũ: danh sách cán bộ, công chức chưa được nạp hoặc không có người."
    small: str = "Số người trong danh sách: không nêu (nhỏ hoặc có thể suy ra số nhỏ)."
    size_hidden: str = "Số lượng, cơ cấu: không nêu số liệu, vì từ đó suy ra được số nhỏ."
    by: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {"gender": "Về giới tính", "age_band": "Về độ tuổi", "title": "Theo chức danh"}
        )
    )
    attributes: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                "qual": "Về trình độ chuyên môn",
                "pol": "Về lý luận chính trị",
                "edu": "Về giáo dục phổ thông",
                "qlnn": "Về quản lý nhà nước",
                "cert": "Về chứng chỉ (một người có thể có nhiều chứng chỉ)",
            }
        )
    )
    without: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                "qual": "chưa qua đào tạo",
                "pol": "chưa qua đào tạo",
                "qlnn": "chưa qua bồi dưỡng",
                "cert": "chưa có chứng chỉ",
            }
        )
    )
    distribution: str = "{about}: {values}{reference}."
    no_review: str = "Chưa có kết quả đối chiếu tiêu chuẩn chức danh."
    compared: str = "Để so sánh, theo {regime}"
    ended: str = "{regime} (đã hết hiệu lực sau ngày {day})"
    not_yet: str = "{regime} (có hiệu lực từ ngày {day})"
    ruled: str = "Theo {regime}"
    review: str = "{by}: trong số {n} đồng chí được đối chiếu, {result}{reference}."
    review_hidden: str = "{by}: {result}{reference}."
    below: str = "{amount} chưa đạt ít nhất một tiêu chuẩn"
    none_below: str = "không có đồng chí nào chưa đạt tiêu chuẩn"
    below_hidden: str = "số người chưa đạt ít nhất một tiêu chuẩn: không nêu (nhỏ hoặc có thể suy ra số nhỏ)"
    criteria: str = "; trong đó chưa đạt về {values}"
    criteria_alone: str = "; chưa đạt về {values}"
    nobody_judged: str = (
        "{by}: trong số {n} đồng chí, chưa kết luận được đồng chí nào đạt hay chưa đạt, {why}{reference}."
    )
    not_demanded: str = (
        "vì quy định này không nêu tiêu chuẩn cho các chức danh của họ tại ngày đối chiếu; cần chọn quy định khác hoặc "
        "nạp tiêu chuẩn do tỉnh ban hành"
    )
    not_known: str = (
        "vì chưa đủ dữ liệu (hồ sơ thiếu, hoặc chưa có tiêu chuẩn cho chức danh tại ngày đối chiếu); cần bổ sung hồ sơ "
        "và nạp tiêu chuẩn do tỉnh ban hành"
    )
    not_comparable: str = (
        "vì quy định không nêu tiêu chuẩn cho chức danh hoặc chưa đủ dữ liệu; cần nạp tiêu chuẩn do tỉnh ban hành "
        "và bổ sung hồ sơ"
    )
    unknown: str = "; ngoài ra chưa đủ dữ liệu để kết luận về {amount}, không tính là chưa đạt"
    criteria_names: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                "age": "độ tuổi",
                "edu": "giáo dục phổ thông",
                "qual": "trình độ chuyên môn",
                "major": "ngành đào tạo",
                "pol": "lý luận chính trị",
                "qlnn": "quản lý nhà nước",
                "tin": "tin học",
                "nn": "ngoại ngữ",
                "qpan": "quốc phòng – an ninh",
                "other": "chương trình bồi dưỡng bắt buộc",
            }
        )
    )
    titles: str = "Chức danh có nhiều người chưa đạt chuẩn nhất: {values}{reference}."
    verify: str = (
        "Quy định dùng để đối chiếu có điểm “cần xác minh”: phải kiểm tra theo văn bản gốc trước khi dùng."
    )
    verify_regimes: str = (
        "Riêng {regimes} có điểm “cần xác minh”: phải kiểm tra theo văn bản gốc trước khi dùng."
    )
    deadline: str = "Thời hạn đạt chuẩn theo quy định chuyển tiếp của {regime}: ngày {day}."
    restricted: str = "Danh sách từng người được lập thành văn bản riêng, lưu hành hạn chế."
    limited: str = (
        "Những mặt nhiều người tự đánh giá là quan trọng nhưng mức hiện có còn thấp: {values}{reference}."
    )
    no_limited: str = (
        "Không có mặt năng lực nào được tự đánh giá là quan trọng mà mức hiện có còn thấp{reference}."
    )
    limited_hidden: str = (
        "Số người tự đánh giá còn hạn chế ở từng mặt năng lực: không nêu "
        "(nhỏ hoặc có thể suy ra số nhỏ){reference}."
    )
    no_answers: str = "Chưa có câu trả lời để đánh giá năng lực."


LETTER: Final = LetterTexts()
FRAME: Final = FrameTexts()
PHRASES: Final = PhraseTexts()
BACKGROUND: Final = BackgroundTexts()
STANDING: Final = StandingTexts()
