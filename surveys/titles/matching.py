"""Titles as offices write them: "PCT UBND", "BTĐU", "PBT TT - CT HĐND", "Chuyên viên (tư pháp – hộ tịch)"."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from surveys.spelling import fold_words
from surveys.titles.catalogue import Titles

# "… xã Phú Hòa": the unit stands in its own column; "văn hóa - xã hội" stays.
_UNIT: Final = re.compile(r"(?:\bcua )?\b(?:xa(?! hoi)|thi tran|phuong|dac khu|tt)\b.*$")
_SIGNS: Final = r"[,;/+&\n]|\s[-–—]\s?"
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_LINKS: Final = re.compile(r"\b(?:phu trach|linh vuc|ve)\b")
_MOST_PARTS: Final = 6


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a cell of titles says: ``titles`` are codes, the main one first; empty if it was not understood.

    ``field``: the field of work that is named beside or told by the main title. Where a part was not understood,
    ``unclear`` is that part and ``candidates`` the codes that it may mean: none, or several. ``others``: further
    titles that begin with the words of a usual short name ("Phó Bí thư"). ``parts``: the reading of each title of
    several; ``text`` is what was read, ``words`` the folded title in it, without a field of work.
    """

    titles: tuple[str, ...] = ()
    field: str = ""
    unclear: str = ""
    candidates: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    text: str = ""
    words: str = ""
    parts: "tuple[TitleReading, ...]" = ()


@dataclass(frozen=True, slots=True)
class _Index:
    names: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]
    between: re.Pattern[str]


@lru_cache(maxsize=4096)  # a column holds few different titles
def read_title(titles: Titles, text: str, day: date | None = None) -> TitleReading:
    """Read one title or several in one cell, as of a day. Nothing is guessed: what may be two is asked back.

    The first is the main one, except for seats in a committee. On a day the titles that exist on it are meant
    first; without a day the oldest.
    """
    parts = [part.strip() for part in _index(titles).between.split(text) if fold_words(part)]
    whole = _read_one(titles, text, day)
    if whole.titles and not _names_unit(titles, parts[:-1]):
        return whole
    if len(parts) < 2 or len(parts) > _MOST_PARTS:
        return whole
    found = _read_parts(titles, tuple(parts), day)
    unclear = next((each for each in found if not each.titles), None)
    if unclear is not None:
        return replace(unclear, text=text, words=whole.words, parts=tuple(found))
    codes = tuple(dict.fromkeys(each.titles[0] for each in found))
    ordered = sorted(codes, key=lambda code: titles.by_code[code].is_membership)
    field = next((each.field for each in found if each.titles[0] == ordered[0]), "")
    field = field or next((each.field for each in found if each.field), "")
    return TitleReading(tuple(ordered), field, text=text, parts=tuple(found))


def nearest_titles(titles: Titles, text: str, day: date | None = None, *, most: int = 3) -> tuple[str, ...]:
    """Return the codes of the titles that look most like a text, best first; none if nothing does."""
    wanted = normalise(titles, text)
    index = _index(titles)
    known = {**index.spellings, **index.names}
    close = get_close_matches(wanted, known, n=most * 2, cutoff=0.6)
    codes = dict.fromkeys(code for words in close for code in _existing(titles, known[words], day))
    return tuple(codes)[:most]


def _read_parts(titles: Titles, parts: tuple[str, ...], day: date | None) -> list[TitleReading]:
    """Read parts, several as one title where the separator belongs to its name: "Phòng Kinh tế, Hạ tầng …"."""
    if not parts:
        return []
    for length in range(len(parts), 0, -1):
        if _names_unit(titles, parts[: length - 1]):
            continue  # the unit behind a title ends it
        first = _read_one(titles, " ".join(parts[:length]), day)
        if first.titles:
            return [first, *_read_parts(titles, parts[length:], day)]
    return [_read_one(titles, parts[0], day), *_read_parts(titles, parts[1:], day)]


def _names_unit(titles: Titles, parts: Sequence[str]) -> bool:
    return any(_UNIT.search(_write_out(titles, part)) for part in parts)


