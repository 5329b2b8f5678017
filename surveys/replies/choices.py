"""One choice out of those shown: by number, label, label without accents, unique beginning, unique part.

Each way of reading gives candidates, *sure* or only *possible*. A reply is accepted if all its readings
agree on one sure choice; everything else is asked back with the candidates.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from surveys.replies.assent import read_assent
from surveys.replies.rejected import Rejected
from surveys.replies.values import quote
from surveys.replies.words import Word, plain, squeeze, words_of

_BARE: Final = re.compile(r"[0-9]{1,4}", re.ASCII)
_EXPLICIT: Final = re.compile(
    r"(?:(?:(?:em|tôi|toi) )?(?:chọn|chon)(?: (?:số|so|ý|y|câu|cau|mục|muc))?|số|so|ý"
    r"|(?:đáp|phương) án|(?:dap|phuong) an)"
    r" \(?([0-9]{1,4})[.):\]]*|\(?([0-9]{1,4})(?: ?[.):\]])+",
    re.ASCII,
)
_POLITE: Final = re.compile(r"[\s,]+(?:ạ|nhé|nha|nhá)[\s.!]*$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"\s*([0-9]{1,4})\s*(?:[.):]|[-‐‑‒–—])\s+(?=\S)", re.ASCII)

_TURNING: Final = frozenset(
    word.accented
    for word in words_of(
        "không chưa chẳng chả đừng ngoài trừ phó ít rất hơi khá quá trên dưới gần sau trước hơn kém hợp khong chua pho"
    )
)
"""Words that change what follows them: a part of a label right after one is asked back."""

_FILLING: Final = frozenset(
    word.folded
    for word in words_of(
        "và hoặc của cho các là có không chưa theo tại trong khi đến để với hay rất ít những một về do được"
    )
)
"""Words that alone say nothing about which label is meant, unless a label begins with them."""

_LONGEST: Final = 400
"""Characters of a reply that may name a choice."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a text may mean among the labels shown, as indices from 0.

    ``is_exact``: the text is a whole label, or a number that is shown.
    """

    sure: frozenset[int]
    possible: frozenset[int]
    is_exact: bool = False

    @property
    def candidates(self) -> frozenset[int]:
        """Every choice that could be meant."""
        return self.sure | self.possible

    @property
    def only(self) -> int | None:
        """The one choice that is meant, if nothing else could be."""
        return next(iter(self.sure)) if len(self.candidates) == 1 and self.sure else None


NO_MATCH: Final = Match(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    words: tuple[Word, ...]
    number: int | None  # the number that the label itself begins with: "4 – Quan trọng"
    core: tuple[Word, ...]  # its words without that number


@lru_cache(maxsize=4096)
def _label(text: str) -> _Label:
    numbered = _NUMBERED.match(text)
    core = words_of(text[numbered.end() :]) if numbered else words_of(text)
    return _Label(text, words_of(text), int(numbered[1]) if numbered else None, core)


def read_choice(text: str, labels: Sequence[str]) -> int | Rejected:
    """Return the index of the one choice that is meant, or why it cannot be told."""
    match = match_choice(text, labels)
    if match.only is not None:
        return match.only
    if match.candidates:
        return ask_back(match.candidates, labels)
    bare = number_of(squeeze(text))
    if bare is not None:
        return Rejected("no_such_number", parameters={"number": str(bare), "count": str(len(labels))})
    return Rejected("not_a_choice" if text.strip() else "empty", parameters={"typed": quote(text)})


def ask_back(candidates: Iterable[int], labels: Sequence[str]) -> Rejected:
    """Ask which of several choices was meant: they are listed with the numbers that they are shown with."""
    return Rejected("ambiguous", parameters={"candidates": list_choices(candidates, labels)})


def list_choices(indices: Iterable[int], labels: Sequence[str]) -> str:
    """Write choices as they are shown, a numbered line each."""
    return "\n".join(f"{index + 1}. {' '.join(labels[index].split())}" for index in sorted(indices))


def match_choice(text: str, labels: Sequence[str]) -> Match:
    """Find what a text may mean among the labels, which are shown numbered from 1."""
    if len(text) > _LONGEST:
        return NO_MATCH
    text = plain(text)
    known = [_label(label) for label in labels]
    match = _match(text, known)
    if match.only is None and (polite := _POLITE.search(text)):
        without = _match(text[: polite.start()], known)
        match = match if match.candidates and without.only is None else without
    return match if match.candidates else _match_assent(text, labels)


def _match_assent(text: str, labels: Sequence[str]) -> Match:
    """Take a yes for the only label that says yes, a no for the only one that says no."""
    said = read_assent(text)
    meant = (
        [index for index, label in enumerate(labels) if read_assent(label) is said]
        if said is not None
        else []
    )
    return Match(frozenset(meant), frozenset()) if len(meant) == 1 else NO_MATCH


def _match(text: str, known: Sequence[_Label]) -> Match:
    if same := _same_text(text, known):
        return Match(same, frozenset(), is_exact=True)
    typed, typed_words = squeeze(text).casefold(), words_of(text)
    if explicit := _EXPLICIT.fullmatch(typed):
        return _numbered(int(explicit[1] or explicit[2]), known)
    if _BARE.fullmatch(typed.rstrip(",;!? ")):
        return _match_number(int(typed.rstrip(",;!? ")), typed_words, known)
    if not typed_words:
        return NO_MATCH
    exact = _exact(typed_words, known)
    if exact:
        return Match(exact, frozenset(), is_exact=True)
    return _merge(_match_parts(typed_words, known), _match_leading_number(typed_words, known))


def _same_text(text: str, known: Sequence[_Label]) -> frozenset[int]:
    """Letter for letter; a bare number still has to be weighed against the numbers shown."""
    stripped = squeeze(text).casefold()
    if not stripped or _BARE.fullmatch(stripped):
        return frozenset()
    return frozenset(i for i, label in enumerate(known) if squeeze(label.text).casefold() == stripped)


def _numbered(number: int, known: Sequence[_Label]) -> Match:
    if 1 <= number <= len(known):
        return Match(frozenset({number - 1}), frozenset(), is_exact=True)
    return NO_MATCH


def number_of(typed: str) -> int | None:
    """Return the number that a text is, however it is said ("số 3"); ``None`` if it is none."""
    if _BARE.fullmatch(typed):
        return int(typed)
    explicit = _EXPLICIT.fullmatch(typed.casefold())
    return int(explicit[1] or explicit[2]) if explicit else None


def _match_number(number: int, typed: tuple[Word, ...], known: Sequence[_Label]) -> Match:
    """Take a bare number as the number shown, unless another label is or carries that very number."""
    shown = _numbered(number, known)
    own = frozenset(i for i, label in enumerate(known) if label.number == number or label.words == typed)
    if shown.sure or own:
        return Match(shown.sure | own, frozenset(), is_exact=True)
    return _match_parts(typed, known)


def _exact(typed: tuple[Word, ...], known: Sequence[_Label]) -> frozenset[int]:
    """Whole labels, with their accents if one is so spelled, else without."""
    spelled = frozenset(i for i, label in enumerate(known) if typed == label.words)
    if spelled:
        return spelled
    for same in (_spelled_alike, _agree):
        if found := frozenset(i for i, k in enumerate(known) if same(typed, k.words) or same(typed, k.core)):
            return found
    return frozenset()


def _spelled_alike(typed: tuple[Word, ...], label: tuple[Word, ...]) -> bool:
    return typed == label


def _agree(typed: tuple[Word, ...], label: tuple[Word, ...]) -> bool:
    return len(typed) == len(label) and all(map(Word.agrees_with, typed, label))


def _match_leading_number(typed: tuple[Word, ...], known: Sequence[_Label]) -> Match:
    """Weigh a number with words after it: “1 tuần” may be choice 1, “2. Đại học” is 2 if so labelled."""
    if len(typed) < 2 or not typed[0].folded.isdecimal() or len(typed[0].folded) > 4:
        return NO_MATCH
    number, rest = int(typed[0].folded), typed[1:]
    if not 1 <= number <= len(known):
        return NO_MATCH
    meant = frozenset({number - 1})
    named = _exact(rest, known)
    if meant == (named or _match_parts(rest, known).candidates):
        return Match(meant, frozenset())
    return Match(frozenset(), meant | named)


def _match_parts(typed: tuple[Word, ...], known: Sequence[_Label]) -> Match:
    sure: set[int] = set()
    possible: set[int] = set()
    for index, label in enumerate(known):
        found = max(_found_in(typed, label.words), _found_in(typed, label.core))
        if found:
            (sure if found == _SURE else possible).add(index)
    return Match(frozenset(sure), frozenset(possible))


_NOWHERE, _POSSIBLE, _SURE = 0, 1, 2


def _found_in(typed: tuple[Word, ...], label: tuple[Word, ...]) -> int:
    """Say whether the typed words begin a label or stand in it, and how surely that label is meant."""
    best = _NOWHERE
    for start in range(len(label) - len(typed) + 1):
        part = label[start : start + len(typed)]
        if all(map(Word.agrees_with, typed, part)):
            best = max(best, _sureness(typed, label, start))
        elif all(word.folded == other.folded for word, other in zip(typed, part, strict=True)):
            best = max(best, _POSSIBLE)  # the same letters under other accents
        elif start == 0 and _is_unfinished(typed, part):
            best = max(best, _POSSIBLE if typed[-1].is_number or _letters(typed) < 2 else _SURE)
    return best


def _sureness(typed: tuple[Word, ...], label: tuple[Word, ...], start: int) -> int:
    letters = _letters(typed)
    if start == 0:
        return _SURE if letters > 1 or typed[0].is_number else _POSSIBLE
    if label[start - 1].accented in _TURNING or letters < 2 or all(word.folded.isdecimal() for word in typed):
        return _POSSIBLE
    return _POSSIBLE if all(word.folded in _FILLING for word in typed) else _SURE


def _letters(typed: tuple[Word, ...]) -> int:
    return sum(len(word.folded) for word in typed)


def _is_unfinished(typed: tuple[Word, ...], part: tuple[Word, ...]) -> bool:
    return all(map(Word.agrees_with, typed[:-1], part)) and typed[-1].begins(part[-1])


def _merge(first: Match, second: Match) -> Match:
    return Match(first.sure | second.sure, first.possible | second.possible)
