"""How texts name units: "TT. Thứa", "Danh sách cán bộ xã Lương Tài", "Phòng Kinh tế"."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from surveys.spelling import fold, fold_words, spell

_KIND: Final = re.compile(
    r"(?:(?:ubnd|uỷ ban nhân dân|ủy ban nhân dân|đảng uỷ|đảng ủy) )?"
    r"(?P<kind>(?:xã|thị trấn|tt|phường|đặc khu)(?= )|(?:x|tt|p)\.) ?(?P<bare>\S.*)",
    re.IGNORECASE,
)
_KINDS: Final = {
    "xã": "Xã", "x.": "Xã", "thị trấn": "Thị trấn", "tt": "Thị trấn", "tt.": "Thị trấn",
    "phường": "Phường", "p.": "Phường", "đặc khu": "Đặc khu",
}  # fmt: skip


UNIT: Final = re.compile(r"\b(xã|phường|thị trấn|đặc khu)\s+(?!hội\b)(?=(\S.*))", re.IGNORECASE)
END: Final = re.compile(r"[,;:()”\"]|\s[-–]\s|\b(?:năm|tỉnh|huyện|quý|tháng|nhiệm kỳ)\b", re.IGNORECASE)
_NO_NAME: Final = frozenset(
    map(
        spell, ("trên", "thuộc", "phường", "thị", "của", "theo", "và", "các", "sau", "mới", "xã", "đặc", "có")
    )
)
"""Words behind "xã" with which no commune's name begins: "các xã thuộc tỉnh"."""
_BODIES: Final = (
    *(
        "khối",
        "văn phòng",
        "phòng",
        "ban",
        "uỷ ban",
        "ubnd",
        "hđnd",
        "hội đồng nhân dân",
        "thường trực",
        "đảng uỷ",
    ),
    *(
        "mặt trận",
        "mttq",
        "ubmttq",
        "đoàn thể",
        "đoàn thanh niên",
        "đoàn tncs",
        "đoàn tn",
        "hội",
        "trung tâm",
    ),
    *(
        "trạm",
        "cán bộ",
        "công chức",
        "viên chức",
        "người hoạt động",
        "lãnh đạo",
        "bộ phận",
        "cơ quan",
        "các",
        "tổ",
    ),
    *("công an", "chi bộ", "đơn vị", "ngành", "lĩnh vực", "hợp đồng"),
)
_SPELLED: Final = tuple(f"{spell(body)} " for body in _BODIES)
_FOLDED: Final = tuple(f"{fold_words(body)} " for body in _BODIES)


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit's name: ``text`` as kept, ``kind`` (Xã, Thị trấn, Phường or ''), ``bare`` to compare by."""

    text: str
    kind: str
    bare: str

    def agrees(self, other: "UnitName") -> bool:
        """Say whether both may name one unit: "Phú Hòa" and "Xã Phú Hoà" may; no name agrees with all."""
        if not self.text or not other.text:
            return True
        return self.bare == other.bare and (self.kind == other.kind or not self.kind or not other.kind)


def parse_name(text: str) -> UnitName:
    """Split off the kind of commune and spell out its abbreviation: "TT. Thứa" is "Thị trấn Thứa"."""
    found = _KIND.fullmatch(text)
    if found is None:
        return UnitName(text, "", spell(text))
    kind, bare = _KINDS[found["kind"].casefold()], found["bare"]
    return UnitName(f"{kind} {bare}", kind, spell(bare))


def unit_named_in(text: str) -> str:
    """Return the unit that a title or a sheet's name ends in: "DANH SÁCH CÁN BỘ XÃ LƯƠNG TÀI" names Xã Lương Tài."""
    for found in reversed(list(UNIT.finditer(text))):
        name = END.split(found[2])[0].strip()
        words = name.split()
        if words and len(words) <= 5 and spell(words[0]) not in _NO_NAME:
            bare = " ".join(word.capitalize() for word in words) if name.isupper() else name
            return f"{found[1].capitalize()} {bare}"
    return ""


@lru_cache(maxsize=4096)  # a column holds few different units
def names_body(text: str) -> bool:
    """Say whether a text names a body or a kind of people; accents tell "Ban" from somebody called Bàn."""
    has_accents = fold(text) != text.casefold()
    return (
        f"{spell(text)} ".startswith(_SPELLED) if has_accents else f"{fold_words(text)} ".startswith(_FOLDED)
    )
