"""One situation from its row. What is wrong stands in the row, what has to be said of it in its notes."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from surveys.planning.book.cells import read_codes, read_first, read_last
from surveys.planning.book.rows import Row
from surveys.roster.misread import Misread
from surveys.situations.book.around import Around
from surveys.situations.book.words import LETTERS
from surveys.situations.model import Option, Situation
from surveys.spelling import fold_words

_LONGEST: Final = {"code": 24, "text": 900, "option": 220, "reason": 400, "basis": 240}
"""Letters of a cell: a card with all of it fits into one message of any channel."""
_DEMANDED: Final = ("key", "basis", "reviewed_on", "valid_until")
"""What a situation with a reviewer must have, beside the reason of its key."""
_MUCH_LONGER: Final = 1.5


def read_situation(row: Row, around: Around) -> Situation:
    """Return the situation of a row."""
    for needed in ("code", "text", "option_a", "option_b", "author"):
        row.need(needed)
    options = _options(row)
    key = _key(row, options)
    nobody: tuple[str, ...] = ()
    groups = row.read_text("groups", lambda text: _codes(row, text, around.titles.group_labels), nobody)
    fields = row.read_text("fields", lambda text: _codes(row, text, around.titles.field_labels), nobody)
    competency = row.read_text("competency", lambda text: _one(text, around), "")
    found = Situation(
        _short(row, "code", "code"),
        _short(row, "text", "text"),
        options,
        groups,
        fields,
        competency,
        key,
        _short(row, "basis", "basis"),
        row.text("author"),
        row.text("reviewer"),
        _day(row, "reviewed_on", around),
        _day(row, "valid_until", around),
    )
    _see_review(row, found, around.day)
    return found


def _short(row: Row, attribute: str, kind: str) -> str:
    text, most = row.text(attribute), _LONGEST[kind]
    if len(text) > most:
        row.report("situation_too_long", attribute, count=str(len(text)), most=str(most))
    return text


def _options(row: Row) -> tuple[Option, ...]:
    """Return the options up to the last one; between them none is empty."""
    texts = {letter: _short(row, f"option_{letter}", "option") for letter in LETTERS}
    reasons = {letter: _short(row, f"reason_{letter}", "reason") for letter in LETTERS}
    last = max((place for place, letter in enumerate(LETTERS) if texts[letter]), default=-1)
    first: dict[str, str] = {}
    for place, letter in enumerate(LETTERS):
        attribute = f"option_{letter}"
        if place < last:
            row.need(attribute)
        if reasons[letter] and not texts[letter] and place > last:
            row.report("situation_reason_alone", f"reason_{letter}", option=row.heading(attribute))
        other = first.setdefault(fold_words(texts[letter]), attribute)
        if texts[letter] and other != attribute:
            row.report(
                "situation_option_twice", attribute, found=texts[letter][:80], first=row.heading(other)
            )
    return tuple(Option(texts[letter], reasons[letter]) for letter in LETTERS[: last + 1])


def _key(row: Row, options: tuple[Option, ...]) -> int | None:
    """Return the place of the key: "A", "Phương án A", "1", or the words of the option."""
    text = row.text("key")
    if not text:
        return None
    known = {fold_words(option.text): place for place, option in enumerate(options)}
    for place in range(len(options)):
        heading = row.words.tables[row.kind].columns[f"option_{LETTERS[place]}"]
        known |= {fold_words(said): place for said in (LETTERS[place], str(place + 1), heading)}
    found = known.get(fold_words(text))
    if found is None:
        expected = ", ".join(letter.upper() for letter in LETTERS[: len(options)])
        row.report("situation_key_unknown", "key", found=text[:80], expected=expected)
    return found


def _codes(row: Row, text: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Read groups of titles or fields of work; all of them are none. Raises ``Misread``."""
    return () if row.words.says("everyone", text) else read_codes(text, labels)


def _one(text: str, around: Around) -> str:
    """Read one competency. Raises ``Misread``."""
    found = read_codes(text, around.competencies)
    if len(found) != 1:
        raise Misread("plan_choice_unknown", found=text[:80], expected="; ".join(around.competencies))
    return found[0]


def _day(row: Row, attribute: str, around: Around) -> date | None:
    reading = read_last if attribute == "valid_until" else read_first
    return row.read(attribute, lambda value: reading(value, has_1904_dates=around.has_1904_dates), None)


def _see_review(row: Row, found: Situation, day: date) -> None:
    """Report what a review lacks; note what is not sent."""
    if not found.reviewer:
        row.note("situation_waits", "code", found=found.code)
        return
    if fold_words(found.reviewer) == fold_words(found.author):
        row.report("situation_own_review", "reviewer", found=found.reviewer)
    demanded = [*_DEMANDED, *([f"reason_{LETTERS[found.key]}"] if found.key is not None else [])]
    for attribute in demanded:
        if row.value(attribute) is None:
            row.report("situation_unfinished", attribute, found=found.reviewer)
    if found.reviewed_on is not None and found.reviewed_on > day:
        row.report("situation_review_ahead", "reviewed_on", found=f"{found.reviewed_on:%d/%m/%Y}")
    if found.reviewed_on and found.valid_until and found.valid_until < found.reviewed_on:
        days = {
            "reviewed_on": f"{found.reviewed_on:%d/%m/%Y}",
            "valid_until": f"{found.valid_until:%d/%m/%Y}",
        }
        row.report("situation_valid_before", "valid_until", **days)
    elif found.valid_until is not None and found.valid_until < day:
        row.note("situation_over", "code", found=found.code, valid_until=f"{found.valid_until:%d/%m/%Y}")
    if _key_stands_out(found):
        row.note("situation_longest", "code", found=found.code)


def _key_stands_out(found: Situation) -> bool:
    """Say whether the key is much longer than any other option: then nobody has to think."""
    if found.key is None:
        return False
    others = [len(option.text) for place, option in enumerate(found.options) if place != found.key]
    return len(found.options[found.key].text) > _MUCH_LONGER * max(others, default=1)
