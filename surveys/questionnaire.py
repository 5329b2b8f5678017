"""The instrument: a questionnaire of screens and items. Frozen; immutable once published.

Words are XLSForm's (https://xlsform.org/en/). A *screen* is what one card shows: one item, or one
group with appearance ``field-list``.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from surveys.expressions import Expression, parse
from surveys.translation import Translation

EMPTY: Mapping[str, str] = MappingProxyType({})
REFERENCE: Final = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
"""What stands in a text for another item's answer."""


class ItemType(StrEnum):
    """The item types that the engine asks or computes."""

    NOTE = "note"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    RANGE = "range"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    FILE = "file"
    AUDIO = "audio"
    VIDEO = "video"
    GEOPOINT = "geopoint"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    START = "start"
    END = "end"
    TODAY = "today"
    USERNAME = "username"


OFF_SCREEN: Final = frozenset(
    {
        ItemType.CALCULATE,
        ItemType.HIDDEN,
        ItemType.START,
        ItemType.END,
        ItemType.TODAY,
        ItemType.USERNAME,
    }
)
"""What nobody is asked or shown: it is worked out, or set when something happens."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: ``name`` is the code that is stored, ``columns`` are extra columns of the choices sheet."""

    name: str
    label: str
    columns: Mapping[str, str] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class Item:
    """One question, note or calculation. Expressions are parsed; ``None`` means the column is empty."""

    name: str
    type: ItemType
    label: str = ""
    hint: str = ""
    required: Expression | None = None
    required_message: str = ""
    relevant: Expression | None = None
    constraint: Expression | None = None
    constraint_message: str = ""
    calculation: Expression | None = None
    choice_list: str = ""
    choice_filter: Expression | None = None
    roster: str = ""  # the roster attribute that this item confirms
    appearance: str = ""
    shuffled: bool = False  # parameters: randomize=true, seeded per person
    scale: tuple[str, ...] = ()  # of a range: start, end, step
    repeat: str = ""  # of a calculation: the innermost repeat in which it stands
    default: str = ""  # what stands before anybody answers, as an answer is stored
    dynamic_default: Expression | None = None  # the same, worked out when the interview begins
    picture: str = ""  # the name of a picture that is shown with it
    guidance: str = ""  # more than the hint, shown to who asks for it
    triggers: tuple[str, ...] = ()  # the items whose change sets this one to its calculation

    @property
    def has_default(self) -> bool:
        """Whether something may stand there before anybody answers."""
        return bool(self.default or self.triggers) or self.dynamic_default is not None

    @property
    def is_live(self) -> bool:
        """Whether the value is what the calculation gives at any moment; else it is stored."""
        return self.calculation is not None and not self.triggers


