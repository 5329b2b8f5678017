"""A chat as readable text. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from typing import Final

from bot.simulator.world import Moment

_PERSON: Final = {
    "said": "{text}",
    "tapped": "(bấm) [{text}]",
    "opened": "(mở liên kết)",
    "shared": "(gửi số điện thoại) {text}",
    "edited": "(sửa tin đã gửi) {text}",
    "sticker": "(nhãn dán) {text}",
    "file": "(gửi tệp) {text}",
    "photo": "(gửi ảnh)",
    "voice": "(gửi lời nói)",
    "video": "(gửi đoạn phim)",
    "location": "(gửi vị trí) {text}",
    "blocked": "(chặn bot)",
    "unblocked": "(bỏ chặn bot)",
}
_BOT: Final = {
    "sent": "{text}",
    "redrawn": "(cập nhật) {text}",
    "deleted": "(xóa một tin)",
    "toast": "(thông báo nhanh) {text}",
}


def render_story(name: str, story: Iterable[Moment], zone: tzinfo) -> str:
    """Return the story, a line of dashes and the date before each day.

    That the buttons under an old message went is left out: a person hardly sees it, and reads the chat better without.
    """
    return "\n".join(_lines(name, story, zone)) + "\n"


def _lines(name: str, story: Iterable[Moment], zone: tzinfo) -> Iterator[str]:
    day: date | None = None
    for moment in story:
        if moment.kind == "stripped":
            continue
        local = moment.at.astimezone(zone)
        if local.date() != day:
            day = local.date()
            yield f"---- {day:%d/%m/%Y} ----"
        speaker = "Bot" if moment.is_from_bot else name
        words = {**_PERSON, **_BOT}[moment.kind].format(text=moment.text)
        first, *rest = words.split("\n")
        yield f"{local:%H:%M:%S} {speaker}: {first}".rstrip()
        yield from (f"    {line}".rstrip() for line in rest)
        yield from ("    " + " ".join(f"[{label}]" for label in row) for row in moment.buttons)
