"""The title of a row: one post or several, the field of work, and what the section above tells of a bare title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from surveys.roster.dates import show
from surveys.roster.misread import Misread
from surveys.spelling import fold_words
from surveys.titles import TitleReading, Titles, nearest_titles, read_title


@dataclass(frozen=True, slots=True)
class Post:
    """What a cell of titles says. ``section`` is the body's name if the title was understood by it."""

    titles: tuple[str, ...]
    field: str = ""
    section: str = ""


def read_post(titles: Titles, text: str, body: str, day: date | None) -> Post:
    """Read a cell of titles in a section of people of one body. Raises ``Misread``.

    "Trưởng phòng" under "2. Phòng Kinh tế" is the head of that department; "Chuyên viên" under "Văn phòng Đảng ủy" is a
    specialist of the Party.
    """
    found = read_title(titles, text, day)
    more = _by_section(titles, text, body, day, found)
    if more is not None:
        return more
    if found.titles:
        return Post(found.titles, found.field)
    unclear = " ".join((found.unclear or text).split())
    if found.candidates:
        labels = "; ".join(titles.label(code) for code in found.candidates)
        raise Misread("ambiguous_title", found=unclear, candidates=labels, count="1")
    near = nearest_titles(titles, unclear, day)
    if near:
        nearest = "; ".join(titles.label(code) for code in near)
        raise Misread("misspelt_title", found=unclear, nearest=nearest, count="1")
    raise Misread("unknown_title", found=unclear, count="1")


def join_posts(titles: Titles, posts: Sequence[Post]) -> Post:
    """Make one of what several cells say: the first is the main title, unless it is a seat in a committee."""
    codes = dict.fromkeys(code for post in posts for code in post.titles)
    ordered = tuple(sorted(codes, key=lambda code: titles.by_code[code].is_membership))
    fields = [post.field for post in posts if post.titles[0] == ordered[0]]
    field = next((each for each in (*fields, *(post.field for post in posts)) if each), "")
    return Post(ordered, field, next((post.section for post in posts if post.section), ""))


def tell_post(
    titles: Titles, post: Post, shown: str, day: date | None
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the notes on what was understood of a cell rather than read: code and parameters."""
    main, *others = map(titles.label, post.titles)
    if others:
        yield "several_titles", {"found": shown, "title": main, "others": "; ".join(others)}
    if post.section:
        yield "title_by_section", {"found": shown, "section": post.section, "title": main}
    title = titles.by_code[post.titles[0]]
    if post.field and post.field != title.field:
        yield "title_field", {"found": shown, "title": main, "field": titles.fields[post.field].label}
    if day is not None and title.ends_on is not None and title.ends_on < day:
        became = "; ".join(map(titles.label, title.became))
        yield "title_ended", {"title": title.name, "until": show(title.ends_on), "became": became}


def _by_section(titles: Titles, text: str, body: str, day: date | None, found: TitleReading) -> Post | None:
    """Read a title that is unclear, or that more exact ones begin with, together with the name of its body."""
    if not body or len(found.titles) > 1:
        return None
    is_bare = not found.titles or fold_words(titles.label(found.titles[0])).startswith(fold_words(text))
    if not is_bare:
        return None
    for joined in (f"{text} {body}", f"{text} {_without_overlap(text, body)}"):
        whole = read_title(titles, joined, day)
        if len(whole.titles) == 1 and whole.titles != found.titles:
            return Post(whole.titles, whole.field or found.field, body)
    return None


def _without_overlap(title: str, body: str) -> str:
    """Leave the words away with which a body repeats the title's end: "Chánh Văn phòng" + "Văn phòng Đảng ủy"."""
    ends, words = fold_words(title).split(), body.split()
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
