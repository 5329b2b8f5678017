"""Every sentence of the bot: each code is worded, each template can be filled, the form of address is a parameter."""

import importlib
import pkgutil
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

import bot.texts
from bot.texts import ADDRESS, day_text, moment_text, say
from bot.texts.consent import NOTICE
from bot.texts.glossary import GLOSSARY
from bot.texts.identity import COMMANDS
from bot.texts.rejections import REJECTIONS, word_rejection
from surveys.replies import CODES, Rejected


def templates() -> Iterator[tuple[str, str]]:
    """Every template of every room, with its name."""
    for room in pkgutil.iter_modules(bot.texts.__path__):
        module = importlib.import_module(f"bot.texts.{room.name}")
        for name, value in vars(module).items():
            if is_dataclass(value) and not isinstance(value, type):
                for field in fields(value):
                    text = getattr(value, field.name)
                    if isinstance(text, str):
                        yield f"{room.name}.{name}.{field.name}", text


ALL = dict(templates())


def spoken(value: object) -> Iterator[str]:
    """Every text within a value: of its fields, its entries, itself. Keys are no texts."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from spoken(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from spoken(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from spoken(each)


def every_text() -> Iterator[tuple[str, str]]:
    """Every text of every room, lists and tables too, with its place."""
    for room in pkgutil.iter_modules(bot.texts.__path__):
        if room.name == "glossary":
            continue
        for name, value in vars(importlib.import_module(f"bot.texts.{room.name}")).items():
            if not name.startswith(("__", "SAYING")):  # what people say is theirs
                texts = (text for text in spoken(value) if not re.fullmatch(r"[a-z_.]+", text))  # no codes
                yield from ((f"{room.name}.{name}", text) for text in texts)


def prose(text: str) -> str:
    """Return a text without its blanks, commands, settings and what stands in code."""
    return re.sub(
        r"\{[^}]*\}|“[^”]*”|`[^`]*`|--?[a-z][\w-]*|khaosat [a-z -]+|\S*[/.@=]\S*|KHAOSAT_\w+", " ", text
    )


def units(text: str) -> int:
    """Return the length as platforms count it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def test_every_rejection_is_worded() -> None:
    """No code of the reply parser or the engine is without its sentence, and none is left over."""
    assert set(REJECTIONS) == CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_rejection_never_fails_to_be_said(code: str) -> None:
    """Even without any parameter the sentence comes out whole, with the form of address filled in."""
    text = word_rejection(Rejected(code))
    assert text
    assert "{" not in text


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_template_can_be_filled(name: str) -> None:
    """Each template is well formed, with named places only."""
    places = [place for _, place, _, _ in string.Formatter().parse(ALL[name]) if place is not None]
    assert all(re.fullmatch(r"[A-Za-z_]+", place) for place in places)
    said = say(ALL[name], **{place: "…" for place in places if place not in ("dc", "Dc")})
    assert "{" not in said


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_form_of_address_is_a_parameter(name: str) -> None:
    """“đồng chí” stands in one place only: an office may change it."""
    assert ADDRESS not in ALL[name].casefold(), ALL[name]


def test_the_notice_and_the_rejections_use_the_parameter_too() -> None:
    """The same holds for the consent notice and the wordings of rejections."""
    assert ADDRESS not in NOTICE.casefold()
    assert not [code for code, text in REJECTIONS.items() if ADDRESS in text.casefold()]


def test_each_thing_has_one_term() -> None:
    """No text says another word for what the glossary names; it has forty terms at most."""
    assert len(GLOSSARY) <= 40
    banned = {word: term.word for term in GLOSSARY for word in term.never}
    said = [
        f"{place}: “{word}” instead of “{banned[word]}” in {text[:80]!r}"
        for place, text in every_text()
        for word in banned
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", prose(text), re.IGNORECASE)
    ]
    assert said == []


def test_no_text_shows_a_code_of_the_program() -> None:
    """What stands in tables (in_progress, by_unit) is worded; columns of a form are the file's own words."""
    shown = [
        (place, found[0])
        for place, text in every_text()
        if not place.startswith(("forms.", "standards."))
        if (found := re.search(r"(?<![\w/-])[a-z]+_[a-z_]+(?![\w/-])", prose(text)))
    ]
    assert shown == []


def test_every_text_fits_a_message_and_every_label_a_button() -> None:
    """In UTF-16 units: 4096 a message with room for what is filled in, 40 a label."""
    assert [place for place, text in every_text() if units(text) > 3800] == []
    labels = {name: text for name, text in ALL.items() if re.search(r"(^|_|\.)button(_|$)", name)}
    assert labels
    wide = {name: text for name, text in labels.items() if units(re.sub(r"\{[^}]*\}", "", text)) > 40}
    assert wide == {}


def test_the_commands_name_no_office() -> None:
    """The public list of commands gives no hint of the administrators' one."""
    assert "quantri" not in COMMANDS
    assert all(len(description) <= 256 for description in COMMANDS.values())


def test_days_are_written_as_the_decree_says() -> None:
    """A zero before days under 10 and before January and February only (NĐ 30/2020)."""
    assert [day_text(date(2015, month, 8)) for month in (1, 2, 3, 12)] == [
        "08/01/2015",
        "08/02/2015",
        "08/3/2015",
        "08/12/2015",
    ]
    moment = datetime(2015, 5, 8, 10, 0, tzinfo=UTC)
    assert moment_text(moment, ZoneInfo("Asia/Ho_Chi_Minh")) == "thứ Sáu, 08/5/2015, 17:00"
