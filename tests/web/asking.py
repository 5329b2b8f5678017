"""A bot for the page's tests: one question that can be marked, skipped and answered by typing."""

from tests.web.fake_server import Chat, Json
from tests.web.tab import button, row

QUESTION = (
    "**C1. Lý luận chính trị; xây dựng Đảng, xây dựng tổ chức ở cơ sở**\n\n"
    "Mức độ quan trọng\n1. Không quan trọng · 5. Rất quan trọng"
)
NEXT_QUESTION = (
    "**C3. Áp dụng pháp luật, quản lý nhà nước và giải quyết thủ tục hành chính**\n\nMức độ quan trọng"
)
NUMBERS = row("1", "2", "3", "4", "5")
WAYS = row("◀ Quay lại", "Bỏ qua", "Tạm dừng")


def ask(chat: Chat, post: Json) -> str:
    """Show a question at the start; a tap marks its number in the card, a text is answered by a message."""
    if post["kind"] == "start":
        chat.put(QUESTION, [NUMBERS, WAYS])
    elif post["kind"] == "text":
        chat.put(f"Đã ghi: {post['text']}")
    elif post["data"] == "Bỏ qua":
        chat.change(post["message"], NEXT_QUESTION, [NUMBERS, WAYS])
    elif post["data"] in "12345":
        marked = [
            button(f"✔ {one['label']}", one["data"]) if one["data"] == post["data"] else one
            for one in NUMBERS
        ]
        chat.change(post["message"], f"✔ Mức độ quan trọng: {post['data']}\n\n{QUESTION}", [marked, WAYS])
        return f"Đã ghi: {post['data']}"
    return ""
