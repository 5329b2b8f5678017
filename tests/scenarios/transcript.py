"""A chat as people read it: who says, taps, hears; buttons in rows. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from itertools import groupby
from typing import Final

from bot.simulator.world import Moment

_PERSON: Final = {
    "said": "{text}",
    "tapped": "bấm [{text}]",
    "shared": "gửi số điện thoại {text}",
    "edited": "sửa tin đã gửi thành: {text}",
    "sticker": "gửi nhãn dán {text}",
    "blocked": "chặn bot",
    "unblocked": "bỏ chặn bot",
}
_LONG: Final = 200  # letters of a person that are written out
_INDENT: Final = " " * 6


def render_scenario(name: str, story: Iterable[Moment], zone: tzinfo) -> str:
    """Return the story with its times. Buttons taken off an old card are left out; quick notices come first."""
    return "\n".join(_lines(name, _in_order(_without_strips(story)), zone)) + "\n"


def _without_strips(story: Iterable[Moment]) -> Iterator[Moment]:
    """Leave out the buttons taken off old cards, and empty quick notices: nobody reads them."""
    for moment in story:
        if moment.kind != "stripped" and not (moment.kind == "toast" and not moment.text):
            yield moment


def _in_order(story: Iterable[Moment]) -> Iterator[Moment]:
    """Put the quick notices of one answer before its messages: they travel beside each other."""
    for is_from_bot, group in groupby(story, key=lambda moment: moment.is_from_bot):
        moments = list(group)
        yield from sorted(moments, key=lambda moment: moment.kind != "toast") if is_from_bot else moments


def _lines(name: str, story: Iterable[Moment], zone: tzinfo) -> Iterator[str]:
    day: date | None = None
    for moment in story:
        local = moment.at.astimezone(zone)
        if local.date() != day:
            day = local.date()
            yield f"======== {day:%d/%m/%Y} ========"
        yield ""
        yield f"{local:%H:%M} {_speech(name, moment)}".rstrip()
        yield from (f"{_INDENT}{line}".rstrip() for line in moment.text.split("\n")[1:] if moment.is_from_bot)
        yield from (_INDENT + " ".join(f"[{label}]" for label in row) for row in moment.buttons)


def _speech(name: str, moment: Moment) -> str:
    if not moment.is_from_bot:
        is_long = len(moment.text) > _LONG
        text = f"{moment.text[:40]}… ({len(moment.text)} ký tự)" if is_long else moment.text
        return f"{name}: " + _PERSON[moment.kind].format(text=text)
    first = moment.text.split("\n")[0]
    if moment.kind == "toast":
        return f"Bot (báo nhanh): {first}"
    return f"Bot{' (thay tin cũ)' if moment.kind == 'redrawn' else ''}: {first}"
