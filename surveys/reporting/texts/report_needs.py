"""The sentences of the report in Word on needs, barriers and proposals (sections III to V)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class NeedsTexts:
    """Section III, 1."""

    none: str = "Chưa có đủ câu trả lời để xác định nhu cầu bồi dưỡng theo năng lực."
    hidden: str = "Thứ tự nhu cầu: không nêu (nhỏ hoặc có thể suy ra số nhỏ){reference}."
    lead: str = (
        "Xếp theo điểm chênh lệch có trọng số (MWDS), những năng lực cần bồi dưỡng nhất là{reference}:"
    )
    item: str = "({rank}) “{screen}”: {figures}"
    levels: str = "mức quan trọng {importance}, mức hiện có {level}"
    mwds: str = "MWDS {mwds}"
    interval: str = " (khoảng tin cậy 95%: {low} đến {high})"
    rds: str = "RDS {rds}"
    no_gap: str = (
        "Ở {count} năng lực, mức hiện có bằng hoặc cao hơn mức quan trọng nên chưa đặt ra nhu cầu bồi dưỡng."
    )
    quadrant: str = (
        "Theo ma trận quan trọng – hiện có (IPA), nhóm cần tập trung (quan trọng mà còn yếu): {screens}."
    )
    no_quadrant: str = (
        "Theo ma trận quan trọng – hiện có (IPA), không có năng lực nào thuộc nhóm cần tập trung."
    )
    first: str = "Cả MWDS và ma trận trọng tâm (LF) cùng xếp vào ưu tiên 1: {screens}."
    second: str = "Chỉ một trong hai cách xếp vào nhóm đầu (ưu tiên 2): {screens}."
    no_priority: str = "MWDS và ma trận trọng tâm (LF) không cùng xếp năng lực nào vào ưu tiên 1."
    tied: str = "Các năng lực cùng thứ tự có điểm bằng nhau."
    overlap: str = (
        "Khoảng tin cậy của thứ {first} và thứ {second} giao nhau: "
        "thứ tự giữa hai năng lực này chưa chắc chắn."
    )
    disagree_lead: str = (
        "Các cách tính không cho cùng kết quả ở những năng lực sau, cần cân nhắc thêm{reference}:"
    )
    disagree: str = "“{screen}”: {figures}"
    mwds_rank: str = "thứ {rank} theo MWDS"
    rds_rank: str = "thứ {rank} theo RDS"
    ipa: str = "IPA: {finding}"
    lf: str = "LF: {finding}"
    disagreement: str = " ({finding})"
    agree: str = "Các cách tính cho kết quả thống nhất, không có năng lực nào bị xếp trái ngược."
    groups_lead: str = "Năng lực cần bồi dưỡng nhất của từng nhóm chức danh{reference}:"
    group: str = "{group} ({n} người): {screens}"
    group_unsized: str = "{group}: {screens}"
    group_hidden: str = "{group}: không nêu (nhỏ hoặc có thể suy ra số nhỏ)"
    group_none: str = "{group}: không có năng lực nào mức hiện có thấp hơn mức quan trọng"
    group_shown: str = "{line} (chỉ xét những số liệu được nêu)"
    group_item: str = "“{screen}” (MWDS {mwds})"
    alpha: str = "Độ tin cậy của thang đo (Cronbach α; từ 0,7 trở lên là tốt): {values}{reference}.{low}"
    alpha_low: str = " Hệ số dưới 0,7: các năng lực được chấm không cùng chiều, nên xem riêng từng năng lực."
    alpha_value: str = "{scale} {alpha}"


@dataclass(frozen=True, slots=True)
class DemandTexts:
    """Section III, 2 to 4."""

    none: str = "Chưa có câu trả lời về nội dung, hình thức, thời gian."
    leads: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                "d_topic": "Về nội dung, nhiều nhất là {values}{reference}.",
                "d_top1": "Về nội dung cần nhất: {values}{reference}.",
                "d_degree": "Về chương trình đào tạo dài hạn: {values}{reference}.",
                "d_form": "Về hình thức: {values}{reference}.",
                "d_len": "Về thời lượng một lớp: {values}{reference}.",
                "d_time": "Về thời gian thuận lợi: {values}{reference}.",
                "d_place": "Về địa điểm: {values}{reference}.",
            }
        )
    )
    abouts: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                "d_topic": "Nội dung bồi dưỡng",
                "d_top1": "Nội dung cần nhất",
                "d_degree": "Chương trình đào tạo dài hạn",
                "d_form": "Hình thức",
                "d_len": "Thời lượng một lớp",
                "d_time": "Thời gian",
                "d_place": "Địa điểm",
            }
        )
    )
    nobody: str = "{about}: chưa có lựa chọn nào{reference}."
    hidden: str = "{about}: không nêu (nhỏ hoặc có thể suy ra số nhỏ){reference}."
    reasons: str = "Về lý do học: {values}{reference}."
    papers: str = "Gộp hai lý do đạt chuẩn còn thiếu và có thêm bằng cấp: {amount}."
    repeats: str = "Muốn học chương trình không cao hơn trình độ đã có: {amount}."
    chasing: str = "Học chủ yếu để có thêm bằng cấp (biểu hiện “chạy theo bằng cấp”): {amount}."
    no_chasing: str = "Không có đồng chí nào nêu lý do chính là để có thêm bằng cấp (“chạy theo bằng cấp”)."
    chasing_hidden: str = (
        "Số người học chủ yếu để có thêm bằng cấp (“chạy theo bằng cấp”): không nêu số liệu."
    )
    no_situations: str = "Chưa có câu trả lời về tình huống."
    situations_lead: str = "Các tình huống chỉ được tổng hợp chung, không chấm điểm từng người."
    situations_most: str = "Phương án được chọn nhiều nhất{reference}:"
    situation: str = "“{item}” ({n} người trả lời): {values}"
    situation_unsized: str = "“{item}”: {values}"
    situation_hidden: str = "“{item}”: không nêu (nhỏ hoặc có thể suy ra số nhỏ)"
    situation_none: str = "“{item}”: chưa có người trả lời"
    situations_hidden: str = (
        "Kết quả trả lời từng tình huống: không nêu (nhỏ hoặc có thể suy ra số nhỏ){reference}."
    )
    confidence: str = (
        "Mức tự tin khi xử lý tình huống (thang 1–5): trung bình {mean} ({n} người trả lời){low}{reference}."
    )
    low: str = "; {amount} tự chấm mức 1 hoặc 2"
    low_hidden: str = "; số người tự chấm mức 1 hoặc 2: không nêu (nhỏ hoặc có thể suy ra số nhỏ)"
    no_low: str = "; không có đồng chí nào tự chấm mức 1 hoặc 2"
    confidence_hidden: str = "Mức độ tự tin khi xử lý tình huống: không nêu số liệu{reference}."
    trend_rate: str = "{rate}: {current} (đợt trước {previous}, {change}{sizes})"
    trend_sizes: str = "; {n} người, đợt trước {previous_n} người"
    trend_need: str = "Điểm MWDS của “{screen}”: {current} (đợt trước {previous}, {change}{sizes})"
    more: str = "tăng {points}"
    less: str = "giảm {points}"
    same: str = "không đổi"
    points: str = "{change} điểm phần trăm"
    trend_lead: str = "So với đợt trước, tỷ lệ phản hồi và những thay đổi lớn nhất về nhu cầu{reference}:"
    trend_hidden: str = "Số liệu so sánh với đợt trước: không nêu (nhỏ hoặc có thể suy ra số nhỏ){reference}."


@dataclass(frozen=True, slots=True)
class BarrierTexts:
    """Section IV."""

    none: str = "Chưa có câu trả lời về khó khăn khi tham gia đào tạo, bồi dưỡng."
    lead: str = "Khó khăn được nêu nhiều nhất: {values}{reference}."
    nobody: str = "Không có đồng chí nào nêu khó khăn khi tham gia đào tạo, bồi dưỡng{reference}."
    hidden: str = "Số người nêu từng khó khăn: không nêu (nhỏ hoặc có thể suy ra số nhỏ){reference}."
    without: str = "Không gặp khó khăn: {amount}."
    bands_lead: str = "Khó khăn hàng đầu theo độ tuổi:"
    band: str = "{band}: {values}"
    band_hidden: str = "{bands}: không nêu số liệu"
    causes: str = "Trong những khó khăn trên, {causes}."
    of_office: str = "thuộc về tổ chức, chế độ, chương trình có: {barriers}"
    of_person: str = "thuộc về điều kiện của người học có: {barriers}"


@dataclass(frozen=True, slots=True)
class ProposalTexts:
    """Section V and the list of proposed courses."""

    none: str = "Số liệu hiện có chưa đủ để đề xuất nội dung bồi dưỡng; đề xuất sẽ được bổ sung khi có đủ câu trả lời."
    provisional: str = (
        "Đề xuất dưới đây dựa trên số liệu tạm thời, cần rà soát lại khi đợt khảo sát kết thúc."
    )
    lead: str = "Căn cứ số liệu được nêu ở trên, đề nghị xem xét mở lớp theo thứ tự ưu tiên sau (chi tiết tại {annex}):"
    item: str = "({place}) “{topic}”, dành cho {groups}{demand}"
    demand: str = "; {amount} tự chọn nội dung này"
    demand_none: str = "; chưa có người tự chọn nội dung này, cần trao đổi thêm trước khi mở lớp"
    demand_hidden: str = "; số người tự chọn nội dung này: không nêu (nhỏ hoặc có thể suy ra số nhỏ)"
    no_gap: str = "; người trả lời tự chấm mức hiện có không thấp hơn mức quan trọng nên cần cân nhắc"
    all_groups: str = "tất cả các nhóm chức danh"
    some_groups: str = "nhóm {groups}"
    no_groups: str = "các nhóm chức danh (số liệu từng nhóm không nêu được, cần xác định thêm)"
    manner: str = "Cách tổ chức theo lựa chọn của người trả lời: {values}."
    manners: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {
                "d_form": "hình thức {value}",
                "d_len": "thời lượng {value}",
                "d_time": "thời gian {value}",
                "d_place": "địa điểm {value}",
            }
        )
    )
    manner_shown: str = "Cách tổ chức theo những lựa chọn mà số liệu được nêu: {values}."
    no_manner: str = "Chưa đủ số liệu để đề xuất hình thức, thời lượng, thời gian, địa điểm."
    standards: str = "Về chuẩn hóa trình độ theo {regime}: {values}."
    standard: str = "{criterion}: {amount} chưa đạt chuẩn{demand}"
    standard_demand: str = ", {wanted} có nhu cầu học {programme}"
    restricted: str = "Việc cử người học căn cứ danh sách lưu hành hạn chế và quy hoạch."
    uncovered: str = "Những điểm số liệu chưa cho phép đề xuất:"
    uncovered_group: str = (
        "Nhóm {group}: số liệu không nêu (nhỏ hoặc có thể suy ra số nhỏ) hoặc chưa có, "
        "chưa xác định được nhu cầu riêng"
    )
    uncovered_topic: str = "“{topic}”: có nhu cầu nhưng chưa xác định được nhóm chức danh tham gia"
    uncovered_data: str = (
        "{amount} chưa đủ dữ liệu để đối chiếu tiêu chuẩn: cần bổ sung hồ sơ hoặc nạp tiêu chuẩn"
    )
    decided: str = (
        "Số lớp, số học viên, kinh phí và thời gian cụ thể do cơ quan có thẩm quyền quyết định; số liệu khảo sát chưa "
        "nêu những nội dung này."
    )
    title: str = "Danh mục lớp đề xuất theo thứ tự ưu tiên"
    columns: tuple[str, ...] = (
        "TT",
        "Nội dung",
        "Nhóm chức danh",
        "Mức ưu tiên",
        "MWDS",
        "Số người tự chọn",
        "Hình thức",
        "Thời lượng",
        "Thời gian",
        "Địa điểm",
    )
    every_group: str = "Tất cả các nhóm"
    note: str = (
        "Nhóm chức danh: những nhóm mà năng lực ấy thuộc ưu tiên 1 hoặc 2 của chính nhóm; nếu không có nhóm nào như "
        "vậy, những nhóm có mức hiện có thấp hơn mức quan trọng; nếu cũng không có, những nhóm có người tự chọn. Số "
        "liệu của nhóm không nêu thì không xét. "
        "Hình thức, thời lượng, thời gian, địa điểm: lựa chọn nhiều nhất của toàn bộ người trả lời. Mức ưu tiên 1: "
        "cả MWDS và LF xếp vào nhóm đầu; 2: một trong hai. Dấu “*”: không nêu số liệu."
    )


NEEDS: Final = NeedsTexts()
DEMAND: Final = DemandTexts()
BARRIERS: Final = BarrierTexts()
PROPOSALS: Final = ProposalTexts()
