"""The words of the empty workbook in which an office writes its standards down: headings, instructions, an example."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class StandardsBookTexts:
    """The sheets of the workbook and what stands on them."""

    sheet: str = "Tiêu chuẩn"
    instruction_sheet: str = "Hướng dẫn"
    grounds_sheet: str = "Căn cứ"
    example_sheet: str = "Ví dụ"
    lists_sheet: str = "Danh mục"
    title: str = "BIỂU TIÊU CHUẨN CHỨC DANH CÁN BỘ, CÔNG CHỨC CẤP XÃ"
    subtitle: str = (
        "Mẫu lập ngày {day}. Dòng “Cần xác minh” là gợi ý, chưa được dùng để rà soát: đối chiếu văn bản, sửa nếu "
        "cần, rồi chọn “Đã xác nhận”."
    )
    example_title: str = "VÍ DỤ – chỉ minh họa cách ghi; số văn bản, ngày và mức KHÔNG phải quy định có thật"
    page: str = "Trang {page}/{pages}"
    suggestion: str = "Gợi ý theo {basis}; cần xác minh"
    other_age: str = "Tuổi: theo luật, điều lệ của tổ chức"
    bad_choice_title: str = "Chưa có trong danh mục"
    bad_choice: str = (
        "Đề nghị chọn một giá trị trong danh mục; không yêu cầu thì chọn “{nothing}” hoặc để trống."
    )
    bad_day_title: str = "Chưa phải là ngày"
    bad_day: str = "Đề nghị ghi đủ ngày/tháng/năm, ví dụ 01/07/2026."
    scope_hint: str = "“{province}”, hoặc tên hay mã các xã, cách nhau bằng dấu phẩy"
    age_hint: str = "Số tuổi, ví dụ 45; nam nữ khác nhau thì ghi: nam 60, nữ 55"
    months_hint: str = "Số tháng, ví dụ 60"
    certificate_hint: str = "“{certificate}”, hoặc ghi rõ bậc, ví dụ: Tin học cơ bản, Tiếng Anh B1"
    status_hint: str = "Chỉ dòng “{confirmed}” được dùng để rà soát"
    instructions: tuple[str, ...] = (
        (
            "Biểu này do cơ quan lập: mỗi dòng là tiêu chuẩn của một chức danh, ở một phạm vi, trong một thời gian. "
            "Phần mềm không tự đặt ra tiêu chuẩn nào cho cấp xã từ ngày 01/7/2025."
        ),
        (
            "Cách làm: điền trang “Tiêu chuẩn”, lưu tệp, rồi nhờ người vận hành kiểm tra (khaosat standards check "
            "TỆP.xlsx) và nạp (khaosat standards import TỆP.xlsx). Chỗ nào chưa rõ, phần mềm nêu đúng ô và cách sửa; "
            "chưa nạp gì cho đến khi không còn chỗ sai."
        ),
        "Cột tiêu chuẩn: chọn trong danh mục xổ xuống. Ô để trống hoặc “Không yêu cầu” là không yêu cầu nội dung đó.",
        "Ghi mức thấp nhất phải đạt: “Đại học” nghĩa là từ đại học trở lên.",
        (
            "Ngành phù hợp: ghi tên ngành, cách nhau bằng dấu phẩy (Luật, Kế toán); phần mềm chỉ kết luận “đạt” khi "
            "tên ngành của người đó có đúng những chữ ấy, còn lại để cơ quan xem xét."
        ),
        (
            "Tin học, ngoại ngữ, quốc phòng – an ninh: hồ sơ chỉ ghi có hay không có chứng chỉ. Nếu yêu cầu một bậc "
            "cụ thể, người có chứng chỉ được xếp “chưa đủ dữ liệu” để đối chiếu văn bằng."
        ),
        (
            "Tuổi bổ nhiệm lần đầu và số tháng còn lại: tính vào ngày giữ chức danh; người giữ chức danh trước “Từ "
            "ngày” không bị áp dụng."
        ),
        (
            "Phạm vi: “Toàn tỉnh”, hoặc tên hay mã xã. Một xã có thể có dòng riêng, chỉ được bằng hoặc cao hơn dòng "
            "toàn tỉnh."
        ),
        (
            "Dòng đã xác nhận bắt buộc có căn cứ (số, ngày văn bản) và từ ngày; nên có điều khoản. Văn bản hết hiệu "
            "lực thì ghi “Đến ngày”."
        ),
        "Tình trạng: “Đã xác nhận” – đã đối chiếu với văn bản, được dùng để rà soát; “Cần xác minh” – chưa dùng.",
        "Người kiêm nhiệm được đối chiếu với cả hai chức danh: mỗi nội dung lấy mức cao hơn.",
        (
            "Mỗi lần nạp là một bản có số và ngày, giữ trong nhật ký; báo cáo ghi rõ đã dùng bản nào. Sửa biểu rồi "
            "nạp lại là bản mới. Thiếu dữ liệu trong hồ sơ không bao giờ là “chưa đạt”."
        ),
    )
    example_basis: str = "Ví dụ: Quyết định số 00/QĐ-UBND"
    example_clause: str = "Điều 0"
    grounds_head: tuple[str, ...] = (
        "Văn bản",
        "Nội dung",
        "Điều khoản",
        "Từ ngày",
        "Tình trạng",
        "Nguồn đã xem",
    )
    grounds_lead: str = (
        "Văn bản làm căn cứ của thời kỳ từ {day}. Dòng “{to_verify}” chưa thấy bản gốc: phải tìm và đối chiếu trước "
        "khi dẫn."
    )
    confirmed: str = "Đã thấy"


STANDARDS_BOOK: Final = StandardsBookTexts()
