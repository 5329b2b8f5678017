"""The title of a row: one post or several, the field of work, and what the section above tells of a bare title."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from surveys.problems import Problem
from surveys.roster.bodies import groups_of
from surveys.roster.dates import show
from surveys.roster.misread import Misread
from surveys.spelling import fold_words
from surveys.titles import TitleReading, Titles, nearest_titles, read_title
from surveys.titles.matching import normalise

_NAMED: Final = 100  # unknown titles of a list whose nearest known ones are looked for


@dataclass(frozen=True, slots=True)
class Understood:
    """A title that was understood rather than read: by the body ``section``, or as the usual one before ``others``."""

    text: str
    title: str
    section: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """What a cell of titles says, and which of them were understood rather than read."""

    titles: tuple[str, ...]
    field: str = ""
    understood: tuple[Understood, ...] = ()


def read_post(titles: Titles, text: str, bodies: Sequence[str], day: date | None) -> Post:
    """Read a cell of titles below the sections of some bodies, the nearest first. Raises ``Misread``.

    "Trưởng phòng" under "2. Phòng Kinh tế" is the head of that department; "Chuyên viên" under "Văn phòng Đảng ủy" is a
    specialist of the Party; "Phó Bí thư" under "KHỐI ĐOÀN THỂ" is the youth union's. Each of several titles is read so.
    """
    found = read_title(titles, text, day)
    if not found.titles and (whole := _by_section(titles, found, bodies, day)):
        return whole
    return join_posts(titles, [_read_part(titles, part, bodies, day) for part in found.parts or (found,)])


def _read_part(titles: Titles, part: TitleReading, bodies: Sequence[str], day: date | None) -> Post:
    """Read one title: by its section, by its words, or as the usual one of several."""
    more = _by_section(titles, part, bodies, day)
    if more is not None:
        return more
    if part.titles and not part.others:
        return Post(part.titles, part.field)
    candidates, body = _of_group(titles, part.candidates or (*part.titles, *part.others), bodies)
    if len(candidates) == 1:
        return Post(candidates, part.field, (Understood(part.text, candidates[0], body),))
    if part.titles:
        return Post(part.titles, part.field, (Understood(part.text, part.titles[0], others=part.others),))
    unclear = " ".join(part.unclear.split())
    if candidates:
        labels = "; ".join(map(titles.label, candidates))
        raise Misread("ambiguous_title", found=unclear, candidates=labels, count="1")
    raise Misread("unknown_title", found=unclear, count="1")


def name_nearest(problems: Iterable[Problem], titles: Titles, day: date | None) -> list[Problem]:
    """Add the nearest known titles to the first unknown ones: looking for them takes a millisecond each."""
    named: list[Problem] = []
    left = _NAMED
    for each in problems:
        near: tuple[str, ...] = ()
        if each.code == "unknown_title" and left:
            left -= 1
            near = nearest_titles(titles, each.parameters["found"], day)
        more = {**each.parameters, "nearest": "; ".join(map(titles.label, near))}
        named.append(replace(each, code="misspelt_title", parameters=more) if near else each)
    return named


def bodies_of_column(titles: Titles, column: str, bodies: Sequence[str]) -> tuple[str, ...]:
    """Return of whom a column of titles by body is: the sections' bodies that are the column's, then its own."""
    if not column:
        return tuple(bodies)
    return (*(body for body in bodies if groups_of(titles, body) == groups_of(titles, column)), column)


def join_posts(titles: Titles, posts: Sequence[Post]) -> Post:
    """Make one of what several cells say: the first is the main title, unless it is a seat in a committee."""
    codes = dict.fromkeys(code for post in posts for code in post.titles)
    ordered = tuple(sorted(codes, key=lambda code: titles.by_code[code].is_membership))
    fields = [post.field for post in posts if post.titles[0] == ordered[0]]
    field = next((each for each in (*fields, *(post.field for post in posts)) if each), "")
    return Post(ordered, field, tuple(each for post in posts for each in post.understood))


def tell_post(
    titles: Titles, post: Post, shown: str, day: date | None
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the notes on what was understood of a cell rather than read: code and parameters."""
    main, *others = map(titles.label, post.titles)
    if others:
        yield "several_titles", {"found": shown, "title": main, "others": "; ".join(others)}
    for each in post.understood:
        words = {"found": " ".join(each.text.split()), "title": titles.label(each.title)}
        if each.section:
            yield "title_by_section", {**words, "section": each.section}
        else:
            yield "title_usual", {**words, "others": "; ".join(map(titles.label, each.others))}
    title = titles.by_code[post.titles[0]]
    if post.field and post.field != title.field:
        yield "title_field", {"found": shown, "title": main, "field": titles.fields[post.field].label}
    if day is not None and title.ends_on is not None and title.ends_on < day:
        became = "; ".join(map(titles.label, title.became))
        yield "title_ended", {"title": title.name, "until": show(title.ends_on), "became": became}


def _by_section(titles: Titles, part: TitleReading, bodies: Sequence[str], day: date | None) -> Post | None:
    """Read a title that is unclear, or that more exact ones begin with, together with the name of its body."""
    if not bodies or len(part.titles) > 1 or not (part.others or _is_bare(titles, part)):
        return None
    for body in bodies:
        for joined in (f"{part.words} {body}", f"{part.words} {_without_overlap(part.words, body)}"):
            whole = read_title(titles, joined, day)
            if len(whole.titles) == 1:
                return _settle(titles, part, whole, body, bodies)
    return None


def _settle(
    titles: Titles, part: TitleReading, whole: TitleReading, body: str, bodies: Sequence[str]
) -> Post:
    """Take what a title means together with its body; several may begin so all the same: "Văn phòng"."""
    field = part.field or whole.field
    kept, by = (
        _of_group(titles, (*whole.titles, *whole.others), bodies) if whole.others else (whole.titles, "")
    )
    if len(kept) > 1:
        return Post(whole.titles, field, (Understood(part.text, whole.titles[0], others=whole.others),))
    if kept == part.titles:
        return Post(kept, part.field)
    return Post(kept, field, (Understood(part.text, kept[0], by or body),))


def _is_bare(titles: Titles, part: TitleReading) -> bool:
    """Say whether the words of a title, but for a field of work, are no more than its beginning or not understood."""
    return not part.titles or normalise(titles, titles.label(part.titles[0])).startswith(part.words)


def _of_group(titles: Titles, codes: Sequence[str], bodies: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Keep the titles of the group that the nearest body tells that tells one, and name it; else all of them."""
    for body in bodies:
        if groups := groups_of(titles, body):
            kept = tuple(code for code in codes if titles.group(code) in groups)
            return (kept, body) if kept else (tuple(codes), "")
    return tuple(codes), ""


def _without_overlap(title: str, body: str) -> str:
    """Leave the words away with which a body repeats the title's end: "Chánh Văn phòng" + "Văn phòng Đảng ủy"."""
    ends, words = title.split(), body.split()
    begins = [fold_words(word) for word in words]
    shared = (count for count in range(len(words) - 1, 0, -1) if ends[-count:] == begins[:count])
    return " ".join(words[next(shared, 0) :])


def read_field(titles: Titles, text: str) -> str:
    """Return the code of a field of work by its label or a spelling, '' if nobody knows it."""
    words = fold_words(text)
    for code, field in titles.fields.items():
        if words in {fold_words(each) for each in (code.replace("_", " "), field.label, *field.spellings)}:
            return code
    return ""
