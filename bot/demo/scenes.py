"""What the demo plays: a wave of the article's time, or one of today. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Scene:
    """A wave to be played.

    ``roster`` and ``standards`` are files of ``surveys.content``: the list, as of ``roster_day``, and the office's own
    rules ('' for none). ``titles_day``: the day whose titles the list means, ``None`` for the oldest.
    ``regimes``: those of which the shortfalls are printed. ``office``: settings of the made-up office.
    """

    curtain: datetime
    opens_at: datetime
    looks_at: datetime
    crashes_at: datetime
    closes_at: datetime
    roster: str
    roster_day: date
    titles_day: date | None
    regimes: tuple[str, ...]
    office: Mapping[str, Any]
    standards: str = ""
    folder: str = "demo-output"
    reminders: str = "+2d,+4d,-4d@08:30,-1d@08:30"
    form: str = "tna_capxa"

    @property
    def asks_at(self) -> datetime:
        """When the administrator asks for the answers and the report."""
        return self.closes_at + timedelta(minutes=20)

    @property
    def links_from(self) -> datetime:
        """When the first press Start."""
        return self.curtain + timedelta(minutes=30)

    @property
    def links_until(self) -> datetime:
        """When the last press Start: a week later, in the evening."""
        return self.links_from + timedelta(days=7, hours=6, minutes=30)


def _at(day: str, time: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZONE)


ARTICLE: Final = Scene(
    curtain=_at("2015-04-17", "13:30"),  # the Friday before
    opens_at=_at("2015-04-20", "07:30"),
    looks_at=_at("2015-04-22", "10:00"),
    crashes_at=_at("2015-04-23", "09:00"),
    closes_at=_at("2015-05-08", "17:00"),
    roster="roster_luong_tai.xlsx",
    roster_day=date(2015, 1, 1),
    titles_day=None,
    regimes=("qd04_2004", "nd33_2023"),
    office={
        "office_name": "Cơ quan tổ chức cán bộ (mô phỏng)",
        "office_address": "thị trấn Thứa, huyện Lương Tài (mô phỏng)",
        "report_parent": "UBND TỈNH BẮC NINH",
        "report_issuer": "SỞ NỘI VỤ (MÔ PHỎNG)",
        "report_symbol": "SNV",
        "report_place": "Bắc Ninh",
        "report_authority": "KT. GIÁM ĐỐC",
        "report_position": "PHÓ GIÁM ĐỐC",
        "report_recipients": "Như trên; Lãnh đạo Sở",
        "report_filing": "VT, CCVC",
    },
)
"""75 key officials of the 14 units of Lương Tài, by the standards of then."""

TODAY: Final = Scene(
    curtain=_at("2026-11-13", "13:30"),
    opens_at=_at("2026-11-16", "07:30"),
    looks_at=_at("2026-11-18", "10:00"),
    crashes_at=_at("2026-11-19", "09:00"),
    closes_at=_at("2026-12-04", "17:00"),
    roster="roster_today.xlsx",
    roster_day=date(2026, 11, 2),
    titles_day=date(2026, 11, 2),
    regimes=("luat80_2025",),
    office={
        "office_name": "Cơ quan tổ chức cán bộ (mô phỏng)",
        "office_address": "phường Bắc Giang, tỉnh Bắc Ninh (mô phỏng)",
        "report_parent": "UBND TỈNH BẮC NINH",
        "report_issuer": "SỞ NỘI VỤ (MÔ PHỎNG)",
        "report_symbol": "SNV",
        "report_place": "Bắc Ninh",
        "report_authority": "KT. GIÁM ĐỐC",
        "report_position": "PHÓ GIÁM ĐỐC",
        "report_recipients": "Như trên; Đảng ủy, UBND các xã Lương Tài, Lâm Thao, Trung Chính, Trung Kênh",
        "report_filing": "VT, CCVC",
    },
    standards="standards_today_example.xlsx",
    folder="demo-output-today",
)
"""The officials of the four communes that were Lương Tài, by an office's own rules (an example)."""