def _read_one(titles: Titles, text: str, day: date | None) -> TitleReading:
    own = text.strip()
    short = fold_words(text)
    if own in titles:
        return TitleReading((own,), titles.by_code[own].field, text=text, words=normalise(titles, text))
    if short in titles and (day is None or titles.by_code[short].covers(day)):  # "BT"
        words = normalise(titles, text)
        others = _others(titles, words, short, day)
        return TitleReading((short,), titles.by_code[short].field, others=others, text=text, words=words)
    for bare, field in _without_field(titles, text):
        found = _look_up(titles, bare, day)
        if len(found) == 1 and (not field or titles.groups[titles.group(found[0])].has_fields):
            others = _others(titles, bare, found[0], day)
            told = field or titles.by_code[found[0]].field
            return TitleReading(found, told, others=others, text=text, words=bare)
        if found and not field:
            return TitleReading(unclear=text, candidates=found, text=text, words=bare)
    return TitleReading(unclear=text, text=text, words=normalise(titles, text))


def _without_field(titles: Titles, text: str) -> Iterator[tuple[str, str]]:
    """Yield the folded title with '' and, if a field of work stands in brackets or at its end, without it."""
    yield normalise(titles, text), ""
    fields = _index(titles).fields
    brackets = _BRACKETS.search(text)
    if brackets and (field := fields.get(fold_words(brackets[1]))):
        yield normalise(titles, _BRACKETS.sub(" ", text)), field
    words = _LINKS.sub(" ", fold_words(text)).split()
    for at in range(1, len(words)):
        field = fields.get(" ".join(words[at:]))
        if field:
            yield normalise(titles, " ".join(words[:at])), field


def _look_up(titles: Titles, words: str, day: date | None) -> tuple[str, ...]:
    """Return the codes that folded words mean; of a mere beginning ("chủ tịch"), all that begin so, if several."""
    index = _index(titles)
    for known in (index.names, index.spellings):
        found = _existing(titles, known.get(words, ()), day)
        if found:
            return found
    begun = [code for name, codes in index.names.items() if name.startswith(f"{words} ") for code in codes]
    meant = _existing(titles, begun, day) if " " in words else ()
    if len(meant) > 1:
        return meant
    return index.names.get(words) or index.spellings.get(words, ())


def _others(titles: Titles, words: str, code: str, day: date | None) -> tuple[str, ...]:
    """Return what else a short name of a title is, or begins; its full name means it alone."""
    index = _index(titles)
    if code in index.names.get(words, ()):
        return ()
    known = dict.fromkeys(
        each
        for table in (index.names, index.spellings)
        for name, codes in table.items()
        if f"{name} ".startswith(f"{words} ")
        for each in codes
    )
    return _existing(titles, [each for each in known if each != code], day)


def _existing(titles: Titles, codes: Sequence[str], day: date | None) -> tuple[str, ...]:
    """Keep the titles that exist on the day; without a day, those that have been there always."""
    if day is not None:
        return tuple(code for code in codes if titles.by_code[code].covers(day))
    return tuple(code for code in codes if titles.by_code[code].starts_on is None)


@lru_cache(maxsize=8)
def _index(titles: Titles) -> _Index:
    names: defaultdict[str, list[str]] = defaultdict(list)
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for code, title in titles.by_code.items():
        names[normalise(titles, title.name)].append(code)
        for each in title.spellings:
            words = normalise(titles, each)
            if code not in spellings[words]:
                spellings[words].append(code)
    fields = {
        fold_words(written): code
        for code, field in titles.fields.items()
        for written in (field.code.replace("_", " "), field.label, *field.spellings)
    }
    return _Index(
        {words: tuple(codes) for words, codes in names.items()},
        {words: tuple(codes) for words, codes in spellings.items()},
        fields,
        re.compile("|".join((_SIGNS, *(rf"\b{re.escape(join)}\b" for join in titles.joins))), re.IGNORECASE),
    )


@lru_cache(maxsize=4096)
def normalise(titles: Titles, text: str) -> str:
    """Fold a title, write abbreviations out and leave the name of the unit behind it away."""
    return _UNIT.sub("", _write_out(titles, text)).strip()


def _write_out(titles: Titles, text: str) -> str:
    """Fold a title and write abbreviations out."""
    words = f" {fold_words(text)} "
    for short, written in titles.phrases:
        if f" {short} " in words:
            words = " ".join(words.replace(f" {short} ", f" {written} ").split())
            words = f" {words} "
    return words
