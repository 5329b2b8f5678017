"""Every Vietnamese sentence that the bot itself says, one module a room.

Each module holds one frozen dataclass of templates. ``say`` fills one: ``{dc}`` and ``{Dc}`` are the form
of address, so that an office may change it in one place.
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

ADDRESS: Final = "đồng chí"
WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def say(template: str, **values: object) -> str:
    """Fill a template's ``{names}``; ``{dc}`` is the form of address, ``{Dc}`` the same beginning a sentence."""
    return template.format(dc=ADDRESS, Dc=ADDRESS[0].upper() + ADDRESS[1:], **values)


def day_text(day: date) -> str:
    """A date as NĐ 30/2020 writes it: a zero before days under 10 and before January and February only."""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """A moment in local time: "thứ Sáu, 08/5/2015, 17:00"."""
    local = moment.astimezone(zone)
    return f"{WEEKDAYS[local.weekday()]}, {day_text(local.date())}, {local:%H:%M}"
