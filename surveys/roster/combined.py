"""What several columns of a row tell together: titles by body, ticked levels, certificates, births by gender."""

from typing import Final

from surveys.roster.columns import BIRTHS, CERTIFICATES, COLUMNS, MARK, MEANT, POSTS, Table, meant
from surveys.roster.communes import more_exact, split_unit
from surveys.roster.dates import show
from surveys.roster.drafts import Draft, Reader
from surveys.roster.matching import match
from surveys.roster.misread import Misread
from surveys.roster.person_names import names_person
from surveys.roster.posts import Post, bodies_of_column, join_posts, read_post, tell_post
from surveys.roster.unit_names import names_body, parse_name, unit_named_in
from surveys.roster.vocabularies import VOCABULARIES
from surveys.spelling import fold, fold_words
from surveys.titles import read_title
from surveys.workbooks import Unreadable

_MARKS: Final = frozenset({"x", "v", "1", "co", "✓", "✔", "√", "+", "*", "●", "•", "■", "true"})
_SHORTEST_MAJOR: Final = 4  # letters: "Luật"; shorter ones are abbreviations of anything
_LONGEST_BODY: Final = 200  # characters
_UNMARKED: Final = frozenset({"", "0", "-", "–", "khong", "false", "o"})


def read_title_cell(draft: Draft, shown: str, reader: Reader) -> str:
    """Read the main title; further ones, a field of work and what was understood stand in the draft."""
    post = read_post(reader.titles, shown, draft.bodies, reader.as_of)
    return _keep_post(draft, post, one_line(shown), reader)


def _keep_post(draft: Draft, post: Post, shown: str, reader: Reader) -> str:
    draft.read["title"] = post.titles[0]
    draft.read["concurrent_titles"] = " ".join(post.titles[1:])
    draft.read["title_field"] = post.field
    draft.usual = next((each for each in post.understood if each.others and len(post.titles) == 1), None)
    for code, parameters in tell_post(reader.titles, post, shown, reader.as_of):
        draft.note(code, "title", count="1", **parameters)
    return post.titles[0]


def read_posts(draft: Draft, reader: Reader) -> None:
    """Read the columns of titles by body, beside the title's own column or instead of it.

    Of somebody who has a title, a further one that nobody knows is told and not kept.
    """
    filled = [name for name in POSTS if draft.table.value(draft.row, name) is not None]
    has_title = draft.table.value(draft.row, "title") is not None
    if not filled:
        if not has_title and set(POSTS) & set(draft.table.columns):
            column = next(name for name in ("title", *POSTS) if name in draft.table.columns)
            draft.report("missing_value", column, column=COLUMNS["title"])
        return
    if has_title and "title" not in draft.read:
        return  # its own problem stands already
    own = [draft.text("title"), *draft.text("concurrent_titles").split()]
    posts = [Post(tuple(own), draft.text("title_field"))] if has_title else []
    shown = [one_line(show(draft.table.value(draft.row, "title")))] if has_title else []
    unread: list[tuple[str, Misread]] = []
    for name in filled:
        text = one_line(show(draft.table.value(draft.row, name)))
        try:
            bodies = bodies_of_column(reader.titles, POSTS[name], draft.bodies)
            posts.append(read_post(reader.titles, text, bodies, reader.as_of))
            shown.append(text)
        except Misread as misread:
            unread.append((name, misread))
    for name, why in unread:
        if posts:
            draft.note("post_unread", name, count="1", column=MEANT[name], found=why.parameters["found"])
        else:
            draft.report(why.code, name, **why.parameters)
    if posts:
        is_each_in_its_cell = filled == ["title_kiem"] and [len(post.titles) for post in posts] == [1, 1]
        _forget_several(draft)
        _keep_post(draft, join_posts(reader.titles, posts), "; ".join(shown), reader)
        if is_each_in_its_cell and draft.text("title") == own[0]:
            _forget_several(draft)


def _forget_several(draft: Draft) -> None:
    draft.notes = [note for note in draft.notes if note.code != "several_titles"]


def read_marks(draft: Draft) -> None:
    """Read the columns of one level each in which an "x" stands: one of them is ticked, or it is asked back."""
    ticked: dict[str, dict[str, str]] = {}
    for column in draft.table.columns:
        attribute, mark, code = column.partition(MARK)
        if not mark:
            continue
        value = draft.table.value(draft.row, column)
        written = fold(show(value)).strip() if not isinstance(value, Unreadable) else value.shown
        if written in _UNMARKED:
            continue
        if written in _MARKS:
            ticked.setdefault(attribute, {})[code] = column
        elif attribute == "ethnicity" and match(attribute, written) == (code,):
            ticked.setdefault(attribute, {})[code] = column  # the name of a people stands for the x
        elif attribute == "qual" and match("qual", f"{VOCABULARIES['qual'][code]} {written}") == (code,):
            ticked.setdefault(attribute, {})[code] = column  # how it was studied: "tại chức" below "Đại học"
        elif attribute == "qual" and _is_major(written) and "major" not in draft.read:
            ticked.setdefault(attribute, {})[code] = column
            draft.read["major"] = major = one_line(show(value))
            words = {"qual": VOCABULARIES["qual"][code], "major": major}
            draft.note("major_in_qual", column, count="1", found=major, **words)
        else:
            draft.report("not_a_mark", column, column=meant(column), found=one_line(show(value)))
    for attribute, columns in ticked.items():
        codes = [code for code in VOCABULARIES[attribute] if code in columns]
        if attribute == "cert":
            draft.read["cert"] = " ".join(codes)
        elif len({*codes, *draft.text(attribute).split()}) > 1:
            words = {"column": COLUMNS[attribute], "found": labels_of(attribute, tuple(codes))}
            draft.report("several_marks", columns[codes[-1]], **words)
        else:
            draft.read[attribute] = codes[0]


