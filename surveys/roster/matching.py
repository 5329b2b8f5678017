"""From what an office writes to the code that the house stores: one code, none, or several to ask back."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from surveys.roster.vocabularies import VOCABULARIES
from surveys.spelling import fold_words

Codes = tuple[str, ...]

_NOTHING: Final = "chua|chua co|khong|khong co|chua qua dao tao|chua dao tao|chua dt|chua qua dt|cdt"
_THEORY: Final = r"( ?(ly luan )?chinh tri( hanh chinh)?| ?llct( hc)?| ?ct)?"
_RANK: Final = r"((da )?(boi duong |bd )?(qlnn |quan ly nha nuoc )?(chuong trinh |ct )?(ngach )?)?"
_LEVEL: Final = r"( (trinh do |bac )?[abc][12]?)?"
_PAPER: Final = "(cc |chung chi )?"
_ABROAD: Final = "anh|phap|nga|trung|trung quoc|hoa|nhat|han|duc"
_ETHNIC: Final = (
    "dan toc( thieu so)?|dtts|tay|nung|tay nung|mong|h ?mong|dao|muong|khmer|kho me|cham|e de|gia rai|ba na"
)
_COMPUTING: Final = (
    r"(ung dung |ud ?)?(cntt|cong nghe thong tin)|tin( hoc)?( van phong| ung dung)?|th|thvp|ic3|mos"
)
_TESTED: Final = r"toeic( \d+)?|toefl( \w+)*|ielts( \d)*"
_DEFENCE: Final = "qp|qp ?an|quoc phong( va)? an ninh|gdqp( ?an)?"

# Every pattern must match the whole folded text; a text that patterns of two codes match is asked back.
# Schooling: 10 grades in the North until 1989, 12 since; what counts is the last level finished.
_PATTERNS: Final[Mapping[str, Mapping[str, str]]] = {
    "gender": {
        "nam": "nam|nam gioi",
        "nu": "nu|nu gioi",
        "na": "na|khong tra loi",
    },
    "edu": {
        "thcs": r"(tot nghiep |tn )?(thcs|trung hoc co so|ptcs|cap (2|ii))|(btvh )?((9|10|11) 12|[789] 10)",
        "thpt": r"(da )?(tot nghiep |tn )?(bt ?|bo tuc |btvh )?(thpt|trung hoc pho thong|ptth|cap (3|iii))"
        r"( tot nghiep)?|(btvh |bo tuc )?(12 12|10 10)",
        "khac": r"khac|(tot nghiep |tn )?(tieu hoc|th|cap (1|i))|khong biet chu|(btvh )?([0-8] 12|[0-6] 10)",
    },
    "qual": {
        "none": f"none|{_NOTHING}",
        "sc": r"sc|scn|so cap( nghe)?|sc nghe",
        "tc": r"tc|tcn|tccn|thcn|trung cap( nghe| chuyen nghiep)?|tc nghe|trung hoc chuyen nghiep",
        "cd": r"cd|cdn|cdsp|cao dang( nghe| su pham)?|cd nghe",
        "dh": r"dh|dai hoc|cn|cu nhan|ks|ky su|bac si|bac sy|bs",
        "sdh": r"sdh|sau dai hoc|sau dh|ths|th s|thac si|thac sy|cao hoc|ts|tien si|tien sy",
    },
    "pol": {
        "none": f"none|{_NOTHING}",
        "sc": rf"(sc|so cap){_THEORY}",
        "tc": rf"(tc|trung cap){_THEORY}( hoac tuong duong)?",
        "cc": rf"(cc|cao cap|cn|cu nhan){_THEORY}( hoac tuong duong)?|cao cap( hoac tuong duong)? cu nhan",
    },
    "qlnn": {
        "none": f"none|{_NOTHING}|chua (boi duong|bd)",
        "cs": rf"{_RANK}(cs|can su)( va tuong duong)?|{_RANK}chuc danh cong chuc( cap)? xa",
        "cv": rf"{_RANK}(cv|chuyen vien)",
        "cvc": rf"{_RANK}(cvc|chuyen vien chinh)",
        "cvcc": rf"{_RANK}(cvcc|chuyen vien cao cap)",
    },
    "cert": {
        "tin": rf"{_PAPER}({_COMPUTING})( co ban| nang cao| cb| nc)?{_LEVEL}|[abc]",
        "nn": rf"{_PAPER}(nn|ngoai ngu|(tieng |t )?({_ABROAD})( van)?|tieng thai|{_TESTED}){_LEVEL}"
        "|[abc][12]?",
        "dtts": rf"{_PAPER}((tieng )?({_ETHNIC})|tieng thai){_LEVEL}",
        "qpan": rf"{_PAPER}(bd |boi duong )?(kt |kien thuc )?({_DEFENCE})( (doi tuong|dt|nhom) [1234])?",
        "none": f"none|{_NOTHING}|chua co chung chi",
    },
}


@lru_cache(maxsize=4096)  # a column holds few different words
def match(attribute: str, text: str) -> Codes:
    """Return the codes of ``attribute`` (a key of ``VOCABULARIES``) that ``text`` may mean.

    One code: understood. None: not in the vocabulary. Several: ambiguous, to be asked back, never guessed.
    A code itself and its label are always understood. Raises ``KeyError`` for an unknown attribute.
    """
    words = fold_words(text)
    if not words:
        return ()
    exact = tuple(code for code in VOCABULARIES[attribute] if words in _own_words(attribute, code))
    if exact:
        return exact
    patterns = _PATTERNS[attribute]
    return tuple(code for code in VOCABULARIES[attribute] if re.fullmatch(patterns[code], words))


def match_certificates(text: str) -> tuple[Codes, tuple[str, ...], tuple[str, ...]]:
    """Read a list of certificates: (codes in the vocabulary's order, parts unknown, parts ambiguous)."""
    parts = [part for part in re.split(r"[,;/+&\n]|\bvà\b", text) if fold_words(part)]
    found = [(part.strip(), match("cert", part)) for part in parts]
    if not any(len(codes) == 1 for _, codes in found) and (whole := match("cert", text)):
        found = [(text.strip(), whole)]  # codes separated by spaces are how the house itself writes them
    elif len(parts) == 1 and not found[0][1] and (own := _own_codes(text)):
        return own, (), ()
    wanted = set(chain.from_iterable(codes for _, codes in found if len(codes) == 1))
    return (
        tuple(code for code in VOCABULARIES["cert"] if code in wanted),
        tuple(part for part, codes in found if not codes),
        tuple(part for part, codes in found if len(codes) > 1),
    )


def nearest_label(attribute: str, text: str) -> str:
    """Return the label that looks most like a text that was not understood, or '' if none does."""
    labels = _labels(attribute)
    close = get_close_matches(fold_words(text), labels, n=1, cutoff=0.6)
    return labels[close[0]] if close else ""


@cache
def _labels(attribute: str) -> Mapping[str, str]:
    return {fold_words(label): label for label in VOCABULARIES[attribute].values()}


@cache
def _own_words(attribute: str, code: str) -> tuple[str, str]:
    return fold_words(code), fold_words(VOCABULARIES[attribute][code])


def _own_codes(text: str) -> Codes:
    words = text.split()
    known = VOCABULARIES["cert"]
    return tuple(code for code in known if code in words) if all(word in known for word in words) else ()
