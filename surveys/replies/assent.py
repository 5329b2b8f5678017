"""Yes and no as people type them: "vâng ạ", "dạ đúng rồi", "không phải ạ". A sentence that says more is neither."""

from collections.abc import Iterable, Sequence
from typing import Final

from surveys.replies.words import Word, words_of

_YES: Final = (
    *("vâng", "đúng", "đúng vậy", "đúng thế", "phải", "có", "chắc", "chắc chắn", "chính xác", "chuẩn"),
    *("đồng ý", "xác nhận", "ừ", "ừm", "uh", "ok", "oke", "okay", "okie", "yes"),
)
_NO: Final = (
    *("không", "ko", "kg", "hông", "hổng", "no", "chưa", "sai", "nhầm", "thôi", "đừng", "khỏi"),
    *("không phải", "không có", "không cần"),
)
_FILLING: Final = tuple(
    word
    for text in ("dạ ạ thưa nhé nha nhá rồi vậy thế đâu nữa", "em tôi mình anh chị bác là thì", "đồng chí ơi")
    for word in words_of(text)
)
_YES_SIR: Final = words_of("dạ")[0]
_UNSURE: Final = "dung"  # without its accents: right, don't, or stop
_LONGEST: Final = 60

Phrases = Sequence[tuple[Word, ...]]


def read_assent(
    text: str, *, yes: Iterable[str] = (), no: Iterable[str] = (), is_weighty: bool = False
) -> bool | None:
    """Return whether a whole text says yes (true) or no (false); ``None`` if it says neither, or both.

    ``yes`` and ``no`` are more phrases that say so where it was asked. A no before a yes is one no ("không đúng").
    Politeness alone ("dạ") is a yes, but not where it would be ``is_weighty``: it may only say that one listens.
    """
    words = words_of(text) if len(text) <= _LONGEST and "?" not in text else ()
    more_yes, more_no = _phrases(yes), _phrases(no)
    said: list[bool] = []
    is_polite = False
    while words:
        in_yes, in_no = _begin(words, (*_SAYING_YES, *more_yes)), _begin(words, (*_SAYING_NO, *more_no))
        if in_yes or in_no:
            length = max(in_yes, in_no)
            if words[0].accented == _UNSURE and length == 1 and not _begin(words, more_yes):
                return None
            said.append(in_yes >= in_no)
        elif any(map(words[0].agrees_with, _FILLING)):
            length = 1
            is_polite |= words[0].agrees_with(_YES_SIR)
        else:
            return None
        words = words[length:]
    if not said:
        return True if is_polite and not is_weighty else None
    return said[0] if all(said) or not said[0] else None


def is_only_polite(text: str) -> bool:
    """Whether a text says that one listens and nothing else: "dạ", "dạ thưa"."""
    words = words_of(text)
    return any(word.agrees_with(_YES_SIR) for word in words) and all(
        any(map(word.agrees_with, _FILLING)) for word in words
    )


def _begin(words: tuple[Word, ...], phrases: Phrases) -> int:
    """Return how many words the longest of the phrases takes with which these words begin; 0 for none."""
    fitting = (
        len(phrase)
        for phrase in phrases
        if len(phrase) <= len(words) and all(map(Word.agrees_with, words, phrase))
    )
    return max(fitting, default=0)


def _phrases(texts: Iterable[str]) -> Phrases:
    return [words_of(text) for text in texts]


_SAYING_YES: Final = _phrases(_YES)
_SAYING_NO: Final = _phrases(_NO)
