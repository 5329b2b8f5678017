"""Fields of study: whether the name of one says that it fits what is demanded."""

import re
from functools import lru_cache
from typing import Final

from surveys.spelling import fold_words

FITTING: Final = "phu_hop_vi_tri"
"""Whatever fits the post: for people to judge."""
_SEPARATORS: Final = re.compile(r"[,;/\n]|\bhoặc\b|\bvà\b", re.IGNORECASE)


def fits(demanded: str, held: str) -> bool:
    """Say whether a field's name holds one of those demanded: "Luật kinh tế" is "Luật". If not, people judge."""
    words = f" {fold_words(held)} "
    return any(f" {name} " in words for name in _names(demanded))


@lru_cache(maxsize=512)
def _names(demanded: str) -> tuple[str, ...]:
    if demanded == FITTING:
        return ()
    return tuple(name for part in _SEPARATORS.split(demanded) if (name := fold_words(part)))
