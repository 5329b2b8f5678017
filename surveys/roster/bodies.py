"""What the name of a body or bloc says of the titles of its people: "KHỐI ĐẢNG", "Ban Xây dựng Đảng", "Đoàn TN"."""

import re
from collections.abc import Iterable
from functools import lru_cache

from surveys.spelling import fold_words
from surveys.titles import Bloc, Titles


@lru_cache(maxsize=1024)
def groups_of(titles: Titles, body: str) -> tuple[str, ...]:
    """Return the codes of the groups of titles that a body's name tells: none if it tells none, or several blocs'."""
    words = fold_words(body)
    told: dict[Bloc, list[str]] = {}
    for code, group in titles.groups.items():
        if _is_named(group.bloc, words):
            told.setdefault(group.bloc, []).append(code)
    (groups,) = told.values() if len(told) == 1 else ([],)
    return tuple(groups)


def _is_named(bloc: Bloc, words: str) -> bool:
    if bloc.apart:
        words = " ".join(_any_of(bloc.apart).sub(" ", words).split())
    begins = bloc.begins and _any_of(bloc.begins).match(words)
    return bool(begins or (bloc.named and _any_of(bloc.named).search(words)))


@lru_cache(maxsize=64)
def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b")