def _is_major(written: str) -> bool:
    """Say whether the name of a field of study stands where an x is expected."""
    return (
        len(written) >= _SHORTEST_MAJOR and not match("qual", written) and not any(map(str.isdigit, written))
    )


def read_certificate_columns(draft: Draft) -> None:
    """Put the columns of one kind of certificate each into the list of certificates."""
    found = [code for code in str(draft.read.get("cert", "")).split() if code != "none"]
    is_none = draft.read.get("cert") == "none"
    for attribute, code in CERTIFICATES.items():
        value = draft.table.value(draft.row, attribute)
        if value is None or isinstance(value, Unreadable):
            continue
        words = fold_words(show(value))
        if words in ("", "0") or match("cert", words) == ("none",):
            is_none = True
        elif code not in found:
            found.append(code)
    known = [code for code in VOCABULARIES["cert"] if code in found]
    if known or is_none:
        draft.read["cert"] = " ".join(known) or "none"


def read_beside_name(draft: Draft, reader: Reader) -> None:
    """Leave away what stands behind a name if it says the title again; ask about another title, keep what is no title.

    "Lê Văn An (Bí thư)" is Lê Văn An if that is his title; of "Lê Văn An (tập sự)" nobody knows.
    """
    beside, name = draft.text("beside_name"), draft.text("full_name")
    if not beside:
        return
    words = beside.strip("()-–—,;: ")
    meant = read_title(reader.titles, words, reader.as_of)
    candidates = {*meant.titles, *meant.candidates, *meant.others}
    known = {draft.text("title"), *draft.text("concurrent_titles").split()}
    shown = fold_words(" ".join(show(draft.table.value(draft.row, each)) for each in ("title", *POSTS)))
    written = f"{name}{beside}"
    if candidates & known or (not candidates and f" {fold_words(words)} " in f" {shown} "):
        draft.note("honorific", "full_name", count="1", taken=beside.strip(), found=written, name=name)
    elif candidates:
        draft.report("title_beside_name", "full_name", found=written, title=words)
    elif names_person(words):
        draft.report("two_names", "full_name", found=written)
    elif any(letter.isdigit() for letter in beside):
        draft.report("not_a_name", "full_name", found=written)
    else:
        draft.read["full_name"] = written
        draft.note("name_kept", "full_name", found=written)


def read_sex(draft: Draft) -> None:
    """Take the gender from the column of birth dates in which somebody's stands, or from behind the name."""
    _read_sex_in_name(draft)
    filled = {
        name: show(value) for name in BIRTHS if (value := draft.table.value(draft.row, name)) is not None
    }
    if len(filled) > 1:
        draft.report("two_births", "birth_nu", found=filled["birth_nu"], other=filled["birth_nam"])
    for name in filled if len(filled) == 1 else ():
        labels = VOCABULARIES["gender"]
        if draft.read.setdefault("gender", BIRTHS[name]) != BIRTHS[name]:
            words = {"found": labels[draft.text("gender")], "other": labels[BIRTHS[name]]}
            draft.report("sex_disagrees", "gender", **words)


def _read_sex_in_name(draft: Draft) -> None:
    told, labels = draft.text("sex_in_name"), VOCABULARIES["gender"]
    if not told:
        return
    words = {"found": one_line(show(draft.table.value(draft.row, "full_name"))), "other": labels[told]}
    held = draft.read.setdefault("gender", told)
    if held == told:
        draft.note("sex_in_name", "full_name", count="1", found=words["found"], gender=labels[told])
    else:
        draft.report("name_sex_disagrees", "full_name", found=words["found"], other=labels[str(held)])


def place_in_unit(draft: Draft, unit: str) -> None:
    """Put somebody into the unit of the section, and a department that is their unit below the commune."""
    own = draft.text("unit")
    if not own and "unit_code" not in draft.read:
        if unit:
            draft.read["unit"] = unit
            _split_unit(draft)
        return
    _split_unit(draft)
    above = unit_named_in(own) or unit
    if own and above and names_body(own) and parse_name(own).kind == "" and "parent" not in draft.read:
        draft.read["parent"] = above
        draft.note("unit_below", "unit", count="1", found=one_line(own), unit=above)


def _split_unit(draft: Draft) -> None:
    """Read the district or province behind a unit as what stands above it, unless a column contradicts it."""
    name, above = split_unit(draft.text("unit"))
    if above and (meant := more_exact(draft.text("parent"), above)):
        draft.read |= {"unit": name, "parent": meant}


def body_of(table: Table, row: int) -> str:
    """Return the department or body that a cell of the row names, '' if none does."""
    for attribute in ("department", "unit"):
        cell = table.value(row, attribute)
        if isinstance(cell, str) and (attribute == "department" or names_body(cell)):
            return one_line(cell)[:_LONGEST_BODY]
    return ""


def one_line(shown: str) -> str:
    """Write a cell's text in one line."""
    return " ".join(shown.split())


def labels_of(attribute: str, codes: tuple[str, ...]) -> str:
    """Return the labels of codes in one text."""
    return "; ".join(VOCABULARIES[attribute][code] for code in codes)
