"""What is said of anything handed in from a chat, by its kind: taken in as it was shown, set back for ten minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class UploadTexts:
    """The sentences of a list of officials; other kinds say some of them otherwise."""

    received: str = "Đã nhận “{name}”. Đang đọc thử, chưa ghi gì; kết quả sẽ gửi ngay vào đây."
    drop_button: str = "Bỏ"
    dropped: str = "Đã bỏ “{name}”: không ghi gì, tệp đã xóa."
    settled: str = "Tệp này đã được giải quyết hoặc đã quá một ngày. {Dc} gửi lại tệp nếu còn cần."
    lost: str = "Chưa tải được “{name}” từ kênh nhắn tin. {Dc} gửi lại tệp giúp."
    failed: str = (
        "Đọc “{name}” không thành (việc số {job}); chưa ghi gì. {Dc} gửi lại, hoặc báo người vận hành."
    )
    again: str = "Danh sách hoặc tệp đã khác lúc chạy thử, nên chưa ghi. Kết quả chạy thử lại:"
    apply_button: str = "Ghi vào danh sách"
    applying: str = "Đang ghi “{name}” vào danh sách…"
    reading_again: str = "Đang đọc lại “{name}”…"
    applied: str = "✔ Đã ghi “{name}” vào danh sách ({at})."
    undo_until: str = "Hoàn tác được đến {until}, nếu những người vừa thêm hoặc vừa sửa chưa trả lời phiếu."
    undo_button: str = "Hoàn tác"
    undoing: str = "Đang đưa danh sách về như trước “{name}”…"
    undone: str = (
        "✔ Đã hoàn tác: danh sách trở lại như trước khi ghi “{name}”. Ai đã mất quyền quản trị vì lần ghi "
        "đó: đề nghị giao lại ở “Người được giao quyền”."
    )
    undo_late: str = (
        "Không hoàn tác được nữa: đã quá 10 phút từ khi ghi. {Dc} gửi lại danh sách đúng để thay."
    )
    undo_answered: str = (
        "Không hoàn tác được: đã có người vừa thêm hoặc vừa sửa trả lời phiếu. {Dc} gửi lại danh sách đúng "
        "để thay."
    )
    undo_used: str = (
        "Không hoàn tác được: người hoặc đơn vị mới thêm đã được phát mã, kết nối hoặc đưa vào đợt khảo sát. "
        "{Dc} gửi lại danh sách đúng để thay."
    )
    undo_changed: str = (
        "Không hoàn tác được: sau đó danh sách lại thay đổi. {Dc} gửi lại danh sách đúng để thay."
    )


LIST: Final = UploadTexts()
PERSON: Final = UploadTexts(
    dropped="Đã bỏ: không ghi gì.",
    settled="Việc sửa này đã xong hoặc đã quá một ngày. {Dc} tìm lại người cần sửa.",
    failed="Xem thử không thành (việc số {job}); chưa ghi gì. {Dc} thử lại, hoặc báo người vận hành.",
    again="Danh sách đã khác lúc xem thử, nên chưa ghi. Xem lại:",
    applying="Đang ghi vào danh sách…",
    reading_again="Đang xem lại…",
    applied="✔ Đã ghi {name} vào danh sách ({at}).",
    undoing="Đang đưa danh sách về như trước…",
    undone=(
        "✔ Đã hoàn tác: danh sách trở lại như trước khi ghi {name}. "
        "Ai đã mất quyền quản trị vì lần ghi đó: đề nghị giao lại ở “Người được giao quyền”."
    ),
    undo_late="Không hoàn tác được nữa: đã quá 10 phút từ khi ghi. {Dc} tìm người đó và sửa lại.",
    undo_answered="Không hoàn tác được: người này đã trả lời. {Dc} tìm người đó và sửa lại.",
    undo_used="Không hoàn tác được: người này đã được phát mã, kết nối hoặc đưa vào đợt khảo sát. {Dc} tìm và sửa lại.",
    undo_changed="Không hoàn tác được: sau đó danh sách lại thay đổi. {Dc} tìm người đó và sửa lại.",
)

RULES: Final = UploadTexts(
    again="Biểu hoặc các bản tiêu chuẩn đã khác lúc xem thử, nên chưa ghi. Xem lại:",
    apply_button="Dùng biểu này",
    applying="Đang nạp “{name}”…",
    applied="✔ Đã nạp “{name}” thành bản tiêu chuẩn mới ({at}).",
    undo_until="Hoàn tác được đến {until}.",
    undoing="Đang thôi dùng bản nạp từ “{name}”…",
    undone="✔ Đã hoàn tác: thôi dùng bản nạp từ “{name}”, bản trước (nếu có) được dùng lại.",
    undo_late="Không hoàn tác được nữa: đã quá 10 phút từ khi nạp. {Dc} gửi lại biểu đúng để thay.",
)

FORM: Final = UploadTexts(
    again="Mẫu phiếu đã công bố khác lúc xem thử, nên chưa công bố. Xem lại:",
    apply_button="Công bố",
    applying="Đang công bố “{name}”…",
    applied="✔ Đã công bố “{name}” ({at}). Khi mở đợt khảo sát, {dc} chọn mẫu phiếu này.",
    undo_button="",
    undo_late="Mẫu phiếu đã công bố thì giữ nguyên. {Dc} gửi một phiên bản mới để thay.",
)

ACTIONS: Final = UploadTexts(
    again="Biểu hoặc các việc đã khác lúc xem thử, nên chưa ghi. Xem lại:",
    apply_button="Ghi các việc này",
    applying="Đang ghi “{name}”…",
    applied="✔ Đã ghi “{name}” lúc {at}. Xem lại ở “Giao ban định kỳ”.",
    undo_until="Hoàn tác được đến {until}, nếu chưa việc nào thay đổi hay được báo cho người làm.",
    undoing="Đang đưa các việc về như trước “{name}”…",
    undone="✔ Đã hoàn tác: các việc trở lại như trước khi ghi “{name}”.",
    undo_late="Không hoàn tác được nữa: đã quá 10 phút từ khi ghi. {Dc} sửa từng việc, hoặc gửi lại biểu đúng.",
    undo_changed="Không hoàn tác được: sau đó đã có việc thay đổi hoặc được báo cho người làm. {Dc} sửa từng việc.",
)

SITUATIONS: Final = UploadTexts(
    again="Biểu hoặc bản đang dùng đã khác lúc xem thử, nên chưa ghi. Xem lại:",
    apply_button="Dùng bản này",
    applying="Đang nạp “{name}”…",
    applied="✔ Đã nạp “{name}” thành ngân hàng tình huống đang dùng lúc {at}. Tình huống chưa duyệt chưa gửi cho ai.",
    undo_until="Hoàn tác được đến {until}.",
    undoing="Đang thôi dùng bản nạp từ “{name}”…",
    undone="✔ Đã hoàn tác: thôi dùng bản nạp từ “{name}”, bản trước (nếu có) được dùng lại.",
    undo_late="Không hoàn tác được nữa: đã quá 10 phút từ khi nạp. {Dc} gửi lại biểu đúng để thay.",
)

PLAN: Final = UploadTexts(
    again="Số liệu làm kế hoạch đã khác lúc xem thử, nên chưa ghi. Xem lại:",
    apply_button="Dùng tệp này",
    applying="Đang ghi “{name}”…",
    applied="✔ Đã ghi “{name}” ({at}). Bản dự thảo kế hoạch lập từ nay dùng số liệu này.",
    undo_until="Hoàn tác được đến {until}.",
    undoing="Đang thôi dùng “{name}”…",
    undone="✔ Đã hoàn tác: thôi dùng “{name}”, số liệu trước đó được dùng lại.",
    undo_late="Không hoàn tác được nữa: đã quá 10 phút từ khi ghi. {Dc} gửi lại tệp đúng để thay.",
    undo_changed="Không hoàn tác được: sau đó số liệu lại thay đổi. {Dc} gửi lại tệp đúng để thay.",
)

PLAN_EDIT: Final = UploadTexts(
    again="Bản kế hoạch đã khác lúc xem thử, nên chưa ghi. Xem lại:",
    apply_button="Ghi thành dự thảo mới",
    applying="Đang ghi “{name}”…",
    applied="✔ Đã ghi “{name}” thành dự thảo kế hoạch mới ({at}). Xem ở “Kế hoạch đào tạo, bồi dưỡng”.",
    undo_button="",
    undo_late="Dự thảo đã ghi thì giữ nguyên; bản trước vẫn còn. {Dc} duyệt bản nào cũng được.",
)

PLAN_RESULTS: Final = UploadTexts(
    again="Kế hoạch đã khác lúc xem thử, nên chưa ghi. Xem lại:",
    apply_button="Ghi kết quả",
    applying="Đang ghi kết quả từ “{name}”…",
    applied="✔ Đã ghi kết quả từ “{name}” ({at}).",
    undo_button="",
    undo_late="Kết quả đã ghi. Cần sửa, {dc} gửi lại danh sách đúng, hoặc sửa từng người ở lớp.",
)

UPLOADS: Final[Mapping[str, UploadTexts]] = MappingProxyType(
    {
        "list": LIST,
        "file": LIST,
        "person": PERSON,
        "rules": RULES,
        "form": FORM,
        "actions": ACTIONS,
        "situations": SITUATIONS,
        "plan": PLAN,
        "plan_edit": PLAN_EDIT,
        "plan_results": PLAN_RESULTS,
    }
)
"""Kind of what is handed in -> its sentences."""
