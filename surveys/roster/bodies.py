"""What the name of a body or bloc says of the titles of its people: "KHỐI ĐẢNG", "Ban Xây dựng Đảng", "Đoàn TN"."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from surveys.spelling import fold_words

_GROUPS: Final[Mapping[tuple[str, ...], re.Pattern[str]]] = {
    ("dang",): re.compile(r"\b(?:dang|dang uy)\b(?! vien)"),
    ("chinh_quyen", "chuyen_mon", "quan_su"): re.compile(
        r"\b(?:chinh quyen|ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan)\b"
    ),
    ("mttq_doan_the",): re.compile(r"\b(?:doan the|mat tran|mttq|ubmttq)\b|^doan\b|^hoi\b(?! dong)"),
}
"""Groups of titles -> what in the name of a body or bloc tells them."""


@lru_cache(maxsize=1024)
def groups_of(body: str) -> tuple[str, ...]:
    """Return the codes of the groups of titles that a body's name tells: none if it tells none, or several bodies'."""
    words = fold_words(body)
    told = [groups for groups, named in _GROUPS.items() if named.search(words)]
    return told[0] if len(told) == 1 else ()
