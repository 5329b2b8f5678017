"""A backup that its owner orders in the chat."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class BackupTexts:
    """The passphrase, the order, the file."""

    button: str = "Sao lưu"
    no_files: str = (
        "Kênh này không gửi được tệp. Đề nghị {dc} mở bảng việc trên Telegram hoặc trang khảo sát "
        "để nhận bản sao lưu."
    )
    ask_own: str = (
        "**Sao lưu**\nBản sao gồm toàn bộ dữ liệu, được mã hóa bằng mật khẩu sao lưu mà người vận hành đã đặt, "
        "rồi gửi vào khung chat này."
    )
    make: str = "Lập bản sao lưu"
    ask: str = (
        "**Sao lưu**\nBản sao gồm toàn bộ dữ liệu, được mã hóa rồi gửi vào khung chat này. "
        "Mật khẩu của riêng bản này:\n\n"
        "{words}\n\n"
        "{Dc} ghi mật khẩu ra giấy, cất riêng với tệp. Trợ lý không giữ lại; mất mật khẩu thì không ai mở được. "
        "Khi {dc} bấm nút dưới, mật khẩu được gỡ khỏi khung chat."
    )
    written: str = "Đã ghi lại, lập bản sao lưu"
    lost: str = (
        "Trợ lý vừa khởi động lại nên mật khẩu vừa ghi không dùng được. Đề nghị {dc} gạch bỏ và làm lại."
    )
    queued: str = "Đang sao lưu. Tệp đã mã hóa sẽ được gửi vào khung chat này khi xong."
    waiting: str = "Đang sao lưu, xin {dc} chờ một chút."
    caption: str = (
        "Bản sao lưu {at}, đã mã hóa ({size} MB). Tải về cất ở máy của cơ quan rồi xóa tin này. "
        "Khôi phục: người vận hành dùng tệp này với mật khẩu của nó."
    )
    too_big: str = (
        "Bản sao lưu nặng {size} MB, quá {limit} MB mà kênh này gửi được. Đề nghị người vận hành sao lưu trên máy chủ "
        "(khaosat backup)."
    )
    damaged: str = (
        "Cơ sở dữ liệu đang dùng bị hỏng nên không sao lưu. "
        "Đề nghị báo ngay người vận hành để khôi phục bản gần nhất."
    )


TEXTS: Final = BackupTexts()
