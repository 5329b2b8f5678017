"""Replies with what keyboards, copying and phones add: key emojis, wide digits, loose accents, marks nobody sees."""

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import surveys.interview as engine
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Screen
from surveys.replies import (
    fold,
    read_choice,
    read_choices,
    read_command,
    read_date,
    read_decimal,
    read_integer,
    read_text,
    split_ratings,
)
from tests.surveys.interview_forms import TODAY
from tests.surveys.reply_labels import ALL_LISTS, BARRIERS, IMPORTANCES

UNSEEN: Final = (
    "\u200b",
    "\u200c",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202e",
    "\u2060",
    "\u2066",
    "\u2069",
    "\ufeff",
    "\u00ad",
)
WIDE: Final = {code: code + 0xFEE0 for code in range(0x30, 0x3A)}
KEYS: Final = {code: f"{chr(code)}\ufe0f\u20e3" for code in range(0x30, 0x3A)}
DISGUISES: Final[tuple[Callable[[str], str], ...]] = (
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.translate(WIDE),
    lambda text: text.translate(KEYS),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: f"\u202b{text}\u202c",
)


@st.composite
def disguised(draw: st.DrawFn, plain: st.SearchStrategy[str]) -> tuple[str, str]:
    """Return a text, and the same in a disguise with unseen marks anywhere between its letters."""
    text = draw(plain)
    odd = draw(st.sampled_from(DISGUISES))(text)
    for mark in draw(st.lists(st.sampled_from(UNSEEN), max_size=3)):
        at = draw(st.integers(0, len(odd)))
        odd = odd[:at] + mark + odd[at:]
    return text, odd


NUMBERS = st.integers(0, 20_000).map(str)
LABELS = st.sampled_from([label for labels in ALL_LISTS for label in labels])


@pytest.mark.parametrize(
    ("plain", "read"),
    [
        (NUMBERS, lambda text: read_choice(text, BARRIERS)),
        (NUMBERS, read_integer),
        (st.sampled_from(["2,5", "1.975,5", "-3.25"]), read_decimal),
        (st.dates(date(1900, 1, 1)).map(lambda day: f"{day.day}/{day.month}/{day.year}"), read_date),
        (st.sampled_from(["2 tháng 9 năm 1975", "1975-09-02"]), read_date),
        (LABELS, lambda text: read_choice(text, BARRIERS + IMPORTANCES)),
        (
            st.sampled_from(["1, 3", "2 và 4", "khác; bận công việc", "1-2"]),
            lambda text: read_choices(text, BARRIERS),
        ),
        (st.sampled_from(["quay lại", "sửa 3", "gửi phiếu nhé", "Bỏ qua"]), read_command),
        (LABELS, fold),
    ],
    ids=["number", "integer", "decimal", "date", "day in words", "label", "several", "command", "words"],
)
@given(data=st.data())
def test_a_disguise_changes_nothing(
    plain: st.SearchStrategy[str], read: Callable[[str], Any], data: st.DataObject
) -> None:
    """What is not seen, and how a letter or digit is put together, is no part of what somebody says."""
    text, odd = data.draw(disguised(plain))
    assert _meaning(read(odd)) == _meaning(read(text))


def _meaning(outcome: Any) -> Any:
    """Leave out how a refusal quotes what was typed."""
    return getattr(outcome, "code", outcome)


def test_ratings_of_a_phone_are_told_apart() -> None:
    """Two key emojis with a space are two ratings; a ten is one key."""
    typed = split_ratings("5️⃣ 2️⃣", 2)
    assert not isinstance(typed, tuple) or [read_choice(part, IMPORTANCES) for part in typed] == [4, 1]
    assert isinstance(typed, tuple)
    assert read_integer("🔟") == "10"
    assert read_integer("1️⃣9️⃣6️⃣4️⃣") == "1964"
    assert read_choice("3️⃣", BARRIERS) == 2


@given(
    st.text(
        st.characters(categories=["L", "M", "N", "P", "S", "Z", "Cc", "Cf", "Cs", "Co", "Cn"]), max_size=30
    )
)
def test_nothing_that_is_typed_raises(text: str) -> None:
    """Halves of letters, controls and unassigned characters among them, at every kind of question."""
    kinds = (ItemType.TEXT, ItemType.INTEGER, ItemType.DECIMAL, ItemType.DATE, ItemType.SELECT_ONE)
    for kind in (*kinds, ItemType.SELECT_MULTIPLE):
        item = Item("a", kind, "A", choice_list="l")
        choices = {"l": (Choice("1", "Một"), Choice("2", "Hai"))}
        form = Questionnaire("f", "1", "F", (Screen("a", (item,)),), choice_lists=choices)
        interview = engine.begin(form, {}, TODAY, 1).interview
        stored = engine.reply(interview, text).interview.answers.get("a", "")
        assert "\0" not in stored.encode().decode()


def test_a_free_answer_keeps_its_letters() -> None:
    """An emoji with its joiner stays whole; marks of direction and zero width go."""
    assert read_text("\u202eđào tạo\u202c 👩\u200d🌾\u200b") == "đào tạo 👩\u200d🌾"
