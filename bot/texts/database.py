"""What is said about the database itself: its URL, the way to it, backups, moving."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class DatabaseTexts:
    """The sentences around ``khaosat backup``, ``restore`` and ``db copy``, and whatever keeps a database away."""

    # URLs
    url_form: str = (
        "không phải là địa chỉ của một cơ sở dữ liệu (sqlite:///đường-dẫn hoặc postgresql://máy/tên)"
    )
    url_backend: str = "chỉ dùng được sqlite hoặc postgresql, không dùng được {name}"
    url_memory: str = "cơ sở dữ liệu sqlite phải là một tệp: sqlite:///đường-dẫn"
    url_port: str = (
        "số cổng không đúng. Nếu mật khẩu có ký tự đặc biệt, đề nghị ghi dạng phần trăm (“@” là %40, “/” là "
        "%2F)"
    )
    url_unknown: str = "không biết tham số {name}"
    url_value: str = "giá trị của tham số {name} không dùng được (có thể là: {allowed})"
    url_number: str = "một số nguyên không âm"
    bad_place: str = "{argument}: {reason}"

    # the way to PostgreSQL, by the code of the failure
    unreachable: Mapping[str, str] = field(
        default_factory=lambda: {
            "password": "mật khẩu không đúng",
            "access": "máy chủ không cho người dùng này hoặc máy này vào ({detail})",
            "database": "máy chủ không có cơ sở dữ liệu mang tên này; đề nghị tạo trước (createdb)",
            "host": "không tìm thấy máy chủ; đề nghị kiểm tra lại tên máy và mạng",
            "refused": "không có máy chủ PostgreSQL nào nghe ở địa chỉ này; đề nghị kiểm tra máy và cổng",
            "timeout": "máy chủ không trả lời kịp; đề nghị kiểm tra mạng và tường lửa",
            "tls": "không lập được kết nối mã hóa ({detail})",
            "full": "máy chủ đã hết chỗ kết nối; đề nghị thử lại sau",
            "starting": "máy chủ đang khởi động hoặc đang dừng; đề nghị thử lại sau",
            "other": "{detail}",
        }
    )

    # backups
    backup_done: str = (
        "Đã sao lưu vào {path} ({size} MB). Bản sao có dữ liệu cá nhân: giữ kín, xóa khi hết hạn lưu."
    )
    backup_done_encrypted: str = (
        "Đã sao lưu và mã hóa vào {path} ({size} MB). Quên mật khẩu thì không ai mở được; xóa khi hết hạn "
        "lưu."
    )
    backup_exists: str = "Đã có tệp {path}. Đề nghị ghi tên khác, hoặc thêm --force để thay."
    backup_is_database: str = "{path} chính là cơ sở dữ liệu đang dùng. Đề nghị ghi tên tệp khác."
    unrelated: str = "{path} không phải là bản sao lưu của Khảo Sát. Chưa có gì thay đổi."
    damaged: str = "{path} bị hỏng, không đọc được hết. Chưa có gì thay đổi."
    backup_damaged: str = (
        "Cơ sở dữ liệu đang dùng bị hỏng, nên không sao lưu: bản sao sẽ không khôi phục được. "
        "Đề nghị khôi phục từ bản sao lưu gần nhất."
    )
    key_wrong: str = "Mật khẩu không mở được {path}. Chưa có gì thay đổi."
    too_big: str = (
        "Quá lớn để mã hóa ở đây (tối đa {limit} MB). Đề nghị sao lưu không mã hóa rồi dùng công cụ age: age "
        "-p"
    )
    backup_newer: str = (
        "{path} do bản chương trình mới hơn làm ra (bản {version}, chương trình này hiểu đến {head}). Đề nghị cài bản "
        "chương trình mới hơn. Chưa có gì thay đổi."
    )
    key_question: str = "Mật khẩu của bản sao lưu"
    key_again: str = "Nhập lại mật khẩu"
    key_differs: str = "Hai lần nhập không giống nhau. Đề nghị chạy lại lệnh."
    key_missing: str = (
        "Cần mật khẩu: đề nghị chạy lệnh trong một cửa sổ dòng lệnh, hoặc đặt KHAOSAT_BACKUP_PASSPHRASE."
    )
    key_empty: str = "Mật khẩu không được để trống."

    # restoring
    not_empty: str = (
        "Cơ sở dữ liệu đang dùng không trống, nên chưa khôi phục. Thêm --force nếu muốn thay toàn bộ bằng "
        "bản sao lưu."
    )
    confirm_replace: str = "Toàn bộ dữ liệu trong {place} sẽ bị xóa và thay bằng bản sao lưu. Tiếp tục?"
    restored: str = "Đã khôi phục {path} vào {place}."
    restored_held: str = (
        "Không gửi lại những tin có thể đã gửi sau khi sao lưu: {unknown} lời mời, lời nhắc; {dropped} tin "
        "khác."
    )

    # moving
    in_use: str = (
        "Cơ sở dữ liệu {place} đang mở ở một chương trình khác. Đề nghị dừng khaosat run rồi chạy lại lệnh."
    )
    still_running: str = (
        "Trợ lý còn đang chạy với cơ sở dữ liệu này (còn thấy cách đây {seconds} giây). Đề nghị dừng khaosat run, "
        "đợi nửa phút rồi chạy lại lệnh."
    )
    moved_away: str = (
        "Khảo sát đã được chuyển từ cơ sở dữ liệu này sang {place}. Đề nghị đặt KHAOSAT_DATABASE_URL theo "
        "nơi mới."
    )
    move_not_empty: str = "{place} không trống (bảng {table}), nên chưa chuyển gì."
    move_behind: str = (
        "{place} chưa có khảo sát nào, hoặc còn ở bản cũ "
        "(khi đó đề nghị chạy khaosat db upgrade với nơi này trước)."
    )
    move_same: str = "Nơi chuyển đi và nơi chuyển đến là một."
    move_table: str = "{table}: {count} dòng"
    move_done: str = (
        "Đã chuyển {rows} dòng của {tables} bảng sang {place}, đã đối chiếu từng bảng. "
        "Đề nghị đặt KHAOSAT_DATABASE_URL theo nơi mới rồi chạy khaosat doctor. "
        "Cơ sở dữ liệu cũ vẫn còn dữ liệu cá nhân: xóa khi không cần nữa."
    )
    copy_failed: str = "Không chép được bảng {table}: {reason}. Chưa có gì thay đổi."
    copy_differs: str = "nội dung chép sang khác với nội dung đã đọc"


TEXTS: Final = DatabaseTexts()
