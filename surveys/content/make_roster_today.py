"""Make the sample list of 2026 as offices write it: ``python -m surveys.content.make_roster_today``.

Four communes that were the district of Lương Tài, a sheet each, about forty people in the bodies that a commune has
since 01/7/2025 (QĐ 298-QĐ/TW, NĐ 150/2025/NĐ-CP). The layout is an office's, not ours: title rows, a header of two rows
with a row of numbers, section rows, two titles in one cell, no keys, a total and a signature. Nobody in it exists; no
operator gives out the phones. The same seed always gives the same bytes.
"""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import xlsxwriter

TARGET: Final = "roster_today.xlsx"
SEED: Final = 2026
COMMUNES: Final = ("Lương Tài", "Lâm Thao", "Trung Chính", "Trung Kênh")
WITH_POLITICAL_CENTRE: Final = "Lương Tài"
_CREATED: Final = datetime(2026, 11, 2, tzinfo=UTC)
_DAY: Final = date(2026, 11, 2)


def _words(text: str) -> list[str]:
    return text.split()


_FAMILY: Final = _words("Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Vũ Đỗ Hoàng Bùi Đặng Ngô Dương Phan Đinh")
_MEN: Final = (
    _words("Văn Đức Hữu Quang Công Xuân Đình Trọng"),
    _words(
        "An Bảo Cường Dũng Hải Hiếu Hùng Huy Khánh Kiên Long Mạnh Nam Phúc Quân Sơn Thành Thắng Tiến Tuấn Vinh"
    ),
)
_WOMEN: Final = (
    _words("Thị Thị Thị Thu Thanh Ngọc Minh"),
    _words(
        "Anh Bình Châu Dung Giang Hà Hạnh Hiền Hoa Huệ Lan Liên Mai Ngân Nhung Oanh Phương Thảo Trang Yến"
    ),
)


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a commune. ``rank``: 3 leads the commune, 2 a body of it, 1 is staff. ``women``: how likely."""

    title: str
    rank: int
    women: float = 0.35
    major: str = ""


_PARTY: Final = (
    Post("Bí thư Đảng ủy, Chủ tịch HĐND", 3, 0.1),
    Post("PBT TT - Trưởng Ban Xây dựng Đảng", 3, 0.3),
    Post("Phó Bí thư, Chủ tịch UBND", 3, 0.1),
)
_PARTY_BODIES: Final = (
    ("Văn phòng Đảng ủy", (Post("Chánh Văn phòng Đảng ủy", 2), Post("Phó Chánh Văn phòng Đảng ủy", 2))),
    ("Ban Xây dựng Đảng", (Post("Phó Trưởng Ban XDĐ", 2), Post("Chuyên viên Ban Xây dựng Đảng", 1))),
    (
        "Cơ quan Ủy ban Kiểm tra",
        (Post("UV BTV, Chủ nhiệm UBKT", 2, 0.2), Post("Phó Chủ nhiệm UBKT", 2), Post("Chuyên viên UBKT", 1)),
    ),
)
_CENTRE: Final = (
    "Trung tâm chính trị",
    (Post("GĐ Trung tâm chính trị", 2), Post("Phó Giám đốc TT chính trị", 2)),
)
_STATE_BODIES: Final = (
    (
        "Thường trực HĐND, các Ban HĐND",
        (
            Post("Phó Chủ tịch HĐND", 3, 0.3),
            Post("Trưởng Ban KT-NS HĐND", 2, 0.2),
            Post("Trưởng Ban VH-XH HĐND", 2, 0.5),
        ),
    ),
    (
        "Ủy ban nhân dân",
        (Post("Phó Chủ tịch UBND", 3, 0.2), Post("Phó Chủ tịch UBND kiêm GĐ TT PVHCC", 3, 0.2)),
    ),
    (
        "Văn phòng HĐND và UBND",
        (
            Post("Chánh Văn phòng HĐND và UBND", 2, 0.3),
            Post("Phó Chánh VP HĐND & UBND", 2, 0.4),
            Post("Chuyên viên (tư pháp – hộ tịch)", 1, 0.5, "Luật"),
            Post("Chuyên viên VP HĐND và UBND", 1, 0.5, "Luật"),
            Post("Văn thư", 1, 0.9, "Lưu trữ học"),
        ),
    ),
    (
        "Phòng Kinh tế",
        (
            Post("Trưởng phòng Kinh tế", 2, 0.2),
            Post("Phó Trưởng phòng KT", 2, 0.3),
            Post("Chuyên viên phòng Kinh tế (địa chính)", 1, 0.2, "Quản lý đất đai"),
            Post("Chuyên viên phòng Kinh tế (xây dựng)", 1, 0.1, "Xây dựng"),
            Post("Chuyên viên phòng Kinh tế (nông nghiệp)", 1, 0.4, "Nông học"),
            Post("Kế toán", 1, 0.8, "Kế toán"),
        ),
    ),
    (
        "Phòng Văn hóa – Xã hội",
        (
            Post("Trưởng phòng VH-XH", 2, 0.5),
            Post("Phó Trưởng phòng Văn hóa - Xã hội", 2, 0.5),
            Post("Chuyên viên phòng VH-XH (giáo dục)", 1, 0.6, "Sư phạm Ngữ văn"),
            Post("Chuyên viên phòng VH-XH (lao động – người có công)", 1, 0.6, "Công tác xã hội"),
            Post("Chuyên viên phòng VH-XH (nội vụ)", 1, 0.5, "Quản lý nhà nước"),
        ),
    ),
    (
        "Trung tâm Phục vụ hành chính công",
        (
            Post("PGĐ TT PVHCC", 2, 0.5),
            Post("Chuyên viên Trung tâm Phục vụ hành chính công", 1, 0.6, "Công nghệ thông tin"),
        ),
    ),
)
_FRONT: Final = (
    Post("Chủ tịch UBMTTQ", 3, 0.3),
    Post("PCT UBMTTQ, Bí thư Đoàn TNCS HCM", 2, 0.4),
    Post("PCT UBMTTQ, Chủ tịch Hội LHPN", 2, 1.0),
    Post("PCT UBMTTQ, Chủ tịch Hội Nông dân", 2, 0.2),
    Post("PCT UBMTTQ, CT Hội CCB", 2, 0.0),
)
_ARMY: Final = (
    Post("CHT Ban CHQS", 2, 0.0, "Quân sự cơ sở"),
    Post("Phó CHT Ban CHQS", 1, 0.0, "Quân sự cơ sở"),
)
_MAJORS: Final = (
    "Luật",
    "Kinh tế",
    "Quản lý nhà nước",
    "Xây dựng Đảng và chính quyền nhà nước",
    "Hành chính học",
)
_HEADER: Final = (
    ("STT", ()),
    ("Họ và tên", ()),
    ("Ngày, tháng, năm sinh", ("Nam", "Nữ")),
    ("Chức vụ, chức danh hiện nay", ()),
    ("Ngày giữ chức vụ", ()),
    ("Trình độ", ("GDPT", "Chuyên môn", "LLCT", "QLNN", "Tin học", "Ngoại ngữ", "QP-AN")),
    ("Số điện thoại", ()),
    ("Ghi chú", ()),
)
_WIDTHS: Final = (5, 22, 12, 12, 34, 12, 8, 24, 14, 16, 18, 14, 14, 14, 16)


def make_roster_today() -> bytes:
    """Return the workbook: four sheets, as four communes sent them."""
    chance = random.Random(SEED)  # noqa: S311 - made-up people, not a secret
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "Danh sách cán bộ, công chức (dữ liệu minh họa)", "created": _CREATED})
        phones = iter(range(1, 1000))
        for commune in COMMUNES:
            _Sheet(book, commune, chance, phones).write()
    return buffer.getvalue()


class _Sheet:
    """The list of one commune, written from top to bottom."""

    def __init__(self, book: Any, commune: str, chance: random.Random, phones: Iterator[int]) -> None:
        self._sheet = book.add_worksheet(commune)
        self._commune = commune
        self._chance = chance
        self._phones = phones
        self._row = 0
        self._count = 0
        self._names: set[str] = set()
        box = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        self._centre = book.add_format({"bold": True, "align": "center"})
        self._head = book.add_format({**box, "bold": True, "align": "center", "bg_color": "#E7E6E6"})
        self._section = book.add_format({**box, "bold": True})
        self._cell = book.add_format(box)
        self._date = book.add_format({**box, "num_format": "dd/mm/yyyy"})

    def write(self) -> None:
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._above()
        self._header()
        self._section_of("I. KHỐI ĐẢNG", (("", _PARTY), *_PARTY_BODIES))
        if self._commune == WITH_POLITICAL_CENTRE:
            self._section_of("", (_CENTRE,))
        self._section_of("II. KHỐI CHÍNH QUYỀN", _STATE_BODIES)
        self._section_of("III. MẶT TRẬN TỔ QUỐC VÀ CÁC ĐOÀN THỂ", (("", _FRONT),))
        self._section_of("IV. BAN CHỈ HUY QUÂN SỰ", (("", _ARMY),))
        self._below()

    def _above(self) -> None:
        last = len(_WIDTHS) - 1
        for text in (
            "ĐẢNG BỘ TỈNH BẮC NINH",
            f"ĐẢNG ỦY XÃ {self._commune.upper()}",
            "*",
            "",
            f"DANH SÁCH CÁN BỘ, CÔNG CHỨC XÃ {self._commune.upper()}",
            "(Số liệu đến ngày 02/11/2026; dữ liệu minh họa, không phải người thật)",
        ):
            if text:
                self._sheet.merge_range(self._row, 0, self._row, last, text, self._centre)
            self._row += 1

    def _header(self) -> None:
        column = 0
        for text, parts in _HEADER:
            if not parts:
                self._sheet.merge_range(self._row, column, self._row + 1, column, text, self._head)
                column += 1
                continue
            last = column + len(parts) - 1
            self._sheet.merge_range(self._row, column, self._row, last, text, self._head)
            for part in parts:
                self._sheet.write_string(self._row + 1, column, part, self._head)
                column += 1
        for number in range(column):
            self._sheet.write_string(self._row + 2, number, f"({number + 1})", self._head)
        self._row += 3

    def _section_of(self, title: str, bodies: tuple[tuple[str, tuple[Post, ...]], ...]) -> None:
        if title:
            self._line(title)
        for number, (body, posts) in enumerate(bodies, start=0 if bodies[0][0] == "" else 1):
            if body:
                self._line(f"{number}. {body}" if len(bodies) > 1 else body)
            for post in posts:
                self._person(post)

    def _line(self, text: str) -> None:
        self._sheet.merge_range(self._row, 0, self._row, len(_WIDTHS) - 1, text, self._section)
        self._row += 1

    def _person(self, post: Post) -> None:
        chance = self._chance
        is_woman = chance.random() < post.women
        self._count += 1
        born = _born(post, chance)
        since = max(date(2025, 7, 1), date(born.year + 22, 7, 1))
        if chance.random() < 0.3:
            since += timedelta(days=30 * chance.randint(1, 12))
        values: list[Any] = [
            self._count,
            self._name(is_woman),
            None if is_woman else born,
            born if is_woman else None,
            post.title,
            since,
            "12/12" if born.year >= 1975 or chance.random() < 0.6 else "10/10",
            *_levels(post, born, chance),
            f"0900 001 {next(self._phones):03}" if chance.random() < 0.9 else None,
            None,
        ]
        for column, value in enumerate(values):
            if isinstance(value, date):
                self._sheet.write_datetime(self._row, column, value, self._date)
            elif value is None:
                self._sheet.write_blank(self._row, column, None, self._cell)
            else:
                self._sheet.write(self._row, column, value, self._cell)
        self._row += 1

    def _name(self, is_woman: bool) -> str:
        middles, given = _WOMEN if is_woman else _MEN
        while True:
            name = " ".join(map(self._chance.choice, (_FAMILY, middles, given)))
            if name not in self._names:
                self._names.add(name)
                return name

    def _below(self) -> None:
        last = len(_WIDTHS) - 1
        self._sheet.merge_range(
            self._row, 0, self._row, last, f"Tổng cộng: {self._count} người", self._section
        )
        self._sheet.merge_range(
            self._row + 2, 9, self._row + 2, last, f"{self._commune}, ngày 02 tháng 11 năm 2026", self._centre
        )
        self._sheet.merge_range(self._row + 3, 0, self._row + 3, 4, "NGƯỜI LẬP BIỂU", self._centre)
        self._sheet.merge_range(self._row + 3, 9, self._row + 3, last, "T/M BAN THƯỜNG VỤ", self._centre)
        self._sheet.merge_range(self._row + 4, 9, self._row + 4, last, "PHÓ BÍ THƯ", self._centre)


def _born(post: Post, chance: random.Random) -> date:
    first, last = {3: (1968, 1984), 2: (1970, 1990), 1: (1976, 2001)}[post.rank]
    if "CCB" in post.title:
        first, last = 1964, 1972
    if "Đoàn" in post.title:
        first, last = 1992, 1999
    return date(chance.randint(first, last), chance.randint(1, 12), chance.randint(1, 28))


def _levels(post: Post, born: date, chance: random.Random) -> tuple[str | None, ...]:
    """Return the six columns of levels as an office writes them; None where it knows nothing."""
    major = post.major or chance.choice(_MAJORS)
    degrees = {
        3: ("Thạc sĩ", "ĐH", "ĐH"),
        2: ("Thạc sĩ", "ĐH", "ĐH", "ĐH", "ĐH"),
        1: ("ĐH",) * 6 + ("CĐ", "TC"),
    }
    degree = chance.choice(degrees[post.rank])
    if post.major == "Quân sự cơ sở":
        degree = chance.choice(("ĐH", "CĐ", "TC"))
    if "CCB" in post.title:
        degree = chance.choice(("ĐH", "TC"))
    theory = {
        3: ("Cao cấp", "Cao cấp", "Cử nhân"),
        2: ("Cao cấp", "Trung cấp", "TC LLCT", "Trung cấp"),
        1: ("TC", "Sơ cấp", "Chưa"),
    }
    state = {3: ("CVC", "CV", "CVC"), 2: ("CV", "CVC", "Chuyên viên"), 1: ("CV", "Chuyên viên", "Chưa", None)}
    computing = ("ƯDCNTT cơ bản", "ƯDCNTT cơ bản", "Tin học B", "Tin học A", None)
    language = ("Tiếng Anh B1", "Tiếng Anh B", "Anh A2", "Tiếng Anh C", None, None)
    defence = {3: ("Đối tượng 3",), 2: ("Đối tượng 3", "Đối tượng 4"), 1: ("Đối tượng 4", None)}
    return (
        f"{degree} {major}",
        chance.choice(theory[post.rank]),
        chance.choice(state[post.rank]),
        chance.choice(computing) if born.year < 1995 else "ƯDCNTT cơ bản",
        chance.choice(language),
        chance.choice(defence[post.rank]),
    )


def main() -> None:
    """Write the workbook beside this file."""
    Path(__file__).with_name(TARGET).write_bytes(make_roster_today())


if __name__ == "__main__":
    main()
