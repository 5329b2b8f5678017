"""Small parts of sentences: so many people, a list with "và", the choices most often made, ties among them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from surveys.reporting.numbers import number_text, percent_text
from surveys.reporting.texts.report import PHRASES
from surveys.reporting.word.lookup import Row

_NUMBERED: Final = re.compile(r"^[^\W\d_]\d+[a-z]?\.\s*")
_LAST_NUMBER: Final = re.compile(r"\d+(?!.*\d)")
_LISTED: Final = 3


@dataclass(frozen=True, slots=True)
class Value:
    """A label with a number of people that may be told; ``count`` is ``None`` if it is hidden."""

    label: str
    count: int | None
    fraction: Fraction | None = None
    code: str = ""

    @property
    def inner(self) -> str:
        """How many people, for between brackets."""
        if self.count is None or self.fraction is None:
            return self.amount
        return PHRASES.inner.format(count=number_text(self.count), share=percent_text(self.fraction))

    @property
    def amount(self) -> str:
        """How many people, in words of the report."""
        return PHRASES.hidden if self.count is None else amount(self.count, self.fraction)


def amount(count: int, fraction: Fraction | None = None) -> str:
    """Word a number of people: ``33 đồng chí (44%)``; nobody has no share."""
    if count == 0:
        return PHRASES.nobody
    shown = number_text(count)
    if fraction is None:
        return PHRASES.people.format(count=shown)
    return PHRASES.people_share.format(count=shown, share=percent_text(fraction))


def lowered(label: str) -> str:
    """Begin a label small within a sentence, unless it is an abbreviation (THPT)."""
    return label[:1].lower() + label[1:] if len(label) > 1 and label[1].islower() else label


def years(label: str) -> str:
    """Say of an age band that it counts years: ``31–40 tuổi``, ``từ 30 tuổi trở xuống``."""
    return _LAST_NUMBER.sub(lambda found: PHRASES.years.format(label=found[0]), label)


def unnumbered(label: str) -> str:
    """Drop a question's number and the kind of question: ``C13. TÌNH HUỐNG. Bão đổ bộ`` is ``Bão đổ bộ``."""
    bare = _NUMBERED.sub("", label)
    kind, point, rest = bare.partition(". ")
    return rest if point and rest and kind.isupper() and len(kind) > _LISTED else bare


def listed(words: Sequence[str]) -> str:
    """Join words: ``a, b và c``."""
    if len(words) < 2:
        return "".join(words)
    return PHRASES.both.format(first=PHRASES.comma.join(words[:-1]), last=words[-1])


def quoted(label: str) -> str:
    """Put a competency's or a topic's name between quotation marks."""
    return PHRASES.quoted.format(label=unnumbered(label))


def value_of(row: Row, label: str, count: str = "count", share: str = "share") -> Value:
    """Read a coded row. Where either figure is hidden, neither is told."""
    name, code = row.label(label), row.code(label)
    if row.is_hidden(count):
        return Value(name, None, code=code)
    return Value(name, row.count(count), None if row.is_hidden(share) else row.fraction(share), code)


def leading(values: Sequence[Value], most: int = _LISTED) -> list[Value]:
    """Return the values that most people have, biggest first; ties at the end stay together, none are left out.

    Hidden ones and those that nobody has are not among them.
    """
    shown = sorted((v for v in values if v.count), key=lambda v: -(v.count or 0))
    if len(shown) <= most:
        return shown
    last = shown[most - 1].count
    return [value for place, value in enumerate(shown) if place < most or value.count == last]


def among_shown(sentence: str, values: Sequence[Value]) -> str:
    """Qualify a sentence that says who has most: what is hidden may be more."""
    return qualified(sentence, is_partial=any(value.count is None for value in values))


def qualified(sentence: str, *, is_partial: bool) -> str:
    """Say of a sentence with "most", "none", "only", "all" or an order that it holds of what is shown only."""
    return PHRASES.among_shown.format(sentence=lowered(sentence)) if is_partial else sentence


def enumerate_values(
    values: Sequence[Value], template: str = PHRASES.value, *, keeps_case: bool = False, marks: bool = False
) -> str:
    """Word values in a row: ``đại học có 33 đồng chí (44%); …``; hidden ones at the end, without a number.

    ``template`` words one ``{label}`` with its ``{amount}``. ``marks`` puts labels between quotation marks: long
    ones that hold commas.
    """

    def name(value: Value) -> str:
        if marks:
            return quoted(value.label)
        return value.label if keeps_case else lowered(value.label)

    told = [template.format(label=name(v), amount=v.amount) for v in values if v.count]
    hidden = [name(v) for v in values if v.count is None]
    if hidden:
        told.append(PHRASES.hidden_values.format(values=PHRASES.comma.join(hidden)))
    return PHRASES.semicolon.join(told)
