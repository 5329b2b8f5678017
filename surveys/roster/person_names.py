"""Names of people: what offices write before and behind them, and what in a list looks like one."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from surveys.roster.unit_names import names_body
from surveys.spelling import fold, fold_words, spell

_SHORT: Final = (
    r"(?:p\.?gs|gs|ts(?:kh)?|t\.s|th\.? ?s[ĩỹ]?|bs(?:\.? ?ck ?(?:i{1,2}|[12]))?|b\.s|k?ts"
    r"|ks|k\.s|cn|c\.n|ds|đd|ys|ls)"
)
_WRITTEN: Final = (
    r"(?:thạc|tiến|bác|dược|y) s[ĩỹ]|kỹ sư|kiến trúc sư|cử nhân|(?:phó )?giáo sư|luật sư"
    r"|(?:thiếu|trung|thượng|đại) (?:tá|úy|uý)"
)
_ADDRESS: Final = r"đ ?/ ?c|đ\.c|đồng chí|(?:ông|bà)(?= ?:)"
_BEFORE: Final = re.compile(
    rf"(?:[*+\-–•]+\s*|(?:{_ADDRESS})[\s.:]+|{_SHORT}(?:[\s.,]+)|(?:{_WRITTEN})[\s.,]+)(?=\S)", re.IGNORECASE
)
_MARK: Final = re.compile(r"\s*(?:[*†‡#+¹²³⁰⁴-⁹]+|\(\s*(?:\*+|\d{1,2})\s*\)|\[\s*(?:\*+|\d{1,2})\s*\])$")
_SEX: Final = re.compile(r"\s*(?:\(\s*(nữ|nam)\s*\)|[-–,;]\s*(nữ|nam))$", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*(?:\(([^()]+)\)|\s[-–—]\s*(\S.*)|[,;:]\s*(\S.*))$")
_ODD: Final = re.compile(r"[^\w\s.'’ʼ`\-]|_")
_COUNTED: Final = re.compile(r"^\s*\d{1,3}\s*[.)\-–:/]\s*(?=\S)")
_SEPARATOR: Final = re.compile(r"\s[-–—]\s*|[,;:(\d]")
_DATED: Final = re.compile(r"\b(?:ngày|tháng|năm)\s*[\d…./]+", re.IGNORECASE)
_SEXES: Final = {"nam": "nam", "nữ": "nu"}
_COMMON: Final = (
    "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trịnh|đoàn|đào|trương|mai|hà"
)
_FAMILIES: Final = frozenset(
    f"{_COMMON}|lương|tô|tạ|lâm|cao|chu|lưu|phùng|thái|kiều|quách|tống|vương|la|đàm|bạch|tăng|thạch|kim|châu|triệu|nông"
    "|hứa|lò|quàng|cà|giàng|sùng|vàng|mùa|ma|bế|nghiêm|khổng|doãn|cù|văn|ninh|viên|từ|mạc|phí|ông|bàn|lục|vi|lộc|thào"
    "|lầu|hạng|vừ|tòng|lường|điêu|cầm|bạc|phàn|tẩn|chảo|lù|tráng|hầu|thân|đồng|đậu|giáp|khuất|khúc|lã|lại|liễu|lỗ|mã"
    "|mẫn|nhữ|ngọ|ngụy|phó|quan|sầm|tiêu|tào|trà|trang|ung|uông|vòng|xa|âu|ân|an|bá|cấn|chử|cung|công|diệp|đổng|hán|hàn"
    "|hoa|hùng|kha|khương|kông|lạc|lăng|lều|phương|tôn|thiều|tưởng|thẩm|y|ksor|rơ|siu|hồng|danh|sơn|bùng".split(
        "|"
    )
)
_FOLDED: Final = frozenset(map(fold, _FAMILIES))


@dataclass(frozen=True, slots=True)
class PersonName:
    """A cell with a name: the name alone, and what surely is none of it.

    ``gender``: that of "(nữ)". ``aside``: what stands behind the name in brackets or behind a dash, with its spaces;
    whether it is part of the name is not known. ``is_odd``: the name has signs that names have not.
    """

    name: str
    removed: tuple[str, ...] = ()
    gender: str = ""
    aside: str = ""
    is_odd: bool = False


def read_person_name(text: str) -> PersonName:
    """Tell a name from the "Đ/c", "ThS." and the like before it, from the marks and remarks behind it."""
    name, removed, gender, aside = text, [], "", ""
    while found := _BEFORE.match(name) or _addressed(name):
        removed.append(found[0].strip())
        name = name[found.end() :]
    while True:
        if mark := _MARK.search(name):
            removed.append(mark[0].strip())
            name = name[: mark.start()].rstrip()
        elif sex := _SEX.search(name):
            gender = _SEXES[(sex[1] or sex[2]).casefold()]
            name = name[: sex.start()].rstrip()
        elif not aside and (behind := _ASIDE.search(name)) and behind.start():
            aside = behind[0]
            name = name[: behind.start()].rstrip()
        else:
            break
    is_odd = _ODD.search(name) is not None or fold_words(name).split()[:1] in (["ong"], ["ba"])
    return PersonName(name, tuple(removed), gender, aside, is_odd)


_ADDRESSED: Final = re.compile(rf"(?:ông|bà)\s+(?=(?:{_COMMON})\s+\S+\s+\S)", re.IGNORECASE)


def _addressed(name: str) -> re.Match[str] | None:
    """Find an "Ông" or "Bà" before a whole name; a family may be called Ông, too."""
    return _ADDRESSED.match(name)


@lru_cache(maxsize=4096)
def names_person(text: str) -> bool:
    """Say whether a text looks like somebody's name, with or without a title behind it: "2. Vũ Thị Bình - Văn thư"."""
    words = _words(text)
    return 2 <= len(words) <= 5 and _is_family(words) and all(word[0].isupper() for word in words)


@lru_cache(maxsize=4096)
def may_name_person(text: str) -> bool:
    """Say whether a text could be somebody's name: begins like one, or is a few words with capitals."""
    words = _words(text)
    return 2 <= len(words) <= 6 and (_is_family(words) or all(word[0].isupper() for word in words))


def _words(text: str) -> list[str]:
    """Return the words that would be the name, none if they are no words, name a body or stand in a date."""
    bare = read_person_name(_COUNTED.sub("", text)).name
    words = _SEPARATOR.split(bare)[0].split()
    is_name = all(any(letter.isalpha() for letter in word) for word in words)
    return words if is_name and not names_body(bare) and not _DATED.search(text) else []


def _is_family(words: list[str]) -> bool:
    has_accents = any(fold(word) != word.casefold() for word in words)
    return (spell(words[0]) in _SPELLED) if has_accents else fold(words[0]) in _FOLDED


_SPELLED: Final = frozenset(map(spell, _FAMILIES))
