"""A code for a title that is no title's yet."""

import re
from collections.abc import Collection

from surveys.spelling import fold_words


def new_code(name: str, taken: Collection[str]) -> str:
    """Make a code of a name that is no title's yet: "pho_truong_phong_le_tan"."""
    words = re.sub(r"[^a-z0-9_]", "", "_".join(fold_words(name).split()))[:25].strip("_")
    stem = words if words[:1].isalpha() else f"cd_{words}".rstrip("_")
    codes = (stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3)))
    return next(code for code in codes if code not in taken)
