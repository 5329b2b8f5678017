"""What is wrong with a workbook of situations, and what was understood in it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SITUATION_BOOK_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # the file
        "plan_no_table": "Không tìm thấy biểu “{expected}” trong 30 dòng đầu của các trang. "
        "Đề nghị lấy mẫu ở “Tình huống hằng tuần”, điền rồi gửi lại.",
        "plan_nothing": "Biểu chưa có tình huống nào. Đề nghị điền ít nhất một dòng rồi gửi lại.",
        # one cell
        "situation_too_long": "Ô “{column}” dài {count} chữ cái, nhiều nhất {most}. Đề nghị viết ngắn lại.",
        "situation_key_unknown": "“{found}” ở cột “{column}” không phải là một phương án. "
        "Đề nghị ghi một trong: {expected}.",
        # what cells say together
        "situation_reason_alone": "Ô “{column}” có chữ nhưng “{option}” để trống. Đề nghị điền phương án, hoặc bỏ.",
        "situation_option_twice": "“{found}” giống phương án ở cột “{first}”. Đề nghị sửa hoặc bỏ một phương án.",
        "situation_unfinished": "Đã ghi người duyệt “{found}” nhưng ô “{column}” còn trống. Đề nghị điền ô này, "
        "hoặc để trống người duyệt cho đến khi duyệt xong.",
        "situation_own_review": "“{found}” vừa soạn vừa duyệt. Đề nghị nhờ người khác duyệt.",
        "situation_review_ahead": "Ngày duyệt {found} chưa đến. Đề nghị xem lại ngày.",
        "situation_valid_before": "Dùng đến {valid_until} là trước ngày duyệt {reviewed_on}. Đề nghị xem lại hai ngày.",
    }
)
"""Problem code -> sentence; those of any table are worded where the plan's are."""

SITUATION_BOOK_NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "situation_waits": "Tình huống {found} chưa có người duyệt: chưa gửi cho ai.",
        "situation_over": "Tình huống {found} chỉ dùng đến {valid_until}: không gửi nữa.",
        "situation_longest": "Tình huống {found}: đáp án dài hơn hẳn các phương án khác nên dễ đoán. "
        "Nên viết các phương án dài gần bằng nhau.",
    }
)
"""Note code -> sentence."""
