"""Why a reply was not accepted, and what to do instead: one sentence per code of ``surveys.replies``."""

from collections.abc import Mapping
from typing import Final

from bot.texts import ADDRESS
from bot.texts.either import either
from surveys.replies import Rejected

REJECTIONS: Final[Mapping[str, str]] = {
    "empty": "Tin nhắn trống. Mời {dc} trả lời câu dưới đây.",
    "too_long": "Câu trả lời dài {length} ký tự, quá giới hạn {maximum}. Mời {dc} viết gọn lại.",
    "not_integer": "“{typed}” chưa phải là một số. Mời {dc} nhắn một số, ví dụ: 12.",
    "not_decimal": "“{typed}” chưa phải là một số. Mời {dc} nhắn một số, ví dụ: 2,5.",
    "ambiguous_number": "“{typed}” có thể hiểu theo hai cách. Mời {dc} nhắn số liền, không có dấu chấm hay dấu phẩy.",
    "number_too_large": "Số này quá lớn (nhiều hơn {maximum} chữ số). Mời {dc} xem lại.",
    "not_date": "“{typed}” chưa phải là một ngày. Mời {dc} nhắn theo mẫu ngày/tháng/năm, ví dụ: 2/9/1975.",
    "incomplete_date": "“{typed}” chưa đủ ngày, tháng, năm. Mời {dc} nhắn đủ, ví dụ: 2/9/1975.",
    "two_digit_year": "Năm “{year}” chưa rõ. Mời {dc} nhắn năm đủ bốn chữ số, ví dụ: 2/9/1975.",
    "impossible_date": "Ngày “{typed}” không có trên lịch. Mời {dc} xem lại.",
    "not_time": "“{typed}” chưa phải là giờ trong ngày. Mời {dc} nhắn giờ và phút, ví dụ: 7h30 hoặc 14:05.",
    "incomplete_time": "“{typed}” có thể là sáng hoặc tối. Mời {dc} nhắn rõ, ví dụ: 7h30, 19h30 hoặc 7 giờ rưỡi tối.",
    "impossible_time": "Không có giờ “{typed}”. Mời {dc} xem lại, ví dụ: 7h30 hoặc 14:05.",
    "not_moment": "“{typed}” chưa phải là ngày và giờ. Mời {dc} nhắn cả hai, ví dụ: 2/9/2026 14:05.",
    "incomplete_moment": "“{typed}” chưa đủ ngày và giờ. Mời {dc} nhắn cả hai, ví dụ: 2/9/2026 14:05.",
    "not_digits": "“{typed}” không phải là dãy số. Mời {dc} nhắn các chữ số, ví dụ: 0912345678.",
    "not_acknowledged": "Nếu {dc} đã đọc và đồng ý, mời nhắn “đã rõ”" + either(", hoặc bấm nút.", "."),
    "off_scale": "Ở đây cần một số từ {first} đến {last}, mỗi nấc cách nhau {step}. Mời {dc} nhắn lại.",
    "not_a_file": "Câu này cần {dc} gửi tệp (không trả lời bằng chữ).",
    "wrong_file": "Tệp vừa gửi không đúng loại mà câu này cần. Mời {dc} gửi lại.",
    "not_geopoint": "“{typed}” chưa phải là một vị trí. Mời {dc} gửi vị trí, hoặc nhắn vĩ độ, kinh độ, ví dụ: "
    "21.0285, 105.8542.",
    "impossible_geopoint": "Không có vị trí “{typed}” trên bản đồ. Mời {dc} xem lại, ví dụ: 21.0285, 105.8542.",
    "ranked_twice": "“{typed}” được xếp hai lần. Mời {dc} nhắn lại, mỗi mục một lần, ví dụ: 3 1 2.",
    "rank_incomplete": "Còn {count} mục chưa xếp thứ tự. Mời {dc} xếp đủ mọi mục, ví dụ: 3 1 2.",
    "not_a_choice": "“{typed}” không có trong các lựa chọn. Mời {dc} nhắn số thứ tự đứng trước lựa chọn, ví dụ: 1.",
    "no_such_number": "Không có lựa chọn số {number}. Mời {dc} nhắn một số từ 1 đến {count}.",
    "ambiguous": "Tin nhắn có thể hiểu theo nhiều cách:\n{candidates}\nMời {dc} nhắn số thứ tự của ý đúng.",
    "ambiguous_range": (
        "“{first}-{last}” có thể là cả khoảng hoặc hai mục. Mời {dc} nhắn từng số, cách nhau bằng dấu phẩy, "
        "ví dụ: {first},{last}."
    ),
    "separate_numbers": "Các số đang viết liền nhau. Mời {dc} nhắn các số cách nhau, ví dụ: 5 2.",
    "too_many_values": "Có {found} giá trị, trong khi ở đây cần {expected}. Mời {dc} nhắn lại {expected} số cách nhau.",
    "too_few_values": "Có {found} giá trị, trong khi ở đây cần {expected}. Mời {dc} nhắn lại {expected} số cách nhau.",
    "required": "Câu này cần có câu trả lời. {message}",
    "constraint": "Chưa ghi được câu trả lời này. {message}",
    "not_answered": "Câu này chưa có câu trả lời. Mời {dc} trả lời, rồi mới sang câu tiếp.",
    "cannot_skip": "Câu này cần có câu trả lời nên không bỏ qua được. {Dc} có thể nhắn “dừng” để trả lời sau.",
    "nothing_to_confirm": "Câu này chưa có sẵn thông tin để xác nhận. Mời {dc} chọn hoặc nhắn câu trả lời.",
    "confirm_list": (
        "Danh sách này cần {dc} xem lại. Nếu đúng cả, nhắn “đúng”. Nếu có dòng chưa đúng, nhắn “sửa” kèm số của dòng, "
        "ví dụ: sửa 3."
    ),
    "remove_repeat": (
        "Xóa “{heading}” là bỏ mọi câu trả lời của lần này. Nếu đúng ý, mời {dc} chọn “Xóa lần này” một lần nữa; "
        "nếu không, chọn mục khác."
    ),
    "nothing_asked": "Phần này không cần trả lời. Mời {dc} "
    + either("bấm “Tiếp” hoặc nhắn", "nhắn")
    + " “tiếp”.",
    "review_open": "{Dc} đang xem lại phiếu nên tin vừa rồi chưa được ghi.",
    "review_ready": "Phiếu đã đủ. Mời {dc} " + either("bấm “Gửi phiếu” hoặc nhắn", "nhắn") + " “gửi”.",
    "not_found": "Không có mục nào khớp với “{typed}”. Mời {dc} nhắn ít chữ hơn, hoặc cách viết khác.",
    "several_found": "Có {count} mục khớp với “{typed}”. Mời {dc} chọn ở dưới, hoặc nhắn thêm chữ của tên.",
    "no_open_question": "Hiện không có câu nào đang hỏi nên tin vừa rồi không được ghi.",
    "no_such_question": "Không có câu số {number}. Phiếu của {dc} có {total} câu.",
    "not_relevant": "Câu này hiện không dành cho {dc}.",
    "first_question": "Đây là câu đầu tiên, không quay lại được nữa.",
    "stopped": "Phiếu đang tạm dừng nên tin vừa rồi chưa được ghi.",
    "not_stopped": "Phiếu đang mở sẵn. Mời {dc} trả lời câu dưới đây.",
    "stale": "Nút này thuộc câu cũ, câu trả lời đã lưu không đổi.",
    "ambiguous_command": (
        "“{typed}” vừa là một lựa chọn, vừa là lời gọi. Mời {dc} nhắn số thứ tự của lựa chọn"
        + either(", hoặc bấm nút.", ".")
    ),
    "ambiguous_confirmation": "“{typed}” có thể là “đúng” hoặc “dừng”. Mời {dc} nhắn có dấu"
    + either(", hoặc bấm nút.", "."),
}


class _Blank(dict[str, str]):
    """A parameter that the engine did not give reads as nothing: a wording must never fail."""

    def __missing__(self, key: str) -> str:
        return ""


def word_rejection(rejected: Rejected) -> str:
    """Say why a reply was not accepted. Raises ``KeyError`` for an unknown code: a test covers them all."""
    values = _Blank(rejected.parameters, dc=ADDRESS, Dc=ADDRESS[0].upper() + ADDRESS[1:])
    return REJECTIONS[rejected.code].format_map(values).strip()