@dataclass(frozen=True, slots=True)
class Screen:
    """What one card shows: ``items`` (one, or the members of a field-list group).

    ``relevant`` holds the conditions of every group around it: all must be true.
    ``label`` is the group's own label (the competency), empty for a single item.
    ``confirms``: the items, on screens of their own behind this one, whose roster values are confirmed here at once.
    """

    name: str
    items: tuple[Item, ...]
    section: str = ""
    label: str = ""
    relevant: tuple[Expression, ...] = ()
    confirms: tuple[str, ...] = ()
    repeat: str = ""  # the innermost repeat in which it stands


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part of the form that is asked several times, at most ``limit`` times.

    ``count`` says how often; without it the respondent adds one instance after the other. ``relevant`` holds the
    conditions around it, its own among them; ``parent`` is the repeat in which it stands.
    """

    name: str
    label: str
    limit: int
    count: Expression | None = None
    relevant: tuple[Expression, ...] = ()
    parent: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """One version of a form. Screens stand in asking order; calculations in dependency order.

    Among the calculations is all that stands on no screen: hidden items, moments, what is only shown.
    A form with ``repeats`` is ``written`` once and asked as if every instance stood in it (``surveys.unrolling``):
    what is read and rebuilt is the form as asked, what is stored and hashed is the form as written.
    """

    form_id: str
    version: str
    title: str
    screens: tuple[Screen, ...]
    calculations: tuple[Item, ...] = ()
    choice_lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)  # section name -> label, in order
    repeats: tuple[Repeat, ...] = ()  # an outer one before those within it
    written: "Questionnaire | None" = field(default=None, compare=False)
    languages: tuple[str, ...] = ()  # as the author names them, the form's own first; none if it has but one
    translations: Mapping[str, Translation] = field(default_factory=dict)  # of the other languages
    pictures: Mapping[str, str] = field(default_factory=dict)  # their hashes, by name
    spoken: str = ""  # of a view: its language
    origin: "Questionnaire | None" = field(
        default=None, compare=False, repr=False
    )  # of a view: the published form

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by name: those on screens, then the calculations."""
        on_screens = {item.name: item for screen in self.screens for item in screen.items}
        return on_screens | {item.name: item for item in self.calculations}

    @cached_property
    def screen_of(self) -> Mapping[str, Screen]:
        """The screen on which an item stands, by item name."""
        return {item.name: screen for screen in self.screens for item in screen.items}

    @cached_property
    def screen_index(self) -> Mapping[str, int]:
        """The position of a screen, by screen name."""
        return {screen.name: index for index, screen in enumerate(self.screens)}

    @cached_property
    def sha256(self) -> str:
        """The identity of this version: the hash of its canonical JSON."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def choices(self, item: Item) -> tuple[Choice, ...]:
        """Return the whole choice list of a select item, unfiltered and unshuffled."""
        return self.choice_lists.get(item.choice_list, ())

    def questions(self) -> Iterator[Item]:
        """Every item that a person answers, in asking order (no notes, no calculations)."""
        for screen in self.screens:
            yield from (item for item in screen.items if item.type is not ItemType.NOTE)

    def size(self) -> tuple[int, int]:
        """Return how many screens and questions an author wrote."""
        form = self.written or self
        return len(form.screens), sum(1 for _ in form.questions())

    def with_choice_lists(self, lists: Mapping[str, tuple[Choice, ...]]) -> "Questionnaire":
        """Return this form with some lists replaced, by name: the frame gives units and titles."""
        written = self.written and self.written.with_choice_lists(lists)
        return replace(self, choice_lists={**self.choice_lists, **lists}, written=written)

    @property
    def asked(self) -> "Questionnaire":
        """This form with every instance of its repeats in it."""
        if not self.repeats or self.written is not None:
            return self
        from surveys.unrolling import unrolled  # noqa: PLC0415 - it needs what is defined here

        return unrolled(self)

    def roster_lists(self) -> dict[str, str]:
        """Return the choice list of each select item that confirms a roster attribute, by attribute."""
        confirmed = (item for item in self.questions() if item.roster and item.choice_list)
        return {item.roster: item.choice_list for item in confirmed}

    def in_language(self, language: str) -> "Questionnaire":
        """Return the form as it reads in one of its languages, made once; as it stands if it has no such language.

        Such a view has the same names, codes, conditions and hash; only its texts are others.
        """
        form = self.origin or self
        if language not in form.languages:
            return self
        from surveys.speaking import spoken  # noqa: PLC0415 - it needs what is defined here

        views: dict[str, Questionnaire] = form.__dict__.setdefault("views", {})
        if language not in views:
            views[language] = replace(spoken(form.written or form, language).asked, origin=form)
        return views[language]

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, expressions as their source. ``from_json`` reads it back equal."""
        return json.dumps(
            _plain((self.origin or self).written or self.origin or self),
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )

    def __reduce__(self) -> tuple[Callable[[str], "Questionnaire"], tuple[str]]:
        """Cross to another process as canonical JSON: parsed expressions do not travel."""
        return Questionnaire.from_json, (self.to_json(),)

    @classmethod
    def from_json(cls, text: str) -> "Questionnaire":
        """Rebuild a published version. Raises ``ExpressionError`` only if the text was tampered with."""
        raw = json.loads(text)
        form = cls(
            form_id=raw["form_id"],
            version=raw["version"],
            title=raw["title"],
            screens=tuple(
                Screen(
                    name=screen["name"],
                    items=tuple(_item(item) for item in screen["items"]),
                    section=screen["section"],
                    label=screen["label"],
                    relevant=tuple(parse(source) for source in screen["relevant"]),
                    confirms=tuple(screen.get("confirms", ())),
                    repeat=screen.get("repeat", ""),
                )
                for screen in raw["screens"]
            ),
            calculations=tuple(_item(item) for item in raw["calculations"]),
            choice_lists={
                name: tuple(Choice(c["name"], c["label"], c["columns"]) for c in choices)
                for name, choices in raw["choice_lists"]
            },
            sections=dict(raw["sections"]),
            languages=tuple(raw.get("languages", ())),
            translations={name: Translation(**texts) for name, texts in raw.get("translations", {}).items()},
            pictures=raw.get("pictures", {}),
            repeats=tuple(map(_repeat, raw.get("repeats", ()))),
        )
        return form.asked


