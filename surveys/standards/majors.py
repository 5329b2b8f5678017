"""Fields of study: whether the name of one says that it fits what is demanded."""

import re
from functools import lru_cache
from typing import Final

from surveys.spelling import fold_words

FITTING: Final = "phu_hop_vi_tri"
"""Whatever fits the post: for people to judge."""
_SIGNS: Final = re.compile(r"[,;/\n]")
_OR: Final = re.compile(r"\bhoac\b")


def fits(demanded: str, held: str) -> bool:
    """Say whether a field's name holds one of those demanded: "Luật kinh tế" is "Luật". If not, people judge."""
    words = f" {fold_words(held)} "
    return any(f" {name} " in words for name in _names(demanded))


@lru_cache(maxsize=512)
def _names(demanded: str) -> tuple[str, ...]:
    if demanded == FITTING:
        return ()
    parts = (part for written in _SIGNS.split(demanded) for part in _OR.split(fold_words(written)))
    return tuple(name for part in parts if (name := part.strip()))