_EXPRESSIONS = ("required", "relevant", "constraint", "calculation", "choice_filter")
_ALWAYS = (
    *("name", "type", "label", "hint", "required_message", "constraint_message"),
    *_EXPRESSIONS,
    *("choice_list", "roster", "appearance", "shuffled"),
)
"""What is written of every item. What came later is written where it says something: older forms keep their hash."""

_LISTS = ("scale", "triggers")
_ALL_EXPRESSIONS = (*_EXPRESSIONS, "dynamic_default")


def _source(expression: Expression | None) -> str | None:
    return None if expression is None else expression.source


def _item_plain(item: Item) -> dict[str, Any]:
    plain = {name: getattr(item, name) for name in Item.__slots__}
    plain |= {name: _source(plain[name]) for name in _ALL_EXPRESSIONS} | {"type": item.type.value}
    return {name: value for name, value in plain.items() if name in _ALWAYS or value}


def _item(raw: dict[str, Any]) -> Item:
    expressions = {name: parse(raw[name]) if raw.get(name) else None for name in _ALL_EXPRESSIONS}
    lists = {name: tuple(raw.get(name, ())) for name in _LISTS}
    return Item(**(raw | expressions | lists | {"type": ItemType(raw["type"])}))


def _repeat_plain(repeat: Repeat) -> dict[str, Any]:
    return {
        "name": repeat.name,
        "label": repeat.label,
        "limit": repeat.limit,
        "count": _source(repeat.count),
        "relevant": [expression.source for expression in repeat.relevant],
        "parent": repeat.parent,
    }


def _repeat(raw: dict[str, Any]) -> Repeat:
    count = None if raw["count"] is None else parse(raw["count"])
    return Repeat(**(raw | {"count": count, "relevant": tuple(map(parse, raw["relevant"]))}))


def _screen_plain(screen: Screen) -> dict[str, Any]:
    plain = {
        "name": screen.name,
        "items": [_item_plain(item) for item in screen.items],
        "section": screen.section,
        "label": screen.label,
        "relevant": [expression.source for expression in screen.relevant],
    }
    # A form without such a list keeps the hash that it had before there were any.
    later = {"confirms": list(screen.confirms), "repeat": screen.repeat}
    return plain | {name: value for name, value in later.items() if value}


def _plain(form: Questionnaire) -> dict[str, Any]:
    # What a form does not have is left out, so that it keeps the hash that it had before there was any.
    spoken = {
        "languages": list(form.languages),
        "translations": {name: texts.to_plain() for name, texts in form.translations.items()},
    }
    shown = {"pictures": dict(form.pictures)} if form.pictures else {}
    repeats = [_repeat_plain(repeat) for repeat in form.repeats]
    return (
        (spoken if form.languages else {})
        | ({"repeats": repeats} if repeats else {})
        | shown
        | {
            "form_id": form.form_id,
            "version": form.version,
            "title": form.title,
            "screens": [_screen_plain(screen) for screen in form.screens],
            "calculations": [_item_plain(item) for item in form.calculations],
            "choice_lists": [
                [name, [{"name": c.name, "label": c.label, "columns": dict(c.columns)} for c in choices]]
                for name, choices in form.choice_lists.items()
            ],
            "sections": list(form.sections.items()),
        }
    )
